//! `discouraged-name`: a name in a spelling to avoid, in another letter case, or a slug.

use super::{Applicability, FileCx, FixPlan, Sink};
use crate::content::{KindId, Origin, same_folded};
use crate::schema::Label;
use crate::text::Span;
use crate::workspace::{How, Resolved};

declare_rule!("discouraged-name": Warning, fixable, reads NAMES | NEAR | SPELLINGS | PLACES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for (reference, resolved) in cx.references() {
        if let Some(resolved) = resolved {
            // In a mention a name is as good as the id.
            let in_prose = matches!(reference.origin, Origin::Mention | Origin::DoubtfulMention);
            if resolved.how != How::Named || !in_prose {
                reference_to(cx, sink, reference.kind, &reference.at.name, reference.at.span, *resolved);
            }
        }
    }
    for term in cx.terms() {
        if let Some(resolved) = term.resolved {
            reference_to(cx, sink, term.kind, &term.name, term.span, resolved);
        }
    }
    for hit in cx.entry.prose_hits.iter() {
        let name = cx.workspace.name_of(hit.def);
        let report = sink.report(hit.span, format!("\"{}\" is a spelling to avoid", hit.spelling));
        if hit.ambiguous {
            report.help(AMBIGUOUS).done();
        } else {
            let fix = FixPlan::Name { span: hit.span, to: name.clone(), applicability: Applicability::Unsafe };
            report
                .help(format!("write \"{name}\""))
                .related(cx.name_place(hit.def, "the name is here"))
                .fix(fix)
                .done();
        }
    }
}

const AMBIGUOUS: &str = "several names claim this spelling; write the one that you mean";

fn reference_to(cx: &FileCx<'_>, sink: &mut Sink<'_>, kind: KindId, written: &str, span: Span, resolved: Resolved) {
    if resolved.how == How::Avoid && cx.workspace.is_claimed_twice(kind, written) {
        sink.report(span, format!("\"{written}\" is a spelling to avoid")).help(AMBIGUOUS).done();
        return;
    }
    // References to a thing with an id are written by it, whatever else they are written by.
    let id = cx.workspace.definition(resolved.def).and_then(|definition| definition.id()).map(|id| id.name.clone());
    let has_id = id.is_some();
    let mut name = id;
    let what = match resolved.how {
        How::Exact | How::PathEnd => return,
        How::Named => "is a name, and references are written by the id",
        How::Case if has_id => "is no id",
        // Its id may be what is missing.
        How::Case if cx.workspace.index().kind(kind).has_ids() => return,
        How::Avoid => "is a spelling to avoid",
        How::Slug => "is the slug of a role, not its name",
        How::Case => {
            // Suggests the label that differs in letter case only, which may be an alias, rather than the name.
            let labels = cx.workspace.definition(resolved.def).into_iter().flat_map(|d| &d.labels);
            let own = labels.filter(|l| l.label != Label::Avoid).find(|l| same_folded(&l.at.name, written));
            name = own.map(|l| l.at.name.clone());
            "is written in another letter case"
        }
    };
    let name = name.unwrap_or_else(|| cx.workspace.name_of(resolved.def));
    // An id that several things claim may come to mean the other one.
    if has_id && cx.workspace.is_shared_id(kind, &name) {
        return;
    }
    let report = sink
        .report(span, format!("\"{written}\" {what}"))
        .help(format!("write \"{name}\""))
        .related(cx.name_place(resolved.def, "the name is here"));
    if cx.is_cut(resolved.def) {
        return report.done();
    }
    report.fix(FixPlan::Name { span, to: name, applicability: Applicability::Safe }).done();
}
