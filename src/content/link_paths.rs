//! [`link_path`]: where a link leads among the repository's files, as far as its own file tells.

use super::links::{Link, percent_decoded};
use super::{LinkPath, LinkRules, is_index};

/// What stands before a revision in addresses of a repository on the web.
const VIEWS: [&str; 3] = ["/blob/", "/tree/", "/raw/"];
/// The revisions that mean the files as they are now.
const REVISIONS: [&str; 3] = ["main", "master", "HEAD"];

/// Where a link of the file at `path` (relative to the workspace) leads; `None` for addresses of elsewhere, places on the
/// same page, and what a template makes.
pub(super) fn link_path(link: &Link, path: &str, rules: &LinkRules) -> Option<LinkPath> {
    let target = link.target.trim();
    if ["{{", "{%", "<%"].iter().any(|open| target.contains(open)) || target.starts_with('#') {
        return None;
    }
    if let Some(inside) = rules.repository.as_deref().and_then(|repository| in_repository(target, repository)) {
        let to = normal(inside, "")?;
        return Some(LinkPath { to: format!("//{to}").into(), or: None, judged: true });
    }
    if has_scheme(target) || target.starts_with("//") {
        return None;
    }
    let written = target.split(['?', '#']).next().unwrap_or_default();
    if written.is_empty() {
        return None;
    }
    let has_extension = has_extension(written);
    let judged = has_extension || written.ends_with('/') || rules.without_extension;
    if let Some(rooted) = written.strip_prefix('/') {
        let to = normal(rooted, "").unwrap_or_default();
        return Some(LinkPath { to: format!("/{to}").into(), or: None, judged });
    }
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let to = normal(written, folder)?;
    // A page `a/b.md` is served as `a/b/`, and its links are read from there.
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let or =
        (!has_extension && !is_index(stem)).then(|| normal(written, &path[..path.len() - (file.len() - stem.len())]));
    let or = or.flatten().filter(|or| *or != to).map(Into::into);
    Some(LinkPath { to: to.into(), or, judged })
}

/// What an absolute address names among the files of a repository.
fn in_repository<'t>(target: &'t str, repository: &str) -> Option<&'t str> {
    let rest = target.strip_prefix(repository)?;
    let rest = VIEWS.iter().find_map(|view| rest.strip_prefix(view))?;
    let (revision, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    (REVISIONS.contains(&revision) && !path.is_empty()).then_some(path)
}

fn has_scheme(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Whether a path ends in a dot and one to eight letters and digits.
fn has_extension(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or(path);
    let Some((stem, extension)) = last.rsplit_once('.') else { return false };
    let fits = (1..=8).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fits && !stem.is_empty() && stem != "."
}

/// A path from a folder, percent-encoding undone, without `.` and with `..` only where it leads out. `None` where it is the
/// folder above all.
fn normal(path: &str, folder: &str) -> Option<String> {
    let decoded = percent_decoded(path);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|part| *part != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if parts.is_empty() {
        return None;
    }
    let mut path = parts.join("/");
    if decoded.ends_with('/') && !path.ends_with("..") {
        path.push('/');
    }
    Some(path)
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
            ("https://example.com/b.md", None),
            ("https://example.org/acme/book/blob/main/x/y.md", Some(("//x/y.md", None, true))),
            ("https://example.org/acme/book/blob/1a2b3c/x/y.md", None),
            ("https://example.org/acme/book/issues/3", None),
            ("{{ url }}.md", None),
        ];
        for (target, expected) in cases {
            let link = Link { span: 0..0, target: target.to_owned(), angled: false, image: false, html: false };
            let found = link_path(&link, "a/page.md", &rules);
            let found = found.as_ref().map(|found| (&*found.to, found.or.as_deref(), found.judged));
            assert_eq!(found, expected, "{target}");
        }
    }
}
