//! What a file says about a thing that it defines: the mapping that holds it, and its first prose. Which texts are labels and
//! prose is what the schema's annotations say.

use super::FileView;
use super::prose::prose_in;
use crate::syntax::{Kind, NodeRef};
use crate::workspace::DefId;

/// The mapping that a thing of a file is; of a label that is a thing alone, what holds it.
pub(super) fn holder<'f>(file: &'f FileView<'_>, def: DefId) -> Option<NodeRef<'f>> {
    let definition = file.facts().definitions.get(def.position as usize)?;
    let root = file.tree.root();
    let mut by_key = None;
    for label in definition.labels.iter().filter(|label| !label.of_file) {
        if file.tree.body().is_some_and(|body| body.span().contains(label.at.span)) {
            return root;
        }
        let path = file.tree.path_at(label.at.span.start);
        let mut nodes = path.iter().rev().map(|id| file.tree.node(*id));
        let Some(mapping) = nodes.find(|node| node.kind() == Kind::Mapping) else { continue };
        let key = mapping.entries().find(|(key, _)| key.span().contains(label.at.span));
        match key {
            Some((_, value)) if value.kind() == Kind::Mapping => by_key = by_key.or(Some(value)),
            _ => return Some(mapping),
        }
    }
    by_key.or(root)
}

/// The first prose about a thing: in the mapping that it is, else in the body of a page.
pub(super) fn first_prose(file: &FileView<'_>, def: DefId) -> Option<String> {
    let holder = holder(file, def)?;
    let body = file.tree.body().map(|body| body.id());
    let prose = prose_in(file);
    let mut inside = prose.iter().filter(|node| Some(node.id()) != body && holder.span().contains(node.span()));
    let written = inside.find(|node| !node.is_blank()).map(|node| node.scalar_text().trim().to_owned());
    let is_root = file.tree.root().is_some_and(|root| root.id() == holder.id());
    written.or_else(|| first_paragraph(file.tree.body().filter(|_| is_root)?.scalar_text()))
}

/// The first paragraph of a Markdown text that is no heading, comment, list or code.
fn first_paragraph(text: &str) -> Option<String> {
    let mut lines = text.lines().skip_while(|line| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with(['#', '<', '|', '`', '~', '!', '{', '=', '-', '*', '+', '>'])
    });
    let mut paragraph = lines.next()?.trim().to_owned();
    for line in lines.take_while(|line| !line.trim().is_empty()) {
        paragraph.push(' ');
        paragraph.push_str(line.trim());
    }
    Some(paragraph)
}
