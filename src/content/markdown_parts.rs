//! [`parts`]: the places of a Markdown text that are not plain prose, by the full Markdown parser, and what looks like a link
//! but is none for it.

use std::ops::Range;

use memchr::{memchr, memmem, memrchr};
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::heading::{Heading, HeadingReader};
use super::html::Html;
use super::links::Link;
use super::prose_faults::closing;

/// The Markdown extensions that pages use.
#[must_use]
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES
}

/// The parts of a Markdown text that are not plain prose, as byte ranges.
#[derive(Debug, Default)]
pub(super) struct Parts<'t> {
    pub links: Vec<Link<'t>>,
    /// Link and image targets with their surroundings, and HTML.
    pub targets: Vec<Range<usize>>,
    /// The words of links.
    pub words: Vec<Range<usize>>,
    /// Code, and in HTML comments, tags and what is no text; sorted.
    pub code: Vec<Range<usize>>,
    /// The first level-1 heading.
    pub heading: Option<Heading>,
}

/// The parts of a text; its links in order.
pub(super) fn parts(text: &str) -> Parts<'_> {
    let parser = Parser::new_ext(text, options());
    let mut definitions: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, d)| d.span.clone()).collect();
    definitions.sort_by_key(|d| d.start);
    // As many as a page of a handbook has.
    let usual = text.len() / 512;
    let (links, targets, words) = (Vec::with_capacity(usual), Vec::with_capacity(usual), Vec::with_capacity(usual));
    let (parts, html) = (Parts { links, targets, words, ..Parts::default() }, Html::default());
    let mut reader = Reader { text, parts, open: Vec::new(), block: None, heading: None, html };
    parser.into_offset_iter().for_each(|(event, range)| reader.event(&event, range));
    let Reader { mut parts, html, .. } = reader;
    parts.links.extend(html.links);
    parts.code.extend(html.gaps);
    parts.code = joined(parts.code);
    for definition in definitions {
        define(text, definition, &mut parts);
    }
    broken(text, &mut parts);
    parts.links.sort_by_key(|l| (l.span.start, l.span.end));
    parts
}

/// What the parser's events come to.
struct Reader<'t> {
    text: &'t str,
    parts: Parts<'t>,
    /// The links and images around an event, the innermost last.
    open: Vec<Open>,
    /// Where the code block around an event starts.
    block: Option<usize>,
    /// The first level-1 heading, while it is read.
    heading: Option<HeadingReader>,
    html: Html<'t>,
}

/// A link or an image that is not over yet.
struct Open {
    kind: LinkType,
    range: Range<usize>,
    /// Where its words end, as far as they are known.
    words_end: usize,
}

impl<'t> Reader<'t> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        if let Some(open) = self.open.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            open.words_end = open.words_end.max(range.end);
        }
        if let Some(heading) = &mut self.heading {
            heading.read(event, &range);
        }
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) if self.parts.heading.is_none() => {
                self.heading = Some(HeadingReader::default());
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                if let Some(heading) = self.heading.take() {
                    self.parts.heading = heading.finish(self.text);
                }
            }
            Event::Code(_) => self.parts.code.push(range),
            Event::Start(Tag::CodeBlock(_)) => self.block = Some(range.start),
            Event::End(TagEnd::CodeBlock) => {
                self.parts.code.extend(self.block.take().map(|start| start..range.end));
            }
            Event::Start(Tag::HtmlBlock) => self.html.read(self.text, range),
            Event::Html(_) => self.parts.targets.push(range),
            Event::InlineHtml(_) => {
                self.html.read(self.text, range.clone());
                self.parts.targets.push(range);
            }
            Event::End(TagEnd::Paragraph) => self.html.end_paragraph(),
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                let opening = if self.text[range.start..].starts_with('!') { 2 } else { 1 };
                let words_end = (range.start + opening).min(range.end);
                self.open.push(Open { kind: *link_type, range, words_end });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(link) = self.open.pop() {
                    self.link(link);
                }
            }
            _ => {}
        }
    }

    /// Takes a link or an image that is over.
    fn link(&mut self, Open { kind, range, words_end }: Open) {
        let (text, parts) = (self.text, &mut self.parts);
        if kind != LinkType::Autolink {
            parts.words.push(range.start..words_end);
        }
        match kind {
            LinkType::Inline => inline(text, range, words_end, parts),
            LinkType::Autolink => {
                let span = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
                let target = &text[span.clone()];
                parts.links.push(Link { target, span, angled: true, image: false, html: false });
                parts.targets.push(range);
            }
            LinkType::Email => parts.targets.push(range),
            _ => {
                // The label after the text of a reference link.
                let label = text[range.clone()].rfind('[').map_or(range.end, |i| range.start + i);
                if label > words_end {
                    parts.targets.push(label..range.end);
                }
            }
        }
    }
}

/// `[text](target "title")`
fn inline<'t>(text: &'t str, range: Range<usize>, inner_end: usize, parts: &mut Parts<'t>) {
    let image = text[range.start..].starts_with('!');
    let Some(paren) = opening(text, inner_end..range.end) else { return };
    parts.targets.push(paren..range.end);
    let (span, target, angled) = destination(text, paren + 1, range.end.saturating_sub(1));
    let is_empty = target.trim().is_empty();
    let span = if is_empty { paren..range.end } else { span };
    parts.links.push(Link { span, target, angled: angled && !is_empty, image, html: false });
}

/// The `(` of the first `](` in a stretch, which mostly stands at its start.
fn opening(text: &str, range: Range<usize>) -> Option<usize> {
    let bytes = &text.as_bytes()[range.clone()];
    let at = bytes.windows(2).position(|pair| pair == b"](")?;
    Some(range.start + at + 1)
}

/// The link destination behind white space at `from`: its bytes, without angle brackets, its text, and whether it has angle
/// brackets.
fn destination(text: &str, from: usize, end: usize) -> (Range<usize>, &str, bool) {
    let rest = &text[from..end.max(from)];
    let start = from + rest.len() - rest.trim_start().len();
    let rest = &text[start..end.max(start)];
    if let Some(inside) = rest.strip_prefix('<') {
        let stop = inside.find('>').unwrap_or(inside.len());
        return (start + 1..start + 1 + stop, &inside[..stop], true);
    }
    let stop = rest.find(char::is_whitespace).unwrap_or(rest.len());
    (start..start + stop, &rest[..stop], false)
}

/// `[label]: target "title"`
fn define<'t>(text: &'t str, range: Range<usize>, parts: &mut Parts<'t>) {
    parts.targets.push(range.clone());
    let Some(colon) = text[range.clone()].find("]:").map(|i| range.start + i + 2) else { return };
    let (span, target, angled) = destination(text, colon, range.end);
    let is_empty = angled && target.trim().is_empty();
    let span = if is_empty { span.start - 1..(span.end + 1).min(range.end) } else { span };
    parts.links.push(Link { span, target, angled, image: false, html: false });
}

/// Byte ranges in order, those that overlap as one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut().filter(|last| range.start < last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => joined.push(range),
        }
    }
    joined
}

/// Byte ranges, of which one look-up tells whether any has a place.
pub(super) struct Covered(Vec<Range<usize>>);

impl Covered {
    pub fn of<'r>(ranges: impl Iterator<Item = &'r Range<usize>>) -> Self {
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

    pub fn has(&self, at: usize) -> bool {
        let before = self.0.partition_point(|range| range.start <= at);
        before.checked_sub(1).is_some_and(|last| at < self.0[last].end)
    }
}

/// Adds what looks like a link but is none for Markdown, because its target has white space.
fn broken<'t>(text: &'t str, parts: &mut Parts<'t>) {
    // What is added here stands before the place that is looked at.
    let taken = Covered::of(parts.code.iter().chain(&parts.targets));
    let mut at = 0;
    let finder = memmem::Finder::new(b"](");
    while let Some(found) = finder.find(&text.as_bytes()[at..]).map(|found| at + found) {
        if taken.has(found + 1) {
            at = found + 2;
            continue;
        }
        let start = memrchr(b'\n', &text.as_bytes()[..found]).map_or(0, |end| end + 1);
        let end = memchr(b'\n', &text.as_bytes()[found..]).map_or(text.len(), |end| found + end + 1);
        broken_in_line(text, start, &text[start..end], &taken, parts);
        at = end;
    }
}

/// Parentheses with more bytes inside than this hold no target.
const LONGEST_TARGET: usize = 2000;

fn broken_in_line<'t>(text: &'t str, line_start: usize, line: &'t str, taken: &Covered, parts: &mut Parts<'t>) {
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
            parts.links.push(Link { span, target, angled: false, image: false, html: false });
            at = close + 1;
        }
    }
}

/// Adds an address that a line end breaks: what begins at a parenthesis and closes further down in the paragraph.
fn across_lines<'t>(text: &'t str, paren: usize, parts: &mut Parts<'t>) {
    let Some(close) = closing(text, paren) else { return };
    let inside = &text[paren + 1..close];
    let target = inside.trim();
    if !(target.starts_with("https://") || target.starts_with("http://")) {
        return;
    }
    let start = paren + 1 + inside.len() - inside.trim_start().len();
    parts.targets.push(paren..close + 1);
    parts.links.push(Link { span: start..start + target.len(), target, angled: false, image: false, html: false });
}
