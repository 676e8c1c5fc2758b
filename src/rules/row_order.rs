//! `row-order`: rows in another order than the alternatives.

use super::{FileCx, FixPlan, Sink};

declare_rule!("row-order": Warning, fixable, reads NAMES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(page) = cx.page().filter(|p| !p.alternatives_uncertain) else { return };
    let Some((first, sorted)) = page.rows_out_of_order() else { return };
    let expected = sorted.iter().zip(page.rows.iter().filter(|r| sorted.iter().any(|s| s.position == r.position)));
    let expected =
        expected.into_iter().find(|(should, is)| should.position != is.position).map(|(should, _)| &should.at.name);
    let message = match expected {
        Some(expected) => format!("\"{}\" stands where the row of \"{expected}\" belongs", first.at.name),
        None => format!("the row of \"{}\" is out of order", first.at.name),
    };
    sink.report(first.at.span, message)
        .help("the role's own row comes first, then the alternatives in their order")
        .fix(FixPlan::SortRows { roles: sorted.iter().map(|e| e.at.span).collect() })
        .done();
}
