//! Source excerpts with carets, related places, and what to do.

use std::cell::Cell;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer};

use super::marks::Mark;
use super::statistics::MANY;
use super::{Checked, Report};
use crate::cli::print::{is_quiet, renderer, shows_links};
use crate::cli::texts::{Excerpt, Text, Texts, columns};
use crate::fix::Fixer;
use crate::rules::{Diagnostic, find, url};
use crate::text::{Span, into_visible, visible};
use crate::workspace::Severity;

/// Renders a report.
pub fn render(report: &Report) -> String {
    let columns = columns();
    let style = Style { renderer: renderer(columns), columns, links: shows_links(), room: Cell::new(MOST_SHOWN) };
    let mut out = String::new();
    let printed = report.printed();
    for (checked, list) in &printed.workspaces {
        let read = (Texts::new(&checked.disk), Fixer::new(&checked.workspace, &checked.disk));
        for diagnostic in list {
            out.push_str(&one(&style, diagnostic, &read, checked));
            out.push_str("\n\n");
        }
    }
    out.push_str(&printed.rest());
    out.push_str(&report.statistics(Some(MANY)));
    if !is_quiet() {
        out.push_str(&report.summary());
        out.push('\n');
        out.push_str(&report.mendable());
    }
    out
}

/// How findings are shown.
struct Style {
    renderer: Renderer,
    /// Of the terminal.
    columns: Option<usize>,
    /// Codes lead to their documentation.
    links: bool,
    /// How many bytes of excerpts may still be shown.
    room: Cell<usize>,
}

/// All excerpts together have so many bytes; findings behind that are shown with their places alone. Those of ten thousand
/// findings in lines of a usual length have less.
const MOST_SHOWN: usize = 16 << 20;

impl Style {
    /// The lines of some places; `None` where that is too much to show.
    fn excerpt<'t>(&self, text: &'t Text, spans: &[Span]) -> Option<Excerpt<'t>> {
        let excerpt = Excerpt::new(text, spans, self.columns)?;
        let left = self.room.get().checked_sub(excerpt.bytes());
        self.room.set(left.unwrap_or(0));
        left.map(|_| excerpt)
    }
}

fn one(style: &Style, d: &Diagnostic, (texts, fixer): &(Texts<'_>, Fixer<'_>), checked: &Checked) -> String {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let path = |path: &str| into_visible(checked.path(&checked.shown, path));
    let code = visible(&d.code);
    let mut title = level.primary_title(&*d.message).id(&*code);
    if let Some(rule) = find(&d.code).filter(|_| style.links) {
        title = title.id_url(url(rule));
    }
    let mut group = Group::with_title(title);
    let main = texts.get(&d.path);
    let beside = || d.related.iter().filter(|r| r.path == d.path);
    let spans: Vec<Span> = std::iter::once(d.span).chain(beside().map(|r| r.span)).collect();
    let together = style.excerpt(&main, &spans);
    // What is far away has an excerpt of its own.
    let near = together.is_some();
    let excerpt = together.or_else(|| style.excerpt(&main, &[d.span]));
    match &excerpt {
        Some(excerpt) if !main.text.is_empty() => {
            let places = beside().filter(|_| near);
            let places = places.map(|r| AnnotationKind::Context.span(excerpt.within(r.span)).label(&*r.message));
            let primary = AnnotationKind::Primary.span(excerpt.within(d.span));
            group = group.element(excerpt.snippet(path(&d.path)).annotation(primary).annotations(places));
        }
        Some(_) => group = group.element(Origin::path(path(&d.path))),
        None => group = group.element(place(path(&d.path), &main, d.span)),
    }
    let apart = d.related.iter().filter(|r| r.path != d.path || !near);
    let apart: Vec<_> = apart.map(|r| (r, texts.get(&r.path))).collect();
    let excerpts: Vec<_> = apart.iter().map(|(r, text)| (r, text, style.excerpt(text, &[r.span]))).collect();
    for (r, text, excerpt) in &excerpts {
        match excerpt {
            Some(excerpt) => {
                let place = AnnotationKind::Context.span(excerpt.within(r.span)).label(&*r.message);
                group = group.element(excerpt.snippet(path(&r.path)).annotation(place));
            }
            None => {
                let note = Level::NOTE.message(&*r.message);
                group = group.element(note).element(place(path(&r.path), text, r.span));
            }
        }
    }
    if let Some(help) = &d.help {
        group = group.element(Level::HELP.message(&**help));
    }
    if let Some(Mark { flags, rest }) = checked.marks.of(d, checked, fixer) {
        let hints = if d.severity == Severity::Hint { " --show hint" } else { "" };
        let message = format!("sidestep check {flags}{hints}{rest}");
        group = group.element(Level::NOTE.with_name("fix").message(message));
    }
    style.renderer.render(&[group])
}

/// A place without an excerpt.
fn place(path: String, text: &Text, span: Span) -> Origin<'static> {
    let (start, _) = text.range(span);
    Origin::path(path).line(start.line as usize).char_column(start.column as usize)
}
