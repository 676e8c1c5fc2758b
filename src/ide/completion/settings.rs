//! What only `sidestep.yaml` has: rule codes and severities, kinds.

use super::docs::DocsKey;
use super::offer::{Offers, Rank, item, key_docs, literal_item, scalar_item, unescaped};
use super::place::Place;
use super::rank::Query;
use super::token::Quoting;
use super::{CompletionKind, keys, snippets};
use crate::content::{FileKind, codes_of_kinds};
use crate::rules::{self, RULES, severity_of};

fn path<'p>(offers: &Offers<'_>, steps: &'p [Option<String>]) -> Option<Vec<Option<&'p str>>> {
    (offers.file.entry.kind == FileKind::Config).then(|| steps.iter().map(Option::as_deref).collect())
}

/// Offers rule codes under `rules` and kinds under `vocabularies`. True where nothing else fits.
pub(super) fn offer_keys(offers: &mut Offers<'_>, place: &Place) -> bool {
    let Some(path) = path(offers, &place.steps) else { return false };
    let typed = unescaped(place.token.typed(&offers.file.text), place.token.quoting);
    let query = Query::new(&typed);
    let colon = if place.has_colon { "" } else { ": " };
    let quoted = place.token.quoting != Quoting::Plain;
    match path.as_slice() {
        [Some("rules")] => {
            for ((code, detail), at) in codes(offers).into_iter().zip(0..) {
                let Some(fit) = query.fit(&code) else { continue };
                if place.present.contains(&code) || quoted && !place.has_colon {
                    continue;
                }
                let text = format!("{}{code}{colon}", place.token.lead);
                let mut made = item(&place.token, CompletionKind::Code, &*code, text);
                let Some(replace) = keys::span(offers, place, &code) else { continue };
                made.replace = replace;
                made.detail = Some(detail);
                made.goes_on = !place.has_colon;
                made.docs = Some(DocsKey::Rule(code));
                offers.add(Rank { late: 0, fit, group: 0, place: at }, made);
            }
            true
        }
        [Some("vocabularies")] => {
            for (word, at) in offers.workspace().config().kinds.iter().skip(1).zip(0..) {
                let Some(fit) = query.fit(word) else { continue };
                if place.present.contains(word) || quoted && !place.has_colon {
                    continue;
                }
                let mut text = format!("{}{word}{colon}", place.token.lead);
                let multi = !place.has_colon && !place.token.flow && !snippets::goes_on(offers, &place.token);
                if multi {
                    text = format!("{}{word}:{}  - ", place.token.lead, snippets::gap(offers, place));
                }
                let mut made = item(&place.token, CompletionKind::Key, &**word, text);
                let Some(replace) = keys::span(offers, place, word) else { continue };
                made.replace = replace;
                made.snippet = multi && offers.options.snippets;
                if made.snippet {
                    made.text = format!("{}$0", snippets::escape(&made.text));
                }
                made.detail = Some("kind".to_owned());
                made.docs = Some(key_docs(offers.file, &place.steps, Some(word)));
                offers.add(Rank { late: 0, fit, group: 0, place: at }, made);
            }
            true
        }
        _ => false,
    }
}

/// The codes of all rules with their severities, those of each kind's unknown names included.
pub(super) fn codes(offers: &Offers<'_>) -> Vec<(String, String)> {
    let config = offers.workspace().config();
    let mut codes: Vec<String> = Vec::new();
    for rule in RULES {
        if rule.code.contains('<') {
            codes.extend(codes_of_kinds(&config.kinds[1..]));
        } else {
            codes.push(rule.code.to_owned());
        }
    }
    let severity = |code: &str| {
        let rule = rules::find(code)?;
        Some(severity_of(rule, code, config)?.as_str())
    };
    codes.into_iter().map(|code| (code.clone(), severity(&code).unwrap_or("off").to_owned())).collect()
}

/// Offers the kinds of a column. True where nothing else fits.
pub(super) fn offer_value(offers: &mut Offers<'_>, place: &Place) -> bool {
    let Some(path) = path(offers, &place.steps) else { return false };
    let typed = unescaped(place.token.typed(&offers.file.text), place.token.quoting);
    let query = Query::new(&typed);
    let is_behind = place.token.is_behind(&offers.file.text);
    match path.as_slice() {
        [Some("columns"), None, Some("kind")] => {
            if is_behind
                && offers.workspace().config().kinds.iter().skip(1).any(|kind| offers.is_word(typed.trim(), kind))
            {
                return true;
            }
            for (word, at) in offers.workspace().config().kinds.iter().skip(1).zip(0..) {
                let Some(fit) = query.fit(word) else { continue };
                let Some(mut made) = scalar_item(&place.token, CompletionKind::Value, word, word) else { continue };
                made.detail = Some("kind".to_owned());
                offers.add(Rank { late: 0, fit, group: 0, place: at }, made);
            }
            true
        }
        // The code of a kind that the team added.
        [Some("rules"), Some(code)] if offers.shape(&place.steps).is_none() && rules::find(code).is_some() => {
            let words = ["off", "hint", "info", "warning", "error"];
            if is_behind && words.iter().any(|word| offers.is_word(typed.trim(), word)) {
                return true;
            }
            for (word, at) in words.into_iter().zip(0..) {
                let Some(fit) = query.fit(word) else { continue };
                let made = literal_item(&place.token, CompletionKind::Value, word);
                offers.add(Rank { late: 0, fit, group: 0, place: at }, made);
            }
            true
        }
        _ => false,
    }
}
