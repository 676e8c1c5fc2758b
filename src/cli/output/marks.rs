//! [`Marks`]: with which flags a check mends which findings.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Checked;
use crate::fix::Fixer;
use crate::rules::{Applicability, Diagnostic, FixPlan};
use crate::text::Span;

/// What identifies a finding.
type Key = (Arc<str>, Span, String, String);

fn key(finding: &Diagnostic) -> Key {
    (finding.path.clone(), finding.span, finding.code.to_string(), finding.message.clone())
}

/// What trials of fixes have shown.
#[derive(Debug, Default)]
pub struct Marks {
    /// The last class of fixes that was tried.
    pub tried: Option<Applicability>,
    mended: FxHashMap<Key, Applicability>,
}

impl Marks {
    /// Notes that a finding goes where fixes of a class are applied.
    pub fn note(&mut self, finding: &Diagnostic, class: Applicability) {
        self.mended.entry(key(finding)).or_insert(class);
    }

    /// The mark of a finding: for certain where its fixes were tried.
    pub fn of(&self, finding: &Diagnostic, checked: &Checked, fixer: &Fixer<'_>) -> Option<Mark> {
        if finding.fixes.is_empty() {
            return None;
        }
        if let Some(class) = self.mended.get(&key(finding)) {
            return Some(Mark { flags: flags(*class)?, rest: "" });
        }
        if self.tried == Some(Applicability::Unsafe) {
            return None;
        }
        let class = offered(finding, checked, fixer).filter(|class| Some(*class) > self.tried)?;
        Some(Mark { flags: flags(class)?, rest: ", untried" })
    }
}

/// What is printed at a finding that a check mends.
pub struct Mark {
    /// The flags of the check.
    pub flags: &'static str,
    /// What follows them.
    pub rest: &'static str,
}

/// The flags that apply fixes of a class.
const fn flags(class: Applicability) -> Option<&'static str> {
    match class {
        Applicability::Safe => Some("--fix"),
        Applicability::Unsafe => Some("--fix --unsafe"),
        Applicability::Manual => None,
    }
}

/// The first class of the fixes that a finding offers; none if they are for the author alone.
pub fn class(finding: &Diagnostic) -> Option<Applicability> {
    finding.fixes.iter().map(FixPlan::applicability).min().filter(|class| *class < Applicability::Manual)
}

/// The same of those that can be written. In a file that cannot be read as it stands, of all.
fn offered(finding: &Diagnostic, checked: &Checked, fixer: &Fixer<'_>) -> Option<Applicability> {
    let file = checked.workspace.find(&finding.path);
    if file.is_none_or(|id| !checked.workspace.file(id).facts.syntax.is_empty()) {
        return class(finding);
    }
    let can = |most: Applicability| {
        let plan = finding.fixes.iter().find(|plan| plan.applicability() <= most);
        plan.and_then(|plan| fixer.fix(finding, plan)).is_some_and(|fix| fix.applicability <= most)
    };
    [Applicability::Safe, Applicability::Unsafe].into_iter().find(|class| can(*class))
}
