//! Plain uses of an old name in prose: changed on request, else told.

use super::arguments::ChangeOptions;
use super::change::{Place, counted, spots_after};
use super::print::Lines;
use crate::fix::Edit;

/// Where prose still says an old name after a change.
#[derive(Clone, Debug, Default)]
pub(super) struct StillSaid(Vec<String>);

impl StillSaid {
    /// Takes the changes of plain uses in a workspace into its other edits where prose is changed too; else the places, as
    /// they are afterwards.
    pub fn take(
        &mut self,
        place: &Place,
        edits: &mut Vec<Edit>,
        confirm: Vec<Edit>,
        prose: bool,
        change: ChangeOptions,
    ) {
        if prose {
            edits.extend(confirm);
            return;
        }
        let at = confirm.iter().filter_map(|edit| match edit {
            Edit::Text { path, edit } => Some((path.as_str(), edit.span.start)),
            _ => None,
        });
        let spots = spots_after(place, if change.dry_run { &[] } else { edits }, &at.collect::<Vec<_>>());
        self.0.extend(spots.into_iter().filter(|spot| !self.0.contains(spot)).collect::<Vec<_>>());
    }

    /// The places, a line for each.
    pub fn spots(&self) -> &[String] {
        &self.0
    }

    /// Tells the author.
    pub fn tell(&self, old: &str) -> Lines {
        let mut text = Lines::default();
        if !self.0.is_empty() {
            let uses = counted(self.0.len(), "plain use");
            let names = if self.0.len() == 1 { "names" } else { "name" };
            text.push(&format!("{uses} in prose still {names} \"{old}\"; --prose changes them too:"));
        }
        self.0.iter().for_each(|spot| text.push(&format!("  {spot}")));
        text
    }
}
