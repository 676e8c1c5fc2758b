//! `one-way-alternative`: an alternative that does not list this role in turn.

use super::{FileCx, FixPlan, Key, Related, Sink};
use crate::content::{KindId, Status};

declare_rule!("one-way-alternative": off, fixable, reads NAMES | ALTERNATIVES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let (Some(page), Some(role), Some(own)) = (cx.page(), cx.role(), cx.name()) else { return };
    if role.status != Status::Published {
        return;
    }
    for entry in page.alternatives.iter().filter(|e| e.repeats.is_none() && e.key != page.own) {
        let Key::Role(file) = entry.key else { continue };
        let other = cx.workspace.file(file);
        let Some(theirs) = other.facts.role.as_ref() else { continue };
        let (Some(key), true) = (theirs.alternatives_key, other.facts.syntax.is_empty()) else { continue };
        let back = theirs
            .alternatives
            .iter()
            .flatten()
            .any(|name| cx.workspace.resolve(KindId::ROLE, &name.name).is_some_and(|r| r.def.file == cx.id));
        if back {
            continue;
        }
        let place = Related { path: other.path.clone(), span: key, message: "its alternatives are here".to_owned() };
        sink.report(entry.at.span, format!("\"{}\" does not list \"{}\" in turn", entry.at.name, own.name))
            .help(format!("add \"{}\" to the alternatives of \"{}\"", own.name, entry.at.name))
            .related(place)
            .fix(FixPlan::AddAlternative { file: other.path.clone(), role: own.name.clone() })
            .done();
    }
}
