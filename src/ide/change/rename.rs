//! Renaming a role or a term: every reference in every file, whatever its spelling, and the role's file with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::rename_address::{Redirected, moved, redirected, slugs};
use super::rename_label::{is_by_label, rename_label};
use super::rename_plan::RenamePlan;
use crate::content::{KindId, Name, Origin, collapse, fits_term_list, fold};
use crate::edit::{Edit, TextFile, add_label, drop_label, is_json_file, keep_json, rename_names};
use crate::ide::definition::claimants;
use crate::ide::prose_names::{Phrase, is_long, uses_at};
use crate::ide::term_lists::NewName;
use crate::ide::uses::{NameUse, Place, uses_by_file};
use crate::ide::{FileView, View};
use crate::schema::Label;
use crate::syntax::is_harmless;
use crate::text::{Span, TextEdit};
use crate::workspace::{DefId, FileId, How, Workspace, map_all, swap_first_case};

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
pub fn prepare_rename(file: &FileView<'_>, at: u32) -> Result<(Span, String), String> {
    let (name, def) = named(file, at)?;
    let workspace = file.workspace();
    if is_by_label(workspace, def) {
        return Ok((name.span, name.name.to_string()));
    }
    if let Spelling::Alias = spelling(workspace, &name, def) {
        let is_avoided = name.resolved.is_some_and(|resolved| resolved.how == How::Avoid);
        let what = if is_avoided { "a spelling to avoid" } else { "an alias" };
        let named = workspace.name_of(def);
        return Err(format!("\"{}\" is {what}: rename \"{named}\" where it is named so", name.name));
    }
    unclear(file.view, def)?;
    Ok((name.span, workspace.name_of(def).to_string()))
}

/// What the name at a byte offset means, for [`rename`], and the name as it is written there.
///
/// # Errors
/// In the author's words, where nothing can be renamed.
pub fn renamed(file: &FileView<'_>, at: u32) -> Result<(DefId, Name), String> {
    prepare_rename(file, at)?;
    named(file, at).map(|(name, def)| (def, name.name))
}

fn named(file: &FileView<'_>, at: u32) -> Result<(NameUse, DefId), String> {
    let name = file.name_at(at).ok_or("there is no name here")?;
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

/// In which way a use spells a thing's name.
enum Spelling {
    /// By the name, in whatever letter case, by a spelling to avoid, or by the slug: it changes with the name.
    Name,
    /// By the name with its first letter in the other case: it changes with the name and keeps that case.
    OtherFirst,
    /// By an alias: it stays.
    Alias,
}

fn spelling(workspace: &Workspace, name: &NameUse, def: DefId) -> Spelling {
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
        (_, Some(How::Exact)) => Spelling::Alias,
        (_, Some(How::Case)) if fold(&canonical) != fold(&name.name) => {
            if has_alias(&|alias| fold(alias) == fold(&name.name)) { Spelling::Alias } else { Spelling::Name }
        }
        _ => Spelling::Name,
    }
}

/// An error where a thing cannot be renamed, whatever the new name: its file is broken, or another thing has its name.
fn unclear(view: View<'_>, def: DefId) -> Result<(), String> {
    let workspace = view.workspace;
    let entry = workspace.file(def.file);
    let name = workspace.name_of(def);
    let Some(definition) = entry.facts.definitions.get(def.position as usize) else {
        return Err(format!("{} cannot be read where it names \"{name}\": mend its syntax error first", entry.path));
    };
    let at = NameUse {
        span: definition.name().span,
        kind: definition.kind,
        name: name.clone(),
        resolved: workspace.resolve(definition.kind, &name),
        place: Place::Definition(Label::Name),
    };
    match claimants(workspace, &at).into_iter().find(|other| *other != def) {
        Some(other) => {
            let path = &workspace.file(other.file).path;
            Err(format!("two things are named \"{name}\", the other in {path}: give one of them another name by hand"))
        }
        None => Ok(()),
    }
}

/// Renames a thing.
///
/// # Errors
/// In the author's words: the new name is empty, the old one, taken, or cannot stand where the old one stands.
pub fn rename(view: View<'_>, def: DefId, new_name: &str, options: RenameOptions) -> Result<RenamePlan, String> {
    let workspace = view.workspace;
    if is_by_label(workspace, def) {
        let parts = workspace.parts_of(def);
        let labels = || parts.iter().filter_map(|part| workspace.definition(*part)).flat_map(|one| &one.labels);
        let asked = options.label.as_ref().filter(|asked| labels().any(|label| label.at.name == **asked));
        let label = asked.cloned().unwrap_or_else(|| workspace.name_of(def));
        return rename_label(view, def, &label, new_name);
    }
    unclear(view, def)?;
    let old = workspace.name_of(def);
    let new: Name = collapse(new_name).as_ref().into();
    let kind = workspace.definition(def).map_or(KindId::ROLE, |d| d.kind);
    allowed(view, def, kind, &old, &new)?;
    let uses = uses_by_file(workspace, def);
    fits_places(workspace, &uses, &new)?;
    fits_lists(workspace, &uses, def, &new)?;

    let renaming = Renaming {
        view,
        def,
        old: &old,
        new: &new,
        prose: (kind.is_role() && is_long(&old)).then(|| Phrase::new(&old)),
    };
    let changes = map_all(&renaming.files(uses), |(file, names)| renaming.change(*file, names));
    let mut plan = Plan { view, changed: BTreeMap::new() };
    let mut confirm = Vec::new();
    for change in changes {
        let Change { path, edits, plain } = change?;
        if !edits.is_empty() {
            plan.changed.insert(path.clone(), edits);
        }
        confirm.extend(plain.into_iter().map(|edit| Edit::Text { path: path.to_string(), edit }));
    }
    own_labels(&mut plan, def, &old, &new, &options)?;
    let OwnFile { moved, redirect } =
        if kind.is_role() { own_file(&mut plan, def, (&old, &new), &options)? } else { OwnFile::default() };
    let own = plan.changed.get(&workspace.file(def.file).path).map_or(&[][..], |edits| edits);
    confirm.retain(|edit| match edit {
        Edit::Text { path, edit } if **path == *workspace.file(def.file).path => is_free(edit, own),
        _ => true,
    });
    let files = plan.changed.len();
    let mut edits = plan.finish();
    edits.extend(moved);
    Ok(RenamePlan { old, new, edits, confirm, redirect, files })
}

/// The part of a rename that is done file by file, on all cores.
struct Renaming<'r> {
    view: View<'r>,
    def: DefId,
    old: &'r Name,
    new: &'r Name,
    /// A search for plain uses of the old name in prose; `None` where these do not count (terms, names of one word).
    prose: Option<Phrase>,
}

/// What a rename changes in a file.
struct Change {
    path: Arc<str>,
    edits: Vec<TextEdit>,
    /// Plain uses in prose.
    plain: Vec<TextEdit>,
}

impl Renaming<'_> {
    /// The files to look at, sorted by path, each with the names that change in it.
    fn files(&self, uses: Vec<(FileId, Vec<NameUse>)>) -> Vec<(FileId, Vec<(TextEdit, Name)>)> {
        let workspace = self.view.workspace;
        let mut files: Vec<(FileId, Vec<(TextEdit, Name)>)> =
            uses.into_iter().map(|(file, uses)| (file, self.names(&uses))).collect();
        if self.prose.is_some() {
            let known: FxHashSet<FileId> = files.iter().map(|(file, _)| *file).collect();
            let others = workspace.files().filter(|(file, entry)| !known.contains(file) && entry.may_hold(self.old));
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

    fn change(&self, id: FileId, names: &[(TextEdit, Name)]) -> Result<Change, String> {
        let entry = self.view.workspace.file(id);
        let path = &entry.path;
        let mut change = Change { path: path.clone(), edits: Vec::new(), plain: Vec::new() };
        let text = match self.view.sources.read(path) {
            Ok(text) => text,
            Err(_) if names.is_empty() => return Ok(change),
            Err(error) => return Err(format!("{path} cannot be read: {error}")),
        };
        // Where to look for plain uses; `None` means everywhere.
        let mut places = self.prose.as_ref().map_or_else(|| Some(Vec::new()), |phrase| phrase.places(&text));
        if let Some(places) = &mut places {
            places.retain(|place| !names.iter().any(|(edit, _)| edit.span.contains(*place)));
        }
        let plain = places.as_ref().is_none_or(|places| !places.is_empty());
        // Fast path: in a sound file nothing but names changes where both are harmless in every style of scalar.
        let sound = entry.facts.syntax.is_empty();
        let harmless = |(edit, old): &(TextEdit, Name)| {
            is_harmless(&edit.text) && is_harmless(old) && text.get(edit.span.range()) == Some(old)
        };
        let edits: Vec<TextEdit> = names.iter().map(|(edit, _)| edit.clone()).collect();
        if !plain && (names.is_empty() || sound && names.iter().all(harmless)) {
            change.edits = edits;
            return Ok(change);
        }
        let file = self.view.open_text(id, text);
        let in_file = file.to_change();
        if !names.is_empty() {
            change.edits = rename_names(&in_file, &edits)
                .ok_or_else(|| format!("{path} cannot be changed where it names \"{}\": mend it first", self.old))?;
        }
        if plain {
            let uses = uses_at(&file, self.def, places.as_deref());
            let plain = uses.into_iter().filter(|name| name.name == *self.old);
            let plain: Vec<TextEdit> = plain.map(|name| TextEdit::new(name.span, self.new.as_ref())).collect();
            change.plain = rename_names(&in_file, &plain).unwrap_or_default();
            change.plain.retain(|edit| is_free(edit, &change.edits));
        }
        Ok(change)
    }
}

/// Whether an edit touches none of some others.
fn is_free(edit: &TextEdit, others: &[TextEdit]) -> bool {
    !others.iter().any(|other| other.span.touches(edit.span))
}

/// A name with its first letter in the case of another's.
fn first_like(name: &str, like: &str) -> String {
    let is_upper = like.chars().next().is_some_and(char::is_uppercase);
    let fits = name.chars().next().is_some_and(|c| c.is_uppercase() == is_upper);
    if fits { name.to_owned() } else { swap_first_case(name).unwrap_or_else(|| name.to_owned()) }
}

/// The message for a name that is taken: by what, and how to make one of both.
fn taken(workspace: &Workspace, (def, old): (DefId, &str), (other, new): (DefId, &str)) -> String {
    let Some(definition) = workspace.definition(other) else { return format!("\"{new}\" is taken") };
    let word = workspace.config().word(definition.kind);
    let (name, path) = (workspace.name_of(other), &workspace.file(other.file).path);
    let by = if *name == *new { format!("by a {word}") } else { format!("by the {word} \"{name}\"") };
    let hint = if !definition.kind.is_role() {
        format!("; to make one of both, merge \"{old}\" into \"{name}\"")
    } else if other.file == def.file {
        String::new()
    } else {
        format!("; to make one of both, retire \"{old}\" in favour of \"{name}\"")
    };
    format!("\"{new}\" is taken {by}, in {path}{hint}")
}

/// An error where a thing cannot have the new name: it is empty, the old one or taken, holds a control character, or
/// has the slug of another role.
fn allowed(view: View<'_>, def: DefId, kind: KindId, old: &str, new: &Name) -> Result<(), String> {
    let workspace = view.workspace;
    if new.is_empty() {
        return Err("the new name is empty".to_owned());
    }
    if **new == *old {
        return Err(format!("the name is \"{old}\" already"));
    }
    if let Some(c) = new.chars().find(|c| c.is_control()) {
        return Err(format!("a name cannot hold the character {}", c.escape_unicode()));
    }
    let path = |def: DefId| workspace.file(def.file).path.clone();
    if let Some(other) = workspace.index().claimants(kind, new).find(|other| *other != def) {
        return Err(taken(workspace, (def, old), (other, new)));
    }
    let own_slug = workspace.file(def.file).facts.role.as_ref().is_some_and(|role| role.slug.is_some());
    if kind.is_role()
        && !own_slug
        && let Some(slug) = workspace.config().slug(new)
        && let Some(other) = workspace.index().claimants(KindId::ROLE, &slug).find(|other| *other != def)
    {
        let other_name = workspace.name_of(other);
        return Err(format!("\"{new}\" would share the address \"{slug}\" with \"{other_name}\" in {}", path(other)));
    }
    Ok(())
}

/// An error where the new name cannot stand in the place of the old one: in a mention or a term list.
fn fits_places(workspace: &Workspace, uses: &[(FileId, Vec<NameUse>)], new: &str) -> Result<(), String> {
    let all = || uses.iter().flat_map(|(file, uses)| uses.iter().map(move |name| (&workspace.file(*file).path, name)));
    let mentioned =
        all().find(|(_, name)| matches!(name.place, Place::Reference(Origin::Mention | Origin::DoubtfulMention)));
    if let Some((path, _)) = mentioned.filter(|(_, name)| !workspace.config().fits_mention(name.kind, new)) {
        return Err(format!("\"{new}\" cannot stand between [[ and ]], as it has to in {path}"));
    }
    let listed = all().find(|(_, name)| matches!(name.place, Place::Term { .. }));
    if let Some((path, _)) = listed
        && !fits_term_list(new)
    {
        return Err(format!("\"{new}\" cannot stand in a list of terms, as it has to in {path}"));
    }
    Ok(())
}

/// An error where the new name would change what other names in a term list mean.
fn fits_lists(workspace: &Workspace, uses: &[(FileId, Vec<NameUse>)], def: DefId, new: &str) -> Result<(), String> {
    let kind = workspace.definition(def).map_or(KindId::ROLE, |d| d.kind);
    if kind.is_role() || !workspace.is_closed(kind) {
        return Ok(());
    }
    let name = NewName { workspace, kind, def, name: new, old: None };
    let one = |(file, uses): &(FileId, &[NameUse])| {
        let entry = workspace.file(*file);
        let fits = name.fits(entry, uses, |name| renamed_to(workspace, name, def, new));
        (!fits).then_some(&entry.path)
    };
    let mut files: Vec<(FileId, &[NameUse])> = uses.iter().map(|(file, uses)| (*file, &**uses)).collect();
    if new.contains(['/', '(']) {
        let known: FxHashSet<FileId> = files.iter().map(|(file, _)| *file).collect();
        files.extend(workspace.sorted().into_iter().filter(|file| !known.contains(file)).map(|file| (file, &[][..])));
    }
    match map_all(&files, one).into_iter().flatten().min() {
        Some(path) => Err(format!("\"{new}\" would change what the names beside it mean in a list of terms in {path}")),
        None => Ok(()),
    }
}

/// What a use becomes when its thing is renamed; `None` where it stays.
fn renamed_to(workspace: &Workspace, name: &NameUse, def: DefId, new: &str) -> Option<String> {
    match spelling(workspace, name, def) {
        Spelling::Alias => None,
        Spelling::Name => Some(new.to_owned()),
        Spelling::OtherFirst => Some(first_like(new, &name.name)),
    }
}

/// Edits by file while they are collected.
struct Plan<'w> {
    view: View<'w>,
    changed: BTreeMap<Arc<str>, Vec<TextEdit>>,
}

impl Plan<'_> {
    fn read<'p>(&self, path: &'p str) -> Result<TextFile<'p>, String> {
        let text = self.view.sources.read(path).map_err(|error| format!("{path} cannot be read: {error}"))?;
        Ok(TextFile::new(path, text))
    }

    fn add(&mut self, path: &Arc<str>, edits: impl IntoIterator<Item = TextEdit>) {
        self.changed.entry(path.clone()).or_default().extend(edits);
    }

    fn finish(self) -> Vec<Edit> {
        let mut all = Vec::new();
        for (path, mut edits) in self.changed {
            edits.sort_by_key(|edit| edit.span);
            if is_json_file(&path) {
                let text = self.view.sources.read(&path).unwrap_or_default();
                edits = keep_json(&path, &text, edits);
            }
            all.extend(edits.into_iter().map(|edit| Edit::Text { path: path.to_string(), edit }));
        }
        all
    }
}

/// The thing's own aliases and spellings to avoid: the new name leaves them, the old one joins them on request.
fn own_labels(plan: &mut Plan<'_>, def: DefId, old: &Name, new: &Name, options: &RenameOptions) -> Result<(), String> {
    let entry = plan.view.workspace.file(def.file);
    let Some(definition) = entry.facts.definitions.get(def.position as usize) else { return Ok(()) };
    let file = &plan.read(&entry.path)?;
    let stale = definition.labels.iter().find(|l| l.label != Label::Name && l.at.name == *new);
    let known = definition.labels.iter().any(|l| l.label != Label::Name && l.at.name == *old);
    let keep = options.keep_old.filter(|label| *label != Label::Name && !known);
    let edits = match (stale, keep) {
        (Some(stale), Some(label)) if stale.label == label => {
            let edits = rename_names(file, &[TextEdit::new(stale.at.span, old.as_ref())]);
            edits.ok_or_else(|| format!("\"{old}\" cannot be kept: {} has no room for it", entry.path))?
        }
        _ => {
            let added = keep.and_then(|label| add_label(file, definition.name().span, label, old));
            if keep.is_some() && added.is_none() {
                return Err(format!("\"{old}\" cannot be kept: {} has no room for it", entry.path));
            }
            let mut edits: Vec<TextEdit> = added.into_iter().collect();
            if let Some(stale) = stale {
                edits.extend(drop_label(file, stale.at.span).ok_or_else(|| {
                    let what = if stale.label == Label::Avoid { "a spelling to avoid" } else { "an alias" };
                    format!(
                        "\"{new}\" is {what} of \"{old}\" in {}, with a comment or an anchor beside it: take it out by hand first",
                        entry.path
                    )
                })?);
            }
            edits
        }
    };
    plan.add(&entry.path, edits);
    Ok(())
}

/// The role's own file: what its page's old address becomes, and its path where that follows the name.
fn own_file(
    plan: &mut Plan<'_>,
    def: DefId,
    (old, new): (&str, &str),
    options: &RenameOptions,
) -> Result<OwnFile, String> {
    let workspace = plan.view.workspace;
    let mut own = OwnFile::default();
    let Some((before, after)) = slugs(workspace, def, old, new) else { return Ok(own) };
    let path = &workspace.file(def.file).path;
    if !options.no_redirect
        && let Some((edits, redirect)) = redirected(workspace, def, (&before, &after), &plan.read(path)?)
    {
        plan.add(path, edits);
        own.redirect = Some(redirect);
    }
    own.moved = moved(workspace, def, (&before, &after), new, &|path| plan.view.sources.exists(path))?;
    Ok(own)
}

/// What happens to a role's own file.
#[derive(Default)]
struct OwnFile {
    moved: Option<Edit>,
    redirect: Option<Redirected>,
}
