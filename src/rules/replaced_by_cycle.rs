//! `replaced-by-cycle`: roles that replace each other in a circle.

use super::{FileCx, Sink};

declare_rule!("replaced-by-cycle": Error, reads STATUS);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(by) = cx.role().and_then(|role| role.replaced_by.as_ref()) else { return };
    let Some(circle) = cx.workspace.replacement_circle(cx.id) else { return };
    let message = match circle.as_slice() {
        [_] => "\"replaced_by\" names the role itself".to_owned(),
        roles => format!("following \"replaced_by\" leads back here by way of {}", told(&roles[1..])),
    };
    sink.report(by.span, message).help("name a role that is in use, or remove \"replaced_by\"").done();
}

/// Some of the names in the circle.
fn told(roles: &[crate::content::Name]) -> String {
    let few: Vec<String> = roles.iter().take(3).map(|name| format!("\"{name}\"")).collect();
    let more = if roles.len() > few.len() { ", …" } else { "" };
    format!("{}{more}", few.join(", "))
}
