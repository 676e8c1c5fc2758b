//! [`Standing`]: how a file's findings depend on other files beyond the names that it uses.

use std::cell::RefCell;

use super::files::{Words, part_terms};
use super::term_parts::{TermPart, term_parts};
use super::uses::Standing;
use super::{DefId, FileId, How, Resolved, Workspace};
use crate::content::{FileFacts, KindId, Lexicon, Name, NameAt, Row, Status, swap_first_case};
use crate::schema::Label;

/// Reads a file in its workspace.
pub(super) fn standing(workspace: &Workspace, id: FileId) -> Standing {
    let entry = workspace.file(id);
    let mut survey = Survey { workspace, id, asked: RefCell::default(), points_at: Vec::new() };
    survey.duplicates(&entry.facts);
    survey.references(&entry.facts);
    survey.terms(&entry.facts);
    for hit in entry.prose_hits.iter() {
        survey.point(hit.def.file);
    }
    let mut asked = survey.asked.into_inner();
    asked.sort_unstable();
    asked.dedup();
    let mut points_at = survey.points_at;
    points_at.sort_unstable();
    points_at.dedup();
    Standing { asked: asked.into(), points_at: points_at.into() }
}

struct Survey<'w> {
    workspace: &'w Workspace,
    id: FileId,
    asked: RefCell<Vec<(KindId, Name)>>,
    points_at: Vec<FileId>,
}

impl Survey<'_> {
    fn point(&mut self, file: FileId) {
        if file != self.id && self.points_at.last() != Some(&file) {
            self.points_at.push(file);
        }
    }

    /// The first files that define the same names: of all that do findings point at the first.
    fn duplicates(&mut self, facts: &FileFacts) {
        let index = self.workspace.index();
        for (position, definition) in (0..).zip(&facts.definitions) {
            let names = index.kind(definition.kind);
            if let Some(first) = self.workspace.similar_before(DefId { file: self.id, position }) {
                self.point(first.file);
            }
            for label in &definition.labels {
                let swapped = if definition.kind.is_role() { None } else { swap_first_case(&label.at.name) };
                for list in [Some(&*label.at.name), swapped.as_deref()].into_iter().flatten().map(|n| names.labels(n)) {
                    // A name, an alias or a spelling to avoid.
                    for of in [Label::Name, Label::Alias, Label::Avoid] {
                        if let Some(first) = list.get(list.partition_point(|u| u.label < of)) {
                            self.point(first.def.file);
                        }
                    }
                }
            }
            if definition.kind.is_role()
                && let Some(slug) = super::role_slug(facts, &definition.name().name, self.workspace.config().slugs)
                && let Some(first) = names.slug(&slug).first()
            {
                self.point(first.file);
            }
        }
    }

    fn references(&mut self, facts: &FileFacts) {
        let workspace = self.workspace;
        for reference in &facts.references {
            match workspace.meaning(reference) {
                Some(resolved) => {
                    let other = &workspace.file(resolved.def.file).facts;
                    let status = other.role.as_ref().map_or(Status::Published, |role| role.status);
                    if resolved.how != How::Exact || status != Status::Published {
                        self.point(resolved.def.file);
                    }
                }
                None if workspace.is_closed(reference.kind) => {
                    let name = &reference.at.name;
                    let in_file = Some(name).filter(|_| reference.kind.is_role());
                    if let Some(def) = in_file.and_then(|name| workspace.index().role_in_file_of(name)) {
                        self.point(def.file);
                    }
                    self.asked.get_mut().push((reference.kind, reference.at.name.clone()));
                }
                None => {}
            }
        }
        for (_, def) in workspace.linked_things(facts) {
            let other = &workspace.file(def.file).facts;
            let is_planned = workspace.definition(def).is_some_and(|thing| thing.is_planned());
            if is_planned || other.role.as_ref().is_some_and(|role| role.status != Status::Published) {
                self.point(def.file);
            }
        }
        let Some(role) = &facts.role else { return };
        // That of the page's own name too: in its letter case it may be another role's.
        for row in role.comparison.iter().flat_map(|c| &c.rows) {
            if let Some(name) = &row.role {
                self.row(row, name);
            }
        }
    }

    /// A row for another role: what it restates or lacks is told with a look at that role's own row.
    fn row(&mut self, row: &Row, name: &NameAt) {
        let Some(resolved) = self.workspace.resolve(KindId::ROLE, &name.name) else { return };
        let other = &self.workspace.file(resolved.def.file).facts;
        let fills =
            |row: &Row, column: &str| row.cells.iter().any(|c| *c.column.name == *column && !c.text().is_empty());
        let restates = row.cells.iter().any(|cell| !cell.text().is_empty());
        let complete = self
            .workspace
            .own_row(resolved.def.file)
            .is_some_and(|own| self.workspace.config().columns.iter().all(|c| c.optional || fills(own, &c.name)));
        if restates || !complete || !other.syntax.is_empty() {
            self.point(resolved.def.file);
        }
    }

    fn terms(&mut self, facts: &FileFacts) {
        let workspace = self.workspace;
        for TermPart { kind, part, .. } in term_parts(workspace.config(), facts) {
            if !workspace.is_closed(kind) {
                continue;
            }
            let words = Recording { words: Words { workspace, kind }, asked: &self.asked };
            let terms = part_terms(part, &workspace.config().page.and, Some(&words));
            for term in terms {
                match workspace.term(kind, &part.text[term.start..term.end]) {
                    (_, Some(resolved)) if resolved.how != How::Exact => self.point(resolved.def.file),
                    (_, Some(_)) => {}
                    (name, None) => self.asked.get_mut().push((kind, name)),
                }
            }
        }
    }
}

/// Keeps the names for which it matters whether they are nearly known ones.
struct Recording<'s, 'w> {
    words: Words<'w>,
    asked: &'s RefCell<Vec<(KindId, Name)>>,
}

impl Lexicon for Recording<'_, '_> {
    type Meaning = Resolved;

    fn meaning(&self, name: &str) -> Option<Resolved> {
        self.words.meaning(name)
    }

    fn nearly(&self, name: &str) -> bool {
        self.asked.borrow_mut().push((self.words.kind, self.words.workspace.intern(name)));
        self.words.nearly(name)
    }

    fn holds_commas(&self) -> bool {
        self.words.holds_commas()
    }
}
