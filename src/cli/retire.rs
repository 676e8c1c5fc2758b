//! `sidestep retire`

use super::arguments::{ChangeOptions, RetireOptions};
use super::change::{Place, also_named, complete, counted, named, spots_after};
use super::print::Lines;
use super::still_said::StillSaid;
use super::unread::Unread;
use super::{Exit, Failure};
use crate::content::Status;
use crate::edit::Edit;
use crate::ide::change::Left;

pub(super) fn run(options: &RetireOptions) -> Result<Exit, Failure> {
    let RetireOptions { by, remove, prose, change, .. } = options;
    let (kind, role) = options.parts();
    let (place, def) = named(Some(kind), role)?;
    if kind != "role" {
        return Err(Failure::new(format!("only roles are retired, and \"{role}\" is a {kind}"))
            .help("\"sidestep merge OLD INTO\" makes one of two terms"));
    }
    let by = also_named(&place, "role", by)?;
    let plan = place.view().retire(def, by).map_err(Failure::refused)?;
    let mut edits = plan.edits;
    if *remove {
        edits.extend(plan.removals.iter().cloned());
    }
    let mut still = StillSaid::default();
    still.take(&place, &mut edits, (plan.confirm, &plan.rewritten), (&plan.old, &plan.new), (*prose, *change));
    let mut notes = Lines::default();
    if place.workspace.file(by.file).facts.role.as_ref().is_some_and(|role| role.status == Status::Draft) {
        notes.push(&format!("\"{}\" is still a draft: pages refer to it that nobody can read yet", plan.new));
    }
    let after = if change.dry_run { &[] } else { &edits[..] };
    let list = |title: String, places: Vec<(&str, u32)>| {
        let mut text = Lines::default();
        if !places.is_empty() {
            text.push(&title);
            spots_after(&place, after, &places).iter().for_each(|spot| text.push(&format!("  {spot}")));
        }
        text
    };
    let beside =
        format!("On these pages \"{}\" stands beside \"{}\" and was left; --remove takes it away:", plan.old, plan.new);
    let stays = plan.removals.iter().filter(|_| !remove).filter_map(|edit| match edit {
        Edit::Text { path, edit } => Some((path.as_str(), edit.span.start)),
        _ => None,
    });
    notes.append(&list(beside, stays.collect()));
    notes.append(&left(&place, &edits, &plan.left, *change));
    notes.append(&still.tell(&plan.old));
    let entries = plan.written_for.iter().map(|at| (&*at.path, at.span.start));
    notes.append(&list(format!("What these entries say was written for \"{}\":", plan.old), entries.collect()));
    notes.append(&Unread::of_thing(&place, def, &edits, *change).tell(&plan.old));
    let what = format!("retire \"{}\" for \"{}\"", plan.old, plan.new);
    let changed = complete(&place, &what, &edits, *change)?;
    let done = if change.dry_run { "Would retire" } else { "Retired" };
    let mut text = Lines::default();
    text.push(&format!("{done} \"{}\" in favour of \"{}\" in {}", plan.old, plan.new, counted(changed.files, "file")));
    text.append(&notes);
    changed.say(&text, *change)?;
    Ok(Exit::Clean)
}

/// What a change leaves to the author, at its places afterwards.
pub(super) fn left(place: &Place, edits: &[Edit], left: &[Left], change: ChangeOptions) -> Lines {
    let mut text = Lines::default();
    if !left.is_empty() {
        text.push("Left for you to look at:");
    }
    let places: Vec<(&str, u32)> = left.iter().map(|left| (&*left.place.path, left.place.span.start)).collect();
    let spots = spots_after(place, if change.dry_run { &[] } else { edits }, &places);
    for (spot, Left { reason, .. }) in spots.iter().zip(left) {
        text.push(&format!("  {spot}: {reason}"));
    }
    text
}
