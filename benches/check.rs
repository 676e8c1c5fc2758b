//! A full check beside its floor: walking, reading, parsing into spanned nodes with the YAML library and validating the
//! same files, with nothing else; and beside the same with the parser of a check. Prints the times and the ratio to the
//! floor; run with `cargo bench --bench check`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark prints, and stops where it cannot run"
)]

#[path = "../tests/support/corpus.rs"]
mod corpus;
#[path = "../tests/support/data.rs"]
mod data_sets;
#[path = "floor/mod.rs"]
mod floor;
#[path = "../tests/support/onet.rs"]
mod onet_data;

use std::path::Path;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use sidestep::loader::{Disk, Loaded, load};
use sidestep::rules::check_file;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A full check as the command runs it, without printing; gives the number of findings, and what was loaded: the command
/// ends without giving that back piece by piece.
fn check(root: &Path) -> (usize, Loaded) {
    let loaded = load(Disk::new(root), &|_, _| {});
    let today = jiff::civil::date(2026, 1, 1);
    let ids: Vec<_> = loaded.workspace.files().map(|(id, _)| id).collect();
    let found = ids.par_iter().with_max_len(16).map(|id| check_file(&loaded.workspace, *id, today).len());
    (found.sum(), loaded)
}

/// How long something takes; what it gives is dropped afterwards.
fn time<R>(run: impl FnOnce() -> R) -> Duration {
    let start = Instant::now();
    let result = run();
    let time = start.elapsed();
    drop(result);
    time
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The last line that this program prints when it checks a folder once, in a process of its own.
fn once(root: &Path) -> String {
    let program = std::env::current_exe().unwrap();
    let output = std::process::Command::new(program).arg("once").arg(root).output().unwrap();
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn compare(name: &str, root: &Path, rounds: usize) {
    let (mut floors, mut quick, mut checks) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        floors.push(time(|| floor::run(root)));
        quick.push(time(|| floor::run_quick(root)));
        checks.push(time(|| check(root)));
    }
    let (floor, quick, check) = (median(floors), median(quick), median(checks));
    println!(
        "{name}: floor {:.3} s, with the quick parser {:.3} s, check {:.3} s, ratio {:.2} ({})",
        floor.as_secs_f64(),
        quick.as_secs_f64(),
        check.as_secs_f64(),
        check.as_secs_f64() / floor.as_secs_f64(),
        once(root)
    );
}

/// Peak memory of this process so far, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}

fn main() {
    // `cargo bench --bench check -- once FOLDER` checks a workspace once: for its memory, and for a profiler.
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "once") {
        let (findings, _) = check(Path::new(&arguments[at + 1]));
        println!("{findings} findings, peak memory {}", peak());
        return;
    }
    for roles in [1_000, 10_000] {
        let folder = tempfile::tempdir().unwrap();
        let files = corpus::workspace(roles);
        let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
        corpus::write(folder.path(), &files);
        compare(&format!("{roles} roles, {:.1} MB", bytes as f64 / 1e6), folder.path(), 9);
    }
    match onet_data::occupations() {
        Some(occupations) => {
            let folder = tempfile::tempdir().unwrap();
            corpus::write(folder.path(), &onet_data::workspace(&occupations));
            compare(&format!("{} occupations of O*NET", occupations.len()), folder.path(), 9);
        }
        None => println!("O*NET: skipped"),
    }
    let folder = tempfile::tempdir().unwrap();
    let mut files = corpus::workspace(10_000);
    for (path, text) in &mut files {
        if path.contains("/roles/") {
            // One letter too many in every reference.
            *text = text.replace("  - role: ", "  - role: Q").replace("      role: ", "      role: Q");
        }
    }
    corpus::write(folder.path(), &files);
    compare("10000 roles, every reference unknown", folder.path(), 5);
}
