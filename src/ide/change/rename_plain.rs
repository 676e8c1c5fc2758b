//! Renaming a column or a group: every place that names it.

use super::new_name::new_name;
use super::plan::{ChangePlan, FileChange, Refusal, Written, planned, read, refuse};
use crate::content::Name;
use crate::ide::columns::in_settings;
use crate::ide::plain_names::{PlainName, plain_name_at};
use crate::ide::{Analysis, FileView};
use crate::text::{Span, TextEdit};
use crate::workspace::{FileId, map_all};

/// The column or group to rename at a byte offset, and where it stands, or why it cannot be renamed; `None` where there
/// is none.
#[must_use]
pub fn plain_to_rename(file: &FileView<'_>, at: u32) -> Option<Result<(Span, PlainName), Refusal>> {
    let (span, what) = plain_name_at(file, at)?;
    Some(is_set_up(file.view, &what).map(|()| (span, what)))
}

/// An error for a column that `sidestep.yaml` does not list, so that it cannot get another name there.
fn is_set_up(view: Analysis<'_>, what: &PlainName) -> Result<(), Refusal> {
    let PlainName::Column(name) = what else { return Ok(()) };
    let listed =
        view.file("sidestep.yaml").is_some_and(|file| in_settings(&file.tree).iter().any(|at| at.name == *name));
    match view.workspace.config().column(name) {
        _ if listed => Ok(()),
        Some(_) => {
            refuse(format!("\"{name}\" is a column that sidestep.yaml does not list: write \"columns:\" there first"))
        }
        None => refuse(format!("this workspace has no column \"{name}\"")),
    }
}

/// Renames a column in the settings and in every table, or a group in every entry. A group may get the name of another
/// one: then they are one. A column may not: a row cannot have two cells under one name.
///
/// # Errors
/// In the author's words: the new name is empty, the old one, taken, or cannot stand where the old one stands.
pub fn rename_plain(view: Analysis<'_>, what: &PlainName, typed: &str) -> Result<ChangePlan, Refusal> {
    let old = what.name();
    is_set_up(view, what)?;
    let new = new_name(old, typed)?;
    if let PlainName::Column(_) = what {
        fits_column(view, old, &new)?;
    }
    let uses = what.by_file(view);
    let changes = map_all(&uses, |(file, places)| change(view, *file, places, old, &new));
    let plan = planned(changes.into_iter().collect::<Result<_, _>>()?);
    Ok(ChangePlan { old: old.clone(), new, ..plan })
}

/// An error where a column cannot have the new name.
fn fits_column(view: Analysis<'_>, old: &Name, new: &Name) -> Result<(), Refusal> {
    if matches!(&**new, "role" | "<<") || new.starts_with("x-") {
        return refuse(format!("a column cannot be named \"{new}\": a row has another use for that key"));
    }
    if view.workspace.config().column(new).is_some() {
        return refuse(format!("\"{new}\" is a column already: two columns cannot have one name"));
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
            return refuse(format!(
                "{} has \"{new}\" beside \"{old}\" already: take one of them out first",
                entry.path
            ));
        }
    }
    Ok(())
}

/// The edits of one file.
fn change(view: Analysis<'_>, id: FileId, places: &[Span], old: &str, new: &str) -> Result<Written, Refusal> {
    let path = &view.workspace.file(id).path;
    let file = read(view, path)?;
    let names = places.iter().map(|span| TextEdit::new(*span, new)).collect();
    let refusal = |_| format!("{path} cannot be changed where it names \"{old}\": mend it first").into();
    FileChange { names, ..FileChange::default() }.write(path, &file).map_err(refusal)
}
