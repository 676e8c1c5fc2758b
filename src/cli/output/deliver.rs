//! Prints a report in one format, and writes it to files in others.

use std::path::Path;

use super::{Report, render, step_summary};
use crate::cli::arguments::{CheckOptions, Format};
use crate::cli::destination::{leads_out, write};
use crate::cli::{Failure, print};
use crate::text::visible;

/// What is said of a format that a file is to get and nobody asked for.
const NAME_IT: &str = "name the file that it leads to";

/// Prints and writes a report. `ran`: the check could run.
pub fn deliver(options: &CheckOptions, report: &Report, ran: bool) -> Result<(), Failure> {
    // A diff stands there instead; nothing does if there is none.
    if !options.diff || !ran || report.error.is_some() {
        print::out(&render(options.printed(), report, ran))?;
    }
    for (format, file) in options.files() {
        let text = render(format, report, ran);
        // Colours and links are for terminals.
        let text = if text.is_empty() { why(report) } else { anstream::adapter::strip_str(&text).to_string() };
        to_file(file, &text)?;
    }
    if options.formats.iter().any(|report| report.format == Format::Github) {
        step_summary::add(report);
    }
    Ok(())
}

fn to_file(file: &Path, text: &str) -> Result<(), Failure> {
    if leads_out(file) {
        let message = format!("{} cannot be written: a link leads out of the repository there", file.display());
        return Err(Failure::new(message).help(NAME_IT));
    }
    write(file, text)
}

/// Why the check could not run, in a file for people.
fn why(report: &Report) -> String {
    let Some((message, help)) = &report.error else { return String::new() };
    let help = help.as_ref().map(|help| format!("help: {}\n", visible(help))).unwrap_or_default();
    format!("error: {}\n{help}", visible(message))
}
