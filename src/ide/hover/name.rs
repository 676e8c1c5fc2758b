//! The card of a name: of the role or term that it means, or what an unknown one would need.

use super::text::{Card, code, escape};
use super::{Hover, Links, role, term, thing};
use crate::content::{FileKind, KindId, Name, Origin};
use crate::ide::FileView;
use crate::ide::uses::{NameUse, Place};
use crate::workspace::{DefId, How, Workspace};

pub(super) fn hover(file: &FileView<'_>, at: u32, links: Links<'_>) -> Option<Hover> {
    let name = file.name_at(at)?;
    let markdown = match name.resolved {
        Some(resolved) => {
            let note = spelling(file.workspace(), &name);
            if matches!(file.workspace().file(resolved.def.file).kind, FileKind::Collection(_)) {
                thing::card(file, resolved.def, links, &note)
            } else if name.kind.is_role() {
                role::card(file, resolved.def, links, (&note, &role::in_row(file, &name)))
            } else {
                term::card(file, resolved.def, links, &note)
            }
        }
        None => unknown(file.workspace(), &name)?,
    };
    Some(Hover { span: name.span, markdown })
}

/// A sentence on a spelling that is not the name itself; empty where there is nothing to say.
fn spelling(workspace: &Workspace, name: &NameUse) -> String {
    let Some(resolved) = name.resolved else { return String::new() };
    let canonical = workspace.name_of(resolved.def);
    // A link says a path, which is no spelling.
    if matches!(name.place, Place::Definition(_)) || name.is_link() || canonical == name.name {
        return String::new();
    }
    let written = escape(&name.name);
    match resolved.how {
        How::Named => by_id(workspace, name, resolved.def),
        How::PathEnd => String::new(),
        // The card has it.
        How::Exact
            if workspace.definition(resolved.def).and_then(|one| one.id()).is_some_and(|id| id.name == name.name) =>
        {
            String::new()
        }
        How::Exact if canonical.to_lowercase() == name.name.to_lowercase() => String::new(),
        How::Exact => format!("\"{written}\" is an alias."),
        How::Avoid => format!("\"{written}\" is a spelling to avoid: write \"{}\".", escape(&canonical)),
        How::Case | How::Slug => format!("Write \"{}\".", escape(&canonical)),
    }
}

/// What to write for a name of a thing with an id.
fn by_id(workspace: &Workspace, name: &NameUse, def: DefId) -> String {
    let id = workspace.definition(def).and_then(|definition| definition.id());
    match id.filter(|_| !matches!(name.place, Place::Reference(Origin::Mention | Origin::DoubtfulMention))) {
        Some(id) => format!("Write its id: \"{}\".", escape(&id.name)),
        None => String::new(),
    }
}

/// The card of an unknown name: what the finding, which is shown beside it, does not say. `None` if that is nothing.
fn unknown(workspace: &Workspace, name: &NameUse) -> Option<String> {
    let word = workspace.config().word(name.kind);
    let written = escape(&name.name);
    let mut card = Card::default();
    if !workspace.is_closed(name.kind) {
        card.block(&format!("**{written}** · {}", escape(word)));
        card.block(&format!("There is no vocabulary of kind \"{}\", so that any name is fine.", escape(word)));
        return Some(card.finish());
    }
    let needs = needs(workspace, name.kind, &name.name);
    card.block(&needs);
    (!needs.is_empty()).then(|| card.finish())
}

/// What a name would need to be known.
fn needs(workspace: &Workspace, kind: KindId, name: &Name) -> String {
    // Of files in another form nobody can say where a role would be defined.
    if kind.is_role() && !workspace.config().has_role_pages() {
        return String::new();
    }
    if kind.is_role() {
        let file = workspace
            .config()
            .slug(name)
            .map_or_else(String::new, |slug| format!(" {}", code(&format!("{slug}.yaml"))));
        return format!("A role file{file} with this name would define it.");
    }
    let files = workspace.files().filter(|(_, e)| e.kind == FileKind::Vocabulary(kind));
    let first = files.map(|(_, e)| e.path.clone()).min();
    first.map_or_else(String::new, |path| format!("An entry in {} would define it.", code(&path)))
}
