//! Links in Markdown: their targets, and which faults these have.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::paths::normal;
use super::plain_links::plain_links;
use super::prose_faults::{closing, trimmed};
use super::{LinkFault, LinkForm};

/// A link target in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The target (bytes); for an empty one its parentheses.
    pub span: Range<usize>,
    /// The target as written.
    pub target: String,
    /// It stands in `<…>`: spaces are part of it.
    pub angled: bool,
    /// It is that of an image.
    pub image: bool,
    /// It stands in HTML.
    pub html: bool,
}

impl Link {
    /// How it is written.
    pub(super) const fn form(&self) -> LinkForm {
        match (self.html, self.angled) {
            (true, _) => LinkForm::Html,
            (false, true) => LinkForm::Angled,
            (false, false) => LinkForm::Plain,
        }
    }
}

/// The Markdown extensions that pages use.
#[must_use]
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES
}

/// The parts of a Markdown text that are not plain prose, as byte ranges.
#[derive(Debug, Default)]
struct Parts {
    links: Vec<Link>,
    /// Link and image targets with their surroundings, and HTML.
    targets: Vec<Range<usize>>,
    /// The words of links.
    words: Vec<Range<usize>>,
    code: Vec<Range<usize>>,
}

fn parts(text: &str) -> Parts {
    let mut parts = Parts::default();
    let parser = Parser::new_ext(text, options());
    let mut definitions: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, d)| d.span.clone()).collect();
    definitions.sort_by_key(|d| d.start);
    let mut open: Vec<(LinkType, Range<usize>, usize)> = Vec::new();
    let mut block: Option<usize> = None;
    for (event, range) in parser.into_offset_iter() {
        if let Some((_, _, inner_end)) = open.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            *inner_end = (*inner_end).max(range.end);
        }
        match event {
            Event::Code(_) => parts.code.push(range),
            Event::Start(Tag::CodeBlock(_)) => block = Some(range.start),
            Event::End(TagEnd::CodeBlock) => {
                if let Some(start) = block.take() {
                    parts.code.push(start..range.end);
                }
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                html_links(text, range.clone(), &mut parts.links);
                parts.targets.push(range);
            }
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                let opening = if text[range.start..].starts_with('!') { 2 } else { 1 };
                open.push((link_type, range.clone(), (range.start + opening).min(range.end)));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let Some((kind, range, inner_end)) = open.pop() else { continue };
                let is_image = text[range.start..].starts_with('!');
                if kind != LinkType::Autolink {
                    parts.words.push(range.start..inner_end);
                }
                match kind {
                    LinkType::Inline => inline(text, range, inner_end, is_image, &mut parts),
                    LinkType::Autolink => {
                        let span = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
                        parts.links.push(Link {
                            target: text[span.clone()].to_owned(),
                            span,
                            angled: true,
                            image: false,
                            html: false,
                        });
                        parts.targets.push(range);
                    }
                    LinkType::Email => parts.targets.push(range),
                    _ => {
                        // The label after the text of a reference link.
                        let label = text[range.clone()].rfind('[').map_or(range.end, |i| range.start + i);
                        if label > inner_end {
                            parts.targets.push(label..range.end);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    for definition in definitions {
        define(text, definition, &mut parts);
    }
    broken(text, &mut parts);
    parts.links.sort_by_key(|l| (l.span.start, l.span.end));
    parts
}

/// The values of `href` and `src` in HTML.
fn html_links(text: &str, range: Range<usize>, links: &mut Vec<Link>) {
    let html = &text[range.clone()];
    for name in ["href", "src"] {
        for (at, _) in html.match_indices(name) {
            let before = html[..at].chars().next_back();
            let rest = html[at + name.len()..].trim_start();
            let Some(rest) = rest.strip_prefix('=').filter(|_| before.is_some_and(char::is_whitespace)) else {
                continue;
            };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            let Some(end) = rest[1..].find(quote) else { continue };
            let start = range.end - rest.len() + 1;
            let target = text[start..start + end].to_owned();
            links.push(Link { span: start..start + end, target, angled: true, image: name == "src", html: true });
        }
    }
}

/// `[text](target "title")`
fn inline(text: &str, range: Range<usize>, inner_end: usize, image: bool, parts: &mut Parts) {
    let Some(paren) = text[inner_end..range.end].find("](").map(|i| inner_end + i + 1) else { return };
    parts.targets.push(paren..range.end);
    let (span, target, angled) = destination(text, paren + 1, range.end.saturating_sub(1));
    let span = if target.trim().is_empty() { paren..range.end } else { span };
    parts.links.push(Link { span, target, angled, image, html: false });
}

/// The link destination behind white space at `from`: its bytes, without angle brackets, its text, and whether it has angle
/// brackets.
fn destination(text: &str, from: usize, end: usize) -> (Range<usize>, String, bool) {
    let rest = &text[from..end.max(from)];
    let start = from + rest.len() - rest.trim_start().len();
    let rest = &text[start..end.max(start)];
    if let Some(inside) = rest.strip_prefix('<') {
        let stop = inside.find('>').unwrap_or(inside.len());
        return (start + 1..start + 1 + stop, inside[..stop].to_owned(), true);
    }
    let stop = rest.find(char::is_whitespace).unwrap_or(rest.len());
    (start..start + stop, rest[..stop].to_owned(), false)
}

/// `[label]: target "title"`
fn define(text: &str, range: Range<usize>, parts: &mut Parts) {
    parts.targets.push(range.clone());
    let Some(colon) = text[range.clone()].find("]:").map(|i| range.start + i + 2) else { return };
    let (span, target, angled) = destination(text, colon, range.end);
    parts.links.push(Link { span, target, angled, image: false, html: false });
}

/// Adds what looks like a link but is none for Markdown, because its target has white space.
fn broken(text: &str, parts: &mut Parts) {
    // Ranges that are classified already, sorted by start; each end is raised to the furthest one so far, so that one
    // look-up tells whether a byte is in any. Ranges added here are before the scan position.
    let mut taken: Vec<Range<usize>> = parts.code.iter().chain(&parts.targets).cloned().collect();
    taken.sort_by_key(|r| r.start);
    let mut furthest = 0;
    for range in &mut taken {
        furthest = furthest.max(range.end);
        range.end = furthest;
    }
    let mut start_of_line = 0;
    for line in text.split_inclusive('\n') {
        broken_in_line(text, start_of_line, line, &taken, parts);
        start_of_line += line.len();
    }
}

/// Parentheses with more bytes inside than this hold no target.
const LONGEST_TARGET: usize = 2000;

fn broken_in_line(text: &str, line_start: usize, line: &str, taken: &[Range<usize>], parts: &mut Parts) {
    let Some(first) = line.find('[') else { return };
    let last = line.rfind(')').unwrap_or(line.len());
    let (mut at, mut close) = (0, 0);
    while let Some(bracket) = line[at..].find("](").map(|i| at + i) {
        at = bracket + 2;
        let paren = line_start + bracket + 1;
        let before = taken.partition_point(|r| r.start <= paren);
        let covered = before.checked_sub(1).is_some_and(|i| paren < taken[i].end);
        // The `]` needs a `[` before it on the line.
        if covered || first >= bracket || text[..=paren - 1].ends_with("]]") || at > last {
            continue;
        }
        if close < at {
            let Some(found) = line[at..].find(')') else {
                across_lines(text, paren, parts);
                return;
            };
            close = at + found;
        }
        let inside = &line[at..close];
        if inside.len() > LONGEST_TARGET {
            continue;
        }
        let start = line_start + at + inside.len() - inside.trim_start().len();
        let target = inside.trim();
        // What nothing closes is no link: `broken-mention` tells.
        let begins = target.starts_with("https://") || target.starts_with("http://");
        if begins && closing(text, paren).is_none() {
            continue;
        }
        // `[x](y z)` in a sentence is no link unless its inside looks like a target.
        let looks_like_target = target.contains(['/', '.', ':', '#']);
        if target.contains(char::is_whitespace) && looks_like_target {
            let span = start..start + target.len();
            parts.targets.push(paren..line_start + close + 1);
            parts.links.push(Link { span, target: target.to_owned(), angled: false, image: false, html: false });
            at = close + 1;
        }
    }
}

/// Adds an address that a line end breaks: what begins at a parenthesis and closes further down in the paragraph.
fn across_lines(text: &str, paren: usize, parts: &mut Parts) {
    let Some(close) = closing(text, paren) else { return };
    let inside = &text[paren + 1..close];
    let target = inside.trim();
    if !(target.starts_with("https://") || target.starts_with("http://")) {
        return;
    }
    let start = paren + 1 + inside.len() - inside.trim_start().len();
    parts.targets.push(paren..close + 1);
    parts.links.push(Link {
        span: start..start + target.len(),
        target: target.to_owned(),
        angled: false,
        image: false,
        html: false,
    });
}

/// What stands in links: their targets, and their words.
pub(super) fn link_parts(text: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let parts = parts(text);
    (parts.targets.into_iter().chain(parts.code).collect(), parts.words)
}

/// The `http://` addresses in a text that are no links, without the punctuation behind them.
pub(super) fn bare_addresses(text: &str) -> Vec<Range<usize>> {
    if memchr::memmem::find(text.as_bytes(), b"http://").is_none() {
        return Vec::new();
    }
    let (targets, words) = link_parts(text);
    let taken = |at: usize| targets.iter().chain(&words).any(|range| range.contains(&at));
    let starts = text.match_indices("http://").map(|(at, _)| at).filter(|at| {
        let before = text[..*at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | ':' | '=')) && !taken(*at)
    });
    let ends = starts.map(|at| {
        let rest = &text[at..];
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '`' | '|')).unwrap_or(rest.len());
        at..at + trimmed(&rest[..end])
    });
    ends.collect()
}

/// Whether an `http://` address can be reached by others, so that it should be encrypted.
pub(super) fn is_public(address: &str) -> bool {
    let rest = address.get("http://".len()..).unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    host.contains('.') && host != "127.0.0.1"
}

/// The links in a Markdown text, in order.
#[must_use]
pub fn links(text: &str) -> Vec<Link> {
    if may_have_links(text) { parts(text).links } else { Vec::new() }
}

/// The code in a Markdown text (byte ranges), and its links. Takes the fast path if that is possible.
pub(super) fn code_and_links(text: &str) -> (Vec<Range<usize>>, Vec<Link>) {
    if !may_have_links(text) && !may_have_code(text) {
        return Default::default();
    }
    plain_links(text).map_or_else(|| full_links(text), |links| (Vec::new(), links))
}

/// [`code_and_links`] by the full Markdown parser.
pub(super) fn full_links(text: &str) -> (Vec<Range<usize>>, Vec<Link>) {
    let parts = parts(text);
    (parts.code, parts.links)
}

/// The code in a Markdown text (byte ranges): `[[…]]` inside is no mention.
#[must_use]
pub fn markdown_code(text: &str) -> Vec<Range<usize>> {
    code_and_links(text).0
}

/// Byte ranges in which prose is not plain: code, link targets, HTML, and `[[mentions]]`. Unsorted; they may overlap.
#[must_use]
pub fn markdown_gaps(text: &str) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    if may_have_links(text) || text.contains('`') || text.contains("    ") || text.contains('\t') {
        let parts = parts(text);
        gaps.extend(parts.code.iter().chain(&parts.targets).cloned());
        gaps.extend(parts.links.iter().map(|l| l.span.clone()));
    }
    gaps.extend(super::mentions(text, &[], |_| false).into_iter().map(|m| m.whole));
    gaps
}

fn may_have_links(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr_iter(b']', bytes).any(|at| matches!(bytes.get(at + 1), Some(b'(' | b':'))) || memchr(b'<', bytes).is_some()
}

/// Prefilter for code that matters: backticks, or an indented or fenced block that may hide a mention.
fn may_have_code(text: &str) -> bool {
    let mentions = || memchr(b'[', text.as_bytes()).is_some();
    memchr(b'`', text.as_bytes()).is_some()
        || mentions() && (memchr2(b'~', b'\t', text.as_bytes()).is_some() || text.contains("    "))
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
pub(super) fn fault(link: &Link, folder: &str) -> Option<LinkFault> {
    let target = link.target.trim();
    if target.is_empty() {
        return Some(LinkFault::Empty);
    }
    // What a template makes of it is not known.
    if target.contains("{{") || target.contains("{%") {
        return None;
    }
    if target.contains(char::is_whitespace) && !link.angled {
        return Some(LinkFault::WhiteSpace);
    }
    if let Some((scheme, rest)) = target.split_once(':')
        && scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    {
        let lower = scheme.to_ascii_lowercase();
        let web = matches!(lower.as_str(), "http" | "https" | "ftp");
        if RUNS.contains(&&*lower) && !(lower == "data" && link.image) {
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
        if lower == "http" {
            return is_public(target).then_some(LinkFault::Insecure);
        }
        if SCHEMES.contains(&lower.as_str()) {
            return None;
        }
        return SCHEMES.into_iter().find(|s| strsim::damerau_levenshtein(s, &lower) == 1).map(LinkFault::Scheme);
    }
    if target.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("www.")) {
        return Some(LinkFault::NoScheme);
    }
    if is_mail(target) {
        return Some(LinkFault::Mail);
    }
    let path = target.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() || path.starts_with('/') {
        return None;
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    let extension = last.rsplit_once('.').filter(|(stem, ext)| !stem.is_empty() && !ext.is_empty() && *stem != ".");
    extension.and_then(|_| normal(path, folder)).map(|p| LinkFault::File(p.into()))
}

/// Whether a link is one to a file of the repository, or may be one by its form: it has no fault of another sort.
pub(super) fn leads_to_file(link: &Link) -> bool {
    let target = link.target.trim();
    let spaced = target.contains(char::is_whitespace) && !link.angled;
    link.html || !target.is_empty() && !spaced && matches!(fault(link, ""), None | Some(LinkFault::File(_)))
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

    #[track_caller]
    fn targets(text: &str, expected: &[&str]) {
        let found: Vec<_> = links(text).iter().map(|l| text[l.span.clone()].to_owned()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn targets_of_every_kind_of_link() {
        targets("[a](https://x.org/b_(c)) and ![i](img.png \"t\")", &["https://x.org/b_(c)", "img.png"]);
        targets("[a](<x y.md>) [b]() [c](  )", &["x y.md", "()", "(  )"]);
        targets("<https://x.org> <htps://y.org> <a@b.org>", &["https://x.org", "htps://y.org"]);
        targets("[a][r] and [r]\n\n[r]: http://x.org 'T'\n", &["http://x.org"]);
        targets("[a](https://x.org/a b) and [n](see the note)", &["https://x.org/a b"]);
        targets("`[a](http://b)` [[Role]](x)", &["x"]);
        targets("[**bold** é😀](http://b.org)", &["http://b.org"]);
    }

    #[test]
    fn faults() {
        let link = |target: &str, image| {
            let angled = target.contains("My ");
            Link { span: 0..0, target: target.to_owned(), angled, image, html: false }
        };
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

    #[test]
    fn gaps_hide_code_targets_and_mentions() {
        let text = "Postgres `Postgres` [Postgres](/Postgres) [[tool:Postgres]]";
        let gaps = markdown_gaps(text);
        let plain: Vec<_> = text
            .match_indices("Postgres")
            .filter(|(at, _)| !gaps.iter().any(|g| g.start <= *at && *at < g.end))
            .map(|(at, _)| at)
            .collect();
        assert_eq!(plain, [0, 21]);
    }
}
