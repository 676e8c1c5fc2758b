//! [`Targets`]: what is at the ends of links, both ways.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::link_end::LinkEnd;

/// The paths that lead to a file.
type Paths = SmallVec<[Box<str>; 2]>;

/// What is there, by the paths that links name: see [`LinkPath`](crate::content::LinkPath).
#[derive(Clone, Debug, Default)]
pub(super) struct Targets {
    ends: FxHashMap<Box<str>, LinkEnd>,
    /// The other way round; built when that is first asked for.
    leading: OnceLock<FxHashMap<Box<str>, Paths>>,
}

impl Targets {
    pub fn of(ends: FxHashMap<Box<str>, LinkEnd>) -> Self {
        Self { ends, leading: OnceLock::new() }
    }

    pub fn get(&self, path: &str) -> Option<&LinkEnd> {
        self.ends.get(path)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &LinkEnd)> {
        self.ends.iter().map(|(path, end)| (&**path, end))
    }

    /// Takes note of what is there; gives what was there before.
    pub fn insert(&mut self, path: Box<str>, end: LinkEnd) -> Option<LinkEnd> {
        let before = self.ends.insert(path.clone(), end.clone());
        if before.as_ref() != Some(&end)
            && let Some(leading) = self.leading.get_mut()
        {
            if let Some(LinkEnd::There(there)) = &before
                && let Some(paths) = leading.get_mut(there)
            {
                paths.retain(|known| *known != path);
            }
            if let LinkEnd::There(there) = end {
                leading.entry(there).or_default().push(path);
            }
        }
        before
    }

    /// The paths that lead to a file, unordered.
    pub fn leading_to(&self, file: &str) -> &[Box<str>] {
        let leading = self.leading.get_or_init(|| {
            let mut leading: FxHashMap<Box<str>, Paths> = FxHashMap::default();
            for (path, end) in &self.ends {
                if let LinkEnd::There(there) = end {
                    leading.entry(there.clone()).or_default().push(path.clone());
                }
            }
            leading
        });
        leading.get(file).map_or(&[], |paths| paths)
    }
}
