//! Reading on after a syntax error: repair the text a little, parse again, keep the repair that gets furthest.
//!
//! At the first fault some local repairs are tried: the library's own suggestion, closing what is open, a half-typed key
//! completed to `key:`, spaces for tabs, blanking the value, another indentation, blanking the line. The one whose next
//! fault lies furthest is kept, until no fault is left or the budget is spent. Everything a repair touched is marked
//! uncertain; later layers say nothing about it.

use super::backend::{self, Fault};
use crate::text::{Span, TextEdit, span::offset};

/// How many repairs one file may need.
const ROUNDS: usize = 40;
/// How many bytes may be parsed in search of repairs: a typical file 500 times over.
const BUDGET: usize = 6 << 20;

/// A text that parses as far as possible.
#[derive(Debug)]
pub struct Repaired {
    /// The repaired text.
    pub text: String,
    /// For each byte of `text`, and for its end, the offset in the original.
    pub offsets: Vec<u32>,
    /// The lines that repairs touched (bytes of the original).
    pub uncertain: Vec<Span>,
    /// The faults in the order they were met, with places in the original.
    pub faults: Vec<Fault>,
}

/// Repairs `text`, which has at least one fault.
#[must_use]
pub fn repair(text: &str) -> Repaired {
    let mut state = State {
        text: text.to_owned(),
        offsets: (0..=offset(text.len())).collect(),
        uncertain: Vec::new(),
        budget: BUDGET.max(text.len() * 8),
    };
    let mut faults = Vec::new();
    let mut next = backend::first_fault(text);
    for _ in 0..ROUNDS {
        let Some(fault) = next.take() else { break };
        faults.push(state.in_original(&fault));
        next = state.mend(&fault);
        if state.budget == 0 {
            break;
        }
    }
    if let Some(fault) = next {
        // Out of rounds: nothing below the fault can be trusted.
        let from = state.to_original(line_at(&state.text, fault.span.start as usize).0);
        faults.push(state.in_original(&fault));
        state.uncertain.push(Span::new(from, offset(text.len())));
    }
    Repaired { text: state.text, offsets: state.offsets, uncertain: state.uncertain, faults }
}

struct State {
    text: String,
    offsets: Vec<u32>,
    uncertain: Vec<Span>,
    budget: usize,
}

type Candidate = Vec<TextEdit>;

impl State {
    fn to_original(&self, at: usize) -> u32 {
        self.offsets.get(at).or(self.offsets.last()).copied().unwrap_or_default()
    }

    fn original_span(&self, span: Span) -> Span {
        Span::new(self.to_original(span.start as usize), self.to_original(span.end as usize))
    }

    fn in_original(&self, fault: &Fault) -> Fault {
        let mut fault = fault.clone();
        fault.span = self.original_span(fault.span);
        for other in &mut fault.others {
            *other = self.original_span(*other);
        }
        for (_, edits) in &mut fault.fixes {
            for edit in edits {
                edit.span = self.original_span(edit.span);
            }
        }
        fault
    }

    /// Applies the best repair of `fault`; gives the next fault.
    fn mend(&mut self, fault: &Fault) -> Option<Fault> {
        let mut best: Option<(Candidate, String, Option<Fault>)> = None;
        for candidate in candidates(&self.text, fault) {
            let Ok(text) = crate::text::apply(&self.text, &candidate) else { continue };
            if text == self.text {
                continue;
            }
            self.budget = self.budget.saturating_sub(text.len());
            let next = backend::first_fault(&text);
            let Some(found) = next else {
                best = Some((candidate, text, None));
                break;
            };
            let reach = self.reach(&candidate, &found);
            let known = best.as_ref().and_then(|(c, _, f)| f.as_ref().map(|f| self.reach(c, f)));
            if reach > i64::from(fault.span.start) && known.is_none_or(|known| reach > known) {
                best = Some((candidate, text, Some(found)));
            }
            if self.budget == 0 {
                break;
            }
        }
        let (candidate, text, next) = best.unwrap_or_else(|| self.blank(fault));
        self.apply(&candidate, text, fault);
        next
    }

    /// How far into the unrepaired text a fault of the repaired text lies.
    fn reach(&self, candidate: &[TextEdit], fault: &Fault) -> i64 {
        let grown: i64 = candidate.iter().map(|e| e.text.len() as i64 - i64::from(e.span.len())).sum();
        i64::from(fault.span.start) - grown
    }

    /// The last resort: blanks the fault's line, and everything up to the next key at column 1 if that is not enough.
    fn blank(&mut self, fault: &Fault) -> (Candidate, String, Option<Fault>) {
        let (start, end) = line_at(&self.text, fault.span.start as usize);
        let mut stop = end;
        let mut result = (Vec::new(), self.text.clone(), None);
        for _ in 0..2 {
            let edit = blanks(&self.text, start, stop);
            let text = crate::text::apply(&self.text, std::slice::from_ref(&edit)).unwrap_or_default();
            self.budget = self.budget.saturating_sub(text.len());
            let next = backend::first_fault(&text);
            let further = next.as_ref().is_none_or(|f| f.span.start > fault.span.start);
            result = (vec![edit], text, next);
            if further {
                break;
            }
            stop = next_top_key(&self.text, end).unwrap_or(self.text.len());
        }
        result
    }

    fn apply(&mut self, candidate: &[TextEdit], text: String, fault: &Fault) {
        let mut edits: Vec<&TextEdit> = candidate.iter().collect();
        edits.sort_by_key(|e| std::cmp::Reverse(e.span.start));
        for edit in &edits {
            let first = line_at(&self.text, edit.span.start as usize).0;
            let last = line_at(&self.text, (edit.span.end as usize).max(edit.span.start as usize)).1;
            self.uncertain.push(self.original_span(Span::of(first, last)));
        }
        if let (Some(opener), Some(edit)) = (fault.others.first(), edits.first())
            && opener.start < edit.span.start
        {
            self.uncertain.push(self.original_span(Span::new(opener.start, edit.span.end)));
        }
        for edit in edits {
            let start = self.to_original(edit.span.start as usize);
            let kept = edit.text.len() == edit.span.len() as usize;
            if !kept {
                let inserted = std::iter::repeat_n(start, edit.text.len());
                self.offsets.splice(edit.span.range(), inserted);
            }
        }
        self.text = text;
    }
}

/// The repairs worth trying, best guesses first.
fn candidates(text: &str, fault: &Fault) -> Vec<Candidate> {
    let mut list: Vec<Candidate> = Vec::new();
    if let Some(opener) = fault.others.first() {
        list.extend(close_before_top_key(text, opener.start as usize));
    }
    list.extend(fault.fixes.iter().map(|(_, edits)| edits.clone()));
    let lines = lines_of(text, fault);
    for &(start, end) in &lines {
        let word = text[start..end].trim();
        let wordlike = !word.is_empty()
            && word.len() < 40
            && !word.contains(": ")
            && !word.ends_with(':')
            && !word.starts_with(['#', '-'])
            && !word.contains(['"', '\'', '[', '{', ']', '}']);
        if wordlike {
            let stop = start + text[start..end].trim_end().len();
            list.push(vec![TextEdit::new(Span::of(stop, stop), ":")]);
        }
    }
    for &(start, end) in &lines {
        let line = &text[start..end];
        let white = line.len() - line.trim_start_matches([' ', '\t']).len();
        if line[..white].contains('\t') {
            let indent = Span::of(start, start + white);
            for width in [1, 2, 4] {
                list.push(vec![TextEdit::new(indent, line[..white].replace('\t', &" ".repeat(width)))]);
            }
        }
    }
    for &(start, end) in &lines {
        if let Some(value) = value_start(text, start, end) {
            list.push(vec![blanks(text, value, end)]);
        }
    }
    if let Some(&(start, end)) = lines.first() {
        for indent in neighbour_indents(text, start, end) {
            let own = text[start..end].len() - text[start..end].trim_start().len();
            list.push(vec![TextEdit::new(Span::of(start, start + own), " ".repeat(indent))]);
        }
    }
    list.extend(lines.iter().map(|&(start, end)| vec![blanks(text, start, end)]));
    list
}

/// The fault's lines, those of the places that explain it, and its neighbours.
fn lines_of(text: &str, fault: &Fault) -> Vec<(usize, usize)> {
    let at = fault.span.start as usize;
    let mut lines = vec![line_at(text, at)];
    let mut add = |line: (usize, usize)| {
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
    let mut before = start;
    while before > 0 {
        let line = line_at(text, before - 1);
        before = line.0;
        if !text[line.0..line.1].trim().is_empty() {
            add(line);
            break;
        }
    }
    if end < text.len() {
        add(line_at(text, end + 1));
    }
    lines
}

/// Closes the quote or the brackets that open at `opener` before the next key at column 1.
fn close_before_top_key(text: &str, opener: usize) -> Option<Candidate> {
    let first = text[opener..].chars().next()?;
    let line_end = line_at(text, opener).1;
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
    Some(vec![TextEdit::new(Span::of(at, at), closers)])
}

/// Start of the next line of the form `key:` at column 1.
fn next_top_key(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(i) = text[at..].find('\n') {
        at += i + 1;
        let line = &text[at..line_at(text, at).1];
        if is_top_key(line) {
            return Some(at);
        }
    }
    None
}

/// Whether a line reads `key:` from its first column.
pub(super) fn is_top_key(line: &str) -> bool {
    let key = line.len() - line.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')).len();
    let rest = &line[key..];
    key > 0
        && !line.starts_with('-')
        && rest.starts_with(':')
        && rest[1..].chars().next().is_none_or(char::is_whitespace)
}

/// The line that holds a byte offset, without its break.
pub(super) fn line_at(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
    let end = if end > start && text[..end].ends_with('\r') { end - 1 } else { end };
    (start, end.max(start))
}

/// Spaces of the same length in bytes; line breaks stay.
fn blanks(text: &str, start: usize, end: usize) -> TextEdit {
    let blank = text[start..end]
        .bytes()
        .map(|b| if matches!(b, b'\n' | b'\r') { char::from(b) } else { ' ' })
        .collect::<String>();
    TextEdit::new(Span::of(start, end), blank)
}

/// Where the value of `key: value` starts on a line.
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

/// Indentations of the lines around a line, in spaces; a list marker counts as indentation.
fn neighbour_indents(text: &str, start: usize, end: usize) -> Vec<usize> {
    let mut indents = Vec::new();
    let before = start.checked_sub(1).map(|at| line_at(text, at));
    let after = (end < text.len()).then(|| line_at(text, end + 1));
    for (from, to) in [before, after].into_iter().flatten() {
        let line = &text[from..to];
        let indent = line.len() - line.trim_start_matches([' ', '-']).len();
        if !line.trim().is_empty() && !indents.contains(&indent) {
            indents.push(indent);
        }
    }
    indents
}
