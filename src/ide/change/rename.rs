//! Renaming a role or a term: every reference in every file, whatever its spelling, and the role's file with it.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::moves::{Changed, Moved};
use super::new_name::{fits_lists, fits_places, is_free, new_name, unclear};
use super::plan::{ChangePlan, FileChange, Redirected, Refusal, Written, beside, planned, refuse, unchangeable};
use super::rename_address::{moved, redirected, slugs};
use super::rename_label::{is_by_label, rename_label};
use super::spellings::{Spelling, renamed_to, spelling};
use crate::content::{KindId, Name, as_markdown};
use crate::edit::{Document, Edit, add_label, drop_label, keep_json, rename_names};
use crate::ide::prose_names::{Phrase, is_long, uses_at};
use crate::ide::uses::{NameUse, names_by_file};
use crate::ide::{Analysis, FileView, Location};
use crate::schema::Label;
use crate::syntax::is_harmless;
use crate::text::{Span, TextEdit};
use crate::workspace::{DefId, FileEntry, FileId, How, map_all};

/// What an author may choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenameOptions {
    /// The label that is asked to be renamed, of a thing that can be written in several ways; `None` for its name.
    pub label: Option<Name>,
    /// Keep the old name as an alias, or as a spelling to avoid.
    pub keep_old: Option<Label>,
    /// Leave `redirect_from` as it is.
    pub no_redirect: bool,
}

/// The name to rename at a byte offset, and the text to start from.
///
/// # Errors
/// In the author's words, where nothing can be renamed.
pub fn prepare_rename(file: &FileView<'_>, at: u32) -> Result<(Span, String), Refusal> {
    let (name, def) = named(file, at)?;
    let workspace = file.workspace();
    if is_by_label(workspace, def) {
        return Ok((name.span, name.name.to_string()));
    }
    if let Spelling::Alias = spelling(workspace, &name, def) {
        let is_avoided = name.resolved.is_some_and(|resolved| resolved.how == How::Avoid);
        let what = if is_avoided { "a spelling to avoid" } else { "an alias" };
        let named = workspace.name_of(def);
        return refuse(format!("\"{}\" is {what}: rename \"{named}\" where it is named so", name.name));
    }
    unclear(file.view, def)?;
    Ok((name.span, workspace.name_of(def).to_string()))
}

/// What the name at a byte offset means, for [`rename`], and the name as it is written there.
///
/// # Errors
/// In the author's words, where nothing can be renamed.
pub fn rename_target(file: &FileView<'_>, at: u32) -> Result<(DefId, Name), Refusal> {
    prepare_rename(file, at)?;
    named(file, at).map(|(name, def)| (def, name.name))
}

fn named(file: &FileView<'_>, at: u32) -> Result<(NameUse, DefId), Refusal> {
    let name = file.name_at(at).ok_or("there is no name here")?;
    if name.is_link() {
        return refuse("a link says the path of a file: rename the file, and its links follow");
    }
    let word = file.workspace().config().word(name.kind);
    let def = name.def().ok_or_else(|| {
        if file.workspace().is_closed(name.kind) {
            format!("no {word} is named \"{}\"", name.name)
        } else {
            format!("there is no vocabulary of kind \"{word}\" in which \"{}\" could be renamed", name.name)
        }
    })?;
    Ok((name, def))
}

/// Renames a thing.
///
/// # Errors
/// In the author's words: the new name is empty, the old one, taken, or cannot stand where the old one stands.
pub fn rename(view: Analysis<'_>, def: DefId, typed: &str, options: RenameOptions) -> Result<ChangePlan, Refusal> {
    let workspace = view.workspace;
    if is_by_label(workspace, def) {
        let parts = workspace.parts_of(def);
        let labels = || parts.iter().filter_map(|part| workspace.definition(*part)).flat_map(|one| &one.labels);
        let asked = options.label.as_ref();
        if let Some((id, before)) = asked.and_then(|asked| path_end(view, def, asked)) {
            return rename_label(view, def, &id, &format!("{before}{typed}"));
        }
        let asked = asked.filter(|asked| labels().any(|label| label.at.name == **asked));
        let label = asked.cloned().unwrap_or_else(|| workspace.name_of(def));
        return rename_label(view, def, &label, typed);
    }
    unclear(view, def)?;
    let old = workspace.name_of(def);
    let new = new_name(&old, typed)?;
    let kind = workspace.definition(def).map_or(KindId::ROLE, |d| d.kind);
    is_free(view, def, kind, &old, &new)?;
    let uses = names_by_file(workspace, def);
    fits_places(workspace, &uses, &new)?;
    fits_lists(workspace, &uses, def, &new)?;

    let slugs = if kind.is_role() { slugs(workspace, def, &old, &new) } else { None };
    let mut file = None;
    if let Some((before, after)) = &slugs {
        file = moved(workspace, def, (before, after), &new, &|path| view.sources.exists(path))?;
    }
    let mut links = Changed::default();
    if let Some(Edit::Rename { path, to }) = &file {
        links.follow(view, &[Moved { from: path.clone(), to: to.clone() }]);
    }
    let renaming = Renaming {
        view,
        def,
        old: &old,
        new: &new,
        prose: (kind.is_role() && is_long(&old)).then(|| Phrase::new(&old)),
        slugs: slugs.as_ref().map(|(before, after)| (before.as_str(), after.as_str())),
        links,
        options: &options,
    };
    let (mut written, mut confirm, mut rewritten, mut redirect) = (Vec::new(), Vec::new(), Vec::new(), None);
    for change in map_all(&renaming.files(uses), |(file, names)| renaming.change(*file, names)) {
        let Some(change) = change? else { continue };
        let path = change.written.path.to_string();
        confirm.extend(change.plain.into_iter().map(|edit| Edit::Text { path: path.clone(), edit }));
        let at = |span| Location { path: change.written.path.clone(), span };
        rewritten.extend(change.rewritten.into_iter().map(at));
        redirect = redirect.or(change.redirect);
        written.push(change.written);
    }
    let mut plan = planned(written);
    plan.edits.extend(file);
    Ok(ChangePlan { confirm, rewritten, redirect, old, new, ..plan })
}

/// The id of a page that is named by the end of its path, and what stands before that end.
fn path_end(view: Analysis<'_>, def: DefId, asked: &str) -> Option<(Name, String)> {
    let workspace = view.workspace;
    let kind = workspace.definition(def)?.kind;
    let found = workspace.mentioned(kind, asked).filter(|found| found.def == def && found.how == How::PathEnd)?;
    let id = workspace.written_id(found.def)?;
    let before = id.get(..id.len().checked_sub(asked.len())?)?.to_owned();
    Some((id, before))
}

/// The part of a rename that is done file by file, on all cores.
struct Renaming<'r> {
    view: Analysis<'r>,
    def: DefId,
    old: &'r Name,
    new: &'r Name,
    /// A search for plain uses of the old name in prose; `None` where these do not count (terms, names of one word).
    prose: Option<Phrase>,
    /// The slugs of a role before and after, where its page or its file moves.
    slugs: Option<(&'r str, &'r str)>,
    /// The links that lead to the thing's file, which moves.
    links: Changed,
    options: &'r RenameOptions,
}

/// What a rename changes in a file.
struct Change {
    written: Written,
    /// Plain uses in prose.
    plain: Vec<TextEdit>,
    /// Plain uses in texts that are written anew.
    rewritten: Vec<Span>,
    redirect: Option<Redirected>,
}

impl Renaming<'_> {
    /// The files to look at, sorted by path, each with the names that change in it.
    fn files(&self, uses: Vec<(FileId, Vec<NameUse>)>) -> Vec<(FileId, Vec<(TextEdit, Name)>)> {
        let workspace = self.view.workspace;
        let mut files: Vec<(FileId, Vec<(TextEdit, Name)>)> =
            uses.into_iter().map(|(file, uses)| (file, self.names(&uses))).collect();
        if self.prose.is_some() || !self.links.is_empty() {
            let known: FxHashSet<FileId> = files.iter().map(|(file, _)| *file).collect();
            let may_change = |entry: &FileEntry| {
                self.prose.is_some() && entry.may_hold(self.old) || self.links.of(&entry.path).is_some()
            };
            let others = workspace.files().filter(|(file, entry)| !known.contains(file) && may_change(entry));
            files.extend(others.map(|(file, _)| (file, Vec::new())));
            files.sort_by(|a, b| workspace.file(a.0).path.cmp(&workspace.file(b.0).path));
        }
        files
    }

    /// The edits of the names that change, each with the name as it is written now.
    fn names(&self, uses: &[NameUse]) -> Vec<(TextEdit, Name)> {
        let changed = uses.iter().filter_map(|name| {
            let text = renamed_to(self.view.workspace, name, self.def, self.new)?;
            Some((TextEdit::new(name.span, text), name.name.clone()))
        });
        changed.collect()
    }

    /// The changes of a file, given the names that change in it; `None` where there is nothing to do.
    fn change(&self, id: FileId, names: &[(TextEdit, Name)]) -> Result<Option<Change>, Refusal> {
        let entry = self.view.workspace.file(id);
        let path = &entry.path;
        let text = match self.view.sources.read(path) {
            Ok(text) => text,
            Err(_) if names.is_empty() => return Ok(None),
            Err(error) => return refuse(format!("{path} cannot be read: {error}")),
        };
        // Where to look for plain uses; `None` means everywhere.
        let mut places = self.prose.as_ref().map_or_else(|| Some(Vec::new()), |phrase| phrase.places(&text));
        if let Some(places) = &mut places {
            places.retain(|place| !names.iter().any(|(edit, _)| edit.span.contains(*place)));
        }
        let plain = places.as_ref().is_none_or(|places| !places.is_empty());
        let own = id == self.def.file && self.changes_own();
        let links = self.links.of(path);
        // Fast path: in a sound file nothing but names changes where both are harmless in every style of scalar.
        let sound = entry.facts.syntax.is_empty();
        let harmless = |(edit, old): &(TextEdit, Name)| {
            is_harmless(&edit.text) && is_harmless(old) && text.get(edit.span.range()) == Some(old)
        };
        let edits: Vec<TextEdit> = names.iter().map(|(edit, _)| edit.clone()).collect();
        if !plain && !own && links.is_none() && (names.is_empty() || sound && names.iter().all(harmless)) {
            let edits = keep_json(path, &text, edits).ok_or_else(|| unchangeable(path))?;
            let written = Written { path: path.clone(), edits, removals: Vec::new() };
            return Ok((!names.is_empty()).then_some(Change {
                written,
                plain: Vec::new(),
                rewritten: Vec::new(),
                redirect: None,
            }));
        }
        let file = self.view.open_text(id, text);
        let mut change = FileChange { names: edits, ..FileChange::default() };
        let mut redirect = None;
        if own {
            change.edits = self.own_labels(&file)?;
            let slugs = self.slugs.filter(|_| !self.options.no_redirect);
            if let Some((edits, said)) = slugs.and_then(|s| redirected(self.view.workspace, self.def, s, &file)) {
                change.edits.extend(edits);
                redirect = Some(said);
            }
        }
        let refusal = |_| format!("{path} cannot be changed where it names \"{}\": mend it first", self.old);
        let written = with_links(change, links, path, &file).map_err(refusal)?;
        let (mut confirm, mut stay) = (Vec::new(), Vec::new());
        if plain {
            let uses = uses_at(&file, self.def, places.as_deref());
            let uses: Vec<NameUse> = uses.into_iter().filter(|name| name.name == *self.old).collect();
            (confirm, stay) = beside(&file, &uses, &as_markdown(self.new), &written.edits.iter().collect::<Vec<_>>());
        }
        Ok(Some(Change { written, plain: confirm, rewritten: stay, redirect }))
    }

    /// Whether more than names changes in the thing's own file.
    fn changes_own(&self) -> bool {
        let labels = self.view.workspace.definition(self.def).map_or(&[][..], |definition| &definition.labels);
        let stale = labels.iter().any(|label| label.label != Label::Name && label.at.name == *self.new);
        stale || self.options.keep_old.is_some() || self.slugs.is_some() && !self.options.no_redirect
    }

    /// The thing's own aliases and spellings to avoid: the new name leaves them, the old one joins them on request.
    fn own_labels(&self, file: &Document) -> Result<Vec<TextEdit>, Refusal> {
        let Self { old, new, def, .. } = *self;
        let entry = self.view.workspace.file(def.file);
        let Some(definition) = entry.facts.definitions.get(def.position as usize) else { return Ok(Vec::new()) };
        let stale = definition.labels.iter().find(|l| l.label != Label::Name && l.at.name == *new);
        let known = definition.labels.iter().any(|l| l.label != Label::Name && l.at.name == *old);
        let keep = self.options.keep_old.filter(|label| *label != Label::Name && !known);
        let no_room = || Refusal::from(format!("\"{old}\" cannot be kept: {} has no room for it", entry.path));
        if let (Some(stale), Some(label)) = (stale, keep)
            && stale.label == label
        {
            return rename_names(file, &[TextEdit::new(stale.at.span, old.as_ref())]).ok_or_else(no_room);
        }
        let mut edits = Vec::new();
        if let Some(label) = keep {
            edits.push(add_label(file, definition.name().span, label, old).ok_or_else(no_room)?);
        }
        if let Some(stale) = stale {
            edits.extend(drop_label(file, stale.at.span).ok_or_else(|| {
                let what = if stale.label == Label::Avoid { "a spelling to avoid" } else { "an alias" };
                format!(
                    "\"{new}\" is {what} of \"{old}\" in {}, with a comment or an anchor beside it: take it out by hand first",
                    entry.path
                )
            })?);
        }
        Ok(edits)
    }
}

/// The edits of a file in which links change too.
fn with_links(
    change: FileChange,
    links: Option<&FileChange>,
    path: &Arc<str>,
    file: &Document,
) -> Result<Written, Refusal> {
    let Some(links) = links else { return change.write(path, file) };
    let mut apart = change.clone();
    apart.and(links.clone());
    apart.write(path, file).or_else(|_| {
        // A name may need quotes around the whole text that a link stands in: then both are written together.
        let FileChange { names, edits, removals } = links.clone();
        let mut together = change;
        together.and(FileChange { names: [names, edits].concat(), edits: Vec::new(), removals });
        together.write(path, file)
    })
}
