//! [`LiveWorkspace`]: a workspace whose files may change, and what only that needs.

use std::ops::Deref;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::load::{Reading, map_all};
use super::reads::{Reads, Touched};
use super::sources::Overlay;
use super::standing::standing;
use super::uses::Uses;
use super::{Change, FileId, Sources, Workspace};
use crate::content::FileFacts;

/// A workspace whose files may change. Its index is complete, and it owns the reverse index from names to files; a single
/// check does without either.
#[derive(Clone, Debug)]
pub struct LiveWorkspace {
    workspace: Workspace,
    /// Which files use which names. Between changes the workspace shares it, so that questions need not build their own.
    uses: Arc<Uses>,
}

impl Deref for LiveWorkspace {
    type Target = Workspace;

    fn deref(&self) -> &Workspace {
        &self.workspace
    }
}

impl Workspace {
    /// Makes the workspace ready for changes, at some ten microseconds for each file; at none if it was live before.
    #[must_use]
    pub fn live(mut self) -> LiveWorkspace {
        let uses = self.uses.take().unwrap_or_else(|| {
            let files = (0..).map(FileId).zip(&self.files);
            self.index.complete(files.filter_map(|(id, entry)| Some((id, &*entry.as_ref()?.facts))));
            Arc::new(uses(&self))
        });
        self.uses = Some(uses.clone());
        LiveWorkspace { workspace: self, uses }
    }
}

/// The reverse index over all files.
fn uses(workspace: &Workspace) -> Uses {
    let mut uses = Uses::new(workspace.config.kinds.len());
    let files: Vec<FileId> = workspace.files().map(|(id, _)| id).collect();
    let standings = map_all(&files, |id| standing(workspace, *id));
    for (id, standing) in files.into_iter().zip(standings) {
        let entry = workspace.file(id);
        uses.change_facts(id, None, Some(&entry.facts), &workspace.config);
        uses.change_hits(id, &[], &entry.prose_hits);
        uses.stand(id, standing);
    }
    uses
}

impl LiveWorkspace {
    /// The workspace as it is now, to be read.
    #[must_use]
    pub fn into_workspace(self) -> Workspace {
        self.workspace
    }

    /// Applies changes of files; gives the files whose findings can have changed, the changed ones included, and why.
    ///
    /// Of a file that is not part of the workspace by its settings only its existence counts, for links: it is asked of
    /// `sources` anew. A change of `sidestep.yaml` or of a schema reads every file again and concerns all of them; files
    /// that new settings bring in must be among the changes.
    pub fn apply(&mut self, changes: Vec<Change>, sources: &dyn Sources) -> Touched {
        if changes.iter().any(|change| self.is_setting_file(change.path())) {
            *self = self.read_anew(&Overlay::new(changes, sources)).live();
            let mut touched = Touched::default();
            touched.add_all(self.files().map(|(id, _)| id), Reads::ALL);
            return touched;
        }
        // Shared with clones at most from here on.
        self.workspace.uses = None;
        let touched = self.workspace.change(changes, sources, Arc::make_mut(&mut self.uses));
        self.workspace.uses = Some(self.uses.clone());
        touched
    }

    /// Everything read anew after a change of settings; the files are those known before and the changed ones.
    fn read_anew(&self, overlay: &Overlay<'_>) -> Workspace {
        let mut good: FxHashMap<String, Option<Arc<FileFacts>>> =
            self.files().map(|(_, entry)| (entry.path.to_string(), entry.good())).collect();
        for (path, exists) in overlay.changed() {
            if exists {
                good.entry(path.clone()).or_default();
            } else {
                good.remove(path);
            }
        }
        let mut beside: Vec<&str> = self.beside().filter(|path| !overlay.has(path)).collect();
        beside.extend(good.keys().map(String::as_str));
        let mut anew = Workspace::open_with(overlay, None, !self.lacks_schemas);
        anew.with_lines = self.with_lines;
        let files = good.keys().filter_map(|path| Some((path.clone(), anew.config.file_kind(path)?))).collect();
        let last_good = |path: &str| good.get(path).cloned().flatten();
        anew.read_all(files, beside, &Reading { last_good: &last_good, ..Reading::of(overlay) });
        let is_still = |path: &&str| !overlay.has(path) && anew.find(path).is_none();
        let unread: Vec<&str> = self.unread.paths().filter(is_still).collect();
        anew.set_unread(unread.into_iter());
        anew
    }
}
