//! The words for errors of the validator.

use crate::text::with_article;
use jsonschema::JsonType;
use jsonschema::error::{TypeKind, ValidationErrorKind as Refusal};

use super::shape::Shape;
use crate::syntax::{Kind, NodeRef, Style};

/// What a shape describes, as an author calls it: "a role", "an alternative", or the key whose value it is.
pub(super) fn thing(shape: &Shape, key: Option<&str>, whole_file: bool, noun: &str) -> String {
    if let Some(key) = key {
        return format!("\"{key}\"");
    }
    if whole_file {
        return noun.to_owned();
    }
    shape.title.as_deref().map_or_else(|| "this entry".to_owned(), |title| with_article(&title.to_lowercase()))
}

/// What an author wrote, in quotes: what cannot be seen at its end or its start is named.
pub(super) fn quoted(text: &str) -> String {
    let is_unseen = |c: &char| {
        !c.is_ascii() && c.is_whitespace()
            || ('\u{200b}'..='\u{200d}').contains(c)
            || matches!(c, '\u{2060}' | '\u{feff}')
    };
    let name = |c: char| match c {
        '\u{a0}' | '\u{202f}' => "a no-break space".to_owned(),
        _ => format!("a character that cannot be seen (U+{:04X})", u32::from(c)),
    };
    let (first, last) = (text.chars().next().filter(is_unseen), text.chars().next_back().filter(is_unseen));
    let bare = text.trim_matches(|c: char| is_unseen(&c));
    if bare.is_empty() {
        return format!("\"{text}\"");
    }
    match (first, last) {
        (_, Some(c)) => format!("\"{bare}\" with {} after it", name(c)),
        (Some(c), None) => format!("\"{bare}\" with {} before it", name(c)),
        (None, None) => format!("\"{text}\""),
    }
}

/// How a place is called: its key in quotes, or an item of a key's list.
pub(super) fn place_name(key: Option<&str>, path: &[Option<&str>]) -> String {
    match key {
        Some(key) => format!("\"{key}\""),
        None => path
            .iter()
            .rev()
            .find_map(|step| *step)
            .map_or_else(|| "this file".to_owned(), |list| format!("an item of \"{list}\"")),
    }
}

/// Help for a key that is like no known one; the known ones are listed if they are few.
pub(super) fn known_keys(keys: &[&str], unknown: &str) -> String {
    if unknown.contains(char::is_whitespace) {
        return "take it out, or write \"# \" before it to make a comment of it".to_owned();
    }
    let own = format!("write \"x-{unknown}\" for a key of your own");
    if keys.is_empty() || keys.len() > 8 { own } else { format!("the keys are {}; {own}", keys.join(", ")) }
}

/// Help that lists the allowed values.
pub(super) fn one_of(values: &[String]) -> String {
    match values {
        [] => "another value is needed".to_owned(),
        [one] => format!("write {one}"),
        [most @ .., _] if most.len() > MOST_VALUES => {
            format!("write {} or one of {} others", most[..MOST_VALUES].join(", "), values.len() - MOST_VALUES)
        }
        [most @ .., last] => format!("write {} or {last}", most.join(", ")),
    }
}

/// So many values are named.
const MOST_VALUES: usize = 50;

/// The first sentence of a description, without its full stop and without Markdown.
pub(super) fn first_sentence(text: &str) -> String {
    let sentence = text.split_once(". ").map_or(text, |(first, _)| first);
    let mut plain = sentence.trim().trim_end_matches('.').replace('`', "");
    if let Some(first) =
        plain.get(..1).filter(|_| plain.starts_with("A ") || plain.chars().nth(1).is_some_and(char::is_lowercase))
    {
        let lower = first.to_lowercase();
        plain.replace_range(..1, &lower);
    }
    plain
}

/// Whether a type is among those that are wanted.
pub(super) fn wants(kind: &TypeKind, wanted: JsonType) -> bool {
    match kind {
        TypeKind::Single(one) => *one == wanted,
        TypeKind::Multiple(many) => many.iter().any(|one| one == wanted),
    }
}

/// What a value of a format is called.
fn format_words(format: &str) -> Option<(&'static str, &'static str)> {
    Some(match format {
        "uri" | "iri" | "url" => ("a web address", "https://www.example.org/"),
        "uri-reference" | "iri-reference" => ("an address or a path", "/guides/"),
        "email" | "idn-email" => ("a mail address", "name@example.org"),
        "date-time" => ("a day with a time", "2026-11-01T09:30:00Z"),
        "time" => ("a time of day", "09:30:00Z"),
        "duration" => ("a length of time", "P1Y6M"),
        "hostname" | "idn-hostname" => ("the name of a host", "www.example.org"),
        "ipv4" | "ipv6" => ("a network address", "192.0.2.1"),
        "uuid" => ("a number of 32 letters and digits", "123e4567-e89b-12d3-a456-426614174000"),
        "regex" => ("a pattern for texts", "^[a-z]+$"),
        _ => return None,
    })
}

fn type_word(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Array => "a list",
        JsonType::Boolean => "true or false",
        JsonType::Integer => "a whole number",
        JsonType::Null => "empty",
        JsonType::Number => "a number",
        JsonType::Object => "keys with values",
        JsonType::String => "text",
    }
}

fn is_what(node: NodeRef<'_>) -> &'static str {
    match node.kind() {
        Kind::Null | Kind::Alias => "empty",
        Kind::True | Kind::False => "a yes or no",
        Kind::Number => "a number",
        Kind::String => "text",
        Kind::Sequence => "a list",
        Kind::Mapping => "keys with values",
    }
}

/// Message and help for a value that is refused.
pub(super) fn refusal(
    kind: &Refusal,
    node: NodeRef<'_>,
    shape: Option<&Shape>,
    name: &str,
    required: bool,
) -> (String, Option<String>) {
    let says = shape.and_then(|s| s.says.as_deref());
    match kind {
        Refusal::Type { kind } => {
            let (message, help) = wrong_type(kind, node, name);
            (message, help.or_else(|| Some(what_to_write(kind, node, shape, name, required))))
        }
        _ if node.is_blank() => {
            let help = if required { "write its text" } else { "write its text, or remove it" };
            (format!("{name} is empty"), Some(help.to_owned()))
        }
        Refusal::Pattern { .. } | Refusal::Format { .. } if says.is_some() => {
            (format!("{name} {}", says.unwrap_or_default()), example(shape))
        }
        Refusal::Format { format } if format == "date" => (
            format!("{} is not a day of the calendar", quoted(node.scalar_text())),
            Some("write it as year, month and day: 2026-11-01".to_owned()),
        ),
        Refusal::Format { format } => match format_words(format) {
            Some((what, like)) => {
                (format!("{name} must be {what}"), example(shape).or_else(|| Some(format!("for example: {like}"))))
            }
            None => (format!("{name} does not have the right form"), example(shape)),
        },
        Refusal::Pattern { .. } => (format!("{name} does not have the right form"), example(shape)),
        Refusal::MinItems { limit: 1 } => {
            (format!("{name} is an empty list"), Some("add an item, or remove the key".to_owned()))
        }
        Refusal::MinItems { limit } => (format!("{name} has too few items: it needs at least {limit}"), None),
        Refusal::MaxItems { limit } => (format!("{name} has too many items: at most {limit} may stand"), None),
        Refusal::AdditionalItems { limit } => (format!("{name} has too many items: at most {limit} may stand"), None),
        Refusal::MinLength { limit } => (format!("{name} is too short: it needs at least {limit} characters"), None),
        Refusal::MaxLength { limit } => (format!("{name} is too long: at most {limit} characters may stand"), None),
        Refusal::Minimum { limit } => (format!("{name} must be at least {limit}"), None),
        Refusal::Maximum { limit } => (format!("{name} must be at most {limit}"), None),
        Refusal::ExclusiveMinimum { limit } => (format!("{name} must be more than {limit}"), None),
        Refusal::ExclusiveMaximum { limit } => (format!("{name} must be less than {limit}"), None),
        Refusal::MultipleOf { multiple_of } => (format!("{name} must be a multiple of {multiple_of}"), None),
        Refusal::MinProperties { limit } => (format!("{name} needs at least {limit} keys"), None),
        Refusal::MaxProperties { limit } => (format!("{name} may have at most {limit} keys"), None),
        Refusal::Contains => (format!("{name} lacks an item that it must have"), example(shape)),
        Refusal::Not { .. } => (format!("{name} has a value that is not allowed here"), example(shape)),
        Refusal::BacktrackLimitExceeded { .. } | Refusal::RegexEngineFailure { .. } => (
            format!("whether {name} has the right form cannot be told: the schema's pattern takes too many steps"),
            Some("write a pattern without repetitions in repetitions".to_owned()),
        ),
        _ => (
            says.map_or_else(|| format!("{name} does not have the right form"), |s| format!("{name} {s}")),
            example(shape),
        ),
    }
}

fn wrong_type(kind: &TypeKind, node: NodeRef<'_>, name: &str) -> (String, Option<String>) {
    let wanted: Vec<&str> = match kind {
        TypeKind::Single(one) => vec![type_word(*one)],
        TypeKind::Multiple(many) => {
            let mut types: Vec<JsonType> = many.iter().filter(|t| *t != JsonType::Null).collect();
            // What authors mostly write comes first.
            types.sort_by_key(|t| *t != JsonType::String);
            types.into_iter().map(type_word).collect()
        }
    };
    let wants = match wanted.as_slice() {
        [] => "something else".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    };
    let text_wanted = wanted.contains(&"text");
    match node.kind() {
        Kind::Null | Kind::Alias => (format!("{name} is empty; it must be {wants}"), None),
        Kind::Number | Kind::True | Kind::False if text_wanted => (
            format!("{name} must be {wants}, but without quotes {} is {}", node.scalar_text(), is_what(node)),
            Some("put quotes around it".to_owned()),
        ),
        Kind::String if wants == "a list" => (
            format!("{name} must be a list, not text"),
            Some("write each item on a line of its own after \"- \", or all of them as [one, two]".to_owned()),
        ),
        Kind::Mapping if text_wanted && node.style() == Style::Block => (
            format!("{name} must be {wants}, not keys with values"),
            Some("if a \": \" is part of the text, put quotes around all of it".to_owned()),
        ),
        _ => (format!("{name} must be {wants}, not {}", is_what(node)), None),
    }
}

/// What to do about a value of a type that is not wanted.
fn what_to_write(kind: &TypeKind, node: NodeRef<'_>, shape: Option<&Shape>, name: &str, required: bool) -> String {
    let is_keys = wants(kind, JsonType::Object) && !wants(kind, JsonType::String);
    let keys = shape.filter(|_| is_keys).and_then(|shape| shape.required.first());
    if matches!(node.kind(), Kind::Null | Kind::Alias) {
        let is_item = name.starts_with("an item of ");
        return match keys {
            Some(key) if is_item => {
                format!("write \"{key}: …\" and what belongs to it behind the dash, or remove the dash")
            }
            _ if is_item => "write what belongs behind the dash, or remove the dash".to_owned(),
            _ if required => "fill it in".to_owned(),
            _ => "fill it in, or remove the key".to_owned(),
        };
    }
    if wants(kind, JsonType::Boolean) {
        return "write true or false, without quotes".to_owned();
    }
    if wants(kind, JsonType::Integer) || wants(kind, JsonType::Number) {
        return example(shape).unwrap_or_else(|| "write it in digits, such as 12".to_owned());
    }
    if wants(kind, JsonType::Array) {
        return "write each item on a line of its own after \"- \"".to_owned();
    }
    match keys {
        Some(key) => format!("write keys with values below it, such as \"{key}: …\""),
        None if is_keys => "write keys with values below it, such as \"name: …\"".to_owned(),
        None => example(shape).unwrap_or_else(|| "write another value".to_owned()),
    }
}

fn example(shape: Option<&Shape>) -> Option<String> {
    let example = shape?.examples.first()?;
    let text = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
    Some(format!("for example: {text}"))
}
