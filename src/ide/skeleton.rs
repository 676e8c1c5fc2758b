//! The text of a new role that is like another one.

use super::Analysis;
use super::change::Refusal;
use crate::content::{BLANK, KindId, PageList, collapse, columns_of_page, keys, role_of_entry};
use crate::edit::written;
use crate::syntax::{Kind, NodeRef};
use crate::workspace::DefId;

/// The text of a role that is like another one: its lists of terms, and its alternatives with rows and options. What an
/// author has to write is left blank.
///
/// # Errors
/// In the author's words, when its file cannot be read.
pub fn skeleton(view: Analysis<'_>, name: &str, like: DefId) -> Result<String, Refusal> {
    let workspace = view.workspace;
    let file = view.open(like.file).ok_or_else(|| format!("{} cannot be read", workspace.file(like.file).path))?;
    let config = workspace.config();
    let root = file.tree.root();
    let get = |key: &str| root.and_then(|root| root.get(key));
    let text_of = |text: &str| written(text, false);
    let mut out = format!("name: {}\nstatus: draft\nsummary: {BLANK}\n", text_of(name));
    for (key, _) in workspace.role_schema().shapes.lists().filter(|(_, kind)| *kind != "role") {
        let Some(list) = get(key).filter(|list| list.kind() == Kind::Sequence) else { continue };
        let names: Vec<String> = list.items().map(|item| written(item.scalar_text().trim(), true)).collect();
        out.push_str(&format!("{key}: [{}]\n", names.join(", ")));
    }
    // The names as pages show them.
    let role = |item: NodeRef<'_>| {
        let written = collapse(role_of_entry(item)?.scalar_text()).into_owned();
        let known = workspace.resolve(KindId::ROLE, &written).map(|r| workspace.name_of(r.def).to_string());
        let name = known.unwrap_or(written);
        (!name.is_empty()).then_some(name)
    };
    let entry = |item: NodeRef<'_>| Some((role(item)?, item.get(keys::BEST_FOR).is_some()));
    let alternatives = root.and_then(|root| PageList::Alternatives.of(root));
    let alternatives: Vec<(String, bool)> =
        alternatives.iter().flat_map(|list| list.items()).filter_map(entry).collect();
    // An empty list counts as none. Without alternatives there is no `why` and no `how_to_pick`.
    if !alternatives.is_empty() {
        out.push_str(&format!("why: {BLANK}\nalternatives:\n"));
        for (role, best_for) in &alternatives {
            out.push_str(&format!("  - role: {}\n    tagline: {BLANK}\n    about: {BLANK}\n", text_of(role)));
            if *best_for {
                out.push_str(&format!("    best_for: [{BLANK}]\n"));
            }
        }
    }
    out.push_str("comparison:\n");
    let columns = root.and_then(columns_of_page);
    let shown: Option<Vec<String>> = columns.map(|c| c.items().map(|i| i.scalar_text().trim().to_owned()).collect());
    if let Some(shown) = &shown {
        let names: Vec<String> = shown.iter().map(|name| written(name, true)).collect();
        out.push_str(&format!("  columns: [{}]\n", names.join(", ")));
    }
    let cells = |wanted: &dyn Fn(bool) -> bool| -> String {
        let in_table = |name: &String| shown.as_ref().is_none_or(|shown| shown.contains(name));
        let columns = config.columns.iter().filter(|c| !c.optional && in_table(&c.name) && wanted(c.per_page));
        columns.map(|c| format!("      {}: {BLANK}\n", text_of(&c.name))).collect()
    };
    out.push_str(&format!("  rows:\n    - role: {}\n{}", text_of(name), cells(&|_| true)));
    for (role, _) in &alternatives {
        out.push_str(&format!("    - role: {}\n{}", text_of(role), cells(&|per_page| per_page)));
    }
    if !alternatives.is_empty() {
        out.push_str("how_to_pick:\n");
        let line = |key: &str| get(keys::GUIDE).and_then(|pick| pick.get(key)).map(|_| format!("  {key}: {BLANK}\n"));
        out.push_str(&line(keys::INTRO).unwrap_or_default());
        out.push_str("  options:\n");
        for (role, _) in &alternatives {
            out.push_str(&format!("    - if: {BLANK}\n      role: {}\n      then: {BLANK}\n", text_of(role)));
        }
        out.push_str(&line(keys::OUTRO).unwrap_or_default());
    }
    Ok(out)
}
