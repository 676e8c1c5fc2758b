//! `sidestep merge`

use super::arguments::MergeOptions;
use super::change::{also_named, complete, counted, join, named, sharing, spot};
use super::print::Lines;
use super::retire::left;
use super::still_said::StillSaid;
use super::unread::Unread;
use super::{Exit, Failure};
use crate::content::KindId;
use crate::ide::change::Lost;

pub(super) fn run(options: &MergeOptions) -> Result<Exit, Failure> {
    let MergeOptions { force, prose, change, .. } = options;
    let (kind, old, into) = options.parts();
    let (mut place, def) = named(kind, old)?;
    let kind = place.word(place.workspace.definition(def).map_or(KindId::ROLE, |d| d.kind)).to_owned();
    let kind = kind.as_str();
    if kind == "role" {
        return Err(Failure::new("roles cannot be merged")
            .help("\"sidestep retire ROLE --for OTHER\" lets one take over from another"));
    }
    let target = also_named(&place, kind, into)?;
    let plan = place.view().merge(def, target).map_err(Failure::refused)?;
    let line = |lose: &Lost| {
        format!("{}: {}: {}", spot(&place, &lose.place.path, lose.place.span.start), lose.key, lose.value)
    };
    let lost: Vec<String> = plan.lost.iter().map(line).collect();
    if !lost.is_empty() && !force && !change.dry_run {
        let message = format!("\"{}\" says otherwise than \"{}\", and that would be lost:", plan.old, plan.new);
        return Err(Failure::refusal(message).places(lost).help("make both say the same, or drop it with --force"));
    }
    let mut edits = plan.edits;
    let mut still = StillSaid::default();
    let (names, how) = ((&*plan.old, &*plan.new), (*prose, *change));
    still.take(&place, &mut edits, (plan.confirm, &plan.rewritten), names, how);
    let mut notes = left(&place, &edits, &plan.left, *change);
    let mut unread = Unread::of_thing(&place, def, &edits, *change);
    for (other, def) in sharing(&place, def)? {
        let target = also_named(&other, kind, into)?;
        let theirs = other.view().merge(def, target).map_err(|why| Failure::refused_in(&other.root, why))?;
        let mut more = theirs.edits;
        still.take(&other, &mut more, (theirs.confirm, &theirs.rewritten), names, how);
        notes.append(&left(&other, &more, &theirs.left, *change));
        unread = unread.and(Unread::of_thing(&other, def, &more, *change));
        join(&mut place, &mut edits, other, more);
    }
    let what = format!("merge {kind} \"{}\" into \"{}\"", plan.old, plan.new);
    let changed = complete(&place, &what, &edits, *change)?;
    let done = if change.dry_run { "Would merge" } else { "Merged" };
    let mut text = Lines::default();
    text.push(&format!("{done} \"{}\" into \"{}\" in {}", plan.old, plan.new, counted(changed.files, "file")));
    if !plan.taken.is_empty() {
        text.push(&format!("\"{}\" takes over from it: {}", plan.new, plan.taken.join(", ")));
    }
    if !lost.is_empty() {
        text.push(if change.dry_run { "Only with --force, because this is lost:" } else { "Dropped:" });
        lost.iter().for_each(|place| text.push(&format!("  {place}")));
    }
    text.append(&notes);
    text.append(&still.tell(&plan.old));
    text.append(&unread.tell(&plan.old));
    changed.say(&text, *change)?;
    Ok(Exit::Clean)
}
