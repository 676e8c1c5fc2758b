//! Keys of a mapping, with what a value of theirs begins with.

use super::offer::{Offers, Rank, item, key_docs, unescaped};
use super::place::Place;
use super::rank::Query;
use super::token::Quoting;
use super::{CompletionKind, columns, settings, snippets, values};
use crate::content::{Status, keys as page_keys};
use crate::edit::plain_fits;
use crate::schema::Shape;
use crate::text::Span;

/// Offers the keys that the mapping does not have yet.
pub(super) fn offer(offers: &mut Offers<'_>, place: &Place) {
    // No known key stands on several lines.
    if place.token.several_lines {
        return;
    }
    let Some(shape) = offers.shape(&place.steps) else { return };
    let is_row = columns::is_row(offers, &place.steps);
    if shape.properties.is_empty() && shape.additional.is_none() {
        // A word alone, where a list or a scalar is allowed as well: it may begin one of those.
        if place.alone && !place.has_colon {
            values::offer(offers, place);
        }
        return;
    }
    snippets::offer(offers, place);
    if settings::offer_keys(offers, place) {
        return;
    }
    let typed = unescaped(place.token.typed(&offers.file.text), place.token.quoting);
    let query = Query::new(&typed);
    for ((key, id), at) in shape.properties.iter().zip(0..) {
        if place.present.iter().any(|present| present == key) {
            continue;
        }
        let Some(fit) = query.fit(key) else { continue };
        let value = offers.workspace().schema(offers.file.entry.kind).shapes.get(*id);
        let late = u8::from(needs_another(offers, place, key));
        let required = is_required(offers, place, shape, key);
        let Some((text, multi)) = text(offers, place, key, value) else { continue };
        let mut made = item(&place.token, CompletionKind::Key, key, text);
        made.detail = match (&value.title, required) {
            (Some(title), true) => Some(format!("{title} (required)")),
            (title, _) => title.clone(),
        };
        made.docs = Some(key_docs(offers.file, &place.steps, Some(key)));
        let Some(replace) = span(offers, place, key) else { continue };
        made.replace = replace;
        made.snippet = multi && offers.options.snippets;
        made.goes_on = !place.has_colon && has_values(offers, value);
        if made.snippet {
            made.text = format!("{}$0", snippets::escape(&made.text));
        }
        offers.add(Rank { late, fit, group: if required { 1 } else { 3 }, place: at }, made);
    }
    if is_row {
        columns::offer_cells(offers, place);
    }
}

/// Whether anything is offered as a value of this shape, or as the first item of a list of it, or as its first key.
fn has_values(offers: &Offers<'_>, shape: &Shape) -> bool {
    let item = offers.workspace().schema(offers.file.entry.kind).shapes.items(shape);
    let refers = shape.notes.refers.is_some() || shape.notes.terms.is_some();
    let fixed = !shape.values.is_empty() || shape.is_date || shape.types.iter().any(|t| t == "boolean");
    refers || fixed || !shape.properties.is_empty() || item.is_some_and(|item| has_values(offers, item))
}

/// The span that a key replaces: the whole word at the cursor; only the part before the cursor where the text behind it becomes
/// the value. `None` where neither is possible.
pub(super) fn span(offers: &Offers<'_>, place: &Place, key: &str) -> Option<Span> {
    let token = &place.token;
    let whole = token.span.slice(&offers.file.text);
    if place.has_colon || token.is_behind(&offers.file.text) || Query::new(whole).fit(key).is_some() {
        return Some(token.span);
    }
    let value = Span::new(token.at, token.span.end).slice(&offers.file.text);
    let typed = !token.typed(&offers.file.text).is_empty();
    (typed && plain_fits(value, token.flow)).then(|| Span::new(token.span.start, token.at))
}

/// Whether a key must stand here; beside `alternatives` some more do.
fn is_required(offers: &Offers<'_>, place: &Place, shape: &Shape, key: &str) -> bool {
    let beside = offers.is_role_file()
        && place.steps.is_empty()
        && page_keys::PAGE.contains(&key)
        && key != page_keys::ALTERNATIVES
        && place.present.iter().any(|k| k == page_keys::ALTERNATIVES);
    beside || shape.required.iter().any(|k| k == key)
}

/// Whether a key is only allowed beside a value that is not there (`replaced_by` without `status: retired`).
fn needs_another(offers: &Offers<'_>, place: &Place, key: &str) -> bool {
    let retired = || offers.file.facts().role.as_ref().is_some_and(|role| role.status == Status::Retired);
    key == page_keys::REPLACED_BY && place.steps.is_empty() && !retired()
}

/// A key with the beginning of its value, and whether that takes further lines.
fn text(offers: &Offers<'_>, place: &Place, key: &str, value: &Shape) -> Option<(String, bool)> {
    let token = &place.token;
    let close = token.close;
    if place.has_colon {
        return Some((format!("{}{key}{close}", token.lead), false));
    }
    if token.quoting != Quoting::Plain {
        return None;
    }
    let is = |name: &str| value.types.iter().any(|t| t == name);
    let scalar = value.types.is_empty() || ["string", "number", "integer", "boolean", "null"].iter().any(|t| is(t));
    let lead = token.lead;
    if token.flow || scalar || snippets::goes_on(offers, token) {
        return Some((format!("{lead}{key}: "), false));
    }
    let inner = format!("{}  ", snippets::gap(offers, place));
    let text = if is("array") {
        let items = offers.workspace().schema(offers.file.entry.kind).shapes.items(value);
        let first = items.filter(|s| !s.properties.is_empty()).and_then(|s| s.required.first());
        let first = first.map_or_else(String::new, |key| format!("{key}: "));
        format!("{lead}{key}:{inner}- {first}")
    } else {
        format!("{lead}{key}:{inner}")
    };
    Some((text, true))
}
