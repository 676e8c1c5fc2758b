//! Files that the command line names for what a command has to say.

use std::path::Path;

use super::Failure;
use crate::loader::{Disk, explain, normal, relative, write_atomically};
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

/// Whether a path in the repository here leads out of it by a link. What is named elsewhere may lie anywhere.
pub(super) fn leads_out(path: &Path) -> bool {
    let Ok(here) = std::env::current_dir().and_then(|dir| dir.canonicalize()) else { return false };
    let disk = Disk::given(&here, &here);
    let path = relative(&here, &normal(&here.join(path)));
    disk.names(&path) && disk.target(&path).is_none()
}
