//! What is being written in prose: a mention, or the target of a link.

use super::place::Place;
use super::token::{Line, Quoting, Token};
use crate::content::KindId;
use crate::ide::FileView;
use crate::text::Span;

/// A mention that is being written.
#[derive(Clone, Debug)]
pub(super) struct MentionPlace {
    pub token: Token,
    /// The name, up to `|` or the end of the mention.
    pub name: Span,
    /// The kind that is written before it.
    pub kind: Option<KindId>,
    /// Where what an item writes ends: behind the brackets that are there, so that the text goes on behind the mention.
    pub end: u32,
    /// The brackets that an item writes behind the name.
    pub close: &'static str,
    /// A value that starts with `[[` needs quotes around it: from its start to the end of the line.
    pub unquoted: Option<Span>,
}

/// Whether the value at a path is prose.
fn holds_prose(file: &FileView<'_>, steps: &[Option<String>]) -> bool {
    let schema = file.workspace().schema_of(file.entry);
    schema.shapes.at(steps.iter().map(Option::as_deref)).is_some_and(|shape| shape.notes.prose)
}

/// The mention around the cursor, if the place holds prose and one is open there.
pub(super) fn mention(file: &FileView<'_>, place: &Place) -> Option<MentionPlace> {
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
    let line = Line::new(text, token.at);
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

/// A target that is being written.
#[derive(Clone, Debug)]
pub(super) struct LinkPlace {
    pub token: Token,
    /// The target, up to what ends it.
    pub target: Span,
}

/// The target around the cursor, if the place holds prose and one is open there.
pub(super) fn link(file: &FileView<'_>, place: &Place) -> Option<LinkPlace> {
    let token = &place.token;
    if !place.in_body && !holds_prose(file, &place.steps) {
        return None;
    }
    let typed = token.typed(&file.text);
    let start = typed.rfind("](")? + 2;
    let start = start + usize::from(typed[start..].starts_with('<'));
    let ends = |c: char| c == ')' || c == '(' || c.is_whitespace();
    if typed[start..].contains(ends) {
        return None;
    }
    let behind = Span::new(token.at, token.span.end.max(token.at)).slice(&file.text);
    let end = behind.find(ends).unwrap_or(0);
    let target = Span::of(token.span.start as usize + start, token.at as usize + end);
    Some(LinkPlace { token: Token { close: "", ..token.clone() }, target })
}
