//! Plain uses of role names in prose: `a Data Engineer builds …`, without brackets.
//!
//! Only names of two words or more count: one word alone is too often just a word. They are looked for when somebody
//! asks, in one file: the index holds none of them.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::name_use::{NameUse, Place};
use super::prose::prose_in;
use super::{Analysis, FileView, Location};
use crate::content::{KindId, Name, markdown_gaps};
use crate::schema::Label;
use crate::syntax::NodeRef;
use crate::text::Span;
use crate::workspace::{DefId, FileId, How, Resolved, Workspace, collapse_spaces, is_word, map_all};

/// Most [`bounds`] that a name spans: limits the names that are looked up at each place.
pub(super) const LONGEST: usize = 24;

/// The plain uses of role names in a file's prose, in document order.
#[must_use]
pub fn prose_names(file: &FileView<'_>) -> Vec<NameUse> {
    let mut found = Vec::new();
    for node in prose_in(file) {
        names_in(file.workspace(), node, &mut found);
    }
    found
}

/// The plain use of a role name at a byte offset; at its end counts too.
#[must_use]
pub fn prose_name_at(file: &FileView<'_>, at: u32) -> Option<NameUse> {
    let mut found = Vec::new();
    for node in prose_in(file).into_iter().filter(|n| n.span().start <= at && at <= n.span().end) {
        names_in(file.workspace(), node, &mut found);
    }
    found.into_iter().find(|u| u.span.start <= at && at <= u.span.end)
}

/// The plain uses of one name in a file's prose, in document order. Cheap where the file does not hold the name's
/// words.
#[must_use]
pub fn prose_uses(file: &FileView<'_>, def: DefId) -> Vec<NameUse> {
    let Some(definition) = file.workspace().definition(def) else { return Vec::new() };
    let mut labels = definition.labels.iter().filter(|l| l.label != Label::Avoid && is_long(&l.at.name));
    let maybe = labels.any(|label| label.at.name.split(' ').all(|word| file.text.contains(word)));
    if !maybe || !definition.kind.is_role() {
        return Vec::new();
    }
    prose_names(file).into_iter().filter(|u| u.def() == Some(def)).collect()
}

/// The plain uses of a role's name and aliases in the prose of all files, sorted by path and span. Only files that may
/// hold one are read.
#[must_use]
pub fn prose_uses_of(view: Analysis<'_>, def: DefId) -> Vec<(Location, NameUse)> {
    let workspace = view.workspace;
    let Some(definition) = workspace.definition(def).filter(|d| d.kind.is_role()) else { return Vec::new() };
    let labels = definition.labels.iter().filter(|l| l.label != Label::Avoid && is_long(&l.at.name));
    let phrases: Vec<(&Name, Phrase)> = labels.map(|l| (&l.at.name, Phrase::new(&l.at.name))).collect();
    let mut files = workspace.sorted();
    files.retain(|id| phrases.iter().any(|(name, _)| workspace.file(*id).may_hold(name)));
    let one = |id: &FileId| {
        let path = &workspace.file(*id).path;
        let text = view.sources.read(path).unwrap_or_default();
        let places = phrases.iter().map(|(_, phrase)| phrase.places(&text)).collect::<Option<Vec<_>>>();
        let places = places.map(|places| places.concat());
        if places.as_ref().is_some_and(Vec::is_empty) {
            return Vec::new();
        }
        let uses = uses_at(&view.open_text(*id, text), def, places.as_deref());
        uses.into_iter().map(|name| (Location { path: path.clone(), span: name.span }, name)).collect()
    };
    map_all(&files, one).concat()
}

/// A search for a name in the texts of files: its words with any white space between them.
pub(super) struct Phrase {
    words: Vec<String>,
    first: memmem::Finder<'static>,
}

impl Phrase {
    pub fn new(name: &str) -> Self {
        let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
        let first = memmem::Finder::new(words.first().map_or("", String::as_str)).into_owned();
        Self { words, first }
    }

    /// Where the name may stand in a file; `None` where only its scalars' values can tell, because characters may be
    /// escaped.
    pub fn places(&self, text: &str) -> Option<Vec<Span>> {
        let escaped = |word: &String| word.contains(['\'', '"']);
        if memchr(b'\\', text.as_bytes()).is_some() || self.words.iter().any(escaped) {
            return None;
        }
        let found = self.first.find_iter(text.as_bytes()).filter_map(|start| {
            let mut end = start + self.words[0].len();
            for word in &self.words[1..] {
                let rest = &text[end..];
                let white = rest.len() - rest.trim_start().len();
                end += white + word.len();
                if white == 0 || !rest[white..].starts_with(word.as_str()) {
                    return None;
                }
            }
            is_word(text, start..end).then(|| Span::of(start, end))
        });
        Some(found.collect())
    }
}

/// The plain uses of a thing's name in a file's prose, in document order; `places` are those to look at, see
/// [`Phrase::places`].
pub(super) fn uses_at(file: &FileView<'_>, def: DefId, places: Option<&[Span]>) -> Vec<NameUse> {
    let mut found = Vec::new();
    for node in prose_in(file) {
        if places.is_none_or(|places| places.iter().any(|place| node.span().touches(*place))) {
            names_in(file.workspace(), node, &mut found);
        }
    }
    found.retain(|name| name.def() == Some(def));
    found
}

/// Whether a name has two words or more.
pub(super) fn is_long(name: &str) -> bool {
    name.split(' ').filter(|word| word.contains(char::is_alphanumeric)).count() > 1
}

fn names_in(workspace: &Workspace, node: NodeRef<'_>, found: &mut Vec<NameUse>) {
    let value = node.scalar_text();
    let (text, places) = collapse_spaces(value);
    let bounds = bounds(&text);
    let mut gaps: Option<Vec<Range<usize>>> = None;
    let map = node.map();
    let mut from = 0;
    for (at, start) in bounds.iter().enumerate() {
        if *start < from {
            continue;
        }
        // The longest known name that starts here; a term's name, too, hides the names within it.
        let ends = bounds[at + 1..].iter().take(LONGEST).rev();
        let hit = ends.filter(|end| text[*start..**end].contains(' ')).find_map(|end| {
            let known = known(workspace, &text[*start..*end])?;
            is_word(&text, *start..*end).then_some((*end, known))
        });
        let Some((end, known)) = hit else { continue };
        from = end;
        let (first, stop) = (places[*start], places[end - 1] + 1);
        let gaps = gaps.get_or_insert_with(|| markdown_gaps(value));
        if gaps.iter().any(|gap| gap.start < stop && first < gap.end) {
            continue;
        }
        if let Known::Role(name, def) = known {
            found.push(NameUse {
                span: map.span(first, stop),
                kind: KindId::ROLE,
                name,
                resolved: Some(Resolved { def, how: How::Exact }),
                place: Place::Prose,
            });
        }
    }
}

enum Known {
    /// A role's name or alias of two words or more.
    Role(Name, DefId),
    /// Another known name, or a spelling to avoid.
    Other,
}

fn known(workspace: &Workspace, name: &str) -> Option<Known> {
    let mut kinds = workspace.config().kind_ids();
    let fitting = workspace.index().kind(KindId::ROLE).labels(name).iter().filter(|l| l.label != Label::Avoid);
    if let Some(label) = fitting.min_by(|a, b| workspace.order(a.def, b.def)) {
        return Some(if is_long(name) { Known::Role(name.into(), label.def) } else { Known::Other });
    }
    kinds.any(|kind| !workspace.index().kind(kind).labels(name).is_empty()).then_some(Known::Other)
}

/// The places in a text at which a name may start or end: where white space, letters and marks meet.
pub(super) fn bounds(text: &str) -> Vec<usize> {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Space,
        Word,
        Mark,
    }
    let mut bounds = Vec::new();
    let mut before = Class::Space;
    for (at, c) in text.char_indices() {
        let class = match c {
            c if c.is_whitespace() => Class::Space,
            c if c.is_alphanumeric() => Class::Word,
            _ => Class::Mark,
        };
        // A name may hold several marks in a row, and end in the midst of them: `(C++)`.
        if class != before || class == Class::Mark {
            bounds.push(at);
        }
        before = class;
    }
    bounds.push(text.len());
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_start_and_end_at_bounds() {
        assert_eq!(bounds("a (C++) b"), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(bounds("über den"), [0, 5, 6, 9]);
    }

    #[test]
    fn two_words() {
        assert!(is_long("Data Engineer"));
        assert!(!is_long("Engineer"));
        assert!(!is_long("Engineer +"));
    }
}
