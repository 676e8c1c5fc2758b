//! The texts of a proposal: `sidestep.yaml` and a schema for each collection that has one of its own.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::alike::Below;
use super::field::{Field, Note};
use super::guess::{Guess, Schema};
use crate::content::is_index;
use crate::text::with_article;
use crate::workspace::Config;

/// What is proposed.
#[derive(Debug, Default)]
pub(super) struct Proposal {
    pub guesses: Vec<Guess>,
    /// Files in which nothing names or refers to anything.
    pub left: Vec<String>,
    /// Files that do not parse, or cannot be read.
    pub broken: BTreeSet<String>,
    /// The rules of which the content has errors already.
    pub quiet: BTreeSet<String>,
}

/// So many files that are left out are named.
const MOST_NAMED: usize = 8;

/// The files to write: paths and texts, the settings first.
pub(super) fn files(proposal: &Proposal, folder: &str) -> Vec<(String, String)> {
    let mut files = vec![("sidestep.yaml".to_owned(), settings(proposal, folder))];
    for guess in proposal.guesses.iter().filter(|guess| guess.schema == Schema::Own) {
        let text = serde_json::to_string_pretty(&schema(guess)).unwrap_or_default();
        files.push((format!("{folder}/{}.json", guess.label), format!("{text}\n")));
    }
    files
}

fn settings(proposal: &Proposal, folder: &str) -> String {
    let Proposal { guesses, left, broken, quiet } = proposal;
    let mut text = "# A proposal, made from the files that are here. Read it, and correct what is guessed wrong, here and in the schemas:\n\
# \"x-sidestep-defines\" says what a thing is called, \"x-sidestep-refers\" what names one. \"sidestep check\" tells what follows.\n\
collections:\n"
        .to_owned();
    for guess in guesses {
        text.push_str(&format!("  # {}\n", told(guess).join("; ")));
        let patterns: Vec<String> = patterns(guess, broken).iter().map(|pattern| quoted(pattern)).collect();
        let schema = match guess.schema {
            Schema::Own => format!("{folder}/{}.json", guess.label),
            Schema::Builtin(name) => quoted(name),
        };
        text.push_str(&format!("  {}: {{ files: [{}], schema: {schema} }}\n", guess.label, patterns.join(", ")));
    }
    let columns = columns(guesses);
    if !columns.is_empty() {
        text.push_str("# The columns of the comparison, in page order. Those that list names have a kind: { name: Tools, kind: tool }\ncolumns:\n");
        columns.iter().for_each(|column| text.push_str(&format!("  - {{ name: {} }}\n", quoted(column))));
    }
    if guesses.iter().any(|guess| guess.group.is_markdown) {
        text.push_str(
            "# Where links begin with \"/\", or leave the extension away:\n# links: { root: content, extensions: optional }\n",
        );
    }
    if !quiet.is_empty() {
        text.push_str(
            "# What is wrong in the content already is no error yet: mend it, then remove these lines.\nrules:\n",
        );
        quiet.iter().for_each(|code| text.push_str(&format!("  {code}: warning\n")));
    }
    for (paths, why) in [
        (left.iter().collect::<Vec<_>>(), "nothing in them names or refers to anything"),
        (broken.iter().collect(), "they cannot be read, or have a syntax error"),
    ] {
        if !paths.is_empty() {
            let named: Vec<String> = paths.iter().take(MOST_NAMED).map(|path| quoted(path)).collect();
            let more = paths.len() - named.len();
            let more = if more > 0 { format!(", and {more} more") } else { String::new() };
            text.push_str(&format!("# Left out, since {why}: {}{more}\n", named.join(", ")));
        }
    }
    text
}

/// What is said about a collection: its files, what they define, what they refer to.
pub(super) fn told(guess: &Guess) -> Vec<String> {
    let count = guess.group.paths.len();
    let mut told = vec![if count == 1 { "1 file".to_owned() } else { format!("{count} files that look alike") }];
    match (&guess.kind, guess.schema) {
        (_, Schema::Builtin("sidestep:page")) => {
            return vec![
                format!("{count} Markdown pages"),
                "each is known by its path and called by its title or first heading".to_owned(),
            ];
        }
        (Some(kind), Schema::Builtin("sidestep:role")) => {
            told.push(format!("each is {} in Sidestep's own form", with_article(kind)))
        }
        (Some(kind), Schema::Builtin(_)) => told.push(format!("a vocabulary of {kind}s in Sidestep's own form")),
        (Some(kind), Schema::Own) if guess.by_file => {
            told.push(format!("each is {}, known by its file's name", with_article(kind)))
        }
        (Some(kind), Schema::Own) => told.push(format!("each is {}", with_article(kind))),
        (None, _) => {}
    }
    if guess.schema == Schema::Own {
        notes(&guess.group.root, "", &mut told);
    }
    told
}

/// What the fields below one mean, in words.
fn notes(field: &Field, path: &str, told: &mut Vec<String>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match &field.note {
        Some(Note::Defines(kind, "planned")) => {
            told.push(format!("{} is the id of {} that may still come", quoted(path), with_article(kind)));
        }
        Some(Note::Defines(kind, "alias")) => {
            told.push(format!("{} is another name of {}", quoted(path), with_article(kind)))
        }
        Some(Note::Defines(kind, label)) => {
            told.push(format!("{} is the {label} of {}", quoted(path), with_article(kind)))
        }
        Some(Note::Refers(kind, None)) => told.push(format!("{} names {}", quoted(path), with_article(kind))),
        Some(Note::Refers(kind, Some(by))) => {
            told.push(format!("{} names {kind}s with \"{by}\" between them", quoted(path)))
        }
        Some(Note::Path(kind)) => told.push(format!("{} is the path of {}", quoted(path), with_article(kind))),
        Some(Note::Prose) | None => {}
    }
    match &field.key_note {
        Some(Note::Defines(kind, _)) if path.is_empty() => {
            told.push(format!("each key is the id of {}", with_article(kind)))
        }
        Some(Note::Defines(kind, _)) => {
            told.push(format!("each key of {} is the id of {}", quoted(path), with_article(kind)))
        }
        Some(Note::Refers(kind, _)) => told.push(format!("each key of {} names {}", quoted(path), with_article(kind))),
        _ => {}
    }
    for (key, field) in &field.keys {
        notes(field, &below(key), told);
    }
    for field in field.items.as_deref().into_iter().chain(field.each.as_deref()) {
        notes(field, path, told);
    }
}

/// The patterns that take the files of a group, and none of those that do not parse.
fn patterns(guess: &Guess, broken: &BTreeSet<String>) -> Vec<String> {
    let group = &guess.group;
    let mut endings: Vec<&str> =
        group.paths.iter().filter_map(|path| path.rsplit_once('.').map(|(_, end)| end)).collect();
    endings.sort_unstable();
    endings.dedup();
    let is_page = guess.schema == Schema::Builtin("sidestep:page");
    if let Some(Below::Named(name)) = &group.below
        && group.fills_folder
    {
        let folder = if group.folder.is_empty() { String::new() } else { format!("{}/", group.folder) };
        return vec![format!("{folder}**/{name}")];
    }
    if is_page || group.below == Some(Below::All) {
        let folder = if is_page { String::new() } else { format!("{}/", group.folder) };
        let paths: Vec<&str> = group.paths.iter().map(String::as_str).collect();
        let mut patterns = Vec::new();
        around(&folder, &paths, broken, &mut patterns);
        return patterns;
    }
    let may_grow = group.paths.len() > 1 || guess.kind.is_some() && !group.folder.is_empty();
    if !group.fills_folder || !may_grow {
        return group.paths.clone();
    }
    let folder = if group.folder.is_empty() { String::new() } else { format!("{}/", group.folder) };
    endings.iter().map(|end| format!("{folder}*.{end}")).collect()
}

/// Adds the patterns that take all files below a folder but those that are left out; `paths`: what lies in it, sorted.
fn around(folder: &str, paths: &[&str], out: &BTreeSet<String>, patterns: &mut Vec<String>) {
    let endings = |paths: &[&str]| -> BTreeSet<String> {
        paths.iter().filter_map(|path| path.rsplit_once('.').map(|(_, end)| end.to_owned())).collect()
    };
    let mut lost = out.range(folder.to_owned()..).take_while(|path| path.starts_with(folder)).peekable();
    if lost.peek().is_none() {
        patterns.extend(endings(paths).into_iter().map(|end| format!("{folder}**/*.{end}")));
        return;
    }
    let is_own = |path: &str| !path[folder.len()..].contains('/');
    let own: Vec<&str> = paths.iter().copied().filter(|path| is_own(path)).collect();
    match lost.any(|path| is_own(path)) {
        true => patterns.extend(own.iter().map(|path| (*path).to_owned())),
        false => patterns.extend(endings(&own).into_iter().map(|end| format!("{folder}*.{end}"))),
    }
    let below = |path: &&str| path[folder.len()..].split_once('/').map(|(name, _)| format!("{folder}{name}/"));
    let mut rest: Vec<&str> = paths.iter().copied().filter(|path| !is_own(path)).collect();
    rest.sort_by_key(|path| below(path));
    for group in rest.chunk_by(|a, b| below(a) == below(b)) {
        if let Some(folder) = group.first().and_then(below) {
            around(&folder, group, out, patterns);
        }
    }
}

/// The schema of a collection's files.
fn schema(guess: &Guess) -> Value {
    let group = &guess.group;
    let mut root = Map::new();
    root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    root.insert("$comment".to_owned(), json!(format!("A proposal, made from {}.", told(guess)[0])));
    if let Some(kind) = guess.kind.as_ref().filter(|_| guess.by_file) {
        let has_index = group.paths.iter().any(|path| is_index(super::words::stem(path)));
        let comment =
            if has_index { "An index file has the name of its folder." } else { "The file's name is the id." };
        root.insert(
            "x-sidestep-file".to_owned(),
            json!({ "$comment": comment, "defines": kind, "label": "id", "from": "stem" }),
        );
    }
    if let Some(kind) = guess.kind.as_ref().filter(|_| guess.by_heading) {
        root.insert("x-sidestep-heading".to_owned(), json!({ "defines": kind }));
    }
    root.extend(described(&group.root, group.is_whole && !guess.loose));
    if group.root.mappings != group.paths.len() {
        root.remove("required");
    }
    Value::Object(root)
}

/// What a schema says about a field. Where the `whole` of it was read, also what form values have, and that keys are required
/// which all mappings have.
fn described(field: &Field, whole: bool) -> Map<String, Value> {
    let mut schema = Map::new();
    let mut put = |key: &str, value: Value| drop(schema.insert(key.to_owned(), value));
    let is_all = |count: usize| count > 0 && count == field.values;
    let words = [
        (is_all(field.mappings), "object"),
        (is_all(field.lists), "array"),
        (is_all(field.strings), "string"),
        (is_all(field.whole_numbers), "integer"),
        (is_all(field.whole_numbers + field.numbers), "number"),
        (is_all(field.booleans), "boolean"),
    ];
    if let Some((_, word)) = words.into_iter().find(|(fits, _)| whole && *fits) {
        put("type", json!(word));
    }
    noted(field, &mut put);
    let required: Vec<&String> = field
        .keys
        .iter()
        .filter(|(_, one)| whole && field.mappings > 1 && one.values == field.mappings)
        .map(|(key, _)| key)
        .collect();
    if !required.is_empty() {
        put("required", json!(required));
    }
    // Of keys that differ from one mapping to the next, none is told.
    let names_things = matches!(field.key_note, Some(Note::Refers(..)));
    if !field.keys.is_empty() && !names_things {
        let below = field.keys.iter().map(|(key, one)| (key.clone(), Value::Object(described(one, whole))));
        put("properties", Value::Object(below.collect()));
    }
    if let Some(items) = field.items.as_deref().filter(|items| items.values > 0) {
        put("items", Value::Object(described(items, whole)));
    }
    if let Some(each) = field.each.as_deref() {
        put("additionalProperties", Value::Object(described(each, whole)));
    }
    schema
}

/// The annotations of a field and of its keys.
fn noted(field: &Field, put: &mut impl FnMut(&str, Value)) {
    match &field.note {
        Some(Note::Defines(kind, label)) => {
            put("x-sidestep-defines", json!(kind));
            if *label != "name" {
                put("x-sidestep-label", json!(label));
            }
        }
        Some(Note::Refers(kind, separator)) => {
            put("x-sidestep-refers", json!(kind));
            if let Some(separator) = separator {
                put("x-sidestep-separator", json!(separator.to_string()));
            }
        }
        Some(Note::Path(kind)) => {
            put("x-sidestep-refers", json!(kind));
            put("x-sidestep-written", json!("path"));
        }
        Some(Note::Prose) => put("x-sidestep-prose", json!(true)),
        None => {}
    }
    match &field.key_note {
        Some(Note::Defines(kind, label)) => {
            put("propertyNames", json!({ "x-sidestep-defines": kind, "x-sidestep-label": label }));
        }
        Some(Note::Refers(kind, _)) => put("propertyNames", json!({ "x-sidestep-refers": kind })),
        _ => {}
    }
}

/// The columns of tables in Sidestep's own form, in the order of the first rows that have them.
fn columns(guesses: &[Guess]) -> Vec<&str> {
    let roles = guesses.iter().filter(|guess| guess.schema == Schema::Builtin("sidestep:role"));
    let rows = roles.filter_map(|guess| guess.group.root.get("comparison")?.get("rows")?.items.as_deref());
    let keys = rows.flat_map(|rows| &rows.keys).map(|(key, _)| key.as_str());
    let mut columns: Vec<&str> = keys.filter(|key| *key != "role" && !key.starts_with("x-")).collect();
    let mut seen = BTreeSet::new();
    columns.retain(|column| seen.insert(*column));
    let usual = Config::default().columns;
    if columns.iter().all(|column| usual.iter().any(|known| known.name == *column)) { Vec::new() } else { columns }
}

/// A text in double quotes, as YAML and JSON read it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
