//! `stale`: a role that was not reviewed for long.

use super::{FileCx, Sink};

declare_rule!("stale": off);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(role) = cx.role() else { return };
    let days = cx.workspace.config().stale_after_days;
    let Some(reviewed) = &role.reviewed else {
        if let Some(name) = cx.name() {
            sink.report(name.span, format!("\"{}\" has never been reviewed", name.name))
                .help("read the page, then add \"reviewed:\" with the day")
                .done();
        }
        return;
    };
    let Ok(date) = reviewed.name.parse::<jiff::civil::Date>() else { return };
    let age = (cx.today - date).get_days();
    if i64::from(age) > days {
        sink.report(reviewed.span, format!("this page was last reviewed {age} days ago"))
            .help(format!("read it again and update the day; {days} days is the limit here"))
            .done();
    }
}
