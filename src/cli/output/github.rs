//! Workflow commands of GitHub Actions: findings appear as annotations in a pull request.

use std::fmt::Write;
use std::path::Path;

use super::listed::in_repository;
use super::{Checked, Report};
use crate::cli::print::is_quiet;
use crate::cli::texts::Texts;
use crate::loader::{normal, slashed};
use crate::text::visible;
use crate::workspace::Severity;

/// Renders a report.
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    let printed = report.printed();
    for (checked, list) in &printed.workspaces {
        let texts = Texts::new(&checked.disk);
        for d in list {
            let (start, end) = texts.get(&d.path).range(d.span);
            let level = match d.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info | Severity::Hint => "notice",
            };
            // Control characters in messages are escaped already.
            let text = d.help.as_ref().map_or_else(|| d.message.clone(), |help| format!("{}\n{help}", d.message));
            let path = in_workflow(checked, &d.path);
            let columns = if start.line == end.line {
                // `endColumn` is inclusive.
                format!(",col={},endColumn={}", start.column, end.column.max(start.column + 1) - 1)
            } else {
                String::new()
            };
            let _ = writeln!(
                out,
                "::{level} file={},line={},endLine={}{columns},title={}::{}",
                property(&visible(&path)),
                start.line,
                end.line,
                property(&visible(&d.code)),
                data(&text)
            );
        }
    }
    out.push_str(&printed.rest());
    out.push_str(&report.statistics(None));
    match &report.error {
        None if is_quiet() => {}
        None => drop(writeln!(out, "{}", report.summary())),
        Some((message, help)) => {
            let text = help.as_ref().map_or_else(|| message.clone(), |help| format!("{message}\n{help}"));
            let shown: Vec<String> = text.lines().map(|line| visible(line).into_owned()).collect();
            let _ = writeln!(out, "::error title=sidestep::{}", data(&shown.join("\n")));
        }
    }
    out
}

/// A path of a workspace as an annotation has it: as seen from the folder of the workflow, where that has the repository, else
/// from the repository's.
fn in_workflow(checked: &Checked, path: &str) -> String {
    let folder = std::env::var_os("GITHUB_WORKSPACE").and_then(|folder| Path::new(&folder).canonicalize().ok());
    let full = normal(&checked.disk.path(path));
    let below = folder.filter(|folder| checked.disk.bound().starts_with(folder));
    below.and_then(|folder| full.strip_prefix(folder).ok().map(slashed)).unwrap_or_else(|| in_repository(checked, path))
}

/// Escapes a message (<https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts>).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
