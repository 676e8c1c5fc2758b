//! The card of a thing of a team's own shape: its name, its id, its kind, and the first prose about it.

use super::Links;
use super::term::used;
use super::text::{Card, code, few, linked, prose, title};
use crate::content::Name;
use crate::ide::FileView;
use crate::ide::about::first_prose;
use crate::schema::Label;
use crate::workspace::DefId;

/// How many other names a card shows.
const FEW: usize = 5;

/// The card. `spelling` is a sentence on the spelling that is hovered; it may be empty.
pub(super) fn card(file: &FileView<'_>, def: DefId, links: Links<'_>, spelling: &str) -> String {
    let workspace = file.workspace();
    let Some(definition) = workspace.definition(def) else { return String::new() };
    let word = super::text::escape(workspace.config().word(definition.kind));
    let name = workspace.name_of(def);
    let what = if definition.is_planned() { format!("{word}, not there yet") } else { word };
    let mut card = Card::default();
    card.block(&title(&linked(file.view, def, links), &what));
    card.block(spelling);
    let about = match def.file == file.id {
        true => first_prose(file, def),
        false => file.view.open(def.file).and_then(|other| first_prose(&other, def)),
    };
    card.block(&about.map_or_else(String::new, |text| prose(workspace, &text)));
    let mut lines = Vec::new();
    let parts = workspace.parts_of(def);
    let labels = |wanted: Label| -> Vec<Name> {
        let all = parts.iter().filter_map(|part| workspace.definition(*part)).flat_map(|one| &one.labels);
        let mut names: Vec<Name> =
            all.filter(|l| l.label == wanted && l.at.name != name).map(|l| l.at.name.clone()).collect();
        names.sort();
        names.dedup();
        names
    };
    lines.extend(labels(Label::Id).first().map(|id| format!("Id: {}", code(id))));
    let also = [labels(Label::Name), labels(Label::Alias)].concat();
    for (names, words) in [(also, "Also"), (labels(Label::Avoid), "Not")] {
        if !names.is_empty() {
            lines.push(format!("{words}: {}", few(&names, FEW)));
        }
    }
    lines.push(used(file, def, links));
    card.block(&lines.join("  \n"));
    card.finish()
}
