//! [`visible`]: text that somebody else wrote, fit for a line of a terminal or a log.

use std::borrow::Cow;

/// A text on one line: control characters, line breaks and marks that turn the direction of writing are shown as escapes
/// (`\n`, `\u{1b}`), so that nothing that shows the text obeys it.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_obeyed(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

fn is_obeyed(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_is_left_that_a_terminal_obeys() {
        assert_eq!(visible("Übersicht: 日本 \u{1f600}"), "Übersicht: 日本 \u{1f600}");
        assert_eq!(visible("a\n::error::\u{1b}]0;x\u{7}\r"), "a\\n::error::\\u{1b}]0;x\\u{7}\\r");
        assert_eq!(visible("\u{9b}1m \u{202e}x \u{2028}"), "\\u{9b}1m \\u{202e}x \\u{2028}");
    }
}
