//! `repeated-term`: a list names one thing twice.

use rustc_hash::FxHashMap;

use super::{FileCx, FixPlan, Sink};
use crate::content::{Folded, KindId, Name};
use crate::text::Span;
use crate::workspace::{DefId, How, Resolved};

declare_rule!("repeated-term": Warning, fixable, reads NAMES | NEAR | CLOSED);

/// So many names of a list are compared with each other; more are looked up.
const FEW: usize = 64;

/// A name in a list.
struct Entry<'n> {
    kind: KindId,
    name: &'n str,
    span: Span,
    resolved: Option<Resolved>,
    list: u64,
    has_note: bool,
}

/// What a name means: a thing, or where names are free the name itself.
#[derive(PartialEq, Eq, Hash)]
enum Thing {
    Known(DefId),
    Free(KindId, Folded),
}

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let references = cx.references().iter().filter(|(reference, _)| reference.list > 0);
    let listed: Vec<Entry<'_>> = references
        .map(|(r, resolved)| Entry {
            kind: r.kind,
            name: &r.at.name,
            span: r.at.span,
            resolved: *resolved,
            list: u64::from(r.list),
            has_note: false,
        })
        .collect();
    in_lists(cx, sink, &listed);
    let terms: Vec<Entry<'_>> = cx
        .terms()
        .iter()
        .map(|t| Entry {
            kind: t.kind,
            name: &t.name,
            span: t.span,
            resolved: t.resolved,
            list: t.list,
            has_note: t.has_note,
        })
        .collect();
    in_lists(cx, sink, &terms);
}

fn in_lists(cx: &FileCx<'_>, sink: &mut Sink<'_>, entries: &[Entry<'_>]) {
    if entries.len() > FEW {
        let mut first: FxHashMap<(u64, Thing), &Entry<'_>> = FxHashMap::default();
        for entry in entries {
            if let Some(thing) = thing(cx, entry) {
                let known = first.entry((entry.list, thing)).or_insert(entry);
                report(cx, sink, known, entry);
            }
        }
        return;
    }
    // The lists of most files are short: comparing costs less than a map.
    for (position, entry) in entries.iter().enumerate() {
        let mut before = entries[..position].iter().filter(|other| other.list == entry.list);
        if let Some(known) = before.find(|other| is_same(cx, other, entry)) {
            report(cx, sink, known, entry);
        }
    }
}

fn thing(cx: &FileCx<'_>, entry: &Entry<'_>) -> Option<Thing> {
    match entry.resolved {
        Some(resolved) => Some(Thing::Known(resolved.def)),
        // An unknown name is told once.
        None if cx.workspace.is_closed(entry.kind) => None,
        None => Some(Thing::Free(entry.kind, Folded(Name::from(entry.name)))),
    }
}

fn is_same(cx: &FileCx<'_>, a: &Entry<'_>, b: &Entry<'_>) -> bool {
    match (a.resolved, b.resolved) {
        (Some(a), Some(b)) => a.def == b.def,
        (None, None) => {
            a.kind == b.kind && !cx.workspace.is_closed(a.kind) && crate::content::same_folded(a.name, b.name)
        }
        _ => false,
    }
}

fn report(cx: &FileCx<'_>, sink: &mut Sink<'_>, known: &Entry<'_>, entry: &Entry<'_>) {
    if known.span == entry.span {
        return;
    }
    let (name, other) = (entry.name, known.name);
    let message = if name == other {
        format!("\"{name}\" stands twice in this list")
    } else {
        format!("\"{name}\" is \"{other}\", which this list has already")
    };
    let word = cx.workspace.config().word(entry.kind);
    let report =
        sink.report(entry.span, message).help(format!("name each {word} once")).here(known.span, "the first is here");
    // The fix of a first one that is spelled otherwise takes that one away.
    let stays = known.resolved.is_none_or(|resolved| resolved.how == How::Exact);
    if stays {
        report.fix(FixPlan::RemoveRepeated { span: entry.span, note: entry.has_note }).done()
    } else {
        report.done()
    }
}
