//! Texts of authors in a page of Markdown: their headings below that of their section, their footnotes beside those of
//! other texts.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag};

use crate::content::markdown_options;

/// The labels of footnotes on a page.
#[derive(Debug, Default)]
pub(super) struct Labels(BTreeSet<String>);

/// A text with its headings moved so that the highest is of a level, and with labels of footnotes that no earlier text has.
pub(super) fn nested<'t>(text: &'t str, level: u8, labels: &mut Labels) -> Cow<'t, str> {
    if !["#", "==", "--", "[^"].iter().any(|mark| text.contains(mark)) {
        return Cow::Borrowed(text);
    }
    let mut headings: Vec<(Range<usize>, u8)> = Vec::new();
    let mut notes: Vec<(Range<usize>, String)> = Vec::new();
    for (event, range) in Parser::new_ext(text, markdown_options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => headings.push((range, number(level))),
            Event::FootnoteReference(label) | Event::Start(Tag::FootnoteDefinition(label)) => {
                // Behind the `[^`.
                let start = range.start + 2;
                if text.get(start..).is_some_and(|rest| rest.starts_with(&*label)) {
                    notes.push((start..start + label.len(), label.to_string()));
                }
            }
            _ => {}
        }
    }
    let top = headings.iter().map(|(_, own)| *own).min().unwrap_or(1);
    let mut edits: Vec<(Range<usize>, String)> =
        headings.into_iter().map(|(range, own)| heading(text, range, below(own, top, level))).collect();
    let mut own: Vec<(String, String)> = Vec::new();
    for (range, label) in notes {
        let known = own.iter().find(|(written, _)| *written == label).map(|(_, new)| new.clone());
        let new = known.unwrap_or_else(|| {
            let numbered = (2..).map(|n| format!("{label}-{n}"));
            let free = std::iter::once(label.clone()).chain(numbered).find(|new| !labels.0.contains(new));
            let new = free.unwrap_or_else(|| label.clone());
            own.push((label, new.clone()));
            new
        });
        edits.push((range, new));
    }
    labels.0.extend(own.into_iter().map(|(_, new)| new));
    edits.sort_by_key(|(range, _)| range.start);
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (range, new) in edits.into_iter().filter(|(range, _)| range.start < range.end) {
        if range.start < at {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// The level of a heading as a number.
pub(super) const fn number(level: HeadingLevel) -> u8 {
    level as u8
}

/// The level of a heading of a text whose highest one, of level `top`, becomes one of `level`.
pub(super) fn below(own: u8, top: u8, level: u8) -> u8 {
    (own.saturating_sub(top) + level).min(6)
}

/// The edit that gives a heading another level. An underlined one gets number signs: of these there are six levels.
fn heading(text: &str, range: Range<usize>, level: u8) -> (Range<usize>, String) {
    let marks = "#".repeat(usize::from(level));
    let whole = &text[range.clone()];
    let signs = whole.len() - whole.trim_start_matches('#').len();
    if signs > 0 {
        return (range.start..range.start + signs, marks);
    }
    let mut lines: Vec<&str> = whole.trim_end().lines().collect();
    lines.pop();
    let words: Vec<&str> = lines.iter().map(|line| line.trim_matches([' ', '\t', '>'])).collect();
    let words = words.join(" ");
    // Signs at its end would close it.
    let words = words.strip_suffix('#').map_or(words.clone(), |rest| format!("{rest}\\#"));
    (range.start..range.start + whole.trim_end().len(), format!("{marks} {words}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_stand_below_their_section() {
        for (text, level, shown) in [
            ("# A\n\ntext\n\n### B\n\n## C ##", 4, "#### A\n\ntext\n\n###### B\n\n##### C ##"),
            ("###### deep", 2, "## deep"),
            ("A\nb\n===\n\nB #\n---\n\n***", 2, "## A b\n\n### B \\#\n\n***"),
            ("> # A\n> text\n\n- B\n  ===\n", 3, "> ### A\n> text\n\n- ### B\n"),
            ("`# no`\n\n```\n# no\n```\n\n#no", 3, "`# no`\n\n```\n# no\n```\n\n#no"),
            ("#", 3, "###"),
        ] {
            assert_eq!(nested(text, level, &mut Labels::default()), shown, "{text}");
        }
    }

    #[test]
    fn footnotes_of_several_texts() {
        let mut labels = Labels::default();
        let mut next = |text: &str| nested(text, 3, &mut labels).into_owned();
        let text = "a[^1] and[^b]\n\n[^1]: One.\n[^b]: Two.\n";
        assert_eq!(next(text), text);
        assert_eq!(next("x[^1] y[^1]\n\n[^1]: Other.\n"), "x[^1-2] y[^1-2]\n\n[^1-2]: Other.\n");
        assert_eq!(next("`[^1]` \\[^1]"), "`[^1]` \\[^1]");
    }
}
