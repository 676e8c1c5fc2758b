//! Names: interning, folding, slugs.

use std::borrow::{Borrow, Cow};
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxBuildHasher;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::white_space::{is_single_spaced, trimmed};

/// A name as authors write it, white space collapsed. Equal names of roles share one allocation within a page, those of
/// other things mostly across files.
pub type Name = Arc<str>;

/// A kind of thing: its index in the workspace's list of kinds (`Config::kinds`), which begins with `role`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct KindId(u8);

impl KindId {
    /// The kind `role`.
    pub const ROLE: Self = Self(0);
    /// The kind `skill`, which every workspace has.
    pub const SKILL: Self = Self(1);
    /// The kind `tool`, which every workspace has.
    pub const TOOL: Self = Self(2);

    /// How many kinds a workspace can have: rules go through all of them.
    pub const MOST: usize = 100;

    /// The kind at an index of the list, where a workspace can have so many.
    #[must_use]
    pub fn at(index: usize) -> Option<Self> {
        u8::try_from(index).ok().map(Self)
    }

    /// The index in the list.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Whether this is the kind `role`; the others are kinds of terms.
    #[must_use]
    pub const fn is_role(self) -> bool {
        self.0 == Self::ROLE.0
    }
}

/// Number of caches; more threads than this share them.
const LANES: usize = 8;

/// A lossy cache of names; a collision evicts. Correctness never depends on sharing. Threads use different lanes of it:
/// reference counts that all threads change are slow. A lane has a few thousand slots, so that a look-up touches little
/// memory: in a table of many thousands it took longer than copying the name.
#[derive(Debug, Default)]
pub struct Interner {
    lanes: [Mutex<Lane>; LANES],
}

thread_local! {
    /// The lane of this thread.
    static LANE: usize = {
        static THREADS: AtomicUsize = AtomicUsize::new(0);
        THREADS.fetch_add(1, Ordering::Relaxed) % LANES
    };
}

/// A direct-mapped cache: names with their hashes, each in the slot that its hash says. Allocated with the first name.
#[derive(Debug, Default)]
struct Lane(Vec<Option<(u64, Name)>>);

impl Lane {
    /// Number of slots: a power of two.
    const NAMES: usize = 4096;
}

impl Interner {
    /// The cached name for `text`, or a new one, which is cached.
    #[must_use]
    pub fn intern(&self, text: &str) -> Name {
        let hash = FxBuildHasher.hash_one(text);
        let lane = &self.lanes[LANE.with(|lane| *lane)];
        let mut lane = lane.lock().unwrap_or_else(PoisonError::into_inner);
        if lane.0.is_empty() {
            lane.0.resize(Lane::NAMES, None);
        }
        let known = &mut lane.0[hash as usize % Lane::NAMES];
        match known {
            Some((other, name)) if *other == hash && **name == *text => name.clone(),
            _ => known.insert((hash, text.into())).1.clone(),
        }
    }
}

/// `text` without white space around it, and each run of white space inside as one space.
#[must_use]
pub fn collapse(text: &str) -> Cow<'_, str> {
    let trimmed = trimmed(text);
    if is_single_spaced(trimmed.as_bytes()) {
        return Cow::Borrowed(trimmed);
    }
    let mut before = 'x';
    let clean = trimmed.chars().all(|c| {
        let good = !c.is_whitespace() || (c == ' ' && before != ' ');
        before = c;
        good
    });
    if clean { Cow::Borrowed(trimmed) } else { Cow::Owned(trimmed.split_whitespace().collect::<Vec<_>>().join(" ")) }
}

/// `text` in lower case, for comparing names.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|b| b.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.to_lowercase())
}

/// Whether two names are equal but for letter case.
#[must_use]
pub fn same_folded(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() { a.eq_ignore_ascii_case(b) } else { fold(a) == fold(b) }
}

/// A name as a case-insensitive key of a map.
#[derive(Clone, Debug)]
pub struct Folded(pub Name);

/// The borrowed form of a [`Folded`] key (`Borrow<dyn AnyCase>`): a `&str` finds one without an allocation.
pub trait AnyCase {
    /// The name as written.
    fn written(&self) -> &str;
}

impl AnyCase for Folded {
    fn written(&self) -> &str {
        &self.0
    }
}

impl AnyCase for &str {
    fn written(&self) -> &str {
        self
    }
}

impl<'a> Borrow<dyn AnyCase + 'a> for Folded {
    fn borrow(&self) -> &(dyn AnyCase + 'a) {
        self
    }
}

impl Hash for dyn AnyCase + '_ {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let text = self.written();
        if text.is_ascii() {
            return hash_lower(text.as_bytes(), state);
        }
        // Letters of other scripts may become ASCII ones: the Kelvin sign a `k`.
        hash_lower(text.to_lowercase().as_bytes(), state);
    }
}

impl PartialEq for dyn AnyCase + '_ {
    fn eq(&self, other: &Self) -> bool {
        same_folded(self.written(), other.written())
    }
}

impl Eq for dyn AnyCase + '_ {}

impl Hash for Folded {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self as &dyn AnyCase).hash(state);
    }
}

impl PartialEq for Folded {
    fn eq(&self, other: &Self) -> bool {
        same_folded(&self.0, &other.0)
    }
}

impl Eq for Folded {}

/// Hashes bytes with their ASCII letters in lower case.
fn hash_lower<H: Hasher>(bytes: &[u8], state: &mut H) {
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        state.write_u64(u64::from_le_bytes(chunk.map(|b| b.to_ascii_lowercase())));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    last[7] = rest.len() as u8;
    state.write_u64(u64::from_le_bytes(last.map(|b| b.to_ascii_lowercase())));
}

/// The slug of a role's name (content model, section 2); `None` if no letter or digit of the name has an ASCII form.
#[must_use]
pub fn slug(name: &str) -> Option<String> {
    let mut slug = String::with_capacity(name.len());
    if name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ') {
        // Most names: nothing to decompose.
        slug.extend(
            name.split_ascii_whitespace().enumerate().flat_map(|(at, word)| [if at > 0 { "-" } else { "" }, word]),
        );
        slug.make_ascii_lowercase();
        return (!slug.is_empty()).then_some(slug);
    }
    let push = |slug: &mut String, text: &str| {
        for c in text.chars() {
            if c.is_ascii_lowercase() || c.is_ascii_digit() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
    };
    for c in name.to_lowercase().nfd() {
        match c {
            'ß' => slug.push_str("ss"),
            'ø' => slug.push('o'),
            'ł' => slug.push('l'),
            'æ' => slug.push_str("ae"),
            'œ' => slug.push_str("oe"),
            '+' => slug.push_str("plus"),
            '#' => slug.push_str("sharp"),
            '&' => push(&mut slug, "-and-"),
            c if is_combining_mark(c) => {}
            c => push(&mut slug, c.encode_utf8(&mut [0; 4])),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    (!slug.is_empty()).then_some(slug)
}

/// Whether a text has the form of a slug.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    text.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// The longest slug, in bytes: with an ending it has to be the name of a file on every system.
const LONGEST_SLUG: usize = 200;

/// Why no file should be named by a slug: one clause, which begins after its name.
#[must_use]
pub fn unfit_for_file(slug: &str) -> Option<String> {
    if slug.len() > LONGEST_SLUG {
        return Some(format!("it has {} characters, and a file name has room for {LONGEST_SLUG}", slug.len()));
    }
    let numbered = |word: &str| {
        let number =
            slug.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)).map(|_| &slug[word.len()..]);
        number.is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()))
    };
    let reserved = ["con", "prn", "aux", "nul"].iter().any(|word| slug.eq_ignore_ascii_case(word));
    (reserved || numbered("com") || numbered("lpt"))
        .then(|| "Windows reserves that name, so nobody could check the file out there".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_no_file_should_have() {
        for slug in ["con", "CON", "nul", "aux", "prn", "com1", "lpt9", "com0", &"x".repeat(201)] {
            assert!(unfit_for_file(slug).is_some(), "{slug}");
        }
        for slug in ["console", "con-artist", "com", "com10", "com-1", "lpt", "comx", "é", "null", &"x".repeat(200)] {
            assert_eq!(unfit_for_file(slug), None, "{slug}");
        }
    }

    #[test]
    fn slugs() {
        for (name, expected) in [
            ("Backend Engineer", "backend-engineer"),
            ("C++ Engineer", "cplusplus-engineer"),
            ("C# / .NET Developer", "csharp-net-developer"),
            ("R&D Lead", "r-and-d-lead"),
            ("Ingénieur Système", "ingenieur-systeme"),
            ("Straßenbauer", "strassenbauer"),
            ("  UI/UX -- Designer! ", "ui-ux-designer"),
            ("Łukasz Ørsted Æon Œuvre", "lukasz-orsted-aeon-oeuvre"),
        ] {
            assert_eq!(slug(name).as_deref(), Some(expected), "{name}");
        }
        assert_eq!(slug("数据工程师"), None);
    }

    #[test]
    fn folded_names_are_found_in_whatever_case() {
        let mut known = rustc_hash::FxHashMap::default();
        for name in ["Data Engineer", "ÄRZTIN", "5 \u{212a}", "Straße"] {
            known.insert(Folded(name.into()), name);
        }
        let found = |text: &str| known.get(&text as &dyn AnyCase).copied();
        for (text, name) in [("data ENGINEER", "Data Engineer"), ("Ärztin", "ÄRZTIN"), ("5 k", "5 \u{212a}")] {
            assert_eq!(found(text), Some(name), "{text}");
        }
        for text in ["Data Engineers", "Data_Engineer", "STRASSE", ""] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn collapsing() {
        assert_eq!(collapse("  a \n  b  c "), "a b c");
        assert!(matches!(collapse(" a b "), Cow::Borrowed("a b")));
    }

    #[test]
    fn names_in_use_are_shared_and_others_forgotten() {
        let interner = Interner::default();
        let first = interner.intern("Docker");
        assert!(Arc::ptr_eq(&first, &interner.intern("Docker")));
        for n in 0..200_000 {
            assert_eq!(*interner.intern(&n.to_string()), *n.to_string());
        }
        let lanes = interner.lanes.iter().map(|lane| lane.lock().unwrap().0.iter().flatten().count());
        assert!((1..=Lane::NAMES).contains(&lanes.sum()));
        let again = interner.intern("Docker");
        assert_eq!(again, first);
        assert!(Arc::ptr_eq(&again, &interner.intern("Docker")));
    }
}
