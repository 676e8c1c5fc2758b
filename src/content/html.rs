//! [`Html`]: what the HTML in a Markdown text holds: addresses, and stretches that are no prose.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::links::Link;

/// Elements whose content a browser reads as text: no tag in it is one.
const RAW: [&str; 3] = ["script", "style", "textarea"];
/// Elements with `href` or `src`.
const LINKING: [&str; 13] =
    ["a", "area", "audio", "base", "embed", "iframe", "img", "input", "link", "script", "source", "track", "video"];
/// Elements that hold code. Links in them are links.
const CODE: [&str; 2] = ["pre", "code"];

/// The HTML of one text, read piece after piece.
#[derive(Default)]
pub(super) struct Html<'t> {
    /// The values of `href` and `src`.
    pub links: Vec<Link<'t>>,
    /// Comments, tags, and the content of elements that hold code or no text (byte ranges).
    pub gaps: Vec<Range<usize>>,
    /// The element of [`RAW`] or [`CODE`] that is open, and where its content begins.
    open: Option<(&'static str, usize)>,
}

/// A tag, from its `<` to behind its `>`.
struct ReadTag<'t> {
    name: &'t str,
    closes: bool,
    end: usize,
    /// Names of attributes with the bytes of their values, without quotes.
    attributes: Vec<(&'t str, Range<usize>)>,
}

impl<'t> Html<'t> {
    /// Reads a piece of HTML: a tag or comment in a line, or a block.
    pub(super) fn read(&mut self, text: &'t str, piece: Range<usize>) {
        let html = &text[..piece.end];
        let mut at = piece.start;
        while let Some(start) = memchr(b'<', &html.as_bytes()[at..]).map(|found| at + found) {
            at = start + 1;
            let rest = &html[start..];
            if let Some((name, from)) = self.open
                && RAW.contains(&name)
            {
                if !closes(rest, name) {
                    continue;
                }
                self.gaps.push(from..start);
                self.open = None;
            }
            let other =
                [("<!--", "-->"), ("<?", "?>"), ("<!", ">")].into_iter().find(|(open, _)| rest.starts_with(open));
            if let Some((open, close)) = other {
                // `<!-->` is a comment.
                let from = open.len().min(2);
                let end = memmem::find(&rest.as_bytes()[from..], close.as_bytes());
                at = end.map_or(html.len(), |end| start + from + end + close.len());
                self.gaps.push(start..at);
                continue;
            }
            if let Some(tag) = read_tag(html, start) {
                at = tag.end;
                self.take(text, start, &tag);
            }
        }
        // What is open at the end of a script is no prose, though nothing closes it.
        if let Some((name, from)) = self.open
            && from < piece.end
            && RAW.contains(&name)
        {
            self.gaps.push(from..piece.end);
        }
    }

    fn take(&mut self, text: &'t str, start: usize, tag: &ReadTag<'_>) {
        self.gaps.push(start..tag.end);
        if tag.closes {
            if let Some((_, from)) = self.open.filter(|(name, _)| name.eq_ignore_ascii_case(tag.name)) {
                self.gaps.push(from..start);
                self.open = None;
            }
            return;
        }
        let known = RAW.into_iter().chain(CODE).find(|name| name.eq_ignore_ascii_case(tag.name));
        if let (Some(name), None) = (known, self.open)
            && !text[..tag.end].ends_with("/>")
        {
            self.open = Some((name, tag.end));
        }
        if is_component(tag.name) {
            return;
        }
        for name in ["href", "src"] {
            let written = tag.attributes.iter().filter(|(attribute, _)| attribute.eq_ignore_ascii_case(name));
            for (_, span) in written {
                let (span, target) = (span.clone(), &text[span.clone()]);
                self.links.push(Link { span, target, angled: true, image: name == "src", html: true });
            }
        }
    }

    /// Ends a paragraph: code that is not closed in it is none.
    pub(super) fn end_paragraph(&mut self) {
        self.open = self.open.filter(|(name, _)| *name != "code");
    }
}

/// Whether a tag is a component of JSX, which makes of its attributes what it likes. HTML in capitals is none.
fn is_component(name: &str) -> bool {
    let is_loud = !name.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_html = is_loud && LINKING.iter().any(|element| element.eq_ignore_ascii_case(name));
    !is_html && name.contains(|c: char| c.is_ascii_uppercase() || c == '.')
}

/// Whether a text begins with the closing tag of an element.
fn closes(text: &str, name: &str) -> bool {
    let Some(rest) = text.strip_prefix("</") else { return false };
    let is_name = rest.get(..name.len()).is_some_and(|written| written.eq_ignore_ascii_case(name));
    is_name && !rest[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
}

/// The tag at a `<`; `None` where none stands.
fn read_tag(html: &str, start: usize) -> Option<ReadTag<'_>> {
    let bytes = html.as_bytes();
    let closes = bytes.get(start + 1) == Some(&b'/');
    let from = start + 1 + usize::from(closes);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b':' | b'_');
    bytes.get(from).filter(|byte| byte.is_ascii_alphabetic())?;
    let mut at = from + bytes[from..].iter().take_while(|byte| is_name(byte)).count();
    let mut tag = ReadTag { name: &html[from..at], closes, end: html.len(), attributes: Vec::new() };
    let blanks = |at: usize| at + bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    loop {
        at = blanks(at);
        match bytes.get(at) {
            None => return Some(tag),
            Some(b'>') => {
                tag.end = at + 1;
                return Some(tag);
            }
            Some(b'/' | b'=' | b'"' | b'\'') => at += 1,
            Some(_) => {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/');
                let name = at..at + bytes[at..].iter().take_while(|byte| !ends(byte)).count();
                at = name.end;
                let sign = blanks(at);
                if bytes.get(sign) == Some(&b'=')
                    && let Some((value, end)) = value(html, blanks(sign + 1))
                {
                    tag.attributes.push((&html[name], value));
                    at = end;
                }
            }
        }
    }
}

/// The value of an attribute: its bytes without quotes, and where it ends. `None` where nothing closes it, or none stands.
fn value(html: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let rest = &html[at..];
    if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let length = rest[1..].find(quote)?;
        return Some((at + 1..at + 1 + length, at + length + 2));
    }
    let length = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
    (length > 0).then_some((at..at + length, at + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn read(text: &str, links: &[&str], gaps: &[&str]) {
        let mut html = Html::default();
        html.read(text, 0..text.len());
        let found: Vec<&str> = html.links.iter().map(|link| &text[link.span.clone()]).collect();
        assert_eq!(found, links, "{text}");
        html.gaps.sort_by_key(|gap| gap.start);
        let found: Vec<&str> = html.gaps.iter().map(|gap| &text[gap.clone()]).collect();
        assert_eq!(found, gaps, "{text}");
    }

    #[test]
    fn addresses_and_what_is_no_prose() {
        read("<a href='x y' src = z.png>a</a>", &["x y", "z.png"], &["<a href='x y' src = z.png>", "</a>"]);
        read("<!-- <a href=\"x\"> --> b <!-->", &[], &["<!-- <a href=\"x\"> -->", "<!-->"]);
        read("<SCRIPT>a < '<a href=\"x\">'</Script>b", &[], &["<SCRIPT>", "a < '<a href=\"x\">'", "</Script>"]);
        read("<pre><code>a <a href=x>", &["x"], &["<pre>", "<code>", "<a href=x>"]);
        read("<pre>a</pre>", &[], &["<pre>", "a", "</pre>"]);
        read("<Card href='x'/><a.b src=\"y\">", &[], &["<Card href='x'/>", "<a.b src=\"y\">"]);
        read("<A HREF=x><IMG SRC='y'>", &["x", "y"], &["<A HREF=x>", "<IMG SRC='y'>"]);
        read("<Link href='x'/><LINKS href='x'/>", &[], &["<Link href='x'/>", "<LINKS href='x'/>"]);
        read("<script src=\"a.js\" /> 1 < 2 <> <a href=\"x", &["a.js"], &["<script src=\"a.js\" />", "<a href=\"x"]);
        read("<style>a {", &[], &["<style>", "a {"]);
        read("<img data-src=x src>", &[], &["<img data-src=x src>"]);
    }
}
