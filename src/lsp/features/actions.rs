//! Code actions: fixes of the findings at a place, refactorings, and all fixes of a file or of a code.

use rustc_hash::FxHashSet;
use tower_lsp::gen_lsp_types as lsp;

use super::edits::{insertion, workspace_edit};
use super::tasks::{self, Task};
use crate::fix::{Edit, Fixer, ignore_here};
use crate::ide::refactor::{Change, Refactor, RefactorKind, refactors};
use crate::lsp::state::{Open, State};
use crate::rules::Diagnostic;
use crate::text::Span;

/// The kinds of actions that the server offers.
pub const KINDS: [&str; 5] = ["quickfix", "refactor.move", "refactor.rewrite", "refactor.extract", FIX_ALL];

/// All safe fixes of a file.
const FIX_ALL: &str = "source.fixAll.sidestep";

/// How many findings of a range are offered to be ignored: each costs the file read anew.
const MOST_IGNORED: usize = 50;

/// What the client asks for.
struct Wanted<'p>(Option<&'p Vec<lsp::CodeActionKind>>);

impl Wanted<'_> {
    fn has(&self, kind: &str) -> bool {
        self.0.is_none_or(|only| only.iter().any(|o| is_within(kind, &kind_text(o))))
    }

    /// The same for kinds that must be asked for.
    fn asks_for(&self, kind: &str) -> bool {
        let named = |only: &lsp::CodeActionKind| !kind_text(only).is_empty() && is_within(kind, &kind_text(only));
        self.0.is_some_and(|only| only.iter().any(named))
    }
}

/// Whether a kind is another one or one below it.
fn is_within(kind: &str, outer: &str) -> bool {
    outer.is_empty() || kind.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn kind_text(kind: &lsp::CodeActionKind) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn kind_of(text: &str) -> Option<lsp::CodeActionKind> {
    serde_json::from_value(text.into()).ok()
}

/// What can be done at a range of a file.
#[must_use]
pub fn actions(
    state: &State,
    open: &Open<'_>,
    full: &str,
    params: &lsp::CodeActionParams,
) -> Vec<lsp::CodeActionResponse> {
    let wanted = Wanted(params.context.only.as_ref());
    let span = open.span(params.range);
    let mut actions = Vec::new();
    if wanted.has("quickfix") {
        quick_fixes(state, full, span, &mut actions);
    }
    if wanted.has("refactor.move") || wanted.has("refactor.rewrite") || wanted.has("refactor.extract") {
        refactorings(state, open, full, span, &mut actions);
        actions.retain(|action| action.kind.as_ref().is_some_and(|kind| wanted.has(&kind_text(kind))));
    }
    if wanted.asks_for(FIX_ALL) {
        let title = "Apply all safe fixes in this file".to_owned();
        actions.extend(tasks::action(state, title, kind_of(FIX_ALL), &Task::FixFile { file: full.to_owned() }));
    }
    actions.into_iter().map(lsp::CodeActionResponse::CodeAction).collect()
}

/// The fixes of the findings that touch a range; after them what mends all of a code, and what silences a finding.
fn quick_fixes(state: &State, full: &str, span: Span, actions: &mut Vec<lsp::CodeAction>) {
    let quick = || Some(lsp::CodeActionKind::QuickFix);
    let (mut all, mut silent) = (Vec::new(), Vec::new());
    let mut codes: FxHashSet<String> = FxHashSet::default();
    for root in state.places(full).map(|place| place.root) {
        let path = crate::lsp::uri::relative(&root.folder, full);
        let here: Vec<Diagnostic> = state.findings(root, &path).into_iter().filter(|d| touches(d.span, span)).collect();
        state.with_view(root, |view, converter| {
            let text = view.sources.read(&path).unwrap_or_default();
            let fixer = Fixer::new(view.workspace, view.sources);
            for (number, finding) in here.iter().enumerate() {
                let diagnostic = converter.diagnostic(finding);
                let found = fixer.fixes(finding);
                for (at, fix) in found.iter().enumerate() {
                    let Some(edit) = workspace_edit(state, converter, &fix.edits, &[]) else { continue };
                    actions.push(lsp::CodeAction {
                        title: fix.title.clone(),
                        kind: quick(),
                        diagnostics: Some(vec![diagnostic.clone()]),
                        is_preferred: Some(at == 0),
                        edit: Some(edit),
                        ..Default::default()
                    });
                }
                if found.iter().any(|fix| fix.safe) && root.loaded && codes.insert(finding.code.to_string()) {
                    let task = Task::FixCode { file: full.to_owned(), code: finding.code.to_string() };
                    let title = tasks::title_of_code(root, &finding.code);
                    let action = title.and_then(|title| tasks::action(state, title, quick(), &task));
                    all.extend(action.map(|action| with(action, &diagnostic)));
                }
                let edit = (number < MOST_IGNORED)
                    .then(|| ignore_here(&text, finding))
                    .flatten()
                    .and_then(|edit| workspace_edit(state, converter, &[Edit::Text { path: path.clone(), edit }], &[]));
                silent.extend(edit.map(|edit| lsp::CodeAction {
                    title: format!("Ignore \"{}\" here", finding.code),
                    kind: quick(),
                    diagnostics: Some(vec![diagnostic.clone()]),
                    edit: Some(edit),
                    ..Default::default()
                }));
            }
        });
    }
    // Findings of one code at one place are silenced together.
    silent.dedup_by(|a, b| a.edit == b.edit);
    actions.extend(all);
    actions.extend(silent);
}

fn with(mut action: lsp::CodeAction, diagnostic: &lsp::Diagnostic) -> lsp::CodeAction {
    action.diagnostics = Some(vec![diagnostic.clone()]);
    action
}

const fn touches(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// The refactorings that apply at a range.
fn refactorings(state: &State, open: &Open<'_>, full: &str, span: Span, actions: &mut Vec<lsp::CodeAction>) {
    for refactor in refactors(&open.file, span) {
        actions.extend(refactoring(state, open, full, refactor));
    }
    let terms = tasks::unlisted_terms(state, open, full, span);
    if let Some(title) = terms {
        let kind = Some(lsp::CodeActionKind::RefactorExtract);
        actions.extend(tasks::action(state, title, kind, &Task::Unlisted { file: full.to_owned() }));
    }
}

fn refactoring(state: &State, open: &Open<'_>, full: &str, refactor: Refactor) -> Option<lsp::CodeAction> {
    let kind = Some(match refactor.kind {
        RefactorKind::Move => lsp::CodeActionKind::RefactorMove,
        RefactorKind::Rewrite => lsp::CodeActionKind::RefactorRewrite,
    });
    let workspace = open.file.view.workspace;
    let name = |def| workspace.name_of(def).to_string();
    let path = &open.file.entry.path;
    let texts = |edits: Vec<_>| -> Vec<Edit> {
        edits.into_iter().map(|edit| Edit::Text { path: path.to_string(), edit }).collect()
    };
    let task = match refactor.change {
        Change::Edits(edits) => {
            let edit = workspace_edit(state, &open.converter, &texts(edits), &[]);
            return Some(lsp::CodeAction { title: refactor.title, kind, edit: Some(edit?), ..Default::default() });
        }
        Change::Insert(edits) => {
            let edit = insertion(state, &open.converter, &texts(edits));
            return Some(lsp::CodeAction { title: refactor.title, kind, edit: Some(edit?), ..Default::default() });
        }
        Change::Blocked(reason) => {
            let disabled = state.abilities.disabled_actions.then(|| lsp::CodeActionDisabled::new(reason.to_owned()));
            return Some(lsp::CodeAction {
                title: refactor.title,
                kind,
                disabled: Some(disabled?),
                ..Default::default()
            });
        }
        Change::Retire { role, by } => Task::Retire { file: full.to_owned(), role: name(role), by: name(by) },
        Change::Merge { old, into } => {
            let kind = workspace.definition(old).map_or(0, |d| d.kind);
            Task::Merge { file: full.to_owned(), kind, old: name(old), into: name(into) }
        }
    };
    tasks::action(state, refactor.title, kind, &task)
}
