//! `repeated-address`: a redirect from an address that leads elsewhere already.

use super::{FileCx, Related, Sink};
use crate::content::{Status, bare_address};

declare_rule!("repeated-address": Error, reads ADDRESSES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
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
