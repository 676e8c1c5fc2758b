//! `draft-role`: a published role that refers to a draft.

use super::{FileCx, Related, Sink};
use crate::content::{FileKind, KindId, NameAt, Reference, RoleFacts, Status};
use crate::workspace::{DefId, FileEntry};

declare_rule!("draft-role": Info, reads NAMES | STATUS | PLACES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let is_page = match cx.role() {
        Some(role) => role.status == Status::Published,
        None => matches!(cx.entry.kind, FileKind::Collection(_)),
    };
    if !is_page {
        return;
    }
    for (at, kind, target) in first_planned(cx) {
        let word = cx.workspace.config().word(kind);
        let message = format!("the {word} \"{}\" is planned, and not there yet", cx.workspace.name_of(target));
        let code = if kind.is_role() { "draft-role".into() } else { format!("planned-{word}").into() };
        sink.report_as(code, at.span, message)
            .help("publish it first, or leave it out until then")
            .related(cx.name_place(target, "it is planned here"))
            .done();
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

/// Of the references the first to each thing that is only foreseen.
fn first_planned<'a>(cx: &'a FileCx<'_>) -> Vec<(&'a NameAt, KindId, DefId)> {
    let mut found: Vec<(&NameAt, KindId, DefId)> = Vec::new();
    for (reference, resolved) in cx.references() {
        let Some(target) = resolved.map(|resolved| resolved.def) else { continue };
        let is_planned = cx.workspace.definition(target).is_some_and(|definition| definition.is_planned());
        if is_planned && found.iter().all(|(.., known)| *known != target) {
            found.push((&reference.at, reference.kind, target));
        }
    }
    found
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
