//! Files of another form than theirs: roles that are none, vocabularies without a list.

use super::{NoList, is_placeholder};
use crate::schema::{SchemaFinding, Shape, synonym};
use crate::syntax::{Kind, NodeRef};
use crate::text::nearest;

/// The finding for a file that has none of a role's keys, nor nearly one.
pub(super) fn foreign(root: NodeRef<'_>, shape: &Shape) -> Option<SchemaFinding> {
    let is_open = shape.additional.is_some() || shape.properties.is_empty();
    if root.kind() != Kind::Mapping || is_open || !root.tree().uncertain.is_empty() {
        return None;
    }
    let known = || shape.properties.iter().map(|(key, _)| key.as_str());
    let is_ours = |key: &str| !key.starts_with("x-") && (shape.known(key).is_some() || nearest(key, known()).is_some());
    if root.entries().take(MOST_FOREIGN).any(|(key, _)| is_ours(key.scalar_text())) {
        return None;
    }
    let (first, _) = root.written_entries().next()?;
    let word = root.entries().find_map(|(key, _)| Some((key, synonym(shape, root, key.scalar_text())?)));
    let help = match word {
        _ if root.tree().second_document.is_some() => {
            "if a role stands below it, delete this part with the \"---\" around it".to_owned()
        }
        Some((key, meant)) => {
            format!("if it is one, write \"{meant}\" for \"{}\"; else keep it elsewhere", key.scalar_text())
        }
        None => "keep it in another folder, or narrow \"roles\" in sidestep.yaml".to_owned(),
    };
    let message = "this does not look like a role: it has none of its keys";
    Some(SchemaFinding::new(first.inner_span(), message, Some(help)))
}

/// Whether the name of a role is one that nobody can use: a number, or one that waits for its words.
pub(super) fn is_nameless(root: NodeRef<'_>) -> bool {
    root.get("name").is_some_and(|name| match name.kind() {
        Kind::Number | Kind::True | Kind::False => true,
        _ => is_placeholder(name.scalar_text()),
    })
}

/// So many keys of a file are compared with those of a role.
const MOST_FOREIGN: usize = 200;

/// Where the list of a vocabulary seems to stand, unless the file is one, or empty.
pub(super) fn no_list(root: NodeRef<'_>) -> Option<NoList> {
    let is_entry = |item: NodeRef<'_>| matches!(item.kind(), Kind::Mapping | Kind::String | Kind::Number);
    match root.kind() {
        Kind::Null => None,
        Kind::Sequence => (!root.is_empty() && !root.items().any(is_entry)).then_some(NoList::Other),
        Kind::Mapping => {
            let mut lists = root.entries().filter(|(_, value)| value.items().any(is_entry));
            let entries = |value: NodeRef<'_>| value.items().any(|item| item.kind() == Kind::Mapping);
            let list = lists.clone().find(|(_, value)| entries(*value)).or_else(|| lists.next());
            let is_named = |(_, value): (NodeRef<'_>, NodeRef<'_>)| matches!(value.kind(), Kind::Mapping | Kind::Null);
            Some(match list {
                Some((key, _)) if !root.entries().all(is_named) => NoList::Under(key.scalar_text().into()),
                _ if root.entries().all(is_named) => NoList::Keys,
                _ => NoList::Other,
            })
        }
        _ => Some(NoList::Other),
    }
}
