//! [`PageWords`]: the fixed words of a rendered page (content model, section 8), replaceable under `page:`.

/// The fixed words of a page. `{name}` stands for the page's role, `{role}` for the role at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageWords {
    /// The language of the page, a tag such as `en` or `pt-BR`.
    pub lang: String,
    /// Words that join items of a list, besides those of English.
    pub and: Vec<String>,
    /// Heading of the introduction.
    pub why_heading: String,
    /// Heading of the list of alternatives.
    pub alternatives_heading: String,
    /// Title of an alternative, from `{role}` and `{tagline}`.
    pub alternative_title: String,
    /// Line above the list of whom an alternative suits.
    pub best_for: String,
    /// The sentence with the link; `{toolkit}` is the linked text.
    pub explore: String,
    /// The linked text.
    pub toolkit: String,
    /// Heading of the table.
    pub comparison_heading: String,
    /// Heading of the table's first column.
    pub role_column: String,
    /// Heading of the guide.
    pub pick_heading: String,
    /// An option, from `{if}` and `{then}`.
    pub pick: String,
}

impl Default for PageWords {
    fn default() -> Self {
        Self {
            lang: "en".to_owned(),
            and: Vec::new(),
            why_heading: "Why look beyond {name} toolkit".to_owned(),
            alternatives_heading: "Top alternatives ranked".to_owned(),
            alternative_title: "{role} — {tagline}".to_owned(),
            best_for: "Best for:".to_owned(),
            explore: "Explore the {toolkit} for more details.".to_owned(),
            toolkit: "{role} toolkit".to_owned(),
            comparison_heading: "Side-by-side".to_owned(),
            role_column: "Role".to_owned(),
            pick_heading: "How to pick".to_owned(),
            pick: "If {if}: {then}".to_owned(),
        }
    }
}

impl PageWords {
    /// Replaces the words of a key of `page:`; does nothing for an unknown one.
    pub fn set(&mut self, key: &str, text: &str) {
        let place = match key {
            "lang" => &mut self.lang,
            "why_heading" => &mut self.why_heading,
            "alternatives_heading" => &mut self.alternatives_heading,
            "alternative_title" => &mut self.alternative_title,
            "best_for" => &mut self.best_for,
            "explore" => &mut self.explore,
            "toolkit" => &mut self.toolkit,
            "comparison_heading" => &mut self.comparison_heading,
            "role_column" => &mut self.role_column,
            "pick_heading" => &mut self.pick_heading,
            "pick" => &mut self.pick,
            _ => return,
        };
        text.clone_into(place);
    }
}
