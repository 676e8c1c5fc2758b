//! `cut-text`: a plain text of which YAML takes a part for something else.

use super::{FileCx, FixPlan, Sink};

declare_rule!("cut-text": Warning, fixable);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for cut in &cx.facts.cut_texts {
        let (message, help) = match cut.mark {
            '#' => (
                "this is read as a comment, so the text ends before the \"#\"".to_owned(),
                "put quotes around the whole text, or a space after the \"#\" if it is a comment",
            ),
            mark => (
                format!("this word is lost, since a text without quotes cannot start with \"{mark}\""),
                "put quotes around the whole text",
            ),
        };
        let report = sink.report(cut.span, message);
        if cx.facts.waits(cut.kept) {
            // In quotes it would be no placeholder any more, and nobody would be told of the words that are missing.
            report.help("write the words that are meant, with quotes around them all").done();
            continue;
        }
        report.help(help).fix(FixPlan::QuoteLine { whole: cut.whole }).done();
    }
}
