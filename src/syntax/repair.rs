//! Error recovery: repair the text a little, parse again, keep the repair that gets furthest.
//!
//! At the first fault some local repairs are tried: the library's own suggestion, closing what is open, a half-typed
//! key completed to `key:`, spaces for tabs, blanking the value, another indentation, blanking the line. The one whose
//! next fault is furthest is kept, until no fault is left or the budget is spent. Every line that a repair touched is
//! marked uncertain; later layers report nothing there.

use super::backend;
use super::candidates::{Candidate, candidates};
use super::fault::{Fault, FaultKind};
use super::lines::{blanks, entry_above, entry_below, foreign_line, is_key, line_at, next_top_key};
use super::outdent::{left_open, sweep};
use super::outdented::Outdented;
use super::told::told;
use crate::text::{Span, TextEdit, span::offset};

/// How many faults of one file are repaired at most.
const ROUNDS: usize = 40;
/// How many bytes may be parsed in search of repairs, or eight times the text if that is more: a typical file 500
/// times.
const BUDGET: usize = 6 << 20;
/// The same for a text that is no YAML: what looks like it in its beginning is read.
const FOREIGN_ROUNDS: usize = 4;
const FOREIGN_BUDGET: usize = 1 << 20;

/// Texts of more bytes than this are repaired a part at a time.
const WINDOW: usize = 128 << 10;

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
    /// The values whose lines stand too far left, with places in the original.
    pub outdented: Vec<Outdented>,
    /// How many bytes were parsed in search of repairs.
    pub parsed: usize,
}

/// Repairs `text`, which has at least one fault.
#[must_use]
pub fn repair(text: &str) -> Repaired {
    let foreign = foreign_line(text).is_some();
    let (rounds, allowance) =
        if foreign { (FOREIGN_ROUNDS, FOREIGN_BUDGET) } else { (ROUNDS, BUDGET.max(text.len() * 4)) };
    let mut state = State {
        text: text.to_owned(),
        offsets: (0..=offset(text.len())).collect(),
        uncertain: Vec::new(),
        outdented: Vec::new(),
        budget: allowance,
        told: None,
    };
    let mut faults = Vec::new();
    let mut next = backend::first_fault(text);
    for _ in 0..rounds {
        next = state.indent(next, &mut faults);
        let Some(fault) = next.take_if(|fault| !fault.kind.is_readable()) else { break };
        let met = state.in_original(&fault);
        next = state.mend(&fault);
        faults.push(state.told.take().unwrap_or(met));
        if state.budget == 0 {
            break;
        }
    }
    if let Some(fault) = next {
        // Out of rounds: nothing below the fault can be trusted.
        let from = state.to_original(line_at(&state.text, fault.span.start as usize).0);
        if !fault.kind.is_readable() {
            faults.push(state.in_original(&fault));
        }
        state.uncertain.push(Span::new(from, offset(text.len())));
    }
    Repaired {
        text: state.text,
        offsets: state.offsets,
        uncertain: state.uncertain,
        faults,
        outdented: state.outdented,
        parsed: allowance - state.budget,
    }
}

struct State {
    text: String,
    offsets: Vec<u32>,
    uncertain: Vec<Span>,
    outdented: Vec<Outdented>,
    budget: usize,
    /// The cause of the fault that was repaired last, if the repair knows it, with places in the original.
    told: Option<Fault>,
}

/// A candidate with the result of parsing the text that it makes.
#[derive(Default)]
struct Tried {
    edits: Vec<TextEdit>,
    text: String,
    next: Option<Fault>,
    /// Line of the next fault, from 0; `usize::MAX` if there is none.
    reach: usize,
    /// Whether the next fault begins after the one that is repaired.
    further: bool,
    /// Empty plain scalars before the next fault, but for intended ones: a repair that leaves a key without value has
    /// often cut it off from its value.
    empty: u32,
    /// Other scalars before it: a repair that swallows keys into a scalar has fewer.
    filled: u32,
    /// The place of the fault is now inside a scalar with lines that read like keys.
    swallows: bool,
    /// What was wrong, if the repair knows it.
    cause: Option<Fault>,
}

/// Byte offset at which a fault begins: for what is never closed that of its opener, however far the library read on.
fn place(fault: &Fault) -> u32 {
    let opener = fault.others.first().filter(|opener| fault.kind.is_unclosed() && opener.start < fault.span.start);
    opener.map_or(fault.span.start, |opener| opener.start)
}

/// Whether a scalar has lines that read like keys, its first one aside.
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
        moved(fault, |at| self.to_original(at as usize))
    }

    /// Indents the values that stand too far left from a fault on; returns the next fault. What is read of them is certain.
    fn indent(&mut self, fault: Option<Fault>, faults: &mut Vec<Fault>) -> Option<Fault> {
        let fault = fault.filter(|fault| !fault.kind.is_readable())?;
        let swept = sweep(&self.text, &fault, self.budget);
        self.budget = self.budget.saturating_sub(swept.parsed);
        if swept.edits.is_empty() {
            let may_be_open = matches!(fault.kind, FaultKind::KeyOverLines | FaultKind::FlowSyntax);
            let Some(opener) = left_open(&self.text).filter(|_| may_be_open && fault.others.is_empty()) else {
                return Some(fault);
            };
            return Some(Fault { kind: FaultKind::OpenBracket, others: vec![opener], ..fault });
        }
        let in_original = |edits: Vec<TextEdit>| -> Vec<TextEdit> {
            edits.into_iter().map(|edit| TextEdit::new(self.original_span(edit.span), edit.text)).collect()
        };
        let outdented: Vec<Outdented> = swept
            .outdented
            .into_iter()
            .map(|value| Outdented {
                span: self.original_span(value.span),
                quoted: value.quoted,
                edits: in_original(value.edits),
            })
            .collect();
        faults.extend(swept.faults.iter().map(|fault| self.in_original(fault)));
        self.outdented.extend(outdented);
        self.write(&swept.edits.iter().collect::<Vec<_>>());
        let above = swept.edits.iter().filter(|edit| (edit.span.start as usize) < swept.from);
        self.next_fault(swept.from + above.map(|edit| edit.text.len()).sum::<usize>())
    }

    /// Applies the best repair of `fault`; returns the next fault.
    fn mend(&mut self, fault: &Fault) -> Option<Fault> {
        let (from, to) = self.window(fault);
        let window = &self.text[from..to];
        let local = moved(fault, |at| at - offset(from));
        let mut spent = 0;
        let mut best: Option<Tried> = None;
        let told = told(window, &local).into_iter().map(|(cause, candidate)| (Some(cause), candidate));
        let guessed = candidates(window, &local).into_iter().map(|candidate| (None, candidate));
        for (cause, candidate) in told.chain(guessed) {
            let Some(tried) = try_out(window, &local, candidate) else { continue };
            let tried = Tried { cause, ..tried };
            spent += tried.text.len();
            if tried.further && best.as_ref().is_none_or(|best| tried.beats(best)) {
                let perfect = tried.next.is_none() && tried.empty == 0 && !tried.swallows;
                best = Some(tried);
                if perfect {
                    break;
                }
            }
            if spent >= self.budget {
                break;
            }
        }
        let best = best.unwrap_or_else(|| blank(window, &local, &mut spent));
        let edits: Vec<TextEdit> = best
            .edits
            .into_iter()
            .map(|e| TextEdit::new(Span::new(e.span.start + offset(from), e.span.end + offset(from)), e.text))
            .collect();
        self.budget = self.budget.saturating_sub(spent);
        if edits.is_empty() {
            // Nothing is left to blank: give up here.
            self.budget = 0;
            return Some(fault.clone());
        }
        self.told = best.cause.map(|cause| self.in_original(&moved(&cause, |at| at + offset(from))));
        let whole = (from, to) == (0, self.text.len());
        self.apply(&edits, fault);
        if whole {
            return best.next;
        }
        // The fault after the repaired one may be beyond the window.
        self.next_fault(from)
    }

    /// The first fault, given that none is before `from` (the start of an entry in column 1).
    fn next_fault(&mut self, from: usize) -> Option<Fault> {
        let fault = backend::first_fault(&self.text[from..]).map(|fault| moved(&fault, |at| at + offset(from)));
        let read = fault.as_ref().map_or(self.text.len(), |f| f.span.end as usize) - from;
        self.budget = self.budget.saturating_sub(read);
        fault
    }

    /// The byte range in which a fault is repaired. In a large text some whole entries of column 1 around it, if they
    /// have the same fault on their own; else all of the text.
    fn window(&self, fault: &Fault) -> (usize, usize) {
        let all = (0, self.text.len());
        if self.text.len() <= WINDOW {
            return all;
        }
        let first = place(fault).min(fault.span.start) as usize;
        // Some entries above show which keys and which indentation the file uses.
        let from = entry_above(&self.text, first.saturating_sub(WINDOW / 16));
        let to = entry_below(&self.text, (fault.span.end as usize + WINDOW / 2).min(self.text.len()));
        let same = backend::first_fault(&self.text[from..to])
            .is_some_and(|f| f.kind == fault.kind && f.span.start as usize + from == fault.span.start as usize);
        if same { (from, to) } else { all }
    }

    fn apply(&mut self, edits: &[TextEdit], fault: &Fault) {
        let mut edits: Vec<&TextEdit> = edits.iter().collect();
        edits.sort_by_key(|e| e.span.start);
        for edit in &edits {
            let first = line_at(&self.text, edit.span.start as usize).0;
            let last = line_at(&self.text, edit.span.end as usize).1;
            self.uncertain.push(self.original_span(Span::of(first, last)));
        }
        if let (Some(opener), Some(edit)) = (fault.others.first(), edits.last())
            && opener.start < edit.span.start
        {
            self.uncertain.push(self.original_span(Span::new(opener.start, edit.span.end)));
        }
        self.write(&edits);
    }

    /// Applies edits, which are in order.
    fn write(&mut self, edits: &[&TextEdit]) {
        let mut text = String::with_capacity(self.text.len() + 64);
        let mut offsets = Vec::with_capacity(self.offsets.len() + 64);
        let mut done = 0;
        for edit in edits {
            let (start, end) = (edit.span.start as usize, edit.span.end as usize);
            text.push_str(&self.text[done..start]);
            text.push_str(&edit.text);
            offsets.extend_from_slice(&self.offsets[done..start]);
            if edit.text.len() == end - start {
                // Blanks of the same length: each maps to the start of the character that it replaces part of.
                let mut last = start;
                offsets.extend((start..end).map(|at| {
                    last = if self.text.is_char_boundary(at) { at } else { last };
                    self.offsets[last]
                }));
            } else {
                offsets.extend(std::iter::repeat_n(self.to_original(start), edit.text.len()));
            }
            done = end;
        }
        text.push_str(&self.text[done..]);
        offsets.extend_from_slice(&self.offsets[done..]);
        self.text = text;
        self.offsets = offsets;
    }
}

/// By how many bytes an edit makes a text longer.
fn growth(edit: &TextEdit) -> i64 {
    i64::try_from(edit.text.len()).unwrap_or(i64::MAX) - i64::from(edit.span.len())
}

/// A copy of a fault with `to` applied to all its byte offsets.
fn moved(fault: &Fault, to: impl Fn(u32) -> u32) -> Fault {
    let span = |span: Span| Span::new(to(span.start), to(span.end));
    let mut fault = fault.clone();
    fault.span = span(fault.span);
    fault.others.iter_mut().for_each(|other| *other = span(*other));
    for edit in fault.fixes.iter_mut().flat_map(|(_, edits)| edits) {
        edit.span = span(edit.span);
    }
    fault
}

/// Applies a candidate and parses the result; `None` if it cannot be applied or changes nothing.
fn try_out(text: &str, fault: &Fault, candidate: Candidate) -> Option<Tried> {
    let Candidate { edits, empty } = candidate;
    let repaired = crate::text::apply(text, &edits).ok().filter(|repaired| repaired != text)?;
    let grown: i64 = edits.iter().map(growth).sum();
    let before: i64 = edits.iter().filter(|e| e.span.end <= fault.span.start).map(growth).sum();
    let scan = backend::scan(&repaired, u32::try_from(i64::from(fault.span.start) + before).unwrap_or(u32::MAX));
    let further = scan.fault.as_ref().is_none_or(|f| i64::from(place(f)) - grown > i64::from(place(fault)));
    // Lines, not bytes: a next fault further along on the same line is no progress, since edits shift columns.
    let line = |f: &Fault| memchr::memchr_iter(b'\n', &repaired.as_bytes()[..place(f) as usize]).count();
    let reach = scan.fault.as_ref().map_or(usize::MAX, line);
    let swallows = scan.around.is_some_and(|scalar| swallows_keys(scalar.slice(&repaired)));
    Some(Tried {
        edits,
        text: repaired,
        next: scan.fault,
        reach,
        further,
        empty: scan.empty.saturating_sub(empty),
        filled: scan.filled.saturating_sub(empty),
        swallows,
        cause: None,
    })
}

/// The last resort: blanks the opener's line, the fault's line, or everything up to the next key in column 1; the first
/// of these that gets further.
fn blank(text: &str, fault: &Fault, spent: &mut usize) -> Tried {
    let (start, end) = line_at(text, fault.span.start as usize);
    let stop = next_top_key(text, end).unwrap_or(text.len());
    let opener = line_at(text, place(fault) as usize);
    let mut result = Tried::default();
    for (start, end) in [opener, (start, end), (start, stop), (opener.0, stop)] {
        let candidate = Candidate { edits: vec![blanks(text, start, end)], empty: 0 };
        let Some(tried) = try_out(text, fault, candidate) else { continue };
        *spent += tried.text.len();
        let further = tried.further;
        result = tried;
        if further {
            break;
        }
    }
    result
}
