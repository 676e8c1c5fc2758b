//! Addresses of files: what an editor calls a file, and its path.
//!
//! Editors spell the same file in different ways (`c%3A` and `C:`, `é` and `%C3%A9`), so an address is kept as the client
//! wrote it for answers, and files are looked up by a normalised absolute path with `/`. Addresses that are no files have
//! no path.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What is escaped in the path of an address (RFC 3986, section 3.3): everything but `pchar` and `/`.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The normalised absolute path of a `file:` address; `None` for other addresses.
#[must_use]
pub fn to_path(uri: &str) -> Option<String> {
    let scheme = uri.get(..5).filter(|s| s.eq_ignore_ascii_case("file:"))?;
    let rest = &uri[scheme.len()..];
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.find('/').map_or((rest, ""), |at| rest.split_at(at)),
        None => ("", rest),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let path = path.replace('\\', "/");
    let host = if host.eq_ignore_ascii_case("localhost") { "" } else { host };
    let full = if host.is_empty() { path } else { format!("//{host}{path}") };
    // `/c:/x` is `C:/x`.
    let bytes = full.as_bytes();
    let drive = bytes.len() >= 3 && bytes[0] == b'/' && bytes[1].is_ascii_alphabetic() && bytes[2] == b':';
    let full = if drive { format!("{}{}", full[1..2].to_ascii_uppercase(), &full[2..]) } else { full };
    (drive || full.starts_with('/')).then(|| normalise(&full))
}

/// A path without `.`, `..`, repeated and final slashes.
#[must_use]
pub fn normalise(path: &str) -> String {
    let root = if path.starts_with("//") {
        "//"
    } else if path.starts_with('/') {
        "/"
    } else {
        ""
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|p| *p != "..") => {
                parts.pop();
            }
            ".." if !root.is_empty() => {}
            part => parts.push(part),
        }
    }
    format!("{root}{}", parts.join("/"))
}

/// The address of an absolute path with `/`.
#[must_use]
pub fn of_path(path: &str) -> String {
    let escaped = utf8_percent_encode(path, ESCAPED);
    match path.as_bytes() {
        [b'/', b'/', ..] => format!("file:{escaped}"),
        [b'/', ..] => format!("file://{escaped}"),
        _ => format!("file:///{escaped}"),
    }
}

/// The path of `path` (relative, may begin with `../`) seen from `folder`.
#[must_use]
pub fn join(folder: &str, path: &str) -> String {
    // Most paths are clean, and thousands of them come at once.
    let clean = |part: &str| !matches!(part, "" | "." | "..");
    let folder = folder.trim_end_matches('/');
    let whole = format!("{folder}/{path}");
    if path.split('/').all(clean) { whole } else { normalise(&whole) }
}

/// `path` as seen from `folder`, with `../` where it lies outside.
#[must_use]
pub fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    up.chain(to[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// Whether `path` is `folder` or lies in it.
#[must_use]
pub fn is_within(folder: &str, path: &str) -> bool {
    path.strip_prefix(folder.trim_end_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_editors_send() {
        for (uri, path) in [
            ("file:///u/a.yaml", "/u/a.yaml"),
            ("file:///u/b[c].yaml", "/u/b[c].yaml"),
            ("file:///u/%C3%A9%20x.yaml", "/u/é x.yaml"),
            ("file:///u/é x.yaml", "/u/é x.yaml"),
            ("file:/u/a.yaml", "/u/a.yaml"),
            ("FILE:///u/a.yaml", "/u/a.yaml"),
            ("file://localhost/u/a.yaml", "/u/a.yaml"),
            ("file:///u/./x/../a.yaml", "/u/a.yaml"),
            ("file:///c%3A/x/a.yaml", "C:/x/a.yaml"),
            ("file:///C:/x/a.yaml", "C:/x/a.yaml"),
            ("file:///c:\\x\\a.yaml", "C:/x/a.yaml"),
            ("file://server/share/a.yaml", "//server/share/a.yaml"),
            ("file:///u/100%.yaml", "/u/100%.yaml"),
            ("file:///u/%zz.yaml", "/u/%zz.yaml"),
            ("file:///u/a|b.yaml", "/u/a|b.yaml"),
        ] {
            assert_eq!(to_path(uri).as_deref(), Some(path), "{uri}");
        }
        for uri in ["untitled:Untitled-1", "git:/u/a.yaml?{}", "", "file", "nonsense", "file:relative", "é"] {
            assert_eq!(to_path(uri), None, "{uri}");
        }
    }

    #[test]
    fn there_and_back() {
        for path in ["/u/é x.yaml", "/u/b[c]%.yaml", "C:/x/a#b?.yaml", "//server/share/a.yaml"] {
            assert_eq!(to_path(&of_path(path)).as_deref(), Some(path));
        }
        assert_eq!(of_path("/u/a b.yaml"), "file:///u/a%20b.yaml");
    }

    #[test]
    fn relative_paths() {
        assert_eq!(relative("/a/b", "/a/b/c/d.yaml"), "c/d.yaml");
        assert_eq!(relative("/a/b", "/a/shared/s.yaml"), "../shared/s.yaml");
        assert_eq!(join("/a/b", "../shared/s.yaml"), "/a/shared/s.yaml");
        for (folder, path, whole) in [
            ("/a", "b.yaml", "/a/b.yaml"),
            ("/", "b/c", "/b/c"),
            ("/a", "./b", "/a/b"),
            ("/a", "b//c/", "/a/b/c"),
            ("C:/a", "b/../c", "C:/a/c"),
            ("/a", "", "/a"),
        ] {
            assert_eq!(join(folder, path), whole);
        }
        assert!(is_within("/a/b", "/a/b/c") && is_within("/", "/a") && !is_within("/a/b", "/a/bc"));
    }
}
