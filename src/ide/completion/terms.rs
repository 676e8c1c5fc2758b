//! Names in a term list: `Java/Python, Cloud data services (BigQuery)`.

use super::names::{self, Wish, item_kind};
use super::offer::{Offers, part_item, unescaped};
use super::place::Place;
use super::rank::Query;
use super::token::Token;
use crate::content::{COMMAS, KindId, collapse, has_separator, joining_word, joints, separated};
use crate::text::{Span, span::offset};

/// Offers names for the part of a term list at the cursor.
pub(super) fn offer(offers: &mut Offers<'_>, place: &Place, kind: KindId) {
    let file = offers.file;
    let token = &place.token;
    let workspace = offers.workspace();
    let closed = workspace.is_closed(kind);
    offers.any_text |= !closed;
    let before = token.typed(&file.text);
    let depth = before.matches('(').count().saturating_sub(before.matches(')').count());
    // Where the kind has no vocabulary, parentheses hold notes.
    if !closed && depth > 0 {
        return;
    }
    let item = part(token, &file.text, &[&COMMAS[..], &['(', ')']].concat());
    let last = behind_joint(offers, token, kind, item).filter(|_| closed);
    let wish = wish(offers, place, kind, last.as_ref().map(|(joint, _)| *joint));
    let name = part(token, &file.text, &[&COMMAS[..], &['(', ')', '/']].concat());
    let is_complete = |part: Span| {
        let behind = Span::new(token.at, part.end).slice(&file.text).trim().is_empty();
        behind && names::is_complete(offers, kind, &unescaped(part.slice(&file.text), token.quoting))
    };
    if is_complete(name) || closed && is_complete(item) {
        return;
    }
    let parts = if closed && name != item { vec![name, item] } else { vec![item] };
    if let Some((_, last)) = last {
        let typed = Span::new(last.start, token.at.max(last.start)).slice(&file.text);
        for found in names::find(offers, kind, &unescaped(typed, token.quoting), &wish) {
            let made = part_item(&file.text, token, last, item_kind(kind), &found.label, &found.name);
            if let Some(made) = made.filter(|_| stays_whole(offers, kind, &found.name)) {
                found.add(offers, kind, made);
            }
        }
    }
    let item_typed = Span::new(item.start, token.at.max(item.start)).slice(&file.text);
    let item_query = Query::new(&unescaped(item_typed, token.quoting));
    for span in parts {
        let typed = unescaped(Span::new(span.start, token.at.max(span.start)).slice(&file.text), token.quoting);
        let whole = span == item;
        for found in names::find(offers, kind, &typed, &wish) {
            // A whole item with a slash in it is a name such as CI/CD.
            let slashed = name != item && found.name.contains('/') && item_query.fit(&found.name).is_some();
            if name != item && whole != slashed || !stays_whole(offers, kind, &found.name) {
                continue;
            }
            let made = part_item(&file.text, token, span, item_kind(kind), &found.label, &found.name);
            if let Some(made) = made {
                found.add(offers, kind, made);
            }
        }
    }
}

/// Whether a name is read as one name within a list.
fn stays_whole(offers: &Offers<'_>, kind: KindId, name: &str) -> bool {
    if !has_separator(name) {
        return true;
    }
    let read = offers.workspace().terms(kind, name);
    matches!(read.as_slice(), [one] if one.start == 0 && one.end == name.len())
}

/// The part of a scalar around the cursor between separators, without white space around it.
fn part(token: &Token, text: &str, separators: &[char]) -> Span {
    let before = token.typed(text);
    let start = before.rfind(separators).map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let spaces = before[start..].len() - before[start..].trim_start().len();
    let behind = Span::new(token.at, token.span.end).slice(text);
    let end = behind.find(separators).unwrap_or(behind.len());
    let end = behind[..end].trim_end().len();
    Span::of(token.span.start as usize + start + spaces, token.at as usize + end)
}

/// What is typed of an item behind a joining word or `;`, if known names stand before it: `Kafka and Do`, `Kafka, and Do`;
/// with the byte offset of that word.
fn behind_joint(offers: &Offers<'_>, token: &Token, kind: KindId, item: Span) -> Option<(u32, Span)> {
    let workspace = offers.workspace();
    let and = &workspace.config().page.and;
    let typed = Span::new(item.start, token.at.max(item.start)).slice(&offers.file.text);
    let joint = match joints(typed, 0..typed.len(), and, |_| false).pop() {
        Some(joint) => joint,
        None if item.start > token.span.start => 0..joining_word(typed, and)?,
        None => return None,
    };
    let before = &typed[..joint.start];
    let names = separated(before, and);
    let is_known = |name: &str| workspace.resolve(kind, &collapse(name)).is_some();
    let all = (joint.start == 0 || !names.is_empty()) && names.into_iter().all(|name| is_known(&before[name]));
    let rest = &typed[joint.end..];
    let start = joint.end + rest.len() - rest.trim_start().len();
    all.then(|| (item.start + offset(joint.start), Span::new(item.start + offset(start), item.end)))
}

/// What the list holds already. `joint`: the byte offset of the joining word behind which the cursor is.
fn wish(offers: &Offers<'_>, place: &Place, kind: KindId, joint: Option<u32>) -> Wish {
    let workspace = offers.workspace();
    let token = &place.token;
    let around = [token.typed(&offers.file.text), Span::new(token.at, token.span.end).slice(&offers.file.text)];
    let mut wish = Wish::default();
    // The part at the cursor is not there yet.
    let here = part(token, &offers.file.text, &[&COMMAS[..], &['(', ')', '/']].concat());
    let start = joint.map_or(here.start, |joint| joint.max(here.start));
    let before = around[0].get(..(start.max(token.span.start) - token.span.start) as usize).unwrap_or(around[0]);
    let after = Span::new(here.end, token.span.end).slice(&offers.file.text);
    let mut note = |name: &str| {
        wish.present.extend(workspace.resolve(kind, name).map(|r| r.def));
        wish.present_names.insert(name.to_owned());
    };
    for text in [before, after].into_iter().chain(place.present.iter().map(String::as_str)) {
        for term in workspace.terms(kind, text.trim_matches(|c: char| !c.is_alphanumeric() && c != ')')) {
            let base = text.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
            note(&collapse(&base[term.start..term.end]));
        }
    }
    wish
}
