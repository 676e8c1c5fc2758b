//! `similar-name`: two things whose names differ in little.

use super::{FileCx, Sink};
use crate::workspace::DefId;

declare_rule!("similar-name": Hint, reads NAMES | STATUS | PLACES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for (position, definition) in (0..).zip(&cx.facts.definitions) {
        let own = DefId { file: cx.id, position };
        let Some(first) = cx.workspace.similar_before(own) else { continue };
        let (name, other) = (definition.name(), cx.workspace.name_of(first));
        let word = &cx.workspace.config().kinds[definition.kind.index()];
        sink.report(name.span, format!("\"{}\" is spelled almost like the {word} \"{other}\"", name.name))
            .help("if they are one thing, merge them; if not, give them names that can be told apart")
            .related(cx.name_place(first, "the other is here"))
            .done();
    }
}
