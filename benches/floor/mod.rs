//! The floor of a check: walk, read, parse into spanned nodes, validate.

use std::path::Path;

use rayon::prelude::*;
use sidestep::content::FileKind;
use sidestep::loader::{Disk, walk};
use sidestep::schema::role_schema;
use sidestep::syntax::{Tree, backend, parse};
use sidestep::workspace::Config;

/// Reads every role file below `root` with the YAML library and validates it, on all cores.
pub fn run(root: &Path) {
    validate(root, |text| backend::build(text).0);
}

/// The same with the parser of a check, which leaves only unusual texts to the library.
pub fn run_quick(root: &Path) {
    validate(root, |text| parse(&text).0);
}

fn validate(root: &Path, parse: impl Fn(String) -> Tree + Sync) {
    let files = walk(&Disk::new(root), &Config::default()).files.into_iter();
    let files: Vec<_> = files.filter(|(_, kind)| *kind == FileKind::Role).map(|(path, _)| root.join(path)).collect();
    let schema = role_schema();
    let invalid: usize = files
        .par_iter()
        .with_max_len(16)
        .map(|path| {
            let tree = parse(std::fs::read_to_string(path).unwrap());
            schema.check(&tree, "a role").len()
        })
        .sum();
    assert_eq!(invalid, 0);
}
