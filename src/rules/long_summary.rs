//! `long-summary`: a summary of more than 200 characters.

use super::{FileCx, Sink};

declare_rule!("long-summary": Hint);

/// Most characters (Unicode scalar values) in a summary (content model, section 6).
const LONGEST: u32 = 200;

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some((span, length)) = cx.role().and_then(|role| role.summary) else { return };
    if length > LONGEST {
        sink.report(span, format!("the summary has {length} characters"))
            .help(format!("up to {LONGEST} fit where summaries are shown"))
            .done();
    }
}
