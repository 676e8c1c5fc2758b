//! [`visible`] and its kin: untrusted text, escaped for output so that nothing that displays it acts on it: no terminal
//! (control characters, escape sequences), no log of GitHub Actions (workflow commands: `::` at a line's start, `##[`
//! anywhere) or of Azure Pipelines (`##vso[`), no reader's eye (bidirectional formatting characters).

use std::borrow::Cow;
use std::fmt::Write as _;

/// Prefixes of log commands that count anywhere in a line, in lower case (letter case does not matter). Of each the
/// last character is the one that gets escaped.
const COMMANDS: [&str; 2] = ["##[", "##vso["];

/// `text` on one line: line breaks and all else that a display would act on are escaped (`\n`, `\u{1b}`). Borrows if
/// there is nothing to escape. Idempotent.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) && !may_command(text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    escape(text, false, &mut |part, _| shown.push_str(part));
    Cow::Owned(shown)
}

/// [`visible`] for an owned text, which is returned as it is if there is nothing to escape.
#[must_use]
pub fn into_visible(text: impl Into<String>) -> String {
    let text = text.into();
    match visible(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(shown) => shown,
    }
}

/// `text` on several lines: like [`visible`], but tabs and line breaks (`\n`, `\r\n`) stay.
#[must_use]
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    VisibleLines::new(text).text
}

/// [`visible_lines`] of a text, with a map from byte offsets in the text to those in the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibleLines<'t> {
    /// The output.
    pub text: Cow<'t, str>,
    /// `(from, shift)` in order: offsets from `from` on (bytes of the original) move by `shift` bytes, until the next
    /// entry.
    shifts: Vec<(usize, usize)>,
}

impl<'t> VisibleLines<'t> {
    /// Escapes `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        if !text.contains(|c: char| is_obeyed(c) && !matches!(c, '\n' | '\t')) && !may_command(text) {
            return Self { text: Cow::Borrowed(text), shifts: Vec::new() };
        }
        let (mut shown, mut shifts) = (String::with_capacity(text.len() + 8), Vec::new());
        escape(text, true, &mut |part, after| {
            shown.push_str(part);
            let shift = shown.len() - after;
            if shifts.last().map_or(0, |(_, shift)| *shift) != shift {
                shifts.push((after, shift));
            }
        });
        Self { text: if shifts.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(shown) }, shifts }
    }

    /// The byte offset in the output for a byte offset in the original.
    #[must_use]
    pub fn place(&self, at: usize) -> usize {
        let before = self.shifts.partition_point(|(from, _)| *from <= at);
        at + before.checked_sub(1).map_or(0, |last| self.shifts[last].1)
    }
}

/// The same JSON value, with characters that a display would act on written as `\uXXXX` inside its strings.
#[must_use]
pub fn visible_json(json: String) -> String {
    if !json.contains(|c: char| is_obeyed(c) && c != '\n') && !json.contains("##") {
        return json;
    }
    let mut shown = String::with_capacity(json.len() + 8);
    for (at, c) in json.char_indices() {
        // Outside strings the only control character is the line break of pretty-printed JSON; inside strings JSON has
        // none.
        if (is_obeyed(c) && c != '\n') || commands_end(&json, at) {
            let _ = write!(shown, "\\u{:04x}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Whether a CI log would read a command in `text`: GitHub's `::` at a line's start or `##[`, Azure's `##vso[`.
#[must_use]
pub fn commands_a_log(text: &str) -> bool {
    let starts = |line: &str| line.trim_start().starts_with("::");
    may_command(text)
        && (text.split(['\n', '\r']).any(starts) || text.match_indices('[').any(|(at, _)| commands_end(text, at)))
}

/// Passes the output to `out` in parts, each with the byte offset in `text` that it reaches. With `lines`, tabs and
/// line breaks stay.
fn escape(text: &str, lines: bool, out: &mut dyn FnMut(&str, usize)) {
    let mut starts_line = true;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let stays = lines && (matches!(c, '\n' | '\t') || text[at..].starts_with("\r\n"));
        let command = (starts_line && text[at..].starts_with("::")) || commands_end(text, at);
        let escapes = command || (is_obeyed(c) && !stays);
        if escapes {
            out(&escaped(c), after);
        } else {
            out(&text[at..after], after);
        }
        starts_line = (starts_line && !escapes && c.is_whitespace()) || (stays && c == '\n');
    }
}

fn escaped(c: char) -> String {
    // `escape_default` returns most punctuation (`:`, `[`) as it is.
    if c.is_ascii_punctuation() { c.escape_unicode().collect() } else { c.escape_default().collect() }
}

/// Prefilter: whether `text` may have a log command.
fn may_command(text: &str) -> bool {
    text.contains("##") || text.contains("::")
}

/// Whether the byte at `at` is the last one of a prefix in [`COMMANDS`].
fn commands_end(text: &str, at: usize) -> bool {
    text.as_bytes()[at] == b'['
        && COMMANDS.iter().any(|command| {
            let start = (at + 1).checked_sub(command.len());
            start.is_some_and(|start| text.as_bytes()[start..=at].eq_ignore_ascii_case(command.as_bytes()))
        })
}

/// Whether a display would act on `c`: control characters, bidirectional formatting, line and paragraph separators.
fn is_obeyed(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}');
    c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_a_terminal_obeys() {
        assert_eq!(visible("Übersicht: 日本 \u{1f600}"), "Übersicht: 日本 \u{1f600}");
        assert_eq!(visible("a\n::error::\u{1b}]0;x\u{7}\r"), "a\\n::error::\\u{1b}]0;x\\u{7}\\r");
        assert_eq!(visible("\u{9b}1m \u{202e}x \u{2028}"), "\\u{9b}1m \\u{202e}x \\u{2028}");
    }

    #[test]
    fn nothing_is_left_that_a_log_obeys() {
        for (text, shown) in [
            ("::error::x", "\\u{3a}:error::x"),
            (" \u{a0}\u{3000}::x", " \u{a0}\u{3000}\\u{3a}:x"),
            ("\t::x", "\\t::x"),
            ("\u{2003}::::x", "\u{2003}\\u{3a}:::x"),
            ("a ::x", "a ::x"),
            ("# ##[error]x", "# ##\\u{5b}error]x"),
            ("###[x", "###\\u{5b}x"),
            ("é##VsO[task.x]", "é##VsO\\u{5b}task.x]"),
            ("## [x] #[y]", "## [x] #[y]"),
        ] {
            assert_eq!(visible(text), shown);
            assert_eq!(visible(shown), shown, "once is enough");
        }
    }

    #[test]
    fn lines_stay_and_places_follow() {
        let text = "a\t\u{1b}é\r\n  ::b\r##[\r\n\n\u{202e}c";
        let shown = VisibleLines::new(text);
        assert_eq!(shown.text, "a\t\\u{1b}é\r\n  \\u{3a}:b\\r##\\u{5b}\r\n\n\\u{202e}c");
        assert_eq!(visible_lines(text), shown.text);
        for (place, there) in [("a", "a"), ("\u{1b}", "\\u{1b}"), ("é", "é"), ("b", "b\\r"), ("c", "c")] {
            assert_eq!(shown.place(text.find(place).unwrap()), shown.text.find(there).unwrap(), "{place:?}");
        }
        assert_eq!(shown.place(text.len()), shown.text.len());
        assert_eq!(VisibleLines::new("a\n b").shifts, []);
    }

    #[test]
    fn json_means_the_same() {
        let value = serde_json::json!({ "a\u{9b}##[b": "\n\u{1b}\u{202e}::x ##vso[y \u{7f}\u{2028}", "c": ["é \u{1f600} \\ \""] });
        let json = serde_json::to_string_pretty(&value).unwrap();
        let shown = visible_json(json);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
        assert!(!shown.contains(|c: char| is_obeyed(c) && c != '\n') && !shown.contains("##["), "{shown}");
        assert!(shown.contains("\"é \u{1f600}"));
        assert!(!commands_a_log(&shown));
    }
}
