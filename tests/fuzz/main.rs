//! The laws of `tests/support/laws/` hold of all texts that are kept: those that the fuzzers begin with, and those that
//! broke a law once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "what is skipped is said")]

#[path = "../support/corpus.rs"]
#[allow(dead_code)]
mod corpus;
#[path = "../support/everything.rs"]
mod everything;
#[path = "../support/fixture.rs"]
#[allow(dead_code)]
mod fixture;
#[path = "../support/laws/mod.rs"]
mod laws;

use std::path::{Path, PathBuf};

use corpus::Random;
use laws::{Effort, LAWS, Law};

/// The kept texts of a law, by path.
fn kept(law: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for folder in ["corpus", "regressions"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder).join(law);
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            found.push((path.clone(), std::fs::read(path).unwrap()));
        }
    }
    found.sort();
    found
}

/// Whether the texts are here: a package has none.
fn are_here() -> bool {
    let are_here = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").is_dir();
    if !are_here {
        println!("skipped: the texts are not part of the package");
    }
    are_here
}

/// Tries a law; says where it does not hold.
fn holds(law: Law, path: &Path, data: &[u8], effort: Effort) -> Option<String> {
    let tried = std::panic::catch_unwind(|| law.1(data, effort));
    tried.err().map(|_| format!("{} of {}: {:?}", law.0, path.display(), String::from_utf8_lossy(data)))
}

#[test]
fn laws_hold_of_the_kept_texts() {
    if !are_here() {
        return;
    }
    let mut broken = Vec::new();
    for law in LAWS {
        let texts = kept(law.0);
        assert!(texts.len() > 2, "{} has no texts", law.0);
        broken.extend(texts.iter().filter_map(|(path, data)| holds(law, path, data, Effort { places: 40 })));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The kept texts are small, and no law is without them.
#[test]
fn the_kept_texts_are_small() {
    if !are_here() {
        return;
    }
    let sizes = LAWS.iter().flat_map(|law| kept(law.0)).map(|(_, data)| data.len());
    assert!(sizes.sum::<usize>() < 200 << 10);
}

/// What stands in the way of reading, or of reading it twice the same way.
const PIECES: [&str; 40] = [
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "😀",
    "é",
    "\r\n",
    "\n",
    "\r",
    "\t",
    ": ",
    "- ",
    ", ",
    "&a ",
    "*a ",
    "|\n",
    ">\n ",
    "[[",
    "]]",
    "#",
    " # x",
    "\u{feff}",
    "? ",
    "\\",
    "!t ",
    "<<: ",
    "---\n",
    "  ",
    "null",
    "~",
    "Big Role",
    "API design",
    "status: draft\n",
    "\u{2028}",
    "a\u{301}",
    "`",
    "0",
    "/",
];

fn mutate(random: &mut Random, data: &mut Vec<u8>) {
    for _ in 0..[1, 1, 2, 3, 6, 12][random.below(6)] {
        let at = random.below(data.len() + 1);
        let end = (at + [0, 0, 1, 2, 8, 40][random.below(6)]).min(data.len());
        let piece = match random.below(4) {
            0 => Vec::new(),
            1 => {
                let from = random.below(data.len() + 1);
                data[from..(from + random.below(60)).min(data.len())].to_vec()
            }
            _ => PIECES[random.below(PIECES.len())].as_bytes().to_vec(),
        };
        data.splice(at..end, piece);
    }
}

/// More with `SIDESTEP_MUTATIONS`, so many of each law.
#[test]
fn laws_hold_of_texts_like_them() {
    if !are_here() {
        return;
    }
    let count = std::env::var("SIDESTEP_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    let mut broken = Vec::new();
    for law in LAWS {
        let texts = kept(law.0);
        for round in 0..count {
            let mut random = Random(round as u64);
            let (path, mut data) = texts[random.below(texts.len())].clone();
            mutate(&mut random, &mut data);
            broken.extend(holds(law, &path, &data, Effort { places: 8 }));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
