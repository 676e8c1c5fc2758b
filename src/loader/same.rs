//! Files that are as git has them, though their bytes are not: it changes line ends, writes ids into texts (`ident`), has
//! others' filters change the whole (`filter`, `working-tree-encoding`). None of these is run.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use memchr::memmem;
use sha2::{Digest as _, Sha256};

use super::git::Blob;
use super::git_index::Recorded;
use super::git_run::Runner;

/// What indexes say of the files of their work trees, those of submodules included.
#[derive(Default)]
pub(super) struct AsLeft(HashMap<Arc<Path>, Option<Recorded>>);

impl AsLeft {
    /// Whether a file is as git left it when it had this object for it.
    pub fn has(&mut self, blob: &Blob, file: &Path) -> bool {
        let recorded = self.0.entry(blob.home.clone()).or_insert_with(|| {
            let index = Runner::new(blob.home.clone()).index_file()?;
            Recorded::of(&index)
        });
        let path = file.strip_prefix(&blob.home).ok().map(super::slashed);
        recorded.as_ref().zip(path).is_some_and(|(recorded, path)| recorded.is_as_left(&path, &blob.id, file))
    }
}

/// Whether a file says the same as an object: whatever its line ends and the ids in it, or as the large file that the object
/// stands for.
pub(super) fn is_same(now: &[u8], then: &[u8]) -> bool {
    now == then
        || [now, then].iter().any(|bytes| bytes.contains(&b'\r') || memmem::find(bytes, ID).is_some())
            && without_ids(&plain(now)) == without_ids(&plain(then))
        || sum_of_large(then).is_some_and(|sum| format!("{:x}", Sha256::digest(now)) == sum)
}

/// A text with line feeds alone at the ends of its lines.
pub(super) fn plain(bytes: &[u8]) -> Vec<u8> {
    let is_break = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
    (0..bytes.len()).filter(|at| !is_break(*at)).map(|at| bytes[at]).collect()
}

/// What begins the place of an id.
const ID: &[u8] = b"$Id";

/// A text with `$Id$` for `$Id: … $`, as git has it.
fn without_ids(bytes: &[u8]) -> Vec<u8> {
    let mut written = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memmem::find(rest, b"$Id: ") {
        let (before, id) = rest.split_at(at);
        let end = id[1..].iter().position(|byte| matches!(byte, b'$' | b'\n')).map(|end| end + 1);
        written.extend_from_slice(before);
        written.extend_from_slice(ID);
        rest = match end.filter(|end| id[*end] == b'$') {
            Some(end) => &id[end..],
            None => &id[ID.len()..],
        };
    }
    written.extend_from_slice(rest);
    written
}

/// The checksum in what stands for a large file (<https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md>).
fn sum_of_large(then: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(then.get(..then.len().min(LONGEST_POINTER))?).ok()?;
    let lines = text.strip_prefix("version https://git-lfs.github.com/spec/")?.lines();
    lines.skip(1).find_map(|line| line.strip_prefix("oid sha256:"))
}

/// What stands for a large file has fewer bytes.
const LONGEST_POINTER: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_writes_otherwise_is_the_same() {
        for (now, then, same) in [
            ("a\r\nb\n", "a\nb\n", true),
            ("# $Id: 12ab $\na\n", "# $Id$\na\n", true),
            ("# $Id: 12ab $\r\na\n", "# $Id: 34 $\na\n", true),
            ("# $Id: 12ab $\nb\n", "# $Id$\na\n", false),
            ("# $Id: 12ab\na $\n", "# $Id$\n", false),
            ("# $Id: 12ab", "# $Id: 12ab", true),
            ("a\rb", "a\nb", false),
        ] {
            assert_eq!(is_same(now.as_bytes(), then.as_bytes()), same, "{now:?} {then:?}");
        }
    }

    #[test]
    fn what_stands_for_a_large_file_is_the_same() {
        let sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{sum}\nsize 3\n");
        assert!(is_same(b"abc", pointer.as_bytes()));
        assert!(!is_same(b"abd", pointer.as_bytes()));
        assert!(!is_same(b"abc", format!("oid sha256:{sum}\n").as_bytes()));
    }
}
