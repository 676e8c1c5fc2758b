//! `sidestep rename`

use super::arguments::{KeepOld, RenameOptions};
use super::change::{Place, complete, counted, join, named, sharing, spots_after};
use super::{Exit, Failure, print};
use crate::content::collapse;
use crate::fix::Edit;
use crate::ide::rename::{self, rename};
use crate::schema::Label;

pub(super) fn run(options: &RenameOptions) -> Result<Exit, Failure> {
    let RenameOptions { kind, old, new, prose, change, .. } = options;
    let (mut place, def) = named(kind, old)?;
    let keep_old = options.keep_old.map(|keep| match keep {
        KeepOld::Alias => Label::Alias,
        KeepOld::Avoid => Label::Avoid,
    });
    let choices = rename::RenameOptions { keep_old };
    let mut plan = rename(place.view(), def, new, choices).map_err(Failure::refusal)?;
    let mut spots: Vec<String> = Vec::new();
    // As the files are when this is done.
    let mut see = |place: &Place, edits: &[Edit], confirm: &[Edit]| {
        let at = confirm.iter().filter_map(|edit| match edit {
            Edit::Text { path, edit } => Some((path.as_str(), edit.span.start)),
            _ => None,
        });
        let at: Vec<(&str, u32)> = at.collect();
        spots.extend(spots_after(place, if change.dry_run { &[] } else { edits }, &at));
    };
    if !prose {
        see(&place, &plan.edits, &plan.confirm);
    }
    let mut edits = plan.edits;
    if *prose {
        edits.append(&mut plan.confirm);
    }
    for (other, def) in sharing(&place, def)? {
        let theirs = rename(other.view(), def, new, choices);
        let theirs =
            theirs.map_err(|why| Failure::refusal(format!("in the workspace {}, {why}", other.root.display())))?;
        if !prose {
            see(&other, &theirs.edits, &theirs.confirm);
        }
        let confirmed = if *prose { theirs.confirm } else { Vec::new() };
        join(&mut place, &mut edits, other, theirs.edits.into_iter().chain(confirmed).collect());
    }
    let what = format!("rename {kind} \"{}\" to \"{}\"", plan.old, plan.new);
    let files = complete(&place, &what, &edits, *change)?;
    let mut text = String::new();
    if *plan.old != *collapse(old) {
        text.push_str(&format!("\"{old}\" means \"{}\"\n", plan.old));
    }
    let done = if change.dry_run { "Would rename" } else { "Renamed" };
    text.push_str(&format!("{done} \"{}\" to \"{}\" in {}\n", plan.old, plan.new, counted(files, "file")));
    if !spots.is_empty() {
        let uses = counted(spots.len(), "plain use");
        let names = if spots.len() == 1 { "names" } else { "name" };
        text.push_str(&format!("{uses} in prose still {names} \"{}\"; --prose changes them too:\n", plan.old));
        spots.iter().for_each(|spot| text.push_str(&format!("  {spot}\n")));
    }
    say(&text, change.dry_run)?;
    Ok(Exit::Clean)
}

/// What was done, on standard output; beside a diff, on standard error.
pub(super) fn say(text: &str, beside_diff: bool) -> Result<(), Failure> {
    if beside_diff {
        print::note(text);
        return Ok(());
    }
    print::out(text)
}
