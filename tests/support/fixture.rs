//! Fixtures: several files in one text, with the expected findings drawn under the lines.
//!
//! `#- path` starts a file. A line that is `#`, spaces and carets, then a code, marks the characters above the carets;
//! `#3-7 code` marks columns 3 to 7 (from 1, both included) where carets cannot be drawn. Marker lines are taken out
//! before the files are read, so they may stand inside block scalars.

use std::collections::BTreeMap;

use sidestep::edit::Edit;
use sidestep::rules::{Diagnostic, check_workspace};
use sidestep::text::{LineIndex, TextEdit, apply};
use sidestep::workspace::{Sources, Workspace};

/// An expected or found finding: path, line, first column, column after the last, code. Lines and columns (in Unicode
/// scalar values) count from 1.
pub type Mark = (String, u32, u32, u32, String);

/// Files in memory.
#[derive(Debug, Default, Clone)]
pub struct Files(pub BTreeMap<String, String>);

impl Sources for Files {
    fn read(&self, path: &str) -> Result<String, String> {
        self.0.get(path).cloned().ok_or_else(|| "there is no such file".to_owned())
    }

    fn exists(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    fn inside(&self, folder: &str) -> Vec<String> {
        let lead = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let below = self.0.keys().filter_map(|path| path.strip_prefix(&lead));
        let mut names: Vec<String> =
            below.map(|path| path.split_inclusive('/').next().unwrap_or_default().to_owned()).collect();
        names.dedup();
        names
    }
}

impl Files {
    /// The workspace of these files.
    pub fn workspace(&self) -> Workspace {
        Workspace::load(&self.0.keys().cloned().collect::<Vec<_>>(), self)
    }

    /// The files after some edits.
    pub fn after(&self, edits: &[Edit]) -> Self {
        let mut files = self.clone();
        let mut texts: BTreeMap<&str, Vec<TextEdit>> = BTreeMap::new();
        for edit in edits {
            if let Edit::Text { path, edit } = edit {
                texts.entry(path).or_default().push(edit.clone());
            }
        }
        for (path, edits) in texts {
            let text = files.0.get_mut(path).unwrap();
            *text = apply(text, &edits).unwrap();
        }
        for edit in edits {
            match edit {
                Edit::Text { .. } => {}
                Edit::Create { path, text } => assert!(files.0.insert(path.clone(), text.clone()).is_none()),
                Edit::Rename { path, to } => {
                    let text = files.0.remove(path).unwrap();
                    assert!(files.0.insert(to.clone(), text).is_none());
                }
                Edit::Delete { path } => assert!(files.0.remove(path).is_some()),
            }
        }
        files
    }

    /// The files as a fixture.
    pub fn text(&self) -> String {
        self.0.iter().map(|(path, text)| format!("#- {path}\n{text}")).collect()
    }

    /// All findings.
    pub fn check(&self) -> Vec<Diagnostic> {
        check_workspace(&self.workspace(), jiff::civil::date(2026, 11, 24))
    }

    /// All findings as marks, sorted.
    pub fn marks(&self) -> Vec<Mark> {
        let mut marks: Vec<Mark> = self.check().iter().map(|d| self.mark(d)).collect();
        marks.sort();
        marks
    }

    /// A finding as a mark. A range over several lines ends at the end of its first.
    pub fn mark(&self, d: &Diagnostic) -> Mark {
        let text = self.0.get(&*d.path).map_or("", String::as_str);
        let lines = LineIndex::new(text);
        let start = lines.char_position(d.span.start);
        let end = lines.char_position(d.span.end);
        let end = if end.line == start.line {
            end.column
        } else {
            let line = lines.line_span(start.line - 1, text);
            lines.char_position(line.end).column
        };
        (d.path.to_string(), start.line, start.column, end, d.code.to_string())
    }
}

/// Takes a fixture apart: its files and its marks.
pub fn parse(fixture: &str) -> (Files, Vec<Mark>) {
    let mut files = Files::default();
    let mut marks = Vec::new();
    let mut path = String::new();
    let mut line = 0;
    for text in fixture.split_inclusive('\n') {
        let body = text.trim_end();
        if let Some(next) = body.strip_prefix("#- ") {
            path = next.to_owned();
            line = 0;
            files.0.entry(path.clone()).or_default();
        } else if let Some((from, to, code)) = marker(body) {
            // A caret under nothing is a zero-width place.
            let above = files.0[&path].lines().last().map_or(0, |l| l.chars().count() as u32);
            let to = if from > above { from } else { to };
            marks.push((path.clone(), line, from, to, code));
        } else {
            line += 1;
            files.0.entry(path.clone()).or_default().push_str(text);
        }
    }
    marks.sort();
    (files, marks)
}

fn marker(line: &str) -> Option<(u32, u32, String)> {
    let rest = line.trim_start().strip_prefix('#')?;
    let (place, code) = rest.trim_end().rsplit_once(' ')?;
    if let Some((from, to)) = place.split_once('-').filter(|(from, _)| !from.is_empty()) {
        return Some((from.parse().ok()?, to.parse::<u32>().ok()? + 1, code.to_owned()));
    }
    let carets = place.trim_start();
    let drawn = !carets.is_empty() && carets.chars().all(|c| c == '^') && place.chars().all(|c| matches!(c, ' ' | '^'));
    let from = (line.chars().count() - line.trim_start_matches(|c| c != '^').chars().count()) as u32 + 1;
    drawn.then(|| (from, from + carets.chars().count() as u32, code.to_owned()))
}

/// Checks that the findings at warning level and above, and those of the marked codes, are exactly the marks.
#[track_caller]
pub fn check(fixture: &str) {
    let (files, expected) = parse(fixture);
    let found = files.check();
    let codes: Vec<&str> = expected.iter().map(|(.., code)| code.as_str()).collect();
    let mut got: Vec<Mark> = found
        .iter()
        .filter(|d| d.severity >= sidestep::workspace::Severity::Warning || codes.contains(&&*d.code))
        .map(|d| files.mark(d))
        .collect();
    got.sort();
    assert_eq!(got, expected, "\n{fixture}\nfound: {found:#?}");
}
