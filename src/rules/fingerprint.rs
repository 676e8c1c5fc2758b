//! The [`Fingerprint`] of each finding.

use rustc_hash::FxHashMap;

use super::Diagnostic;
use crate::content::{Definition, FileFacts, FileKind};
use crate::edit::Document;
use crate::schema::Label;
use crate::syntax::{Kind, NodeId, NodeRef, Tree};
use crate::text::Span;
use crate::workspace::{Config, Fingerprint, ITSELF, Sources, Workspace, map_all, stable_hash};

/// The fingerprints of findings in one file, in their order. `path`: relative to the workspace; `text`: all of the file's.
#[must_use]
pub fn fingerprints(workspace: &Workspace, path: &str, text: &str, found: &[&Diagnostic]) -> Vec<Fingerprint> {
    let document = Document::parse(path, text.to_owned());
    let entry = workspace.find(path).map(|id| workspace.file(id)).filter(|entry| entry.kind != FileKind::Config);
    let config = workspace.config();
    let things = entry.map_or_else(Things::default, |entry| Things::of(&document.tree, &entry.facts, config));
    let file = File { document, things };
    found.iter().map(|finding| file.fingerprint(finding)).collect()
}

/// The fingerprints of findings in any files, in their order. A file that cannot be read has no text.
#[must_use]
pub fn fingerprints_of(workspace: &Workspace, sources: &dyn Sources, found: &[&Diagnostic]) -> Vec<Fingerprint> {
    let mut by_path: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, finding) in found.iter().enumerate() {
        by_path.entry(&finding.path).or_default().push(at);
    }
    let files: Vec<(&str, Vec<usize>)> = by_path.into_iter().collect();
    let all = map_all(&files, |(path, places)| {
        let text = sources.read(path).ok().or_else(|| sources.salvage(path).map(|salvage| salvage.text));
        let of_file: Vec<&Diagnostic> = places.iter().map(|at| found[*at]).collect();
        fingerprints(workspace, path, &text.unwrap_or_default(), &of_file)
    });
    let mut prints = vec![Fingerprint::default(); found.len()];
    for (at, print) in files.iter().flat_map(|(_, places)| places).zip(all.into_iter().flatten()) {
        prints[*at] = print;
    }
    prints
}

/// A file with findings.
struct File {
    document: Document,
    things: Things,
}

impl File {
    fn fingerprint(&self, finding: &Diagnostic) -> Fingerprint {
        let Span { start, end } = finding.span;
        let ancestors = self.document.tree.path_at(start);
        let thing = self.thing(&ancestors, finding.span);
        let own = |text: &str| match thing {
            Some((_, name)) if text == name => ITSELF.to_owned(),
            _ => shortened(text),
        };
        let underlined = collapsed(self.document.text.get(start as usize..end as usize).unwrap_or_default());
        let about = first_quoted(&finding.message).map(collapsed).filter(|about| *about != underlined);
        Fingerprint {
            thing: thing.map_or_else(|| self.document.path.to_string(), |(thing, _)| thing.clone()),
            code: finding.code.to_string(),
            place: place(&self.document.tree, &ancestors, start),
            about: about.map_or_else(String::new, |about| own(&about)),
            text: own(&underlined),
        }
    }

    /// The innermost thing around a place, and its name. A body belongs to what its front matter says.
    fn thing(&self, ancestors: &[NodeId], span: Span) -> Option<&(String, String)> {
        let by_holder = &self.things.by_holder;
        let in_body = || self.document.tree.body().is_some_and(|body| body.span().touches(span));
        let innermost = ancestors.iter().rev().find_map(|id| by_holder.get(id));
        innermost.or_else(|| by_holder.get(&ROOT).filter(|_| ancestors.is_empty() || in_body()))
    }
}

/// The root of a tree.
const ROOT: NodeId = 0;

/// What a file defines: the thing and its name, by the mapping that it is.
#[derive(Default)]
struct Things {
    by_holder: FxHashMap<NodeId, (String, String)>,
}

impl Things {
    fn of(tree: &Tree, facts: &FileFacts, config: &Config) -> Self {
        let mut things = Self::default();
        for definition in &facts.definitions {
            let name = &*definition.id().unwrap_or_else(|| definition.name()).name;
            let thing = || (format!("{}:{}", config.word(definition.kind), shortened(name)), name.to_owned());
            // Of several that one mapping is, the first.
            things.by_holder.entry(holder(tree, definition)).or_insert_with(thing);
        }
        things
    }
}

/// The mapping that a thing is, or the text that is a thing alone.
fn holder(tree: &Tree, definition: &Definition) -> NodeId {
    let mut written = definition.labels.iter().filter(|label| !label.of_file);
    let Some(label) = written.find(|label| label.label != Label::Avoid) else { return ROOT };
    let ancestors = tree.path_at(label.at.span.start);
    let Some((leaf, above)) = ancestors.split_last() else { return ROOT };
    for id in above.iter().rev() {
        let node = tree.written(*id);
        match node.kind() {
            Kind::Sequence if label.label != Label::Alias => return *leaf,
            Kind::Mapping => {
                // A key that is a label names its value.
                let value = node.written_entries().find(|(key, _)| key.id() == *leaf).map(|(_, value)| value);
                let value = value.filter(|value| value.kind() == Kind::Mapping);
                return value.map_or(*id, |value| value.id());
            }
            _ => {}
        }
    }
    ROOT
}

/// The keys on the way to a place, with `[]` for each list.
fn place(tree: &Tree, ancestors: &[NodeId], at: u32) -> String {
    let mut place = String::new();
    for (depth, id) in ancestors.iter().enumerate() {
        let (node, below) = (tree.written(*id), ancestors.get(depth + 1));
        let is_on_way = |(key, value): &(NodeRef<'_>, NodeRef<'_>)| match below {
            Some(below) => *below == key.id() || *below == value.id(),
            None => key.span().start <= at && at <= key.span().end,
        };
        match node.kind() {
            Kind::Mapping => {
                if let Some((key, _)) = node.written_entries().find(is_on_way) {
                    place.push_str(if place.is_empty() { "" } else { "." });
                    place.push_str(&shortened(&collapsed(key.scalar_text())));
                }
            }
            Kind::Sequence if below.is_some() => place.push_str("[]"),
            _ => {}
        }
    }
    place
}

/// What stands first between quotes.
fn first_quoted(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once('"')?;
    rest.split_once('"').map(|(quoted, _)| quoted)
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// So many characters of a text are kept; a hash stands for the rest.
const MOST_KEPT: usize = 60;

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_KEPT) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}… #{:016x}", &text[..end], stable_hash(text)),
    }
}
