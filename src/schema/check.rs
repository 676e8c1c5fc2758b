//! [`Schema::check`]: validates a tree; the errors get the author's words and a span.
//!
//! One cause gives one finding: of the branches of `anyOf` and `oneOf` only the one that was meant is reported, an
//! unknown key that is a misspelling of a missing one is reported for both, and of several errors at one span the first
//! is kept.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Refusal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::budget::within;
use super::compile::Schema;
use super::distance::nearest;
use super::finding::{SchemaFinding, SchemaFix};
use super::forms;
use super::meant;
use super::near::{meant_key, synonym};
use super::node::without_blank_keys;
use super::place::{Children, Found, Place, follow};
use super::shape::Shape;
use super::wording;
use crate::syntax::{Kind, NodeRef, Tree};
use crate::text::Span;

/// What is said of a file that would take too many steps.
/// So many refusals of a file are put into words: a few more than a rule tells.
const MOST_REFUSALS: usize = 5_500;
/// So many times unknown keys of a mapping are compared with known ones; those behind get no suggestion.
const MOST_COMPARED: usize = 100_000;

/// The finding for a file that exhausts the step budget.
fn too_much() -> SchemaFinding {
    SchemaFinding {
        span: Span::empty(0),
        message: "this file is not checked against the workspace's schema: it would take too many steps".to_owned(),
        help: Some(
            "alternatives that lead back to themselves multiply with every level: simplify the schema".to_owned(),
        ),
        missing_key: false,
        unknown_key: false,
        fix: None,
    }
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
        let mut joined: FxHashSet<(u32, String)> = FxHashSet::default();
        for one in &found {
            self.unknown_keys(one, &found, noun, &mut findings, &mut joined);
        }
        let plain = self.plain_names(&found, &mut findings);
        for one in &found {
            if !plain.contains(&one.place.node.id()) {
                self.finding(one, &found, noun, &joined, &mut findings);
            }
        }
        findings.retain(|f| !tree.is_uncertain(f.span) || f.span.is_empty() && !inside_uncertain(tree, f.span));
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

    /// Whether the schema has a null for the value of a key.
    fn may_be_null(&self, shape: &Shape, key: &str) -> bool {
        let value = self.shapes.property(shape, key).map(|id| self.shapes.get(id));
        value.is_some_and(|value| value.types.iter().any(|one| one == "null"))
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

    /// Reports keys that the schema does not know. `joined` gets the missing keys, each with its mapping, that
    /// misspelled ones stand for.
    fn unknown_keys(
        &self,
        one: &Found<'_>,
        all: &[Found<'_>],
        noun: &str,
        findings: &mut Vec<SchemaFinding>,
        joined: &mut FxHashSet<(u32, String)>,
    ) {
        let (Refusal::AdditionalProperties { unexpected } | Refusal::UnevaluatedProperties { unexpected }) =
            one.error.kind()
        else {
            return;
        };
        let Some(shape) = self.shape(&one.place) else { return };
        let thing = wording::thing(shape, one.place.key.map(NodeRef::scalar_text), one.place.path.is_empty(), noun);
        let known: Vec<&str> = shape.properties.iter().map(|(key, _)| key.as_str()).collect();
        let mut compared = 0;
        let id = one.place.node.id();
        let here = all[all.partition_point(|other| other.place.node.id() < id)..].iter();
        let here = here.take_while(|other| other.place.node.id() == id);
        let missing: Vec<&str> = here.filter_map(|other| required(&other.error)).collect();
        let mut entries: FxHashMap<&str, NodeRef<'_>> = FxHashMap::default();
        for (key, _) in one.place.node.entries() {
            entries.entry(key.scalar_text()).or_insert(key);
        }
        for key in unexpected {
            // A key of a branch that fails elsewhere is known all the same.
            if shape.known(key).is_some() || key.starts_with("x-") {
                continue;
            }
            if findings.len() > MOST_REFUSALS {
                return;
            }
            compared += known.len() + missing.len();
            let Some(node) = entries.get(key.as_str()) else { continue };
            let span = node.inner_span();
            if let Some((message, help, fix)) = meant::comment(*node) {
                let help = Some(help);
                findings.push(SchemaFinding { span, message, help, missing_key: false, unknown_key: true, fix });
                continue;
            }
            let absent = |k: &&str| !entries.contains_key(k);
            let meant = (compared < MOST_COMPARED).then(|| {
                nearest(key, missing.iter().copied())
                    .or_else(|| nearest(key, known.iter().copied().filter(absent)))
                    .or_else(|| synonym(shape, one.place.node, key))
            });
            let own = forms::own_key(key);
            let meant = meant.flatten().or(own.as_deref());
            let stands_for = meant.filter(|m| missing.contains(m));
            let written = wording::quoted(key);
            let message = match meant {
                Some(meant) if stands_for.is_some() => {
                    format!("{written} is not a key of {thing}; did you mean \"{meant}\"? (which is missing)")
                }
                Some(meant) => format!("{written} is not a key of {thing}; did you mean \"{meant}\"?"),
                None => format!("{written} is not a key of {thing}"),
            };
            let help = if meant.is_some() { None } else { Some(wording::known_keys(&known, key)) };
            if let Some(key) = stands_for {
                joined.insert((one.place.node.id(), key.to_owned()));
            }
            findings.push(SchemaFinding {
                span,
                message,
                help,
                missing_key: false,
                unknown_key: true,
                fix: meant.map(|m| SchemaFix::replace(span, m)),
            });
        }
    }

    fn finding(
        &self,
        one: &Found<'_>,
        all: &[Found<'_>],
        noun: &str,
        joined: &FxHashSet<(u32, String)>,
        findings: &mut Vec<SchemaFinding>,
    ) {
        let place = &one.place;
        let value = place.node.inner_span();
        let shape = self.shape(place);
        let name = wording::place_name(place.key.map(NodeRef::scalar_text), &place.path);
        let plain = |span, message, help| SchemaFinding {
            span,
            message,
            help,
            missing_key: false,
            unknown_key: false,
            fix: None,
        };
        match one.error.kind() {
            Refusal::AdditionalProperties { .. } | Refusal::UnevaluatedProperties { .. } => {}
            Refusal::Required { property } => {
                let key = property.as_str().unwrap_or_default();
                if joined.contains(&(place.node.id(), key.to_owned())) || tree_hides(place.node) {
                    return;
                }
                let owner = place.key.map(NodeRef::scalar_text);
                let thing =
                    shape.map_or_else(|| noun.to_owned(), |s| wording::thing(s, owner, place.path.is_empty(), noun));
                if let Some(node) = shape.and_then(|s| misspelled(s, place.node, key)) {
                    let written = wording::quoted(node.scalar_text());
                    let message =
                        format!("{written} is not a key of {thing}; did you mean \"{key}\"? (which is missing)");
                    let span = node.inner_span();
                    let fix = Some(SchemaFix::replace(span, key));
                    findings.push(SchemaFinding {
                        span,
                        message,
                        help: None,
                        missing_key: false,
                        unknown_key: false,
                        fix,
                    });
                    return;
                }
                let needs = shape.and_then(|s| depends_on(&one.error, s, place.node, key));
                let blank = place.node.get(key).filter(|value| value.kind() == Kind::Null);
                if blank.is_some() && shape.is_some_and(|s| self.may_be_null(s, key)) {
                    return;
                }
                let span = match (blank, needs) {
                    (Some(blank), _) => blank.inner_span(),
                    (None, Some(key)) => place.node.entry(key).map_or(value, |(k, _)| k.inner_span()),
                    (None, None) => missing_key_span(place),
                };
                let is = if blank.is_some() { "empty" } else { "missing" };
                let message = match needs {
                    Some(other) => format!("\"{key}\" is {is}: {thing} with \"{other}\" has it as well"),
                    None => format!("\"{key}\" is {is}: {thing} must have it"),
                };
                let about = shape
                    .and_then(|s| self.shapes.property(s, key))
                    .and_then(|id| self.shapes.get(id).description.as_deref())
                    .map(wording::first_sentence);
                let verb = if blank.is_some() { "fill in" } else { "add" };
                let help =
                    Some(about.map_or_else(|| format!("{verb} \"{key}:\""), |a| format!("{verb} \"{key}:\" ({a})")));
                findings.push(SchemaFinding { span, message, help, missing_key: true, unknown_key: false, fix: None });
            }
            Refusal::FalseSchema => {
                if sibling_refused(one, all) {
                    return;
                }
                let key = place.key.map_or(value, NodeRef::inner_span);
                let says = shape.and_then(|s| s.says.clone());
                let help = says.as_deref().and_then(|says| forms::stands_with(says, &name));
                let message = says.map_or_else(|| format!("{name} cannot stand here"), |s| format!("{name} {s}"));
                findings.push(plain(key, message, help));
            }
            Refusal::Enum { .. } | Refusal::Constant { .. } => {
                let values: Vec<&str> = shape.map_or(Vec::new(), |s| s.values.iter().map(String::as_str).collect());
                let all = place.node.scalar_text().trim_matches([' ', '\t', '\r', '\n']);
                let (written, bare) = (wording::quoted(all), all.trim());
                let meant = nearest(bare, values.iter().copied()).or_else(|| begun(bare, &values));
                let meant = meant.filter(|meant| *meant != place.node.scalar_text());
                let message = match (place.node.is_blank(), meant) {
                    (true, _) => format!("{name} is empty"),
                    (false, Some(meant)) => format!("{name} cannot be {written}; did you mean \"{meant}\"?"),
                    (false, None) if bare.is_empty() => format!("{name} must be one word"),
                    (false, None) => format!("{name} cannot be {written}"),
                };
                let fix = meant.map(|m| SchemaFix::replace(value, m));
                let help = Some(wording::one_of(&values));
                findings.push(SchemaFinding {
                    span: value,
                    message,
                    help,
                    missing_key: false,
                    unknown_key: false,
                    fix,
                });
            }
            Refusal::UniqueItems => {
                for (span, text) in later_equals(place.node) {
                    let help = Some("remove one of the two".to_owned());
                    findings.push(plain(span, format!("\"{text}\" stands twice in {name}"), help));
                }
            }
            Refusal::PropertyNames { error } => {
                let bad = error.instance().as_str().unwrap_or_default().to_owned();
                let span = place.node.entry(&bad).map_or(value, |(k, _)| k.inner_span());
                let says = shape.and_then(|shape| shape.key_says.clone());
                findings.push(plain(span, format!("\"{bad}\" cannot be a key of {name}"), says));
            }
            Refusal::OneOfMultipleValid { context } => {
                let valid: Vec<bool> = context.iter().map(Vec::is_empty).collect();
                let (message, help) = forms::several_forms(shape, &valid, &name);
                findings.push(plain(value, message, help));
            }
            kind => {
                let said = meant::value(kind, place.node, &name)
                    .or_else(|| forms::text(kind, shape, place.node, &name))
                    .or_else(|| self.form(kind, place, &name));
                let finding = match said {
                    Some((message, help, fix)) => SchemaFinding { fix, ..plain(value, message, Some(help)) },
                    None => {
                        let (message, help) = wording::refusal(kind, place.node, shape, &name, self.is_required(place));
                        plain(value, message, help)
                    }
                };
                findings.push(finding);
            }
        }
    }
}

/// The only one of some values that begins with a word of three letters or more: `warn` for `warning`.
fn begun<'v>(word: &str, values: &[&'v str]) -> Option<&'v str> {
    let mut begun = values.iter().filter(|value| word.chars().count() > 2 && value.starts_with(word));
    begun.next().copied().filter(|_| begun.next().is_none())
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

/// Whether a sibling of a refused key fails its `enum`: the key may be allowed once that is corrected.
fn sibling_refused(one: &Found<'_>, all: &[Found<'_>]) -> bool {
    let Some((_, parent)) = one.place.path.split_last() else { return false };
    all.iter().any(|other| {
        let beside = other.place.path.split_last().is_some_and(|(_, p)| p == parent);
        beside && matches!(other.error.kind(), Refusal::Enum { .. })
    })
}

/// Whether the mapping or the line after it touches an uncertain region: a missing key may be there.
fn tree_hides(node: NodeRef<'_>) -> bool {
    node.tree().is_uncertain(node.span().to_next_line())
}

fn inside_uncertain(tree: &Tree, span: Span) -> bool {
    tree.uncertain.iter().any(|u| u.start <= span.start && span.end <= u.end)
}

fn required<'e>(error: &'e ValidationError<'static>) -> Option<&'e str> {
    match error.kind() {
        Refusal::Required { property } => property.as_str(),
        _ => None,
    }
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
