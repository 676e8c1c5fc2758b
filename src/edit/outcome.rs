//! [`outcome`]: what edits make of the files.

use std::collections::BTreeMap;

use super::Edit;
use crate::text::{TextEdit, apply};
use crate::workspace::Sources;

/// A file before and after edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Path and text before; `None` for a new file.
    pub before: Option<(String, String)>,
    /// Path and text afterwards; `None` for a file that is gone.
    pub after: Option<(String, String)>,
}

impl Outcome {
    /// The path afterwards, or of a file that is gone the one before.
    #[must_use]
    pub fn path(&self) -> &str {
        self.after.as_ref().or(self.before.as_ref()).map_or("", |(path, _)| path)
    }
}

/// The files that edits change, by path, each once. Texts are changed first, by the paths that the files have before;
/// then files are renamed and deleted.
///
/// # Errors
/// In the author's words: a file cannot be read, or the edits do not fit it.
pub fn outcome(sources: &dyn Sources, edits: &[Edit]) -> Result<Vec<Outcome>, String> {
    let mut texts: BTreeMap<&str, Vec<TextEdit>> = BTreeMap::new();
    let mut places: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    let mut all = Vec::new();
    for edit in edits {
        match edit {
            Edit::Text { path, edit } => texts.entry(path).or_default().push(edit.clone()),
            Edit::Rename { path, to } => {
                places.insert(path, Some(to));
            }
            Edit::Delete { path } => {
                places.insert(path, None);
            }
            Edit::Create { path, text } => {
                all.push(Outcome { before: None, after: Some((path.clone(), text.clone())) });
            }
        }
    }
    for path in places.keys() {
        texts.entry(path).or_default();
    }
    for (path, edits) in texts {
        let before = sources.read(path).map_err(|why| format!("{path} cannot be read: {why}"))?;
        let after = apply(&before, &edits).map_err(|_| format!("the changes of {path} do not fit together"))?;
        let to = places.get(path).copied().unwrap_or(Some(path));
        let after = to.map(|to| (to.to_owned(), after));
        all.push(Outcome { before: Some((path.to_owned(), before)), after });
    }
    all.retain(|outcome| outcome.before != outcome.after);
    all.sort_by(|a, b| a.path().cmp(b.path()));
    Ok(all)
}
