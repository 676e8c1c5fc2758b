//! [`Disk`]: the files of a workspace's folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::syntax::LARGEST_FILE;
use crate::workspace::Sources;

/// Reads files below a workspace's folder.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// The files below `root`.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The workspace's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path on disk of a path relative to the workspace.
    #[must_use]
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

impl Sources for Disk {
    fn read(&self, path: &str) -> Result<String, String> {
        let path = self.path(path);
        let metadata = fs::metadata(&path).map_err(|e| explain(&e))?;
        if metadata.is_dir() {
            return Err("it is a folder, not a file".to_owned());
        }
        if metadata.len() > LARGEST_FILE as u64 {
            return Err(format!("it has {} MB, and up to {} MB are read", metadata.len() >> 20, LARGEST_FILE >> 20));
        }
        let bytes = fs::read(&path).map_err(|e| explain(&e))?;
        String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..valid].iter().filter(|b| **b == b'\n').count() + 1;
            format!("it is not UTF-8 text (see line {line}); save it as UTF-8")
        })
    }

    fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }
}

/// An error of the operating system in plain words.
pub(crate) fn explain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "you may not read it (permission denied)".to_owned(),
        _ => error.to_string(),
    }
}
