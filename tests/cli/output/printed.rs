//! What is printed is text: whatever names, keys, paths and messages hold, no terminal and no log obeys it.
#![cfg(unix)]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::process::Command;

use serde_json::Value;

use crate::changes::has_git;
use crate::quoted::quoted;
use crate::support::{Folder, Ran, command};

/// Sets a window's title, clears the screen, turns what follows around, and speaks to the logs of two services.
const EVIL: &str =
    "\u{1b}]0;t\u{7}\u{1b}[5m\u{9b}2J\r\n \n::stop-commands::x\u{202e}\u{2066} ##[error]y ##VSO[task.z]q";
/// The same as a part of a path.
const PATH: &str = "d\n::error::x\u{1b}[5m\u{202e}##[error]##vso[task]\r::x";
/// A file in the folder itself, with which a line begins.
const FIRST: &str = "::stop-commands::x.role.yaml";

/// A quoted scalar with [`EVIL`] behind some words.
fn evil(words: &str) -> String {
    quoted(&format!("{words} {EVIL}"))
}

const FORMATS: [&str; 9] = ["human", "concise", "json", "github", "gitlab", "sarif", "junit", "rdjson", "markdown"];

fn folder() -> Folder {
    let settings = format!(
        "roles: [\"content/roles/**/*.yaml\", \"*.role.yaml\"]\nvocabularies: {{ tool: [content/tools.yaml], {}: [content/k.yaml] }}\ncolumns: [{{ name: {} }}, {{ name: Tools, kind: tool }}]\n{}: x\nschemas: {{ role: {} }}\n",
        evil("kind"),
        evil("Focus"),
        evil("key"),
        evil("none"),
    );
    let tools = format!(
        "- name: {}\n  avoid: [{}]\n  category: {}\n- name: {}\n  summary: {}\n- name: {1}\n",
        evil("Tool"),
        evil("Tul"),
        evil("group"),
        evil("Other"),
        evil("said"),
    );
    let role = format!(
        "name: {}\naliases: [{}]\nsummary: {}\n{}: x\ntools: [{}, {}]\nwhy: {}\nalternatives:\n  - {{ role: {}, tagline: t, about: a }}\n  - {{ role: {}, tagline: t, about: a, {}: b }}\ncomparison:\n  rows:\n    - {{ role: {0}, {}: c, {}: d, Tools: {} }}\n    - {{ role: {} }}\nhow_to_pick:\n  options:\n    - {{ if: a, role: {}, then: b }}\n",
        evil("Role"),
        evil("Alias"),
        evil("See [[Nobody"),
        evil("key"),
        evil("Tul"),
        evil("Nothing"),
        evil("See [[none]] and [a](b.yaml) and the Second"),
        evil("Second"),
        evil("Third"),
        evil("more"),
        evil("Focus"),
        evil("Fokus"),
        evil("Tul"),
        evil("Fourth"),
        evil("Second"),
    );
    let second = format!("name: {}\nsummary: x\nstatus: retired\nreplaced_by: {}\n", evil("Second"), evil("Role"));
    let broken = format!("name: x{EVIL}\n  ::error::z ##[error] {}\n \u{1b}[5m: [\n", evil("x"));
    Folder::new(&[
        ("sidestep.yaml", &settings),
        ("content/tools.yaml", &tools),
        ("content/k.yaml", &format!("- name: {}\n", evil("K"))),
        (&format!("content/roles/{PATH}.yaml"), &role),
        (&format!("content/roles/{PATH}/second.yaml"), &second),
        ("content/roles/broken.yaml", &broken),
        (FIRST, &format!("name: Plain\nsummary: x\nalternatives: [{{ role: {} }}]\nx:\n", evil("Second"))),
    ])
}

/// Fails where something printed would be obeyed. Commands that the program itself gives to a log begin with `own`.
#[track_caller]
fn is_text(what: &str, ran: &Ran, own: &str) {
    for text in [&ran.out, &ran.err] {
        let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let bad = text.chars().find(|c| (c.is_control() && *c != '\n') || turns(*c));
        assert_eq!(bad, None, "{what}: {text}");
        let lower = text.to_lowercase();
        assert!(!lower.contains("##[") && !lower.contains("##vso["), "{what}: {text}");
        for line in text.lines().filter(|line| line.trim_start().starts_with("::")) {
            let levels = ["::error file=", "::warning file=", "::notice file="];
            // Before the place of another file; no command has that name.
            let place = line.trim_start().starts_with("::: ");
            assert!(place || own == "github" && levels.iter().any(|l| line.starts_with(l)), "{what}: {line}");
        }
    }
}

#[test]
fn every_format_of_check() {
    let folder = folder();
    for more in [&[][..], &["--show", "hint"], &["--fix"]] {
        for format in FORMATS {
            let arguments = [&["check", "--format", format], more].concat();
            let plain = folder.run(&[&arguments[..], &["--color", "never"]].concat());
            is_text(&arguments.join(" "), &plain, format);
            assert!(plain.out.contains("Third") && plain.out.contains("stop-commands"), "it is shown: {}", plain.out);
            if more.is_empty() {
                let colour = folder.run(&[&arguments[..], &["--color", "always"]].concat());
                assert_eq!(anstream::adapter::strip_str(&colour.out).to_string(), plain.out);
                assert!(!colour.out.contains("\u{1b}[5m"), "a colour of their own");
            }
        }
    }
}

#[test]
fn carets_stand_below_what_they_mean() {
    let folder = Folder::clean();
    folder.write("content/roles/c.yaml", "name: C\nsummary: \"a##[b\u{202e} [[Nobody]] x\"\n");
    let shown = folder.run(&["check", "--only", "unknown-role"]).out;
    let at = |c: &str| shown.lines().find_map(|line| line.find(c)).unwrap();
    assert!(shown.contains("a##\\u{5b}b\\u{202e} [[Nobody]]"), "{shown}");
    assert_eq!(at("^^^^^^"), at("Nobody]]"), "{shown}");
}

#[test]
fn every_other_command() {
    let name = |words: &str| format!("{words} {}", EVIL.split_whitespace().collect::<Vec<_>>().join(" "));
    let (role, second, tool, other) = (name("Role"), name("Second"), name("Tool"), name("Other"));
    let (kind, column) = (format!("kind {EVIL}"), name("Focus"));
    let commands: &[&[&str]] = &[
        &["refs", &role],
        &["refs", &second],
        &["refs", &tool, "--format", "json"],
        &["refs", "Role x"],
        &["refs", EVIL, "--kind", EVIL],
        &["refs", &name("group")],
        &["rename", "role", EVIL, "x"],
        &["rename", "role", &role, "A\u{1b}[5mB"],
        &["rename", "role", &role, "New", "--keep-old", "alias"],
        &["rename", "tool", &tool, &other],
        &["rename", "column", &column, "Tools"],
        &["rename", &kind, &tool, "x"],
        &["rename", EVIL, EVIL, EVIL],
        &["retire", &role, "--for", &second],
        &["retire", &second, "--for", "Plain"],
        &["merge", "tool", &tool, &other],
        &["merge", "tool", &tool, EVIL],
        &["delete", "role", &second],
        &["delete", "role", &second, "--force"],
        &["new", "role", EVIL],
        &["new", "role", "A\n::error::b", "--like", &role],
        &["explain", EVIL],
        &["explain", &format!("unknown-{kind}")],
        &["render", EVIL],
        &["render", FIRST, "--out", "no/\u{1b}[5m"],
        &["render", "content/roles/broken.yaml"],
        &["init", &format!("content/{PATH}")],
        &["init"],
        &["check", EVIL],
        &["check", &format!("--{EVIL}")],
        &["check", "--format", EVIL],
        &["check", "--color", EVIL],
        &[EVIL],
        &["recover"],
        &["recover", EVIL],
        &["completions", EVIL],
        &["rename", "role", &role, "New", "--dry-run", "--format", "json"],
        &["delete", "role", &role, "--format", "json"],
        &["explain", EVIL, "--format", "json"],
        &["list"],
        &["list", "roles"],
        &["list", "tools", "--format", "json"],
        &["list", EVIL],
        &["list", &kind],
        &["stats"],
        &["stats", "--format", "json"],
        &["schema", EVIL],
        &["man", EVIL],
        &["check", "-", "--stdin-filename", EVIL],
        &["check", "--format", EVIL],
        &["check", "--format", &format!("sarif={EVIL}/x")],
    ];
    for arguments in commands {
        let folder = folder();
        folder.write("content/roles/broken.yaml", "name: Broken\nsummary: x\n");
        is_text(&arguments.join(" "), &folder.run(arguments), "");
    }
    // What is merged and said otherwise.
    let folder = folder();
    let two = |a: &str, b: &str| format!("- name: {a}\n  summary: {}\n- name: {b}\n  summary: y\n", evil("a"));
    folder.write("content/tools.yaml", two("A", "B"));
    let refused = folder.run(&["merge", "tool", "A", "B"]);
    refused.is(1).err_has("would be lost");
    is_text("merge", &refused, "");
}

#[test]
fn names_of_any_bytes() {
    let folder = folder();
    let name = OsStr::from_bytes(b"\xff\x1b[5m\n::x \xc2\x9b.yaml");
    // Some systems have no such names.
    if std::fs::write(folder.path("content/roles").join(name), "name: [\n").is_err() {
        return;
    }
    for format in FORMATS {
        let ran = folder.run(&["check", "--format", format]);
        is_text(format, &ran, format);
        let shown = ran.out.contains("\u{fffd}") || ran.out.contains("%EF%BF%BD");
        assert!(shown, "it is shown: {}", ran.out);
    }
    let output = command(&folder.root(), &["check"]).arg(name).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let ran = Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) };
    is_text("as an argument", &ran, "");
}

/// JSON keeps what it is about; only its escapes are others.
#[test]
fn json_says_what_is_there() {
    let folder = folder();
    let ran = folder.run(&["check", "--format", "json"]);
    let report: Value = ran.json();
    let findings = report["diagnostics"].as_array().unwrap();
    let path = format!("content/roles/{PATH}.yaml");
    let here: Vec<&Value> = findings.iter().filter(|d| d["path"] == *path).collect();
    assert!(!here.is_empty());
    let messages = here.iter().map(|d| d["message"].as_str().unwrap()).collect::<Vec<_>>().join("");
    assert!(messages.contains("\\u{1b}[5m") && !messages.contains(char::is_control), "{messages}");
    assert!(ran.out.contains("\\u202e") && ran.out.contains("##\\u005b"));
}

/// A diff is for git: through a pipe it is exact. In a log of GitHub Actions it stands between two lines that switch
/// commands off and on, which git passes over.
#[test]
fn a_diff_is_applied_and_not_obeyed() {
    let folder = Folder::clean();
    let path = "content/roles/c\u{1b}[5m\u{202e}##[x] é\n.yaml";
    let text =
        "name: C\nsummary: \"\u{202e} See [[Data Engineer]].\"\nwhy: |\n  ::error::x\n  ##[error]x\r\n  \u{2028}\n";
    folder.write(path, text);
    let arguments = ["rename", "role", "Data Engineer", "Pipeline Engineer", "--dry-run"];
    let plain = folder.run(&arguments);
    plain.is(0).out_has("\u{202e} See").out_has("\n   ::error::x\n");
    assert!(!plain.out.contains("::stop-commands::"));
    assert!(plain.out.lines().filter(|l| l.starts_with("diff ")).all(|l| !l.contains("##[")), "{}", plain.out);
    let logged = command(&folder.root(), &arguments).env("GITHUB_ACTIONS", "true").output().unwrap();
    let logged = String::from_utf8(logged.stdout).unwrap();
    let token = logged.lines().next().unwrap().strip_prefix("::stop-commands::").unwrap();
    assert!(token.len() >= 32 && !text.contains(token));
    assert_eq!(logged, format!("::stop-commands::{token}\n{}::{token}::\n", plain.out));
    // Nothing to obey, nothing around it.
    let calm = Folder::clean();
    let quiet = command(&calm.root(), &arguments).env("GITHUB_ACTIONS", "true").output().unwrap();
    assert!(quiet.stdout.starts_with(b"diff --git "));
    if !has_git() {
        return;
    }
    std::fs::remove_dir_all(folder.path(".git")).unwrap();
    folder.write("the.patch", &logged);
    let mut git = Command::new("git");
    git.args(["apply", "--whitespace=nowarn", "the.patch"]).current_dir(folder.root());
    git.env("GIT_CEILING_DIRECTORIES", folder.root().parent().unwrap()).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let applied = git.output().unwrap();
    assert!(applied.status.success(), "{}\n{logged}", String::from_utf8_lossy(&applied.stderr));
    assert_eq!(folder.read(path), text.replace("Data Engineer", "Pipeline Engineer"));
}
