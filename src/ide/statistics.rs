//! A workspace in numbers: how far its pages are, what its terms are used for, how its roles hang together.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::uses::uses_in;
use crate::content::{KindId, Status};
use crate::rules::{RULES, check_file};
use crate::workspace::{DefId, FileId, Workspace, map_all};

/// A workspace in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// How many roles have each status.
    pub roles: RolesByStatus,
    /// How many roles, and things of each other kind, have a summary.
    pub summaries: Vec<Coverage>,
    /// How many of the roles with a comparison table fill each column in their own row.
    pub columns: Vec<Coverage>,
    /// Kinds of terms, in the order of the settings.
    pub terms: Vec<TermsOfKind>,
    /// Published roles that no other role lists, by name.
    pub orphans: Vec<String>,
    /// Groups of roles that no link joins to the others, without the largest one; the largest of these first.
    pub islands: Vec<Vec<String>>,
    /// Published roles by how long ago they were reviewed.
    pub reviews: Reviews,
}

/// How many roles have each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RolesByStatus {
    /// Shown to readers.
    pub published: usize,
    /// Not yet.
    pub draft: usize,
    /// No more.
    pub retired: usize,
}

/// How many of several have something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// A kind, or a column.
    pub name: String,
    /// So many have it.
    pub have: usize,
    /// Of so many.
    pub of: usize,
}

/// The terms of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TermsOfKind {
    /// The kind.
    pub kind: String,
    /// The terms with how often they are named outside their own entries, the most used first.
    pub terms: Vec<TermUse>,
}

/// A term and how often it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TermUse {
    /// Its name.
    pub name: String,
    /// How often it is named outside its own entry.
    pub uses: usize,
    /// In so many files.
    pub files: usize,
}

/// How long ago pages were reviewed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reviews {
    /// The limit of the settings, in days.
    pub limit: i64,
    /// Reviewed within the limit.
    pub fresh: usize,
    /// Pages that were reviewed longer ago, the longest first.
    pub stale: Vec<StalePage>,
    /// Never reviewed, or on a day that cannot be read.
    pub never: usize,
}

/// A page that was reviewed too long ago.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StalePage {
    /// Its role.
    pub name: String,
    /// So many days ago.
    pub days: i32,
}

/// Counts a workspace. `today` is what reviews count from.
#[must_use]
pub fn statistics(workspace: &Workspace, today: jiff::civil::Date) -> Statistics {
    let files: Vec<FileId> = workspace.sorted();
    let used = used(workspace, &files);
    Statistics {
        roles: by_status(workspace),
        summaries: summaries(workspace),
        columns: columns(workspace),
        terms: terms(workspace, &used.by_definition),
        orphans: orphans(workspace, &files, today),
        islands: islands(workspace, &used.links),
        reviews: reviews(workspace, today),
    }
}

/// The roles, with the facts of their files.
fn roles(workspace: &Workspace) -> impl Iterator<Item = (DefId, &crate::content::FileFacts, Status)> {
    workspace.files().filter_map(|(id, entry)| {
        let role = entry.facts.role.as_ref()?;
        entry.facts.role_definition()?;
        Some((DefId::role(id), &*entry.facts, role.status))
    })
}

fn by_status(workspace: &Workspace) -> RolesByStatus {
    let mut counts = RolesByStatus::default();
    for (.., status) in roles(workspace) {
        match status {
            Status::Published => counts.published += 1,
            Status::Draft => counts.draft += 1,
            Status::Retired => counts.retired += 1,
        }
    }
    counts
}

fn summaries(workspace: &Workspace) -> Vec<Coverage> {
    let config = workspace.config();
    let mut all = vec![Coverage { name: config.word(KindId::ROLE).to_owned(), ..Coverage::default() }];
    for (_, facts, _) in roles(workspace) {
        let role = facts.role.as_ref();
        all[0].of += 1;
        all[0].have += usize::from(role.is_some_and(|role| role.summary.is_some()));
    }
    for kind in config.kind_ids().filter(|kind| !kind.is_role()) {
        let mut coverage = Coverage { name: config.word(kind).to_owned(), ..Coverage::default() };
        for (_, entry) in workspace.files() {
            for (position, definition) in (0..).zip(&entry.facts.definitions) {
                if definition.kind == kind {
                    coverage.of += 1;
                    coverage.have += usize::from(!entry.facts.undescribed.contains(&position));
                }
            }
        }
        all.push(coverage);
    }
    all.retain(|coverage| coverage.of > 0);
    all
}

fn columns(workspace: &Workspace) -> Vec<Coverage> {
    let rows: Vec<_> = roles(workspace).filter_map(|(_, facts, _)| facts.own_row()).collect();
    let of = rows.len();
    let coverage = |column: &crate::workspace::Column| {
        let fills =
            |row: &&&crate::content::Row| row.cells.iter().any(|cell| *cell.column.name == *column.name && !cell.empty);
        Coverage { name: column.name.clone(), have: rows.iter().filter(fills).count(), of }
    };
    workspace.config().columns.iter().map(coverage).collect()
}

/// What files name.
struct Used {
    /// Of each thing, how often it is named outside its own entry, and in how many files.
    by_definition: FxHashMap<DefId, (usize, usize)>,
    /// The roles that a role's file names.
    links: Vec<(DefId, DefId)>,
}

fn used(workspace: &Workspace, files: &[FileId]) -> Used {
    let of_files = map_all(files, |id| {
        let uses = uses_in(workspace, *id).into_iter().filter(|one| !one.is_definition());
        uses.filter_map(|one| one.def()).map(|def| first_part(workspace, def)).collect::<Vec<DefId>>()
    });
    let mut used = Used { by_definition: FxHashMap::default(), links: Vec::new() };
    for (id, mut named) in files.iter().zip(of_files) {
        named.sort_unstable_by_key(|def| (def.file.0, def.position));
        for same in named.chunk_by(|a, b| a == b) {
            let Some(def) = same.first() else { continue };
            let (uses, files) = used.by_definition.entry(*def).or_default();
            *uses += same.len();
            *files += 1;
            let own = DefId::role(*id);
            let is_role = |def: DefId| workspace.definition(def).is_some_and(|one| one.kind.is_role());
            if *def != own && is_role(*def) && is_role(own) && workspace.file(*id).facts.role.is_some() {
                used.links.push((own, *def));
            }
        }
    }
    used
}

/// Of a thing that several definitions make up, the one that stands for it.
fn first_part(workspace: &Workspace, def: DefId) -> DefId {
    workspace.parts_of(def).first().copied().unwrap_or(def)
}

fn terms(workspace: &Workspace, used: &FxHashMap<DefId, (usize, usize)>) -> Vec<TermsOfKind> {
    let config = workspace.config();
    let mut all: BTreeMap<KindId, Vec<TermUse>> = BTreeMap::new();
    for (file, entry) in workspace.files() {
        for (position, definition) in (0..).zip(&entry.facts.definitions) {
            let def = DefId { file, position };
            if definition.kind.is_role() || first_part(workspace, def) != def {
                continue;
            }
            let (uses, files) = used.get(&def).copied().unwrap_or_default();
            all.entry(definition.kind).or_default().push(TermUse {
                name: workspace.name_of(def).to_string(),
                uses,
                files,
            });
        }
    }
    let mut kinds = Vec::new();
    for (kind, mut terms) in all {
        terms.sort_by(|a, b| (b.uses, &a.name).cmp(&(a.uses, &b.name)));
        kinds.push(TermsOfKind { kind: config.word(kind).to_owned(), terms });
    }
    kinds
}

/// The rule that finds roles that no other one lists.
const ORPHAN: &str = "orphan-role";

fn orphans(workspace: &Workspace, files: &[FileId], today: jiff::civil::Date) -> Vec<String> {
    debug_assert!(RULES.iter().any(|rule| rule.code == ORPHAN));
    let is_orphan = |id: &FileId| check_file(workspace, *id, today).iter().any(|found| found.code == ORPHAN);
    let mut names: Vec<String> = map_all(files, |id| {
        let has_role = workspace.file(*id).facts.role.is_some();
        (has_role && is_orphan(id)).then(|| workspace.name_of(DefId::role(*id)).to_string())
    })
    .into_iter()
    .flatten()
    .collect();
    names.sort();
    names
}

/// The groups of roles that links join, in whichever direction, without the largest one that has several.
fn islands(workspace: &Workspace, links: &[(DefId, DefId)]) -> Vec<Vec<String>> {
    let all: Vec<DefId> =
        roles(workspace).filter(|(.., status)| *status != Status::Retired).map(|(def, ..)| def).collect();
    let numbers: FxHashMap<DefId, usize> = all.iter().copied().zip(0..).collect();
    let mut leaders: Vec<usize> = (0..all.len()).collect();
    for (from, to) in links {
        if let (Some(from), Some(to)) = (numbers.get(from), numbers.get(to)) {
            let (from, to) = (leader(&mut leaders, *from), leader(&mut leaders, *to));
            leaders[from] = to;
        }
    }
    let mut groups: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (number, def) in all.iter().enumerate() {
        groups.entry(leader(&mut leaders, number)).or_default().push(workspace.name_of(*def).to_string());
    }
    let mut groups: Vec<Vec<String>> = groups.into_values().collect();
    groups.iter_mut().for_each(|names| names.sort());
    groups.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    // Where nothing is joined to anything, all are islands.
    let main = groups.first().is_some_and(|names| names.len() > 1);
    groups.split_off(usize::from(main))
}

/// Disjoint sets with path halving: the representative of a set.
fn leader(leaders: &mut [usize], mut at: usize) -> usize {
    while leaders[at] != at {
        leaders[at] = leaders[leaders[at]];
        at = leaders[at];
    }
    at
}

fn reviews(workspace: &Workspace, today: jiff::civil::Date) -> Reviews {
    let limit = workspace.config().stale_after_days;
    let mut reviews = Reviews { limit, ..Reviews::default() };
    for (def, facts, status) in roles(workspace) {
        if status != Status::Published {
            continue;
        }
        let reviewed = facts.role.as_ref().and_then(|role| role.reviewed.as_ref());
        let day = reviewed.and_then(|reviewed| reviewed.name.parse::<jiff::civil::Date>().ok());
        match day.map(|day| (today - day).get_days()) {
            None => reviews.never += 1,
            Some(age) if i64::from(age) > limit => {
                reviews.stale.push(StalePage { name: workspace.name_of(def).to_string(), days: age })
            }
            Some(_) => reviews.fresh += 1,
        }
    }
    reviews.stale.sort_by(|a, b| (b.days, &a.name).cmp(&(a.days, &b.name)));
    reviews
}
