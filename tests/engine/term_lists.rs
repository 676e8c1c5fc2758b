//! The reader of term lists against a second, plain one, written from section 3 of the content model alone, on random
//! lists of random names.

use proptest::prelude::*;
use sidestep::content::{Lexicon, split_terms};
use sidestep::text::nearest;

const KNOWN: [&str; 9] =
    ["Saw", "Nail gun", "A/B", "Glue & Go", "Nuts, Bolts", "None", "Lathe (big)", "Drill and Bit", "Planer"];

struct Shed;

impl Lexicon for Shed {
    type Meaning = ();

    fn meaning(&self, name: &str) -> Option<()> {
        KNOWN.contains(&name).then_some(())
    }

    fn nearly(&self, name: &str) -> bool {
        nearest(name, KNOWN).is_some()
    }

    fn holds_commas(&self) -> bool {
        true
    }
}

type Names = Vec<(String, bool)>;

fn is_known(name: &str) -> bool {
    let spaced = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let tight = spaced.split('/').map(str::trim).collect::<Vec<_>>().join("/");
    KNOWN.contains(&&*spaced) || KNOWN.contains(&&*tight)
}

/// For each byte whether it lies in a pair of parentheses that is closed.
fn inside(text: &str) -> Vec<bool> {
    let (mut inside, mut open) = (vec![false; text.len()], Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' => open.push(at),
            ')' => {
                if let Some(from) = open.pop() {
                    inside[from + 1..at].fill(true);
                }
            }
            _ => {}
        }
    }
    inside
}

/// Cuts a text at each separator outside parentheses: the parts, and where each starts and ends.
fn cut(text: &str, separators: &[&str]) -> Vec<(usize, usize)> {
    let inside = inside(text);
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    while at < text.len() {
        let found = separators.iter().find(|s| text[at..].starts_with(**s) && !inside[at]);
        match found {
            Some(separator) => {
                parts.push((from, at));
                // The space behind one word may stand before the next.
                at += separator.len() - usize::from(separator.len() > 1);
                from = at;
            }
            None => at += 1,
        }
    }
    parts.push((from, text.len()));
    parts
}

const WORDS: [&str; 6] = [";", " and/or ", " and ", " or ", " & ", " + "];

/// What is left of an item without what is no part of its name; a name that is known on the way.
fn strip(item: &str) -> Result<String, String> {
    let mut item = item.trim().to_owned();
    loop {
        if is_known(&item) {
            return Ok(item);
        }
        if is_filler(&item) {
            return Err(String::new());
        }
        let less = item
            .strip_prefix("**")
            .and_then(|rest| rest.strip_suffix("**"))
            .filter(|inside| !inside.contains('*'))
            .or_else(|| item.strip_suffix(" etc."))
            .or_else(|| item.strip_suffix(" and more"))
            .or_else(|| item.strip_suffix('.'))
            .or_else(|| item.strip_prefix("and "))
            .or_else(|| item.strip_prefix("or "))
            .or_else(|| item.strip_prefix("& "))
            .or_else(|| item.strip_prefix("+ "))
            .or_else(|| item.strip_prefix("and/or "));
        match less {
            Some(less) if !less.trim().is_empty() => item = less.trim().to_owned(),
            _ => return Err(item),
        }
    }
}

fn is_filler(name: &str) -> bool {
    ["etc.", "etc", "and more", "n/a", "none", "and", "or"].contains(&&*name.to_lowercase())
        || !name.chars().any(char::is_alphanumeric)
}

fn list(text: &str) -> Names {
    let items = cut(text, &[","]);
    let mut found = Names::new();
    let mut at = 0;
    while at < items.len() {
        let joined = (at + 1..items.len().min(at + 7)).rev().find_map(|last| {
            let whole = text[items[at].0..items[last].1].trim_start_matches(',');
            strip(whole).ok().map(|name| (last, name))
        });
        if let Some((last, name)) = joined {
            found.push((name, true));
            at = last + 1;
        } else {
            found.extend(item(text[items[at].0..items[at].1].trim_start_matches(',')));
            at += 1;
        }
    }
    found
}

fn item(text: &str) -> Names {
    let text = match strip(text) {
        Ok(known) => return vec![(known, true)],
        Err(left) if is_filler(&left) => return vec![],
        Err(left) => left,
    };
    let parts = cut(&text, &WORDS);
    if parts.len() > 1 && nearest(&text, KNOWN).is_none() {
        let names = split(&text, &parts);
        if let Some(names) = names.filter(|names| names.iter().any(|(_, known)| *known)) {
            return names;
        }
    }
    simple(&text)
}

/// Splits at words, but not within a known name: between any two separators the longest one from the left stays.
fn split(text: &str, parts: &[(usize, usize)]) -> Option<Names> {
    let held = inside(text);
    let word_cuts: Vec<(usize, usize)> = parts.windows(2).map(|pair| (pair[0].1, pair[1].0)).collect();
    let slash = |at: &usize| !held[*at] && !word_cuts.iter().any(|(from, to)| from <= at && at < to);
    let slashes: Vec<(usize, usize)> =
        text.match_indices('/').map(|(at, _)| at).filter(slash).map(|at| (at, at + 1)).collect();
    let mut all: Vec<(usize, usize)> = word_cuts.iter().chain(&slashes).copied().collect();
    all.sort_unstable();
    let starts: Vec<usize> = std::iter::once(0).chain(all.iter().map(|cut| cut.1)).collect();
    let ends: Vec<usize> = all.iter().map(|cut| cut.0).chain([text.len()]).collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < starts.len() {
        let last = (at..starts.len().min(at + 7))
            .rev()
            .find(|last| starts[at] <= ends[*last] && is_known(text[starts[at]..ends[*last]].trim()));
        kept.extend(last.map(|last| (starts[at], ends[last])));
        at = last.unwrap_or(at) + 1;
    }
    let mut from = 0;
    for to in slashes.iter().map(|cut| cut.0).chain([text.len()]).filter(|_| !slashes.is_empty()) {
        if nearest(text[from..to].trim(), KNOWN).is_some() {
            kept.push((from, to));
        }
        from = to + 1;
    }
    let cuts: Vec<(usize, usize)> =
        word_cuts.into_iter().filter(|cut| !kept.iter().any(|name| name.0 <= cut.0 && cut.1 <= name.1)).collect();
    if cuts.is_empty() {
        return None;
    }
    let mut names = Names::new();
    let mut from = 0;
    for (to, next) in cuts.into_iter().chain([(text.len(), text.len())]) {
        match strip(&text[from..to]) {
            Ok(known) => names.push((known, true)),
            Err(left) if is_filler(&left) => {}
            Err(left) => names.extend(simple(&left)),
        }
        from = next;
    }
    Some(names)
}

/// Names between slashes, and a list or a note in parentheses at the end.
fn simple(text: &str) -> Names {
    let held = inside(text);
    let open = (0..text.len()).rev().find(|at| {
        text.ends_with(')')
            && *at > 0
            && text[*at..].starts_with('(')
            && held.get(at + 1..text.len() - 1).is_some_and(|h| h.iter().all(|i| *i))
            && text[at + 1..text.len() - 1].matches(')').count() == text[at + 1..text.len() - 1].matches('(').count()
    });
    let (name, inner) = match open {
        Some(at) => (text[..at].trim(), Some(&text[at + 1..text.len() - 1])),
        None => (text, None),
    };
    let name = match open.map(|_| strip(name)) {
        Some(Ok(name) | Err(name)) => name,
        None => name.to_owned(),
    };
    let mut names = if inner.is_some() || name.contains('/') { slashed(&name) } else { vec![(name, false)] };
    if let Some(inner) = inner.map(list) {
        let fits = |(name, known): &(String, bool)| *known || nearest(name, KNOWN).is_some();
        if inner.iter().any(|(_, known)| *known) && inner.iter().all(fits) {
            names.extend(inner);
        }
    }
    names
}

fn slashed(text: &str) -> Names {
    let parts: Vec<String> =
        cut(text, &["/"]).iter().map(|(from, to)| text[*from..*to].trim_start_matches('/').trim().to_owned()).collect();
    let bare = |part: &String| {
        let bare =
            part.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")).filter(|inside| !inside.contains('*'));
        bare.map_or_else(|| part.clone(), str::to_owned)
    };
    let parts: Vec<String> = parts.iter().map(bare).collect();
    let (mut names, mut at) = (Names::new(), 0);
    while at < parts.len() {
        let last = (at..parts.len().min(at + 7)).rev().find(|last| is_known(&parts[at..=*last].join("/")));
        match last {
            Some(last) => names.push((parts[at..=last].join("/"), true)),
            None if is_filler(&parts[at]) => {}
            None => names.push((parts[at].clone(), false)),
        }
        at = last.unwrap_or(at) + 1;
    }
    if names.iter().any(|(_, known)| *known) {
        return names;
    }
    if is_filler(text) { vec![] } else { vec![(text.to_owned(), false)] }
}

proptest! {
    #[test]
    fn both_readers_agree(
        pieces in prop::collection::vec(
            (
                prop::sample::select(vec![
                    "Saw", "Nail gun", "A/B", "Glue & Go", "Nuts, Bolts", "None", "Lathe (big)", "Drill and Bit", "Planer",
                    "Awl", "Nail gum", "Glue & Goo", "C/D", "**Saw**", "etc.", "and more", "n/a", "(Saw, Planr)", "(for fun)", "Saw.",
                ]),
                prop::sample::select(vec![", ", "/", " and ", "; ", " & ", " + ", " or ", ", and ", " and/or ", " (", ") ", ""]),
            ),
            1..7,
        )
    ) {
        let text: String = pieces.iter().flat_map(|(name, separator)| [*name, *separator]).collect();
        let found: Names = split_terms(&text, &[], Some(&Shed))
            .iter()
            .map(|term| (text[term.start..term.end].to_owned(), term.meaning.is_some()))
            .collect();
        prop_assert_eq!(found, list(&text), "{}", text);
    }
}
