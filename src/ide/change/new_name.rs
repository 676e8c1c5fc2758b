//! Whether a thing can have a new name: it is free, and can stand wherever the old one stands.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::plan::{Refusal, refuse};
use super::spellings::renamed_to;
use crate::content::{KindId, Name, Origin, collapse, fits_known_list, fits_term_list, has_separator};
use crate::ide::Analysis;
use crate::ide::definition::claimants;
use crate::ide::term_lists::NewName;
use crate::ide::uses::{NameUse, Place};
use crate::schema::Label;
use crate::workspace::{DefId, FileId, Workspace, map_all};

/// What an author typed as a new name, white space collapsed.
///
/// # Errors
/// It is empty, the old one, or holds a control character.
pub(super) fn new_name(old: &str, typed: &str) -> Result<Name, Refusal> {
    let new: Name = collapse(typed).as_ref().into();
    if new.is_empty() {
        return refuse("the new name is empty");
    }
    if *new == *old {
        return refuse(format!("the name is \"{old}\" already"));
    }
    match new.chars().find(|c| c.is_control()) {
        Some(c) => refuse(format!("a name cannot hold the character {}", c.escape_unicode())),
        None => Ok(new),
    }
}

/// An error where a name cannot stand in the place of another one of its kind in the file at `path`.
pub(super) fn fits_place(
    workspace: &Workspace,
    (kind, place): (KindId, Place),
    new: &str,
    path: &Arc<str>,
) -> Result<(), Refusal> {
    match place {
        Place::Reference(Origin::Mention | Origin::DoubtfulMention) if !workspace.config().fits_mention(kind, new) => {
            refuse(format!("\"{new}\" cannot stand between [[ and ]], as it has to in {path}"))
        }
        // A known name may hold a comma: whether lists still say the same is proved by `fits_lists`.
        Place::Term if !(fits_term_list(new) || workspace.is_closed(kind) && fits_known_list(new)) => {
            refuse(format!("\"{new}\" cannot stand in a list of terms, as it has to in {path}"))
        }
        _ => Ok(()),
    }
}

/// An error where a name would change what others in a term list of a file mean.
pub(super) fn changes_list<T>(new: &str, path: &Arc<str>) -> Result<T, Refusal> {
    refuse(format!("\"{new}\" would change what the names beside it mean in a list of terms in {path}"))
}

/// An error where a thing cannot be renamed, whatever the new name: its file is broken, or another thing has its name.
pub(super) fn unclear(view: Analysis<'_>, def: DefId) -> Result<(), Refusal> {
    let workspace = view.workspace;
    let entry = workspace.file(def.file);
    let name = workspace.name_of(def);
    let Some(definition) = entry.facts.definitions.get(def.position as usize) else {
        return refuse(format!("{} cannot be read where it names \"{name}\": mend its syntax error first", entry.path));
    };
    let at = NameUse {
        span: definition.name().span,
        kind: definition.kind,
        name: name.clone(),
        resolved: workspace.resolve(definition.kind, &name),
        place: Place::Definition(Label::Name),
    };
    match claimants(workspace, &at).into_iter().find(|other| *other != def) {
        Some(other) => {
            let path = &workspace.file(other.file).path;
            refuse(format!(
                "two things are named \"{name}\", the other in {path}: give one of them another name by hand"
            ))
        }
        None => Ok(()),
    }
}

/// The message for a name that is taken: by what, and how to make one of both.
fn taken(view: Analysis<'_>, (def, old): (DefId, &str), (other, new): (DefId, &str)) -> Refusal {
    let workspace = view.workspace;
    let Some(definition) = workspace.definition(other) else { return format!("\"{new}\" is taken").into() };
    let word = workspace.config().word(definition.kind);
    let (name, path) = (workspace.name_of(other), &workspace.file(other.file).path);
    let by = if *name == *new { format!("by a {word}") } else { format!("by the {word} \"{name}\"") };
    let refusal = Refusal::from(format!("\"{new}\" is taken {by}, in {path}")).at(view.place_of(other));
    if !definition.kind.is_role() {
        refusal.help(format!("to make one of both, merge \"{old}\" into \"{name}\""))
    } else if other.file == def.file {
        refusal
    } else {
        refusal.help(format!("to make one of both, retire \"{old}\" in favour of \"{name}\""))
    }
}

/// An error where a thing cannot have the new name: it is taken, or is the slug of another role.
pub(super) fn is_free(view: Analysis<'_>, def: DefId, kind: KindId, old: &str, new: &Name) -> Result<(), Refusal> {
    let workspace = view.workspace;
    let path = |def: DefId| workspace.file(def.file).path.clone();
    if let Some(other) = workspace.index().claimants(kind, new).find(|other| *other != def) {
        return Err(taken(view, (def, old), (other, new)));
    }
    let own_slug = workspace.file(def.file).facts.role.as_ref().is_some_and(|role| role.slug.is_some());
    if kind.is_role()
        && !own_slug
        && let Some(slug) = workspace.config().slug(new)
        && let Some(other) = workspace.index().claimants(KindId::ROLE, &slug).find(|other| *other != def)
    {
        let other_name = workspace.name_of(other);
        return refuse(format!(
            "\"{new}\" would share the address \"{slug}\" with \"{other_name}\" in {}",
            path(other)
        ));
    }
    Ok(())
}

/// An error where the new name cannot stand in the place of the old one.
pub(super) fn fits_places(workspace: &Workspace, uses: &[(FileId, Vec<NameUse>)], new: &str) -> Result<(), Refusal> {
    let all = || uses.iter().flat_map(|(file, uses)| uses.iter().map(move |name| (&workspace.file(*file).path, name)));
    let is_mention = |place: Place| matches!(place, Place::Reference(Origin::Mention | Origin::DoubtfulMention));
    let mentioned = all().find(|(_, name)| is_mention(name.place));
    let listed = all().find(|(_, name)| name.place == Place::Term);
    for (path, name) in mentioned.into_iter().chain(listed) {
        fits_place(workspace, (name.kind, name.place), new, path)?;
    }
    Ok(())
}

/// An error where the new name would change what other names in a term list mean.
pub(super) fn fits_lists(
    workspace: &Workspace,
    uses: &[(FileId, Vec<NameUse>)],
    def: DefId,
    new: &str,
) -> Result<(), Refusal> {
    let kind = workspace.definition(def).map_or(KindId::ROLE, |d| d.kind);
    if kind.is_role() || !workspace.is_closed(kind) {
        return Ok(());
    }
    let name = NewName { workspace, kind, def, name: new, old: None };
    let one = |(file, uses): &(FileId, &[NameUse])| {
        let entry = workspace.file(*file);
        let fits = name.fits(entry, uses, |name| renamed_to(workspace, name, def, new));
        (!fits).then_some(&entry.path)
    };
    let mut files: Vec<(FileId, &[NameUse])> = uses.iter().map(|(file, uses)| (*file, &**uses)).collect();
    if has_separator(new) {
        let known: FxHashSet<FileId> = files.iter().map(|(file, _)| *file).collect();
        files.extend(workspace.sorted().into_iter().filter(|file| !known.contains(file)).map(|file| (file, &[][..])));
    }
    match map_all(&files, one).into_iter().flatten().min() {
        Some(path) => changes_list(new, path),
        None => Ok(()),
    }
}
