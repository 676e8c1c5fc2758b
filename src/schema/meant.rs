//! Values that were evidently meant as something else than YAML reads: what is said of them, and the fix.

use jsonschema::JsonType;
use jsonschema::error::ValidationErrorKind as Refusal;

use super::finding::{Said, SchemaFix};
use super::wording::{quoted, wants};
use crate::syntax::{Kind, NodeRef, Style};
use crate::text::{Span, TextEdit};

/// What is said of a value whose author evidently meant another: `name` is what the place is called.
pub(super) fn value(kind: &Refusal, node: NodeRef<'_>, name: &str) -> Option<Said> {
    match kind {
        Refusal::Type { kind } if wants(kind, JsonType::String) => brackets(node, name),
        Refusal::Type { kind } if wants(kind, JsonType::Array) => bullets(node),
        Refusal::Type { kind } if wants(kind, JsonType::Integer) || wants(kind, JsonType::Number) => number(node, name),
        Refusal::Format { format } if format == "date" => day(node),
        _ => None,
    }
}

/// A mention or a place of a template without quotes: brackets in brackets.
fn brackets(node: NodeRef<'_>, name: &str) -> Option<Said> {
    if node.style() != Style::Flow {
        return None;
    }
    let inner = match node.kind() {
        Kind::Sequence => node.items().next()?,
        Kind::Mapping => node.entries().next()?.0,
        _ => return None,
    };
    if inner.style() != Style::Flow || inner.kind() != node.kind() {
        return None;
    }
    let what = if node.kind() == Kind::Sequence { "a list" } else { "keys with values" };
    let at = |at: u32| TextEdit::new(Span::empty(at), "'");
    let span = node.span();
    let edits = vec![at(span.start), at(span.end)];
    let fix = (!has_apostrophe(node)).then(|| SchemaFix::new("Put quotes around the value", edits).safe());
    Some((
        format!("{name} must be text, but without quotes the brackets make {what} of it"),
        "put quotes around it".to_owned(),
        fix,
    ))
}

/// Whether a scalar in a collection has an apostrophe.
fn has_apostrophe(node: NodeRef<'_>) -> bool {
    node.tree().nodes().any(|inner| node.span().contains(inner.span()) && inner.scalar_text().contains('\''))
}

/// A list whose items begin with other marks than dashes, or with a dash and a special space.
fn bullets(node: NodeRef<'_>) -> Option<Said> {
    let (mark, edits) = node.bullets()?;
    let message = match mark {
        "-" => "the space after the dash of a list item is a special one, so this reads as text".to_owned(),
        mark => format!("a list item begins with a dash (\"- \"), not with \"{mark}\""),
    };
    let fix = SchemaFix::new("Write dashes", edits);
    Some((message, "write \"- \" before each item of the list".to_owned(), Some(fix)))
}

/// A number in quotes.
fn number(node: NodeRef<'_>, name: &str) -> Option<Said> {
    let is_quoted = matches!(node.style(), Style::Single | Style::Double);
    let text = node.scalar_text();
    let is_number = is_quoted && !text.is_empty() && text.len() < 16 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = is_number && (text == "0" || !text.starts_with('0'));
    let fix = is_plain.then(|| SchemaFix::new("Remove the quotes", vec![TextEdit::new(node.span(), text)]))?;
    Some((
        format!("{name} must be a number, but the quotes make text of it"),
        "remove the quotes".to_owned(),
        Some(fix),
    ))
}

/// A day that is written otherwise than year, month and day.
fn day(node: NodeRef<'_>) -> Option<Said> {
    let written = node.scalar_text().trim();
    let separator = written.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '.' | '/' | '-'))?;
    let parts: Vec<&str> = written.split(separator).map(str::trim).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
    let (a, b, c) = (number(first)?, number(second)?, number(third)?);
    let of = |year: i16, month: i16, day: i16| {
        jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            .ok()
            .map(|date| date.to_string())
    };
    let meant = match separator {
        _ if first.len() == 4 => of(a, b, c),
        _ if third.len() != 4 => return None,
        '.' => of(c, b, a),
        // The month may stand first.
        _ if a != b && a <= 12 && b <= 12 => None,
        _ => of(c, b, a).or_else(|| of(c, a, b)),
    };
    // A day that no calendar has is another mistake.
    if meant.is_none() && (first.len() == 4 || of(c, b, a).is_none()) || meant.as_deref() == Some(written) {
        return None;
    }
    let fix = meant.map(|meant| SchemaFix::replace(node.inner_span(), &meant));
    Some((
        format!("{} is not how a day is written here", quoted(written)),
        "write year, month and day: 2026-11-01".to_owned(),
        fix,
    ))
}

/// What is said of an unknown key that begins as a comment of other languages does.
pub(super) fn comment(key: NodeRef<'_>) -> Option<Said> {
    let text = key.scalar_text().strip_prefix("//")?;
    let is_json = key.tree().root().is_some_and(|root| root.style() == Style::Flow);
    if is_json {
        let message = "JSON has no comments, so this is read as a key".to_owned();
        return Some((
            message,
            "take it out, or write it as a text of a key of your own (\"x-note\")".to_owned(),
            None,
        ));
    }
    let start = key.span().start;
    let hash = if text.starts_with(' ') { "#" } else { "# " };
    let edits = vec![TextEdit::new(Span::new(start, start + 2), hash)];
    Some((
        "a comment begins with \"# \", not with \"//\"".to_owned(),
        "write \"# \" in place of \"//\"".to_owned(),
        Some(SchemaFix::new("Write it as a comment", edits)),
    ))
}
