//! What stands before a scalar: its anchor and tag, the header of a block scalar.

use super::{NodeRef, Style};
use crate::text::Span;

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
}
