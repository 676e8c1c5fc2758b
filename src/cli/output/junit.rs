//! A test report in the form of JUnit: a suite for each file with findings, a test case for each finding.
//! (<https://github.com/testmoapp/junitxml>)

use std::fmt::Write as _;

use super::listed::Listed;
use super::{Report, counted};
use crate::text::{Encoding, visible};

/// Renders a report. A finding that does not fail the check is a test that was skipped, with the reason.
pub fn render(report: &Report) -> String {
    let listed = report.listed(false);
    let fails = |listed: &&Listed<'_>| listed.finding.severity >= report.bar;
    let failures = listed.iter().filter(fails).count();
    let errors = usize::from(report.error.is_some());
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (tests, skipped) = (listed.len() + 1, listed.len() - failures);
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"");
    let _ = writeln!(out, "<testsuites name=\"sidestep\" {counts} time=\"0\">");
    // One test there is in any case: a report without any is taken for a mistake.
    let _ = writeln!(
        out,
        "  <testsuite name=\"sidestep check\" tests=\"1\" failures=\"0\" errors=\"{errors}\" skipped=\"0\" time=\"0\">"
    );
    let name = escaped(&format!("{} read", counted(report.files(), "file")));
    match &report.error {
        None => {
            let _ = writeln!(out, "    <testcase name=\"{name}\" classname=\"sidestep\" time=\"0\"/>");
        }
        Some((message, help)) => {
            let _ = writeln!(out, "    <testcase name=\"{name}\" classname=\"sidestep\" time=\"0\">");
            let help = escaped(help.as_deref().unwrap_or_default());
            let _ = writeln!(out, "      <error type=\"sidestep\" message=\"{}\">{help}</error>", escaped(message));
            out.push_str("    </testcase>\n");
        }
    }
    out.push_str("  </testsuite>\n");
    for file in listed.chunk_by(|a, b| a.finding.path == b.finding.path && std::ptr::eq(a.checked, b.checked)) {
        let (Some(first), failures) = (file.first(), file.iter().filter(fails).count()) else { continue };
        let _ = writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{}\" time=\"0\">",
            escaped(&first.in_repository()),
            file.len(),
            file.len() - failures
        );
        file.iter().for_each(|listed| case(&mut out, listed, fails(&listed)));
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn case(out: &mut String, listed: &Listed<'_>, fails: bool) {
    let d = listed.finding;
    let (path, place) = (escaped(&listed.in_repository()), listed.region(Encoding::Utf32).start);
    let code = escaped(&d.code);
    let _ = writeln!(
        out,
        "    <testcase name=\"{code} {}:{}\" classname=\"{path}\" file=\"{path}\" line=\"{}\" time=\"0\">",
        place.line, place.column, place.line
    );
    let message = escaped(&d.message);
    if fails {
        let whole = format!("{path}:{}:{}: {}[{code}] {message}", place.line, place.column, d.severity.as_str());
        let help = d.help.as_deref().map(|help| format!("\n{}", escaped(help))).unwrap_or_default();
        let _ = writeln!(out, "      <failure type=\"{code}\" message=\"{message}\">{whole}{help}</failure>");
    } else {
        let _ = writeln!(out, "      <skipped message=\"{}: {message}\"/>", d.severity.as_str());
    }
    out.push_str("    </testcase>\n");
}

/// A text in XML, made visible. What XML has no word for is replaced.
fn escaped(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(visible).collect();
    let mut out = String::with_capacity(text.len());
    for c in lines.join(" ").chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
