//! Names: interning, comparing.

use std::borrow::{Borrow, Cow};
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxBuildHasher;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::invisible::{is_normal, normal};
use super::white_space::{is_single_spaced, trimmed};

/// A name as it is compared: see [`collapse`]. Equal names of roles share one allocation within a page, those of other
/// things mostly across files.
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

/// A text with decomposed letters in Unicode normalisation form C, and for each byte of that a byte offset in `text`: of the
/// first and the last of what a letter is composed of. `None` if it has none.
#[must_use]
pub fn composed(text: &str) -> Option<(String, Vec<usize>)> {
    if text.is_ascii() {
        return None;
    }
    // The lead bytes of U+0300 to U+036F, which nearly no text has.
    memchr::memchr2(0xCC, 0xCD, text.as_bytes())?;
    let is_mark = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    let mut whole = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((at, first)) = chars.next() {
        let mut end = at + first.len_utf8();
        while let Some((mark, c)) = chars.next_if(|(_, c)| is_mark(c)) {
            end = mark + c.len_utf8();
        }
        let start = whole.len();
        whole.extend(text[at..end].nfc());
        let last = whole.len() - 1;
        places.extend((start..=last).map(|byte| if byte == last { end - 1 } else { at + byte - start }));
    }
    (whole != text).then_some((whole, places))
}

/// A name as it is compared (content model, section 2): without white space around it, each run of white space as one
/// space, in Unicode normalisation form C, without characters that show nothing, and with Latin letters for those that only
/// look so.
#[must_use]
pub fn collapse(text: &str) -> Cow<'_, str> {
    let trimmed = trimmed(text);
    if is_single_spaced(trimmed.as_bytes()) || is_normal(trimmed) {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(normal(trimmed))
}

/// `text` without white space around it, and each run of white space inside as one space.
#[must_use]
pub fn spaced(text: &str) -> Cow<'_, str> {
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

/// `text` without letter case, for comparing names: by full case folding, for which `ß` is `ss`.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        let lower = !text.bytes().any(|b| b.is_ascii_uppercase());
        return if lower { Cow::Borrowed(text) } else { Cow::Owned(text.to_ascii_lowercase()) };
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // These have no folding that their upper case would give.
            'ı' => folded.push(c),
            'ẞ' => folded.push_str("ss"),
            _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            _ => folded.extend(c.to_uppercase().flat_map(char::to_lowercase)),
        }
    }
    // A letter may fold to several, which compose with what follows.
    Cow::Owned(if is_nfc(&folded) { folded } else { folded.nfc().collect() })
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
        hash_lower(fold(text).as_bytes(), state);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_names_are_found_in_whatever_case() {
        let mut known = rustc_hash::FxHashMap::default();
        for name in ["Data Engineer", "ÄRZTIN", "5 \u{212a}", "Straße"] {
            known.insert(Folded(name.into()), name);
        }
        let found = |text: &str| known.get(&text as &dyn AnyCase).copied();
        for (text, name) in [
            ("data ENGINEER", "Data Engineer"),
            ("Ärztin", "ÄRZTIN"),
            ("5 k", "5 \u{212a}"),
            ("STRASSE", "Straße"),
            ("STRAẞE", "Straße"),
        ] {
            assert_eq!(found(text), Some(name), "{text}");
        }
        for text in ["Data Engineers", "Data_Engineer", "Strase", ""] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn folding_is_full() {
        for (a, b) in [("GRÖSSEN", "Größen"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("ﬁt", "FIT"), ("ΐ", "Ϊ\u{301}"), ("ŉ", "ʼN")]
        {
            assert!(same_folded(a, b), "{a} {b}");
        }
        assert!(!same_folded("ıs", "is") && !same_folded("Ä", "A"));
        assert_eq!(fold("Ä").len(), 2);
    }

    #[test]
    fn collapsing() {
        assert_eq!(collapse("  a \n  b  c "), "a b c");
        assert!(matches!(collapse(" a b "), Cow::Borrowed("a b")));
        assert!(matches!(collapse(" Größe – 漢字 "), Cow::Borrowed("Größe – 漢字")));
        assert_eq!(collapse("U\u{308}ber\u{a0}\u{2003}sicht\u{3000}"), "Übersicht".replace("sicht", " sicht"));
        assert_eq!(collapse("\u{200b} \u{feff}Ward \u{200b} Nurse\u{ad}"), "Ward Nurse");
        assert_eq!(collapse("\u{200b}"), "");
        assert_eq!(spaced(" U\u{308} \n\u{ad}x"), "U\u{308} \u{ad}x");
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
