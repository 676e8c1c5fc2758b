//! One line for each finding: `path:line:column: severity[code] message`, and the flags that mend it.

use super::Report;
use crate::cli::texts::Texts;
use crate::fix::Fixer;
use crate::text::visible;

/// Renders a report.
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    let printed = report.printed();
    for (checked, list) in &printed.workspaces {
        let texts = Texts::new(&checked.disk);
        let fixer = Fixer::new(&checked.workspace, &checked.disk);
        for d in list {
            let (start, _) = texts.get(&d.path).range(d.span);
            let line = format!(
                "{}:{}:{}: {}[{}] {}",
                checked.path(&checked.shown, &d.path),
                start.line,
                start.column,
                d.severity.as_str(),
                d.code,
                d.message
            );
            let mends = checked
                .marks
                .of(d, checked, &fixer)
                .map(|mark| format!(" ({}{})", mark.flags, mark.rest))
                .unwrap_or_default();
            out.push_str(&visible(&line));
            out.push_str(&mends);
            out.push('\n');
        }
    }
    out.push_str(&printed.rest());
    out.push_str(&report.statistics(None));
    out
}
