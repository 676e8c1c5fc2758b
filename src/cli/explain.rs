//! `sidestep explain`

use serde_json::json;

use super::arguments::{ExplainOptions, RefsFormat};
use super::output::answer::answer;
use super::{Exit, Failure, print};
use crate::content::kind_in_code;
use crate::rules::{Example, RULES, Rule, find, severity_of, url, without_marks};
use crate::text::{nearest, visible};
use crate::workspace::{Config, Severity, Sources as _};

pub(super) fn run(options: &ExplainOptions) -> Result<Exit, Failure> {
    let Some(code) = &options.code else { return list(options.format) };
    let rule = find(code).filter(|rule| rule.code == code || is_kind(code));
    let rule = rule.ok_or_else(|| no_code(code, ["unknown-skill", "unknown-tool"]))?;
    let own = settings_here().map(|config| severity_of(rule, code, &config));
    if options.format == RefsFormat::Json {
        let example = |example: &Example| json!({ "title": example.title, "text": without_marks(example.text) });
        let text = json!({
            "code": code, "url": url(rule), "summary": rule.summary(), "fixable": rule.fixable,
            "default": level(rule.severity), "severity": level(own.unwrap_or(rule.severity)),
            "explanation": prose(rule), "examples": rule.examples().iter().map(example).collect::<Vec<_>>(),
        });
        answer(text)?;
        return Ok(Exit::Clean);
    }
    let here = own.filter(|own| *own != rule.severity);
    let here = here.map(|own| format!("Severity in this workspace: {}.\n", level(own)));
    let explanation = without_marks(&crate::rules::explanation(rule));
    let explanation = match (here, explanation.split_once("\n\nDefault severity")) {
        (Some(here), Some((start, rest))) => format!("{start}\n\n{here}Default severity{rest}"),
        _ => explanation,
    };
    let code = visible(code);
    print::out(&format!("{code}\n\n{explanation}\n\nIn the examples \"#- path\" begins a file.\n"))?;
    Ok(Exit::Clean)
}

/// All codes, with their severity in the workspace here.
fn list(format: RefsFormat) -> Result<Exit, Failure> {
    let config = settings_here();
    let own = |rule: &Rule| config.as_ref().map_or(rule.severity, |config| severity_of(rule, rule.code, config));
    if format == RefsFormat::Json {
        let one = |rule: &&Rule| {
            json!({
                "code": rule.code, "url": url(rule), "summary": rule.summary(), "fixable": rule.fixable,
                "default": level(rule.severity), "severity": level(own(rule)),
            })
        };
        answer(json!({ "rules": RULES.iter().map(one).collect::<Vec<_>>() }))?;
        return Ok(Exit::Clean);
    }
    let width = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let mut list = print::Lines::default();
    for rule in RULES {
        list.push(&format!("{:width$}  {:7}  {}", rule.code, level(own(rule)), rule.summary()));
    }
    print::say(&list)?;
    Ok(Exit::Clean)
}

fn level(severity: Option<Severity>) -> &'static str {
    severity.map_or("off", Severity::as_str)
}

/// What a rule's documentation says before its examples, without the summary.
fn prose(rule: &Rule) -> &'static str {
    let text = rule.docs.split("\n## ").next().unwrap_or_default();
    text.split_once('\n').map_or("", |(_, rest)| rest.trim())
}

/// The settings of the workspace here, if there is one.
fn settings_here() -> Option<Config> {
    let here = std::env::current_dir().ok()?;
    let disk = crate::loader::find(&here, &here).ok()?.disks().next()?;
    let text = disk.read("sidestep.yaml").ok()?;
    Some(Config::read("sidestep.yaml", &text).0)
}

/// No finding has a code; `terms` are those of the kinds.
pub(super) fn no_code<'t>(code: &str, terms: impl IntoIterator<Item = &'t str>) -> Failure {
    let near = nearest(code, RULES.iter().map(|rule| rule.code).chain(terms));
    let help =
        near.map_or_else(|| "\"sidestep explain\" lists all codes".to_owned(), |n| format!("did you mean \"{n}\"?"));
    Failure::new(format!("no finding has the code \"{code}\"")).help(help)
}

/// Whether a code of the form `unknown-<kind>` names a kind: one that every workspace has, or one of the workspace here; where
/// none is, any but a misspelled code. In addresses the word "kind" stands without its brackets.
fn is_kind(code: &str) -> bool {
    let Some(kind) = kind_in_code(code) else { return false };
    let own = || match settings_here() {
        Some(config) => config.kind(kind).is_some(),
        None => {
            let known = RULES.iter().map(|rule| rule.code).chain(["unknown-skill", "unknown-tool"]);
            !kind.is_empty() && nearest(code, known).is_none()
        }
    };
    ["<kind>", "kind", "skill", "tool"].contains(&kind) || own()
}
