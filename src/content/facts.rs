//! [`FileFacts`]: what a file says, without its text.

use super::{Ignore, KindId, Name, WordFilter};
use crate::schema::{Label, SchemaFinding};
use crate::syntax::{ScalarMap, SyntaxError};
use crate::text::Span;

/// A name and where it stands (bytes, without quotes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameAt {
    /// The name, white space collapsed.
    pub name: Name,
    /// Its own characters.
    pub span: Span,
}

/// One label of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelFact {
    /// Which label.
    pub label: Label,
    /// The label and its place.
    pub at: NameAt,
}

/// Something a file defines: a role, or a term of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// What kind of thing.
    pub kind: KindId,
    /// Its name, aliases and spellings to avoid, in the file's order; the name comes first.
    pub labels: Box<[LabelFact]>,
}

impl Definition {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &NameAt {
        &self.labels[0].at
    }
}

/// Where in a role file a reference stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// `role` of an alternative.
    Alternative,
    /// `role` of a comparison row.
    Row,
    /// `role` of an option.
    Pick,
    /// `replaced_by`
    ReplacedBy,
    /// An item of a list at the top of the file, such as `skills`.
    List,
    /// `[[…]]` in prose.
    Mention,
    /// Any other field that a schema marks.
    Field,
}

/// A name that refers to a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What kind of thing is meant.
    pub kind: KindId,
    /// The name and its place.
    pub at: NameAt,
    /// Where it stands.
    pub origin: Origin,
}

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

/// A text in which terms are listed as they read on a page.
#[derive(Clone, Debug)]
pub struct TermText {
    /// Kind of the terms.
    pub kind: KindId,
    /// The text.
    pub part: CellPart,
}

/// One scalar of a cell.
#[derive(Clone, Debug)]
pub struct CellPart {
    /// The scalar's value.
    pub text: Box<str>,
    /// Its characters in the file, without quotes.
    pub span: Span,
    /// Where each character stands, if the value is not a plain slice of the file.
    pub map: Option<Box<ScalarMap>>,
    /// It is an item of a list, and one item of a term list: a comma in it separates nothing.
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
    /// Its scalars: one for a text, one for each item of a list. Empty for an empty cell.
    pub parts: Box<[CellPart]>,
    /// See [`Cell::text`]; `None` if it is the text of the only part as it stands, or empty.
    pub(super) joined: Option<Box<str>>,
    /// Nothing stands in the cell, so that it counts as absent. A value of the wrong form is something.
    pub empty: bool,
}

impl Cell {
    /// What the cell reads: its parts joined by ", ", white space collapsed. Empty for an empty cell.
    #[must_use]
    pub fn text(&self) -> &str {
        let part = || self.parts.first().map_or("", |part| &part.text);
        self.joined.as_deref().unwrap_or_else(part)
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
    /// There is no list of rows, and the schema says so: whether the role has an own row is not known.
    pub refused: bool,
    /// Position of the role's own row, or of the row that must be meant to be it.
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
    /// The slug that counts: the one written, if it has the form of one, or else that of the role's name.
    pub own_slug: Option<Box<str>>,
    /// `status`
    pub status: Status,
    /// The own row fills every cell that other pages need of it: see [`LowerContext::needed`].
    ///
    /// [`LowerContext::needed`]: super::LowerContext::needed
    pub own_row_fills: bool,
    /// The value of `status`.
    pub status_span: Option<Span>,
    /// `replaced_by`
    pub replaced_by: Option<NameAt>,
    /// `toolkit` as written.
    pub toolkit: Option<Box<str>>,
    /// `reviewed` as written.
    pub reviewed: Option<NameAt>,
    /// The value of `summary` and its length in characters.
    pub summary: Option<(Span, u32)>,
    /// The kinds of which the file has a list of its own at the top (`skills`, `tools`).
    pub listed_kinds: Box<[KindId]>,
    /// The `alternatives` key.
    pub alternatives_key: Option<Span>,
    /// All of `alternatives`, key included.
    pub alternatives_span: Span,
    /// The role of each alternative, in order.
    pub alternatives: Box<[Option<NameAt>]>,
    /// Something else than a list with alternatives stands there: the schema says so, and nothing is known of them.
    pub alternatives_refused: bool,
    /// `comparison`
    pub comparison: Option<Comparison>,
    /// `how_to_pick`
    pub pick: Option<Pick>,
}

impl RoleFacts {
    /// The role's own row.
    #[must_use]
    pub fn own_row(&self) -> Option<&Row> {
        let comparison = self.comparison.as_ref()?;
        comparison.rows.get(comparison.own_row? as usize)
    }
}

/// A paragraph of prose with twenty words or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Hash of its words.
    pub hash: u64,
    /// The paragraph.
    pub span: Span,
}

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkFault {
    /// `[text]()`
    Empty,
    /// White space in the target.
    WhiteSpace,
    /// A scheme that is nearly a known one (`htps:`), with the one that was meant.
    Scheme(&'static str),
    /// `https:/x`
    Slashes,
    /// `www.…` without a scheme.
    NoScheme,
    /// `http://`
    Insecure,
    /// A relative link to a file: the path, relative to the workspace, that must exist.
    File(Box<str>),
}

/// A link that may be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkFact {
    /// The target, or for an empty one its parentheses.
    pub span: Span,
    /// The target as written.
    pub target: Box<str>,
    /// What is wrong, or might be.
    pub fault: LinkFault,
}

/// A plain scalar that a `#` cuts short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutText {
    /// From the `#` to the end of the line.
    pub span: Span,
    /// What is left of the text.
    pub kept: Span,
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

/// What is kept of the words of a file's prose.
#[derive(Clone, Debug, Default)]
pub struct ProseWords {
    /// Which words there may be.
    pub filter: Box<WordFilter>,
    /// A phrase that was looked for while the file was read stands in it: see [`LowerContext::phrases`].
    ///
    /// [`LowerContext::phrases`]: super::LowerContext::phrases
    pub met: bool,
}

/// What a file that does not parse said when it last did, where it no longer says so.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Definitions, with the labels that are gone. Their places mean nothing.
    pub definitions: Box<[Definition]>,
    /// The role's own row.
    pub own_row: Option<Row>,
}

/// What one file says.
#[derive(Clone, Debug, Default)]
pub struct FileFacts {
    /// Syntax errors.
    pub syntax: Vec<SyntaxError>,
    /// What the schema refuses.
    pub schema: Vec<SchemaFinding>,
    /// Regions that could not be read for certain.
    pub uncertain: Box<[Span]>,
    /// Keys that stand twice.
    pub duplicate_keys: Vec<DuplicateKey>,
    /// Texts that a `#` cuts short.
    pub cut_texts: Vec<CutText>,
    /// What the file defines.
    pub definitions: Box<[Definition]>,
    /// What it refers to, apart from term texts.
    pub references: Box<[Reference]>,
    /// Texts that list terms, apart from comparison cells.
    pub term_texts: Vec<TermText>,
    /// What only role files say.
    pub role: Option<Box<RoleFacts>>,
    /// Long paragraphs of prose.
    pub paragraphs: Box<[Paragraph]>,
    /// Links that may be reported.
    pub links: Vec<LinkFact>,
    /// Suppression comments.
    pub ignores: Vec<Ignore>,
    /// The words of its prose.
    pub prose: ProseWords,
    /// What the file said when it last parsed; only in a file with a syntax error.
    pub kept: Option<Box<Kept>>,
}

impl FileFacts {
    /// Whether a span touches a region that could not be read for certain.
    #[must_use]
    pub fn is_uncertain(&self, span: Span) -> bool {
        crate::syntax::touches_any(&self.uncertain, span)
    }

    /// Whether more may stand in what is at a span than could be read: within it, or on the line below it.
    #[must_use]
    pub fn may_hold_more(&self, span: Span) -> bool {
        self.is_uncertain(span.to_next_line())
    }

    /// The file's definitions with their positions, and after them what it defined when it last parsed.
    pub fn all_definitions(&self) -> impl Iterator<Item = (u32, &Definition)> {
        let kept = self.kept.iter().flat_map(|kept| &kept.definitions);
        (0..).zip(self.definitions.iter().chain(kept))
    }

    /// The definition at a position.
    #[must_use]
    pub fn definition(&self, position: u32) -> Option<&Definition> {
        let position = position as usize;
        self.definitions
            .get(position)
            .or_else(|| self.kept.as_ref()?.definitions.get(position.checked_sub(self.definitions.len())?))
    }

    /// The own row of the role that the file defines, as far as it is known.
    #[must_use]
    pub fn own_row(&self) -> Option<&Row> {
        let written = self.role.as_ref().and_then(|role| role.own_row());
        written.or_else(|| self.kept.as_ref()?.own_row.as_ref())
    }

    /// In a file with a syntax error, keeps what `last_good` defined and this text no longer shows: other files must
    /// not turn red because of one that is being typed.
    pub fn keep_from(&mut self, last_good: &Self) {
        if self.syntax.is_empty() {
            return;
        }
        let known = |name: &Name| self.definitions.iter().any(|d| d.labels.iter().any(|l| l.at.name == *name));
        let mut definitions = Vec::new();
        for (_, definition) in last_good.all_definitions() {
            let lost: Vec<LabelFact> = definition.labels.iter().filter(|l| !known(&l.at.name)).cloned().collect();
            if !lost.is_empty() {
                definitions.push(Definition { kind: definition.kind, labels: lost.into() });
            }
        }
        let own_row =
            if self.role.as_ref().is_none_or(|r| r.own_row().is_none()) { last_good.own_row().cloned() } else { None };
        if !definitions.is_empty() || own_row.is_some() {
            self.kept = Some(Box::new(Kept { definitions: definitions.into(), own_row }));
        }
    }

    /// The name that the file defines, if it is a role file.
    #[must_use]
    pub fn role_definition(&self) -> Option<&Definition> {
        self.role.as_ref().and(self.definitions.first())
    }
}
