//! Links in Markdown: their targets, and which faults these have.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::LinkFault;
use super::plain_links::plain_links;

/// A link target in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The target (bytes); for an empty one its parentheses.
    pub span: Range<usize>,
    /// The target as written.
    pub target: String,
}

/// The Markdown extensions that pages use.
#[must_use]
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// The parts of a Markdown text that are not plain prose, as byte ranges.
#[derive(Debug, Default)]
struct Parts {
    links: Vec<Link>,
    /// Link and image targets with their surroundings, and HTML.
    targets: Vec<Range<usize>>,
    code: Vec<Range<usize>>,
}

fn parts(text: &str) -> Parts {
    let mut parts = Parts::default();
    let parser = Parser::new_ext(text, options());
    let mut definitions: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, d)| d.span.clone()).collect();
    definitions.sort_by_key(|d| d.start);
    let mut open: Vec<(LinkType, Range<usize>, usize)> = Vec::new();
    let mut block: Option<usize> = None;
    for (event, range) in parser.into_offset_iter() {
        if let Some((_, _, inner_end)) = open.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            *inner_end = (*inner_end).max(range.end);
        }
        match event {
            Event::Code(_) => parts.code.push(range),
            Event::Start(Tag::CodeBlock(_)) => block = Some(range.start),
            Event::End(TagEnd::CodeBlock) => {
                if let Some(start) = block.take() {
                    parts.code.push(start..range.end);
                }
            }
            Event::Html(_) | Event::InlineHtml(_) => parts.targets.push(range),
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                let opening = if text[range.start..].starts_with('!') { 2 } else { 1 };
                open.push((link_type, range.clone(), (range.start + opening).min(range.end)));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let Some((kind, range, inner_end)) = open.pop() else { continue };
                match kind {
                    LinkType::Inline => inline(text, range, inner_end, &mut parts),
                    LinkType::Autolink => {
                        let span = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
                        parts.links.push(Link { target: text[span.clone()].to_owned(), span });
                        parts.targets.push(range);
                    }
                    LinkType::Email => parts.targets.push(range),
                    _ => {
                        // The label after the text of a reference link.
                        let label = text[range.clone()].rfind('[').map_or(range.end, |i| range.start + i);
                        if label > inner_end {
                            parts.targets.push(label..range.end);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    for definition in definitions {
        define(text, definition, &mut parts);
    }
    broken(text, &mut parts);
    parts.links.sort_by_key(|l| (l.span.start, l.span.end));
    parts
}

/// `[text](target "title")`
fn inline(text: &str, range: Range<usize>, inner_end: usize, parts: &mut Parts) {
    let Some(paren) = text[inner_end..range.end].find("](").map(|i| inner_end + i + 1) else { return };
    parts.targets.push(paren..range.end);
    let (span, target) = destination(text, paren + 1, range.end.saturating_sub(1));
    let span = if target.trim().is_empty() { paren..range.end } else { span };
    parts.links.push(Link { span, target });
}

/// The link destination behind white space at `from`: its bytes, without angle brackets, and its text.
fn destination(text: &str, from: usize, end: usize) -> (Range<usize>, String) {
    let rest = &text[from..end.max(from)];
    let start = from + rest.len() - rest.trim_start().len();
    let rest = &text[start..end.max(start)];
    if let Some(inside) = rest.strip_prefix('<') {
        let stop = inside.find('>').unwrap_or(inside.len());
        return (start + 1..start + 1 + stop, inside[..stop].to_owned());
    }
    let stop = rest.find(char::is_whitespace).unwrap_or(rest.len());
    (start..start + stop, rest[..stop].to_owned())
}

/// `[label]: target "title"`
fn define(text: &str, range: Range<usize>, parts: &mut Parts) {
    parts.targets.push(range.clone());
    let Some(colon) = text[range.clone()].find("]:").map(|i| range.start + i + 2) else { return };
    let (span, target) = destination(text, colon, range.end);
    parts.links.push(Link { span, target });
}

/// Adds what looks like a link but is none for Markdown, because its target has white space.
fn broken(text: &str, parts: &mut Parts) {
    // Ranges that are classified already, sorted by start; each end is raised to the furthest one so far, so that one
    // look-up tells whether a byte is in any. Ranges added here are before the scan position.
    let mut taken: Vec<Range<usize>> = parts.code.iter().chain(&parts.targets).cloned().collect();
    taken.sort_by_key(|r| r.start);
    let mut furthest = 0;
    for range in &mut taken {
        furthest = furthest.max(range.end);
        range.end = furthest;
    }
    let mut start_of_line = 0;
    for line in text.split_inclusive('\n') {
        broken_in_line(text, start_of_line, line, &taken, parts);
        start_of_line += line.len();
    }
}

/// Parentheses with more bytes inside than this hold no target.
const LONGEST_TARGET: usize = 2000;

fn broken_in_line(text: &str, line_start: usize, line: &str, taken: &[Range<usize>], parts: &mut Parts) {
    let (Some(first), Some(last)) = (line.find('['), line.rfind(')')) else { return };
    let (mut at, mut close) = (0, 0);
    while let Some(bracket) = line[at..].find("](").map(|i| at + i) {
        at = bracket + 2;
        let paren = line_start + bracket + 1;
        let before = taken.partition_point(|r| r.start <= paren);
        let covered = before.checked_sub(1).is_some_and(|i| paren < taken[i].end);
        // The `]` needs a `[` before it on the line.
        if covered || first >= bracket || text[..=paren - 1].ends_with("]]") || at > last {
            continue;
        }
        if close < at {
            let Some(found) = line[at..].find(')') else { return };
            close = at + found;
        }
        let inside = &line[at..close];
        if inside.len() > LONGEST_TARGET {
            continue;
        }
        let start = line_start + at + inside.len() - inside.trim_start().len();
        let target = inside.trim();
        // `[x](y z)` in a sentence is no link unless its inside looks like a target.
        let looks_like_target = target.contains(['/', '.', ':', '#']);
        if target.contains(char::is_whitespace) && looks_like_target {
            let span = start..start + target.len();
            parts.targets.push(paren..line_start + close + 1);
            parts.links.push(Link { span, target: target.to_owned() });
            at = close + 1;
        }
    }
}

/// The links in a Markdown text, in order.
#[must_use]
pub fn links(text: &str) -> Vec<Link> {
    if may_have_links(text) { parts(text).links } else { Vec::new() }
}

/// The code in a Markdown text (byte ranges), and its links. Takes the fast path if that is possible.
pub(super) fn code_and_links(text: &str) -> (Vec<Range<usize>>, Vec<Link>) {
    if !may_have_links(text) && !may_have_code(text) {
        return Default::default();
    }
    plain_links(text).map_or_else(|| full_links(text), |links| (Vec::new(), links))
}

/// [`code_and_links`] by the full Markdown parser.
pub(super) fn full_links(text: &str) -> (Vec<Range<usize>>, Vec<Link>) {
    let parts = parts(text);
    (parts.code, parts.links)
}

/// The code in a Markdown text (byte ranges): `[[…]]` inside is no mention.
#[must_use]
pub fn markdown_code(text: &str) -> Vec<Range<usize>> {
    code_and_links(text).0
}

/// Byte ranges in which prose is not plain: code, link targets, HTML, and `[[mentions]]`. Unsorted; they may overlap.
#[must_use]
pub fn markdown_gaps(text: &str) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    if may_have_links(text) || text.contains('`') || text.contains("    ") || text.contains('\t') {
        let parts = parts(text);
        gaps.extend(parts.code.iter().chain(&parts.targets).cloned());
        gaps.extend(parts.links.iter().map(|l| l.span.clone()));
    }
    gaps.extend(super::mentions(text, &[], |_| false).into_iter().map(|m| m.whole));
    gaps
}

fn may_have_links(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr_iter(b']', bytes).any(|at| matches!(bytes.get(at + 1), Some(b'(' | b':'))) || memchr(b'<', bytes).is_some()
}

/// Prefilter for code that matters: backticks, or an indented or fenced block that may hide a mention.
fn may_have_code(text: &str) -> bool {
    let mentions = || memchr(b'[', text.as_bytes()).is_some();
    memchr(b'`', text.as_bytes()).is_some()
        || mentions() && (memchr2(b'~', b'\t', text.as_bytes()).is_some() || text.contains("    "))
}

const SCHEMES: [&str; 5] = ["https", "http", "mailto", "ftp", "tel"];

/// The fault of a link target, if any; [`LinkFault::File`] if that depends on whether a file exists, with its path
/// relative to the workspace. `folder` is the folder of the file with the link (`""` at the top).
pub(super) fn fault(target: &str, folder: &str) -> Option<LinkFault> {
    let target = target.trim();
    if target.is_empty() {
        return Some(LinkFault::Empty);
    }
    if target.contains(char::is_whitespace) {
        return Some(LinkFault::WhiteSpace);
    }
    if let Some((scheme, rest)) = target.split_once(':')
        && scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    {
        let lower = scheme.to_ascii_lowercase();
        let web = matches!(lower.as_str(), "http" | "https" | "ftp");
        if web && !rest.starts_with("//") {
            return Some(LinkFault::Slashes);
        }
        if web && rest.trim_start_matches('/').is_empty() {
            return Some(LinkFault::Empty);
        }
        if lower == "http" {
            return Some(LinkFault::Insecure);
        }
        if SCHEMES.contains(&lower.as_str()) {
            return None;
        }
        return SCHEMES.into_iter().find(|s| strsim::damerau_levenshtein(s, &lower) == 1).map(LinkFault::Scheme);
    }
    if target.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("www.")) {
        return Some(LinkFault::NoScheme);
    }
    let path = target.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() || path.starts_with('/') {
        return None;
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    let extension = last.rsplit_once('.').filter(|(stem, ext)| !stem.is_empty() && !ext.is_empty() && *stem != ".");
    extension.and_then(|_| relative(path, folder)).map(|p| LinkFault::File(p.into()))
}

/// Resolves a relative path against a folder: relative to the workspace, with leading `..` where it leads outside.
fn relative(path: &str, folder: &str) -> Option<String> {
    let decoded = percent_decoded(path);
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|p| *p != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

fn percent_decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn targets(text: &str, expected: &[&str]) {
        let found: Vec<_> = links(text).iter().map(|l| text[l.span.clone()].to_owned()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn targets_of_every_kind_of_link() {
        targets("[a](https://x.org/b_(c)) and ![i](img.png \"t\")", &["https://x.org/b_(c)", "img.png"]);
        targets("[a](<x y.md>) [b]() [c](  )", &["x y.md", "()", "(  )"]);
        targets("<https://x.org> <htps://y.org> <a@b.org>", &["https://x.org", "htps://y.org"]);
        targets("[a][r] and [r]\n\n[r]: http://x.org 'T'\n", &["http://x.org"]);
        targets("[a](https://x.org/a b) and [n](see the note)", &["https://x.org/a b"]);
        targets("`[a](http://b)` [[Role]](x)", &["x"]);
        targets("[**bold** é😀](http://b.org)", &["http://b.org"]);
    }

    #[test]
    fn faults() {
        let check = |target: &str| fault(target, "content/roles");
        assert_eq!(check(""), Some(LinkFault::Empty));
        assert_eq!(check("https://a b"), Some(LinkFault::WhiteSpace));
        assert_eq!(check("htps://x.org"), Some(LinkFault::Scheme("https")));
        assert_eq!(check("https:/x.org"), Some(LinkFault::Slashes));
        assert_eq!(check("www.x.org"), Some(LinkFault::NoScheme));
        assert_eq!(check("http://x.org"), Some(LinkFault::Insecure));
        assert_eq!(check("../notes/a%20b.md?x#y"), Some(LinkFault::File("content/notes/a b.md".into())));
        for fine in ["https://x.org", "mailto:a@b.org", "/a/b.html", "#top", "docs/page", "git+ssh://x", "data:x"] {
            assert_eq!(check(fine), None, "{fine}");
        }
    }

    #[test]
    fn gaps_hide_code_targets_and_mentions() {
        let text = "Postgres `Postgres` [Postgres](/Postgres) [[tool:Postgres]]";
        let gaps = markdown_gaps(text);
        let plain: Vec<_> = text
            .match_indices("Postgres")
            .filter(|(at, _)| !gaps.iter().any(|g| g.start <= *at && *at < g.end))
            .map(|(at, _)| at)
            .collect();
        assert_eq!(plain, [0, 21]);
    }
}
