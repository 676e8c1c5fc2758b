//! [`Notes`]: Sidestep's annotations at a place of a schema (content model, section 5).

use serde_json::Value;

/// Whether a defined name is the name itself or another label of the thing (SKOS: prefLabel, altLabel, hiddenLabel). A
/// thing is called by the first that it has, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// `name`
    Name,
    /// `id`: how references to the thing are written, in exactly this letter case.
    Id,
    /// `planned`: the thing is foreseen, and need not be defined yet.
    Planned,
    /// `aliases`: resolves silently.
    Alias,
    /// `avoid`: resolves and is reported.
    Avoid,
    /// `address`: a path on the site; links resolve by it, references do not.
    Address,
}

impl Label {
    /// The label that a word of `x-sidestep-label` names.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "name" => Some(Self::Name),
            "id" => Some(Self::Id),
            "planned" => Some(Self::Planned),
            "alias" => Some(Self::Alias),
            "avoid" => Some(Self::Avoid),
            "address" => Some(Self::Address),
            _ => None,
        }
    }
}

/// Sidestep's annotation keywords (content model, section 5) at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// `x-sidestep-defines`: the kind of thing whose label stands here; `x-sidestep-label` says which label.
    pub defines: Option<(String, Label)>,
    /// `x-sidestep-refers`: the kind of thing that is named here.
    pub refers: Option<String>,
    /// `x-sidestep-separator`: what stands between several names in one text.
    pub separator: Option<String>,
    /// `x-sidestep-written: path`: the thing is named by a path to the file that defines it.
    pub by_path: bool,
    /// `x-sidestep-terms`: the kind of the things that are listed here as they read on a page.
    pub terms: Option<String>,
    /// `x-sidestep-prose`: Markdown stands here.
    pub prose: bool,
    /// `x-sidestep-group`: an author's own name for a group of entries stands here; the annotation's value is what such
    /// groups are called.
    pub group: Option<String>,
}

/// Merges Sidestep's annotations of one subschema; the first of each stays.
pub(super) fn read_notes(notes: &mut Notes, value: &Value) {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    if notes.defines.is_none() {
        let label = value.get("x-sidestep-label").and_then(Value::as_str).and_then(Label::of_word);
        let label = label.unwrap_or(Label::Name);
        notes.defines = text("x-sidestep-defines").map(|kind| (kind, label));
    }
    if notes.refers.is_none() {
        notes.refers = text("x-sidestep-refers");
        notes.separator = text("x-sidestep-separator").filter(|separator| !separator.trim().is_empty());
        notes.by_path = value.get("x-sidestep-written").is_some_and(|written| written == "path");
    }
    notes.terms = notes.terms.take().or_else(|| text("x-sidestep-terms"));
    notes.group = notes.group.take().or_else(|| text("x-sidestep-group"));
    notes.prose |= value.get("x-sidestep-prose") == Some(&Value::Bool(true));
}
