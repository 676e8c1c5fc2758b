//! The card of a group: the entries that are sorted into it.

use super::Hover;
use super::text::{Card, count, escape, few, title};
use crate::content::Name;
use crate::ide::FileView;
use crate::ide::definition::defined_around;
use crate::ide::groups::{count_files, group_at, uses_of_group};
use crate::text::Span;

/// How many entries a card names.
const FEW: usize = 6;
/// Most files that a card is looked up in: each is read anew while the author waits.
const MOST_FILES: usize = 500;

pub(super) fn hover(file: &FileView<'_>, at: u32) -> Option<Hover> {
    let group = group_at(file, at)?;
    let mut card = Card::default();
    card.block(&title(&escape(&group.at.name), &escape(group.of)));
    if count_files(file.view, group.of) > MOST_FILES {
        return Some(Hover { span: group.at.span, markdown: card.finish() });
    }
    let uses = uses_of_group(file.view, group.of, &group.at.name);
    let total: usize = uses.iter().map(|(_, places)| places.len()).sum();
    let mut entries: Vec<Name> = Vec::new();
    for (id, places) in &uses {
        if entries.len() > FEW {
            break;
        }
        entries.extend(file.view.open(*id).map_or_else(Vec::new, |other| entries_with(&other, places)));
    }
    // No more than FEW go in, so that `few` adds no count: `total` counts what is not named.
    let names = few(&entries[..entries.len().min(FEW)], FEW);
    let more = match total.saturating_sub(FEW) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    card.block(&format!("{}: {names}{more}", entry_count(total)));
    Some(Hover { span: group.at.span, markdown: card.finish() })
}

fn entry_count(n: usize) -> String {
    if n == 1 { count(n, "entry") } else { format!("{n} entries") }
}

/// The names of the entries of a file in which some places lie; of a role file, the role's.
fn entries_with(file: &FileView<'_>, places: &[Span]) -> Vec<Name> {
    let def = |place: &Span| defined_around(file, place.start);
    places.iter().filter_map(def).map(|def| file.workspace().name_of(def)).collect()
}
