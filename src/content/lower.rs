//! [`lower`]: a file's text to its facts.

use std::cell::RefCell;

use super::foreign::{foreign, is_nameless, no_list};
use super::lost_text::cut_texts;
use super::markup::Markup;
use super::page::{cell_part, name_at, role_facts, written_name};
use super::phrases::MOST_WORDS;
use super::walk::{Visitor, walk};
use super::words::words;
use super::{
    Definition, DuplicateKey, FileFacts, Interner, Invisible, InvisibleFact, KindId, LabelFact, LinkRules, MentionForm,
    Name, NameAt, Origin, Paragraph, Phrases, Reference, SlugStyle, TermText, hidden, ignores, is_placeholder, is_slug,
    look_alikes,
};
use crate::schema::{Label, Notes, Schema, SchemaFinding, Shapes};
use crate::syntax::{Format, Kind, NodeRef, Tree, parse_as};
use crate::text::Span;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A role.
    Role,
    /// A vocabulary of a kind of terms.
    Vocabulary(KindId),
    /// `sidestep.yaml`.
    Config,
    /// A file of a team's own shape: the position of its collection in the settings.
    Collection(u8),
}

/// What [`lower`] is given besides the text.
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
    /// Phrases to look for in prose: [`ProseWords::met`](super::ProseWords::met) says whether any occurs in the file.
    pub phrases: &'a Phrases,
}

/// Reads a file. Never fails; everything that can be read is in the facts.
#[must_use]
pub fn lower(text: &str, kind: FileKind, context: &LowerContext<'_>) -> FileFacts {
    let (mut tree, errors) = parse_as(Format::of(context.path), text);
    tree.body_key = context.schema.shapes.file.body.as_deref().map(Into::into);
    let mut lowering = Lowering::new(context);
    lowering.facts.syntax = errors;
    lowering.facts.outdented = std::mem::take(&mut tree.outdented);
    lowering.facts.uncertain = tree.uncertain.clone().into();
    lowering.layout(&tree, text);
    let noun = match kind {
        FileKind::Role => "a role",
        FileKind::Vocabulary(_) => "a vocabulary",
        FileKind::Config => "sidestep.yaml",
        FileKind::Collection(_) => context.noun,
    };
    let is_ours = lowering.check_schema(&tree, text, kind, noun);
    if let Some(root) = tree.root().filter(|_| is_ours) {
        match kind {
            FileKind::Role => lowering.role(root),
            FileKind::Vocabulary(id) => lowering.vocabulary(root, id),
            FileKind::Config => {}
            FileKind::Collection(_) => {
                walk(root, context.schema, context.schema.shapes.root(), &mut lowering);
            }
        }
    }
    lowering.body(&tree, text);
    lowering.things(tree.root(), text);
    if matches!(kind, FileKind::Collection(_)) && lowering.facts.syntax.is_empty() {
        lowering.lacks(tree.root());
    }
    lowering.finish()
}

/// Number of slots in a file's name cache.
const SLOTS: usize = 128;
/// So many second keys of a file are kept: a few more than a rule tells.
const MOST_DUPLICATES: usize = 5_500;

/// The cache slot of a name: a hash of its length and four of its bytes.
fn slot(text: &str) -> usize {
    let bytes = text.as_bytes();
    let last = bytes.len().saturating_sub(1);
    let byte = |at: usize| bytes.get(at).map_or(0, |b| usize::from(*b));
    (bytes.len() + byte(0) * 7 + byte(last / 3) * 3 + byte(last / 2) * 11 + byte(last) * 5) % SLOTS
}

/// The state of [`lower`].
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
    listed_kinds: Vec<KindId>,
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
    fn new(context: &'a LowerContext<'a>) -> Self {
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
    fn share(&self, text: &str, new: impl FnOnce(&str) -> Name) -> Name {
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

    /// Facts about how the file is written: repeated keys, cut texts, suppressions.
    fn layout(&mut self, tree: &Tree, text: &str) {
        for (first, second) in tree.duplicate_keys.iter().take(MOST_DUPLICATES) {
            let (first, second) = (tree.written(*first), tree.written(*second));
            self.facts.duplicate_keys.push(DuplicateKey {
                key: first.scalar_text().into(),
                first: first.inner_span(),
                second: second.inner_span(),
            });
        }
        self.facts.cut_texts = cut_texts(tree, text);
        if !tree.comments.is_empty() {
            self.facts.ignores = ignores::ignores(tree, text);
        }
    }

    /// Returns whether the file is what it should be: nothing is read of one that has no key of a role.
    fn check_schema(&mut self, tree: &Tree, text: &str, kind: FileKind, noun: &str) -> bool {
        let plain = |span, message: &str, help: &str| SchemaFinding::new(span, message, Some(help.to_owned()));
        let empty = tree.root().is_none_or(|root| root.kind() == Kind::Null) && tree.body().is_none();
        if empty {
            self.facts.is_empty = kind == FileKind::Role;
            // An empty sidestep.yaml or vocabulary is a fine start; an empty role is none.
            if kind == FileKind::Role && tree.uncertain.is_empty() {
                let help = "write at least \"name:\" and \"summary:\"";
                self.facts.schema.push(plain(Span::empty(0), "this role file is empty", help));
            }
        } else {
            self.facts.schema = self.context.schema.check(tree, noun);
            self.lacks_front_matter(tree, text);
            if kind == FileKind::Role
                && let Some(finding) = tree
                    .root()
                    .filter(|root| !root.is_empty())
                    .and_then(|root| foreign(root, self.context.schema.shapes.root()))
            {
                self.facts.is_nameless = tree.second_document.is_some();
                self.facts.schema = vec![finding];
                return false;
            }
        }
        if kind == FileKind::Config {
            let unknown = super::rule_codes::unknown_codes(tree, self.context.schema, self.context.kinds);
            self.facts.schema.extend(unknown);
        }
        if let Some(span) = tree.second_document {
            let message = "a second document starts here; everything below is ignored";
            self.facts.schema.push(plain(span, message, "put it into a file of its own"));
        }
        true
    }

    fn role(&mut self, root: NodeRef<'_>) {
        self.is_role = true;
        self.own_kind = Some(KindId::ROLE);
        self.address(root.get("toolkit"));
        walk(root, self.context.schema, self.context.schema.shapes.root(), self);
        self.define(root);
        self.facts.is_nameless = is_nameless(root);
        self.references.sort_by_key(|r| (r.at.span, r.kind));
        let labels: Vec<Name> =
            self.definitions.iter().flat_map(|d| d.labels.iter().map(|l| l.at.name.clone())).collect();
        let of_name = labels.first().and_then(|name| self.context.slugs.slug(name));
        let written = root.get("slug").and_then(|s| s.text()).map(str::trim).filter(|slug| is_slug(slug));
        let mut facts = role_facts(root, self, &labels, written.or(of_name.as_deref()));
        let written = facts.slug.as_ref().map(|at| &*at.name).filter(|slug| is_slug(slug));
        facts.own_slug = written.or(of_name.as_deref()).map(Into::into);
        let stem = self.context.stem;
        let follows = facts.own_slug.as_deref().is_none_or(|slug| slug == stem);
        facts.file_slug = (!follows && is_slug(stem)).then(|| stem.into());
        facts.listed_kinds = std::mem::take(&mut self.listed_kinds).into();
        let rows = facts.comparison.iter().flat_map(|comparison| &comparison.rows);
        let waiting = rows.flat_map(|row| &row.cells).filter(|cell| is_placeholder(cell.text()));
        self.placeholders.extend(waiting.map(|cell| NameAt { name: cell.text().into(), span: cell.span }));
        self.facts.role = Some(Box::new(facts));
    }

    fn vocabulary(&mut self, root: NodeRef<'_>, kind: KindId) {
        self.own_kind = Some(kind);
        if self.facts.syntax.is_empty() {
            self.facts.no_list = no_list(root);
        }
        let shapes = &self.context.schema.shapes;
        let Some(items) = shapes.root().items else { return };
        let mut undescribed = Vec::new();
        for item in root.items() {
            walk(item, self.context.schema, shapes.get(items), self);
            self.address(item.get("url"));
            let known = self.definitions.len();
            self.define(item);
            let is_described = item.get("summary").is_some_and(|summary| !summary.is_blank());
            if self.definitions.len() > known && !is_described {
                undescribed.push(u32::try_from(known).unwrap_or(u32::MAX));
            }
        }
        self.facts.undescribed = undescribed.into();
    }

    fn finish(mut self) -> FileFacts {
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

impl<'t, 'a> Visitor<'t, 'a> for Lowering<'a> {
    fn label(&mut self, kind: &'a str, label: Label, node: NodeRef<'t>, holder: u32) {
        let is_own = match self.own_kind {
            Some(KindId::ROLE) => kind == "role",
            Some(_) => kind == "term",
            None => false,
        };
        if !is_own {
            self.other_label(kind, label, node, holder);
        } else if let Some(at) = name_at(node, self) {
            if label == Label::Avoid && words(&at.name).nth(MOST_WORDS as usize).is_some() {
                let message = format!("this spelling has more than {MOST_WORDS} words and is not looked for in prose");
                let help = Some("write the few words that are to be avoided".to_owned());
                self.facts.schema.push(SchemaFinding::new(at.span, message, help));
            }
            self.labels.push(LabelFact { label, at, of_file: false });
        }
    }

    fn reference(&mut self, kind: &'a str, node: NodeRef<'t>, notes: &'a Notes, path: &[Option<&str>], list: u32) {
        let Some(kind) = self.noted_kind(kind) else { return };
        if notes.by_path {
            self.written_path(node, kind);
            return;
        }
        if let Some(separator) = &notes.separator {
            self.separated(kind, node, separator, list);
            return;
        }
        // There are as many role names as pages: a look-up in the interner of all files takes longer than a copy.
        let new = |text: &str| if kind.is_role() { self.share(text, |text| text.into()) } else { self.intern(text) };
        let named = written_name(node, new);
        let Some(at) = named else { return };
        self.note_invisible(node, false);
        let origin = match path {
            [Some(_), None] if !self.is_role => Origin::List,
            _ if !self.is_role => Origin::Field,
            [Some("alternatives"), None, Some("role")] => Origin::Alternative,
            [Some("comparison"), Some("rows"), None, Some("role")] => Origin::Row,
            [Some("how_to_pick"), Some("options"), None, Some("role")] => Origin::Pick,
            [Some("replaced_by")] => Origin::ReplacedBy,
            [Some(_), None] => Origin::List,
            _ => Origin::Field,
        };
        self.references.push(Reference { kind, at, origin, list });
    }

    fn terms(&mut self, kind: &'a str, node: NodeRef<'t>, list: u32) {
        if let Some(kind) = self.noted_kind(kind) {
            self.note_invisible(node, false);
            self.facts.term_texts.push(TermText { kind, list, part: cell_part(node) });
        }
    }

    fn prose(&mut self, node: NodeRef<'t>) {
        self.read_prose(node, &Markup::of(node.scalar_text()));
    }

    fn placeholder(&mut self, node: NodeRef<'t>) {
        self.placeholders.extend(written_name(node, |text| text.into()));
    }

    fn list(&mut self, kind: &'a str) {
        if let Some(kind) = self.noted_kind(kind) {
            self.listed_kinds.push(kind);
        }
    }
}
