//! Opening files whatever they are: no pipe is waited for, and no more is read than is asked for.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

/// Opens a file for reading. A pipe is opened without waiting for somebody who writes to it.
#[cfg(unix)]
pub(super) fn open(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK.bits();
    fs::OpenOptions::new().read(true).custom_flags(i32::try_from(flags).unwrap_or(0)).open(path)
}

/// Opens a file for reading.
#[cfg(not(unix))]
pub(super) fn open(path: &Path) -> io::Result<fs::File> {
    fs::File::open(path)
}

/// What a file holds that is no link and has no more than `most` bytes.
pub(super) fn small(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    bounded(no_link(fs::OpenOptions::new().read(true)).open(path)?, most)
}

/// What an open file holds that is a regular one and has no more than `most` bytes.
pub(super) fn bounded(file: fs::File, most: u64) -> io::Result<Vec<u8>> {
    let metadata = file.metadata()?;
    if !metadata.is_file() || metadata.len() > most {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Neither follows a link nor waits for somebody who writes to a pipe.
#[cfg(unix)]
pub(super) fn no_link(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOFOLLOW;
    options.custom_flags(i32::try_from(flags.bits()).unwrap_or(0))
}

/// Neither follows a link nor waits for somebody who writes to a pipe.
#[cfg(not(unix))]
pub(super) const fn no_link(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    options
}
