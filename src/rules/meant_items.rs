//! An unknown name that stands for several known ones: a comma is missing, or something else stands in its place.

use std::ops::Range;

use crate::content::{KindId, Name, separated, slashed};
use crate::workspace::{DefId, Workspace};

/// A longer name is not taken apart at its spaces; in words.
const MOST_WORDS: usize = 12;

/// Whether something in a name may stand for a comma.
pub(super) fn has_separator(workspace: &Workspace, name: &str) -> bool {
    separated(name, &workspace.config().page.and).len() > 1
}

/// The known names that an unknown one consists of, two or more, and what they mean: between separators, else side by side.
pub(super) fn meant_items(workspace: &Workspace, kind: KindId, name: &str) -> Option<(Vec<Name>, Vec<DefId>)> {
    let known = |text: &str| Some((workspace.intern(text), workspace.resolve(kind, text)?.def));
    let mut parts = match bulleted(name) {
        Some(items) => items,
        None => separated(name, &workspace.config().page.and),
    };
    if parts.len() == 1 && name.contains('/') {
        parts = slashed(name);
    }
    if parts.len() > 1 {
        let all: Option<Vec<_>> = parts.into_iter().map(|part| known(&name[part])).collect();
        return all.map(|all| all.into_iter().unzip());
    }
    let words: Vec<&str> = name.split(' ').collect();
    if !(2..=MOST_WORDS).contains(&words.len()) {
        return None;
    }
    // For each word the names that the words from it on consist of, the longest first.
    let mut from: Vec<Option<Vec<(Name, DefId)>>> = vec![None; words.len() + 1];
    from[words.len()] = Some(Vec::new());
    for start in (0..words.len()).rev() {
        from[start] = (start + 1..=words.len()).rev().find_map(|end| {
            let rest = from[end].as_ref()?;
            let first = known(&words[start..end].join(" "))?;
            Some(std::iter::once(first).chain(rest.iter().cloned()).collect())
        });
    }
    from[0].take().map(|all| all.into_iter().unzip())
}

/// The items of a text of bullets, which reads as one line: `- A - B`.
fn bulleted(name: &str) -> Option<Vec<Range<usize>>> {
    let bullet = name.chars().next().filter(|c| matches!(c, '-' | '*' | '•' | '–'))?;
    let mark = format!("{bullet} ");
    name.strip_prefix(&mark)?;
    let starts: Vec<usize> = std::iter::once(mark.len())
        .chain(name.match_indices(&format!(" {mark}")).map(|(at, found)| at + found.len()))
        .collect();
    let ends = starts.iter().skip(1).map(|next| next - mark.len() - 1).chain([name.len()]);
    Some(starts.iter().zip(ends).map(|(start, end)| *start..end).collect())
}
