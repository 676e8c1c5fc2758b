//! The text of a new role file, and which extension it has.

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

/// The text of a new file that holds some YAML: in a Markdown file it is the front matter.
#[must_use]
pub fn in_file(path: &str, yaml: String) -> String {
    if Format::of(path) == Format::Yaml { yaml } else { format!("---\n{yaml}---\n") }
}

/// The extensions of role files, each with its dot: first the one that those at hand have.
pub fn extensions(workspace: &Workspace) -> impl Iterator<Item = &'static str> {
    let roles = workspace.files().filter(|(_, entry)| entry.kind == FileKind::Role);
    let first = roles.map(|(_, entry)| &*entry.path).min().unwrap_or_default();
    let own = EXTENSIONS.into_iter().find(|extension| first.ends_with(extension));
    own.into_iter().chain(EXTENSIONS.into_iter().filter(move |extension| Some(*extension) != own))
}

/// The extensions that a new role file can have.
const EXTENSIONS: [&str; 4] = [".yaml", ".yml", ".md", ".mdx"];
