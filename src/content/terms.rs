//! Term lists: a cell such as `Java/Python, Cloud data services (BigQuery, Redshift)` as names (content model, section 3).

use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use super::collapse;
use super::white_space::trim_range;

/// The known names, for reading term lists.
pub trait Lexicon {
    /// What a name means.
    type Meaning: Copy;

    /// What a name means, by whichever of its labels; `None` if it is unknown.
    fn meaning(&self, name: &str) -> Option<Self::Meaning>;
    /// Whether a name is a typo of a known one.
    fn nearly(&self, name: &str) -> bool;
}

/// A name in a term list: bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermSpan<M> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What the name means, if it is known.
    pub meaning: Option<M>,
}

/// The names in `text`. Without a lexicon (the kind has no vocabulary) parentheses are notes and `/` does not split.
#[must_use]
pub fn split_terms<L: Lexicon>(text: &str, lexicon: Option<&L>) -> Vec<TermSpan<L::Meaning>> {
    let mut found = Vec::new();
    list(text, (0, text.len()), 0, lexicon, &mut found);
    found
}

/// The names in `text`, which is one item of a list: a comma in it separates nothing.
#[must_use]
pub fn split_item<L: Lexicon>(text: &str, lexicon: Option<&L>) -> Vec<TermSpan<L::Meaning>> {
    let mut found = Vec::new();
    let whole = (0, text.len());
    item(text, whole, &Parentheses::of(text, 0, text.len()), 0, lexicon, &mut found);
    found
}

/// What separates the items of a term list (content model, section 3).
pub const COMMAS: [char; 4] = [',', '、', '，', '،'];

/// Whether a name can be an item of a term list, where it is not known as a whole: nothing in it separates or surrounds.
#[must_use]
pub fn fits_term_list(name: &str) -> bool {
    !name.contains(COMMAS) && !name.contains(['(', ')']) && name.chars().any(char::is_alphanumeric)
}

/// How deep lists in parentheses are read; deeper ones are notes.
const DEEPEST: usize = 8;
/// How many slashes a name may have.
const MOST_SLASHES: usize = 6;

/// Matching parentheses as byte offsets, sorted by the closing one; an unclosed one is text.
struct Parentheses {
    pairs: Vec<(usize, usize)>,
    /// The pairs that are in no other.
    outer: Vec<(usize, usize)>,
}

impl Parentheses {
    fn of(text: &str, start: usize, end: usize) -> Self {
        let (mut open, mut pairs) = (Vec::new(), Vec::new());
        let mut outer: Vec<(usize, usize)> = Vec::new();
        for (at, b) in text.as_bytes()[start..end].iter().enumerate() {
            match b {
                b'(' => open.push(start + at),
                b')' => {
                    if let Some(from) = open.pop() {
                        pairs.push((from, start + at));
                        while outer.last().is_some_and(|(inner, _)| *inner > from) {
                            outer.pop();
                        }
                        outer.push((from, start + at));
                    }
                }
                _ => {}
            }
        }
        Self { pairs, outer }
    }

    /// Whether a byte offset is inside parentheses.
    fn hold(&self, at: usize) -> bool {
        self.outer.get(self.outer.partition_point(|(_, to)| *to <= at)).is_some_and(|(from, _)| *from < at)
    }

    /// The pair whose closing parenthesis is at a byte offset.
    fn ending(&self, at: usize) -> Option<(usize, usize)> {
        self.pairs.binary_search_by_key(&at, |(_, to)| *to).ok().map(|found| self.pairs[found])
    }
}

fn list<L: Lexicon>(
    text: &str,
    (start, end): (usize, usize),
    depth: usize,
    lexicon: Option<&L>,
    found: &mut Vec<TermSpan<L::Meaning>>,
) {
    let pairs = Parentheses::of(text, start, end);
    let mut from = start;
    for (at, c) in text[start..end].char_indices() {
        let at = start + at;
        if COMMAS.contains(&c) && !pairs.hold(at) {
            item(text, (from, at), &pairs, depth, lexicon, found);
            from = at + c.len_utf8();
        }
    }
    item(text, (from, end), &pairs, depth, lexicon, found);
}

/// Items that are no names.
fn is_filler(name: &str) -> bool {
    const FILLERS: [&str; 5] = ["etc.", "etc", "and more", "and more…", "and more..."];
    !name.chars().any(char::is_alphanumeric) || FILLERS.iter().any(|filler| name.eq_ignore_ascii_case(filler))
}

fn item<L: Lexicon>(
    text: &str,
    (start, end): (usize, usize),
    pairs: &Parentheses,
    depth: usize,
    lexicon: Option<&L>,
    found: &mut Vec<TermSpan<L::Meaning>>,
) {
    let Range { start, end } = trim_range(text, start..end);
    let whole = &text[start..end];
    if is_filler(whole) {
        return;
    }
    if let Some(meaning) = lexicon.and_then(|l| l.meaning(&collapse(whole))) {
        found.push(TermSpan { start, end, meaning: Some(meaning) });
        return;
    }
    // A note or a list in parentheses at the end of the item.
    let tail = end.checked_sub(1).and_then(|last| pairs.ending(last)).filter(|(from, _)| *from > start);
    let Range { start: name_start, end: name_end } = tail.map_or(start..end, |(from, _)| trim_range(text, start..from));
    let Some(lexicon) = lexicon else {
        if !is_filler(&text[name_start..name_end]) {
            found.push(TermSpan { start: name_start, end: name_end, meaning: None });
        }
        return;
    };
    if (name_start, name_end) != (start, end) || whole.contains('/') {
        names(text, name_start, name_end, pairs, lexicon, found);
    } else {
        found.push(TermSpan { start, end, meaning: None });
    }
    if let Some((from, to)) = tail.filter(|_| depth < DEEPEST) {
        let mut inner = Vec::new();
        list(text, (from + 1, to), depth + 1, Some(lexicon), &mut inner);
        let is_list = inner.iter().any(|t| t.meaning.is_some())
            && inner.iter().all(|t| t.meaning.is_some() || lexicon.nearly(&collapse(&text[t.start..t.end])));
        if is_list {
            found.extend(inner);
        }
    }
}

/// Splits `A/B/C` into names, the longest known one first (`CI/CD`); without a known one it is one unknown name.
fn names<L: Lexicon>(
    text: &str,
    start: usize,
    end: usize,
    pairs: &Parentheses,
    lexicon: &L,
    found: &mut Vec<TermSpan<L::Meaning>>,
) {
    let mut cuts: SmallVec<[usize; 8]> = smallvec![start];
    cuts.extend(
        text[start..end].match_indices('/').map(|(at, _)| start + at).filter(|at| !pairs.hold(*at)).map(|at| at + 1),
    );
    cuts.push(end + 1);
    let segments: SmallVec<[Range<usize>; 8]> = cuts.windows(2).map(|w| trim_range(text, w[0]..w[1] - 1)).collect();
    let mut here: SmallVec<[TermSpan<L::Meaning>; 8]> = SmallVec::new();
    let mut at = 0;
    while at < segments.len() {
        let segment = segments[at].clone();
        // This segment joined with the next ones, and the length up to each.
        let mut joined = String::new();
        let ends: SmallVec<[usize; 8]> = segments[at..]
            .iter()
            .take(MOST_SLASHES + 1)
            .map(|part| {
                if !joined.is_empty() {
                    joined.push('/');
                }
                joined.push_str(&collapse(&text[part.clone()]));
                joined.len()
            })
            .collect();
        let known = (0..ends.len()).rev().filter(|last| ends[*last] > 0);
        let longest = known.into_iter().find_map(|last| Some((at + last, lexicon.meaning(&joined[..ends[last]])?)));
        if let Some((last, meaning)) = longest {
            here.push(TermSpan { start: segment.start, end: segments[last].end, meaning: Some(meaning) });
            at = last + 1;
        } else {
            if !is_filler(&text[segment.clone()]) {
                here.push(TermSpan { start: segment.start, end: segment.end, meaning: None });
            }
            at += 1;
        }
    }
    if here.iter().any(|t| t.meaning.is_some()) {
        found.extend(here);
    } else if !is_filler(&text[start..end]) {
        found.push(TermSpan { start, end, meaning: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Words(&'static [&'static str]);

    impl Lexicon for Words {
        type Meaning = ();

        fn meaning(&self, name: &str) -> Option<()> {
            self.0.contains(&name).then_some(())
        }

        fn nearly(&self, name: &str) -> bool {
            crate::schema::nearest(name, self.0.iter().copied()).is_some()
        }
    }

    const KNOWN: Words = Words(&[
        "PostgreSQL",
        "MongoDB",
        "CI/CD",
        "Docker",
        "Cloud data services",
        "BigQuery",
        "Figma",
        "Redshift",
        "Sketch",
        "A (B)",
    ]);

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let names = |l: Option<&Words>| {
            split_terms(text, l)
                .iter()
                .map(|t| {
                    format!("{}{}", if t.meaning.is_some() || l.is_none() { "" } else { "?" }, &text[t.start..t.end])
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(names(Some(&KNOWN)), expected, "{text}");
    }

    #[test]
    fn the_grammar() {
        check("PostgreSQL/MongoDB, Docker", &["PostgreSQL", "MongoDB", "Docker"]);
        check("CI/CD/Docker", &["CI/CD", "Docker"]);
        check("CI / CD", &["CI / CD"]);
        check("Cloud data services (BigQuery, Redshift)", &["Cloud data services", "BigQuery", "Redshift"]);
        check("Cloud data services (BigQuery, Redshif)", &["Cloud data services", "BigQuery", "?Redshif"]);
        check("Figma/Sketch (for collaboration)", &["Figma", "Sketch"]);
        check("Docker (BigQuery, not a name at all)", &["Docker"]);
        check("TCP/IP", &["?TCP/IP"]);
        check("TCP/Docker", &["?TCP", "Docker"]);
        check("A (B)", &["A (B)"]);
        check("Docker、Figma，Sketch،MongoDB", &["Docker", "Figma", "Sketch", "MongoDB"]);
        check("Docker, etc., …, and more, --", &["Docker"]);
        check("Docker (unclosed, Figma", &["?Docker (unclosed", "Figma"]);
        check("", &[]);
        check("Zig (fast)", &["?Zig"]);
    }

    #[test]
    fn one_item() {
        let names = |text: &str| {
            split_item(text, Some(&KNOWN)).iter().map(|t| text[t.start..t.end].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names("Docker/Figma, Sketch"), ["Docker", "Figma, Sketch"]);
        assert_eq!(names("Cloud data services (BigQuery, Redshift)"), ["Cloud data services", "BigQuery", "Redshift"]);
        assert_eq!(names("Figma/Sketch"), ["Figma", "Sketch"]);
        assert_eq!(names(" Docker, Figma "), ["Docker, Figma"]);
    }

    #[test]
    fn free_names() {
        let text = "A/B (note, more), C";
        let names: Vec<_> = split_terms(text, None::<&Words>).iter().map(|t| &text[t.start..t.end]).collect();
        assert_eq!(names, ["A/B", "C"]);
    }
}
