//! [`Schema::check`]: validates a tree; the errors get the author's words and a span.
//!
//! One cause gives one finding: of the branches of `anyOf` and `oneOf` only the one that was meant is reported, an
//! unknown key that is a misspelling of a missing one is reported for both, and of several errors at one span the first
//! is kept.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Refusal;
use rustc_hash::FxHashSet;

use super::budget::within;
use super::compile::Schema;
use super::finding::{SchemaFinding, SchemaFix};
use super::forms;
use super::meant;
use super::missing_keys::{Missing, is_below_comment};
use super::node::without_blank_keys;
use super::place::{Children, Found, Place, follow};
use super::shape::Shape;
use super::wording;
use crate::syntax::{Kind, NodeRef, Tree};
use crate::text::Span;
use crate::text::nearest;

/// So many refusals of a file are put into words: a few more than a rule tells.
pub(super) const MOST_REFUSALS: usize = 5_500;
/// Of more values that a place may have none is suggested.
const MOST_VALUES: usize = 256;
/// The finding for a file that exhausts the step budget.
fn too_much() -> SchemaFinding {
    let message = "this file is not checked against the workspace's schema: it would take too many steps";
    let help = "alternatives that lead back to themselves multiply with every level: simplify the schema";
    SchemaFinding::new(Span::empty(0), message, Some(help.to_owned()))
}

impl Schema {
    /// Validates a tree. Findings are sorted by span; there are none about regions that a repair guessed at. `noun`
    /// says what the whole file is ("a role").
    #[must_use]
    pub fn check(&self, tree: &Tree, noun: &str) -> Vec<SchemaFinding> {
        let Some(root) = tree.root() else { return Vec::new() };
        let (found, steps) = within(tree.nodes().len(), || self.all_refusals(root));
        if steps.is_none() {
            return vec![too_much()];
        }
        let mut found = found;
        found.sort_by_key(|one| one.place.node.id());
        // The rule tells that there are more than it takes.
        found.truncate(MOST_REFUSALS);
        let mut findings = Vec::new();
        let mut missing = Missing { noun, misspelled: FxHashSet::default() };
        for one in &found {
            self.unknown_keys(one, &found, &mut missing, &mut findings);
        }
        let plain = self.plain_names(&found, &mut findings);
        for one in &found {
            if !plain.contains(&one.place.node.id()) {
                self.finding(one, &found, &missing, &mut findings);
            }
        }
        findings.retain(|f| !tree.is_uncertain(f.span) || f.span.is_empty() && !inside_uncertain(tree, f.span));
        if findings.iter().any(|f| f.missing_key) && !tree.comments.is_empty() {
            let (unknown, mut others): (Vec<_>, Vec<_>) = findings.into_iter().partition(|f| f.unknown_key);
            let apart = |f: &SchemaFinding| !is_below_comment(tree, &others, f.span);
            let unknown: Vec<_> = unknown.into_iter().filter(apart).collect();
            others.extend(unknown);
            findings = others;
        }
        findings.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
        findings.dedup();
        one_cause(findings)
    }

    /// The refusals where keys without a value count as absent, and the unknown ones among these.
    fn all_refusals<'t>(&self, root: NodeRef<'t>) -> Vec<Found<'t>> {
        let (mut found, has_blank) = without_blank_keys(|| self.refusals(root));
        if has_blank {
            let unknown = |one: &Found<'_>| {
                matches!(one.error.kind(), Refusal::AdditionalProperties { .. } | Refusal::UnevaluatedProperties { .. })
            };
            found.extend(self.refusals(root).into_iter().filter(unknown));
        }
        found
    }

    pub(super) fn refusals<'t>(&self, root: NodeRef<'t>) -> Vec<Found<'t>> {
        let mut found = Vec::new();
        if self.validator.is_valid(root) {
            return found;
        }
        let mut children = Children::default();
        for error in self.validator.iter_errors(root) {
            self.flatten(root, error.to_owned(), &mut children, &mut found);
        }
        found
    }

    /// Adds an error to `found`; for one about `anyOf` or `oneOf` those of the branch that was meant.
    fn flatten<'t>(
        &self,
        root: NodeRef<'t>,
        error: ValidationError<'static>,
        children: &mut Children<'t>,
        found: &mut Vec<Found<'t>>,
    ) {
        let branches = match error.kind() {
            Refusal::AnyOf { context } | Refusal::OneOfNotValid { context } => Some(context),
            _ => None,
        };
        if branches.is_some() {
            let here = error.instance_path().segments().count();
            let parts = error.into_parts();
            let (Refusal::AnyOf { context } | Refusal::OneOfNotValid { context }) = parts.kind else { return };
            // The branch that fails deepest in the instance was meant; of several one without a wrong type or constant;
            // then the one with the fewest errors.
            let meant = context.into_iter().max_by_key(|branch| {
                let depth = |e: &ValidationError<'_>| e.instance_path().segments().count();
                // A constant of the entry says which branch it is of.
                let differs = |e: &ValidationError<'_>| {
                    let is_constant = match e.kind() {
                        Refusal::Constant { .. } => true,
                        Refusal::Enum { options } => options.as_array().is_some_and(|options| options.len() == 1),
                        _ => false,
                    };
                    is_constant && depth(e) == here + 1
                };
                let is_other = branch.iter().any(differs);
                let wrong_type =
                    branch.iter().any(|e| matches!(e.kind(), Refusal::Type { .. } | Refusal::Constant { .. }));
                let deepest = branch.iter().map(depth).min().unwrap_or(0);
                (!is_other, deepest, !wrong_type, std::cmp::Reverse(branch.len()))
            });
            for inner in meant.into_iter().flatten() {
                self.flatten(root, inner, children, found);
            }
            return;
        }
        let place = follow(root, &error, children);
        found.push(Found { place, error });
    }

    /// Whether the key of a place must stand.
    fn is_required(&self, place: &Place<'_>) -> bool {
        let Some((Some(key), parents)) = place.path.split_last() else { return false };
        let owner = self.shapes.at(parents.iter().copied());
        owner.is_some_and(|owner| owner.required.iter().any(|one| one == key))
    }

    pub(super) fn shape(&self, place: &Place<'_>) -> Option<&Shape> {
        self.shapes.at(place.path.iter().copied())
    }

    fn finding(&self, one: &Found<'_>, all: &[Found<'_>], missing: &Missing<'_>, findings: &mut Vec<SchemaFinding>) {
        let place = &one.place;
        let value = place.node.inner_span();
        let shape = self.shape(place);
        let name = wording::place_name(place.key.map(NodeRef::scalar_text), &place.path);
        match one.error.kind() {
            Refusal::AdditionalProperties { .. } | Refusal::UnevaluatedProperties { .. } => {}
            Refusal::Required { property } => {
                findings.extend(self.missing_key(one, property.as_str().unwrap_or_default(), missing));
            }
            Refusal::FalseSchema => {
                if sibling_refused(one, all) {
                    return;
                }
                let key = place.key.map_or(value, NodeRef::inner_span);
                let says = shape.and_then(|s| s.says.clone());
                let help = says.as_deref().and_then(|says| forms::stands_with(says, &name));
                let message = says.map_or_else(|| format!("{name} cannot stand here"), |s| format!("{name} {s}"));
                findings.push(SchemaFinding::new(key, message, help));
            }
            Refusal::Enum { .. } | Refusal::Constant { .. } => findings.push(other_value(place.node, shape, &name)),
            Refusal::UniqueItems => {
                for (span, text) in later_equals(place.node) {
                    let help = Some("remove one of the two".to_owned());
                    findings.push(SchemaFinding::new(span, format!("\"{text}\" stands twice in {name}"), help));
                }
            }
            Refusal::PropertyNames { error } => {
                let bad = error.instance().as_str().unwrap_or_default().to_owned();
                let span = place.node.entry(&bad).map_or(value, |(k, _)| k.inner_span());
                let says = shape.and_then(|shape| shape.key_says.clone());
                findings.push(SchemaFinding::new(span, format!("\"{bad}\" cannot be a key of {name}"), says));
            }
            Refusal::OneOfMultipleValid { context } => {
                let valid: Vec<bool> = context.iter().map(Vec::is_empty).collect();
                let (message, help) = forms::several_forms(shape, &valid, &name);
                findings.push(SchemaFinding::new(value, message, help));
            }
            kind => {
                let said = meant::value(kind, place.node, &name)
                    .or_else(|| forms::text(kind, shape, place.node, &name))
                    .or_else(|| self.form(kind, place, &name));
                findings.push(match said {
                    Some((message, help, fix)) => {
                        SchemaFinding { fix, ..SchemaFinding::new(value, message, Some(help)) }
                    }
                    None => {
                        let (message, help) = wording::refusal(kind, place.node, shape, &name, self.is_required(place));
                        SchemaFinding::new(value, message, help)
                    }
                });
            }
        }
    }
}

/// A value that is none of those that may stand there.
fn other_value(node: NodeRef<'_>, shape: Option<&Shape>, name: &str) -> SchemaFinding {
    let values = shape.map_or(&[][..], |shape| &shape.values);
    let all = node.scalar_text().trim_matches([' ', '\t', '\r', '\n']);
    let (written, bare) = (wording::quoted(all), all.trim());
    // Of hundreds nobody knows which was meant, and each wrong value would be compared with all.
    let few = if values.len() <= MOST_VALUES { values } else { &[] };
    let meant = nearest(bare, few.iter().map(String::as_str)).or_else(|| begun(bare, few));
    let meant = meant.filter(|meant| *meant != node.scalar_text());
    let message = match (node.is_blank(), meant) {
        (true, _) => format!("{name} is empty"),
        (false, Some(meant)) => format!("{name} cannot be {written}; did you mean \"{meant}\"?"),
        (false, None) if bare.is_empty() => format!("{name} must be one word"),
        (false, None) => format!("{name} cannot be {written}"),
    };
    let span = node.inner_span();
    let fix = meant.map(|m| SchemaFix::replace(span, m));
    SchemaFinding { fix, ..SchemaFinding::new(span, message, Some(wording::one_of(values))) }
}

/// The only one of some values that begins with a word of three letters or more: `warn` for `warning`.
fn begun<'v>(word: &str, values: &'v [String]) -> Option<&'v str> {
    let mut begun = values.iter().filter(|value| word.chars().count() > 2 && value.starts_with(word));
    begun.next().map(String::as_str).filter(|_| begun.next().is_none())
}

/// Whether a sibling of a refused key fails its `enum`: the key may be allowed once that is corrected.
fn sibling_refused(one: &Found<'_>, all: &[Found<'_>]) -> bool {
    let Some((_, parent)) = one.place.path.split_last() else { return false };
    all.iter().any(|other| {
        let beside = other.place.path.split_last().is_some_and(|(_, p)| p == parent);
        beside && matches!(other.error.kind(), Refusal::Enum { .. })
    })
}

fn inside_uncertain(tree: &Tree, span: Span) -> bool {
    tree.uncertain.iter().any(|u| u.start <= span.start && span.end <= u.end)
}

/// The scalars in a sequence that equal an earlier one.
fn later_equals(list: NodeRef<'_>) -> Vec<(Span, &str)> {
    let mut seen = FxHashSet::default();
    let scalars = list.items().filter(|item| !matches!(item.kind(), Kind::Mapping | Kind::Sequence));
    let later = scalars.filter(|item| !seen.insert(item.scalar_text().trim()));
    later.map(|item| (item.inner_span(), item.scalar_text().trim())).collect()
}

/// Keeps the first finding at each span; those of missing keys are kept beside it.
fn one_cause(findings: Vec<SchemaFinding>) -> Vec<SchemaFinding> {
    let mut kept: Vec<SchemaFinding> = Vec::new();
    for finding in findings {
        // The findings are sorted by span.
        let mut here = kept.iter().rev().take_while(|other| other.span == finding.span);
        if !here.any(|other| !other.missing_key && !finding.missing_key) {
            kept.push(finding);
        }
    }
    kept
}
