//! A page as one HTML document: semantic, and without a script.

use std::fmt::Write as _;

use super::prose::{Writer, plain};
use super::words::{escape, fill, mark};
use super::{Page, PageSource};
use crate::workspace::PageWords;

const STYLE: &str = include_str!("page.css");

/// The page as an HTML document. Whatever authors write is text: HTML in it is shown, not run. Their images are images.
#[must_use]
pub fn html(page: &Page, words: &PageWords) -> String {
    Writer::new(&PageSource::default(), &|_| String::new(), words, true).document(page, words)
}

/// The same for a preview beside the text: an element has in `data-line` the line of the file (from 0) that it comes
/// from, and a link to a role has in `data-role` what `address` makes of the path of the role's file. Of images it has the
/// words: a preview requests nothing.
#[must_use]
pub fn html_preview(page: &Page, words: &PageWords, source: &PageSource, address: &dyn Fn(&str) -> String) -> String {
    Writer::new(source, address, words, false).document(page, words)
}

impl Writer<'_> {
    fn document(&self, page: &Page, words: &PageWords) -> String {
        let source = self.source;
        let named = |text: &str| fill(&escape(text), &[("name", &self.name(&page.name))]);
        let title = escape(&fill(&words.why_heading, &[("name", &page.name)]));
        let mut body = String::new();
        let heading = named(&words.why_heading);
        let why = self.blocks(&page.why, 2, &source.why);
        let _ = write!(body, "<h1{}>{heading}</h1>\n{why}", mark(source.name));
        let _ = write!(
            body,
            "<section aria-labelledby=\"alternatives\">\n<h2 id=\"alternatives\"{}>{}</h2>\n<ol class=\"ranked\" role=\"list\">\n",
            mark(source.alternatives_key),
            named(&words.alternatives_heading)
        );
        let anchors = anchors(page);
        for (at, alternative) in page.alternatives.iter().enumerate() {
            let lines = source.alternatives.get(at);
            let role = self.name(&alternative.role);
            let tagline = self.inline(&alternative.tagline);
            let side = self.side(&plain(&alternative.tagline));
            let side = if side == self.side(&alternative.role) { side } else { "" };
            let heading = fill(&escape(&words.alternative_title), &[("role", &role), ("tagline", &tagline)]);
            let about = self.blocks(&alternative.about, 4, lines.map_or(&[], |l| &l.about));
            let (id, line) = (&anchors[at], mark(lines.map(|l| l.entry)));
            let _ = write!(body, "<li id=\"{id}\"{line}>\n<h3{side}>{heading}</h3>\n{about}");
            if !alternative.best_for.is_empty() {
                let _ = write!(body, "<p class=\"best-for\">{}</p>\n<ul>\n", escape(&words.best_for));
                for (at, item) in alternative.best_for.iter().enumerate() {
                    let line = lines.and_then(|l| l.best_for.get(at)).copied();
                    let _ = writeln!(body, "<li{}{}>{}</li>", mark(line), self.side(&plain(item)), self.inline(item));
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
        body.push_str(&self.picks(page, words, &anchors));
        let _ = writeln!(body, "{}</section>", self.blocks(&page.outro, 3, &source.outro));
        format!(
            "<!doctype html>\n<html lang=\"{}\"{}>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<meta name=\"description\" content=\"{}\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
            escape(&words.lang),
            if self.rtl { " dir=\"rtl\"" } else { "" },
            escape(&plain(&page.summary))
        )
    }

    /// The options, each with a link to its alternative.
    fn picks(&self, page: &Page, words: &PageWords, anchors: &[String]) -> String {
        let mut out = String::new();
        for (at, pick) in page.picks.iter().enumerate() {
            let side = self.side(&plain(&pick.condition));
            let condition = format!("<strong{side}>{}</strong>", self.inline(&pick.condition));
            let target = page.alternatives.iter().position(|alternative| alternative.role == pick.role);
            // A link cannot stand in another one.
            let condition = match target.filter(|_| !condition.contains("<a ")) {
                Some(target) => format!("<a href=\"#{}\">{condition}</a>", anchors[target]),
                None => condition,
            };
            let then = match (self.inline(&pick.then), self.side(&plain(&pick.then))) {
                (then, "") => then,
                (then, side) => format!("<span{side}>{then}</span>"),
            };
            let values = [("if", condition.as_str()), ("then", &then), ("role", &self.name(&pick.role))];
            let text = fill(&escape(&words.pick), &values);
            let _ = writeln!(out, "<li{}>{text}</li>", mark(self.source.picks.get(at).copied()));
        }
        if out.is_empty() { out } else { format!("<ul>\n{out}</ul>\n") }
    }

    fn table(&self, page: &Page, words: &PageWords, heading: &str) -> String {
        let mut out = format!(
            "<section aria-labelledby=\"comparison\">\n<h2 id=\"comparison\"{}>{heading}</h2>\n<div class=\"table\" role=\"region\" aria-labelledby=\"comparison\" tabindex=\"0\">\n<table aria-labelledby=\"comparison\">\n<thead>\n<tr><th scope=\"col\">{}</th>",
            mark(self.source.comparison_key),
            escape(&words.role_column)
        );
        for column in &page.columns {
            let _ = write!(out, "<th scope=\"col\"{}>{}</th>", self.side(column), escape(column));
        }
        out.push_str("</tr>\n</thead>\n<tbody>\n");
        for (at, row) in page.rows.iter().enumerate() {
            let line = mark(self.source.rows.get(at).copied());
            let name = escape(&row.role);
            let name = match &row.toolkit {
                Some(toolkit) => format!("{}{name}</a>", self.link(toolkit, "")),
                None => name,
            };
            let _ = write!(out, "<tr{line}><th scope=\"row\"{}>{name}</th>", self.side(&row.role));
            for cell in &row.cells {
                // An empty cell is not read out at all.
                let text = if cell.is_empty() { "—".to_owned() } else { escape(cell) };
                let _ = write!(out, "<td{}>{text}</td>", self.side(cell));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n</div>\n</section>\n");
        out
    }
}

/// The places of the alternatives on the page, each once.
fn anchors(page: &Page) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    for (rank, alternative) in (1..).zip(&page.alternatives) {
        let by_slug = alternative.slug.as_ref().map(|slug| format!("alternative-{}", escape(slug)));
        let free = by_slug.filter(|anchor| !anchors.contains(anchor));
        anchors.push(free.unwrap_or_else(|| format!("alternative-{rank}")));
    }
    anchors
}
