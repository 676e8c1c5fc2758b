//! [`Span`]: a range of bytes.

use std::ops::Range;

/// A range of bytes in a text, end exclusive. Both ends are on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to `end` (byte offsets).
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// A zero-width span at a byte offset.
    #[must_use]
    pub const fn empty(at: u32) -> Self {
        Self { start: at, end: at }
    }

    /// A span from `usize` byte offsets. Files are bounded far below 4 GiB; larger offsets saturate.
    #[must_use]
    pub fn of(start: usize, end: usize) -> Self {
        Self::new(offset(start), offset(end))
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span has no bytes.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// As a range for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies within this span (sharing an end counts).
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans overlap or are adjacent, as `0..3` and `3..5` are.
    #[must_use]
    pub const fn touches(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Whether it [touches](Self::touches) any of some regions, which are sorted and disjoint.
    #[must_use]
    pub fn touches_any(self, regions: &[Self]) -> bool {
        let first = regions.partition_point(|region| region.end < self.start);
        regions.get(first).is_some_and(|region| region.touches(self))
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The span with two more bytes at its end, so that it reaches the next line across `\n` or `\r\n`.
    #[must_use]
    pub const fn to_next_line(self) -> Self {
        Self::new(self.start, self.end.saturating_add(2))
    }

    /// The text that the span covers, or `""` where it ends past `text` or splits a character.
    #[must_use]
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

/// A byte offset (or a count) as `u32`; saturates.
pub(crate) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
