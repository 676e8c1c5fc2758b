//! `draft-role`: a published role that refers to a draft.

use rustc_hash::FxHashSet;

use super::{FileCx, Related, Sink};
use crate::content::{FileKind, KindId, Reference, RoleFacts, Status};
use crate::text::Span;
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
    for (span, kind, target) in first_planned(cx) {
        let word = cx.workspace.config().word(kind);
        let message = format!("the {word} \"{}\" is planned, and not there yet", cx.workspace.name_of(target));
        let code = if kind.is_role() { "draft-role".into() } else { format!("planned-{word}").into() };
        sink.report_as(code, span, message)
            .help("publish it first, or leave it out until then")
            .related(cx.name_place(target, "it is planned here"))
            .done();
    }
    for (span, target, entry, role) in first_references(cx, Status::Draft, |_| true) {
        let report = sink
            .report(span, format!("\"{}\" is still a draft", cx.workspace.name_of(target)))
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

/// The places that refer to things, by names and by links, in the file's order.
fn places<'a>(cx: &'a FileCx<'_>, counts: impl Fn(&Reference) -> bool + 'a) -> Vec<(Span, KindId, DefId)> {
    let named = cx.references().iter().filter(|(reference, _)| counts(reference));
    let named = named.filter_map(|(reference, to)| Some((reference.at.span, reference.kind, to.as_ref()?.def)));
    // Where each of thousands of links leads takes a while.
    let links = if cx.workspace.has_unpublished() { cx.links() } else { &[] };
    let linked = links.iter().filter_map(|(link, def)| {
        let kind = cx.workspace.definition(*def)?.kind;
        Some((link.span, kind, *def))
    });
    let mut places: Vec<_> = named.chain(linked).collect();
    if !links.is_empty() {
        places.sort_by_key(|(span, ..)| *span);
    }
    places
}

/// Of the references the first to each thing that is only foreseen.
fn first_planned(cx: &FileCx<'_>) -> Vec<(Span, KindId, DefId)> {
    let mut found: Vec<(Span, KindId, DefId)> = Vec::new();
    let mut known: FxHashSet<DefId> = FxHashSet::default();
    for (span, kind, target) in places(cx, |_| true) {
        let is_planned = cx.workspace.definition(target).is_some_and(|definition| definition.is_planned());
        if is_planned && known.insert(target) {
            found.push((span, kind, target));
        }
    }
    found
}

/// Of the references that count the first to each other role that has `status`, with its definition, file and facts.
pub(super) fn first_references<'a>(
    cx: &'a FileCx<'_>,
    status: Status,
    counts: impl Fn(&Reference) -> bool,
) -> Vec<(Span, DefId, &'a FileEntry, &'a RoleFacts)> {
    let mut found: Vec<(Span, DefId, &FileEntry, &RoleFacts)> = Vec::new();
    for (span, kind, target) in places(cx, counts) {
        let entry = cx.workspace.file(target.file);
        if !kind.is_role() || entry.glance.status != Some(status) {
            continue;
        }
        let Some(role) = entry.facts.role.as_deref() else { continue };
        if target.file != cx.id && found.iter().all(|(_, known, ..)| known.file != target.file) {
            found.push((span, target, entry, role));
        }
    }
    found
}
