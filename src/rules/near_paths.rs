//! [`nearest_target`]: the file that a broken link was meant for, written as the link is.

use std::sync::Arc;

use crate::content::same_folded;
use crate::text::nearest;
use crate::workspace::Workspace;
use crate::workspace::path_index::{PathIndex, relative, split, stem};

/// So many files of one name are looked through: of more, only the path tells which was meant.
const MOST_SAME: usize = 8;
/// So many files of a folder are compared with a name.
const MOST_BESIDE: usize = 2_000;

/// A path of more parts is not followed part by part; usual are a handful.
const MOST_PARTS: usize = 40;

/// Returns what to write in place of a link's target: a path to the only file of that name, else to the one whose name or
/// path is nearest. `from` is the file with the link, `to` the path that it names, both relative to the workspace. `None`
/// where no file is near, and for addresses.
pub(super) fn nearest_target(workspace: &Workspace, from: &str, target: &str, to: &str) -> Option<String> {
    if to.starts_with("//") || target.contains(['%', '<', '\\']) {
        return None;
    }
    let wanted = to.trim_matches('/');
    let (folder, name) = split(wanted);
    let extension = name.rsplit_once('.').filter(|_| !to.ends_with('/'));
    let wanted_stem = stem(wanted);
    let paths = workspace.paths();
    let others = |all: &[Arc<str>], most: usize| -> Option<Vec<Arc<str>>> {
        (all.len() <= most).then(|| all.iter().filter(|path| &***path != from).cloned().collect())
    };
    let roots = if to.starts_with('/') { workspace.config().links.as_ref().map(|rules| &rules.roots) } else { None };
    let places: Vec<String> = match roots {
        Some(roots) if !roots.is_empty() => roots.iter().map(|root| below(root, wanted)).collect(),
        _ => vec![wanted.to_owned()],
    };
    let other_case = places.iter().find_map(|place| in_other_case(paths, place, extension.is_some()));
    let by_steps = || places.iter().find_map(|place| step_by_step(paths, place, extension.is_some()));
    let same = others(paths.named(wanted_stem), MOST_SAME);
    let found = match (other_case, same.as_deref()) {
        // The same letters are nearer than anything else.
        (Some(found), _) => found,
        (None, Some([only])) => only.to_string(),
        (None, Some([])) => {
            let beside = others(paths.inside(folder), MOST_BESIDE)?;
            let near = nearest(wanted_stem, beside.iter().map(|path| stem(path)));
            let near = near.and_then(|near| beside.iter().find(|path| stem(path) == near));
            near.map(ToString::to_string).or_else(by_steps)?
        }
        _ => by_steps()?,
    };
    let found = match extension {
        Some(_) => found,
        // A folder has none to leave away.
        None if workspace.find(&found).is_none() => found,
        None => found.rsplit_once('.').map_or(found.clone(), |(stem, _)| stem.to_owned()),
    };
    let (path, rest) = target.split_at(target.find(['?', '#']).unwrap_or(target.len()));
    let slash = if path.ends_with('/') { "/" } else { "" };
    if to.starts_with('/') {
        let rules = workspace.config().links.as_ref()?;
        let inside = |root: &String| {
            if root.is_empty() { Some(found.as_str()) } else { found.strip_prefix(&format!("{root}/")) }
        };
        let inside = rules.roots.iter().find_map(inside)?;
        return Some(format!("/{inside}{slash}{rest}"));
    }
    let dot = if target.starts_with("./") { "./" } else { "" };
    let relative = relative(from, &found);
    let dot = if relative.starts_with("..") { "" } else { dot };
    Some(format!("{dot}{relative}{slash}{rest}"))
}

/// Returns what to write in place of a link's target that leads to no file, where one in the folder that it names has nearly
/// that name.
pub(super) fn nearest_beside(workspace: &Workspace, from: &str, target: &str, to: &str) -> Option<String> {
    let beside = workspace.paths().inside(split(to).0);
    if beside.len() > MOST_BESIDE || target.contains(['%', '<', '\\']) {
        return None;
    }
    let others = || beside.iter().filter(|path| &***path != from);
    let near = nearest(stem(to), others().map(|path| stem(path)))?;
    let found = others().find(|path| stem(path) == near)?;
    let rest = &target[target.find(['?', '#']).unwrap_or(target.len())..];
    Some(format!("{}{rest}", relative(from, found)))
}

/// A path in a link root.
fn below(root: &str, path: &str) -> String {
    if matches!(root, "" | ".") { path.to_owned() } else { format!("{root}/{path}") }
}

/// The file or folder whose path is another only by letter case. A path with an extension leads to a file.
fn in_other_case(paths: &PathIndex, wanted: &str, to_file: bool) -> Option<String> {
    if wanted.split('/').nth(MOST_PARTS).is_some() {
        return None;
    }
    let mut at = String::new();
    let mut parts = wanted.split('/').peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        let file = || {
            let name = |path: &str| if to_file { split(path).1.to_owned() } else { stem(path).to_owned() };
            paths.inside(&at).iter().find(|path| same_folded(&name(path), part)).map(ToString::to_string)
        };
        if is_last && to_file {
            return file().filter(|found| found != wanted);
        }
        let folders: Vec<&str> = paths.folders_in(&at).filter(|name| same_folded(name, part)).collect();
        let Some(folder) = folders.iter().find(|name| **name == part).or(folders.first()) else {
            return if is_last { file() } else { None };
        };
        at = if at.is_empty() { (*folder).to_owned() } else { format!("{at}/{folder}") };
    }
    Some(at).filter(|found| found != wanted)
}

/// The file or folder to which a path leads when each of its parts is the nearest that is there, seen from the top. A path
/// with an extension leads to a file. `None` where a part has none that is near.
fn step_by_step(paths: &PathIndex, wanted: &str, to_file: bool) -> Option<String> {
    if wanted.split('/').nth(MOST_PARTS).is_some() {
        return None;
    }
    let mut at = String::new();
    let mut parts = wanted.split('/').peekable();
    while let Some(part) = parts.next() {
        let (folders, files) = (paths.folders_in(&at), paths.inside(&at));
        if folders.len() + files.len() > MOST_BESIDE {
            return None;
        }
        let inside = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}/{name}") };
        let folders: Vec<&str> = folders.collect();
        let is_last = parts.peek().is_none();
        if is_last && to_file {
            let near = nearest(stem(part), files.iter().map(|path| stem(path)))?;
            return files.iter().find(|path| stem(path) == near).map(ToString::to_string);
        }
        let near = nearest(part, folders.iter().copied());
        let Some(folder) = folders.iter().find(|name| **name == part).copied().or(near) else {
            let file = nearest(part, files.iter().map(|path| stem(path))).filter(|_| is_last)?;
            return files.iter().find(|path| stem(path) == file).map(ToString::to_string);
        };
        at = inside(folder);
    }
    Some(at).filter(|found| found != wanted)
}
