//! A page as one HTML document: semantic, without a script, an image or any request.

use std::fmt::Write as _;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd};

use super::markdown::fill;
use super::{Page, PageSource};
use crate::content::markdown_options;
use crate::workspace::PageWords;

const STYLE: &str = include_str!("page.css");

/// The page as an HTML document. Whatever authors write is text: HTML in it is shown, not run.
#[must_use]
pub fn html(page: &Page, words: &PageWords) -> String {
    Writer { source: &PageSource::default(), address: &|_| String::new() }.document(page, words)
}

/// The same for a preview beside the text: an element has in `data-line` the line of the file (from 0) that it comes
/// from, and a link to a role has in `data-role` what `address` makes of the path of the role's file.
#[must_use]
pub fn html_preview(page: &Page, words: &PageWords, source: &PageSource, address: &dyn Fn(&str) -> String) -> String {
    Writer { source, address }.document(page, words)
}

struct Writer<'s> {
    /// Lines and files for a preview; empty without one.
    source: &'s PageSource,
    /// Makes an address of the path of a role's file.
    address: &'s dyn Fn(&str) -> String,
}

impl Writer<'_> {
    fn document(&self, page: &Page, words: &PageWords) -> String {
        let source = self.source;
        let named = |text: &str| escape(&fill(text, &[("name", &page.name)]));
        let mut body = String::new();
        let heading = named(&words.why_heading);
        let _ = write!(body, "<h1{}>{heading}</h1>\n{}", mark(source.name), self.blocks(&page.why, 2, &source.why));
        let _ = write!(
            body,
            "<section aria-labelledby=\"alternatives\">\n<h2 id=\"alternatives\"{}>{}</h2>\n<ol class=\"ranked\" role=\"list\">\n",
            mark(source.alternatives_key),
            named(&words.alternatives_heading)
        );
        for (at, alternative) in page.alternatives.iter().enumerate() {
            let lines = source.alternatives.get(at);
            let role = escape(&alternative.role);
            let tagline = self.inline(&alternative.tagline);
            let title = fill(&escape(&words.alternative_title), &[("role", &role), ("tagline", &tagline)]);
            let about = self.blocks(&alternative.about, 4, lines.map_or(&[], |l| &l.about));
            let _ = write!(body, "<li{}>\n<h3>{title}</h3>\n{about}", mark(lines.map(|l| l.entry)));
            if !alternative.best_for.is_empty() {
                let _ = write!(body, "<p class=\"best-for\">{}</p>\n<ul>\n", escape(&words.best_for));
                for (at, item) in alternative.best_for.iter().enumerate() {
                    let line = lines.and_then(|l| l.best_for.get(at)).copied();
                    let _ = writeln!(body, "<li{}>{}</li>", mark(line), self.inline(item));
                }
                body.push_str("</ul>\n");
            }
            let toolkit = fill(&escape(&words.toolkit), &[("role", &role)]);
            let link = format!("{}{toolkit}</a>", self.link(&alternative.toolkit, ""));
            let explore = fill(&escape(&words.explore), &[("toolkit", &link), ("role", &role)]);
            let _ = writeln!(body, "<p>{explore}</p>\n</li>");
        }
        body.push_str("</ol>\n</section>\n");
        body.push_str(&self.table(page, words, &named(&words.comparison_heading)));
        let _ = write!(
            body,
            "<section aria-labelledby=\"pick\">\n<h2 id=\"pick\"{}>{}</h2>\n{}",
            mark(source.guide_key),
            named(&words.pick_heading),
            self.blocks(&page.intro, 3, &source.intro)
        );
        if !page.picks.is_empty() {
            body.push_str("<ul>\n");
            for (at, pick) in page.picks.iter().enumerate() {
                let text = fill(
                    &escape(&words.pick),
                    &[
                        ("if", &format!("<strong>{}</strong>", self.inline(&pick.condition))),
                        ("then", &self.inline(&pick.then)),
                        ("role", &escape(&pick.role)),
                    ],
                );
                let _ = writeln!(body, "<li{}>{text}</li>", mark(source.picks.get(at).copied()));
            }
            body.push_str("</ul>\n");
        }
        let _ = writeln!(body, "{}</section>", self.blocks(&page.outro, 3, &source.outro));
        format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{heading}</title>\n<meta name=\"description\" content=\"{}\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
            escape(&words.lang),
            escape(&plain(&page.summary))
        )
    }

    fn table(&self, page: &Page, words: &PageWords, heading: &str) -> String {
        let mut out = format!(
            "<section aria-labelledby=\"comparison\">\n<h2 id=\"comparison\"{}>{heading}</h2>\n<div class=\"table\" role=\"region\" aria-labelledby=\"comparison\" tabindex=\"0\">\n<table>\n<thead>\n<tr><th scope=\"col\">{}</th>",
            mark(self.source.comparison_key),
            escape(&words.role_column)
        );
        for column in &page.columns {
            let _ = write!(out, "<th scope=\"col\">{}</th>", escape(column));
        }
        out.push_str("</tr>\n</thead>\n<tbody>\n");
        for (at, row) in page.rows.iter().enumerate() {
            let line = mark(self.source.rows.get(at).copied());
            let _ = write!(out, "<tr{line}><th scope=\"row\">{}</th>", escape(&row.role));
            for cell in &row.cells {
                let _ = write!(out, "<td>{}</td>", escape(cell));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n</div>\n</section>\n");
        out
    }

    /// The opening tag of a link.
    fn link(&self, address: &str, title: &str) -> String {
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

    /// Markdown to HTML, with no heading larger than `level`. `lines` has the line in the file (from 0) of each line of
    /// the text, for `data-line`; it may be empty.
    fn blocks(&self, text: &str, level: u8, lines: &[u32]) -> String {
        let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let line = |at: usize| lines.get(starts.partition_point(|start| *start <= at).saturating_sub(1)).copied();
        // For each link that is open, whether it leads to a role.
        let mut links: Vec<bool> = Vec::new();
        let events = Parser::new_ext(text, markdown_options()).into_offset_iter().map(|(event, range)| {
            let line = line(range.start);
            match harmless(event, level) {
                Event::Start(Tag::Link { dest_url, title, .. }) if self.source.roles.contains_key(&*dest_url) => {
                    links.push(true);
                    Event::InlineHtml(self.link(&dest_url, &title).into())
                }
                event @ Event::Start(Tag::Link { .. }) => {
                    links.push(false);
                    event
                }
                Event::End(TagEnd::Link) if links.pop() == Some(true) => Event::InlineHtml("</a>".into()),
                event if line.is_none() => event,
                Event::Start(Tag::Paragraph) => Event::Html(format!("<p{}>", mark(line)).into()),
                Event::End(TagEnd::Paragraph) => Event::Html("</p>\n".into()),
                Event::Start(Tag::Heading { level, .. }) => Event::Html(format!("<{level}{}>", mark(line)).into()),
                Event::End(TagEnd::Heading(level)) => Event::Html(format!("</{level}>\n").into()),
                Event::Start(Tag::Item) => Event::Html(format!("<li{}>", mark(line)).into()),
                Event::End(TagEnd::Item) => Event::Html("</li>\n".into()),
                event => event,
            }
        });
        let mut out = String::new();
        pulldown_cmark::html::push_html(&mut out, events);
        out
    }

    /// Markdown of one paragraph to HTML without the paragraph around it.
    fn inline(&self, text: &str) -> String {
        let html = self.blocks(text, 4, &[]);
        let html = html.trim();
        let inside = html.strip_prefix("<p>").and_then(|h| h.strip_suffix("</p>"));
        inside.filter(|h| !h.contains("<p>")).unwrap_or(html).to_owned()
    }
}

/// The attribute that says on which line an element stands.
fn mark(line: Option<u32>) -> String {
    line.map_or_else(String::new, |line| format!(" data-line=\"{line}\""))
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The address, or `#` where its scheme is not known to be harmless.
pub(super) fn safe_address(address: &str) -> String {
    let scheme: String = address
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .take_while(|c| !matches!(c, ':' | '/' | '?' | '#'))
        .collect::<String>()
        .to_ascii_lowercase();
    let has_scheme = address.contains(':')
        && !address.starts_with(['/', '#', '?', '.'])
        && address.find(':') < address.find('/').or(Some(usize::MAX));
    let known = matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel" | "ftp");
    if has_scheme && !known { "#".to_owned() } else { address.to_owned() }
}

/// The words of Markdown without their marks.
fn plain(text: &str) -> String {
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

/// An event of Markdown without what could run or be requested, and with headings no larger than `level`.
fn harmless(event: Event<'_>, level: u8) -> Event<'_> {
    let floor = match level {
        0..=2 => HeadingLevel::H2,
        3 => HeadingLevel::H3,
        _ => HeadingLevel::H4,
    };
    match event {
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: level.max(floor), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(level.max(floor))),
        // An image would be a request to somewhere else: its words and its address are enough.
        Event::Start(Tag::Image { link_type, dest_url, title, id } | Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: CowStr::from(safe_address(&dest_url)), title, id })
        }
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        event => event,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authors_write_is_text() {
        let source = PageSource::default();
        let writer = Writer { source: &source, address: &str::to_owned };
        let text =
            "a <script>alert(1)</script> [x](javascript:alert(1)) ![i](https://e.org/i.png)\n\n<b>y</b>\n\n# Big";
        let marked = writer.blocks(text, 3, &[4, 5, 6, 7, 8]);
        assert!(marked.starts_with("<p data-line=\"4\">a ") && marked.ends_with("<h3 data-line=\"8\">Big</h3>\n"));
        let html = writer.blocks(text, 3, &[]);
        assert!(!html.contains("<script") && !html.contains("javascript:") && !html.contains("<img"), "{html}");
        assert!(html.contains("&lt;b&gt;y&lt;/b&gt;") && html.contains("<h3>Big</h3>"), "{html}");
    }

    #[test]
    fn addresses() {
        for bad in ["javascript:alert(1)", " JaVaScript:x", "data:text/html,x", "java\nscript:x", "vbscript:x"] {
            assert_eq!(safe_address(bad), "#", "{bad}");
        }
        for good in ["/a:b/", "https://x.org/a:b", "x/y", "#a:b", "./a:b", "mailto:a@b.org"] {
            assert_eq!(safe_address(good), good);
        }
    }
}
