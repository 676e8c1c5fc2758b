//! Uses of names: every name in a file with its place and its meaning, and every use of a thing in the workspace.
//!
//! Definition, references, highlights, hover, rename, semantic tokens and code lenses all read from here.

use std::borrow::Cow;

use smallvec::SmallVec;

pub use super::name_use::{NameUse, Place};
use super::prose_names::prose_name_at;
use super::{Analysis, FileView, Location};
use crate::content::{CellPart, FileKind, KindId, LinkFact, Origin, Reference, fold, same_folded};
use crate::rules::term_uses;
use crate::schema::Label;
use crate::syntax::Kind;
use crate::text::Span;
use crate::workspace::{DefId, FileEntry, FileId, How, Resolved, Workspace, map_all, role_slug, term_parts};

/// All names in a file, sorted by span.
#[must_use]
pub fn uses_in(workspace: &Workspace, id: FileId) -> Vec<NameUse> {
    let entry = workspace.file(id);
    let facts = &entry.facts;
    let mut uses = Vec::new();
    definitions_in(entry, id, |_| true, &mut uses);
    for reference in &facts.references {
        uses.push(NameUse {
            span: reference.at.span,
            kind: reference.kind,
            name: reference.at.name.clone(),
            resolved: workspace.meaning(reference),
            place: Place::Reference(reference.origin),
        });
    }
    for (link, def) in workspace.linked_things(facts) {
        uses.extend(link_use(workspace, link, def));
    }
    for term in term_uses(workspace, facts) {
        let place = Place::Term;
        let name = workspace.intern(&term.name);
        uses.push(NameUse { span: term.span, kind: term.kind, name, resolved: term.resolved, place });
    }
    discouraged_in(entry, |_| true, &mut uses);
    sort(&mut uses);
    uses
}

/// A link as a use of the thing that it means.
fn link_use(workspace: &Workspace, link: &LinkFact, def: DefId) -> Option<NameUse> {
    Some(NameUse {
        span: link.span,
        kind: workspace.definition(def)?.kind,
        name: (&*link.target).into(),
        resolved: Some(Resolved { def, how: How::Exact }),
        place: Place::Reference(Origin::Link),
    })
}

fn sort(uses: &mut Vec<NameUse>) {
    uses.sort_by_key(|u| (u.span, u.kind));
    uses.dedup_by(|a, b| a.span == b.span && a.kind == b.kind);
}

fn definitions_in(entry: &FileEntry, file: FileId, wanted: impl Fn(DefId) -> bool, uses: &mut Vec<NameUse>) {
    for (position, definition) in (0..).zip(&entry.facts.definitions) {
        let def = DefId { file, position };
        if !wanted(def) {
            continue;
        }
        for label in &definition.labels {
            let how = if label.label == Label::Avoid { How::Avoid } else { How::Exact };
            // The file's own name stands nowhere in its text.
            let start = label.at.span.start;
            uses.push(NameUse {
                span: if label.of_file { Span::empty(start) } else { label.at.span },
                kind: definition.kind,
                name: label.at.name.clone(),
                resolved: Some(Resolved { def, how }),
                place: Place::Definition(label.label),
            });
        }
    }
}

fn discouraged_in(entry: &FileEntry, wanted: impl Fn(DefId) -> bool, uses: &mut Vec<NameUse>) {
    for hit in entry.prose_hits.iter().filter(|hit| wanted(hit.def)) {
        uses.push(NameUse {
            span: hit.span,
            kind: hit.kind,
            name: hit.spelling.clone(),
            resolved: Some(Resolved { def: hit.def, how: How::Avoid }),
            place: Place::Discouraged,
        });
    }
}

impl FileView<'_> {
    /// The name at a byte offset; at its end counts too. Of nested ones the shortest.
    #[must_use]
    pub fn use_at(&self, at: u32) -> Option<NameUse> {
        let touching =
            uses_in(self.workspace(), self.id).into_iter().filter(|u| u.span.start <= at && at <= u.span.end);
        touching.min_by_key(|u| (u.span.end == at, u.span.len()))
    }

    /// The name at a byte offset, a plain use of a role's name in prose included. On a YAML alias (`*a`) it is the name
    /// at its anchor, with the alias as its place.
    #[must_use]
    pub fn name_at(&self, at: u32) -> Option<NameUse> {
        let alias = self.tree.path_at(at).last().map(|id| (*id, self.tree.written(*id)));
        if let Some((id, alias)) = alias.filter(|(_, node)| node.kind() == Kind::Alias) {
            let anchored = self.tree.node(id);
            let name = self.use_at(anchored.inner_span().start).filter(|name| anchored.span().contains(name.span))?;
            return Some(NameUse { span: alias.span(), ..name });
        }
        self.use_at(at).or_else(|| prose_name_at(self, at))
    }
}

/// All uses of a thing, sorted by path and span: its labels where it is defined, references, names in term lists, and
/// spellings to avoid in prose.
#[must_use]
pub fn uses_of(view: Analysis<'_>, def: DefId) -> Vec<(Location, NameUse)> {
    let mut found = Vec::new();
    for (file, uses) in uses_by_file(view.workspace, def) {
        let path = &view.workspace.file(file).path;
        found.extend(uses.into_iter().map(|name| (Location { path: path.clone(), span: name.span }, name)));
    }
    found
}

/// The spellings that mean a thing, letter case apart: its labels, and the slug of a role.
pub(super) fn spellings(workspace: &Workspace, def: DefId) -> Vec<Cow<'_, str>> {
    let Some(definition) = workspace.definition(def) else { return Vec::new() };
    let parts = workspace.parts_of(def).into_iter().skip(1).filter_map(|part| workspace.definition(part));
    let labels = std::iter::once(definition).chain(parts).flat_map(|one| &one.labels);
    let labels = labels.map(|label| Cow::Borrowed(&*label.at.name));
    let is_role = definition.kind.is_role();
    let slug = is_role
        .then(|| role_slug(&workspace.file(def.file).facts, &definition.name().name, workspace.config().slugs))
        .flatten();
    let ends = workspace.path_names(workspace.file(def.file)).into_iter().filter(|_| definition.at_root);
    labels.chain(slug).chain(ends.map(Cow::Owned)).collect()
}

/// Whether a name equals one of `spellings`, letter case apart: a prefilter, since most names do not and need not be
/// resolved.
pub(super) fn is_spelled(name: &str, spellings: &[Cow<'_, str>]) -> bool {
    spellings.iter().any(|known| same_folded(known, name))
}

/// The files with uses of a thing, sorted by path, and the uses in each, sorted by span: see [`uses_of`].
pub(super) fn uses_by_file(workspace: &Workspace, def: DefId) -> Vec<(FileId, Vec<NameUse>)> {
    let Some(finder) = Finder::new(workspace, def) else { return Vec::new() };
    let mut found = map_all(&finder.files(), |file| (*file, finder.in_file(*file)));
    found.retain(|(_, uses)| !uses.is_empty());
    found
}

/// The same without links, which say no name.
pub(super) fn names_by_file(workspace: &Workspace, def: DefId) -> Vec<(FileId, Vec<NameUse>)> {
    let mut found = uses_by_file(workspace, def);
    found.iter_mut().for_each(|(_, uses)| uses.retain(|name| !name.is_link()));
    found.retain(|(_, uses)| !uses.is_empty());
    found
}

/// What the files are that use a thing, or would: roles, or files of any shape.
pub(super) fn users(workspace: &Workspace, def: DefId, files: &[FileId]) -> &'static str {
    let is_own = |file: &FileId| matches!(workspace.file(*file).kind, FileKind::Collection(_));
    let of_any = if files.is_empty() { is_own(&def.file) } else { files.iter().any(is_own) };
    if of_any { "file" } else { "role" }
}

/// The role files and files of a team's own shape that use a thing, the one that defines it left out, sorted by path.
#[must_use]
pub fn files_using(view: Analysis<'_>, def: DefId) -> Vec<FileId> {
    let Some(finder) = Finder::new(view.workspace, def) else { return Vec::new() };
    let mut files = finder.files();
    let is_user = |file: FileId| is_user(view.workspace.file(file).kind);
    files.retain(|file| *file != def.file && is_user(*file) && finder.is_in(*file));
    files
}

/// Whether files of a kind count as users of a thing: a vocabulary that mentions it does not.
pub(super) fn is_user(kind: FileKind) -> bool {
    matches!(kind, FileKind::Role | FileKind::Collection(_))
}

/// Finds the uses of one thing. Two prefilters spare most names and texts: only names that are spelled like it are
/// resolved, and a text that lists terms is read only where it holds the first word of a label.
struct Finder<'w> {
    workspace: &'w Workspace,
    def: DefId,
    kind: KindId,
    /// The labels of the thing, and the slug of a role.
    spellings: Vec<Cow<'w, str>>,
    /// The first word of each label, letter case folded: a text without any of them need not be read.
    words: Vec<String>,
    /// The definition, and where else the thing is foreseen.
    parts: SmallVec<[DefId; 2]>,
}

impl<'w> Finder<'w> {
    fn new(workspace: &'w Workspace, def: DefId) -> Option<Self> {
        let definition = workspace.definition(def)?;
        let first = |name: &str| {
            let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            fold(words.next().unwrap_or(name)).into_owned()
        };
        let words = definition.labels.iter().map(|l| first(&l.at.name)).collect();
        Some(Self {
            workspace,
            def,
            kind: definition.kind,
            spellings: spellings(workspace, def),
            words,
            parts: workspace.parts_of(def),
        })
    }

    /// The files that may use the thing, sorted by path.
    fn files(&self) -> Vec<FileId> {
        let mut files = self.workspace.files_that_may_use(self.def);
        files.extend(self.parts.iter().map(|part| part.file));
        files.sort_by(|a, b| self.workspace.file(*a).path.cmp(&self.workspace.file(*b).path));
        files.dedup();
        files
    }

    fn resolve(&self, reference: &Reference) -> Option<Resolved> {
        if !is_spelled(&reference.at.name, &self.spellings) {
            return None;
        }
        self.workspace.meaning(reference).filter(|r| r.def == self.def)
    }

    fn references(&self, entry: &FileEntry, see: &mut impl FnMut(NameUse)) {
        let kind = self.kind;
        for reference in entry.facts.references.iter().filter(|r| r.kind == kind) {
            if let Some(resolved) = self.resolve(reference) {
                see(NameUse {
                    span: reference.at.span,
                    kind: reference.kind,
                    name: reference.at.name.clone(),
                    resolved: Some(resolved),
                    place: Place::Reference(reference.origin),
                });
            }
        }
    }

    fn links(&self, entry: &FileEntry, see: &mut impl FnMut(NameUse)) {
        let linked = self.workspace.linked_things(&entry.facts).filter(|(_, def)| *def == self.def);
        linked.filter_map(|(link, def)| link_use(self.workspace, link, def)).for_each(see);
    }

    fn terms(&self, entry: &FileEntry, see: &mut impl FnMut(NameUse)) {
        if self.kind.is_role() {
            return;
        }
        let parts = term_parts(self.workspace.config(), &entry.facts).filter(|text| text.kind == self.kind);
        parts.for_each(|text| self.terms_in(text.part, see));
    }

    fn terms_in(&self, part: &CellPart, see: &mut impl FnMut(NameUse)) {
        let may = |text: &str| {
            let folded = fold(text);
            self.words.iter().any(|word| folded.contains(word.as_str()))
        };
        if !may(&part.text) {
            return;
        }
        for term in self.workspace.terms_in(self.kind, part) {
            let written = &part.text[term.start..term.end];
            if !may(written) {
                continue;
            }
            let (name, resolved) = self.workspace.term(self.kind, written);
            if let Some(resolved) = resolved.filter(|r| r.def == self.def) {
                let (kind, place) = (self.kind, Place::Term);
                see(NameUse { span: part.place(term.start, term.end), kind, name, resolved: Some(resolved), place });
            }
        }
    }

    /// The uses in a file, sorted by span.
    fn in_file(&self, file: FileId) -> Vec<NameUse> {
        let def = self.def;
        let entry = self.workspace.file(file);
        let mut uses = Vec::new();
        if self.parts.iter().any(|part| part.file == file) {
            definitions_in(entry, file, |d| self.parts.contains(&d), &mut uses);
        }
        self.references(entry, &mut |name| uses.push(name));
        self.links(entry, &mut |name| uses.push(name));
        self.terms(entry, &mut |name| uses.push(name));
        discouraged_in(entry, |d| d == def, &mut uses);
        sort(&mut uses);
        uses
    }

    /// Whether a file uses the thing.
    fn is_in(&self, file: FileId) -> bool {
        let entry = self.workspace.file(file);
        let mut found = false;
        self.references(entry, &mut |_| found = true);
        if !found {
            self.links(entry, &mut |_| found = true);
        }
        if !found {
            self.terms(entry, &mut |_| found = true);
        }
        found || entry.prose_hits.iter().any(|hit| hit.def == self.def)
    }
}
