//! [`Seen`]: what of a workspace's files tells whether they have changed since they were read.

use std::fs;
use std::time::SystemTime;

use rustc_hash::FxHashMap;

use crate::loader::{Disk, Link, Problem, walk};
use crate::workspace::{Sources as _, Workspace};

/// What tells one version of a file from another: when it was written, and how long it is; `None` where there is none.
type Stamp = Option<(SystemTime, u64)>;

/// The files of a workspace and what else its findings depend on.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Files of the workspace, by their path relative to it.
    files: FxHashMap<String, Stamp>,
    /// Settings, and files that they name.
    settings: FxHashMap<String, Stamp>,
    /// What links lead to, and whether it is there.
    targets: FxHashMap<String, Option<bool>>,
    links: Vec<Link>,
    /// Files that the settings leave out for want of one thing.
    beside: Vec<String>,
    /// What cannot be read.
    problems: Vec<Problem>,
}

/// What is not as it was.
#[derive(Debug, Default)]
pub struct Difference {
    /// The settings.
    pub settings: bool,
    /// What the walk says cannot be read.
    pub problems: bool,
    /// Files that are new or have changed.
    pub changed: Vec<String>,
    /// Files and links' targets that have come or gone.
    pub others: Vec<String>,
}

impl Seen {
    /// Looks at a workspace's files, without reading them.
    pub fn of(disk: &Disk, workspace: &Workspace) -> Self {
        let config = workspace.config();
        let walked = walk(disk, config);
        let stamp = |path: &str| {
            let metadata = fs::metadata(disk.path(path)).ok()?;
            Some((metadata.modified().ok()?, metadata.len()))
        };
        let stamped = |path: String| {
            let stamp = stamp(&path);
            (path, stamp)
        };
        let own = [&config.role_schema, &config.vocabulary_schema, &config.baseline].into_iter().flatten();
        let named = own.map(|(path, _)| path.clone()).chain(workspace.schema_paths().map(str::to_owned));
        let targets = workspace.link_targets().map(|path| (path.to_owned(), disk.target(path)));
        Self {
            targets: targets.collect(),
            settings: named.chain(["sidestep.yaml".to_owned()]).map(stamped).collect(),
            files: walked.files.into_iter().map(|(path, _)| stamped(path)).collect(),
            links: walked.links,
            beside: walked.beside,
            problems: walked.problems,
        }
    }

    /// What is no more as it was before.
    pub fn since(&self, before: &Self) -> Difference {
        let gone = before.files.keys().filter(|path| !self.files.contains_key(*path));
        let targets = self.targets.iter().filter(|(path, is)| before.targets.get(*path).is_some_and(|was| was != *is));
        let changed = self.files.iter().filter(|(path, stamp)| before.files.get(*path) != Some(stamp));
        Difference {
            // Where links lead, and what they lead out of, is for a reading from scratch.
            settings: self.settings != before.settings || self.links != before.links || self.beside != before.beside,
            problems: self.problems != before.problems,
            changed: changed.map(|(path, _)| path.clone()).collect(),
            others: gone.chain(targets.map(|(path, _)| path)).cloned().collect(),
        }
    }

    /// What the walk says cannot be read.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The same, with files and settings as they were seen before they were read: what was written meanwhile is news.
    pub fn but_files_of(self, before: Self) -> Self {
        Self { files: before.files, settings: before.settings, ..self }
    }
}
