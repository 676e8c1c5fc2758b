//! How many findings each code and each file has.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::marks::class;
use super::{Report, counted};
use crate::text::visible;
use crate::workspace::Severity;

/// Beyond so many findings a report for people ends with statistics by itself.
pub const MANY: usize = 50;

/// So many files are named to people.
const MOST_FILES: usize = 20;

/// Counts, errors first.
#[derive(Debug, Serialize)]
pub struct Statistics {
    codes: Vec<OfCode>,
    files: Vec<OfFile>,
}

#[derive(Debug, Serialize)]
struct OfCode {
    code: String,
    severity: Severity,
    count: usize,
    /// How many have a fix that a check applies, with `--unsafe` too.
    fixable: usize,
}

#[derive(Debug, Serialize)]
struct OfFile {
    path: String,
    error: usize,
    warning: usize,
    info: usize,
    hint: usize,
}

impl Statistics {
    /// Counts what a report shows. `prefixed`: paths as in JSON, else as people see them.
    pub fn of(report: &Report, prefixed: bool, hints: bool) -> Self {
        let mut codes: FxHashMap<(Severity, &str), (usize, usize)> = FxHashMap::default();
        let mut files: FxHashMap<String, [usize; 4]> = FxHashMap::default();
        for checked in &report.workspaces {
            for d in checked.diagnostics.iter().filter(|d| hints || d.severity > Severity::Hint) {
                let (count, fixable) = codes.entry((d.severity, &d.code)).or_default();
                *count += 1;
                *fixable += usize::from(class(d).is_some());
                let path = checked.path(if prefixed { &checked.prefix } else { &checked.shown }, &d.path);
                let level = match d.severity {
                    Severity::Error => 0,
                    Severity::Warning => 1,
                    Severity::Info => 2,
                    Severity::Hint => 3,
                };
                files.entry(path).or_default()[level] += 1;
            }
        }
        let code = |((severity, code), (count, fixable)): ((Severity, &str), (usize, usize))| OfCode {
            code: code.to_owned(),
            severity,
            count,
            fixable,
        };
        let mut codes: Vec<OfCode> = codes.into_iter().map(code).collect();
        codes.sort_by(|a, b| (b.severity, b.count, &a.code).cmp(&(a.severity, a.count, &b.code)));
        let file =
            |(path, [error, warning, info, hint]): (String, [usize; 4])| OfFile { path, error, warning, info, hint };
        let mut files: Vec<OfFile> = files.into_iter().map(file).collect();
        let counts = |file: &OfFile| [file.error, file.warning, file.info, file.hint];
        files.sort_by(|a, b| counts(b).cmp(&counts(a)).then_with(|| a.path.cmp(&b.path)));
        Self { codes, files }
    }

    /// For people and logs, line by line; nothing where nothing was found.
    pub fn lines(&self) -> String {
        let mut out = String::new();
        if self.codes.is_empty() {
            return out;
        }
        let width = self.codes.iter().map(|of| of.count.to_string().len()).max().unwrap_or(0);
        let name = self.codes.iter().map(|of| of.code.len()).max().unwrap_or(0);
        out.push_str("by code\n");
        for OfCode { code, severity, count, fixable } in &self.codes {
            let level = severity.as_str();
            let mends = if *fixable > 0 { format!("  {fixable} with a fix") } else { String::new() };
            let line = format!("  {count:>width$}  {level:7}  {code:name$}{mends}");
            out.push_str(&visible(line.trim_end()));
            out.push('\n');
        }
        out.push_str("by file\n");
        for file in self.files.iter().take(MOST_FILES) {
            out.push_str(&visible(&format!("  {}  {}", file.path, file.counts())));
            out.push('\n');
        }
        if let Some(more) = self.files.len().checked_sub(MOST_FILES).filter(|more| *more > 0) {
            out.push_str(&format!("  and {more} more {}\n", if more == 1 { "file" } else { "files" }));
        }
        out
    }
}

impl OfFile {
    /// `2 errors, 1 hint`
    fn counts(&self) -> String {
        let all = [(self.error, "error"), (self.warning, "warning"), (self.info, "info"), (self.hint, "hint")];
        let some: Vec<String> = all.into_iter().filter(|(n, _)| *n > 0).map(|(n, word)| counted(n, word)).collect();
        some.join(", ")
    }
}
