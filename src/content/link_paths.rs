//! [`link_path`]: where a link leads among the repository's files, as far as its own file tells.

use super::links::{Link, TEMPLATES, plain_path};
use super::paths::normal;
use super::{FileFacts, LinkFault, LinkPath, LinkRules, NameAt, is_index};
use crate::schema::Label;

/// What stands before a revision in addresses of a repository on the web.
const VIEWS: [&str; 2] = ["/blob/", "/tree/"];
/// The revisions that mean the files as they are now.
const REVISIONS: [&str; 3] = ["main", "master", "HEAD"];

/// Where a link of the file at `path` (relative to the workspace) leads; `None` for addresses of elsewhere, places on the
/// same page, and what a template makes.
pub(super) fn link_path(link: &Link<'_>, path: &str, rules: &LinkRules) -> Option<LinkPath> {
    if let Some(written) = plain_path(link.target) {
        return Some(path_to(written, path, rules));
    }
    let target = link.target.trim();
    if TEMPLATES.iter().any(|open| target.contains(open)) || target.starts_with('#') {
        return None;
    }
    if let Some(inside) = rules.repository.as_deref().and_then(|repository| in_repository(target, repository)) {
        let to = normal(inside, "")?;
        return Some(LinkPath { to: format!("//{to}").into(), others: Box::default(), judged: true });
    }
    if has_scheme(target) || target.starts_with("//") {
        return None;
    }
    let written = target.split(['?', '#']).next().unwrap_or_default();
    (!written.is_empty()).then(|| path_to(written, path, rules))
}

/// Where what a link writes of a path leads.
fn path_to(written: &str, path: &str, rules: &LinkRules) -> LinkPath {
    let has_extension = has_extension(written);
    let judged = has_extension || written.ends_with('/') || rules.without_extension;
    if let Some(rooted) = written.strip_prefix('/') {
        let to = normal(rooted, "").unwrap_or_default();
        return LinkPath { to: format!("/{to}").into(), others: Box::default(), judged };
    }
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let to = normal(written, folder).unwrap_or_default();
    // A page `a/b.md` is served as `a/b/`, and its links are read from there.
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let other =
        (!has_extension && !is_index(stem)).then(|| normal(written, &path[..path.len() - (file.len() - stem.len())]));
    let other = other.flatten().filter(|other| *other != to).map(Into::into);
    LinkPath { to: to.into(), others: other.into_iter().collect(), judged }
}

/// So many addresses of a page are looked at.
const MOST_ADDRESSES: usize = 8;

/// Where a relative target without an extension leads from the addresses of its page; `None` for other targets.
pub(super) fn from_addresses<'a>(
    target: &str,
    path: &LinkPath,
    addresses: impl Iterator<Item = &'a str>,
) -> Option<Box<[Box<str>]>> {
    let written = target.trim().split(['?', '#']).next().unwrap_or_default();
    if path.to.starts_with('/') || has_extension(written) {
        return None;
    }
    let mut others: Vec<Box<str>> = Vec::new();
    for address in addresses.take(MOST_ADDRESSES) {
        let served = site_path(address);
        let (above, last) = served.rsplit_once('/').unwrap_or(("", &served));
        let ends = address.trim_end().ends_with('/') || address.trim_end().ends_with("index.html");
        // What has no slash at its end may be served with one.
        let folders = [Some(&*served).filter(|_| !last.contains('.')), Some(above).filter(|_| !ends)];
        for folder in folders.into_iter().flatten() {
            let other: Box<str> = format!("/{}", normal(written, folder).unwrap_or_default()).into();
            if !others.contains(&other) {
                others.push(other);
            }
        }
    }
    Some(others.into())
}

impl FileFacts {
    /// The addresses of the file's own page, as written.
    pub fn own_addresses(&self) -> impl Iterator<Item = &NameAt> {
        let labels = self.definitions.iter().filter(|thing| thing.at_root).flat_map(|thing| &thing.labels);
        labels.filter(|label| label.label == Label::Address).map(|label| &label.at)
    }

    /// Where the page has an address of its own, its links are read from there.
    pub(super) fn links_from_address(&mut self) {
        let mut links = std::mem::take(&mut self.links);
        if self.own_addresses().next().is_some() {
            for link in &mut links {
                let LinkFault::Path(path) = &mut link.fault else { continue };
                let addresses = self.own_addresses().map(|at| &*at.name);
                // An address may be an old one: the page is then served where its file stands.
                if let Some(others) = from_addresses(&link.target, path, addresses) {
                    path.others = others.into_iter().chain(std::mem::take(&mut path.others)).collect();
                }
            }
        }
        self.links = links;
    }
}

/// An address on the site as addresses are compared: it begins with `/`, and has no `/` or `index.html` at its end.
#[must_use]
pub fn site_path(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or_default().trim();
    let address =
        address.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(address);
    format!("/{}", address.trim_matches('/'))
}

/// What an absolute address names among the files of a repository.
fn in_repository<'t>(target: &'t str, repository: &str) -> Option<&'t str> {
    let rest = target.strip_prefix(repository)?;
    let rest = VIEWS.iter().find_map(|view| rest.strip_prefix(view))?;
    let (revision, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    (REVISIONS.contains(&revision) && !path.is_empty()).then_some(path)
}

/// Where in an absolute address of a repository the path of the file begins (bytes).
pub(crate) fn inside_repository(target: &str) -> Option<usize> {
    let ends = VIEWS.iter().flat_map(|view| REVISIONS.map(|revision| format!("{view}{revision}/")));
    ends.filter_map(|end| Some(target.find(&end)? + end.len())).min()
}

fn has_scheme(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Whether a path ends in a dot and one to eight letters and digits.
fn has_extension(path: &str) -> bool {
    let bytes = path.as_bytes();
    let Some(dot) = bytes.iter().rposition(|byte| matches!(byte, b'.' | b'/')).filter(|at| bytes[*at] == b'.') else {
        return false;
    };
    let extension = &bytes[dot + 1..];
    let fits = (1..=8).contains(&extension.len()) && extension.iter().all(u8::is_ascii_alphanumeric);
    // Neither what only begins with a dot nor the folder above.
    let stem = &bytes[..dot];
    fits && !matches!(stem, [] | [.., b'/'] | b"." | [.., b'/', b'.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let rules = LinkRules {
            roots: Vec::new(),
            without_extension: false,
            repository: Some("https://example.org/acme/book".to_owned()),
        };
        let cases = [
            ("../b.md#part", Some(("b.md", None, true))),
            ("b%20c.md?x", Some(("a/b c.md", None, true))),
            ("b", Some(("a/b", Some("a/page/b"), false))),
            ("b/", Some(("a/b/", Some("a/page/b/"), true))),
            ("/x/y.md", Some(("/x/y.md", None, true))),
            ("../../b.md", Some(("../b.md", None, true))),
            ("v1.2-notes", Some(("a/v1.2-notes", Some("a/page/v1.2-notes"), false))),
            ("#part", None),
            ("b.md#a.b/c", Some(("a/b.md", None, true))),
            (".md", Some(("a/.md", Some("a/page/.md"), false))),
            ("x/.b", Some(("a/x/.b", Some("a/page/x/.b"), false))),
            ("x.y/b", Some(("a/x.y/b", Some("a/page/x.y/b"), false))),
            ("..", Some(("", Some("a"), false))),
            ("//example.com/b.md", None),
            ("https://example.com/b.md", None),
            ("https://example.org/acme/book/blob/main/x/y.md", Some(("//x/y.md", None, true))),
            ("https://example.org/acme/book/blob/1a2b3c/x/y.md", None),
            ("https://example.org/acme/book/issues/3", None),
            ("{{ url }}.md", None),
        ];
        for (target, expected) in cases {
            let link = Link { span: 0..0, target, angled: false, image: false, html: false };
            let found = link_path(&link, "a/page.md", &rules);
            let found =
                found.as_ref().map(|found| (&*found.to, found.others.first().map(|other| &**other), found.judged));
            assert_eq!(found, expected, "{target}");
        }
    }

    #[test]
    fn addresses() {
        for (address, path) in [
            ("/a/b/", "/a/b"),
            ("a/b", "/a/b"),
            ("/a/b/index.html", "/a/b"),
            ("/a/myindex.html", "/a/myindex.html"),
            ("/index.html", "/"),
            ("/", "/"),
        ] {
            assert_eq!(site_path(address), path, "{address}");
        }
        let from = |target: &str, address: &str| {
            let path = LinkPath { to: "x".into(), others: Box::default(), judged: true };
            from_addresses(target, &path, std::iter::once(address)).map(|others| others.join(" "))
        };
        assert_eq!(from("../c", "/a/b/").as_deref(), Some("/a/c"));
        assert_eq!(from("c/", "/a/b").as_deref(), Some("/a/b/c/ /a/c/"));
        assert_eq!(from("c", "/a/b.html").as_deref(), Some("/a/c"));
        assert_eq!(from("c", "/a/index.html").as_deref(), Some("/a/c"));
        assert_eq!(from("c.md", "/a/"), None);
    }
}
