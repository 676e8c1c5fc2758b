//! [`with_article`]: names in English sentences.

/// A word with `a` or `an` before it, by its first letter.
///
/// ```
/// assert_eq!(sidestep::text::with_article("role"), "a role");
/// assert_eq!(sidestep::text::with_article("Engineer"), "an Engineer");
/// ```
#[must_use]
pub fn with_article(word: &str) -> String {
    let begins = |vowel: &char| word.starts_with([*vowel, vowel.to_ascii_uppercase()]);
    let article = if ['a', 'e', 'i', 'o', 'u'].iter().any(begins) { "an" } else { "a" };
    format!("{article} {word}")
}
