//! `invisible-character`: what readers cannot see in a name or in prose.

use super::{FileCx, FixPlan, Sink};
use crate::content::{hidden, look_alikes, name_of_hidden, script_of};
use crate::text::{Applicability, Span};
use crate::workspace::term_parts;

declare_rule!("invisible-character": Warning, fixable);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for found in &cx.facts.invisible {
        report(sink, found.span, &found.text, found.latin.as_deref());
    }
    // Which cells list names is said by the settings.
    for (_, part) in term_parts(cx.workspace.config(), cx.facts).filter(|(_, part)| !part.text.is_ascii()) {
        for run in hidden(&part.text, false).into_iter().chain(look_alikes(&part.text)) {
            report(sink, part.place(run.range.start, run.range.end), &run.text, run.latin.as_deref());
        }
    }
}

fn report(sink: &mut Sink<'_>, span: Span, text: &str, latin: Option<&str>) {
    let Some(latin) = latin else {
        let mut names: Vec<&str> = text.chars().filter_map(name_of_hidden).collect();
        names.dedup();
        let message = match names.as_slice() {
            [one] => format!("{} shows nothing here", with_article(one)),
            [first, second] => format!("{} and {} show nothing here", with_article(first), with_article(second)),
            _ => format!("{} characters show nothing here", names.len()),
        };
        let title = match names.as_slice() {
            [one] => format!("Remove the {one}"),
            _ => "Remove the characters that show nothing".to_owned(),
        };
        sink.report(span, message)
            .help("remove what shows nothing: the text looks the same without it")
            .fix(FixPlan::Text { title, span, to: String::new(), applicability: Applicability::Safe })
            .done();
        return;
    };
    let script = text.chars().next().map_or("", script_of);
    let message = if text.chars().nth(1).is_none() {
        format!("\"{text}\" is a {script} letter that looks like the Latin \"{latin}\"")
    } else {
        format!("\"{text}\" are {script} letters that look like the Latin \"{latin}\"")
    };
    sink.report(span, message)
        .help(format!("type \"{latin}\" in Latin letters, as in the rest of the word"))
        .fix(FixPlan::Text {
            title: format!("Write \"{latin}\" in Latin letters"),
            span,
            to: latin.to_owned(),
            applicability: Applicability::Unsafe,
        })
        .done();
}

fn with_article(name: &str) -> String {
    let article = if name.to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}
