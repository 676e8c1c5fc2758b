//! `sidestep refs`: every use of a name.

use serde_json::{Value, json};

use super::arguments::{RefsFormat, RefsOptions};
use super::change::{Place, counted, no_kind, no_workspace, places, resolve};
use super::output::answer::answer;
use super::{Exit, Failure, print};
use crate::content::{Name, Origin, collapse};
use crate::ide::Location;
use crate::ide::plain_names::PlainName;
use crate::ide::uses::Place as At;
use crate::schema::Label;
use crate::text::{LineIndex, Span};
use crate::workspace::{DefId, Sources};

pub(super) fn run(options: &RefsOptions) -> Result<Exit, Failure> {
    let places = places()?;
    let mut human = print::Lines::default();
    let mut all: Vec<Value> = Vec::new();
    for place in &places {
        let kinds = &place.workspace.config().kinds;
        for kind in kinds.iter().filter(|kind| options.kind.as_ref().is_none_or(|wanted| wanted == *kind)) {
            if let Some(def) = resolve(place, kind, &options.name) {
                one(place, kind, def, &mut human, &mut all);
            }
        }
        let name = Name::from(collapse(&options.name).as_ref());
        for what in place.view().plain_names(options.kind.as_deref(), &name) {
            plain(place, &what, &mut human, &mut all);
        }
    }
    if all.is_empty() {
        return Err(unknown(&places, options));
    }
    match options.format {
        RefsFormat::Human => print::say(&human)?,
        RefsFormat::Json => {
            answer(json!({ "names": all }))?;
        }
    }
    Ok(Exit::Clean)
}

fn one(place: &Place, kind: &str, def: DefId, human: &mut print::Lines, all: &mut Vec<Value>) {
    let mut uses = place.view().uses_of(def);
    uses.extend(place.view().prose_uses_of(def));
    uses.sort_by(|(one, _), (other, _)| one.cmp(other));
    let uses = uses.into_iter();
    let uses = uses.map(|(at, name)| Use {
        at,
        word: use_word(name.place),
        definition: name.is_definition(),
        name: name.name,
    });
    tell(place, (kind, &place.workspace.name_of(def)), uses.collect(), human, all);
}

/// A column or a group.
fn plain(place: &Place, what: &PlainName, human: &mut print::Lines, all: &mut Vec<Value>) {
    let uses = place.view().uses_of_plain(what).into_iter().map(|(at, definition)| {
        let word = if definition { "settings" } else { what.word() };
        Use { at, word, definition, name: what.name().clone() }
    });
    tell(place, (what.word(), what.name()), uses.collect(), human, all);
}

/// A place that uses what was asked for.
struct Use<'w> {
    at: Location,
    /// In which way.
    word: &'w str,
    definition: bool,
    /// The name as it is written.
    name: Name,
}

fn tell(place: &Place, (kind, name): (&str, &str), uses: Vec<Use<'_>>, human: &mut print::Lines, all: &mut Vec<Value>) {
    let mut lines = Lines::default();
    let mut list = Vec::new();
    for Use { at, word, definition, name } in &uses {
        lines.open(place, &at.path);
        let (start, end) = lines.range(at.span);
        let path = format!("{}{}", place.shown, at.path);
        human.push(&format!("{path}:{}:{}: {word} \"{name}\"", start.line, start.column));
        list.push(json!({
            "path": path, "range": { "start": start, "end": end },
            "use": word, "definition": definition, "written": &**name,
        }));
    }
    // Where it is defined it is not used.
    let mut files: Vec<&str> = uses.iter().filter(|one| !one.definition).map(|one| &*one.at.path).collect();
    let count = counted(files.len(), "use");
    files.dedup();
    human.push(&format!("{kind} \"{name}\": {count} in {}", counted(files.len(), "file")));
    all.push(json!({ "kind": kind, "name": name, "uses": list }));
}

/// The lines of the file that was looked at last.
#[derive(Default)]
struct Lines {
    path: String,
    text: String,
    index: Option<LineIndex>,
}

impl Lines {
    fn open(&mut self, place: &Place, path: &str) {
        if self.path == path && self.index.is_some() {
            return;
        }
        self.path = path.to_owned();
        self.text = place.snapshot.read(path).unwrap_or_default();
        self.index = Some(LineIndex::new(&self.text));
    }

    fn range(&self, span: Span) -> (crate::text::CharPosition, crate::text::CharPosition) {
        let index =
            self.index.as_ref().map_or_else(|| std::borrow::Cow::Owned(LineIndex::new("")), std::borrow::Cow::Borrowed);
        (index.char_position(span.start), index.char_position(span.end))
    }
}

/// In which way a thing is used at a place.
pub(super) const fn use_word(place: At) -> &'static str {
    match place {
        At::Definition(Label::Name) => "definition, name",
        At::Definition(Label::Id) => "definition, id",
        At::Definition(Label::Planned) => "definition, planned",
        At::Definition(Label::Address) => "definition, address",
        At::Definition(Label::Alias) => "definition, alias",
        At::Definition(Label::Avoid) => "definition, spelling to avoid",
        At::Reference(Origin::Alternative) => "alternative",
        At::Reference(Origin::Row) => "row",
        At::Reference(Origin::Pick) => "option",
        At::Reference(Origin::ReplacedBy) => "replaced by",
        At::Reference(Origin::List) => "list",
        At::Reference(Origin::Mention | Origin::DoubtfulMention) => "mention",
        At::Reference(Origin::Field) => "field",
        At::Reference(Origin::File) => "file name",
        At::Reference(Origin::Link) => "link",
        At::Term => "cell",
        At::Discouraged => "prose, spelling to avoid",
        At::Prose => "prose",
    }
}

/// No workspace knows the name.
fn unknown(places: &[Place], options: &RefsOptions) -> Failure {
    let kinds = || {
        places.iter().flat_map(|place| {
            let config = place.workspace.config();
            config.kind_ids().zip(&config.kinds).map(move |kind| (place, kind))
        })
    };
    let words: Vec<String> = places.iter().flat_map(|place| place.view().plain_words()).collect();
    if let Some(wanted) = &options.kind
        && !kinds().any(|(_, (_, kind))| kind == wanted)
        && !words.contains(wanted)
    {
        return no_kind(wanted, kinds().map(|(_, (_, kind))| kind.as_str()).chain(words.iter().map(String::as_str)));
    }
    if let Some(failure) = no_workspace(places) {
        return failure;
    }
    let mut near: Vec<String> = Vec::new();
    for (place, (id, kind)) in kinds() {
        if options.kind.as_ref().is_some_and(|wanted| wanted != kind) {
            continue;
        }
        let name = place.workspace.intern(&collapse(&options.name));
        if let Some(found) = place.workspace.suggest(id, &name) {
            near.push(format!("\"{}\" ({kind})", found.name));
        }
    }
    near.dedup();
    let what = options.kind.as_ref().map_or_else(|| "nothing".to_owned(), |kind| format!("no {kind}"));
    let failure = Failure::new(format!("{what} is named \"{}\"", options.name));
    if near.is_empty() { failure } else { failure.help(format!("did you mean {}?", near.join(" or "))) }
}
