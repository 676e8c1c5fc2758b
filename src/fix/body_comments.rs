//! Suppression comments in the body of a Markdown file.

use crate::content::{Ignore, IgnoreScope, body_ignores};
use crate::edit::Document;
use crate::rules::Diagnostic;
use crate::syntax::Format;
use crate::text::{Span, TextEdit, apply};

/// The body of a file, if a finding stands in it.
pub(super) struct Body<'d> {
    document: &'d Document,
    finding: &'d Diagnostic,
    format: Format,
    span: Span,
}

impl<'d> Body<'d> {
    pub fn of(document: &'d Document, finding: &'d Diagnostic) -> Option<Self> {
        let format = Format::of(&document.path);
        let span = document.tree.body()?.span();
        span.contains(finding.span).then_some(Self { document, finding, format, span })
    }

    /// The edit that silences the finding in its place: its code in a comment that covers it already, a comment behind its
    /// line, one above its block.
    pub fn ignore_here(&self) -> Option<TextEdit> {
        let known = self.known();
        if let Some(ignore) = known.iter().find(|i| i.scope != IgnoreScope::File && i.covers(self.finding.span)) {
            return joins(ignore, &self.finding.code).filter(|edit| self.silences(&known, edit));
        }
        let comment = self.comment("ignore");
        let text = &self.document.text;
        let start = self.document.line_start(self.finding.span.start);
        let line = Span::new(start, self.document.next_line(self.finding.span.start)).slice(text);
        let end = start + Span::of(0, line.trim_end().len()).end;
        let behind = TextEdit::new(Span::empty(end), format!(" {comment}"));
        let above =
            TextEdit::new(Span::empty(self.block_start(start)), format!("{comment}{}", self.document.line_end()));
        // What stands behind the last bar of a table is a cell.
        let is_row = line.trim_start().starts_with('|');
        let tries = if is_row { vec![above] } else { vec![behind, above] };
        tries.into_iter().find(|edit| self.silences(&known, edit))
    }

    /// The edit that silences the finding's code in the whole file: in the first comment for the file, or in one at the top of
    /// the body.
    pub fn ignore_in_file(&self) -> Option<TextEdit> {
        let known = self.known();
        let first = known.iter().find(|ignore| ignore.scope == IgnoreScope::File);
        let edit = first.and_then(|ignore| joins(ignore, &self.finding.code)).unwrap_or_else(|| {
            let comment = format!("{}{}", self.comment("ignore-file"), self.document.line_end());
            TextEdit::new(Span::empty(self.span.start), comment)
        });
        self.silences(&known, &edit).then_some(edit)
    }

    fn comment(&self, word: &str) -> String {
        let code = &self.finding.code;
        match self.format {
            Format::Mdx => format!("{{/* sidestep: {word}[{code}] */}}"),
            Format::Markdown | Format::Yaml => format!("<!-- sidestep: {word}[{code}] -->"),
        }
    }

    /// The first line of the block that a line belongs to (byte offset).
    fn block_start(&self, line: u32) -> u32 {
        let before = Span::new(self.span.start, line).slice(&self.document.text);
        let lines = before.split_inclusive('\n').rev();
        let above: usize = lines.take_while(|line| !line.trim().is_empty()).map(str::len).sum();
        line - Span::of(0, above).end
    }

    fn known(&self) -> Vec<Ignore> {
        body_ignores(self.span, &self.document.text, self.format)
    }

    /// Whether an edit silences the finding and changes no other comment.
    fn silences(&self, known: &[Ignore], edit: &TextEdit) -> bool {
        let Ok(after) = apply(&self.document.text, std::slice::from_ref(edit)) else { return false };
        let by = Span::of(0, edit.text.len()).end;
        let moved = if edit.span.start <= self.finding.span.start { by } else { 0 };
        let span = Span::new(self.finding.span.start + moved, self.finding.span.end + moved);
        let now = body_ignores(Span::new(self.span.start, self.span.end + by), &after, self.format);
        let is_new = |ignore: &&Ignore| ignore.codes.iter().any(|(code, _)| **code == *self.finding.code);
        let scopes = |list: &[Ignore]| list.iter().map(|one| std::mem::discriminant(&one.scope)).collect::<Vec<_>>();
        let mut others = now.clone();
        others.retain(|one| one.span.start != edit.span.start && one.span.start != edit.span.start + 1);
        now.iter().filter(is_new).any(|ignore| ignore.covers(span))
            && (scopes(&now) == scopes(known) || scopes(&others) == scopes(known))
    }
}

/// Adds a code to a comment that has some.
pub(super) fn joins(ignore: &Ignore, code: &str) -> Option<TextEdit> {
    let (_, last) = ignore.codes.last()?;
    Some(TextEdit::new(Span::empty(last.end), format!(", {code}")))
}
