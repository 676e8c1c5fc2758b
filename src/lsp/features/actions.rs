//! Code actions: quick fixes, refactorings, and all safe fixes of a file.

use rustc_hash::FxHashMap;
use tower_lsp::gen_lsp_types as lsp;

use super::edits::{insertion, workspace_edit};
use super::quick_fixes;
use super::tasks::{self, Task};
use crate::content::KindId;
use crate::edit::Edit;
use crate::ide::change::{Change, Refactor, RefactorKind};
use crate::lsp::session::converter::Open;
use crate::lsp::session::state::State;
use crate::text::{Span, into_visible};

/// The kinds of actions that the server offers.
pub const KINDS: [&str; 5] = ["quickfix", "refactor.move", "refactor.rewrite", "refactor.extract", FIX_ALL];

/// All safe fixes of a file.
const FIX_ALL: &str = "source.fixAll.sidestep";

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
    // Editors ask by themselves wherever the cursor stands, and show that there is something.
    let unasked = params.context.trigger_kind == Some(lsp::CodeActionTriggerKind::Automatic);
    let span = open.span(params.range);
    let mut actions = Vec::new();
    if wanted.has("quickfix") {
        quick_fixes::at(state, open, full, (span, unasked), &mut actions);
    }
    if wanted.has("refactor.move") || wanted.has("refactor.rewrite") || wanted.has("refactor.extract") {
        let unasked = unasked && !wanted.asks_for("refactor");
        refactorings(state, open, (full, params), (span, unasked), &mut actions);
        actions.retain(|action| action.kind.as_ref().is_some_and(|kind| wanted.has(&kind_text(kind))));
    }
    if wanted.asks_for(FIX_ALL) {
        let title = "Apply all safe fixes in this file".to_owned();
        actions.extend(tasks::action(state, title, kind_of(FIX_ALL), &Task::FixFile { file: full.to_owned() }));
    }
    let mut actions = once(actions);
    tell_apart(&mut actions);
    let actions = actions.into_iter().map(|mut action| {
        action.title = into_visible(action.title);
        lsp::CodeActionResponse::CodeAction(action)
    });
    actions.collect()
}

/// Actions without those that do the same under the same title as one before: that is for the findings of both.
fn once(actions: Vec<lsp::CodeAction>) -> Vec<lsp::CodeAction> {
    let mut kept: Vec<lsp::CodeAction> = Vec::new();
    let mut titles: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for action in actions {
        let alike = titles.entry(action.title.clone()).or_default();
        let same = |at: &&usize| {
            let other = &kept[**at];
            other.edit == action.edit && other.data == action.data && other.kind == action.kind
        };
        match alike.iter().find(same).copied() {
            Some(at) => {
                let findings = kept[at].diagnostics.get_or_insert_default();
                let more = action.diagnostics.unwrap_or_default();
                more.into_iter().for_each(|d| {
                    if !findings.contains(&d) {
                        findings.push(d)
                    }
                });
            }
            None => {
                alike.push(kept.len());
                kept.push(action);
            }
        }
    }
    kept
}

/// Gives those that share a title the line that each is about, and the column where they are about one line.
fn tell_apart(actions: &mut [lsp::CodeAction]) {
    let mut places: FxHashMap<String, Vec<(u32, u32)>> = FxHashMap::default();
    for action in &*actions {
        places.entry(action.title.clone()).or_default().extend(place(action));
    }
    for action in actions {
        let (Some(alike), Some((line, column))) = (places.get(&action.title), place(action)) else { continue };
        let on_line = alike.iter().filter(|(other, _)| *other == line).count();
        if on_line > 1 {
            action.title.push_str(&format!(" (line {line}, column {column})"));
        } else if alike.len() > 1 {
            action.title.push_str(&format!(" (line {line})"));
        }
    }
}

/// Where the first finding stands that an action is for: its line and column, from 1.
fn place(action: &lsp::CodeAction) -> Option<(u32, u32)> {
    let starts = action.diagnostics.iter().flatten().map(|finding| finding.range.start);
    starts.map(|start| (start.line + 1, start.character + 1)).min()
}

/// The refactorings that apply at a range.
fn refactorings(
    state: &State,
    open: &Open<'_>,
    (full, params): (&str, &lsp::CodeActionParams),
    (span, unasked): (Span, bool),
    actions: &mut Vec<lsp::CodeAction>,
) {
    let asking = state.client_command("retire");
    let mut asked = false;
    // What concerns a whole role or term would be there for good where its name stands.
    let whole = |change: &Change| matches!(change, Change::Retire { .. } | Change::Merge { .. });
    for refactor in open.file.refactors(span).into_iter().filter(|r| !(unasked && whole(&r.change))) {
        match (&refactor.change, asking) {
            // The client asks who takes over: one action, not one for each alternative.
            (Change::Retire { role, .. }, Some(command)) => {
                if !std::mem::replace(&mut asked, true) {
                    let name = open.file.view.workspace.name_of(*role);
                    actions.push(by_command(format!("Retire \"{name}\"…"), command, params));
                }
            }
            _ => actions.extend(refactoring(state, open, full, refactor)),
        }
    }
    let terms = tasks::unlisted_terms(state, open, full, span);
    if let Some(title) = terms {
        let kind = Some(lsp::CodeActionKind::RefactorExtract);
        actions.extend(tasks::action(state, title, kind, &Task::Unlisted { file: full.to_owned() }));
    }
}

/// A rewrite that a command of the client's does where the client asked.
fn by_command(title: String, command: &str, params: &lsp::CodeActionParams) -> lsp::CodeAction {
    let title = into_visible(title);
    let place = serde_json::json!({ "uri": params.text_document.uri, "position": params.range.start });
    let arguments = Some(vec![place]);
    let command = lsp::Command { title: title.clone(), command: command.to_owned(), arguments, ..Default::default() };
    lsp::CodeAction {
        title,
        kind: Some(lsp::CodeActionKind::RefactorRewrite),
        command: Some(command),
        ..Default::default()
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
            let kind = workspace.definition(old).map_or(KindId::ROLE, |d| d.kind);
            Task::Merge { file: full.to_owned(), kind, old: name(old), into: name(into) }
        }
    };
    tasks::action(state, refactor.title, kind, &task)
}
