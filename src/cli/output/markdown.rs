//! A table in Markdown: a comment on a pull request, the summary of a build.

use std::fmt::Write as _;

use super::listed::Listed;
use super::{Report, counted};
use crate::rules::{find, url};
use crate::text::{Encoding, visible};
use crate::workspace::Severity;

/// So many bytes a comment may have on GitHub, which counts characters; with room for what somebody adds.
const COMMENT: usize = 65_000;

/// Renders a report as one comment.
pub fn render(report: &Report) -> String {
    render_within(report, COMMENT)
}

/// Renders a report in so many bytes: errors first, with a count of the rest.
pub fn render_within(report: &Report, room: usize) -> String {
    let mut out = match &report.error {
        None => format!("### Sidestep: {}\n", report.counts()),
        Some((message, help)) => {
            let help = help.as_ref().map(|help| format!("{}\n", plain(help))).unwrap_or_default();
            format!("### Sidestep could not check\n\n{}\n{help}", plain(message))
        }
    };
    let listed = report.listed(true);
    let statistics = report.statistics(None);
    // Lines that are set in are code, whatever stands in them.
    let statistics: String = statistics.lines().map(|line| format!("    {line}\n")).collect();
    let statistics = if statistics.is_empty() { statistics } else { format!("\n{statistics}") };
    let room = room.saturating_sub(out.len() + statistics.len() + FOOT);
    let (table, told) = table(&listed, room);
    out.push_str(&table);
    let rest = listed.get(told..).unwrap_or_default();
    if !rest.is_empty() {
        let errors = rest.iter().filter(|listed| listed.finding.severity == Severity::Error).count();
        let errors = if errors > 0 { format!(", {} among them", counted(errors, "error")) } else { String::new() };
        let what = if rest.len() == 1 { "finding" } else { "findings" };
        let _ = writeln!(out, "\nAnd {} more {what}{errors}; `--format json` has them all.", rest.len());
    }
    out.push_str(&statistics);
    out
}

/// Room for what is said of the rest.
const FOOT: usize = 200;

/// The rows that fit, and how many they are.
fn table(listed: &[Listed<'_>], room: usize) -> (String, usize) {
    let mut out = String::from("\n| | where | what |\n|:-|:-|:-|\n");
    let mut told = 0;
    for listed in listed {
        let row = row(listed);
        if out.len() + row.len() > room {
            break;
        }
        out.push_str(&row);
        told += 1;
    }
    (if told > 0 { out } else { String::new() }, told)
}

fn row(listed: &Listed<'_>) -> String {
    let d = listed.finding;
    let place = listed.region(Encoding::Utf32).start;
    let level = d.severity.as_str();
    let level = if d.severity == Severity::Error { format!("**{level}**") } else { level.to_owned() };
    let code = plain(&d.code);
    let code = find(&d.code).map_or_else(|| code.clone(), |rule| format!("[{code}]({})", url(rule)));
    let help = d.help.as_ref().map(|help| format!("<br>{}", plain(help))).unwrap_or_default();
    format!(
        "| {level} | <code>{}:{}:{}</code> | {}{help}<br>{code} |\n",
        plain(&listed.shown()),
        place.line,
        place.column,
        plain(&d.message)
    )
}

/// A text in which Markdown sees nothing but letters: no markup, nobody who is called, no number that is a link.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in visible(text).chars() {
        match c {
            '&' | '<' | '>' | '|' | '*' | '_' | '`' | '[' | ']' | '~' | '\\' | '$' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            // Whoever reads mentions in finished text finds none either.
            '@' | '#' => {
                let _ = write!(out, "{c}&#8203;");
            }
            c => out.push(c),
        }
    }
    out
}
