//! Faults on request: how the tests interrupt a change between any two of its steps. Not in release builds.

use std::io;

/// Passed before each step that changes the disk. In debug builds `SIDESTEP_STOP_AT=3` ends the process at the third,
/// as a power cut would, and `SIDESTEP_FAIL_AT=3` lets the third fail as on a full disk.
#[cfg(debug_assertions)]
pub(super) fn point() -> io::Result<()> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static PASSED: AtomicUsize = AtomicUsize::new(0);
    let here = PASSED.fetch_add(1, Ordering::Relaxed) + 1;
    let is_here = |name: &str| std::env::var(name).is_ok_and(|at| at.parse() == Ok(here));
    if is_here("SIDESTEP_STOP_AT") {
        std::process::abort();
    }
    if is_here("SIDESTEP_FAIL_AT") { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
}

/// Nothing fails on request.
#[cfg(not(debug_assertions))]
#[expect(clippy::unnecessary_wraps, reason = "in debug builds it fails on request")]
pub(super) const fn point() -> io::Result<()> {
    Ok(())
}
