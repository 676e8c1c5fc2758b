//! Which files' findings can have changed after changes of files.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::index::role_slug;
use super::standing::looks_at_alternatives;
use super::uses::{Uses, names, term_parts};
use super::{FileId, Workspace};
use crate::content::{Definition, FileFacts, FileKind, KindId, Name, same_folded};
use crate::schema::Label;
use crate::text::Span;

/// Collects what a batch of changes can touch.
#[derive(Debug, Default)]
pub(super) struct Affected {
    /// The files.
    pub files: FxHashSet<FileId>,
    /// Labels that came, went, or mean something else now.
    pub labels: FxHashSet<(KindId, Name)>,
    /// New texts of changed files.
    pub texts: FxHashMap<FileId, String>,
    /// The use of terms may have changed.
    pub terms: bool,
}

/// What other files can see of a file's role, apart from its names and from where it stands.
fn role_face(facts: &FileFacts, with_alternatives: bool) -> u64 {
    let mut hasher = FxHasher::default();
    if let Some(role) = &facts.role {
        (role.status as u8).hash(&mut hasher);
        role.replaced_by.as_ref().map(|r| &r.name).hash(&mut hasher);
        if with_alternatives {
            role.alternatives_key.is_some().hash(&mut hasher);
            role.alternatives.iter().flatten().for_each(|name| name.name.hash(&mut hasher));
        }
        role.comparison.as_ref().map(|c| c.refused).hash(&mut hasher);
    }
    if let Some(row) = facts.own_row() {
        facts.is_uncertain(row.span).hash(&mut hasher);
        for cell in &row.cells {
            (&cell.column.name, cell.text().is_empty(), cell.empty).hash(&mut hasher);
        }
    }
    (facts.role.is_some(), facts.own_row().is_some(), facts.syntax.is_empty()).hash(&mut hasher);
    hasher.finish()
}

/// The places in a file to which findings in other files may point, with the text there if they tell it.
fn places(facts: &FileFacts) -> impl Iterator<Item = (Span, &str)> {
    let names = facts.definitions.iter().map(|d| (d.name().span, ""));
    let role = facts.role.iter().flat_map(|role| role.status_span.into_iter().chain(role.alternatives_key));
    let row = facts.own_row().into_iter().flat_map(|row| {
        let role = row.role.iter().map(|r| (r.span, ""));
        std::iter::once((row.span, "")).chain(role).chain(row.cells.iter().map(|c| (c.span, c.text())))
    });
    names.chain(role.map(|span| (span, ""))).chain(row)
}

/// The name under which findings tell of a definition: see [`Workspace::name_of`].
fn canonical<'f>(facts: &'f FileFacts, position: usize, definition: &'f Definition) -> &'f Name {
    let role = facts.role_definition().filter(|_| position >= facts.definitions.len());
    &role.unwrap_or(definition).name().name
}

type LabelTexts<'f> = FxHashSet<(KindId, Label, &'f Name, &'f Name, bool)>;

/// Labels of a file's definitions, each with the name that it stands for and whether it is written in the file now.
fn labels<'f>(facts: &'f FileFacts, definitions: &[(usize, &'f Definition)]) -> LabelTexts<'f> {
    let mut all = FxHashSet::default();
    for (position, definition) in definitions {
        let (name, written) = (canonical(facts, *position, definition), *position < facts.definitions.len());
        all.extend(definition.labels.iter().map(|label| (definition.kind, label.label, &label.at.name, name, written)));
    }
    all
}

/// Slugs of the roles that a file defines, each with the role's name.
fn slugs(facts: &FileFacts) -> Vec<(String, Name)> {
    let roles = facts.all_definitions().filter(|(_, d)| d.kind.is_role());
    roles.filter_map(|(_, d)| Some((role_slug(facts, &d.name().name)?.into_owned(), d.name().name.clone()))).collect()
}

/// Definitions with their positions.
type Placed<'f> = Vec<(usize, &'f Definition)>;

/// The definitions of two states of a file, without those at both ends that have the same labels in both.
fn changed<'a, 'b>(old: &'a FileFacts, new: &'b FileFacts) -> (Placed<'a>, Placed<'b>) {
    let mut before: Vec<_> = old.all_definitions().map(|(_, d)| d).enumerate().collect();
    let mut after: Vec<_> = new.all_definitions().map(|(_, d)| d).enumerate().collect();
    if old.kept.is_some() || new.kept.is_some() {
        return (before, after);
    }
    let same = |a: &Definition, b: &Definition| {
        let label = |d: &Definition| d.labels.iter().map(|l| (l.label, l.at.name.clone())).collect::<Vec<_>>();
        a.kind == b.kind && a.labels.len() == b.labels.len() && label(a) == label(b)
    };
    while let (Some((_, a)), Some((_, b))) = (before.last(), after.last())
        && same(a, b)
    {
        before.pop();
        after.pop();
    }
    let start = before.iter().zip(&after).take_while(|((_, a), (_, b))| same(a, b)).count();
    (before.split_off(start), after.split_off(start))
}

impl Affected {
    /// Compares what a file said with what it says now. Called before the index changes.
    pub fn difference(
        &mut self,
        workspace: &Workspace,
        uses: &Uses,
        id: FileId,
        path: &str,
        (before, after): (Option<&FileFacts>, Option<&FileFacts>),
    ) {
        self.files.insert(id);
        let none = FileFacts::default();
        let (old, new) = (before.unwrap_or(&none), after.unwrap_or(&none));
        if before.is_none() != after.is_none() {
            self.files.extend(uses.of_link(path));
        }
        self.definitions(workspace, uses, old, new);
        let with_alternatives = looks_at_alternatives(workspace.config());
        if role_face(old, with_alternatives) != role_face(new, with_alternatives) {
            for facts in [old, new] {
                self.role_users(uses, facts);
            }
        }
        if !places(old).eq(places(new)) {
            self.files.extend(uses.pointing_at(id));
        }
        self.listed(workspace, old, new);
        self.paragraphs(workspace, old, new);
        if workspace.config().rules.get("unused-term").is_some_and(Option::is_some) && !self.terms {
            let texts = |facts: &FileFacts| -> Vec<(KindId, Box<str>)> {
                term_parts(workspace.config(), facts).map(|(kind, part)| (kind, part.text.clone())).collect()
            };
            self.terms = names(old) != names(new) || texts(old) != texts(new);
        }
    }

    fn definitions(&mut self, workspace: &Workspace, uses: &Uses, old: &FileFacts, new: &FileFacts) {
        let (before, after) = changed(old, new);
        let (before, after) = (labels(old, &before), labels(new, &after));
        for (kind, _, name, _, _) in before.symmetric_difference(&after) {
            self.terms |= !kind.is_role();
            self.labels.insert((*kind, (*name).clone()));
            self.name(workspace, uses, *kind, name);
        }
        let (before, after) = (slugs(old), slugs(new));
        if before != after {
            for (slug, _) in before.iter().chain(&after) {
                self.name(workspace, uses, KindId::ROLE, slug);
            }
        }
    }

    /// A name means something else now, or nothing.
    fn name(&mut self, workspace: &Workspace, uses: &Uses, kind: KindId, name: &str) {
        self.files.extend(uses.of_text(kind, name));
        self.files.extend(uses.of_spelling(name));
        self.definers(workspace, kind, name);
        for file in uses.of_name(kind, name) {
            // A role may name the one that took its place, and those who refer to it are told of that.
            let facts = workspace.files[file.0 as usize].as_ref().map(|entry| &entry.facts);
            let heir = facts.and_then(|f| f.role.as_ref()?.replaced_by.as_ref());
            self.files.insert(*file);
            if kind.is_role()
                && heir.is_some_and(|heir| same_folded(&heir.name, name))
                && let Some(facts) = facts
            {
                self.role_users(uses, facts);
            }
        }
    }

    /// The files that refer to what a file defines.
    fn role_users(&mut self, uses: &Uses, facts: &FileFacts) {
        for (_, definition) in facts.all_definitions().filter(|(_, d)| d.kind.is_role()) {
            for label in &definition.labels {
                self.files.extend(uses.of_name(KindId::ROLE, &label.at.name));
            }
        }
        for (slug, _) in slugs(facts) {
            self.files.extend(uses.of_name(KindId::ROLE, &slug));
        }
    }

    /// The files that define a name, in whatever spelling.
    fn definers(&mut self, workspace: &Workspace, kind: KindId, name: &str) {
        self.files.extend(workspace.index().claimants(kind, name).map(|def| def.file));
    }

    /// Who is listed: an orphan perhaps no longer, or again.
    fn listed(&mut self, workspace: &Workspace, old: &FileFacts, new: &FileFacts) {
        let listed = |facts: &FileFacts| -> FxHashSet<Name> {
            let names = facts.role.iter().flat_map(|role| role.alternatives.iter().flatten());
            names.map(|name| name.name.clone()).collect()
        };
        let (before, after) = (listed(old), listed(new));
        for name in before.symmetric_difference(&after) {
            self.definers(workspace, KindId::ROLE, name);
        }
    }

    /// Paragraphs that came, went or moved, and stand in other files too.
    fn paragraphs(&mut self, workspace: &Workspace, old: &FileFacts, new: &FileFacts) {
        if old.paragraphs == new.paragraphs {
            return;
        }
        for paragraph in old.paragraphs.iter().chain(&new.paragraphs) {
            self.files.extend(workspace.index().paragraph(paragraph.hash).iter().map(|(file, _)| *file));
        }
    }

    /// Files that use a kind whose names need be known from now on, or need not.
    pub fn opened_or_closed(&mut self, workspace: &Workspace, kinds: &[KindId]) {
        let uses = |facts: &FileFacts| {
            facts.references.iter().any(|r| kinds.contains(&r.kind))
                || term_parts(workspace.config(), facts).any(|(kind, _)| kinds.contains(&kind))
        };
        self.files.extend(workspace.files().filter(|(_, entry)| uses(&entry.facts)).map(|(id, _)| id));
    }

    /// Vocabularies, where it is told which terms nobody uses.
    pub fn vocabularies(&mut self, workspace: &Workspace) {
        if self.terms && workspace.config().rules.get("unused-term").is_some_and(Option::is_some) {
            let all = workspace.files().filter(|(_, entry)| matches!(entry.kind, FileKind::Vocabulary(_)));
            self.files.extend(all.map(|(id, _)| id));
        }
    }
}
