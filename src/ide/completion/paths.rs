//! Paths and patterns in `sidestep.yaml`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::offer::Offers;
use crate::content::FileKind;

/// How many files are looked at.
const MOST_FILES: usize = 2_000;
/// How many folders are looked into for what kind of files they hold.
const MOST_FOLDERS: usize = 30;
/// The extensions of files with content, the usual first.
const CONTENT: [&str; 4] = ["yaml", "yml", "md", "mdx"];

/// What the value at a place leads to.
enum Leads<'p> {
    /// To all files of a pattern; the keys of the list.
    Patterns(Vec<&'p str>),
    /// To one JSON file.
    Json,
}

/// Paths and patterns for the place that the keys lead to: those of the default, those of the folders that hold files now,
/// and what is on disk in the folder that is typed. The settings that are being written hold at once, so that what they
/// mean by half a path is no workspace to go by.
pub(super) fn proposals(offers: &Offers<'_>, steps: &[Option<&str>], typed: &str) -> Vec<String> {
    let mut words = Vec::new();
    match leads(steps) {
        Some(Leads::Patterns(list)) => {
            words.extend(current(offers, &list));
            words.extend(usual(offers, &list));
            let begins = match list.as_slice() {
                ["roles"] | ["vocabularies", _] => !typed.is_empty(),
                ["collections", _, "files"] => true,
                _ => false,
            };
            if begins {
                words.extend(on_disk(offers, typed, &CONTENT, true));
            }
        }
        Some(Leads::Json) => words.extend(on_disk(offers, typed, &["json"], false)),
        None => {}
    }
    let mut seen = BTreeSet::new();
    words.retain(|word| seen.insert(word.clone()));
    words
}

fn leads<'p>(steps: &[Option<&'p str>]) -> Option<Leads<'p>> {
    match steps {
        [Some("baseline")] | [Some("schemas"), Some(_)] | [Some("collections"), Some(_), Some("schema")] => {
            Some(Leads::Json)
        }
        [list @ .., None] => list.iter().copied().collect::<Option<_>>().map(Leads::Patterns),
        _ => None,
    }
}

/// Patterns of the files that a list holds now.
fn current(offers: &Offers<'_>, list: &[&str]) -> BTreeSet<String> {
    let config = offers.workspace().config();
    let files = || offers.workspace().files().take(MOST_FILES).map(|(_, entry)| entry);
    match list {
        ["roles"] => files().filter(|e| e.kind == FileKind::Role).filter_map(|e| pattern(&e.path)).collect(),
        ["vocabularies", kind] => {
            let kind = config.kind(kind);
            let is_of = |file: FileKind| kind.is_some_and(|kind| file == FileKind::Vocabulary(kind));
            files().filter(|e| is_of(e.kind)).map(|e| e.path.to_string()).collect()
        }
        _ => BTreeSet::new(),
    }
}

/// What is in the folder that is typed: its files with some extensions, its folders, and patterns of what is in these.
fn on_disk(offers: &Offers<'_>, typed: &str, extensions: &[&str], patterns: bool) -> Vec<String> {
    // Paths in the settings begin at the workspace's folder.
    if typed.starts_with('/') {
        return Vec::new();
    }
    let sources = offers.file.view.sources;
    let folder = typed.rsplit_once('/').map_or("", |(folder, _)| folder);
    let lead = &typed[..typed.rfind('/').map_or(0, |at| at + 1)];
    let extension = |name: &str| {
        let (_, own) = name.rsplit_once('.')?;
        extensions.iter().find(|one| own.eq_ignore_ascii_case(one)).copied()
    };
    let (mut words, mut looked) = (Vec::new(), 0);
    for name in sources.inside(folder) {
        // It would begin with what is typed anyway.
        if !format!("{lead}{name}").to_lowercase().starts_with(&typed.to_lowercase()) {
            continue;
        }
        let Some(below) = name.strip_suffix('/') else {
            words.extend(extension(&name).map(|_| format!("{lead}{name}")));
            continue;
        };
        looked += 1;
        if patterns && looked <= MOST_FOLDERS {
            let inside = sources.inside(&format!("{lead}{below}"));
            let held = CONTENT.into_iter().filter(|one| inside.iter().any(|file| extension(file) == Some(one)));
            words.extend(held.map(|one| format!("{lead}{below}/**/*.{one}")));
        }
        words.push(format!("{lead}{name}"));
    }
    words
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
