//! Words and sentences of cards.

pub(super) use crate::ide::card_markdown::{address, code, escape};

use super::Links;
use crate::content::{MentionForm, Name, mentions};
use crate::ide::Analysis;
use crate::ide::card_markdown::harmless;
use crate::ide::shorten::shorten;
use crate::workspace::{DefId, Workspace};

/// A card in the making: blocks with a blank line between them.
#[derive(Default)]
pub(super) struct Card(String);

impl Card {
    /// Adds a block; nothing if it is empty.
    pub fn block(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push_str("\n\n");
        }
        self.0.push_str(text);
    }

    pub fn finish(self) -> String {
        self.0
    }
}

/// The first line: the thing, as Markdown, and what it is.
pub(super) fn title(name: &str, what: &str) -> String {
    format!("**{name}** · {what}")
}

/// An author's prose on one line, cut after 300 characters: mentions as the words that they show, and harmless.
pub(in crate::ide) fn prose(workspace: &Workspace, text: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mention in mentions(text, &[], MentionForm::default(), |kind| workspace.config().kind(kind).is_some()) {
        out.push_str(&text[at..mention.whole.start]);
        out.push_str(&escape(&text[mention.shown.unwrap_or(mention.name)]));
        at = mention.whole.end;
    }
    out.push_str(&text[at..]);
    harmless(&shorten(&out, 300))
}

/// `a, b, c and 3 more`
pub(super) fn few(names: &[Name], most: usize) -> String {
    some(&names.iter().take(most).map(|name| escape(name)).collect::<Vec<_>>(), names.len())
}

/// Some of a number of names, as Markdown: `a, b, c and 3 more`
pub(super) fn some(shown: &[String], all: usize) -> String {
    match all.saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A thing's name as a link to where it is defined, if that has an address.
pub(super) fn linked(view: Analysis<'_>, def: DefId, links: Links<'_>) -> String {
    linked_as(view, &view.workspace.name_of(def), def, links)
}

/// Words as a link to where a thing is defined.
pub(super) fn linked_as(view: Analysis<'_>, words: &str, def: DefId, links: Links<'_>) -> String {
    match links(&view.place_of(def)) {
        Some(address) => format!("[{}](<{address}>)", escape(words)),
        None => escape(words),
    }
}

/// `1 page`, `2 pages`
pub(super) fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// `1st`, `2nd`, `11th`
pub(super) fn ordinal(n: usize) -> String {
    let ending = match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// A card's Markdown as text that reads well as it is.
#[must_use]
pub fn plain(markdown: &str) -> String {
    let lines: Vec<String> = markdown.lines().map(|line| plain_line(line.trim_end())).collect();
    lines.join("\n")
}

fn plain_line(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix('\\') {
            let mut chars = after.chars();
            match chars.next().filter(char::is_ascii_punctuation) {
                Some(escaped) => out.push(escaped),
                None => out.push('\\'),
            }
            rest = if after.starts_with(|c: char| c.is_ascii_punctuation()) { chars.as_str() } else { after };
        } else if let Some(after) = rest.strip_prefix("**").or_else(|| rest.strip_prefix('`')) {
            rest = after;
        } else if let Some((text, target, after)) = link(rest) {
            out.push_str(&plain_line(text));
            let shown = target.trim_start_matches('<').trim_end_matches('>');
            if shown != text {
                out.push_str(&format!(" ({shown})"));
            }
            rest = after;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// `[text](target)` at the start of a text, and what follows it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let inside = text.strip_prefix('[')?;
    let close = inside.find("](")?;
    let target = &inside[close + 2..];
    let end = if target.starts_with('<') { target.find(">)")? + 1 } else { target.find(')')? };
    let fits = !inside[..close].contains(['[', ']']);
    fits.then(|| (&inside[..close], &target[..end], &target[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_reads_well() {
        assert_eq!(plain("**C\\#** · tool  \nSee [the docs](<https://x.org/>) and `a`."), {
            "C# · tool\nSee the docs (https://x.org/) and a."
        });
        assert_eq!(plain("a \\ b [x] [y](z \\"), "a \\ b [x] [y](z \\");
        assert_eq!(plain("[https://x.org](https://x.org)"), "https://x.org");
        assert_eq!(plain("- é\\*"), "- é*");
    }

    #[test]
    fn words() {
        assert_eq!([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal).join(" "), {
            "1st 2nd 3rd 4th 11th 12th 13th 21st 102nd 111th"
        });
    }
}
