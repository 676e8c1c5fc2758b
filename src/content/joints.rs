//! What stands between and around the names of a term list and is no part of them: joining words, emphasis marks, a full
//! stop, `etc.` (content model, section 3).

use std::ops::Range;

use super::white_space::trim_range;

/// What separates the items of a term list (content model, section 3).
pub const COMMAS: [char; 4] = [',', '、', '，', '،'];

/// Words that join the last items of a list, the longest of those that begin alike first; with white space around them.
const JOINING: [&str; 5] = ["and/or", "and", "or", "&", "+"];

/// The joining word at the start of a text with white space behind it, in lower case or capitalised: its length in bytes.
fn joining_word(text: &str, and: &[String]) -> Option<usize> {
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
