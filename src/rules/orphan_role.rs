//! `orphan-role`: a role that no other role lists, or, among collections, no other file refers to.

use super::{FileCx, Sink};
use crate::content::Status;
use crate::workspace::{DefId, role_slug};

declare_rule!("orphan-role": Hint, reads LISTED);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let (Some(role), Some(definition)) = (cx.role(), cx.facts.role_definition()) else { return };
    if role.status != Status::Published || cx.facts.is_nameless {
        return;
    }
    let slug = role_slug(cx.facts, &definition.name().name, cx.workspace.config().slugs);
    let own = DefId::role(cx.id);
    let parts = cx.workspace.parts_of(own);
    let things = parts.iter().filter_map(|part| cx.workspace.definition(*part));
    let mut labels = things.flat_map(|thing| &thing.labels).map(|label| label.at.name.as_ref()).chain(slug.as_deref());
    let is_linked = || cx.workspace.config().links.is_some() && cx.workspace.is_linked(own);
    if !labels.any(|label| cx.workspace.refers_to_role(label, cx.id)) && !is_linked() {
        let name = definition.name();
        let message = match cx.workspace.config().links {
            None => format!("no other role lists \"{}\" as an alternative", name.name),
            Some(_) => format!("nothing in other files refers to \"{}\"", name.name),
        };
        sink.report(name.span, message)
            .help("add it to the alternatives of a role that its readers may come from")
            .done();
    }
}
