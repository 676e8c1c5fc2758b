//! Suppression comments: `# sidestep: ignore[code]` and `# sidestep: ignore-file[code]`.

use std::cell::OnceCell;

use crate::syntax::{Comment, Kind, NodeRef, Tree};
use crate::text::Span;

/// What a suppression comment covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoreScope {
    /// The whole file.
    File,
    /// A key with its value, or a list item.
    Within(Span),
    /// What starts on the comment's line (bytes of the line before the comment).
    Line(Span),
    /// Nothing: the comment stands where it can silence nothing.
    Nothing,
}

/// Codes with their places (bytes).
pub type Codes = Box<[(Box<str>, Span)]>;

/// A suppression comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// The comment, from its `#` to its end.
    pub span: Span,
    /// The codes in it with their places.
    pub codes: Codes,
    /// What it covers.
    pub scope: IgnoreScope,
}

impl Ignore {
    /// Whether the comment covers a finding at `span`.
    #[must_use]
    pub fn covers(&self, span: Span) -> bool {
        match self.scope {
            IgnoreScope::File => true,
            IgnoreScope::Within(range) => range.contains(span),
            IgnoreScope::Line(line) => line.start <= span.start && span.start <= line.end,
            IgnoreScope::Nothing => false,
        }
    }
}

/// The suppression comments of a file.
pub(crate) fn ignores(tree: &Tree, text: &str) -> Vec<Ignore> {
    let all = OnceCell::new();
    bounded(tree.comments.iter().filter_map(|comment| ignore(tree, text, *comment, &all)))
}

/// The comments of a file up to the one with which they name too many codes.
pub(super) fn bounded(all: impl Iterator<Item = Ignore>) -> Vec<Ignore> {
    let (mut ignores, mut codes) = (Vec::new(), 0);
    for mut ignore in all {
        codes += ignore.codes.len().max(1);
        if codes > MOST_CODES {
            ignore.scope = IgnoreScope::Nothing;
            ignore.codes = ignore.codes.into_iter().take(1).collect();
            ignores.push(ignore);
            break;
        }
        ignores.push(ignore);
    }
    ignores
}

/// How many codes the suppression comments of a file may name together; the comment with which they are more silences
/// nothing, and those behind it are none.
const MOST_CODES: usize = 2_000;

fn ignore(tree: &Tree, text: &str, comment: Comment, all: &OnceCell<Vec<(u32, Span)>>) -> Option<Ignore> {
    let body = comment.span.slice(text).trim_start_matches('#');
    let (whole_file, codes) = asks(body, comment.span.end as usize - body.len())?;
    let scope = if whole_file {
        let first = tree.root().map_or(u32::MAX, |root| root.full_span().start);
        if comment.own_line && comment.span.start < first { IgnoreScope::File } else { IgnoreScope::Nothing }
    } else if comment.own_line {
        // The first entry that starts after the comment.
        let all = all.get_or_init(|| entries(tree));
        let next = all.get(all.partition_point(|(start, _)| *start < comment.span.end));
        next.map_or(IgnoreScope::Nothing, |(_, span)| IgnoreScope::Within(with_comment(tree, text, *span)))
    } else {
        let before = &text[..comment.span.start as usize];
        let start = before.rfind(['\n', '\r']).map_or(0, |i| i + 1);
        IgnoreScope::Line(Span::new(u32::try_from(start).unwrap_or(u32::MAX), comment.span.start))
    };
    Some(Ignore { span: comment.span, codes, scope })
}

/// What the words of a comment ask for, if they are for us: whether it is about the whole file, and the codes in it with
/// their places. `base`: where the words stand in the file.
pub(super) fn asks(words: &str, base: usize) -> Option<(bool, Codes)> {
    let rest = words.trim_start().strip_prefix("sidestep:")?.trim_start();
    let (whole_file, rest) = match rest.strip_prefix("ignore-file") {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix("ignore")?),
    };
    let list = rest.trim_start().strip_prefix('[').and_then(|r| r.split_once(']')).map_or("", |(list, _)| list);
    let base = base + (list.as_ptr() as usize).saturating_sub(words.as_ptr() as usize);
    let mut codes = Vec::new();
    let mut at = 0;
    for part in list.split(',') {
        let code = part.trim();
        let start = base + at + (part.len() - part.trim_start().len());
        if !code.is_empty() {
            codes.push((code.into(), Span::of(start, start + code.len())));
        }
        at += part.len() + 1;
    }
    Some((whole_file, codes.into()))
}

/// An entry with the comment behind it on its last line: a text may be cut short there.
fn with_comment(tree: &Tree, text: &str, entry: Span) -> Span {
    let behind = tree.comments.get(tree.comments.partition_point(|comment| comment.span.start < entry.end));
    let is_near =
        |comment: &&Comment| Span::new(entry.end, comment.span.start).slice(text).trim_matches([' ', '\t']).is_empty();
    behind.filter(is_near).map_or(entry, |comment| entry.cover(comment.span))
}

/// The spans of keys with their values and of list items, sorted by start; of those that start together the outer one
/// is first.
fn entries(tree: &Tree) -> Vec<(u32, Span)> {
    let mut entries = Vec::new();
    let mut stack: Vec<NodeRef<'_>> = tree.root().into_iter().collect();
    while let Some(node) = stack.pop() {
        match node.kind() {
            Kind::Mapping => {
                for (key, value) in node.written_entries() {
                    entries.push((key.span().start, key.full_span().cover(value.full_span())));
                    stack.push(value);
                }
            }
            Kind::Sequence => {
                for item in node.written_items() {
                    // An item starts at its dash, before its own first key.
                    let start = item.full_span().start.saturating_sub(1).max(node.span().start);
                    entries.push((start, item.full_span()));
                    stack.push(item);
                }
            }
            _ => {}
        }
    }
    entries.sort_by_key(|(start, _)| *start);
    entries
}
