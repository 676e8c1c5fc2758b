//! Tasks of those who develop Sidestep: `cargo xtask soak MINUTES`, `cargo xtask fuzz MINUTES` and `cargo xtask dist`.

#[allow(dead_code)]
#[path = "../../tests/support/corpus.rs"]
mod corpus;
#[allow(dead_code, reason = "a test writes the release workflow")]
mod dist;
mod fuzz;
mod soak;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask soak MINUTES [--seed N] [--sessions N] [--binary PATH]
    Plays an editor with the real server: edits, changes on disk, settings, ignored files, renames, in workspaces of
    over 300 and over 3,000 files. At every pause what the server shows is compared with `sidestep check` of the same files.
    Without --binary the program is built with the profile `checked`: fast, with overflow checks and debug assertions.
cargo xtask fuzz MINUTES [TARGET]...
    Runs the fuzz targets for that long each, all of them where none is named. Needs cargo-fuzz: see fuzz/README.md.";

/// The value behind a flag, and the arguments without the two.
fn take(arguments: &mut Vec<String>, flag: &str) -> Option<String> {
    let at = arguments.iter().position(|argument| argument == flag)?;
    arguments.remove(at);
    (at < arguments.len()).then(|| arguments.remove(at))
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|task| task == "dist") {
        return match dist::run(&repository(), &arguments[1..]) {
            Ok(text) => {
                println!("{text}");
                ExitCode::SUCCESS
            }
            Err(why) => failed(&why),
        };
    }
    let seed = take(&mut arguments, "--seed").and_then(|seed| seed.parse().ok());
    let sessions = take(&mut arguments, "--sessions").and_then(|number| number.parse().ok());
    let binary = take(&mut arguments, "--binary").map(PathBuf::from);
    let minutes = arguments.get(1).and_then(|minutes| minutes.parse::<f64>().ok());
    let done = match (arguments.first().map(String::as_str), minutes) {
        (Some("soak"), Some(minutes)) => soak::run(&soak::Task { minutes, seed, sessions, binary }),
        (Some("fuzz"), Some(minutes)) => fuzz::run(minutes, &arguments[2..]),
        _ => Err(format!("{USAGE}\n{}", dist::USAGE)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => failed(&why),
    }
}

fn failed(why: &str) -> ExitCode {
    eprintln!("{why}");
    ExitCode::FAILURE
}
