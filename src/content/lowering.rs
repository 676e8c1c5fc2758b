//! [`Lowering`]: the facts of a file while it is read, and the names in it.

use std::cell::RefCell;
use std::ops::Range;

use super::white_space::trim_range;
use super::{
    Definition, FileFacts, Interner, Invisible, InvisibleFact, KindId, LabelFact, LinkRules, MentionForm, Name, NameAt,
    Paragraph, Phrases, Reference, SlugStyle, collapse, hidden, look_alikes,
};
use crate::schema::{Schema, Shaped, Shapes};
use crate::syntax::{Kind, NodeRef};

/// What [`lower`](super::lower) is given besides the text.
#[derive(Clone, Copy, Debug)]
pub struct LowerContext<'a> {
    /// The schema of the file.
    pub schema: &'a Schema,
    /// The names of the kinds, by [`KindId`].
    pub kinds: &'a [String],
    /// Shares names across files.
    pub interner: &'a Interner,
    /// The folder of the file, relative to the workspace, `""` at the top.
    pub folder: &'a str,
    /// The columns that a role's own row must fill for the pages that take cells from it.
    pub needed: &'a [String],
    /// The name of the file without its extension.
    pub stem: &'a str,
    /// How slugs are written.
    pub slugs: SlugStyle,
    /// The file, relative to the workspace.
    pub path: &'a str,
    /// How links lead to files, where the settings say so.
    pub links: Option<&'a LinkRules>,
    /// What a file of its collection is called, with its article.
    pub noun: &'a str,
    /// How mentions are written.
    pub mentions: MentionForm,
    /// Phrases to look for in prose: [`ProseWords::met`](super::ProseWords::met) says whether any occurs in the file. `None`
    /// where no file brings any: then the words of prose are not looked at.
    pub phrases: Option<&'a Phrases>,
}

/// Number of slots in a file's name cache.
const SLOTS: usize = 128;

/// The cache slot of a name: a hash of its length and four of its bytes.
fn slot(text: &str) -> usize {
    let bytes = text.as_bytes();
    let last = bytes.len().saturating_sub(1);
    let byte = |at: usize| bytes.get(at).map_or(0, |b| usize::from(*b));
    (bytes.len() + byte(0) * 7 + byte(last / 3) * 3 + byte(last / 2) * 11 + byte(last) * 5) % SLOTS
}

/// The state of [`lower`](super::lower).
pub(super) struct Lowering<'a> {
    pub(super) context: &'a LowerContext<'a>,
    /// A direct-mapped cache of the file's names: a page mostly repeats its own, and these are nearest in memory.
    names: RefCell<[Option<Name>; SLOTS]>,
    pub(super) facts: FileFacts,
    pub(super) definitions: Vec<Definition>,
    pub(super) references: Vec<Reference>,
    invisible: RefCell<Vec<InvisibleFact>>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) placeholders: Vec<NameAt>,
    pub(super) listed_kinds: Vec<KindId>,
    /// The name that `noted_kind` was last asked for, compared by address, and its kind.
    last_kind: (&'a str, Option<KindId>),
    /// Labels collected for the definition that is being read.
    pub(super) labels: Vec<LabelFact>,
    /// Labels of other things than the file's own, each with its kind and the number of what holds it.
    pub(super) other_labels: Vec<(u32, KindId, LabelFact)>,
    /// Kind of what the file defines; 0 in role files, `None` in files of a team's own shape.
    pub(super) own_kind: Option<KindId>,
    pub(super) is_role: bool,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(context: &'a LowerContext<'a>) -> Self {
        Self {
            context,
            names: RefCell::new([const { None }; SLOTS]),
            facts: FileFacts::default(),
            definitions: Vec::new(),
            // Capacity for a usual page.
            references: Vec::with_capacity(48),
            invisible: RefCell::default(),
            paragraphs: Vec::with_capacity(24),
            placeholders: Vec::new(),
            listed_kinds: Vec::new(),
            last_kind: ("", None),
            labels: Vec::new(),
            other_labels: Vec::new(),
            own_kind: None,
            is_role: false,
        }
    }

    /// The name for `text`: from this file's cache, else from the interner of all files.
    pub(super) fn intern(&self, text: &str) -> Name {
        self.share(text, |text| self.context.interner.intern(text))
    }

    /// Returns this file's cached name for `text`, or caches `new(text)`; a collision evicts.
    pub(super) fn share(&self, text: &str, new: impl FnOnce(&str) -> Name) -> Name {
        let mut names = self.names.borrow_mut();
        let known = &mut names[slot(text)];
        match known {
            Some(name) if **name == *text => name.clone(),
            _ => known.insert(new(text)).clone(),
        }
    }

    /// A scalar as a name; that of the reference at the same place, if there is one. `references` must be sorted.
    pub(super) fn name_read(&self, node: NodeRef<'_>) -> Option<NameAt> {
        let start = node.inner_span().start;
        match self.references.binary_search_by_key(&start, |reference| reference.at.span.start) {
            Ok(found) => Some(self.references[found].at.clone()),
            Err(_) => name_at(node, self),
        }
    }

    /// Notes what cannot be seen in a scalar that is a name, or in prose.
    pub(super) fn note_invisible(&self, node: NodeRef<'_>, in_prose: bool) {
        let text = node.scalar_text();
        if text.is_ascii() {
            return;
        }
        let mut runs = hidden(text, in_prose);
        if !in_prose {
            runs.extend(look_alikes(text));
        }
        self.note_runs(node, runs, 0);
    }

    /// Notes runs of characters; `start` is where the text that they were found in starts in the value of the scalar.
    pub(super) fn note_runs(&self, node: NodeRef<'_>, runs: Vec<Invisible>, start: usize) {
        if !runs.is_empty() {
            let map = node.map();
            let facts = runs.into_iter().map(|Invisible { range, text, latin }| InvisibleFact {
                span: map.span(start + range.start, start + range.end),
                text,
                latin,
            });
            self.invisible.borrow_mut().extend(facts);
        }
    }

    pub(super) fn needed(&self) -> &'a [String] {
        self.context.needed
    }

    pub(super) fn shapes(&self) -> &'a Shapes {
        &self.context.schema.shapes
    }

    /// The root of the file with its shape.
    pub(super) fn shaped<'t>(&self, root: NodeRef<'t>) -> Shaped<'t, 'a> {
        let shapes = self.shapes();
        Shaped::new(root, shapes.root(), shapes)
    }

    /// Looks a kind up by its name.
    pub(super) fn kind(&self, name: &str) -> Option<KindId> {
        let at = self.context.kinds.iter().position(|k| k == name)?;
        KindId::at(at)
    }

    /// `kind` for a name in a schema, memoized: mostly it is the same string as the time before.
    pub(super) fn noted_kind(&mut self, name: &'a str) -> Option<KindId> {
        if !std::ptr::eq(self.last_kind.0, name) {
            self.last_kind = (name, self.kind(name));
        }
        self.last_kind.1
    }

    /// The facts, sorted and each once.
    pub(super) fn finish(mut self) -> FileFacts {
        self.facts.definitions = self.definitions.into();
        self.facts.links_from_address();
        self.references.sort_by_key(|r| (r.at.span, r.kind));
        self.references.dedup_by(|a, b| a.at.span == b.at.span && a.kind == b.kind);
        self.facts.references = self.references.into();
        self.facts.invisible = self.invisible.into_inner();
        self.facts.invisible.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end)));
        // The name of a mention is read once more than the prose that it stands in.
        self.facts.invisible.dedup_by(|later, first| later.latin == first.latin && first.span.contains(later.span));
        self.paragraphs.sort_by_key(|p| p.span);
        self.paragraphs.dedup_by_key(|p| p.span);
        self.facts.paragraphs = self.paragraphs.into();
        self.facts.lost_paragraphs.sort_unstable();
        self.facts.lost_paragraphs.dedup();
        self.placeholders.sort_by_key(|at| (at.span.start, std::cmp::Reverse(at.span.end)));
        // A name in a text that waits as a whole is told with it.
        self.placeholders.dedup_by(|inner, outer| outer.span.contains(inner.span));
        self.facts.placeholders = self.placeholders.into();
        self.facts
    }
}

/// A string, number or boolean as a name, white space collapsed; `None` for blank ones and other kinds.
pub(super) fn name_at(node: NodeRef<'_>, lowering: &Lowering<'_>) -> Option<NameAt> {
    lowering.note_invisible(node, false);
    written_name(node, |text| lowering.intern(text))
}

/// [`name_at`] with another way to make the name.
pub(super) fn written_name(node: NodeRef<'_>, intern: impl FnOnce(&str) -> Name) -> Option<NameAt> {
    let text = match node.kind() {
        Kind::String | Kind::Number | Kind::True | Kind::False => node.scalar_text(),
        _ => return None,
    };
    let Range { start, end } = trim_range(text, 0..text.len());
    let name = collapse(&text[start..end]);
    if name.is_empty() {
        return None;
    }
    Some(NameAt { name: intern(&name), span: node.map().span(start, end) })
}
