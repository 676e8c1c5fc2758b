//! `repeated-address`: a redirect from an address that leads elsewhere already.

use super::{FileCx, Related, Sink};
use crate::content::{Status, bare_address};
use crate::schema::Label;
use crate::workspace::DefId;

declare_rule!("repeated-address": Error, reads ADDRESSES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    labels(cx, sink);
    let Some(role) = cx.role().filter(|role| role.status == Status::Published && !role.redirects.is_empty()) else {
        return;
    };
    for entry in &role.redirects {
        let address = bare_address(&entry.name);
        let place = |file, span, message: String| {
            let path = cx.workspace.file(file).path.clone();
            Related { path, span, message }
        };
        if let Some(file) = cx.workspace.page_at(address, cx.id) {
            let Some(name) = cx.workspace.file(file).facts.role_definition().map(|d| d.name()) else { continue };
            sink.report(entry.span, format!("\"{}\" is the page of \"{}\"", entry.name, name.name))
                .help("redirect only from an address that no page has any more")
                .related(place(file, name.span, "its page has this address".to_owned()))
                .done();
        } else if let Some((file, span)) = cx.workspace.earlier_redirect(address, cx.id) {
            sink.report(entry.span, format!("another role redirects from \"{}\" already", entry.name))
                .help("an address can lead to one page: remove one of the two")
                .related(place(file, span, "the other one is here".to_owned()))
                .done();
        }
    }
}

/// Addresses that a team's own schema says things have: each leads to one page.
fn labels(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for (position, thing) in (0..).zip(&cx.facts.definitions) {
        let def = DefId { file: cx.id, position };
        for label in thing.labels.iter().filter(|label| label.label == Label::Address) {
            let Some((file, span)) = cx.workspace.earlier_address(&label.at.name, def) else { continue };
            let word = cx.workspace.config().word(thing.kind);
            let path = cx.workspace.file(file).path.clone();
            sink.report(label.at.span, format!("another {word} has the address \"{}\" already", label.at.name))
                .help("an address can lead to one page: give one of the two another")
                .related(Related { path, span, message: "the other one is here".to_owned() })
                .done();
        }
    }
}
