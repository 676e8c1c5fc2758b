//! Workspace symbols: roles and terms of all files by a few letters of their names.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::fuzzy::{Pattern, Scratch};
use super::{Analysis, Location};
use crate::content::{KindId, Name};
use crate::schema::Label;
use crate::text::Span;
use crate::workspace::{DefId, LabelText, Workspace};

/// A role or term that fits a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// The name or alias that fits.
    pub name: Name,
    /// What kind of thing it is: 0 is a role.
    pub kind: KindId,
    /// What it is: the kind, which a client shows beside the path; for an alias the name.
    pub container: String,
    /// Where the name or alias stands.
    pub location: Location,
}

/// The roles and terms whose name or alias fits a query, best first, at most `limit`. Each is given once, by the label
/// that fits best.
#[must_use]
pub fn workspace_symbols(view: Analysis<'_>, query: &str, limit: usize) -> Vec<WorkspaceSymbol> {
    let workspace = view.workspace;
    let pattern = Pattern::new(query);
    let mut scratch = Scratch::default();
    let mut best: FxHashMap<DefId, (i32, KindId, LabelText<'_>)> = FxHashMap::default();
    for kind in workspace.config().kind_ids() {
        let labels = workspace.index().kind(kind).with(pattern.letters()).filter(|l| l.label != Label::Avoid);
        for label in labels {
            // What is foreseen and defined by now is given where it is defined.
            if is_defined_elsewhere(workspace, kind, label.def) {
                continue;
            }
            let Some(score) = pattern.score_with(label.text, &mut scratch) else { continue };
            let found = best.entry(label.def).or_insert((score, kind, label));
            // A name before an alias that fits as well; of aliases the first of the alphabet.
            let rank = |score: i32, label: &LabelText<'_>| (score, Reverse((label.label, label.text.to_owned())));
            if rank(score, &label) > rank(found.0, &found.2) {
                *found = (score, kind, label);
            }
        }
    }
    let mut found: Vec<_> = best.into_values().collect();
    let order = |a: &(i32, KindId, LabelText<'_>), b: &(i32, KindId, LabelText<'_>)| {
        let by_score = b.0.cmp(&a.0).then_with(|| a.2.text.len().cmp(&b.2.text.len()));
        let by_name = by_score.then_with(|| a.2.text.cmp(b.2.text)).then_with(|| a.1.cmp(&b.1));
        by_name.then_with(|| workspace.order(a.2.def, b.2.def))
    };
    if limit < found.len() && limit > 0 {
        found.select_nth_unstable_by(limit - 1, order);
    }
    found.truncate(limit);
    found.sort_unstable_by(order);
    found.into_iter().map(|(_, kind, label)| symbol(workspace, kind, label)).collect()
}

fn is_defined_elsewhere(workspace: &Workspace, kind: KindId, def: DefId) -> bool {
    let planned = workspace.definition(def).filter(|definition| definition.is_planned());
    planned.is_some_and(|definition| {
        let names = definition.labels.iter().filter(|label| label.label == Label::Planned);
        names.into_iter().any(|label| workspace.resolve(kind, &label.at.name).is_some_and(|found| found.def != def))
    })
}

fn symbol(workspace: &Workspace, kind: KindId, label: LabelText<'_>) -> WorkspaceSymbol {
    let entry = workspace.file(label.def.file);
    // What is only remembered of a broken file has no place in it.
    let written = entry.facts.definitions.get(label.def.position as usize);
    let at = written.and_then(|d| d.labels.iter().find(|l| l.label == label.label && *l.at.name == *label.text));
    let container = match label.label {
        Label::Name => workspace.config().kinds[kind.index()].clone(),
        _ => workspace.name_of(label.def).to_string(),
    };
    let location = Location { path: entry.path.clone(), span: at.map_or(Span::default(), |l| l.at.span) };
    WorkspaceSymbol { name: workspace.intern(label.text), kind, container, location }
}
