//! What edits cost in a workspace of 10,000 roles: applying a change and checking every file that it affects, as the
//! server does for a keystroke. Prints p50 and p99, and how many files were affected; run with
//! `cargo bench --bench edit`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark prints, and stops where it cannot run"
)]

#[path = "../tests/support/corpus.rs"]
#[allow(dead_code)]
mod corpus;

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use sidestep::loader::{Disk, Known, load, load_known};
use sidestep::rules::{check_file, concerned};
use sidestep::workspace::{Change, LiveWorkspace, Sources};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROLES: usize = 10_000;

/// Open buffers first, the disk else.
struct Buffers {
    open: HashMap<String, String>,
    disk: Disk,
}

impl Sources for Buffers {
    fn read(&self, path: &str) -> Result<String, String> {
        self.open.get(path).map_or_else(|| self.disk.read(path), |text| Ok(text.clone()))
    }

    fn exists(&self, path: &str) -> bool {
        self.open.contains_key(path) || self.disk.exists(path)
    }
}

struct Bench {
    workspace: LiveWorkspace,
    sources: Buffers,
}

impl Bench {
    /// One edit: the time for it and its findings, the files affected.
    fn edit(&mut self, path: &str, text: String) -> (Duration, usize) {
        self.sources.open.insert(path.to_owned(), text.clone());
        let today = jiff::civil::date(2026, 1, 1);
        let start = Instant::now();
        let touched = self.workspace.apply(vec![Change::Set { path: path.to_owned(), text }], &self.sources);
        let affected = concerned(&self.workspace, &touched);
        let found: usize = affected.iter().map(|id| check_file(&self.workspace, *id, today).len()).sum();
        let time = start.elapsed();
        std::hint::black_box(found);
        (time, affected.len())
    }

    /// Edits of one file, there and back.
    fn measure(&mut self, what: &str, path: &str, rounds: usize, edit: impl Fn(usize, &str) -> String) {
        let original = self.sources.read(path).unwrap();
        let (mut times, mut most) = (Vec::new(), 0);
        for round in 0..rounds {
            let (time, files) = self.edit(path, edit(round, &original));
            times.push(time);
            most = most.max(files);
        }
        self.edit(path, original);
        print(what, times, most);
    }
}

fn print(what: &str, mut times: Vec<Duration>, files: usize) {
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    println!("{what}: p50 {:.3} ms, p99 {:.3} ms, up to {files} files affected", at(0.5), at(0.99));
}

/// Peak memory of this process so far, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}

fn replace_last(text: &str, from: &str, to: &str) -> String {
    let at = text.rfind(from).unwrap();
    format!("{}{to}{}", &text[..at], &text[at + from.len()..])
}

/// What the server holds before the first edit; prints what it costs.
fn server(root: &Path) -> LiveWorkspace {
    let disk = Disk::new(root);
    let known = Known { for_changes: true, ..Known::texts(&disk) };
    let start = Instant::now();
    let workspace = load_known(disk.clone(), &known, &|_, _| {}).live().workspace;
    println!("loading for edits: {:.3} s, peak memory {}", start.elapsed().as_secs_f64(), peak());
    workspace
}

fn all(root: &Path, files: &[(String, String)]) {
    // In a process of its own, so that the corpus in memory does not count.
    let program = std::env::current_exe().unwrap();
    let status = std::process::Command::new(program).arg("once").arg(root).status().unwrap();
    assert!(status.success());
    let workspace = server(root);
    let disk = Disk::new(root);
    let mut bench = Bench { workspace, sources: Buffers { open: HashMap::new(), disk } };
    let role = |n: usize| files[n + 2].0.clone();
    let own = corpus::role_name(777);

    bench.measure("prose", &role(777), 1000, |n, text| replace_last(text, ".\n", &format!(" x{n}.\n")));
    bench.measure("prose, with new lines above all else", &role(777), 300, |n, text| {
        text.replacen("why: |\n", &format!("why: |\n{}", "  More.\n".repeat(n % 7 + 1)), 1)
    });
    bench.measure("unknown role in a reference", &role(778), 300, |n, text| {
        replace_last(text, "      role: ", &format!("      role: Q{n} "))
    });
    bench.measure("unknown tool in a cell", &role(779), 300, |n, text| {
        text.replacen("Common Tools/Technologies: ", &format!("Common Tools/Technologies: Z{n}, "), 1)
    });
    bench.measure("name of a role that few files use", &role(777), 300, |n, text| {
        text.replacen(&format!("name: {own}\n"), &format!("name: {own} {n}\n"), 1)
    });
    bench.measure("term added to a vocabulary", &files[0].0, 200, |n, text| format!("{text}- name: quite new {n}\n"));
    bench.measure("term added at the top of a vocabulary", &files[0].0, 200, |n, text| {
        format!("- name: quite new {n}\n{text}")
    });
    bench.measure("spelling to avoid added to a vocabulary", &files[1].0, 200, |n, text| {
        text.replacen("- name: PaymentsKit\n", &format!("- name: PaymentsKit\n  avoid: [Payments Kit {n}]\n"), 1)
    });

    // A role that fifty files use.
    let popular = corpus::role_name(5);
    for n in 0..50 {
        let path = role(3000 + n);
        let text = bench.sources.read(&path).unwrap();
        bench.edit(&path, text.replacen("  See the", &format!("  Like [[{popular}]]. See the"), 1));
    }
    bench.measure("name of a role that fifty files more use", &role(5), 300, |n, text| {
        text.replacen(&format!("name: {popular}\n"), &format!("name: {popular} {n}\n"), 1)
    });

    // A checkout that changes half of the files.
    let changes: Vec<Change> = files[2..]
        .iter()
        .take(ROLES / 2)
        .map(|(path, text)| Change::Set { path: path.clone(), text: replace_last(text, ".\n", " Other words.\n") })
        .collect();
    let start = Instant::now();
    let touched = bench.workspace.apply(changes, &bench.sources);
    let affected = concerned(&bench.workspace, &touched);
    let batch = start.elapsed();
    let start = Instant::now();
    std::hint::black_box(load(Disk::new(root), &|_, _| {}));
    let whole = start.elapsed();
    println!(
        "{} files changed at once: {:.3} s, {:.2} of loading all {ROLES} ({} files affected)",
        ROLES / 2,
        batch.as_secs_f64(),
        batch.as_secs_f64() / whole.as_secs_f64(),
        affected.len()
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "once") {
        drop(server(Path::new(&arguments[at + 1])));
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let files = corpus::workspace(ROLES);
    corpus::write(folder.path(), &files);
    all(folder.path(), &files);
}
