//! `unknown-<kind>`: a name that no vocabulary of its kind has.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::meant_items::{has_separator, meant_items};
use super::meant_names::{did_you_mean, of_kind, one_of};
use super::{Applicability, FileCx, FixPlan, Sink};
use crate::content::{COMMAS, FileKind, KindId, Name, NameAt, Origin, Reference, is_placeholder};
use crate::workspace::{DefId, Workspace};

declare_rule!("unknown-<kind>" in "unknown-term": Warning, fixable, reads NAMES | NEAR | CLOSED);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let places = OnceCell::new();
    for (reference, resolved) in cx.references() {
        // Brackets that may be meant as they stand.
        if reference.origin == Origin::DoubtfulMention {
            continue;
        }
        if sink.is_full() {
            return;
        }
        if !reference.kind.is_role() && resolved.is_none() && !cx.facts.waits(reference.at.span) {
            let list = reference.list;
            let beside = |def: DefId| {
                let mut others = cx.references().iter().filter(|(r, _)| list > 0 && r.list == list);
                others.any(|(_, to)| to.is_some_and(|to| to.def == def))
            };
            let is_mention = reference.origin == Origin::Mention;
            if is_mention && unclear_mention(cx, sink, reference) {
                continue;
            }
            report(cx, sink, &places, reference.kind, &reference.at, (list > 0).then_some(&beside));
        }
    }
    for term in cx.terms() {
        if sink.is_full() {
            return;
        }
        if term.resolved.is_none() && !is_placeholder(&term.name) && !cx.facts.waits(term.span) {
            let at = NameAt { name: cx.workspace.intern(&term.name), span: term.span };
            let beside = |def: DefId| {
                let mut others = cx.terms().iter().filter(|other| other.list == term.list);
                others.any(|other| other.resolved.is_some_and(|to| to.def == def))
            };
            report(cx, sink, &places, term.kind, &at, Some(&beside));
        }
    }
}

/// Reports a mention of no page that may mean one of several pages, or a thing of another kind. Tells whether it does.
fn unclear_mention(cx: &FileCx<'_>, sink: &mut Sink<'_>, reference: &Reference) -> bool {
    let (workspace, kind, at) = (cx.workspace, reference.kind, &reference.at);
    if workspace.config().page_kind != Some(kind) {
        return false;
    }
    let unknown = format!("no {} is named \"{}\"", workspace.config().word(kind), at.name);
    let code = || format!("unknown-{}", workspace.config().word(kind)).into();
    let several = workspace.pages_ending(kind, &at.name, true);
    if several.len() > 1 {
        let ids: Vec<Name> = several.iter().filter_map(|def| workspace.written_id(*def)).collect();
        one_of(sink.report_as(code(), at.span, unknown), "several end so", at.span, ids);
        return true;
    }
    let Some(to) = of_kind(workspace, kind, &at.name) else { return false };
    let title = format!("Replace with \"{to}\"");
    let help = format!("did you mean \"[[{to}]]\"?");
    let fix = FixPlan::Text { title, span: at.span, to, applicability: Applicability::Unsafe };
    sink.report_as(code(), at.span, unknown).help(help).fix(fix).done();
    true
}

/// The vocabulary files to which names are added, by kind.
type Places = OnceCell<FxHashMap<KindId, String>>;

/// Reports an unknown name. `beside` tells whether its list names a thing already; `None` where it stands in no list.
fn report(
    cx: &FileCx<'_>,
    sink: &mut Sink<'_>,
    places: &Places,
    kind: KindId,
    at: &NameAt,
    beside: Option<&dyn Fn(DefId) -> bool>,
) {
    if !cx.workspace.is_closed(kind) || cx.workspace.is_unreadable(kind) {
        return;
    }
    let word = &cx.workspace.config().kinds[kind.index()];
    let report =
        sink.report_as(format!("unknown-{word}").into(), at.span, format!("no {word} is named \"{}\"", at.name));
    let shared = cx.workspace.sharing(kind, &at.name);
    if !shared.is_empty() {
        return one_of(report, "several are called so", at.span, shared);
    }
    let add = FixPlan::AddTerm { kind, name: at.name.clone() };
    if let Some(near) = cx.workspace.suggest(kind, &at.name) {
        return report
            .help(did_you_mean(&at.name, &near.name))
            .fix(FixPlan::Name { span: at.span, to: near.name, applicability: Applicability::Unsafe })
            .fix(add)
            .done();
    }
    if let Some((names, defs)) = beside.and_then(|_| meant_items(cx.workspace, kind, &at.name)) {
        let list: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let list = list.join(", ");
        let report = report.help(match at.name.chars().find(|c| COMMAS.contains(c)) {
            Some(',') => format!("a list item is one name: write {list} as items of their own"),
            Some(wide) => format!("\"{wide}\" is not the comma of a list: write {list} as items of their own"),
            None => format!("is a comma missing? write {list}"),
        });
        let report = if defs.iter().any(|def| beside.is_some_and(|beside| beside(*def))) {
            report
        } else {
            report.fix(FixPlan::Split { span: at.span, names })
        };
        return report.fix(add).done();
    }
    let place = places.get_or_init(|| vocabularies(cx.workspace)).get(&kind);
    let Some(place) = place else {
        return report.help(format!("write the id or the name of a {word} as it stands where that is defined")).done();
    };
    let help = if beside.is_some() && at.name.contains(COMMAS) && has_separator(cx.workspace, &at.name) {
        format!("is it several names? write each as an item of its own; if it is one, add it to {place}")
    } else if beside.is_some() && has_separator(cx.workspace, &at.name) {
        format!("is a comma missing? if it is one name, add it to {place}")
    } else {
        format!("correct the name, or add it to {place}")
    };
    report.help(help).fix(add).done();
}

/// By kind the first vocabulary file by path.
fn vocabularies(workspace: &Workspace) -> FxHashMap<KindId, String> {
    let mut first: FxHashMap<KindId, String> = FxHashMap::default();
    for (_, entry) in workspace.files() {
        if let FileKind::Vocabulary(kind) = entry.kind {
            let known = first.entry(kind).or_insert_with(|| entry.path.to_string());
            if *entry.path < **known {
                *known = entry.path.to_string();
            }
        }
    }
    first
}
