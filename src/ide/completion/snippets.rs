//! Blocks: the first lines of a list, an alternative, a row, an option, a vocabulary entry, a whole page.

use super::context::Place;
use super::offer::Offers;
use super::token::{Line, Quoting, Token};
use super::{keys, values};

/// Offers the blocks that fit a place.
pub(super) fn offer(_offers: &mut Offers<'_>, _place: &Place) {}

/// Offers what a list at this place can begin with.
pub(super) fn offer_first_item(offers: &mut Offers<'_>, place: &Place) {
    let mut steps = place.steps.clone();
    steps.push(None);
    let Some(shape) = offers.shape(&steps) else { return };
    let line = Line::new(&offers.file.text, place.token.at);
    let before = &offers.file.text[line.start..(place.token.span.start as usize).max(line.start)];
    let own_line = before.trim().is_empty();
    let mut token = place.token.clone();
    if token.quoting != Quoting::Plain || token.several_lines {
        return;
    }
    if own_line && !token.flow {
        token.lead = "- ";
    } else if shape.properties.is_empty() && !goes_on(offers, &token) {
        // Behind the key there is room for a list in brackets.
        token.lead = if token.lead == " " { " [" } else { "[" };
        token.close = "]";
        token.flow = true;
    } else {
        return;
    }
    let first = Place { steps, token, has_colon: false, present: Vec::new(), alone: true };
    if shape.properties.is_empty() {
        values::offer(offers, &first);
    } else {
        keys::offer(offers, &first);
    }
}

/// The file's line ending.
pub(super) fn line_end(offers: &Offers<'_>) -> &'static str {
    let text = &offers.file.text;
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        Some(at) if text[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// Whether text follows on the line behind the word at the cursor.
pub(super) fn goes_on(offers: &Offers<'_>, token: &Token) -> bool {
    let line = Line::new(&offers.file.text, token.at);
    !offers.file.text[(token.span.end as usize).min(line.end)..line.end].trim().is_empty()
}

/// White space as wide as what stands before the word at the cursor.
pub(super) fn indent_of(offers: &Offers<'_>, place: &Place) -> String {
    let text = &offers.file.text;
    let line = Line::new(text, place.token.at);
    let before = &text[line.start..(place.token.span.start as usize).max(line.start)];
    let width = before.chars().count() + place.token.lead.chars().count();
    " ".repeat(width)
}
