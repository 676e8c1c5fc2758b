//! `extra-pick`: an option for a role that is no alternative.

use super::extra_row;
use super::{FileCx, Key, Sink};

declare_rule!("extra-pick": Warning, reads NAMES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(page) = cx.page().filter(|p| !p.alternatives_uncertain) else { return };
    // Where the list is blank that is told once, by the rows.
    if cx.role().is_some_and(|role| role.blank_alternatives.is_some()) && extra_row::surplus(page).next().is_some() {
        return;
    }
    for entry in &page.picks {
        let surplus = matches!(entry.key, Key::Role(_)) && !page.is_alternative(&entry.key) && !entry.excused;
        if surplus && entry.repeats.is_none() {
            sink.report(entry.at.span, format!("\"{}\" is no alternative of this page", entry.at.name))
                .help("remove the option, or add the role to the alternatives")
                .done();
        }
    }
}
