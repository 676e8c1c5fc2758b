//! [`ChangePlan`] and [`Refusal`], what each change of names, roles and terms comes to; edits by file while they are
//! collected; names in mentions, entries of a page.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::content::{KindId, Name, NameAt, PageList, mentions};
use crate::edit::{Document, Edit, keep_json, keeps_values, rename_names, says_names};
use crate::ide::uses::NameUse;
use crate::ide::{Analysis, Location};
use crate::syntax::Kind;
use crate::text::{Span, TextEdit, apply};
use crate::workspace::{DefId, FileEntry, Workspace};

/// What a change comes to: a name, a role that is retired or deleted, a term that becomes an alias.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangePlan {
    /// What changes, by its name before.
    pub old: Name,
    /// Its name afterwards, or that of what takes its place; of what is deleted, its own.
    pub new: Name,
    /// The changes, sorted by path and span; all or none. What happens to whole files comes last. Nothing that an author
    /// wrote is lost by them, but what is in `lost`.
    pub edits: Vec<Edit>,
    /// Entries, rows, options and cells that go because those of the role that takes over are there: for the author to
    /// see. They fit the files as they are now, beside `edits`.
    pub removals: Vec<Edit>,
    /// Plain uses of the old name in prose: for the author to confirm. They fit the files as they are now, beside `edits`.
    pub confirm: Vec<Edit>,
    /// Plain uses of the old name in texts that `edits` write anew, as a name needs quotes around it all: nothing can be
    /// offered beside those.
    pub rewritten: Vec<Location>,
    /// Places that stay as they are, for the author to look at.
    pub left: Vec<Left>,
    /// What `edits` lose of an entry that goes: for the author to see.
    pub lost: Vec<Lost>,
    /// The keys that an entry takes over from the one that goes.
    pub taken: Vec<String>,
    /// Alternatives that name the new role now, and whose words were written for the old one.
    pub written_for: Vec<Location>,
    /// What `edits` say of the address that a role's page had before.
    pub redirect: Option<Redirected>,
    /// How many files `edits` and `removals` touch; of a deletion, how many others than the one that goes.
    pub files: usize,
}

/// What a rename says of the address that the role's page had before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redirected {
    /// `redirect_from` has this path now.
    From(String),
    /// The page is at this path again, which `redirect_from` had.
    Back(String),
    /// The page was at this path, and `redirect_from` cannot be written.
    Unwritten(String),
}

/// Why there is no change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// In the author's words: one clause, lower case, no full stop.
    pub message: String,
    /// The places that it is about where they are several, a line for each.
    pub places: Vec<String>,
    /// What to do instead.
    pub help: Option<String>,
    /// What stands in the way.
    pub place: Option<Location>,
}

impl Refusal {
    /// The same with what to do instead.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same with what stands in the way.
    #[must_use]
    pub fn at(self, place: Location) -> Self {
        Self { place: Some(place), ..self }
    }
}

impl From<String> for Refusal {
    fn from(message: String) -> Self {
        Self { message, places: Vec::new(), help: None, place: None }
    }
}

impl From<&str> for Refusal {
    fn from(message: &str) -> Self {
        message.to_owned().into()
    }
}

impl From<Refusal> for String {
    fn from(refusal: Refusal) -> Self {
        refusal.to_string()
    }
}

/// In one line.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.places.iter().try_for_each(|place| write!(f, "; {place}"))?;
        self.help.iter().try_for_each(|help| write!(f, "; {help}"))
    }
}

/// No change, for a reason in the author's words.
pub(in crate::ide) fn refuse<T>(message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::from(message.into()))
}

/// A place that a change leaves as it is, for the author to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The place.
    pub place: Location,
    /// Why: one clause, lower case, no full stop.
    pub reason: String,
}

/// A pair of an entry that goes, and is lost because the entry that stays has another value for the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The key with its value.
    pub place: Location,
    /// The key.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// What happens to one file.
#[derive(Clone, Default)]
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
    /// In the author's words: the file would have a syntax error afterwards, a name would read otherwise, or a value would
    /// change that no edit touches.
    pub fn write(mut self, path: &Arc<str>, file: &Document) -> Result<Written, Refusal> {
        let refusal = || unchangeable(path);
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
        let after = apply(&file.text, &all).map_err(|_| refusal())?;
        if file.is_sound() {
            let after = Document::parse(path.clone(), after);
            if !after.is_sound() || !keeps_values(file, &all, &after) || !says_names(file, &all, &names, &after) {
                return Err(refusal());
            }
        }
        let edits = keep_json(path, &file.text, edits).ok_or_else(refusal)?;
        Ok(Written { path: path.clone(), edits, removals: self.removals })
    }
}

/// The changes of all files, as far as a plan has them.
pub(super) fn planned(mut files: Vec<Written>) -> ChangePlan {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut plan = ChangePlan::default();
    for Written { path, edits, removals } in files {
        plan.files += usize::from(!edits.is_empty() || !removals.is_empty());
        let in_file = |edit| Edit::Text { path: path.to_string(), edit };
        plan.edits.extend(edits.into_iter().map(in_file));
        plan.removals.extend(removals.into_iter().map(in_file));
    }
    plan
}

/// No change, as a file's text is in the way of it.
pub(super) fn unchangeable(path: &str) -> Refusal {
    format!("{path} cannot be changed as it is written: change it by hand first").into()
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
pub(super) fn read(view: Analysis<'_>, path: &Arc<str>) -> Result<Document, Refusal> {
    let text = view.sources.read(path).map_err(|error| format!("{path} cannot be read: {error}"))?;
    Ok(Document::parse(path.clone(), text))
}

/// A definition's name and its place. An error where the file is broken and the name only remembered.
pub(super) fn written_name(workspace: &Workspace, def: DefId) -> Result<&NameAt, Refusal> {
    let entry = workspace.file(def.file);
    let definition = entry.facts.definitions.get(def.position as usize);
    definition.map(|definition| definition.name()).ok_or_else(|| {
        let name = workspace.name_of(def);
        format!("{} cannot be read where it names \"{name}\": mend its syntax error first", entry.path).into()
    })
}

/// The positions of a role in a list of a page, in whatever spelling.
pub(super) fn positions(workspace: &Workspace, entry: &FileEntry, list: PageList, role: DefId) -> Vec<usize> {
    let Some(facts) = &entry.facts.role else { return Vec::new() };
    let is_it = |at: &NameAt| workspace.resolve(KindId::ROLE, &at.name).is_some_and(|r| r.def == role);
    (0..).zip(list.names(facts)).filter(|(_, at)| at.is_some_and(is_it)).map(|(position, _)| position).collect()
}

/// The mention whose name stands at a place: all of it, brackets included, and the words that it shows instead of the
/// name, if it has some.
pub(super) fn mention_at(workspace: &Workspace, file: &Document, name: Span) -> Option<(Span, Option<String>)> {
    let tree = &file.tree;
    let node = tree.written(*tree.path_at(name.start).last()?);
    if matches!(node.kind(), Kind::Mapping | Kind::Sequence | Kind::Alias) {
        return None;
    }
    let (text, map) = (node.scalar_text(), node.map());
    let all = mentions(text, &[], workspace.config().mention_form(&file.path), |kind| {
        workspace.config().kind(kind).is_some()
    });
    let found = all.into_iter().find(|m| map.span(m.name.start, m.name.end) == name)?;
    let shown = found.shown.map(|shown| text[shown].to_owned());
    Some((map.span(found.whole.start, found.whole.end), shown))
}

/// The edits that write another name in the place of plain uses in prose, where nothing else is edited; and the uses within
/// texts that other edits write anew.
pub(super) fn plain_uses(
    view: Analysis<'_>,
    uses: Vec<(Location, NameUse)>,
    name: &str,
    plan: &ChangePlan,
) -> (Vec<Edit>, Vec<Location>) {
    let (mut confirm, mut rewritten) = (Vec::new(), Vec::new());
    for (path, uses) in by_file(uses) {
        let Ok(file) = read(view, &path) else { continue };
        let others = plan.edits.iter().chain(&plan.removals).filter_map(|edit| match edit {
            Edit::Text { path: at, edit } if **at == *path => Some(edit),
            _ => None,
        });
        let others: Vec<&TextEdit> = others.collect();
        let (new, stay) = beside(&file, &uses, name, &others);
        confirm.extend(new.into_iter().map(|edit| Edit::Text { path: path.to_string(), edit }));
        rewritten.extend(stay.into_iter().map(|span| Location { path: path.clone(), span }));
    }
    (confirm, rewritten)
}

/// The edits that write another name in the place of plain uses in a file's prose, beside `others`; and the uses that stay
/// in what these write anew.
pub(super) fn beside(
    file: &Document,
    uses: &[NameUse],
    name: &str,
    others: &[&TextEdit],
) -> (Vec<TextEdit>, Vec<Span>) {
    let names: Vec<TextEdit> = uses.iter().map(|at| TextEdit::new(at.span, name)).collect();
    let mut edits = rename_names(file, &names).unwrap_or_default();
    edits.retain(|edit| !others.iter().any(|other| other.span.touches(edit.span)));
    let says = |edit: &TextEdit, old: &str| {
        let words = old.split(' ').collect::<Vec<_>>();
        edit.text
            .split_whitespace()
            .collect::<Vec<_>>()
            .windows(words.len())
            .any(|w| w.iter().zip(&words).all(|(written, word)| written.contains(word)))
    };
    let stays = |at: &&NameUse| others.iter().any(|other| other.span.contains(at.span) && says(other, &at.name));
    let stay = uses.iter().filter(stays).map(|at| at.span).collect();
    (edits, stay)
}
