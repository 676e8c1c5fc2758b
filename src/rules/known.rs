//! [`Known`]: which findings were there before.

use std::cell::{Cell, OnceCell, RefCell};

use rustc_hash::FxHashMap;

use crate::content::{KindId, Name};
use crate::workspace::{Baseline, DefId, Fingerprint, ITSELF, Workspace};

/// The findings of a baseline, as a workspace has them now. A thing that was renamed has its findings under its new name:
/// where an alias or a redirect tells the new one, and where the old one is gone and the finding is otherwise the same.
pub struct Known<'k> {
    workspace: &'k Workspace,
    /// By code and place.
    expected: FxHashMap<(String, String), Expected<'k>>,
    /// What has become of names that were looked up, by kind and name.
    fates: RefCell<FxHashMap<(KindId, String), Fate>>,
}

/// The findings that are expected with a code at a place, and how often each is expected still.
#[derive(Default)]
struct Expected<'k> {
    exact: FxHashMap<&'k Fingerprint, Cell<usize>>,
    /// The same by what they are about and underline, as these are called now; made for the first finding that is not exact.
    renamed: OnceCell<FxHashMap<NowCalled, Renamed<'k>>>,
}

/// The thing that a finding stands in, `None` where that is gone, so that it may be any; what it is about and underlines.
type NowCalled = (Option<String>, String, String);

/// Expected findings, and how many at the beginning are all taken.
#[derive(Default)]
struct Renamed<'k> {
    all: Vec<&'k Fingerprint>,
    taken: Cell<usize>,
}

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
        Self::of_codes(baseline, workspace, |_| true)
    }

    /// The same for findings of some codes only: the rest of the baseline costs nothing then.
    #[must_use]
    pub fn of_codes(baseline: &'k Baseline, workspace: &'k Workspace, wanted: impl Fn(&str) -> bool) -> Self {
        let mut expected: FxHashMap<_, Expected<'k>> = FxHashMap::default();
        for (one, count) in baseline.counts.iter().filter(|(one, _)| wanted(&one.code)) {
            expected.entry((one.code.clone(), one.place.clone())).or_default().exact.insert(one, Cell::new(*count));
        }
        Self { workspace, expected, fates: RefCell::default() }
    }

    /// Whether nothing is expected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.expected.is_empty()
    }

    /// Tells of each finding whether it was there before. Those that are the same to the letter are told first, so that no
    /// other takes their place.
    #[must_use]
    pub fn take(&self, found: &[Fingerprint]) -> Vec<bool> {
        let exact = |one: &Fingerprint| self.bucket(one).is_some_and(|expected| expected.take(one));
        let mut known: Vec<bool> = found.iter().map(exact).collect();
        for (known, one) in known.iter_mut().zip(found).filter(|(known, _)| !**known) {
            *known = self.bucket(one).is_some_and(|expected| self.take_renamed(expected, one));
        }
        known
    }

    /// What is expected with the code of a finding at its place.
    fn bucket(&self, one: &Fingerprint) -> Option<&Expected<'k>> {
        self.expected.get(&(one.code.clone(), one.place.clone()))
    }

    /// Takes the first of some expected findings that is this one after a rename; tells whether there is one.
    fn take_renamed(&self, expected: &Expected<'k>, one: &Fingerprint) -> bool {
        let renamed = expected.renamed.get_or_init(|| self.renamed(expected));
        [Some(one.thing.clone()), None].into_iter().any(|thing| {
            let Some(same) = renamed.get(&(thing, one.about.clone(), one.text.clone())) else { return false };
            let left = same.all.iter().skip(same.taken.get());
            let passed = left.take_while(|finding| !expected.take(finding)).count();
            same.taken.set(same.taken.get() + passed);
            same.taken.get() < same.all.len()
        })
    }

    /// Expected findings by what they are about and underline: as it was called, and as it is called now.
    fn renamed(&self, expected: &Expected<'k>) -> FxHashMap<NowCalled, Renamed<'k>> {
        let mut findings: Vec<&'k Fingerprint> = expected.exact.keys().copied().collect();
        findings.sort_unstable();
        let mut renamed: FxHashMap<NowCalled, Renamed<'k>> = FxHashMap::default();
        for finding in findings {
            let thing = self.thing_now(&finding.thing);
            for about in self.called(&finding.about) {
                for text in self.called(&finding.text) {
                    renamed.entry((thing.clone(), about.clone(), text)).or_default().all.push(finding);
                }
            }
        }
        renamed
    }

    /// A text, and the new name of what it named, if that has another one now.
    fn called(&self, text: &str) -> Vec<String> {
        let mut all = vec![text.to_owned()];
        if text != ITSELF && !text.is_empty() {
            let names = self.workspace.config().kind_ids().filter_map(|kind| match self.fate(kind, text) {
                Fate::Renamed(name) => Some(name.to_string()),
                Fate::Here | Fate::Gone => None,
            });
            all.extend(names);
            all.dedup();
        }
        all
    }

    /// The thing now that a finding stood in; `None` where it is gone.
    fn thing_now(&self, thing: &str) -> Option<String> {
        match self.fate_of_thing(thing) {
            Fate::Here => Some(thing.to_owned()),
            Fate::Renamed(name) => thing.split_once(':').map(|(kind, _)| format!("{kind}:{name}")),
            Fate::Gone => None,
        }
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
        let all = self.expected.values().flat_map(|expected| &expected.exact).filter(|(_, left)| left.get() > 0);
        Baseline { counts: all.map(|(one, left)| ((*one).clone(), left.get())).collect() }
    }
}

impl Expected<'_> {
    /// Takes a finding that is expected; tells whether it is.
    fn take(&self, one: &Fingerprint) -> bool {
        let Some(left) = self.exact.get(one).filter(|left| left.get() > 0) else { return false };
        left.set(left.get() - 1);
        true
    }
}
