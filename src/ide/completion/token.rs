//! The line at the cursor, as far as it can be read without the lines around it, and the word that is being written.

use crate::text::Span;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    /// Without quotes.
    Plain,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// In a block scalar.
    Block,
}

/// The word at the cursor, on the cursor's line. Bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Its characters, without quotes.
    pub span: Span,
    /// The cursor, within.
    pub at: u32,
    /// How it is written.
    pub quoting: Quoting,
    /// It lies in brackets.
    pub flow: bool,
    /// It goes on above or below the line.
    pub several_lines: bool,
    /// A separator that is missing before it: a space, or a dash.
    pub lead: &'static str,
    /// The quote that is not closed yet.
    pub close: &'static str,
}

/// The cursor's line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// All of the text.
    pub text: &'t str,
    /// Where the line starts, after a byte order mark.
    pub start: usize,
    /// Where it ends, without its line break.
    pub end: usize,
    /// The cursor.
    pub at: usize,
}

/// What the part of a line before the cursor says on its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    /// There is nothing but indentation, dashes, and part of a word: a key may be meant.
    pub bare: bool,
    /// Where the word at the cursor starts.
    pub word: usize,
    /// Between word and colon or dash a space is missing.
    pub lacks_space: bool,
    /// The quote that is open at the cursor.
    pub quote: Option<char>,
    /// The brackets that are open at the cursor.
    pub brackets: Vec<char>,
}

impl<'t> Line<'t> {
    /// The line that holds a place; the place is moved to a character, out of a line break and a byte order mark.
    pub fn new(text: &'t str, at: u32) -> Self {
        let mut at = (at as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        if text[at..].starts_with('\n') && text[..at].ends_with('\r') {
            at -= 1;
        }
        let mut start = text[..at].rfind(['\n', '\r']).map_or(0, |i| i + 1);
        if start == 0 && text.starts_with('\u{feff}') {
            start = '\u{feff}'.len_utf8();
        }
        let at = at.max(start);
        let end = text[at..].find(['\n', '\r']).map_or(text.len(), |i| at + i);
        Self { text, start, end, at }
    }

    /// The part before the cursor.
    pub fn before(&self) -> &'t str {
        &self.text[self.start..self.at]
    }

    /// The part behind the cursor.
    pub fn after(&self) -> &'t str {
        &self.text[self.at..self.end]
    }

    /// Where a plain scalar at the cursor would end on this line: before white space and a comment.
    pub fn word_end(&self) -> usize {
        let after = self.after();
        let comment = if after.starts_with('#') && self.before().ends_with([' ', '\t']) {
            Some(0)
        } else {
            after.find(" #").or_else(|| after.find("\t#"))
        };
        self.at + after[..comment.unwrap_or(after.len())].trim_end().len()
    }

    /// Reads the part before the cursor.
    pub fn read(&self) -> Before {
        let before = self.before();
        let mut rest = before.trim_start_matches([' ', '\t']);
        while let Some(inside) = rest.strip_prefix("- ") {
            rest = inside.trim_start_matches([' ', '\t']);
        }
        let mut read = Before { word: self.at - rest.len(), ..Before::default() };
        if rest == "-" {
            return Before { bare: true, word: self.at, lacks_space: true, ..read };
        }
        self.tokens(rest, &mut read);
        read
    }

    /// Walks over quotes, brackets, keys and words up to the cursor.
    fn tokens(&self, rest: &str, read: &mut Before) {
        let base = self.at - rest.len();
        // At the start of a word; in the middle of a plain one; whether anything but one word stood there.
        let (mut fresh, mut structured) = (true, false);
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, c)| *c);
            if let Some(quote) = read.quote {
                if c == '\\' && quote == '"' {
                    chars.next();
                } else if c == quote {
                    if quote == '\'' && next == Some('\'') {
                        chars.next();
                    } else {
                        read.quote = None;
                        fresh = false;
                    }
                }
                continue;
            }
            let in_flow = !read.brackets.is_empty();
            match c {
                ' ' | '\t' if fresh => {
                    read.word = base + at + 1;
                    continue;
                }
                '"' | '\'' if fresh => {
                    structured = true;
                    read.quote = Some(c);
                    read.word = base + at + 1;
                    continue;
                }
                '[' | '{' if fresh => {
                    structured = true;
                    read.brackets.push(c);
                    read.word = base + at + 1;
                    continue;
                }
                ']' | '}' if in_flow => {
                    read.brackets.pop();
                    fresh = false;
                    continue;
                }
                ',' if in_flow => {
                    fresh = true;
                    read.word = base + at + 1;
                    continue;
                }
                ':' if next.is_none_or(char::is_whitespace) && (next.is_some() || !is_kind(&rest[..at])) => {
                    structured = true;
                    read.lacks_space = next.is_none();
                    fresh = true;
                    read.word = base + at + 1;
                    continue;
                }
                '#' | '&' | '*' | '!' | '|' | '>' | '%' | '@' | '`' if fresh => structured = true,
                _ => {}
            }
            if fresh {
                read.word = base + at;
                fresh = false;
            }
        }
        read.bare = !structured;
    }
}

/// Whether a text ends in the kind of a mention, `[[tool`: a colon behind it begins no value.
fn is_kind(before: &str) -> bool {
    let word = before.rsplit_once("[[").map_or("", |(_, word)| word.trim());
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> (bool, String, Option<char>, String) {
        let at = line.find('|').unwrap();
        let text = line.replacen('|', "", 1);
        let line = Line::new(&text, at as u32);
        let before = line.read();
        (before.bare, text[before.word..at].to_owned(), before.quote, before.brackets.iter().collect())
    }

    #[test]
    fn lines() {
        assert_eq!(read("  - Do|"), (true, "Do".into(), None, String::new()));
        assert_eq!(read("  - - |"), (true, String::new(), None, String::new()));
        assert_eq!(read("  Key Sk|: x"), (true, "Key Sk".into(), None, String::new()));
        assert_eq!(read("role: Full|"), (false, "Full".into(), None, String::new()));
        assert_eq!(read("role:|"), (false, String::new(), None, String::new()));
        assert_eq!(read("role: \"a\\\"b|"), (false, "a\\\"b".into(), Some('"'), String::new()));
        assert_eq!(read("role: 'it''s|"), (false, "it''s".into(), Some('\''), String::new()));
        assert_eq!(read("a: [x, 'y', {z: w|"), (false, "w".into(), None, "[{".into()));
        assert_eq!(read("a: [x, [y], z|]"), (false, "z".into(), None, "[".into()));
        assert_eq!(read("why: in [[tool:|]]"), (false, "in [[tool:".into(), None, String::new()));
        assert_eq!(read("- in [[tool:|"), (true, "in [[tool:".into(), None, String::new()));
        assert_eq!(read("it's: d'accord|"), (false, "d'accord".into(), None, String::new()));
    }

    #[test]
    fn places_are_moved_into_the_line() {
        let text = "\u{feff}a\r\n😀b";
        assert_eq!(Line::new(text, 0).at, 3);
        assert_eq!(Line::new(text, 5).at, 4, "between the two characters of a line break");
        assert_eq!(Line::new(text, 7).at, 6, "inside a character");
        assert_eq!(Line::new(text, 99).before(), "😀b");
    }
}
