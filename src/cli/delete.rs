//! `sidestep delete`

use super::arguments::DeleteOptions;
use super::change::{complete, counted, named, spot};
use super::refs::use_word;
use super::rename::say;
use super::retire::left;
use super::{Exit, Failure};
use crate::ide::refactor::{delete_role, referrers};

pub(super) fn run(options: &DeleteOptions) -> Result<Exit, Failure> {
    let DeleteOptions { name, force, change, .. } = options;
    let (place, def) = named("role", name)?;
    let role = place.workspace.name_of(def);
    let referring = referrers(place.view(), def);
    if !force && !referring.is_empty() {
        let mut message = format!("\"{role}\" is still referred to {}:", counted(referring.len(), "time"));
        for (at, name) in &referring {
            message.push_str(&format!("\n  {}: {}", spot(&place, &at.path, at.span.start), use_word(name.place)));
        }
        let help =
            "\"sidestep retire ROLE --for OTHER\" lets another role take over; --force removes what refers to it";
        return Err(Failure::refusal(message).help(help));
    }
    let plan = delete_role(place.view(), def).map_err(Failure::refusal)?;
    let notes = left(&place, &plan.left);
    complete(&place, &format!("delete role \"{role}\""), &plan.edits, *change)?;
    let done = if change.dry_run { "Would delete" } else { "Deleted" };
    let mut text = format!("{done} \"{}\"", plan.role);
    if plan.files > 0 {
        text.push_str(&format!(", and what referred to it in {}", counted(plan.files, "file")));
    }
    text.push('\n');
    text.push_str(&notes);
    say(&text, change.dry_run)?;
    Ok(Exit::Clean)
}
