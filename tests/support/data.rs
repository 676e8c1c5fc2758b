//! Data sets that are too large to lie in the repository.

use std::io::Read as _;
use std::path::Path;

/// The text of a compressed data set in the folder that the variable `SIDESTEP_DATA` names. `None` where it is not set
/// or the folder has no such file: a line on standard output says so, and the test or benchmark passes without it.
#[must_use]
#[allow(clippy::print_stdout, reason = "a skipped test says so")]
pub fn data(name: &str) -> Option<String> {
    let file =
        std::env::var_os("SIDESTEP_DATA").and_then(|folder| std::fs::File::open(Path::new(&folder).join(name)).ok());
    let Some(file) = file else {
        println!("skipped: SIDESTEP_DATA names no folder with {name}");
        return None;
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).expect("compressed text");
    Some(text)
}
