//! Blocks that stand in another column than what they belong to: an item beside its list or inside of an item above, a
//! section in the column of a list's dashes, an item that has lost its first line.

use super::cause::Evident;
use super::fault::{Fault, FaultKind, FixKind};
use super::lines::{Line, above, below, column, indent, is_key, line_at, previous, reads_like_key};
use super::strays::{bare, told, written};
use crate::text::{Applicability, Span, TextEdit};

/// What may be meant where a block stands in the wrong column, likeliest first.
pub(super) fn shifted(text: &str, fault: &Fault) -> Vec<Evident> {
    let line = line_at(text, fault.span.start as usize);
    let section = || section_among_items(text, line);
    let lost = || item_without_first_line(text, line);
    let keys = || keys_left_of_theirs(text, line);
    item_off_its_list(text, line).or_else(section).or_else(lost).or_else(keys).into_iter().collect()
}

/// The first key of the item that begins on a line: `role` of `- role: …`.
fn item_key(line: &str) -> Option<&str> {
    let body = line.trim_start().strip_prefix("- ")?;
    (is_key(body) && !body.starts_with(['-', ' '])).then(|| body.split(':').next().unwrap_or_default())
}

/// Whether a line is indented with spaces alone, and says something.
fn is_written(line: &str) -> bool {
    !line.trim().is_empty() && line[..indent(line)].bytes().all(|b| b == b' ')
}

/// The lines of a block from its first on, with those that follow while they belong to it; blank ones are left out.
fn block(text: &str, first: Line, belongs: impl Fn(&str) -> bool) -> Vec<Line> {
    let goes_on = |(from, to): &Line| text[*from..*to].trim().is_empty() || belongs(&text[*from..*to]);
    let lines = std::iter::once(first).chain(below(text, first.1).take_while(goes_on));
    lines.filter(|(from, to)| !text[*from..*to].trim().is_empty()).collect()
}

/// Edits that move lines from one column to another.
fn moved(lines: &[Line], from: usize, to: usize) -> Vec<TextEdit> {
    let edit = |(start, _): &Line| match to > from {
        true => TextEdit::new(Span::of(*start, *start), " ".repeat(to - from)),
        false => TextEdit::new(Span::of(*start, start + from - to), ""),
    };
    lines.iter().map(edit).collect()
}

/// An item that begins as the items of a list above do, in another column than these.
fn item_off_its_list(text: &str, line: Line) -> Option<Evident> {
    let body = &text[line.0..line.1];
    let own = indent(body);
    let key = item_key(body).filter(|_| is_written(body))?;
    let list = column_of_list(text, line, key)?;
    let belongs =
        |line: &str| is_written(line) && (indent(line) > own || indent(line) == own && item_key(line) == Some(key));
    let lines = block(text, line, belongs);
    let edits = moved(&lines, own, list);
    let message = match own < list {
        true => "this item stands left of the list that it belongs to",
        false => "this item stands further right than the list that it belongs to",
    };
    let help = "line it up with the other items of the list, and its lines with it".to_owned();
    Some(told(written(text, line), message, help, "Line it up with the other items", edits))
}

/// The column of the nearest list above whose items begin with a key, if it is another than that of the line, and no list
/// with such items is in that.
fn column_of_list(text: &str, line: Line, key: &str) -> Option<usize> {
    let own = indent(&text[line.0..line.1]);
    let mut least = usize::MAX;
    let mut found = None;
    for (from, to) in above(text, line.0) {
        let body = &text[from..to];
        if body.trim().is_empty() {
            continue;
        }
        let at = indent(body);
        if item_key(body) == Some(key) {
            match found {
                _ if at == own => return None,
                // A list further left is only that of the item if nothing between stands left of it.
                None if at > own || at <= least => found = Some(at),
                _ => {}
            }
        }
        least = least.min(at);
        if at == 0 || found.is_some_and(|found| at < found && at < own) {
            break;
        }
    }
    found
}

/// A key with keys below it in the column of a list's dashes, where the items of the list have no such keys: it belongs
/// beside the key of the list.
fn section_among_items(text: &str, line: Line) -> Option<Evident> {
    let body = &text[line.0..line.1];
    let own = indent(body);
    if !is_key(body) || !is_written(body) || body[own..].starts_with('-') || !bare(body).ends_with(':') {
        return None;
    }
    let lines = block(text, line, |line| is_written(line) && indent(line) >= own);
    let inside = lines.get(1).map(|(from, to)| &text[*from..*to]).filter(|line| indent(line) > own)?;
    let depth = indent(inside);
    let name = |line: &str| line[column(line)..].split(':').next().unwrap_or_default().to_owned();
    let mut inner = lines.iter().map(|(from, to)| &text[*from..*to]).filter(|line| column(line) == depth);
    if lines.iter().any(|(from, to)| indent(&text[*from..*to]) == own && text[*from..*to][own..].starts_with("- ")) {
        return None;
    }
    // The line of the list above that is nearest, and the one that the list belongs to.
    let (mut keys, mut item, mut owner) = (vec![], None, None);
    for (from, to) in above(text, line.0) {
        let line = &text[from..to];
        if line.trim().is_empty() {
            continue;
        }
        if indent(line) <= own {
            item.get_or_insert(line);
        }
        if indent(line) < own {
            owner = Some(line);
            break;
        }
        if is_key(line) && column(line) == own + 2 {
            keys.push(name(line));
        }
    }
    let item = item?;
    let owner =
        owner.filter(|line| is_key(line) && bare(line).ends_with(':') && !line.trim_start().starts_with('-'))?;
    let is_section = is_key(inside) && inner.all(|line| !keys.contains(&name(line)));
    if !is_section || item_key(item).is_none() || indent(item) != own || keys.contains(&name(body)) {
        return None;
    }
    let edits = moved(&lines, own, indent(owner));
    let message = "this line is indented further than the entries beside it";
    let title = "Line it up with the entries beside it";
    Some(told(written(text, line), message, "line it up with them".to_owned(), title, edits))
}

/// Keys at the start of a list that stand where an item's further keys do: the line with its dash is gone. The item is
/// not read.
fn item_without_first_line(text: &str, line: Line) -> Option<Evident> {
    let body = &text[line.0..line.1];
    let dash = indent(body);
    let key = item_key(body).filter(|_| is_written(body))?;
    let inside = |(from, to): &Line| text[*from..*to].trim().is_empty() || indent(&text[*from..*to]) > dash;
    let first = above(text, line.0).take_while(inside).filter(|line| !text[line.0..line.1].trim().is_empty()).last()?;
    let owner = previous(text, first.0)?;
    let (lost, holds) = (&text[first.0..first.1], &text[owner.0..owner.1]);
    let is_lost = indent(lost) == dash + 2 && is_written(lost) && (is_key(lost) || reads_like_key(lost));
    // In the column of the dashes a key that begins with a capital is rather the name of an item.
    let may_hold = column(holds) < dash || column(holds) == dash && holds[dash..].starts_with(char::is_lowercase);
    if !is_lost || lost[dash + 2..].starts_with('-') || !may_hold || !bare(holds).ends_with(':') {
        return None;
    }
    let at = first.0 + dash;
    let edits = vec![TextEdit::new(Span::of(at, at + 1), "-")];
    let help = format!("write it above, as in \"- {key}: …\"");
    let lf = if text[first.1..].starts_with('\r') { "\r\n" } else { "\n" };
    let above = TextEdit::new(Span::of(first.0, first.0), format!("{}- {key}: …{lf}", " ".repeat(dash)));
    let fix = (FixKind::Told("Write its first line, to be filled in", Applicability::Manual), vec![above]);
    let kind = FaultKind::Told { message: format!("this item has lost its first line (\"- {key}: …\")"), help };
    let meant = Evident::new(kind, written(text, first), edits, vec![fix]);
    Some(Evident { uncertain: vec![Span::of(owner.0, line.0)], ..meant })
}

/// Keys right below a blank one and in its column, where those that follow stand further right, as the keys of this name
/// do elsewhere.
fn keys_left_of_theirs(text: &str, line: Line) -> Option<Evident> {
    let body = &text[line.0..line.1];
    let depth = indent(body);
    if !is_written(body) || !is_key(body) || body[depth..].starts_with('-') {
        return None;
    }
    let own = indent(previous(text, line.0).map(|(from, to)| &text[from..to])?);
    let is_key_here = |(from, to): &Line| {
        let body = &text[*from..*to];
        indent(body) == own && is_key(body) && is_written(body) && !body[own..].starts_with('-')
    };
    let has_value = |line: &Line| is_key_here(line) && !bare(&text[line.0..line.1]).ends_with([':', '|', '>']);
    let mut lines: Vec<Line> = above(text, line.0).take(MOST_KEYS).take_while(has_value).collect();
    lines.reverse();
    let first = *lines.first().filter(|_| own < depth)?;
    let owner = previous(text, first.0).filter(is_key_here)?;
    let name = text[first.0..first.1].trim().split(':').next()?;
    let elsewhere = format!("\n{}{name}:", " ".repeat(depth));
    if !bare(&text[owner.0..owner.1]).ends_with(':') || !text.contains(&elsewhere) {
        return None;
    }
    let edits = moved(&lines, own, depth);
    let message = "this line stands left of the entries that it belongs to";
    let title = "Line it up with the entries below it";
    Some(told(written(text, first), message, "line it up with them".to_owned(), title, edits))
}

/// So many keys that stand left of theirs are looked at.
const MOST_KEYS: usize = 20;
