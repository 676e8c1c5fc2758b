//! "Did you mean": the known name nearest to an unknown one.
//!
//! The search is dear (every known name is a candidate), so it runs once for each distinct unknown name, over candidates
//! that length and letters leave.

use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use super::{DefId, Workspace};
use crate::content::{KindId, Name, fold};
use crate::schema::{Distance, Label};

/// The known name that is nearest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What to write.
    pub name: Name,
    /// What it means.
    pub def: DefId,
}

/// One known label, prepared for the search.
#[derive(Debug)]
struct Candidate {
    folded: Vec<char>,
    name: Name,
    def: DefId,
}

/// The labels of one kind by length.
#[derive(Debug, Default)]
struct Candidates {
    /// By number of characters: letters that occur, and the candidate.
    by_length: Vec<Vec<(u64, u32)>>,
    all: Vec<Candidate>,
}

/// Suggestions with their caches. Forget them when names change.
#[derive(Debug, Default)]
pub(super) struct Suggester {
    kinds: Vec<Cache>,
}

#[derive(Debug, Default)]
struct Cache {
    candidates: OnceLock<Candidates>,
    answers: Mutex<FxHashMap<Name, Option<Suggestion>>>,
}

impl Suggester {
    pub fn new(kinds: usize) -> Self {
        Self { kinds: (0..kinds).map(|_| Cache::default()).collect() }
    }

    /// Forgets what is known of a kind's names.
    pub fn forget(&mut self, kind: KindId) {
        self.kinds[usize::from(kind)] = Cache::default();
    }

    pub fn suggest(&self, kind: KindId, name: &Name, workspace: &Workspace) -> Option<Suggestion> {
        let cache = &self.kinds[usize::from(kind)];
        let answers = || cache.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = answers().get(name) {
            return answer.clone();
        }
        let answer = cache.candidates.get_or_init(|| Candidates::of(workspace, kind)).nearest(name);
        answers().insert(name.clone(), answer.clone());
        answer
    }
}

/// A set of letters: one bit for each of `a` to `z` and the digits, the rest share the others.
fn letters(folded: &[char]) -> u64 {
    folded.iter().fold(0, |set, c| {
        let bit = match c {
            'a'..='z' => *c as u32 - 'a' as u32,
            '0'..='9' => 26 + (*c as u32 - '0' as u32),
            c => 36 + *c as u32 % 28,
        };
        set | 1 << bit
    })
}

impl Candidates {
    fn of(workspace: &Workspace, kind: KindId) -> Self {
        let mut labels: Vec<_> = workspace.index().kind(kind).all().collect();
        labels.sort_by(|a, b| (&a.name, a.label).cmp(&(&b.name, b.label)).then_with(|| workspace.order(a.def, b.def)));
        labels.dedup_by(|a, b| a.name == b.name);
        let mut candidates = Self::default();
        for label in labels {
            // A spelling to avoid is no suggestion: its name is.
            let name = if label.label == Label::Avoid { workspace.name_of(label.def) } else { label.name.clone() };
            let folded: Vec<char> = fold(&label.name).chars().collect();
            let length = folded.len();
            if candidates.by_length.len() <= length {
                candidates.by_length.resize_with(length + 1, Vec::new);
            }
            let at = u32::try_from(candidates.all.len()).unwrap_or(u32::MAX);
            candidates.by_length[length].push((letters(&folded), at));
            candidates.all.push(Candidate { folded, name, def: label.def });
        }
        candidates
    }

    fn nearest(&self, name: &str) -> Option<Suggestion> {
        let wanted: Vec<char> = fold(name).chars().collect();
        let set = letters(&wanted);
        let reach = Distance::largest(wanted.len() + 3);
        let lengths = wanted.len().saturating_sub(reach)..=wanted.len() + reach;
        let mut best: Option<(usize, &Candidate)> = None;
        for (length, bucket) in lengths.clone().filter_map(|l| Some((l, self.by_length.get(l)?))) {
            for (letters, at) in bucket {
                let limit = best.map_or(Distance::largest(wanted.len().max(length)), |(d, _)| d);
                // Each change adds or removes at most one letter on each side.
                let missing = (set & !letters).count_ones().max((letters & !set).count_ones());
                if missing as usize > limit || length.abs_diff(wanted.len()) > limit {
                    continue;
                }
                let candidate = &self.all[*at as usize];
                let (a, b) = without_common_ends(&wanted, &candidate.folded);
                let distance = if a.is_empty() || b.is_empty() {
                    a.len().max(b.len())
                } else {
                    strsim::generic_damerau_levenshtein(a, b)
                };
                let better = best.is_none_or(|(d, c)| (distance, &candidate.name) < (d, &c.name));
                if distance <= limit && better {
                    best = Some((distance, candidate));
                }
            }
        }
        best.map(|(_, c)| Suggestion { name: c.name.clone(), def: c.def })
    }
}

/// Two words without what they begin and end with alike: it does not change their distance.
fn without_common_ends<'a>(a: &'a [char], b: &'a [char]) -> (&'a [char], &'a [char]) {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (&a[..a.len() - end], &b[..b.len() - end])
}
