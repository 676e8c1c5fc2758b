//! [`visible`] and its kin: text that somebody else wrote, fit to be shown. Nothing that shows it obeys it: no terminal
//! (control characters, escape sequences), no log of GitHub Actions (`::` at a line's start, `##[` anywhere) or of Azure
//! Pipelines (`##vso[`), no reader's eye (marks that turn the direction of writing).

use std::borrow::Cow;
use std::fmt::Write as _;

/// What begins a command of a log wherever it stands in a line; the last character of each is shown escaped. In lower case.
const COMMANDS: [&str; 2] = ["##[", "##vso["];

/// A text on one line: line breaks and all else that is obeyed are shown as escapes (`\n`, `\u{1b}`).
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) && !may_command(text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    escape(text, false, &mut |part, _| shown.push_str(part));
    Cow::Owned(shown)
}

/// [`visible`] for a text that one has and keeps.
#[must_use]
pub fn into_visible(text: impl Into<String>) -> String {
    let text = text.into();
    match visible(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(shown) => shown,
    }
}

/// A text of several lines: like [`visible`] line by line, with its tabs and line breaks left.
#[must_use]
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    VisibleLines::new(text).text
}

/// A text as [`visible_lines`] shows it, and where its places are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibleLines<'t> {
    /// The text that is shown.
    pub text: Cow<'t, str>,
    /// From which byte on, and by how many bytes, what follows is shifted.
    shifts: Vec<(usize, usize)>,
}

impl<'t> VisibleLines<'t> {
    /// Makes a text visible.
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

    /// Where a byte offset of the text is in what is shown.
    #[must_use]
    pub fn place(&self, at: usize) -> usize {
        let before = self.shifts.partition_point(|(from, _)| *from <= at);
        at + before.checked_sub(1).map_or(0, |last| self.shifts[last].1)
    }
}

/// JSON that means the same and in which nothing is obeyed: what is inside of a string stands there as an escape of JSON's.
#[must_use]
pub fn visible_json(json: String) -> String {
    if !json.contains(|c: char| is_obeyed(c) && c != '\n') && !json.contains("##") {
        return json;
    }
    let mut shown = String::with_capacity(json.len() + 8);
    for (at, c) in json.char_indices() {
        // Between strings stand line breaks only, within them none.
        if (is_obeyed(c) && c != '\n') || commands_end(&json, at) {
            let _ = write!(shown, "\\u{:04x}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Whether a log would take something in a text for a command.
#[must_use]
pub fn commands_a_log(text: &str) -> bool {
    let starts = |line: &str| line.trim_start().starts_with("::");
    may_command(text)
        && (text.split(['\n', '\r']).any(starts) || text.match_indices('[').any(|(at, _)| commands_end(text, at)))
}

/// Gives the parts of what is shown, each with the byte offset of the text behind it.
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
    // The escape of a quotation mark or a letter is the character.
    if c.is_ascii_punctuation() { c.escape_unicode().collect() } else { c.escape_default().collect() }
}

/// Whether a text may hold what begins a command of a log.
fn may_command(text: &str) -> bool {
    text.contains("##") || text.contains("::")
}

/// Whether the character at a byte offset is the last one of what begins a command.
fn commands_end(text: &str, at: usize) -> bool {
    text.as_bytes()[at] == b'['
        && COMMANDS.iter().any(|command| {
            let start = (at + 1).checked_sub(command.len());
            start.is_some_and(|start| text.as_bytes()[start..=at].eq_ignore_ascii_case(command.as_bytes()))
        })
}

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
