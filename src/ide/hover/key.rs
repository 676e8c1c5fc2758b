//! The card of a key: what the schema says about it.

use serde_json::Value;

use super::text::{Card, code, escape};
use super::{Hover, role};
use crate::content::keys;
use crate::ide::FileView;
use crate::ide::card_markdown::harmless;
use crate::ide::keys::{KeyAt, key_at};
use crate::ide::shorten::shorten;
use crate::syntax::{Kind, scalar};

/// How many characters of an example a card shows.
const EXAMPLE: usize = 80;

pub(super) fn hover(file: &FileView<'_>, at: u32) -> Option<Hover> {
    let found = key_at(&file.tree, file.workspace().schema_of(file.entry), at)?;
    // A value speaks for itself, unless it is one of a few words.
    if found.in_value && (found.shape.values.is_empty() || found.value.kind() != Kind::String) {
        return None;
    }
    let span = if found.in_value { found.value.inner_span() } else { found.key.inner_span() };
    let markdown = card(file, &found);
    (!markdown.is_empty()).then_some(Hover { span, markdown })
}

fn card(file: &FileView<'_>, found: &KeyAt<'_>) -> String {
    let shape = found.shape;
    let name = found.key.scalar_text();
    let required = found.parent.required.iter().any(|key| key == name);
    let title = shape.title.as_deref().filter(|title| !title.eq_ignore_ascii_case(name));
    let mut about: Vec<String> = title.map(escape).into_iter().collect();
    if required {
        about.push("required".to_owned());
    }
    let mut card = Card::default();
    if shape.description.is_none() && about.is_empty() {
        return String::new();
    }
    let about = if about.is_empty() { String::new() } else { format!(" · {}", about.join(", ")) };
    card.block(&format!("**{}**{about}", escape(name)));
    card.block(&shape.description.as_deref().map(harmless).unwrap_or_default());
    if name == keys::ROLE && found.above.is_some_and(|above| above.scalar_text() == keys::ROWS) {
        card.block(&role::inherited(file, found.key.span()).unwrap_or_default());
    }
    let mut lines = Vec::new();
    if !shape.values.is_empty() {
        let values: Vec<String> = shape.values.iter().map(|v| code(v)).collect();
        lines.push(format!("Values: {}", values.join(", ")));
    }
    if let Some(default) = shape.default.as_ref().and_then(inline) {
        lines.push(format!("Default: {default}"));
    }
    if let Some(example) = shape.examples.first().and_then(inline).filter(|_| shape.values.is_empty()) {
        lines.push(format!("Example: {example}"));
    }
    card.block(&lines.join("  \n"));
    card.finish()
}

/// A value as YAML on one line, cut where it grows too long; `None` for what needs more lines.
fn inline(value: &Value) -> Option<String> {
    let text = yaml(value);
    let fits = !text.is_empty() && !text.contains(['`', '\n']);
    fits.then(|| code(&shorten(&text, EXAMPLE)))
}

fn yaml(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Array(items) => format!("[{}]", items.iter().map(yaml).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let pairs: Vec<String> =
                map.iter().map(|(key, value)| format!("{}: {}", scalar(key), yaml(value))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}
