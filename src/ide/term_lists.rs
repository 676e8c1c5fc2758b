//! Checks term lists when a term gets another name: beside a `/` or in parentheses the new name may read as one with
//! its neighbours, so that they mean something else.

use super::uses::{NameUse, Place};
use crate::content::{
    COMMAS, CellPart, KindId, Lexicon, TermSpan, collapse, fold, has_separator, may_be_several, same_folded,
    split_item, split_terms,
};
use crate::text::{Span, TextEdit, apply};
use crate::workspace::{DefId, FileEntry, Workspace, term_parts};

/// A term with the name that it gets.
#[derive(Clone, Copy)]
pub(super) struct NewName<'w> {
    pub workspace: &'w Workspace,
    pub kind: KindId,
    pub def: DefId,
    /// The name; nothing else is named so.
    pub name: &'w str,
    /// The term that goes, if two become one.
    pub old: Option<DefId>,
}

/// The lexicon as it is afterwards.
impl Lexicon for NewName<'_> {
    type Meaning = DefId;

    fn meaning(&self, written: &str) -> Option<DefId> {
        let tight = || written.split('/').map(str::trim).collect::<Vec<_>>().join("/");
        if same_folded(&collapse(written), self.name) || written.contains('/') && same_folded(&tight(), self.name) {
            return Some(self.def);
        }
        let def = self.workspace.term(self.kind, written).1.map(|resolved| resolved.def);
        if def.is_some() && def == self.old { Some(self.def) } else { def }
    }

    fn nearly(&self, name: &str) -> bool {
        self.workspace.suggest(self.kind, &self.workspace.intern(name)).is_some()
    }

    fn holds_commas(&self) -> bool {
        self.name.contains(COMMAS) || self.workspace.index().kind(self.kind).holds_commas()
    }
}

impl NewName<'_> {
    /// The other definitions that the names in a text mean, in order; and whether the term is among them too.
    fn others<M>(&self, text: &str, terms: &[TermSpan<M>]) -> (Vec<DefId>, bool) {
        let mut all: Vec<DefId> = terms.iter().filter_map(|term| self.meaning(&text[term.start..term.end])).collect();
        let count = all.len();
        all.retain(|def| *def != self.def);
        let is_there = all.len() < count;
        (all, is_there)
    }

    /// Whether the other names in a text mean the same after edits that write the new name (byte offsets in the text).
    pub fn keeps(&self, part: &CellPart, edits: &[TextEdit]) -> bool {
        let Ok(after) = apply(&part.text, edits) else { return false };
        let before = self.others(&part.text, &self.workspace.terms_in(self.kind, part));
        let split = if part.item { split_item::<Self> } else { split_terms::<Self> };
        let now = self.others(&after, &split(&after, &self.workspace.config().page.and, Some(self)));
        before.0 == now.0 && (now.1 || !before.1)
    }

    /// The same for all term lists of a file, once each of `uses` is replaced by what `written` gives for it. Lists
    /// without a use are looked at where they may hold the new name.
    pub fn fits(&self, entry: &FileEntry, uses: &[NameUse], written: impl Fn(&NameUse) -> Option<String>) -> bool {
        let first = self.name.split(['/', '(', ' ', ';']).map(str::trim).find(|word| !word.is_empty()).map(fold);
        let is_joined = has_separator(self.name) || may_be_several(self.name);
        let parts = term_parts(self.workspace.config(), &entry.facts);
        let mut parts = parts.filter(|text| text.kind == self.kind).map(|text| text.part);
        parts.all(|part| {
            let here: Vec<&NameUse> =
                uses.iter().filter(|name| name.place == Place::Term && part.span.contains(name.span)).collect();
            if here.is_empty() {
                let may = is_joined && first.as_ref().is_some_and(|word| fold(&part.text).contains(&**word));
                return !may || self.keeps(part, &[]);
            }
            let terms = self.workspace.terms_in(self.kind, part);
            let edits = here.into_iter().filter_map(|name| {
                let term = terms.iter().find(|term| part.place(term.start, term.end) == name.span)?;
                Some(TextEdit::new(Span::of(term.start, term.end), written(name)?))
            });
            self.keeps(part, &edits.collect::<Vec<_>>())
        })
    }
}
