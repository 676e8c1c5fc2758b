//! Asks every feature at a place of a file, whole or broken: none panics, every span lies in the text on character
//! boundaries, and all edits apply.

use std::collections::BTreeMap;

use sidestep::edit::Edit;
use sidestep::fix::{Fixer, ignore_here};
use sidestep::ide::change::{Change, delete_role, duplicate, merge, refactors, referrers, retire};
use sidestep::ide::change::{rename, rename_plain};
use sidestep::ide::completion::{Asked, CompletionOptions, completions, docs, needs_names};
use sidestep::ide::{Analysis, FileView, Location, page};
use sidestep::ide::{calls, definition, highlight, hover, linked, listings, prose_names, references};
use sidestep::ide::{folding, inlay, lenses, links, selection, symbols, tokens, uses, workspace_symbols};
use sidestep::rules::check_workspace;
use sidestep::text::{LineIndex, Span, TextEdit, apply};
use sidestep::workspace::DefId;

use crate::fixture::Files;

/// The day of these checks.
pub const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 24);

/// Files with what is asked about one of them.
pub struct Everything<'a> {
    pub files: &'a Files,
    pub file: FileView<'a>,
}

impl<'a> Everything<'a> {
    /// `None` where the file is not part of the workspace.
    pub fn of(files: &'a Files, view: Analysis<'a>, path: &str) -> Option<Self> {
        Some(Self { files, file: view.file(path)? })
    }

    #[track_caller]
    fn fits(&self, path: &str, span: Span) {
        let text = self.files.0.get(path).map_or("", String::as_str);
        assert!(span.start <= span.end && text.get(span.range()).is_some(), "{path} {span:?} of {text:?}");
    }

    #[track_caller]
    fn here(&self, span: Span) {
        self.fits(&self.file.entry.path, span);
    }

    #[track_caller]
    fn there(&self, at: &Location) {
        self.fits(&at.path, at.span);
    }

    /// Edits apply together.
    #[track_caller]
    fn applies<'e>(&self, edits: impl IntoIterator<Item = &'e Edit>) {
        let mut texts: BTreeMap<&str, Vec<TextEdit>> = BTreeMap::new();
        for edit in edits {
            match edit {
                Edit::Text { path, edit } => texts.entry(path).or_default().push(edit.clone()),
                Edit::Rename { path, .. } | Edit::Delete { path } => {
                    assert!(self.files.0.contains_key(path), "{edit:?}")
                }
                Edit::Create { .. } => {}
            }
        }
        for (path, edits) in texts {
            let text = &self.files.0[path];
            assert!(apply(text, &edits).is_ok(), "{path} {edits:?} of {text:?}");
        }
    }

    #[track_caller]
    fn applies_here(&self, edits: &[TextEdit]) {
        assert!(apply(&self.file.text, edits).is_ok(), "{edits:?} of {:?}", self.file.text);
    }

    /// What is asked about the whole file.
    pub fn about_the_file(&self) {
        let (file, view) = (&self.file, self.file.view);
        let end = u32::try_from(file.text.len()).unwrap();
        let lines = LineIndex::new(&file.text).line_of(end);
        symbols::document_symbols(file).iter().for_each(|symbol| self.symbol(symbol));
        for fold in folding::folding_ranges(file) {
            assert!(fold.start_line < fold.end_line && fold.end_line <= lines, "{fold:?} of {:?}", file.text);
        }
        links::document_links(file).iter().for_each(|link| self.here(link.span));
        for lens in lenses::lenses(file) {
            self.here(lens.span);
            let _ = lenses::lens_title(view, &lens.key);
            lenses::lens_locations(view, &lens.key).iter().for_each(|at| self.there(at));
        }
        for hint in inlay::inlay_hints(file, Span::new(0, end)) {
            self.here(Span::empty(hint.at));
            hint.source.iter().for_each(|at| self.there(at));
        }
        tokens::semantic_tokens(file, None).iter().for_each(|token| self.here(token.span));
        prose_names::prose_names(file).iter().for_each(|name| self.here(name.span));
        uses::uses_in(view.workspace, file.id).iter().for_each(|name| self.here(name.span));
        workspace_symbols::workspace_symbols(view, "e", 50).iter().for_each(|found| self.there(&found.location));
        self.pages();
        if let Some(role) = calls::role_in(view, &file.entry.path) {
            self.role(role);
        }
    }

    fn symbol(&self, symbol: &symbols::Symbol) {
        self.here(symbol.full);
        self.here(symbol.name_span);
        symbol.children.iter().for_each(|child| self.symbol(child));
    }

    fn pages(&self) {
        let (workspace, path) = (self.file.view.workspace, &self.file.entry.path);
        let words = &workspace.config().page;
        if let Ok((shown, source)) = page::page_with_source(workspace, self.files, path) {
            let _ = page::markdown(&shown, words);
            let _ = page::html(&shown, words);
            let _ = page::html_preview(&shown, words, &source, &str::to_owned);
        }
    }

    /// What can happen to a role.
    fn role(&self, role: DefId) {
        let view = self.file.view;
        referrers(view, role).iter().for_each(|(at, _)| self.there(at));
        let _ = listings::listings(view.workspace, role);
        if let Ok(plan) = delete_role(view, role) {
            self.applies(&plan.edits);
        }
        if let Ok(new) = duplicate(view, role, "Zither Player") {
            assert!(new.text.get(new.first.range()).is_some(), "{new:?}");
        }
        let by = view.workspace.files().map(|(file, _)| DefId::role(file)).find(|def| *def != role);
        if let Some(Ok(plan)) = by.map(|by| retire(view, role, by)) {
            self.applies(plan.edits.iter().chain(&plan.removals));
        }
    }

    /// What is asked at a byte offset, but for what changes many files.
    pub fn at(&self, at: u32) {
        self.completion(at);
        let file = &self.file;
        if let Some(card) = hover::hover(file, at, &|_| None) {
            self.here(card.span);
            assert!(!card.markdown.is_empty());
            let _ = hover::plain(&card.markdown);
        }
        if let Some(found) = definition::definition(file, at) {
            self.here(found.origin);
            assert!(!found.targets.is_empty());
            for target in found.targets {
                self.fits(&target.path, target.name);
                self.fits(&target.path, target.full);
            }
        }
        references::references(file, at, true).iter().flatten().for_each(|place| self.there(place));
        highlight::highlights(file, at).iter().for_each(|mark| self.here(mark.span));
        linked::linked(file, at).into_iter().flatten().for_each(|span| self.here(span));
        selection::selection_ranges(file, at).into_iter().for_each(|span| self.here(span));
        if let Some(item) = calls::prepare(file, at) {
            self.fits(&item.path, item.span);
            for step in calls::incoming(file.view, item.def) {
                step.entries.iter().for_each(|span| self.fits(&step.item.path, *span));
            }
            for step in calls::outgoing(file.view, item.def) {
                step.entries.iter().for_each(|span| self.fits(&item.path, *span));
            }
        }
        if let Ok((span, _)) = rename::prepare_rename(file, at) {
            self.here(span);
        }
        if let Some(Ok((span, _))) = rename_plain::plain_to_rename(file, at) {
            self.here(span);
        }
    }

    fn completion(&self, at: u32) {
        let file = &self.file;
        // No cursor stands within a line break or before a byte order mark.
        let (before, behind) = file.text.split_at(at as usize);
        let within_break = before.ends_with('\r') && behind.starts_with('\n');
        let is_cursor = !within_break && !behind.starts_with('\u{feff}');
        let _ = needs_names(file, at);
        for (snippets, asked) in [(false, Asked::ByHand), (true, Asked::Letter), (true, Asked::Character)] {
            let options = CompletionOptions { snippets, asked, keeps: snippets, filters: snippets, today: Some(TODAY) };
            for item in completions(file, at, &options).items {
                self.here(item.replace);
                let replaced = item.replace.slice(&file.text);
                assert!(!replaced.contains(['\n', '\r']), "{item:?} of {:?}", file.text);
                let holds = item.replace.start <= at && at <= item.replace.end;
                assert!(holds || !is_cursor, "{item:?} at {at} of {:?}", file.text);
                let mut edits = vec![TextEdit::new(item.replace, item.text)];
                edits.extend(item.extra);
                self.applies_here(&edits);
                let _ = item.docs.map(|key| docs(file.view, &key));
            }
        }
    }

    /// The changes that are offered from a byte offset to another.
    pub fn changes(&self, at: Span) {
        let view = self.file.view;
        for offer in refactors(&self.file, at) {
            match offer.change {
                Change::Edits(edits) | Change::Insert(edits) => self.applies_here(&edits),
                Change::Blocked(why) => assert!(!why.is_empty()),
                Change::Retire { role, by } => {
                    if let Ok(plan) = retire(view, role, by) {
                        self.applies(plan.edits.iter().chain(&plan.removals));
                    }
                }
                Change::Merge { old, into } => {
                    if let Ok(plan) = merge(view, old, into) {
                        self.applies(&plan.edits);
                    }
                }
            }
        }
    }

    /// Renames what stands at a byte offset. The edits fit, those to confirm among them.
    pub fn rename(&self, at: u32, to: &str) {
        let view = self.file.view;
        let plan = rename::rename_target(&self.file, at).and_then(|(def, label)| {
            let options = rename::RenameOptions { label: Some(label), ..Default::default() };
            rename::rename(view, def, to, options)
        });
        if let Ok(plan) = plan {
            self.applies(plan.edits.iter().chain(&plan.confirm));
        }
        if let Some(Ok((_, what))) = rename_plain::plain_to_rename(&self.file, at)
            && let Ok(plan) = rename_plain::rename_plain(view, &what, to)
        {
            self.applies(&plan.edits);
        }
    }
}

/// All findings of a workspace lie in their files, and every way to mend or to silence them applies.
pub fn findings(files: &Files, view: Analysis<'_>) {
    let Some(first) = files.0.keys().find_map(|path| Everything::of(files, view, path)) else { return };
    let fixer = Fixer::new(view.workspace, files);
    for finding in check_workspace(view.workspace, TODAY) {
        first.fits(&finding.path, finding.span);
        finding.related.iter().for_each(|place| first.fits(&place.path, place.span));
        for fix in fixer.fixes(&finding) {
            first.applies(&fix.edits);
        }
        if let Some(text) = files.0.get(&*finding.path)
            && let Some(edit) = ignore_here(text, &finding)
        {
            assert!(apply(text, std::slice::from_ref(&edit)).is_ok(), "{edit:?} of {text:?}");
        }
    }
}
