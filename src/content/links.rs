//! [`Link`]: a link's target, and which faults it has.

use std::ops::Range;

use super::paths::normal;
use super::{LinkFault, LinkForm};

/// A link target in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link<'t> {
    /// The target (bytes); for an empty one its parentheses, or those of a definition in angle brackets.
    pub span: Range<usize>,
    /// The target as written.
    pub target: &'t str,
    /// It stands in `<…>`: spaces are part of it.
    pub angled: bool,
    /// It is that of an image.
    pub image: bool,
    /// It stands in HTML.
    pub html: bool,
}

impl Link<'_> {
    /// How it is written.
    pub(super) const fn form(&self) -> LinkForm {
        match (self.html, self.angled) {
            (true, _) => LinkForm::Html,
            (false, true) => LinkForm::Angled,
            (false, false) => LinkForm::Plain,
        }
    }
}

/// Whether an `http://` address can be reached by others, so that it should be encrypted.
pub(super) fn is_public(address: &str) -> bool {
    let rest = address.get("http://".len()..).unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    host.contains('.') && host != "127.0.0.1"
}

const SCHEMES: [&str; 5] = ["https", "http", "mailto", "ftp", "tel"];

/// The schemes of addresses that a browser runs.
const RUNS: [&str; 3] = ["javascript", "vbscript", "data"];

/// Whether a target is a mail address.
fn is_mail(target: &str) -> bool {
    let Some((name, host)) = target.split_once('@') else { return false };
    let fits = |part: &str| !part.is_empty() && !part.contains(['/', ':', '@', '?', '#']);
    fits(name) && fits(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
}

/// The fault of a link target, if any; [`LinkFault::File`] if that depends on whether a file exists, with its path
/// relative to the workspace. `folder` is the folder of the file with the link (`""` at the top).
pub(super) fn fault(link: &Link<'_>, folder: &str) -> Option<LinkFault> {
    let path = match by_form(link) {
        Form::Fault(fault) => return Some(fault),
        Form::Fine => return None,
        Form::Path(path) => path,
    };
    let last = path.rsplit('/').next().unwrap_or_default();
    let extension = last.rsplit_once('.').filter(|(stem, ext)| !stem.is_empty() && !ext.is_empty() && *stem != ".");
    extension.and_then(|_| normal(path, folder)).map(|p| LinkFault::File(p.into()))
}

/// What the form of a link target tells.
enum Form<'l> {
    Fault(LinkFault),
    Fine,
    /// A relative path, without query and fragment.
    Path(&'l str),
}

fn by_form<'t>(link: &Link<'t>) -> Form<'t> {
    let target = link.target.trim();
    if target.is_empty() {
        return Form::Fault(LinkFault::Empty);
    }
    // What a template makes of it is not known.
    if target.contains(['{', '<']) && TEMPLATES.iter().any(|open| target.contains(open)) {
        return Form::Fine;
    }
    if target.contains(char::is_whitespace) && !link.angled {
        return Form::Fault(LinkFault::WhiteSpace);
    }
    if let Some((scheme, rest)) = target.split_once(':')
        && scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    {
        return address_fault(&scheme.to_ascii_lowercase(), rest, link).map_or(Form::Fine, Form::Fault);
    }
    if target.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("www.")) {
        return Form::Fault(LinkFault::NoScheme);
    }
    if is_mail(target) {
        return Form::Fault(LinkFault::Mail);
    }
    let path = target.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() || path.starts_with('/') { Form::Fine } else { Form::Path(path) }
}

/// What is wrong with an address or a path that stands alone; nothing of one that is not there yet.
pub(super) fn fault_of_address(target: &str) -> Option<LinkFault> {
    let link = Link { span: 0..0, target, angled: false, image: false, html: false };
    match by_form(&link) {
        Form::Fault(LinkFault::Empty) | Form::Fine | Form::Path(_) => None,
        Form::Fault(fault) => Some(fault),
    }
}

/// The fault of an address; `scheme` in lower case, `rest` what stands behind the colon.
fn address_fault(scheme: &str, rest: &str, link: &Link<'_>) -> Option<LinkFault> {
    let web = matches!(scheme, "http" | "https" | "ftp");
    if RUNS.contains(&scheme) && !(scheme == "data" && link.image) {
        return Some(LinkFault::Runs);
    }
    if web && !rest.starts_with("//") {
        return Some(LinkFault::Slashes);
    }
    let inner = rest.trim_start_matches('/').get(..8).unwrap_or_default().to_ascii_lowercase();
    if web && (inner == "https://" || inner.starts_with("http://")) {
        return Some(LinkFault::Doubled);
    }
    if web && rest.trim_start_matches('/').is_empty() {
        return Some(LinkFault::Empty);
    }
    if scheme == "http" {
        return is_public(link.target.trim()).then_some(LinkFault::Insecure);
    }
    if SCHEMES.contains(&scheme) {
        return None;
    }
    SCHEMES.into_iter().find(|known| strsim::damerau_levenshtein(known, scheme) == 1).map(LinkFault::Scheme)
}

/// What begins a template, of which nobody can say where it leads.
pub(super) const TEMPLATES: [&str; 3] = ["{{", "{%", "<%"];

/// The path of a target that is one and nothing else, perhaps with a fragment: of letters, digits and a few marks, as nearly
/// all are. Where each byte tells so, nothing else of its form need be looked at.
pub(super) fn plain_path(target: &str) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/' | b'#');
    let is_address = target.as_bytes().get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"www."));
    if is_address || target.starts_with("//") || !target.bytes().all(is_plain) {
        return None;
    }
    let end = target.bytes().position(|byte| byte == b'#').unwrap_or(target.len());
    Some(&target[..end]).filter(|path| !path.is_empty())
}

/// Whether a link is one to a file of the repository, or may be one by its form: it has no fault of another sort.
pub(super) fn leads_to_file(link: &Link<'_>) -> bool {
    if plain_path(link.target).is_some() {
        return true;
    }
    let target = link.target.trim();
    let spaced = target.contains(char::is_whitespace) && !link.angled;
    link.html || !target.is_empty() && !spaced && !matches!(by_form(link), Form::Fault(_))
}

/// An address without query, fragment and the slash at its end.
#[must_use]
pub fn bare_address(address: &str) -> &str {
    let address = address.split(['?', '#']).next().unwrap_or_default().trim();
    address.strip_suffix('/').unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults() {
        fn link(target: &str, image: bool) -> Link<'_> {
            Link { span: 0..0, target, angled: target.contains("My "), image, html: false }
        }
        let check = |target: &str| fault(&link(target, false), "content/roles");
        assert_eq!(check("My File.pdf"), Some(LinkFault::File("content/roles/My File.pdf".into())));
        assert_eq!(check("https://https://x.org"), Some(LinkFault::Doubled));
        assert_eq!(check("post@guild.org"), Some(LinkFault::Mail));
        assert_eq!(check("JavaScript:alert(1)"), Some(LinkFault::Runs));
        assert_eq!(check("data:text/html,x"), Some(LinkFault::Runs));
        assert_eq!(fault(&link("data:image/png;base64,x", true), ""), None);
        for fine in [
            "http://localhost:3000/",
            "http://127.0.0.1",
            "http://intranet/x",
            "{{ site.url }}/a b.pdf",
            "{% link a.md %}",
            "<% here %>/a.md",
        ] {
            assert_eq!(check(fine), None, "{fine}");
        }
        assert_eq!(check(""), Some(LinkFault::Empty));
        assert_eq!(check("https://a b"), Some(LinkFault::WhiteSpace));
        assert_eq!(check("htps://x.org"), Some(LinkFault::Scheme("https")));
        assert_eq!(check("https:/x.org"), Some(LinkFault::Slashes));
        assert_eq!(check("www.x.org"), Some(LinkFault::NoScheme));
        assert_eq!(check("http://x.org"), Some(LinkFault::Insecure));
        assert_eq!(check("../notes/a%20b.md?x#y"), Some(LinkFault::File("content/notes/a b.md".into())));
        for fine in ["https://x.org", "mailto:a@b.org", "/a/b.html", "#top", "docs/page", "git+ssh://x"] {
            assert_eq!(check(fine), None, "{fine}");
        }
    }
}
