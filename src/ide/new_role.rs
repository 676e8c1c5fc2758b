//! A new role: the file that it belongs in, and its first text.

use std::sync::Arc;

use super::change::plan::{Refusal, refuse};
use super::change::rename_file::name_of_file;
use super::{Analysis, Location};
use crate::content::{BLANK, KindId, Name, collapse, fold, unfit_for_file};
use crate::edit::{in_file, role_paths, role_text};
use crate::text::{Span, TextEdit};
use crate::workspace::Workspace;

/// A role file that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRole {
    /// Its path, relative to the workspace; there is no such file.
    pub path: String,
    /// Its text: a draft.
    pub text: String,
    /// What the author writes first, the summary (bytes of the text).
    pub first: Span,
    /// A warning where a role has nearly the same name: one clause, lower case, no full stop.
    pub warning: Option<String>,
}

/// Plans the file of a new role. It lies beside `near` if that is a role, else where the settings' patterns say.
///
/// # Errors
/// The name is empty or taken, no file can be named so, no pattern takes such a file, or nothing there is content.
pub fn new_role(view: Analysis<'_>, name: &str, near: Option<&str>) -> Result<NewRole, Refusal> {
    let workspace = view.workspace;
    let name = collapse(name);
    if name.is_empty() {
        return refuse("a role needs a name");
    }
    let Some(stem) = workspace.config().slug(&name).or_else(|| is_file_name(&name).then(|| name.to_string())) else {
        return refuse(format!("no file can be named \"{name}.yaml\""));
    };
    if let Some(why) = unfit_for_file(&stem) {
        return refuse(format!("no file should be named by \"{name}\": {why}"));
    }
    if let Some(found) = workspace.resolve(KindId::ROLE, &name) {
        let (other, path) = (workspace.name_of(found.def), workspace.file(found.def.file).path.clone());
        let why = if *other == *name {
            format!("there is a role named \"{name}\" already, in {path}")
        } else {
            format!("\"{name}\" means \"{other}\" already, in {path}")
        };
        return Err(Refusal::from(why).at(view.place_of(found.def)));
    }

    let config = workspace.config();
    if !config.has_role_pages() {
        return refuse("roles have a form of their own here: begin the file beside the others by hand");
    }
    let paths = role_paths(workspace, &stem, near);
    let Some(first) = paths.first() else {
        let patterns = config.roles.join(", ");
        return refuse(format!("no pattern of \"roles\" takes a file named {stem}.yaml: {patterns}"));
    };
    let Some(path) = paths.iter().find(|path| view.sources.refusal(path).is_none()).cloned() else {
        let why = view.sources.refusal(first).unwrap_or_default();
        return refuse(format!("{first} would be no role of this workspace: {why}"));
    };
    let (before, ending) = path.split_at(path.rfind('.').unwrap_or(path.len()));
    if let Some(existing) =
        [".yaml", ".yml", ending].map(|end| format!("{before}{end}")).iter().find(|p| view.sources.exists(p))
    {
        let place = Location { path: existing.as_str().into(), span: Span::default() };
        return Err(Refusal::from(format!("{existing} is there already")).at(place));
    }

    let text = in_file(&path, role_text(config, &name));
    let summary = "\nsummary: ";
    let start = text.find(summary).map(|at| at + summary.len()).or_else(|| text.find(BLANK)).unwrap_or(text.len());
    let warning = alike(workspace, &name).map(|(other, path)| format!("it looks like \"{other}\", in {path}"));
    Ok(NewRole { path, first: Span::of(start, (start + BLANK.len()).min(text.len())), text, warning })
}

/// The edit that makes a new role of a blank file, named as the file is. `None` where there is a role of that name.
#[must_use]
pub fn first_draft(view: Analysis<'_>, path: &str, text: &str) -> Option<TextEdit> {
    let workspace = view.workspace;
    let name = name_of_file(workspace, path)?;
    if workspace.resolve(KindId::ROLE, &name).is_some() {
        return None;
    }
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    Some(TextEdit::new(Span::of(start, text.len()), in_file(path, role_text(workspace.config(), &name))))
}

/// The first role with a label that `name` is easily mistaken for: its name and its file.
fn alike(workspace: &Workspace, name: &str) -> Option<(Name, Arc<str>)> {
    let key = letters(name);
    let is_alike = |other: &str| letters(other) == key || is_slip(name, other);
    let labels =
        workspace.index().kind(KindId::ROLE).all().filter(|(label, _)| is_alike(label)).map(|(_, label)| label.def);
    let def = labels.min_by(|a, b| workspace.order(*a, *b))?;
    Some((workspace.name_of(def), workspace.file(def.file).path.clone()))
}

/// A key for names that ignores what is written in several ways: letter case, white space, dots, hyphens, a plural -s.
fn letters(name: &str) -> String {
    let mut key: String = fold(name).chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-')).collect();
    if key.chars().count() > 4 && key.ends_with('s') {
        key.pop();
    }
    key
}

/// Whether two names differ by at most one typo, in a word of five letters or more. Shorter words tell roles apart (UI,
/// UX).
fn is_slip(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    if a.split_whitespace().count() != b.split_whitespace().count() {
        return false;
    }
    let mut others = a.split_whitespace().zip(b.split_whitespace()).filter(|(a, b)| a != b);
    let Some((a, b)) = others.next() else { return true };
    let is_long = |word: &str| word.chars().count() > 4;
    others.next().is_none() && is_long(a) && is_long(b) && strsim::damerau_levenshtein(a, b) == 1
}

/// Whether a name without a slug can be the name of a file, on every system, that is not hidden. Names that Windows
/// reserves consist of letters, so that they have a slug and do not come here.
fn is_file_name(name: &str) -> bool {
    const LONGEST: usize = 255 - ".yaml".len();
    let unfit = |c: char| c.is_control() || matches!(c, '/' | '\\' | '<' | '>' | ':' | '"' | '|' | '?' | '*');
    name.len() <= LONGEST && !name.starts_with(['.', '-', '~']) && !name.contains(unfit)
}
