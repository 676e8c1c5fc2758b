//! `unused-ignore`: a suppression comment that silences nothing.

use super::context::Report;
use super::{FileCx, Reads, Rule, Sink};
use super::{FixPlan, RULES};
use crate::schema::nearest;
use crate::text::Span;
use crate::workspace::Severity;

pub static RULE: Rule = Rule {
    code: "unused-ignore",
    severity: Some(Severity::Warning),
    fixable: true,
    reads: Reads::NOTHING,
    docs: include_str!("docs/unused-ignore.md"),
    check,
};

/// Nothing: what is unused is known only after all other rules have run. See [`report`].
fn check(_cx: &FileCx<'_>, _sink: &mut Sink<'_>) {}

/// Reports suppressions that silence nothing. `is_used(i, j)`: whether code `j` of comment `i` silenced a finding.
pub(super) fn report(cx: &FileCx<'_>, sink: &mut Sink<'_>, is_used: &dyn Fn(usize, usize) -> bool) {
    for (at, ignore) in cx.facts.ignores.iter().enumerate() {
        let idle: Vec<_> = ignore.codes.iter().enumerate().filter(|(code, _)| !is_used(at, *code)).collect();
        if idle.is_empty() && !ignore.codes.is_empty() {
            continue;
        }
        if idle.len() < ignore.codes.len() {
            for (_, (code, span)) in idle {
                let fix = FixPlan::RemoveIgnore { comment: ignore.span, code: Some(*span) };
                tell(cx, sink, *span, code).fix(fix).done();
            }
            continue;
        }
        let fix = FixPlan::RemoveIgnore { comment: ignore.span, code: None };
        match &*ignore.codes {
            [] => sink
                .report(ignore.span, "this comment names no finding to silence")
                .help("write the codes in brackets: # sidestep: ignore[unknown-role]")
                .done(),
            [(code, _)] => tell(cx, sink, ignore.span, code).fix(fix).done(),
            _ => sink.report(ignore.span, "this comment silences nothing").help("remove it").fix(fix).done(),
        }
    }
}

fn tell<'s>(cx: &FileCx<'_>, sink: &'s mut Sink<'_>, span: Span, code: &str) -> Report<'s> {
    let own = code.strip_prefix("unknown-").is_some_and(|kind| cx.workspace.config().kind(kind).is_some());
    let known = own || RULES.iter().any(|rule| rule.code == code);
    if known {
        return sink.report(span, format!("there is no \"{code}\" finding here to silence")).help("remove it");
    }
    let kinds: Vec<String> = cx.workspace.config().kinds.iter().map(|kind| format!("unknown-{kind}")).collect();
    let near = nearest(code, kinds.iter().map(String::as_str).chain(RULES.iter().map(|rule| rule.code)));
    let help = near.map_or_else(|| "sidestep explain lists the codes".to_owned(), |n| format!("did you mean \"{n}\"?"));
    sink.report(span, format!("no finding has the code \"{code}\"")).help(help)
}
