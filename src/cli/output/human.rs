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
        let mut snippet = excerpt(&main, path).annotation(AnnotationKind::Primary.span(within(&main, d.span)));
        for (r, text) in related.iter().filter(|(r, _)| r.path == d.path) {
            snippet = snippet.annotation(AnnotationKind::Context.span(within(text, r.span)).label(&*r.message));
        }
        group = group.element(snippet);
    }
    for (r, text) in related.iter().filter(|(r, _)| r.path != d.path) {
        let place = AnnotationKind::Context.span(within(text, r.span)).label(&*r.message);
        group = group.element(excerpt(text, format!("{prefix}{}", r.path)).annotation(place));
    }
    if let Some(help) = &d.help {
        group = group.element(Level::HELP.message(&**help));
    }
    renderer.render(&[group])
}

fn excerpt<'a>(text: &'a Text, path: String) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    Snippet::source(text.visible()).path(path).fold(true)
}

fn within(text: &Text, span: Span) -> std::ops::Range<usize> {
    let visible = text.visible();
    let hidden = text.text.len() - visible.len();
    let inside = |at: u32| (at as usize).saturating_sub(hidden).min(visible.len());
    inside(span.start)..inside(span.end)
}
