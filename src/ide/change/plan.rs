//! What the refactorings share: edits by file while they are collected, names in mentions, entries of a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::content::{KindId, NameAt, mentions};
use crate::edit::{Edit, PageList, TextFile, keep_json, keeps_values, rename_names};
use crate::ide::uses::NameUse;
use crate::ide::{Location, View};
use crate::syntax::Kind;
use crate::text::{Span, TextEdit, apply};
use crate::workspace::{DefId, FileEntry, Workspace};

/// A place that a refactoring leaves as it is, for the author to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The place.
    pub place: Location,
    /// Why: one clause, lower case, no full stop.
    pub reason: String,
}

/// What happens to one file.
#[derive(Default)]
pub(super) struct FileChange {
    /// Names, not yet as YAML, with what they replace.
    pub names: Vec<TextEdit>,
    /// Edits as they are.
    pub edits: Vec<TextEdit>,
    /// Edits that take something away that an author wrote.
    pub removals: Vec<TextEdit>,
}

/// The edits of one file.
pub(super) struct Written {
    pub path: Arc<str>,
    pub edits: Vec<TextEdit>,
    pub removals: Vec<TextEdit>,
}

impl FileChange {
    /// Adds what else happens to the file.
    pub fn and(&mut self, other: Self) {
        self.names.extend(other.names);
        self.edits.extend(other.edits);
        self.removals.extend(other.removals);
    }

    /// The edits, sorted by span.
    ///
    /// # Errors
    /// In the author's words: the file would have a syntax error afterwards, or a value would change that no edit
    /// touches.
    pub fn write(mut self, path: &Arc<str>, file: &TextFile<'_>) -> Result<Written, String> {
        let refusal = || format!("{path} cannot be changed as it is written: change it by hand first");
        // What is removed needs no new names.
        let gone = |span: Span| self.removals.iter().chain(&self.edits).any(|edit| edit.span.contains(span));
        let names: Vec<TextEdit> = self.names.iter().filter(|name| !gone(name.span)).cloned().collect();
        let mut edits = rename_names(file, &names).ok_or_else(refusal)?;
        edits.append(&mut self.edits);
        edits.sort_by_key(|edit| edit.span);
        edits.dedup();
        self.removals.sort_by_key(|edit| edit.span);
        let mut all = edits.clone();
        all.extend(self.removals.iter().cloned());
        all.sort_by_key(|edit| edit.span);
        let after = apply(file.text(), &all).map_err(|_| refusal())?;
        if file.is_sound() {
            let after = TextFile::new(path, after);
            if !after.is_sound() || !keeps_values(file, &all, &after) {
                return Err(refusal());
            }
        }
        Ok(Written { path: path.clone(), edits: keep_json(path, file.text(), edits), removals: self.removals })
    }
}

/// Edits of all files, sorted by path and span.
#[derive(Default)]
pub(super) struct Finished {
    pub edits: Vec<Edit>,
    pub removals: Vec<Edit>,
    pub files: usize,
}

impl Finished {
    /// Puts the edits of files together.
    pub fn of(mut files: Vec<Written>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut finished = Self::default();
        for Written { path, edits, removals } in files {
            finished.files += usize::from(!edits.is_empty() || !removals.is_empty());
            let in_file = |edit| Edit::Text { path: path.to_string(), edit };
            finished.edits.extend(edits.into_iter().map(in_file));
            finished.removals.extend(removals.into_iter().map(in_file));
        }
        finished
    }
}

/// Uses of a name by file.
pub(super) fn by_file(uses: Vec<(Location, NameUse)>) -> Vec<(Arc<str>, Vec<NameUse>)> {
    let mut files: BTreeMap<Arc<str>, Vec<NameUse>> = BTreeMap::new();
    for (at, name) in uses {
        files.entry(at.path).or_default().push(name);
    }
    files.into_iter().collect()
}

/// A file's text and tree.
pub(super) fn read<'p>(view: View<'_>, path: &'p str) -> Result<TextFile<'p>, String> {
    let text = view.sources.read(path).map_err(|error| format!("{path} cannot be read: {error}"))?;
    Ok(TextFile::new(path, text))
}

/// A definition's name and its place. An error where the file is broken and the name only remembered.
pub(super) fn written_name(workspace: &Workspace, def: DefId) -> Result<&NameAt, String> {
    let entry = workspace.file(def.file);
    let definition = entry.facts.definitions.get(def.position as usize);
    definition.map(|definition| definition.name()).ok_or_else(|| {
        let name = workspace.name_of(def);
        format!("{} cannot be read where it names \"{name}\": mend its syntax error first", entry.path)
    })
}

/// The positions of a role in a list of a page, in whatever spelling.
pub(super) fn positions(workspace: &Workspace, entry: &FileEntry, list: PageList, role: DefId) -> Vec<usize> {
    let Some(facts) = &entry.facts.role else { return Vec::new() };
    let names: Vec<Option<&NameAt>> = match list {
        PageList::Alternatives => facts.alternatives.iter().map(Option::as_ref).collect(),
        PageList::Rows => facts.comparison.iter().flat_map(|c| c.rows.iter()).map(|row| row.role.as_ref()).collect(),
        PageList::Options => facts.pick.iter().flat_map(|p| p.roles.iter()).map(Option::as_ref).collect(),
    };
    let is_it = |at: &NameAt| workspace.resolve(KindId::ROLE, &at.name).is_some_and(|r| r.def == role);
    (0..).zip(names).filter(|(_, at)| at.is_some_and(is_it)).map(|(position, _)| position).collect()
}

/// The mention whose name stands at a place: all of it, brackets included, and the words that it shows instead of the
/// name, if it has some.
pub(super) fn mention_at(workspace: &Workspace, file: &TextFile<'_>, name: Span) -> Option<(Span, Option<String>)> {
    let tree = file.tree();
    let node = tree.written(*tree.path_at(name.start).last()?);
    if matches!(node.kind(), Kind::Mapping | Kind::Sequence | Kind::Alias) {
        return None;
    }
    let (text, map) = (node.scalar_text(), node.map());
    let all = mentions(text, &[], |kind| workspace.config().kind(kind).is_some());
    let found = all.into_iter().find(|m| map.span(m.name.start, m.name.end) == name)?;
    let shown = found.shown.map(|shown| text[shown].to_owned());
    Some((map.span(found.whole.start, found.whole.end), shown))
}

/// The edits that write another name in the place of plain uses in prose, where nothing else is edited.
pub(super) fn plain_uses(view: View<'_>, uses: Vec<(Location, NameUse)>, name: &str, edits: &[Edit]) -> Vec<Edit> {
    let mut confirm = Vec::new();
    for (path, uses) in by_file(uses) {
        let Ok(file) = read(view, &path) else { continue };
        let names: Vec<TextEdit> = uses.iter().map(|at| TextEdit::new(at.span, name)).collect();
        let touched = |new: &TextEdit| {
            let same = |edit: &Edit| matches!(edit, Edit::Text { path: at, edit } if **at == *path && edit.span.touches(new.span));
            edits.iter().any(same)
        };
        let new = rename_names(&file, &names).unwrap_or_default().into_iter().filter(|edit| !touched(edit));
        confirm.extend(new.map(|edit| Edit::Text { path: path.to_string(), edit }));
    }
    confirm
}
