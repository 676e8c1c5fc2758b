//! Code lenses: who lists a role, who uses a term.

use serde_json::json;
use tower_lsp::gen_lsp_types::{CodeLens, Command};

use crate::ide::lenses::LensKey;
use crate::lsp::session::converter::Open;
use crate::lsp::session::state::State;
use crate::text::into_visible;

/// The command that shows places; the editor's plugin has it.
pub const SHOW: &str = "sidestep.showReferences";

/// The lenses of a file; what they say is counted when they are shown.
#[must_use]
pub fn all(open: &Open<'_>, full: &str) -> Vec<CodeLens> {
    let list = open.file.lenses().into_iter().map(|lens| CodeLens {
        range: open.range(lens.span),
        command: None,
        data: Some(json!({ "file": full, "key": lens.key })),
    });
    list.collect()
}

/// A lens with its title, and the command that shows what was counted.
#[must_use]
pub fn resolve(state: &State, mut lens: CodeLens) -> CodeLens {
    let data = lens.data.take().unwrap_or_default();
    let full = data["file"].as_str().unwrap_or_default().to_owned();
    let Ok(key) = serde_json::from_value::<LensKey>(data["key"].clone()) else { return lens };
    let place = state.places(&full).next();
    let command = place.and_then(|place| {
        state.with_view(place.root, |view, converter| {
            let title = view.lens_title(&key)?;
            let locations: Vec<_> =
                view.lens_locations(&key).iter().map(|l| converter.location(&l.path, l.span)).collect();
            let arguments = vec![json!(state.uri(&full)), json!(lens.range.start), json!(locations)];
            // Without a place to show, the lens is only read.
            let command = if locations.is_empty() { String::new() } else { SHOW.to_owned() };
            Some(Command { title: into_visible(title), command, arguments: Some(arguments), tooltip: None })
        })
    });
    // A name that is gone: the editor asks for lenses anew.
    lens.command = command.or_else(|| Some(Command { title: "…".to_owned(), ..Default::default() }));
    lens
}
