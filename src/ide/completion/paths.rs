//! Paths and patterns in `sidestep.yaml`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::offer::Offers;
use crate::content::FileKind;

/// How many files are looked at.
const MOST_FILES: usize = 2_000;

/// Patterns for the list of files that the keys lead to: those of the default, and those of the folders that hold files now.
pub(super) fn proposals(offers: &Offers<'_>, list: &[&str]) -> Vec<String> {
    let mut words = usual(offers, list);
    let files = || offers.workspace().files().take(MOST_FILES).map(|(_, entry)| entry);
    let now: BTreeSet<String> = match list {
        ["roles"] => files().filter(|e| e.kind == FileKind::Role).filter_map(|e| pattern(&e.path)).collect(),
        ["vocabularies", kind] => {
            let kind = offers.workspace().config().kind(kind);
            let is_of = |file: FileKind| kind.is_some_and(|kind| file == FileKind::Vocabulary(kind));
            files().filter(|e| is_of(e.kind)).map(|e| e.path.to_string()).collect()
        }
        _ => BTreeSet::new(),
    };
    words.retain(|word| !now.contains(word));
    now.into_iter().chain(words).collect()
}

/// The default of a list of files by the schema: its own, or its part of the default of an enclosing mapping.
fn usual(offers: &Offers<'_>, list: &[&str]) -> Vec<String> {
    let default = |keys: &[&str]| {
        let steps: Vec<Option<String>> = keys.iter().map(|key| Some((*key).to_owned())).collect();
        offers.shape(&steps)?.default.clone()
    };
    let inherited = || {
        let (last, above) = list.split_last()?;
        default(above)?.get(*last).cloned()
    };
    let value = default(list).or_else(inherited);
    let items = value.as_ref().and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

/// The pattern of all files like this one in its folder and below; `None` for a file without an extension.
fn pattern(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/')?;
    let (_, extension) = name.rsplit_once('.')?;
    Some(format!("{folder}/**/*.{extension}"))
}
