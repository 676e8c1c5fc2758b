//! `sidestep delete`

use super::arguments::DeleteOptions;
use super::change::{complete, counted, named, spot};
use super::print::Lines;
use super::refs::use_word;
use super::rename::say;
use super::retire::left;
use super::unread::Unread;
use super::{Exit, Failure};
use crate::ide::Location;
use crate::ide::refactor::{delete_role, referrers};
use crate::ide::uses::NameUse;

pub(super) fn run(options: &DeleteOptions) -> Result<Exit, Failure> {
    let DeleteOptions { name, force, change, .. } = options;
    let (place, def) = named("role", name)?;
    let role = place.workspace.name_of(def);
    let referring = referrers(place.view(), def);
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
    let plan = delete_role(place.view(), def).map_err(Failure::refusal)?;
    let notes = left(&place, &plan.left);
    let unread = Unread::of_thing(&place, def, &plan.edits, *change);
    complete(&place, &format!("delete role \"{role}\""), &plan.edits, *change)?;
    let done = if change.dry_run { "Would delete" } else { "Deleted" };
    let mut what = format!("{done} \"{}\"", plan.role);
    if plan.files > 0 {
        what.push_str(&format!(", and what referred to it in {}", counted(plan.files, "file")));
    }
    let mut text = Lines::default();
    text.push(&what);
    text.append(&notes);
    text.append(&unread.tell(&plan.role));
    say(&text, change.dry_run)?;
    Ok(Exit::Clean)
}
