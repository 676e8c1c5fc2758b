//! `unused-ignore`: a suppression comment that silences nothing.

use rustc_hash::FxHashMap;

use super::context::Report;
use super::{Applicability, FileCx, FixPlan, RULES, Sink};
use crate::content::{Ignore, codes_of_kinds, kind_in_code};
use crate::text::{Span, TextEdit, nearest};

declare_rule!("unused-ignore": Warning, fixable);

/// Nothing: what is unused is known only after all other rules have run. See [`report`].
fn check(_cx: &FileCx<'_>, _sink: &mut Sink<'_>) {}

/// Reports suppressions that silence nothing. `is_used(i, j)`: whether code `j` of comment `i` silenced a finding; `meant`:
/// by `(i, j)` the code that was meant by a misspelled one, where a finding of it stands; by `(i, 0)` those that a comment
/// without a code covers.
pub(super) fn report(
    cx: &FileCx<'_>,
    sink: &mut Sink<'_>,
    is_used: &dyn Fn(usize, usize) -> bool,
    meant: &FxHashMap<(usize, usize), String>,
) {
    for (at, ignore) in cx.facts.ignores.iter().enumerate() {
        let idle: Vec<_> = ignore.codes.iter().enumerate().filter(|(code, _)| !is_used(at, *code)).collect();
        if idle.is_empty() && !ignore.codes.is_empty() {
            continue;
        }
        if idle.len() < ignore.codes.len() {
            for (position, (code, span)) in idle {
                let remove = FixPlan::RemoveIgnore { comment: ignore.span, code: Some(*span) };
                let fix = correction(ignore, at, &[position], meant).unwrap_or(remove);
                tell(cx, sink, *span, code).fix(fix).done();
            }
            continue;
        }
        let all: Vec<usize> = idle.iter().map(|(position, _)| *position).collect();
        let remove = FixPlan::RemoveIgnore { comment: ignore.span, code: None };
        let fix = correction(ignore, at, &all, meant).unwrap_or(remove);
        match &*ignore.codes {
            [] => sink
                .report(ignore.span, "this comment names no finding to silence")
                .help(format!(
                    "write the codes in brackets: # sidestep: ignore[{}]",
                    meant.get(&(at, 0)).map_or("unknown-role", String::as_str)
                ))
                .done(),
            [(code, _)] => tell(cx, sink, ignore.span, code).fix(fix).done(),
            _ => sink.report(ignore.span, "this comment silences nothing").help("remove it").fix(fix).done(),
        }
    }
}

/// Writes in the place of neighbouring codes of comment `at` those that are meant by them; `None` where it is not known of
/// any.
fn correction(
    ignore: &Ignore,
    at: usize,
    codes: &[usize],
    meant: &FxHashMap<(usize, usize), String>,
) -> Option<FixPlan> {
    let near: Vec<&str> = codes.iter().filter_map(|code| meant.get(&(at, *code)).map(String::as_str)).collect();
    let span = |code: &usize| ignore.codes.get(*code).map(|(_, span)| *span);
    let all = span(codes.first()?)?.cover(span(codes.last()?)?);
    (!near.is_empty()).then(|| FixPlan::Replace {
        title: format!("Replace with \"{}\"", near.join(", ")),
        applicability: Applicability::Safe,
        edits: vec![TextEdit::new(all, near.join(", "))],
    })
}

/// Whether findings of this workspace can have a code.
fn is_code(cx: &FileCx<'_>, code: &str) -> bool {
    let of_kind = kind_in_code(code).is_some_and(|kind| cx.workspace.config().kind(kind).is_some());
    of_kind || RULES.iter().any(|rule| rule.code == code)
}

/// The code nearest to one that no finding has.
pub(super) fn near_code(cx: &FileCx<'_>, code: &str) -> Option<String> {
    if is_code(cx, code) {
        return None;
    }
    let kinds: Vec<String> = codes_of_kinds(&cx.workspace.config().kinds).collect();
    let near = nearest(code, kinds.iter().map(String::as_str).chain(RULES.iter().map(|rule| rule.code)));
    near.map(str::to_owned)
}

fn tell<'s>(cx: &FileCx<'_>, sink: &'s mut Sink<'_>, span: Span, code: &str) -> Report<'s> {
    if is_code(cx, code) {
        return sink.report(span, format!("there is no \"{code}\" finding here to silence")).help("remove it");
    }
    let help = near_code(cx, code)
        .map_or_else(|| "sidestep explain lists the codes".to_owned(), |near| format!("did you mean \"{near}\"?"));
    sink.report(span, format!("no finding has the code \"{code}\"")).help(help)
}
