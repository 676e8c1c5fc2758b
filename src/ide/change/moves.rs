//! [`moved_links`]: the links that change when files move.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::content::{LinkFact, LinkFault, LinkPath, is_index};
use crate::ide::View;
use crate::text::TextEdit;
use crate::workspace::path_index::relative;

/// A file that gets another path; both are relative to the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its path as it is now.
    pub from: String,
    /// Its path afterwards.
    pub to: String,
}

/// The edits of links, by file as the files are now: those that lead to a moved file, and a moved file's own relative ones.
/// Each keeps the spelling that it had; labels stay.
#[must_use]
pub fn moved_links(view: View<'_>, moves: &[Moved]) -> BTreeMap<Arc<str>, Vec<TextEdit>> {
    let mut changed: BTreeMap<Arc<str>, Vec<TextEdit>> = BTreeMap::new();
    if moves.is_empty() {
        return changed;
    }
    let after = |path: &str| moves.iter().find(|moved| moved.from == path).map_or(path, |moved| &moved.to).to_owned();
    for (_, entry) in view.workspace.files() {
        let own = after(&entry.path);
        for link in &entry.facts.links {
            let LinkFault::Path(path) = &link.fault else { continue };
            let Some(end) = view.workspace.link_end(path) else { continue };
            let to = after(end);
            let own_moved = own != *entry.path && !path.to.starts_with('/');
            if to == end && !own_moved {
                continue;
            }
            let rules = view.workspace.config().links.as_ref();
            let roots = rules.map_or(&[][..], |rules| &rules.roots);
            if let Some(target) = rewritten(link, path, (end, &to), &own, roots).filter(|new| **new != *link.target) {
                changed.entry(entry.path.clone()).or_default().push(TextEdit::new(link.span, target));
            }
        }
    }
    changed
}

/// A link's target that leads to `to`, in the spelling that it had when it led to `from`; `own`: the file that it stands in.
fn rewritten(
    link: &LinkFact,
    path: &LinkPath,
    (from, to): (&str, &str),
    own: &str,
    roots: &[String],
) -> Option<String> {
    let target = &*link.target;
    let rest = target.find(['?', '#']).map_or("", |at| &target[at..]);
    let written = &target[..target.len() - rest.len()];
    // What of the path is left away: nothing, the extension, the page of a folder.
    let bare = written.trim_end_matches('/');
    let ending = bare.rsplit_once('.').map_or("", |(_, ending)| ending);
    let extension = from.rsplit_once('.').map_or("", |(_, extension)| extension);
    let new_stem = to.rsplit_once('.').map_or(to, |(stem, _)| stem);
    let to = if !ending.is_empty() && ending.eq_ignore_ascii_case(extension) {
        to.to_owned()
    } else if ending == "html" {
        format!("{new_stem}.html")
    } else {
        let file = new_stem.rsplit('/').next().unwrap_or(new_stem);
        let old_file = from.rsplit('/').next().unwrap_or(from);
        let by_folder = !old_file.starts_with(bare.rsplit('/').next().unwrap_or(bare));
        match new_stem.rsplit_once('/') {
            Some((folder, _)) if is_index(file) && by_folder => folder.to_owned(),
            _ => new_stem.to_owned(),
        }
    };
    let slash = if written.ends_with('/') { "/" } else { "" };
    // In angle brackets, which stand outside of the target, blanks stand as they are.
    let is_plain = written.contains(' ');
    let encoded = |path: &str| if is_plain { path.to_owned() } else { path.replace(' ', "%20") };
    if path.to.starts_with("//") {
        let at = written.rfind(&*encoded(from))?;
        return Some(format!("{}{}{rest}", &written[..at], encoded(&to)));
    }
    if path.to.starts_with('/') {
        let inside = |root: &String| match root.as_str() {
            "" | "." => Some(to.clone()),
            root => to.strip_prefix(&format!("{root}/")).map(str::to_owned),
        };
        let inside = roots.iter().find_map(inside)?;
        return Some(format!("/{}{slash}{rest}", encoded(&inside)));
    }
    let relative = relative(own, &to);
    let dot = if written.starts_with("./") && !relative.starts_with("..") { "./" } else { "" };
    Some(format!("{dot}{}{slash}{rest}", encoded(&relative)))
}
