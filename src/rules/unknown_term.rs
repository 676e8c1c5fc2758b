//! `unknown-<kind>`: a name that no vocabulary of its kind has.

use super::{Applicability, FixPlan};
use super::{FileCx, Reads, Rule, Sink};
use crate::content::{KindId, NameAt, Origin, is_placeholder, unseen_difference};
use crate::workspace::Severity;

pub static RULE: Rule = Rule {
    code: "unknown-<kind>",
    severity: Some(Severity::Warning),
    fixable: true,
    reads: Reads::NAMES.and(Reads::NEAR).and(Reads::CLOSED),
    docs: include_str!("docs/unknown-term.md"),
    check,
};

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for (reference, resolved) in cx.references() {
        // Brackets that may be meant as they stand.
        if reference.origin == Origin::DoubtfulMention {
            continue;
        }
        if sink.is_full() {
            return;
        }
        if !reference.kind.is_role() && resolved.is_none() && !cx.facts.waits(reference.at.span) {
            report(cx, sink, reference.kind, &reference.at);
        }
    }
    for term in cx.terms() {
        if sink.is_full() {
            return;
        }
        if term.resolved.is_none() && !is_placeholder(&term.name) && !cx.facts.waits(term.span) {
            report(cx, sink, term.kind, &NameAt { name: cx.workspace.intern(&term.name), span: term.span });
        }
    }
}

fn report(cx: &FileCx<'_>, sink: &mut Sink<'_>, kind: KindId, at: &NameAt) {
    if !cx.workspace.is_closed(kind) || cx.workspace.is_unreadable(kind) {
        return;
    }
    let config = cx.workspace.config();
    let word = &config.kinds[kind.index()];
    let report =
        sink.report_as(format!("unknown-{word}").into(), at.span, format!("no {word} is named \"{}\"", at.name));
    let add = FixPlan::AddTerm { kind, name: at.name.clone() };
    match cx.workspace.suggest(kind, &at.name) {
        Some(near) => report
            .help(did_you_mean(&at.name, &near.name))
            .fix(FixPlan::Name { span: at.span, to: near.name, applicability: Applicability::Unsafe })
            .fix(add)
            .done(),
        None => {
            let file = config.vocabularies.iter().find(|(k, _)| k == word).and_then(|(_, files)| files.first());
            let place = file.map_or_else(|| "its vocabulary".to_owned(), Clone::clone);
            report.help(format!("correct the name, or add it to {place}")).fix(add).done();
        }
    }
}

/// What to write in place of an unknown name. A difference that cannot be seen is named.
pub(super) fn did_you_mean(written: &str, name: &str) -> String {
    match unseen_difference(written, name) {
        Some(difference) => format!("write \"{name}\": here {difference}"),
        None => format!("did you mean \"{name}\"?"),
    }
}
