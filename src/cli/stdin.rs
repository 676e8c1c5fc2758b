//! `sidestep check -`: a text from standard input, judged as a file of a workspace.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::Failure;
use super::arguments::CheckOptions;
use super::asked::{Asked, Reported};
use crate::loader::{Disk, explain, find, normal, slashed};
use crate::syntax::LARGEST_FILE;
use crate::workspace::Sources as _;

/// Whether a check is about the text on standard input.
pub(super) fn is_asked(options: &CheckOptions) -> bool {
    options.stdin_filename.is_some() || options.paths.iter().any(|path| path == Path::new("-"))
}

/// The workspace of the file that the text is judged as, with the text in its place.
pub(super) fn asked(options: &CheckOptions) -> Result<Asked, Failure> {
    let Some(name) = &options.stdin_filename else {
        return Err(Failure::new("which file the text on standard input is, is not said")
            .help("add --stdin-filename PATH; a file that is called \"-\" is ./-"));
    };
    if options.paths != [Path::new("-")] {
        return Err(Failure::new("--stdin-filename goes with \"-\" and no other path")
            .help("sidestep check - --stdin-filename PATH < FILE"));
    }
    if options.fix || options.diff || options.known.add_ignores {
        return Err(Failure::new("a text from standard input has no file to be mended; nothing was changed")
            .help("leave out --fix, --diff and --add-ignores: --format json has all fixes with their edits"));
    }
    if options.known.is_about_changes() {
        return Err(
            Failure::new("a text from standard input is in no commit").help("leave out --changed-since and --staged")
        );
    }
    let failure = |e: std::io::Error| Failure::new(format!("{} cannot be read: {}", name.display(), explain(&e)));
    let here = std::env::current_dir().and_then(|dir| dir.canonicalize()).map_err(failure)?;
    let full = full(&normal(&here.join(name)));
    let there = full.ancestors().find(|path| path.exists()).unwrap_or(&here);
    let bytes = text().map_err(failure)?;
    let around = |disk: &Disk| Some(slashed(full.strip_prefix(disk.root()).ok()?));
    let found = find(there, &here).map_err(failure)?;
    // Of several around it, the innermost.
    let disk = found.disks().filter(|disk| around(disk).is_some()).max_by_key(|disk| disk.root().components().count());
    let Some((disk, path)) = disk.and_then(|disk| around(&disk).map(|path| (disk, path))) else {
        return Err(Failure::new(format!("{} belongs to no workspace", name.display())));
    };
    if disk.target(&path).is_none() {
        return Err(Failure::new(format!("{} leads out of the repository by a link", name.display())));
    }
    let workspaces = vec![(disk.with(&path, bytes), Reported::Below(vec![path]))];
    Ok(Asked { workspaces, notes: Vec::new() })
}

/// A path without links in its folders, as far as these are there.
fn full(path: &Path) -> PathBuf {
    let there = path.ancestors().skip(1).find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    there.and_then(|(folder, real)| Some(real.join(path.strip_prefix(folder).ok()?))).unwrap_or_else(|| path.to_owned())
}

/// What stands on standard input: no more than is needed to see that it is too much.
fn text() -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
