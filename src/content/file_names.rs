//! [`name_of_file`]: what a file's path says that it is called.

use super::LinkRules;
use crate::schema::NamedBy;

/// Returns the name that a file (relative to the workspace) has by its path: see [`NamedBy`]. `None` for a file without one,
/// such as an index file at the top that is named by its folder.
///
/// An index file is `index`, `_index` or `README`, in any letter case; at the top it keeps its own name, and so does one that
/// stands not `for_folder` because another one does.
#[must_use]
pub fn name_of_file(path: &str, by: NamedBy, for_folder: bool) -> Option<String> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = stem(file);
    let is_index = for_folder && is_index(stem);
    let last = || folder.rsplit('/').next().filter(|name| !name.is_empty());
    let name = match by {
        NamedBy::Folder => last()?,
        NamedBy::Stem if is_index => last().unwrap_or(stem),
        NamedBy::Stem => stem,
        NamedBy::Path if is_index && !folder.is_empty() => folder,
        NamedBy::Path => &path[..path.len() - (file.len() - stem.len())],
    };
    (!name.is_empty()).then(|| name.to_owned())
}

/// A file's path where it is named by its path: from the link root that it lies in, the innermost of several.
#[must_use]
pub fn path_in_root<'p>(path: &'p str, by: NamedBy, links: Option<&LinkRules>) -> &'p str {
    let roots = links.filter(|_| by == NamedBy::Path).map_or(&[][..], |rules| &rules.roots);
    let inside = |root: &String| path.strip_prefix(root.as_str())?.strip_prefix('/');
    roots.iter().filter_map(inside).min_by_key(|rest| rest.len()).unwrap_or(path)
}

/// Whether a file's name without its extension is that of a folder's own page.
#[must_use]
pub fn is_index(stem: &str) -> bool {
    index_rank(stem).is_some()
}

/// The position of such a name among those that a folder's own page can have, the first one before the others.
#[must_use]
pub fn index_rank(stem: &str) -> Option<usize> {
    ["index", "_index", "readme"].iter().position(|index| stem.eq_ignore_ascii_case(index))
}

/// A file's name without its extension.
fn stem(file: &str) -> &str {
    match file.rfind('.') {
        Some(dot) if dot > 0 => &file[..dot],
        _ => file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let cases = [
            ("roles/backend.yaml", NamedBy::Stem, Some("backend")),
            ("roles/backend/index.md", NamedBy::Stem, Some("backend")),
            ("roles/backend/README.md", NamedBy::Folder, Some("backend")),
            ("roles/backend.v2.yaml", NamedBy::Stem, Some("backend.v2")),
            ("docs/a/b.md", NamedBy::Path, Some("docs/a/b")),
            ("docs/a/_index.md", NamedBy::Path, Some("docs/a")),
            ("README.md", NamedBy::Path, Some("README")),
            ("README.md", NamedBy::Stem, Some("README")),
            ("a.md", NamedBy::Folder, None),
        ];
        for (path, by, name) in cases {
            assert_eq!(name_of_file(path, by, true).as_deref(), name, "{path} by {by:?}");
        }
        assert_eq!(name_of_file("docs/a/README.md", NamedBy::Path, false).as_deref(), Some("docs/a/README"));
        assert_eq!(name_of_file("docs/a/README.md", NamedBy::Stem, false).as_deref(), Some("README"));
    }
}
