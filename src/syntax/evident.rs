//! Faults whose cause is evident: the text is read as it was meant, and what is read is certain.

use super::cause::Evident;
use super::fault::{Fault, FaultKind, FixKind};
use super::lines::{
    Line, above, below, block_above, column, following, indent, is_key, is_sentence_key, is_used_as_key, line_at,
    reads_like_key,
};
use super::markup::markup;
use super::shifted::shifted;
use super::slipped::slipped;
use super::strays::strays;
use super::unfinished::unfinished;
use super::{dash, scalar};
use crate::text::{Span, TextEdit};

/// What may be meant at a fault of `text`, where that is evident: the first that can be read.
pub(super) fn evident(text: &str, fault: &Fault) -> Vec<Evident> {
    let line = line_at(text, fault.span.start as usize);
    let meant = match fault.kind {
        FaultKind::Tab => return spaces_for_tabs(text, line),
        FaultKind::ColonInValue => keys_on_a_line(text, line).or_else(|| colon_at_the_end(text, line)),
        FaultKind::AfterValue => closer(text, fault),
        FaultKind::BlockHeader => text_behind_mark(text, line, fault),
        FaultKind::MissingColon => text_without_bar(text, line),
        _ => None,
    };
    let strays = || strays(text, fault).into_iter();
    let pasted = || markup(text, fault).into_iter().chain(shifted(text, fault));
    let brackets = slipped(text, fault).into_iter().chain(unfinished(text, fault));
    let special = super::pasted::special_above(text, line.0);
    let special = special.map(|(fault, repair)| Evident { edits: repair.edits, fault, uncertain: Vec::new() });
    special
        .into_iter()
        .chain(meant)
        .chain(without_dash(text, fault))
        .chain(brackets)
        .chain(pasted())
        .chain(strays())
        .collect()
}

/// A fix of a fault that is not read as meant, since more than one thing may be.
pub(super) fn offered(text: &str, fault: &Fault) -> Option<(FixKind, Vec<TextEdit>)> {
    let at = fault.span.start as usize;
    // A fault may lie in a line break.
    let written = text.get(at..line_at(text, at).1)?;
    let value = written[..written.find(" #").unwrap_or(written.len())].trim_end();
    let marked = fault.kind == FaultKind::BlockNotAllowed && value.len() > 2 && value.starts_with('?');
    let edit = TextEdit::new(Span::of(at, at + value.len()), scalar(value));
    marked.then(|| (FixKind::QuoteValue, vec![edit]))
}

/// Lines that are indented with tabs, from the first on: with spaces for them, two, four or eight for each.
fn spaces_for_tabs(text: &str, line: Line) -> Vec<Evident> {
    let lines = std::iter::once(line).chain(below(text, line.1).filter(|(from, _)| text[*from..].starts_with('\t')));
    let white = |(from, to): Line| {
        let line = &text[from..to];
        Span::of(from, from + line.len() - line.trim_start_matches([' ', '\t']).len())
    };
    let tabs: Vec<Span> = lines.map(white).filter(|span| span.slice(text).contains('\t')).collect();
    let Some(first) = tabs.first().filter(|first| first.start as usize == line.0 && tabs.len() > 1).copied() else {
        return single_tab(text, line).into_iter().collect();
    };
    let with = |width: usize| {
        let edits: Vec<TextEdit> =
            tabs.iter().map(|span| TextEdit::new(*span, span.slice(text).replace('\t', &" ".repeat(width)))).collect();
        Evident::new(FaultKind::Tab, first, edits.clone(), vec![(FixKind::Spaces, edits)])
    };
    [2, 4, 8].map(with).into()
}

/// A single line that is indented with tabs, where another line says in which column it stands: an item of its list, the
/// same key of another item, the text that it belongs to.
fn single_tab(text: &str, line: Line) -> Option<Evident> {
    let written = &text[line.0..line.1];
    let white = written.len() - written.trim_start_matches([' ', '\t']).len();
    let span = Span::of(line.0, line.0 + white);
    let is_item = |line: &str| line.trim_start().starts_with("- ");
    let is_text = |line: &str| !is_key(line) && (!reads_like_key(line) || is_sentence_key(line));
    let lines = || above(text, line.0).map(|(from, to)| &text[from..to]).filter(|line| !line.trim().is_empty());
    // The key that a line or an item begins with.
    let key = |line: &str| is_key(line).then(|| line[column(line)..].split(':').next().unwrap_or_default().to_owned());
    let same = |other: &&str| key(other) == key(written);
    let width = if is_item(written) {
        // Outwards from the line: each stands further left than all between.
        let mut least = usize::MAX;
        let is_outer = |line: &&str| {
            let is_one = indent(line) < least;
            least = least.min(indent(line));
            is_one
        };
        let mut outer = lines().filter(is_outer).filter(|line| is_item(line) || is_key(line)).peekable();
        let first = outer.peek().filter(|line| !is_item(line)).map(|line| column(line));
        let next = following(text, line.1).map(|(from, to)| &text[from..to]).filter(|next| is_item(next) && same(next));
        // The first item of a list stands where the next one does.
        let next = next.map(indent).filter(|next| first.is_some_and(|owner| *next >= owner));
        next.or_else(|| outer.find(|line| is_item(line) && same(line)).map(indent))
    } else if let Some((header, depth)) = block_above(text, line.0).filter(|_| is_text(written)) {
        Some(depth.unwrap_or(header + 2))
    } else {
        let beside = lines().next().filter(|line| is_key(line)).map(column)?;
        let is_its = |line: &str| column(line) == beside && key(line) == key(written);
        (is_key(written) && lines().any(is_its)).then_some(beside)
    };
    let edits = vec![TextEdit::new(span, " ".repeat(width.filter(|_| span.slice(text).contains('\t'))?))];
    Some(Evident::new(FaultKind::Tab, span, edits.clone(), vec![(FixKind::Spaces, edits)]))
}

fn without_dash(text: &str, fault: &Fault) -> Option<Evident> {
    let item = dash::missing(text, fault)?;
    Some(Evident { fault: item.fault(), edits: vec![item.edit], uncertain: Vec::new() })
}

/// `- if: x, role: Y, then: Z`: keys of the file that stand on one line, moved to lines of their own.
fn keys_on_a_line(text: &str, (start, end): Line) -> Option<Evident> {
    let line = &text[start..end];
    let from = column(line);
    is_key(line).then_some(())?;
    let is_known = |at: usize| {
        let key = line[at + 2..].split(':').next().unwrap_or_default();
        key.len() < line.len() - at - 2 && !key.contains(',') && is_used_as_key(text, key)
    };
    let commas: Vec<usize> = line.match_indices(", ").map(|(at, _)| at).filter(|at| is_known(*at)).collect();
    let first = *commas.first()?;
    let breaks = format!("\n{}", " ".repeat(from));
    let edits: Vec<TextEdit> =
        commas.iter().map(|at| TextEdit::new(Span::of(start + at, start + at + 2), breaks.clone())).collect();
    let span = Span::of(start + first + 2, start + line.trim_end().len());
    Some(Evident::new(FaultKind::KeysOnALine, span, edits.clone(), vec![(FixKind::OwnLines, edits)]))
}

/// `name: Night Porter:`, a colon behind a value.
fn colon_at_the_end(text: &str, (start, end): Line) -> Option<Evident> {
    let line = &text[start..end];
    let body = line[column(line)..].trim_end();
    let value = body.split_once(": ")?.1.trim_start().strip_suffix(':')?;
    let colon = start + line.trim_end().len() - 1;
    let plain = !value.contains(": ") && value.starts_with(char::is_alphanumeric);
    // With something below it, it is a key.
    let below = following(text, end).map_or("", |(from, to)| &text[from..to]);
    if !plain || indent(below) > column(line) {
        return None;
    }
    let mark = Span::of(colon, colon + 1);
    let remove = vec![TextEdit::new(mark, "")];
    let whole = Span::of(colon - value.len(), colon + 1);
    let quote = vec![TextEdit::new(whole, scalar(whole.slice(text)))];
    let fixes = vec![(FixKind::RemoveColon, remove.clone()), (FixKind::QuoteValue, quote)];
    Some(Evident::new(FaultKind::ColonAtEnd, mark, remove, fixes))
}

/// A bracket too many behind a list.
fn closer(text: &str, fault: &Fault) -> Option<Evident> {
    let at = fault.span.start as usize;
    let line = text.get(at..line_at(text, at).1)?;
    let extra = line.len() - line.trim_start_matches([']', '}']).len();
    let behind = &line[extra..];
    let ends = behind.trim().is_empty() || behind.starts_with(' ') && behind.trim_start().starts_with('#');
    if extra == 0 || !ends {
        return None;
    }
    let span = Span::of(at, at + extra);
    let edits = vec![TextEdit::new(span, "")];
    Some(Evident::new(FaultKind::ClosesNothing, span, edits.clone(), vec![(FixKind::RemoveBracket, edits)]))
}

/// `about: | Some text`, which begins on the line of its mark and goes on below: moved to the next.
fn text_behind_mark(text: &str, (start, end): Line, fault: &Fault) -> Option<Evident> {
    let line = &text[start..end];
    let at = fault.span.start as usize - start;
    let written = line.get(at..)?.trim();
    let mark = line[..at].trim_end();
    if written.is_empty() || at == mark.len() || !mark.ends_with(['|', '>']) || !mark[..mark.len() - 1].ends_with(' ') {
        return None;
    }
    let below = following(text, end).map_or(0, |(from, to)| indent(&text[from..to]));
    let lf = if text[end..].starts_with('\r') { "\r\n" } else { "\n" };
    let depth = if below > column(line) { below } else { column(line) + 2 };
    let edits = vec![TextEdit::new(Span::of(start + mark.len(), start + at), format!("{lf}{}", " ".repeat(depth)))];
    let span = Span::of(start + at, start + at + line[at..].trim_end().len());
    Some(Evident::new(FaultKind::BlockHeader, span, edits.clone(), vec![(FixKind::NextLine, edits)]))
}

/// Running text below `key:` with a line that reads like a key: read as a block text.
fn text_without_bar(text: &str, line: Line) -> Option<Evident> {
    let written = &text[line.0..line.1];
    let own = indent(written);
    if own == 0 || is_key(written) || written.split_whitespace().nth(RUNNING).is_none() {
        return None;
    }
    let lines: Vec<Line> = above(text, line.0).take_while(|(from, to)| is_within(&text[*from..*to], own)).collect();
    let first = lines.iter().rev().find(|(from, to)| !text[*from..*to].trim().is_empty())?;
    let owner = line_at(text, first.0.checked_sub(1)?);
    let owner_line = text[owner.0..owner.1].trim_end();
    // Texts only, and the first line has the colon that makes a key of it.
    let is_text = |(from, to): &Line| {
        let line = &text[*from..*to];
        line.trim().is_empty() || indent(line) == own && !line.trim_start().starts_with("- ")
    };
    let begins = &text[first.0..first.1];
    let is_first = begins.contains(": ") && begins.split_whitespace().nth(RUNNING).is_some();
    if !is_first || !lines.iter().all(is_text) || !is_key(owner_line) || !owner_line.ends_with(':') {
        return None;
    }
    let at = owner.0 + owner_line.len();
    let edits = vec![TextEdit::new(Span::of(at, at), " |")];
    let span = Span::of(first.0 + own, first.0 + begins.trim_end().len());
    Some(Evident::new(FaultKind::NoBar, span, edits.clone(), vec![(FixKind::Bar, edits)]))
}

/// A line of running text has more words.
const RUNNING: usize = 3;

fn is_within(line: &str, own: usize) -> bool {
    line.trim().is_empty() || indent(line) >= own
}
