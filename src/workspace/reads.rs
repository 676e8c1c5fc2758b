//! [`Reads`]: what the findings in a file depend on beyond the file. [`Touched`]: what of it a change touched.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{FileId, Workspace};
use crate::content::FileKind;

/// A set of facts about other files. A rule says which of them its findings depend on, and a change which of them it
/// touched for which files: where they have one in common, the file is checked again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reads(u32);

impl Reads {
    /// None: the findings in a file depend on that file alone.
    pub const NOTHING: Self = Self(0);
    /// What the names and the links in the file mean, and what those who have them are called.
    pub const NAMES: Self = Self(1);
    /// Which known name is nearest to one in the file that is unknown.
    pub const NEAR: Self = Self(1 << 1);
    /// Whether a kind of terms has a vocabulary, so that its names must be known.
    pub const CLOSED: Self = Self(1 << 2);
    /// Which spellings to avoid stand in the file's prose, and whose they are.
    pub const SPELLINGS: Self = Self(1 << 3);
    /// Where the things stand in their files that findings point at.
    pub const PLACES: Self = Self(1 << 4);
    /// `status` and `replaced_by` of the roles that the file names.
    pub const STATUS: Self = Self(1 << 5);
    /// Which cells the own rows of these roles fill, as far as that can be told.
    pub const OWN_ROWS: Self = Self(1 << 6);
    /// What these cells say that the file restates.
    pub const CELLS: Self = Self(1 << 7);
    /// The alternatives of the roles that the file names, and where they stand.
    pub const ALTERNATIVES: Self = Self(1 << 8);
    /// Which files refer to the file's own role, or link to it.
    pub const LISTED: Self = Self(1 << 9);
    /// Where the file's paragraphs stand as well.
    pub const PARAGRAPHS: Self = Self(1 << 10);
    /// Whether the targets of the file's links exist.
    pub const TARGETS: Self = Self(1 << 11);
    /// Which terms roles use.
    pub const USES: Self = Self(1 << 12);
    /// Which files the workspace has, and which of them define nothing.
    pub const FILES: Self = Self(1 << 13);

    /// Who has the addresses that the file redirects from.
    pub const ADDRESSES: Self = Self(1 << 14);

    /// Which names there are, for a file with mentions that nothing closes.
    pub const KNOWN: Self = Self(1 << 15);

    /// All of them, each with a word for it.
    pub const EACH: [(&'static str, Self); 16] = [
        ("names", Self::NAMES),
        ("near", Self::NEAR),
        ("closed", Self::CLOSED),
        ("spellings", Self::SPELLINGS),
        ("places", Self::PLACES),
        ("status", Self::STATUS),
        ("own rows", Self::OWN_ROWS),
        ("cells", Self::CELLS),
        ("alternatives", Self::ALTERNATIVES),
        ("listed", Self::LISTED),
        ("paragraphs", Self::PARAGRAPHS),
        ("targets", Self::TARGETS),
        ("uses", Self::USES),
        ("files", Self::FILES),
        ("addresses", Self::ADDRESSES),
        ("known", Self::KNOWN),
    ];

    /// All of them: the file itself has changed.
    pub const ALL: Self = Self((1 << 16) - 1);

    /// These and others.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether any of these is among others.
    #[must_use]
    pub const fn meets(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}

/// What a change touched: too much, never too little.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    files: FxHashMap<FileId, Reads>,
    /// Roles may use other terms than before: that concerns the vocabularies.
    pub(super) uses: bool,
    /// Roles that list others than before, or at another place: that concerns those who refer to them. They are many, and
    /// few ask; so they are looked up for those who do.
    pub(super) alternatives: FxHashSet<FileId>,
}

impl Touched {
    /// Takes note of facts that changed for a file.
    pub(super) fn add(&mut self, file: FileId, facts: Reads) {
        let known = self.files.entry(file).or_default();
        *known = known.and(facts);
    }

    /// Takes note of facts that changed for files.
    pub(super) fn add_all(&mut self, files: impl IntoIterator<Item = FileId>, facts: Reads) {
        files.into_iter().for_each(|file| self.add(file, facts));
    }

    /// The files for which any of some facts changed, [`Reads::USES`] and [`Reads::ALTERNATIVES`] left out.
    pub(super) fn meeting(&self, facts: Reads) -> impl Iterator<Item = FileId> {
        self.files.iter().filter(move |(_, changed)| changed.meets(facts)).map(|(file, _)| *file)
    }

    /// Forgets files that are gone.
    pub(super) fn keep(&mut self, is_there: impl Fn(FileId) -> bool) {
        self.files.retain(|file, _| is_there(*file));
        self.alternatives.retain(|file| is_there(*file));
    }

    /// How many files it may matter to, [`Reads::USES`] and [`Reads::ALTERNATIVES`] left out.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether it matters to no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && !self.uses && self.alternatives.is_empty()
    }

    /// What changed for a file.
    #[must_use]
    pub fn facts(&self, workspace: &Workspace, file: FileId) -> Reads {
        let mut facts = self.files.get(&file).copied().unwrap_or_default();
        if self.uses && is_vocabulary(workspace, file) {
            facts = facts.and(Reads::USES);
        }
        if self.alternatives.iter().any(|role| workspace.role_users(*role).contains(&file)) {
            facts = facts.and(Reads::ALTERNATIVES);
        }
        facts
    }

    /// The files for which any of some facts changed.
    #[must_use]
    pub fn concerning(&self, workspace: &Workspace, facts: Reads) -> FxHashSet<FileId> {
        let mut files: FxHashSet<FileId> = self.meeting(facts).collect();
        if facts.meets(Reads::ALTERNATIVES) {
            files.extend(self.alternatives.iter().flat_map(|role| workspace.role_users(*role)));
        }
        if self.uses && facts.meets(Reads::USES) {
            files.extend(workspace.files().map(|(id, _)| id).filter(|id| is_vocabulary(workspace, *id)));
        }
        files
    }
}

fn is_vocabulary(workspace: &Workspace, file: FileId) -> bool {
    matches!(workspace.file(file).kind, FileKind::Vocabulary(_))
}
