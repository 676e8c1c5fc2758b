//! [`ScalarMap`]: where each byte of a decoded scalar stands in the file.
//!
//! Quotes, escapes, line folds and block indentation make a scalar's value differ from its source. The map is a list of
//! runs: a run either copies bytes one to one or stands for an escape or a fold, whose bytes belong together.

use super::Style;
use crate::text::{Span, span::offset};

#[derive(Clone, Copy, Debug)]
struct Run {
    /// Start and length in the value.
    value: (u32, u32),
    /// Start and length in the source. Equal lengths mean one to one.
    source: (u32, u32),
}

/// Maps byte offsets in a scalar's value to byte offsets in the file and back.
#[derive(Clone, Debug, Default)]
pub struct ScalarMap {
    runs: Vec<Run>,
    /// Where the value ends in the source.
    end: u32,
}

impl ScalarMap {
    /// Aligns `value` with `source`, the scalar as written (with its quotes; block scalars without their header).
    /// `indent` is the content indentation of a block scalar in spaces.
    #[must_use]
    pub(super) fn new(source: &str, style: Style, indent: usize, value: &str) -> Self {
        let mut map = Self::default();
        // A plain scalar cannot begin with a quote: a repair added it, and `style` is as in the file.
        let style = match source.as_bytes().first() {
            Some(b'"') if style == Style::Plain => Style::Double,
            Some(b'\'') if style == Style::Plain => Style::Single,
            _ => style,
        };
        match style {
            Style::Literal | Style::Folded => map.align_lines(source, 0, value, |line, _, _| {
                let spaces = line.bytes().take(indent).take_while(|b| *b == b' ').count();
                (spaces, line.len())
            }),
            Style::Single | Style::Double => {
                let inside = source.get(1..source.len().saturating_sub(1)).unwrap_or_default();
                let escape = if style == Style::Single { '\'' } else { '\\' };
                if inside.contains(escape) {
                    map.align_escapes(inside, style, value);
                } else {
                    map.align_lines(inside, 1, value, quoted_line);
                }
            }
            Style::Body => map.push(0, value.len(), 0, source.len()),
            _ => map.align_lines(source, 0, value, |line, _, _| quoted_line(line, false, false)),
        }
        map
    }

    /// Aligns line by line. `content(line, is_first, is_last)` returns the byte range of a line that is part of the
    /// value; `base` is added to all source offsets.
    fn align_lines(
        &mut self,
        source: &str,
        base: usize,
        value: &str,
        content: impl Fn(&str, bool, bool) -> (usize, usize),
    ) {
        let mut at = 0;
        let mut lines = lines(source).peekable();
        while let Some((start, line)) = lines.next() {
            let (from, to) = content(line, start == 0, lines.peek().is_none());
            let text = line.get(from..to).unwrap_or_default();
            let before = at;
            let rest = value[at..].trim_start_matches('\n');
            at = value.len() - rest.len();
            if at == before && at > 0 && rest.starts_with(' ') && !text.starts_with(' ') {
                at += 1;
            }
            if text.is_empty() {
                at = before;
                continue;
            }
            if !value[at..].starts_with(text) {
                at = before;
                continue;
            }
            self.fill(before, at, base + start + from);
            self.push(at, text.len(), base + start + from, text.len());
            at += text.len();
        }
        self.finish();
    }

    /// Aligns a quoted scalar that has escapes.
    fn align_escapes(&mut self, inside: &str, style: Style, value: &str) {
        let mut at = 0;
        let mut chars = inside.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if c == '\'' && style == Style::Single {
                chars.next();
                self.push(at, 1, 1 + start, 2);
                at += 1;
            } else if c == '\\' && style == Style::Double {
                let (_, kind) = chars.next().unwrap_or((start, ' '));
                if matches!(kind, '\n' | '\r') {
                    skip_white(&mut chars);
                    let rest = &value[at..];
                    let empty_lines = rest.len() - rest.trim_start_matches('\n').len();
                    let stop = chars.peek().map_or(inside.len(), |(i, _)| *i);
                    self.push(at, empty_lines, 1 + start, stop - start);
                    at += empty_lines;
                    continue;
                }
                let digits = match kind {
                    'x' => 2,
                    'u' => 4,
                    'U' => 8,
                    _ => 0,
                };
                let mut code = 0;
                for _ in 0..digits {
                    code = chars.next().and_then(|(_, c)| c.to_digit(16)).map_or(code, |digit| code << 4 | digit);
                }
                // The second half of a surrogate pair (`\ud83d\ude00`) belongs to the same character.
                if kind == 'u' && (0xd800..0xdc00).contains(&code) && is_low_surrogate(inside, chars.peek()) {
                    chars.nth(5);
                }
                let stop = chars.peek().map_or(inside.len(), |(i, _)| *i);
                let width = value[at..].chars().next().map_or(0, char::len_utf8);
                self.push(at, width, 1 + start, stop - start);
                at += width;
            } else if matches!(c, ' ' | '\t' | '\n' | '\r') {
                let rest = &inside[start..];
                let run = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
                let white = &rest[..run];
                // Without a line break white space is kept, also before an escaped line break. With breaks it folds to
                // one space, or to a line feed for each empty line.
                let breaks = lines(white).count() - 1;
                let decoded = if breaks > 0 { (breaks - 1).max(1) } else { run };
                self.push(at, decoded, 1 + start, run);
                at += decoded;
                while chars.peek().is_some_and(|(i, _)| *i < start + run) {
                    chars.next();
                }
            } else {
                self.push(at, c.len_utf8(), 1 + start, c.len_utf8());
                at += c.len_utf8();
            }
            if at >= value.len() || !value.is_char_boundary(at) {
                break;
            }
        }
        self.finish();
    }

    /// Maps a fold, bytes `from..to` of the value between two lines, to the source between them (up to `until`).
    fn fill(&mut self, from: usize, to: usize, until: usize) {
        if from < to {
            let start = self.runs.last().map_or(0, |r| r.source.0 + r.source.1) as usize;
            let start = start.min(until);
            self.push(from, to - from, start, until - start);
        }
    }

    fn push(&mut self, value: usize, value_len: usize, source: usize, source_len: usize) {
        if value_len == 0 {
            return;
        }
        let run = Run { value: (offset(value), offset(value_len)), source: (offset(source), offset(source_len)) };
        if let Some(last) = self.runs.last_mut() {
            let one_to_one = last.value.1 == last.source.1 && run.value.1 == run.source.1;
            if one_to_one && last.value.0 + last.value.1 == run.value.0 && last.source.0 + last.source.1 == run.source.0
            {
                last.value.1 += run.value.1;
                last.source.1 += run.source.1;
                return;
            }
        }
        self.runs.push(run);
    }

    fn finish(&mut self) {
        self.end = self.runs.last().map_or(0, |r| r.source.0 + r.source.1);
    }

    /// Turns source offsets within the scalar, which starts at `start` of the parsed text, into offsets in the file.
    pub(super) fn shift(&mut self, start: u32, to_file: impl Fn(u32) -> u32) {
        let mut runs = Vec::with_capacity(self.runs.len());
        for mut run in std::mem::take(&mut self.runs) {
            let (from, to) = (to_file(start + run.source.0), to_file(start + run.source.0 + run.source.1));
            // Comparing the lengths is not enough: blanks that replace a multi-byte character keep the length, but all
            // map to its start.
            let stays = |at: u32| to_file(start + run.source.0 + at) == from + at;
            if run.value.1 != run.source.1 || (0..=run.source.1).all(stays) {
                run.source = (from, to.saturating_sub(from));
                runs.push(run);
                continue;
            }
            // A repair changed the text inside the run: map byte by byte.
            for at in 0..run.source.1 {
                let (from, to) = (to_file(start + run.source.0 + at), to_file(start + run.source.0 + at + 1));
                runs.push(Run { value: (run.value.0 + at, 1), source: (from, to.saturating_sub(from)) });
            }
        }
        self.runs = runs;
        self.end = to_file(start + self.end);
    }

    /// Where the bytes `start..end` of the value stand in the file. An empty range gives an empty span.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        let (start, end) = (offset(start), offset(end));
        let from = self.start_of(start);
        if end <= start {
            return Span::empty(from);
        }
        let index = self.runs.partition_point(|r| r.value.0 < end).saturating_sub(1);
        let to = self.runs.get(index).map_or(self.end, |r| {
            if r.value.1 == r.source.1 {
                r.source.0 + (end - r.value.0).min(r.source.1)
            } else {
                r.source.0 + r.source.1
            }
        });
        Span::new(from, to.max(from))
    }

    fn start_of(&self, at: u32) -> u32 {
        let index = self.runs.partition_point(|r| r.value.0 <= at);
        let Some(run) = index.checked_sub(1).and_then(|i| self.runs.get(i)) else {
            return self.runs.first().map_or(self.end, |r| r.source.0);
        };
        if at >= run.value.0 + run.value.1 {
            return self.end;
        }
        if run.value.1 == run.source.1 { run.source.0 + (at - run.value.0) } else { run.source.0 }
    }

    /// The byte offset in the value for a byte offset in the file; `None` outside the scalar.
    #[must_use]
    pub fn value_offset(&self, at: u32) -> Option<usize> {
        // Where two runs meet, the offset belongs to the later one.
        let run = self.runs.get(self.runs.partition_point(|r| r.source.0 <= at).checked_sub(1)?)?;
        if at > run.source.0 + run.source.1 {
            return None;
        }
        let inside = (at - run.source.0).min(run.value.1);
        Some((run.value.0 + if run.value.1 == run.source.1 { inside } else { 0 }) as usize)
    }
}

/// Where the bytes `start..end` of a literal block scalar's value stand in its source: line by line the source is the
/// value with `indent` more spaces. `None` where the lines do not agree (carriage returns), and for empty ranges.
pub(super) fn in_literal(source: &str, indent: usize, value: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    // The map has no place for the line breaks at the end.
    if start >= end || end > value.trim_end_matches('\n').len() || memchr::memchr(b'\r', source.as_bytes()).is_some() {
        return None;
    }
    let (source, value) = (source.as_bytes(), value.as_bytes());
    let place = |at: usize| {
        let (mut line, mut in_source) = (0, indent);
        if let Some(line_break) = memchr::memrchr(b'\n', value.get(..at)?) {
            let lines = memchr::memchr_iter(b'\n', &value[..line_break]).count();
            line = line_break + 1;
            in_source += memchr::memchr_iter(b'\n', source).nth(lines)? + 1;
        }
        // A blank line may be indented less. What a repair changed may differ.
        let indented = source.get(in_source - indent..in_source)?.iter().all(|b| *b == b' ');
        let same = source.get(in_source..=in_source + at - line)? == value.get(line..=at)?;
        (indented && same).then_some(in_source + at - line)
    };
    Some((place(start)?, place(end - 1)? + 1))
}

/// The byte range of a flow scalar's line that is part of the value: trimmed, except behind the opening quote (`first`)
/// and before the closing one (`last`).
fn quoted_line(line: &str, first: bool, last: bool) -> (usize, usize) {
    let white = [' ', '\t'];
    let from = if first { 0 } else { line.len() - line.trim_start_matches(white).len() };
    let to = if last { line.len() } else { line.trim_end_matches(white).len() };
    (from.min(to), to)
}

/// The lines of a scalar with their byte offsets, without line breaks.
fn lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let start = at;
        let rest = &source[start..];
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = &rest[..end];
        let ending = if rest[end..].starts_with("\r\n") { 2 } else { usize::from(end < rest.len()) };
        done = ending == 0;
        at = start + end + ending;
        Some((start, line))
    })
}

/// Whether the escape sequence of a low surrogate stands at the next character.
fn is_low_surrogate(inside: &str, next: Option<&(usize, char)>) -> bool {
    let escape = next.and_then(|(at, _)| inside.get(*at..*at + 6)).and_then(|escape| escape.strip_prefix("\\u"));
    let code = escape.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    code.is_some_and(|code| (0xdc00..0xe000).contains(&code))
}

fn skip_white(chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>) {
    while chars.peek().is_some_and(|(_, c)| matches!(c, ' ' | '\t' | '\n' | '\r')) {
        chars.next();
    }
}
