//! Quick fixes: what mends the findings at a place, what mends all of a code, and what silences them.

use rustc_hash::FxHashSet;
use tower_lsp::gen_lsp_types as lsp;

use super::edits::{insertion, workspace_edit};
use super::reveal;
use super::tasks;
use crate::content::{BLANK, FileKind};
use crate::edit::Edit;
use crate::fix::{Fix, Fixer, ignore_here, ignore_in_file};
use crate::lsp::session::converter::{Converter, Open};
use crate::lsp::session::state::{Root, State};
use crate::rules::{Applicability, Diagnostic, FixPlan};
use crate::syntax::Kind;
use crate::text::Span;
use crate::workspace::Severity;

/// How many findings of a range are offered to be ignored: each costs the file read anew.
const MOST_IGNORED: usize = 50;

/// Adds what can be done about the findings that touch a range. `unasked`: the editor asks by itself, and shows that there
/// is something to do.
pub fn at(
    state: &State,
    open: &Open<'_>,
    full: &str,
    (span, unasked): (Span, bool),
    actions: &mut Vec<lsp::CodeAction>,
) {
    let mut gathered = Gathered::default();
    let mut draft = draft(state, open);
    for root in state.places(full).map(|place| place.root) {
        let path = crate::lsp::proto::uri::relative(&root.folder, full);
        let findings = state.findings(root, &path);
        state.with_view(root, |view, converter| {
            let text = view.sources.read(&path).unwrap_or_default();
            let place = Place { state, root, converter, full, text: &text };
            let fixer = Fixer::new(view.workspace, view.sources);
            let here: Vec<&Diagnostic> = findings.iter().filter(|d| touches(d.span, span)).collect();
            // Editors put what mends no finding below what silences one.
            if let Some(draft) = &mut draft {
                let mended = draft.diagnostics.get_or_insert_default();
                mended.extend(here.iter().map(|finding| converter.diagnostic(finding)));
            }
            for (number, finding) in here.iter().enumerate() {
                let fixes = gathered.fixes.len();
                place.fixes(&fixer, finding, &mut gathered.fixes);
                let alike = here.iter().filter(|d| d.code == finding.code);
                let is_new = alike.clone().any(|d| tasks::is_mended(d, true));
                if is_new && gathered.codes.insert(finding.code.to_string()) {
                    let safe = alike.clone().all(|d| d.fixes.iter().any(tasks::is_safe));
                    place.all(&fixer, (&findings, around(open, span)), (finding, !safe), &mut gathered.all);
                }
                // A hint that stays is no reason to call the author for good.
                let calls = !unasked || finding.severity > Severity::Hint || gathered.fixes.len() > fixes;
                if number < MOST_IGNORED && calls {
                    place.ignore(finding, &mut gathered);
                }
            }
        });
    }
    // Findings of one code at one place are silenced together.
    gathered.silent.dedup_by(|a, b| a.edit == b.edit);
    actions.extend(draft);
    actions.extend(gathered.fixes.into_iter().chain(gathered.all).chain(gathered.silent).chain(gathered.silent_file));
}

/// The first draft of a role, in a file of roles that says nothing yet.
fn draft(state: &State, open: &Open<'_>) -> Option<lsp::CodeAction> {
    let (entry, text) = (&open.file.entry, &open.file.text);
    if entry.kind != FileKind::Role || !text.trim_start_matches('\u{feff}').trim().is_empty() {
        return None;
    }
    let text = open.file.view.first_draft(&entry.path, text)?;
    let edit = insertion(state, &open.converter, &[Edit::Text { path: entry.path.to_string(), edit: text }])?;
    Some(lsp::CodeAction {
        title: "Write a first draft".to_owned(),
        kind: Some(lsp::CodeActionKind::QuickFix),
        edit: Some(edit),
        ..Default::default()
    })
}

#[derive(Default)]
struct Gathered {
    fixes: Vec<lsp::CodeAction>,
    all: Vec<lsp::CodeAction>,
    silent: Vec<lsp::CodeAction>,
    silent_file: Vec<lsp::CodeAction>,
    codes: FxHashSet<String>,
    silenced: FxHashSet<String>,
}

/// A file in one of its workspaces.
struct Place<'p, 'c> {
    state: &'p State,
    root: &'p Root,
    converter: &'p Converter<'c>,
    full: &'p str,
    text: &'p str,
}

impl Place<'_, '_> {
    fn fixes(&self, fixer: &Fixer<'_>, finding: &Diagnostic, actions: &mut Vec<lsp::CodeAction>) {
        let made = finding.fixes.iter().filter_map(|plan| Some((plan, fixer.fix(finding, plan)?)));
        for (at, (plan, fix)) in made.enumerate() {
            // What is for the author to choose and to look at is not what an editor does at a keystroke.
            let preferred = at == 0 && fix.applicability < Applicability::Manual;
            let action = self.described(fixer, plan, &fix).or_else(|| {
                let edit = workspace_edit(self.state, self.converter, &fix.edits, &[])?;
                Some(lsp::CodeAction { title: fix.title.clone(), edit: Some(edit), ..Default::default() })
            });
            actions.extend(
                action.map(|action| lsp::CodeAction { is_preferred: Some(preferred), ..self.of(finding, action) }),
            );
        }
    }

    /// A new term with a summary, which the author is led to, if the client can do that.
    fn described(&self, fixer: &Fixer<'_>, plan: &FixPlan, fix: &Fix) -> Option<lsp::CodeAction> {
        let FixPlan::AddTerm { kind, name } = plan else { return None };
        let abilities = &self.state.abilities;
        if !abilities.show_document || !abilities.commands {
            return None;
        }
        let (path, edit) = fixer.add_described(*kind, name)?;
        let blank = edit.text.rfind(BLANK)?;
        let range = reveal::place_in(self.converter, &path, &edit, Span::of(blank, blank + BLANK.len()));
        let command = reveal::command(&self.converter.uri(&path), range);
        let edit = workspace_edit(self.state, self.converter, &[Edit::Text { path, edit }], &[])?;
        Some(lsp::CodeAction { title: fix.title.clone(), edit: Some(edit), command, ..Default::default() })
    }

    /// What mends all findings of the code: around the range, in the file, in the workspace.
    fn all(
        &self,
        fixer: &Fixer<'_>,
        (findings, around): (&[Diagnostic], Span),
        (finding, suggestions): (&Diagnostic, bool),
        actions: &mut Vec<lsp::CodeAction>,
    ) {
        let code = &*finding.code;
        let is_here = |d: &&Diagnostic| d.code == code && touches(d.span, around) && tasks::is_mended(d, suggestions);
        let here: Vec<&Diagnostic> = findings.iter().filter(is_here).collect();
        let (edits, count) = if here.len() > 1 { tasks::together(fixer, &here, suggestions) } else { (Vec::new(), 1) };
        if count > 1 {
            let edit = workspace_edit(self.state, self.converter, &edits, &[]);
            actions.extend(edit.map(|edit| {
                let title = format!("Fix all \"{code}\" findings here ({count})");
                self.of(finding, lsp::CodeAction { title, edit: Some(edit), ..Default::default() })
            }));
        }
        for (title, task) in tasks::all_of_code(self.state, self.root, self.full, findings, (code, suggestions), count)
        {
            let action = tasks::action(self.state, title, None, &task);
            actions.extend(action.map(|action| self.of(finding, action)));
        }
    }

    fn ignore(&self, finding: &Diagnostic, gathered: &mut Gathered) {
        let path = &finding.path;
        let action = |title: String, edit| {
            let edit = Edit::Text { path: path.to_string(), edit };
            let edit = workspace_edit(self.state, self.converter, &[edit], &[])?;
            Some(self.of(finding, lsp::CodeAction { title, edit: Some(edit), ..Default::default() }))
        };
        let code = &*finding.code;
        let here = ignore_here(self.text, finding);
        gathered.silent.extend(here.and_then(|edit| action(format!("Ignore \"{code}\" here"), edit)));
        if gathered.silenced.insert(code.to_owned()) {
            let file = ignore_in_file(self.text, finding);
            let title = format!("Ignore \"{code}\" in this file");
            gathered.silent_file.extend(file.and_then(|edit| action(title, edit)));
        }
    }

    /// An action as a quick fix of a finding.
    fn of(&self, finding: &Diagnostic, action: lsp::CodeAction) -> lsp::CodeAction {
        let diagnostics = Some(vec![self.converter.diagnostic(finding)]);
        lsp::CodeAction { kind: Some(lsp::CodeActionKind::QuickFix), diagnostics, ..action }
    }
}

/// What "here" means at a range: the range, or the text or list that the cursor stands in.
fn around(open: &Open<'_>, span: Span) -> Span {
    if !span.is_empty() {
        return span;
    }
    let tree = &open.file.tree;
    let mut path = tree.path_at(span.start).into_iter().rev().map(|id| tree.written(id));
    let Some(node) = path.next().filter(|n| !matches!(n.kind(), Kind::Mapping | Kind::Sequence)) else { return span };
    let list = path.next().filter(|above| above.kind() == Kind::Sequence);
    list.unwrap_or(node).full_span()
}

const fn touches(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}
