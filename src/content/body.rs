//! The body of a Markdown file: prose, its first heading, suppression comments, and keys that its front matter lacks.

use super::heading::Heading;
use super::ignores::{Ignore, IgnoreScope, asks, bounded};
use super::lowering::Lowering;
use super::markup::Markup;
use super::{LabelFact, NameAt, is_placeholder};
use crate::schema::SchemaFinding;
use crate::syntax::{Format, NodeRef, Tree, parts};
use crate::text::Span;

impl Lowering<'_> {
    /// Reads the body of a file.
    pub(super) fn body(&mut self, tree: &Tree, text: &str) {
        let Some(body) = tree.body() else { return };
        let markup = Markup::of(body.scalar_text());
        self.read_prose(body, &markup);
        self.waiting(body);
        self.heading(tree, body, &markup);
        let format = Format::of(self.context.path);
        self.facts.ignores.extend(body_ignores(body.span(), text, format));
        if let Some(key) = tree.body_key.as_deref()
            && let Some(written) = tree.root().and_then(|root| root.get(key))
            && !written.is_blank()
        {
            let message = format!("\"{key}\" stands here, and below the front matter too");
            self.facts.schema.push(finding(written.inner_span(), message, "keep one of the two"));
        }
    }

    /// Takes note of the body of a role that is one paragraph and waits for its words.
    fn waiting(&mut self, body: NodeRef<'_>) {
        let text = body.scalar_text();
        let words = text.trim();
        if self.is_role && is_placeholder(words) && !words.lines().any(|line| line.trim().is_empty()) {
            let start = text.len() - text.trim_start().len();
            let span = body.map().span(start, start + words.len());
            self.placeholders.push(NameAt { name: self.intern(words), span });
        }
    }

    /// Takes the first heading as a label, where the schema asks for it.
    fn heading(&mut self, tree: &Tree, body: NodeRef<'_>, markup: &Markup<'_>) {
        let Some((kind, label)) = self.context.schema.shapes.file.heading.as_ref() else { return };
        let Some(kind) = self.noted_kind(kind) else { return };
        let Some(Heading { text, range }) = markup.heading() else { return };
        let at = NameAt { name: self.intern(&text), span: body.map().span(range.start, range.end) };
        let holder = tree.root().map_or(0, |root| root.id());
        self.other_labels.push((holder, kind, LabelFact { label: *label, at, of_file: false }));
    }

    /// Of keys that a Markdown file lacks altogether, one finding: it has no front matter, or an empty one.
    pub(super) fn lacks_front_matter(&mut self, tree: &Tree, text: &str) {
        let is_markdown = Format::of(self.context.path) != Format::Yaml;
        if !is_markdown || !tree.root().is_some_and(|root| root.is_empty()) {
            return;
        }
        let (missing, mut others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.facts.schema).into_iter().partition(|finding| finding.missing_key);
        if !missing.is_empty() && !parts(text).is_toml {
            let keys = &self.context.schema.shapes.root().required;
            let body = tree.body_key.as_deref().filter(|_| tree.body().is_some());
            let keys = keys.iter().filter(|key| Some(key.as_str()) != body).map(|key| format!("\"{key}\""));
            let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            let mut lines = text[start..].lines();
            let first = lines.next().unwrap_or_default();
            let is_open = first.trim_end() == "---" && !lines.any(|line| matches!(line.trim_end(), "---" | "..."));
            let (message, help) = if is_open {
                let help = "write another line \"---\" below the keys, with nothing before it";
                ("this \"---\" is never closed, so that nothing below it is read".to_owned(), help)
            } else {
                let help = "begin the file with a line \"---\", then the keys, then another line \"---\"";
                (format!("this page has no front matter with {}", keys.collect::<Vec<_>>().join(" and ")), help)
            };
            let span = Span::of(start, start + first.len());
            // Where a merge left its marks at the start, that is told and the cause.
            if !self.facts.syntax.iter().any(|error| error.span.touches(span)) {
                others.push(SchemaFinding { missing_key: true, ..finding(span, message, help) });
            }
            self.facts.is_nameless = true;
        }
        self.facts.schema = others;
    }
}

fn finding(span: Span, message: String, help: &str) -> SchemaFinding {
    SchemaFinding::new(span, message, Some(help.to_owned()))
}

/// The suppression comments in a body: behind text they are for its line, alone for the block below.
pub(crate) fn body_ignores(body: Span, text: &str, format: Format) -> Vec<Ignore> {
    let marks: &[(&str, &str)] =
        if format == Format::Mdx { &[("<!--", "-->"), ("{/*", "*/}")] } else { &[("<!--", "-->")] };
    let written = body.slice(text);
    if !written.contains("sidestep:") {
        return Vec::new();
    }
    let base = body.start as usize;
    let mut block = None;
    let ignore = |(open, inside, close, at): (usize, usize, usize, usize)| {
        let (whole_file, codes) = asks(&written[inside..close], base + inside)?;
        let span = Span::of(base + open, base + at);
        let line = written[..open].rfind('\n').map_or(0, |at| at + 1);
        let scope = if whole_file {
            IgnoreScope::File
        } else if written[line..open].trim().is_empty() {
            block = block_below(written, at, block);
            block.map_or(IgnoreScope::Nothing, |(from, to)| IgnoreScope::Within(Span::of(base + from, base + to)))
        } else {
            // Whatever the line says, also behind the comment.
            let end = written[at..].find('\n').map_or(written.len(), |length| at + length);
            IgnoreScope::Line(Span::of(base + line, base + end))
        };
        Some(Ignore { span, codes, scope })
    };
    bounded(comments(written, marks).filter_map(ignore))
}

/// Comments between some marks: where each begins, its words, the end of these, and where it ends.
fn comments<'t>(
    text: &'t str,
    marks: &'t [(&str, &str)],
) -> impl Iterator<Item = (usize, usize, usize, usize)> + use<'t> {
    let find = |mark: &str, from: usize| text[from..].find(mark).map(|found| from + found);
    let mut next: Vec<_> = marks.iter().map(|marks| (find(marks.0, 0), marks)).collect();
    std::iter::from_fn(move || {
        let (open, (mark, end)) = next.iter().filter_map(|(open, marks)| Some(((*open)?, **marks))).min()?;
        let inside = open + mark.len();
        let close = find(end, inside)?;
        let at = close + end.len();
        // A mark that comes later, or nowhere, is not looked for again.
        for (open, marks) in next.iter_mut().filter(|(open, _)| open.is_some_and(|open| open < at)) {
            *open = find(marks.0, at);
        }
        Some((open, inside, close, at))
    })
}

/// The lines from an offset on up to the next blank one. `known`: those from another offset, above this one.
fn block_below(text: &str, from: usize, known: Option<(usize, usize)>) -> Option<(usize, usize)> {
    let start = from + (text[from..].len() - text[from..].trim_start().len());
    // Thousands of comments may stand above each other.
    if let Some((_, end)) = known.filter(|(from, end)| *from <= start && start < *end) {
        return Some((start, end));
    }
    let mut end = start;
    for line in text[start..].split_inclusive('\n').take_while(|line| !line.trim().is_empty()) {
        end += line.len();
    }
    (end > start).then_some((start, end))
}
