//! `unlisted-term`: a term of the own row that the role's own list lacks.

use rustc_hash::FxHashSet;

use super::{FileCx, FixPlan, Sink};
use crate::content::{Origin, Reference, is_placeholder, swap_first_case};
use crate::workspace::{DefId, Resolved};

declare_rule!("unlisted-term": Hint, fixable, reads NAMES | NEAR | CLOSED);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(role) = cx.role() else { return };
    for kind in &role.listed_kinds {
        let listed = || cx.references().iter().filter(|(r, _)| r.kind == *kind && r.origin == Origin::List);
        // Of a usual page a look at each is the quickest way.
        let long = cx.terms().len().saturating_mul(cx.references().len()) > LONG;
        let sets = long.then(|| {
            let meant: FxHashSet<DefId> = listed().filter_map(|(_, resolved)| Some((*resolved)?.def)).collect();
            let swapped = listed().filter_map(|(r, _)| swap_first_case(&r.at.name));
            let written: FxHashSet<String> = swapped.chain(listed().map(|(r, _)| r.at.name.to_string())).collect();
            (meant, written)
        });
        for term in cx.terms().iter().filter(|t| t.in_own_row && t.kind == *kind && !is_placeholder(&t.name)) {
            let is_listed = match (term.resolved, &sets) {
                (Some(resolved), Some((meant, _))) => meant.contains(&resolved.def),
                (Some(resolved), None) => listed().any(|(_, r)| r.is_some_and(|r| r.def == resolved.def)),
                // An unknown name is told once; a free one is compared as it is written.
                (None, _) if cx.workspace.is_closed(*kind) => true,
                (None, Some((_, written))) => written.contains(&*term.name),
                (None, None) => listed().any(|(r, _)| same_free_name(&r.at.name, &term.name)),
            };
            if is_listed {
                continue;
            }
            let name = term.resolved.map_or_else(|| term.name.as_ref().into(), |r| cx.workspace.name_of(r.def));
            let word = &cx.workspace.config().kinds[kind.index()];
            // A misspelled name in the list may stand for this one: with both it would be there twice.
            let may_stand = |(r, resolved): &(&Reference, Option<Resolved>)| {
                resolved.is_none() && cx.workspace.suggest(*kind, &r.at.name).is_some_and(|near| near.name == name)
            };
            let stands = listed().any(|(r, resolved)| may_stand(&(*r, *resolved)));
            let report = sink
                .report(term.span, format!("\"{}\" is not among the role's own {word}s", term.name))
                .help(format!("add \"{name}\" to the list"));
            if stands { report.done() } else { report.fix(FixPlan::AddToList { kind: *kind, name }).done() }
        }
    }
}

/// A page with more pairs of names in its lists and in its row is a long one.
const LONG: usize = 10_000;

fn same_free_name(a: &str, b: &str) -> bool {
    a == b || swap_first_case(a).is_some_and(|a| a == b)
}
