//! Suppression comments: `# sidestep: ignore[code]` and `# sidestep: ignore-file[code]`.

use crate::syntax::{Comment, Kind, NodeRef, Tree};
use crate::text::Span;

/// What a suppression comment covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoreScope {
    /// The whole file.
    File,
    /// What lies within a key with its value, or a list item.
    Within(Span),
    /// What starts on the comment's line (bytes of the line before the comment).
    Line(Span),
    /// Nothing: the comment stands where it can silence nothing.
    Nothing,
}

/// A suppression comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// The comment, from its `#` to its end.
    pub span: Span,
    /// The codes in it with their places.
    pub codes: Box<[(Box<str>, Span)]>,
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
pub(super) fn ignores(tree: &Tree, text: &str) -> Vec<Ignore> {
    tree.comments.iter().filter_map(|comment| ignore(tree, text, *comment)).collect()
}

fn ignore(tree: &Tree, text: &str, comment: Comment) -> Option<Ignore> {
    let body = comment.span.slice(text);
    let rest = body.trim_start_matches('#').trim_start().strip_prefix("sidestep:")?.trim_start();
    let (whole_file, rest) = match rest.strip_prefix("ignore-file") {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix("ignore")?),
    };
    let list = rest.trim_start().strip_prefix('[').and_then(|r| r.split_once(']')).map_or("", |(list, _)| list);
    let base = comment.span.start as usize + (list.as_ptr() as usize).saturating_sub(body.as_ptr() as usize);
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
    let scope = if whole_file {
        let first = tree.root().map_or(u32::MAX, |root| root.full_span().start);
        if comment.own_line && comment.span.start < first { IgnoreScope::File } else { IgnoreScope::Nothing }
    } else if comment.own_line {
        next_entry(tree, comment.span.end).map_or(IgnoreScope::Nothing, IgnoreScope::Within)
    } else {
        let before = &text[..comment.span.start as usize];
        let start = before.rfind(['\n', '\r']).map_or(0, |i| i + 1);
        IgnoreScope::Line(Span::new(u32::try_from(start).unwrap_or(u32::MAX), comment.span.start))
    };
    Some(Ignore { span: comment.span, codes: codes.into(), scope })
}

/// The key with its value, or the list item, that starts first after a place.
fn next_entry(tree: &Tree, after: u32) -> Option<Span> {
    let mut best: Option<(u32, Span)> = None;
    let mut offer = |start: u32, span: Span| {
        if start >= after && best.is_none_or(|(at, _)| start < at) {
            best = Some((start, span));
        }
    };
    let mut stack: Vec<NodeRef<'_>> = tree.root().into_iter().collect();
    while let Some(node) = stack.pop() {
        if node.span().end < after {
            continue;
        }
        match node.kind() {
            Kind::Mapping => {
                for (key, value) in node.written_entries() {
                    offer(key.span().start, key.full_span().cover(value.full_span()));
                    stack.push(value);
                }
            }
            Kind::Sequence => {
                for item in node.written_items() {
                    // An item begins with its dash: it comes before its own first key.
                    offer(item.full_span().start.saturating_sub(1).max(node.span().start), item.full_span());
                    stack.push(item);
                }
            }
            _ => {}
        }
    }
    best.map(|(_, span)| span)
}
