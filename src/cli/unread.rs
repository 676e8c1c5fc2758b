//! What a change of a name cannot know of: files that cannot be read, and places that a syntax error hides.

use super::arguments::ChangeOptions;
use super::change::{Place, spots_after};
use super::print::Lines;
use super::roots::is_closed_folder;
use crate::edit::Edit;
use crate::schema::Label;
use crate::workspace::{DefId, Sources as _};

/// Lines of the form `path: why`, for the author to look at: where a name may stand that could not be looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Unread(Vec<String>);

impl Unread {
    /// Where one of some spellings may stand that edits do not change. Places are those after the change.
    pub fn of(place: &Place, spellings: &[&str], edits: &[Edit], change: ChangeOptions) -> Self {
        let disk = place.snapshot.disk();
        let files = place.problems.iter().filter(|problem| {
            let full = disk.path(&problem.path);
            let is_file = place.workspace.config().file_kind(&problem.path).is_some() && !full.is_dir();
            // What leads out of the repository is none of its files.
            is_file && disk.exists(&problem.path) || is_closed_folder(&full)
        });
        let mut lines: Vec<String> =
            files.map(|problem| format!("{}{}: {}", place.shown, problem.path, problem.why)).collect();
        let hidden = place.view().hidden_names(spellings, edits);
        let hidden = hidden.iter().map(|at| (&*at.path, at.span.start));
        let spots =
            spots_after(place, if change.dry_run { &[] } else { edits }, &hidden.collect::<Vec<_>>()).into_iter();
        lines.extend(spots.map(|spot| format!("{spot}: a syntax error hides what stands there")));
        Self(lines)
    }

    /// Where a thing may be named, by whichever label.
    pub fn of_thing(place: &Place, def: DefId, edits: &[Edit], change: ChangeOptions) -> Self {
        let labels = place.workspace.definition(def).map_or(&[][..], |def| &def.labels);
        let labels: Vec<&str> = labels.iter().map(|label| &*label.at.name).collect();
        Self::of(place, &labels, edits, change)
    }

    /// Where a thing may be named that gets another name: by its name and the spellings to avoid. Aliases stay.
    pub fn of_renamed(place: &Place, def: DefId, edits: &[Edit], change: ChangeOptions) -> Self {
        let labels = place.workspace.definition(def).map_or(&[][..], |def| &def.labels);
        let gone = labels.iter().filter(|label| label.label != Label::Alias);
        let gone: Vec<&str> = gone.map(|label| &*label.at.name).collect();
        Self::of(place, &gone, edits, change)
    }

    /// The lines of two workspaces.
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0.into_iter().filter(|line| !self.0.contains(line)).collect::<Vec<_>>());
        self
    }

    /// The lines without those of places that are told anyhow.
    pub fn without(mut self, spots: &[String]) -> Self {
        self.0.retain(|line| {
            !spots.iter().any(|spot| line.strip_prefix(spot).is_some_and(|rest| rest.starts_with(": ")))
        });
        self
    }

    /// The lines themselves.
    pub fn lines(&self) -> &[String] {
        &self.0
    }

    /// Tells the author, after a change.
    pub fn tell(&self, name: &str) -> Lines {
        let mut text = Lines::default();
        if !self.0.is_empty() {
            text.push(&format!("What cannot be read was left as it is, and may still name \"{name}\":"));
        }
        self.0.iter().for_each(|line| text.push(&format!("  {line}")));
        text
    }
}
