//! What authors' slips get: the findings, and what fixes make of them. The slips are data, in `slips/`.
//!
//! `slips/base.txt` is a small workspace without a finding. In the other files each slip has a title (`## …`), the edit
//! that an author made, then what it gets. The edit is paths, each with the lines taken out (`-|`) and put in (`+|`), or
//! with what happened to the file (`! crlf`, `! bom`, `! delete`, `! move PATH`); a path with new lines only is a new
//! file. `? words` at its end asks for what the findings say. What it gets is written by `UPDATE=1`: the findings with their places and what is underlined, and the lines that
//! `--fix` and `--fix --unsafe` change. Characters that cannot be seen are written `⟨U+00A0⟩`.

use std::fmt::Write as _;
use std::path::Path;

use sidestep::text::LineIndex;
use sidestep::workspace::Severity;

use crate::fix_all::fix;
use crate::fixture::{Files, parse};

/// One slip of a data file.
struct Slip<'d> {
    title: &'d str,
    /// The lines of its edit.
    edit: Vec<&'d str>,
}

impl Slip<'_> {
    /// Whether what the findings say is part of what it gets.
    fn says(&self) -> bool {
        self.edit.contains(&"? words")
    }
}

/// The slips of a data file, after what stands above the first.
fn slips(data: &str) -> (&str, Vec<Slip<'_>>) {
    let (head, rest) = data.split_at(data.find("## ").unwrap());
    let slip = |section: &'_ str| -> (usize, usize) {
        let title = section.find('\n').unwrap();
        let edit = section[title..].find("\n\n").map_or(section.len(), |at| title + at + 1);
        (title, edit)
    };
    let sections = rest.split("\n## ").map(|section| section.strip_prefix("## ").unwrap_or(section));
    let slips = sections.map(|section| {
        let (title, edit) = slip(section);
        Slip { title: &section[..title], edit: section[title + 1..edit].lines().collect() }
    });
    (head, slips.collect())
}

/// Text with the characters that cannot be seen.
fn unescaped(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("⟨U+") {
        let (code, behind) = after.split_once('⟩').unwrap();
        text.push_str(before);
        text.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        rest = behind;
    }
    text + rest
}

/// Text with names for the characters that cannot be seen.
fn escaped(line: &str) -> String {
    let bare = line.trim_end_matches(' ').len();
    let is_unseen =
        |c: char| c.is_control() || c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}');
    let mut text = String::new();
    for (at, c) in line.char_indices() {
        if is_unseen(c) && (c != ' ' || at >= bare) || ('\u{300}'..='\u{36f}').contains(&c) {
            write!(text, "⟨U+{:04X}⟩", u32::from(c)).unwrap();
        } else {
            text.push(c);
        }
    }
    text
}

/// The files after an edit, and the path that it begins with.
fn edited(base: &Files, slip: &Slip<'_>) -> (Files, String) {
    let mut files = base.clone();
    let mut path = String::new();
    let mut first = String::new();
    let mut lines = slip.edit.iter().peekable();
    while let Some(line) = lines.next() {
        if *line == "? words" {
            continue;
        }
        if let Some(what) = line.strip_prefix("! ") {
            let text = files.0.remove(&path).unwrap();
            match what.split_once(' ') {
                None if what == "crlf" => drop(files.0.insert(path.clone(), text.replace('\n', "\r\n"))),
                None if what == "bom" => drop(files.0.insert(path.clone(), format!("\u{feff}{text}"))),
                None if what == "empty" => drop(files.0.insert(path.clone(), String::new())),
                None => assert_eq!(what, "delete"),
                Some((verb, to)) => {
                    if verb == "copy" {
                        files.0.insert(path.clone(), text.clone());
                    }
                    files.0.insert(to.to_owned(), text);
                }
            }
        } else if line.starts_with("-|") || line.starts_with("+|") {
            let mut old = String::new();
            let mut new = String::new();
            let mut next = Some(line);
            while let Some(removed) = next.and_then(|line| line.strip_prefix("-|")) {
                old += &(unescaped(removed) + "\n");
                next = lines.next_if(|line| line.starts_with(['-', '+']));
            }
            while let Some(added) = next.and_then(|line| line.strip_prefix("+|")) {
                new += &(unescaped(added) + "\n");
                next = lines.next_if(|line| line.starts_with("+|"));
            }
            if old.is_empty() {
                assert!(files.0.insert(path.clone(), new).is_none(), "{}: {path} is there", slip.title);
                continue;
            }
            let text = files.0.get_mut(&path).unwrap();
            let at = if text.starts_with(&old) { Some(0) } else { text.find(&format!("\n{old}")).map(|at| at + 1) };
            let at = at.unwrap_or_else(|| panic!("{}: {path} has no lines\n{old}", slip.title));
            text.replace_range(at..at + old.len(), &new);
        } else {
            path = (*line).to_owned();
            if first.is_empty() {
                first.clone_from(&path);
            }
        }
    }
    (files, first)
}

/// The findings, each with its place and what it underlines on its first line.
fn findings(files: &Files, first: &str, says: bool) -> String {
    let mut written = String::new();
    for found in files.check() {
        let text = &files.0[&*found.path];
        let (path, line, from, to, code) = files.mark(&found);
        let lines = LineIndex::new(text);
        let span = lines.line_span(line - 1, text);
        let row: Vec<char> = span.slice(text).chars().collect();
        let underlined: String =
            row[(from as usize - 1).min(row.len())..(to as usize - 1).min(row.len())].iter().collect();
        let place = if path == first { String::new() } else { format!("{path}:") };
        let level = found.severity.as_str();
        let short: String = underlined.chars().take(60).collect();
        let dots = if short.len() < underlined.len() { "…" } else { "" };
        writeln!(written, "  {level} {code} at {place}{line}:{from}-{to}: {}{dots}", escaped(&short)).unwrap();
        if says {
            writeln!(written, "    {}", escaped(&found.message)).unwrap();
            if let Some(help) = &found.help {
                writeln!(written, "    = {}", escaped(help)).unwrap();
            }
        }
    }
    if written.is_empty() { "  nothing\n".to_owned() } else { written }
}

/// The lines in which two states of the files differ.
fn difference(before: &Files, after: &Files, first: &str) -> String {
    let mut written = String::new();
    let empty = String::new();
    let paths: std::collections::BTreeSet<&String> = before.0.keys().chain(after.0.keys()).collect();
    for path in paths {
        let (old, new) = (before.0.get(path), after.0.get(path));
        if old == new {
            continue;
        }
        let moved = old.filter(|_| new.is_none()).and_then(|_| {
            let mut others = after.0.iter().filter(|(to, _)| !before.0.contains_key(*to));
            others.next()
        });
        let mut new = new;
        if let Some((to, text)) = moved {
            writeln!(written, "    {path} is {to} now").unwrap();
            new = Some(text);
        } else if new.is_none() {
            writeln!(written, "    {path} is gone").unwrap();
        } else if old.is_none() && before.0.len() == after.0.len() {
            continue;
        } else if path != first {
            writeln!(written, "    {path}").unwrap();
        }
        for line in changed(old.unwrap_or(&empty), new.unwrap_or(&empty)) {
            writeln!(written, "    {line}").unwrap();
        }
    }
    written
}

/// The lines that differ, by their longest common subsequence.
fn changed(old: &str, new: &str) -> Vec<String> {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    let mut common = vec![vec![0u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] = if a[i] == b[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || i < a.len() && common[i + 1][j] >= common[i][j + 1] {
            lines.push(format!("-|{}", escaped(a[i])));
            i += 1;
        } else {
            lines.push(format!("+|{}", escaped(b[j])));
            j += 1;
        }
    }
    lines
}

/// What a slip gets.
fn outcome(files: &Files, first: &str, slip: &Slip<'_>) -> String {
    let title = slip.title;
    let mut written = findings(files, first, slip.says());
    let reported = |d: &sidestep::rules::Diagnostic| d.severity > Severity::Hint;
    let mut last = files.clone();
    for (suggestions, flags) in [(false, "--fix"), (true, "--fix --unsafe")] {
        let (mended, _) = fix(files, suggestions, &reported);
        let (again, _) = fix(&mended, suggestions, &reported);
        assert_eq!(again.0, mended.0, "{title}: a second {flags} changes something");
        if mended.0 != last.0 {
            writeln!(written, "  {flags}").unwrap();
            written.push_str(&difference(files, &mended, first));
            let left = mended.check().iter().filter(|d| d.severity > Severity::Hint).count();
            if left > 0 {
                writeln!(written, "    {left} left").unwrap();
            }
        }
        last = mended;
    }
    written
}

fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine/slips");
    let (base, _) = parse(&std::fs::read_to_string(folder.join("base.txt")).unwrap());
    let file = folder.join(name);
    let data = std::fs::read_to_string(&file).unwrap();
    let (head, slips) = slips(&data);
    let mut written = head.to_owned();
    for slip in &slips {
        let (files, first) = edited(&base, slip);
        assert_ne!(files.0, base.0, "{}", slip.title);
        let edit = slip.edit.join("\n");
        write!(written, "## {}\n{edit}\n\n{}\n", slip.title, outcome(&files, &first, slip)).unwrap();
    }
    written.truncate(written.trim_end().len());
    written.push('\n');
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, written).unwrap();
    } else if written != data {
        let lines = changed(&data, &written).join("\n");
        panic!("{name} says otherwise; UPDATE=1 writes it anew\n{lines}");
    }
}

#[test]
fn without_a_slip_nothing_is_found() {
    let (base, _) = parse(include_str!("slips/base.txt"));
    assert_eq!(findings(&base, "", false), "  nothing\n");
}

macro_rules! files {
    ($($name:ident)*) => { $(#[test] fn $name() { check(concat!(stringify!($name), ".txt")); })* };
}

files! { characters files indentation keys lists names prose punctuation settings tables vocabularies }
