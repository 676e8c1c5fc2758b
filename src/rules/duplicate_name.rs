//! `duplicate-name`: a name that an earlier definition of the same kind has.

use rustc_hash::FxHashMap;

use super::unseen::unseen_in;
use super::{FileCx, Sink};
use crate::content::{KindId, LabelFact, NameAt, swap_first_case};
use crate::schema::Label;
use crate::text::Span;
use crate::workspace::{DefId, LabelUse, role_slug};

declare_rule!("duplicate-name": Error, reads NAMES | PLACES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let index = cx.workspace.index();
    // Memo of the earliest definition with a name, so that many definitions with one name do not cost quadratic time.
    let mut firsts: FxHashMap<(KindId, &str), Option<DefId>> = FxHashMap::default();
    for (position, definition) in (0..).zip(&cx.facts.definitions) {
        let own = DefId { file: cx.id, position };
        if definition.is_planned() {
            continue;
        }
        if let Some(id) = definition.id() {
            same_id(cx, sink, own, definition.kind, id);
            continue;
        }
        let word = &cx.workspace.config().kinds[definition.kind.index()];
        let earliest = |defs: &mut dyn Iterator<Item = DefId>| defs.min_by(|a, b| cx.workspace.order(*a, *b));
        let earlier = |first: Option<DefId>| first.filter(|d| cx.workspace.order(*d, own).is_lt());
        let mut reported: Vec<DefId> = Vec::new();
        for label in definition.labels.iter().filter(|l| l.label != Label::Avoid) {
            // Fast path: nobody else bears the name.
            if definition.kind.is_role() && index.kind(KindId::ROLE).labels(&label.at.name).len() < 2 {
                continue;
            }
            let first = *firsts.entry((definition.kind, &label.at.name)).or_insert_with(|| {
                let swapped = if definition.kind.is_role() { None } else { swap_first_case(&label.at.name) };
                let names = index.kind(definition.kind);
                let lists = [Some(&*label.at.name), swapped.as_deref()].into_iter().flatten().map(|s| names.labels(s));
                // Of each list the first name and the first alias are the earliest.
                let starts = |list: &[LabelUse], of: Label| {
                    let from = list.get(list.partition_point(|u| u.label < of)..).unwrap_or_default();
                    let mut alike = from.iter().take_while(|u| u.label == of);
                    alike.find(|u| !u.has_id && !u.planned).map(|u| u.def)
                };
                let firsts = lists.flat_map(|list| [Label::Name, Label::Alias].map(|of| starts(list, of)));
                earliest(&mut firsts.flatten())
            });
            let Some(first) = earlier(first) else { continue };
            reported.push(first);
            let known = same_label(cx, label, first);
            let name = known.map_or(&label.at.name, |known| &known.at.name);
            let message = format!("another {word} is called \"{name}\" already");
            report(cx, sink, label.at.span, message, first, unseen(cx, label, first));
        }
        if !definition.kind.is_role() {
            continue;
        }
        let Some(slug) = role_slug(cx.facts, &definition.name().name, cx.workspace.config().slugs) else { continue };
        let bearers = index.kind(KindId::ROLE).slug(&slug);
        if bearers.len() < 2 {
            continue;
        }
        if let Some(first) = earlier(bearers.first().copied()).filter(|d| !reported.contains(d)) {
            let span = cx.role().and_then(|r| r.slug.as_ref()).map_or(definition.name().span, |s| s.span);
            report(cx, sink, span, format!("another role has the slug \"{slug}\" already"), first, None);
        }
    }
}

/// Tells of an id that an earlier thing of the kind has. Names of things with ids may repeat.
fn same_id(cx: &FileCx<'_>, sink: &mut Sink<'_>, own: DefId, kind: KindId, id: &NameAt) {
    let labels = cx.workspace.index().kind(kind).labels(&id.name);
    let Some(first) = labels.iter().find(|label| label.label == Label::Id).map(|label| label.def) else { return };
    if cx.workspace.order(first, own).is_lt() {
        let word = cx.workspace.config().word(kind);
        let place = cx.label_place(first, &id.name, format!("\"{}\" is defined here", id.name));
        sink.report(id.span, format!("another {word} has the id \"{}\" already", id.name))
            .help("give one of the two another id")
            .related(place)
            .done();
    }
}

/// The label of another thing that equals a label, the case of its first letter apart.
fn same_label<'w>(cx: &FileCx<'w>, label: &LabelFact, first: DefId) -> Option<&'w LabelFact> {
    let labels = &cx.workspace.definition(first)?.labels;
    let other_case = || {
        let swapped = swap_first_case(&label.at.name)?;
        labels.iter().find(|other| *other.at.name == *swapped)
    };
    labels.iter().find(|other| other.at.name == label.at.name).or_else(other_case)
}

/// What is hard to see, or cannot be seen, of the difference between a label and the same one of another thing.
fn unseen(cx: &FileCx<'_>, label: &LabelFact, first: DefId) -> Option<String> {
    let there = same_label(cx, label, first)?;
    let of_first = || unseen_in(&cx.workspace.file(first.file).facts, there.at.span);
    let is_other_case = there.at.name != label.at.name;
    unseen_in(cx.facts, label.at.span)
        .map(|what| format!("here {what}"))
        .or_else(|| of_first().map(|what| format!("there {what}")))
        .or_else(|| is_other_case.then(|| "they differ in the case of a letter".to_owned()))
}

fn report(cx: &FileCx<'_>, sink: &mut Sink<'_>, span: Span, message: String, first: DefId, unseen: Option<String>) {
    let place = cx.name_place(first, format!("\"{}\" is defined here", cx.workspace.name_of(first)));
    let unseen = unseen.map_or_else(String::new, |what| format!("; {what}"));
    let help = format!("give one of the two another name, or remove it{unseen}");
    sink.report(span, message).help(help).related(place).done();
}
