//! The text of a new role file, and where it belongs.

use super::json::{as_json, is_json_file};
use super::scalar::written;
use crate::content::{BLANK, FileKind};
use crate::syntax::{Format, scalar};
use crate::workspace::{Config, Workspace};

/// The text of a new role file: a draft with its name, and blanks ([`BLANK`]) for the summary and the required cells of
/// its own row.
#[must_use]
pub fn role_text(config: &Config, name: &str) -> String {
    let name = scalar(name);
    let mut text = format!("name: {name}\nstatus: draft\nsummary: {BLANK}\ncomparison:\n  rows:\n    - role: {name}\n");
    for column in config.columns.iter().filter(|c| !c.optional) {
        text.push_str(&format!("      {}: {BLANK}\n", written(&column.name, false)));
    }
    text
}

/// The text of a new file that holds some YAML: in a Markdown file it is the front matter, in a JSON file JSON.
#[must_use]
pub fn in_file(path: &str, yaml: String) -> String {
    if is_json_file(path) {
        return as_json(&yaml);
    }
    if Format::of(path) == Format::Yaml { yaml } else { format!("---\n{yaml}---\n") }
}

/// Where the file of a new role may belong, given its name without extension: beside `near` if that is a role's, else where
/// the patterns of the settings say, else beside the first role file by path; with the extension that those at hand have.
/// The best first; none where no pattern takes such a file.
#[must_use]
pub fn role_paths(workspace: &Workspace, stem: &str, near: Option<&str>) -> Vec<String> {
    let config = workspace.config();
    let fits = |path: &str| config.file_kind(path) == Some(FileKind::Role);
    let roles = || workspace.files().filter(|(_, entry)| entry.kind == FileKind::Role).map(|(_, entry)| &*entry.path);
    let first = roles().min().unwrap_or_default();
    let beside = near.filter(|path| fits(path)).into_iter().map(parent);
    let patterns = config.roles.iter().map(|pattern| parent(literal(pattern)));
    let own = EXTENSIONS.into_iter().find(|extension| first.ends_with(extension));
    let extensions = || own.into_iter().chain(EXTENSIONS.into_iter().filter(|extension| Some(*extension) != own));
    let paths = beside
        .chain(patterns)
        .chain((!first.is_empty()).then(|| parent(first)))
        .flat_map(|folder| extensions().map(move |end| format!("{folder}{stem}{end}")));
    paths.filter(|path| fits(path)).collect()
}

/// The extensions that a new role file can have.
const EXTENSIONS: [&str; 5] = [".yaml", ".yml", ".md", ".mdx", ".json"];

/// The folder of a path, with the slash; empty at the top.
fn parent(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..=at])
}

/// A pattern up to its first wildcard.
fn literal(pattern: &str) -> &str {
    pattern.find(['*', '?', '[', '{']).map_or(pattern, |at| &pattern[..at])
}
