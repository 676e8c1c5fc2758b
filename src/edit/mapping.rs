//! Edits of mappings: set, add, fill and remove pairs.

use super::document::Document;
use super::scalar::{replace, written};
use super::sequence::{is_unfinished, last_byte};
use crate::syntax::{Kind, NodeRef, Style};
use crate::text::{Span, TextEdit};

/// Removes keys with their values. `None` where a comment or an anchor would go with them, or where nothing would be left.
pub(crate) fn remove(document: &Document, mapping: NodeRef<'_>, positions: &[usize]) -> Option<Vec<TextEdit>> {
    let pairs: Vec<(NodeRef<'_>, NodeRef<'_>)> = mapping.written_entries().collect();
    let mut positions = positions.to_vec();
    positions.sort_unstable();
    positions.dedup();
    if positions.len() >= pairs.len() || *positions.last()? >= pairs.len() {
        return None;
    }
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for position in positions {
        match runs.last_mut() {
            Some((_, to)) if *to + 1 == position => *to = position,
            _ => runs.push((position, position)),
        }
    }
    let start = |at: usize| pairs[at].0.full_span().start;
    let end = |at: usize| pairs[at].1.full_span().end.max(pairs[at].0.span().end);
    let mut edits = Vec::new();
    for (from, to) in runs {
        let explicit = (from..=to).any(|at| document.text[..start(at) as usize].trim_end().ends_with('?'));
        let span = if mapping.style() == Style::Flow {
            match from.checked_sub(1) {
                Some(before) => Span::new(end(before), end(to)),
                None => Span::new(start(from), start(to + 1)),
            }
        } else if from == 0 {
            Span::new(start(0), start(to + 1))
        } else {
            lines(document, mapping, from, to)?
        };
        edits.push(document.removal(span).filter(|_| !explicit)?);
    }
    Some(edits)
}

/// The lines of the pairs `from..=to` of a block mapping; `None` where they share lines with others.
fn lines(document: &Document, mapping: NodeRef<'_>, from: usize, to: usize) -> Option<Span> {
    let pairs: Vec<(NodeRef<'_>, NodeRef<'_>)> = mapping.written_entries().collect();
    let line = document.line_start(pairs[from].0.full_span().start);
    if !Span::new(line, pairs[from].0.full_span().start).slice(&document.text).trim().is_empty() {
        return None;
    }
    let last = end_of(document, pairs[to].0, pairs[to].1);
    if pairs.get(to + 1).is_some_and(|(key, _)| key.full_span().start < last) {
        return None;
    }
    let mut span = Span::new(line, last);
    // The last line of a file that lacks its final line break goes with the line break before it.
    if last as usize == document.text.len() && is_unfinished(document) {
        let before = &document.text[..line as usize];
        let rest = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r']));
        span.start = Span::of(rest.map_or(before.len(), str::len), before.len()).start;
    }
    Some(span)
}

/// Byte offset of the line after a pair.
fn end_of(document: &Document, key: NodeRef<'_>, value: NodeRef<'_>) -> u32 {
    let last = if value.full_span().is_empty() { key.span().end } else { last_byte(document, value) };
    document.next_line(last.max(key.span().start))
}

/// The indentation of a block mapping's keys, as spaces; `None` where more than spaces and dashes stands before the
/// first.
fn indent(document: &Document, mapping: NodeRef<'_>) -> Option<String> {
    let (key, _) = mapping.written_entries().next()?;
    let start = key.full_span().start;
    let before = &document.text[document.line_start(start) as usize..start as usize];
    before.chars().all(|c| matches!(c, ' ' | '-')).then(|| " ".repeat(before.len()))
}

/// A pair that is to stand in a mapping.
#[derive(Clone, Debug)]
pub struct Pair<'p> {
    /// The key.
    pub key: &'p str,
    /// Its value as plain text, not yet as YAML.
    pub value: &'p str,
    /// The keys it may follow, the best first.
    pub after: &'p [&'p str],
}

/// Sets keys of the root mapping: the value of a key that exists is replaced, a new key is added behind one of those
/// that it may follow. `None` where that cannot be written.
#[must_use]
pub fn set_pairs(document: &Document, pairs: &[Pair<'_>]) -> Option<Vec<TextEdit>> {
    let mapping = document.tree.root().filter(|root| document.is_sound() && root.kind() == Kind::Mapping)?;
    let mut edits: Vec<TextEdit> = Vec::new();
    // The keys added so far, each with the index of the edit that adds it and the pair that it stands behind.
    let mut added: Vec<(&str, usize, Span)> = Vec::new();
    for pair in pairs {
        if let Some((key, value)) = mapping.written_entries().find(|(key, _)| key.scalar_text() == pair.key) {
            edits.extend(set(document, key, value, pair.value)?);
            continue;
        }
        let flow = mapping.style() == Style::Flow;
        let line = format!("{}: {}", written(pair.key, flow), written(pair.value, flow));
        let behind = pair.after.iter().find_map(|key| added.iter().find(|(other, ..)| other == key).copied());
        if let Some((_, at, behind)) = behind {
            edits[at].text.push_str(&new_line(document, mapping, behind, &line)?);
            added.push((pair.key, at, behind));
            continue;
        }
        let entry = |key: &&str| mapping.written_entries().find(|(k, _)| k.scalar_text() == *key);
        let behind = pair.after.iter().find_map(entry)?;
        added.push((pair.key, edits.len(), whole(behind)));
        edits.push(add(document, mapping, behind, &line)?);
    }
    Some(edits)
}

/// Key and value of a pair.
fn whole((key, value): (NodeRef<'_>, NodeRef<'_>)) -> Span {
    Span::new(key.full_span().start, value.full_span().end.max(key.span().end))
}

/// A pair (`line`, as YAML) with what separates it from the one before, at `behind`: a comma, or a line break and
/// indentation.
fn new_line(document: &Document, mapping: NodeRef<'_>, behind: Span, line: &str) -> Option<String> {
    if mapping.style() == Style::Flow {
        return Some(format!("{}{line}", document.comma(behind)));
    }
    let gap = format!("{}{}", document.line_end(), indent(document, mapping)?);
    Some(
        line.split('\n')
            .map(|line| format!("{}{line}", if line.is_empty() { document.line_end() } else { &gap }))
            .collect(),
    )
}

/// Adds a pair behind another one. `line` is the pair as YAML; its lines are divided by `\n` and indented relative to
/// the key.
pub(crate) fn add(
    document: &Document,
    mapping: NodeRef<'_>,
    behind: (NodeRef<'_>, NodeRef<'_>),
    line: &str,
) -> Option<TextEdit> {
    let at = behind_pair(document, mapping, behind.0, behind.1)?;
    Some(TextEdit::new(Span::empty(at), new_line(document, mapping, whole(behind), line)?))
}

/// The text of a pair as it is written, for [`add`] in another mapping: lines are indented relative to the key. `flow`
/// says whether that is a flow mapping. `None` where a comment, an anchor or an alias would go along, or where it
/// cannot be written so.
pub(crate) fn taken(
    document: &Document,
    mapping: NodeRef<'_>,
    (key, value): (NodeRef<'_>, NodeRef<'_>),
    flow: bool,
) -> Option<String> {
    let whole = whole((key, value));
    if document.has_comment(whole) || document.tree.properties_within(whole) || value.kind() == Kind::Alias {
        return None;
    }
    let text = whole.slice(&document.text).trim_end();
    let scalar = !matches!(value.kind(), Kind::Mapping | Kind::Sequence);
    if flow && mapping.style() != Style::Flow {
        let short = scalar && !value.scalar_text().contains(['\n', '\r']);
        return short.then(|| format!("{}: {}", written(key.scalar_text(), true), written(value.scalar_text(), true)));
    }
    if !text.contains(['\n', '\r']) {
        return Some(text.to_owned());
    }
    if flow || mapping.style() == Style::Flow {
        return None;
    }
    let indent = indent(document, mapping)?;
    let mut lines = Vec::new();
    for (at, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let rest = if at == 0 || line.trim().is_empty() { Some(line.trim_end()) } else { line.strip_prefix(&*indent) };
        lines.push(rest?);
    }
    Some(lines.join("\n"))
}

/// Byte offset for another pair behind this one: the end of its last line. `None` where more stands on that line.
fn behind_pair(document: &Document, mapping: NodeRef<'_>, key: NodeRef<'_>, value: NodeRef<'_>) -> Option<u32> {
    if mapping.style() == Style::Flow {
        return Some(value.full_span().end.max(key.span().end));
    }
    let next = end_of(document, key, value);
    let before = &document.text[..next as usize];
    let line = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r'])).unwrap_or(before);
    let at = Span::of(line.len(), line.len()).start;
    let later =
        mapping.written_entries().any(|(k, _)| k.full_span().start > key.full_span().start && k.full_span().start < at);
    (!later).then_some(at)
}

/// Fills in the value of a key that has none. `text` is YAML and begins with the colon: `: text`. A blank value (`~`)
/// is replaced.
pub(crate) fn fill(
    document: &Document,
    mapping: NodeRef<'_>,
    (key, value): (NodeRef<'_>, NodeRef<'_>),
    text: &str,
) -> Option<Vec<TextEdit>> {
    let text = text.trim_start().strip_prefix(':')?;
    let whole = value.full_span();
    let before = if whole.is_empty() {
        &document.text[key.span().end as usize..]
    } else {
        Span::new(key.span().end, whole.start).slice(&document.text)
    };
    let colon = before.find(':').filter(|at| before[..*at].trim().is_empty())?;
    let at = key.span().end + Span::of(0, colon + 1).end;
    let span = if whole.is_empty() { Span::empty(at) } else { Span::new(at, whole.end) };
    if !value.is_blank() || document.has_comment(span) || document.tree.properties_within(span) {
        return None;
    }
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default().to_owned();
    let rest: String = lines.map(|line| new_line(document, mapping, whole, line)).collect::<Option<_>>()?;
    (mapping.style() != Style::Flow || rest.is_empty()).then(|| vec![TextEdit::new(span, first + &rest)])
}

/// Replaces a scalar value; `None` for a collection or an alias.
fn set(document: &Document, key: NodeRef<'_>, value: NodeRef<'_>, text: &str) -> Option<Vec<TextEdit>> {
    if value.scalar_text().trim() == text {
        return Some(Vec::new());
    }
    match value.kind() {
        Kind::Mapping | Kind::Sequence | Kind::Alias => None,
        _ if value.full_span().is_empty() => {
            let colon = document.text[key.span().end as usize..].find(':')?;
            let at = key.span().end + Span::of(0, colon + 1).end;
            Some(vec![TextEdit::new(Span::empty(at), format!(" {}", written(text, document.in_brackets(at))))])
        }
        _ => replace(document, value.inner_span(), text),
    }
}
