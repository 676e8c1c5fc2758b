//! [`nearest_target`]: the file that a broken link was meant for, written as the link is.

use std::sync::Arc;

use crate::schema::nearest;
use crate::workspace::Workspace;
use crate::workspace::path_index::{relative, split, stem};

/// So many files of one name are looked through: of more none is the one that was meant.
const MOST_SAME: usize = 8;
/// So many files of a folder are compared with a name.
const MOST_BESIDE: usize = 2_000;

/// Returns what to write in place of a link's target: a path to the only file of that name, else to the one whose name or
/// path is nearest. `from` is the file with the link, `to` the path that it names, both relative to the workspace. `None`
/// where no file is near, and for addresses.
pub(super) fn nearest_target(workspace: &Workspace, from: &str, target: &str, to: &str) -> Option<String> {
    if to.starts_with("//") || target.contains(['%', '<', '\\']) {
        return None;
    }
    let wanted = to.trim_matches('/');
    let (folder, name) = split(wanted);
    let extension = name.rsplit_once('.');
    let wanted_stem = stem(wanted);
    let paths = workspace.paths();
    let others = |all: &[Arc<str>], most: usize| -> Option<Vec<Arc<str>>> {
        (all.len() <= most).then(|| all.iter().filter(|path| &***path != from).cloned().collect())
    };
    let same = others(paths.named(wanted_stem), MOST_SAME)?;
    let found = match same.as_slice() {
        [only] => only.to_string(),
        [] => {
            let beside = others(paths.inside(folder), MOST_BESIDE)?;
            let near = nearest(wanted_stem, beside.iter().map(|path| stem(path)))?.to_owned();
            beside.iter().find(|path| stem(path) == near)?.to_string()
        }
        _ => return None,
    };
    // Nothing is said of a folder's own page, which many folders have.
    let found = match extension {
        Some(_) => found,
        None => found.rsplit_once('.').map_or(found.clone(), |(stem, _)| stem.to_owned()),
    };
    let rest = target.find(['?', '#']).map_or("", |at| &target[at..]);
    if to.starts_with('/') {
        let rules = workspace.config().links.as_ref()?;
        let inside = |root: &String| {
            if root.is_empty() { Some(found.as_str()) } else { found.strip_prefix(&format!("{root}/")) }
        };
        let inside = rules.roots.iter().find_map(inside)?;
        return Some(format!("/{inside}{rest}"));
    }
    let dot = if target.starts_with("./") { "./" } else { "" };
    let relative = relative(from, &found);
    let dot = if relative.starts_with("..") { "" } else { dot };
    Some(format!("{dot}{relative}{rest}"))
}
