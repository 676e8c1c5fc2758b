//! Small slips in lists, brackets and JSON: a comma too many, a quote that one item of a list lacks, half a line, a second
//! document behind the first, an item without its first key.

use super::cause::{Evident, shortened};
use super::fault::{Fault, FaultKind};
use super::lines::{Line, above, below, column, following, indent, is_key, line_at, previous};
use super::strays::{bare, told};
use crate::text::{Span, TextEdit};

/// What may be meant at a fault.
pub(super) fn slipped(text: &str, fault: &Fault) -> Vec<Evident> {
    let at = fault.span.start as usize;
    if !text.is_char_boundary(at) {
        return Vec::new();
    }
    let line = line_at(text, at);
    let in_brackets = || second_comma(text, at).or_else(|| half_line(text, line));
    let meant = match fault.kind {
        FaultKind::FlowSyntax => in_brackets(),
        FaultKind::OpenQuote => open_item(text, fault),
        FaultKind::AfterDocument => second_document(text, at),
        _ => None,
    };
    let items = std::iter::once(line).chain(previous(text, line.0));
    meant.into_iter().chain(items.filter_map(|line| without_first_key(text, line))).collect()
}

/// `[cue calling,, rigging]`: without the second comma.
fn second_comma(text: &str, at: usize) -> Option<Evident> {
    let before = text[..at].trim_end_matches(' ');
    let run = text[at..].find(|c| c != ',' && c != ' ').map(|end| text[at..at + end].trim_end())?;
    if !before.ends_with(',') || !run.ends_with(',') {
        return None;
    }
    let edits = vec![TextEdit::new(Span::of(before.len(), at + run.len()), "")];
    let message = "two commas stand here with nothing between them";
    let help = "remove one of them, or write the item that is missing".to_owned();
    Some(told(Span::of(at, at + run.len()), message, help, "Remove the comma", edits))
}

/// Words that begin with an apostrophe, without it.
const APOSTROPHES: [&str; 8] = ["tis", "twas", "em", "til", "cause", "bout", "round", "n"];

/// `[cue calling', "rigging, …]`: an item of a list on one line whose quote is never closed.
fn open_item(text: &str, fault: &Fault) -> Option<Evident> {
    let opener = fault.others.first()?;
    let (at, quote) = (opener.start as usize, text.get(opener.start as usize..)?.chars().next()?);
    let (start, end) = line_at(text, at);
    let before = text[start..at].trim_end();
    let rest = bare(text.get(at + 1..end)?);
    let is_item = before.ends_with(['[', ',']) && before.contains('[') && rest.ends_with(']');
    let item = rest[..rest.find([',', ']'])?].trim_end();
    if !is_item || !matches!(quote, '"' | '\'') || rest.contains([quote, '\\']) || item.is_empty() {
        return None;
    }
    let word = item.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    let is_apostrophe = APOSTROPHES.contains(&&*word) || word.starts_with(|c: char| c.is_ascii_digit());
    let (help, title, edit) = if quote == '\'' && is_apostrophe {
        let whole = Span::of(at, at + 1 + item.len());
        let quoted = format!("\"{}\"", whole.slice(text));
        let fits = !item.contains('"');
        let help = format!("put the item between double quotes: \"{}\"", shortened(whole.slice(text)));
        (help, "Put the item between double quotes", fits.then(|| TextEdit::new(whole, quoted))?)
    } else {
        let stop = at + 1 + item.len();
        let help = format!("close it where the item ends: {quote}{}{quote}", shortened(item));
        (help, "Close the quote where the item ends", TextEdit::new(Span::of(stop, stop), quote))
    };
    Some(told(Span::of(at, at + 1), "this quote is never closed", help, title, vec![edit]))
}

/// `"summary": "Half a` above another key of JSON: the text and the line end there.
fn half_line(text: &str, line: Line) -> Option<Evident> {
    let (from, to) = previous(text, line.0).filter(|_| text[line.0..line.1].trim_start().starts_with('"'))?;
    let half = text[from..to].trim_end();
    let quotes: Vec<usize> = half.match_indices('"').map(|(at, _)| at).collect();
    if quotes.len().is_multiple_of(2) || half.contains('\\') {
        return None;
    }
    let (opener, stop) = (from + quotes.last()?, from + half.trim_end_matches(',').len());
    let mut edits = vec![TextEdit::new(Span::of(stop, stop), "\"")];
    if !half.ends_with(',') {
        edits = vec![TextEdit::new(Span::of(stop, stop), "\",")];
    }
    let help = "add a \" where the text ends, and a comma behind it".to_owned();
    let place = Span::of(opener, opener + 1);
    Some(told(place, "this quote is never closed", help, "Close the quote on this line", edits))
}

/// A second pair of brackets behind those that are all of the file.
fn second_document(text: &str, at: usize) -> Option<Evident> {
    let first = text.trim_start_matches('\u{feff}').trim_start().chars().next()?;
    let second = text[at..].chars().next()?;
    if !matches!(first, '{' | '[') || !matches!(second, '{' | '[') {
        return None;
    }
    let rest = Span::of(at, text.len());
    let kind = FaultKind::Told {
        message: format!("a second \"{second}\" begins here; everything below is ignored"),
        help: "put it into a file of its own".to_owned(),
    };
    let meant = Evident::new(kind, Span::of(at, at + 1), vec![TextEdit::new(rest, "")], Vec::new());
    Some(Evident { uncertain: vec![rest], ..meant })
}

/// `- Rigging` above keys that are indented further, among items that begin with a key: with that key.
fn without_first_key(text: &str, (start, end): Line) -> Option<Evident> {
    let line = &text[start..end];
    let own = indent(line);
    let value = bare(line[own..].strip_prefix("- ")?);
    let (from, to) = following(text, end)?;
    let below_it = &text[from..to];
    let is_name = value.starts_with(char::is_alphanumeric) && !value.contains(':');
    if !is_name || indent(below_it) <= own || !is_key(below_it) || below_it.trim_start().starts_with("- ") {
        return None;
    }
    let is_item = |(from, to): &Line| {
        let line = &text[*from..*to];
        indent(line) == own && line[own..].starts_with("- ")
    };
    let is_within = |(from, to): &Line| text[*from..*to].trim().is_empty() || indent(&text[*from..*to]) >= own;
    let beside = above(text, start).take_while(is_within).find(is_item);
    let (from, to) = beside.or_else(|| below(text, end).take_while(is_within).find(is_item))?;
    let sibling = &text[from..to];
    let key = sibling[column(sibling)..].split(": ").next().filter(|key| is_key(sibling) && key.len() < 40)?;
    // Its own first key may be half typed.
    let has_key =
        |(from, to): Line| text[from..to].trim_start().strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
    let deeper = |(from, to): &Line| text[*from..*to].trim().is_empty() || indent(&text[*from..*to]) > own;
    if key.starts_with(value)
        || value.split(' ').next() == Some(key)
        || below(text, end).take_while(deeper).any(has_key)
    {
        return None;
    }
    let at = start + column(line);
    let edits = vec![TextEdit::new(Span::of(at, at), format!("{key}: "))];
    let message = format!("\"{}\" has no key before it", shortened(value));
    let help = format!("write \"- {key}: {}\", as the other items do", shortened(value));
    Some(told(Span::of(at, at + value.len()), &message, help, "Write the key before it", edits))
}
