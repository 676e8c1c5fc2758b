//! [`told`]: repairs that know what was wrong, so that the finding says that instead of what the parser met.

use super::cause::Told;
use super::fault::Fault;
use super::lines::{Line, line_at, previous};
use super::{pasted, unquoted};

/// The causes that a fault may have, likeliest first. Which of them holds is found by trying the repairs.
pub(super) fn told(text: &str, fault: &Fault) -> Vec<Told> {
    let lines = lines_of(text, fault);
    let mut causes = Vec::new();
    for line in &lines {
        pasted::characters(text, *line, &mut causes);
    }
    unquoted::quotes_and_starts(text, fault, &mut causes);
    for line in &lines {
        pasted::notations(text, *line, &mut causes);
    }
    causes
}

/// The lines on which the cause of a fault may stand: its own, those of the places that explain it, the nearest non-blank
/// line above and the line below.
fn lines_of(text: &str, fault: &Fault) -> Vec<Line> {
    let own = line_at(text, fault.span.start as usize);
    let mut lines = vec![own];
    let mut add = |line: Line| {
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    previous(text, own.0).into_iter().for_each(&mut add);
    for other in &fault.others {
        add(line_at(text, other.start as usize));
    }
    if own.1 < text.len() {
        add(line_at(text, own.1 + 1));
    }
    lines
}
