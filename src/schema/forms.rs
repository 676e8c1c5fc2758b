//! Texts, lists and keys that stand in one another's place: what was meant, and the fix.

use jsonschema::JsonType;
use jsonschema::error::{TypeKind, ValidationErrorKind as Refusal};

use super::compile::Schema;
use super::finding::{Said, SchemaFix};
use super::place::Place;
use super::shape::Shape;
use super::wording::{quoted, wants};
use crate::syntax::{Kind, NodeRef, Style, scalar};
use crate::text::{Span, TextEdit, nearest};

fn insert(at: u32, text: impl Into<String>) -> TextEdit {
    TextEdit::new(Span::empty(at), text)
}

fn fix(title: impl Into<String>, edits: Vec<TextEdit>) -> Option<SchemaFix> {
    Some(SchemaFix::new(title, edits))
}

const QUOTE: &str = "Put quotes around it";

/// Quotes around a value whose scalars hold none.
fn quotes(node: NodeRef<'_>) -> Option<SchemaFix> {
    let span = node.span();
    fix(QUOTE, vec![insert(span.start, "'"), insert(span.end, "'")])
}

/// The column of a place and the start of its line, in bytes.
fn column(text: &str, at: u32) -> (usize, usize) {
    let before = text.get(..at as usize).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |found| found + 1);
    (at as usize - start, start)
}

impl Schema {
    /// What is said of a value of another form than the schema wants: message and help, and the fix if one is evident.
    pub(super) fn form(&self, kind: &Refusal, place: &Place<'_>, name: &str) -> Option<Said> {
        let Refusal::Type { kind } = kind else { return None };
        let (node, shape) = (place.node, self.shape(place)?);
        let (text, list) = (wants(kind, JsonType::String), wants(kind, JsonType::Array));
        match node.kind() {
            Kind::String if list && !text && !node.is_blank() => Some(self.list_as_text(shape, node, name)),
            Kind::Mapping if list && !text => self.list_as_keys(shape, node, name),
            Kind::Mapping if text => text_as_keys(kind, node, name),
            Kind::Sequence if text && !list => Some(text_as_list(node, name)),
            Kind::Number | Kind::True | Kind::False if text => {
                let is = if node.kind() == Kind::Number { "a number" } else { "a yes or no" };
                let message = format!("{name} must be text, but without quotes {} is {is}", node.scalar_text());
                Some((message, "put quotes around it".to_owned(), quotes(node)))
            }
            Kind::Sequence if wants(kind, JsonType::Object) => Some(self.keys_as_list(shape, place, name)),
            Kind::String | Kind::Number if matches!(kind, TypeKind::Single(JsonType::Object)) => {
                let is = if node.kind() == Kind::String { "text" } else { "a number" };
                let help = examples(shape)?;
                Some((format!("{name} must be keys with values, not {is}"), help, None))
            }
            _ => None,
        }
    }

    /// A text where a list is wanted: its bracket is missing, or both are, or it is the only item.
    fn list_as_text(&self, shape: &Shape, node: NodeRef<'_>, name: &str) -> Said {
        let (written, span) = (node.scalar_text(), node.span());
        let message = format!("{name} must be a list, not text");
        if node.style() == Style::Plain && written.ends_with(']') && !written.contains(['[', '{', '}']) {
            let help = "write \"[\" before it, where the list begins".to_owned();
            return (message, help, fix("Write \"[\" before it", vec![insert(span.start, "[")]));
        }
        let help = "write each item on a line of its own after \"- \", or all of them as [one, two]".to_owned();
        let is_prose = self.shapes.items(shape).is_some_and(|items| items.notes.prose);
        // Names have commas between them; a sentence has some in it.
        let parts: Vec<&str> = if is_prose { vec![written] } else { written.split(',').map(str::trim).collect() };
        let is_one_line = span.len() as usize == written.len() && node.style() == Style::Plain;
        let fits = is_one_line && parts.iter().all(|part| !part.is_empty());
        let is_json =
            node.style() == Style::Double && node.tree().root().is_some_and(|root| root.style() == Style::Flow);
        if is_json {
            let help = format!("write each item between quotes, and [ and ] around them: [{}]", as_json(&parts));
            let list = TextEdit::new(span, format!("[{}]", as_json(&parts)));
            let fits = !written.contains(['"', '\\', '\n']) && parts.iter().all(|part| !part.is_empty());
            return (message, help, fits.then_some(list).and_then(|edit| fix("Make a list of it", vec![edit])));
        }
        let items: Vec<String> = parts.iter().map(|part| scalar(part)).collect();
        let list = format!("[{}]", items.join(", "));
        (message, help, fits.then(|| TextEdit::new(span, list)).and_then(|edit| fix("Make a list of it", vec![edit])))
    }

    /// Entries under their names where a list of them is wanted.
    fn list_as_keys(&self, shape: &Shape, node: NodeRef<'_>, name: &str) -> Option<Said> {
        let (key, _) = self.shapes.plain_key(self.shapes.items(shape)?)?;
        let (first, _) = node.written_entries().next()?;
        let message = format!("{name} must be a list, not keys with values");
        let help = format!("write each entry after a dash, as in \"- {key}: {}\"", first.scalar_text());
        Some((message, help, entries_as_items(node, key)))
    }

    /// A list where keys with values are wanted: the key above it is missing.
    fn keys_as_list(&self, shape: &Shape, place: &Place<'_>, name: &str) -> Said {
        let message = format!("{name} must be keys with values, not a list");
        let holds = |key: &&String| {
            let value = self.shapes.below(shape, key);
            value.is_some_and(|value| value.types.iter().any(|one| one == "array"))
        };
        match shape.required.iter().find(holds) {
            Some(key) => {
                let help = format!("write \"{key}:\" on a line of its own above the list");
                (message, help, key_above(place, key))
            }
            None => (message, examples(shape).unwrap_or_else(|| "write keys, each with its value".to_owned()), None),
        }
    }
}

/// Texts with quotes around them, and commas between.
fn as_json(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", ")
}

/// Help that names some keys of what is wanted.
fn examples(shape: &Shape) -> Option<String> {
    let known = shape.properties.iter().map(|(key, _)| key);
    let mut keys: Vec<&String> = shape.required.iter().take(2).collect();
    keys.extend(known.take(usize::from(keys.is_empty())));
    let keys: Vec<String> = keys.iter().map(|key| format!("\"{key}: …\"")).collect();
    (!keys.is_empty()).then(|| format!("write keys with values below it, such as {}", keys.join(" and ")))
}

/// `Name:` with keys below it as `- role: Name`, for each entry of a block mapping.
fn entries_as_items(node: NodeRef<'_>, key: &str) -> Option<SchemaFix> {
    let text = node.tree().source().filter(|_| node.style() == Style::Block)?;
    let mut edits = Vec::new();
    for (name, value) in node.written_entries() {
        let (own, _) = column(text, name.span().start);
        let fits = match value.kind() {
            Kind::Null => value.span().is_empty(),
            Kind::Mapping => value.style() == Style::Block && column(text, value.span().start).0 == own + 2,
            _ => false,
        };
        let colon = text.get(name.span().end as usize..).is_some_and(|rest| rest.starts_with(':'));
        if !fits || !colon || name.style() != Style::Plain {
            return None;
        }
        edits.push(insert(name.span().start, format!("- {key}: ")));
        edits.push(TextEdit::new(Span::new(name.span().end, name.span().end + 1), ""));
    }
    fix("Make a list of the entries", edits)
}

/// A key on a line of its own above a list that stands further right than its owner.
fn key_above(place: &Place<'_>, key: &str) -> Option<SchemaFix> {
    let (node, owner) = (place.node, place.key?);
    let text = node.tree().source().filter(|_| node.style() == Style::Block)?;
    let ((list, line), (own, _)) = (column(text, node.span().start), column(text, owner.span().start));
    let alone = text.get(line..node.span().start as usize).is_some_and(|white| white.bytes().all(|b| b == b' '));
    let lf = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let edit = TextEdit::new(Span::of(line, line), format!("{}{key}:{lf}", " ".repeat(own + 2)));
    (alone && list >= own + 2).then(|| fix(format!("Write \"{key}:\" above the list"), vec![edit])).flatten()
}

/// Keys where a text is wanted: a text with a colon, or in braces.
fn text_as_keys(kind: &TypeKind, node: NodeRef<'_>, name: &str) -> Option<Said> {
    let (key, value) = node.written_entries().next()?;
    let in_braces = key.full_span().start > node.span().start;
    let help = if in_braces {
        "write it as text, without the braces"
    } else {
        "if a \": \" is part of the text, put quotes around all of it"
    };
    let is_scalar = |node: NodeRef<'_>| node.style() == Style::Plain && !node.scalar_text().contains('\'');
    let one = node.len() == 1 && is_scalar(key) && is_scalar(value) && value.kind() != Kind::Null;
    let wanted = if wants(kind, JsonType::Array) { "text, a number or a list" } else { "text" };
    let message = format!("{name} must be {wanted}, not keys with values");
    Some((message, help.to_owned(), (one && !in_braces).then(|| quotes(node)).flatten()))
}

/// A list where a text is wanted.
fn text_as_list(node: NodeRef<'_>, name: &str) -> Said {
    let message = format!("{name} must be text, not a list");
    if node.style() == Style::Block {
        return (message, "write it without the \"- \", after its key".to_owned(), None);
    }
    let mut items = node.items();
    let only = items.next().filter(|item| items.next().is_none() && item.style() == Style::Plain);
    let bare = only.filter(|item| scalar(item.scalar_text()) == item.scalar_text());
    let edit = bare.map(|item| TextEdit::new(node.span(), item.scalar_text()));
    let help = "remove the brackets, or put quotes around all of it if they are part of the text".to_owned();
    (message, help, edit.and_then(|edit| fix("Remove the brackets", vec![edit])))
}

/// What is said of a text that a pattern or a format refuses for an evident reason.
pub(super) fn text(kind: &Refusal, shape: Option<&Shape>, node: NodeRef<'_>, name: &str) -> Option<Said> {
    let is_one = matches!(kind, Refusal::Pattern { .. } | Refusal::Format { .. });
    let written = node.text().filter(|text| is_one && !text.trim().is_empty())?.trim();
    let span = node.inner_span();
    let says = shape.and_then(|shape| shape.says.as_deref()).unwrap_or_default();
    let is_address = says.contains("web address") || matches!(kind, Refusal::Format { format } if is_uri(format));
    if is_address && written.starts_with("www.") && !written.contains(char::is_whitespace) {
        let message = format!("{name} must be a web address");
        let help = "write \"https://\" before it".to_owned();
        return Some((message, help, fix("Write \"https://\" before it", vec![insert(span.start, "https://")])));
    }
    let scheme = written.split_once("://").filter(|_| is_address && !written.contains(char::is_whitespace));
    if let Some((scheme, rest)) = scheme
        && let Some(near) = nearest(scheme, ["https", "http"]).filter(|near| *near != scheme)
    {
        let help = format!("did you mean \"{near}:\" at its start?");
        let fix = Some(SchemaFix::replace(span, &format!("{near}://{rest}")));
        return Some((format!("{name} must be a web address"), help, fix));
    }
    if says.contains("single dashes") && written.is_ascii() {
        let words = written.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let slug = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
        let said = (format!("{name} {says}"), format!("write \"{slug}\""), Some(SchemaFix::replace(span, &slug)));
        return (!slug.is_empty()).then_some(said);
    }
    if ends_with_lone_quote(written) && matches!(kind, Refusal::Pattern { .. }) {
        let at = node.span().start;
        let fix = (node.style() == Style::Plain && !written.contains('\\'))
            .then(|| fix("Write a quote before it", vec![insert(at, "\"")]))
            .flatten();
        let help = "write one where the text begins, or remove this one".to_owned();
        return Some((format!("{name} ends with a quote that nothing opens"), help, fix));
    }
    None
}

fn is_uri(format: &str) -> bool {
    matches!(format, "uri" | "iri")
}

/// Whether the only quotation mark of a text is its last character, and none of inches.
fn ends_with_lone_quote(text: &str) -> bool {
    let before = text.strip_suffix('"').unwrap_or("\"");
    !before.contains(['"', '„', '“', '”', '«', '»'])
        && before.ends_with(|c: char| !c.is_ascii_digit() && !c.is_whitespace())
}

/// What is said of a value that fits several forms of a team's schema of which it should fit one.
pub(super) fn several_forms(shape: Option<&Shape>, valid: &[bool], name: &str) -> (String, Option<String>) {
    let forms = shape.map_or(&[][..], |shape| &shape.forms);
    let fits: Vec<&str> = forms.iter().zip(valid).filter(|(_, fits)| **fits).map(|(form, _)| form.as_str()).collect();
    let help = "change it so that only one of them fits".to_owned();
    match fits.as_slice() {
        [first, second, ..]
            if forms.len() == valid.len() && !first.is_empty() && !second.is_empty() && first != second =>
        {
            (format!("{name} fits two forms that exclude each other: {first} and {second}"), Some(help))
        }
        _ => (format!("{name} fits two forms that exclude each other"), Some(help)),
    }
}

/// What an unknown key that begins nearly like a team's own was meant as.
pub(super) fn own_key(key: &str) -> Option<String> {
    let rest = ["x_", "X-", "X_"].iter().find_map(|start| key.strip_prefix(start))?;
    (!rest.is_empty()).then(|| format!("x-{rest}"))
}

/// What to write so that a key may stand that needs another value beside it: `only stands with "status: retired"`.
pub(super) fn stands_with(says: &str, name: &str) -> Option<String> {
    let (_, rest) = says.split_once("only stands with \"")?;
    let (other, _) = rest.split_once('"')?;
    Some(format!("write {} as well, or remove {name}", quoted(other)))
}
