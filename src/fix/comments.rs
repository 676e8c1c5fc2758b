//! Suppression comments: written, and removed whole or one code of them.

use super::body_comments::{Body, joins};
use crate::content::{Ignore, IgnoreScope, ignores};
use crate::edit::Document;
use crate::rules::Diagnostic;
use crate::syntax::{Kind, Tree};
use crate::text::{Span, TextEdit, apply};

/// Codes for which no suppression comment is offered.
const LOUD: [&str; 3] = ["syntax", "unused-ignore", "config"];

/// The edit that silences `finding` in its place, by the first of these that does: its code in a comment that covers it
/// already, a comment at the end of its line, a comment above a node around it (the innermost first). `text` is the
/// whole file. `None` where none of them does.
#[must_use]
pub fn ignore_here(text: &str, finding: &Diagnostic) -> Option<TextEdit> {
    if LOUD.contains(&&*finding.code) {
        return None;
    }
    let document = Document::parse(finding.path.clone(), text.to_owned());
    if let Some(body) = Body::of(&document, finding) {
        return body.ignore_here();
    }
    let (span, code) = (finding.span, &*finding.code);
    let known = ignores(&document.tree, text);
    if let Some(ignore) = known.iter().find(|i| i.scope != IgnoreScope::File && i.covers(span)) {
        let edit = joins(ignore, code)?;
        return silences(&document, &known, &edit, finding).then_some(edit);
    }
    let comment = format!("# sidestep: ignore[{code}]");
    let mut tries = Vec::new();
    let line = document.line_start(span.start);
    let line = Span::new(line, document.next_line(span.start)).slice(text);
    let end = document.line_start(span.start) + Span::of(0, line.trim_end().len()).end;
    tries.push(TextEdit::new(Span::empty(end), format!(" {comment}")));
    let mut lines: Vec<u32> = document
        .path_at(span.start)
        .iter()
        .map(|id| document.line_start(document.tree.written(*id).full_span().start))
        .collect();
    // What follows a `#` belongs to no node.
    lines.push(document.line_start(span.start));
    lines.dedup();
    for start in lines.into_iter().rev() {
        let rest = &text[start as usize..];
        let indent = &rest[..rest.len() - rest.trim_start_matches(' ').len()];
        tries.push(TextEdit::new(Span::empty(start), format!("{indent}{comment}{}", document.line_end())));
    }
    tries.into_iter().find(|edit| silences(&document, &known, edit, finding))
}

/// The edit that silences the code of `finding` in the whole file: in the first `ignore-file` comment, or in a new one
/// at the top. `text` is the whole file. `None` where no comment can silence it.
#[must_use]
pub fn ignore_in_file(text: &str, finding: &Diagnostic) -> Option<TextEdit> {
    if LOUD.contains(&&*finding.code) {
        return None;
    }
    let document = Document::parse(finding.path.clone(), text.to_owned());
    if let Some(body) = Body::of(&document, finding) {
        return body.ignore_in_file();
    }
    let known = ignores(&document.tree, text);
    let first = known.iter().find(|ignore| ignore.scope == IgnoreScope::File);
    if let Some(edit) = first.and_then(|ignore| joins(ignore, &finding.code)) {
        return silences(&document, &known, &edit, finding).then_some(edit);
    }
    let comment = format!("# sidestep: ignore-file[{}]{}", finding.code, document.line_end());
    let edit = TextEdit::new(Span::empty(document.line_start(0)), comment);
    silences(&document, &known, &edit, finding).then_some(edit)
}

/// Whether an edit adds a comment, or a code to one, that silences a finding, and does nothing else.
fn silences(document: &Document, known: &[Ignore], edit: &TextEdit, finding: &Diagnostic) -> bool {
    let Ok(after) = apply(&document.text, std::slice::from_ref(edit)) else { return false };
    let now = Document::parse(document.path.clone(), after);
    let by = if edit.span.start <= finding.span.start { Span::of(0, edit.text.len()).end } else { 0 };
    let span = Span::new(finding.span.start + by, finding.span.end + by);
    let ignores = ignores(&now.tree, &now.text);
    let new = ignores.iter().any(|i| i.covers(span) && i.codes.iter().any(|(code, _)| **code == *finding.code));
    // The comments that were there must keep their scopes: a new one could come between a comment and its node.
    let same = |a: IgnoreScope, b: IgnoreScope| std::mem::discriminant(&a) == std::mem::discriminant(&b);
    let added = edit.text.find('#').map(|at| edit.span.start + Span::of(0, at).end);
    let others: Vec<&Ignore> = ignores.iter().filter(|i| Some(i.span.start) != added).collect();
    new && now.is_sound() == document.is_sound()
        && others.len() == known.len()
        && others.iter().zip(known).all(|(a, b)| same(a.scope, b.scope))
        && now.tree.comments.len() == document.tree.comments.len() + usize::from(added.is_some())
        && same_values(&document.tree, &now.tree)
}

/// Whether two trees have nodes of the same kinds with the same scalar values, in document order.
fn same_values(a: &Tree, b: &Tree) -> bool {
    let values = |tree: &Tree| -> Vec<(Kind, String)> {
        tree.nodes().map(|node| (node.kind(), node.scalar_text().to_owned())).collect()
    };
    values(a) == values(b)
}

pub(super) fn remove(document: &Document, comment: Span, code: Option<Span>) -> Option<TextEdit> {
    if let Some(code) = code {
        let after = &document.text[code.end as usize..];
        let before = &document.text[..code.start as usize];
        // The comma goes too: the one behind the code, or for the last code the one before it.
        let span = if let Some(rest) = after.trim_start().strip_prefix(',') {
            let end = document.text.len() - rest.trim_start().len();
            Span::of(code.start as usize, end)
        } else {
            let start = before.trim_end().strip_suffix(',')?.len();
            Span::of(start, code.end as usize)
        };
        return Some(TextEdit::new(span, ""));
    }
    let line = document.line_start(comment.start);
    let before = Span::new(line, comment.start).slice(&document.text);
    if before.trim().is_empty() {
        return Some(TextEdit::new(Span::new(line, document.next_line(comment.start)), ""));
    }
    let start = line + Span::of(0, before.trim_end().len()).end;
    Some(TextEdit::new(Span::new(start, comment.end), ""))
}
