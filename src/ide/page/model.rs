//! [`Page`]: what a page says, inherited cells filled in and mentions resolved.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use super::words::{escape_markdown, target};
use crate::content::{Cell, FileKind, KindId, Row, collapse, columns_of_page, keys, markdown_gaps, mentions};
use crate::edit::Document;
use crate::syntax::{Kind, NodeRef, Tree};
use crate::workspace::{Column, DefId, FileId, Sources, Workspace, role_slug};

/// An alternatives page. Prose is Markdown, names and cells are plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The page's role.
    pub name: String,
    /// Its summary.
    pub summary: String,
    /// The introduction.
    pub why: String,
    /// The alternatives by rank.
    pub alternatives: Vec<Alternative>,
    /// The columns of the table.
    pub columns: Vec<String>,
    /// The rows of the table.
    pub rows: Vec<TableRow>,
    /// The text above the options.
    pub intro: String,
    /// The options.
    pub picks: Vec<Pick>,
    /// The text below the options.
    pub outro: String,
}

/// An alternative on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The role's name.
    pub role: String,
    /// Its slug, if it has one.
    pub slug: Option<String>,
    /// Address of the role's toolkit page.
    pub toolkit: String,
    /// One line of Markdown.
    pub tagline: String,
    /// Markdown.
    pub about: String,
    /// Markdown, one for each item.
    pub best_for: Vec<String>,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// The role's name.
    pub role: String,
    /// Address of the toolkit page of a role that is known.
    pub toolkit: Option<String>,
    /// One cell for each column; empty where there is none.
    pub cells: Vec<String>,
}

/// An option of the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// What the reader wants.
    pub condition: String,
    /// The role that fits.
    pub role: String,
    /// What to do then.
    pub then: String,
}

/// Why there is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageError {
    /// No role has this name; the nearest one that has.
    NoRole(Option<String>),
    /// The role has no alternatives.
    NoAlternatives(String),
    /// The file cannot be read.
    Unreadable(String),
}

/// The page of a role, which is given by name, slug or path.
///
/// # Errors
/// When there is no such role or it has no alternatives.
pub fn page(workspace: &Workspace, sources: &dyn Sources, role: &str) -> Result<Page, PageError> {
    read(workspace, sources, role, |reader| reader.page())
}

/// What `read` makes of the file of a role, which is given by name, slug or path.
pub(super) fn read<T>(
    workspace: &Workspace,
    sources: &dyn Sources,
    role: &str,
    read: impl FnOnce(&Reader<'_>) -> Result<T, PageError>,
) -> Result<T, PageError> {
    let by_path = workspace.find(role).filter(|id| workspace.file(*id).kind == FileKind::Role);
    let id = by_path
        .or_else(|| workspace.resolve(KindId::ROLE, collapse(role).as_ref()).map(|r| r.def.file))
        .ok_or_else(|| {
            let near = workspace.suggest(KindId::ROLE, &workspace.intern(role));
            PageError::NoRole(near.map(|n| n.name.to_string()))
        })?;
    let path = &workspace.file(id).path;
    let document = Document::parse(path.clone(), sources.read(path).map_err(PageError::Unreadable)?);
    read(&Reader {
        workspace,
        sources,
        id,
        tree: &document.tree,
        text: &document.text,
        linked: RefCell::default(),
        addresses: RefCell::default(),
    })
}

/// Reads a page from a role's file.
pub(super) struct Reader<'r> {
    pub(super) workspace: &'r Workspace,
    sources: &'r dyn Sources,
    pub(super) id: FileId,
    pub(super) tree: &'r Tree,
    /// The text of the file.
    pub(super) text: &'r str,
    /// The roles that the page links to, by the address of their toolkit.
    pub(super) linked: RefCell<BTreeMap<String, FileId>>,
    /// The addresses of terms in the vocabularies that were read, by the byte offset of their names.
    addresses: RefCell<BTreeMap<FileId, BTreeMap<u32, String>>>,
}

impl<'r> Reader<'r> {
    pub(super) fn page(&self) -> Result<Page, PageError> {
        let facts = &self.workspace.file(self.id).facts;
        // While the file is broken, the name that it had when it last parsed counts.
        let name = facts.definition(0).map_or_else(String::new, |d| d.name().name.to_string());
        let root = self.tree.root().filter(|r| r.get(keys::ALTERNATIVES).is_some_and(|a| !a.is_empty()));
        let root = root.ok_or_else(|| PageError::NoAlternatives(name.clone()))?;
        let guide = root.get(keys::GUIDE);
        let (columns, rows) = self.table(root);
        Ok(Page {
            summary: self.prose(root.get(keys::SUMMARY)),
            why: self.prose(root.get(keys::WHY).or_else(|| self.tree.body())),
            alternatives: items(root.get(keys::ALTERNATIVES)).map(|item| self.alternative(item)).collect(),
            rows,
            columns,
            intro: self.prose(guide.and_then(|g| g.get(keys::INTRO))),
            picks: items(guide.and_then(|g| g.get(keys::OPTIONS)))
                .map(|item| Pick {
                    condition: self.prose(item.get(keys::IF)),
                    role: self.role_name(item.get(keys::ROLE)),
                    then: self.prose(item.get(keys::THEN)),
                })
                .collect(),
            outro: self.prose(guide.and_then(|g| g.get(keys::OUTRO))),
            name,
        })
    }

    /// The names of the columns and the rows: the columns that the table lists, in the author's order, or those that are not
    /// optional; and each other one that a row has a value in, where there is a list one of its own.
    fn table(&self, root: NodeRef<'_>) -> (Vec<String>, Vec<TableRow>) {
        let config = self.workspace.config();
        let listed = columns_of_page(root);
        let listed: Option<Vec<&Column>> =
            listed.map(|list| list.items().filter_map(|item| config.column(item.scalar_text().trim())).collect());
        let written = |column: &Column| {
            let is_it = |cell: &Cell| *cell.column.name == column.name && !cell.text().is_empty();
            self.written_rows().any(|row| row.cells.iter().any(is_it))
        };
        let rows = self.rows(&config.columns);
        let mut shown: Vec<usize> = Vec::new();
        let all = || config.columns.iter().enumerate();
        for column in listed.iter().flatten() {
            shown.extend(all().find(|(_, other)| other.name == column.name).map(|(at, _)| at));
        }
        let more = all().filter(|(at, column)| match &listed {
            Some(_) => !shown.contains(at) && written(column),
            None => !column.optional || rows.iter().any(|row| !row.cells[*at].is_empty()),
        });
        let more: Vec<usize> = more.map(|(at, _)| at).collect();
        shown.extend(more);
        let names = shown.iter().map(|at| config.columns[*at].name.clone()).collect();
        let rows = rows.into_iter().map(|row| {
            let cells = shown.iter().map(|at| row.cells[*at].clone()).collect();
            TableRow { cells, ..row }
        });
        (names, rows.collect())
    }

    fn alternative(&self, item: NodeRef<'_>) -> Alternative {
        let role = self.role_name(item.get(keys::ROLE));
        Alternative {
            toolkit: self.toolkit(&role),
            slug: self.slug(&role),
            role,
            tagline: self.prose(item.get(keys::TAGLINE)),
            about: self.prose(item.get(keys::ABOUT)),
            best_for: items(item.get(keys::BEST_FOR)).map(|i| self.prose(Some(i))).collect(),
        }
    }

    /// A role as pages show it: by its name, whichever spelling the file uses.
    fn role_name(&self, node: Option<NodeRef<'_>>) -> String {
        let written = node.map_or_else(String::new, |n| collapse(n.scalar_text()).into_owned());
        let resolved = self.workspace.resolve(KindId::ROLE, &written);
        resolved.map_or(written, |r| self.workspace.name_of(r.def).to_string())
    }

    fn slug(&self, role: &str) -> Option<String> {
        let slugs = self.workspace.config().slugs;
        match self.workspace.resolve(KindId::ROLE, role) {
            Some(r) => role_slug(&self.workspace.file(r.def.file).facts, role, slugs).map(Cow::into_owned),
            None => slugs.slug(role),
        }
    }

    fn toolkit(&self, role: &str) -> String {
        let Some(resolved) = self.workspace.resolve(KindId::ROLE, role) else {
            return self.workspace.config().toolkit(&self.workspace.config().slug(role).unwrap_or_default());
        };
        let facts = &self.workspace.file(resolved.def.file).facts;
        let own = facts.role.as_ref().and_then(|r| r.toolkit.as_ref());
        let address = own.map_or_else(
            || {
                self.workspace
                    .config()
                    .toolkit(&role_slug(facts, role, self.workspace.config().slugs).unwrap_or_default())
            },
            |own| own.to_string(),
        );
        self.linked.borrow_mut().insert(address.clone(), resolved.def.file);
        address
    }

    /// The rows of the file that name their role.
    pub(super) fn written_rows(&self) -> impl Iterator<Item = &'r Row> {
        let facts = &self.workspace.file(self.id).facts;
        let rows = facts.role.as_ref().and_then(|r| r.comparison.as_ref()).map_or(&[][..], |c| &c.rows);
        rows.iter().filter(|row| row.role.is_some())
    }

    /// A row for each role, with a cell for each column.
    fn rows(&self, columns: &[Column]) -> Vec<TableRow> {
        let mut table = Vec::new();
        for row in self.written_rows() {
            let Some(role) = &row.role else { continue };
            let resolved = self.workspace.resolve(KindId::ROLE, &role.name);
            let source = resolved.filter(|_| !row.own).and_then(|r| self.workspace.own_row(r.def.file));
            let cells = columns.iter().map(|column| {
                let written = |row: &'r Row| {
                    row.cells
                        .iter()
                        .find(|c| *c.column.name == column.name && !c.text().is_empty())
                        .map(|c| c.text().to_owned())
                };
                let inherited = || source.filter(|_| !column.per_page).and_then(written);
                written(row).or_else(inherited).unwrap_or_default()
            });
            let name = resolved.map_or_else(|| role.name.to_string(), |r| self.workspace.name_of(r.def).to_string());
            let toolkit = resolved.map(|_| self.toolkit(&name));
            table.push(TableRow { role: name, toolkit, cells: cells.collect() });
        }
        table
    }

    /// The address of a term, as its vocabulary says.
    fn address(&self, term: DefId) -> Option<String> {
        let entry = self.workspace.file(term.file);
        let name = entry.facts.definitions.get(term.position as usize)?.name().span;
        let mut addresses = self.addresses.borrow_mut();
        let all = addresses.entry(term.file).or_insert_with(|| {
            let text = self.sources.read(&entry.path).unwrap_or_default();
            let document = Document::parse(entry.path.clone(), text);
            let address = |item: NodeRef<'_>| {
                let url = item.get("url").and_then(NodeRef::text).map(str::trim).filter(|url| !url.is_empty())?;
                Some((item.get(keys::NAME)?.inner_span().start, url.to_owned()))
            };
            items(document.tree.root()).filter_map(address).collect()
        });
        all.get(&name.start).cloned()
    }

    /// Markdown with its mentions replaced by the names, or by the words to show; mentions of roles link to their toolkit,
    /// those of terms to their address.
    fn prose(&self, node: Option<NodeRef<'_>>) -> String {
        self.parts(node).0.trim().to_owned()
    }

    /// The same with the white space at its ends; and where it stands in the value: pairs of byte offsets, in the
    /// result and in the value, from which on the two are the same up to the next pair.
    pub(super) fn parts(&self, node: Option<NodeRef<'_>>) -> (String, Vec<(usize, usize)>) {
        let text = node.filter(|n| n.kind() != Kind::Null).map_or("", |n| n.scalar_text());
        let mut same = vec![(0, 0)];
        if !text.contains("[[") {
            return (text.to_owned(), same);
        }
        let config = self.workspace.config();
        let form = config.mention_form(&self.workspace.file(self.id).path);
        let code: Vec<_> = markdown_gaps(text).into_iter().filter(|gap| text[gap.clone()].starts_with('`')).collect();
        let mut out = String::new();
        let mut at = 0;
        for mention in mentions(text, &code, form, |kind| config.kind(kind).is_some()) {
            out.push_str(&text[at..mention.whole.start]);
            at = mention.whole.end;
            let kind = mention.kind.and_then(|k| config.kind(&text[k])).unwrap_or(KindId::ROLE);
            let written = collapse(&text[mention.name.clone()]).into_owned();
            let resolved = self.workspace.resolve(kind, &written);
            if mention.doubtful && resolved.is_none() {
                out.push_str(&text[mention.whole.clone()]);
                same.push((out.len(), at));
                continue;
            }
            let name = resolved.map_or(written, |r| self.workspace.name_of(r.def).to_string());
            let shown = escape_markdown(mention.shown.map_or(&name, |s| &text[s]));
            let address = match resolved {
                Some(r) if kind.is_role() => (r.def.file != self.id).then(|| self.toolkit(&name)),
                Some(r) => self.address(r.def),
                None => None,
            };
            match address {
                Some(address) => out.push_str(&format!("[{shown}]({})", target(&address))),
                None => out.push_str(&shown),
            }
            same.push((out.len(), at));
        }
        out.push_str(&text[at..]);
        (out, same)
    }
}

pub(super) fn items(list: Option<NodeRef<'_>>) -> impl Iterator<Item = NodeRef<'_>> {
    list.into_iter().flat_map(NodeRef::items)
}
