//! Byte order marks inside of texts. The standard refuses them outside of quotes (YAML 1.2.2, production 27), which many
//! readers do not, and nobody sees them: they are read as text, and told where they stand in a name or in prose.

use std::borrow::Cow;

use super::lines::is_key;

const MARK: char = '\u{feff}';
/// What stands in place of a mark for the library: as long, and text to it.
const STAND_IN: char = '\u{2060}';

/// `text` with stand-ins for the marks inside of texts; every other byte is where it was. A mark at the start of a line
/// that is no text stays: it takes the line out of its place.
pub(super) fn readable(text: &str) -> Cow<'_, str> {
    if !text.trim_start_matches(MARK).contains(MARK) {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let rest = line.trim_start_matches([MARK, ' ', '\t']);
        let written = rest.trim_end();
        let begins_otherwise =
            written.is_empty() || written == "..." || written.starts_with(['-', '#']) || is_key(rest);
        let kept = if number == 0 || begins_otherwise { line.len() - rest.len() } else { 0 };
        whole.push_str(&line[..kept]);
        whole.extend(line[kept..].chars().map(|c| if c == MARK { STAND_IN } else { c }));
    }
    Cow::Owned(whole)
}

/// Puts the marks back into decoded values of `text`, where no other character can be meant.
pub(super) fn restore(decoded: &mut String, text: &str) {
    if !text.contains(STAND_IN) && decoded.contains(STAND_IN) {
        *decoded = decoded.replace(STAND_IN, &MARK.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_texts_are_read() {
        for (text, read) in [
            ("\u{feff}a: b", "\u{feff}a: b"),
            ("a: b\u{feff}c", "a: b\u{2060}c"),
            (
                "a: |\n  \u{feff}b c\n  \u{feff}\u{feff}d\u{feff}\n",
                "a: |\n  \u{2060}b c\n  \u{2060}\u{2060}d\u{2060}\n",
            ),
            ("a: b\n\u{feff}c: d\n \u{feff}- e\n\u{feff}\n", "a: b\n\u{feff}c: d\n \u{feff}- e\n\u{feff}\n"),
        ] {
            assert_eq!(readable(text), read, "{text:?}");
        }
    }
}
