//! `unused-term`: a vocabulary entry that no role refers to.

use super::{FileCx, Sink, severity_of};
use crate::content::FileKind;
use crate::workspace::DefId;

declare_rule!("unused-term": off, reads USES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let FileKind::Vocabulary(_) = cx.entry.kind else { return };
    if severity_of(&RULE, RULE.code, cx.workspace.config()).is_none() {
        return;
    }
    let used = cx.workspace.used_terms(cx.id);
    for (position, definition) in (0..).zip(&cx.facts.definitions) {
        let name = definition.name();
        let def = DefId { file: cx.id, position };
        // `duplicate-name` reports a second definition of a name.
        let wins = cx.workspace.resolve(definition.kind, &name.name).is_some_and(|r| r.def == def);
        if wins && !used.contains(&def) {
            sink.report(name.span, format!("no role uses \"{}\"", name.name))
                .help("use it, or remove the entry")
                .done();
        }
    }
}
