//! What stands before a scalar: its anchor and tag, the header of a block scalar.

use super::pasted::bullet;
use super::{NodeRef, Style, Tree};
use crate::text::{Span, TextEdit, span::offset};

impl Tree {
    /// The text of the file, unless a repair changed what was read.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.offsets.is_empty().then_some(&*self.text)
    }
}

impl<'t> NodeRef<'t> {
    /// Where the anchor and the tag of the node start (byte offset in the file), if it has one.
    #[must_use]
    pub fn properties_start(self) -> Option<u32> {
        self.tree().properties.get(&self.id()).copied()
    }

    /// A folded scalar: its header (`>-`), its lines as written, and the indentation of these in spaces. `None` for other
    /// nodes.
    #[must_use]
    pub fn folded_source(self) -> Option<(Span, &'t str, usize)> {
        let (header, indent) = self.header().filter(|_| self.style() == Style::Folded)?;
        Some((header, self.source().0, indent as usize))
    }

    /// For a plain scalar of which each line begins with the same mark of a list: the mark, and the edits that write
    /// dashes for it.
    #[must_use]
    pub fn bullets(self) -> Option<(&'t str, Vec<TextEdit>)> {
        if self.style() != Style::Plain || self.has_moved() {
            return None;
        }
        let (source, start, _) = self.source();
        let (mut mark, mut edits, mut at) = (None, Vec::new(), start);
        for line in source.split_inclusive('\n') {
            let (from, len) = bullet(line)?;
            let written = &line[from..from + len];
            let is_number = |mark: &str| mark.starts_with(|c: char| c.is_ascii_digit());
            if mark.is_some_and(|mark| mark != written && !(is_number(mark) && is_number(written))) {
                return None;
            }
            mark.get_or_insert(written);
            let rest = line[from + len..].trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
            let begin = at + offset(from);
            edits.push(TextEdit::new(Span::new(begin, at + offset(line.len() - rest.len())), "- "));
            at += offset(line.len());
        }
        mark.map(|mark| (mark, edits))
    }
}
