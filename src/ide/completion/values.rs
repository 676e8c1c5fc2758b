//! Values: names where a schema refers to some, fixed words, truth values.

use rustc_hash::FxHashMap;

use super::offer::{Offers, Rank, key_docs, literal_item, scalar_item, unescaped};
use super::place::{Place, has_word};
use super::rank::{Fit, Query};
use super::token::Quoting;
use super::{CompletionKind, columns, keys, names, paths, settings, snippets, terms};
use crate::content::FileKind;
use crate::ide::groups::groups_in;
use crate::schema::Shape;
use serde_json::Value;

/// Offers what can stand as a value.
pub(super) fn offer(offers: &mut Offers<'_>, place: &Place) {
    if settings::offer_value(offers, place) {
        return;
    }
    if let Some(kind) = columns::cell_kind(offers, &place.steps) {
        terms::offer(offers, place, kind);
        return;
    }
    if columns::is_entry(offers, &place.steps) {
        columns::offer_entries(offers, place);
        return;
    }
    let Some(shape) = offers.shape(&place.steps) else { return };
    let kind = |name: &Option<String>| offers.workspace().config().kind(name.as_deref()?);
    if let Some(kind) = kind(&shape.notes.refers) {
        names::offer(offers, place, kind);
        return;
    }
    if let Some(kind) = kind(&shape.notes.terms) {
        terms::offer(offers, place, kind);
        return;
    }
    if place.token.quoting == Quoting::Block {
        return;
    }
    // A new item of a list of mappings.
    if !shape.properties.is_empty() {
        let plain = place.token.quoting == Quoting::Plain && !place.token.flow && !place.token.several_lines;
        if plain && place.alone && place.steps.last() == Some(&None) {
            keys::offer(offers, &Place { present: Vec::new(), ..place.clone() });
        }
        return;
    }
    // A list that begins here.
    if shape.items.is_some() {
        snippets::offer_first_item(offers, place);
        return;
    }
    fixed(offers, place);
}

/// Words that the schema lists, `true` and `false`, the day where a date belongs, and what holds when the key is left out.
fn fixed(offers: &mut Offers<'_>, place: &Place) {
    let Some(shape) = offers.shape(&place.steps) else { return };
    let mut words: Vec<(String, bool)> = shape.values.iter().map(|word| (word.clone(), is_meant(word))).collect();
    if words.is_empty() && shape.types.iter().any(|t| t == "boolean") {
        words = vec![("true".to_owned(), true), ("false".to_owned(), true)];
    }
    if let Some(today) = offers.options.today.filter(|_| shape.is_date && words.is_empty()) {
        words.push((today.to_string(), true));
    }
    if words.is_empty() {
        match &shape.default {
            Some(Value::String(text)) => words.push((text.clone(), false)),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => words.push((value.to_string(), true)),
            _ => {}
        }
    }
    let typed = unescaped(place.token.typed(&offers.file.text), place.token.quoting);
    let is_free = words.is_empty();
    if is_free {
        words = proposals(offers, place, typed.trim()).into_iter().map(|word| (word, false)).collect();
    }
    // What holds without the key is a proposal; any other text is as right, and so is a new group.
    let is_proposal = !is_free && shape.values.is_empty() && !is_closed(shape);
    offers.any_text |= is_proposal || shape.notes.group.is_some();
    if offers.any_text && offers.is_typed(&typed) && place.token.is_behind(&offers.file.text) {
        return;
    }
    // Of paths, which must lead somewhere, what begins so.
    let begins = is_free && offers.is_typed(&typed);
    if place.token.is_behind(&offers.file.text) && is_done(offers, shape, &words, typed.trim()) {
        return;
    }
    let default = shape.default.as_ref().map(|d| d.as_str().map_or_else(|| d.to_string(), str::to_owned));
    let query = Query::new(&typed);
    let docs = key_docs(offers.file, &place.steps, None);
    for ((word, literal), at) in words.into_iter().zip(0..) {
        let Some(fit) = query.fit(&word).filter(|fit| !begins || *fit == Fit::Prefix) else { continue };
        let kind = CompletionKind::Value;
        let made = if literal && !place.token.several_lines {
            Some(literal_item(&place.token, kind, &word))
        } else {
            scalar_item(&place.token, kind, &word, &word)
        };
        let Some(mut item) = made else { continue };
        item.detail = (default.as_ref() == Some(&word)).then(|| "default".to_owned());
        if shape.is_date {
            item.detail = Some("today".to_owned());
        }
        if is_free && word.ends_with('/') && offers.file.entry.kind == FileKind::Config {
            (item.whole, item.goes_on) = (false, true);
        }
        item.docs = Some(docs.clone());
        offers.add(Rank { late: 0, fit, group: 0, place: at }, item);
    }
}

/// Whether nothing is to be added to what is typed: it is one of the words, or a day.
fn is_done(offers: &Offers<'_>, shape: &Shape, words: &[(String, bool)], typed: &str) -> bool {
    let is_word = words.iter().any(|(one, _)| offers.is_word(typed, one));
    let is_day = shape.is_date && typed.parse::<jiff::civil::Date>().is_ok();
    // A day is typed in parts, which many an editor matches one by one.
    let is_begun = shape.is_date && !offers.options.keeps;
    is_word || is_day || is_begun && offers.is_typed(typed)
}

/// What may be meant where any text is right.
fn proposals(offers: &Offers<'_>, place: &Place, typed: &str) -> Vec<String> {
    let steps: Vec<Option<&str>> = place.steps.iter().map(Option::as_deref).collect();
    let group = offers.shape(&place.steps).and_then(|shape| shape.notes.group.as_deref());
    let mut words = match (group, offers.file.entry.kind, steps.as_slice()) {
        (Some(of), ..) => groups(offers, of),
        (None, FileKind::Role, [Some("redirect_from"), None]) => old_pages(offers),
        (None, FileKind::Config, steps) => paths::proposals(offers, steps, typed),
        _ => Vec::new(),
    };
    words.retain(|word| !place.present.contains(word));
    words
}

/// The addresses that the role's page would have by its aliases and avoided spellings.
fn old_pages(offers: &Offers<'_>) -> Vec<String> {
    let labels = offers.file.role().into_iter().flat_map(|role| role.labels.iter().skip(1));
    let slugs = labels.filter_map(|label| offers.workspace().config().slug(&label.at.name));
    slugs.map(|slug| offers.workspace().config().toolkit(&slug)).collect()
}

/// The groups into which the file sorts its entries, the commonest first. `of`: what the schema calls them.
fn groups(offers: &Offers<'_>, of: &str) -> Vec<String> {
    let schema = offers.workspace().schema(offers.file.entry.kind);
    let found = groups_in(offers.context.root(offers.file), schema);
    // What is being written is none yet.
    let others = found.iter().filter(|g| g.of == of && !has_word(&g.at.name) && !offers.context.is_near(g.at.span));
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for group in others {
        *counts.entry(&group.at.name).or_default() += 1;
    }
    let mut words: Vec<(&str, u32)> = counts.into_iter().collect();
    words.sort_by(|(a, m), (b, n)| (n, a).cmp(&(m, b)));
    words.into_iter().map(|(word, _)| word.to_owned()).collect()
}

/// Whether a word means itself without quotes, though older YAML read a truth value.
fn is_meant(word: &str) -> bool {
    ["off", "on", "yes", "no"].contains(&word)
}

/// Whether only a few texts are right: truth values and days.
fn is_closed(shape: &Shape) -> bool {
    shape.is_date || shape.types.iter().any(|t| t == "boolean")
}
