//! Which journals are obeyed, and which paths a change may touch.
//!
//! A journal says what to move and remove, and a repository may bring one along. So it is obeyed only if nobody but this
//! program can have left it here, and only within what the program itself would change: files of the workspace's
//! settings, in the repository, by paths without a link in them.

use std::cell::OnceCell;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::find::workspaces_below;
use super::git_index::tracks;
use super::journal::{NAME, Plan, Step};
use super::opened::no_link;
use super::places::{names_git, normal, relative, repository, stands};
use super::slashed;
use crate::text::visible;
use crate::workspace::{Config, Sources};

/// The journal of a change of some hundred thousand files, in bytes.
pub(super) const LARGEST: u64 = 1 << 27;

/// Opens the journal of a workspace; or says, in words that complete "it is not obeyed: …", why it is none of ours.
///
/// # Errors
/// When there is none, or it cannot be read.
pub(super) fn open(root: &Path, write: bool) -> io::Result<Result<File, &'static str>> {
    let path = root.join(NAME);
    let metadata = path.symlink_metadata()?;
    if metadata.is_symlink() {
        return Ok(Err("it is a link"));
    }
    if !metadata.is_file() {
        return Ok(Err("it is no file"));
    }
    let file = no_link(OpenOptions::new().read(true).append(write)).open(&path)?;
    let metadata = file.metadata()?;
    let inside = root.strip_prefix(repository(root)).unwrap_or(Path::new(""));
    let shown = slashed(&inside.join(NAME));
    Ok(if !metadata.is_file() {
        Err("it is no file")
    } else if metadata.len() > LARGEST {
        Err("it is larger than any journal")
    } else if !is_mine(&metadata) {
        Err("it belongs to another user")
    } else if inside.to_str().is_none() || !stands(&path) {
        Err("its name is another one")
    } else {
        match tracks(repository(root), &shown) {
            Some(true) => Err("git tracks it"),
            Some(false) => Ok(file),
            None => Err("whether git tracks it cannot be told"),
        }
    })
}

#[cfg(unix)]
fn is_mine(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.uid() == rustix::process::geteuid().as_raw()
}

/// Where the system does not tell simply, all are.
#[cfg(not(unix))]
const fn is_mine(_: &Metadata) -> bool {
    true
}

/// Why a path may not be touched: the path, and what completes "it cannot be written: …".
pub(super) type Refusal = (String, &'static str);

const OUTSIDE: &str = "it lies outside the repository";
const OF_GIT: &str = "it lies in git's own folder";
const BEHIND_LINK: &str = "a link stands on the way to it";
const NO_FILE: &str = "it is no file";
const NOT_COVERED: &str = "the settings do not cover it";
const ILL_FORMED: &str = "no change is written down like that";

/// What a change of a workspace may touch.
#[derive(Debug)]
pub(super) struct Bounds {
    root: PathBuf,
    /// The folder in which all lies that may be touched: the repository, if there is one.
    bound: PathBuf,
    settings: Vec<Config>,
    /// The folders and settings of all workspaces in it, read when they are first asked for.
    others: OnceCell<Vec<(PathBuf, Config)>>,
}

impl Bounds {
    /// Those of a workspace.
    pub fn new(disk: &Disk) -> Self {
        let (root, bound) = (disk.reach().root().to_owned(), disk.bound().to_owned());
        Self { root, bound, settings: vec![settings(disk)], others: OnceCell::new() }
    }

    /// Those of the workspace whose journal says this. Where the settings themselves change, both the old and the new
    /// ones count.
    pub fn of(disk: &Disk, plan: &Plan) -> Self {
        let mut bounds = Self::new(disk);
        for step in &plan.steps {
            if let Step::Replace { path, new, old, .. } = step
                && path == "sidestep.yaml"
            {
                for text in [new, old].into_iter().filter(|aside| is_beside(aside, path)) {
                    if let Ok(text) = disk.read(text) {
                        bounds.also(&text);
                    }
                }
            }
        }
        bounds
    }

    /// The files of these settings may be touched too.
    pub fn also(&mut self, text: &str) {
        self.settings.push(Config::read("sidestep.yaml", text).0);
    }

    /// Whether all that a plan touches may be touched.
    pub fn allow(&self, plan: &Plan) -> Result<(), Refusal> {
        for step in &plan.steps {
            let (paths, aside, may_be_link): (&[&String], &[&String], bool) = match step {
                Step::Replace { path, new, old, .. } => (&[path], &[new, old], false),
                Step::Create { path, new, .. } => (&[path], &[new], false),
                Step::Move { path, to, .. } => (&[path, to], &[], true),
                Step::Delete { path, old, .. } => (&[path], &[old], true),
            };
            for path in paths {
                let refuse = |why| ((*path).clone(), why);
                let full = self.place(path).map_err(refuse)?;
                self.is_file(&full, may_be_link).map_err(refuse)?;
                if !self.covers(path, &full, plan) {
                    return Err(refuse(NOT_COVERED));
                }
                for aside in aside {
                    let refuse = |why| ((*aside).clone(), why);
                    if !is_beside(aside, path) {
                        return Err(refuse(ILL_FORMED));
                    }
                    let full = self.place(aside).map_err(refuse)?;
                    self.is_file(&full, may_be_link).map_err(refuse)?;
                }
            }
        }
        let holds = |folder: &str, path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        for folder in &plan.folders {
            let needed = plan.steps.iter().any(|step| match step {
                Step::Create { path, .. } | Step::Move { to: path, .. } => holds(folder, path),
                Step::Replace { .. } | Step::Delete { .. } => false,
            });
            self.place(folder).and(if needed { Ok(()) } else { Err(ILL_FORMED) }).map_err(|e| (folder.clone(), e))?;
        }
        Ok(())
    }

    /// The full path of one in a journal, which has neither links nor detours.
    fn place(&self, path: &str) -> Result<PathBuf, &'static str> {
        let full = self.lexical(path)?;
        if relative(&self.root, &full) != path {
            return Err(ILL_FORMED);
        }
        let below = full.strip_prefix(&self.bound).map_err(|_| OUTSIDE)?;
        let mut at = self.bound.clone();
        for part in below.parent().into_iter().flat_map(Path::components) {
            at.push(part);
            match at.symlink_metadata() {
                Ok(metadata) if metadata.is_symlink() => return Err(BEHIND_LINK),
                Ok(metadata) if metadata.is_dir() => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => break,
                _ => return Err("part of its path is no folder"),
            }
        }
        Ok(full)
    }

    /// The full path of one in a journal by its parts alone; in the repository, and not in git's folder.
    fn lexical(&self, path: &str) -> Result<PathBuf, &'static str> {
        let up = path.split('/').take_while(|part| *part == "..").count();
        for part in path.split('/').skip(up) {
            // On Windows these are more than letters of a name.
            let special = cfg!(windows) && part.contains(['\\', ':']);
            if matches!(part, "" | "." | "..") || part.contains('\0') || special {
                return Err(if path.starts_with('/') || special { OUTSIDE } else { ILL_FORMED });
            }
        }
        let full = normal(&self.root.join(path));
        let below = full.strip_prefix(&self.bound).map_err(|_| OUTSIDE)?;
        if below.as_os_str().is_empty() {
            return Err(OUTSIDE);
        }
        let is_git = |part: std::path::Component<'_>| part.as_os_str().to_str().is_none_or(names_git);
        if below.components().any(is_git) { Err(OF_GIT) } else { Ok(full) }
    }

    /// Whether a file stands there, or nothing; or a link to a file of the repository, where that may be.
    fn is_file(&self, full: &Path, may_be_link: bool) -> Result<(), &'static str> {
        match full.symlink_metadata() {
            Ok(metadata) if metadata.is_file() => Ok(()),
            Ok(metadata) if metadata.is_symlink() => {
                let target = full.canonicalize().ok().filter(|_| may_be_link).ok_or(BEHIND_LINK)?;
                self.lexical(&relative(&self.root, &target))?;
                if target.is_file() { Ok(()) } else { Err(NO_FILE) }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            _ => Err(NO_FILE),
        }
    }

    /// Whether a file is one of the workspace's, or of another one of the repository's: they may share a change.
    fn covers(&self, path: &str, full: &Path, plan: &Plan) -> bool {
        let leads_here = |known: &Path| {
            known.canonicalize().is_ok_and(|there| there == *full) || resolved(known).is_ok_and(|there| there == *full)
        };
        let known: Vec<PathBuf> = plan
            .links
            .iter()
            .filter(|(real, _)| real == path)
            .map(|(_, known)| known)
            .filter_map(|known| self.lexical(known).ok())
            .filter(|known| leads_here(known))
            .chain([full.to_owned()])
            .collect();
        let covers = |root: &Path, config: &Config| known.iter().any(|path| covered(config, &relative(root, path)));
        self.settings.iter().any(|config| covers(&self.root, config))
            || self.others().iter().any(|(root, config)| covers(root, config))
    }

    fn others(&self) -> &[(PathBuf, Config)] {
        self.others.get_or_init(|| {
            let others = workspaces_below(&self.bound).into_iter();
            others.map(|root| (root.clone(), settings(&Disk::given(root, &self.bound)))).collect()
        })
    }
}

fn settings(disk: &Disk) -> Config {
    let text = disk.read("sidestep.yaml");
    text.map_or_else(|_| Config::default(), |text| Config::read("sidestep.yaml", &text).0)
}

/// Whether settings cover a path. One that leads out of the workspace has a pattern that does.
fn covered(config: &Config, path: &str) -> bool {
    config.file_kind(path).is_some()
        && (!path.starts_with("..") || config.patterns().any(|pattern| pattern.starts_with("..")))
}

/// Whether a path is one of the program's own names beside a file.
fn is_beside(aside: &str, path: &str) -> bool {
    let folder = path.rfind('/').map_or("", |slash| &path[..=slash]);
    let name = aside.strip_prefix(folder).and_then(|name| name.strip_prefix(".sidestep-"));
    let name = name.and_then(|name| name.strip_suffix(".new").or_else(|| name.strip_suffix(".old")));
    let digits = |text: &str, are: fn(&u8) -> bool| !text.is_empty() && text.bytes().all(|byte| are(&byte));
    name.and_then(|name| name.split_once('-'))
        .is_some_and(|(id, at)| digits(id, u8::is_ascii_hexdigit) && digits(at, u8::is_ascii_digit))
}

/// A path without links before its last part, whether that stands or not.
pub(super) fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut missing = Vec::new();
    let mut at = path;
    loop {
        let (Some(folder), Some(name)) = (at.parent(), at.file_name()) else {
            return Err(io::ErrorKind::NotFound.into());
        };
        missing.push(name);
        match fs::canonicalize(folder) {
            Ok(folder) => return Ok(missing.iter().rev().fold(folder, |path, name| path.join(name))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => at = folder,
            Err(error) => return Err(error),
        }
    }
}

/// A path of a journal, to be shown.
pub(super) fn shown(text: &str) -> String {
    let (short, cut) = text.char_indices().nth(200).map_or((text, ""), |(end, _)| (&text[..end], "…"));
    format!("{}{cut}", visible(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beside_a_file_has_a_name_of_its_own_form() {
        for aside in ["a/.sidestep-1f-0.new", "a/.sidestep-0-12.old"] {
            assert!(is_beside(aside, "a/b.yaml"), "{aside}");
        }
        for aside in [
            ".sidestep-1f-0.new",
            "a/b/.sidestep-1f-0.new",
            "a/.sidestep-1f.new",
            "a/.sidestep-x-0.new",
            "a/c.yaml",
            "a/.sidestep--.new",
        ] {
            assert!(!is_beside(aside, "a/b.yaml"), "{aside}");
        }
    }
}
