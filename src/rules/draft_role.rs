//! `draft-role`: a published role that refers to a draft.

use super::Related;
use super::{FileCx, Reads, Rule, Sink};
use crate::content::{NameAt, Reference, RoleFacts, Status};
use crate::workspace::Severity;
use crate::workspace::{DefId, FileEntry};

pub static RULE: Rule = Rule {
    code: "draft-role",
    severity: Some(Severity::Info),
    fixable: false,
    reads: Reads::NAMES.and(Reads::STATUS).and(Reads::PLACES),
    docs: include_str!("docs/draft-role.md"),
    check,
};

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    if cx.role().is_none_or(|role| role.status != Status::Published) {
        return;
    }
    for (at, target, entry, role) in first_references(cx, Status::Draft, |_| true) {
        let report = sink
            .report(at.span, format!("\"{}\" is still a draft", cx.workspace.name_of(target)))
            .help("publish it first, or leave it out until then");
        match role.status_span {
            Some(span) => {
                let place = Related { path: entry.path.clone(), span, message: "its status is here".to_owned() };
                report.related(place).done();
            }
            None => report.done(),
        }
    }
}

/// Of the references that count the first to each other role that has `status`, with its definition, file and facts.
pub(super) fn first_references<'a>(
    cx: &'a FileCx<'_>,
    status: Status,
    counts: impl Fn(&Reference) -> bool,
) -> Vec<(&'a NameAt, DefId, &'a FileEntry, &'a RoleFacts)> {
    let mut found: Vec<(&NameAt, DefId, &FileEntry, &RoleFacts)> = Vec::new();
    for (reference, resolved) in cx.references() {
        let Some(target) = resolved.filter(|_| reference.kind.is_role() && counts(reference)).map(|r| r.def) else {
            continue;
        };
        let entry = cx.workspace.file(target.file);
        if entry.glance.status != Some(status) {
            continue;
        }
        let Some(role) = entry.facts.role.as_deref() else { continue };
        if target.file != cx.id && found.iter().all(|(_, known, ..)| known.file != target.file) {
            found.push((&reference.at, target, entry, role));
        }
    }
    found
}
