//! Writing files: whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::attributes::resemble;
use super::faults;

/// Writes a file so that readers see the old text or the new one, never half of it. It keeps its permissions, owner and
/// attributes. Of a link the file is written that it leads to; a pipe or a device is written to.
///
/// # Errors
/// When the folder cannot be written to.
pub fn write_atomically(path: &Path, text: &str) -> io::Result<()> {
    let path = &followed(path)?;
    if path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        let mut file = OpenOptions::new().write(true).open(path)?;
        return file.write_all(text.as_bytes()).and_then(|()| file.flush());
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".sidestep-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    if path.exists() {
        resemble(path, file.as_file())?;
    } else {
        open_to_readers(file.as_file())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// Where a path leads by links, whether there is a file or not.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        // What the system opens itself, such as a pipe of the process (`/dev/fd/3`), has no path.
        if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
            return Ok(path);
        }
        let Ok(target) = path.read_link() else { return Ok(path) };
        path = path.parent().map_or_else(|| target.clone(), |folder| folder.join(&target));
    }
    Err(io::Error::other("its links lead back to themselves"))
}

/// How many links one after the other are followed: as many as the system does.
const MOST_LINKS: u8 = 40;

/// Temporary files are private; a new file should be as any other.
#[cfg(unix)]
fn open_to_readers(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_readers(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

/// Writes a file that must not exist yet.
///
/// # Errors
/// When it exists ([`io::ErrorKind::AlreadyExists`]) or cannot be written.
pub fn create_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Makes renames in a folder last, where the system can do that.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) {
    faults::tell("sync", folder);
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
pub(super) const fn sync_folder(_: &Path) {}
