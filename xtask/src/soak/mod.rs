//! A soak: for minutes or hours the server is treated as many people and programs treat it at once, and never shows
//! anything else than a check of the same files finds.

mod compare;
mod play;
mod server;
mod steps;
mod world;

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::repository;
use play::Play;

/// What is to be done.
pub struct Task {
    pub minutes: f64,
    /// Of the first session; the next ones count on. By the clock where none is given.
    pub seed: Option<u64>,
    /// At most so many.
    pub sessions: Option<usize>,
    pub binary: Option<PathBuf>,
}

/// How a client behaves in a session. It follows from the seed.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    pub roles: usize,
    /// The client asks for findings; else they are pushed.
    pub pulls: bool,
    /// The server watches the disk; else the client tells it.
    pub server_watches: bool,
    /// Columns are counted in UTF-16 units; else in characters.
    pub utf16: bool,
    /// Milliseconds that findings wait while somebody types.
    pub delay: usize,
}

impl Manner {
    pub const fn of(seed: u64) -> Self {
        Self {
            roles: if seed.is_multiple_of(2) { 320 } else { 3_100 },
            pulls: (seed / 2).is_multiple_of(2),
            server_watches: (seed / 4) % 3 == 2,
            utf16: (seed / 3).is_multiple_of(2),
            delay: if seed.is_multiple_of(5) { 300 } else { 0 },
        }
    }
}

/// How a session went.
#[derive(Debug, Default)]
pub struct Tally {
    pub steps: usize,
    pub pauses: usize,
    /// Findings that were compared.
    pub findings: usize,
    /// The server's memory at the first pause, at the last one, and the most of all, in MB.
    pub memory: (usize, usize, usize),
}

/// Plays sessions until the time is over. Fails when a session did.
pub fn run(task: &Task) -> Result<(), String> {
    let binary = match &task.binary {
        Some(binary) => binary.canonicalize().map_err(|e| format!("{}: {e}", binary.display()))?,
        None => build()?,
    };
    let now = std::time::UNIX_EPOCH.elapsed().map_or(1, |time| time.as_secs());
    let first = task.seed.unwrap_or(now);
    let end = Instant::now() + Duration::from_secs_f64(task.minutes * 60.0);
    let (mut failed, mut all) = (Vec::new(), Tally::default());
    for seed in (first..).take(task.sessions.unwrap_or(usize::MAX)) {
        if Instant::now() >= end {
            break;
        }
        let manner = Manner::of(seed);
        let begun = Instant::now();
        let done = Play::start(&binary, seed, manner).and_then(|play| play.go_on(end));
        let took = begun.elapsed().as_secs();
        match done {
            Ok(tally) => {
                let (first, last, most) = tally.memory;
                println!(
                    "seed {seed}: {manner:?}: {} steps, {} pauses, {} findings compared, {first}, then {last} MB, {most} MB at most, {took} s",
                    tally.steps, tally.pauses, tally.findings
                );
                all.steps += tally.steps;
                all.pauses += tally.pauses;
                all.findings += tally.findings;
                all.memory.2 = all.memory.2.max(most);
            }
            Err(why) => {
                println!(
                    "seed {seed}: {manner:?}: {took} s\n{why}\nagain: cargo xtask soak 60 --sessions 1 --seed {seed}"
                );
                failed.push(seed.to_string());
            }
        }
    }
    println!(
        "{} steps, {} pauses, {} findings compared, {} MB at most",
        all.steps, all.pauses, all.findings, all.memory.2
    );
    if failed.is_empty() { Ok(()) } else { Err(format!("something differed: seeds {}", failed.join(", "))) }
}

/// The program, fast and with every check in it.
fn build() -> Result<PathBuf, String> {
    let mut command = Command::new("cargo");
    command.current_dir(repository()).args(["build", "--locked", "--profile", "checked"]);
    let status = command.status().map_err(|e| format!("cargo cannot be run: {e}"))?;
    if !status.success() {
        return Err("the program cannot be built".to_owned());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository().join("target"), PathBuf::from);
    Ok(target.join("checked").join(format!("sidestep{}", std::env::consts::EXE_SUFFIX)))
}
