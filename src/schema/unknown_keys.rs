//! Keys that a mapping cannot have.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Refusal;
use rustc_hash::FxHashMap;

use super::check::MOST_REFUSALS;
use super::compile::Schema;
use super::finding::{Said, SchemaFinding, SchemaFix};
use super::forms;
use super::meant;
use super::missing_keys::Missing;
use super::near::synonym;
use super::place::Found;
use super::shape::Shape;
use super::wording;
use crate::syntax::{NodeRef, Style, scalar};
use crate::text::{TextEdit, nearest};

/// So many times unknown keys of a mapping are compared with known ones; those behind get no suggestion.
const MOST_COMPARED: usize = 100_000;

/// A mapping with unknown keys.
struct Mapping<'a, 't> {
    node: NodeRef<'t>,
    shape: &'a Shape,
    /// What it is, with its article.
    thing: String,
    /// Its keys, each as it stands first.
    entries: FxHashMap<&'t str, NodeRef<'t>>,
    /// The keys that it can have.
    known: Vec<&'a str>,
    /// The keys that it lacks.
    missing: Vec<&'a str>,
}

impl Schema {
    /// Reports keys that the schema does not know; `missing` gets the missing ones that they are misspellings of.
    pub(super) fn unknown_keys(
        &self,
        one: &Found<'_>,
        all: &[Found<'_>],
        missing: &mut Missing<'_>,
        findings: &mut Vec<SchemaFinding>,
    ) {
        let (Refusal::AdditionalProperties { unexpected } | Refusal::UnevaluatedProperties { unexpected }) =
            one.error.kind()
        else {
            return;
        };
        let Some(shape) = self.shape(&one.place) else { return };
        let node = one.place.node;
        let here = all[all.partition_point(|other| other.place.node.id() < node.id())..].iter();
        let here = here.take_while(|other| other.place.node.id() == node.id());
        let mut entries: FxHashMap<&str, NodeRef<'_>> = FxHashMap::default();
        for (key, _) in node.entries() {
            entries.entry(key.scalar_text()).or_insert(key);
        }
        let mapping = Mapping {
            node,
            shape,
            thing: missing.thing(&one.place, Some(shape)),
            entries,
            known: shape.properties.iter().map(|(key, _)| key.as_str()).collect(),
            missing: here.filter_map(|other| required(&other.error)).collect(),
        };
        let mut compared = 0;
        for key in unexpected {
            // A key of a branch that fails elsewhere is known all the same.
            if shape.known(key).is_some() || key.starts_with("x-") {
                continue;
            }
            if findings.len() > MOST_REFUSALS {
                return;
            }
            compared += mapping.known.len() + mapping.missing.len();
            let Some(at) = mapping.entries.get(key.as_str()) else { continue };
            let (finding, stands_for) = mapping.unknown(key, *at, compared < MOST_COMPARED);
            missing.misspelled.extend(stands_for.map(|key| (node.id(), key)));
            findings.push(finding);
        }
    }
}

impl Mapping<'_, '_> {
    /// The finding for an unknown key, and the missing one that it stands for.
    fn unknown(&self, key: &str, at: NodeRef<'_>, is_compared: bool) -> (SchemaFinding, Option<String>) {
        let span = at.inner_span();
        let unknown =
            |message, help, fix| SchemaFinding { unknown_key: true, fix, ..SchemaFinding::new(span, message, help) };
        if let Some((message, help, fix)) = meant::comment(at) {
            return (unknown(message, Some(help), fix), None);
        }
        let absent = |k: &&str| !self.entries.contains_key(k);
        if let Some((word, (message, help, fix))) = self.swapped(at) {
            return (unknown(message, Some(help), fix), Some(word.to_owned()));
        }
        let meant = is_compared.then(|| {
            nearest(key, self.missing.iter().copied())
                .or_else(|| nearest(key, self.known.iter().copied().filter(absent)))
                .or_else(|| synonym(self.shape, self.node, key))
        });
        let own = forms::own_key(key);
        let meant = meant.flatten().or(own.as_deref());
        let stands_for = meant.filter(|m| self.missing.contains(m));
        let (written, thing) = (wording::quoted(key), &self.thing);
        let message = match meant {
            Some(meant) if stands_for.is_some() => {
                format!("{written} is not a key of {thing}; did you mean \"{meant}\"? (which is missing)")
            }
            Some(meant) => format!("{written} is not a key of {thing}; did you mean \"{meant}\"?"),
            None => format!("{written} is not a key of {thing}"),
        };
        let help = if meant.is_some() { None } else { Some(wording::known_keys(&self.known, key)) };
        (unknown(message, help, meant.map(|m| SchemaFix::replace(span, m))), stands_for.map(str::to_owned))
    }
}

impl<'a> Mapping<'a, '_> {
    /// A missing key that stands as the value of an unknown one, and what is said of that: they have changed places.
    fn swapped(&self, at: NodeRef<'_>) -> Option<(&'a str, Said)> {
        let (_, value) = self.node.entry(at.scalar_text())?;
        let word = self.missing.iter().copied().find(|key| *key == value.scalar_text())?;
        let message = format!("\"{word}\" stands behind the colon, and what it should say before it");
        let edits = || {
            let text = scalar(at.scalar_text());
            vec![TextEdit::new(at.span(), word), TextEdit::new(value.span(), text)]
        };
        let is_plain = at.style() == Style::Plain && value.style() == Style::Plain;
        let fix = is_plain.then(|| SchemaFix::new("Let them change places", edits()));
        Some((word, (message, format!("write \"{word}: \" and the text behind it"), fix)))
    }
}

fn required<'e>(error: &'e ValidationError<'static>) -> Option<&'e str> {
    match error.kind() {
        Refusal::Required { property } => property.as_str(),
        _ => None,
    }
}
