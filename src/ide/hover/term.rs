//! The card of a term.

use super::Links;
use super::text::{Card, address, count, escape, few, linked, linked_as, prose, some, title};
use crate::content::Name;
use crate::ide::FileView;
use crate::ide::groups::groups_of_entry;
use crate::ide::uses::{files_using, users};
use crate::schema::Label;
use crate::syntax::NodeRef;
use crate::workspace::{DefId, FileId};

/// How many roles a card names.
const FEW: usize = 5;

/// The card. `spelling` is a sentence on the spelling that is hovered; it may be empty.
pub(super) fn card(file: &FileView<'_>, def: DefId, links: Links<'_>, spelling: &str) -> String {
    let workspace = file.workspace();
    let Some(definition) = workspace.definition(def) else { return String::new() };
    let word = workspace.config().word(definition.kind);
    let mut card = Card::default();
    let (summary, url, groups) = about(file, def).unwrap_or_default();
    let kind: Vec<String> = std::iter::once(word).chain(groups.iter().map(|name| &**name)).map(escape).collect();
    card.block(&title(&linked(file.view, def, links), &kind.join(", ")));
    card.block(spelling);
    card.block(&summary);
    card.block(&url.as_deref().map_or_else(String::new, address));
    let labels = |wanted: Label| -> Vec<Name> {
        definition.labels.iter().filter(|l| l.label == wanted).map(|l| l.at.name.clone()).collect()
    };
    let mut lines = Vec::new();
    for (label, words) in [(Label::Alias, "Also"), (Label::Avoid, "Not")] {
        let names = labels(label);
        if !names.is_empty() {
            lines.push(format!("{words}: {}", few(&names, FEW)));
        }
    }
    lines.push(used(file, def, links));
    card.block(&lines.join("  \n"));
    card.finish()
}

/// Where a thing is used.
pub(super) fn used(file: &FileView<'_>, def: DefId, links: Links<'_>) -> String {
    let files = files_using(file.view, def);
    let name = |id: &FileId| {
        let entry = file.workspace().file(*id);
        match entry.facts.role_definition() {
            Some(role) => linked_as(file.view, &role.name().name, DefId::role(*id), links),
            None => escape(&entry.path),
        }
    };
    let names: Vec<String> = files.iter().take(FEW).map(name).collect();
    let noun = users(file.workspace(), def, &files);
    match files.len() {
        0 => format!("No {noun} uses it"),
        n => format!("Used by {}: {}", count(n, noun), some(&names, n)),
    }
}

/// Summary, link and groups of a term, as its vocabulary says.
fn about(file: &FileView<'_>, def: DefId) -> Option<(String, Option<String>, Vec<Name>)> {
    let name = file.workspace().file(def.file).facts.definitions.get(def.position as usize)?.name().span;
    let read = |view: &FileView<'_>| {
        let item =
            view.tree.root()?.items().find(|item| {
                item.get("name").is_some_and(|n| n.span().start <= name.start && name.end <= n.span().end)
            })?;
        let text = |key: &str| item.get(key).and_then(NodeRef::text).map(str::trim).filter(|t| !t.is_empty());
        let url = text("url").map(str::to_owned);
        let summary = text("summary").map_or_else(String::new, |summary| prose(view.workspace(), summary));
        Some((summary, url, groups_of_entry(view.workspace().schema_of(view.entry), item)))
    };
    if def.file == file.id { read(file) } else { file.view.open(def.file).and_then(|other| read(&other)) }
}
