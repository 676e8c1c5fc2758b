//! Mentions in prose: `[[Role Name]]`, `[[skill:NAME]]`.

use super::context::Place;
use super::names::{self, Wish, item_kind};
use super::offer::{Offers, Rank, item, part_item, unescaped};
use super::rank::Query;
use super::token::{Quoting, Token};
use super::{Completion, CompletionKind, docs::DocsKey};
use crate::content::KindId;
use crate::ide::FileView;
use crate::syntax::scalar;
use crate::text::Span;
use crate::workspace::How;

/// A mention that is being written.
#[derive(Clone, Debug)]
pub(super) struct MentionPlace {
    token: Token,
    /// The name, up to `|` or the end of the mention.
    name: Span,
    /// The kind that is written before it.
    kind: Option<KindId>,
    /// Where what an item writes ends: behind the brackets that are there, so that the text goes on behind the mention.
    end: u32,
    /// The brackets that an item writes behind the name.
    close: &'static str,
    /// A value that starts with `[[` needs quotes around it: from its start to the end of the line.
    unquoted: Option<Span>,
}

/// Whether the value at a path is prose.
pub(super) fn holds_prose(file: &FileView<'_>, steps: &[Option<String>]) -> bool {
    let schema = file.workspace().schema_of(file.entry);
    schema.shapes.at(steps.iter().map(Option::as_deref)).is_some_and(|shape| shape.notes.prose)
}

/// The mention around the cursor, if the place holds prose and one is open there.
pub(super) fn place(file: &FileView<'_>, place: &Place) -> Option<MentionPlace> {
    let token = &place.token;
    let quoted = place.in_body || holds_prose(file, &place.steps);
    // Without quotes, `[[` starts a list of lists.
    let bare = match place.steps.as_slice() {
        [outer @ .., None, None] => token.quoting == Quoting::Plain && holds_prose(file, outer),
        _ => false,
    };
    if !quoted && !bare {
        return None;
    }
    let text = &file.text;
    let line = super::token::Line::new(text, token.at);
    let start = if bare { line.start } else { token.span.start as usize };
    let before = &text[start..line.at];
    let open = before.rfind("[[")?;
    let inside = &before[open + 2..];
    if inside.contains(['[', ']', '|']) {
        return None;
    }
    let kinds = &file.workspace().config().kinds;
    let word = inside.split_once(':').map(|(word, _)| word.trim());
    let kind = word.and_then(|word| kinds.iter().position(|k| k == word));
    let skipped = if kind.is_some() { inside.find(':')? + 1 } else { 0 };
    let typed = inside[skipped..].trim_start();
    let from = line.at - typed.len();
    let end = if bare { line.end } else { (token.span.end as usize).max(line.at) };
    let behind = &text[line.at..end];
    let stop = behind.find(['[', ']', '|']).unwrap_or(behind.len());
    let (rest, close, there) = match &behind[stop..] {
        rest if rest.starts_with("]]") => (stop, "]]", 2),
        rest if rest.starts_with(']') => (stop, "]]", 1),
        rest if rest.starts_with('|') && rest.contains("]]") => (stop, "", 0),
        // What follows is prose, not part of a name.
        _ => (0, "]]", 0),
    };
    let name = Span::of(from, line.at + behind[..rest].trim_end().len());
    let end = if there == 0 { name.end } else { Span::of(from, line.at + rest + there).end };
    let unquoted = if bare {
        let all_brackets = text[line.at..line.end].trim().chars().all(|c| c == ']');
        let alone = !before[..open].trim_end().is_empty() && all_brackets;
        let end = line.at + text[line.at..line.end].trim_end().len();
        Some(Span::of(start + open, end)).filter(|_| alone)
    } else {
        None
    };
    if bare && unquoted.is_none() {
        return None;
    }
    let kind = kind.and_then(KindId::at);
    Some(MentionPlace { token: token.clone(), name, end, kind, close, unquoted })
}

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
