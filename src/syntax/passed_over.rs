//! [`passed_over`]: what in the body of a Markdown file is no prose of an author.

use std::ops::Range;

use super::format::Format;

/// The body of a file with blanks in place of what a site's generator reads: Liquid tags, shortcodes, and in MDX lines of
/// `import` and `export` and `{expressions}`. It is as long as the body, byte by byte.
pub(super) fn passed_over(body: &str, format: Format) -> String {
    let mut bytes = body.as_bytes().to_vec();
    let mut blank = |range: Range<usize>| {
        bytes[range].iter_mut().filter(|byte| !matches!(**byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
    };
    if memchr::memchr(b'{', body.as_bytes()).is_some() {
        tags(body, format, &mut blank);
    }
    if format == Format::Mdx {
        let mut at = 0;
        for line in body.split_inclusive('\n') {
            if line.starts_with("import ") || line.starts_with("export ") {
                blank(at..at + line.len());
            }
            at += line.len();
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| body.to_owned())
}

/// Blanks what stands in braces: `{{ … }}`, `{% … %}` and, in MDX, `{ … }`.
fn tags(body: &str, format: Format, blank: &mut impl FnMut(Range<usize>)) {
    let mut at = 0;
    // Where a tag is never closed none of its kind is, and the rest need not be searched for it again.
    let (mut no_double, mut no_percent) = (false, false);
    while let Some(open) = memchr::memchr(b'{', &body.as_bytes()[at..]).map(|found| at + found) {
        let rest = &body[open..];
        let end = if rest.starts_with("{{") && !no_double {
            let end = rest.find("}}").map(|end| end + 2);
            no_double = end.is_none();
            end
        } else if rest.starts_with("{%") && !no_percent {
            let end = rest.find("%}").map(|end| end + 2);
            no_percent = end.is_none();
            end
        } else if format == Format::Mdx && !rest.starts_with("{/*") {
            braces(rest)
        } else {
            None
        };
        match end {
            Some(end) => {
                blank(open..open + end);
                at = open + end;
            }
            None => at = open + 1,
        }
    }
}

/// So far an expression of MDX is looked through for its end (bytes).
const LONGEST: usize = 4_000;

/// The length of what stands in braces, inner ones included.
fn braces(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate().take(LONGEST) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at + 1),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_expressions() {
        let cases = [
            (Format::Markdown, "a {{ x }} b {% if y %}c {d}", "a         b           c {d}"),
            (Format::Mdx, "a {x({ä})} b\nimport A from 'b'\nc", "a           b\n                 \nc"),
            (Format::Markdown, "{{ open", "{{ open"),
            (Format::Markdown, "{{< link \"x\" >}}.", "                ."),
        ];
        for (format, body, expected) in cases {
            assert_eq!(passed_over(body, format), expected);
        }
    }
}
