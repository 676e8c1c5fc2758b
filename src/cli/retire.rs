//! `sidestep retire`

use super::arguments::RetireOptions;
use super::change::{Place, also_named, complete, counted, named, spot};
use super::rename::say;
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
    let mut notes = String::new();
    if !remove && !plan.removals.is_empty() {
        notes.push_str(&format!(
            "On these pages \"{}\" stands beside \"{}\" and was left; --remove takes it away:\n",
            plan.role, plan.by
        ));
        for edit in &plan.removals {
            if let Edit::Text { path, edit } = edit {
                notes.push_str(&format!("  {}\n", spot(&place, path, edit.span.start)));
            }
        }
    }
    notes.push_str(&left(&place, &plan.left));
    let what = format!("retire \"{}\" for \"{}\"", plan.role, plan.by);
    let files = complete(&place, &what, &edits, *change)?;
    let done = if change.dry_run { "Would retire" } else { "Retired" };
    let mut text = format!("{done} \"{}\" in favour of \"{}\" in {}\n", plan.role, plan.by, counted(files, "file"));
    text.push_str(&notes);
    say(&text, change.dry_run)?;
    Ok(Exit::Clean)
}

/// What a change leaves to the author.
pub(super) fn left(place: &Place, left: &[Left]) -> String {
    let mut text = String::new();
    if !left.is_empty() {
        text.push_str("Left for you to look at:\n");
    }
    for Left { place: at, reason } in left {
        text.push_str(&format!("  {}: {reason}\n", spot(place, &at.path, at.span.start)));
    }
    text
}
