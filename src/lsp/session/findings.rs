//! Findings on their way to the editor: what is said about which file, pushed or on request.
//!
//! [`State::recheck`] is the one place where a change becomes findings. What was last said about a file is remembered as
//! a hash, so that nothing is said twice and a finding that is gone is taken back. What is being typed may keep a finding
//! back for a moment (`typing.rs`). A client that asks for findings itself
//! gets none pushed, with one exception: one that asks for open documents only would never see the others, so those are
//! pushed.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde_json::json;
use tower_lsp::gen_lsp_types as lsp;

use super::converter::Converter;
use super::said::{Said, hash, key};
use super::state::{Root, State};
use super::typing::{Typing, Waits, said_before};
use crate::loader::JOURNAL;
use crate::lsp::io::outgoing::Outgoing;
use crate::rules::{Diagnostic, check_file, check_file_alone, check_settings, quieten, unreadable};
use crate::workspace::{FileId, Severity, Sources as _};

/// How many files an edit checks at once; the rest follows in the background, open ones first.
pub const AT_ONCE: usize = 100;

/// A file's findings as the protocol has them.
pub struct FileFindings {
    /// The file's address.
    pub uri: String,
    /// The document's version, if it is open.
    pub version: Option<i32>,
    /// The findings.
    pub items: Vec<lsp::Diagnostic>,
    /// The [`key`] of each.
    pub keys: Box<[u64]>,
    /// Hash of the findings; 0 for none.
    pub hash: u64,
    /// What is found and not shown yet.
    pub waits: Waits,
}

impl State {
    /// The findings of a file in the engine's own form: hints only where the file is open, and the file's own ones only
    /// while the workspace has not been read.
    #[must_use]
    pub fn findings(&self, root: &Root, path: &str) -> Vec<Diagnostic> {
        let open = self.documents.contains_key(&root.full(path));
        let mut found = match root.workspace.find(path) {
            Some(id) if root.loaded => check_file(&root.workspace, id, self.today),
            Some(id) => check_file_alone(&root.workspace, id, self.today),
            None => Vec::new(),
        };
        if root.workspace.is_setting_file(path) {
            found.extend(check_settings(&root.workspace).into_iter().filter(|d| *d.path == *path));
        }
        // Of what can be read in part the file's own findings tell.
        let told = |path: &str| root.workspace.tells_of(path) || root.workspace.find(path).is_some();
        let problems = root.problems.iter().filter(|p| p.path == path && !told(&p.path));
        found.extend(problems.map(|p| unreadable(&p.path, &p.why)));
        found.extend(root.journal.finding.clone().filter(|_| path == JOURNAL));
        let text = || root.texts(&self.documents).read(path).unwrap_or_default();
        quieten(&root.workspace, path, text, &mut found);
        found.retain(|d| open || d.severity > Severity::Hint);
        found
    }

    /// The findings of a file that are shown now, from all workspaces that it belongs to.
    #[must_use]
    pub fn file_findings(&self, full: &str) -> FileFindings {
        let uri = self.uri(full);
        let version = self.documents.get(full).map(|d| d.version);
        let mut items: Vec<lsp::Diagnostic> = Vec::new();
        let mut is_touched = false;
        for (at, root) in self.roots.iter().enumerate() {
            let path = crate::lsp::proto::uri::relative(&root.folder, full);
            let found = self.findings(root, &path);
            if found.is_empty() {
                continue;
            }
            let touches = |typing: &Typing| root.workspace.find(&path).is_some_and(|id| typing.touches(at, id));
            is_touched |= self.typing.as_ref().is_some_and(touches);
            let converter = Converter::new(self, root);
            let found = found.iter().map(|d| converter.diagnostic(d));
            // Only workspaces that share a file say something twice.
            let mut known: Option<FxHashSet<u64>> = (!items.is_empty()).then(|| items.iter().map(key).collect());
            items.extend(found.filter(|item| known.as_mut().is_none_or(|known| known.insert(key(item)))));
        }
        let mut waits = Waits::default();
        if let Some(typing) = &self.typing {
            let said = self.said.lock();
            let before = said.get(full);
            if typing.file == full {
                (items, waits) = typing.shown(items, before.map_or(&[], |said| &said.shown));
            } else if is_touched {
                (items, waits) = said_before(items, before.map_or(&[], |said| &said.keys));
            }
        }
        let keys: Box<[u64]> = items.iter().map(key).collect();
        let hash = if items.is_empty() { 0 } else { hash(&keys).max(1) };
        FileFindings { uri, version, items, keys, hash, waits }
    }

    /// Whether the findings of a file are pushed.
    fn pushes(&self, full: &str) -> bool {
        !self.abilities.pull || self.asks_for_workspace == Some(false) && !self.documents.contains_key(full)
    }

    /// Checks one file and says what has changed; true if anything has. Findings of a document that has changed are
    /// published even if they are the same: an editor may have moved their marks with the text, and only a publication
    /// moves them back.
    pub fn say(&self, full: &str, outgoing: &Outgoing) -> bool {
        let findings = self.file_findings(full);
        let pushes = self.pushes(full);
        if let Some(typing) = self.typing.as_ref().filter(|_| findings.waits.any) {
            typing.waiting.lock().insert(full.to_owned(), findings.waits);
        }
        let now = Said {
            hash: findings.hash,
            pushed: pushes && findings.hash != 0,
            version: findings.version,
            keys: findings.keys.clone(),
            shown: if findings.version.is_some() { findings.items.clone() } else { Vec::new() },
        };
        let before = {
            let mut said = self.said.lock();
            // Files without findings are kept for clients that ask: they must hear that findings are gone.
            let keeps = now.hash != 0 || now.version.is_some() || self.abilities.pull;
            if keeps { said.insert(full.to_owned(), now) } else { said.remove(full) }
        };
        let before = before.unwrap_or_default();
        let is_new = before.hash != findings.hash || !before.pushed && findings.hash != 0;
        let has_moved = before.version.is_some() && findings.version.is_some() && before.version != findings.version;
        if pushes && (is_new || has_moved) {
            publish(outgoing, &findings);
        } else if !pushes && before.pushed {
            publish(outgoing, &FileFindings { items: Vec::new(), hash: 0, ..findings });
        }
        before.hash != findings.hash
    }

    /// Says again what was last said of an earlier version of a document, after a change that the engine sees no effect of.
    pub fn say_of_new_version(&self, full: &str, outgoing: &Outgoing) {
        let version = self.documents.get(full).map(|d| d.version);
        let is_said = self.said.lock().get(full).is_none_or(|said| said.version == version);
        if !is_said {
            self.say(full, outgoing);
        }
    }

    /// Checks files again: up to a hundred at once, open ones first; the rest is left to the background. Gives whether
    /// something was left, and whether a file other than `edited` (full path) has other findings now.
    pub fn recheck(&self, root: usize, affected: &FxHashSet<FileId>, edited: &str, outgoing: &Outgoing) -> Rechecked {
        let root = &self.roots[root];
        let all = affected.len() > AT_ONCE;
        let mut result = Rechecked { checked: 0, left: false, others_changed: false };
        for id in affected {
            let path = &root.workspace.file(*id).path;
            let full = root.full(path);
            if all && full != edited && !self.documents.contains_key(&full) {
                root.waiting.lock().insert(path.clone());
                result.left = true;
                continue;
            }
            result.checked += 1;
            result.others_changed |= self.say(&full, outgoing) && full != edited;
        }
        result
    }

    /// Leaves all files of a workspace to the background, also those that are gone.
    pub fn recheck_all(&self, root: &Root) {
        let mut waiting = root.waiting.lock();
        waiting.extend(root.workspace.files().map(|(_, entry)| entry.path.clone()));
        let said = self.said.lock();
        let with_findings = said.iter().filter(|(_, said)| said.hash != 0);
        waiting.extend(with_findings.map(|(full, _)| Arc::from(crate::lsp::proto::uri::relative(&root.folder, full))));
        waiting.extend(root.problems.iter().map(|p| Arc::from(p.path.as_str())));
        waiting.extend(root.workspace.config_findings().iter().map(|f| Arc::from(f.path.as_str())));
        waiting.extend(root.journal.finding.iter().map(|d| d.path.clone()));
    }
}

/// What [`State::recheck`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rechecked {
    /// How many files were checked.
    pub checked: usize,
    /// Some are left to the background.
    pub left: bool,
    /// Another file than the edited one has other findings now.
    pub others_changed: bool,
}

fn publish(outgoing: &Outgoing, findings: &FileFindings) {
    let mut params = json!({ "uri": findings.uri, "diagnostics": findings.items });
    if let Some(version) = findings.version {
        params["version"] = version.into();
    }
    outgoing.notify("textDocument/publishDiagnostics", &params);
}
