//! Document symbols: a file as an outline that its author recognises.

use rustc_hash::FxHashMap;

use super::FileView;
use super::about::holder;
use super::groups::groups_of_entry;
use super::prose::{fits, prose_in};
use super::shorten::shorten;
use crate::content::{FileKind, KindId, Origin, keys, spaced};
use crate::syntax::{Kind, NodeId, NodeRef};
use crate::text::Span;
use crate::workspace::DefId;

/// What a symbol stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// The role of the file.
    Role,
    /// An entry of a vocabulary, or the name of a term in a list, with its kind.
    Term(KindId),
    /// The name of a role in a list.
    RoleName,
    /// A part of the file with parts of its own, such as `alternatives`.
    Section,
    /// An alternative.
    Alternative,
    /// A row of the comparison.
    Row,
    /// A cell of a row.
    Cell,
    /// An option of the guide.
    Pick,
    /// Markdown.
    Prose,
    /// Any other key.
    Field,
}

/// A part of a file with the parts inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its name, on one line; never empty.
    pub name: String,
    /// More about it, on one line.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it (bytes of the file).
    pub full: Span,
    /// What names it; within `full`.
    pub name_span: Span,
    /// The parts inside it, in document order; each within `full`.
    pub children: Vec<Symbol>,
}

/// Longest name or detail, in characters.
const LONGEST: usize = 80;

/// The outline of a file.
#[must_use]
pub fn document_symbols(file: &FileView<'_>) -> Vec<Symbol> {
    let Some(root) = file.tree.root() else { return Vec::new() };
    let prose = prose_in(file).iter().map(|node| node.id()).collect();
    let outline = Outline { file, prose, things: things(file) };
    let mut symbols = match file.entry.kind {
        FileKind::Role => outline.role(root).into_iter().collect(),
        FileKind::Vocabulary(kind) => outline.vocabulary(root, kind),
        FileKind::Config => outline.fields(root, &[]),
        FileKind::Collection(_) => outline.whole(root),
    };
    let all = Span::of(0, file.text.len());
    symbols.retain_mut(|symbol| fit(symbol, all, &file.text));
    symbols
}

/// Makes the spans of a symbol and its children nest within `outer`; `false` where its own does not. (Through an alias,
/// and where a broken file was repaired, parts may stand elsewhere.)
fn fit(symbol: &mut Symbol, outer: Span, text: &str) -> bool {
    if symbol.full.is_empty() || !outer.contains(symbol.full) || !fits(text, symbol.full) || symbol.name.is_empty() {
        return false;
    }
    if !symbol.full.contains(symbol.name_span) || !fits(text, symbol.name_span) {
        let first = symbol.full.slice(text).split(['\n', '\r']).next().unwrap_or_default();
        symbol.name_span = Span::of(symbol.full.start as usize, symbol.full.start as usize + first.trim_end().len());
    }
    let full = symbol.full;
    symbol.children.retain_mut(|child| fit(child, full, text));
    true
}

struct Outline<'f, 'w> {
    file: &'f FileView<'w>,
    /// The scalars that hold Markdown.
    prose: Vec<NodeId>,
    /// The things of a file of a team's own shape, by the numbers of the mappings that they are.
    things: FxHashMap<NodeId, usize>,
}

/// The things that a file of a team's own shape defines, by the numbers of the mappings that they are.
fn things(file: &FileView<'_>) -> FxHashMap<NodeId, usize> {
    let mut things = FxHashMap::default();
    if matches!(file.entry.kind, FileKind::Collection(_)) {
        for (at, position) in (0..file.facts().definitions.len()).zip(0..) {
            if let Some(node) = holder(file, DefId { file: file.id, position }) {
                things.entry(node.id()).or_insert(at);
            }
        }
    }
    things
}

impl<'f> Outline<'f, '_> {
    /// The node, or for an alias the one at its anchor.
    fn meant(&self, node: NodeRef<'f>) -> NodeRef<'f> {
        self.file.tree.node(node.id())
    }

    /// A span without the white space at its end.
    fn trimmed(&self, span: Span) -> Span {
        let text = span.slice(&self.file.text);
        Span::of(span.start as usize, span.start as usize + text.trim_end().len())
    }

    fn entry(&self, key: NodeRef<'f>, value: NodeRef<'f>) -> Span {
        let key = key.full_span();
        let value = value.full_span();
        if value.start < key.start { key } else { self.trimmed(key.cover(value)) }
    }

    /// The outline of a file of a team's own shape: what it defines as a whole, with its fields.
    fn whole(&self, root: NodeRef<'f>) -> Vec<Symbol> {
        let fields = self.fields(root, &[]);
        match self.things.get(&root.id()) {
            Some(thing) => {
                let full = Span::of(0, self.file.text.len());
                let symbol = Symbol { children: fields, ..self.thing(*thing, full) };
                vec![Symbol { full, ..symbol }]
            }
            None => fields,
        }
    }

    /// A thing by its name, with its id beside it.
    fn thing(&self, at: usize, full: Span) -> Symbol {
        let definition = &self.file.facts().definitions[at];
        let name = definition.name();
        let id = definition.id().filter(|id| id.name != name.name).map(|id| shorten(&id.name, LONGEST));
        let kind = if definition.kind.is_role() { SymbolKind::Role } else { SymbolKind::Term(definition.kind) };
        Symbol {
            name: shorten(&name.name, LONGEST),
            detail: id,
            kind,
            full,
            name_span: name.span,
            children: Vec::new(),
        }
    }

    fn role(&self, root: NodeRef<'f>) -> Option<Symbol> {
        if root.kind() != Kind::Mapping {
            return None;
        }
        let defined = self.file.role().map(|role| role.name());
        let stem = || {
            let name = self.file.entry.path.rsplit('/').next().unwrap_or_default();
            name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
        };
        let name = defined.map_or_else(stem, |at| at.name.to_string());
        let first = root.written_entries().next().map_or(root.span(), |(key, _)| key.inner_span());
        Some(Symbol {
            name: shorten(&name, LONGEST),
            detail: text_of(root.get(keys::SUMMARY)),
            kind: SymbolKind::Role,
            full: self.trimmed(root.full_span()),
            name_span: defined.map_or(first, |at| at.span),
            children: self.fields(root, &[keys::NAME, keys::SUMMARY]),
        })
    }

    fn vocabulary(&self, root: NodeRef<'f>, kind: KindId) -> Vec<Symbol> {
        let noun = self.file.workspace().config().word(kind);
        let schema = self.file.workspace().schema_of(self.file.entry);
        let items = root.written_items().map(|item| {
            let node = self.meant(item);
            let name = name_node(node, keys::NAME);
            let full = self.trimmed(item.full_span());
            Symbol {
                name: text_of(name).unwrap_or_else(|| format!("{noun} without a name")),
                detail: Some(shorten(&groups_of_entry(schema, node).join(", "), LONGEST))
                    .filter(|text| !text.is_empty()),
                kind: SymbolKind::Term(kind),
                full,
                name_span: name.map_or(full, NodeRef::inner_span),
                children: Vec::new(),
            }
        });
        items.collect()
    }

    /// The entries of a mapping, but for some keys.
    fn fields(&self, node: NodeRef<'f>, without: &[&str]) -> Vec<Symbol> {
        let without = |key: &str| key == "<<" || without.contains(&key);
        let entries = node.written_entries().filter(|(key, _)| !without(key.scalar_text()));
        let top = node.id() == 0 && self.file.entry.kind == FileKind::Role;
        entries
            .map(|(key, value)| match key.scalar_text() {
                keys::ALTERNATIVES if top => self.section(key, value, self.alternatives(value)),
                keys::COMPARISON if top => self.section(key, value, self.comparison(value)),
                keys::GUIDE if top => self.section(key, value, self.guide(value)),
                _ => self.field(key, value),
            })
            .collect()
    }

    /// A key with what stands in it. Parts behind an alias have no place here.
    fn section(&self, key: NodeRef<'f>, value: NodeRef<'f>, children: Vec<Symbol>) -> Symbol {
        Symbol { kind: SymbolKind::Section, detail: None, children, ..self.leaf(key, value) }
    }

    fn leaf(&self, key: NodeRef<'f>, value: NodeRef<'f>) -> Symbol {
        let node = self.meant(value);
        let prose = self.prose.binary_search(&node.id()).is_ok();
        Symbol {
            name: shorten(key.scalar_text(), LONGEST),
            detail: text_of(Some(node)),
            kind: if prose { SymbolKind::Prose } else { SymbolKind::Field },
            full: self.entry(key, value),
            name_span: key.inner_span(),
            children: Vec::new(),
        }
    }

    fn field(&self, key: NodeRef<'f>, value: NodeRef<'f>) -> Symbol {
        let leaf = self.leaf(key, value);
        match value.kind() {
            Kind::Mapping if self.things.contains_key(&value.id()) => {
                let thing = self.thing(self.things[&value.id()], leaf.full);
                Symbol { children: self.fields(value, &[]), ..thing }
            }
            Kind::Mapping => Symbol { kind: SymbolKind::Section, children: self.fields(value, &[]), ..leaf },
            Kind::Sequence => {
                let children: Vec<Symbol> = value.written_items().filter_map(|item| self.item(item)).collect();
                let kind = if children.is_empty() { leaf.kind } else { SymbolKind::Section };
                Symbol { kind, children, ..leaf }
            }
            _ => leaf,
        }
    }

    /// An item of a list: the name of a thing, or a mapping by its name. Other texts are no symbols of their own.
    fn item(&self, item: NodeRef<'f>) -> Option<Symbol> {
        let node = self.meant(item);
        let full = self.trimmed(item.full_span());
        if node.kind() == Kind::Mapping {
            if let Some(thing) = self.things.get(&node.id()) {
                return Some(Symbol { children: self.fields(item, &[]), ..self.thing(*thing, full) });
            }
            let name = [keys::NAME, keys::ROLE]
                .into_iter()
                .find_map(|key| node.get(key))
                .or_else(|| Some(node.entries().next()?.1));
            return Some(Symbol {
                name: text_of(name)?,
                detail: None,
                kind: SymbolKind::Section,
                full,
                name_span: name.map_or(full, NodeRef::inner_span),
                children: self.fields(item, &[keys::NAME, keys::ROLE]),
            });
        }
        let references = &self.file.facts().references;
        let first = references.partition_point(|r| r.at.span.start < node.span().start);
        let inside = references[first..].iter().take_while(|r| r.at.span.start < node.span().end);
        let named = inside.into_iter().find(|r| r.origin == Origin::List && node.span().contains(r.at.span))?;
        Some(Symbol {
            name: shorten(&named.at.name, LONGEST),
            detail: None,
            kind: if named.kind.is_role() { SymbolKind::RoleName } else { SymbolKind::Term(named.kind) },
            full,
            name_span: named.at.span,
            children: Vec::new(),
        })
    }

    fn alternatives(&self, list: NodeRef<'f>) -> Vec<Symbol> {
        let items = list.written_items().zip(1..).map(|(item, rank): (_, usize)| {
            let alternative = self.of_role(item, SymbolKind::Alternative, &[keys::TAGLINE]);
            let detail = text_of(self.meant(item).get(keys::TAGLINE));
            Symbol { name: format!("{rank}. {}", alternative.name), detail, ..alternative }
        });
        items.collect()
    }

    fn comparison(&self, node: NodeRef<'f>) -> Vec<Symbol> {
        self.with_list(node, keys::ROWS, |list| list.written_items().map(|item| self.row(item)).collect())
    }

    fn row(&self, item: NodeRef<'f>) -> Symbol {
        let mut row = self.of_role(item, SymbolKind::Row, &[]);
        let rows = self.file.facts().role.as_ref().and_then(|r| r.comparison.as_ref()).map_or(&[][..], |c| &c.rows);
        let name = self.meant(item).get(keys::ROLE).map(NodeRef::span);
        let own =
            rows.iter().any(|r| r.own && r.role.as_ref().is_some_and(|at| name.is_some_and(|n| n.contains(at.span))));
        row.detail = own.then(|| "own row".to_owned());
        for cell in &mut row.children {
            if !cell.name.starts_with("x-") {
                cell.kind = SymbolKind::Cell;
            }
        }
        row
    }

    fn guide(&self, node: NodeRef<'f>) -> Vec<Symbol> {
        let option = |item: NodeRef<'f>| {
            let detail = text_of(self.meant(item).get(keys::IF)).map(|condition| format!("if {condition}"));
            Symbol { detail, ..self.of_role(item, SymbolKind::Pick, &[keys::IF]) }
        };
        self.with_list(node, keys::OPTIONS, |list| list.written_items().map(option).collect())
    }

    /// The fields of a mapping; in the place of the list under `key` its items.
    fn with_list(&self, node: NodeRef<'f>, key: &str, items: impl Fn(NodeRef<'f>) -> Vec<Symbol>) -> Vec<Symbol> {
        let mut children = Vec::new();
        for (name, value) in node.written_entries() {
            if name.scalar_text() == key && value.kind() == Kind::Sequence {
                children.extend(items(value));
            } else {
                children.push(self.field(name, value));
            }
        }
        children
    }

    /// An entry that stands for a role, with its other keys but for some.
    fn of_role(&self, item: NodeRef<'f>, kind: SymbolKind, without: &[&str]) -> Symbol {
        let name = name_node(self.meant(item), keys::ROLE);
        let full = self.trimmed(item.full_span());
        let without: Vec<&str> = without.iter().copied().chain([keys::ROLE]).collect();
        Symbol {
            name: text_of(name).unwrap_or_else(|| "no role".to_owned()),
            detail: None,
            kind,
            full,
            name_span: name.map_or(full, NodeRef::inner_span),
            children: self.fields(item, &without),
        }
    }
}

/// The value of a key, or the node itself where a text stands instead of the mapping.
fn name_node<'t>(node: NodeRef<'t>, key: &str) -> Option<NodeRef<'t>> {
    let name = if node.kind() == Kind::Mapping { node.get(key) } else { Some(node) };
    name.filter(|n| text_of(Some(*n)).is_some())
}

/// What a scalar or a list of scalars says, on one line.
fn text_of(node: Option<NodeRef<'_>>) -> Option<String> {
    let node = node?;
    let text = match node.kind() {
        Kind::Sequence => {
            let items: Vec<_> = node.items().take(LONGEST).map(|item| spaced(item.scalar_text())).collect();
            shorten(&items.into_iter().filter(|i| !i.is_empty()).collect::<Vec<_>>().join(", "), LONGEST)
        }
        Kind::Null => return None,
        _ => shorten(node.scalar_text(), LONGEST),
    };
    (!text.is_empty()).then_some(text)
}
