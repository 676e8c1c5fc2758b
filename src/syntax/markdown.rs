//! Markdown files: YAML front matter, read as any YAML, and a body of prose below it.

use std::ops::Range;

use super::conflict::in_markdown;
use super::format::Format;
use super::kinds::{Kind, Style};
use super::passed_over::passed_over;
use super::tree::{Node, Tree};
use super::{SyntaxError, parse};
use crate::text::{Span, span::offset};

/// Where the parts of a Markdown file stand (bytes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The front matter's keys, between its two lines of dashes; `None` where there is none.
    pub keys: Option<Range<usize>>,
    /// Where the body begins.
    pub body: usize,
    /// The file begins with TOML, which is passed over: nothing is known of its keys.
    pub is_toml: bool,
}

/// The parts of a Markdown file. What stands between a first line `---` and the next `---` or `...` is front matter if it
/// begins like a mapping; one word is a key that is being typed.
#[must_use]
pub fn parts(text: &str) -> Parts {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = Parts { keys: None, body: start, is_toml: false };
    let mut lines = lines(text, start);
    let Some((first, after)) = lines.next() else { return none };
    let mark = text[first].trim_end();
    if mark != "---" && mark != "+++" {
        return none;
    }
    for (line, end) in lines {
        let written = text[line.clone()].trim_end();
        let closes = written == mark || mark == "---" && written == "...";
        if !closes {
            continue;
        }
        if mark == "+++" {
            return Parts { body: end, is_toml: true, ..none };
        }
        let keys = after..line.start;
        return if is_mapping(&text[keys.clone()]) {
            Parts { keys: Some(keys), body: end, is_toml: false }
        } else {
            none
        };
    }
    none
}

/// The lines from an offset on: each without its break, and where the next one starts.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (Range<usize>, usize)> {
    let mut at = start;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let rest = &text[at..];
        let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let next = match rest.as_bytes().get(length..) {
            Some([b'\r', b'\n', ..]) => length + 2,
            Some([_, ..]) => length + 1,
            _ => length,
        };
        let line = at..at + length;
        at += next;
        Some((line, at))
    })
}

/// Whether a text begins like a mapping, or has nothing but comments.
fn is_mapping(text: &str) -> bool {
    let mut lines =
        text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.trim_start().starts_with('#'));
    let Some(first) = lines.next() else { return true };
    let word = first.trim_start();
    let is_key = || word.ends_with(':') || word.contains(": ") || word.contains(":\t");
    word.starts_with('{')
        || is_key()
        || !word.contains([' ', '\t']) && !word.starts_with(['-', '#', '*', '>', '|', '<'])
}

/// Parses a file by its format: see [`parse`]. The tree of a Markdown file is that of its front matter, an empty mapping
/// where there is none, and has its body ([`Tree::body`]); all spans are in the file.
#[must_use]
pub fn parse_as(format: Format, text: &str) -> (Tree, Vec<SyntaxError>) {
    if format == Format::Yaml || text.len() > super::LARGEST_FILE {
        return parse(text);
    }
    let Parts { keys, body, .. } = parts(text);
    let (mut tree, errors) = match &keys {
        Some(keys) => {
            // Blanks in place of the first line keep all spans.
            let mut source = String::with_capacity(text.len());
            source.push_str(&text[..keys.start].replace(|c: char| !matches!(c, '\n' | '\r' | '\u{feff}'), " "));
            source.push_str(&text[keys.clone()]);
            parse(&source)
        }
        None => (Tree::default(), Vec::new()),
    };
    if tree.nodes.is_empty() {
        let at = offset(keys.map_or(body, |keys| keys.start));
        let root = Node { next: 1, ..Node::opened(Kind::Mapping, Style::Block, Span::empty(at)) };
        tree.nodes.push(root);
    }
    tree.set_body(text, body, format);
    let mut errors = errors;
    errors.extend(in_markdown(text, body));
    (tree, errors)
}

impl Tree {
    /// Appends the body of a file, from `start` to its end. Nothing is added where it is blank.
    fn set_body(&mut self, text: &str, start: usize, format: Format) {
        let body = &text[start..];
        if body.trim().is_empty() {
            return;
        }
        let id = offset(self.nodes.len());
        let span = Span::of(start, text.len());
        let moved = !self.offsets.is_empty();
        if !moved {
            // What stands before the body was parsed as it stands: offsets in both texts are the same.
            self.text.truncate(start);
            let known = self.text.len();
            self.text.push_str(&text[known..start]);
        }
        let at = self.text.len();
        self.text.push_str(&passed_over(body, format));
        let written = Span::of(at, self.text.len());
        if moved {
            self.offsets.resize(at, span.start);
            self.offsets.extend((start..=text.len()).map(offset));
            self.parsed_spans.insert(id, written);
        }
        let value = (written.start, written.len());
        let style = Style::Body;
        self.nodes.push(Node { span, value, next: id + 1, kind: Kind::String, style, decoded: false, special: false });
        self.body = Some(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter() {
        let cases = [
            ("---\ntitle: A\n---\nText\n", Some("title: A\n"), "Text\n"),
            ("---\r\ntitle: A\r\n...\r\nText", Some("title: A\r\n"), "Text"),
            ("\u{feff}---\ntitle: A\n---\n", Some("title: A\n"), ""),
            ("---\n---\nText\n", Some(""), "Text\n"),
            ("---\ntit\n---\n", Some("tit\n"), ""),
            ("---\ntitle: A\nText\n", None, "---\ntitle: A\nText\n"),
            ("---\nA line of words.\n---\n", None, "---\nA line of words.\n---\n"),
            ("Text\n---\na: b\n---\n", None, "Text\n---\na: b\n---\n"),
            ("+++\ntitle = 1\n+++\nText\n", None, "Text\n"),
            ("", None, ""),
        ];
        for (text, keys, body) in cases {
            let parts = parts(text);
            assert_eq!(parts.keys.map(|keys| &text[keys]), keys, "{text:?}");
            assert_eq!(&text[parts.body..], body, "{text:?}");
        }
    }

    #[test]
    fn spans_are_in_the_file() {
        for text in ["---\ntitle: Ä b\n---\nSee [[X]].\n", "\u{feff}---\ntitle: Ä b\nlist: [a\n---\nSee [[X]].\n"] {
            let (tree, _) = parse_as(Format::Markdown, text);
            let title = tree.root().unwrap().get("title").unwrap();
            assert_eq!(title.span().slice(text), "Ä b");
            let body = tree.body().unwrap();
            assert_eq!(body.scalar_text(), "See [[X]].\n");
            assert_eq!(body.map().span(4, 9).slice(text), "[[X]]");
            assert_eq!(body.map().span(6, 7).slice(text), "X");
            assert_eq!(body.span().slice(text), "See [[X]].\n");
        }
    }
}
