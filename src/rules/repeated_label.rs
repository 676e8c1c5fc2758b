//! `repeated-label`: one thing has a label twice.

use rustc_hash::FxHashMap;

use super::unseen::unseen_in;
use super::{FileCx, FixPlan, Sink};
use crate::content::LabelFact;
use crate::schema::Label;

declare_rule!("repeated-label": Warning, fixable);

/// So many labels are compared with each other; more are looked up.
const FEW: usize = 12;

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for definition in &cx.facts.definitions {
        // The name, then aliases, then spellings to avoid: of two that are equal the later one is the weaker.
        let labels = &definition.labels;
        if labels.len() > FEW {
            let mut first: FxHashMap<&str, &LabelFact> = FxHashMap::default();
            for label in labels {
                let known = first.entry(&label.at.name).or_insert(label);
                report(cx, sink, known, label);
            }
            continue;
        }
        for (position, label) in labels.iter().enumerate().skip(1) {
            if let Some(known) = labels[..position].iter().find(|known| known.at.name == label.at.name) {
                report(cx, sink, known, label);
            }
        }
    }
}

fn report(cx: &FileCx<'_>, sink: &mut Sink<'_>, known: &LabelFact, label: &LabelFact) {
    // Several names of a thing, which stand in different places of it, and its id may be the same word.
    if known.at.span == label.at.span || label.label <= Label::Planned {
        return;
    }
    let (name, word) = (&label.at.name, word(label.label));
    let message = match known.label {
        Label::Name => format!("this {word} is the name itself: \"{name}\""),
        of if of == label.label => format!("\"{name}\" stands twice among these"),
        of => format!("\"{name}\" is {} too", with_article(of)),
    };
    let help = "remove it: one of the two says it all";
    let unseen = unseen_in(cx.facts, label.at.span).or_else(|| unseen_in(cx.facts, known.at.span));
    sink.report(label.at.span, message)
        .help(unseen.map_or_else(|| help.to_owned(), |what| format!("{help}; here {what}")))
        .here(known.at.span, "the other is here")
        .fix(FixPlan::RemoveItem { at: label.at.span })
        .done();
}

const fn word(label: Label) -> &'static str {
    match label {
        Label::Name => "name",
        Label::Id | Label::Planned => "id",
        Label::Alias => "alias",
        Label::Avoid => "spelling to avoid",
        Label::Address => "address",
    }
}

const fn with_article(label: Label) -> &'static str {
    match label {
        Label::Name => "the name",
        Label::Id | Label::Planned => "the id",
        Label::Alias => "an alias",
        Label::Avoid => "a spelling to avoid",
        Label::Address => "an address",
    }
}
