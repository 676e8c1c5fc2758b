//! What every fix promises, tried on random workspaces with planted mistakes, in every YAML style.

use std::collections::BTreeMap;

use sidestep::edit::Edit;
use sidestep::fix::Fixer;
use sidestep::rules::{Diagnostic, FixPlan, check_file, concerned};
use sidestep::syntax::parse;
use sidestep::workspace::{Change, Overlay, Severity, Workspace};

use crate::cases::cases;
use crate::fix_all::{TODAY, after, fix};
use crate::fixture::Files;
use crate::planted::with_mistakes;

/// How many findings of each code a file has.
type Counts = BTreeMap<(String, String), usize>;

fn count<'d>(found: impl Iterator<Item = &'d Diagnostic>) -> Counts {
    let mut counts = Counts::new();
    for d in found {
        *counts.entry((d.path.to_string(), d.code.to_string())).or_default() += 1;
    }
    counts
}

/// The comments of a text, sorted.
fn comments(text: &str) -> Vec<String> {
    let (tree, _) = parse(text);
    let mut all: Vec<String> = tree.comments.iter().map(|c| c.span.slice(text).trim_end().to_owned()).collect();
    all.sort();
    all
}

/// The changes that turn one state of the files into another.
fn changes(old: &Files, new: &Files) -> Vec<Change> {
    let gone = old.0.keys().filter(|path| !new.0.contains_key(*path)).map(|path| Change::Remove { path: path.clone() });
    let set = new.0.iter().filter(|(path, text)| old.0.get(*path) != Some(text));
    gone.chain(set.map(|(path, text)| Change::Set { path: path.clone(), text: text.clone() })).collect()
}

/// Whether a fix leads to other findings by its nature: it removes, creates, names or adds something on which others
/// depend.
fn leads_on(plan: &FixPlan) -> bool {
    matches!(
        plan,
        FixPlan::RemoveRow { .. }
            | FixPlan::CreateRole { .. }
            | FixPlan::RenameFile { .. }
            | FixPlan::AddAlternative { .. }
    )
}

/// Tries one fix by itself. Says what it breaks.
fn tried(
    files: &Files,
    workspace: &Workspace,
    all: &[Diagnostic],
    finding: &Diagnostic,
    plan: &FixPlan,
    edits: &[Edit],
) -> Vec<String> {
    let new = after(files, edits);
    let mut wrong = Vec::new();
    for (path, text) in &new.0 {
        let Some(old) = files.0.get(path).filter(|old| *old != text) else { continue };
        let (before, now) = (parse(old).1.len(), parse(text).1.len());
        if now > before {
            wrong.push(format!("{path} does not parse any more:\n{text}"));
        }
        let kept = matches!(plan, FixPlan::RemoveIgnore { .. } | FixPlan::QuoteLine { .. } | FixPlan::Replace { .. });
        if !kept && comments(old) != comments(text) {
            wrong.push(format!("{path} has other comments:\n{:?}\n{:?}", comments(old), comments(text)));
        }
        if old.starts_with('\u{feff}') != text.starts_with('\u{feff}') {
            wrong.push(format!("{path}: the byte order mark"));
        }
        let (crlf, lf) = (|t: &str| t.matches("\r\n").count(), |t: &str| t.matches('\n').count());
        if crlf(old) == lf(old) && crlf(text) != lf(text) {
            wrong.push(format!("{path} has other line ends"));
        }
    }
    let mut now = workspace.clone().live();
    let list = changes(files, &new);
    let touched = now.apply(list.clone(), &Overlay::new(list, files));
    let affected = concerned(&now, &touched);
    let found: Vec<Diagnostic> = affected.iter().flat_map(|id| check_file(&now, *id, TODAY)).collect();
    let checked: Vec<&str> = affected.iter().map(|id| &*now.file(*id).path).collect();
    let is_checked = |d: &&Diagnostic| checked.contains(&&*d.path);
    let (before, left) = (count(all.iter().filter(is_checked)), count(found.iter()));
    let key = (finding.path.to_string(), finding.code.to_string());
    let number = |counts: &Counts, key: &(String, String)| counts.get(key).copied().unwrap_or(0);
    if number(&left, &key) >= number(&before, &key).max(1) {
        wrong.push("the finding stays".to_owned());
    }
    let serious = |list: &[Diagnostic]| count(list.iter().filter(|d| d.severity >= Severity::Warning && is_checked(d)));
    if !leads_on(plan) {
        let (before, left) = (serious(all), serious(&found));
        // A new term may leave a suppression comment elsewhere without a finding to silence; a cell that restates one
        // of a retired role may differ from that of its successor.
        // What becomes a list is read for its names then.
        let is_list = finding.code == "schema" && finding.message.contains("must be a list");
        let follows = |key: &(String, String)| match plan {
            _ if is_list && key.1.starts_with("unknown-") => true,
            FixPlan::AddTerm { .. } => key.1 == "unused-ignore",
            FixPlan::InsertRow { blanks: true, .. } | FixPlan::InsertPick { .. } => key.1 == "placeholder",
            FixPlan::Names { .. } => key.1 == "cell-drift",
            _ => false,
        };
        for (key, n) in left.iter().filter(|(key, n)| **n > number(&before, key) && !follows(key)) {
            wrong.push(format!("{n} times {key:?} afterwards"));
        }
    }
    wrong
}

#[test]
fn each_fix_mends_its_finding_and_nothing_else_changes() {
    let mut wrong = Vec::new();
    let mut tries = 0;
    for seed in 1..=cases(2) as usize {
        let (files, planted) = with_mistakes(seed);
        let workspace = files.workspace().live();
        let all = files.check();
        let fixer = Fixer::new(&workspace, &files);
        for finding in all.iter().filter(|d| planted.contains_key(&*d.path)) {
            for plan in &finding.fixes {
                let Some(made) = fixer.fix(finding, plan) else { continue };
                tries += 1;
                for what in tried(&files, &workspace, &all, finding, plan, &made.edits) {
                    let planted = planted[&*finding.path];
                    wrong.push(format!("{planted} ({}: {}): {}: {what}", finding.code, finding.message, made.title));
                }
            }
        }
    }
    assert!(tries > 100, "{tries}");
    assert!(wrong.is_empty(), "{} of {tries}\n{}", wrong.len(), wrong.join("\n"));
}

/// What no run of fixes may do, whichever fixes are applied: laws of a workspace before and after it.
fn broken_laws(before: &Files, after: &Files) -> Vec<String> {
    let mut broken = Vec::new();
    let (found, left) = (before.check(), after.check());
    let (old, new) = (before.workspace(), after.workspace());
    let serious = |found: &[Diagnostic]| count(found.iter().filter(|d| d.severity >= Severity::Warning));
    let counts = serious(&found);
    for (key, n) in serious(&left) {
        // A file may have moved.
        let was = counts.get(&key).copied().unwrap_or(0);
        if n > was && before.0.contains_key(&key.0) {
            broken.push(format!("{n} times {key:?}, {was} times before"));
        }
    }
    if before.0.len() != after.0.len() {
        broken.push(format!("{} files, {} before", after.0.len(), before.0.len()));
    }
    for (path, text) in before.0.iter().filter(|(path, _)| !path.contains("/roles/")) {
        if after.0.get(path) != Some(text) {
            broken.push(format!("{path} has changed"));
        }
    }
    let all = |files: &Files| {
        let mut all: Vec<String> = files.0.values().flat_map(|text| comments(text)).collect();
        // These are what `unused-ignore` and `cut-text` are about.
        all.retain(|comment| !comment.contains("sidestep:") && comment.starts_with("# "));
        all.sort();
        all
    };
    if all(before) != all(after) {
        broken.push(format!("comments: {:?}\n{:?}", all(before), all(after)));
    }
    let (names, names_after, doubles) = (named(&old), named(&new), doubled(&old));
    for (what, n) in &names_after {
        if names.get(what).is_some_and(|before| before > n) {
            broken.push(format!("{what:?} is named {n} times, {} before", names[what]));
        }
    }
    for what in names.keys().filter(|what| !names_after.contains_key(*what)) {
        broken.push(format!("{what:?} is named no more"));
    }
    for what in doubled(&new) {
        if !doubles.contains(&what) {
            broken.push(format!("twice in a list: {what:?}"));
        }
    }
    broken
}

/// How often the roles name each thing that is known; those in rows and options apart, since these are the page's.
fn named(workspace: &Workspace) -> BTreeMap<(String, String), usize> {
    let mut names = BTreeMap::new();
    for (_, entry) in workspace.files() {
        let Some(role) = entry.facts.role_definition() else { continue };
        let meant = |def| (role.name().name.to_string(), workspace.name_of(def).to_string());
        let references = entry.facts.references.iter();
        let mut defs: Vec<_> =
            references.filter_map(|r| workspace.resolve(r.kind, &r.at.name)).map(|r| meant(r.def)).collect();
        let terms = sidestep::rules::term_uses(workspace, &entry.facts);
        defs.extend(terms.iter().filter_map(|term| term.resolved).map(|r| meant(r.def)));
        defs.into_iter().for_each(|key| *names.entry(key).or_default() += 1);
    }
    names
}

/// What a list of a file, such as its skills or a cell, names twice: the file's role, the list and the name.
fn doubled(workspace: &Workspace) -> Vec<(String, String)> {
    use sidestep::content::Origin;
    let mut doubled = Vec::new();
    for (_, entry) in workspace.files() {
        let Some(role) = entry.facts.role_definition() else { continue };
        let mut seen = std::collections::BTreeSet::new();
        for r in entry.facts.references.iter().filter(|r| !matches!(r.origin, Origin::Mention | Origin::Field)) {
            let Some(resolved) = workspace.resolve(r.kind, &r.at.name) else { continue };
            if !seen.insert((format!("{:?}", r.origin), resolved.def)) {
                doubled.push((role.name().name.to_string(), format!("{:?} {}", r.origin, r.at.name)));
            }
        }
    }
    doubled
}

#[test]
fn no_run_of_fixes_does_harm_and_a_second_one_changes_nothing() {
    for seed in 1..=cases(2) as usize {
        let (files, planted) = with_mistakes(seed);
        assert!(planted.len() > 40, "{}", planted.len());
        for suggestions in [false, true] {
            let (new, titles) = fix(&files, suggestions, &|_| true);
            assert!(titles.len() > 15, "{titles:#?}");
            let broken = broken_laws(&files, &new);
            assert!(broken.is_empty(), "seed {seed}, {suggestions}: {}\n{titles:#?}", broken.join("\n"));
            let (again, more) = fix(&new, suggestions, &|_| true);
            assert_eq!(more, Vec::<String>::new(), "seed {seed}");
            assert_eq!(changes(&new, &again).len(), 0);
        }
    }
}
