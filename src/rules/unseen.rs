//! Names that look the same: what cannot be seen in them, and where that is told.

use super::FileCx;
use crate::content::{Definition, FileFacts, LabelFact, name_of_hidden, script_of};
use crate::schema::Label;
use crate::text::{Span, with_article};
use crate::workspace::{DefId, LabelUse};

/// What cannot be seen in the name at a place, as a sentence about it.
pub(super) fn unseen_in(facts: &FileFacts, name: Span) -> Option<String> {
    let found = facts.invisible.iter().find(|found| name.contains(found.span))?;
    let first = found.text.chars().next()?;
    Some(match name_of_hidden(first) {
        Some(hidden) => format!("{} stands in it, which shows nothing", with_article(hidden)),
        None => format!("the {} letter \"{first}\" stands in it", script_of(first)),
    })
}

/// Whether a label of a thing is one of another thing of its kind too, or this thing has it twice, which is reported.
pub(super) fn is_shared(cx: &FileCx<'_>, own: DefId, definition: &Definition, label: &LabelFact) -> bool {
    let bearers = cx.workspace.index().kind(definition.kind).labels(&label.at.name);
    let names_it = |use_: &LabelUse| matches!(use_.label, Label::Name | Label::Alias) && !use_.has_id && !use_.planned;
    let is_named = matches!(label.label, Label::Name | Label::Alias) && definition.id().is_none();
    let is_others =
        is_named && !definition.is_planned() && bearers.iter().any(|use_| use_.def != own && names_it(use_));
    is_others || bearers.iter().filter(|use_| use_.def == own).nth(1).is_some()
}
