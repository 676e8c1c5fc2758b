//! What stands between and around the names of a term list and is no part of them: joining words, emphasis marks, a full
//! stop, `etc.` (content model, section 3).

use std::ops::Range;

use super::name_rules::COMMAS;
use super::white_space::trim_range;

/// Words that join the last items of a list, the longest of those that begin alike first; with white space around them.
const JOINING: [&str; 5] = ["and/or", "and", "or", "&", "+"];

/// The joining word at the start of a text with white space behind it, in lower case or capitalised: its length in bytes.
#[must_use]
pub fn joining_word(text: &str, and: &[String]) -> Option<usize> {
    let starts = |word: &str| {
        let (mut here, mut wanted) = (text.chars(), word.chars());
        let (first, letter) = (here.next()?, wanted.next()?);
        let same = first == letter || first.to_lowercase().eq([letter]);
        let rest = here.as_str().strip_prefix(wanted.as_str()).filter(|_| same)?;
        rest.starts_with(char::is_whitespace).then(|| text.len() - rest.len())
    };
    let own = and.iter().filter_map(|word| starts(word)).max();
    own.or_else(|| JOINING.iter().find_map(|word| starts(word)))
}

/// The places in a part of a text at which it can be split: a `;`, and joining words with white space around them, that
/// included. `is_held`: whether a byte offset lies in parentheses.
pub fn joints(text: &str, range: Range<usize>, and: &[String], is_held: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let part = &text[range.clone()];
    let mut rest = 0;
    while let Some(at) = part[rest..].find(|c: char| c == ';' || c.is_whitespace()).map(|at| rest + at) {
        let behind = &part[at..];
        rest = at + behind.chars().next().map_or(1, char::len_utf8);
        if is_held(range.start + at) {
            continue;
        }
        if behind.starts_with(';') {
            found.push(range.start + at..range.start + rest);
            continue;
        }
        let word = at + behind.len() - behind.trim_start().len();
        if let Some(length) = joining_word(&part[word..], and) {
            rest = word + length;
            found.push(range.start + at..range.start + rest);
        } else {
            rest = word.max(rest);
        }
    }
    found
}

/// Items that are no names, unless they are known.
pub fn is_filler(name: &str, and: &[String]) -> bool {
    const FILLERS: [&str; 9] = ["etc.", "etc", "and more", "and more…", "and more...", "n/a", "none", "e.g.", "e.g"];
    !name.chars().any(char::is_alphanumeric)
        || FILLERS.iter().any(|filler| name.eq_ignore_ascii_case(filler))
        || ["and", "or"].contains(&name)
        || and.iter().any(|word| word == name)
}

/// What may follow the last name of a list without a comma.
const ENDINGS: [&str; 7] = ["etc.", "etc", "and more…", "and more...", "and more", "…", "..."];

/// A trimmed range without one thing at its ends that is no part of a name; `None` if there is none, or nothing else.
pub fn without_one(text: &str, range: Range<usize>, and: &[String]) -> Option<Range<usize>> {
    let part = &text[range.clone()];
    let (first, last) = (part.chars().next()?, part.chars().next_back()?);
    // Nearly all names begin with a letter and end with a letter or digit: a look at both ends is enough for them.
    let less = |less: Range<usize>| {
        let less = trim_range(text, range.start + less.start..range.start + less.end);
        (!less.is_empty()).then_some(less)
    };
    if matches!(first, '*' | '_') {
        let inside = without_emphasis(text, range.clone());
        if inside != range {
            return Some(inside);
        }
    }
    if matches!(last, '.' | '…' | 'c' | 'C' | 'e' | 'E') {
        for ending in ENDINGS {
            let Some(at) = part.len().checked_sub(ending.len()).filter(|at| part.is_char_boundary(*at)) else {
                continue;
            };
            let (before, end) = part.split_at(at);
            let stands_alone = ending.starts_with(['…', '.']) || before.ends_with(char::is_whitespace);
            if stands_alone && end.eq_ignore_ascii_case(ending) {
                return less(0..at);
            }
        }
        if last == '.' && !part.ends_with("..") {
            return less(0..part.len() - 1);
        }
    }
    if last == '。' {
        return less(0..part.len() - last.len_utf8());
    }
    if let Some(length) = joining_word(part, and) {
        return less(length..part.len());
    }
    let example = part.get(..4).filter(|start| start.eq_ignore_ascii_case("e.g."));
    example.and_then(|_| less(4..part.len()))
}

/// A trimmed range without emphasis marks around it (`**Excel**`).
pub fn without_emphasis(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    for mark in ['*', '_'] {
        let run = part.len() - part.trim_start_matches(mark).len();
        if run == 0 || run > 3 || part.len() <= run * 2 || part.len() - part.trim_end_matches(mark).len() != run {
            continue;
        }
        let inside = &part[run..part.len() - run];
        if !inside.contains(mark) && inside.trim().len() == inside.len() {
            return range.start + run..range.end - run;
        }
    }
    range
}

/// The items that a name stands for, if commas were meant at its separators: commas, `;` and joining words.
#[must_use]
pub fn separated(name: &str, and: &[String]) -> Vec<Range<usize>> {
    let mut cuts = joints(name, 0..name.len(), and, |_| false);
    cuts.extend(name.char_indices().filter(|(_, c)| COMMAS.contains(c)).map(|(at, c)| at..at + c.len_utf8()));
    cuts.sort_by_key(|cut| cut.start);
    let mut items = Vec::new();
    let mut from = 0;
    for cut in cuts.into_iter().chain(std::iter::once(name.len()..name.len())) {
        let mut item = trim_range(name, from..cut.start.max(from));
        while !item.is_empty()
            && let Some(less) = without_one(name, item.clone(), and)
        {
            item = less;
        }
        if !item.is_empty() {
            items.push(item);
        }
        from = cut.end;
    }
    items
}

/// What stands between the slashes of a name: in a list of plain names they separate nothing.
#[must_use]
pub fn slashed(name: &str) -> Vec<Range<usize>> {
    let ends = name.match_indices('/').map(|(at, _)| at).chain([name.len()]);
    let mut from = 0;
    ends.map(|end| trim_range(name, std::mem::replace(&mut from, end + 1)..end)).collect()
}

/// What separates names in a term list, in order, without white space around it: commas, slashes and joints; what stands
/// together is one (`, and`).
fn separators(text: &str, and: &[String]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> =
        joints(text, 0..text.len(), and, |_| false).into_iter().map(|joint| trim_range(text, joint)).collect();
    let marks = text.char_indices().filter(|(_, c)| *c == '/' || COMMAS.contains(c));
    found.extend(marks.map(|(at, c)| at..at + c.len_utf8()));
    found.sort_by_key(|cut| cut.start);
    let mut all: Vec<Range<usize>> = Vec::new();
    for cut in found {
        match all.last_mut() {
            Some(last) if text.get(last.end..cut.start).is_none_or(|gap| gap.trim().is_empty()) => last.end = cut.end,
            _ => all.push(cut),
        }
    }
    all
}

/// A name of a term list (bytes of its text) with what separates it from its neighbours and goes with it: what stands before
/// it, else what stands behind; within `A/B` the slash. `None` where it has a note behind it, or stands alone.
#[must_use]
pub fn with_separator(text: &str, name: Range<usize>, and: &[String]) -> Option<Range<usize>> {
    let cuts = separators(text, and);
    let before = text.get(..name.start)?.trim_end().len();
    let behind = text.len() - text.get(name.end..)?.trim_start().len();
    let left = cuts.iter().find(|cut| cut.end == before);
    let right = cuts.iter().find(|cut| cut.start == behind);
    let is_slash = |cut: &Range<usize>| text[cut.clone()] == *"/";
    if right.is_none() && !text[behind..].starts_with(')') && !is_filler(&text[behind..], and) {
        return None;
    }
    match (left, right) {
        (Some(left), right) if is_slash(left) || !right.is_some_and(is_slash) => {
            Some(text[..left.start].trim_end().len()..name.end)
        }
        (_, Some(right)) => Some(name.start..text.len() - text[right.end..].trim_start().len()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_with_a_name() {
        let without = |text: &str| {
            let at = text.find("Oven").unwrap();
            with_separator(text, at..at + 4, &["und".to_owned()])
                .map(|gone| text[..gone.start].to_owned() + &text[gone.end..])
        };
        for (text, after) in [
            ("Oven, Peel", "Peel"),
            ("Peel, Oven", "Peel"),
            ("Peel, Oven, Sieve", "Peel, Sieve"),
            ("Peel, Oven and Sieve", "Peel and Sieve"),
            ("Peel, Sieve and Oven", "Peel, Sieve"),
            ("Peel, Sieve, and Oven.", "Peel, Sieve."),
            ("Oven, and Peel", "Peel"),
            ("Oven and Peel", "Peel"),
            ("Oven und Peel", "Peel"),
            ("Peel & Oven; Sieve", "Peel; Sieve"),
            ("Peel; Oven, etc.", "Peel, etc."),
            ("Peel, Oven etc.", "Peel etc."),
            ("Peel, Oven/Sieve", "Peel, Sieve"),
            ("Tools (Oven, Peel), Sieve/Oven", "Tools (Peel), Sieve/Oven"),
        ] {
            assert_eq!(without(text).as_deref(), Some(after), "{text}");
        }
        assert_eq!(without("Oven"), None);
        assert_eq!(without("Peel, Oven (hot), Sieve"), None);
    }
}
