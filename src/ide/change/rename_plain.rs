//! Renaming a column or a group: every place that names it.

use crate::content::{Name, collapse};
use crate::edit::{Edit, TextFile, rename_names};
use crate::ide::columns::in_settings;
use crate::ide::plain_names::{PlainName, plain_name_at};
use crate::ide::{FileView, View};
use crate::syntax::{Kind, NodeRef};
use crate::text::{Span, TextEdit, apply};
use crate::workspace::{FileId, map_all};

/// What renaming a column or a group changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainRename {
    /// The old name.
    pub old: Name,
    /// The new name, white space collapsed.
    pub new: Name,
    /// The changes, sorted by path and span, all or none.
    pub edits: Vec<Edit>,
    /// How many files are touched.
    pub files: usize,
}

/// The column or group to rename at a byte offset, and where it stands, or why it cannot be renamed; `None` where there
/// is none.
#[must_use]
pub fn plain_to_rename(file: &FileView<'_>, at: u32) -> Option<Result<(Span, PlainName), String>> {
    let (span, what) = plain_name_at(file, at)?;
    Some(is_set_up(file.view, &what).map(|()| (span, what)))
}

/// An error for a column that `sidestep.yaml` does not list, so that it cannot get another name there.
fn is_set_up(view: View<'_>, what: &PlainName) -> Result<(), String> {
    let PlainName::Column(name) = what else { return Ok(()) };
    let listed =
        view.file("sidestep.yaml").is_some_and(|file| in_settings(&file.tree).iter().any(|at| at.name == *name));
    match view.workspace.config().column(name) {
        _ if listed => Ok(()),
        Some(_) => {
            Err(format!("\"{name}\" is a column that sidestep.yaml does not list: write \"columns:\" there first"))
        }
        None => Err(format!("this workspace has no column \"{name}\"")),
    }
}

/// Renames a column in the settings and in every table, or a group in every entry. A group may get the name of another
/// one: then they are one. A column may not: a row cannot have two cells under one name.
///
/// # Errors
/// In the author's words: the new name is empty, the old one, taken, or cannot stand where the old one stands.
pub fn rename_plain(view: View<'_>, what: &PlainName, new_name: &str) -> Result<PlainRename, String> {
    let (old, new): (&Name, Name) = (what.name(), collapse(new_name).as_ref().into());
    is_set_up(view, what)?;
    if new.is_empty() {
        return Err("the new name is empty".to_owned());
    }
    if new == *old {
        return Err(format!("the name is \"{old}\" already"));
    }
    if let Some(c) = new.chars().find(|c| c.is_control()) {
        return Err(format!("a name cannot hold the character {}", c.escape_unicode()));
    }
    if let PlainName::Column(_) = what {
        fits_column(view, old, &new)?;
    }
    let uses = what.by_file(view);
    let files = uses.len();
    let changes = map_all(&uses, |(file, places)| change(view, *file, places, old, &new));
    let mut edits = Vec::new();
    for change in changes {
        edits.extend(change?);
    }
    Ok(PlainRename { old: old.clone(), new, edits, files })
}

/// An error where a column cannot have the new name.
fn fits_column(view: View<'_>, old: &Name, new: &Name) -> Result<(), String> {
    if matches!(&**new, "role" | "<<") || new.starts_with("x-") {
        return Err(format!("a column cannot be named \"{new}\": a row has another use for that key"));
    }
    if view.workspace.config().column(new).is_some() {
        return Err(format!("\"{new}\" is a column already: two columns cannot have one name"));
    }
    for id in view.workspace.sorted() {
        let entry = view.workspace.file(id);
        let Some(comparison) = entry.facts.role.as_ref().and_then(|role| role.comparison.as_ref()) else { continue };
        let both = |names: &mut dyn Iterator<Item = &Name>| {
            let (mut has_old, mut has_new) = (false, false);
            for name in names {
                has_old |= name == old;
                has_new |= name == new;
            }
            has_old && has_new
        };
        let listed = comparison.columns.iter().any(|(_, names)| both(&mut names.iter().map(|at| &at.name)));
        let rows = || comparison.rows.iter().any(|row| both(&mut row.cells.iter().map(|cell| &cell.column.name)));
        if listed || rows() {
            return Err(format!("{} has \"{new}\" beside \"{old}\" already: take one of them out first", entry.path));
        }
    }
    Ok(())
}

/// The edits of one file.
fn change(view: View<'_>, id: FileId, places: &[Span], old: &str, new: &str) -> Result<Vec<Edit>, String> {
    let entry = view.workspace.file(id);
    let path = &entry.path;
    let refusal = || format!("{path} cannot be changed where it names \"{old}\": mend it first");
    let text = view.sources.read(path).map_err(|error| format!("{path} cannot be read: {error}"))?;
    let file = TextFile::new(path, text);
    let names: Vec<TextEdit> = places.iter().map(|span| TextEdit::new(*span, new)).collect();
    let edits = rename_names(&file, &names).ok_or_else(refusal)?;
    if file.is_sound() {
        let after = TextFile::new(path, apply(file.text(), &edits).map_err(|_| refusal())?);
        let is_named = |span: Span| places.iter().any(|place| span.contains(*place));
        let same = match (file.tree().root(), after.tree().root()) {
            (Some(before), Some(after)) => says_the_same(before, after, &is_named, new),
            _ => false,
        };
        if !after.is_sound() || !same {
            return Err(refusal());
        }
    }
    Ok(edits.into_iter().map(|edit| Edit::Text { path: path.to_string(), edit }).collect())
}

/// Whether two trees differ in nothing but the scalars that are renamed.
fn says_the_same(before: NodeRef<'_>, after: NodeRef<'_>, is_named: &dyn Fn(Span) -> bool, new: &str) -> bool {
    let same = |a: NodeRef<'_>, b: NodeRef<'_>| says_the_same(a, b, is_named, new);
    match (before.kind(), after.kind()) {
        (Kind::Mapping, Kind::Mapping) => {
            let (a, b): (Vec<_>, Vec<_>) = (before.written_entries().collect(), after.written_entries().collect());
            a.len() == b.len() && a.iter().zip(&b).all(|((k, v), (l, w))| same(*k, *l) && same(*v, *w))
        }
        (Kind::Sequence, Kind::Sequence) => {
            let (a, b): (Vec<_>, Vec<_>) = (before.written_items().collect(), after.written_items().collect());
            a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| same(*a, *b))
        }
        (Kind::Alias, Kind::Alias) => true,
        _ if is_named(before.span()) => after.kind() == Kind::String && *collapse(after.scalar_text()) == *new,
        (a, b) => a == b && before.scalar_text() == after.scalar_text(),
    }
}
