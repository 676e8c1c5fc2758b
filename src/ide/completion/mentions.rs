//! Mentions in prose: `[[Role Name]]`, `[[skill:NAME]]`.

use super::names::{self, Wish, item_kind};
use super::offer::{Offers, Rank, item, part_item, unescaped};
use super::prose_place::MentionPlace;
use super::rank::Query;
use super::token::Token;
use super::{Completion, CompletionKind, docs::DocsKey};
use crate::content::KindId;
use crate::syntax::scalar;
use crate::text::Span;
use crate::workspace::How;

/// Offers names, and kinds where none is written yet.
pub(super) fn offer(offers: &mut Offers<'_>, place: &MentionPlace) {
    let text = &offers.file.text;
    let token = &place.token;
    let typed = unescaped(Span::new(place.name.start, token.at).slice(text), token.quoting);
    let bare = offers.workspace().config().bare_kind(offers.file.entry.kind);
    let kind = place.kind.unwrap_or(bare);
    let behind = Span::new(token.at, place.name.end.max(token.at)).slice(text);
    let is_page = || {
        let found = offers.workspace().mentioned(kind, &crate::content::collapse(&typed));
        found.is_some_and(|found| found.how == How::PathEnd)
    };
    if behind.trim().is_empty() && (names::is_complete(offers, kind, &typed) || is_page()) {
        return;
    }
    let own = crate::workspace::DefId::role(offers.file.id);
    let wish = Wish { never: (kind.is_role() && offers.file.role().is_some()).then_some(own), ..Wish::default() };
    of_kind(offers, place, kind, &typed, &wish);
    if place.kind.is_none() {
        // A term is found by its own name as well.
        let asked = !typed.trim().is_empty() || offers.options.keeps;
        for kind in offers.workspace().config().kind_ids().filter(|kind| asked && *kind != bare) {
            of_kind(offers, place, kind, &typed, &Wish::default());
        }
    }
    if place.kind.is_none() && place.unquoted.is_none() {
        kinds(offers, place, &typed);
    }
}

/// Offers names of a kind, with the kind before them where a mention needs one that is not written yet.
fn of_kind(offers: &mut Offers<'_>, place: &MentionPlace, kind: KindId, typed: &str, wish: &Wish) {
    let text = &offers.file.text;
    let token = &place.token;
    let written = place.kind.is_some();
    let config = offers.workspace().config();
    let needs_kind = kind != config.bare_kind(offers.file.entry.kind);
    let word = config.kinds.get(kind.index());
    let prefix = word.filter(|_| written || needs_kind).map_or_else(String::new, |word| format!("{word}:"));
    for mut found in names::find(offers, kind, typed, wish) {
        if found.name.contains(['[', ']', '|']) {
            continue;
        }
        if !written && needs_kind {
            found.rank.group += 8;
        }
        let made = match place.unquoted {
            Some(span) => {
                let mention = format!("[[{prefix}{}]]", found.name);
                let mut made = item(token, item_kind(kind), &*found.label, scalar(&mention));
                made.filter = format!("[[{}{}", if written { &prefix } else { "" }, found.label);
                made.replace = span;
                Some(made)
            }
            None => {
                let prefix = if written { "" } else { &prefix };
                let name = format!("{prefix}{}{}", found.name, place.close);
                // A quote that is open stays as it is: the text goes on behind the mention.
                let open = Token { close: "", ..token.clone() };
                let made = part_item(
                    text,
                    &open,
                    Span::new(place.name.start, place.end),
                    item_kind(kind),
                    &found.label,
                    &name,
                );
                // Whoever has typed the name lacks the end of the mention.
                made.map(|made| Completion { whole: false, ..made })
            }
        };
        if let Some(made) = made {
            found.add(offers, kind, made);
        }
    }
}

/// The kinds that can stand before a name.
fn kinds(offers: &mut Offers<'_>, place: &MentionPlace, typed: &str) {
    let query = Query::new(typed);
    let text = &offers.file.text;
    let config = offers.workspace().config();
    let bare = config.bare_kind(offers.file.entry.kind);
    let words = config.kind_ids().filter(|kind| *kind != bare).map(|kind| config.word(kind).to_owned());
    for (word, at) in words.collect::<Vec<_>>().into_iter().zip(0..) {
        let label = format!("{word}:");
        let Some(fit) = query.fit(&label) else { continue };
        let mut made = item(&place.token, CompletionKind::Term, &*label, label.clone());
        // Another kind that is there goes, the name behind it stays.
        let behind = Span::new(place.token.at, place.name.end.max(place.token.at)).slice(text);
        let rest = behind.find(':').map_or(0, |at| at + 1);
        made.replace = Span::of(place.name.start as usize, place.token.at as usize + rest);
        made.detail = Some("kind".to_owned());
        made.goes_on = true;
        // Behind it the names of the kind follow, which are asked for anew.
        made.whole = true;
        made.docs = None::<DocsKey>;
        // Short lists of kinds are no hindrance, long ones of roles are.
        offers.add(Rank { late: 0, fit, group: 0, place: at }, made);
    }
}
