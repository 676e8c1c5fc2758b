//! The floor of a check: walk, read, parse into spanned nodes, validate.

use std::path::Path;

use ignore::WalkBuilder;
use rayon::prelude::*;
use sidestep::schema::role_schema;

/// Reads every role file below `root` and validates it, on all cores.
pub fn run(root: &Path) {
    let files: Vec<_> = WalkBuilder::new(root.join("content/roles"))
        .build()
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|e| e == "yaml"))
        .map(ignore::DirEntry::into_path)
        .collect();
    let schema = role_schema();
    let invalid: usize = files
        .par_iter()
        .with_min_len(16)
        .map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            let (tree, _) = sidestep::syntax::parse(&text);
            schema.check(&tree, "a role").len()
        })
        .sum();
    assert_eq!(invalid, 0);
}
