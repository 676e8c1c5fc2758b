//! [`lower`]: a file's text to its facts.

use super::foreign::{foreign, is_nameless, no_list};
use super::layout::origin;
use super::lost_text::cut_texts;
use super::lowering::{LowerContext, Lowering, name_at, written_name};
use super::markup::Markup;
use super::page::{cell_part, role_facts};
use super::phrases::MOST_WORDS;
use super::walk::{Visitor, walk};
use super::words::words;
use super::{
    DuplicateKey, FileFacts, KindId, LabelFact, Name, NameAt, Origin, Reference, TermText, ignores, is_placeholder,
    is_slug,
};
use crate::schema::{Label, Notes, SchemaFinding, Shaped};
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
            FileKind::Collection(_) => walk(lowering.shaped(root), &mut lowering),
        }
    }
    lowering.body(&tree, text);
    lowering.things(tree.root(), text);
    if matches!(kind, FileKind::Collection(_)) && lowering.facts.syntax.is_empty() {
        lowering.lacks(tree.root());
    }
    lowering.finish()
}

/// So many second keys of a file are kept: a few more than a rule tells.
const MOST_DUPLICATES: usize = 5_500;

impl<'a> Lowering<'a> {
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
        self.address_or_path(root.get("toolkit"));
        walk(self.shaped(root), self);
        self.define(root);
        self.facts.is_nameless |= is_nameless(root);
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
        self.placeholders.extend(waiting.map(|cell| NameAt { name: cell.text().into(), span: cell.written_span() }));
        self.facts.role = Some(Box::new(facts));
    }

    fn vocabulary(&mut self, root: NodeRef<'_>, kind: KindId) {
        self.own_kind = Some(kind);
        if self.facts.syntax.is_empty() {
            self.facts.no_list = no_list(root);
        }
        let shapes = self.shapes();
        let Some(items) = shapes.items(shapes.root()) else { return };
        let mut undescribed = Vec::new();
        for item in root.items() {
            walk(Shaped::new(item, items, shapes), self);
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
            steps => origin(steps),
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
