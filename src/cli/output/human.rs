//! Source excerpts with carets, related places, and what to do.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Checked, Report};
use crate::cli::texts::{Text, Texts};
use crate::rules::Diagnostic;
use crate::text::{Span, VisibleLines, into_visible, visible};
use crate::workspace::Severity;

/// Renders a report.
pub fn render(report: &Report) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    let printed = report.printed();
    for (checked, list) in &printed.workspaces {
        let texts = Texts::new(&checked.disk);
        for diagnostic in list {
            out.push_str(&one(&renderer, diagnostic, &texts, checked));
            out.push_str("\n\n");
        }
    }
    out.push_str(&printed.rest());
    out.push_str(&report.summary());
    out.push('\n');
    out
}

fn one(renderer: &Renderer, d: &Diagnostic, texts: &Texts<'_>, checked: &Checked) -> String {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let path = |path: &str| into_visible(checked.path(&checked.shown, path));
    let code = visible(&d.code);
    let mut group = Group::with_title(level.primary_title(&*d.message).id(&*code));
    let main = texts.get(&d.path);
    let beside = || d.related.iter().filter(|r| r.path == d.path);
    let spans: Vec<Span> = std::iter::once(d.span).chain(beside().map(|r| r.span)).collect();
    let together = Excerpt::new(&main, &spans);
    // What is far away has an excerpt of its own.
    let near = together.is_some();
    let excerpt = together.or_else(|| Excerpt::new(&main, &[d.span]));
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
    let excerpts: Vec<_> = apart.iter().map(|(r, text)| (r, text, Excerpt::new(text, &[r.span]))).collect();
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
    renderer.render(&[group])
}

/// A place without an excerpt.
fn place(path: String, text: &Text, span: Span) -> Origin<'static> {
    let (start, _) = text.range(span);
    Origin::path(path).line(start.line as usize).char_column(start.column as usize)
}

/// An excerpt with more bytes is none: nobody finds anything in it, and a file may be one line.
const LONGEST: usize = 8_000;

/// The part of a text that is shown. The renderer goes through all of it for each finding, so it is kept small.
struct Excerpt<'a> {
    text: VisibleLines<'a>,
    /// Where it begins and ends in the file.
    whole: Span,
    line: usize,
}

impl<'a> Excerpt<'a> {
    /// The lines of some places; `None` where that is too much to show.
    fn new(text: &'a Text, spans: &[Span]) -> Option<Self> {
        let fits = |(whole, _): &(Span, usize)| whole.len() as usize <= LONGEST;
        // A long line beside them is no reason to show none.
        let (whole, line) = [1, 0].into_iter().map(|more| text.around(spans, more)).find(fits)?;
        Some(Self { text: VisibleLines::new(whole.slice(&text.text)), whole, line })
    }

    fn snippet(&self, path: String) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        Snippet::source(&*self.text.text).line_start(self.line).path(path).fold(true)
    }

    fn within(&self, span: Span) -> std::ops::Range<usize> {
        let inside =
            |at: u32| self.text.place(at.clamp(self.whole.start, self.whole.end) as usize - self.whole.start as usize);
        inside(span.start)..inside(span.end)
    }
}
