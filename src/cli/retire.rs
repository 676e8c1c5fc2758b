//! `sidestep retire`

use super::arguments::RetireOptions;
use super::change::{Place, also_named, complete, counted, named, spot};
use super::print::Lines;
use super::rename::say;
use super::unread::Unread;
use super::{Exit, Failure};
use crate::fix::Edit;
use crate::ide::refactor::{Left, retire};

pub(super) fn run(options: &RetireOptions) -> Result<Exit, Failure> {
    let RetireOptions { role, by, remove, change } = options;
    let (place, def) = named("role", role)?;
    let by = also_named(&place, "role", by)?;
    let plan = retire(place.view(), def, by).map_err(Failure::refusal)?;
    let mut edits = plan.edits;
    if *remove {
        edits.extend(plan.removals.iter().cloned());
    }
    // Places are those of the files before the change.
    let mut notes = Lines::default();
    if !remove && !plan.removals.is_empty() {
        notes.push(&format!(
            "On these pages \"{}\" stands beside \"{}\" and was left; --remove takes it away:",
            plan.role, plan.by
        ));
        for edit in &plan.removals {
            if let Edit::Text { path, edit } = edit {
                notes.push(&format!("  {}", spot(&place, path, edit.span.start)));
            }
        }
    }
    notes.append(&left(&place, &plan.left));
    notes.append(&Unread::of_thing(&place, def, &edits, *change).tell(&plan.role));
    let what = format!("retire \"{}\" for \"{}\"", plan.role, plan.by);
    let files = complete(&place, &what, &edits, *change)?;
    let done = if change.dry_run { "Would retire" } else { "Retired" };
    let mut text = Lines::default();
    text.push(&format!("{done} \"{}\" in favour of \"{}\" in {}", plan.role, plan.by, counted(files, "file")));
    text.append(&notes);
    say(&text, change.dry_run)?;
    Ok(Exit::Clean)
}

/// What a change leaves to the author.
pub(super) fn left(place: &Place, left: &[Left]) -> Lines {
    let mut text = Lines::default();
    if !left.is_empty() {
        text.push("Left for you to look at:");
    }
    for Left { place: at, reason } in left {
        text.push(&format!("  {}: {reason}", spot(place, &at.path, at.span.start)));
    }
    text
}
