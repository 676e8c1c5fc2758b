//! Each character of a scalar's value stands in the file where it was written, in every style.

use std::ops::Range;

use proptest::prelude::*;
use sidestep::syntax::{NodeRef, Style, parse};
use sidestep::text::Span;

use crate::cases::cases;

/// A piece of a scalar.
#[derive(Clone, Debug)]
enum Piece {
    Word(String),
    Spaces(String),
    /// A line break, with this many empty lines after it.
    Break(usize),
    /// An escape of a double-quoted scalar, and what it stands for.
    Escape(String, char),
    /// An escaped line break.
    EscapedBreak,
}

fn word() -> impl Strategy<Value = String> {
    let letters =
        prop::sample::select(vec!["a", "Z", "é", "漢", "😀", "0", "-", ".", "b", "q", "'", "\"", ":x", "#", "\\", "/"]);
    prop::collection::vec(letters, 0..5).prop_map(|rest| format!("w{}", rest.concat()))
}

fn escape() -> impl Strategy<Value = Piece> {
    let form = prop::sample::select(vec![
        ("\\x41", 'A'),
        ("\\xe9", 'é'),
        ("\\u6f22", '漢'),
        ("\\U0001F600", '😀'),
        ("\\\"", '"'),
        ("\\\\", '\\'),
        ("\\/", '/'),
        ("\\n", '\n'),
        ("\\t", '\t'),
        ("\\ ", ' '),
        ("\\x20", ' '),
        ("\\0", '\0'),
        ("\\e", '\u{1b}'),
        ("\\N", '\u{85}'),
        ("\\_", '\u{a0}'),
        ("\\L", '\u{2028}'),
    ]);
    form.prop_map(|(text, c)| Piece::Escape(text.to_owned(), c))
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let between = prop_oneof![
        4 => prop::sample::select(vec![" ", "  ", "\t", " \t "]).prop_map(|s| Piece::Spaces(s.to_owned())),
        3 => (0usize..3).prop_map(Piece::Break),
        2 => escape(),
        1 => Just(Piece::EscapedBreak),
    ];
    (word(), prop::collection::vec((between, word()), 0..7)).prop_map(|(first, rest)| {
        let rest = rest.into_iter().flat_map(|(between, word)| [between, Piece::Word(word)]);
        std::iter::once(Piece::Word(first)).chain(rest).collect()
    })
}

#[derive(Clone, Debug)]
struct Layout {
    style: Style,
    /// Spaces before the lines of a scalar after the first (of a block scalar: all).
    indent: usize,
    /// White space after the text of a line, for flow scalars.
    trailing: &'static str,
    newline: &'static str,
    /// Of a block scalar.
    chomping: &'static str,
    indicator: bool,
    blank_after: usize,
    /// What stands around the scalar.
    around: (&'static str, &'static str),
}

fn layout() -> impl Strategy<Value = Layout> {
    (
        prop::sample::select(vec![Style::Plain, Style::Single, Style::Double, Style::Literal, Style::Folded]),
        2usize..6,
        prop::sample::select(vec!["", " ", "\t", "  "]),
        prop::sample::select(vec!["\n", "\r\n"]),
        prop::sample::select(vec!["", "-", "+"]),
        any::<bool>(),
        0usize..3,
        prop::sample::select(vec![
            ("a: é\nkey: ", "\nb: c\n"),
            ("\u{feff}- x\n- ", "\n"),
            ("k: &x ", ""),
            ("k:\n- !!str ", "\n- b\n"),
        ]),
    )
        .prop_map(|(style, indent, trailing, newline, chomping, indicator, blank_after, around)| Layout {
            style,
            indent,
            trailing,
            newline,
            chomping,
            indicator,
            blank_after,
            around,
        })
}

/// The text of a file with the scalar, and each visible character of its value with its bytes.
fn write(pieces: &[Piece], layout: &Layout) -> (String, Vec<(char, Range<usize>)>) {
    let newline = layout.newline;
    let mut out = layout.around.0.replace('\n', newline);
    let mut written = Vec::new();
    let block = matches!(layout.style, Style::Literal | Style::Folded);
    let pad = " ".repeat(layout.indent);
    match layout.style {
        Style::Single => out.push('\''),
        Style::Double => out.push('"'),
        Style::Literal | Style::Folded => {
            out.push(if layout.style == Style::Literal { '|' } else { '>' });
            if layout.indicator {
                // Counted from the column of the parent, which is 0 in each of the surroundings.
                out.push_str(&layout.indent.to_string());
            }
            out.push_str(layout.chomping);
            out.push_str(newline);
            out.push_str(&pad);
        }
        _ => {}
    }
    for piece in pieces {
        match piece {
            Piece::Word(word) => {
                for c in word.chars() {
                    let start = out.len();
                    match (layout.style, c) {
                        (Style::Single, '\'') => out.push_str("''"),
                        (Style::Double, '"' | '\\') => out.extend(['\\', c]),
                        _ => out.push(c),
                    }
                    written.push((c, start..out.len()));
                }
            }
            Piece::Spaces(spaces) => out.push_str(spaces),
            Piece::Escape(text, c) if layout.style == Style::Double => {
                let start = out.len();
                out.push_str(text);
                if !c.is_whitespace() {
                    written.push((*c, start..out.len()));
                }
            }
            Piece::EscapedBreak if layout.style == Style::Double => {
                out.push('\\');
                out.push_str(newline);
                out.push_str(&pad);
            }
            Piece::Escape(..) | Piece::EscapedBreak => out.push(' '),
            Piece::Break(empty) => {
                if !block {
                    out.push_str(layout.trailing);
                }
                out.push_str(newline);
                for _ in 0..*empty {
                    out.push_str(newline);
                }
                out.push_str(&pad);
            }
        }
    }
    match layout.style {
        Style::Single => out.push('\''),
        Style::Double => out.push('"'),
        Style::Literal | Style::Folded => out.extend(std::iter::repeat_n(newline, layout.blank_after)),
        _ => {}
    }
    out.push_str(&layout.around.1.replace('\n', newline));
    (out, written)
}

/// The scalar of a written file: the last value of the key or list that holds it.
fn scalar<'t>(root: NodeRef<'t>, style: Style) -> NodeRef<'t> {
    let mut stack = vec![root];
    let mut plain = Vec::new();
    while let Some(node) = stack.pop() {
        stack.extend(node.entries().map(|(_, v)| v));
        stack.extend(node.items());
        if node.text().is_some_and(|t| t.starts_with('w')) && node.style() == style {
            plain.push(node);
        }
    }
    assert_eq!(plain.len(), 1, "{root:?}");
    plain[0]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(1500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_character_is_where_it_was_written(pieces in pieces(), layout in layout(), from: u16, to: u16) {
        let (text, written) = write(&pieces, &layout);
        let (tree, errors) = parse(&text);
        prop_assert!(errors.is_empty(), "{text}\n{errors:?}");
        let node = scalar(tree.root().unwrap(), layout.style);
        let value = node.scalar_text();
        let visible: Vec<(usize, char)> = value.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
        prop_assert_eq!(visible.iter().map(|(_, c)| *c).collect::<String>(), written.iter().map(|(c, _)| *c).collect::<String>(), "{}", text);
        let (map, full) = (node.map(), node.scalar_map());
        let fresh = || node.map();
        for ((at, c), (_, range)) in visible.iter().zip(&written) {
            let expected = Span::of(range.start, range.end);
            prop_assert_eq!(fresh().span(*at, at + c.len_utf8()), expected, "{:?} in {:?}", c, text);
            prop_assert_eq!(full.span(*at, at + c.len_utf8()), expected, "{:?} in {:?}", c, text);
            prop_assert_eq!(full.value_offset(expected.start), Some(*at), "{:?} in {:?}", c, text);
        }
        // White space lies between the characters around it.
        for (at, c) in value.char_indices().filter(|(_, c)| c.is_whitespace()) {
            let before = visible.iter().rposition(|(v, _)| *v < at).map_or(0, |i| written[i].1.end);
            let after = visible.iter().position(|(v, _)| *v > at).map_or(text.len(), |i| written[i].1.start);
            let span = map.span(at, at + c.len_utf8());
            prop_assert!(before <= span.start as usize && span.end as usize <= after, "{c:?} at {at} in {text:?}: {span:?}");
        }
        // A name is underlined from its first character to its last, whatever stands between.
        let (a, b) = (from as usize % visible.len(), to as usize % visible.len());
        let (a, b) = (a.min(b), a.max(b));
        let span = map.span(visible[a].0, visible[b].0 + visible[b].1.len_utf8());
        prop_assert_eq!(span, Span::of(written[a].1.start, written[b].1.end), "{:?}", text);
    }
}

#[test]
fn line_breaks_of_blank_lines_that_are_not_indented() {
    let text = "why: |\n  a\n\n\n\n  b\n";
    let (tree, _) = parse(text);
    let map = |start, end| tree.root().unwrap().get("why").unwrap().map().span(start, end);
    assert_eq!(map(0, 1), Span::new(9, 10));
    assert_eq!(map(5, 6), Span::new(16, 17));
    for at in 1..5 {
        let span = map(at, at + 1);
        assert!(text[span.range()].bytes().all(|b| matches!(b, b'\n' | b' ')) && span.end <= 16, "{at}: {span:?}");
    }
}
