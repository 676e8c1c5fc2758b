//! Authors' Markdown as HTML: what could run is text, headings stand below their section, footnotes are those of the page.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd};

use super::PageSource;
use super::direction::{is_rtl, is_rtl_language};
use super::nesting::{below, number};
use super::words::{escape, mark, safe_address};
use crate::content::markdown_options;
use crate::workspace::PageWords;

/// The footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// How many texts were written.
    texts: usize,
    /// The numbers of footnotes, by text and label; and whether one was referred to.
    numbers: BTreeMap<(usize, String), (usize, bool)>,
}

impl Notes {
    fn number(&mut self, label: &str) -> &mut (usize, bool) {
        let next = self.numbers.len() + 1;
        self.numbers.entry((self.texts, label.to_owned())).or_insert((next, false))
    }
}

/// Writes a page's words as HTML.
pub(super) struct Writer<'s> {
    /// Lines and files for a preview; empty without one.
    pub source: &'s PageSource,
    /// Makes an address of the path of a role's file.
    address: &'s dyn Fn(&str) -> String,
    /// Whether the page is read from right to left.
    pub rtl: bool,
    /// Whether images are requested.
    pub images: bool,
    /// The footnotes so far.
    pub notes: RefCell<Notes>,
}

impl<'s> Writer<'s> {
    pub fn new(source: &'s PageSource, address: &'s dyn Fn(&str) -> String, words: &PageWords, images: bool) -> Self {
        Self { source, address, rtl: is_rtl_language(&words.lang), images, notes: RefCell::default() }
    }
}

impl Writer<'_> {
    /// Markdown to HTML: blocks, the highest heading of which is of `level`. `lines` has the line in the file (from 0) of
    /// each line of the text, for `data-line`; it may be empty.
    pub fn blocks(&self, text: &str, level: u8, lines: &[u32]) -> String {
        written(self, text, level, lines, true)
    }

    /// Markdown of one paragraph to HTML without the paragraph around it.
    pub fn inline(&self, text: &str) -> String {
        let html = written(self, text, 4, &[], false);
        let html = html.trim();
        let inside = html.strip_prefix("<p>").and_then(|h| h.strip_suffix("</p>"));
        inside.filter(|h| !h.contains("<p>")).unwrap_or(html).to_owned()
    }

    /// A name among other words.
    pub fn name(&self, name: &str) -> String {
        match self.side(name) {
            "" => escape(name),
            side => format!("<bdi{side}>{}</bdi>", escape(name)),
        }
    }

    /// The attribute of a text that is read in another direction than the page.
    pub fn side(&self, text: &str) -> &'static str {
        match is_rtl(text).filter(|rtl| *rtl != self.rtl) {
            Some(true) => " dir=\"rtl\"",
            Some(false) => " dir=\"ltr\"",
            None => "",
        }
    }

    /// The opening tag of a link.
    pub fn link(&self, address: &str, title: &str) -> String {
        let mut out = format!("<a href=\"{}\"", escape(&safe_address(address)));
        if !title.is_empty() {
            let _ = write!(out, " title=\"{}\"", escape(title));
        }
        if let Some(path) = self.source.roles.get(address) {
            let _ = write!(out, " data-role=\"{}\"", escape(&(self.address)(path)));
        }
        out.push('>');
        out
    }
}

fn written(writer: &Writer<'_>, text: &str, level: u8, lines: &[u32], sided: bool) -> String {
    writer.notes.borrow_mut().texts += 1;
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let line = |at: usize| lines.get(starts.partition_point(|start| *start <= at).saturating_sub(1)).copied();
    let events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(text, markdown_options()).into_offset_iter().collect();
    let sides = if sided && (writer.rtl || !text.is_ascii()) { sides(writer, &events) } else { Vec::new() };
    let headings = events.iter().filter_map(|(event, _)| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(number(*level)),
        _ => None,
    });
    let top = headings.min().unwrap_or(1);
    let mut blocks = Blocks { writer, level, top, links: Vec::new(), image: None, out: Vec::new() };
    for (at, (event, range)) in events.into_iter().enumerate() {
        let side = sides.get(at).copied().unwrap_or_default();
        blocks.event(event, &format!("{}{side}", mark(line(range.start))));
    }
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, blocks.out.into_iter());
    out
}

/// For each event the attribute of the direction of what it starts, where that is another one than the page's.
fn sides(writer: &Writer<'_>, events: &[(Event<'_>, Range<usize>)]) -> Vec<&'static str> {
    let mut sides = vec![""; events.len()];
    // From the end: where the next text with a direction stands, and where what is open ends.
    let (mut next, mut ends): (Option<(usize, &'static str)>, Vec<usize>) = (None, Vec::new());
    for (at, (event, _)) in events.iter().enumerate().rev() {
        match event {
            Event::Text(text) | Event::Code(text) if is_rtl(text).is_some() => next = Some((at, writer.side(text))),
            Event::End(_) => ends.push(at),
            Event::Start(_) => {
                let end = ends.pop().unwrap_or(at);
                sides[at] = next.filter(|(text, _)| *text < end).map_or("", |(_, side)| side);
            }
            _ => {}
        }
    }
    sides
}

/// An image that is being read.
struct Image {
    address: String,
    title: String,
    words: String,
    /// Images in its words.
    depth: usize,
}

/// Events of Markdown on their way to HTML.
struct Blocks<'w, 'e> {
    writer: &'w Writer<'w>,
    /// The level of the highest heading.
    level: u8,
    /// The highest level that the text has.
    top: u8,
    /// For each link that is open, whether it leads to a role.
    links: Vec<bool>,
    image: Option<Image>,
    out: Vec<Event<'e>>,
}

impl<'e> Blocks<'_, 'e> {
    /// Writes an event; `attributes` are those of a block that it starts.
    fn event(&mut self, event: Event<'e>, attributes: &str) {
        if self.image.is_some() {
            return self.in_image(event);
        }
        let event = match event {
            // HTML of authors is text.
            Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
            Event::Start(Tag::HtmlBlock) => Event::Html(format!("<p{attributes}>").into()),
            Event::End(TagEnd::HtmlBlock) => Event::Html("</p>\n".into()),
            Event::Start(Tag::Paragraph) if !attributes.is_empty() => Event::Html(format!("<p{attributes}>").into()),
            Event::Start(Tag::Heading { level, .. }) => {
                Event::Html(format!("<h{}{attributes}>", self.heading(level)).into())
            }
            Event::End(TagEnd::Heading(level)) => Event::Html(format!("</h{}>\n", self.heading(level)).into()),
            Event::Start(Tag::Item) if !attributes.is_empty() => Event::Html(format!("<li{attributes}>").into()),
            Event::End(TagEnd::Item) => Event::Html("</li>\n".into()),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let is_role = self.writer.source.roles.contains_key(&*dest_url);
                self.links.push(is_role);
                match is_role {
                    true => Event::InlineHtml(self.writer.link(&dest_url, &title).into()),
                    false => {
                        let dest_url = CowStr::from(safe_address(&dest_url));
                        Event::Start(Tag::Link { link_type, dest_url, title, id })
                    }
                }
            }
            Event::End(TagEnd::Link) if self.links.pop() == Some(true) => Event::InlineHtml("</a>".into()),
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let (address, title) = (dest_url.to_string(), title.to_string());
                self.image = Some(Image { address, title, words: String::new(), depth: 0 });
                return;
            }
            Event::FootnoteReference(label) => Event::InlineHtml(self.reference(&label).into()),
            Event::Start(Tag::FootnoteDefinition(label)) => Event::Html(self.definition(&label, attributes).into()),
            Event::End(TagEnd::FootnoteDefinition) => Event::Html("</div>\n</div>\n".into()),
            event => event,
        };
        self.out.push(event);
    }

    fn heading(&self, level: HeadingLevel) -> u8 {
        below(number(level), self.top, self.level)
    }

    /// Collects the words of an image; at its end, writes it.
    fn in_image(&mut self, event: Event<'e>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
                image.words.push_str(&words);
            }
            Event::SoftBreak | Event::HardBreak => image.words.push(' '),
            Event::Start(Tag::Image { .. }) => image.depth += 1,
            Event::End(TagEnd::Image) if image.depth > 0 => image.depth -= 1,
            Event::End(TagEnd::Image) => {
                let html = self.image.take().map(|image| self.shown(&image));
                self.out.push(Event::InlineHtml(html.unwrap_or_default().into()));
            }
            _ => {}
        }
    }

    /// An image. One that leads nowhere harmless, and each one in a preview, is its words.
    fn shown(&self, image: &Image) -> String {
        let mut out = String::from("<img");
        if let Some(address) = image_address(&image.address).filter(|_| self.writer.images) {
            let _ = write!(out, " src=\"{}\"", escape(address));
        }
        let _ = write!(out, " alt=\"{}\"", escape(&image.words));
        if !image.title.is_empty() {
            let _ = write!(out, " title=\"{}\"", escape(&image.title));
        }
        out.push('>');
        out
    }

    fn reference(&self, label: &str) -> String {
        let mut notes = self.writer.notes.borrow_mut();
        let (number, known) = notes.number(label);
        let id = if std::mem::replace(known, true) { String::new() } else { format!(" id=\"ref-{number}\"") };
        format!("<sup><a href=\"#note-{number}\"{id} role=\"doc-noteref\">{number}</a></sup>")
    }

    fn definition(&self, label: &str, attributes: &str) -> String {
        let (number, _) = *self.writer.notes.borrow_mut().number(label);
        let back = format!("<a href=\"#ref-{number}\" role=\"doc-backlink\">{number}</a>");
        format!("<div class=\"footnote\" id=\"note-{number}\" role=\"doc-footnote\"{attributes}>\n{back}\n<div>\n")
    }
}

/// The address of an image, where a browser shows it and does nothing else.
fn image_address(address: &str) -> Option<&str> {
    let address = address.trim();
    let data = address.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("data:image/"));
    let scheme = safe_address(address);
    let other = ["mailto:", "tel:", "ftp:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    (data || scheme != "#" && !other && !address.is_empty()).then_some(address)
}

/// The words of Markdown without their marks.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(text, markdown_options()) {
        match event {
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
                out.push_str(&words);
            }
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => out.push(' '),
            _ => {}
        }
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, level: u8, lines: &[u32], images: bool) -> String {
        let source = PageSource::default();
        Writer::new(&source, &str::to_owned, &PageWords::default(), images).blocks(text, level, lines)
    }

    #[test]
    fn what_authors_write_is_text() {
        let text =
            "a <script>alert(1)</script> [x](javascript:alert(1)) ![i](https://e.org/i.png)\n\n<b>y</b>\n\n# Big";
        let marked = shown(text, 3, &[4, 5, 6, 7, 8], false);
        assert!(marked.starts_with("<p data-line=\"4\">a ") && marked.ends_with("<h3 data-line=\"8\">Big</h3>\n"));
        let html = shown(text, 3, &[], false);
        assert!(!html.contains("<script") && !html.contains("javascript:") && !html.contains("src="), "{html}");
        assert!(html.contains("&lt;b&gt;y&lt;/b&gt;") && html.contains("<h3>Big</h3>"), "{html}");
        assert!(html.contains("<img alt=\"i\">"), "{html}");
    }

    #[test]
    fn images() {
        for (text, html) in [
            (
                "![An *oven* & `x`](https://e.org/i.png \"T\")",
                "<img src=\"https://e.org/i.png\" alt=\"An oven &amp; x\" title=\"T\">",
            ),
            ("![](a/b.png)", "<img src=\"a/b.png\" alt=\"\">"),
            ("![x](data:image/png;base64,AA)", "<img src=\"data:image/png;base64,AA\" alt=\"x\">"),
            ("![x](javascript:alert(1))", "<img alt=\"x\">"),
            ("![x](data:text/html,x)", "<img alt=\"x\">"),
            ("![a ![b](c) d](e)", "<img src=\"e\" alt=\"a b d\">"),
        ] {
            assert_eq!(shown(text, 2, &[], true), format!("<p>{html}</p>\n"), "{text}");
        }
    }

    #[test]
    fn headings_and_footnotes() {
        assert_eq!(shown("## A\n\n#### B", 4, &[], true), "<h4>A</h4>\n<h6>B</h6>\n");
        let source = PageSource::default();
        let writer = Writer::new(&source, &str::to_owned, &PageWords::default(), true);
        let first = writer.blocks("a[^x] b[^x]\n\n[^x]: One.", 2, &[]);
        let second = writer.blocks("c[^x]\n\n[^x]: Two.", 2, &[]);
        assert!(first.contains("<a href=\"#note-1\" id=\"ref-1\" role=\"doc-noteref\">1</a>"), "{first}");
        assert!(first.contains("<a href=\"#note-1\" role=\"doc-noteref\">1</a>"), "{first}");
        assert!(first.contains("<div class=\"footnote\" id=\"note-1\" role=\"doc-footnote\">"), "{first}");
        assert!(second.contains("#note-2") && second.contains("id=\"note-2\"") && !second.contains("-1\""), "{second}");
    }

    #[test]
    fn directions() {
        let html = shown("مهندس *x*\n\nplain\n\n- one\n- שתיים", 2, &[], true);
        assert!(html.starts_with("<p dir=\"rtl\">مهندس <em>x</em></p>\n<p>plain</p>\n"), "{html}");
        assert!(html.contains("<li>one</li>") && html.contains("<li dir=\"rtl\">שתיים</li>"), "{html}");
    }
}
