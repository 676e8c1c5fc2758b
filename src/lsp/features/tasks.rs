//! Code actions whose edits cost more than a menu is worth: they are made when the author chooses one, if the client can
//! ask for them then.

use std::borrow::Cow;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use tower_lsp::gen_lsp_types as lsp;
use tower_lsp::jsonrpc::{Error, Result};

use super::edits::{asking_edit, edit_of_workspaces, workspace_edit};
use super::merging;
use crate::content::KindId;
use crate::edit::Edit;
use crate::fix::{FixAll, Fixer, fix_all};
use crate::ide::change::ChangePlan;
use crate::lsp::session::converter::{Converter, Open};
use crate::lsp::session::state::{Root, State};
use crate::rules::{Applicability, Diagnostic, FixPlan, check_file};
use crate::text::{Span, into_visible};
use crate::workspace::{DefId, FileId, Severity, Workspace, map_all};

/// Up to how many files of a workspace are looked through for a menu.
const FEW: usize = 1000;
/// Up to how many files that use a thing are changed for a menu.
const FEW_USES: usize = 200;

/// What an action does.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Task {
    /// All safe fixes of a file (full path).
    FixFile {
        /// The file.
        file: String,
    },
    /// All fixes of a code in a file or in its workspace.
    FixCode {
        /// The file.
        file: String,
        /// The code.
        code: String,
        /// Nothing but the file.
        in_file: bool,
        /// Those too that are not safe, as far as it is told what is meant.
        suggestions: bool,
    },
    /// All terms of the own row that the role's lists lack.
    Unlisted {
        /// The file.
        file: String,
    },
    /// Retire a role in favour of another.
    Retire {
        /// The file.
        file: String,
        /// The role.
        role: String,
        /// The role that takes over.
        by: String,
    },
    /// Merge a term into another.
    Merge {
        /// The file.
        file: String,
        /// The kind of both.
        kind: KindId,
        /// The term that becomes an alias.
        old: String,
        /// The term that it becomes an alias of.
        into: String,
    },
}

/// An action for a task: with its edit, or with what it takes to make it later. `None` where there is nothing to do, or
/// where the client can take the edit at once only and it would be dear.
#[must_use]
pub fn action(state: &State, title: String, kind: Option<lsp::CodeActionKind>, task: &Task) -> Option<lsp::CodeAction> {
    let mut action = lsp::CodeAction { title, kind, ..Default::default() };
    if state.abilities.resolve_edits {
        action.data = serde_json::to_value(task).ok();
        return Some(action);
    }
    if is_dear(state, task) {
        return None;
    }
    action.edit = Some(edit(state, task).ok()??);
    Some(action)
}

/// Whether an edit is too dear to be made for a menu, from which it may never be chosen.
fn is_dear(state: &State, task: &Task) -> bool {
    let uses = |file: &str, kind: KindId, name: &str| {
        let workspace = &state.places(file).next()?.root.workspace;
        Some(workspace.files_that_may_use(workspace.resolve(kind, name)?.def).len() > FEW_USES)
    };
    match task {
        Task::FixFile { .. } | Task::Unlisted { .. } | Task::FixCode { in_file: true, .. } => false,
        Task::FixCode { file, .. } => {
            state.places(file).next().is_some_and(|place| count_files(&place.root.workspace) > FEW)
        }
        Task::Retire { file, role, .. } => uses(file, KindId::ROLE, role).unwrap_or(false),
        Task::Merge { file, kind, old, .. } => uses(file, *kind, old).unwrap_or(false),
    }
}

/// An action with its edit.
///
/// # Errors
/// Why it cannot be done, for the client to show.
pub fn resolve(state: &State, mut action: lsp::CodeAction) -> Result<lsp::CodeAction> {
    let Some(task) = action.data.take().and_then(|data| serde_json::from_value::<Task>(data).ok()) else {
        return Ok(action);
    };
    // Whatever has become of the finding since: an edit that changes nothing is an answer too.
    action.edit = Some(edit(state, &task).map_err(|why| Error::invalid_params(into_visible(why)))?.unwrap_or_default());
    Ok(action)
}

/// The edit of a task; `None` where there is nothing to do.
fn edit(state: &State, task: &Task) -> std::result::Result<Option<lsp::WorkspaceEdit>, String> {
    let file = match task {
        Task::FixFile { file }
        | Task::FixCode { file, .. }
        | Task::Unlisted { file }
        | Task::Retire { file, .. }
        | Task::Merge { file, .. } => file,
    };
    let Some(place) = state.places(file).next() else { return Ok(None) };
    let (root, path) = (place.root, place.path);
    let fixed = |findings: &[Diagnostic], suggestions: bool, wanted: &(dyn Fn(&Diagnostic) -> bool + Sync)| {
        state.with_view(root, |view, converter| {
            let request = FixAll { wanted, suggestions, today: state.today };
            let fixed = fix_all(view.workspace, view.sources, findings, &request);
            (!fixed.edits.is_empty()).then(|| workspace_edit(state, converter, &fixed.edits, &[])).flatten()
        })
    };
    let def = |kind: KindId, name: &str| -> std::result::Result<DefId, String> {
        // The kind comes from the client.
        let is_known = kind.index() < root.workspace.config().kinds.len();
        let resolved = is_known.then(|| root.workspace.resolve(kind, name)).flatten();
        resolved.map(|r| r.def).ok_or_else(|| format!("nothing is named \"{name}\" any more"))
    };
    match task {
        // What only hints at something is not done unasked, least of all on save.
        Task::FixFile { .. } => {
            let findings = state.findings(root, &path);
            let left = unfinished(state, root, file, &findings);
            let is_wanted = |d: &Diagnostic| *d.path == *path && d.severity > Severity::Hint;
            Ok(fixed(&findings, false, &|d| is_wanted(d) && !left.contains(&(d.code.clone(), d.message.clone()))))
        }
        Task::Unlisted { .. } => {
            Ok(fixed(&state.findings(root, &path), false, &|d| *d.path == *path && d.code == "unlisted-term"))
        }
        Task::FixCode { code, in_file, suggestions, .. } => {
            let findings = if *in_file { state.findings(root, &path) } else { of_code(root, code, state.today) };
            let there = |d: &Diagnostic| d.code == *code && (!in_file || *d.path == *path);
            Ok(fixed(&findings, *suggestions, &|d| there(d) && is_mended(d, *suggestions)))
        }
        Task::Retire { role, by, .. } => state.with_view(root, |view, converter| {
            let plan = view.retire(def(KindId::ROLE, role)?, def(KindId::ROLE, by)?)?;
            Ok(retiring_edit(state, converter, &plan))
        }),
        Task::Merge { kind, old, into, .. } => {
            let parts = merging::harmless(state, root, def(*kind, old)?, def(*kind, into)?)?;
            Ok(edit_of_workspaces(state, &parts))
        }
    }
}

/// What is said of the line that is being typed, where the fix takes something out: a name that stands in the list already
/// may become a longer one, after a save in between.
fn unfinished(
    state: &State,
    root: &Root,
    file: &str,
    findings: &[Diagnostic],
) -> FxHashSet<(Cow<'static, str>, String)> {
    let Some(typing) = state.typing.as_ref().filter(|typing| typing.file == file) else { return FxHashSet::default() };
    state.with_view(root, |view, converter| {
        let fixer = Fixer::new(view.workspace, view.sources);
        let is_typed = |path: &str, span: Span| {
            let range = converter.range_in(path, span);
            root.full(path) == file && typing.is_in(&(range.start.line..=range.end.line))
        };
        let is_here = |d: &Diagnostic| {
            is_typed(&d.path, d.span) || d.related.iter().any(|related| is_typed(&related.path, related.span))
        };
        let takes_out = |d: &Diagnostic| {
            let fixes = fixer.fixes(d);
            let safe = fixes.iter().find(|fix| fix.applicability == Applicability::Safe);
            safe.is_some_and(|fix| fix.edits.iter().all(is_deletion))
        };
        let left = findings.iter().filter(|d| is_here(d) && takes_out(d));
        left.map(|d| (d.code.clone(), d.message.clone())).collect()
    })
}

fn is_deletion(edit: &Edit) -> bool {
    matches!(edit, Edit::Text { edit, .. } if edit.text.is_empty())
}

/// The edit that retires a role; the client asks about what goes, if it can. `None` where it cannot take the edit.
pub(super) fn retiring_edit(state: &State, converter: &Converter<'_>, plan: &ChangePlan) -> Option<lsp::WorkspaceEdit> {
    let label = format!("Entries for \"{}\" that go", plan.old);
    let why = format!("the page has \"{}\" already, or is its page", plan.new);
    asking_edit(state, converter, (&plan.edits, &plan.removals), label, why)
}

/// The findings of a code in a workspace.
fn of_code(root: &Root, code: &str, today: jiff::civil::Date) -> Vec<Diagnostic> {
    let ids = root.workspace.sorted();
    let of_file = |id: &FileId| {
        let mut found = check_file(&root.workspace, *id, today);
        found.retain(|d| d.code == *code);
        found
    };
    map_all(&ids, of_file).into_iter().flatten().collect()
}

/// Whether a finding is mended with others of its code: safely, or by what its help tells to write.
#[must_use]
pub fn is_mended(finding: &Diagnostic, suggestions: bool) -> bool {
    finding.fixes.iter().any(is_safe) || suggestions && is_told(finding)
}

/// Whether a fix may be applied without a look.
#[must_use]
pub fn is_safe(plan: &FixPlan) -> bool {
    plan.applicability() == Applicability::Safe
}

/// Whether one text is meant, and the author only has to agree. What an unknown name means is a guess.
#[must_use]
pub fn is_told(finding: &Diagnostic) -> bool {
    let plain = matches!(finding.fixes.first(), Some(FixPlan::Name { .. } | FixPlan::Replace { .. }));
    let in_bulk = finding.fixes.iter().any(|plan| plan.applicability() < Applicability::Manual);
    plain && in_bulk && !finding.code.starts_with("unknown-")
}

/// The fixes of some findings of a file that fit beside each other, and how many they are.
#[must_use]
pub fn together(fixer: &Fixer<'_>, findings: &[&Diagnostic], suggestions: bool) -> (Vec<Edit>, usize) {
    let (mut edits, mut count): (Vec<Edit>, usize) = (Vec::new(), 0);
    for finding in findings {
        let most = if suggestions { Applicability::Unsafe } else { Applicability::Safe };
        let plan = finding.fixes.iter().find(|plan| plan.applicability() <= most);
        let fix = plan.and_then(|plan| fixer.fix(finding, plan)).filter(|fix| fix.applicability <= most);
        let Some(fix) = fix else { continue };
        if fix.edits.iter().all(|edit| edits.iter().all(|other| fit(edit, other))) {
            edits.extend(fix.edits);
            count += 1;
        }
    }
    (edits, count)
}

/// Whether two edits of texts can be made together.
fn fit(a: &Edit, b: &Edit) -> bool {
    let (Edit::Text { path: at, edit: a }, Edit::Text { path, edit: b }) = (a, b) else { return false };
    at != path || a != b && !(a.span.start < b.span.end && b.span.start < a.span.end)
}

/// What mends all findings of a code, in a file and in its workspace, with titles; `here` are mended by another action.
/// Nothing where there are no more of them. In a large workspace they are not counted.
#[must_use]
pub fn all_of_code(
    state: &State,
    root: &Root,
    file: &str,
    findings: &[Diagnostic],
    (code, suggestions): (&str, bool),
    here: usize,
) -> Vec<(String, Task)> {
    let counts = |d: &&Diagnostic| d.code == *code && is_mended(d, suggestions);
    let task = |in_file| Task::FixCode { file: file.to_owned(), code: code.to_owned(), in_file, suggestions };
    let title = |place: &str| format!("Fix all \"{code}\" findings in {place}");
    let mut tasks = Vec::new();
    let count = findings.iter().filter(counts).count();
    if count > here.max(1) {
        tasks.push((format!("{} ({count})", title("this file")), task(true)));
    }
    if !root.loaded {
        return tasks;
    }
    if count_files(&root.workspace) > FEW {
        tasks.push((title("the workspace"), task(false)));
        return tasks;
    }
    let all = of_code(root, code, state.today).iter().filter(counts).count();
    if all > count.max(1) {
        tasks.push((format!("{} ({all})", title("the workspace")), task(false)));
    }
    tasks
}

fn count_files(workspace: &Workspace) -> usize {
    workspace.files().count()
}

/// What adding all terms of the own row to the role's lists is called, where the range is in that row or at such a term;
/// `None` where there are not two of them.
#[must_use]
pub fn unlisted_terms(state: &State, open: &Open<'_>, full: &str, span: Span) -> Option<String> {
    let row = open.file.facts().role.as_ref()?.own_row()?.span;
    if row.start > span.end || span.start > row.end {
        return None;
    }
    let place = state.places(full).next()?;
    let found = state.findings(place.root, &place.path).into_iter().filter(|d| d.code == "unlisted-term").count();
    (found > 1).then(|| format!("Add all {found} unlisted terms to the role's own lists"))
}
