//! [`plain_links`]: a fast path for texts in which `[text](target)` is the only Markdown that matters: nearly all of
//! them.
//!
//! The full parser takes many times as long. This one gives up at whatever could make that one differ: code, HTML,
//! escapes, tables, definitions, brackets in brackets, targets with spaces or brackets.

use std::ops::Range;

use memchr::memchr3;

use super::Link;

/// The links of `text` in order; `None` if it needs the full parser.
pub(super) fn plain_links(text: &str) -> Option<Vec<Link<'_>>> {
    let bytes = text.as_bytes();
    let special = || memchr3(b'`', b'<', b'\\', bytes).is_some() || memchr3(b'|', b'\t', b'~', bytes).is_some();
    // Four spaces may be indented code.
    if special() || text.contains("    ") || text.contains("[^") {
        return None;
    }
    let mut links = Vec::new();
    let mut at = 0;
    while let Some(open) = memchr::memchr2(b'[', b']', bytes.get(at..)?).map(|i| at + i) {
        let (inner, mention) = match (bytes[open], bytes.get(open + 1)) {
            // A `]` without a `[` before it that may end a link's text, or a definition.
            (b']', Some(b'(' | b':')) => return None,
            (b']', _) => {
                at = open + 1;
                continue;
            }
            (_, Some(b'[')) => (open + 2, true),
            _ => (open + 1, false),
        };
        let close = inner + bytes[inner..].iter().position(|b| matches!(b, b'[' | b']' | b'\n' | b'\r'))?;
        if bytes[close] != b']' {
            return None;
        }
        at = close + 1;
        if bytes.get(at) == Some(&b':') {
            return None;
        }
        if mention {
            if bytes.get(at) != Some(&b']') || bytes.get(at + 1) == Some(&b'(') {
                return None;
            }
            at += 1;
        } else if bytes.get(at) == Some(&b'(') {
            let target = destination(bytes, at + 1)?;
            at = target.end + 1;
            let image = open > 0 && bytes[open - 1] == b'!';
            links.push(Link { target: &text[target.clone()], span: target, angled: false, image, html: false });
        }
    }
    Some(links)
}

/// The bytes of the target at `start`, which a `)` ends.
fn destination(bytes: &[u8], start: usize) -> Option<Range<usize>> {
    let plain = |b: &u8| b.is_ascii_graphic() && !matches!(b, b'(' | b')' | b'[' | b']');
    let length = bytes[start..].iter().position(|b| !plain(b))?;
    (length > 0 && bytes[start + length] == b')').then_some(start..start + length)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::markup::full_links;
    use super::*;

    #[test]
    fn plain_texts_are_read() {
        let text = "See the [handbook](https://example.org/1) and [[Data Engineer]], [a] or ![i](b.png) [x][y].";
        let targets: Vec<&str> = plain_links(text).unwrap().into_iter().map(|link| link.target).collect();
        assert_eq!(targets, ["https://example.org/1", "b.png"]);
        assert!(plain_links("nothing").unwrap().is_empty());
    }

    #[test]
    fn what_is_not_plain_is_left() {
        for text in [
            "`[a](b)`",
            "<b>[a](b)</b>",
            "\\[a](b)",
            "    [a](b)",
            "~~~\n[a](b)",
            "[a](b c)",
            "[a]()",
            "[a](b(c))",
            "[a [b](c)](d)",
            "[[a]](b)",
            "[a](b",
            "[a\nb](c)",
            "[a\r\rb](c)",
            "a](b)",
            "[r]: x",
            "| [a](b) |",
        ] {
            assert_eq!(plain_links(text), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases * 8, ..ProptestConfig::default() })]
        #[test]
        fn what_is_read_is_what_markdown_says(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "[", "]", "(", ")", "[a](b)", "[[M]]", "![i](x.png)", "[r]", "\n", "\n\n", " ", "  ", "- ", "> ",
                    "1. ", "# ", "---", "===", "*", "**", "_", "~", "~~", "!", "\"", "'", "&amp;", "&#91;", "é", "😀",
                    "word", "http://x.org/a", "a@b.org", ":", "+", "\u{a0}", "\r\n", "\r", "{", "^",
                ]),
                0..14,
            ),
        ) {
            let text = parts.concat();
            if let Some(links) = plain_links(&text) {
                let (code, all) = full_links(&text);
                prop_assert!(code.is_empty(), "{text:?}");
                prop_assert_eq!(links, all, "{:?}", text);
            }
        }
    }
}
