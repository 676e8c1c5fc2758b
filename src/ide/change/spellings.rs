//! In which way a thing is named in a place: what follows a new name there, and in which letter case.

use crate::content::{Definition, first_like, fold, swap_first_case};
use crate::ide::uses::{NameUse, Place};
use crate::schema::Label;
use crate::workspace::{DefId, How, Workspace};

/// In which way a use spells a thing's name.
pub(super) enum Spelling {
    /// By the name, in whatever letter case, by a spelling to avoid, or by the slug: it changes with the name.
    Name,
    /// By the name with its first letter in the other case: it changes with the name and keeps that case.
    OtherFirst,
    /// By an alias: it stays.
    Alias,
}

pub(super) fn spelling(workspace: &Workspace, name: &NameUse, def: DefId) -> Spelling {
    let canonical = workspace.name_of(def);
    let has_alias = |fits: &dyn Fn(&str) -> bool| {
        let labels = workspace.definition(def).map_or(&[][..], |d| &d.labels);
        labels.iter().any(|l| l.label == Label::Alias && fits(&l.at.name))
    };
    match (name.place, name.resolved.map(|r| r.how)) {
        (Place::Definition(Label::Name), _) => Spelling::Name,
        (Place::Definition(_), _) => Spelling::Alias,
        (_, Some(How::Exact)) if name.name == canonical => Spelling::Name,
        (_, Some(How::Exact)) if has_alias(&|alias| *alias == *name.name) => Spelling::Alias,
        (_, Some(How::Exact)) if swap_first_case(&canonical).as_deref() == Some(&*name.name) => Spelling::OtherFirst,
        (_, Some(How::Exact | How::PathEnd)) => Spelling::Alias,
        (_, Some(How::Case)) if fold(&canonical) != fold(&name.name) => {
            if has_alias(&|alias| fold(alias) == fold(&name.name)) { Spelling::Alias } else { Spelling::Name }
        }
        _ => Spelling::Name,
    }
}

/// What a use becomes when its thing is renamed; `None` where it stays.
pub(super) fn renamed_to(workspace: &Workspace, name: &NameUse, def: DefId, new: &str) -> Option<String> {
    match spelling(workspace, name, def) {
        Spelling::Alias => None,
        Spelling::Name => Some(new.to_owned()),
        Spelling::OtherFirst => Some(first_like(new, &name.name)),
    }
}

/// Whether a reference uses an alias of the term, which it may go on doing.
pub(super) fn is_alias(term: &Definition, name: &NameUse) -> bool {
    let exact = name.resolved.is_some_and(|r| r.how == How::Exact);
    let is = |label: &str| *name.name == *label || swap_first_case(label).is_some_and(|other| other == *name.name);
    exact && !is(&term.name().name) && term.labels.iter().any(|l| l.label == Label::Alias && is(&l.at.name))
}

/// `name` as it is to stand in the place of `written`, a spelling of `old`: a capital that `written` has and `old` has
/// not stays.
pub(super) fn spelled(name: &str, old: &str, written: &str) -> String {
    let raised = swap_first_case(old).is_some_and(|other| other == written) && written.starts_with(char::is_uppercase);
    let lower = name.starts_with(char::is_lowercase);
    let swapped = if raised && lower { swap_first_case(name) } else { None };
    swapped.unwrap_or_else(|| name.to_owned())
}
