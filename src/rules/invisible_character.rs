//! `invisible-character`: what readers cannot see in a name or in prose.

use super::unseen::is_shared;
use super::{FileCx, FixPlan, Sink};
use crate::content::{Definition, LabelFact, hidden, in_other_quotes, look_alikes, name_of_hidden, script_of};
use crate::schema::Label;
use crate::text::{Applicability, Span, with_article};
use crate::workspace::{DefId, term_parts};

declare_rule!("invisible-character": Warning, fixable, reads NAMES | CLOSED);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let labels = labels(cx);
    for found in cx.facts.invisible.iter().filter(|found| !is_told(cx, &labels, found.span)) {
        report(sink, found.span, &found.text, found.latin.as_deref());
    }
    // Which cells list names is said by the settings.
    for part in term_parts(cx.workspace.config(), cx.facts).map(|text| text.part).filter(|part| !part.text.is_ascii()) {
        for run in hidden(&part.text, false).into_iter().chain(look_alikes(&part.text)) {
            report(sink, part.place(run.range.start, run.range.end), &run.text, run.latin.as_deref());
        }
    }
    other_quotes(cx, sink);
}

/// A label with its thing.
type Placed<'f> = (&'f LabelFact, DefId, &'f Definition);

/// The labels in a file by their places; none where nobody asks.
fn labels<'f>(cx: &FileCx<'f>) -> Vec<Placed<'f>> {
    if cx.facts.invisible.is_empty() {
        return Vec::new();
    }
    let things = (0..).zip(&cx.facts.definitions).map(|(position, thing)| (DefId { file: cx.id, position }, thing));
    let mut labels: Vec<Placed<'_>> =
        things.flat_map(|(def, thing)| thing.labels.iter().map(move |label| (label, def, thing))).collect();
    labels.sort_by_key(|(label, ..)| label.at.span);
    labels
}

/// Whether the name at a place is reported for being another's as well: what cannot be seen in it is told there.
fn is_told(cx: &FileCx<'_>, labels: &[Placed<'_>], span: Span) -> bool {
    let before = &labels[..labels.partition_point(|(label, ..)| label.at.span.start <= span.start)];
    let around = before.last().filter(|(label, ..)| label.at.span.contains(span));
    around.is_some_and(|(label, def, thing)| is_shared(cx, *def, thing, label))
}

/// Tells of quotes of word processors around the names of things, and around names that nobody says are unknown.
fn other_quotes(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let labels = cx.facts.definitions.iter().flat_map(|definition| &definition.labels);
    let labels = labels.filter(|label| !label.of_file && label.label != Label::Avoid).map(|label| &label.at);
    let is_free = |kind| !cx.workspace.is_closed(kind);
    let free = cx.facts.references.iter().filter(|one| is_free(one.kind)).map(|one| &one.at);
    for at in labels.chain(free) {
        let Some((inside, quotes)) = in_other_quotes(&at.name) else { continue };
        sink.report(at.span, format!("these {quotes} are part of the name"))
            .help("take them out; around a text write straight quotes (\")")
            .fix(FixPlan::Text {
                title: "Take out the quotes".to_owned(),
                span: at.span,
                to: inside.trim().to_owned(),
                applicability: Applicability::Unsafe,
            })
            .done();
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
