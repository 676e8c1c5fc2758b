//! Values whose lines stand too far left: read as meant, as many readers do, and reported.
//!
//! YAML wants each line of a flow collection or a quoted scalar further right than the block key or dash that it belongs
//! to (YAML 1.2.2, production 69). libyaml, PyYAML and js-yaml up to 4 do not mind.

use smallvec::SmallVec;

use super::backend;
use super::fault::{Fault, FaultKind, FixKind};
use super::lines::{column, entry_around, is_key, is_top_key, line_at};
use super::outdented::Outdented;
use crate::text::{Span, TextEdit, span::offset};

/// How far behind its key or dash a line is indented.
const STEP: usize = 2;

/// Where a line with content begins.
#[derive(Clone, Copy)]
struct Start {
    line: usize,
    /// Its indentation in spaces.
    column: usize,
    content: usize,
}

/// Collects the lines of one value that stand too far left.
pub(super) struct Lines {
    /// The column of the block key or dash that the value belongs to, in bytes.
    parent: usize,
    starts: SmallVec<[Start; 4]>,
}

impl Lines {
    pub(super) fn new(parent: usize) -> Self {
        Self { parent, starts: SmallVec::new() }
    }

    /// Whether content at a byte offset of a line stands too far left.
    pub(super) fn is_left(&self, line: usize, content: usize) -> bool {
        content - line <= self.parent
    }

    /// Notes a line whose content begins at a byte offset, too far left.
    pub(super) fn note(&mut self, line: usize, content: usize) {
        self.starts.push(Start { line, column: content - line, content });
    }

    /// The value with these lines; `None` if there are none. Lines keep their places relative to each other.
    pub(super) fn outdented(&self, text: &str, quoted: bool) -> Option<Outdented> {
        let first = self.starts.first()?;
        let least = self.starts.iter().map(|start| start.column).min()?;
        let spaces = " ".repeat(self.parent + STEP - least);
        let edits = self.starts.iter().map(|start| TextEdit::new(Span::empty(offset(start.line)), spaces.clone()));
        Some(Outdented { span: first_word(text, first.content, quoted), quoted, edits: edits.collect() })
    }
}

/// A bracket, or the word at a place without its quotes.
fn first_word(text: &str, at: usize, quoted: bool) -> Span {
    let rest = &text[at..];
    let word = |from: usize| {
        let ends = |(_, c): &(usize, char)| c.is_whitespace() || !quoted && matches!(c, ',' | '[' | ']' | '{' | '}');
        let word = &rest[from..];
        let end = word.char_indices().find(ends).map_or(word.len(), |(end, _)| end);
        word[..end].trim_end_matches(if quoted { &[][..] } else { &[':', '"', '\''][..] }).len()
    };
    let skipped = usize::from(!quoted && rest.starts_with(['"', '\'']));
    let length = word(skipped);
    if length == 0 {
        return Span::of(at, at + rest.chars().next().map_or(0, char::len_utf8));
    }
    Span::of(at + skipped, at + skipped + length)
}

/// What [`sweep`] finds.
#[derive(Default)]
pub(super) struct Swept {
    /// Edits after which the values can be read, in order.
    pub edits: Vec<TextEdit>,
    /// The values.
    pub outdented: Vec<Outdented>,
    /// Lines that are indented with tabs.
    pub faults: Vec<Fault>,
    /// Byte offset from which the text has to be read anew: no fault begins before it.
    pub from: usize,
    /// How many bytes were parsed.
    pub parsed: usize,
}

/// Collects the values that stand too far left, from a fault on, until something else is wrong. Reads each entry of
/// column 1 once or once for each of its values, so that many of them cost little more than one.
pub(super) fn sweep(text: &str, fault: &Fault, budget: usize) -> Swept {
    let mut swept = Swept::default();
    let mut at = fault.span.start as usize;
    loop {
        let (from, to) = entry_around(text, swept.from, at);
        let clean = entry(text, (from, to), at, budget, &mut swept);
        swept.from = from;
        if !clean || swept.parsed > budget {
            return swept;
        }
        let next = backend::first_fault(&text[to..]);
        let read = next.as_ref().map_or(text.len() - to, |fault| fault.span.end as usize);
        swept.parsed += read;
        match next {
            Some(fault) if !fault.kind.is_readable() => at = to + fault.span.start as usize,
            _ => return swept,
        }
        swept.from = to;
    }
}

/// Collects the values of one entry with a fault at `at`; whether nothing else is wrong with it.
fn entry(text: &str, (from, to): (usize, usize), at: usize, budget: usize, swept: &mut Swept) -> bool {
    let mut read = text[from..to].to_owned();
    let mut added = 0;
    let mut fault = backend::first_fault(&read);
    if fault.as_ref().is_none_or(|fault| fault.span.start as usize + from != at) {
        return false;
    }
    while let Some(known) = fault {
        swept.parsed += read.len();
        if known.kind.is_readable() || swept.parsed > budget {
            return known.kind.is_readable();
        }
        let Some(found) = value(&read, &known) else { return false };
        let Ok(indented) = crate::text::apply(&read, &found.edits) else { return false };
        let grown = indented.len() - read.len();
        fault = backend::first_fault(&indented);
        // The place of the fault has moved by what was added above it, its line included.
        let above = found.edits.iter().filter(|edit| edit.span.start <= known.span.start);
        let moved = known.span.start as usize + above.map(|edit| edit.text.len()).sum::<usize>();
        if fault.as_ref().is_some_and(|next| next.span.start as usize <= moved) {
            return false;
        }
        // Later values lie below earlier ones.
        let in_text = |span: Span| Span::of(span.start as usize + from - added, span.end as usize + from - added);
        let edits: Vec<TextEdit> =
            found.edits.into_iter().map(|edit| TextEdit::new(in_text(edit.span), edit.text)).collect();
        swept.edits.extend(edits.iter().cloned());
        let span = in_text(found.span);
        match tab_before(text, span.start as usize) {
            Some(tabs) => swept.faults.push(Fault {
                kind: FaultKind::Tab,
                span: tabs,
                others: Vec::new(),
                fixes: vec![(FixKind::Spaces, without_tabs(text, &edits))],
            }),
            None => swept.outdented.push(Outdented { span, quoted: found.quoted, edits }),
        }
        added += grown;
        read = indented;
    }
    true
}

/// The white space before a place on its line, if a tab is in it.
fn tab_before(text: &str, at: usize) -> Option<Span> {
    let start = line_at(text, at).0;
    let white = &text[start..at];
    (white.contains('\t') && white.trim().is_empty()).then(|| Span::of(start, at))
}

/// The edits with the tabs at the starts of their lines replaced.
fn without_tabs(text: &str, edits: &[TextEdit]) -> Vec<TextEdit> {
    let whole = |edit: &TextEdit| {
        let start = edit.span.start as usize;
        let line = &text[start..line_at(text, start).1];
        let white = line.len() - line.trim_start_matches([' ', '\t']).len();
        TextEdit::new(Span::of(start, start + white), edit.text.clone())
    };
    edits.iter().map(whole).collect()
}

/// The value in which a fault lies, if all that is wrong with it is that lines of it stand too far left: it is closed
/// further down, and neither a key in column 1 nor a marker of a document comes before that.
fn value(text: &str, fault: &Fault) -> Option<Outdented> {
    let (opener, parent) = backend::enclosing(text);
    let parent = parent?;
    let quote = fault.others.first().filter(|_| fault.kind == FaultKind::OpenQuote).map(|quote| quote.start);
    let opener = opener.or(quote)? as usize;
    let mut lines = Lines::new(parent);
    let quoted = matches!(text.as_bytes().get(opener)?, b'"' | b'\'');
    let end = Scanner::new(text, opener).scan(&mut lines)?;
    let behind = text[end..line_at(text, end).1].trim_start();
    if quoted && !behind.is_empty() && !behind.starts_with('#') {
        return None;
    }
    lines.outdented(text, quoted)
}

/// The bracket of the flow collection that the first fault lies in, if it is not closed before the next key in column 1.
pub(super) fn left_open(text: &str) -> Option<Span> {
    let (opener, _) = backend::enclosing(text);
    let opener = opener? as usize;
    let closed = Scanner::new(text, opener).scan(&mut Lines::new(0)).is_some();
    (!closed).then(|| Span::of(opener, opener + 1))
}

/// Goes through a flow collection or a quoted scalar to its end.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// The opening brackets.
    open: SmallVec<[u8; 8]>,
    quote: Option<u8>,
    /// Within a plain scalar, where a quote is an apostrophe.
    plain: bool,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, open: SmallVec::new(), quote: None, plain: false }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// Whether a key's colon or a comment may end before the byte `ahead`.
    fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.byte(ahead), None | Some(b' ' | b'\t' | b'\r' | b'\n'))
    }

    /// The byte offset behind the value; `None` if it is not closed, or belongs to what is wrong.
    fn scan(mut self, lines: &mut Lines) -> Option<usize> {
        loop {
            let byte = self.byte(0)?;
            let mut width = 1;
            match (self.quote, byte) {
                (_, b'\n') => {
                    self.at += 1;
                    self.line_start(lines)?;
                    continue;
                }
                (Some(b'"'), b'\\') if self.byte(1) != Some(b'\n') && self.byte(1) != Some(b'\r') => width = 2,
                (Some(b'\''), b'\'') if self.byte(1) == Some(b'\'') => width = 2,
                (Some(quote), byte) if quote == byte => self.quote = None,
                (Some(_), _) | (None, b' ' | b'\t' | b'\r') => {}
                (None, b'"' | b'\'') if !self.plain => self.quote = Some(byte),
                (None, b'[' | b'{') => {
                    self.open.push(byte);
                    self.plain = false;
                }
                (None, b']' | b'}') => {
                    // `]` is two behind `[` in ASCII, and `}` behind `{`.
                    (self.open.pop()? == byte - 2).then_some(())?;
                    self.plain = false;
                }
                (None, b',') => self.plain = false,
                (None, b':') if !self.plain || self.is_blank(1) => self.plain = false,
                (None, b'#') if self.text[..self.at].ends_with([' ', '\t']) => {
                    width = line_at(self.text, self.at).1 - self.at;
                }
                (None, _) => self.plain = true,
            }
            self.at += width;
            if self.quote.is_none() && self.open.is_empty() {
                return Some(self.at);
            }
        }
    }

    /// Looks at the start of a line, and goes on to its content.
    fn line_start(&mut self, lines: &mut Lines) -> Option<()> {
        let (start, end) = line_at(self.text, self.at);
        let line = self.text.get(start..end)?;
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        let marker = |mark: &str| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        if is_top_key(line) || marker("---") || marker("...") {
            return None;
        }
        let content = body.trim_start_matches('\t');
        let is_left = indent <= lines.parent && !content.is_empty();
        if is_left && self.quote.is_none() {
            if content.starts_with('#') {
                self.at = end;
                return Some(());
            }
            // What follows an open bracket is rather the next item or key.
            let is_item = content == "-" || content.starts_with("- ");
            if is_item || self.open.last() == Some(&b'[') && is_key(content) {
                return None;
            }
        }
        if is_left && self.quote.is_some() && column(line) == lines.parent && is_key(line) {
            return None;
        }
        self.at = start + line.len() - content.len();
        if is_left {
            lines.starts.push(Start { line: start, column: indent, content: self.at });
        }
        Some(())
    }
}
