//! `sidestep delete`

use super::arguments::DeleteOptions;
use super::change::{Place, complete, counted, join, named, sharing, spot};
use super::print::Lines;
use super::refs::use_word;
use super::retire::left;
use super::still_said::StillSaid;
use super::unread::Unread;
use super::{Exit, Failure};
use crate::content::KindId;
use crate::edit::{Document, Edit, keep_json, remove_entry};
use crate::ide::Location;
use crate::ide::uses::NameUse;
use crate::workspace::{DefId, Sources as _};

pub(super) fn run(options: &DeleteOptions) -> Result<Exit, Failure> {
    let DeleteOptions { force, change, .. } = options;
    let (kind, name) = options.parts();
    let (place, def) = named(kind, name)?;
    if place.workspace.definition(def).is_some_and(|definition| !definition.kind.is_role()) {
        return term(place, def, options);
    }
    let role = place.workspace.name_of(def);
    let referring = place.view().referrers(def);
    let unread = Unread::of_thing(&place, def, &[], *change);
    if !force && !referring.is_empty() {
        let message = format!("\"{role}\" is still referred to {}:", counted(referring.len(), "time"));
        let line = |(at, name): &(Location, NameUse)| {
            format!("{}: {}", spot(&place, &at.path, at.span.start), use_word(name.place))
        };
        let places = referring.iter().map(line).chain(unread.lines().iter().cloned()).collect();
        let help =
            "\"sidestep retire ROLE --for OTHER\" lets another role take over; --force removes what refers to it";
        return Err(Failure::refusal(message).places(places).help(help));
    }
    if !force && !unread.lines().is_empty() {
        let message = format!("\"{role}\" may still be referred to in what cannot be read:");
        let help = "mend these files first; --force deletes the role all the same";
        return Err(Failure::refusal(message).places(unread.lines().to_vec()).help(help));
    }
    let plan = place.view().delete_role(def).map_err(Failure::refused)?;
    let notes = left(&place, &plan.edits, &plan.left, *change);
    let unread = Unread::of_thing(&place, def, &plan.edits, *change);
    let mut still = StillSaid::default();
    still.leave(&place, &plan.edits, &place.view().prose_uses_of(def), *change);
    let changed = complete(&place, &format!("delete role \"{role}\""), &plan.edits, *change)?;
    let done = if change.dry_run { "Would delete" } else { "Deleted" };
    let mut what = format!("{done} \"{}\"", plan.old);
    if plan.files > 0 {
        what.push_str(&format!(", and what referred to it in {}", counted(plan.files, "file")));
    }
    let mut text = Lines::default();
    text.push(&what);
    text.append(&notes);
    text.append(&still.list(&plan.old, ""));
    text.append(&unread.tell(&plan.old));
    changed.say(&text, *change)?;
    Ok(Exit::Clean)
}

/// Deletes a term's entry, or a page; what names it is the author's to change.
fn term(mut place: Place, def: DefId, options: &DeleteOptions) -> Result<Exit, Failure> {
    let DeleteOptions { force, change, .. } = options;
    let name = place.workspace.name_of(def);
    let kind = place.workspace.definition(def).map_or(KindId::ROLE, |definition| definition.kind);
    let kind = place.word(kind).to_owned();
    let (mut edits, mut uses) = entry(&place, def, *force)?;
    let mut unread = Unread::of_thing(&place, def, &edits, *change);
    for (other, def) in sharing(&place, def)? {
        let (theirs, more) = entry(&other, def, *force)?;
        uses.extend(more);
        unread = unread.and(Unread::of_thing(&other, def, &theirs, *change));
        join(&mut place, &mut edits, other, theirs);
    }
    if !force && !uses.is_empty() {
        let message = format!("\"{name}\" is still named {}:", counted(uses.len(), "time"));
        let is_page = place.workspace.definition(def).is_some_and(|definition| definition.at_root);
        let help = match is_page {
            true => "change these places first; --force deletes it all the same".to_owned(),
            false => format!(
                "\"sidestep merge {kind} OLD INTO\" lets another {kind} take its place; --force deletes it all the same"
            ),
        };
        return Err(Failure::refusal(message).places(uses).help(help));
    }
    let changed = complete(&place, &format!("delete {kind} \"{name}\""), &edits, *change)?;
    let mut text = Lines::default();
    text.push(&format!("{} \"{name}\"", if change.dry_run { "Would delete" } else { "Deleted" }));
    if !uses.is_empty() {
        text.push("It is still named here, and unknown now:");
        uses.iter().for_each(|place| text.push(&format!("  {place}")));
    }
    text.append(&unread.tell(&name));
    changed.say(&text, *change)?;
    Ok(Exit::Clean)
}

/// The edits that remove a term's entry, or the file that is about it, and a line for each place that names it. `force`:
/// comments stay where they are, and what else a file defines goes with it.
fn entry(place: &Place, def: DefId, force: bool) -> Result<(Vec<Edit>, Vec<String>), Failure> {
    let file = place.workspace.file(def.file);
    let (name, path) = (place.workspace.name_of(def), &file.path);
    let Some(definition) = file.facts.definitions.get(def.position as usize) else {
        return Err(Failure::refusal(format!("{path} cannot be read where it names \"{name}\": mend it first")));
    };
    if definition.at_root {
        return whole_file(place, def, force);
    }
    let text = place.snapshot.read(path).map_err(|why| Failure::new(format!("{path} cannot be read: {why}")))?;
    let span = definition.name().span;
    let all = Document::parse(path.clone(), text.clone());
    let all = if force { all.keeping_comments() } else { all };
    let edits = remove_entry(&all, span).ok_or_else(|| {
        let at = spot(place, path, span.start);
        let failure = Failure::refusal(format!("{at}: a comment or an anchor would go with the entry of \"{name}\""));
        failure.help(if force { "move it first" } else { "move it first; --force leaves a comment where it is" })
    })?;
    let edits = keep_json(path, &text, edits).ok_or_else(|| Failure::refusal(format!("{path} cannot be changed")))?;
    let edits = edits.into_iter().map(|edit| Edit::Text { path: path.to_string(), edit }).collect();
    let uses = place.view().uses_of(def).into_iter().filter(|(_, name)| !name.is_definition());
    Ok((edits, uses.map(|name| line(place, &name)).collect()))
}

/// The same for a thing that a file as a whole is about: a page.
fn whole_file(place: &Place, def: DefId, force: bool) -> Result<(Vec<Edit>, Vec<String>), Failure> {
    let file = place.workspace.file(def.file);
    let path = &file.path;
    let others = file.facts.definitions.iter().filter(|other| !other.at_root);
    let others: Vec<String> =
        others.map(|other| format!("{} \"{}\"", place.word(other.kind), other.name().name)).collect();
    if !force && !others.is_empty() {
        let failure = Failure::refusal(format!("{path} defines other things too:")).places(others);
        return Err(failure.help("move them to another file first; --force deletes them too"));
    }
    let mut uses: Vec<(Location, NameUse)> = Vec::new();
    for position in (0..).take(file.facts.definitions.len()) {
        uses.extend(place.view().uses_of(DefId { file: def.file, position }));
    }
    uses.retain(|(at, name)| at.path != *path && !name.is_definition());
    uses.sort_by(|(one, _), (other, _)| one.cmp(other));
    uses.dedup_by(|(one, _), (other, _)| one == other);
    Ok((vec![Edit::Delete { path: path.to_string() }], uses.iter().map(|name| line(place, name)).collect()))
}

fn line(place: &Place, (at, name): &(Location, NameUse)) -> String {
    format!("{}: {}", spot(place, &at.path, at.span.start), use_word(name.place))
}
