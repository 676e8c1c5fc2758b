//! Chains of `replaced_by`: who took over from a retired role in the end, and where they lead back.

use rustc_hash::FxHashSet;

use super::{DefId, FileId, Workspace};
use crate::content::{KindId, Name, Status};

/// Longer chains are not followed.
const LONGEST: usize = 200;

impl Workspace {
    /// The role that took over from that of a file, if it names one.
    fn heir(&self, file: FileId) -> Option<DefId> {
        let by = self.file(file).facts.role.as_ref()?.replaced_by.as_ref()?;
        self.resolve(KindId::ROLE, &by.name).map(|resolved| resolved.def)
    }

    /// The role in use that the chain of `replaced_by` from a file ends at; `None` where it ends at a retired one, or
    /// leads in a circle.
    #[must_use]
    pub fn last_heir(&self, file: FileId) -> Option<DefId> {
        let mut seen = FxHashSet::default();
        let mut at = file;
        while seen.insert(at) && seen.len() <= LONGEST {
            let heir = self.heir(at)?;
            if self.file(heir.file).glance.status != Some(Status::Retired) {
                return Some(heir);
            }
            at = heir.file;
        }
        None
    }

    /// The names of the roles in the circle that `replaced_by` leads in from the role of a file and back to it, that role
    /// first; `None` where it does not lead back.
    #[must_use]
    pub fn replacement_circle(&self, file: FileId) -> Option<Vec<Name>> {
        let mut names = vec![self.name_of(DefId::role(file))];
        let mut seen = FxHashSet::default();
        let mut at = file;
        while seen.insert(at) && seen.len() <= LONGEST {
            let heir = self.heir(at)?;
            if heir.file == file {
                return Some(names);
            }
            names.push(self.name_of(heir));
            at = heir.file;
        }
        None
    }
}
