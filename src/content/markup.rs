//! [`Markup`]: what Markdown makes of a text: links, code, the first heading.

use std::cell::OnceCell;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2, memchr3, memmem, memrchr};
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::collapse;
use super::links::Link;
use super::plain_links::plain_links;
use super::prose_faults::{closing, trimmed};

/// The Markdown extensions that pages use.
#[must_use]
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES
}

/// What Markdown makes of a text. It is parsed once at most, and not at all where a look is enough.
pub(super) struct Markup<'t> {
    text: &'t str,
    /// The links of a text in which nothing else is marked.
    plain: OnceCell<Option<Vec<Link>>>,
    parts: OnceCell<Parts>,
}

impl<'t> Markup<'t> {
    pub(super) const fn of(text: &'t str) -> Self {
        Self { text, plain: OnceCell::new(), parts: OnceCell::new() }
    }

    fn plain(&self) -> Option<&[Link]> {
        let text = self.text;
        let plain = self.plain.get_or_init(|| {
            let has_nothing = !may_have_links(text) && !may_have_code(text);
            if has_nothing { Some(Vec::new()) } else { plain_links(text) }
        });
        plain.as_deref()
    }

    fn parts(&self) -> &Parts {
        self.parts.get_or_init(|| parts(self.text))
    }

    /// The links, in order.
    pub(super) fn links(&self) -> &[Link] {
        self.plain().unwrap_or_else(|| &self.parts().links)
    }

    /// The code (byte ranges): `[[…]]` inside is no mention.
    pub(super) fn code(&self) -> &[Range<usize>] {
        if self.plain().is_some() { &[] } else { &self.parts().code }
    }

    /// The first level-1 heading, unless it is empty.
    pub(super) fn heading(&self) -> Option<Heading> {
        let text = self.text;
        if !text.contains("# ") && !text.contains("#\t") && !text.contains("\n=") {
            return None;
        }
        let heading = self.parts().heading.as_ref()?;
        let shown = collapse(&heading.text).into_owned();
        (!shown.is_empty()).then(|| Heading { text: shown, range: heading.range.clone() })
    }

    /// The `http://` addresses that are no links (byte ranges), without the punctuation behind them.
    pub(super) fn bare_addresses(&self) -> Vec<Range<usize>> {
        let text = self.text;
        if memmem::find(text.as_bytes(), b"http://").is_none() {
            return Vec::new();
        }
        let Parts { targets, code, words, .. } = self.parts();
        let taken = Covered::of([targets, code, words].into_iter().flatten());
        let starts = text.match_indices("http://").map(|(at, _)| at).filter(|at| {
            let before = text[..*at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | ':' | '=')) && !taken.has(*at)
        });
        let ends = starts.map(|at| {
            let rest = &text[at..];
            let end =
                rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '`' | '|')).unwrap_or(rest.len());
            at..at + trimmed(&rest[..end])
        });
        ends.collect()
    }
}

impl Heading {
    fn add(&mut self, part: &str, end: usize) {
        self.text.push_str(part);
        self.range.end = end;
    }
}

/// The links in a Markdown text, in order.
#[must_use]
pub fn links(text: &str) -> Vec<Link> {
    if may_have_links(text) { parts(text).links } else { Vec::new() }
}

/// The code in a Markdown text (byte ranges): `[[…]]` inside is no mention.
#[must_use]
pub fn markdown_code(text: &str) -> Vec<Range<usize>> {
    Markup::of(text).code().to_vec()
}

/// Byte ranges in which prose is not plain: code, link targets, HTML, and `[[mentions]]`. Unsorted; they may overlap.
#[must_use]
pub fn markdown_gaps(text: &str) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    let may_have_blocks = memchr3(b'`', b'~', b'\t', text.as_bytes()).is_some() || text.contains("    ");
    if may_have_links(text) || may_have_blocks {
        let parts = parts(text);
        gaps.extend(parts.code.iter().chain(&parts.targets).cloned());
        gaps.extend(parts.links.iter().map(|l| l.span.clone()));
    }
    gaps.extend(super::mentions(text, &[], super::MentionForm::default(), |_| false).into_iter().map(|m| m.whole));
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

/// Code and links by the full Markdown parser, which [`plain_links`] has to agree with.
#[cfg(test)]
pub(super) fn full_links(text: &str) -> (Vec<Range<usize>>, Vec<Link>) {
    let parts = parts(text);
    (parts.code, parts.links)
}

/// The parts of a Markdown text that are not plain prose, as byte ranges.
#[derive(Debug, Default)]
struct Parts {
    links: Vec<Link>,
    /// Link and image targets with their surroundings, and HTML.
    targets: Vec<Range<usize>>,
    /// The words of links.
    words: Vec<Range<usize>>,
    code: Vec<Range<usize>>,
    /// The first level-1 heading.
    heading: Option<Heading>,
}

/// A heading: its text without marks, and where that stands (bytes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub text: String,
    pub range: Range<usize>,
}

fn parts(text: &str) -> Parts {
    let mut parts = Parts::default();
    let parser = Parser::new_ext(text, options());
    let mut definitions: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, d)| d.span.clone()).collect();
    definitions.sort_by_key(|d| d.start);
    let mut open: Vec<(LinkType, Range<usize>, usize)> = Vec::new();
    let mut block: Option<usize> = None;
    let mut is_heading = false;
    for (event, range) in parser.into_offset_iter() {
        if let Some((_, _, inner_end)) = open.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            *inner_end = (*inner_end).max(range.end);
        }
        if let Event::Text(part) | Event::Code(part) = &event
            && is_heading
        {
            parts
                .heading
                .get_or_insert_with(|| Heading { text: String::new(), range: range.clone() })
                .add(part, range.end);
        }
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => is_heading = parts.heading.is_none(),
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => is_heading = false,
            Event::Code(_) => parts.code.push(range),
            Event::Start(Tag::CodeBlock(_)) => block = Some(range.start),
            Event::End(TagEnd::CodeBlock) => {
                if let Some(start) = block.take() {
                    parts.code.push(start..range.end);
                }
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                html_links(text, range.clone(), &mut parts.links);
                parts.targets.push(range);
            }
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                let opening = if text[range.start..].starts_with('!') { 2 } else { 1 };
                open.push((link_type, range.clone(), (range.start + opening).min(range.end)));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let Some((kind, range, inner_end)) = open.pop() else { continue };
                let is_image = text[range.start..].starts_with('!');
                if kind != LinkType::Autolink {
                    parts.words.push(range.start..inner_end);
                }
                match kind {
                    LinkType::Inline => inline(text, range, inner_end, is_image, &mut parts),
                    LinkType::Autolink => {
                        let span = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
                        parts.links.push(Link {
                            target: text[span.clone()].to_owned(),
                            span,
                            angled: true,
                            image: false,
                            html: false,
                        });
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

/// The values of `href` and `src` in HTML.
fn html_links(text: &str, range: Range<usize>, links: &mut Vec<Link>) {
    let html = &text[range.clone()];
    for name in ["href", "src"] {
        for (at, _) in html.match_indices(name) {
            let before = html[..at].chars().next_back();
            let rest = html[at + name.len()..].trim_start();
            let Some(rest) = rest.strip_prefix('=').filter(|_| before.is_some_and(char::is_whitespace)) else {
                continue;
            };
            let rest = rest.trim_start();
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
            let inside = &rest[usize::from(quote.is_some())..];
            let end = match quote {
                Some(quote) => inside.find(quote),
                None => inside.find(|c: char| c.is_whitespace() || c == '>').filter(|end| *end > 0),
            };
            let Some(end) = end else { continue };
            let start = range.end - inside.len();
            let target = text[start..start + end].to_owned();
            links.push(Link { span: start..start + end, target, angled: true, image: name == "src", html: true });
        }
    }
}

/// `[text](target "title")`
fn inline(text: &str, range: Range<usize>, inner_end: usize, image: bool, parts: &mut Parts) {
    let Some(paren) = text[inner_end..range.end].find("](").map(|i| inner_end + i + 1) else { return };
    parts.targets.push(paren..range.end);
    let (span, target, angled) = destination(text, paren + 1, range.end.saturating_sub(1));
    let span = if target.trim().is_empty() { paren..range.end } else { span };
    parts.links.push(Link { span, target, angled, image, html: false });
}

/// The link destination behind white space at `from`: its bytes, without angle brackets, its text, and whether it has angle
/// brackets.
fn destination(text: &str, from: usize, end: usize) -> (Range<usize>, String, bool) {
    let rest = &text[from..end.max(from)];
    let start = from + rest.len() - rest.trim_start().len();
    let rest = &text[start..end.max(start)];
    if let Some(inside) = rest.strip_prefix('<') {
        let stop = inside.find('>').unwrap_or(inside.len());
        return (start + 1..start + 1 + stop, inside[..stop].to_owned(), true);
    }
    let stop = rest.find(char::is_whitespace).unwrap_or(rest.len());
    (start..start + stop, rest[..stop].to_owned(), false)
}

/// `[label]: target "title"`
fn define(text: &str, range: Range<usize>, parts: &mut Parts) {
    parts.targets.push(range.clone());
    let Some(colon) = text[range.clone()].find("]:").map(|i| range.start + i + 2) else { return };
    let (span, target, angled) = destination(text, colon, range.end);
    parts.links.push(Link { span, target, angled, image: false, html: false });
}

/// Byte ranges, of which one look-up tells whether any has a place.
struct Covered(Vec<Range<usize>>);

impl Covered {
    fn of<'r>(ranges: impl Iterator<Item = &'r Range<usize>>) -> Self {
        let mut ranges: Vec<Range<usize>> = ranges.cloned().collect();
        ranges.sort_by_key(|range| range.start);
        // Each end is the furthest one so far.
        let mut furthest = 0;
        for range in &mut ranges {
            furthest = furthest.max(range.end);
            range.end = furthest;
        }
        Self(ranges)
    }

    fn has(&self, at: usize) -> bool {
        let before = self.0.partition_point(|range| range.start <= at);
        before.checked_sub(1).is_some_and(|last| at < self.0[last].end)
    }
}

/// Adds what looks like a link but is none for Markdown, because its target has white space.
fn broken(text: &str, parts: &mut Parts) {
    // What is added here stands before the place that is looked at.
    let taken = Covered::of(parts.code.iter().chain(&parts.targets));
    let mut at = 0;
    while let Some(found) = memmem::find(&text.as_bytes()[at..], b"](").map(|found| at + found) {
        let start = memrchr(b'\n', &text.as_bytes()[..found]).map_or(0, |end| end + 1);
        let end = memchr(b'\n', &text.as_bytes()[found..]).map_or(text.len(), |end| found + end + 1);
        broken_in_line(text, start, &text[start..end], &taken, parts);
        at = end;
    }
}

/// Parentheses with more bytes inside than this hold no target.
const LONGEST_TARGET: usize = 2000;

fn broken_in_line(text: &str, line_start: usize, line: &str, taken: &Covered, parts: &mut Parts) {
    let Some(first) = line.find('[') else { return };
    let last = line.rfind(')').unwrap_or(line.len());
    let (mut at, mut close) = (0, 0);
    while let Some(bracket) = line[at..].find("](").map(|i| at + i) {
        at = bracket + 2;
        let paren = line_start + bracket + 1;
        // The `]` needs a `[` before it on the line.
        if taken.has(paren) || first >= bracket || text[..=paren - 1].ends_with("]]") || at > last {
            continue;
        }
        if close < at {
            let Some(found) = line[at..].find(')') else {
                across_lines(text, paren, parts);
                return;
            };
            close = at + found;
        }
        let inside = &line[at..close];
        if inside.len() > LONGEST_TARGET {
            continue;
        }
        let start = line_start + at + inside.len() - inside.trim_start().len();
        let target = inside.trim();
        // What nothing closes is no link: `broken-mention` tells.
        let begins = target.starts_with("https://") || target.starts_with("http://");
        if begins && closing(text, paren).is_none() {
            continue;
        }
        // `[x](y z)` in a sentence is no link unless its inside looks like a target.
        let looks_like_target = target.contains(['/', '.', ':', '#']);
        if target.contains(char::is_whitespace) && looks_like_target {
            let span = start..start + target.len();
            parts.targets.push(paren..line_start + close + 1);
            parts.links.push(Link { span, target: target.to_owned(), angled: false, image: false, html: false });
            at = close + 1;
        }
    }
}

/// Adds an address that a line end breaks: what begins at a parenthesis and closes further down in the paragraph.
fn across_lines(text: &str, paren: usize, parts: &mut Parts) {
    let Some(close) = closing(text, paren) else { return };
    let inside = &text[paren + 1..close];
    let target = inside.trim();
    if !(target.starts_with("https://") || target.starts_with("http://")) {
        return;
    }
    let start = paren + 1 + inside.len() - inside.trim_start().len();
    parts.targets.push(paren..close + 1);
    parts.links.push(Link {
        span: start..start + target.len(),
        target: target.to_owned(),
        angled: false,
        image: false,
        html: false,
    });
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

    #[test]
    fn headings() {
        for (text, expected) in [
            ("# A *b* `c`\n", Some("A b c")),
            ("x\n\n## Two\n\n# One\n\n# Three\n", Some("One")),
            ("```sh\n# no\n```\n\nTitle\n=====\n", Some("Title")),
            ("#\n\n# [Later][r] on\n\n[r]: x.md\n", Some("Later on")),
            ("Nothing\n", None),
        ] {
            let heading = Markup::of(text).heading();
            assert_eq!(heading.as_ref().map(|heading| &*heading.text), expected, "{text}");
            assert!(heading.is_none_or(|heading| text.get(heading.range).is_some()));
        }
    }

    #[test]
    fn bare_addresses_are_those_outside_of_links() {
        let text = "http://a.org, [x](http://b.org) <http://c.org> `http://d.org` (http://e.org/x).";
        let found = Markup::of(text).bare_addresses();
        let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["http://a.org", "http://e.org/x"]);
    }
}
