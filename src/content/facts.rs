//! [`FileFacts`]: what a file says, without its text.

use std::ops::Range;
use std::sync::Arc;

use super::named::{Definition, LabelFact, NameAt, Reference};
use super::white_space::trim_range;
use super::{Ignore, KindId, LinkFact, Name, WordFilter, collapse};
use crate::schema::SchemaFinding;
use crate::syntax::{Outdented, ScalarMap, SyntaxError};
use crate::text::Span;

/// `status` of a role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Not public yet.
    Draft,
    /// The default.
    #[default]
    Published,
    /// No longer a role to point at.
    Retired,
}

/// A scalar that lists terms as they read on a page (`x-sidestep-terms`).
#[derive(Clone, Debug)]
pub struct TermText {
    /// Kind of the terms.
    pub kind: KindId,
    /// The list whose item the text is, as in [`Reference::list`].
    pub list: u32,
    /// The text.
    pub part: CellPart,
}

/// One scalar of a cell or of a term text.
#[derive(Clone, Debug)]
pub struct CellPart {
    /// The scalar's value.
    pub text: Box<str>,
    /// Its bytes in the file, without quotes.
    pub span: Span,
    /// The position map, if the value is not a plain slice of the file.
    pub map: Option<Box<ScalarMap>>,
    /// An item of a sequence, and so one item of a term list: commas in it do not separate.
    pub item: bool,
}

impl CellPart {
    /// Where the bytes `start..end` of the text stand in the file.
    #[must_use]
    pub fn place(&self, start: usize, end: usize) -> Span {
        match &self.map {
            Some(map) => map.span(start, end),
            None => Span::of(self.span.start as usize + start, self.span.start as usize + end),
        }
    }
}

/// A cell of a row.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The column's name as the row writes it, and its place.
    pub column: NameAt,
    /// The cell's value, without quotes; zero-width where the cell is empty.
    pub span: Span,
    /// Its scalars: one for a text, one for each item of a list that is not blank. Empty for an empty cell.
    pub parts: Box<[CellPart]>,
    /// [`Cell::text`], unless that is the text of the only part as it stands, or empty.
    pub(super) joined: Option<Box<str>>,
    /// The cell counts as absent: blank, or a collection of nothing else. A value of the wrong form is not empty.
    pub empty: bool,
}

impl Cell {
    /// The cell's parts joined by ", ", white space collapsed. Empty for an empty cell.
    #[must_use]
    pub fn text(&self) -> &str {
        let part = || self.parts.first().map_or("", |part| &part.text);
        self.joined.as_deref().unwrap_or_else(part)
    }

    /// The place of its value without white space at the ends, which quotes can hold.
    #[must_use]
    pub fn written_span(&self) -> Span {
        let [part] = &*self.parts else { return self.span };
        let range = trim_range(&part.text, 0..part.text.len());
        if part.item { self.span } else { part.place(range.start, range.end) }
    }

    /// Whether it says the same as another cell, as far as can be seen.
    #[must_use]
    pub fn says_same(&self, other: &Self) -> bool {
        self.text() == other.text() || collapse(self.text()) == collapse(other.text())
    }
}

/// A row of the comparison.
#[derive(Clone, Debug)]
pub struct Row {
    /// The role it stands for.
    pub role: Option<NameAt>,
    /// The whole row.
    pub span: Span,
    /// Its cells in the file's order.
    pub cells: Box<[Cell]>,
    /// The row stands for the file's own role.
    pub own: bool,
}

/// The side-by-side table.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The `columns` key and its entries.
    pub columns: Option<(Span, Box<[NameAt]>)>,
    /// The `rows` key, if a list stands there.
    pub rows_key: Option<Span>,
    /// All of `rows`, key included.
    pub rows_span: Span,
    /// The rows in order.
    pub rows: Box<[Row]>,
    /// `rows` is missing or no list, which the schema reports: whether the role has an own row is not known.
    pub refused: bool,
    /// Index in `rows` of the role's own row, or of the one that is presumably meant to be it: without a role, or with
    /// nearly its name.
    pub own_row: Option<u32>,
}

/// The guide for choosing.
#[derive(Clone, Debug, Default)]
pub struct Pick {
    /// The `options` key, if a list stands there.
    pub options_key: Option<Span>,
    /// All of `options`, key included.
    pub options_span: Span,
    /// The role of each option, in order.
    pub roles: Box<[Option<NameAt>]>,
}

/// What only role files say.
#[derive(Clone, Debug, Default)]
pub struct RoleFacts {
    /// `slug` as written.
    pub slug: Option<NameAt>,
    /// The effective slug: the one written, if it is well-formed, else that of the role's name.
    pub own_slug: Option<Box<str>>,
    /// The file's name without its extension, where that is a slug and another than the role's.
    pub file_slug: Option<Box<str>>,
    /// `status`; of a misspelled one the nearest.
    pub status: Status,
    /// Whether `status` is misspelled: what it is taken for is not told of in other files.
    pub status_slips: bool,
    /// The own row has every cell that other pages take from it: see [`LowerContext::needed`].
    ///
    /// [`LowerContext::needed`]: super::LowerContext::needed
    pub own_row_fills: bool,
    /// The value of `status`.
    pub status_span: Option<Span>,
    /// `replaced_by`
    pub replaced_by: Option<NameAt>,
    /// `toolkit` as written.
    pub toolkit: Option<Box<str>>,
    /// The addresses that it redirects from.
    pub redirects: Box<[NameAt]>,
    /// `reviewed` as written.
    pub reviewed: Option<NameAt>,
    /// The span of `summary`'s value, and its length in Unicode scalar values, trimmed.
    pub summary: Option<(Span, u32)>,
    /// The kinds of which the file has a list of its own at the top (`skills`, `tools`).
    pub listed_kinds: Box<[KindId]>,
    /// The `alternatives` key.
    pub alternatives_key: Option<Span>,
    /// All of `alternatives`, key included.
    pub alternatives_span: Span,
    /// The role of each alternative, in order.
    pub alternatives: Box<[Option<NameAt>]>,
    /// `alternatives` is no list or an empty one, which the schema reports: nothing is known of them.
    pub alternatives_refused: bool,
    /// The `alternatives` key, where it has no value.
    pub blank_alternatives: Option<Span>,
    /// `comparison`
    pub comparison: Option<Comparison>,
    /// `how_to_pick`
    pub pick: Option<Pick>,
}

impl RoleFacts {
    /// The role's own row, or the one that has no role.
    #[must_use]
    pub fn own_row(&self) -> Option<&Row> {
        self.presumed_own_row().filter(|row| row.own || row.role.is_none())
    }

    /// The same, or a row with nearly the role's name. That is meant where no other role has the name:
    /// [`Workspace::own_row`](crate::workspace::Workspace::own_row).
    #[must_use]
    pub fn presumed_own_row(&self) -> Option<&Row> {
        let comparison = self.comparison.as_ref()?;
        comparison.rows.get(comparison.own_row? as usize)
    }
}

/// A paragraph of prose with twenty words or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Hash of its words, whatever the white space between them.
    pub hash: u64,
    /// The paragraph.
    pub span: Span,
}

/// `[[` that nothing closes.
#[derive(Clone, Debug)]
pub struct OpenMention {
    /// The text that it stands in: one for all that are open in it.
    pub part: Arc<CellPart>,
    /// Where the brackets begin (bytes of the text).
    pub start: usize,
    /// Where the name can stand: behind the brackets and the kind, up to the next bracket or the end of the line.
    pub name: Range<usize>,
    /// What kind of thing is meant.
    pub kind: KindId,
    /// One `]` stands behind the text.
    pub closed_once: bool,
}

/// Something in prose that was meant as a mention or a link.
#[derive(Clone, Debug)]
pub enum MentionFault {
    /// `[[]]`
    Empty(Span),
    /// A mention that nothing closes, if a name stands there.
    Open(Box<OpenMention>),
    /// A link in another form than Markdown's, and the form that was meant.
    Link(Span, Box<str>),
}

/// A plain scalar of which YAML takes a part for something else: what follows a `#`, a word after `&` or `!`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutText {
    /// `#`, `&` or `!`.
    pub mark: char,
    /// What is lost: from the `#` to the end of the line, or the word with its mark.
    pub span: Span,
    /// What is left of the text.
    pub kept: Span,
    /// Both together.
    pub whole: Span,
}

/// What readers cannot see, in a name or in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvisibleFact {
    /// The run of characters.
    pub span: Span,
    /// The characters.
    pub text: Box<str>,
    /// What they would be as Latin letters; `None` for characters that show nothing.
    pub latin: Option<Box<str>>,
}

/// A key that stands twice in one mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicateKey {
    /// The key.
    pub key: Box<str>,
    /// The first one.
    pub first: Span,
    /// The later one.
    pub second: Span,
}

/// A digest of the words of a file's prose.
#[derive(Clone, Debug, Default)]
pub struct ProseWords {
    /// A Bloom filter of the words.
    pub filter: Box<WordFilter>,
    /// One of the phrases that were looked for while the file was read occurs in it: see [`LowerContext::phrases`].
    ///
    /// [`LowerContext::phrases`]: super::LowerContext::phrases
    pub met: bool,
}

/// Facts of the last version that parsed, for a file with syntax errors: those that the current version lacks.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Definitions, reduced to the labels that are gone. Their spans are stale.
    pub definitions: Box<[Definition]>,
    /// The role's own row, if that is gone. Its spans are stale.
    pub own_row: Option<Row>,
}

/// Where the list of a vocabulary seems to stand that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoList {
    /// Under a key at the top of the file.
    Under(Box<str>),
    /// The keys at the top are the names.
    Keys,
    /// Nowhere.
    Other,
}

/// What one file says.
#[derive(Clone, Debug, Default)]
pub struct FileFacts {
    /// Syntax errors.
    pub syntax: Vec<SyntaxError>,
    /// It is a role file without content.
    pub is_empty: bool,
    /// It is a role file whose name nobody can use: a number, or one that still waits for its words; or something else
    /// stands above the role.
    pub is_nameless: bool,
    /// What the schema refuses.
    pub schema: Vec<SchemaFinding>,
    /// Regions that a repair guessed at or that were not read; sorted and disjoint.
    pub uncertain: Box<[Span]>,
    /// Keys that stand twice.
    pub duplicate_keys: Vec<DuplicateKey>,
    /// Texts that lose a part.
    pub cut_texts: Vec<CutText>,
    /// Values whose lines stand too far left.
    pub outdented: Vec<Outdented>,
    /// The `>` of folded texts in prose that lose a paragraph, in order.
    pub lost_paragraphs: Vec<Span>,
    /// What cannot be seen in names and prose, cells left out; sorted by span.
    pub invisible: Vec<InvisibleFact>,
    /// The file is a vocabulary in a form that yields no name.
    pub no_list: Option<NoList>,
    /// The kinds of things that its schema defines and of which it has none, though not for want of entries.
    pub lacks: Box<[KindId]>,
    /// Texts, names and cells that still wait for their words; sorted by span.
    pub placeholders: Box<[NameAt]>,
    /// What the file defines.
    pub definitions: Box<[Definition]>,
    /// What it refers to, apart from term texts; sorted by span.
    pub references: Box<[Reference]>,
    /// In a vocabulary, the positions of the definitions without a `summary`.
    pub undescribed: Box<[u32]>,
    /// Texts that list terms, apart from comparison cells.
    pub term_texts: Vec<TermText>,
    /// What only role files say.
    pub role: Option<Box<RoleFacts>>,
    /// Long paragraphs of prose.
    pub paragraphs: Box<[Paragraph]>,
    /// Links that may be reported.
    pub links: Vec<LinkFact>,
    /// Ids beside the file's own name that differ from it, each with that name.
    pub other_ids: Vec<(NameAt, Name)>,
    /// Mentions and links that do not read as ones.
    pub mention_faults: Vec<MentionFault>,
    /// Suppression comments.
    pub ignores: Vec<Ignore>,
    /// The words of its prose.
    pub prose: ProseWords,
    /// What the file said when it last parsed; only in a file with a syntax error.
    pub kept: Option<Box<Kept>>,
}

impl FileFacts {
    /// Whether a span overlaps an uncertain region or is adjacent to one.
    #[must_use]
    pub fn is_uncertain(&self, span: Span) -> bool {
        span.touches_any(&self.uncertain)
    }

    /// Whether what stands at a span still waits for its words, or all of the cell does.
    #[must_use]
    pub fn waits(&self, span: Span) -> bool {
        let before = self.placeholders.partition_point(|at| at.span.start <= span.start);
        self.placeholders[..before].iter().rev().take(2).any(|at| at.span.contains(span))
    }

    /// Whether the value at a span may have content that was not read: in it, or on the line below.
    #[must_use]
    pub fn may_hold_more(&self, span: Span) -> bool {
        self.is_uncertain(span.to_next_line())
    }

    /// The file's definitions with their positions, and behind them those of [`Self::kept`].
    pub fn all_definitions(&self) -> impl Iterator<Item = (u32, &Definition)> {
        let kept = self.kept.iter().flat_map(|kept| &kept.definitions);
        (0..).zip(self.definitions.iter().chain(kept))
    }

    /// The definition at a position of [`Self::all_definitions`].
    #[must_use]
    pub fn definition(&self, position: u32) -> Option<&Definition> {
        let position = position as usize;
        self.definitions
            .get(position)
            .or_else(|| self.kept.as_ref()?.definitions.get(position.checked_sub(self.definitions.len())?))
    }

    /// What a link to the file means: the position of the first thing that the whole file is about, of those of a kind if it
    /// has any of that. Possibly a kept one.
    #[must_use]
    pub fn root_thing(&self, kind: Option<KindId>) -> Option<u32> {
        let all = || self.all_definitions().filter(|(_, thing)| thing.at_root);
        let of_kind = kind.and_then(|kind| all().find(|(_, thing)| thing.kind == kind));
        of_kind.or_else(|| all().next()).map(|(position, _)| position)
    }

    /// The position of the thing of a kind that the file is about.
    #[must_use]
    pub fn page_thing(&self, kind: KindId) -> Option<u32> {
        self.all_definitions().find(|(_, thing)| thing.at_root && thing.kind == kind).map(|(position, _)| position)
    }

    /// The own row of the file's role, possibly the kept one.
    #[must_use]
    pub fn own_row(&self) -> Option<&Row> {
        let written = self.role.as_ref().and_then(|role| role.own_row());
        written.or_else(|| self.kept.as_ref()?.own_row.as_ref())
    }

    /// The same, with a row that has nearly the role's name.
    #[must_use]
    pub fn presumed_own_row(&self) -> Option<&Row> {
        self.role.as_ref().and_then(|role| role.presumed_own_row()).or_else(|| self.own_row())
    }

    /// Whether more may stand in the own row than could be read.
    #[must_use]
    pub fn own_row_may_hold_more(&self) -> bool {
        self.presumed_own_row().is_some_and(|row| self.may_hold_more(row.span))
    }

    /// In a file with a syntax error, keeps what `last_good` defined and this text no longer shows: other files must
    /// not get findings because of one that is being typed.
    pub fn keep_from(&mut self, last_good: &Self) {
        if self.syntax.is_empty() {
            return;
        }
        let known = |name: &Name| self.definitions.iter().any(|d| d.labels.iter().any(|l| l.at.name == *name));
        let mut definitions = Vec::new();
        for (_, definition) in last_good.all_definitions() {
            let lost: Vec<LabelFact> = definition.labels.iter().filter(|l| !known(&l.at.name)).cloned().collect();
            if !lost.is_empty() {
                let Definition { kind, at_root, .. } = *definition;
                definitions.push(Definition { kind, at_root, labels: lost.into() });
            }
        }
        let own_row =
            if self.role.as_ref().is_none_or(|r| r.own_row().is_none()) { last_good.own_row().cloned() } else { None };
        if !definitions.is_empty() || own_row.is_some() {
            self.kept = Some(Box::new(Kept { definitions: definitions.into(), own_row }));
        }
    }

    /// The definition of the role, if this is a role file.
    #[must_use]
    pub fn role_definition(&self) -> Option<&Definition> {
        self.role.as_ref().and(self.definitions.first())
    }
}
