//! What a command has changed, and how it says so.

use serde_json::{Value, json};

use super::arguments::{ChangeOptions, RefsFormat};
use super::output::answer::answer;
use super::output::json::{JsonEdit, Range};
use super::print::Lines;
use super::{Failure, print};
use crate::edit::{Edit, Outcome};
use crate::text::{LineIndex, Span};
use crate::workspace::Sources;

/// A change that was made, or would be.
pub(super) struct Changed {
    /// How many files.
    pub files: usize,
    /// The same for programs.
    json: Option<Value>,
}

impl Changed {
    /// A change before it is made: `what` names it, `shown` stands before its paths.
    pub fn of(
        (what, shown): (&str, &str),
        sources: &dyn Sources,
        edits: &[Edit],
        outcomes: &[Outcome],
        options: ChangeOptions,
    ) -> Self {
        let json = || {
            let path = |path: &str| format!("{shown}{path}");
            let range = |at: &str, span: Span| {
                let text = sources.read(at).unwrap_or_default();
                let lines = LineIndex::new(&text);
                Range { start: lines.char_position(span.start), end: lines.char_position(span.end) }
            };
            let edits = edits.iter().map(|edit| JsonEdit::of(edit.clone(), &path, &range));
            let side = |side: &Option<(String, String)>| side.as_ref().map(|(at, _)| path(at));
            let files = outcomes.iter().map(|o| json!({ "before": side(&o.before), "after": side(&o.after) }));
            json!({
                "what": what,
                "dry_run": options.dry_run,
                "files": files.collect::<Vec<_>>(),
                "edits": edits.collect::<Vec<_>>(),
            })
        };
        Self { files: outcomes.len(), json: (options.format == RefsFormat::Json).then(json) }
    }

    /// Says what was done: on standard output; beside a diff, on standard error; to a program as an answer.
    pub fn say(self, text: &Lines, options: ChangeOptions) -> Result<(), Failure> {
        if let Some(mut json) = self.json {
            json["said"] = text.all().map(str::trim).collect::<Vec<_>>().into();
            return answer(json);
        }
        match () {
            () if options.dry_run => print::note(text),
            () if print::is_quiet() => {}
            () => print::say(text)?,
        }
        Ok(())
    }
}
