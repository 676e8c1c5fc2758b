//! [`Markup`]: what Markdown makes of a text: links, code, the first heading.

use std::cell::OnceCell;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2, memchr3, memmem};

use super::collapse;
use super::heading::Heading;
use super::links::Link;
use super::markdown_parts::{Covered, Parts, parts};
use super::plain_links::plain_links;
use super::prose_faults::trimmed;

/// What Markdown makes of a text. It is parsed once at most, and not at all where a look is enough.
pub(super) struct Markup<'t> {
    text: &'t str,
    /// The links of a text in which nothing else is marked.
    plain: OnceCell<Option<Vec<Link<'t>>>>,
    parts: OnceCell<Parts<'t>>,
}

impl<'t> Markup<'t> {
    pub(super) const fn of(text: &'t str) -> Self {
        Self { text, plain: OnceCell::new(), parts: OnceCell::new() }
    }

    fn plain(&self) -> Option<&[Link<'t>]> {
        let text = self.text;
        let plain = self.plain.get_or_init(|| {
            let has_nothing = !may_have_links(text) && !may_have_code(text);
            if has_nothing { Some(Vec::new()) } else { plain_links(text) }
        });
        plain.as_deref()
    }

    fn parts(&self) -> &Parts<'t> {
        self.parts.get_or_init(|| parts(self.text))
    }

    /// The links, in order.
    pub(super) fn links(&self) -> &[Link<'t>] {
        self.plain().unwrap_or_else(|| &self.parts().links)
    }

    /// The code, and what in HTML is no prose (sorted byte ranges): `[[…]]` inside is no mention.
    pub(super) fn code(&self) -> &[Range<usize>] {
        if self.plain().is_some() { &[] } else { &self.parts().code }
    }

    /// The first level-1 heading, unless it is empty.
    pub(super) fn heading(&self) -> Option<Heading> {
        let text = self.text;
        if !text.contains("# ") && !text.contains("#\t") && !text.contains("\n=") {
            return None;
        }
        let heading = self.parts().heading.as_ref()?;
        let shown = collapse(&heading.text).into_owned();
        (!shown.is_empty()).then(|| Heading { text: shown, range: heading.range.clone() })
    }

    /// The `http://` addresses that are no links (byte ranges), without the punctuation behind them.
    pub(super) fn bare_addresses(&self) -> Vec<Range<usize>> {
        let text = self.text;
        if memmem::find(text.as_bytes(), b"http://").is_none() {
            return Vec::new();
        }
        let Parts { targets, code, words, .. } = self.parts();
        let taken = Covered::of([targets, code, words].into_iter().flatten());
        let starts = text.match_indices("http://").map(|(at, _)| at).filter(|at| {
            let before = text[..*at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | ':' | '=')) && !taken.has(*at)
        });
        let ends = starts.map(|at| {
            let rest = &text[at..];
            let end =
                rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '`' | '|')).unwrap_or(rest.len());
            at..at + trimmed(&rest[..end])
        });
        ends.collect()
    }
}

/// The links in a Markdown text, in order.
#[must_use]
pub fn links(text: &str) -> Vec<Link<'_>> {
    if may_have_links(text) { parts(text).links } else { Vec::new() }
}

/// The code in a Markdown text (byte ranges): `[[…]]` inside is no mention.
#[must_use]
pub fn markdown_code(text: &str) -> Vec<Range<usize>> {
    Markup::of(text).code().to_vec()
}

/// Where the text of the first level-1 heading stands (bytes).
#[must_use]
pub fn markdown_heading(text: &str) -> Option<Range<usize>> {
    Markup::of(text).heading().map(|heading| heading.range)
}

/// Byte ranges in which prose is not plain: code, link targets, HTML, and `[[mentions]]`. Unsorted; they may overlap.
#[must_use]
pub fn markdown_gaps(text: &str) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    let may_have_blocks = memchr3(b'`', b'~', b'\t', text.as_bytes()).is_some() || text.contains("    ");
    if may_have_links(text) || may_have_blocks {
        let parts = parts(text);
        gaps.extend(parts.code.iter().chain(&parts.targets).cloned());
        gaps.extend(parts.links.iter().map(|l| l.span.clone()));
    }
    gaps.extend(super::mentions(text, &[], super::MentionForm::default(), |_| false).into_iter().map(|m| m.whole));
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

/// Code and links by the full Markdown parser, which [`plain_links`] has to agree with.
#[cfg(test)]
pub(super) fn full_links(text: &str) -> (Vec<Range<usize>>, Vec<Link<'_>>) {
    let parts = parts(text);
    (parts.code, parts.links)
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

    #[test]
    fn headings() {
        for (text, expected) in [
            ("# A *b* `c`\n", Some("A b c")),
            ("x\n\n## Two\n\n# One\n\n# Three\n", Some("One")),
            ("```sh\n# no\n```\n\nTitle\n=====\n", Some("Title")),
            ("#\n\n# [Later][r] on\n\n[r]: x.md\n", Some("Later on")),
            ("Two *line*\ntitle\n===\n", Some("Two line title")),
            ("Nothing\n", None),
        ] {
            let heading = Markup::of(text).heading();
            assert_eq!(heading.as_ref().map(|heading| &*heading.text), expected, "{text}");
            assert!(heading.is_none_or(|heading| text.get(heading.range).is_some()));
        }
    }

    #[test]
    fn places_of_headings() {
        for (text, expected) in [
            ("# A **bold** title #\n", "A **bold** title"),
            ("# *All* #\n", "All"),
            ("# Real &amp; \\*head\\*\n", "Real &amp; \\*head\\*"),
            ("# \\*a\\*\n", "\\*a\\*"),
            ("Setext *title*\n====\n", "Setext *title*"),
            ("Two *line*\ntitle\n===\n", "Two *line*\ntitle"),
        ] {
            assert_eq!(Markup::of(text).heading().map(|heading| &text[heading.range]), Some(expected), "{text}");
        }
    }

    #[test]
    fn bare_addresses_are_those_outside_of_links() {
        let text = "http://a.org, [x](http://b.org) <http://c.org> `http://d.org` (http://e.org/x).";
        let found = Markup::of(text).bare_addresses();
        let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["http://a.org", "http://e.org/x"]);
    }
}
