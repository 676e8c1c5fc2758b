//! However a workspace came about, its findings are those of the same files read from scratch.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sidestep::content::FileFacts;
use sidestep::rules::{Diagnostic, check_file, check_settings, concerned};
use sidestep::workspace::{Change, Reading, Workspace};

use super::{Effort, script};
use crate::everything::TODAY;
use crate::fixture::Files;

type Findings = BTreeMap<String, Vec<Diagnostic>>;

fn findings(workspace: &Workspace) -> Findings {
    workspace.files().map(|(id, entry)| (entry.path.to_string(), check_file(workspace, id, TODAY))).collect()
}

/// The workspace from scratch. `good` has what its files said when they last parsed.
fn scratch(files: &Files, good: &mut BTreeMap<String, Arc<FileFacts>>) -> Workspace {
    let paths: Vec<String> = files.0.keys().cloned().collect();
    let last_good = |path: &str| good.get(path).cloned();
    let reading = Reading { last_good: &last_good, ..Reading::of(files) };
    let workspace = Workspace::open(files).load_into(&paths, &reading);
    *good = workspace.files().filter_map(|(_, entry)| Some((entry.path.to_string(), entry.good()?))).collect();
    workspace
}

/// After each step the findings are those from scratch, and files whose findings changed were named.
pub fn end_where_scratch_begins(data: &[u8], _: Effort) {
    let Some(script) = script::read(data, "content/roles/n.yaml") else { return };
    let mut files = script.files.clone();
    let mut workspace = files.workspace().live();
    let mut good = BTreeMap::new();
    scratch(&files, &mut good);
    let mut before = findings(&workspace);
    for (number, step) in script.steps.iter().take(12).enumerate() {
        let path = step.path.clone();
        let mut changes = match &step.text {
            Some(text) => {
                files.0.insert(path.clone(), text.clone());
                vec![Change::Set { path: path.clone(), text: text.clone() }]
            }
            None => {
                files.0.remove(&path);
                vec![Change::Remove { path: path.clone() }]
            }
        };
        if workspace.is_setting_file(&path) {
            // New settings may bring in files, which the caller looks for.
            let others = files.0.iter().filter(|(other, _)| **other != path);
            changes.extend(others.map(|(path, text)| Change::Set { path: path.clone(), text: text.clone() }));
        }
        let touched = workspace.apply(changes, &files);
        let affected = concerned(&workspace, &touched);
        let affected: BTreeSet<String> = affected.iter().map(|id| workspace.file(*id).path.to_string()).collect();
        let fresh = scratch(&files, &mut good);
        let (after, expected) = (findings(&workspace), findings(&fresh));
        assert_eq!(after, expected, "after step {number}, {path}\n{}", files.text());
        assert_eq!(check_settings(&workspace), check_settings(&fresh), "after step {number}, {path}");
        for (other, found) in &after {
            let told = before.get(other) == Some(found) || affected.contains(other);
            assert!(
                told,
                "{other} has other findings after step {number}, {path}, and was not named\n{}",
                files.text()
            );
        }
        before = after;
    }
}
