//! What renaming a role makes of its file and of the address of its page.

use super::plan::{Redirected, Refusal, refuse};
use crate::content::{FileKind, Status, bare_address, unfit_for_file};
use crate::edit::{Document, Edit, add_redirect, drop_label};
use crate::text::TextEdit;
use crate::workspace::{DefId, Workspace, role_slug};

/// The slugs of a role before and after a rename; `None` where its page and its file stay where they are.
pub(super) fn slugs(workspace: &Workspace, def: DefId, old: &str, new: &str) -> Option<(String, String)> {
    let facts = &workspace.file(def.file).facts;
    if facts.role.as_ref().is_some_and(|role| role.slug.is_some()) {
        return None;
    }
    let before = role_slug(facts, old, workspace.config().slugs)?.into_owned();
    let after = workspace.config().slug(new)?;
    (before != after).then_some((before, after))
}

/// The edit that names the role's file by its new slug; `None` where the file was not named by the old one.
///
/// # Errors
/// In the author's words: no file can be named so, or there is one already. `exists` tells of files that are no part of the
/// workspace.
pub(super) fn moved(
    workspace: &Workspace,
    def: DefId,
    (before, after): (&str, &str),
    new: &str,
    exists: &dyn Fn(&str) -> bool,
) -> Result<Option<Edit>, Refusal> {
    if let Some(why) = unfit_for_file(after) {
        return refuse(format!("no file should be named by \"{new}\": {why}; give the role a \"slug:\" first"));
    }
    let path = &*workspace.file(def.file).path;
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    // A file that did not follow the name before does not follow it now.
    let Some((_, ending)) = name.rsplit_once('.').filter(|(stem, _)| *stem == before) else { return Ok(None) };
    let to = format!("{folder}{}{after}.{ending}", if folder.is_empty() { "" } else { "/" });
    if workspace.find(&to).is_some() || exists(&to) {
        return refuse(format!("the role's file would become {to}, which exists already"));
    }
    let belongs = workspace.config().file_kind(&to) == Some(FileKind::Role);
    Ok(belongs.then(|| Edit::Rename { path: path.to_owned(), to }))
}

/// The edits of a role's `redirect_from` when its page moves, and what they say. A page that goes back to where it came from
/// needs no redirect there: that one is removed, and none is added. Nothing is said of a page that stays (it has a `toolkit`
/// of its own) or was nowhere (a draft's), nor of an address that leads elsewhere by now.
pub(super) fn redirected(
    workspace: &Workspace,
    def: DefId,
    (before, after): (&str, &str),
    file: &Document,
) -> Option<(Vec<TextEdit>, Redirected)> {
    let entry = workspace.file(def.file);
    let role = entry.facts.role.as_ref().filter(|role| role.toolkit.is_none() && role.status != Status::Draft)?;
    let (old, new) = (workspace.config().toolkit(before), workspace.config().toolkit(after));
    if old == new {
        return None;
    }
    let is_at = |address: &str, page: &str| {
        let address = bare_address(address);
        address == bare_address(page) || address == bare_address(path(page))
    };
    if let Some(back) = role.redirects.iter().find(|entry| is_at(&entry.name, &new)) {
        let edits = drop_label(file, back.span);
        let said = edits.is_some().then(|| Redirected::Back(back.name.to_string()));
        return Some((edits.unwrap_or_default(), said?));
    }
    let known = workspace.schema_of(entry).shapes.root().known("redirect_from").is_some();
    let old_path = path(&old);
    let leads_elsewhere = [&*old, old_path].iter().any(|address| {
        let address = bare_address(address);
        workspace.page_at(address, def.file).is_some() || workspace.is_redirected(address, def.file)
    });
    if !known || leads_elsewhere || role.redirects.iter().any(|entry| is_at(&entry.name, &old)) {
        return None;
    }
    match add_redirect(file, old_path) {
        Some(edits) => Some((edits, Redirected::From(old_path.to_owned()))),
        None => Some((Vec::new(), Redirected::Unwritten(old_path.to_owned()))),
    }
}

/// The path of an address on its site.
fn path(address: &str) -> &str {
    let Some((_, rest)) = address.split_once("://") else { return address };
    rest.find('/').map_or("/", |at| &rest[at..])
}
