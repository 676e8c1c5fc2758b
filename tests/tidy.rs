//! What the code promises about itself: layers, documentation, registration, generated files.
//!
//! Each promise is a function over texts that returns what breaks it, so that the tests at the end can show that it
//! does find a breach.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};

use sidestep::rules::{RULES, rules_page};

#[cfg(feature = "lsp")]
#[path = "support/settings.rs"]
mod settings;

#[path = "support/circles.rs"]
mod circles;

#[path = "support/rules.rs"]
mod rules;

#[path = "support/keys_by_name.rs"]
mod keys_by_name;

/// The layers, lowest first; each may use those before it. `loader` and the two front ends are set apart below.
const LAYERS: [&str; 9] = ["text", "syntax", "schema", "content", "workspace", "edit", "rules", "fix", "ide"];

/// A source file: its path below `src/` with `/`, and its text.
type Source = (String, String);

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let src = repository().join("src");
    let found = files(&src, "rs").into_iter().map(|path| {
        let inside = path.strip_prefix(&src).unwrap().components().map(|c| c.as_os_str().to_str().unwrap());
        (inside.collect::<Vec<_>>().join("/"), fs::read_to_string(&path).unwrap())
    });
    found.collect()
}

#[track_caller]
fn none(broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// Whether code in `from` may use `to`.
fn allowed(from: &str, to: &str) -> bool {
    let rank = |layer: &str| LAYERS.iter().position(|l| *l == layer);
    match (rank(from), rank(to)) {
        (Some(from), Some(to)) => to <= from,
        (Some(_), None) => !["loader", "cli", "lsp"].contains(&to),
        // The disk serves the front ends and knows neither.
        (None, _) if from == "loader" => !["cli", "lsp"].contains(&to),
        (None, _) => [from, to] != ["cli", "lsp"] && [from, to] != ["lsp", "cli"],
    }
}

/// The layers that a file uses, by `crate::…` and by `super::…` that climbs to the root, each with its line.
fn uses(path: &str, text: &str) -> Vec<(usize, String)> {
    let mut module: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
    if module.last() == Some(&"mod") {
        module.pop();
    }
    let mut found = Vec::new();
    // Modules written inside the file lie one deeper.
    let mut inner = 0;
    let code: String =
        text.lines().map(|l| if l.trim_start().starts_with("//") { "\n" } else { l }.to_owned() + "\n").collect();
    let mut offset = 0;
    for line in code.split_inclusive('\n') {
        let at = offset;
        offset += line.len();
        let trimmed = line.trim_start();
        if trimmed.starts_with("mod ") && trimmed.trim_end().ends_with('{') {
            inner += 1;
        }
        let number = code[..at].matches('\n').count() + 1;
        let depth = module.len() + inner;
        let mut climbs: Vec<usize> = line.match_indices("crate::").map(|(i, word)| at + i + word.len()).collect();
        for (i, _) in line.match_indices("super::") {
            if line[..i].ends_with("super::") {
                continue;
            }
            let rest = &line[i..];
            let steps = rest.len() - rest.trim_start_matches("super::").len();
            if steps / "super::".len() == depth {
                climbs.push(at + i + steps);
            }
        }
        for start in climbs {
            found.extend(heads(&code[start..]).into_iter().map(|head| (number, head)));
        }
    }
    found
}

/// The first names of a path or of each path in a group: `a::b` has `a`, `{a::{x, y}, b}` has `a` and `b`.
fn heads(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut depth = 0;
    let mut heads = vec![String::new()];
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(String::new()),
            c => heads.last_mut().unwrap().push(c),
        }
    }
    heads.iter().map(|head| name(head.trim())).filter(|head| !head.is_empty()).collect()
}

fn upward(sources: &[Source]) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in sources {
        let Some((layer, _)) = path.split_once('/') else { continue };
        for (line, to) in uses(path, text) {
            if !allowed(layer, &to) {
                broken.push(format!("src/{path}:{line}: {layer} must not use {to}"));
            }
        }
    }
    broken
}

#[test]
fn no_layer_uses_one_above_it() {
    let sources = sources();
    let known: Vec<&str> = LAYERS.into_iter().chain(["loader", "cli", "lsp"]).collect();
    for (path, _) in &sources {
        let layer = path.split_once('/').map_or(path.as_str(), |(layer, _)| layer);
        assert!(known.contains(&layer) || ["lib.rs", "main.rs"].contains(&layer), "src/{path} belongs to no layer");
    }
    none(upward(&sources));
}

#[test]
fn files_can_be_read_one_after_the_other() {
    none(circles::unknown(&sources(), &circles::CIRCLES));
}

fn undocumented(sources: &[Source]) -> Vec<String> {
    let bare = sources.iter().filter(|(_, text)| !text.starts_with("//! ") || text.starts_with("//! \n"));
    bare.map(|(path, _)| format!("src/{path} does not begin with \"//! \" and what it is for")).collect()
}

#[test]
fn every_module_says_what_it_is_for() {
    none(undocumented(&sources()));
}

/// Lines of code before the tests.
const LONGEST: usize = 500;

fn too_long(sources: &[Source]) -> Vec<String> {
    let code = |text: &str| text.lines().take_while(|l| l.trim() != "#[cfg(test)]").count();
    let long = sources.iter().map(|(path, text)| (path, code(text))).filter(|(_, lines)| *lines > LONGEST);
    long.map(|(path, lines)| format!("src/{path} has {lines} lines before its tests, {LONGEST} are enough")).collect()
}

#[test]
fn files_stay_short() {
    none(too_long(&sources()));
}

/// Words of the machinery that no author should read.
const JARGON: [&str; 9] =
    ["oneOf", "anyOf", "allOf", "instancePath", "instance path", "additionalProperties", "scalar", "mapping", "node"];

/// Sentences with jargon in them: string literals that hold a space.
fn jargon(sources: &[Source]) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in sources {
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (number, line) in (1..).zip(code.lines()) {
            if line.trim_start().starts_with("//") || line.contains("reason = ") {
                continue;
            }
            for literal in line.split('"').skip(1).step_by(2).filter(|l| l.contains(' ')) {
                let mut words = literal.split(|c: char| !c.is_alphanumeric());
                if let Some(word) = JARGON.iter().find(|j| words.any(|w| w == **j)) {
                    broken.push(format!("src/{path}:{number}: {word:?} in {literal:?}"));
                }
            }
        }
    }
    broken
}

#[test]
fn messages_use_the_words_of_authors() {
    none(jargon(&sources()));
}

/// Functions that are no features: they take what features return.
const OF_ANSWERS: [&str; 7] = ["triggers", "plain", "html", "html_preview", "markdown", "look_alike", "same_in"];

/// Features that a front end calls by their files, past `Analysis`, which lists them all.
fn past_the_analysis(sources: &[Source]) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in sources.iter().filter(|(path, _)| path.starts_with("cli/") || path.starts_with("lsp/")) {
        for (number, line) in (1..).zip(text.lines()) {
            let Some((_, used)) = line.split_once("crate::ide::") else { continue };
            let names = used.rsplit("::").next().unwrap_or_default();
            let names = names.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|name| !name.is_empty());
            let functions = names.filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
            for name in functions.filter(|name| !["self", "as", "ide"].contains(name) && !OF_ANSWERS.contains(name)) {
                broken.push(format!("src/{path}:{number}: {name} is called past Analysis, which lists all features"));
            }
        }
    }
    broken
}

#[test]
fn front_ends_ask_by_way_of_the_analysis() {
    none(past_the_analysis(&sources()));
}

#[test]
fn schemas_drive_features() {
    none(keys_by_name::breaches(&sources()));
}

/// The file names of rules, by their declarations, and declarations whose code is not the file's name.
fn declared(sources: &[Source]) -> (Vec<&str>, Vec<String>) {
    let (mut names, mut broken) = (Vec::new(), Vec::new());
    for (path, text) in sources {
        let Some(name) = path.strip_prefix("rules/").and_then(|p| p.strip_suffix(".rs")) else { continue };
        let Some((_, declaration)) = text.split_once("\ndeclare_rule!(\"") else { continue };
        let code = if name == "unknown_term" { "unknown-<kind>".to_owned() } else { name.replace('_', "-") };
        if !declaration.starts_with(&format!("{code}\"")) {
            broken.push(format!("src/{path} does not report \"{code}\""));
        }
        names.push(name);
    }
    (names, broken)
}

#[test]
fn every_rule_is_registered() {
    let sources = sources();
    let (names, broken) = declared(&sources);
    none(broken);
    partly_generated("src/rules/registry.rs", |text| rules::registry(text, &names));
}

/// What breaks the form of a rule's documentation: a summary, a paragraph, a bad and a good example.
fn ill_documented(code: &str, docs: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let mut need = |holds: bool, what: &str| {
        if !holds {
            broken.push(format!("{code}: {what}"));
        }
    };
    let summary = docs.lines().next().unwrap_or_default();
    need(!summary.is_empty() && !summary.ends_with('.'), "the first line is a summary without a full stop");
    let explanation = docs.split("\n## ").next().unwrap_or_default().trim_start_matches(summary).trim();
    need(explanation.len() > 80, "a paragraph explains the rule");
    for title in ["Bad", "Good"] {
        let section = docs.split("\n## ").find(|s| s.starts_with(&format!("{title}\n")));
        let example = section.and_then(|s| s.split_once("```yaml\n")).and_then(|(_, s)| s.split_once("\n```"));
        need(example.is_some_and(|(text, _)| text.starts_with("#- ")), &format!("an example \"{title}\""));
    }
    broken
}

#[test]
fn every_rule_is_documented() {
    none(RULES.iter().flat_map(|rule| ill_documented(rule.code, rule.docs)).collect());
    // No page without its rule.
    let pages = files(&repository().join("src/rules/docs"), "md");
    assert_eq!(pages.len(), RULES.len(), "one page in src/rules/docs for each rule");
}

#[test]
fn the_settings_schema_knows_every_code() {
    partly_generated("schema/config.schema.json", rules::settings);
}

#[test]
fn the_code_map_names_every_module() {
    let map = fs::read_to_string(repository().join("ARCHITECTURE.md")).unwrap();
    let mut missing: Vec<String> = sources()
        .iter()
        .filter_map(|(path, _)| path.split_once('/'))
        .map(|(layer, _)| format!("`{layer}/`"))
        .filter(|layer| !map.contains(layer.as_str()))
        .collect();
    missing.dedup();
    assert!(missing.is_empty(), "ARCHITECTURE.md does not name {missing:?}");
}

/// Compares a generated file with what it should be; with `UPDATE=1` writes it.
#[track_caller]
fn generated(path: &str, expected: &str) {
    let full = repository().join(path);
    if std::env::var_os("UPDATE").is_some_and(|v| v == "1") {
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(&full, expected).unwrap();
        return;
    }
    let got = fs::read_to_string(&full).unwrap_or_default().replace("\r\n", "\n");
    assert!(got == expected, "{path} is out of date: UPDATE=1 cargo test --test tidy");
}

#[test]
fn the_rules_page_is_up_to_date() {
    generated("docs/rules.md", &rules_page());
}

/// Compares a file that is generated in parts; with `UPDATE=1` writes it.
#[track_caller]
fn partly_generated(path: &str, write: impl Fn(&str) -> String) {
    let text = fs::read_to_string(repository().join(path)).unwrap().replace("\r\n", "\n");
    generated(path, &write(&text));
}

#[cfg(feature = "lsp")]
#[test]
fn editors_list_the_settings() {
    use sidestep::lsp::settings::Reader;
    partly_generated("editors/vscode/package.json", settings::manifest);
    partly_generated("editors/vscode/README.md", |text| settings::table(text, None, "sidestep."));
    partly_generated("editors/README.md", |text| settings::table(text, Some(Reader::Server), ""));
    partly_generated("editors/nvim/doc/sidestep.txt", settings::help);
}

/// Lines of a workflow that run an action which may change: one that is not named by its commit, with its version.
fn unpinned(text: &str) -> Vec<String> {
    let actions = text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "));
    let pinned = |action: &str| {
        action.split_once('@').and_then(|(_, rest)| rest.split_once(" # v")).is_some_and(|(commit, version)| {
            commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit()) && !version.is_empty()
        })
    };
    actions.filter(|action| !pinned(action)).map(|action| format!("{action} is not pinned")).collect()
}

/// The tests and files that a text names, between backticks, and that are not there. A test is a word with `_` in it.
fn unheld(text: &str, tests: &str, is_file: &dyn Fn(&str) -> bool) -> Vec<String> {
    let quoted = text.split('`').skip(1).step_by(2);
    let is_test = |word: &&str| {
        word.contains('_') && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    let is_path = |word: &&str| ["src/", "tests/", "fuzz/", "xtask/"].iter().any(|top| word.starts_with(top));
    let (paths, others): (Vec<&str>, Vec<&str>) = quoted.partition(is_path);
    let missing = others.into_iter().filter(is_test).filter(|name| *name != "node_modules");
    let missing = missing.filter(|name| !tests.contains(&format!("fn {name}()")));
    missing.chain(paths.into_iter().filter(|path| !is_file(path))).map(str::to_owned).collect()
}

/// Each promise names what holds it.
#[test]
fn what_holds_a_promise_is_there() {
    let all = ["src", "tests", "fuzz/src"].map(|top| files(&repository().join(top), "rs")).concat();
    let tests: String = all.into_iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let security = fs::read_to_string(repository().join("SECURITY.md")).unwrap();
    assert!(security.matches("`tests/").count() > 30);
    none(unheld(&security, &tests, &|path| repository().join(path).exists()));
}

/// The dependencies of a manifest, with their versions.
fn dependencies(manifest: &str) -> Vec<(String, String)> {
    let version = |rest: &str| {
        let rest = rest.split_once("version = ").map_or(rest, |(_, rest)| rest);
        rest.strip_prefix('"').and_then(|rest| rest.split('"').next()).map(str::to_owned)
    };
    let mut found = Vec::new();
    let mut is_there = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_there = line.contains("dependencies]");
        } else if let Some((name, rest)) = line.split_once(" = ").filter(|_| is_there && !line.starts_with('#')) {
            found.extend(version(rest).map(|version| (name.to_owned(), version)));
        }
    }
    found
}

/// Dependencies of two manifests that do not have the same version.
fn apart(one: &str, other: &str) -> Vec<String> {
    let known = dependencies(one);
    let differs = |(name, version): &(String, String)| known.iter().any(|(n, v)| n == name && v != version);
    dependencies(other).into_iter().filter(differs).map(|(name, version)| format!("{name} {version}")).collect()
}

/// Their types are each other's: a fuzz target gives the engine a day, and takes JSON from it.
#[test]
fn the_fuzz_targets_use_the_same_libraries() {
    let read = |path: &str| fs::read_to_string(repository().join(path)).unwrap();
    for manifest in ["fuzz/Cargo.toml", "xtask/Cargo.toml"] {
        let text = read(manifest);
        assert!(!dependencies(&text).is_empty());
        none(apart(&read("Cargo.toml"), &text));
    }
}

#[test]
fn workflows_run_what_was_looked_at() {
    let workflows = files(&repository().join(".github/workflows"), "yml");
    assert!(!workflows.is_empty());
    for path in workflows {
        let text = fs::read_to_string(&path).unwrap();
        none(unpinned(&text));
        // What a job may do is said, and is little unless the job says otherwise.
        assert!(text.contains("\npermissions:\n  contents: read\n"), "{}", path.display());
    }
}

/// Links in Markdown to files of the repository that do not exist.
#[test]
fn documents_link_to_what_exists() {
    let mut broken = Vec::new();
    let top = fs::read_dir(repository()).unwrap().map(|e| e.unwrap().path());
    let top = top.filter(|p| p.extension().is_some_and(|e| e == "md"));
    for path in top.chain(files(&repository().join("docs"), "md")) {
        let text = fs::read_to_string(&path).unwrap();
        // Examples are no links.
        let prose: String = text.split("```").step_by(2).collect();
        for target in prose.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            let local = !target.is_empty() && !target.contains(':');
            if local && !path.parent().unwrap().join(target).exists() {
                broken.push(format!("{} links to {target}", path.display()));
            }
        }
    }
    none(broken);
}

mod breaches {
    use super::*;

    fn source(path: &str, text: &str) -> Vec<Source> {
        vec![(path.to_owned(), text.to_owned())]
    }

    #[test]
    fn upward_uses_are_found() {
        for (path, text) in [
            ("text/a.rs", "use crate::syntax::Tree;"),
            ("syntax/a.rs", "use crate::{text::Span, content::{self, x}};"),
            ("syntax/a.rs", "use crate::{\n    text::Span,\n    rules,\n};"),
            ("content/a.rs", "fn f() { crate::workspace::load() }"),
            ("workspace/mod.rs", "use super::rules::RULES;"),
            ("workspace/a.rs", "use super::super::rules::RULES;"),
            ("workspace/a.rs", "mod tests {\n    use super::super::super::ide::page;\n}"),
            ("ide/page/html.rs", "use super::super::super::cli::Exit;"),
            ("ide/hover.rs", "use crate::loader::Disk;"),
            ("loader/a.rs", "use crate::cli::Exit;"),
            ("lsp/a.rs", "use crate::cli::Exit;"),
            ("cli/a.rs", "use crate::lsp::serve;"),
        ] {
            assert_eq!(upward(&source(path, text)).len(), 1, "{path}: {text}");
        }
        for (path, text) in [
            ("syntax/a.rs", "use crate::text::Span;\n// crate::rules is above\n/// [`crate::rules`]"),
            ("workspace/a.rs", "use super::files;\nuse crate::{content::{lower, rules}, text};"),
            ("workspace/a.rs", "mod tests {\n    use super::super::rules;\n}"),
            ("cli/a.rs", "use crate::loader::Disk;\nuse crate::ide::page;\nuse super::output;"),
            ("rules/a.rs", "use crate::rules::Rule;"),
        ] {
            none(upward(&source(path, text)));
        }
    }

    #[test]
    fn other_breaches_are_found() {
        let past = "use crate::ide::hover::{Hover, hover, plain};\n";
        assert_eq!(past_the_analysis(&source("lsp/a.rs", past)).len(), 1);
        assert!(past_the_analysis(&source("ide/a.rs", past)).is_empty());
        assert_eq!(undocumented(&source("text/a.rs", "use x;\n")).len(), 1);
        assert_eq!(undocumented(&source("text/a.rs", "//! What it is.\n")).len(), 0);
        let pair = |one: &str| {
            let texts = [("ide/mod.rs", "pub use b::B;\n"), ("ide/a.rs", one), ("ide/b.rs", "use super::a::{A, C};\n")];
            texts.map(|(path, text)| (path.to_owned(), text.to_owned()))
        };
        for uses in ["use super::b::B;\n", "use crate::ide::{B};\n", "pub(super) use crate::ide::b::{self, B};\n"] {
            assert_eq!(circles::unknown(&pair(uses), &[]).len(), 1, "{uses}");
            assert_eq!(circles::unknown(&pair(uses), &[("ide: a b c", "why")]).len(), 0, "{uses}");
        }
        assert_eq!(
            circles::unknown(&pair("use std::fs;\n#[cfg(test)]\nmod tests {\n    use super::super::b::B;\n}\n"), &[])
                .len(),
            0
        );
        let lines = "x\n".repeat(LONGEST + 1);
        assert_eq!(too_long(&source("text/a.rs", &lines)).len(), 1);
        assert_eq!(too_long(&source("text/a.rs", &format!("x\n#[cfg(test)]\n{lines}"))).len(), 0);
        assert_eq!(jargon(&source("rules/a.rs", "f(\"this matches no oneOf branch\")")).len(), 1);
        assert_eq!(jargon(&source("rules/a.rs", "f(\"oneOf\"); // a node\n")).len(), 0);
        for line in ["let a = node.get(\"title\");", "if key.scalar_text() == \"id\" {", "root.entry(\"name\")?"] {
            assert_eq!(keys_by_name::breaches(&source("ide/hover/thing.rs", line)).len(), 1, "{line}");
            assert_eq!(keys_by_name::breaches(&source("ide/page/model.rs", line)).len(), 0, "{line}");
        }
        assert_eq!(keys_by_name::breaches(&source("ide/a.rs", "map.get(key); // node.get(x)\n")).len(), 0);
        assert_eq!(keys_by_name::breaches(&source("ide/page/model.rs", "f(\"rows\")\n")).len(), 1);
        let rule = source("rules/new_rule.rs", "\ndeclare_rule!(\"new-rule\": Hint);\n");
        assert_eq!(declared(&rule), (vec!["new_rule"], Vec::new()));
        assert_eq!(declared(&source("rules/new.rs", &rule[0].1)).1.len(), 1);
        let list = |names: &str| format!("x\n{}{names}];\ny\n", rules::LIST);
        let (old, new) = (list("    &super::b::RULE,\n    &super::gone::RULE,\n"), ["a", "b"]);
        assert_eq!(rules::registry(&old, &new), list("    &super::b::RULE,\n    &super::a::RULE,\n"));
        let held = "It holds (`one_holds` in `tests/a.rs`; `two_hold` in `src/b.rs`; `check`).";
        assert_eq!(unheld(held, "fn one_holds() {", &|path| path == "tests/a.rs"), ["two_hold", "src/b.rs"]);
        let libraries = |version: &str| format!("[dependencies]\na = {{ version = \"{version}\" }}\nb = \"1\"\n");
        assert_eq!(apart(&libraries("1"), &libraries("0.2")), ["a 0.2"]);
        assert_eq!(apart(&libraries("1"), &libraries("1")), [""; 0]);
        assert_eq!(unpinned("    - uses: a/b@v4\n      uses: a/b@main # v4\n").len(), 2);
        assert_eq!(unpinned(&format!("- uses: a/b@{} # v4.2\n", "0a".repeat(20))).len(), 0);
        assert_eq!(ill_documented("x", "").len(), 4);
        assert_eq!(ill_documented("x", "A summary.\n\nShort.\n\n## Bad\n\nNo example.\n").len(), 4);
        none(RULES.iter().take(1).flat_map(|rule| ill_documented(rule.code, rule.docs)).collect());
    }
}
