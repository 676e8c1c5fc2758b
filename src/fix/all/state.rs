//! [`State`]: a workspace while fixes are tried in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::units::Unit;
use super::{After, Fixed, FixedAll, LeftOut};
use crate::edit::Edit;
use crate::rules::{Diagnostic, check_file, concerned};
use crate::text::{Draft, LineIndex, Span, TextEdit};
use crate::workspace::{Change, LiveWorkspace, Overlay, Sources, Workspace, map_all};

/// A changed file.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The path that it had before all fixes; `None` for a new one.
    pub first: Option<String>,
    /// Its text.
    pub draft: Draft,
}

/// A file after all fixes: where a finding of each code and message stands first, and the lines.
struct Now {
    spans: FxHashMap<(String, String), Span>,
    lines: LineIndex,
}

/// What was spent on trying fixes.
#[derive(Default)]
pub struct Effort {
    /// How many bytes of changed files were read.
    read: usize,
    /// How many of them are of files with syntax errors: each error is repaired anew then.
    repaired: usize,
    /// Both after all fixes were tried together for the first time.
    first: Option<(usize, usize)>,
}

/// How many bytes may be read in search of the fixes that do harm, beside many times what all changed files have. They take
/// some seconds.
const READ: usize = 8 << 20;
/// The same of files with syntax errors, beside a few times what all such files have.
const REPAIRED: usize = 1 << 20;

impl Effort {
    /// All fixes were tried together.
    pub fn begin(&mut self) {
        self.first.get_or_insert((self.read, self.repaired));
    }

    /// Whether so much was read that no more is tried.
    pub fn is_spent(&self) -> bool {
        self.first.is_some_and(|(read, _)| self.read > READ + 16 * read)
    }

    /// Whether so much was repaired that what does harm is not looked for.
    pub fn is_tiring(&self) -> bool {
        self.first.is_some_and(|(_, repaired)| self.repaired > REPAIRED + 4 * repaired)
    }
}

/// The path of a file that is changed, and the length of its text in bytes.
fn length(change: &Change) -> Option<(String, usize)> {
    match change {
        Change::Set { path, text } => Some((path.clone(), text.len())),
        _ => None,
    }
}

/// A workspace with the fixes that were applied.
pub struct State<'w, 's> {
    /// The workspace before all fixes.
    base: &'w Workspace,
    /// The workspace now.
    pub now: LiveWorkspace,
    /// The texts now.
    pub texts: Overlay<'s>,
    /// The changed files by their paths now.
    pub files: BTreeMap<String, Changed>,
    /// The findings of files that were checked again.
    findings: FxHashMap<Arc<str>, Vec<Diagnostic>>,
    fixed: Vec<Fixed>,
    /// Fixes that are not to be tried again, until others have been applied and nothing else is left to try.
    pub refused: Vec<Unit>,
    pub effort: Effort,
    today: jiff::civil::Date,
}

impl<'w, 's> State<'w, 's> {
    pub fn new(base: &'w Workspace, sources: &'s dyn Sources, today: jiff::civil::Date) -> Self {
        Self {
            base,
            now: base.clone().live(),
            texts: Overlay::new(Vec::new(), sources),
            files: BTreeMap::new(),
            findings: FxHashMap::default(),
            fixed: Vec::new(),
            refused: Vec::new(),
            effort: Effort::default(),
            today,
        }
    }

    /// The findings of a file with the fixes that have been applied so far.
    pub fn before(&self, path: &str) -> std::borrow::Cow<'_, [Diagnostic]> {
        match (self.findings.get(path), self.base.find(path)) {
            (Some(known), _) => known.into(),
            // No applied fix has touched it.
            (None, Some(id)) => check_file(self.base, id, self.today).into(),
            (None, None) => Vec::new().into(),
        }
    }

    /// The findings of some files with the fixes that have been applied so far.
    pub fn findings_of<'f>(&'f self, paths: &'f FxHashSet<Arc<str>>) -> impl Iterator<Item = Diagnostic> + 'f {
        paths.iter().flat_map(|path| self.before(path).into_owned())
    }

    /// Applies changes to the workspace; returns the findings of the files that they affect.
    pub fn apply(&mut self, changes: Vec<Change>) -> FxHashMap<Arc<str>, Vec<Diagnostic>> {
        for change in &changes {
            self.texts.set(change.clone());
        }
        let lengths: Vec<(String, usize)> = changes.iter().filter_map(length).collect();
        let touched = self.now.apply(changes, &self.texts);
        let is_broken = |path: &str| self.now.find(path).is_some_and(|id| !self.now.file(id).facts.syntax.is_empty());
        for (path, length) in &lengths {
            self.effort.read += length;
            self.effort.repaired += if is_broken(path) { *length } else { 0 };
        }
        let mut affected: Vec<_> = concerned(&self.now, &touched).into_iter().collect();
        affected.sort_unstable();
        let found = map_all(&affected, |id| (self.now.file(*id).path.clone(), check_file(&self.now, *id, self.today)));
        found.into_iter().collect()
    }

    /// Records fixes as applied, with the files and findings that they led to.
    pub fn keep(
        &mut self,
        units: Vec<Unit>,
        files: BTreeMap<String, Changed>,
        gone: &[String],
        findings: FxHashMap<Arc<str>, Vec<Diagnostic>>,
    ) {
        for Unit { findings, fix, .. } in units {
            for finding in findings {
                let first = self.files.get(&*finding.path).and_then(|file| file.first.as_deref());
                let path = first.map_or_else(|| finding.path.clone(), Into::into);
                self.fixed.push(Fixed { path, code: finding.code.into_owned(), title: fix.title.clone() });
            }
        }
        for path in gone {
            self.files.remove(path);
            self.findings.insert(path.as_str().into(), Vec::new());
        }
        self.files.extend(files);
        self.findings.extend(findings);
    }

    /// How many findings are mended.
    pub const fn mended(&self) -> usize {
        self.fixed.len()
    }

    /// What was done, as edits of the original texts.
    pub fn finish(self) -> FixedAll<'s> {
        let refused = self.left_out();
        let mut edits: Vec<Edit> = Vec::new();
        let mut renames: Vec<Edit> = Vec::new();
        let mut texts: BTreeMap<String, Vec<TextEdit>> = BTreeMap::new();
        for (path, file) in self.files {
            match file.first {
                None => edits.push(Edit::Create { path, text: file.draft.text().to_owned() }),
                Some(first) => {
                    texts.insert(first.clone(), file.draft.edits());
                    if first != path {
                        renames.push(Edit::Rename { path: first, to: path });
                    }
                }
            }
        }
        for (path, list) in texts {
            edits.extend(list.into_iter().map(|edit| Edit::Text { path: path.clone(), edit }));
        }
        edits.extend(renames);
        let after = After { workspace: self.now.into_workspace(), sources: self.texts, findings: self.findings };
        let after = (!edits.is_empty()).then_some(after);
        FixedAll { edits, fixed: self.fixed, refused, after }
    }

    fn left_in(&self, path: &str) -> Now {
        let mut spans = FxHashMap::default();
        for finding in &*self.before(path) {
            spans.entry((finding.code.to_string(), finding.message.clone())).or_insert(finding.span);
        }
        Now { spans, lines: LineIndex::new(&self.texts.read(path).unwrap_or_default()) }
    }

    /// The fixes that are not applied. Their findings are looked up by what they say: what was mended moved them.
    fn left_out<'a>(&'a self) -> Vec<LeftOut> {
        let mut files: FxHashMap<&str, Now> = FxHashMap::default();
        let left_out = |unit: &'a Unit| {
            let finding = unit.findings.first()?;
            let now = files.entry(&finding.path).or_insert_with(|| self.left_in(&finding.path));
            let span = now.spans.get(&(finding.code.to_string(), finding.message.clone())).copied();
            let line = now.lines.line_of(span.unwrap_or(finding.span).start) + 1;
            let code = finding.code.to_string();
            let harm = unit.harm.iter().min_by_key(|(path, _)| path.clone()).cloned();
            Some(LeftOut { path: finding.path.clone(), line, code, harm })
        };
        let mut all: Vec<LeftOut> = self.refused.iter().filter_map(left_out).collect();
        all.sort_by(|a, b| (&a.path, a.line, &a.code).cmp(&(&b.path, b.line, &b.code)));
        all
    }
}
