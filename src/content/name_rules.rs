//! Rules for names as they are written: the case of the first letter, what separates several, where one can stand.

use super::names::same_folded;

/// What separates the items of a term list (content model, section 3).
pub const COMMAS: [char; 4] = [',', '、', '，', '،'];

/// Whether a name holds what separates names in a term list, or sets some apart: lists may read it as several.
#[must_use]
pub fn has_separator(name: &str) -> bool {
    name.contains(COMMAS) || name.contains(['/', '('])
}

/// Whether a name in a list of plain names may have been meant as several: a superset of what
/// [`separated`](super::separated) and [`slashed`](super::slashed) split.
#[must_use]
pub fn may_be_several(name: &str) -> bool {
    name.contains(COMMAS) || name.contains([' ', ';', '/'])
}

/// Whether a name can be an item of a term list, where it is not known as a whole: nothing in it separates or surrounds.
#[must_use]
pub fn fits_term_list(name: &str) -> bool {
    !name.contains(COMMAS) && fits_known_list(name) && name.chars().any(char::is_alphanumeric)
}

/// The same where it is known as a whole: nothing in it surrounds.
#[must_use]
pub fn fits_known_list(name: &str) -> bool {
    !name.contains(['(', ')'])
}

/// Whether a name can stand between `[[` and `]]`, with its kind before it unless `bare`. `is_kind` as for
/// [`mentions`](super::mentions).
pub fn fits_mention(name: &str, bare: bool, is_kind: impl Fn(&str) -> bool) -> bool {
    let has_kind = || name.split_once(':').is_some_and(|(word, _)| is_kind(word.trim()));
    !(name.contains(['[', ']', '|']) || bare && has_kind())
}

/// A name with its first letter in the other case; `None` if it has no other. For terms an equal spelling.
#[must_use]
pub fn swap_first_case(name: &str) -> Option<String> {
    let first = name.chars().next().filter(|c| c.is_alphabetic())?;
    let rest = &name[first.len_utf8()..];
    let (lower, upper) = (first.to_lowercase(), first.to_uppercase());
    // `ß` has no other case of its own: `SS` is another spelling.
    let one = |letters: &mut dyn Iterator<Item = char>| letters.next().filter(|_| letters.next().is_none());
    let swapped = if first.is_uppercase() { one(&mut { lower }) } else { one(&mut { upper }) }?;
    let swapped = format!("{swapped}{rest}");
    same_folded(&swapped, name).then_some(swapped)
}

/// A name with its first letter in the case of another's.
#[must_use]
pub fn first_like(name: &str, like: &str) -> String {
    let is_upper = like.chars().next().is_some_and(char::is_uppercase);
    let fits = name.chars().next().is_some_and(|c| c.is_uppercase() == is_upper);
    if fits { name.to_owned() } else { swap_first_case(name).unwrap_or_else(|| name.to_owned()) }
}
