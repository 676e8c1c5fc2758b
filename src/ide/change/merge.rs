//! Merging two terms of a vocabulary: one becomes an alias of the other, and references follow.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::new_name::{changes_list, fits_place};
use super::plan::{
    ChangePlan, FileChange, Left, Lost, Refusal, Written, by_file, plain_uses, planned, read, refuse, unchangeable,
    written_name,
};
use super::spellings::{is_alias, spelled};
use crate::content::{CellPart, Definition, Name, NameAt, Origin, TermSpan, with_separator};
use crate::edit::{
    Document, EntryKey, add_labels, entry_keys, entry_labels, list_of, remove_entry, remove_items, take_over,
    without_avoided,
};
use crate::ide::prose_terms::prose_uses_of_term;
use crate::ide::term_lists::NewName;
use crate::ide::uses::{NameUse, Place, uses_in, uses_of};
use crate::ide::{Analysis, Location};
use crate::schema::Label;
use crate::text::{LineIndex, Span, TextEdit, apply};
use crate::workspace::{DefId, Resolved, map_all};

/// Merges a term into another of its kind. References that name the old term name the other one; those that use one of
/// its aliases stay as they are, as the alias moves along.
///
/// # Errors
/// In the author's words: they are one term, no terms, of two kinds, or one of the files cannot be changed.
pub fn merge(view: Analysis<'_>, old: DefId, into: DefId) -> Result<ChangePlan, Refusal> {
    let workspace = view.workspace;
    let (name, target) = (workspace.name_of(old), workspace.name_of(into));
    let (Some(from), Some(to)) = (workspace.definition(old), workspace.definition(into)) else {
        return refuse("there are no such terms");
    };
    if from.kind.is_role() || from.kind != to.kind {
        return refuse("only two terms of one kind can be merged");
    }
    if old == into {
        return refuse(format!("\"{name}\" cannot be merged with itself"));
    }
    let (from_name, into_name) = (written_name(workspace, old)?, written_name(workspace, into)?);
    let Entries { told, changes, lost } = entries(view, (old, from, from_name), (into, to, into_name))?;
    let mut uses = uses_of(view, old);
    uses.retain(|(_, name)| !name.is_definition() && name.place != Place::Discouraged);
    let mut files: Vec<(Arc<str>, Vec<NameUse>)> = by_file(uses);
    for (path, _) in &changes {
        if !files.iter().any(|(known, _)| known == path) {
            files.push((path.clone(), Vec::new()));
        }
    }
    let one = |(path, uses): &(Arc<str>, Vec<NameUse>)| -> Result<(Written, Vec<Left>), Refusal> {
        let id = workspace.find(path).ok_or_else(|| format!("{path} is gone"))?;
        let all = uses_in(workspace, id).into_iter().filter(|name| name.def() == Some(into) && !name.is_definition());
        let mut file = Referring {
            view,
            path,
            file: read(view, path)?,
            from,
            name: NewName { workspace, kind: from.kind, def: into, name: &target, old: Some(old) },
            target: &target,
            there: all.map(|name| name.span).collect(),
            change: FileChange::default(),
            left: Vec::new(),
        };
        file.references(uses)?;
        for (_, edits) in changes.iter().filter(|(changed, _)| changed == path) {
            file.change.and(FileChange { edits: edits.clone(), ..FileChange::default() });
        }
        let written = file.change.write(path, &file.file)?;
        if **path == *workspace.file(into.file).path && !told.is_in(&file.file, &written, &target) {
            return Err(unchangeable(path));
        }
        Ok((written, file.left))
    };
    let (mut written, mut left) = (Vec::new(), Vec::new());
    for file in map_all(&files, one) {
        let (file, stays) = file?;
        written.push(file);
        left.extend(stays);
    }
    let plan = planned(written);
    let taken = told.keys.iter().map(|key| key.key.clone()).collect();
    let (confirm, rewritten) = plain_uses(view, prose_uses_of_term(view, old), &target, &plan);
    Ok(ChangePlan { old: name, new: target, lost, taken, left, confirm, rewritten, ..plan })
}

/// Whether a term's entry can be merged into that of another one of its kind without loss. Whether the uses of the term
/// can be changed is not looked at.
pub(super) fn entries_fit(view: Analysis<'_>, old: DefId, into: DefId) -> bool {
    let named = |def| Some((def, view.workspace.definition(def)?, written_name(view.workspace, def).ok()?));
    let (Some(old), Some(into)) = (named(old), named(into)) else { return false };
    entries(view, old, into).is_ok_and(|entries| entries.lost.is_empty())
}

/// What happens to the two entries.
struct Entries {
    /// What the entry that stays must have afterwards.
    told: Told,
    /// Edits by file.
    changes: Vec<(Arc<str>, Vec<TextEdit>)>,
    lost: Vec<Lost>,
}

/// Merges the entries in the vocabularies: one takes over labels and keys, the other is removed.
fn entries(
    view: Analysis<'_>,
    (old, from, from_name): (DefId, &Definition, &NameAt),
    (into, to, into_name): (DefId, &Definition, &NameAt),
) -> Result<Entries, Refusal> {
    let path = |def: DefId| &view.workspace.file(def.file).path;
    let (name, target) = (&from_name.name, &into_name.name);
    let refusal = |def: DefId| unchangeable(path(def));
    let (source, stays) = (read(view, path(old))?, read(view, path(into))?);

    let (labels, freed) = taken_labels(from, to);
    let of =
        |wanted: Label| labels.iter().filter(|(label, _)| *label == wanted).map(|(_, name)| *name).collect::<Vec<_>>();
    let avoid = of(Label::Avoid);
    let (mut edits, placed) = without_avoided(&stays, into_name.span, &freed, &avoid).ok_or_else(|| {
        let label = freed.first().map_or("", |span| span.slice(&stays.text));
        format!("\"{target}\" in {} avoids {label}, which stays in use: take it out by hand first", path(into))
    })?;
    for (label, texts) in [(Label::Alias, &*of(Label::Alias)), (Label::Avoid, &avoid[placed..])] {
        edits.extend(add_labels(&stays, into_name.span, label, texts).ok_or_else(|| refusal(into))?);
    }

    let theirs = entry_keys(&source, from_name.span).ok_or_else(|| refusal(old))?;
    let ours = entry_keys(&stays, into_name.span).ok_or_else(|| refusal(into))?;
    let stands = |key: &EntryKey| ours.iter().find(|other| other.key == key.key && !other.value.is_empty());
    let (taken, differ): (Vec<&EntryKey>, Vec<&EntryKey>) =
        theirs.iter().filter(|key| !key.value.is_empty()).partition(|key| stands(key).is_none());
    for key in &taken {
        let carried = take_over((&stays, into_name.span), (&source, from_name.span), &[&key.key]);
        edits.extend(carried.ok_or_else(|| {
            format!(
                "the {} of \"{name}\" in {} cannot be carried over to \"{target}\": move it by hand first",
                key.key,
                path(old)
            )
        })?);
    }
    let mut changes = vec![(path(into).clone(), edits)];
    let removed = remove_entry(&source, from_name.span).ok_or_else(|| {
        let line = LineIndex::new(&source.text).line_of(from_name.span.start) + 1;
        format!("{}:{line}: a comment or an anchor would go with the entry of \"{name}\": move it first", path(old))
    })?;
    changes.push((path(old).clone(), removed));
    let lost = differ.into_iter().filter(|key| stands(key).is_some_and(|other| other.value != key.value));
    let lost = lost.map(|key| Lost {
        place: Location { path: path(old).clone(), span: key.span },
        key: key.key.clone(),
        value: key.value.clone(),
    });
    let told = Told {
        labels: from.labels.iter().chain(&to.labels).map(|l| l.at.name.clone()).collect(),
        keys: taken.into_iter().cloned().collect(),
    };
    Ok(Entries { told, changes, lost: lost.collect() })
}

/// The labels that the entry that stays takes over, and its spellings to avoid that become its aliases by that.
fn taken_labels<'d>(from: &'d Definition, to: &Definition) -> (Vec<(Label, &'d str)>, Vec<Span>) {
    let mut labels: Vec<(Label, &str)> = Vec::new();
    let mut freed: Vec<Span> = Vec::new();
    for label in &from.labels {
        let new = if label.label == Label::Avoid { Label::Avoid } else { Label::Alias };
        let mut known = to.labels.iter().filter(|l| l.at.name == label.at.name).peekable();
        let stands = known.peek().is_some() && (new == Label::Avoid || known.any(|l| l.label != Label::Avoid));
        let repeated = labels.iter().any(|(_, other)| **other == *label.at.name);
        if !stands && !repeated {
            labels.push((new, &label.at.name));
            freed.extend(to.labels.iter().filter(|l| l.at.name == label.at.name).map(|l| l.at.span));
        }
    }
    (labels, freed)
}

/// What an entry must have.
struct Told {
    /// Its name, aliases and spellings to avoid.
    labels: Vec<Name>,
    /// Keys that it takes over.
    keys: Vec<EntryKey>,
}

impl Told {
    /// Whether the entry called `name` has all of it in a file as it is written.
    fn is_in(&self, file: &Document, written: &Written, name: &str) -> bool {
        let all: Vec<TextEdit> = written.edits.iter().chain(&written.removals).cloned().collect();
        let Ok(text) = apply(&file.text, &all) else { return false };
        let after = Document::parse(file.path.clone(), text);
        let Some((at, labels)) = entry_labels(&after, name) else { return false };
        let Some(keys) = entry_keys(&after, at) else { return false };
        self.labels.iter().all(|label| **label == *name || labels.iter().any(|other| *other == **label))
            && self.keys.iter().all(|key| keys.iter().any(|other| other.key == key.key && other.value == key.value))
    }
}

/// A file that refers to the old term, with its changes.
struct Referring<'r, 'w> {
    view: Analysis<'w>,
    path: &'r Arc<str>,
    file: Document,
    /// The term that becomes an alias.
    from: &'w Definition,
    /// The name of the other term.
    target: &'r str,
    /// The other term as a lexicon that reads term lists as they are afterwards.
    name: NewName<'r>,
    /// Where the file names the other term already.
    there: Vec<Span>,
    change: FileChange,
    left: Vec<Left>,
}

impl Referring<'_, '_> {
    fn rename(&mut self, name: &NameUse) {
        if !is_alias(self.from, name) {
            let text = spelled(self.target, &self.from.name().name, &name.name);
            self.change.names.push(TextEdit::new(name.span, text));
        }
    }

    fn has_other(&self, list: Span) -> bool {
        self.there.iter().any(|span| list.contains(*span))
    }

    fn references(&mut self, uses: &[NameUse]) -> Result<(), Refusal> {
        let mut lists: BTreeMap<Span, Vec<&NameUse>> = BTreeMap::new();
        let mut texts: BTreeMap<Span, Vec<&NameUse>> = BTreeMap::new();
        for name in uses {
            if name.is_link() {
                let place = Location { path: self.path.clone(), span: name.span };
                self.left.push(Left { place, reason: "the link leads to the file of what goes".to_owned() });
                continue;
            }
            self.allowed(name)?;
            let tree = &self.file.tree;
            let whole = tree.path_at(name.span.start).last().map(|id| tree.written(*id));
            let alone = whole.is_some_and(|node| node.inner_span() == name.span);
            match (name.place, list_of(&self.file, name.span).filter(|_| alone)) {
                (Place::Reference(Origin::Mention | Origin::DoubtfulMention), _) => self.rename(name),
                (_, Some(list)) => lists.entry(list).or_default().push(name),
                (Place::Term, None) => {
                    let span = whole.map_or(name.span, |node| node.span());
                    texts.entry(span).or_default().push(name);
                }
                _ => self.rename(name),
            }
        }
        for (list, names) in lists {
            self.in_list(list, &names);
        }
        for (text, names) in texts {
            self.in_text(text, &names)?;
        }
        Ok(())
    }

    /// Whether the other name can stand where the old one stands.
    fn allowed(&self, name: &NameUse) -> Result<(), Refusal> {
        if is_alias(self.from, name) {
            return Ok(());
        }
        fits_place(self.view.workspace, (self.from.kind, name.place), self.target, self.path)
    }

    /// Names that are items of one sequence: of all that mean the same term afterwards, one stays.
    fn in_list(&mut self, list: Span, names: &[&NameUse]) {
        let kept = usize::from(!self.has_other(list));
        names[..kept].iter().for_each(|name| self.rename(name));
        let surplus: Vec<Span> = names[kept..].iter().map(|name| name.span).collect();
        if surplus.is_empty() {
            return;
        }
        match remove_items(&self.file, &surplus) {
            Some(edits) => self.change.edits.extend(edits),
            None => names[kept..].iter().for_each(|name| self.stands_twice(name)),
        }
    }

    /// The same for names in one text that lists terms.
    fn in_text(&mut self, text: Span, names: &[&NameUse]) -> Result<(), Refusal> {
        let kept = usize::from(!self.has_other(text));
        let mut free = 0;
        // The same edits as byte offsets in the scalar's value.
        let mut inside = Vec::new();
        let and = &self.view.workspace.config().page.and;
        let listed = self.listed(text);
        for (at, name) in names.iter().enumerate() {
            let surplus =
                if at < kept { None } else { listed.as_ref().and_then(|list| list.with_separator(name.span, and)) };
            let before = self.change.names.len();
            match surplus.filter(|(span, _)| free <= span.start) {
                Some((span, range)) => {
                    free = span.end;
                    self.change.names.push(TextEdit::new(span, ""));
                    inside.push(TextEdit::new(range, ""));
                }
                None => {
                    if at < kept {
                        self.rename(name)
                    } else {
                        self.stands_twice(name)
                    }
                    let range = listed.as_ref().and_then(|list| list.term(name.span));
                    let new = self.change.names.get(before);
                    inside.extend(range.zip(new).map(|(range, edit)| TextEdit::new(range, edit.text.as_str())));
                }
            }
        }
        if listed.is_some_and(|list| !self.name.keeps(&list.part, &inside)) {
            return changes_list(self.target, self.path);
        }
        Ok(())
    }

    fn stands_twice(&mut self, name: &NameUse) {
        self.rename(name);
        let place = Location { path: self.path.clone(), span: name.span };
        self.left.push(Left { place, reason: format!("\"{}\" stands twice in this list now", self.target) });
    }

    /// The term list in the scalar at a span.
    fn listed(&self, text: Span) -> Option<Listed> {
        let tree = &self.file.tree;
        let node = tree.written(*tree.path_at(text.start).last()?);
        let item = list_of(&self.file, node.inner_span()).is_some();
        let map = Some(Box::new(node.scalar_map()));
        let part = CellPart { text: node.text()?.into(), span: node.inner_span(), map, item };
        let terms = self.view.workspace.terms_in(self.from.kind, &part);
        Some(Listed { part, terms })
    }
}

/// A text that lists terms.
struct Listed {
    part: CellPart,
    terms: Vec<TermSpan<Resolved>>,
}

impl Listed {
    /// The byte range in the scalar's value of the name at a span of the file.
    fn term(&self, name: Span) -> Option<Span> {
        let mut terms = self.terms.iter();
        let term = terms.find(|term| self.part.place(term.start, term.end) == name)?;
        Some(Span::of(term.start, term.end))
    }

    /// A name with the separator that goes with it, as a span of the file and as a byte range of the scalar's value; `None`
    /// where there is none.
    fn with_separator(&self, name: Span, and: &[String]) -> Option<(Span, Span)> {
        let (text, term) = (&*self.part.text, self.term(name)?);
        let range = with_separator(text, term.range(), and)?;
        Some((self.part.place(range.start, range.end), Span::of(range.start, range.end)))
    }
}
