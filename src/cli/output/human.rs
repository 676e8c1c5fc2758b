//! Source excerpts with carets, related places, and what to do.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::Report;
use crate::cli::texts::{Text, Texts};
use crate::rules::Diagnostic;
use crate::text::Span;
use crate::workspace::Severity;

/// Renders a report.
pub fn render(report: &Report) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    for checked in &report.workspaces {
        let texts = Texts::new(&checked.disk);
        for diagnostic in report.printed(checked) {
            out.push_str(&one(&renderer, diagnostic, &texts, &checked.shown));
            out.push_str("\n\n");
        }
    }
    out.push_str(&report.summary());
    out.push('\n');
    out
}

fn one(renderer: &Renderer, d: &Diagnostic, texts: &Texts<'_>, prefix: &str) -> String {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let main = texts.get(&d.path);
    let related: Vec<_> = d.related.iter().map(|r| (r, texts.get(&r.path))).collect();
    let mut title = level.primary_title(&*d.message);
    title = title.id(&*d.code);
    let mut group = Group::with_title(title);
    let path = format!("{prefix}{}", d.path);
    if main.text.is_empty() {
        group = group.element(Origin::path(path));
    } else {
        let beside = || d.related.iter().filter(|r| r.path == d.path);
        let spans: Vec<Span> = std::iter::once(d.span).chain(beside().map(|r| r.span)).collect();
        let excerpt = Excerpt::new(&main, &spans);
        let places = beside().map(|r| AnnotationKind::Context.span(excerpt.within(r.span)).label(&*r.message));
        let primary = AnnotationKind::Primary.span(excerpt.within(d.span));
        group = group.element(excerpt.snippet(path).annotation(primary).annotations(places));
    }
    for (r, text) in related.iter().filter(|(r, _)| r.path != d.path) {
        let excerpt = Excerpt::new(text, &[r.span]);
        let place = AnnotationKind::Context.span(excerpt.within(r.span)).label(&*r.message);
        group = group.element(excerpt.snippet(format!("{prefix}{}", r.path)).annotation(place));
    }
    if let Some(help) = &d.help {
        group = group.element(Level::HELP.message(&**help));
    }
    renderer.render(&[group])
}

/// The part of a text that is shown. The renderer goes through all of it for each finding, so it is kept small.
struct Excerpt<'a> {
    text: &'a str,
    start: u32,
    line: usize,
}

impl<'a> Excerpt<'a> {
    fn new(text: &'a Text, spans: &[Span]) -> Self {
        let (shown, line) = text.around(spans);
        Self { text: shown.slice(&text.text), start: shown.start, line }
    }

    fn snippet(&self, path: String) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        Snippet::source(self.text).line_start(self.line).path(path).fold(true)
    }

    fn within(&self, span: Span) -> std::ops::Range<usize> {
        let inside = |at: u32| (at.saturating_sub(self.start) as usize).min(self.text.len());
        inside(span.start)..inside(span.end)
    }
}
