//! `unknown-role`: a reference to no role.

use super::unknown_term::did_you_mean;
use super::{Applicability, FixPlan};
use super::{FileCx, Reads, Rule, Sink};
use crate::content::{KindId, Origin};
use crate::workspace::Severity;

pub static RULE: Rule = Rule {
    code: "unknown-role",
    severity: Some(Severity::Error),
    fixable: true,
    reads: Reads::NAMES.and(Reads::NEAR).and(Reads::CLOSED),
    docs: include_str!("docs/unknown-role.md"),
    check,
};

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    if cx.workspace.is_unreadable(KindId::ROLE) {
        return;
    }
    for (reference, resolved) in cx.references() {
        // Brackets that may be meant as they stand.
        if reference.origin == Origin::DoubtfulMention {
            continue;
        }
        if !reference.kind.is_role() || resolved.is_some() || cx.facts.waits(reference.at.span) {
            continue;
        }
        let name = &reference.at.name;
        if cx.workspace.is_unread(name) {
            continue;
        }
        let report = sink.report(reference.at.span, format!("no role is named \"{name}\""));
        let create = FixPlan::CreateRole { name: name.clone() };
        match cx.workspace.suggest(KindId::ROLE, name) {
            Some(near) => report
                .help(did_you_mean(name, &near.name))
                .fix(FixPlan::Name { span: reference.at.span, to: near.name, applicability: Applicability::Unsafe })
                .fix(create)
                .done(),
            None => {
                report.help("write the name of a role as its own file has it, or create the role").fix(create).done()
            }
        }
    }
}
