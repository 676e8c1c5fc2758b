//! `repeated-copy`: a paragraph that stands word for word in another role file.

use super::{FileCx, Related, Sink};
use crate::workspace::FileId;

declare_rule!("repeated-copy": Hint, reads PARAGRAPHS);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    if cx.role().is_none() {
        return;
    }
    for paragraph in &cx.facts.paragraphs {
        let places = cx.workspace.index().paragraph(paragraph.hash);
        if places.len() < 2 {
            continue;
        }
        let path = |file: FileId| &cx.workspace.file(file).path;
        let Some((file, span)) = places.first().copied() else { continue };
        if file == cx.id {
            continue;
        }
        let place = Related { path: path(file).clone(), span, message: "the same words stand here".to_owned() };
        sink.report(paragraph.span, format!("this paragraph stands word for word in {} too", cx.file_name_of(file)))
            .help("say it in words that fit this role, so that readers of both pages learn something")
            .related(place)
            .done();
    }
}
