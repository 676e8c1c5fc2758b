//! Folding ranges: keys, list items and comments that go over several lines.

use super::FileView;
use crate::syntax::{Kind, NodeRef, Style};
use crate::text::{LineIndex, Span};

/// What is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// A key or a list item.
    Entry,
    /// A run of comments.
    Comment,
}

/// Lines that fold into the first of them. Folds lie within each other or apart, and no two start on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The line that stays, from 0.
    pub start_line: u32,
    /// The last line that is folded away, from 0.
    pub end_line: u32,
    /// What is folded.
    pub kind: FoldKind,
}

/// The folds of a file, sorted by line.
#[must_use]
pub fn folding_ranges(file: &FileView<'_>) -> Vec<Fold> {
    let lines = LineIndex::new(&file.text);
    let mut folds = Vec::new();
    for node in file.tree.nodes() {
        match node.kind() {
            Kind::Mapping => {
                for (key, value) in node.written_entries() {
                    folds.extend(entry(file, &lines, key.full_span().start, value));
                }
            }
            Kind::Sequence => {
                for item in node.written_items() {
                    folds.extend(entry(file, &lines, item.full_span().start, item));
                }
            }
            _ => {}
        }
    }
    folds.extend(comments(file, &lines));
    folds.sort_by_key(|fold| (fold.start_line, std::cmp::Reverse(fold.end_line)));
    folds.dedup_by_key(|fold| fold.start_line);
    nested(folds)
}

fn entry(file: &FileView<'_>, lines: &LineIndex, start: u32, value: NodeRef<'_>) -> Option<Fold> {
    let span = Span::new(start, value.span().end);
    let text = span.slice(&file.text).trim_end();
    let (first, last) =
        (lines.line_of(start), lines.line_of(start + u32::try_from(text.len()).ok()?.saturating_sub(1)));
    let last_text = lines.line_span(last, &file.text).slice(&file.text).trim_start();
    // A bracket on a line of its own stays, as the end of what is folded.
    let closes = value.style() == Style::Flow && last_text.starts_with([']', '}']);
    let last = last.saturating_sub(u32::from(closes));
    (first < last).then_some(Fold { start_line: first, end_line: last, kind: FoldKind::Entry })
}

/// Runs of two lines or more that hold nothing but a comment.
fn comments(file: &FileView<'_>, lines: &LineIndex) -> Vec<Fold> {
    let mut folds: Vec<Fold> = Vec::new();
    for comment in file.tree.comments.iter().filter(|c| c.own_line) {
        let line = lines.line_of(comment.span.start);
        match folds.last_mut().filter(|fold| fold.end_line + 1 == line) {
            Some(run) => run.end_line = line,
            None => folds.push(Fold { start_line: line, end_line: line, kind: FoldKind::Comment }),
        }
    }
    folds.retain(|fold| fold.start_line < fold.end_line);
    folds
}

/// Leaves out folds that overlap another one without lying in it, as happens in broken files only.
fn nested(folds: Vec<Fold>) -> Vec<Fold> {
    let mut open: Vec<u32> = Vec::new();
    let fits = |fold: &Fold| {
        open.retain(|end| *end >= fold.start_line);
        let fits = open.iter().all(|end| fold.end_line <= *end);
        if fits {
            open.push(fold.end_line);
        }
        fits
    };
    let mut fits = fits;
    folds.into_iter().filter(|fold| fits(fold)).collect()
}
