//! `sidestep list`: the things of a kind.

use serde::Serialize;
use serde_json::json;

use super::arguments::{ListOptions, RefsFormat};
use super::change::{Place, no_kind, no_workspace, places};
use super::output::answer::answer;
use super::print::Lines;
use super::{Exit, Failure, print};
use crate::content::{KindId, Status};
use crate::schema::Label;
use crate::text::{CharPosition, LineIndex};
use crate::workspace::{DefId, Sources as _};

/// A thing.
#[derive(Serialize)]
struct Thing {
    kind: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    aliases: Vec<String>,
    avoid: Vec<String>,
    path: String,
    start: CharPosition,
}

pub(super) fn run(options: &ListOptions) -> Result<Exit, Failure> {
    let places = places()?;
    if let Some(failure) = no_workspace(&places) {
        return Err(failure);
    }
    let words = || places.iter().flat_map(|place| place.workspace.config().kinds.iter().map(String::as_str));
    let Some(asked) = &options.kind else { return kinds(&places, options.format) };
    let asked = singular(asked, words);
    if !words().any(|word| word == asked) {
        return Err(no_kind(asked, words()));
    }
    let mut things: Vec<Thing> = Vec::new();
    for place in &places {
        if let Some(kind) = place.workspace.config().kind(asked) {
            things.extend(things_of(place, kind));
        }
    }
    if options.format == RefsFormat::Json {
        answer(json!({ "things": things }))?;
        return Ok(Exit::Clean);
    }
    let width = things.iter().map(|thing| thing.name.chars().count()).max().unwrap_or(0).min(WIDEST_NAME);
    let mut lines = Lines::default();
    for Thing { name, status, path, start, .. } in &things {
        let status = status.filter(|status| *status != PUBLISHED).map(|s| format!("  {s}")).unwrap_or_default();
        lines.push(&format!("{name:width$}  {path}:{}:{}{status}", start.line, start.column));
    }
    print::say(&lines)?;
    if things.is_empty() {
        print::note_line(&format!("nothing is of kind \"{asked}\""));
    }
    Ok(Exit::Clean)
}

/// A longer name is not made room for.
const WIDEST_NAME: usize = 40;

const PUBLISHED: &str = "published";

/// The word of the settings for a kind that somebody asks for in the plural.
fn singular<'a, 'k, W: Iterator<Item = &'k str>>(asked: &'a str, words: impl Fn() -> W) -> &'a str {
    let known = |word: &str| words().any(|known| known == word);
    match asked.strip_suffix('s') {
        Some(one) if !known(asked) && known(one) => one,
        _ => asked,
    }
}

fn things_of(place: &Place, kind: KindId) -> Vec<Thing> {
    let workspace = &place.workspace;
    let mut things = Vec::new();
    for file in workspace.sorted() {
        let entry = workspace.file(file);
        if entry.facts.definitions.iter().all(|definition| definition.kind != kind) {
            continue;
        }
        let text = place.snapshot.read(&entry.path).unwrap_or_default();
        let lines = LineIndex::new(&text);
        for (position, definition) in (0..).zip(&entry.facts.definitions) {
            let def = DefId { file, position };
            // Of a thing that several entries make up, one stands for it.
            if definition.kind != kind || workspace.standing_for(def) != def {
                continue;
            }
            let named = |label: Label| {
                let labels = definition.labels.iter().filter(|one| one.label == label);
                labels.map(|one| one.at.name.to_string()).collect::<Vec<_>>()
            };
            let status = entry.facts.role.as_ref().filter(|_| kind.is_role()).map(|role| status(role.status));
            things.push(Thing {
                kind: place.word(kind).to_owned(),
                name: workspace.name_of(def).to_string(),
                status,
                aliases: named(Label::Alias),
                avoid: named(Label::Avoid),
                path: format!("{}{}", place.shown, entry.path),
                start: lines.char_position(definition.name().span.start),
            });
        }
    }
    things.sort_by(|a, b| a.name.to_lowercase().cmp(&b.name.to_lowercase()).then_with(|| a.path.cmp(&b.path)));
    things
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Published => PUBLISHED,
        Status::Retired => "retired",
    }
}

/// The kinds, and how much there is of each.
fn kinds(places: &[Place], format: RefsFormat) -> Result<Exit, Failure> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for place in places {
        for kind in place.workspace.config().kind_ids() {
            let n = things_of(place, kind).len();
            let word = place.word(kind);
            match counts.iter_mut().find(|(known, _)| known == word) {
                Some((_, count)) => *count += n,
                None => counts.push((word.to_owned(), n)),
            }
        }
    }
    if format == RefsFormat::Json {
        let one = |(kind, count): &(String, usize)| json!({ "kind": kind, "count": count });
        answer(json!({ "kinds": counts.iter().map(one).collect::<Vec<_>>() }))?;
        return Ok(Exit::Clean);
    }
    let width = counts.iter().map(|(kind, _)| kind.chars().count()).max().unwrap_or(0);
    let mut lines = Lines::default();
    for (kind, count) in &counts {
        lines.push(&format!("{kind:width$}  {count}"));
    }
    print::say(&lines)?;
    Ok(Exit::Clean)
}
