//! [`fenced`]: a text that has to stay as it is, in a log of GitHub Actions.

use std::borrow::Cow;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use crate::text::commands_a_log;

/// On GitHub Actions, a diff that contains a workflow command comes between two lines that stop and resume workflow
/// commands; any other diff stays as it is. What applies diffs passes over lines before and behind.
/// (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions#stopping-and-starting-workflow-commands>)
pub fn fenced(diff: &str) -> Cow<'_, str> {
    if std::env::var_os("GITHUB_ACTIONS").is_none_or(|value| value != "true") || !commands_a_log(diff) {
        return Cow::Borrowed(diff);
    }
    // Random, so that no file can hold the line that resumes commands.
    let token: String = (0..2).map(|_| format!("{:016x}", RandomState::new().build_hasher().finish())).collect();
    Cow::Owned(format!("::stop-commands::{token}\n{diff}::{token}::\n"))
}
