//! The uses of spellings to avoid in the prose of a workspace's files.

use std::sync::Arc;

use smallvec::SmallVec;

use super::{DefId, FileId, ProseHit, Workspace};
use crate::content::{FileKind, KindId, Name};
use crate::schema::Label;
use crate::syntax::{Format, LARGEST_FILE};
use crate::text::Span;

impl Workspace {
    /// Finds spellings to avoid in the prose of a file, given its text. Takes `&self`, so that many can be scanned in
    /// parallel.
    pub(super) fn scan(&self, id: FileId, text: &str) -> Arc<[ProseHit]> {
        let entry = self.file(id);
        if entry.kind == FileKind::Config || text.len() > LARGEST_FILE {
            return Arc::default();
        }
        let found = self.spellings.scan(Format::of(&entry.path), text, self.schema_of(entry));
        found.into_iter().filter_map(|(span, spelling)| self.prose_hit(span, spelling)).collect()
    }

    /// Resolves a spelling to avoid in prose: of several claims the first by kind, path and position.
    pub(super) fn prose_hit(&self, span: Span, spelling: Name) -> Option<ProseHit> {
        let kinds = self.config().kind_ids().map(|kind| (kind, self.index().kind(kind)));
        let claims = kinds.flat_map(|(kind, names)| {
            let labels = names.labels(&spelling);
            let avoid = &labels[labels.partition_point(|l| l.label != Label::Avoid)..];
            // They stand by definition: the first means it, and the last tells whether there is another.
            avoid.first().into_iter().chain(avoid.last()).map(move |l| (kind, l.def))
        });
        let claims: SmallVec<[(KindId, DefId); 2]> = claims.collect();
        let first = claims.iter().copied().min_by(|a, b| a.0.cmp(&b.0).then_with(|| self.order(a.1, b.1)));
        let (kind, def) = first?;
        let ambiguous = claims.iter().any(|claim| *claim != (kind, def));
        Some(ProseHit { span, spelling, kind, def, ambiguous })
    }
}
