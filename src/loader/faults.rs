//! Faults on request: how the tests interrupt a change between any two of its steps. Not in release builds.

use std::io;
use std::path::Path;

/// Passed before each step that changes the disk. In debug builds `SIDESTEP_STOP_AT=3` ends the process at the third,
/// as a power cut would; `SIDESTEP_FAIL_AT=3` lets the third fail as on a full disk, and `SIDESTEP_FAIL_FROM=3` all from
/// the third on; at `SIDESTEP_WAIT_AT=3` the third makes the file that `SIDESTEP_WAIT_FOR` names and waits until that is gone.
#[cfg(debug_assertions)]
pub(super) fn point() -> io::Result<()> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;
    static PASSED: AtomicUsize = AtomicUsize::new(0);
    let here = PASSED.fetch_add(1, Ordering::Relaxed) + 1;
    let number = |name: &str| std::env::var(name).ok().and_then(|at| at.parse::<usize>().ok());
    let is_here = |name: &str| number(name) == Some(here);
    if is_here("SIDESTEP_STOP_AT") {
        std::process::abort();
    }
    if is_here("SIDESTEP_WAIT_AT")
        && let Some(path) = std::env::var_os("SIDESTEP_WAIT_FOR")
    {
        std::fs::write(&path, "")?;
        while Path::new(&path).exists() {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    let fails = is_here("SIDESTEP_FAIL_AT") || number("SIDESTEP_FAIL_FROM").is_some_and(|from| from <= here);
    if fails { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
}

/// Writes down what is done with a path, in the file that `SIDESTEP_TELL` names.
#[cfg(debug_assertions)]
pub(super) fn tell(what: &str, path: &Path) {
    use std::io::Write;
    let Some(told) = std::env::var_os("SIDESTEP_TELL") else { return };
    let file = std::fs::OpenOptions::new().append(true).create(true).open(told);
    let _ = file.and_then(|mut file| file.write_all(format!("{what} {}\n", path.display()).as_bytes()));
}

/// Nothing fails on request.
#[cfg(not(debug_assertions))]
#[expect(clippy::unnecessary_wraps, reason = "in debug builds it fails on request")]
pub(super) const fn point() -> io::Result<()> {
    Ok(())
}

/// Nothing is written down.
#[cfg(not(debug_assertions))]
pub(super) const fn tell(_: &str, _: &Path) {}
