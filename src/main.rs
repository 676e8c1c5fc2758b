//! The `sidestep` command.

use std::process::ExitCode;

/// Many small allocations on all cores: the system's allocator costs a tenth of the time of a check.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    sidestep::cli::main()
}
