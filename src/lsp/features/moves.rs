//! [`in_order`]: renames of files one after the other, so that each finds its new path free.

use rustc_hash::{FxHashMap, FxHashSet};

/// Renames (from, to) in an order in which a client can do them: who leaves a path goes before who takes it. In a circle
/// the first one steps aside, by a name that no file of a workspace has.
#[must_use]
pub fn in_order(renames: Vec<(String, String)>) -> Vec<(String, String)> {
    let leaves: FxHashSet<&String> = renames.iter().map(|(from, _)| from).collect();
    let free: Vec<String> = renames.iter().map(|(_, to)| to).filter(|to| !leaves.contains(to)).cloned().collect();
    let mut open: FxHashMap<String, String> = renames.iter().map(|(from, to)| (to.clone(), from.clone())).collect();
    let mut done = Vec::with_capacity(renames.len());
    for path in free {
        follow(path, &mut open, &mut done);
    }
    for (from, to) in renames {
        if open.remove(&to).is_none() {
            continue;
        }
        let aside = format!("{from}.moved");
        done.push((from.clone(), aside.clone()));
        follow(from, &mut open, &mut done);
        done.push((aside, to));
    }
    done
}

/// A path is free: the one that goes there does, then the one that goes where that was, and so on.
fn follow(mut free: String, open: &mut FxHashMap<String, String>, done: &mut Vec<(String, String)>) {
    while let Some(from) = open.remove(&free) {
        done.push((from.clone(), free));
        free = from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_finds_its_path_free() {
        for renames in [
            &[("a", "b")][..],
            &[("a", "b"), ("b", "c"), ("x", "y")],
            &[("b", "c"), ("a", "b"), ("c", "d")],
            &[("a", "b"), ("b", "a")],
            &[("a", "b"), ("b", "c"), ("c", "a"), ("x", "y"), ("y", "x")],
        ] {
            let mut files: FxHashMap<String, &str> =
                renames.iter().map(|(from, _)| ((*from).to_owned(), *from)).collect();
            let owned = renames.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned()));
            for (from, to) in in_order(owned.collect()) {
                let file = files.remove(&from).unwrap();
                assert_eq!(files.insert(to.clone(), file), None, "{to} is taken: {renames:?}");
            }
            let expected: FxHashMap<String, &str> =
                renames.iter().map(|(from, to)| ((*to).to_owned(), *from)).collect();
            assert_eq!(files, expected);
        }
    }
}
