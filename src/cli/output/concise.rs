//! One line for each finding: `path:line:column: severity[code] message`.

use std::fmt::Write;

use super::Report;
use crate::cli::texts::Texts;

/// Renders a report.
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    for checked in &report.workspaces {
        let texts = Texts::new(&checked.disk);
        for d in report.printed(checked) {
            let (start, _) = texts.get(&d.path).range(d.span);
            let _ = writeln!(
                out,
                "{}{}:{}:{}: {}[{}] {}",
                checked.shown,
                d.path,
                start.line,
                start.column,
                d.severity.as_str(),
                d.code,
                d.message
            );
        }
    }
    out
}
