//! Writing files: whole or not at all.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

/// Writes a file so that readers see the old text or the new one, never half of it. Keeps the file's permissions.
///
/// # Errors
/// When the folder cannot be written to.
pub fn write_atomically(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".sidestep-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    if let Ok(metadata) = path.metadata() {
        file.as_file().set_permissions(metadata.permissions())?;
    } else {
        open_to_readers(file.as_file())?;
    }
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

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
