//! [`Told`]: the cause of a fault, in the author's words, with the repair that mends it; [`Evident`]: one with which the
//! text is read as it was meant.

use super::candidates::Candidate;
use super::fault::{Fault, FaultKind, FixKind};
use crate::text::{Applicability, Span, TextEdit};

/// So many characters of an author's text are quoted at most.
const QUOTED: usize = 40;

/// A cause of a fault with the repair that mends it.
pub(super) type Told = (Fault, Candidate);

/// What is told of a cause.
pub(super) struct Words {
    /// What is wrong, in the author's words.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The title of the fix.
    pub title: &'static str,
    /// Who may apply the fix.
    pub applicability: Applicability,
}

/// A cause at `span`, which `edits` mend.
pub(super) fn cause(span: Span, words: Words, edits: Vec<TextEdit>) -> Told {
    let Words { message, help, title, applicability } = words;
    let fault = Fault {
        kind: FaultKind::Told { message, help },
        span,
        others: Vec::new(),
        fixes: vec![(FixKind::Told(title, applicability), edits.clone())],
    };
    (fault, Candidate::of(edits))
}

/// A text shortened to what is quoted of it.
pub(super) fn shortened(text: &str) -> String {
    if text.chars().count() <= QUOTED {
        return text.to_owned();
    }
    text.chars().take(QUOTED - 1).chain(['…']).collect()
}

/// What is meant at a fault.
pub(super) struct Evident {
    /// The edits with which the text is read.
    pub edits: Vec<TextEdit>,
    /// The fault as it is told.
    pub fault: Fault,
    /// What is not read, so that nothing is said of it.
    pub uncertain: Vec<Span>,
}

impl Evident {
    pub(super) fn new(kind: FaultKind, span: Span, edits: Vec<TextEdit>, fixes: Vec<(FixKind, Vec<TextEdit>)>) -> Self {
        Self { edits, fault: Fault { kind, span, others: Vec::new(), fixes }, uncertain: Vec::new() }
    }
}
