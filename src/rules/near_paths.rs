//! [`nearest_target`]: the file that a broken link was meant for, written as the link is.

use crate::schema::nearest;
use crate::workspace::Workspace;

/// Returns what to write in place of a link's target: a path to the only file of that name, else to the one whose name or
/// path is nearest. `from` is the file with the link, `to` the path that it names, both relative to the workspace. `None`
/// where no file is near, and for addresses.
pub(super) fn nearest_target(workspace: &Workspace, from: &str, target: &str, to: &str) -> Option<String> {
    if to.starts_with("//") || target.contains(['%', '<', '\\']) {
        return None;
    }
    let wanted = to.trim_matches('/');
    let name = file_name(wanted);
    let (stem, extension) = name.rsplit_once('.').map_or((name, None), |(stem, extension)| (stem, Some(extension)));
    let all =
        || workspace.files().map(|(_, entry)| &*entry.path).filter(|path| *path != "sidestep.yaml" && *path != from);
    let stem_of = |path: &str| file_name(path).rsplit_once('.').map_or(String::new(), |(stem, _)| stem.to_owned());
    let mut same: Vec<&str> = all().filter(|path| stem_of(path) == stem).collect();
    same.sort_unstable();
    let found = match same.as_slice() {
        [only] => Some((*only).to_owned()),
        [] => {
            let folder = wanted.rsplit_once('/').map_or("", |(folder, _)| folder);
            let beside = all().filter(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder) == folder);
            let stems: Vec<String> = beside.map(stem_of).collect();
            let near = nearest(stem, stems.iter().map(String::as_str))?.to_owned();
            let mut near = all().filter(|path| {
                path.rsplit_once('/').map_or("", |(folder, _)| folder) == folder && stem_of(path) == near
            });
            near.next().map(str::to_owned)
        }
        _ => None,
    }?;
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

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The path to a file from the folder of another one.
fn relative(from: &str, to: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    let parts: Vec<&str> = to.split('/').collect();
    let shared = folders.iter().zip(&parts[..parts.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(folders.len() - shared);
    format!("{up}{}", parts[shared..].join("/"))
}
