//! What else belongs to a file than its text: a file that takes another one's place gets its permissions, its owner and
//! its extended attributes, as far as the system allows.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

/// Makes a new file like another one, whose place it is to take.
///
/// # Errors
/// When it cannot get the other one's permissions.
pub(super) fn resemble(like: &Path, file: &File) -> io::Result<()> {
    let metadata = like.metadata()?;
    own(&metadata, file);
    // A change of the owner may have taken some of them away.
    file.set_permissions(metadata.permissions())?;
    extend(like, file);
    Ok(())
}

/// Only the superuser may give a file away; others at most to a group of theirs.
#[cfg(unix)]
fn own(like: &Metadata, file: &File) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let Ok(now) = file.metadata() else { return };
    let (owner, group) = (like.uid(), like.gid());
    if (now.uid(), now.gid()) != (owner, group) && fchown(file, Some(owner), Some(group)).is_err() {
        let _ = fchown(file, None, Some(group));
    }
}

#[cfg(not(unix))]
const fn own(_: &Metadata, _: &File) {}

/// Copies what may be copied: access lists, labels, what users keep there.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn extend(like: &Path, file: &File) {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use rustix::fs::{XattrFlags, fsetxattr, getxattr, listxattr};
    // As large as the system lets them be.
    let mut names = vec![0; 1 << 16];
    let Ok(length) = listxattr(like, &mut names[..]) else { return };
    let mut value = vec![0; 1 << 16];
    for name in names[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let name = OsStr::from_bytes(name);
        if let Ok(length) = getxattr(like, name, &mut value[..]) {
            let _ = fsetxattr(file, name, &value[..length], XattrFlags::empty());
        }
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
const fn extend(_: &Path, _: &File) {}
