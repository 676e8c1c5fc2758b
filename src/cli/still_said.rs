//! Plain uses of an old name in prose: changed on request, else told.

use super::arguments::ChangeOptions;
use super::change::{Place, counted, spot, spots_after};
use super::print::Lines;
use crate::edit::Edit;
use crate::ide::Location;
use crate::ide::uses::NameUse;
use crate::workspace::Sources as _;

/// Where prose still says an old name after a change, and where an article does not fit the new one.
#[derive(Clone, Debug, Default)]
pub(super) struct StillSaid {
    spots: Vec<String>,
    /// Those in texts that are written anew.
    rewritten: Vec<String>,
    articles: Vec<String>,
    dry_run: bool,
}

impl StillSaid {
    /// Takes the changes of plain uses in a workspace into its other edits where prose is changed too; else the places, as
    /// they are afterwards.
    pub fn take(
        &mut self,
        place: &Place,
        edits: &mut Vec<Edit>,
        (confirm, rewritten): (Vec<Edit>, &[Location]),
        (old, new): (&str, &str),
        (prose, change): (bool, ChangeOptions),
    ) {
        self.dry_run = change.dry_run;
        let stay: Vec<_> = rewritten.iter().map(|at| (&*at.path, at.span.start)).collect();
        let stay = spots_after(place, if change.dry_run { &[] } else { edits }, &stay);
        self.rewritten.extend(stay);
        if prose {
            self.articles.extend(articles_of(place, &confirm, old, new));
            edits.extend(confirm);
            return;
        }
        let at = confirm.iter().filter_map(|edit| match edit {
            Edit::Text { path, edit } => Some((path.as_str(), edit.span.start)),
            _ => None,
        });
        self.add(place, edits, &at.collect::<Vec<_>>());
    }

    /// Takes the places of plain uses that nothing changes; those in what goes are none.
    pub fn leave(&mut self, place: &Place, edits: &[Edit], uses: &[(Location, NameUse)], change: ChangeOptions) {
        self.dry_run = change.dry_run;
        let goes = |at: &Location| {
            edits.iter().any(|edit| match edit {
                Edit::Text { path, edit } => **path == *at.path && edit.span.contains(at.span),
                Edit::Delete { path } => **path == *at.path,
                _ => false,
            })
        };
        let stay = uses.iter().map(|(at, _)| at).filter(|at| !goes(at)).map(|at| (&*at.path, at.span.start));
        self.add(place, edits, &stay.collect::<Vec<_>>());
    }

    fn add(&mut self, place: &Place, edits: &[Edit], places: &[(&str, u32)]) {
        for spot in spots_after(place, if self.dry_run { &[] } else { edits }, places) {
            if !self.spots.contains(&spot) {
                self.spots.push(spot);
            }
        }
    }

    /// The places, a line for each.
    pub fn spots(&self) -> &[String] {
        &self.spots
    }

    /// Tells the author of a change that could have changed them.
    pub fn tell(&self, old: &str) -> Lines {
        let more = if self.dry_run { "; --prose changes them too" } else { "; --prose would have changed them too" };
        let mut text = self.list(old, more);
        if !self.rewritten.is_empty() {
            let uses = counted(self.rewritten.len(), "plain use");
            let (names, them) = if self.rewritten.len() == 1 { ("names", "it") } else { ("name", "them") };
            let quotes = format!("in a text that gets quotes for the new name: change {them} by hand");
            text.push(&format!("{uses} in prose still {names} \"{old}\" {quotes}:"));
            self.rewritten.iter().for_each(|spot| text.push(&format!("  {spot}")));
        }
        if !self.articles.is_empty() {
            let count = counted(self.articles.len(), "article");
            text.push(&format!("{count} (\"a\" or \"an\") before the name to look at, where these stood before:"));
            self.articles.iter().for_each(|spot| text.push(&format!("  {spot}")));
        }
        text
    }

    /// Tells the author of them; `more` follows the sentence.
    pub fn list(&self, old: &str, more: &str) -> Lines {
        let mut text = Lines::default();
        if !self.spots.is_empty() {
            let uses = counted(self.spots.len(), "plain use");
            let names = if self.spots.len() == 1 { "names" } else { "name" };
            text.push(&format!("{uses} in prose still {names} \"{old}\"{more}:"));
        }
        self.spots.iter().for_each(|spot| text.push(&format!("  {spot}")));
        text
    }
}

/// The places of plain uses with an article before them that does not fit the new name.
fn articles_of(place: &Place, confirm: &[Edit], old: &str, new: &str) -> Vec<String> {
    let vowel = |name: &str| name.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']);
    if vowel(old) == vowel(new) {
        return Vec::new();
    }
    let has_article = |edit: &Edit| match edit {
        Edit::Text { path, edit } => {
            let text = place.snapshot.read(path).unwrap_or_default();
            let before = text.get(..edit.span.start as usize).unwrap_or_default();
            let word = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            let is_article = word.eq_ignore_ascii_case("a") || word.eq_ignore_ascii_case("an");
            (is_article && before.ends_with(char::is_whitespace)).then(|| spot(place, path, edit.span.start))
        }
        _ => None,
    };
    confirm.iter().filter_map(has_article).collect()
}
