//! Things that a team's own schema says files define: labels to [`Definition`]s, and several names in one text.

use super::link_paths::link_path;
use super::links::{Link, fault_of_address, is_public};
use super::lowering::{Lowering, name_at, written_name};
use super::white_space::trim_range;
use super::{
    Definition, KindId, LabelFact, LinkFact, LinkFault, LinkForm, LinkRules, NameAt, Origin, PageList, Reference,
    collapse, keys, name_of_file, path_in_root, role_of_entry,
};
use crate::schema::{Label, Shape, Shaped};
use crate::syntax::{Kind, NodeRef};
use crate::text::Span;

impl<'a> Lowering<'a> {
    /// Takes a label of a thing that is not the file's own role or term.
    pub(super) fn other_label(&mut self, kind: &'a str, label: Label, node: NodeRef<'_>, holder: u32) {
        let Some(kind) = self.noted_kind(kind) else { return };
        self.note_invisible(node, false);
        let Some(at) = written_name(node, |text| self.intern(text)) else { return };
        self.other_labels.push((holder, kind, LabelFact { label, at, of_file: false }));
    }

    /// Takes each name of a text in which several stand.
    pub(super) fn separated(&mut self, kind: KindId, node: NodeRef<'_>, separator: &str, list: u32) {
        let (text, map) = (node.scalar_text(), node.map());
        self.note_invisible(node, false);
        let mut start = 0;
        for part in text.split(separator) {
            let range = trim_range(text, start..start + part.len());
            start += part.len() + separator.len();
            let name = collapse(&text[range.clone()]);
            if name.is_empty() {
                continue;
            }
            let at = NameAt { name: self.intern(&name), span: map.span(range.start, range.end) };
            self.references.push(Reference { kind, at, origin: Origin::Field, list });
        }
    }

    /// Turns the labels collected into a definition, unless there is no name among them.
    pub(super) fn define(&mut self, thing: NodeRef<'_>) {
        let mut labels = std::mem::take(&mut self.labels);
        if labels.iter().all(|l| l.label != Label::Name) {
            labels.extend(self.unwritten_name(thing).map(|at| LabelFact { label: Label::Name, at, of_file: false }));
        }
        labels.sort_by_key(|l| l.label);
        if labels.first().is_some_and(|l| l.label == Label::Name) {
            let kind = self.own_kind.unwrap_or_default();
            let at_root = thing.tree().root().is_some_and(|root| root.id() == thing.id());
            self.definitions.push(Definition { kind, at_root, labels: labels.into() });
        }
    }

    /// A stand-in where `name` is a number or missing: the schema reports that here, and references from other files
    /// must not be reported for it. Without `name` it is the role of the first comparison row, unless an alternative
    /// has that role.
    fn unwritten_name(&self, thing: NodeRef<'_>) -> Option<NameAt> {
        if let Some(name) = thing.get(keys::NAME) {
            return name_at(name, self);
        }
        let row = PageList::Rows.of(thing)?.items().next()?;
        let at = name_at(role_of_entry(row)?, self)?;
        let listed = PageList::Alternatives.of(thing).into_iter().flat_map(NodeRef::items);
        let mut listed = listed.filter_map(|item| role_of_entry(item)?.text());
        if listed.any(|name| *collapse(name) == *at.name) { None } else { Some(at) }
    }

    /// Takes a path to the file that defines what is meant: it leads where a link would.
    pub(super) fn written_path(&mut self, node: NodeRef<'_>, kind: KindId) {
        let text = node.scalar_text();
        let range = trim_range(text, 0..text.len());
        let target = &text[range.clone()];
        let link = Link { span: range.clone(), target, angled: true, image: false, html: false };
        let rules = LinkRules::default();
        if let Some(path) = link_path(&link, self.context.path, self.context.links.unwrap_or(&rules)) {
            let (span, target) = (node.map().span(range.start, range.end), link.target.into());
            let (form, fault) = (LinkForm::Field(kind), LinkFault::Path(Box::new(path)));
            self.facts.links.push(LinkFact { span, target, form, fault });
        }
    }

    /// Takes note of the kinds of which the file defines nothing, where it has no place for one either.
    pub(super) fn lacks(&mut self, root: Option<NodeRef<'_>>) {
        let Some(root) = root.filter(|root| !root.is_blank() && !root.is_empty()) else { return };
        let root = self.shaped(root);
        let mut lacking = Vec::new();
        for kind in self.shapes().defined_kinds() {
            let Some(id) = self.noted_kind(kind) else { continue };
            if self.definitions.iter().all(|one| one.kind != id) && !has_place(root, kind) {
                lacking.push(id);
            }
        }
        self.facts.lacks = lacking.into();
    }

    /// Takes note of an address that is not encrypted.
    pub(super) fn address(&mut self, node: Option<NodeRef<'_>>) {
        let Some((node, text)) = node.and_then(|node| Some((node, node.text()?.trim()))) else { return };
        let is_plain = text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://"));
        if is_plain && is_public(text) {
            self.facts.links.push(LinkFact::insecure(node.inner_span(), text));
        }
    }

    /// Takes note of an address or a path that no page can have, or that is not encrypted.
    pub(super) fn address_or_path(&mut self, node: Option<NodeRef<'_>>) {
        let Some((node, text)) = node.and_then(|node| Some((node, node.text()?.trim()))) else { return };
        if let Some(fault) = fault_of_address(text) {
            let (span, target) = (node.inner_span(), text.into());
            self.facts.links.push(LinkFact { span, target, form: LinkForm::Plain, fault });
        }
    }

    /// Takes the file's own name, and turns all labels that were taken into definitions, by place. A thing without a name or
    /// an id is none.
    pub(super) fn things(&mut self, root: Option<NodeRef<'_>>, text: &str) {
        let context = self.context;
        if let Some(note) = &context.schema.shapes.file.name
            && let Some(name) = name_of_file(path_in_root(context.path, note.from, context.links), note.from, true)
            && let Some(kind) = self.noted_kind(&note.kind)
        {
            let span = first_line(text);
            let at = NameAt { name: self.intern(&name), span };
            match note.label {
                Some(label) => {
                    let holder = root.map_or(0, |root| root.id());
                    self.other_labels.push((holder, kind, LabelFact { label, at, of_file: true }));
                }
                None => self.references.push(Reference { kind, at, origin: Origin::File, list: 0 }),
            }
        }
        let mut labels = std::mem::take(&mut self.other_labels);
        // The file's own name stands first, so that it is the thing's id.
        labels.sort_by_key(|(holder, kind, label)| (*holder, kind.index(), label.label, !label.of_file, label.at.span));
        let mut things: Vec<Definition> = Vec::new();
        for group in labels.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let kind = group[0].1;
            let mut labels: Vec<LabelFact> = group.iter().map(|(_, _, label)| label.clone()).collect();
            self.one_id(&mut labels);
            if labels[0].label <= Label::Planned {
                let at_root = root.is_some_and(|root| root.id() == group[0].0);
                things.push(Definition { kind, at_root, labels: labels.into() });
            }
        }
        things.sort_by_key(|thing| thing.labels.iter().map(|label| label.at.span).min());
        self.definitions.extend(things);
    }
}

impl Lowering<'_> {
    /// A thing has one id, the first: a further one is another name for it, but for one of the same text.
    fn one_id(&mut self, labels: &mut [LabelFact]) {
        let Some(first) = labels.iter().find(|label| label.label == Label::Id).cloned() else { return };
        let is_other = |label: &&mut LabelFact| label.label == Label::Id && label.at.name != first.at.name;
        let mut others = false;
        for other in labels.iter_mut().filter(is_other) {
            other.label = Label::Alias;
            others = true;
            if first.of_file {
                self.facts.other_ids.push((other.at.clone(), first.at.name.clone()));
            }
        }
        if others {
            labels.sort_by_key(|label| (label.label, label.at.span));
        }
    }
}

/// Whether a value has a place for something that a schema annotates: a list or a mapping with nothing in it counts.
fn has_place(at: Shaped<'_, '_>, kind: &str) -> bool {
    let Some(shape) = at.shape.filter(|shape| shape.noted_below) else { return false };
    let defines = |shape: &Shape| shape.notes.defines.as_ref().is_some_and(|(defined, _)| defined == kind);
    if defines(shape) {
        return true;
    }
    match at.node.kind() {
        Kind::Sequence => {
            at.shapes.items(shape).is_some_and(|items| items.noted_below)
                && (at.node.is_empty() || at.items().any(|item| has_place(item, kind)))
        }
        Kind::Mapping => {
            at.node.is_empty()
                || shape.keys.is_some_and(|id| defines(at.shapes.get(id)))
                || at.node.entries().any(|(key, value)| has_place(at.value(key, value), kind))
        }
        _ => at.node.is_blank(),
    }
}

/// The first line of a text, without its break.
fn first_line(text: &str) -> Span {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let line = text[start..].lines().next().unwrap_or_default();
    Span::of(start, start + line.len())
}
