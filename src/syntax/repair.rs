//! Error recovery: repair the text a little, parse again, keep the repair that gets furthest.
//!
//! At the first fault some local repairs are tried: the library's own suggestion, closing what is open, a half-typed
//! key completed to `key:`, spaces for tabs, blanking the value, another indentation, blanking the line. The one whose
//! next fault is furthest is kept, until no fault is left or the budget is spent. Every line that a repair touched is
//! marked uncertain; later layers report nothing there.

use super::backend;
use super::candidates::{Candidate, candidates};
use super::evident::{evident, offered};
use super::fault::{Fault, FaultKind, FixKind};
use super::lines::{blanks, entry_above, entry_below, foreign_line, is_key, line_at, next_top_key};
use super::mended::{Mended, moved};
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
pub struct Repaired<'t> {
    /// The repaired text.
    pub(super) mended: Mended<'t>,
    /// The lines that repairs touched (bytes of the file).
    pub uncertain: Vec<Span>,
    /// The faults in the order they were met, with places in the file.
    pub faults: Vec<Fault>,
    /// The values whose lines stand too far left, with places in the file.
    pub outdented: Vec<Outdented>,
    /// How many bytes were parsed in search of repairs.
    pub parsed: usize,
}

/// Repairs `text`, which has at least one fault.
#[must_use]
pub fn repair(text: &str) -> Repaired<'_> {
    repair_mended(Mended::new(text))
}

/// Repairs a text that was edited already.
pub(super) fn repair_mended(mended: Mended<'_>) -> Repaired<'_> {
    let text: &str = &mended.text;
    let foreign = foreign_line(text).is_some();
    let (rounds, allowance) =
        if foreign { (FOREIGN_ROUNDS, FOREIGN_BUDGET) } else { (ROUNDS, BUDGET.max(text.len() * 4)) };
    let mut faults = Vec::new();
    let mut next = backend::first_fault(text);
    let mut state = State { mended, uncertain: Vec::new(), outdented: Vec::new(), budget: allowance };
    for _ in 0..rounds {
        next = state.indent(next, &mut faults);
        let Some(fault) = next.take_if(|fault| !fault.kind.is_readable()) else { break };
        if let Some(behind) = state.read_as_meant(&fault, &mut faults) {
            next = behind;
            continue;
        }
        let mut told = fault.clone();
        told.fixes.extend(offered(&state.mended.text, &fault).filter(|_| fault.fixes.is_empty()));
        faults.push(state.mended.fault_in_file(&told));
        next = state.mend(&fault, &mut faults);
        if state.budget == 0 {
            break;
        }
    }
    if let Some(fault) = next {
        // Out of rounds: nothing below the fault can be trusted.
        let text = &state.mended.text;
        let rest = Span::of(line_at(text, fault.span.start as usize).0, text.len());
        if !fault.kind.is_readable() {
            faults.push(state.mended.fault_in_file(&fault));
        }
        state.uncertain.push(state.mended.in_file(rest));
    }
    Repaired {
        mended: state.mended,
        uncertain: state.uncertain,
        faults,
        outdented: state.outdented,
        parsed: allowance - state.budget,
    }
}

struct State<'t> {
    mended: Mended<'t>,
    uncertain: Vec<Span>,
    outdented: Vec<Outdented>,
    budget: usize,
}

/// A candidate with the result of parsing the text that it makes.
#[derive(Default)]
struct Tried {
    edits: Vec<TextEdit>,
    /// What the edits are for an author, if they are evident.
    fix: Option<FixKind>,
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

impl State<'_> {
    /// Indents the values that stand too far left from a fault on; returns the next fault. What is read of them is certain.
    fn indent(&mut self, fault: Option<Fault>, faults: &mut Vec<Fault>) -> Option<Fault> {
        let fault = fault.filter(|fault| !fault.kind.is_readable())?;
        let swept = sweep(&self.mended.text, &fault, self.budget);
        self.budget = self.budget.saturating_sub(swept.parsed);
        if swept.edits.is_empty() {
            let may_be_open = matches!(fault.kind, FaultKind::KeyOverLines | FaultKind::FlowSyntax);
            return Some(match may_be_open && fault.others.is_empty() {
                true => match left_open(&self.mended.text) {
                    Some(opener) => Fault { kind: FaultKind::OpenBracket, others: vec![opener], ..fault },
                    None => fault,
                },
                false => fault,
            });
        }
        let outdented = swept.outdented.iter().map(|value| Outdented {
            span: self.mended.in_file(value.span),
            quoted: value.quoted,
            edits: self.mended.edits_in_file(&value.edits),
        });
        self.outdented.extend(outdented);
        faults.extend(swept.faults.iter().map(|fault| self.mended.fault_in_file(fault)));
        self.mended.write(&swept.edits);
        let above = swept.edits.iter().filter(|edit| (edit.span.start as usize) < swept.from);
        self.next_fault(swept.from + above.map(|edit| edit.text.len()).sum::<usize>())
    }

    /// Reads a fault as it was evidently meant; returns the next fault.
    #[expect(clippy::option_option, reason = "whether it is evident, and whether another fault follows")]
    fn read_as_meant(&mut self, fault: &Fault, faults: &mut Vec<Fault>) -> Option<Option<Fault>> {
        let (from, to) = self.window(fault);
        let window = &self.mended.text[from..to];
        let local = moved(fault, |at| at - offset(from));
        let mut spent = 0;
        let found = evident(window, &local).into_iter().find_map(|meant| {
            let last = meant.edits.last()?.span.start;
            let tried = try_out(window, &local, Candidate::of(meant.edits))?;
            spent += tried.text.len();
            // What mends several lines mends all of them.
            let passed = tried.next.as_ref().is_none_or(|next| place(next) > last);
            (tried.further && passed && !tried.swallows).then_some((meant.fault, meant.uncertain, tried))
        });
        self.budget = self.budget.saturating_sub(spent);
        let (meant, uncertain, tried) = found?;
        let whole_text = |span: &Span| Span::new(span.start + offset(from), span.end + offset(from));
        self.uncertain.extend(uncertain.iter().map(|span| self.mended.in_file(whole_text(span))));
        faults.push(self.mended.fault_in_file(&moved(&meant, |at| at + offset(from))));
        let whole = (from, to) == (0, self.mended.text.len());
        self.mended.write(&in_text(tried.edits, from));
        Some(if whole { tried.next } else { self.next_fault(from) })
    }

    /// Applies the best repair of `fault`, which is the last of `faults`; returns the next fault.
    fn mend(&mut self, fault: &Fault, faults: &mut [Fault]) -> Option<Fault> {
        let (from, to) = self.window(fault);
        let window = &self.mended.text[from..to];
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
        let edits = in_text(best.edits, from);
        self.budget = self.budget.saturating_sub(spent);
        if edits.is_empty() {
            // Nothing is left to blank: give up here.
            self.budget = 0;
            return Some(fault.clone());
        }
        if let Some(cause) = best.cause {
            let cause = self.mended.fault_in_file(&moved(&cause, |at| at + offset(from)));
            if let Some(last) = faults.last_mut() {
                *last = cause;
            }
        } else if let Some(moved) = moved_line(&self.mended.text, fault, &edits)
            && let Some(last) = faults.last_mut()
        {
            // The line that stands wrong is another than the one at which that was noticed.
            last.span = self.mended.in_file(moved);
            last.fixes = vec![(FixKind::Indent, self.mended.edits_in_file(&edits))];
        } else if let (Some(kind), Some(last)) = (best.fix, faults.last_mut().filter(|last| last.fixes.is_empty())) {
            last.fixes.push((kind, self.mended.edits_in_file(&edits)));
        }
        let whole = (from, to) == (0, self.mended.text.len());
        self.apply(edits, fault);
        if whole {
            return best.next;
        }
        // The fault after the repaired one may be beyond the window.
        self.next_fault(from)
    }

    /// The first fault, given that none is before `from` (the start of an entry in column 1).
    fn next_fault(&mut self, from: usize) -> Option<Fault> {
        let fault = backend::first_fault(&self.mended.text[from..]).map(|fault| moved(&fault, |at| at + offset(from)));
        let read = fault.as_ref().map_or(self.mended.text.len(), |f| f.span.end as usize) - from;
        self.budget = self.budget.saturating_sub(read);
        fault
    }

    /// The byte range in which a fault is repaired. In a large text some whole entries of column 1 around it, if they
    /// have the same fault on their own; else all of the text.
    fn window(&self, fault: &Fault) -> (usize, usize) {
        let all = (0, self.mended.text.len());
        if self.mended.text.len() <= WINDOW {
            return all;
        }
        let first = place(fault).min(fault.span.start) as usize;
        // Some entries above show which keys and which indentation the file uses.
        let from = entry_above(&self.mended.text, first.saturating_sub(WINDOW / 16));
        let to = entry_below(&self.mended.text, (fault.span.end as usize + WINDOW / 2).min(self.mended.text.len()));
        let same = backend::first_fault(&self.mended.text[from..to])
            .is_some_and(|f| f.kind == fault.kind && f.span.start as usize + from == fault.span.start as usize);
        if same { (from, to) } else { all }
    }

    fn apply(&mut self, mut edits: Vec<TextEdit>, fault: &Fault) {
        edits.sort_by_key(|e| e.span.start);
        let text = &self.mended.text;
        for edit in &edits {
            let first = line_at(text, edit.span.start as usize).0;
            let last = line_at(text, edit.span.end as usize).1;
            self.uncertain.push(self.mended.in_file(Span::of(first, last)));
        }
        if let (Some(opener), Some(edit)) = (fault.others.first(), edits.last())
            && opener.start < edit.span.start
        {
            self.uncertain.push(self.mended.in_file(Span::new(opener.start, edit.span.end)));
        }
        self.mended.write(&edits);
    }
}

/// The line that an edit indents otherwise, if it lies above the one whose indentation is the fault.
fn moved_line(text: &str, fault: &Fault, edits: &[TextEdit]) -> Option<Span> {
    let [edit] = edits else { return None };
    let (start, end) = line_at(text, edit.span.start as usize);
    let white = |text: &str| text.bytes().all(|b| b == b' ');
    let indents = fault.kind == FaultKind::Indentation && white(edit.span.slice(text)) && white(&edit.text);
    let above = edit.span.start as usize == start && end < fault.span.start as usize;
    let written = Span::of(start, start + text[start..end].trim_end().len());
    (indents && above && edit.span.end < written.end).then(|| Span::new(edit.span.end, written.end))
}

/// Edits of a part of a text that begins at `from` as edits of the text.
fn in_text(edits: Vec<TextEdit>, from: usize) -> Vec<TextEdit> {
    let from = offset(from);
    edits.into_iter().map(|e| TextEdit::new(Span::new(e.span.start + from, e.span.end + from), e.text)).collect()
}

/// By how many bytes an edit makes a text longer.
fn growth(edit: &TextEdit) -> i64 {
    i64::try_from(edit.text.len()).unwrap_or(i64::MAX) - i64::from(edit.span.len())
}

/// Applies a candidate and parses the result; `None` if it cannot be applied or changes nothing.
fn try_out(text: &str, fault: &Fault, candidate: Candidate) -> Option<Tried> {
    let Candidate { edits, empty, fix } = candidate;
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
        fix,
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
        let candidate = Candidate::of(vec![blanks(text, start, end)]);
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
