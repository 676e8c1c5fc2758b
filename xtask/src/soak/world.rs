//! The folder on disk, what is open of it, and what the client says about both.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::server::Server;
use super::{Manner, compare};
use crate::corpus;

/// An open document.
pub struct Document {
    pub text: String,
    pub version: i64,
}

/// Kinds of a change on disk, as the protocol counts them.
pub const CREATED: u8 = 1;
pub const CHANGED: u8 = 2;
pub const DELETED: u8 = 3;

pub struct World {
    /// The folder; it stays if something differs.
    pub root: PathBuf,
    pub server: Server,
    pub manner: Manner,
    /// Each file as it was in the beginning.
    pub original: BTreeMap<String, String>,
    pub open: BTreeMap<String, Document>,
    /// What the client has still to be told of the disk.
    events: Vec<(String, u8)>,
}

type Done = Result<(), String>;

fn words(what: &str, path: &Path) -> impl FnOnce(std::io::Error) -> String {
    move |e| format!("{} cannot be {what}: {e}", path.display())
}

impl World {
    /// A folder with a workspace, and a server that has read it.
    pub fn start(binary: &Path, root: PathBuf, manner: Manner) -> Result<Self, String> {
        let original: BTreeMap<String, String> = corpus::workspace(manner.roles).into_iter().collect();
        std::fs::create_dir_all(root.join(".git")).map_err(words("made", &root))?;
        let root = root.canonicalize().map_err(words("found", &root))?;
        for (path, text) in &original {
            let full = root.join(path);
            full.parent().map(std::fs::create_dir_all).transpose().map_err(words("made", &full))?;
            std::fs::write(&full, text).map_err(words("written", &full))?;
        }
        let server = Server::start(binary, &root.to_string_lossy(), manner)?;
        let mut world = Self { root, server, manner, original, open: BTreeMap::new(), events: Vec::new() };
        world.server.settle()?;
        Ok(world)
    }

    pub fn uri(&self, path: &str) -> String {
        format!("file://{}/{}", self.root.display(), path.replace(' ', "%20"))
    }

    /// The path of an address.
    pub fn path_of(&self, uri: &str) -> Option<String> {
        let rest = uri.strip_prefix("file://")?.strip_prefix(&*self.root.to_string_lossy())?;
        Some(rest.trim_start_matches('/').replace("%20", " ").replace("%23", "#"))
    }

    pub fn full(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The text of a file; none where it is not there or not UTF-8.
    pub fn read(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.full(path)).ok()
    }

    /// All files of the workspace on disk, sorted.
    pub fn files(&self) -> Vec<String> {
        let (mut found, mut folders) = (Vec::new(), vec![self.root.join("content")]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(inside) = path.strip_prefix(&self.root) {
                    found.push(inside.to_string_lossy().into_owned());
                }
            }
        }
        found.sort();
        found
    }

    fn note(&mut self, path: &str, kind: u8) {
        self.events.push((path.to_owned(), kind));
    }

    /// Tells the server what has changed on disk, if it does not watch by itself.
    pub fn tell(&mut self) -> Done {
        let events = std::mem::take(&mut self.events);
        if events.is_empty() || self.manner.server_watches {
            return Ok(());
        }
        let changes: Vec<Value> =
            events.iter().map(|(path, kind)| json!({ "uri": self.uri(path), "type": kind })).collect();
        self.server.notify("workspace/didChangeWatchedFiles", &json!({ "changes": changes }))
    }

    /// Writes a file, without a word to the server.
    pub fn write(&mut self, path: &str, text: impl AsRef<[u8]>) -> Done {
        let full = self.full(path);
        let kind = if full.exists() { CHANGED } else { CREATED };
        full.parent().map(std::fs::create_dir_all).transpose().map_err(words("made", &full))?;
        std::fs::write(&full, text).map_err(words("written", &full))?;
        self.note(path, kind);
        Ok(())
    }

    pub fn remove(&mut self, path: &str) {
        if std::fs::remove_file(self.full(path)).is_ok() {
            self.note(path, DELETED);
        }
    }

    /// Moves a file or a folder. Of a folder the client tells itself, or its files.
    pub fn rename(&mut self, from: &str, to: &str, whole: bool) -> Done {
        let (old, new) = (self.full(from), self.full(to));
        let before = self.files();
        new.parent().map(std::fs::create_dir_all).transpose().map_err(words("made", &new))?;
        let is_folder = old.is_dir();
        std::fs::rename(&old, &new).map_err(words("moved", &old))?;
        if is_folder && !whole {
            let inside = format!("{from}/");
            for path in before.iter().filter_map(|path| path.strip_prefix(&inside)) {
                self.note(&format!("{from}/{path}"), DELETED);
                self.note(&format!("{to}/{path}"), CREATED);
            }
        } else {
            self.note(from, DELETED);
            self.note(to, CREATED);
        }
        Ok(())
    }

    pub fn open(&mut self, path: &str) -> Done {
        let Some(text) = self.read(path).filter(|_| !self.open.contains_key(path)) else { return Ok(()) };
        let document = json!({ "uri": self.uri(path), "languageId": "yaml", "version": 1, "text": text });
        self.open.insert(path.to_owned(), Document { text, version: 1 });
        self.server.notify("textDocument/didOpen", &json!({ "textDocument": document }))
    }

    pub fn close(&mut self, path: &str) -> Done {
        if self.open.remove(path).is_none() {
            return Ok(());
        }
        self.server.notify("textDocument/didClose", &json!({ "textDocument": { "uri": self.uri(path) } }))
    }

    /// Replaces characters of an open document: as an edit of these, or as its whole text.
    pub fn edit(&mut self, path: &str, from: usize, to: usize, new: &str, whole: bool) -> Done {
        let uri = self.uri(path);
        let utf16 = self.manner.utf16;
        let Some(document) = self.open.get_mut(path) else { return Ok(()) };
        let old = std::mem::take(&mut document.text);
        let range = json!({ "start": compare::place(&old, from, utf16), "end": compare::place(&old, to, utf16) });
        document.text = format!("{}{new}{}", &old[..from], &old[to..]);
        document.version += 1;
        let change = if whole { json!({ "text": document.text }) } else { json!({ "range": range, "text": new }) };
        let params = json!({
            "textDocument": { "uri": uri, "version": document.version },
            "contentChanges": [change],
        });
        self.server.notify("textDocument/didChange", &params)
    }

    /// An open document gets another text.
    pub fn retype(&mut self, path: &str, text: &str) -> Done {
        let length = self.open.get(path).map_or(0, |document| document.text.len());
        self.edit(path, 0, length, text, true)
    }

    pub fn save(&mut self, path: &str) -> Done {
        let Some(text) = self.open.get(path).map(|document| document.text.clone()) else { return Ok(()) };
        if self.read(path).as_ref() != Some(&text) {
            self.write(path, text)?;
        }
        let uri = self.uri(path);
        self.server.notify("textDocument/didSave", &json!({ "textDocument": { "uri": uri } }))?;
        self.tell()
    }
}
