//! [`Mended`]: a text after edits that make it readable, with the places of its bytes in the file.

use std::borrow::Cow;

use super::fault::Fault;
use crate::text::{Span, TextEdit, span::offset};

/// A text after edits.
#[derive(Clone, Debug)]
pub(super) struct Mended<'t> {
    pub text: Cow<'t, str>,
    /// For each byte of `text`, and for its end, the offset in the file; empty before the first edit.
    pub offsets: Vec<u32>,
}

impl<'t> Mended<'t> {
    /// A file's text.
    pub fn new(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), offsets: Vec::new() }
    }

    /// Offset in the file of an offset in the text.
    pub fn to_file(&self, at: usize) -> u32 {
        self.offsets.get(at).or(self.offsets.last()).copied().unwrap_or(offset(at))
    }

    /// A span of the text in the file.
    pub fn in_file(&self, span: Span) -> Span {
        Span::new(self.to_file(span.start as usize), self.to_file(span.end as usize))
    }

    /// Edits of the text as edits of the file.
    pub fn edits_in_file(&self, edits: &[TextEdit]) -> Vec<TextEdit> {
        edits.iter().map(|edit| TextEdit::new(self.in_file(edit.span), edit.text.clone())).collect()
    }

    /// A fault of the text with its places in the file.
    pub fn fault_in_file(&self, fault: &Fault) -> Fault {
        moved(fault, |at| self.to_file(at as usize))
    }

    /// Applies edits, which are in order and do not overlap.
    pub fn write(&mut self, edits: &[TextEdit]) {
        if edits.is_empty() {
            return;
        }
        if self.offsets.is_empty() {
            self.offsets = (0..=offset(self.text.len())).collect();
        }
        let mut text = String::with_capacity(self.text.len() + 64);
        let mut offsets = Vec::with_capacity(self.offsets.len() + 64);
        let mut done = 0;
        for edit in edits {
            let (start, end) = (edit.span.start as usize, edit.span.end as usize);
            text.push_str(&self.text[done..start]);
            text.push_str(&edit.text);
            offsets.extend_from_slice(&self.offsets[done..start]);
            if edit.text.len() == end - start {
                // Blanks of the same length: each maps to the start of the character that it replaces part of.
                let mut last = start;
                offsets.extend((start..end).map(|at| {
                    last = if self.text.is_char_boundary(at) { at } else { last };
                    self.offsets[last]
                }));
            } else {
                offsets.extend(std::iter::repeat_n(self.to_file(start), edit.text.len()));
            }
            done = end;
        }
        text.push_str(&self.text[done..]);
        offsets.extend_from_slice(&self.offsets[done..]);
        self.text = Cow::Owned(text);
        self.offsets = offsets;
    }
}

/// A copy of a fault with `to` applied to all its byte offsets.
pub(super) fn moved(fault: &Fault, to: impl Fn(u32) -> u32) -> Fault {
    let span = |span: Span| Span::new(to(span.start), to(span.end));
    let mut fault = fault.clone();
    fault.span = span(fault.span);
    fault.others.iter_mut().for_each(|other| *other = span(*other));
    for edit in fault.fixes.iter_mut().flat_map(|(_, edits)| edits) {
        edit.span = span(edit.span);
    }
    fault
}
