//! A fix mends its finding and spares the rest.

use std::collections::BTreeMap;

use sidestep::edit::Edit;
use sidestep::fix::{Fix, FixAll, Fixer, fix_all, ignore_here};
use sidestep::rules::{Applicability, Diagnostic, FixPlan, check_workspace};
use sidestep::syntax::parse;
use sidestep::workspace::Severity;

use super::{Effort, script};
use crate::everything::TODAY;
use crate::fixture::Files;

/// How many findings of each code each file has.
type Counts = BTreeMap<(String, String), usize>;

fn count<'d>(found: impl IntoIterator<Item = &'d Diagnostic>) -> Counts {
    let mut counts = Counts::new();
    for d in found {
        *counts.entry((d.path.to_string(), d.code.to_string())).or_default() += 1;
    }
    counts
}

/// The comments of a text, sorted.
pub fn comments(text: &str) -> Vec<String> {
    let (tree, _) = parse(text);
    let mut all: Vec<String> = tree.comments.iter().map(|c| c.span.slice(text).trim_end().to_owned()).collect();
    all.sort();
    all
}

/// Whether every file can be read as it stands. What a repair guessed is promised less.
pub fn are_sound(files: &Files, found: &[Diagnostic]) -> bool {
    let broken = ["syntax", "duplicate-key", "config"];
    !found.iter().any(|d| broken.contains(&&*d.code)) && files.0.values().all(|text| parse(text).1.is_empty())
}

/// Each fix by itself, each comment that silences, and all fixes at once.
pub fn mend_and_spare(data: &[u8], effort: Effort) {
    let Some(script) = script::read(data, "content/roles/n.yaml") else { return };
    let files = script.end();
    let workspace = files.workspace();
    let found = check_workspace(&workspace, TODAY);
    let sound = are_sound(&files, &found);
    let fixer = Fixer::new(&workspace, &files);
    let step = found.len() / effort.places + 1;
    for finding in found.iter().skip(data.len() % step).step_by(step) {
        for plan in &finding.fixes {
            if let Some(fix) = fixer.fix(finding, plan) {
                one(&files, &found, finding, plan, &fix, sound);
            }
        }
        silence(&files, &found, finding, sound);
    }
    for suggestions in [false, true] {
        all(&files, &found, suggestions, sound);
    }
}

fn one(files: &Files, found: &[Diagnostic], finding: &Diagnostic, plan: &FixPlan, fix: &Fix, sound: bool) {
    let new = files.after(&fix.edits);
    let what = || format!("{}: {}: {}\n{}\n{}", finding.code, finding.message, fix.title, files.text(), new.text());
    for (path, text) in &new.0 {
        let Some(old) = files.0.get(path).filter(|old| *old != text) else { continue };
        assert_eq!(old.starts_with('\u{feff}'), text.starts_with('\u{feff}'), "the byte order mark; {}", what());
        if sound || fix.applicability == Applicability::Safe {
            let (before, now) = (parse(old).1.len(), parse(text).1.len());
            assert!(now <= before, "{path} does not parse any more; {}", what());
        }
        let takes = matches!(plan, FixPlan::RemoveIgnore { .. } | FixPlan::QuoteLine { .. } | FixPlan::Replace { .. });
        if sound && !takes {
            assert_eq!(comments(old), comments(text), "{path} has other comments; {}", what());
        }
        let lines = |text: &str| (text.matches("\r\n").count(), text.matches('\n').count());
        let ((old_crlf, old_lf), (crlf, lf)) = (lines(old), lines(text));
        assert!(!sound || old_crlf != old_lf || crlf == lf, "{path} has other line ends; {}", what());
    }
    if sound {
        let now = new.check();
        let same = |list: &[Diagnostic]| {
            list.iter()
                .filter(|d| (&d.path, &d.code, &d.message) == (&finding.path, &finding.code, &finding.message))
                .count()
        };
        let key = (finding.path.to_string(), finding.code.to_string());
        let number = |list: &[Diagnostic]| count(list).get(&key).copied().unwrap_or(0);
        assert!(number(&now) < number(found) || same(&now) < same(found), "the finding stays; {}", what());
    }
}

fn silence(files: &Files, found: &[Diagnostic], finding: &Diagnostic, sound: bool) {
    let path = &*finding.path;
    let Some(edit) = files.0.get(path).and_then(|text| ignore_here(text, finding)) else { return };
    let new = files.after(&[Edit::Text { path: path.to_owned(), edit }]);
    if sound {
        let key = (path.to_owned(), finding.code.to_string());
        let number = |list: &[Diagnostic]| count(list).get(&key).copied().unwrap_or(0);
        let now = new.check();
        assert!(number(&now) < number(found), "{finding:?} is not silent\n{}\n{}", files.text(), new.text());
    }
}

fn all(files: &Files, found: &[Diagnostic], suggestions: bool, sound: bool) {
    let request = FixAll { wanted: &|_| true, suggestions, today: TODAY };
    let workspace = files.workspace();
    let done = fix_all(&workspace, files, found, &request);
    let new = files.after(&done.edits);
    let now = new.check();
    let what = || format!("{:#?}\n{}\n{}", done.fixed, files.text(), new.text());
    if let Some(after) = &done.after {
        for (path, said) in &after.findings {
            let is: Vec<&Diagnostic> = now.iter().filter(|d| d.path == *path).collect();
            assert_eq!(said.iter().collect::<Vec<_>>(), is, "{path} has other findings than were said; {}", what());
        }
    }
    if sound {
        let serious = |list: &[Diagnostic]| {
            let list = list.iter().filter(|d| d.severity >= Severity::Error);
            list.fold(BTreeMap::<String, usize>::new(), |mut counts, d| {
                *counts.entry(d.code.to_string()).or_default() += 1;
                counts
            })
        };
        let before = serious(found);
        for (code, number) in serious(&now) {
            assert!(number <= before.get(&code).copied().unwrap_or(0), "{number} times {code}; {}", what());
        }
    }
    let workspace = new.workspace();
    let again = fix_all(&workspace, &new, &now, &request);
    assert!(again.edits.is_empty(), "a second run changes {:#?}; {}", again.fixed, what());
}
