//! [`Listed`]: a finding with what formats for programs say of it.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{Checked, Report};
use crate::cli::roots::start;
use crate::cli::texts::{Text, Texts};
use crate::fix::{Fix, Fixer};
use crate::loader::{normal, relative, slashed};
use crate::rules::{Diagnostic, fingerprints_of};
use crate::text::{Encoding, LineColumn, Span};
use crate::workspace::Fingerprint;

/// A finding, with its text.
pub struct Listed<'r> {
    /// Its workspace.
    pub checked: &'r Checked,
    /// The finding.
    pub finding: &'r Diagnostic,
    /// The file that it is in.
    pub text: Rc<Text>,
    /// The texts of that workspace.
    pub texts: Rc<Texts<'r>>,
    /// Of that workspace too: each file is parsed once for the fixes of all its findings.
    fixer: Rc<Fixer<'r>>,
}

/// A range of a text, lines and columns from 1, the end exclusive.
#[derive(Clone, Copy, Debug)]
pub struct Region {
    /// Where it begins.
    pub start: LineColumn,
    /// Where it ends.
    pub end: LineColumn,
}

impl Listed<'_> {
    /// The finding's path as seen from the current folder.
    pub fn shown(&self) -> String {
        self.checked.path(&self.checked.shown, &self.finding.path)
    }

    /// The finding's path as seen from the folder that the program was started in.
    pub fn seen_from_start(&self) -> String {
        relative(start(), &normal(&self.checked.disk.path(&self.finding.path)))
    }

    /// The finding's path as seen from the repository's folder.
    pub fn in_repository(&self) -> String {
        in_repository(self.checked, &self.finding.path)
    }

    /// The finding's fixes, the best first.
    pub fn fixes(&self) -> Vec<Fix> {
        self.fixer.fixes(self.finding)
    }

    /// Where the finding is, in columns of an encoding.
    pub fn region(&self, encoding: Encoding) -> Region {
        self.text.region(self.finding.span, encoding)
    }
}

/// A path of a workspace as seen from the folder of its repository; where there is none, from the one that the program was
/// started in.
pub fn in_repository(checked: &Checked, path: &str) -> String {
    let (full, top) = (normal(&checked.disk.path(path)), checked.disk.bound());
    let below = full.strip_prefix(top).ok().filter(|_| top.join(".git").exists());
    below.map_or_else(|| relative(start(), &full), slashed)
}

impl Report {
    /// All findings that are shown, in the order of a report for people; with `errors_first`, by severity before that.
    pub fn listed(&self, errors_first: bool) -> Vec<Listed<'_>> {
        let mut all = Vec::new();
        for (checked, list) in self.sorted() {
            let texts = Rc::new(Texts::new(&checked.disk));
            let fixer = Rc::new(Fixer::new(&checked.workspace, &checked.disk));
            let one = |finding: &'_ Diagnostic| texts.get(&finding.path);
            all.extend(list.into_iter().map(|finding| Listed {
                checked,
                finding,
                text: one(finding),
                texts: texts.clone(),
                fixer: fixer.clone(),
            }));
        }
        if errors_first {
            all.sort_by_key(|listed| std::cmp::Reverse(listed.finding.severity));
        }
        all
    }
}

/// A number for each finding, which stays when lines before it come or go, and is no other finding's.
pub fn numbers(listed: &[Listed<'_>]) -> Vec<String> {
    let mut seen: FxHashMap<Fingerprint, usize> = FxHashMap::default();
    let mut numbers = vec![String::new(); listed.len()];
    let mut places: Vec<usize> = (0..listed.len()).collect();
    // Of equal ones the first in the text is the first, whatever order they are listed in.
    let workspace = |at: &usize| std::ptr::from_ref(listed[*at].checked).addr();
    places.sort_by_key(|at| (workspace(at), &listed[*at].finding.path, listed[*at].finding.span.start));
    for of_one in places.chunk_by(|a, b| workspace(a) == workspace(b)) {
        let Some(Listed { checked, .. }) = of_one.first().and_then(|at| listed.get(*at)) else { continue };
        let found: Vec<&Diagnostic> = of_one.iter().map(|at| listed[*at].finding).collect();
        for (at, print) in of_one.iter().zip(fingerprints_of(&checked.workspace, &checked.disk, &found)) {
            let nth = seen.entry(print.clone()).or_default();
            numbers[*at] = print.digits(*nth);
            *nth += 1;
        }
    }
    numbers
}

impl Text {
    /// Where a span stands, in columns of an encoding.
    pub fn region(&self, span: Span, encoding: Encoding) -> Region {
        let (start, end) = self.places(span, encoding);
        let one = |place: LineColumn| LineColumn { line: place.line + 1, column: place.column + 1 };
        Region { start: one(start), end: one(end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::output::marks::Marks;
    use crate::loader::{Disk, Loaded, load};
    use crate::rules::check_file;

    /// A file is read once for the fixes of all its findings: here it is gone before the second one is asked for its own.
    #[test]
    fn a_file_is_read_once_for_all_its_fixes() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("content/roles/a.yaml");
        std::fs::create_dir_all(path.with_file_name(""))?;
        std::fs::write(&path, "name: A\nsummary: One.\nskills: [SQL, SQL, SQL]\n")?;
        let Loaded { disk, workspace, .. } = load(Disk::given(folder.path(), folder.path()), &|_, _| ());
        let ids = workspace.files().map(|(id, _)| id);
        let found = ids.flat_map(|id| check_file(&workspace, id, jiff::civil::date(2026, 1, 31)));
        let diagnostics: Vec<Diagnostic> = found.filter(|d| d.code == "repeated-term").collect();
        let (prefix, shown) = Default::default();
        let checked = Checked { disk, workspace, diagnostics, files: 1, prefix, shown, marks: Marks::default() };
        let report = Report { workspaces: vec![checked], ..Report::default() };
        let listed = report.listed(true);
        assert_eq!(listed.len(), 2);
        assert_eq!(listed[0].fixes().len(), 1);
        std::fs::remove_file(&path)?;
        assert_eq!(listed[1].fixes().len(), 1);
        Ok(())
    }
}
