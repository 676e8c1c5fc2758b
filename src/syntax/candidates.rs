//! Candidate repairs for a fault: small edits that an author may have meant, best guesses first.

use super::fault::{Fault, FaultKind, FixKind};
use super::lines::{
    Line, above, below, blanks, block_above, breaks, column, following, glued_colon, indent, is_key, is_top_key,
    is_used_as_key, lacks_dash, line_at, next_top_key, previous, reads_like_key,
};
use crate::text::{Span, TextEdit};

/// Edits that together may repair a fault.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// The edits.
    pub edits: Vec<TextEdit>,
    /// How many empty values they make on purpose.
    pub empty: u32,
    /// What they are for an author, if he may be offered them.
    pub fix: Option<FixKind>,
}

impl Candidate {
    pub(super) fn of(edits: Vec<TextEdit>) -> Self {
        Self { edits, empty: 0, fix: None }
    }

    fn offered(self, fix: FixKind) -> Self {
        Self { fix: Some(fix), ..self }
    }

    fn one(span: Span, text: impl Into<String>) -> Self {
        Self::of(vec![TextEdit::new(span, text)])
    }
}

/// Candidate repairs, best guesses first.
pub(super) fn candidates(text: &str, fault: &Fault) -> Vec<Candidate> {
    let mut list: Vec<Candidate> = Vec::new();
    if let Some(opener) = fault.others.first() {
        list.extend(close_before_top_key(text, opener.start as usize, false));
        list.extend(close_before_top_key(text, opener.start as usize, true));
    }
    let lines = lines_of(text, fault);
    list.extend(lines.iter().flat_map(|&line| space_after_dash(text, line)));
    list.extend(lines.iter().filter_map(|&line| space_after_colon(text, line)));
    list.extend(lines.iter().filter_map(|&line| dash_before_key(text, line)));
    list.extend(lines.iter().filter_map(|&line| without_bracket(text, line)));
    let at = line_at(text, fault.span.start as usize);
    list.extend(island(text, at));
    list.extend(
        lines
            .iter()
            .filter(|line| is_stray(text, **line))
            .map(|&(start, end)| Candidate::one(Span::of(start, end), "")),
    );
    list.extend(without_mark(text, fault));
    list.extend(fault.fixes.iter().map(|(_, edits)| Candidate::of(edits.clone())));
    let mut keyless = lines.clone();
    keyless.extend(owners(text, at).into_iter().filter(|owner| !lines.contains(owner)));
    for &line in keyless.iter().filter(|line| !is_stray(text, **line)) {
        list.extend(key_without_colon(text, line));
        list.extend(bare_word(text, line));
    }
    for &line in &lines {
        tabs(text, line, &mut list);
    }
    list.extend(lines.iter().filter_map(|&line| words_in_a_row(text, line)));
    list.extend(first_beside(text, at));
    // The parser often notices a line that is indented too far only at the next one.
    for &line in lines.iter().take(1).chain(previous(text, at.0).as_ref()) {
        indents(text, line, &mut list);
    }
    for &(start, end) in &lines {
        if let Some(value) = value_start(text, start, end) {
            list.push(Candidate { empty: 1, ..Candidate::of(vec![blanks(text, value, end)]) });
        }
    }
    list.extend(lines.iter().map(|&(start, end)| Candidate::one(Span::of(start, end), "")));
    list
}

/// The fault's lines, those of the places that explain it, the nearest non-blank line above and the line below.
fn lines_of(text: &str, fault: &Fault) -> Vec<Line> {
    let at = fault.span.start as usize;
    let mut lines = vec![line_at(text, at)];
    let mut add = |line: Line| {
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    if fault.span.end > fault.span.start {
        add(line_at(text, fault.span.end as usize - 1));
    }
    for other in &fault.others {
        add(line_at(text, other.start as usize));
    }
    let (start, end) = line_at(text, at);
    if let Some(line) = previous(text, start) {
        add(line);
    }
    if end < text.len() {
        add(line_at(text, end + 1));
    }
    lines
}

/// The ancestors of a line by indentation, innermost first, behind its nearest sibling above if there is one; four
/// lines at most.
fn owners(text: &str, (start, end): Line) -> Vec<Line> {
    let mut least = indent(&text[start..end]) + 1;
    let mut owners = Vec::new();
    for (from, to) in above(text, start) {
        let line = &text[from..to];
        if !line.trim().is_empty() && indent(line) < least {
            least = indent(line);
            owners.push((from, to));
        }
        if least == 0 || owners.len() == 4 {
            break;
        }
    }
    owners
}

/// `-item` with the missing space; then the same with a blanked value, if it reads `-key: value`.
fn space_after_dash(text: &str, (start, end): Line) -> Vec<Candidate> {
    let line = &text[start..end];
    let first = line.trim_start().strip_prefix('-').and_then(|body| body.chars().next());
    if first.is_none_or(|c| c.is_whitespace() || c == '-') {
        return Vec::new();
    }
    let at = start + indent(line) + 1;
    let space = TextEdit::new(Span::of(at, at), " ");
    let bare = value_start(text, start, end)
        .map(|value| Candidate { empty: 1, ..Candidate::of(vec![space.clone(), blanks(text, value, end)]) });
    std::iter::once(Candidate::of(vec![space]).offered(FixKind::SpaceAfterDash)).chain(bare).collect()
}

/// `key:value` with the missing space.
fn space_after_colon(text: &str, line: Line) -> Option<Candidate> {
    let (_, colon) = glued_colon(text, line)?;
    Some(Candidate::one(Span::of(colon + 1, colon + 1), " ").offered(FixKind::SpaceAfterColon))
}

/// The first key of a list item with the missing dash.
fn dash_before_key(text: &str, line: Line) -> Option<Candidate> {
    let at = line.0 + indent(&text[line.0..line.1]);
    lacks_dash(text, line).then(|| Candidate::one(Span::of(at, at), "- ").offered(FixKind::Dash))
}

/// A value without the reserved indicator (`@` or a backtick) that it begins with.
fn without_mark(text: &str, fault: &Fault) -> Option<Candidate> {
    let at = fault.span.start as usize;
    let follows = text[at..].strip_prefix(['@', '`'])?.chars().next()?;
    (fault.kind == FaultKind::ValueStart && follows.is_alphanumeric())
        .then(|| Candidate::one(Span::of(at, at + 1), " "))
}

/// `{key: value` without its bracket, if the next line reads like another key of the same mapping.
fn without_bracket(text: &str, (start, end): Line) -> Option<Candidate> {
    let line = &text[start..end];
    let at = column(line);
    let inside = line[at..].strip_prefix('{')?;
    let next = following(text, end).map(|(from, to)| &text[from..to])?;
    let alone = is_top_key(inside) && !inside.contains('}') && indent(next) == at && reads_like_key(next);
    alone.then(|| Candidate::one(Span::of(start + at, start + at + 1), ""))
}

/// Lines pasted into a block scalar without indentation: indents them like its content.
fn island(text: &str, (start, end): Line) -> Option<Candidate> {
    let first = &text[start..end];
    let own = indent(first);
    let (header, depth) = block_above(text, start)?;
    let depth = match depth {
        Some(depth) => depth,
        None => below(text, end).map(|(from, to)| indent(&text[from..to])).find(|depth| *depth > header)?,
    };
    // One or two words in the column of the block's key are rather a key that is being typed.
    let few = own == header && first.split_whitespace().nth(2).is_none();
    if own > header || few || first.trim().is_empty() || depth <= own {
        return None;
    }
    // It ends where the content of the block resumes, or before a line that can be a key.
    let lines: Vec<Line> = std::iter::once((start, end)).chain(below(text, end)).take(60).collect();
    let deep = |line: &Line| indent(&text[line.0..line.1]) >= depth && !text[line.0..line.1].trim().is_empty();
    let resumed = lines.iter().position(deep);
    let key = lines.iter().position(|line| is_key(&text[line.0..line.1]));
    let stop = resumed.into_iter().chain(key).min().unwrap_or(lines.len());
    if stop == 0 || own == header && resumed.is_none_or(|resumed| resumed > stop) {
        return None;
    }
    let edits = lines[..stop]
        .iter()
        .filter(|line| !text[line.0..line.1].trim().is_empty())
        .map(|&(from, to)| {
            let own = indent(&text[from..to]);
            TextEdit::new(Span::of(from, from + own), " ".repeat(depth))
        })
        .collect();
    Some(Candidate::of(edits))
}

/// The trimmed line, if it can be a half-typed key: short, and without colon, quotes, brackets, `#` or dash.
fn word_of(line: &str) -> Option<&str> {
    let word = line.trim();
    let wordlike = !word.is_empty()
        && word.len() < 40
        && !word.contains(": ")
        && !word.ends_with(':')
        && !word.starts_with(['#', '-'])
        && !word.contains(['"', '\'', '[', '{', ']', '}']);
    wordlike.then_some(word)
}

/// Whether a line is a bare word that a colon would not repair: it stands between a key and its value or between list
/// items, or the key exists already.
fn is_stray(text: &str, (start, end): Line) -> bool {
    let line = &text[start..end];
    let Some(word) = word_of(line) else { return false };
    let own = indent(line);
    // Bare words in the same column are passed over.
    let counts = |(from, to): &Line| {
        let line = &text[*from..*to];
        !line.trim().is_empty() && (word_of(line).is_none() || indent(line) != own)
    };
    let (Some(before), Some(after)) = (above(text, start).find(counts), below(text, end).find(counts)) else {
        return false;
    };
    let (before, after) = (&text[before.0..before.1], &text[after.0..after.1]);
    let takes_list = column(before) < own
        && indent(after) == own
        && after[own..].starts_with("- ")
        && !has_flush_lists(text, (start, end));
    let takes_keys = column(before) == own && indent(after) > own;
    let in_list = indent(before) > own
        && indent(after) == own
        && after[own..].starts_with("- ")
        && above(text, start)
            .map(|(from, to)| &text[from..to])
            .find(|line| !line.trim().is_empty() && indent(line) <= own)
            .is_some_and(|line| indent(line) == own && line[own..].starts_with("- "));
    let repeats = stands_beside(text, (start, end), own, word);
    in_list || repeats || before.trim_end().ends_with(':') && (takes_list || takes_keys)
}

/// Whether `key:` stands in `column` among the siblings of a line: of repeated keys only the first would count.
fn stands_beside(text: &str, (start, end): Line, column: usize, key: &str) -> bool {
    let within = |line: &&str| line.trim().is_empty() || indent(line) >= column;
    let is_it = |line: &str| {
        indent(line) == column && line[column..].strip_prefix(key).is_some_and(|rest| rest.starts_with(':'))
    };
    let mut below = below(text, end).map(|(from, to)| &text[from..to]).take_while(within);
    let mut above = above(text, start).map(|(from, to)| &text[from..to]).take_while(within);
    below.any(is_it) || above.any(is_it)
}

/// Whether a list near a line stands in the column of its key.
fn has_flush_lists(text: &str, (start, end): Line) -> bool {
    above(text, start).chain(below(text, end)).any(|(from, to)| {
        let line = &text[from..to];
        let next = following(text, to).map_or("", |(from, to)| &text[from..to]);
        line.trim_end().ends_with(':') && indent(next) == column(line) && next.trim_start().starts_with("- ")
    })
}

/// Bare words on consecutive lines of the same indentation: all of them, blanked.
fn words_in_a_row(text: &str, (start, end): Line) -> Option<Candidate> {
    let own = indent(&text[start..end]);
    let is_one = |(from, to): &Line| indent(&text[*from..*to]) == own && word_of(&text[*from..*to]).is_some();
    if !is_one(&(start, end)) {
        return None;
    }
    let first = above(text, start).take_while(is_one).last().map_or(start, |(from, _)| from);
    let last = below(text, end).take_while(is_one).last().map_or(end, |(_, to)| to);
    ((first, last) != (start, end))
        .then(|| Candidate::one(Span::of(first, last), "\n".repeat(breaks(text, first, last))))
}

/// A half-typed key, completed to `key:`.
fn bare_word(text: &str, (start, end): Line) -> Option<Candidate> {
    let line = &text[start..end];
    word_of(line)?;
    let stop = start + line.trim_end().len();
    let colon = Candidate { empty: 1, ..Candidate::one(Span::of(stop, stop), ":") };
    // With something below it, it is no key that is being typed.
    let below = following(text, end).map_or("", |(from, to)| &text[from..to]);
    let holds = indent(below) > column(line) || below.trim_start().starts_with("- ") && indent(below) == column(line);
    Some(if holds { colon.offered(FixKind::Colon) } else { colon })
}

/// `key value` or `- key value` with the missing colon: after the longest key that the file uses elsewhere, else after
/// the first word if that is in lower case.
fn key_without_colon(text: &str, (start, end): Line) -> Option<Candidate> {
    let line = &text[start..end];
    let from = column(line);
    let body = line[from..].trim_end();
    if body.starts_with(['#', '"', '\'', '[', '{', '|', '>', '&', '*', '!', '@']) || is_key(line) {
        return None;
    }
    let ends: Vec<usize> = body.match_indices(' ').map(|(at, _)| at).chain([body.len()]).take(6).collect();
    let known = ends.iter().rev().find(|&&at| is_used_as_key(text, &body[..at]));
    let first = *ends.first()?;
    let one_word = || body[..first].bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let stop = known.copied().or_else(|| one_word().then_some(first))?;
    if stop == body.len() || stands_beside(text, (start, end), from, &body[..stop]) {
        return None;
    }
    let at = start + from + stop;
    let colon = Candidate::one(Span::of(at, at), ":");
    Some(if known.is_some() { colon.offered(FixKind::Colon) } else { colon })
}

/// Spaces for the tabs in a line's indentation, likely widths first.
fn tabs(text: &str, (start, end): Line, list: &mut Vec<Candidate>) {
    let line = &text[start..end];
    let white = line.len() - line.trim_start_matches([' ', '\t']).len();
    if !line[..white].contains('\t') {
        return;
    }
    let replaced = Span::of(start, start + white);
    let mut widths = depths(text, start);
    if let Some((from, to)) = following(text, end) {
        let after = &text[from..to];
        let after = if after.trim_start().starts_with('-') { indent(after) + 1 } else { indent(after) };
        // After a key without a value the next line is its child, else its sibling.
        let holds = line.trim_end().ends_with([':', '|', '>']);
        let dash = column(line) - white;
        widths.sort_by_key(|w| (if holds { w + dash >= after } else { w + dash != after }, std::cmp::Reverse(*w)));
    }
    let by_tab = [1, 2, 4].map(|width| line[..white].replace('\t', &" ".repeat(width)).len());
    widths.extend(by_tab);
    outside_block(text, (start, end), &mut widths);
    list.extend(widths.into_iter().map(|width| Candidate::one(replaced, " ".repeat(width))));
}

/// Other indentations of a line: those of the entries around it, the nearest smaller one first, but first of all those one column off.
fn indents(text: &str, (start, end): Line, list: &mut Vec<Candidate>) {
    let own = indent(&text[start..end]);
    let mut widths = depths(text, start);
    if let Some((from, to)) = following(text, end) {
        let dash = column(&text[start..end]) - own;
        let beside = [indent(&text[from..to]), column(&text[from..to])].map(|w| w.checked_sub(dash));
        widths.extend(beside.into_iter().flatten());
    }
    // One space off is likelier than another level.
    widths.sort_unstable_by_key(|w| (w.abs_diff(own) > 1, *w > own, w.abs_diff(own)));
    widths.dedup();
    widths.retain(|w| *w != own);
    outside_block(text, (start, end), &mut widths);
    let replaced = Span::of(start, start + own);
    list.extend(widths.into_iter().take(6).map(|width| {
        let moved = Candidate::one(replaced, " ".repeat(width));
        if width.abs_diff(own) == 1 { moved.offered(FixKind::Indent) } else { moved }
    }));
}

/// Removes the indentations that would make a key or a list item part of the block scalar above it.
fn outside_block(text: &str, (start, end): Line, widths: &mut Vec<usize>) {
    let line = &text[start..end];
    if (is_key(line) || line.trim_start().starts_with("- "))
        && let Some((header, _)) = block_above(text, start)
    {
        widths.retain(|w| *w <= header);
    }
}

/// If the first of a line's siblings is indented further than the line: that first one, moved to the line's column.
fn first_beside(text: &str, line: Line) -> Option<Candidate> {
    let own = indent(&text[line.0..line.1]);
    let owner = *owners(text, line).iter().find(|(from, to)| indent(&text[*from..*to]) < own)?;
    let (start, end) = following(text, owner.1)?;
    let first = indent(&text[start..end]);
    // If no other line has this column, it is this line that is wrong.
    let used = |(from, to): Line| indent(&text[from..to]) == own && !text[from..to].trim().is_empty();
    if !above(text, line.0).chain(below(text, line.1)).any(used) {
        return None;
    }
    let moved = || Candidate::one(Span::of(start, start + first), " ".repeat(own));
    (first > own && start < line.0).then(|| if first == own + 1 { moved().offered(FixKind::Indent) } else { moved() })
}

/// The columns at which the collections around a line start, innermost first.
fn depths(text: &str, start: usize) -> Vec<usize> {
    let mut depths: Vec<usize> = Vec::new();
    for (from, to) in above(text, start) {
        let line = &text[from..to];
        if line.trim().is_empty() {
            continue;
        }
        for depth in [column(line), indent(line)] {
            if depths.last().is_none_or(|last| depth < *last) {
                depths.push(depth);
            }
        }
        if indent(line) == 0 {
            break;
        }
    }
    depths.truncate(8);
    depths
}

/// Closes the quote or the brackets that open at `opener` before the next key at column 1, and indents the lines between
/// if asked to and some stand in column 1.
fn close_before_top_key(text: &str, opener: usize, indented: bool) -> Option<Candidate> {
    let first = text[opener..].chars().next()?;
    let (line_start, line_end) = line_at(text, opener);
    let stop = next_top_key(text, line_end)?;
    let at = opener + text[opener..stop].trim_end().len();
    let closers = match first {
        '"' | '\'' => first.to_string(),
        '[' | '{' => {
            let mut open = Vec::new();
            for c in text[opener..at].chars() {
                match c {
                    '[' => open.push(']'),
                    '{' => open.push('}'),
                    ']' | '}' => {
                        open.pop();
                    }
                    _ => {}
                }
            }
            open.iter().rev().collect()
        }
        _ => return None,
    };
    let mut edits = Vec::new();
    if indented {
        let inside = below(text, line_end).take_while(|(from, _)| *from < at);
        let left = inside.filter(|(from, to)| text[*from..*to].starts_with(|c: char| !c.is_whitespace()));
        edits.extend(left.map(|(from, _)| TextEdit::new(Span::of(from, from), " ".repeat(opener - line_start))));
        edits.first()?;
    }
    edits.push(TextEdit::new(Span::of(at, at), closers));
    Some(Candidate::of(edits))
}

/// Byte offset of the value of `key: value` on a line.
fn value_start(text: &str, start: usize, end: usize) -> Option<usize> {
    let line = &text[start..end];
    let mut rest = line.trim_start();
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start();
    }
    let at = start + line.len() - rest.len();
    let colon = rest.find(": ")?;
    let key = &rest[..colon];
    (colon > 0 && !key.contains(['"', '\'', '{', '[', '#'])).then_some(at + colon + 2)
}
