//! The documentation of rules as text: for `sidestep explain` and for `docs/rules.md`.

use super::{RULES, Rule};

const DOCS: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/v", env!("CARGO_PKG_VERSION"), "/docs/rules.md");

/// The address of a rule's documentation.
#[must_use]
pub fn url(rule: &Rule) -> String {
    format!("{DOCS}#{}", anchor(rule.code))
}

/// An example as an author writes it: without the lines that mark what is found in it.
#[must_use]
pub fn without_marks(example: &str) -> String {
    let is_mark = |line: &&str| {
        let Some((place, code)) = line.trim_start().strip_prefix('#').and_then(|rest| rest.trim_end().rsplit_once(' '))
        else {
            return false;
        };
        let is_code = !code.is_empty() && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let place = place.trim();
        let columns =
            place.split_once('-').is_some_and(|(from, to)| from.parse::<u32>().is_ok() && to.parse::<u32>().is_ok());
        is_code && (columns || !place.is_empty() && place.chars().all(|c| c == '^'))
    };
    let lines: Vec<&str> = example.lines().filter(|line| !is_mark(line)).collect();
    lines.join("\n")
}

/// A rule's documentation with its severity and whether it comes with fixes.
#[must_use]
pub fn explanation(rule: &Rule) -> String {
    let level = rule.severity.map_or("off", |s| s.as_str());
    let fix = if rule.fixable { " It comes with a fix." } else { "" };
    let (summary, rest) = rule.docs.split_once('\n').unwrap_or((rule.docs, ""));
    format!("{summary}.\n\nDefault severity: {level}.{fix}\n{rest}")
}

/// The page `docs/rules.md`.
#[must_use]
pub fn rules_page() -> String {
    let mut page = String::from(
        "# Rules\n\nEvery finding that Sidestep makes. `sidestep explain CODE` prints the same text. Severities can be changed under\n`rules:` in `sidestep.yaml`; a comment `# sidestep: ignore[CODE]` silences a finding in one place.\n\nIn the examples `#- path` begins a file, and carets mark what is underlined in the line above them.\n\n| code | default | what it reports |\n|---|---|---|\n",
    );
    for rule in RULES {
        let level = rule.severity.map_or("off", |s| s.as_str());
        page.push_str(&format!("| [`{}`](#{}) | {level} | {} |\n", rule.code, anchor(rule.code), rule.summary()));
    }
    for rule in RULES {
        page.push_str(&format!("\n## `{}`\n\n{}", rule.code, explanation(rule).replace("\n## ", "\n### ")));
    }
    page
}

fn anchor(code: &str) -> String {
    code.replace(['<', '>'], "")
}
