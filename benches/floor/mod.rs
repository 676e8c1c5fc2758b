//! The floor of a check: walk, read, parse into spanned nodes with the YAML library, validate.

use std::path::Path;

use rayon::prelude::*;
use sidestep::content::FileKind;
use sidestep::loader::walk;
use sidestep::schema::role_schema;
use sidestep::workspace::Config;

/// Reads every role file below `root` and validates it, on all cores.
pub fn run(root: &Path) {
    let files = walk(root, &Config::default()).files.into_iter();
    let files: Vec<_> = files.filter(|(_, kind)| *kind == FileKind::Role).map(|(path, _)| root.join(path)).collect();
    let schema = role_schema();
    let invalid: usize = files
        .par_iter()
        .with_max_len(16)
        .map(|path| {
            let (tree, _) = sidestep::syntax::backend::build(std::fs::read_to_string(path).unwrap());
            schema.check(&tree, "a role").len()
        })
        .sum();
    assert_eq!(invalid, 0);
}
