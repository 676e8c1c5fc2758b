//! Term lists: a cell such as `Java/Python, Cloud data services (BigQuery, Redshift)` as names (content model, section 3).

use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use super::collapse;
use super::joints::{is_filler, joints, without_emphasis, without_one};
use super::name_rules::COMMAS;
use super::white_space::trim_range;

/// The known names, for reading term lists.
pub trait Lexicon {
    /// What a name means.
    type Meaning: Copy;

    /// What a name means, by whichever of its labels; `None` if it is unknown.
    fn meaning(&self, name: &str) -> Option<Self::Meaning>;
    /// Whether a name is a typo of a known one.
    fn nearly(&self, name: &str) -> bool;
    /// Whether any known name holds a comma.
    fn holds_commas(&self) -> bool;
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
    /// The innermost list in parentheses that it stands in, as the byte offset of what follows its parenthesis; 0 for none.
    pub inner: usize,
}

/// The names in `text`. Without a lexicon (the kind has no vocabulary) parentheses are notes, and neither `/` nor words
/// split. `and`: words that join items besides those of English.
#[must_use]
pub fn split_terms<L: Lexicon>(text: &str, and: &[String], lexicon: Option<&L>) -> Vec<TermSpan<L::Meaning>> {
    let mut reader = Reader { text, and, lexicon, found: Vec::new() };
    reader.list(0..text.len(), 0, 0);
    reader.found
}

/// The names in `text`, which is one item of a list: a comma in it separates nothing.
#[must_use]
pub fn split_item<L: Lexicon>(text: &str, and: &[String], lexicon: Option<&L>) -> Vec<TermSpan<L::Meaning>> {
    let mut reader = Reader { text, and, lexicon, found: Vec::new() };
    reader.item(0..text.len(), &Parentheses::of(text, 0, text.len()), 0, 0);
    reader.found
}

/// How deep lists in parentheses are read; deeper ones are notes.
const DEEPEST: usize = 8;
/// How many slashes, joining words or commas a name may have.
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

/// Reads one text.
struct Reader<'t, L: Lexicon> {
    text: &'t str,
    and: &'t [String],
    lexicon: Option<&'t L>,
    found: Vec<TermSpan<L::Meaning>>,
}

impl<L: Lexicon> Reader<'_, L> {
    fn list(&mut self, range: Range<usize>, depth: usize, inner: usize) {
        let pairs = Parentheses::of(self.text, range.start, range.end);
        if self.lexicon.is_some_and(Lexicon::holds_commas) {
            return self.list_of_names_with_commas(range, &pairs, depth, inner);
        }
        let mut from = range.start;
        for (at, c) in self.text[range.clone()].char_indices() {
            let at = range.start + at;
            if COMMAS.contains(&c) && !pairs.hold(at) {
                self.item(from..at, &pairs, depth, inner);
                from = at + c.len_utf8();
            }
        }
        self.item(from..range.end, &pairs, depth, inner);
    }

    /// Where a known name holds commas, several items may be one name: the longest goes first.
    fn list_of_names_with_commas(&mut self, range: Range<usize>, pairs: &Parentheses, depth: usize, inner: usize) {
        let mut items = Vec::new();
        let mut from = range.start;
        for (at, c) in self.text[range.clone()].char_indices() {
            let at = range.start + at;
            if COMMAS.contains(&c) && !pairs.hold(at) {
                items.push(from..at);
                from = at + c.len_utf8();
            }
        }
        items.push(from..range.end);
        let mut at = 0;
        while at < items.len() {
            let most = items.len().min(at + MOST_SLASHES + 1);
            let joined = (at + 1..most).rev().find_map(|last| {
                let whole = trim_range(self.text, items[at].start..items[last].end);
                Some((last, self.whole(whole)?))
            });
            match joined {
                Some((last, (name, meaning))) => {
                    self.found.push(term(name, Some(meaning), inner));
                    at = last + 1;
                }
                None => {
                    self.item(items[at].clone(), pairs, depth, inner);
                    at += 1;
                }
            }
        }
    }

    /// An item, or what is left of one that was split at its joining words.
    fn item(&mut self, range: Range<usize>, pairs: &Parentheses, depth: usize, inner: usize) {
        let range = trim_range(self.text, range);
        if range.is_empty() {
            return;
        }
        if let Some((name, meaning)) = self.whole(range.clone()) {
            self.found.push(term(name, Some(meaning), inner));
            return;
        }
        let range = self.stripped(range);
        if is_filler(&self.text[range.clone()], self.and) {
            return;
        }
        if self.lexicon.is_some() && self.split(range.clone(), pairs, depth, inner) {
            return;
        }
        self.simple_item(range, pairs, depth, inner);
    }

    /// Splits an item at joining words, if a part then holds a known name.
    fn split(&mut self, range: Range<usize>, pairs: &Parentheses, depth: usize, inner: usize) -> bool {
        let mut cuts = joints(self.text, range.clone(), self.and, |at| pairs.hold(at));
        if cuts.is_empty() {
            return false;
        }
        self.keep_names(range.clone(), pairs, &mut cuts);
        if cuts.is_empty() {
            return false;
        }
        let start = self.found.len();
        let mut from = range.start;
        for cut in cuts.iter().cloned().chain(std::iter::once(range.end..range.end)) {
            let part = trim_range(self.text, from..cut.start);
            from = cut.end;
            if part.is_empty() {
                continue;
            }
            match self.whole(part.clone()) {
                Some((name, meaning)) => self.found.push(term(name, Some(meaning), inner)),
                None => {
                    let part = self.stripped(part);
                    if !is_filler(&self.text[part.clone()], self.and) {
                        self.simple_item(part, pairs, depth, inner);
                    }
                }
            }
        }
        let holds_known = self.found[start..].iter().any(|name| name.meaning.is_some());
        if holds_known && !self.is_nearly_known(range) {
            return true;
        }
        self.found.truncate(start);
        false
    }

    /// Takes out the cuts that go through a known name, and those in a part between slashes that is nearly one.
    fn keep_names(&self, range: Range<usize>, pairs: &Parentheses, cuts: &mut Vec<Range<usize>>) {
        let slashes = self.text[range.clone()].match_indices('/').map(|(at, _)| range.start + at);
        let slashes: Vec<usize> =
            slashes.filter(|at| !pairs.hold(*at) && !cuts.iter().any(|cut| cut.contains(at))).collect();
        let mut breaks: Vec<Range<usize>> = cuts.iter().cloned().chain(slashes.iter().map(|at| *at..*at + 1)).collect();
        breaks.sort_by_key(|cut| cut.start);
        let starts: Vec<usize> = [range.start].into_iter().chain(breaks.iter().map(|cut| cut.end)).collect();
        let ends: Vec<usize> = breaks.iter().map(|cut| cut.start).chain([range.end]).collect();
        let mut kept: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while at < starts.len() {
            let most = starts.len().min(at + MOST_SLASHES + 1);
            let longest = (at..most).rev().find(|last| {
                starts[at] <= ends[*last] && self.known(trim_range(self.text, starts[at]..ends[*last])).is_some()
            });
            if let Some(last) = longest {
                kept.push(starts[at]..ends[last]);
            }
            at = longest.unwrap_or(at) + 1;
        }
        if !slashes.is_empty() {
            let mut from = range.start;
            for to in slashes.iter().copied().chain([range.end]) {
                let has_cut = cuts.iter().any(|cut| from <= cut.start && cut.end <= to);
                if has_cut && self.is_nearly_known(trim_range(self.text, from..to)) {
                    kept.push(from..to);
                }
                from = to + 1;
            }
        }
        cuts.retain(|cut| !kept.iter().any(|name| name.start <= cut.start && cut.end <= name.end));
    }

    fn is_nearly_known(&self, range: Range<usize>) -> bool {
        self.lexicon.is_some_and(|lexicon| lexicon.nearly(&collapse(&self.text[range])))
    }

    /// An item that is not known as a whole: names between slashes, and a note or a list in parentheses at its end.
    fn simple_item(&mut self, range: Range<usize>, pairs: &Parentheses, depth: usize, inner: usize) {
        let Range { start, end } = range;
        let tail = end.checked_sub(1).and_then(|last| pairs.ending(last)).filter(|(from, _)| *from > start);
        let name = tail.map_or(start..end, |(from, _)| self.stripped(trim_range(self.text, start..from)));
        if self.lexicon.is_none() {
            if !is_filler(&self.text[name.clone()], self.and) {
                self.found.push(term(name, None, inner));
            }
            return;
        }
        if tail.is_some() || self.text[start..end].contains('/') {
            self.names(name, pairs, inner);
        } else {
            self.found.push(term(start..end, None, inner));
        }
        if let Some((from, to)) = tail.filter(|_| depth < DEEPEST) {
            let before = self.found.len();
            self.list(from + 1..to, depth + 1, from + 1);
            let here = &self.found[before..];
            let is_list = here.iter().any(|t| t.meaning.is_some())
                && here.iter().all(|t| t.meaning.is_some() || self.is_nearly_known(t.start..t.end));
            if !is_list {
                self.found.truncate(before);
            }
        }
    }

    /// Splits `A/B/C` into names, the longest known one first (`CI/CD`); without a known one it is one unknown name.
    fn names(&mut self, range: Range<usize>, pairs: &Parentheses, inner: usize) {
        let Range { start, end } = range;
        let text = self.text;
        let mut cuts: SmallVec<[usize; 8]> = smallvec![start];
        let slashes = text[start..end].match_indices('/').map(|(at, _)| start + at);
        cuts.extend(slashes.filter(|at| !pairs.hold(*at)).map(|at| at + 1));
        cuts.push(end + 1);
        let segments: SmallVec<[Range<usize>; 8]> =
            cuts.windows(2).map(|w| without_emphasis(text, trim_range(text, w[0]..w[1] - 1))).collect();
        let before = self.found.len();
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
            let meaning = |last: usize| self.lexicon.and_then(|lexicon| lexicon.meaning(&joined[..ends[last]]));
            let longest = known.into_iter().find_map(|last| Some((at + last, meaning(last)?)));
            if let Some((last, meaning)) = longest {
                self.found.push(term(segment.start..segments[last].end, Some(meaning), inner));
                at = last + 1;
            } else {
                if !is_filler(&text[segment.clone()], self.and) {
                    self.found.push(term(segment, None, inner));
                }
                at += 1;
            }
        }
        if self.found[before..].iter().all(|t| t.meaning.is_none()) {
            self.found.truncate(before);
            if !is_filler(&text[start..end], self.and) {
                self.found.push(term(start..end, None, inner));
            }
        }
    }

    /// What a range means as one name. White space around a `/` does not matter.
    fn known(&self, range: Range<usize>) -> Option<L::Meaning> {
        let lexicon = self.lexicon?;
        let name = collapse(&self.text[range]);
        lexicon.meaning(&name).or_else(|| {
            let tight = || name.split('/').map(str::trim).collect::<Vec<_>>().join("/");
            if name.contains('/') { lexicon.meaning(&tight()) } else { None }
        })
    }

    /// The known name that a trimmed range is as a whole, apart from what is no part of it.
    fn whole(&self, mut range: Range<usize>) -> Option<(Range<usize>, L::Meaning)> {
        let lexicon = self.lexicon?;
        loop {
            if let Some(meaning) = lexicon.meaning(&collapse(&self.text[range.clone()])) {
                return Some((range, meaning));
            }
            range = without_one(self.text, range, self.and)?;
        }
    }

    /// A trimmed range without all that is no part of the name in it.
    fn stripped(&self, mut range: Range<usize>) -> Range<usize> {
        while !is_filler(&self.text[range.clone()], self.and)
            && let Some(less) = without_one(self.text, range.clone(), self.and)
        {
            range = less;
        }
        range
    }
}

const fn term<M>(name: Range<usize>, meaning: Option<M>, inner: usize) -> TermSpan<M> {
    TermSpan { start: name.start, end: name.end, meaning, inner }
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
            crate::text::nearest(name, self.0.iter().copied()).is_some()
        }

        fn holds_commas(&self) -> bool {
            self.0.iter().any(|name| name.contains(COMMAS))
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
        "Health & Safety",
        "Mixing, Loud and Live",
        "Read/Write and Run",
        "None of it",
    ]);

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let names = |l: Option<&Words>| {
            split_terms(text, &["und".to_owned()], l)
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
    fn joined_names() {
        check("Docker, Figma and Sketch", &["Docker", "Figma", "Sketch"]);
        check("Docker; Figma;Sketch", &["Docker", "Figma", "Sketch"]);
        check("Docker + Figma & Zig", &["Docker", "Figma", "?Zig"]);
        check("Docker or Figma and/or Sketch und CI/CD", &["Docker", "Figma", "Sketch", "CI/CD"]);
        check("Figma/Sketch and Docker", &["Figma", "Sketch", "Docker"]);
        check("Figma (for fun) and Docker (BigQuery and Redshif)", &["Figma", "Docker", "BigQuery", "?Redshif"]);
        check("Figma (Docker and more)", &["Figma", "Docker"]);
        // What is known or nearly known as a whole stays so, also beside another name.
        check("Health & Safety", &["Health & Safety"]);
        check("Health & Safty", &["?Health & Safty"]);
        check("Docker/Health & Safety", &["Docker", "Health & Safety"]);
        check("Docker/Health & Safty", &["Docker", "?Health & Safty"]);
        check("Docker and Health & Safety", &["Docker", "Health & Safety"]);
        check("Docker and Read / Write and Run", &["Docker", "Read / Write and Run"]);
        // Nothing known: one name.
        check("Zig and Zag", &["?Zig and Zag"]);
        check("Zig & TCP/IP", &["?Zig & TCP/IP"]);
        check("TCP/IP & Docker", &["?TCP/IP", "Docker"]);
        check("R&D, Docker&Figma, Docker+Figma, Sandor", &["?R&D", "?Docker&Figma", "?Docker+Figma", "?Sandor"]);
    }

    #[test]
    fn names_with_commas() {
        check("Docker, Mixing, Loud and Live, Figma", &["Docker", "Mixing, Loud and Live", "Figma"]);
        check("Mixing, Loud", &["?Mixing", "?Loud"]);
        check("and Mixing, Loud and Live.", &["Mixing, Loud and Live"]);
    }

    #[test]
    fn what_is_no_part_of_a_name() {
        check("**Docker**, _Figma_, *Zig*, **Figma**/**Sketch**", &["Docker", "Figma", "?Zig", "Figma", "Sketch"]);
        check("Docker, Figma, and Sketch.", &["Docker", "Figma", "Sketch"]);
        check("Or Figma, und Sketch, & Docker, Zig.", &["Figma", "Sketch", "Docker", "?Zig"]);
        check("Docker etc., Figma and more, Sketch…, Docker ...", &["Docker", "Figma", "Sketch", "Docker"]);
        check("N/A, none, None, n/a., etc, and, e.g.", &[]);
        check("e.g. Figma, None of it", &["Figma", "None of it"]);
        check("Cloud data services (e.g. BigQuery, Redshift, etc.)", &["Cloud data services", "BigQuery", "Redshift"]);
        check("**Docker** (fast)", &["Docker"]);
    }

    #[test]
    fn lists_in_parentheses_are_told_apart() {
        let text = "Docker (BigQuery, Redshift), Figma (Sketch)";
        let inner: Vec<usize> = split_terms(text, &[], Some(&KNOWN)).iter().map(|t| t.inner).collect();
        assert_eq!(inner, [0, 8, 8, 0, 36]);
    }

    #[test]
    fn one_item() {
        let names = |text: &str| {
            split_item(text, &[], Some(&KNOWN)).iter().map(|t| text[t.start..t.end].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names("Docker/Figma, Sketch"), ["Docker", "Figma, Sketch"]);
        assert_eq!(names("Cloud data services (BigQuery, Redshift)"), ["Cloud data services", "BigQuery", "Redshift"]);
        assert_eq!(names("Figma/Sketch"), ["Figma", "Sketch"]);
        assert_eq!(names(" Docker, Figma "), ["Docker, Figma"]);
    }

    #[test]
    fn free_names() {
        let text = "A/B (note, more), C and D, and **E**., etc.";
        let names: Vec<_> = split_terms(text, &[], None::<&Words>).iter().map(|t| &text[t.start..t.end]).collect();
        assert_eq!(names, ["A/B", "C and D", "E"]);
    }
}
