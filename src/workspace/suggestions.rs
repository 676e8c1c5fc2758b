//! The known name that is nearest to an unknown one.

use super::{Suggestion, Workspace};
use crate::content::{KindId, Name};
use crate::schema::Label;

impl Workspace {
    /// The known name that is nearest to an unknown one, if any is near enough. Cached.
    #[must_use]
    pub fn suggest(&self, kind: KindId, name: &Name) -> Option<Suggestion> {
        let names = self.index.kind(kind);
        let suggestion = |label: &Name| {
            let first = names.labels(label).first()?;
            let is_id = matches!(first.label, Label::Id | Label::Planned);
            // A spelling to avoid is no suggestion: its name is; and references to what has an id are written by that.
            let name = match self.written_id(first.def).filter(|_| !is_id) {
                Some(id) => id,
                None if first.label == Label::Avoid => self.name_of(first.def),
                None => label.clone(),
            };
            Some(Suggestion { name, def: first.def })
        };
        let written = |label: &Name| Some(suggestion(label)?.name);
        let label = self.suggester.nearest((kind, names), name, written, |text| self.intern(text))?;
        suggestion(&label)
    }
}
