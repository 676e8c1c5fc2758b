//! `duplicate-key`: a key that stands twice in one mapping.

use super::{FileCx, Sink};

declare_rule!("duplicate-key": Error);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for duplicate in &cx.facts.duplicate_keys {
        sink.report(
            duplicate.second,
            format!("\"{}\" stands here a second time; only the first one counts", duplicate.key),
        )
        .help("remove one of the two, or rename it")
        .here(duplicate.first, "the first one is here")
        .done();
    }
}
