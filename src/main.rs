//! The `sidestep` command.

use std::process::ExitCode;

/// Many small allocations on all cores: the system's allocator costs a tenth of the time of a check.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    #[cfg(feature = "lsp")]
    let serve = Some(serve as sidestep::cli::Serve);
    #[cfg(not(feature = "lsp"))]
    let serve = None;
    sidestep::cli::main(serve)
}

/// Serves an editor over standard input and output.
#[cfg(feature = "lsp")]
fn serve(options: &sidestep::cli::LspOptions) -> u8 {
    use sidestep::cli::LogLevel;
    use sidestep::lsp::{Level, Options};
    let log = match options.log {
        LogLevel::Error => Level::Error,
        LogLevel::Warn => Level::Warn,
        LogLevel::Info => Level::Info,
        LogLevel::Debug => Level::Debug,
    };
    let options = Options { log, record: options.record.clone(), end: Some(|code| std::process::exit(code)) };
    let code = sidestep::lsp::serve(std::io::stdin(), std::io::stdout(), &options);
    // The threads that read and check are not waited for.
    std::process::exit(code)
}
