//! Lines that stand where they mean something else than was evidently meant: of a text too far left, a key with a dash,
//! a key among list items, a list without its key, items behind a bracket that is never closed, lines that are all
//! indented but one.

use super::cause::{Evident, shortened};
use super::fault::{Fault, FaultKind, FixKind};
use super::lines::{
    Line, above, below, block_above, column, following, indent, is_key, is_sentence_key, is_used_as_key, line_at,
    previous, reads_like_key,
};
use super::unquoted::brackets;
use crate::text::{Applicability, Span, TextEdit};

/// What may be meant at a fault, likeliest first.
pub(super) fn strays(text: &str, fault: &Fault) -> Vec<Evident> {
    let line = line_at(text, fault.span.start as usize);
    let mut meant = Vec::new();
    meant.extend(items_behind_bracket(text, fault));
    for line in std::iter::once(line).chain(previous(text, line.0)) {
        meant.extend(text_too_far_left(text, line));
    }
    meant.extend(key_with_dash(text, line));
    meant.extend(key_among_items(text, line));
    meant.extend(key_at_dash(text, line));
    for line in std::iter::once(line).chain(previous(text, line.0)) {
        meant.extend(list_without_key(text, line));
    }
    meant.extend(all_but_one(text, line));
    meant.extend(missing_comma(text, fault));
    meant
}

/// What is told of a stray line.
pub(super) fn told(span: Span, message: &str, help: String, title: &'static str, edits: Vec<TextEdit>) -> Evident {
    let kind = FaultKind::Told { message: message.to_owned(), help };
    Evident::new(kind, span, edits.clone(), vec![(FixKind::Told(title, Applicability::Unsafe), edits)])
}

/// The written part of a line.
pub(super) fn written(text: &str, (start, end): Line) -> Span {
    let line = &text[start..end];
    Span::of(start + indent(line), start + line.trim_end().len().max(indent(line)))
}

/// A line without the comment behind it.
pub(super) fn bare(line: &str) -> &str {
    line[..line.find(" #").unwrap_or(line.len())].trim_end()
}

/// Whether a line reads as running text, which is neither a key nor an item.
fn is_running(line: &str) -> bool {
    let body = line.trim();
    let marked = body.starts_with(['#', '{', '}', ']', '|', '>', '"', '\'', '%', '&', '!', '@', '`', '?', ':'])
        || body.starts_with('[') && brackets(body).is_none()
        || body.starts_with('-')
        || body.starts_with("...");
    !body.is_empty() && !marked && !is_key(line) && (!reads_like_key(line) || is_sentence_key(line))
}

/// A line of running text that nobody takes for a key or a name has more words than this, or ends as a sentence does.
const FEW_WORDS: usize = 2;

fn is_sentence(line: &str) -> bool {
    line.split_whitespace().nth(FEW_WORDS).is_some()
}

/// Lines of a text that do not stand further right than its key.
fn text_too_far_left(text: &str, line: Line) -> Option<Evident> {
    let running = |line: &Line| is_running(&text[line.0..line.1]);
    if !running(&line) {
        return None;
    }
    let mut pasted = Vec::new();
    super::pasted::characters(text, line, &mut pasted);
    super::pasted::notations(text, line, &mut pasted);
    if !pasted.is_empty() {
        return None;
    }
    let own = indent(&text[line.0..line.1]);
    let beside = |line: &Line| running(line) && indent(&text[line.0..line.1]) == own;
    let first = above(text, line.0).take_while(|line| beside(line)).last().unwrap_or(line);
    let (key, depth) = owner_of_text(text, first, own)?;
    let begun = previous(text, first.0).map_or("", |(from, to)| text[from..to].trim_end());
    let words = text[first.0..first.1].trim();
    let ended = begun.ends_with(['.', '!', '?']);
    let word = words.split_whitespace().next().unwrap_or_default();
    // After a full stop a word in small letters rather lacks its colon.
    let may_be_key = ended && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') || is_used_as_key(text, word);
    // In a block text what reads like a key of several words is text, too.
    let in_block = block_above(text, first.0).is_some();
    let goes_on = |(from, to): &Line| {
        let line = &text[*from..*to];
        let is_text = is_running(line) || in_block && !is_key(line) && !line.trim_start().starts_with(['-', '#']);
        line.trim().is_empty() || is_text && indent(line) < depth
    };
    let mut lines: Vec<Line> = std::iter::once(first).chain(below(text, first.1).take_while(goes_on)).collect();
    while lines.last().is_some_and(|(from, to)| text[*from..*to].trim().is_empty()) {
        lines.pop();
    }
    lines.retain(|(from, to)| !text[*from..*to].trim().is_empty());
    let is_text = lines.iter().any(|(from, to)| is_sentence(&text[*from..*to]));
    if may_be_key || !is_text {
        return None;
    }
    let edits = lines.iter().map(|&(from, to)| {
        let own = indent(&text[from..to]);
        TextEdit::new(Span::of(from, from + own), " ".repeat(depth))
    });
    let help = format!("indent it further than \"{key}:\"");
    let title = "Indent it like the text that it belongs to";
    Some(told(written(text, first), "this line of a text stands too far left", help, title, edits.collect()))
}

/// The key whose text a line goes on with, and the column of that text: a block text above it, or a text without quotes
/// behind a key or below it.
fn owner_of_text(text: &str, first: Line, own: usize) -> Option<(String, usize)> {
    let name = |line: &str| Some(line[column(line)..].split_once(':')?.0.to_owned());
    if let Some((header, depth)) = block_above(text, first.0) {
        let owner = above(text, first.0).map(|(from, to)| &text[from..to]).find(|line| {
            !line.trim().is_empty() && indent(line) <= header && bare(line).ends_with(['|', '>', '-', '+'])
        })?;
        let depth = depth.unwrap_or(column(owner) + 2);
        let is_its = own < depth && (own <= column(owner) || is_key(owner));
        return name(owner).filter(|_| is_its).map(|name| (name, depth));
    }
    let mut depth = None;
    for (from, to) in above(text, first.0) {
        let line = &text[from..to];
        if line.trim().is_empty() {
            continue;
        }
        if is_running(line) && indent(line) > own {
            depth = Some(indent(line));
            continue;
        }
        let value = bare(line[column(line)..].split_once(':')?.1).trim();
        let is_plain = value.is_empty() || is_running(value);
        let depth = depth.unwrap_or(column(line) + 2);
        return (is_key(line) && is_plain && own <= column(line)).then_some((name(line)?, depth));
    }
    None
}

/// `- summary: …` among keys, in their column.
fn key_with_dash(text: &str, line: Line) -> Option<Evident> {
    let written = &text[line.0..line.1];
    let own = indent(written);
    let body = written[own..].strip_prefix("- ").filter(|body| is_key(body) && !body.starts_with(['-', ' ']))?;
    let outer = |line: &Line| {
        let line = &text[line.0..line.1];
        !line.trim().is_empty() && !line.trim_start().starts_with('#') && indent(line) <= own
    };
    let is_beside = |line: Line| {
        let line = &text[line.0..line.1];
        indent(line) == own && is_key(line) && !line[own..].starts_with('-')
    };
    let before = above(text, line.0).find(|line| outer(line)).filter(|line| is_beside(*line))?;
    // Right below a key without a value it begins that key's list.
    let empty = bare(&text[before.0..before.1]).ends_with(':') && previous(text, line.0) == Some(before);
    let next = following(text, line.1).map_or("", |(from, to)| &text[from..to]);
    let is_item = is_key(next) && indent(next) == own + 2 && !bare(body).ends_with(['|', '>', ':']);
    let after = below(text, line.1).find(|line| outer(line));
    let in_list = after.is_some_and(|(from, to)| text[from..to].trim_start().starts_with("- "));
    if empty || is_item || in_list {
        return None;
    }
    let dash = line.0 + own;
    let key = body.split(':').next().unwrap_or_default();
    let edits = vec![TextEdit::new(Span::of(dash, dash + 2), "")];
    let help = format!("write \"{key}:\" without the \"- \", which begins an item of a list");
    Some(told(
        Span::of(dash, dash + 1),
        "a key stands here as if it were an item of a list",
        help,
        "Remove the dash",
        edits,
    ))
}

/// `Name:` in the column of a list's dashes, with the keys of an item below it.
fn key_among_items(text: &str, line: Line) -> Option<Evident> {
    let own = indent(&text[line.0..line.1]);
    let outer = |line: &Line| {
        let line = &text[line.0..line.1];
        !line.trim().is_empty() && indent(line) <= own
    };
    let is_name = |(from, to): Line| {
        let line = &text[from..to];
        let next = following(text, to).map_or("", |(from, to)| &text[from..to]);
        indent(line) == own
            && reads_like_key(line)
            && line.trim_end().ends_with(':')
            && (indent(next) <= own || is_key(next) && indent(next) == own + 2)
    };
    let item_key = |(from, to): Line| {
        let body = text[from..to].get(own..)?.strip_prefix("- ")?;
        (indent(&text[from..to]) == own && is_key(body)).then(|| body.split(':').next().unwrap_or_default())
    };
    let before = above(text, line.0).find(|line| outer(line))?;
    let (name, key) = match (item_key(line), item_key(before)) {
        (Some(key), None) if is_name(before) => (before, key),
        (None, Some(key)) if is_name(line) => (line, key),
        _ => return None,
    };
    // Items in the column of their key stand beside keys.
    let owner = above(text, name.0).find(|(from, to)| {
        let line = &text[*from..*to];
        !line.trim().is_empty() && indent(line) < own
    })?;
    let owner = &text[owner.0..owner.1];
    if !is_key(owner) || !bare(owner).ends_with(':') {
        return None;
    }
    let place = written(text, name);
    let label = Span::new(place.start, place.end - 1);
    let edits = vec![
        TextEdit::new(Span::empty(label.start), format!("- {key}: ")),
        TextEdit::new(Span::new(label.end, place.end), ""),
    ];
    let help = format!("write \"- {key}: {}\", as the others", shortened(label.slice(text)));
    Some(told(label, "a new item begins with a dash", help, "Make it an item of the list", edits))
}

/// A key of an item that stands in the column of the item's dash.
fn key_at_dash(text: &str, line: Line) -> Option<Evident> {
    let body = &text[line.0..line.1];
    let own = indent(body);
    let next = following(text, line.1).map_or("", |(from, to)| &text[from..to]);
    let value = bare(body);
    let is_alone = !value.ends_with(['|', '>']) && (!value.ends_with(':') || indent(next) > own + 2);
    let mut outer = above(text, line.0).map(|(from, to)| &text[from..to]).filter(|line| !line.trim().is_empty());
    let item = outer.find(|line| indent(line) <= own)?;
    let owner = outer.find(|line| indent(line) < own)?;
    let is_item = indent(item) == own && item[own..].strip_prefix("- ").is_some_and(is_key);
    if !reads_like_key(body) || !is_alone || !is_item || !is_key(owner) || !bare(owner).ends_with(':') {
        return None;
    }
    let at = line.0;
    let edits = vec![TextEdit::new(Span::of(at, at + own), " ".repeat(own + 2))];
    let message = "this key stands left of the item that it belongs to";
    let help = "line it up with the first key of the item, after the dash".to_owned();
    Some(told(written(text, line), message, help, "Line it up with the keys of the item", edits))
}

/// A list of entries below the text of another key: its own key is forgotten. What it holds is not read.
fn list_without_key(text: &str, line: Line) -> Option<Evident> {
    let first = &text[line.0..line.1];
    let own = indent(first);
    first[own..].strip_prefix("- ").filter(|body| is_key(body))?;
    let next = following(text, line.1).map_or("", |(from, to)| &text[from..to]);
    let is_entry = is_key(next) && indent(next) == own + 2 || indent(next) == own && next[own..].starts_with("- ");
    let before = previous(text, line.0)?;
    let owner = &text[before.0..before.1];
    let value = bare(owner[column(owner)..].split_once(": ")?.1).trim();
    if !is_entry || !is_key(owner) || column(owner) >= own || !is_running(value) {
        return None;
    }
    let within = |line: &Line| text[line.0..line.1].trim().is_empty() || indent(&text[line.0..line.1]) >= own;
    let end = below(text, line.1).take_while(within).last().map_or(line.1, |last| last.1);
    let key = owner[column(owner)..].split(':').next().unwrap_or_default();
    let edits = vec![super::lines::blanks(text, line.0, end)];
    let help = format!("write its key on a line of its own above it, in the column of \"{key}:\"");
    let kind = FaultKind::Told { message: "this list has no key above it".to_owned(), help };
    let meant = Evident::new(kind, written(text, line), edits, Vec::new());
    Some(Evident { uncertain: vec![Span::of(before.0, end)], ..meant })
}

/// Items on the lines below a bracket that is never closed: each line but the last ends with a comma.
fn items_behind_bracket(text: &str, fault: &Fault) -> Option<Evident> {
    let opener =
        fault.others.first().filter(|opener| fault.kind.is_unclosed() && opener.slice(text).starts_with('['))?;
    let line = line_at(text, opener.start as usize);
    let owner = &text[line.0..line.1];
    let inside = &text[opener.start as usize + 1..line.1];
    if inside.contains(['[', ']', '{', '}']) || !bare(inside).ends_with(',') || !is_key(owner) {
        return None;
    }
    let mut lines: Vec<Line> = Vec::new();
    for next in below(text, line.1) {
        let item = &text[next.0..next.1];
        if !is_running(item) || item.contains(['[', ']']) {
            return None;
        }
        lines.push(next);
        if !bare(item).ends_with(',') {
            break;
        }
    }
    let last = *lines.last()?;
    let depth = column(owner) + 2;
    let left = lines.iter().filter(|(from, to)| indent(&text[*from..*to]) <= column(owner));
    let mut edits: Vec<TextEdit> = left
        .map(|(from, to)| TextEdit::new(Span::of(*from, *from + indent(&text[*from..*to])), " ".repeat(depth)))
        .collect();
    let end = last.0 + bare(&text[last.0..last.1]).len();
    edits.push(TextEdit::new(Span::of(end, end), "]"));
    let meant =
        Evident::new(FaultKind::OpenBracket, fault.span, edits.clone(), vec![(FixKind::CloseCollection, edits)]);
    Some(Evident { fault: Fault { others: fault.others.clone(), ..meant.fault }, ..meant })
}

/// Keys that are indented, all but the first line, or the first alone.
fn all_but_one(text: &str, line: Line) -> Option<Evident> {
    let is_written = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let lines = || text.split_inclusive('\n').scan(0, |at, line| Some((std::mem::replace(at, *at + line.len()), line)));
    let mut written_lines = lines().filter(|(_, line)| is_written(line));
    let first = written_lines.next()?;
    let width = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let (one, rest) = (width(first.1), width(written_lines.next()?.1));
    let is_first = is_key(first.1) && !first.1.trim_start().starts_with('-');
    if !is_first || one == rest || one.min(rest) > 0 {
        return None;
    }
    let depth = one.max(rest);
    let out = |(at, _): (usize, &str)| TextEdit::new(Span::of(at, at + depth), "");
    let (edits, place): (Vec<TextEdit>, Span) = if one > 0 {
        (vec![out(first)], written(text, line_at(text, first.0)))
    } else {
        let others = || lines().filter(|(_, line)| is_written(line)).skip(1);
        let value = bare(first.1);
        if value.ends_with([':', '|', '>']) || others().any(|(_, line)| width(line) < depth) {
            return None;
        }
        (others().map(out).collect(), written(text, line))
    };
    let message = "this line is indented further than the entries beside it";
    let meant = told(place, message, "line it up with them".to_owned(), "Line it up with the entries beside it", edits);
    Some(meant)
}

/// A line of a list in brackets behind one that lacks its comma.
fn missing_comma(text: &str, fault: &Fault) -> Option<Evident> {
    let line = line_at(text, fault.span.start as usize);
    let body = text[line.0..line.1].trim_start();
    let before =
        previous(text, line.0).filter(|_| fault.kind == FaultKind::FlowSyntax && body.starts_with(['"', '{', '[']))?;
    let end = before.0 + text[before.0..before.1].trim_end().len();
    if !text[..end].ends_with(['"', ']', '}']) {
        return None;
    }
    let edits = vec![TextEdit::new(Span::of(end, end), ",")];
    let help = "write \",\" at the end of the line above".to_owned();
    Some(told(written(text, line), "a comma is missing before this", help, "Write the comma", edits))
}
