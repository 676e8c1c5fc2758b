//! `sidestep recover`: what to do about a change that was interrupted.

use std::path::Path;

use serde_json::json;

use super::arguments::{RecoverOptions, RefsFormat};
use super::output::answer::answer;
use super::roots::prefix;
use super::{Exit, Failure, print};
use crate::loader::{FoundJournal, NOT_OBEYED, explain, find, interrupted};

pub(super) fn run(options: &RecoverOptions) -> Result<Exit, Failure> {
    let failure = |e: std::io::Error| Failure::new(format!("the current folder cannot be read: {}", explain(&e)));
    let here = std::env::current_dir().map_err(failure)?;
    let mut text = print::Lines::default();
    let mut changes = Vec::new();
    for disk in find(Path::new("."), &here).map_err(failure)?.disks() {
        let shown = prefix(disk.root());
        let journal = format!("{shown}.sidestep-journal");
        let found = interrupted(&disk);
        let change = match found.map_err(|e| Failure::new(format!("{journal} cannot be read: {}", explain(&e))))? {
            FoundJournal::Nothing => continue,
            FoundJournal::Busy => {
                return Err(Failure::refusal("another sidestep is changing these files right now"));
            }
            FoundJournal::Refused(why) => {
                let message = format!("{journal} is not obeyed: {why}; nothing was touched");
                return Err(Failure::refusal(message).help(NOT_OBEYED));
            }
            FoundJournal::Interrupted(change) => change,
        };
        let what = change.what();
        let refusal = |why: String| {
            Failure::refusal(format!("half done: {what}; {why}")).help(format!(
                "the texts before and after lie beside the files as .sidestep-….old and .sidestep-….new; when the files are right, delete these and {journal}"
            ))
        };
        if options.undo || change.is_being_undone() {
            change.undo().map_err(refusal)?;
            text.push(&format!("Undone: {what}"));
            changes.push(json!({ "what": what, "done": "undone" }));
        } else {
            change.finish().map_err(refusal)?;
            text.push(&format!("Finished: {what}"));
            changes.push(json!({ "what": what, "done": "finished" }));
        }
    }
    if options.format == RefsFormat::Json {
        answer(json!({ "changes": changes }))?;
        return Ok(Exit::Clean);
    }
    if text.is_empty() {
        text.push("No change was interrupted");
    }
    print::say(&text)?;
    Ok(Exit::Clean)
}
