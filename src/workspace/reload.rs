//! Reading everything anew after a change of settings.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::load::map_all;
use super::sources::Overlay;
use super::{Change, Input, Sources, Workspace};
use crate::content::FileFacts;

impl Workspace {
    /// Loads everything anew after a change of settings; the files are those known before and the changed ones.
    pub(super) fn reload(&mut self, overlay: &Overlay<'_>) {
        let mut known: FxHashMap<String, Option<Arc<FileFacts>>> =
            self.files().map(|(_, entry)| (entry.path.to_string(), entry.good())).collect();
        for (path, exists) in overlay.changed() {
            if exists {
                known.entry(path.clone()).or_default();
            } else {
                known.remove(path);
            }
        }
        let known: Vec<_> = known.into_iter().collect();
        let inputs = map_all(&known, |(path, last_good)| {
            let text = overlay.read(path).ok()?;
            Some(Input { path: path.clone(), text, last_good: last_good.clone() })
        });
        let unread = known.iter().zip(&inputs).filter(|(_, input)| input.is_none()).map(|((path, _), _)| path);
        let salvaged: Vec<Change> = unread
            .filter_map(|path| Some(Change::Salvage { path: path.clone(), salvage: overlay.salvage(path)? }))
            .collect();
        let unread = std::mem::take(&mut self.unread);
        let mut beside: Vec<String> = self.beside().filter(|path| !overlay.has(path)).map(str::to_owned).collect();
        beside.extend(known.iter().map(|(path, _)| path.clone()));
        let mut empty = Self::open_with(overlay, None, !self.lacks_schemas);
        empty.with_lines = self.with_lines;
        let prepared = self.uses.is_some();
        *self = empty.load_into(inputs.into_iter().flatten().collect(), overlay);
        self.set_beside(beside.iter().map(String::as_str));
        let is_still = |path: &&str| !overlay.has(path) && self.find(path).is_none();
        let unread: Vec<&str> = unread.paths().filter(is_still).collect();
        self.set_unread(unread.into_iter());
        if prepared {
            self.prepare();
        }
        let salvaged: Vec<Change> = salvaged.into_iter().filter(|change| !self.is_setting(change)).collect();
        if !salvaged.is_empty() {
            self.apply(salvaged, overlay);
        }
    }
}
