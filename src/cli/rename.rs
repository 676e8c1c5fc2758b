//! `sidestep rename`

use super::arguments::{KeepOld, RenameOptions};
use super::change::{Place, complete, counted, join, named, no_kind, places, resolve, sharing};
use super::print::Lines;
use super::still_said::StillSaid;
use super::unread::Unread;
use super::{Exit, Failure};
use crate::content::{KindId, Name, collapse};
use crate::ide::change::Redirected;
use crate::ide::change::rename::RenameOptions as Choices;
use crate::ide::plain_names::PlainName;
use crate::schema::Label;
use crate::text::nearest;

pub(super) fn run(options: &RenameOptions) -> Result<Exit, Failure> {
    let RenameOptions { prose, change, .. } = options;
    let (kind, old, new) = options.parts();
    if let Some((place, what)) = plain_named(kind, old)? {
        return plain(&place, &what, options);
    }
    let (mut place, def) = named(kind, old)?;
    let kind = place.word(place.workspace.definition(def).map_or(KindId::ROLE, |d| d.kind)).to_owned();
    if *prose && kind != "role" {
        return Err(Failure::new(format!("--prose is for a role, not for a {kind}"))
            .help("leave it out: sentences that mention the name between [[ and ]] follow"));
    }
    if options.no_redirect && kind != "role" {
        return Err(Failure::new(format!("--no-redirect is for a role, not for a {kind}")));
    }
    let keep_old = options.keep_old.map(|keep| match keep {
        KeepOld::Alias => Label::Alias,
        KeepOld::Avoid => Label::Avoid,
    });
    let label = Some(Name::from(&*collapse(old)));
    let choices = Choices { label, keep_old, no_redirect: options.no_redirect };
    let plan = place.view().rename(def, new, choices.clone()).map_err(Failure::refused)?;
    let mut still = StillSaid::default();
    let mut edits = plan.edits;
    let names = (plan.old.clone(), plan.new.clone());
    let (names, how) = ((&*names.0, &*names.1), (*prose, *change));
    still.take(&place, &mut edits, (plan.confirm, &plan.rewritten), names, how);
    let mut unread = Unread::of_renamed(&place, def, &edits, *change);
    for (other, def) in sharing(&place, def)? {
        let theirs = other.view().rename(def, new, choices.clone());
        let theirs = theirs.map_err(|why| Failure::refused_in(&other.root, why))?;
        let mut more = theirs.edits;
        still.take(&other, &mut more, (theirs.confirm, &theirs.rewritten), names, how);
        let theirs = more;
        unread = unread.and(Unread::of_renamed(&other, def, &theirs, *change));
        join(&mut place, &mut edits, other, theirs);
    }
    let what = format!("rename {kind} \"{}\" to \"{}\"", plan.old, plan.new);
    let changed = complete(&place, &what, &edits, *change)?;
    let mut text = Lines::default();
    if *plan.old != *collapse(old) {
        text.push(&format!("\"{old}\" means \"{}\"", plan.old));
    }
    let done = if change.dry_run { "Would rename" } else { "Renamed" };
    // Of a thing with an id it is one of two.
    let id = place.workspace.definition(def).and_then(|one| one.id()).map(|id| *id.name == *plan.old);
    let which = id.map_or("", |is_id| if is_id { "the id " } else { "the name " });
    text.push(&format!("{done} {which}\"{}\" to \"{}\" in {}", plan.old, plan.new, counted(changed.files, "file")));
    text.append(&redirect(plan.redirect.as_ref()));
    text.append(&still.tell(&plan.old));
    text.append(&unread.without(still.spots()).tell(&plan.old));
    changed.say(&text, *change)?;
    Ok(Exit::Clean)
}

/// What is said of the address that a role's page had.
fn redirect(redirected: Option<&Redirected>) -> Lines {
    let mut text = Lines::default();
    match redirected {
        None => {}
        Some(Redirected::From(path)) => text.push(&format!("Its page was at {path}, and redirects from there now")),
        Some(Redirected::Back(path)) => {
            text.push(&format!("Its page is back at {path}, and redirects from there no more"))
        }
        Some(Redirected::Unwritten(path)) => {
            text.push(&format!("Its page was at {path}: add that to \"redirect_from\" by hand"));
        }
    }
    text
}

/// The column or group of a name, and the workspace in which it stands; `None` where the kind is one of roles or terms, or
/// where none is given and a role or a term has the name.
fn plain_named(kind: Option<&str>, name: &str) -> Result<Option<(Place, PlainName)>, Failure> {
    let mut places = places()?;
    let is_known = |place: &Place| match kind {
        Some(kind) => place.workspace.config().kind(kind).is_some(),
        None => place.workspace.config().kinds.iter().any(|kind| resolve(place, kind, name).is_some()),
    };
    let has_word = |place: &Place| place.view().plain_words().iter().any(|word| kind.is_none_or(|kind| kind == word));
    if let Some(kind) = kind.filter(|kind| !places.iter().any(|place| has_kind(place, kind))) {
        let words: Vec<String> = places.iter().flat_map(|place| place.view().plain_words()).collect();
        let kinds = places.iter().flat_map(|place| &place.workspace.config().kinds);
        return Err(no_kind(kind, kinds.chain(&words).map(String::as_str)));
    }
    if places.iter().any(is_known) || !places.iter().any(has_word) {
        return Ok(None);
    }
    let name = Name::from(collapse(name).as_ref());
    let known = |place: &Place| place.view().plain_names(kind, &name).pop();
    let found: Vec<(usize, PlainName)> =
        places.iter().enumerate().filter_map(|(at, place)| Some((at, known(place)?))).collect();
    match (found.as_slice(), kind) {
        ([(at, what)], _) => Ok(Some((places.swap_remove(*at), what.clone()))),
        ([], None) => Ok(None),
        ([], Some(kind)) => {
            let failure = Failure::new(format!("no {kind} is named \"{name}\""));
            let known: Vec<Name> = places.iter().flat_map(|place| place.view().names_of_plain(kind)).collect();
            let near = nearest(&name, known.iter().map(|known| &**known));
            Err(near.into_iter().fold(failure, |failure, near| failure.help(format!("did you mean \"{near}\"?"))))
        }
        _ => Err(Failure::new(format!(
            "several workspaces below this folder have a {} \"{name}\"",
            kind.unwrap_or("thing")
        ))
        .help("run the command in one of them")),
    }
}

/// Whether a workspace has roles, terms, columns or groups of a kind.
fn has_kind(place: &Place, kind: &str) -> bool {
    place.workspace.config().kind(kind).is_some() || place.view().plain_words().iter().any(|word| word == kind)
}

/// Renames a column or a group.
fn plain(place: &Place, what: &PlainName, options: &RenameOptions) -> Result<Exit, Failure> {
    let RenameOptions { prose, keep_old, change, .. } = options;
    let (.., new) = options.parts();
    let word = what.word();
    if *prose || keep_old.is_some() || options.no_redirect {
        let flags = "--prose, --keep-old and --no-redirect";
        return Err(Failure::new(format!("{flags} are for roles and terms, not for a {word}")));
    }
    let plan = place.view().rename_plain(what, new).map_err(Failure::refused)?;
    let unread = Unread::of(place, &[&plan.old], &plan.edits, *change);
    let change_word = format!("rename {word} \"{}\" to \"{}\"", plan.old, plan.new);
    let changed = complete(place, &change_word, &plan.edits, *change)?;
    let done = if change.dry_run { "Would rename" } else { "Renamed" };
    let mut text = Lines::default();
    text.push(&format!("{done} \"{}\" to \"{}\" in {}", plan.old, plan.new, counted(changed.files, "file")));
    text.append(&unread.tell(&plan.old));
    changed.say(&text, *change)?;
    Ok(Exit::Clean)
}
