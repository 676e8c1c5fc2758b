//! [`passed_over`]: what in the body of a Markdown file is no prose of an author.

use std::borrow::Cow;
use std::ops::Range;

use super::format::Format;
use super::mdx::statements;

/// The body of a file with blanks in place of what a site's generator reads: Liquid tags, shortcodes, and in MDX lines of
/// `import` and `export` and `{expressions}`. It is as long as the body, byte by byte. A tag right behind other text may be
/// part of a link's target, and what leads to which file nobody can say then: braces stay in its place.
pub(super) fn passed_over(body: &str, format: Format) -> Cow<'_, str> {
    let has_tags = memchr::memchr(b'{', body.as_bytes()).is_some();
    if !has_tags && format != Format::Mdx {
        return Cow::Borrowed(body);
    }
    let mut bytes = body.as_bytes().to_vec();
    let mut blank = |range: Range<usize>| {
        let is_part = range.start.checked_sub(1).is_some_and(|before| !bytes[before].is_ascii_whitespace())
            || leads_somewhere(body, range.start);
        let tag = bytes[range].iter_mut().enumerate().filter(|(_, byte)| !matches!(**byte, b'\n' | b'\r'));
        tag.for_each(|(at, byte)| {
            *byte = match at {
                _ if !is_part => b' ',
                0 | 1 => b'{',
                _ => b'_',
            }
        });
    };
    if has_tags {
        tags(body, format, &mut blank);
    }
    if format == Format::Mdx {
        statements(body).into_iter().for_each(blank);
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(body), Cow::Owned)
}

/// Whether a place is that of the target in `[text]( target )` or `[label]: target`.
fn leads_somewhere(body: &str, at: usize) -> bool {
    let line = body[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = body[line..at].trim();
    before.ends_with("](") || before.starts_with('[') && before.ends_with("]:")
}

/// Blanks what stands in braces: `{{ … }}`, `{% … %}` and, in MDX, `{ … }`.
fn tags(body: &str, format: Format, blank: &mut impl FnMut(Range<usize>)) {
    let mut at = 0;
    // Where a tag is never closed none of its kind is, and the rest need not be searched for it again.
    let (mut no_double, mut no_percent, mut no_code) = (false, false, false);
    let mut comments = Comments::default();
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
        } else if format == Format::Mdx {
            comments.length(body, open).or_else(|| braces(rest))
        } else {
            None
        };
        match end {
            Some(end) => {
                let code = if no_code { Some(0) } else { code_behind(&rest[..end], &rest[end..]) };
                no_code |= code.is_none();
                let end = end + code.unwrap_or_default();
                blank(open..open + end);
                at = open + end;
            }
            None => at = open + 1,
        }
    }
}

/// The length of the code behind a tag that begins some, with the tag that ends it: `{% highlight %}`, `{{< code-toggle >}}`.
/// `None` where nothing ends it.
fn code_behind(tag: &str, rest: &str) -> Option<usize> {
    let open = ["{{", "{%"].into_iter().find(|open| tag.starts_with(open));
    let inner = tag.trim_start_matches(['{', '%', '<', '-']).trim_start();
    let name = inner.split(|c: char| c.is_whitespace() || matches!(c, '%' | '}' | '>')).next().unwrap_or_default();
    let is_code = ["highlight", "raw", "code", "mermaid"].contains(&name) || name.starts_with("code-");
    let Some(open) = open.filter(|_| is_code && !inner.trim_end_matches(['}', '%', '>', '-', ' ']).ends_with('/'))
    else {
        return Some(0);
    };
    let ends = [format!("end{name}"), format!("/{name}"), format!("/ {name}")];
    let closes = |at: &usize| {
        let close = rest[*at..].trim_start_matches(['{', '%', '<', '-']).trim_start();
        ends.iter().any(|end| close.starts_with(end.as_str()))
    };
    let close = rest.match_indices(open).map(|(at, _)| at).find(closes)?;
    let end = close + rest[close..].find('}')?;
    Some(end + rest[end..].bytes().take_while(|byte| *byte == b'}').count())
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

/// Finds comments of MDX. The end of a comment is looked for once, whatever begins before it.
#[derive(Default)]
struct Comments {
    /// The first `*/` at or behind the place that was last asked for; the length of the text where there is none.
    end: usize,
}

impl Comments {
    /// The length of `{/* … */}` at a place, if it stands there.
    fn length(&mut self, body: &str, open: usize) -> Option<usize> {
        let mark = open + 1 + blanks(&body[open + 1..]);
        if !body[mark..].starts_with("/*") {
            return None;
        }
        if self.end < mark + 2 {
            self.end = body[mark + 2..].find("*/").map_or(body.len(), |found| mark + 2 + found);
        }
        let behind = (self.end + 2).min(body.len());
        let close = behind + blanks(&body[behind..]);
        body[close..].starts_with('}').then(|| close + 1 - open)
    }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_expressions() {
        let cases = [
            (Format::Markdown, "a {{ x }} b {% if y %}c {d}", "a         b           c {d}"),
            (Format::Mdx, "a {x({ä})} b\n\nimport A from 'b'\n\nc", "a           b\n\n                 \n\nc"),
            (Format::Mdx, "a {/* } [[x]] */} b {/* c", "a                 b {/* c"),
            (Format::Markdown, "{{ open", "{{ open"),
            (Format::Markdown, "{{< link \"x\" >}}.", "                ."),
            (Format::Markdown, "[a]({{< x >}})", "[a]({{_______)"),
            (Format::Markdown, "{% raw %}[x](y.md){% endraw %} z", "                               z"),
            (
                Format::Markdown,
                "{{< code-x a=b >}}\n[[x]]\n{{< /code-x >}}.",
                "                  \n     \n               .",
            ),
            (Format::Markdown, "{{< code >}} z {{% code /%}} y", "             z               y"),
            (Format::Mdx, "[a](b/{ x }.md) {y}", "[a](b/{{___.md)    "),
            (Format::Markdown, "[a]: {{ x }}/b", "[a]: {{_____/b"),
        ];
        for (format, body, expected) in cases {
            assert_eq!(passed_over(body, format), expected);
        }
    }
}
