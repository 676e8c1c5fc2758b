//! [`Known`]: which findings were there before.

use std::cell::{Cell, RefCell};

use rustc_hash::FxHashMap;

use crate::content::{KindId, Name};
use crate::workspace::{Baseline, DefId, Fingerprint, ITSELF, Workspace};

/// The findings of a baseline, as a workspace has them now. A thing that was renamed has its findings under its new name:
/// where an alias or a redirect tells the new one, and where the old one is gone and the finding is otherwise the same.
pub struct Known<'k> {
    workspace: &'k Workspace,
    /// By code and place: what is expected, and how often it has not been found yet.
    expected: FxHashMap<(&'k str, &'k str), Vec<Expected<'k>>>,
    /// What has become of names that were looked up, by kind and name.
    fates: RefCell<FxHashMap<(KindId, String), Fate>>,
}

/// A finding, and how often it is expected still.
type Expected<'k> = (&'k Fingerprint, Cell<usize>);

/// What has become of a name.
#[derive(Clone)]
enum Fate {
    /// It is the name of something.
    Here,
    /// Something else is called so now.
    Renamed(Name),
    /// Nothing is called so.
    Gone,
}

impl<'k> Known<'k> {
    /// What a baseline expects of a workspace.
    #[must_use]
    pub fn new(baseline: &'k Baseline, workspace: &'k Workspace) -> Self {
        let mut expected: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for (one, count) in &baseline.counts {
            expected.entry((&*one.code, &*one.place)).or_default().push((one, Cell::new(*count)));
        }
        Self { workspace, expected, fates: RefCell::default() }
    }

    /// Whether findings of a code are expected at all.
    #[must_use]
    pub fn has_code(&self, code: &str) -> bool {
        self.expected.keys().any(|(expected, _)| *expected == code)
    }

    /// Tells of each finding whether it was there before. Those that are the same to the letter are told first, so that no
    /// other takes their place.
    #[must_use]
    pub fn take(&self, found: &[Fingerprint]) -> Vec<bool> {
        let mut known: Vec<bool> = found.iter().map(|one| self.take_first(one, |expected| expected == one)).collect();
        for (known, one) in known.iter_mut().zip(found).filter(|(known, _)| !**known) {
            *known = self.take_first(one, |expected| self.is_same(expected, one));
        }
        known
    }

    /// Takes the first of what is expected with this code at this place that `is_it`; tells whether there is one.
    fn take_first(&self, one: &Fingerprint, is_it: impl Fn(&Fingerprint) -> bool) -> bool {
        let expected = self.expected.get(&(&*one.code, &*one.place)).into_iter().flatten();
        let found = { expected }.find(|(expected, left)| left.get() > 0 && is_it(expected));
        if let Some((_, left)) = found {
            left.set(left.get() - 1);
        }
        found.is_some()
    }

    /// Whether an expected finding is this one after a rename. Code and place are the same.
    fn is_same(&self, expected: &Fingerprint, one: &Fingerprint) -> bool {
        let says_same =
            || self.is_same_text(&expected.about, &one.about) && self.is_same_text(&expected.text, &one.text);
        let is_thing = || match self.fate_of_thing(&expected.thing) {
            Fate::Here => expected.thing == one.thing,
            Fate::Renamed(name) => one.thing.split_once(':').is_some_and(|(_, new)| *new == *name),
            Fate::Gone => true,
        };
        says_same() && is_thing()
    }

    /// Whether a text is the same, or the new name of what it named.
    fn is_same_text(&self, expected: &str, text: &str) -> bool {
        let is_new_name = |kind| matches!(self.fate(kind, expected), Fate::Renamed(name) if *name == *text);
        expected == text || expected != ITSELF && text != ITSELF && self.workspace.config().kind_ids().any(is_new_name)
    }

    fn fate_of_thing(&self, thing: &str) -> Fate {
        let of_kind = thing.split_once(':').and_then(|(kind, name)| Some((self.workspace.config().kind(kind)?, name)));
        match of_kind {
            Some((kind, name)) => self.fate(kind, name),
            None if self.workspace.find(thing).is_some() => Fate::Here,
            None => Fate::Gone,
        }
    }

    fn fate(&self, kind: KindId, name: &str) -> Fate {
        let key = (kind, name.to_owned());
        if let Some(known) = self.fates.borrow().get(&key) {
            return known.clone();
        }
        let fate = match self.workspace.resolve(kind, name).map(|found| self.now_called(found.def)) {
            Some(now) if *now == *name => Fate::Here,
            Some(now) => Fate::Renamed(now),
            None if kind.is_role() => self.workspace.redirected_name(name).cloned().map_or(Fate::Gone, Fate::Renamed),
            None => Fate::Gone,
        };
        self.fates.borrow_mut().insert(key, fate.clone());
        fate
    }

    fn now_called(&self, def: DefId) -> Name {
        self.workspace.written_id(def).unwrap_or_else(|| self.workspace.name_of(def))
    }

    /// What is expected and was not found.
    #[must_use]
    pub fn left(&self) -> Baseline {
        let all = self.expected.values().flatten().filter(|(_, left)| left.get() > 0);
        Baseline { counts: all.map(|(one, left)| ((*one).clone(), left.get())).collect() }
    }
}
