//! [`PageWords`]: the fixed words of a rendered page (content model, section 8), replaceable under `page:`.

use std::ops::Range;

use crate::text::nearest;

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

/// The places that the words of a key may have; `None` for a key without words.
fn places(key: &str) -> Option<&'static [&'static str]> {
    Some(match key {
        "why_heading" | "alternatives_heading" | "comparison_heading" | "pick_heading" => &["name"],
        "alternative_title" => &["role", "tagline"],
        "explore" => &["toolkit", "role"],
        "toolkit" => &["role"],
        "pick" => &["if", "then", "role"],
        "best_for" | "role_column" => &[],
        _ => return None,
    })
}

/// What is wrong with a text: its bytes, a message and help.
pub(super) type Fault = (Range<usize>, String, String);

/// What is wrong with the address of toolkit pages.
pub(super) fn toolkit_url_faults(url: &str) -> Vec<Fault> {
    unknown_places("toolkit_url", url, &["slug"])
}

/// What is wrong with the words of a key.
pub(super) fn word_faults(key: &str, words: &str) -> Vec<Fault> {
    if key == "lang" {
        if is_language_tag(words.trim()) {
            return Vec::new();
        }
        let message = format!("\"{}\" is no language tag", words.trim());
        return vec![(0..words.len(), message, "write a tag such as en, de or pt-BR".to_owned())];
    }
    let Some(places) = places(key) else { return Vec::new() };
    let mut faults = unknown_places(key, words, places);
    if key == "pick" && faults.is_empty() && !words.contains("{then}") {
        let message = "\"pick\" leaves out what to do then: it has no \"{then}\"".to_owned();
        faults.push((0..words.len(), message, "write it as \"If {if}: {then}\"".to_owned()));
    }
    faults
}

/// The places in the words of a key that are none of it.
fn unknown_places(key: &str, words: &str, places: &[&str]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut from = 0;
    while let Some(open) = words[from..].find('{').map(|at| from + at) {
        from = open + 1;
        let Some(length) = words[from..].find(['{', '}']) else { break };
        let place = &words[from..from + length];
        if !words[from + length..].starts_with('}') || places.contains(&place) {
            continue;
        }
        let help = match (nearest(place, places.iter().copied()), places) {
            (Some(near), _) => format!("did you mean \"{{{near}}}\"?"),
            (None, [only]) => format!("the place of \"{key}\" is {{{only}}}"),
            (None, []) => format!("\"{key}\" has no places: write its words alone"),
            (None, places) => {
                let known: Vec<String> = places.iter().map(|place| format!("{{{place}}}")).collect();
                format!("the places of \"{key}\" are {}", known.join(", "))
            }
        };
        let whole = open..from + length + 1;
        faults.push((whole.clone(), format!("\"{}\" is no place of \"{key}\"", &words[whole]), help));
    }
    faults
}

/// Whether a text has the form of a language tag: BCP 47, without its rare grandfathered forms.
fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_language = |part: &str| matches!(part.len(), 2..=3) && part.bytes().all(|b| b.is_ascii_alphabetic());
    parts.next().is_some_and(|first| is_language(first) || first.eq_ignore_ascii_case("x"))
        && parts.all(|part| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_do_not_exist() {
        let faults = |key: &str, words: &str| -> Vec<String> {
            word_faults(key, words).into_iter().map(|(range, ..)| words[range].to_owned()).collect()
        };
        assert_eq!(faults("why_heading", "Why leave {nmae} and {role}"), ["{nmae}", "{role}"]);
        assert_eq!(faults("pick", "If {if}, {then} ({role})"), [] as [&str; 0]);
        assert_eq!(faults("pick", "If {if}"), ["If {if}"]);
        assert_eq!(faults("pick", "Wenn {wenn}"), ["{wenn}"]);
        assert_eq!(faults("best_for", "For { ink } and {"), ["{ ink }"]);
    }

    #[test]
    fn language_tags() {
        for tag in ["en", "pt-BR", "de-CH-1996", "zh-Hant", "x-own", "gsw"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for words in ["Deutsch", "en_GB", "", "e", "de-"] {
            assert!(!is_language_tag(words), "{words}");
        }
    }
}
