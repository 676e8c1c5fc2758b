//! Document links: what a file points at outside of itself.

use super::FileView;
use super::prose::{fits, prose_in};
use crate::content::{FileKind, LinkFault, links};
use crate::syntax::{Kind, NodeRef};
use crate::text::Span;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// An address: `https:`, `http:` or `mailto:`.
    Url(String),
    /// A file, by its path relative to the workspace.
    File(String),
}

/// A link in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLink {
    /// What to click (bytes of the file).
    pub span: Span,
    /// Where it leads.
    pub target: LinkTarget,
    /// What a click does.
    pub tooltip: String,
}

/// The links of a file, sorted by span: targets of Markdown links, values that are an address, and in `sidestep.yaml`
/// the paths of files. A file is linked only where it exists; paths of the site (`/x/`) lead nowhere in a workspace.
#[must_use]
pub fn document_links(file: &FileView<'_>) -> Vec<DocumentLink> {
    let mut found = Vec::new();
    for node in prose_in(file) {
        let map = node.map();
        for link in links(node.scalar_text()) {
            if is_url(link.target) {
                found.push(url(map.span(link.span.start, link.span.end), link.target.to_owned()));
            }
        }
    }
    for link in &file.facts().links {
        match &link.fault {
            LinkFault::File(path) if file.workspace().target_exists(path) == Some(true) => {
                found.push(path_to(link.span, path));
            }
            LinkFault::Path(path) => {
                // A folder is nothing to open.
                let end = file.workspace().link_end(path).filter(|end| !end.is_empty());
                found.extend(end.map(|end| path_to(link.span, end)));
            }
            _ => {}
        }
    }
    // An address that is all of a value, such as `url` and `toolkit`.
    for node in file.tree.nodes().filter(|n| n.kind() == Kind::String) {
        let text = node.scalar_text();
        let address = text.trim();
        if is_url(address) && !address.contains('{') {
            let start = text.len() - text.trim_start().len();
            found.push(url(node.map().span(start, start + address.len()), address.to_owned()));
        }
    }
    if file.entry.kind == FileKind::Config
        && let Some(root) = file.tree.root()
    {
        settings(file, root, &mut found);
    }
    found.retain(|link| !link.span.is_empty() && fits(&file.text, link.span));
    found.sort_by_key(|link| link.span);
    found.dedup_by(|later, first| later.span.start < first.span.end);
    found
}

/// Whether an address is one of the web or of mail.
pub(super) fn is_url(target: &str) -> bool {
    let Some((scheme, rest)) = target.split_once(':') else { return false };
    let web = matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https");
    let named = if web {
        rest.strip_prefix("//").is_some_and(|rest| !rest.trim_start_matches('/').is_empty())
    } else {
        scheme.eq_ignore_ascii_case("mailto") && !rest.is_empty()
    };
    named && !target.contains(|c: char| c.is_whitespace() || c.is_control())
}

fn url(span: Span, target: String) -> DocumentLink {
    let tooltip = match target.split_once(':') {
        Some((scheme, address)) if scheme.eq_ignore_ascii_case("mailto") => format!("write to {address}"),
        _ => format!("open {target}"),
    };
    DocumentLink { span, target: LinkTarget::Url(target), tooltip }
}

fn path_to(span: Span, path: &str) -> DocumentLink {
    DocumentLink { span, target: LinkTarget::File(path.to_owned()), tooltip: format!("open {path}") }
}

/// Paths without wildcards in `sidestep.yaml`.
fn settings(file: &FileView<'_>, root: NodeRef<'_>, found: &mut Vec<DocumentLink>) {
    let lists = root.get("vocabularies").into_iter().flat_map(NodeRef::entries).map(|(_, list)| list);
    let paths = lists.chain(root.get("roles")).flat_map(NodeRef::items);
    let schemas = root.get("schemas").into_iter().flat_map(NodeRef::entries).map(|(_, path)| path);
    for node in paths.chain(schemas).filter(|n| n.kind() == Kind::String) {
        let path = node.scalar_text().trim();
        let path = path.strip_prefix("./").unwrap_or(path);
        if path.is_empty() || path.contains(['*', '?', '[', '{', '\\']) || is_url(path) {
            continue;
        }
        if file.workspace().find(path).is_some() || file.view.sources.exists(path) {
            found.push(path_to(node.inner_span(), path));
        }
    }
}
