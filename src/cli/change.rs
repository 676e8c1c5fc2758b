//! What the commands that change files have in common: the workspaces of the current folder, names in them, and writing
//! or showing a change.

use std::path::{Path, PathBuf};

use super::arguments::{ChangeOptions, RefsFormat};
use super::changed::Changed;
use super::output::diff;
use super::output::fence::fenced;
use super::roots::{prefix, unusable_settings};
use super::{Exit, Failure, print};
use crate::content::{FileKind, KindId, collapse};
use crate::edit::{Edit, Outcome, outcome};
use crate::ide::Analysis;
use crate::ide::change::same_in;
use crate::loader::{
    Disk, Known, Left, NotWritten, Problem, Snapshot, explain, find, half_done, load_known, normal, relative,
    workspaces_below, write_edits,
};
use crate::rules::Diagnostic;
use crate::text::nearest;
use crate::workspace::{DefId, Sources, Workspace};

/// A workspace that may be changed.
pub(super) struct Place {
    pub root: PathBuf,
    pub snapshot: Snapshot,
    pub workspace: Workspace,
    /// What cannot be read.
    pub problems: Vec<Problem>,
    /// What stands before its paths, as seen from the current folder.
    pub shown: String,
}

impl Place {
    fn open(disk: Disk) -> Result<Self, Failure> {
        let root = disk.root().to_owned();
        let snapshot = Snapshot::new(disk);
        let loaded = load_known(snapshot.disk().clone(), &Known::texts(&snapshot), &|_, _| {});
        let shown = prefix(&root);
        match unusable_settings(&loaded.workspace, snapshot.disk(), &shown) {
            Some(failure) => Err(failure),
            None => Ok(Self { root, snapshot, workspace: loaded.workspace, problems: loaded.problems, shown }),
        }
    }

    pub fn view(&self) -> Analysis<'_> {
        Analysis { workspace: &self.workspace, sources: &self.snapshot }
    }

    /// The word for a kind of things.
    pub fn word(&self, kind: KindId) -> &str {
        self.workspace.config().word(kind)
    }
}

/// The workspaces of the current folder: the one around it, or those below it.
pub(super) fn places() -> Result<Vec<Place>, Failure> {
    let failure = |e: std::io::Error| Failure::new(format!("the current folder cannot be read: {}", explain(&e)));
    let here = std::env::current_dir().map_err(failure)?;
    find(Path::new("."), &here).map_err(failure)?.disks().map(Place::open).collect()
}

/// The workspace in which a name is known, and what it means there; of all kinds where none is given.
pub(super) fn named(kind: Option<&str>, name: &str) -> Result<(Place, DefId), Failure> {
    let mut places = places()?;
    let mut known: Vec<(usize, DefId)> = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let kinds = place.workspace.config().kinds.iter().filter(|own| kind.is_none_or(|kind| kind == **own));
        known.extend(kinds.filter_map(|kind| Some((at, resolve(place, kind, name)?))));
    }
    match known.as_slice() {
        [(at, def)] => Ok((places.swap_remove(*at), *def)),
        [] => Err(unknown(&places, kind, name)),
        several => {
            let word = |(at, def): &(usize, DefId)| {
                let kind = places[*at].workspace.definition(*def).map_or(KindId::ROLE, |d| d.kind);
                places[*at].word(kind).to_owned()
            };
            let words: Vec<String> = several.iter().map(word).collect();
            if let Some(other) = words.iter().find(|other| **other != words[0]) {
                let message = format!("\"{name}\" is a {} and a {other}", words[0]);
                return Err(Failure::new(message).help(format!("say which: {} \"{name}\"", words.join(" or "))));
            }
            let folders: Vec<String> =
                several.iter().map(|(at, _)| places[*at].shown.trim_end_matches('/').to_owned()).collect();
            Err(Failure::new(format!("several workspaces below this folder have a {} \"{name}\"", words[0]))
                .help(format!("run the command in one of them: {}", folders.join(", "))))
        }
    }
}

/// The only workspace here.
pub(super) fn only_place() -> Result<Place, Failure> {
    let mut places = places()?;
    if places.len() > 1 {
        let folders: Vec<&str> = places.iter().map(|place| place.shown.trim_end_matches('/')).collect();
        return Err(Failure::new("there are several workspaces below this folder")
            .help(format!("run the command in one of them: {}", folders.join(", "))));
    }
    places.pop().ok_or_else(|| Failure::new("there is no workspace here"))
}

/// What a name of a kind means in a workspace.
pub(super) fn resolve(place: &Place, kind: &str, name: &str) -> Option<DefId> {
    let kind = place.workspace.config().kind(kind)?;
    let (_, resolved) = place.workspace.term(kind, name);
    resolved.map(|r| r.def)
}

/// Another name in the same workspace.
pub(super) fn also_named(place: &Place, kind: &str, name: &str) -> Result<DefId, Failure> {
    resolve(place, kind, name).ok_or_else(|| unknown(std::slice::from_ref(place), Some(kind), name))
}

/// There is nothing to change or to find: no file belongs to any of the workspaces.
pub(super) fn no_workspace(places: &[Place]) -> Option<Failure> {
    let is_empty = |place: &Place| place.workspace.files().all(|(_, entry)| entry.kind == FileKind::Config);
    let failure = || Failure::new("there is no workspace here: neither roles nor vocabularies");
    places.iter().all(is_empty).then(|| failure().help("go to one, or name its folder with -C"))
}

/// No workspace has a kind; the nearest one, and all.
pub(super) fn no_kind<'k>(kind: &str, known: impl IntoIterator<Item = &'k str>) -> Failure {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    let all = format!("the kinds are {}", known.join(", "));
    let quotes = || format!("{all}; a name of several words needs quotes around it");
    let help = nearest(kind, known).map_or_else(quotes, |near| format!("did you mean \"{near}\"? {all}"));
    Failure::new(format!("there is no kind \"{kind}\"")).help(help)
}

/// No workspace knows a name.
fn unknown(places: &[Place], kind: Option<&str>, name: &str) -> Failure {
    let all = || {
        places.iter().flat_map(|place| {
            let config = place.workspace.config();
            config.kind_ids().zip(&config.kinds).map(move |(id, kind)| (place, id, kind.as_str()))
        })
    };
    let ids: Vec<(&Place, KindId, &str)> = all().filter(|(.., own)| kind.is_none_or(|kind| kind == *own)).collect();
    if let Some(kind) = kind.filter(|_| ids.is_empty()) {
        if places.iter().any(|place| place.view().plain_words().iter().any(|word| word == kind)) {
            return Failure::new(format!("this is for roles and terms, not for a {kind}"))
                .help("\"sidestep rename\" and \"sidestep refs\" know it");
        }
        return no_kind(kind, all().map(|(.., kind)| kind));
    }
    if let Some(failure) = no_workspace(places) {
        return failure;
    }
    if let Some(kind) = kind.filter(|_| ids.iter().all(|(place, id, _)| !place.workspace.is_closed(*id))) {
        return Failure::new(format!("there is no vocabulary of kind \"{kind}\", so no {kind} is defined anywhere"));
    }
    let what = kind.map_or_else(|| "nothing".to_owned(), |kind| format!("no {kind}"));
    let failure = Failure::new(format!("{what} is named \"{name}\""));
    let near = ids.iter().find_map(|(place, id, word)| {
        let name = place.workspace.intern(&collapse(name));
        Some((place.workspace.suggest(*id, &name)?, word))
    });
    match near {
        Some((near, word)) if kind.is_none() => failure.help(format!("did you mean the {word} \"{}\"?", near.name)),
        Some((near, _)) => failure.help(format!("did you mean \"{}\"?", near.name)),
        None => match all().find(|(place, _, own)| resolve(place, own, name).is_some()) {
            Some((.., other)) => failure.help(format!("\"{name}\" is of the kind {other}")),
            None => {
                let kind = kind.unwrap_or("roles");
                failure.help(format!("\"sidestep list {kind}\" tells the names that there are"))
            }
        },
    }
}

/// The other workspaces within reach that hold the same definition, in a file that they share.
pub(super) fn sharing(place: &Place, def: DefId) -> Result<Vec<(Place, DefId)>, Failure> {
    let bound = place.snapshot.disk().bound();
    let full = normal(&place.root.join(&*place.workspace.file(def.file).path));
    let mut found = Vec::new();
    let others = if bound == place.root { Vec::new() } else { workspaces_below(bound) };
    for root in others.into_iter().filter(|root| *root != place.root) {
        // Only a workspace with a path that leads out of it can share a file.
        let disk = Disk::given(&root, bound);
        let settings = Workspace::open(&disk);
        if !settings.config().patterns().any(|p| p.starts_with("..")) && !full.starts_with(&root) {
            continue;
        }
        let path = relative(&root, &full);
        if settings.config().file_kind(&path).is_none() {
            continue;
        }
        let other = Place::open(disk)?;
        if let Some(same) = same_in(&other.workspace, &path, &place.workspace, def) {
            found.push((other, same));
        }
    }
    Ok(found)
}

/// Takes the edits of another workspace over into those of this one, as one change.
pub(super) fn join(place: &mut Place, edits: &mut Vec<Edit>, other: Place, theirs: Vec<Edit>) {
    let root = place.root.clone();
    let path = |path: &str| relative(&root, &normal(&other.root.join(path)));
    for edit in theirs {
        let edit = match edit {
            Edit::Text { path: at, edit } => Edit::Text { path: path(&at), edit },
            Edit::Create { path: at, text } => Edit::Create { path: path(&at), text },
            Edit::Rename { path: at, to } => Edit::Rename { path: path(&at), to: path(&to) },
            Edit::Delete { path: at } => Edit::Delete { path: path(&at) },
        };
        // What they share is changed once.
        if !edits.contains(&edit) {
            edits.push(edit);
        }
    }
    place.snapshot.take_over(other.snapshot, |at| relative(&root, &normal(&other.root.join(at))));
}

/// Writes a change, or prints it as a diff. `what` names it. Gives what has changed.
pub(super) fn complete(place: &Place, what: &str, edits: &[Edit], options: ChangeOptions) -> Result<Changed, Failure> {
    let is_told = options.dry_run || options.format == RefsFormat::Json;
    let outcomes = if is_told { outcome(&place.snapshot, edits).map_err(Failure::refusal)? } else { Vec::new() };
    let mut changed = Changed::of((what, &place.shown), &place.snapshot, edits, &outcomes, options);
    if !options.dry_run {
        changed.files = write_edits(&place.snapshot, what, edits).map_err(|not| refused(&place.shown, not))?;
        return Ok(changed);
    }
    if options.format == RefsFormat::Human {
        print_diff(&place.root, &outcomes)?;
    }
    Ok(changed)
}

/// Why nothing was written. Paths in it are those of the workspace, so it tells which one, if that is not here.
pub(super) fn refused(shown: &str, not: NotWritten) -> Failure {
    let message = if shown.is_empty() { not.message } else { format!("{shown}: {}", not.message) };
    let exit = if not.refused { Exit::Findings } else { Exit::Failed };
    Failure { message, places: Vec::new(), help: not.help, excerpt: None, exit }
}

/// Prints a diff with paths as seen from the current folder; where one of them leads out of it, from the folder of the
/// repository, as git takes them.
pub(super) fn print_diff(root: &Path, outcomes: &[Outcome]) -> Result<(), Failure> {
    let here = std::env::current_dir().and_then(|dir| dir.canonicalize()).unwrap_or_default();
    let full = |path: &str| normal(&root.join(path));
    let paths = || outcomes.iter().flat_map(|o| o.before.iter().chain(&o.after)).map(|(path, _)| full(path));
    let holds = |folder: &Path| paths().all(|path| path.starts_with(folder));
    let base = if holds(&here) {
        here
    } else {
        let repository = root.ancestors().find(|dir| dir.join(".git").exists() && holds(dir));
        let base = repository.or_else(|| root.ancestors().find(|dir| holds(dir))).unwrap_or(root).to_owned();
        print::note_line(&format!("the paths in the diff start at {}", base.display()));
        base
    };
    let text = diff::render(outcomes, &|path| relative(&base, &full(path)), print::is_shown());
    print::out(&fenced(&text))
}

/// `1 file`, `2 files`
pub(super) fn counted(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// The place of an edit or a use, as `path:line:column`.
pub(super) fn spot(place: &Place, path: &str, at: u32) -> String {
    spot_in(place, path, &place.snapshot.read(path).unwrap_or_default(), at)
}

fn spot_in(place: &Place, path: &str, text: &str, at: u32) -> String {
    let position = crate::text::LineIndex::new(text).char_position(at);
    format!("{}{path}:{}:{}", place.shown, position.line, position.column)
}

/// Where what stands at places of the files stands when edits are made: none of the places is in an edit.
pub(super) fn spots_after(place: &Place, edits: &[Edit], places: &[(&str, u32)]) -> Vec<String> {
    let outcomes = outcome(&place.snapshot, edits).unwrap_or_default();
    let of = |path: &str, at: u32| {
        let changed = outcomes.iter().find(|o| o.before.as_ref().is_some_and(|(before, _)| before == path));
        let Some((now, text)) = changed.and_then(|o| o.after.as_ref()) else { return spot(place, path, at) };
        let before = edits.iter().filter_map(|edit| match edit {
            Edit::Text { path: other, edit } if other == path && edit.span.end <= at => Some(edit),
            _ => None,
        });
        let (gone, come) =
            before.fold((0, 0), |(gone, come), edit| (gone + edit.span.len() as usize, come + edit.text.len()));
        let at = u32::try_from(at as usize + come - gone).unwrap_or(at);
        spot_in(place, now, text, at)
    };
    places.iter().map(|(path, at)| of(path, *at)).collect()
}

/// Says that an earlier change of a workspace was interrupted. Gives the finding of a journal that is not obeyed.
pub(super) fn note_interruption(disk: &Disk) -> Option<Diagnostic> {
    let left = half_done(disk);
    if let Left::HalfDone(what) = &left {
        print::warning(
            &format!("an earlier change was interrupted half way: {what}"),
            "\"sidestep recover\" finishes it, \"sidestep recover --undo\" takes it back",
        );
    }
    left.finding()
}
