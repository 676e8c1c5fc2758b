//! What was pasted or typed in place of YAML's own characters: special spaces, full-width colons, bullets, comments of
//! other languages, and characters that cannot be seen.

use super::cause::{Told, Words, cause, shortened};
use super::lines::{Line, above, below, following, indent, is_key, is_used_as_key, reads_like_key};
use crate::text::{Applicability, Span, TextEdit};

/// How many lines one cause may span.
const MOST_LINES: usize = 200;
/// Whether a character is a space to the eye and none to YAML.
pub(super) const fn is_special_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Whether a character shows nothing and takes no room.
const fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

const fn is_unseen(c: char) -> bool {
    is_special_space(c) || is_zero_width(c)
}

/// What authors call a character that they cannot see.
fn called(c: char) -> String {
    match c {
        '\u{a0}' | '\u{202f}' | '\u{2007}' => "a no-break space".to_owned(),
        '\u{3000}' => "a full-width space".to_owned(),
        '\u{ad}' => "a soft hyphen".to_owned(),
        '\u{200b}' => "a zero-width space".to_owned(),
        '\u{feff}' => "a byte order mark".to_owned(),
        c if is_special_space(c) => format!("a special space (U+{:04X})", u32::from(c)),
        c => format!("a character that cannot be seen (U+{:04X})", u32::from(c)),
    }
}

/// Characters on a line that YAML takes for others than they look like, or refuses.
pub(super) fn characters(text: &str, line: Line, causes: &mut Vec<Told>) {
    let written = &text[line.0..line.1];
    if written.is_ascii() && !written.contains(is_refused) {
        return;
    }
    causes.extend(refused(text, line));
    causes.extend(special_indents(text, line));
    causes.extend(special_gaps(text, line));
    causes.extend(other_colon(text, line));
}

/// Whether YAML allows a character nowhere, or in no plain scalar.
const fn is_refused(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// Control characters: without them, or a space where they break a line between two words, as in texts from Word.
fn refused(text: &str, line: Line) -> Option<Told> {
    let runs = runs(text, line, is_refused);
    let first = *runs.first()?;
    let c = first.slice(text).chars().next()?;
    let message = format!("a character that cannot be seen stands here (U+{:04X})", u32::from(c));
    let (help, title) = if parts_words(text, line, first) {
        ("write a space for it; it breaks the line, and YAML refuses it", "Write a space for the character")
    } else {
        ("delete it; it shows nothing, and YAML refuses it", "Remove the character")
    };
    let words = Words { message, help: help.to_owned(), title, applicability: Applicability::Safe };
    let edit = |run: &Span| TextEdit::new(*run, if parts_words(text, line, *run) { " " } else { "" });
    Some(cause(first, words, runs.iter().map(edit).collect()))
}

/// Whether a run of control characters on a line has a line break in it (U+000B, U+000C), and text on both sides.
fn parts_words(text: &str, line: Line, run: Span) -> bool {
    let before = text[line.0..run.start as usize].chars().next_back();
    let after = text[run.end as usize..line.1].chars().next();
    let is_text = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    run.slice(text).contains(['\u{b}', '\u{c}']) && is_text(before) && is_text(after)
}

/// The runs of some characters on a line.
fn runs(text: &str, line: Line, is_one: impl Fn(char) -> bool) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for (at, c) in text[line.0..line.1].char_indices().filter(|(_, c)| is_one(*c)) {
        let span = Span::of(line.0 + at, line.0 + at + c.len_utf8());
        match runs.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => runs.push(span),
        }
    }
    runs
}

/// The white space that begins a line, as it looks: also that which is none to YAML.
fn begins(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches(|c| c == ' ' || is_unseen(c)).len()]
}

/// The nearest line above a place that is indented with special spaces, and its repair: it is a key or an item to YAML, in
/// another column than it looks, so that what belongs to it does not fit.
pub(super) fn special_above(text: &str, start: usize) -> Option<Told> {
    if text.is_ascii() {
        return None;
    }
    let is_one = |(from, to): &Line| {
        let line = &text[*from..*to];
        begins(line).contains(is_unseen)
            && reads_like_key(line.trim_start_matches(|c| c == ' ' || c == '-' || is_unseen(c)))
    };
    special_indents(text, above(text, start).find(is_one)?)
}

/// Special spaces in the indentation of a line and of those that touch it: ordinary ones.
fn special_indents(text: &str, line: Line) -> Option<Told> {
    let is_one = |(from, to): &Line| {
        let line = &text[*from..*to];
        let white = begins(line);
        white.contains(is_unseen) && white.len() < line.trim_end().len()
    };
    if !is_one(&line) {
        return None;
    }
    let mut lines: Vec<Line> = above(text, line.0).take(MOST_LINES).take_while(is_one).collect();
    lines.reverse();
    lines.push(line);
    lines.extend(below(text, line.1).take(MOST_LINES).take_while(is_one));
    let first = *lines.first()?;
    let white = begins(&text[first.0..first.1]);
    let at = *runs(text, (first.0, first.0 + white.len()), is_unseen).first()?;
    let unseen = at.slice(text).chars().next()?;
    let edit = |(from, to): &Line| {
        let white = begins(&text[*from..*to]);
        let width = white.chars().filter(|c| !is_zero_width(*c)).count();
        TextEdit::new(Span::of(*from, from + white.len()), " ".repeat(width))
    };
    let (message, help, title) = match is_zero_width(unseen) {
        true => {
            let message = format!("{} stands at the start of this line", called(unseen));
            (message, "delete it: it shows nothing, and takes the line out of its place", "Remove what shows nothing")
        }
        false => {
            let message = format!("this line is indented with {}", called(unseen));
            (message, "use ordinary spaces instead", "Indent with ordinary spaces")
        }
    };
    let words = Words { message, help: help.to_owned(), title, applicability: Applicability::Safe };
    Some(cause(at, words, lines.iter().map(edit).collect()))
}

/// A special space behind the dash or the colon of a line: an ordinary one.
fn special_gaps(text: &str, line: Line) -> Option<Told> {
    let written = &text[line.0..line.1];
    let mut at = begins(written).len();
    // Behind each dash, then behind the colon of a key.
    loop {
        let rest = &written[at..];
        let (mark, end) = match rest.strip_prefix('-') {
            Some(after) if after.starts_with(|c| c == ' ' || is_unseen(c)) => ("dash", at + 1),
            _ => (":", at + key_end(text, rest)? + 1),
        };
        let gap = begins(&written[end..]);
        if !gap.starts_with(is_unseen) {
            if mark == ":" {
                return None;
            }
            at = end + gap.len();
            continue;
        }
        let span = *runs(text, (line.0 + end, line.0 + end + gap.len()), is_unseen).first()?;
        let unseen = span.slice(text).chars().next()?;
        let behind =
            if mark == ":" { format!("\"{}:\"", shortened(&written[at..end - 1])) } else { "the dash".to_owned() };
        let words = Words {
            message: format!("{} stands after {behind}", called(unseen)),
            help: "type an ordinary space instead".to_owned(),
            title: "Write an ordinary space",
            applicability: Applicability::Safe,
        };
        let whole = Span::of(line.0 + end, line.0 + end + gap.len());
        return Some(cause(span, words, vec![TextEdit::new(whole, " ")]));
    }
}

/// The length of the key that a text begins with, if a colon follows: one word, or one that the file uses elsewhere.
fn key_end(text: &str, rest: &str) -> Option<usize> {
    let end = rest.find(':')?;
    let key = &rest[..end];
    (is_word(key) || is_used_as_key(text, key)).then_some(end)
}

/// Whether a text can be a key of one word.
fn is_word(key: &str) -> bool {
    !key.is_empty() && !key.starts_with('-') && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// What looks like a colon.
const COLONS: [char; 6] = ['：', '﹕', '︓', '∶', '꞉', '׃'];

/// Another character in place of the colon of a key.
fn other_colon(text: &str, line: Line) -> Option<Told> {
    let written = &text[line.0..line.1];
    let body = content(written);
    let colon = body.find(COLONS)?;
    let c = body[colon..].chars().next()?;
    let key = body[..colon].trim_end();
    if !is_word(key) && !is_used_as_key(text, key) {
        return None;
    }
    let at = line.1 - body.len() + colon;
    let rest = &text[at + c.len_utf8()..line.1];
    let gap = begins(rest).len();
    let words = Words {
        message: format!("\"{c}\" is not the \":\" of a key"),
        help: format!("write \"{}: \"", shortened(key)),
        title: "Write \": \" after the key",
        applicability: Applicability::Safe,
    };
    let from = line.1 - body.len() + key.len();
    let edit = TextEdit::new(Span::of(from, at + c.len_utf8() + gap), if rest.len() == gap { ":" } else { ": " });
    Some(cause(Span::of(at, at + c.len_utf8()), words, vec![edit]))
}

/// A line behind its indentation and its dashes.
fn content(line: &str) -> &str {
    let mut rest = line.trim_start_matches(' ');
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start_matches(' ');
    }
    rest
}

/// Lines written as other notations have them.
pub(super) fn notations(text: &str, line: Line, causes: &mut Vec<Told>) {
    causes.extend(other_comment(text, line));
    causes.extend(bullets(text, line));
    causes.extend(other_separator(text, line));
}

/// A comment as other languages have it: `// …`, `<!-- … -->`, also over several lines.
fn other_comment(text: &str, line: Line) -> Option<Told> {
    let written = &text[line.0..line.1];
    let body = written.trim_start_matches(' ');
    let start = line.0 + written.len() - body.len();
    let (mark, end) = if body.starts_with("//") {
        ("//", None)
    } else if body.starts_with("<!--") {
        ("<!--", Some("-->"))
    } else {
        return None;
    };
    let mut edits = vec![comment_at(text, start, mark.len())];
    let mut last = line;
    if let Some(end) = end {
        if !body.contains(end) {
            for line in below(text, line.1).take(MOST_LINES) {
                last = line;
                let written = &text[line.0..line.1];
                let indent = written.len() - written.trim_start().len();
                if written.contains(end) {
                    break;
                }
                edits.push(comment_at(text, line.0 + indent, 0));
            }
            if last != line && text[last.0..last.1].contains(end) && text[last.0..last.1].trim() != end {
                let written = &text[last.0..last.1];
                edits.push(comment_at(text, last.0 + written.len() - written.trim_start().len(), 0));
            }
        }
        // What stands behind the end of the comment is none.
        let closes = text[last.0..last.1].trim_end().strip_suffix(end)?;
        let kept = closes.trim_end().len().max(if last == line { mark.len() + start - line.0 } else { 0 });
        edits.push(TextEdit::new(Span::of(last.0 + kept, last.1), ""));
    }
    let words = Words {
        message: format!("a comment begins with \"# \", not with \"{mark}\""),
        help: format!("write \"# \" in place of \"{mark}\""),
        title: "Write it as a comment",
        applicability: Applicability::Safe,
    };
    Some(cause(Span::of(start, line.0 + written.trim_end().len()), words, edits))
}

/// Writes `#` for the `len` bytes at a place, and a space where none follows.
fn comment_at(text: &str, at: usize, len: usize) -> TextEdit {
    let follows = text[at + len..].chars().next();
    let hash = if follows.is_none_or(char::is_whitespace) { "#" } else { "# " };
    TextEdit::new(Span::of(at, at + len), hash)
}

/// The bullet that a line begins with behind its indentation: its byte offset in the line, and its length.
pub(super) fn bullet(line: &str) -> Option<(usize, usize)> {
    let body = line.trim_start_matches(' ');
    let at = line.len() - body.len();
    let first = body.chars().next()?;
    let len = match first {
        '•' | '–' | '—' | '‣' | '⁃' | '▸' | '►' | '➢' | '➤' | '☐' | '☑' | '☒' | '✓' | '✔' | '□' | '◆' | '▪' | '▫'
        | '◦' | '●' | '○' | '■' | '·' | '∙' | '−' | '‐' | '*' | '+' => first.len_utf8(),
        // A dash that only looks as if a space followed.
        '-' if body[1..].starts_with(is_special_space) => 1,
        '0'..='9' => {
            let digits = body.len() - body.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if digits > 2 || !body[digits..].starts_with(['.', ')']) {
                return None;
            }
            digits + 1
        }
        _ => return None,
    };
    body[len..].starts_with(|c| matches!(c, ' ' | '\t') || is_special_space(c)).then_some((at, len))
}

/// Bullets and numbers in place of the dashes of a list, on a line and on its neighbours.
fn bullets(text: &str, line: Line) -> Option<Told> {
    // A special space behind a dash is told as that.
    let (depth, len) = bullet(&text[line.0..line.1]).filter(|(at, _)| !text[line.0 + at..].starts_with('-'))?;
    let is_item = |line: &Line| {
        let written = &text[line.0..line.1];
        bullet(written).is_some_and(|(at, _)| at == depth)
            || written.len() > depth
                && written.is_char_boundary(depth)
                && written[..depth].trim().is_empty()
                && written[depth..].starts_with("- ")
    };
    // Between them stands what belongs to them.
    let is_near = |line: &Line| {
        let written = &text[line.0..line.1];
        is_item(line) || written.trim().is_empty() || indent(written) > depth
    };
    let mut lines: Vec<Line> = above(text, line.0).take(MOST_LINES).take_while(is_near).filter(is_item).collect();
    lines.reverse();
    lines.push(line);
    lines.extend(below(text, line.1).take(MOST_LINES).take_while(is_near).filter(is_item));
    // The keys of an item stand below its first one: there the dash takes the room of the bullet.
    let has_keys = |(from, to): Line, column: usize| {
        let next = following(text, to).map_or("", |(from, to)| &text[from..to]);
        is_key(&text[from..to][column..]) && indent(next) == column
    };
    let bulleted: Vec<(Span, TextEdit)> = lines
        .iter()
        .filter_map(|(from, to)| {
            let written = &text[*from..*to];
            let (at, len) = bullet(written)?;
            let rest = written[at + len..].trim_start_matches(|c| matches!(c, ' ' | '\t') || is_special_space(c));
            let column = written.len() - rest.len();
            let width = if has_keys((*from, *to), column) { column - at } else { 2 };
            let edit = TextEdit::new(Span::of(from + at, from + column), format!("{:width$}", "-"));
            Some((Span::of(from + at, from + at + len), edit))
        })
        .collect();
    let first = bulleted.first()?.0;
    let mark = if bulleted.len() == 1 { &text[line.0 + depth..line.0 + depth + len] } else { first.slice(text) };
    let words = Words {
        message: format!("a list item begins with a dash (\"- \"), not with \"{mark}\""),
        help: "write \"- \" before each item of the list".to_owned(),
        title: "Write dashes",
        applicability: Applicability::Safe,
    };
    Some(cause(first, words, bulleted.into_iter().map(|(_, edit)| edit).collect()))
}

/// `key = value`, `key -> value` and `key; value`.
fn other_separator(text: &str, line: Line) -> Option<Told> {
    let written = &text[line.0..line.1];
    let body = content(written).trim_end();
    let (at, mark) = ["=>", "->", "→", ":=", "=", ";"]
        .iter()
        .filter_map(|mark| Some((body.find(mark)?, *mark)))
        .min_by_key(|(at, _)| *at)?;
    let key = body[..at].trim_end();
    let is_name = |key: &str| is_word(key) && key.chars().all(|c| !c.is_uppercase());
    if !is_name(key) && !is_used_as_key(text, key) {
        return None;
    }
    let rest = &body[at + mark.len()..];
    let gap = rest.len() - rest.trim_start().len();
    if gap == 0 && !rest.is_empty() && mark == ";" {
        return None;
    }
    let from = line.0 + written.trim_end().len() - body.len();
    let words = Words {
        message: format!("a key has a \":\" after it, not \"{mark}\""),
        help: format!("write \"{}: \"", shortened(key)),
        title: "Write \": \" after the key",
        applicability: Applicability::Safe,
    };
    let edit = TextEdit::new(
        Span::of(from + key.len(), from + at + mark.len() + gap),
        if rest.len() == gap { ":" } else { ": " },
    );
    Some(cause(Span::of(from + at, from + at + mark.len()), words, vec![edit]))
}
