//! The summary of a step of GitHub Actions, which shows more than its ten annotations of each severity.
//! (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary>)

use std::fs::OpenOptions;
use std::io::Write as _;

use super::{Report, markdown};
use crate::cli::print;
use crate::loader::explain;

/// A longer summary is dropped whole.
const LARGEST: usize = 1 << 20;

/// Adds a report to the summary, where there is one. That it cannot be written is said, and no reason to fail.
pub fn add(report: &Report) {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else { return };
    let written = OpenOptions::new().append(true).create(true).open(&path).and_then(|mut file| {
        // What the step has written before counts too.
        let before = usize::try_from(file.metadata()?.len()).unwrap_or(LARGEST);
        let text = markdown::render_within(report, LARGEST.saturating_sub(before + 1));
        if before + text.len() < LARGEST { file.write_all(text.as_bytes()) } else { Ok(()) }
    });
    if let Err(error) = written {
        print::note_line(&format!("note: the summary of the step cannot be written: {}", explain(&error)));
    }
}
