//! `sidestep retire`

use super::arguments::RetireOptions;
use super::change::{Place, also_named, complete, counted, named, spot};
use super::print::Lines;
use super::rename::say;
use super::unread::Unread;
use super::{Exit, Failure};
use crate::content::Status;
use crate::fix::Edit;
use crate::ide::refactor::{Left, retire};

pub(super) fn run(options: &RetireOptions) -> Result<Exit, Failure> {
    let RetireOptions { by, remove, prose, change, .. } = options;
    let (kind, role) = options.parts();
    let (place, def) = named(Some(kind), role)?;
    if kind != "role" {
        return Err(Failure::new(format!("only roles are retired, and \"{role}\" is a {kind}"))
            .help("\"sidestep merge OLD INTO\" makes one of two terms"));
    }
    let by = also_named(&place, "role", by)?;
    let plan = retire(place.view(), def, by).map_err(Failure::refusal)?;
    let mut edits = plan.edits;
    if *remove {
        edits.extend(plan.removals.iter().cloned());
    }
    if *prose {
        edits.extend(plan.confirm.iter().cloned());
    }
    // Places are those of the files before the change.
    let mut notes = Lines::default();
    if place.workspace.file(by.file).facts.role.as_ref().is_some_and(|role| role.status == Status::Draft) {
        notes.push(&format!("\"{}\" is still a draft: pages refer to it that nobody can read yet", plan.by));
    }
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
    let starts = |edit: &Edit| match edit {
        Edit::Text { path, edit } => Some((path.clone(), edit.span.start)),
        _ => None,
    };
    let plain: Vec<(String, u32)> = plan.confirm.iter().filter(|_| !prose).filter_map(starts).collect();
    let entries = plan.written_for.iter().map(|at| (at.path.to_string(), at.span.start));
    let mut list = |title: String, places: Vec<(String, u32)>| {
        if !places.is_empty() {
            notes.push(&title);
            places.iter().for_each(|(path, at)| notes.push(&format!("  {}", spot(&place, path, *at))));
        }
    };
    let count = counted(plain.len(), "plain use");
    let names = if plain.len() == 1 { "names" } else { "name" };
    list(format!("{count} in prose still {names} \"{}\"; --prose changes them too:", plan.role), plain);
    list(format!("What these entries say was written for \"{}\":", plan.role), entries.collect());
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
