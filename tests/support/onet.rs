//! A workspace of real occupations: those of the O*NET database, where its data is at hand.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::data_sets::data;

/// How many names of a list the own row's cell takes.
pub const CELL_NAMES: usize = 4;

/// An occupation.
#[derive(Debug)]
pub struct Occupation {
    /// Its name.
    pub name: String,
    /// Other titles; some are those of other occupations too.
    pub aliases: Vec<String>,
    /// What it is.
    pub summary: String,
    /// Names of skills.
    pub skills: Vec<String>,
    /// Names of technologies.
    pub tools: Vec<String>,
    /// Names of related occupations, ranked.
    pub related: Vec<String>,
}

/// The occupations, or `None` where the data is not at hand: see [`data`].
#[must_use]
pub fn occupations() -> Option<Vec<Occupation>> {
    let text = data("onet-roles.jsonl.gz")?;
    let read = |line: &str| -> Occupation {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let list = |key: &str| -> Vec<String> {
            value[key].as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
        };
        Occupation {
            name: text("name"),
            aliases: list("aliases"),
            summary: text("summary"),
            skills: list("skills"),
            tools: list("tools"),
            related: list("related"),
        }
    };
    Some(text.lines().map(read).collect())
}

/// A scalar in double quotes.
#[must_use]
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text")
}

fn flow(items: &[String]) -> String {
    format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "))
}

/// The path of an occupation's file.
#[must_use]
pub fn path(name: &str) -> String {
    let words = name.to_lowercase();
    let words = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    format!("content/roles/{}.yaml", words.collect::<Vec<_>>().join("-"))
}

/// Their workspace: a role with a full page for each, the related ones as its alternatives.
#[must_use]
pub fn workspace(occupations: &[Occupation]) -> Vec<(String, String)> {
    let names = |of: fn(&Occupation) -> &[String]| -> String {
        let all: BTreeSet<&String> = occupations.iter().flat_map(of).collect();
        all.into_iter().map(|name| format!("- name: {}\n", quoted(name))).collect()
    };
    let settings = "columns:\n  - { name: Primary Focus }\n  - { name: Key Skills, kind: skill, optional: true }\n  - { name: Common Tools/Technologies, kind: tool, optional: true }\n";
    let mut files = vec![
        ("sidestep.yaml".to_owned(), settings.to_owned()),
        ("content/skills.yaml".to_owned(), names(|o| &o.skills)),
        ("content/tools.yaml".to_owned(), names(|o| &o.tools)),
    ];
    files.extend(occupations.iter().map(|occupation| (path(&occupation.name), role(occupation))));
    files
}

fn role(occupation: &Occupation) -> String {
    let Occupation { name, aliases, summary, skills, tools, related } = occupation;
    let mut text = format!("name: {}\nsummary: {}\n", quoted(name), quoted(summary));
    for (key, list) in [("aliases", aliases), ("skills", skills), ("tools", tools)] {
        if !list.is_empty() {
            let _ = writeln!(text, "{key}: {}", flow(list));
        }
    }
    if related.is_empty() {
        return text;
    }
    let _ = write!(text, "why: |\n  {}\nalternatives:\n", summary.replace('\n', " "));
    for other in related {
        let _ = writeln!(text, "  - role: {}\n    tagline: Near to it\n    about: Much the same work.", quoted(other));
    }
    let _ =
        write!(text, "comparison:\n  rows:\n    - role: {}\n      Primary Focus: {}\n", quoted(name), quoted(summary));
    let some = |list: &[String]| flow(&list[..list.len().min(CELL_NAMES)]);
    for (column, list) in [("Key Skills", skills), ("Common Tools/Technologies", tools)] {
        if !list.is_empty() {
            let _ = writeln!(text, "      {column}: {}", some(list));
        }
    }
    for other in related {
        let _ = writeln!(text, "    - role: {}", quoted(other));
    }
    text.push_str("how_to_pick:\n  options:\n");
    for other in related {
        let _ = writeln!(text, "    - if: you like it\n      role: {}\n      then: Go there.", quoted(other));
    }
    text
}
