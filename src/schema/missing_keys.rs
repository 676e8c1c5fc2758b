//! Keys that a mapping must have and lacks.

use jsonschema::ValidationError;
use rustc_hash::FxHashSet;

use super::compile::Schema;
use super::finding::{SchemaFinding, SchemaFix};
use super::near::meant_key;
use super::place::{Found, Place};
use super::shape::Shape;
use super::wording;
use crate::syntax::{Comment, Kind, NodeId, NodeRef, Tree};
use crate::text::{Span, TextEdit};

/// What is known of missing keys before they are reported.
pub(super) struct Missing<'n> {
    /// What the whole file is, with its article.
    pub(super) noun: &'n str,
    /// Those that unknown keys are misspellings of, each with its mapping: they are reported there.
    pub(super) misspelled: FxHashSet<(NodeId, String)>,
}

impl Missing<'_> {
    /// What the mapping at a place is, with its article.
    pub(super) fn thing(&self, place: &Place<'_>, shape: Option<&Shape>) -> String {
        let key = place.key.map(NodeRef::scalar_text);
        let thing = |shape| wording::thing(shape, key, place.path.is_empty(), self.noun);
        shape.map_or_else(|| self.noun.to_owned(), thing)
    }
}

impl Schema {
    /// The finding for a key that a mapping must have, unless it stands there in another spelling or may be hidden.
    pub(super) fn missing_key(&self, one: &Found<'_>, key: &str, missing: &Missing<'_>) -> Option<SchemaFinding> {
        let place = &one.place;
        if missing.misspelled.contains(&(place.node.id(), key.to_owned())) || tree_hides(place.node) {
            return None;
        }
        let shape = self.shape(place);
        let thing = missing.thing(place, shape);
        if let Some(node) = shape.and_then(|s| misspelled(s, place.node, key)) {
            let written = wording::quoted(node.scalar_text());
            let message = format!("{written} is not a key of {thing}; did you mean \"{key}\"? (which is missing)");
            let span = node.inner_span();
            let fix = Some(SchemaFix::replace(span, key));
            return Some(SchemaFinding { fix, ..SchemaFinding::new(span, message, None) });
        }
        let needs = shape.and_then(|s| depends_on(&one.error, s, place.node, key));
        let blank = place.node.get(key).filter(|value| value.kind() == Kind::Null);
        if blank.is_some() && shape.is_some_and(|s| self.may_be_null(s, key)) {
            return None;
        }
        if let Some(finding) = commented(place, key) {
            return Some(finding);
        }
        let span = match (blank, needs) {
            (Some(blank), _) => blank.inner_span(),
            (None, Some(key)) => place.node.entry(key).map_or(place.node.inner_span(), |(k, _)| k.inner_span()),
            (None, None) => missing_key_span(place),
        };
        let is = if blank.is_some() { "empty" } else { "missing" };
        let message = match needs {
            Some(other) => format!("\"{key}\" is {is}: {thing} with \"{other}\" has it as well"),
            None => format!("\"{key}\" is {is}: {thing} must have it"),
        };
        let about = shape.and_then(|s| self.shapes.below(s, key)?.description.as_deref()).map(wording::first_sentence);
        let verb = if blank.is_some() { "fill in" } else { "add" };
        let help = about.map_or_else(|| format!("{verb} \"{key}:\""), |a| format!("{verb} \"{key}:\" ({a})"));
        Some(SchemaFinding { missing_key: true, ..SchemaFinding::new(span, message, Some(help)) })
    }

    /// Whether the schema has a null for the value of a key.
    fn may_be_null(&self, shape: &Shape, key: &str) -> bool {
        let value = self.shapes.below(shape, key);
        value.is_some_and(|value| value.types.iter().any(|one| one == "null"))
    }
}

/// The finding for a key of a file that stands there as a comment: `## how_to_pick`, a heading of Markdown.
fn commented(place: &Place<'_>, key: &str) -> Option<SchemaFinding> {
    let tree = place.node.tree();
    let text = tree.source().filter(|_| place.path.is_empty())?;
    let is_key = |comment: &&Comment| {
        let words = comment.span.slice(text).trim_matches(['#', ' ', ':', '\r']);
        comment.own_line && words.to_lowercase().replace(' ', "_") == key
    };
    let comment = tree.comments.iter().find(is_key)?;
    let message = format!("\"{key}\" stands here as a comment, not as a key");
    let edits = vec![TextEdit::new(comment.span, format!("{key}:"))];
    let fix = Some(SchemaFix::new("Make a key of it", edits));
    let help = Some(format!("write \"{key}:\", without the \"#\""));
    Some(SchemaFinding { missing_key: true, fix, ..SchemaFinding::new(comment.span, message, help) })
}

/// Whether an unknown key stands below one that is reported as a comment, and above the next key of the file: it belongs to
/// that.
pub(super) fn is_below_comment(tree: &Tree, findings: &[SchemaFinding], unknown: Span) -> bool {
    let before = tree.comments.partition_point(|comment| comment.span.end <= unknown.start);
    let of = |comment: &Comment| findings.iter().any(|f| f.missing_key && f.span == comment.span);
    let comment = tree.comments[..before].iter().rev().find(|comment| of(comment));
    let keys = || tree.root().into_iter().flat_map(NodeRef::written_entries).map(|(key, _)| key.span().start);
    comment.is_some_and(|comment| !keys().any(|key| comment.span.end <= key && key <= unknown.start))
}

/// The key that makes `missing` required, if the error is about `dependentRequired`.
fn depends_on<'s>(
    error: &ValidationError<'_>,
    shape: &'s Shape,
    mapping: NodeRef<'_>,
    missing: &str,
) -> Option<&'s str> {
    if !error.schema_path().to_string().ends_with("/dependentRequired") {
        return None;
    }
    let brings = |(key, others): &&(String, Vec<String>)| {
        mapping.get(key).is_some_and(|value| value.kind() != Kind::Null) && others.iter().any(|other| other == missing)
    };
    shape.dependents.iter().find(brings).map(|(key, _)| key.as_str())
}

/// Whether the mapping or the line after it touches an uncertain region: a missing key may be there.
fn tree_hides(node: NodeRef<'_>) -> bool {
    node.tree().is_uncertain(node.span().to_next_line())
}

/// The key that is a misspelling of `missing`, in a mapping that allows any key, so that the validator does not refuse
/// it.
fn misspelled<'t>(shape: &Shape, mapping: NodeRef<'t>, missing: &str) -> Option<NodeRef<'t>> {
    shape.additional?;
    let meant = |key: NodeRef<'_>| meant_key(shape, mapping, key.scalar_text()) == Some(missing);
    mapping.entries().map(|(key, _)| key).find(|key| meant(*key))
}

/// Where a missing key is reported: at the key of the mapping, in a list at the item's first key, at the top at the
/// file's first key.
fn missing_key_span(place: &Place<'_>) -> Span {
    if let Some(key) = place.key {
        return key.inner_span();
    }
    place.node.written_entries().next().map_or_else(|| place.node.span(), |(key, _)| key.inner_span())
}
