//! Where a workspace lay at another time, if its whole folder has moved since.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Disk;
use super::git::{Listing, hash_of};
use crate::workspace::Sources as _;

/// The folder that a workspace had then, as seen from the one of now and with `/` at its end; `None` where it did not move.
/// `files` are those of then, and `content` those of now, by their paths as seen from the folder of now.
///
/// It moved if none of its files was there then, and most of those that say what a file of then says have their paths below
/// another folder, where they are no more. (What is there still was copied: in the copy, all is new.)
pub(super) fn former_root(files: &Listing, content: &[&str], now: &Disk) -> Option<String> {
    let digits = files.values().next()?.id.len();
    if content.iter().any(|path| files.contains_key(*path)) {
        return None;
    }
    let mut by_id: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, blob) in files.iter().filter(|(_, blob)| !blob.is_link) {
        by_id.entry(&blob.id).or_default().push(path);
    }
    let folders = |path: &&str| -> Vec<&str> {
        let Ok(bytes) = now.bytes(path) else { return Vec::new() };
        let same = ids(&bytes, digits).into_iter().filter_map(|id| by_id.get(&*id)).flatten();
        let above = same.filter_map(|then| then.strip_suffix(*path).filter(|folder| folder.ends_with('/')));
        above.take(MOST_FOLDERS).collect()
    };
    let votes: Vec<Vec<&str>> = content.par_iter().with_max_len(16).map(folders).collect();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    votes.iter().flatten().for_each(|folder| *count.entry(folder).or_default() += 1);
    let all = votes.iter().filter(|folders| !folders.is_empty()).count();
    let (folder, _) = count.into_iter().max_by_key(|(_, count)| *count).filter(|(_, count)| count * 2 > all)?;
    let is_left = |path: &&&str| now.target(&format!("{folder}{path}")) == Some(true);
    content.iter().find(is_left).is_none().then(|| folder.to_owned())
}

/// How many folders with a file that says the same are looked at, for one file.
const MOST_FOLDERS: usize = 16;

/// The ids that a file's text can have as an object: as it stands, and with the line ends that git writes.
fn ids(bytes: &[u8], digits: usize) -> Vec<String> {
    let plain = bytes.windows(2).any(|pair| pair == b"\r\n").then(|| super::same::plain(bytes));
    std::iter::once(bytes).chain(plain.as_deref()).map(|bytes| hash_of("blob", bytes, digits)).collect()
}
