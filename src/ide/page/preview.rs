//! [`PageSource`]: where the parts of a page stand in the role's file, and whom it links to, for a preview beside the text.

use std::collections::BTreeMap;

use super::model::{Page, PageError, Reader, items, read};
use crate::content::keys;
use crate::syntax::{Kind, NodeRef};
use crate::text::LineIndex;
use crate::workspace::{Sources, Workspace};

/// Where the parts of a page stand in its file, as lines from 0. For a text there is one number for each of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageSource {
    /// The role's name.
    pub name: Option<u32>,
    /// The introduction.
    pub why: Vec<u32>,
    /// The key of the alternatives.
    pub alternatives_key: Option<u32>,
    /// Each alternative.
    pub alternatives: Vec<AlternativeLines>,
    /// The key of the table.
    pub comparison_key: Option<u32>,
    /// Each row.
    pub rows: Vec<u32>,
    /// The key of the guide.
    pub guide_key: Option<u32>,
    /// The text above the options.
    pub intro: Vec<u32>,
    /// Each option.
    pub picks: Vec<u32>,
    /// The text below the options.
    pub outro: Vec<u32>,
    /// The files of the roles that the page links to, by the address of the link; paths are relative to the workspace.
    pub roles: BTreeMap<String, String>,
}

/// Where the parts of an alternative stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlternativeLines {
    /// Its entry.
    pub entry: u32,
    /// Its text.
    pub about: Vec<u32>,
    /// Whom it suits, each item.
    pub best_for: Vec<u32>,
}

/// The page of a role, which is given by name, slug or path, and where its parts come from.
///
/// # Errors
/// As [`page`](super::page).
pub fn page_with_source(
    workspace: &Workspace,
    sources: &dyn Sources,
    role: &str,
) -> Result<(Page, PageSource), PageError> {
    read(workspace, sources, role, |reader| {
        let page = reader.page()?;
        let lines = LineIndex::new(reader.text);
        Ok((page, source(reader, &lines)))
    })
}

fn source(reader: &Reader<'_>, lines: &LineIndex) -> PageSource {
    let line = |at: u32| lines.line_of(at);
    let at = |node: NodeRef<'_>| line(node.span().start);
    let text = |node: Option<NodeRef<'_>>| lines_of(reader, lines, node);
    let Some(root) = reader.tree.root() else { return PageSource::default() };
    let key = |key: &str| root.entry(key).map(|(key, _)| at(key));
    let guide = root.get(keys::GUIDE);
    let alternative = |item: NodeRef<'_>| AlternativeLines {
        entry: at(item),
        about: text(item.get(keys::ABOUT)),
        best_for: items(item.get(keys::BEST_FOR)).map(at).collect(),
    };
    let path = |id| reader.workspace.file(id).path.to_string();
    PageSource {
        name: key(keys::NAME),
        why: text(root.get(keys::WHY).or_else(|| root.tree().body())),
        alternatives_key: key(keys::ALTERNATIVES),
        alternatives: items(root.get(keys::ALTERNATIVES)).map(alternative).collect(),
        comparison_key: key(keys::COMPARISON),
        rows: reader.written_rows().map(|row| line(row.span.start)).collect(),
        guide_key: key(keys::GUIDE),
        intro: text(guide.and_then(|g| g.get(keys::INTRO))),
        picks: items(guide.and_then(|g| g.get(keys::OPTIONS))).map(at).collect(),
        outro: text(guide.and_then(|g| g.get(keys::OUTRO))),
        roles: reader.linked.borrow().iter().map(|(address, id)| (address.clone(), path(*id))).collect(),
    }
}

/// For each line of a text on the page its line in the file, from 0.
fn lines_of(reader: &Reader<'_>, lines: &LineIndex, node: Option<NodeRef<'_>>) -> Vec<u32> {
    let Some(node) = node.filter(|node| node.kind() != Kind::Null) else { return Vec::new() };
    let (text, same) = reader.parts(Some(node));
    let map = node.map();
    let first = text.len() - text.trim_start().len();
    let breaks = text[first..].match_indices('\n').map(|(at, _)| first + at + 1);
    let starts = std::iter::once(first).chain(breaks);
    let place = |start: usize| {
        let (here, there) = same[same.partition_point(|(here, _)| *here <= start).saturating_sub(1)];
        lines.line_of(map.span(there + start - here, there + start - here).start)
    };
    starts.map(place).collect()
}
