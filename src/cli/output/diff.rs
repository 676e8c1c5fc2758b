//! Changes of files as a diff in git's format, which `git apply` and `patch -p1` take.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use similar::algorithms::{Capture, Compact, Replace, myers};
use similar::{ChangeTag, DiffOp, diff_ratio, group_diff_ops};

use crate::edit::Outcome;
use crate::text::{visible, visible_lines};

const HEAD: Style = Style::new().bold();
const HUNK: Style = AnsiColor::Cyan.on_default();
const OLD: Style = AnsiColor::Red.on_default();
const NEW: Style = AnsiColor::Green.on_default();
/// Lines that do not change, around those that do.
const CONTEXT: usize = 3;

/// The diff of some files. `shown` makes the path to print of a path of the workspace. Lines are exact, for a program
/// that applies the diff; with `to_look`, for a person, control characters are shown escaped, and a diff that had some
/// does not apply.
pub fn render(outcomes: &[Outcome], shown: &dyn Fn(&str) -> String, to_look: bool) -> String {
    let mut out = String::new();
    for outcome in outcomes {
        let side = |side: &Option<(String, String)>| side.as_ref().map(|(path, text)| (shown(path), text.clone()));
        file(&mut out, side(&outcome.before), side(&outcome.after), to_look);
    }
    out
}

fn file(out: &mut String, before: Option<(String, String)>, after: Option<(String, String)>, to_look: bool) {
    let mut head = |line: String| {
        let _ = writeln!(out, "{HEAD}{line}{HEAD:#}");
    };
    let name = |letter: char, path: &str| quoted(&format!("{letter}/{path}"));
    let from = before.as_ref().or(after.as_ref()).map_or("", |(path, _)| path);
    let to = after.as_ref().or(before.as_ref()).map_or("", |(path, _)| path);
    let (old, new) = (before.as_ref().map_or("", |(_, text)| text), after.as_ref().map_or("", |(_, text)| text));
    // Git takes only `\n` for the end of a line.
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let ops = changed_lines(&old_lines, &new_lines);
    head(format!("diff --git {} {}", name('a', from), name('b', to)));
    match (&before, &after) {
        (None, _) => head("new file mode 100644".to_owned()),
        (_, None) => head("deleted file mode 100644".to_owned()),
        _ if from != to => {
            let same = (diff_ratio(&ops, old_lines.len(), new_lines.len()) * 100.0).floor().clamp(0.0, 100.0);
            head(format!("similarity index {same:.0}%"));
            head(format!("rename from {}", quoted(from)));
            head(format!("rename to {}", quoted(to)));
        }
        _ => {}
    }
    if old == new {
        return;
    }
    // A tab ends a name that has spaces in it.
    let line = |sign: &str, letter: char, side: Option<&str>| match side {
        Some(path) => format!("{sign} {}{}", name(letter, path), if path.contains(' ') { "\t" } else { "" }),
        None => format!("{sign} /dev/null"),
    };
    head(line("---", 'a', before.as_ref().map(|_| from)));
    head(line("+++", 'b', after.as_ref().map(|_| to)));
    for group in group_diff_ops(ops, CONTEXT) {
        hunk(out, (&old_lines, &new_lines), &group, to_look);
    }
}

/// The changes between two texts. (The library's own entry point links all of its algorithms into the program: half a
/// megabyte.)
fn changed_lines(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let mut ops = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = myers::diff(&mut ops, old, 0..old.len(), new, 0..new.len());
    ops.into_inner().into_inner().into_ops()
}

fn hunk(out: &mut String, (old, new): (&[&str], &[&str]), group: &[DiffOp], to_look: bool) {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
    let range = |start: usize, end: usize| match end - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        lines => format!("{},{lines}", start + 1),
    };
    let before = range(first.old_range().start, last.old_range().end);
    let after = range(first.new_range().start, last.new_range().end);
    let _ = writeln!(out, "{HUNK}@@ -{before} +{after} @@{HUNK:#}");
    for change in group.iter().flat_map(|op| op.iter_changes(old, new)) {
        let (sign, style) = match change.tag() {
            ChangeTag::Delete => ('-', OLD),
            ChangeTag::Insert => ('+', NEW),
            ChangeTag::Equal => (' ', Style::new()),
        };
        let text = change.value();
        let ended = ["\r\n", "\n"].into_iter().find_map(|end| Some((text.strip_suffix(end)?, end)));
        let (body, end) = ended.unwrap_or((text, "\n\\ No newline at end of file\n"));
        let body = if to_look { visible_lines(body) } else { body.into() };
        let _ = write!(out, "{style}{sign}{body}{style:#}{end}");
    }
}

/// A path as git writes it: quoted, where a character of it would be misread.
fn quoted(path: &str) -> String {
    if !path.contains(['"', '\\']) && visible(path) == path {
        return path.to_owned();
    }
    let mut text = String::from("\"");
    for c in path.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            // A bracket may begin a command of a log.
            c if c == '[' || matches!(visible(&c.to_string()), Cow::Owned(_)) => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(text, "\\{byte:03o}");
                }
            }
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_looks_is_shown_what_a_terminal_would_obey() {
        let side = |text: &str| Some(("a.yaml".to_owned(), text.to_owned()));
        let outcomes =
            [Outcome { before: side("a: \u{9b}2J\r\nb:\tx\n"), after: side("a: \u{9b}2J\r\nb:\ty \u{202e}\n") }];
        let plain = |to_look| anstream::adapter::strip_str(&render(&outcomes, &str::to_owned, to_look)).to_string();
        let shown = render(&outcomes, &str::to_owned, true);
        let exact = render(&outcomes, &str::to_owned, false);
        assert!(
            shown.contains(" a: \\u{9b}2J") && shown.contains("y \\u{202e}") && shown.contains("+b:\ty"),
            "{shown}"
        );
        assert!(
            exact.contains(" a: \u{9b}2J") && exact.contains("2J\r\n") && exact.contains("+b:\ty \u{202e}"),
            "{exact}"
        );
        assert_eq!(plain(true).lines().count(), plain(false).lines().count());
    }

    #[test]
    fn paths_are_quoted_as_git_does() {
        for (path, shown) in [
            ("a b/é.yaml", "a b/é.yaml"),
            ("a\tb\n\"\\.yaml", "\"a\\tb\\n\\\"\\\\.yaml\""),
            ("##[x\u{202e}é", "\"##\\133x\\342\\200\\256é\""),
            ("\u{1b}[m", "\"\\033\\133m\""),
        ] {
            assert_eq!(quoted(path), shown);
        }
    }
}
