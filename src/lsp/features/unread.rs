//! What a change of a name cannot know of: files that cannot be read, and places that a syntax error hides.

use tower_lsp::gen_lsp_types as lsp;

use crate::edit::Edit;
use crate::ide::Analysis;
use crate::lsp::session::converter::Converter;
use crate::text::Span;
use crate::workspace::Sources as _;

/// Where one of some spellings may stand that edits do not change, each with a reason: one clause, lower case, no full stop.
#[must_use]
pub fn unread(
    view: Analysis<'_>,
    converter: &Converter<'_>,
    spellings: &[&str],
    edits: &[Edit],
) -> Vec<(lsp::Location, &'static str)> {
    let root = converter.root();
    let is_file = |path: &str| root.workspace.config().file_kind(path).is_some() && !root.disk.path(path).is_dir();
    let files = root.problems.iter().filter(|p| is_file(&p.path) && root.disk.exists(&p.path));
    let files = files.map(|p| (converter.location(&p.path, Span::default()), "it cannot be read"));
    let hidden = view.hidden_names(spellings, edits).into_iter();
    let hidden = hidden.map(|at| (converter.location(&at.path, at.span), "a syntax error hides what stands there"));
    files.chain(hidden).collect()
}

/// What to say of places that may still have an old name; `None` where there are none.
#[must_use]
pub fn may_still_say(places: usize, old: &str) -> Option<String> {
    let places = match places {
        0 => return None,
        1 => "1 place that cannot be read".to_owned(),
        n => format!("{n} places that cannot be read"),
    };
    Some(format!("{places} may still say \"{old}\": the problems list shows what is wrong"))
}
