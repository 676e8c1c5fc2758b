//! A page as one HTML document: semantic, without a script, an image or any request.

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};

use super::Page;
use super::markdown::fill;
use crate::content::markdown_options;
use crate::workspace::PageWords;

const STYLE: &str = include_str!("page.css");

/// The page as an HTML document. Whatever authors write is text: HTML in it is shown, not run.
#[must_use]
pub fn html(page: &Page, words: &PageWords) -> String {
    let named = |text: &str| escape(&fill(text, &[("name", &page.name)]));
    let mut body = String::new();
    let heading = named(&words.why_heading);
    body.push_str(&format!("<h1>{heading}</h1>\n{}", blocks(&page.why, 2)));
    body.push_str(&format!(
        "<section aria-labelledby=\"alternatives\">\n<h2 id=\"alternatives\">{}</h2>\n<ol class=\"ranked\" role=\"list\">\n",
        named(&words.alternatives_heading)
    ));
    for alternative in &page.alternatives {
        let role = escape(&alternative.role);
        let title =
            fill(&escape(&words.alternative_title), &[("role", &role), ("tagline", &inline(&alternative.tagline))]);
        body.push_str(&format!("<li>\n<h3>{title}</h3>\n{}", blocks(&alternative.about, 4)));
        if !alternative.best_for.is_empty() {
            body.push_str(&format!("<p class=\"best-for\">{}</p>\n<ul>\n", escape(&words.best_for)));
            for item in &alternative.best_for {
                body.push_str(&format!("<li>{}</li>\n", inline(item)));
            }
            body.push_str("</ul>\n");
        }
        let toolkit = fill(&escape(&words.toolkit), &[("role", &role)]);
        let link = format!("<a href=\"{}\">{toolkit}</a>", escape(&safe_address(&alternative.toolkit)));
        body.push_str(&format!(
            "<p>{}</p>\n</li>\n",
            fill(&escape(&words.explore), &[("toolkit", &link), ("role", &role)])
        ));
    }
    body.push_str("</ol>\n</section>\n");
    body.push_str(&table(page, words, &named(&words.comparison_heading)));
    body.push_str(&format!(
        "<section aria-labelledby=\"pick\">\n<h2 id=\"pick\">{}</h2>\n{}",
        named(&words.pick_heading),
        blocks(&page.intro, 3)
    ));
    if !page.picks.is_empty() {
        body.push_str("<ul>\n");
        for pick in &page.picks {
            let text = fill(
                &escape(&words.pick),
                &[
                    ("if", &format!("<strong>{}</strong>", inline(&pick.condition))),
                    ("then", &inline(&pick.then)),
                    ("role", &escape(&pick.role)),
                ],
            );
            body.push_str(&format!("<li>{text}</li>\n"));
        }
        body.push_str("</ul>\n");
    }
    body.push_str(&format!("{}</section>\n", blocks(&page.outro, 3)));
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{heading}</title>\n<meta name=\"description\" content=\"{}\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escape(&words.lang),
        escape(&plain(&page.summary))
    )
}

fn table(page: &Page, words: &PageWords, heading: &str) -> String {
    let mut out = format!(
        "<section aria-labelledby=\"comparison\">\n<h2 id=\"comparison\">{heading}</h2>\n<div class=\"table\" role=\"region\" aria-labelledby=\"comparison\" tabindex=\"0\">\n<table>\n<thead>\n<tr><th scope=\"col\">{}</th>",
        escape(&words.role_column)
    );
    for column in &page.columns {
        out.push_str(&format!("<th scope=\"col\">{}</th>", escape(column)));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &page.rows {
        out.push_str(&format!("<tr><th scope=\"row\">{}</th>", escape(&row.role)));
        for cell in &row.cells {
            out.push_str(&format!("<td>{}</td>", escape(cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n</section>\n");
    out
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

/// Addresses that run code become harmless.
fn safe_address(address: &str) -> String {
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

/// Markdown to HTML, headings no larger than `level`.
fn blocks(text: &str, level: u8) -> String {
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, events(text, level));
    out
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

/// Markdown of one paragraph to HTML without the paragraph around it.
fn inline(text: &str) -> String {
    let html = blocks(text, 4);
    let html = html.trim();
    let inside = html.strip_prefix("<p>").and_then(|h| h.strip_suffix("</p>"));
    inside.filter(|h| !h.contains("<p>")).unwrap_or(html).to_owned()
}

fn events(text: &str, level: u8) -> impl Iterator<Item = Event<'_>> {
    use pulldown_cmark::HeadingLevel;
    let floor = match level {
        0..=2 => HeadingLevel::H2,
        3 => HeadingLevel::H3,
        _ => HeadingLevel::H4,
    };
    Parser::new_ext(text, markdown_options()).map(move |event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: level.max(floor), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(level.max(floor))),
        // An image would be a request to somewhere else: its words and its address are enough.
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: CowStr::from(safe_address(&dest_url)), title, id })
        }
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: CowStr::from(safe_address(&dest_url)), title, id })
        }
        event => event,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authors_write_is_text() {
        let html = blocks(
            "a <script>alert(1)</script> [x](javascript:alert(1)) ![i](https://e.org/i.png)\n\n<b>y</b>\n\n# Big",
            3,
        );
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
