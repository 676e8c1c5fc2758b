//! Deleting a role: who refers to it, and the edits that take all of that away with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::plan::{
    ChangePlan, FileChange, Left, Refusal, Written, by_file, mention_at, planned, positions, read, refuse, written_name,
};
use crate::content::{LinkFault, Origin, PageList, as_markdown};
use crate::edit::{Document, Edit, list_of, remove_entries, remove_items, remove_pair};
use crate::ide::keys::key_at;
use crate::ide::uses::{NameUse, Place, uses_of};
use crate::ide::{Analysis, Location};
use crate::text::{Span, TextEdit};
use crate::workspace::{DefId, FileEntry, Workspace, map_all};

/// The places outside its own file that refer to a role, sorted by path and span.
#[must_use]
pub fn referrers(view: Analysis<'_>, role: DefId) -> Vec<(Location, NameUse)> {
    let own = &view.workspace.file(role.file).path;
    let mut uses = uses_of(view, role);
    uses.retain(|(at, name)| at.path != *own && matches!(name.place, Place::Reference(_)));
    uses
}

/// Deletes a role with all that refers to it: entries, rows and options go, mentions become plain words, names leave the
/// lists that they stand in, and keys that hold nothing but the name go too. Comments beside them stay. Ask [`referrers`]
/// first.
///
/// # Errors
/// In the author's words, with every place where the reference cannot be taken away.
pub fn delete_role(view: Analysis<'_>, role: DefId) -> Result<ChangePlan, Refusal> {
    let workspace = view.workspace;
    let name = workspace.name_of(role);
    if workspace.definition(role).is_none_or(|d| !d.kind.is_role()) {
        return refuse("only a role can be deleted with its file");
    }
    written_name(workspace, role)?;
    let pages = map_all(&by_file(referrers(view, role)), |(path, uses)| page(view, role, path, uses));
    let (mut written, mut blocked) = (Vec::new(), Vec::new());
    for page in pages {
        match page {
            Ok(page) => written.push(page),
            Err(why) => blocked.extend(why),
        }
    }
    match blocked.as_slice() {
        [] => {}
        [(at, why)] => return refuse(format!("{at} cannot do without \"{name}\": {why}")),
        _ => {
            let places = blocked.iter().map(|(at, why)| format!("{at}: {why}")).collect();
            let message = format!("{} places cannot do without \"{name}\"", blocked.len());
            return Err(Refusal { places, ..Refusal::from(message) });
        }
    }
    let mut plan = planned(written);
    let own = workspace.file(role.file).path.clone();
    plan.edits.push(Edit::Delete { path: own.to_string() });
    Ok(ChangePlan { old: name.clone(), new: name, left: links_to(workspace, &own), ..plan })
}

/// A place that cannot do without the role, and why.
type Blocked = (String, String);

/// The edits that remove a page's references to a role; the error has each place where one cannot be removed.
fn page(view: Analysis<'_>, role: DefId, path: &Arc<str>, uses: &[NameUse]) -> Result<Written, Vec<Blocked>> {
    let workspace = view.workspace;
    let whole = |why: String| vec![(path.to_string(), why)];
    let id = workspace.find(path).ok_or_else(|| whole("it is gone".to_owned()))?;
    let file = read(view, path).map_err(|why| whole(why.into()))?.keeping_comments();
    let (change, blocked) = (FileChange::default(), Vec::new());
    let mut page = Page { workspace, entry: workspace.file(id), file, role, change, blocked };
    page.references(uses);
    if page.blocked.is_empty() {
        return page.change.write(path, &page.file).map_err(|why| whole(why.into()));
    }
    let lines = crate::text::LineIndex::new(&page.file.text);
    let place = |(span, why): &(Span, String)| {
        let line = lines.char_position(span.start).line;
        (format!("{path}:{line}"), why.clone())
    };
    let mut blocked: Vec<Blocked> = page.blocked.iter().map(place).collect();
    blocked.dedup();
    Err(blocked)
}

/// Links in other files that lead to a file.
fn links_to(workspace: &Workspace, own: &str) -> Vec<Left> {
    let mut left = Vec::new();
    for id in workspace.sorted() {
        let entry = workspace.file(id);
        let leads_here = |fault: &LinkFault| match fault {
            LinkFault::File(to) => **to == *own,
            LinkFault::Path(path) => workspace.link_end(path) == Some(&*own),
            _ => false,
        };
        let links = entry.facts.links.iter().filter(|link| leads_here(&link.fault));
        for link in links.filter(|_| *entry.path != *own) {
            let place = Location { path: entry.path.clone(), span: link.span };
            left.push(Left { place, reason: "the link leads to the role's file".to_owned() });
        }
    }
    left
}

/// A file that refers to the role.
struct Page<'w> {
    workspace: &'w Workspace,
    entry: &'w FileEntry,
    file: Document,
    role: DefId,
    change: FileChange,
    blocked: Vec<(Span, String)>,
}

impl Page<'_> {
    fn block(&mut self, span: Span, why: impl Into<String>) {
        self.blocked.push((span, why.into()));
    }

    fn references(&mut self, uses: &[NameUse]) {
        for list in PageList::ALL {
            self.entries(list, uses);
        }
        let mut items: BTreeMap<Span, Vec<Span>> = BTreeMap::new();
        for name in uses {
            let span = name.span;
            match name.place {
                Place::Reference(Origin::Mention | Origin::DoubtfulMention) => {
                    match mention_at(self.workspace, &self.file, span) {
                        Some((whole, shown)) => {
                            let name = || as_markdown(&self.workspace.name_of(self.role)).into_owned();
                            let shown = shown.unwrap_or_else(name);
                            self.change.names.push(TextEdit::new(whole, shown));
                        }
                        None => self.block(span, "the text cannot be read for certain"),
                    }
                }
                Place::Reference(Origin::List | Origin::Field | Origin::ReplacedBy) => {
                    match list_of(&self.file, span) {
                        Some(list) => items.entry(list).or_default().push(span),
                        None if self.is_required(span) => self.block(span, "the key has to stand"),
                        None => match remove_pair(&self.file, span) {
                            Some(edits) => self.change.edits.extend(edits),
                            None => self.block(span, self.reason()),
                        },
                    }
                }
                _ => {}
            }
        }
        for names in items.into_values() {
            match remove_items(&self.file, &names) {
                Some(edits) => self.change.edits.extend(edits),
                None => self.block(names[0], self.reason()),
            }
        }
    }

    fn entries(&mut self, list: PageList, uses: &[NameUse]) {
        let mine = positions(self.workspace, self.entry, list, self.role);
        if mine.is_empty() {
            return;
        }
        let at = uses.iter().find(|name| name.place == Place::Reference(list.origin())).or_else(|| uses.first());
        let at = at.map_or(Span::default(), |name| name.span);
        let all = self.entry.facts.role.as_ref().map_or(0, |role| role.alternatives.len());
        if list == PageList::Alternatives && mine.len() == all {
            return self.block(at, "it is the only alternative of that page");
        }
        match remove_entries(&self.file, list, &mine) {
            Some(edits) => self.change.edits.extend(edits),
            None => self.block(at, self.reason()),
        }
    }

    /// Why something cannot be taken away.
    fn reason(&self) -> &'static str {
        if self.file.is_sound() {
            "a comment or an anchor would go with it"
        } else {
            "mend the file's syntax error first"
        }
    }

    /// Whether the schema requires the key whose value stands at a span.
    fn is_required(&self, value: Span) -> bool {
        let key = key_at(&self.file.tree, self.workspace.schema_of(self.entry), value.start);
        key.is_some_and(|at| at.parent.required.iter().any(|required| required == at.key.scalar_text()))
    }
}
