//! `retired-role`: a reference to a retired role.

use super::draft_role::first_references;
use super::{FileCx, FixPlan, Related, Sink};
use crate::content::{Origin, Reference, Status};

declare_rule!("retired-role": Warning, fixable, reads NAMES | STATUS | PLACES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    // In a circle of them the reference is a `replaced-by-cycle`.
    let in_circle = cx.workspace.replacement_circle(cx.id).is_some();
    let counts = |reference: &Reference| !in_circle || reference.origin != Origin::ReplacedBy;
    for (span, target, entry, role) in first_references(cx, Status::Retired, counts) {
        let mut report = sink.report(span, format!("\"{}\" is retired", cx.workspace.name_of(target)));
        let successor = cx.workspace.last_heir(target.file);
        report = match successor {
            Some(by) => {
                let name = cx.workspace.name_of(by);
                let report = report.help(format!("\"{name}\" took over from it"));
                // No fix where both stand on the page, or the successor is its own role: it would be listed twice, or
                // list itself. In prose it may be named again.
                let on_page = |origin| matches!(origin, Origin::Alternative | Origin::Row | Origin::Pick);
                let references = || cx.references().iter().filter_map(|(r, to)| Some((r, to.as_ref()?.def)));
                let lists = |role| references().any(|(r, def)| def == role && on_page(r.origin));
                if lists(by) && lists(target) || by.file == cx.id {
                    report
                } else {
                    let named = references().filter(|(r, def)| *def == target && r.kind.is_role());
                    let spans: Vec<_> = named.map(|(r, _)| r.at.span).collect();
                    // A link leads to a file, whatever its label says.
                    if spans.is_empty() { report } else { report.fix(FixPlan::Names { spans, to: name }) }
                }
            }
            None => report.help("name another role, or remove this reference"),
        };
        if let Some(span) = role.status_span {
            report =
                report.related(Related { path: entry.path.clone(), span, message: "its status is here".to_owned() });
        }
        report.done();
    }
}
