//! `pick-order`: options in another order than the alternatives.

use super::{FileCx, FixPlan, Sink};

declare_rule!("pick-order": Info, fixable, reads NAMES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(page) = cx.page().filter(|p| !p.alternatives_uncertain) else { return };
    let Some((first, sorted)) = page.picks_out_of_order() else { return };
    let expected = sorted.iter().zip(page.picks.iter().filter(|p| sorted.iter().any(|s| s.position == p.position)));
    let expected =
        expected.into_iter().find(|(should, is)| should.position != is.position).map(|(should, _)| &should.at.name);
    let message = match expected {
        Some(expected) => format!("\"{}\" stands where the option for \"{expected}\" belongs", first.at.name),
        None => format!("the option for \"{}\" is out of order", first.at.name),
    };
    sink.report(first.at.span, message)
        .help("put the options in the order of the alternatives")
        .fix(FixPlan::SortPicks { roles: sorted.iter().map(|e| e.at.span).collect() })
        .done();
}
