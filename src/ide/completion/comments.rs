//! Suppression comments: `# sidestep: ignore[code]`.

use super::CompletionKind;
use super::comment_place::CommentPlace;
use super::docs::DocsKey;
use super::offer::{Offers, Rank, item};
use super::rank::Query;
use super::settings::codes;
use crate::content::FileKind;
use crate::rules::check_file;
use crate::text::Span;

/// Offers the comment's words, or codes: those that are reported at its place first.
pub(super) fn offer(offers: &mut Offers<'_>, place: &CommentPlace) {
    let typed = place.token.typed(&offers.file.text).to_owned();
    if offers.file.entry.kind == FileKind::Config {
        return;
    }
    let Some(present) = &place.codes else {
        words(offers, place, &typed);
        return;
    };
    let codes = codes(offers);
    if place.token.is_behind(&offers.file.text) && codes.iter().any(|(code, _)| *code == typed) {
        return;
    }
    let reported = reported(offers, place);
    let query = Query::new(&typed);
    for ((code, severity), at) in codes.into_iter().zip(0..) {
        let Some(fit) = query.fit(&code) else { continue };
        if present.contains(&code) || code == "unused-ignore" {
            continue;
        }
        let here = reported.contains(&code);
        let close = if place.open { "]" } else { "" };
        let mut made = item(&place.token, CompletionKind::Code, &*code, format!("{code}{close}"));
        made.detail = Some(if here { format!("{severity}, reported here") } else { severity });
        made.docs = Some(DocsKey::Rule(code));
        offers.add(Rank { late: u8::from(!here), fit, group: 0, place: at }, made);
    }
}

/// `ignore`, and at the top of a file `ignore-file`.
fn words(offers: &mut Offers<'_>, place: &CommentPlace, typed: &str) {
    let begun = "sidestep:".starts_with(typed) && !typed.is_empty();
    let query = Query::new(if begun { "" } else { typed });
    let top = offers.file.tree.root().is_none_or(|root| place.span.start < root.full_span().start);
    let mut words = vec![("ignore", "silences codes at this place")];
    if place.own_line && top {
        words.push(("ignore-file", "silences codes in this file"));
    }
    for ((word, detail), at) in words.into_iter().zip(0..) {
        let Some(fit) = query.fit(word) else { continue };
        let prefix = if begun { "sidestep: " } else { "" };
        // `# sidestep:ignore` reads as well, but nobody writes so.
        let before = Span::new(place.span.start, place.token.span.start).slice(&offers.file.text);
        let space = if before.ends_with(':') { " " } else { "" };
        let listed = Span::new(place.token.span.end, place.span.end).slice(&offers.file.text).starts_with('[');
        let brackets = match (listed, offers.options.snippets) {
            (true, _) => "",
            (false, true) => "[$1]",
            (false, false) => "[]",
        };
        let text = format!("{prefix}{space}{word}{brackets}");
        let mut made = item(&place.token, CompletionKind::Code, word, text);
        made.filter = format!("{prefix}{word}");
        made.snippet = brackets == "[$1]";
        made.goes_on = made.snippet;
        made.detail = Some(detail.to_owned());
        offers.add(Rank { late: 0, fit, group: 0, place: at }, made);
    }
}

/// The codes of the findings that the comment would silence.
fn reported(offers: &Offers<'_>, place: &CommentPlace) -> Vec<String> {
    let facts = offers.file.facts();
    let Some(ignore) = facts.ignores.iter().find(|i| i.span == place.span) else { return Vec::new() };
    let found = check_file(offers.workspace(), offers.file.id, jiff::civil::Date::MIN);
    found.iter().filter(|d| ignore.covers(d.span)).map(|d| d.code.to_string()).collect()
}
