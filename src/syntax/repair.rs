//! Reading on after a syntax error: repair the text a little, parse again, keep the repair that gets furthest.
//!
//! At the first fault some local repairs are tried: the library's own suggestion, closing what is open, a half-typed key
//! completed to `key:`, spaces for tabs, blanking the value, another indentation, blanking the line. The one whose next
//! fault lies furthest is kept, until no fault is left or the budget is spent. Everything a repair touched is marked
//! uncertain; later layers say nothing about it.

use super::backend::{self, Fault};
use super::candidates::{Candidate, candidates};
use super::lines::{blanks, is_key, line_at, next_top_key};
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
    /// How many bytes were parsed in search of repairs.
    pub parsed: usize,
}

/// Repairs `text`, which has at least one fault.
#[must_use]
pub fn repair(text: &str) -> Repaired {
    let allowance = BUDGET.max(text.len() * 8);
    let mut state = State {
        text: text.to_owned(),
        offsets: (0..=offset(text.len())).collect(),
        uncertain: Vec::new(),
        budget: allowance,
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
    Repaired {
        text: state.text,
        offsets: state.offsets,
        uncertain: state.uncertain,
        faults,
        parsed: allowance - state.budget,
    }
}

struct State {
    text: String,
    offsets: Vec<u32>,
    uncertain: Vec<Span>,
    budget: usize,
}

/// A repair with what comes of it.
#[derive(Default)]
struct Tried {
    edits: Vec<TextEdit>,
    text: String,
    next: Option<Fault>,
    /// The line of its next fault.
    reach: usize,
    /// How many values are empty before that: a repair that leaves a key bare has often torn it from its value.
    empty: u32,
    /// How many are not: a repair that makes keys part of a text has fewer.
    filled: u32,
    /// The faulty place has become part of a text that has keys in it.
    swallows: bool,
}

/// Where a fault begins: what is never closed begins where it opens, however far the library read on.
fn place(fault: &Fault) -> u32 {
    let unclosed = matches!(fault.code, 5 | 9 | 11 | 22..=24);
    let opener = fault.others.first().filter(|opener| unclosed && opener.start < fault.span.start);
    opener.map_or(fault.span.start, |opener| opener.start)
}

/// Whether a scalar has lines that read like keys, apart from its first.
fn swallows_keys(scalar: &str) -> bool {
    scalar.lines().skip(1).any(is_key)
}

impl Tried {
    fn beats(&self, other: &Self) -> bool {
        let rank = |tried: &Self| (!tried.swallows, tried.reach, i64::from(tried.filled) - i64::from(tried.empty));
        rank(self) > rank(other)
    }
}

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
        let mut best: Option<Tried> = None;
        for Candidate { edits, empty } in candidates(&self.text, fault) {
            let Ok(text) = crate::text::apply(&self.text, &edits) else { continue };
            if text == self.text {
                continue;
            }
            self.budget = self.budget.saturating_sub(text.len());
            let growth = |e: &TextEdit| e.text.len() as i64 - i64::from(e.span.len());
            let grown: i64 = edits.iter().map(growth).sum();
            let before: i64 = edits.iter().filter(|e| e.span.end <= fault.span.start).map(growth).sum();
            let scan = backend::scan(&text, u32::try_from(i64::from(fault.span.start) + before).unwrap_or(u32::MAX));
            let further = scan.fault.as_ref().is_none_or(|f| i64::from(place(f)) - grown > i64::from(place(fault)));
            // Lines, not bytes: what a repair does to the columns of the next fault says nothing.
            let line = |f: &Fault| memchr::memchr_iter(b'\n', &text.as_bytes()[..place(f) as usize]).count();
            let reach = scan.fault.as_ref().map_or(usize::MAX, line);
            let swallows = scan.around.is_some_and(|scalar| swallows_keys(scalar.slice(&text)));
            let tried = Tried {
                edits,
                text,
                next: scan.fault,
                reach,
                empty: scan.empty.saturating_sub(empty),
                filled: scan.filled.saturating_sub(empty),
                swallows,
            };

            if further && best.as_ref().is_none_or(|best| tried.beats(best)) {
                let perfect = tried.next.is_none() && tried.empty == 0 && !tried.swallows;
                best = Some(tried);
                if perfect {
                    break;
                }
            }
            if self.budget == 0 {
                break;
            }
        }
        let best = best.unwrap_or_else(|| self.blank(fault));
        if best.edits.is_empty() {
            // Nothing is left to blank: give up here.
            self.budget = 0;
            return Some(fault.clone());
        }
        self.apply(&best.edits, best.text, fault);
        best.next
    }

    /// The last resort: blanks the line of what is unfinished, the fault's line, or everything up to the next key at
    /// column 1, whichever is enough.
    fn blank(&mut self, fault: &Fault) -> Tried {
        let (start, end) = line_at(&self.text, fault.span.start as usize);
        let stop = next_top_key(&self.text, end).unwrap_or(self.text.len());
        let opener = line_at(&self.text, place(fault) as usize);
        let mut result = Tried::default();
        for (start, end) in [opener, (start, end), (start, stop), (opener.0, stop)] {
            let edit = blanks(&self.text, start, end);
            if edit.text == self.text[start..end] {
                continue;
            }
            let text = crate::text::apply(&self.text, std::slice::from_ref(&edit)).unwrap_or_default();
            self.budget = self.budget.saturating_sub(text.len());
            let next = backend::first_fault(&text);
            let further = next.as_ref().is_none_or(|f| place(f) > place(fault));
            result = Tried { edits: vec![edit], text, next, ..Tried::default() };
            if further {
                break;
            }
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
