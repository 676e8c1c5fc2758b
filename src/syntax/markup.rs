//! Lines that other notations bring along: the fence of a code block, keys in bold, rows of a table, tabs between the
//! cells of a sheet.

use super::cause::{Evident, shortened};
use super::fault::{Fault, FaultKind, FixKind};
use super::lines::{Line, above, below, blanks, column, indent, is_used_as_key, line_at, previous, reads_like_key};
use super::strays::written;
use super::write::plain_is_safe;
use crate::text::{Applicability, Span, TextEdit};

/// How many lines one cause may span.
const MOST_LINES: usize = 200;

/// What may be meant by a line of another notation.
pub(super) fn markup(text: &str, fault: &Fault) -> Vec<Evident> {
    let line = line_at(text, fault.span.start as usize);
    let of = |line: Line| {
        let bold = || bold_key(text, line);
        let row = || table_row(text, line);
        fence(text, line).or_else(bold).or_else(row).or_else(|| tab_for_colon(text, line))
    };
    std::iter::once(line).chain(previous(text, line.0)).filter_map(of).collect()
}

/// What is told, with a fix that changes nobody's words.
fn safe(span: Span, message: String, help: String, title: &'static str, edits: Vec<TextEdit>) -> Evident {
    let fixes = vec![(FixKind::Told(title, Applicability::Safe), edits.clone())];
    Evident::new(FaultKind::Told { message, help }, span, edits, fixes)
}

/// Whether a line is the fence of a code block, with the name of a language or without.
fn is_fence(line: &str) -> bool {
    let language = line.trim_end().strip_prefix("```").map(|rest| rest.trim_start_matches('`').trim());
    language.is_some_and(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
}

/// A line that begins or ends a code block, at the left edge: without it, and without the other one.
fn fence(text: &str, line: Line) -> Option<Evident> {
    let fences = |line: &Line| is_fence(&text[line.0..line.1]);
    if !fences(&line) {
        return None;
    }
    let whole = |(from, to): Line| {
        let rest = &text[to..];
        let lf = rest.len() - rest.trim_start_matches('\r').strip_prefix('\n').map_or(rest.len(), str::len);
        TextEdit::new(Span::of(from, to + lf), "")
    };
    let other = below(text, line.1).filter(fences).last();
    let edits: Vec<TextEdit> = std::iter::once(line).chain(other).map(whole).collect();
    let help = if other.is_some() { "delete it, and the line that ends the block" } else { "delete it" };
    let message = format!(
        "\"{}\" is the fence of a code block, which is no part of the file",
        shortened(text[line.0..line.1].trim_end())
    );
    Some(safe(written(text, line), message, help.to_owned(), "Delete the fence", edits))
}

/// The marks of bold or code that a key stands in.
const MARKS: [&str; 3] = ["**", "`", "*"];

/// `**summary**: …` and `**summary:** …`: the place of the key, and the edits that take its marks away.
fn marked_key(text: &str, (start, end): Line) -> Option<(Span, String, Vec<TextEdit>)> {
    let line = &text[start..end];
    let from = column(line);
    let body = &line[from..];
    let mark = MARKS.into_iter().find(|mark| body.starts_with(mark))?;
    let rest = &body[mark.len()..];
    let close = rest.find(mark)?;
    let inside = rest[..close].trim_end();
    let behind = &rest[close + mark.len()..];
    let key = inside.strip_suffix(':').unwrap_or(inside);
    let is_word = !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-'));
    let has_colon = if inside.ends_with(':') {
        behind.is_empty() || behind.starts_with(' ')
    } else {
        behind.strip_prefix(':').is_some_and(|value| value.is_empty() || value.starts_with(' '))
    };
    if !has_colon || !(is_word || is_used_as_key(text, key)) {
        return None;
    }
    let at = start + from;
    let closes = at + mark.len() + close;
    let edits = vec![
        TextEdit::new(Span::of(at, at + mark.len()), ""),
        TextEdit::new(Span::of(closes, closes + mark.len()), ""),
    ];
    Some((Span::of(at, closes + mark.len()), key.to_owned(), edits))
}

/// A key in bold or as code. At the left edge all of them: there no text of an author begins.
fn bold_key(text: &str, line: Line) -> Option<Evident> {
    let (span, key, mut edits) = marked_key(text, line)?;
    if indent(&text[line.0..line.1]) == 0 {
        let others = below(text, line.1).filter(|(from, to)| indent(&text[*from..*to]) == 0);
        edits.extend(others.filter_map(|line| marked_key(text, line)).flat_map(|(_, _, edits)| edits));
    }
    let marks = &span.slice(text)[..if span.slice(text).starts_with("**") { 2 } else { 1 }];
    let message = format!("a key stands without the \"{marks}\" that make it bold or code elsewhere");
    Some(safe(span, message, format!("write \"{}:\"", shortened(&key)), "Write the key without marks", edits))
}

/// Rows of a table in Markdown. They are not read.
fn table_row(text: &str, line: Line) -> Option<Evident> {
    let is_row = |(from, to): &Line| {
        let body = text[*from..*to].trim();
        body.len() > 2 && body.starts_with('|') && body.ends_with('|') && body[1..body.len() - 1].contains('|')
    };
    if !is_row(&line) {
        return None;
    }
    let first = above(text, line.0).take(MOST_LINES).take_while(is_row).last().unwrap_or(line);
    let last = below(text, line.1).take(MOST_LINES).take_while(is_row).last().unwrap_or(line);
    let edits = vec![blanks(text, first.0, last.1)];
    let message = "this is a row of a table as Markdown has it".to_owned();
    let help = "write each of its cells on a line of its own, after the key that it belongs to".to_owned();
    let meant = Evident::new(FaultKind::Told { message, help }, written(text, first), edits, Vec::new());
    Some(Evident { uncertain: vec![Span::of(first.0, last.1)], ..meant })
}

/// `Patients⇥Anyone`: a key with a tab in place of its colon, beside keys; and its neighbours of that kind.
fn tab_for_colon(text: &str, line: Line) -> Option<Evident> {
    let own = column(&text[line.0..line.1]);
    let cell = |line: &Line| cell_of_sheet(text, *line).filter(|_| column(&text[line.0..line.1]) == own);
    let (span, key, edit) = cell(&line)?;
    let is_cell = |line: &Line| cell(line).is_some();
    let before = above(text, line.0).find(|line| !is_cell(line));
    let after = below(text, line.1).find(|line| !is_cell(line));
    let is_beside = |(from, to): Line| column(&text[from..to]) == own && reads_like_key(&text[from + own..to]);
    if !before.into_iter().chain(after).any(is_beside) {
        return None;
    }
    let first = above(text, line.0).take_while(is_cell).last();
    let (span, key, edits) = match first.and_then(|first| Some((first, cell(&first)?))) {
        Some((line, (span, key, edit))) => (span, key, edits_from(text, line, edit, cell)),
        None => (span, key, edits_from(text, line, edit, cell)),
    };
    let message = "a key has a \":\" after it, not a tab".to_owned();
    Some(safe(span, message, format!("write \"{}: \"", shortened(key)), "Write \": \" after the key", edits))
}

/// The edits of a cell and of those on the lines below it.
fn edits_from<'t>(
    text: &str,
    line: Line,
    edit: TextEdit,
    cell: impl Fn(&Line) -> Option<(Span, &'t str, TextEdit)>,
) -> Vec<TextEdit> {
    let others = below(text, line.1).take(MOST_LINES).map_while(|line| cell(&line));
    std::iter::once(edit).chain(others.map(|(_, _, edit)| edit)).collect()
}

/// A line of two cells with a tab between them: the tab, the first cell, and the edit that makes a key of it.
fn cell_of_sheet(text: &str, (start, end): Line) -> Option<(Span, &str, TextEdit)> {
    let line = text[start..end].trim_end();
    let from = column(line);
    let tab = from + line[from..].find('\t')?;
    let (key, value) = (line[from..tab].trim_end(), line[tab..].trim_start());
    let is_key = key.starts_with(char::is_alphanumeric) && !key.contains([':', '#', '"', '\'', '[', '{']);
    if !is_key || key.len() > LONGEST_KEY || value.contains('\t') || !plain_is_safe(&value.replace(',', "")) {
        return None;
    }
    let gap = Span::of(start + from + key.len(), start + line.len() - value.len());
    let tab = Span::of(start + tab, start + tab + 1);
    Some((tab, key, TextEdit::new(gap, ": ")))
}

/// So many bytes the name of a column has at most.
const LONGEST_KEY: usize = 60;
