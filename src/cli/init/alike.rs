//! [`alike`]: which of the files that were read look alike.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

/// Which files below a folder belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Below {
    All,
    Named(String),
}

/// A file that was read.
pub(super) struct Read {
    pub path: String,
    pub text: String,
    /// Its keys at the top, as far as files can be told apart by them.
    pub signature: BTreeSet<String>,
}

/// The files of a folder that were read.
pub(super) struct Folder {
    pub path: String,
    pub is_markdown: bool,
    pub read: Vec<Read>,
    /// All that were looked at could be read.
    pub is_sound: bool,
    /// Each of them was, or has an error.
    pub is_pure: bool,
    /// All were looked at.
    pub is_whole: bool,
}

impl Folder {
    /// One folder for several, with their files.
    pub fn of(path: String, folders: Vec<Self>) -> Self {
        let is_whole = folders.iter().all(|folder| folder.is_whole);
        let mut read: Vec<Read> = folders.into_iter().flat_map(|folder| folder.read).collect();
        read.sort_by(|a, b| a.path.cmp(&b.path));
        Self { path, is_markdown: false, read, is_sound: true, is_pure: true, is_whole }
    }

    /// The keys that most of the files have, where all of them look alike.
    pub fn common_keys(&self) -> Option<BTreeSet<&str>> {
        let (usual, fits) = usual_keys(&self.read);
        let is_one = self.read.len() == 1;
        let keys = self.read.iter().flat_map(|one| &one.signature).map(String::as_str);
        let is_alike = self.is_pure && (is_one || fits.iter().all(|fits| *fits));
        is_alike.then(|| keys.filter(|key| is_one || usual.contains(*key)).collect())
    }
}

/// A group, before what stands in its files is looked at. See [`Group`](super::survey::Group).
pub(super) struct Alike {
    pub folder: String,
    pub read: Vec<Read>,
    pub is_markdown: bool,
    pub is_whole: bool,
    pub fills_folder: bool,
    pub below: Option<Below>,
}

/// Puts the files of a folder together that have most of their keys in common. All Markdown of a folder belongs together.
pub(super) fn alike(read: Vec<Read>, is_markdown: bool) -> Vec<Vec<Read>> {
    if read.is_empty() {
        return Vec::new();
    }
    if is_markdown {
        return vec![read];
    }
    let mut fits = usual_keys(&read).1.into_iter();
    let (together, alone): (Vec<Read>, Vec<Read>) = read.into_iter().partition(|_| fits.next() == Some(true));
    let together = (!together.is_empty()).then_some(together);
    alone.into_iter().map(|one| vec![one]).chain(together).collect()
}

/// The keys that most of some files have, and which of the files have most of these.
fn usual_keys(read: &[Read]) -> (FxHashSet<String>, Vec<bool>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for key in read.iter().flat_map(|one| &one.signature) {
        *counts.entry(key).or_default() += 1;
    }
    let usual = |count: usize| count > 1 && count * 5 >= read.len() * 3;
    let usual: FxHashSet<String> =
        counts.iter().filter(|(_, count)| usual(**count)).map(|(key, _)| (*key).to_owned()).collect();
    let fits = |one: &Read| {
        let shared = one.signature.iter().filter(|key| usual.contains(*key)).count();
        // Maps of other things may stand beside: they have a title, too.
        let is_map = one.signature.iter().all(|key| key.starts_with('*'));
        shared > 0 && shared * 2 >= usual.len() && (!is_map || shared * 2 >= one.signature.len())
    };
    let fits = read.iter().map(fits).collect();
    (usual, fits)
}
