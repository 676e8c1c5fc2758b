//! Merge conflicts that nobody has resolved: the text is read with the first version of each.
//!
//! Git writes the markers at the start of a line, seven of one character: `<<<<<<<`, in the form of three versions
//! `|||||||`, then `=======` and `>>>>>>>`.

use super::SyntaxError;
use super::fault::{Fault, FaultKind, FixKind};
use super::lines::{Line, line_at};
use super::wording::word;
use crate::text::{LineIndex, Span, TextEdit};

/// The conflicts of a text.
#[derive(Default)]
pub(super) struct Conflicts {
    /// One for each conflict.
    pub faults: Vec<Fault>,
    /// Edits that leave the first version of each, in order.
    pub edits: Vec<TextEdit>,
    /// Lines that may belong to a version that is not to be read.
    pub uncertain: Vec<Span>,
}

/// A line that marks a part of a conflict.
#[derive(Clone, Copy)]
struct Marker {
    /// `<`, `|`, `=` or `>`.
    mark: u8,
    line: Line,
    /// Byte offset behind its line break.
    end: usize,
    indented: bool,
}

/// The conflicts of `text`.
pub(super) fn conflicts(text: &str) -> Conflicts {
    let mut found = Conflicts::default();
    let markers = markers(text);
    let mut rest = markers.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        if first.mark == b'<' {
            let stop = behind.iter().position(|marker| marker.mark == b'<').unwrap_or(behind.len());
            let taken = found.block(text, first, &behind[..stop]);
            rest = &behind[taken..];
        } else {
            rest = behind;
            // A heading of prose is underlined like this.
            if !first.indented {
                found.left_over(first);
            }
        }
    }
    found
}

/// Whether `text` may have conflicts in what reads well: in prose the marker of one is text.
pub(super) fn may_hide(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"<<<<<<<").is_some()
}

/// The errors for conflicts that stand in the Markdown from an offset on, but for those in blocks of code. A line of `=` alone
/// underlines a heading there.
pub(super) fn in_markdown(text: &str, from: usize) -> Vec<SyntaxError> {
    if !may_hide(&text[from..]) {
        return Vec::new();
    }
    let lines = LineIndex::new(text);
    let is_whole = |fault: &Fault| fault.kind == FaultKind::Conflict && fault.fixes.len() == 2;
    let is_here = |fault: &Fault| {
        let at = fault.span.start as usize;
        at >= from && !is_code(text, at)
    };
    let faults = conflicts(text).faults.into_iter().filter(|fault| is_whole(fault) && is_here(fault));
    faults.map(|fault| word(&fault, text, &lines)).collect()
}

fn markers(text: &str) -> Vec<Marker> {
    let mut found: Vec<Marker> = Vec::new();
    for mark in *b"<|=>" {
        for at in memchr::memmem::find_iter(text.as_bytes(), &[mark; 7]) {
            let line = line_at(text, at);
            let before = &text[line.0..at];
            let behind = &text[at + 7..line.1];
            let alone = before.bytes().all(|b| b == b' ') && (behind.is_empty() || behind.starts_with(' '));
            if alone && (mark != b'=' || behind.trim().is_empty()) {
                let end = text[line.1..].find('\n').map_or(text.len(), |found| line.1 + found + 1);
                found.push(Marker { mark, line, end, indented: !before.is_empty() });
            }
        }
    }
    found.sort_unstable_by_key(|marker| marker.line);
    if found.iter().any(|marker| marker.indented) {
        found.retain(|marker| !marker.indented || !is_code(text, marker.line.0));
    }
    found
}

/// Whether a line stands in a fenced block of code.
fn is_code(text: &str, at: usize) -> bool {
    let fence = |line: &&str| line.trim_start().starts_with("```");
    text[..at].lines().filter(fence).count() % 2 == 1
}

impl Conflicts {
    /// Adds the conflict that begins with a marker; returns how many of the markers behind that belong to it.
    fn block(&mut self, text: &str, first: &Marker, behind: &[Marker]) -> usize {
        let place = |mark: u8, from: usize| {
            behind[from..].iter().position(|marker| marker.mark == mark).map(|found| found + from)
        };
        let split = place(b'=', 0);
        let base = place(b'|', 0).filter(|base| split.is_none_or(|split| *base < split));
        let last = split.and_then(|split| place(b'>', split));
        let drop = |from: usize, to: usize| TextEdit::new(Span::of(from, to), "");
        let line = |marker: &Marker| drop(marker.line.0, marker.end);
        let taken = [base, split, last].into_iter().flatten().max().map_or(0, |last| last + 1);
        let taken_markers = &behind[..taken];
        let edits;
        let mut fixes = Vec::new();
        match (split.and_then(|split| behind.get(split)), last.and_then(|last| behind.get(last))) {
            (Some(split), Some(last)) => {
                let end_of_first = base.and_then(|base| behind.get(base)).unwrap_or(split);
                edits = vec![line(first), drop(end_of_first.line.0, last.end)];
                fixes.push((FixKind::KeepVersion { first: true, name: name(text, first) }, edits.clone()));
                let second = vec![drop(first.line.0, split.end), line(last)];
                fixes.push((FixKind::KeepVersion { first: false, name: name(text, last) }, second));
            }
            (split, _) => {
                edits = std::iter::once(first).chain(taken_markers).map(line).collect();
                if let Some(split) = split {
                    // As many lines as the first version has.
                    let lines = text[first.end..split.line.0].matches('\n').count();
                    let second = text[split.end..].match_indices('\n').nth(lines.saturating_sub(1));
                    let end = second.map_or(text.len(), |(at, _)| split.end + at);
                    self.uncertain.push(Span::of(split.line.0, if lines == 0 { split.line.1 } else { end }));
                }
                fixes.push((FixKind::DeleteMarkers, edits.clone()));
            }
        }
        self.edits.extend(edits);
        self.faults.push(fault(FaultKind::Conflict, first, fixes));
        taken
    }

    /// Adds a marker that does not belong to a conflict.
    fn left_over(&mut self, marker: &Marker) {
        let edit = TextEdit::new(Span::of(marker.line.0, marker.end), "");
        self.edits.push(edit.clone());
        self.faults.push(fault(FaultKind::ConflictRest, marker, vec![(FixKind::DeleteMarkers, vec![edit])]));
    }
}

fn fault(kind: FaultKind, marker: &Marker, fixes: Vec<(FixKind, Vec<TextEdit>)>) -> Fault {
    Fault { kind, span: Span::of(marker.line.0, marker.line.1), others: Vec::new(), fixes }
}

/// What a marker says of its version, `HEAD` or a branch.
fn name(text: &str, marker: &Marker) -> String {
    text[marker.line.0..marker.line.1].trim().trim_start_matches(['<', '>']).trim().to_owned()
}
