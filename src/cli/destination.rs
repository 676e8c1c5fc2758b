//! Files that the command line names for what a command has to say.

use std::path::Path;

use super::Failure;
use crate::loader::{Disk, explain, is_repository, names_git, normal, relative, write_atomically};
use crate::workspace::Sources as _;

/// Writes a text to a file, a pipe or a device. A reader that has seen enough is no failure.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    match write_atomically(path, text) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            let folder = path.parent().filter(|p| !p.as_os_str().is_empty() && !p.exists());
            let why = folder.map_or_else(|| explain(&error), |p| format!("there is no folder {}", p.display()));
            Err(Failure::new(format!("{} cannot be written: {why}", path.display())))
        }
        _ => Ok(()),
    }
}

/// Whether a path leads out of the repository that it names, or into its `.git`, by a link. What lies elsewhere is the
/// user's, and so are the links there.
pub(super) fn leads_out(path: &Path) -> bool {
    let Ok(here) = std::env::current_dir().and_then(|dir| dir.canonicalize()) else { return false };
    let full = normal(&here.join(path));
    let repositories = full.ancestors().skip(1).filter(|folder| is_repository(folder));
    std::iter::once(&*here).chain(repositories).any(|top| {
        let disk = Disk::given(top, top);
        let path = relative(top, &full);
        // Who names git's folder means it.
        let is_asked_for = path.split('/').any(names_git);
        disk.names(&path) && !is_asked_for && disk.target(&path).is_none()
    })
}
