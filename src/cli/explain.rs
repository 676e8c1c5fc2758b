//! `sidestep explain`

use super::arguments::ExplainOptions;
use super::{Exit, Failure, print};
use crate::rules::{RULES, find};
use crate::schema::nearest;
use crate::text::visible;
use crate::workspace::{Config, Sources};

pub(super) fn run(options: &ExplainOptions) -> Result<Exit, Failure> {
    let Some(code) = &options.code else {
        let width = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
        let mut list = print::Lines::default();
        for rule in RULES {
            let level = rule.severity.map_or("off", |s| s.as_str());
            list.push(&format!("{:width$}  {level:7}  {}", rule.code, rule.summary()));
        }
        print::say(&list)?;
        return Ok(Exit::Clean);
    };
    let rule = find(code).filter(|rule| rule.code == code || is_kind(code));
    let rule = rule.ok_or_else(|| no_code(code, ["unknown-skill", "unknown-tool"]))?;
    let explanation = crate::rules::explanation(rule);
    let code = visible(code);
    print::out(&format!(
        "{code}\n\n{explanation}\nIn the examples \"#- path\" begins a file, and carets mark what is underlined in the line above them.\n"
    ))?;
    Ok(Exit::Clean)
}

/// No finding has a code; `terms` are those of the kinds.
pub(super) fn no_code<'t>(code: &str, terms: impl IntoIterator<Item = &'t str>) -> Failure {
    let near = nearest(code, RULES.iter().map(|rule| rule.code).chain(terms));
    let help =
        near.map_or_else(|| "\"sidestep explain\" lists all codes".to_owned(), |n| format!("did you mean \"{n}\"?"));
    Failure::new(format!("no finding has the code \"{code}\"")).help(help)
}

/// Whether a code of the form `unknown-<kind>` names a kind: one that every workspace has, or one of the workspace here.
/// In addresses the word "kind" stands without its brackets.
fn is_kind(code: &str) -> bool {
    let Some(kind) = code.strip_prefix("unknown-") else { return false };
    let settings = || {
        let here = std::env::current_dir().ok()?;
        let found = crate::loader::find(&here, &here).ok()?;
        Some(found.disks().any(|disk| {
            let text = disk.read("sidestep.yaml").unwrap_or_default();
            Config::read("sidestep.yaml", &text).0.kind(kind).is_some()
        }))
    };
    ["<kind>", "kind", "skill", "tool"].contains(&kind) || settings().unwrap_or(false)
}
