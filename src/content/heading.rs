//! [`Heading`]: the first level-1 heading of a Markdown text.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

/// A heading: its text without marks, and where that stands (bytes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub text: String,
    pub range: Range<usize>,
}

/// Reads a heading from what stands in it.
#[derive(Debug, Default)]
pub(super) struct HeadingReader {
    text: String,
    /// The last part that is text; of one alone its marks stand around it.
    last: Range<usize>,
    parts: usize,
    /// All of it, marks included.
    whole: Option<Range<usize>>,
}

impl HeadingReader {
    pub(super) fn read(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let part = match event {
            Event::Text(part) | Event::Code(part) => part,
            // A line's end is a blank.
            Event::SoftBreak | Event::HardBreak => " ",
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => {
                ""
            }
            _ => return,
        };
        if !part.is_empty() {
            self.text.push_str(part);
            self.last = range.clone();
            self.parts += 1;
        }
        let whole = self.whole.get_or_insert_with(|| range.clone());
        *whole = whole.start.min(range.start)..whole.end.max(range.end);
    }

    /// The heading, unless it is empty; `text` is that which it stands in.
    pub(super) fn finish(self, text: &str) -> Option<Heading> {
        let mut range = if self.parts == 1 { self.last } else { self.whole? };
        // The backslash before a first character is part of how that is written.
        range.start -= usize::from(text[..range.start].ends_with('\\'));
        (self.parts > 0).then_some(Heading { text: self.text, range })
    }
}
