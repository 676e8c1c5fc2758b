//! A rename changes names, all of them and nothing else, and the way back leads to where it began.

use std::collections::BTreeMap;

use sidestep::ide::Analysis;
use sidestep::ide::change::ChangePlan;
use sidestep::ide::change::rename::{RenameOptions, rename};
use sidestep::rules::{Diagnostic, check_workspace};
use sidestep::schema::Label;
use sidestep::syntax::{parse, plain_is_safe};
use sidestep::workspace::{DefId, Severity, Workspace};

use super::fixes::{are_sound, comments};
use super::{Effort, script};
use crate::everything::TODAY;
use crate::fixture::Files;

/// The names that things get, if none is said.
const NEW: [&str; 4] = ["Zither", "zi: ther #x", "[q]", "Ünicode 😀"];

/// Every thing that the files define, with the names that the bytes say.
pub fn go_there_and_back(data: &[u8], effort: Effort) {
    let Some(script) = script::read(data, "content/roles/n.yaml") else { return };
    let files = script.end();
    let workspace = files.workspace();
    let found = check_workspace(&workspace, TODAY);
    let mut all: Vec<DefId> = definitions(&workspace);
    all.sort_by(|a, b| workspace.order(*a, *b));
    let mut names: Vec<&str> = script.names.iter().take(3).map(String::as_str).collect();
    if names.is_empty() {
        names = NEW.to_vec();
    }
    let step = all.len() / effort.places + 1;
    for (turn, def) in all.into_iter().skip(data.len() % step).step_by(step).enumerate() {
        for (at, name) in names.iter().enumerate() {
            let keep_old = [None, Some(Label::Alias), Some(Label::Avoid)][(turn + at) % 3];
            if let Ok(plan) = rename(
                Analysis { workspace: &workspace, sources: &files },
                def,
                name,
                RenameOptions { keep_old, ..RenameOptions::default() },
            ) {
                renamed(&Before { files: &files, workspace: &workspace, found: &found }, def, &plan, keep_old);
            }
        }
    }
}

fn definitions(workspace: &Workspace) -> Vec<DefId> {
    let of = |(file, count): (_, usize)| (0..count as u32).map(move |position| DefId { file, position });
    workspace.files().map(|(file, entry)| (file, entry.facts.definitions.len())).flat_map(of).collect()
}

struct Before<'b> {
    files: &'b Files,
    workspace: &'b Workspace,
    found: &'b [Diagnostic],
}

fn renamed(before: &Before<'_>, def: DefId, plan: &ChangePlan, keep_old: Option<Label>) {
    let Before { files, workspace, found } = *before;
    let new = files.after(&plan.edits);
    let confirmed = files.after(&[&plan.confirm[..], &plan.edits].concat());
    let what = || format!("{:?} -> {:?} {keep_old:?}\n{}\n{}", plan.old, plan.new, files.text(), new.text());
    if !are_sound(files, found) {
        return;
    }
    let kind = workspace.definition(def).expect("what is renamed is defined").kind;
    for (path, text) in new.0.iter().chain(&confirmed.0) {
        assert_eq!(parse(text).1, [], "{path} does not parse any more; {}", what());
    }
    let said = |files: &Files| {
        let mut all: Vec<String> = files.0.values().flat_map(|text| comments(text)).collect();
        all.sort();
        all
    };
    assert_eq!(said(files), said(&new), "other comments; {}", what());
    let now = new.workspace();
    let there = now.resolve(kind, &plan.new).unwrap_or_else(|| panic!("nothing has the new name; {}", what()));
    assert_eq!(now.name_of(there.def), plan.new, "{}", what());
    let serious = |list: &[Diagnostic]| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for d in list.iter().filter(|d| d.severity >= Severity::Error) {
            *counts.entry(d.code.to_string()).or_default() += 1;
        }
        counts
    };
    let was = serious(found);
    for (code, number) in serious(&new.check()) {
        assert!(number <= was.get(&code).copied().unwrap_or(0), "{number} times {code}; {}", what());
    }
    // What quotes and letter case become of is not said of the way back.
    let plain = plain_is_safe(&plan.old) && plain_is_safe(&plan.new);
    let quoted = files.0.values().any(|text| text.contains(['"', '\'']));
    let first = |name: &str| name.chars().next().map(char::is_uppercase);
    let clean = found.iter().all(|d| d.severity < Severity::Warning);
    if keep_old.is_none() && plain && !quoted && clean && first(&plan.old) == first(&plan.new) {
        let view = Analysis { workspace: &now, sources: &new };
        let back = rename(view, there.def, &plan.old, RenameOptions::default());
        let back = back.unwrap_or_else(|why| panic!("there is no way back: {why}; {}", what()));
        let back = new.after(&back.edits);
        let lower = |files: &Files| files.text().to_lowercase();
        assert_eq!(lower(&back), lower(files), "the way back leads elsewhere; {}", what());
    }
}
