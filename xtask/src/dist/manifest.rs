//! What the packages say about the program, from `Cargo.toml`.

use std::fs;
use std::path::Path;

/// The `[package]` of a manifest.
pub struct Manifest {
    lines: Vec<(String, String)>,
}

impl Manifest {
    /// # Errors
    /// The file cannot be read, or does not say what packages need.
    pub fn read(repository: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(repository.join("Cargo.toml")).map_err(|e| format!("Cargo.toml: {e}"))?;
        let package =
            text.lines().skip_while(|line| *line != "[package]").skip(1).take_while(|line| !line.starts_with('['));
        let pairs = package.filter_map(|line| line.split_once(" = "));
        let manifest = Manifest { lines: pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect() };
        for key in ["version", "description", "license", "repository"] {
            if manifest.text(key).is_empty() {
                return Err(format!("Cargo.toml has no {key}"));
            }
        }
        Ok(manifest)
    }

    /// The text behind a key; empty where there is none.
    fn text(&self, key: &str) -> &str {
        let value = self.lines.iter().find(|(k, _)| k == key).map_or("", |(_, value)| value.as_str());
        value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or_default()
    }

    pub fn version(&self) -> &str {
        self.text("version")
    }

    pub fn description(&self) -> &str {
        self.text("description")
    }

    pub fn license(&self) -> &str {
        self.text("license")
    }

    pub fn repository(&self) -> &str {
        self.text("repository")
    }

    /// The items of a list that stands in one line.
    pub fn keywords(&self) -> Vec<&str> {
        let list = self.lines.iter().find(|(key, _)| key == "keywords").map_or("", |(_, value)| value.as_str());
        list.split('"').skip(1).step_by(2).collect()
    }
}
