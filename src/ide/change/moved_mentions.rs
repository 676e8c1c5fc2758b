//! Mentions that name pages by the ends of their paths, when files move: each goes on meaning the same page.

use rustc_hash::FxHashMap;

use super::moved::Moves;
use crate::content::{first_like, same_folded};
use crate::ide::Analysis;
use crate::text::TextEdit;
use crate::workspace::{FileId, How, Workspace, path_ends};

/// The edits of mentions, each with its file.
pub(super) fn moved_mentions(view: Analysis<'_>, moves: &Moves<'_>) -> Vec<(FileId, TextEdit)> {
    let workspace = view.workspace;
    let Some(kind) = workspace.config().page_kind else { return Vec::new() };
    let pages = Pages::after(workspace, moves);
    let mut edits = Vec::new();
    for (file, entry) in workspace.files() {
        for reference in entry.facts.references.iter().filter(|one| one.kind == kind) {
            let Some(meant) = workspace.meaning(reference).filter(|found| found.how == How::PathEnd) else { continue };
            let Some(end) = pages.end_of(meant.def.file, &reference.at.name) else { continue };
            let written = &reference.at.name;
            if same_folded(end, written) {
                continue;
            }
            // Inside a sentence a name may begin with a small letter.
            let names = workspace.path_names(workspace.file(meant.def.file));
            let keeps_case = parts(end) == parts(written) && !names.iter().any(|name| **name == **written);
            let text = if keeps_case { first_like(end, written) } else { end.to_owned() };
            edits.push((file, TextEdit::new(reference.at.span, text)));
        }
    }
    edits
}

/// How many folders a path names.
fn parts(path: &str) -> usize {
    path.matches('/').count()
}

/// The paths of all pages as they are afterwards.
struct Pages {
    paths: FxHashMap<FileId, String>,
    /// How many pages have each end of a path.
    ends: FxHashMap<String, usize>,
}

impl Pages {
    fn after(workspace: &Workspace, moves: &Moves<'_>) -> Self {
        let pages = workspace.files().filter_map(|(file, entry)| {
            Some((file, workspace.page_path(entry, &moves.called(workspace, &entry.path))?))
        });
        let paths: FxHashMap<FileId, String> = pages.collect();
        let mut ends: FxHashMap<String, usize> = FxHashMap::default();
        for end in paths.values().flat_map(|path| path_ends(path)) {
            *ends.entry(end.to_owned()).or_default() += 1;
        }
        Self { paths, ends }
    }

    /// The shortest end of a page's path, of as many parts as `written` has or more, that no other page has too.
    fn end_of(&self, page: FileId, written: &str) -> Option<&str> {
        let path = self.paths.get(&page)?;
        let ends: Vec<&str> = path_ends(path).collect();
        let fits = |end: &&&str| parts(end) >= parts(written) && self.ends.get(**end) == Some(&1);
        Some(ends.iter().rev().find(fits).copied().unwrap_or(path))
    }
}
