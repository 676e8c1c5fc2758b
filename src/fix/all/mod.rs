//! [`fix_all`]: the fixes of many findings in one go.
//!
//! Fixes are applied in memory, in rounds. A round takes the fixes of all open findings that do not touch the same
//! places (`units.rs`) and tries them together (`trial.rs`): the workspace is changed, what the changes touch is
//! checked again, and a fix that does not mend its finding, or causes another one, is undone. What waited for another
//! fix comes in the next round. In the end the steps are composed into edits of the original texts.

mod circles;
mod state;
mod trial;
mod units;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::edit::Edit;
use crate::rules::{Applicability, Diagnostic, FixPlan};
use crate::workspace::{Overlay, Sources, Workspace};

use circles::circles;
use state::State;
use units::Unit;

/// Most rounds: how often fixes may wait for each other. Ends a run in which fixes keep causing new findings.
const ROUNDS: usize = 64;

/// Which findings are to be mended, and how.
pub struct FixAll<'r> {
    /// Whether a finding is to be mended. It is asked of the findings that fixes leave behind too: say what belongs to
    /// the task (a file, a code), not where a finding stands.
    pub wanted: &'r (dyn Fn(&Diagnostic) -> bool + Sync),
    /// Whether suggestions are applied too, not only safe fixes: of each finding the first fix that is not for the author
    /// alone to apply.
    pub suggestions: bool,
    /// The day on which the check runs.
    pub today: jiff::civil::Date,
}

impl FixAll<'_> {
    /// The last class of fixes that are applied.
    const fn most(&self) -> Applicability {
        if self.suggestions { Applicability::Unsafe } else { Applicability::Safe }
    }
}

/// A finding that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// Its file, by the path that it had before.
    pub path: Arc<str>,
    /// Its code.
    pub code: String,
    /// What was done, in the author's words.
    pub title: String,
}

/// What makes a fix one that is not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Harm {
    /// The file cannot be read, or edits in it do not fit together.
    Unfit,
    /// Its finding would stay.
    Stays,
    /// A finding of this code would come up.
    Brings(String),
}

/// A fix that was not applied, because of the harm that it would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The file of its finding.
    pub path: Arc<str>,
    /// The line of its finding when all others are mended, from 1.
    pub line: u32,
    /// The code of its finding.
    pub code: String,
    /// A file, and what the fix would do there. `None` where so much was tried that this one was not.
    pub harm: Option<(Arc<str>, Harm)>,
}

/// What [`fix_all`] did.
#[derive(Default)]
pub struct FixedAll<'s> {
    /// The edits of the original texts: creations first, then changes by path and offset, then renames. What no fix
    /// changes lies in none of them. To be applied all or none.
    pub edits: Vec<Edit>,
    /// The findings that are mended.
    pub fixed: Vec<Fixed>,
    /// The fixes that were not applied because they would do harm, by path and line.
    pub refused: Vec<LeftOut>,
    /// The workspace afterwards. `None` if nothing changed.
    pub after: Option<After<'s>>,
}

/// A workspace after fixes.
pub struct After<'s> {
    /// The workspace.
    pub workspace: Workspace,
    /// The texts afterwards, as an overlay of changed ones over the original ones.
    pub sources: Overlay<'s>,
    /// The findings of each file that was checked again. Those of all other files are as before.
    pub findings: FxHashMap<Arc<str>, Vec<Diagnostic>>,
}

/// Applies the fixes of findings until nothing is left that they can mend. Nothing is written to disk, and `workspace`
/// stays as it is: a copy is changed.
///
/// `sources` gives the texts that the workspace was read from; for an editor with its open documents in front of the
/// disk. `findings` are those of the workspace, or as many of them as may be wanted.
///
/// Of a finding the first fix is taken that is safe, or with [`FixAll::suggestions`] not manual. A fix is not applied if
/// its file would not parse afterwards, if the finding stays, or if a finding of warning level or above would come up.
/// Where an error hid others from view (`syntax`), those may.
#[must_use]
pub fn fix_all<'s>(
    workspace: &Workspace,
    sources: &'s dyn Sources,
    findings: &[Diagnostic],
    request: &FixAll<'_>,
) -> FixedAll<'s> {
    let open: Vec<&Diagnostic> = findings.iter().filter(|d| units::applies(d, request)).collect();
    let first = units::make(workspace, sources, &open, request, (circles(&open, request), &[]));
    if first.is_empty() {
        return FixedAll::default();
    }
    // A file may wait for its new name until another one gives that up.
    let renamed = |d: &&&Diagnostic| d.fixes.iter().any(|plan| matches!(plan, FixPlan::RenameFile { .. }));
    let waiting: Vec<Arc<str>> = open.iter().filter(renamed).map(|d| d.path.clone()).collect();
    let mut state = State::new(workspace, sources, request.today);
    let mut pending = first;
    // How much was mended when those that were refused had their last chance.
    let mut last = 0;
    for _ in 0..ROUNDS {
        let moves = |unit: &Unit| unit.fix.edits.iter().any(|edit| matches!(edit, Edit::Rename { .. }));
        // What a role was called before is told by the name of its file: files move last.
        let (mut held, mut first): (Vec<Unit>, Vec<Unit>) = pending.into_iter().partition(moves);
        if first.is_empty() {
            std::mem::swap(&mut held, &mut first);
        }
        let (now, later) = units::choose(first);
        let mut again: FxHashSet<Arc<str>> = later.into_iter().map(|finding| finding.path).collect();
        again.extend(held.into_iter().flat_map(|unit| unit.findings).map(|finding| finding.path));
        if now.iter().any(moves) {
            again.extend(waiting.iter().cloned());
        }
        if now.is_empty() {
            if state.refused.is_empty() || state.mended() == last || state.effort.is_spent() {
                break;
            }
            // What did harm before may do none once other findings are mended.
            last = state.mended();
            let refused = std::mem::take(&mut state.refused);
            again.extend(refused.into_iter().flat_map(|unit| unit.findings).map(|finding| finding.path));
        } else {
            again.extend(trial::settle(&mut state, now));
        }
        let open: Vec<Diagnostic> = state.findings_of(&again).filter(|d| units::applies(d, request)).collect();
        let open: Vec<&Diagnostic> = open.iter().collect();
        let circles = circles(&open, request);
        pending = units::make(&state.now, &state.texts, &open, request, (circles, &state.refused));
        if state.effort.is_spent() {
            state.refused.append(&mut pending);
            break;
        }
    }
    state.finish()
}
