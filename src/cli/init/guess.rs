//! [`guess`]: what the files of each group define, and what in them refers to it.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::alike::Below;
use super::field::{Field, Note, are_distinct};
use super::kinds::{By, Kinds, Lookup};
use super::survey::Group;
use super::words::{label, singular, stem};
use crate::content::{is_index, name_of_file};
use crate::schema::{NamedBy, role_schema, vocabulary_schema};

/// So many collections are proposed: nobody reads more.
const MOST: usize = 40;
/// What the front matter of handbooks holds besides a title.
const OF_PAGES: [&str; 24] = [
    "title",
    "description",
    "layout",
    "permalink",
    "date",
    "draft",
    "weight",
    "tags",
    "categories",
    "author",
    "authors",
    "nav_order",
    "parent",
    "has_children",
    "sidebar_position",
    "sidebar_label",
    "slug",
    "order",
    "template",
    "image",
    "keywords",
    "lastmod",
    "updated",
    "aliases",
];

/// The schema of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Schema {
    /// One of its own.
    Own,
    /// One of the program's.
    Builtin(&'static str),
}

/// A collection that is proposed.
#[derive(Debug)]
pub(super) struct Guess {
    pub group: Group,
    pub label: String,
    pub schema: Schema,
    /// The kind of thing that each file is.
    pub kind: Option<String>,
    /// Nothing is said of the form of values: not all files have the one that most have.
    pub loose: bool,
    /// The file's name is its id.
    pub by_file: bool,
    /// The first heading is its name.
    pub by_heading: bool,
    /// What it is called after: its folder, or its file.
    own: String,
    /// It is the only file of its kind.
    is_lone: bool,
}

impl Guess {
    fn new(group: Group, is_lone: bool) -> Self {
        let name = match group.paths.first() {
            Some(path) if is_lone => stem(path),
            Some(path) if matches!(group.below, Some(Below::Named(_))) && !is_index(stem(path)) => stem(path),
            _ => group.folder.rsplit('/').next().unwrap_or_default(),
        };
        let own = Some(label(name)).filter(|own| !own.is_empty()).unwrap_or_else(|| "content".to_owned());
        let (label, schema) = (String::new(), Schema::Own);
        Self { group, label, schema, kind: None, loose: false, by_file: false, by_heading: false, own, is_lone }
    }

    /// Whether anything in it means something.
    pub fn says_something(&mut self) -> bool {
        let mut says = self.by_file || self.schema != Schema::Own;
        self.group.root.each_mut("", &mut |_, field| {
            says |= matches!(&field.note, Some(note) if *note != Note::Prose) || field.key_note.is_some();
        });
        says
    }
}

/// The collections to propose, and the paths of files that are left out.
pub(super) fn guess(groups: Vec<Group>) -> (Vec<Guess>, Vec<String>) {
    let folders: Vec<(bool, String)> = groups.iter().map(|group| (group.is_markdown, group.folder.clone())).collect();
    let is_lone = |group: &Group| {
        let of_folder = folders.iter().filter(|(markdown, folder)| !*markdown && *folder == group.folder).count();
        !group.is_markdown
            && group.paths.len() == 1
            && (group.folder.is_empty() || of_folder > 1 || is_container(group, ""))
    };
    let (pages, groups): (Vec<Group>, Vec<Group>) = groups.into_iter().partition(is_handbook);
    let mut guesses: Vec<Guess> = groups
        .into_iter()
        .map(|group| {
            let lone = is_lone(&group);
            Guess::new(group, lone)
        })
        .collect();
    let mut kinds = Kinds::default();
    guesses.iter_mut().for_each(|guess| files(guess, &mut kinds));
    // What stands in lists and maps of files that are no things themselves, before what stands in those that are.
    for of_things in [false, true] {
        for guess in guesses.iter_mut().filter(|guess| guess.schema == Schema::Own && guess.kind.is_some() == of_things)
        {
            let (own, by_name) = (guess.own.clone(), guess.is_lone && !of_things);
            lists(&mut guess.group.root, &own, 0, by_name, of_things, &mut kinds);
        }
    }
    let page_paths = pages.iter().flat_map(|group| &group.paths);
    let page_ids: Vec<String> = page_paths.filter_map(|path| name_of_file(path, NamedBy::Path, true)).collect();
    kinds.of("page").ids.extend(page_ids.into_iter().filter(|id| id.contains('/')));
    settle_ids(&mut guesses, &mut kinds);
    let lookup = kinds.lookup();
    guesses.iter_mut().for_each(|guess| references(guess, &lookup));
    finish(guesses, pages)
}

/// Whether Markdown is a handbook: it says nothing in its front matter but what pages do.
fn is_handbook(group: &Group) -> bool {
    if !group.is_markdown {
        return false;
    }
    let root = &group.root;
    let is_usual = |(key, field): &&(String, Field)| {
        !OF_PAGES.contains(&key.as_str()) && field.values * 5 >= group.paths.len() * 3
    };
    !root.keys.iter().any(|entry| is_usual(&entry))
}

/// Whether the things of a group stand in a list or a map of its files.
fn is_container(group: &Group, own: &str) -> bool {
    let root = &group.root;
    let is_list = |field: &Field| field.items.as_ref().is_some_and(|items| items.mappings > 0);
    let holds =
        |field: &Field| field.items.as_ref().is_some_and(|items| items.mappings > 0 && items.id_key().is_some());
    let called: Vec<String> = match group.paths.as_slice() {
        [path] => vec![singular(own), singular(stem(path))],
        _ => vec![singular(own)],
    };
    root.lists > 0 && is_list(root)
        || root.each.is_some()
        || root.keys.iter().any(|(key, field)| {
            let is_named = is_list(field) && (called.contains(&singular(key)) || root.keys.len() == 1);
            is_named || (holds(field) || field.each.is_some()) && root.name_key().is_none()
        })
}

/// What the files themselves are.
fn files(guess: &mut Guess, kinds: &mut Kinds) {
    let own = singular(&guess.own);
    let group = &mut guess.group;
    if let Some(builtin) = builtin(group) {
        let kind = if builtin == "sidestep:role" { "role".to_owned() } else { own };
        let named = if builtin == "sidestep:role" { Some(&group.root) } else { group.root.items.as_deref() };
        let names = named.and_then(|field| field.get("name")).map(|field| field.texts.clone()).unwrap_or_default();
        if are_distinct(&names) && kinds.take_names(&kind, names.iter().map(|(_, name)| name)) {
            guess.schema = Schema::Builtin(builtin);
            guess.kind = Some(kind);
            return;
        }
    }
    let own = singular(&guess.own);
    // A file alone in a folder is one of several where the folder's name says so.
    let is_one_of_many = group.paths.len() > 1 || own != guess.own;
    if own.is_empty() || !is_one_of_many || group.root.mappings == 0 || guess.is_lone || is_container(group, &guess.own)
    {
        return;
    }
    let ids: Vec<Option<String>> = group.paths.iter().map(|path| name_of_file(path, NamedBy::Stem, true)).collect();
    let distinct: BTreeSet<&String> = ids.iter().flatten().collect();
    let known = kinds.of(&own);
    guess.by_file = distinct.len() == ids.len() && distinct.iter().all(|id| !known.ids.contains(*id));
    if let Some(key) = group.root.id_key()
        && let Some(field) = group.root.get_mut(key)
    {
        let is_stem = |(file, text): &(usize, String)| ids.get(*file).and_then(Option::as_ref) == Some(text);
        // Ids of their own go before the names of the files.
        guess.by_file &= field.texts.iter().all(is_stem);
        if field.texts.iter().all(|(_, id)| !known.ids.contains(id)) {
            known.ids.extend(field.texts.iter().map(|(_, id)| id.clone()));
            field.note = Some(Note::Defines(own.clone(), "id"));
        }
    }
    if guess.by_file {
        known.ids.extend(ids.into_iter().flatten());
    }
    known.of_files = true;
    known.paths.extend(group.paths.iter().cloned());
    if let Some(field) = group.root.name_key().and_then(|key| group.root.get_mut(key)) {
        kinds.take_names(&own, field.texts.iter().map(|(_, name)| name));
        field.note = Some(Note::Defines(own.clone(), "name"));
    } else {
        guess.by_heading = group.is_markdown;
    }
    guess.kind = Some(own);
}

/// The schema of the program's own that files satisfy by their keys.
fn builtin(group: &Group) -> Option<&'static str> {
    let root = &group.root;
    let all = |field: &Field, key: &str| field.get(key).is_some_and(|one| one.strings == field.mappings);
    let known =
        |field: &Field, shape: &crate::schema::Shape| field.keys.iter().all(|(key, _)| shape.known(key).is_some());
    if root.mappings == group.paths.len() && all(root, "name") && all(root, "summary") {
        return known(root, role_schema().shapes.root()).then_some("sidestep:role");
    }
    let items = root
        .items
        .as_ref()
        .filter(|items| !group.is_markdown && items.mappings > 0 && items.mappings == items.values)?;
    let shapes = &vocabulary_schema().shapes;
    let entry = shapes.items(shapes.root())?;
    (root.lists == root.values && all(items, "name") && known(items, entry)).then_some("sidestep:vocabulary")
}

/// What lists of entries and maps keyed by ids define, at any depth.
fn lists(field: &mut Field, key: &str, depth: usize, by_name: bool, of_things: bool, kinds: &mut Kinds) {
    let kind = singular(key);
    if let Some(items) = field.items.as_deref_mut().filter(|items| items.mappings > 0 && items.mappings == items.values)
    {
        entries(items, &kind, by_name && depth < 2, of_things, kinds);
    }
    let ids: BTreeSet<&String> = field.ids.iter().map(|(_, id)| id).collect();
    if let Some(each) = field.each.as_deref_mut()
        && !kind.is_empty()
        && are_distinct(&field.ids)
        && ids.iter().all(|id| !kinds.of(&kind).ids.contains(*id))
    {
        kinds.of(&kind).ids.extend(ids.into_iter().cloned());
        field.key_note = Some(Note::Defines(kind.clone(), "id"));
        names(each, &kind, kinds);
    }
    for (key, field) in &mut field.keys {
        lists(field, key, depth + 1, by_name, of_things, kinds);
    }
    for field in field.items.as_deref_mut().into_iter().chain(field.each.as_deref_mut()) {
        // A list in a list has no key of its own.
        if field.mappings > 0 {
            for (key, field) in &mut field.keys {
                lists(field, key, depth + 1, by_name, of_things, kinds);
            }
        }
    }
}

/// What the entries of a list define: by their ids, else by their names.
fn entries(items: &mut Field, kind: &str, by_name: bool, of_things: bool, kinds: &mut Kinds) {
    if let Some(field) = items.id_key().and_then(|key| items.get_mut(key)) {
        let ids: BTreeSet<String> = field.texts.iter().map(|(_, id)| id.clone()).collect();
        let shared = |known: &BTreeSet<String>| ids.iter().filter(|id| known.contains(*id)).count() * 2 >= ids.len();
        let is_used = kinds.0.values().any(|things| shared(&things.ids));
        if of_things && is_used {
            return;
        }
        let mut of_files = kinds.0.iter().filter(|(_, things)| things.of_files);
        let foreseen =
            of_files.find(|(known, things)| *known == kind || shared(&things.ids)).map(|(kind, _)| kind.clone());
        let (kind, label) = match foreseen {
            Some(kind) => (kind, "planned"),
            None if kind.is_empty() || ids.iter().any(|id| kinds.of(kind).ids.contains(id)) => return,
            None => (kind.to_owned(), "id"),
        };
        field.note = Some(Note::Defines(kind.clone(), label));
        kinds.of(&kind).ids.extend(ids);
        names(items, &kind, kinds);
    } else if by_name && !kind.is_empty() {
        let Some(field) = items.name_key().and_then(|key| items.get_mut(key)) else { return };
        let known = &kinds.of(kind).names;
        if are_distinct(&field.texts) && field.texts.iter().all(|(_, name)| !known.contains(name)) {
            kinds.take_names(kind, field.texts.iter().map(|(_, name)| name));
            field.note = Some(Note::Defines(kind.to_owned(), "name"));
            aliases(items, kind, kinds);
        }
    }
}

/// The names of things that have ids.
fn names(things: &mut Field, kind: &str, kinds: &mut Kinds) {
    if let Some(field) = things.name_key().and_then(|key| things.get_mut(key)) {
        kinds.take_names(kind, field.texts.iter().map(|(_, name)| name));
        field.note = Some(Note::Defines(kind.to_owned(), "name"));
    }
    aliases(things, kind, kinds);
}

/// Other names, where nothing else has them.
fn aliases(things: &mut Field, kind: &str, kinds: &mut Kinds) {
    for key in ["aliases", "alias", "synonyms", "aka"] {
        let Some(field) = things.get_mut(key) else { continue };
        let field = if field.items.is_some() { field.items.as_deref_mut() } else { Some(field) };
        let known = &kinds.of(kind).names;
        if let Some(field) = field
            && field.strings == field.values
            && are_distinct(&field.texts)
            && field.texts.iter().all(|(_, name)| !known.contains(name))
        {
            kinds.take_names(kind, field.texts.iter().map(|(_, name)| name));
            field.note = Some(Note::Defines(kind.to_owned(), "alias"));
        }
    }
}

/// Where things are referred to by their names and never by their ids, what looked like an id is none.
fn settle_ids(guesses: &mut [Guess], kinds: &mut Kinds) {
    let mut uses: BTreeSet<(String, bool)> = BTreeSet::new();
    let lookup = kinds.lookup();
    for guess in guesses.iter_mut().filter(|guess| guess.schema == Schema::Own) {
        guess.group.root.each_mut("", &mut |key, field| {
            if field.note.is_none()
                && let Some((kind, _, by)) = lookup.meant(field, key)
            {
                uses.insert((kind, by == By::Id));
            }
            if let Some(Note::Defines(kind, "planned")) = &field.note {
                uses.insert((kind.clone(), true));
            }
        });
    }
    let by_name = uses.iter().filter(|(kind, id)| !id && !uses.contains(&(kind.clone(), true)));
    let by_name: BTreeSet<&String> = by_name.map(|(kind, _)| kind).filter(|kind| !kinds.of(kind).share_names).collect();
    by_name.iter().for_each(|kind| kinds.of(kind).ids.clear());
    for guess in guesses.iter_mut() {
        guess.by_file &= !guess.kind.as_ref().is_some_and(|kind| by_name.contains(kind));
        guess.group.root.each_mut("", &mut |_, field| {
            if matches!(&field.note, Some(Note::Defines(of, "id")) if by_name.contains(of)) {
                field.note = None;
            }
        });
    }
}

/// What refers to things, and what is prose.
fn references(guess: &mut Guess, kinds: &Lookup<'_>) {
    if guess.schema != Schema::Own {
        return;
    }
    let paths = guess.group.paths.clone();
    let folder = |file: usize| {
        paths.get(file).and_then(|path| path.rsplit_once('/')).map_or(String::new(), |(folder, _)| folder.to_owned())
    };
    let own: Vec<Option<String>> = paths.iter().map(|path| name_of_file(path, NamedBy::Stem, true)).collect();
    guess.group.root.each_mut("", &mut |key, field| {
        if field.note.is_none() {
            field.note = kinds.kinds.led_to(field, folder);
        }
        // What repeats the file's own name is no reference to another file.
        let repeats = |(file, text): &&(usize, String)| own.get(*file).and_then(Option::as_ref) == Some(text);
        if field.note.is_none()
            && field.texts.iter().filter(repeats).count() * 2 < field.texts.len()
            && let Some((kind, separator, _)) = kinds.meant(field, key)
        {
            field.note = Some(Note::Refers(kind, separator));
        }
        if field.note.is_none() && is_prose(field) {
            field.note = Some(Note::Prose);
        }
        let keys: BTreeSet<&str> = field.keys.iter().map(|(key, _)| key.as_str()).collect();
        if field.key_note.is_none()
            && keys.len() > 1
            && let Some((kind, _)) = kinds.named(&keys, key, keys.len(), true)
        {
            field.key_note = Some(Note::Refers(kind, None));
        }
    });
}

fn is_prose(field: &Field) -> bool {
    let long: usize = field.texts.iter().map(|(_, text)| text.len()).sum();
    let is_marked = |text: &String| text.contains('\n') || text.contains("](") || text.contains("[[");
    field.strings > 0
        && field.strings == field.values
        && (long / field.strings > 60 || field.texts.iter().any(|(_, text)| is_marked(text)))
}

/// Gives labels, and leaves out what says nothing.
fn finish(guesses: Vec<Guess>, pages: Vec<Group>) -> (Vec<Guess>, Vec<String>) {
    let (mut telling, mut left) = (Vec::new(), Vec::new());
    let mut pages: Vec<String> = pages.into_iter().flat_map(|group| group.paths).collect();
    for mut guess in guesses {
        let refers = {
            let mut refers = guess.group.folder.rsplit('/').next().is_some_and(|name| name.starts_with('_'));
            guess
                .group
                .root
                .each_mut("", &mut |_, field| refers |= matches!(field.note, Some(Note::Refers(..) | Note::Path(_))));
            refers
        };
        if guess.group.is_markdown && guess.schema == Schema::Own && !refers {
            pages.append(&mut guess.group.paths);
        } else if guess.says_something() {
            telling.push(guess);
        } else {
            left.append(&mut guess.group.paths);
        }
    }
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut kept = largest(telling, &mut left);
    for guess in &mut kept {
        let wanted = match (&guess.schema, &guess.kind) {
            (Schema::Builtin(_), Some(kind)) => kind.clone(),
            (_, Some(kind)) => kind.clone(),
            _ => defined(guess).unwrap_or_else(|| guess.own.clone()),
        };
        let numbered = (2..).map(|n| format!("{wanted}-{n}"));
        guess.label = std::iter::once(wanted.clone())
            .chain(numbered)
            .find(|label| used.insert(label.clone()))
            .unwrap_or_default();
    }
    if pages.len() > 1 || kept.is_empty() && !pages.is_empty() {
        pages.sort();
        kept.push(handbook(pages, &mut used));
    } else {
        left.append(&mut pages);
    }
    left.sort();
    (kept, left)
}

/// The only kind that the files of a group define in lists.
fn defined(guess: &mut Guess) -> Option<String> {
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    guess.group.root.each_mut("", &mut |_, field| {
        for note in [&field.note, &field.key_note] {
            if let Some(Note::Defines(kind, label)) = note {
                kinds.insert(if *label == "planned" { String::new() } else { kind.clone() });
            }
        }
    });
    let first = kinds.pop_first()?;
    (kinds.is_empty() && !first.is_empty()).then_some(first)
}

/// As many as are proposed, of more those with the most files; the files of the others go to `left`.
fn largest(guesses: Vec<Guess>, left: &mut Vec<String>) -> Vec<Guess> {
    let mut by_size: Vec<usize> = (0..guesses.len()).collect();
    by_size.sort_by_key(|at| Reverse(guesses[*at].group.paths.len()));
    let chosen: BTreeSet<usize> = by_size.into_iter().take(MOST).collect();
    let numbered = guesses.into_iter().enumerate();
    let (kept, others): (Vec<_>, Vec<_>) = numbered.partition(|(at, _)| chosen.contains(at));
    left.extend(others.into_iter().flat_map(|(_, guess)| guess.group.paths));
    kept.into_iter().map(|(_, guess)| guess).collect()
}

/// All pages that are nothing else.
fn handbook(paths: Vec<String>, used: &mut BTreeSet<String>) -> Guess {
    let root = Field::default();
    let group = Group {
        folder: String::new(),
        paths,
        is_markdown: true,
        root,
        is_whole: true,
        fills_folder: true,
        below: None,
    };
    let mut guess = Guess::new(group, false);
    guess.schema = Schema::Builtin("sidestep:page");
    guess.kind = Some("page".to_owned());
    guess.label = if used.insert("page".to_owned()) { "page".to_owned() } else { "handbook".to_owned() };
    guess
}
