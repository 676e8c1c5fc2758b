//! Trying fixes together, and finding out which of them do harm.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Harm;
use super::state::{Changed, State};
use super::units::Unit;
use crate::edit::Edit;
use crate::rules::Diagnostic;
use crate::text::{Draft, Span, TextEdit};
use crate::workspace::{Change, Severity, Sources};

/// How often fixes are tried in one round; what has not been settled then is refused.
const TRIES: usize = 400;

/// Applies as many of these fixes as do no harm, and refuses the others. Returns the files that were checked again.
pub fn settle(state: &mut State<'_, '_>, units: Vec<Unit>) -> FxHashSet<Arc<str>> {
    let mut checked = FxHashSet::default();
    let mut shifts = Shifts::default();
    let mut groups = vec![units];
    let mut tries = 0;
    while let Some(group) = groups.pop() {
        if group.is_empty() {
            continue;
        }
        tries += 1;
        if tries > TRIES || state.effort.is_spent() || tries > 1 && state.effort.is_tiring() {
            state.refused.extend(group);
            continue;
        }
        let tried = attempt(state, &shifts, &group);
        state.effort.begin();
        match tried {
            Ok((done, findings)) => {
                group.iter().for_each(|unit| shifts.add(unit));
                checked.extend(findings.keys().cloned());
                checked.extend(done.gone.iter().map(|path| Arc::from(path.as_str())));
                state.keep(group, done.files, &done.gone, findings);
            }
            Err(bad) if group.len() == 1 => {
                let harm: Vec<_> = bad.into_iter().collect();
                state.refused.extend(group.into_iter().map(|unit| unit.refused(harm.clone())));
            }
            Err(bad) => {
                let (refused, parts) = blame(group, &bad);
                state.refused.extend(refused);
                groups.extend(parts);
            }
        }
    }
    checked
}

/// Splits fixes that do harm together, which shows in the files `bad`: those that are to blame for certain, and the
/// others in groups to be tried, as a stack (the first to be tried comes last).
fn blame(group: Vec<Unit>, bad: &Bad) -> (Vec<Unit>, Vec<Vec<Unit>>) {
    let mut suspects: FxHashMap<&str, Vec<usize>> = bad.keys().map(|path| (&**path, Vec::new())).collect();
    for (at, unit) in group.iter().enumerate() {
        let mut files: Vec<&str> = unit.files().chain(unit.findings.iter().map(|d| &*d.path)).collect();
        files.sort_unstable();
        files.dedup();
        for path in files {
            if let Some(list) = suspects.get_mut(path) {
                list.push(at);
            }
        }
    }
    // The only fix in a bad file is to blame; of several, the later half is tried after the others.
    let mut sure: FxHashMap<usize, Vec<(Arc<str>, Harm)>> = FxHashMap::default();
    let (mut later, mut suspected) = (FxHashSet::default(), FxHashSet::<usize>::default());
    for (path, list) in &suspects {
        match list.as_slice() {
            [one] => {
                let harm = bad.get_key_value(*path).map(|(path, harm)| (path.clone(), harm.clone()));
                sure.entry(*one).or_default().extend(harm);
            }
            list => later.extend(list[list.len() / 2..].iter().copied()),
        }
        suspected.extend(list);
    }
    if suspected.is_empty() {
        // The harm shows in a file that none of them touches: halve them all.
        later.extend(group.len() / 2..group.len());
        suspected.extend(0..group.len());
    }
    let mut refused = Vec::new();
    let (mut first, mut second, mut innocent) = (Vec::new(), Vec::new(), Vec::new());
    for (at, unit) in group.into_iter().enumerate() {
        if let Some(harm) = sure.remove(&at) {
            refused.push(unit.refused(harm));
        } else if !suspected.contains(&at) {
            innocent.push(unit);
        } else if later.contains(&at) {
            second.push(unit);
        } else {
            first.push(unit);
        }
    }
    (refused, vec![second, first, innocent])
}

/// For each path the edits that this round has applied: the span in the text with which the round began, the rank, and
/// the new length in bytes. They shift the places of the fixes that come after them. Spans never overlap.
#[derive(Default)]
struct Shifts(FxHashMap<String, Vec<(Span, usize, usize)>>);

impl Shifts {
    fn add(&mut self, unit: &Unit) {
        for edit in &unit.fix.edits {
            if let Edit::Text { path, edit } = edit {
                self.0.entry(path.clone()).or_default().push((edit.span, unit.rank(), edit.text.len()));
            }
        }
    }

    /// An edit of the text with which the round began, as an edit of the text now.
    fn moved(&self, path: &str, rank: usize, edit: &TextEdit) -> TextEdit {
        let before = |(span, other, _): &&(Span, usize, usize)| (span.start, *other) <= (edit.span.start, rank);
        let applied = self.0.get(path).into_iter().flatten().filter(before);
        let (mut longer, mut shorter) = (0, 0);
        for (span, _, new) in applied {
            longer += new;
            shorter += span.len() as usize;
        }
        let at = |place: u32| place as usize + longer - shorter;
        TextEdit::new(Span::of(at(edit.span.start), at(edit.span.end)), edit.text.as_str())
    }
}

/// What a trial changed.
struct Done {
    files: BTreeMap<String, Changed>,
    /// Paths that are no more.
    gone: Vec<String>,
    /// For renamed files, the old path by the new one.
    renamed: FxHashMap<String, String>,
}

type Findings = FxHashMap<Arc<str>, Vec<Diagnostic>>;

/// The files in which harm shows.
type Bad = FxHashMap<Arc<str>, Harm>;

/// Applies fixes to the workspace. Where they do harm, they are undone, and the error is the files where it shows.
fn attempt(state: &mut State<'_, '_>, shifts: &Shifts, units: &[Unit]) -> Result<(Done, Findings), Bad> {
    let done = draft(state, shifts, units)?;
    let set = |path: &str, text: &str| Change::Set { path: path.to_owned(), text: text.to_owned() };
    let gone = done.gone.iter().map(|path| Change::Remove { path: path.clone() });
    let changes = gone.chain(done.files.iter().map(|(path, file)| set(path, file.draft.text())));
    // For undoing it: the files as they were.
    let mut back: Vec<Change> = Vec::new();
    for path in done.files.keys().chain(&done.gone) {
        back.push(match state.texts.read(path) {
            Ok(text) => Change::Set { path: path.clone(), text },
            Err(_) => Change::Remove { path: path.clone() },
        });
    }
    let changes = changes.collect();
    let findings = state.apply(changes);
    let bad = harm(state, units, &done, &findings);
    if bad.is_empty() {
        return Ok((done, findings));
    }
    state.apply(back);
    Err(bad)
}

/// The new texts, not applied yet. The error is a file that cannot be read, or whose edits do not fit together.
fn draft(state: &State<'_, '_>, shifts: &Shifts, units: &[Unit]) -> Result<Done, Bad> {
    let mut edits: BTreeMap<&str, Vec<(usize, TextEdit)>> = BTreeMap::new();
    let mut done = Done { files: BTreeMap::new(), gone: Vec::new(), renamed: FxHashMap::default() };
    let fails = |path: &str| Bad::from_iter([(Arc::from(path), Harm::Unfit)]);
    let known = |path: &str| match state.files.get(path) {
        Some(file) => Ok(file.clone()),
        None => {
            let text = state.texts.read(path).map_err(|_| fails(path))?;
            Ok(Changed { first: Some(path.to_owned()), draft: Draft::new(text) })
        }
    };
    for unit in units {
        for edit in &unit.fix.edits {
            match edit {
                Edit::Text { path, edit } => {
                    let rank = unit.rank();
                    edits.entry(path).or_default().push((rank, shifts.moved(path, rank, edit)));
                }
                Edit::Create { path, text } => {
                    done.files.insert(path.clone(), Changed { first: None, draft: Draft::new(text.clone()) });
                }
                Edit::Rename { path, to } => {
                    done.files.insert(to.clone(), known(path)?);
                    done.gone.push(path.clone());
                    done.renamed.insert(to.clone(), path.clone());
                }
                // No finding is mended by deleting a file.
                Edit::Delete { path } => return Err(fails(path)),
            }
        }
    }
    for (path, mut list) in edits {
        list.sort_by_key(|(rank, edit)| (edit.span, *rank));
        let list: Vec<TextEdit> = list.into_iter().map(|(_, edit)| edit).collect();
        let mut file = known(path)?;
        file.draft.change(&list).map_err(|_| fails(path))?;
        done.files.insert(path.to_owned(), file);
    }
    Ok(done)
}

/// The files where a finding stays that should go, or where a new one comes up.
fn harm(state: &State<'_, '_>, units: &[Unit], done: &Done, findings: &Findings) -> Bad {
    let mut mended: FxHashMap<&str, FxHashMap<&str, usize>> = FxHashMap::default();
    for finding in units.iter().flat_map(|unit| &unit.findings) {
        *mended.entry(&finding.path).or_default().entry(&finding.code).or_default() += 1;
    }
    let none = FxHashMap::default();
    let mut bad = Bad::default();
    for (path, after) in findings {
        let path_before = done.renamed.get(&**path).map_or(&**path, String::as_str);
        let before = state.before(path_before);
        if let Some(harm) = worse(&before, after, mended.get(path_before).unwrap_or(&none)) {
            bad.insert(Arc::from(path_before), harm);
        }
    }
    // A finding in a file that was not checked again is still there.
    let gone: FxHashSet<&str> = done.gone.iter().map(String::as_str).collect();
    let unchecked = mended.keys().filter(|path| !gone.contains(**path) && !findings.contains_key(**path));
    bad.extend(unchecked.map(|path| (Arc::from(*path), Harm::Stays)));
    bad
}

/// Whether findings are left that should be mended, or new ones of warning level or above have come up. Compared by
/// number for each code, since spans have moved; `mended` has the numbers to be mended.
fn worse(before: &[Diagnostic], after: &[Diagnostic], mended: &FxHashMap<&str, usize>) -> Option<Harm> {
    let count = |list: &[Diagnostic], code: &str, least: Severity| {
        list.iter().filter(|d| d.code == code && d.severity >= least).count()
    };
    let left = |code: &str| count(before, code, Severity::Hint).saturating_sub(mended[code]);
    if let Some(code) = mended.keys().find(|code| count(after, code, Severity::Hint) > left(code)) {
        let said: FxHashSet<&str> = before.iter().map(|d| d.message.as_str()).collect();
        let is_other = after.iter().any(|d| d.code == **code && !said.contains(&*d.message));
        return Some(if is_other { Harm::Brings((*code).to_owned()) } else { Harm::Stays });
    }
    if mended.contains_key("syntax") {
        // What a syntax error hid from view may come up.
        return None;
    }
    let serious = after.iter().filter(|d| d.severity >= Severity::Warning && !mended.contains_key(&*d.code));
    let mut serious = serious.map(|d| &*d.code);
    let new = serious.find(|code| count(after, code, Severity::Warning) > count(before, code, Severity::Warning));
    new.map(|code| Harm::Brings(code.to_owned()))
}
