//! Files of collections as targets of links, in the spelling that the file uses most.

use super::CompletionKind;
use super::offer::{Offers, Rank, part_item};
use super::prose_place::LinkPlace;
use super::rank::Query;
use crate::content::{FileKind, LinkFault, percent_decoded};
use crate::ide::FileView;
use crate::schema::Label;
use crate::workspace::path_index::{relative, split, stem};
use crate::workspace::{DefId, FileEntry};

/// So many files are looked at.
const MOST_FILES: usize = 20_000;

/// How links to files are spelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spelling {
    /// They begin with `/`.
    rooted: bool,
    /// They leave the extension away.
    bare: bool,
    /// They begin with `./` where they go no folder up.
    dotted: bool,
}

impl Spelling {
    /// How most of a file's links to files are spelled; without any, as relative paths with their extensions.
    pub fn of(file: &FileView<'_>) -> Self {
        let workspace = file.workspace();
        let (mut all, mut rooted, mut bare, mut dotted, mut below) = (0, 0, 0, 0, 0);
        for link in &file.facts().links {
            let LinkFault::Path(path) = &link.fault else { continue };
            let Some(end) = workspace.link_end(path).filter(|end| workspace.find(end).is_some()) else { continue };
            let written = link.target.split(['?', '#']).next().unwrap_or_default();
            if written.contains("://") {
                continue;
            }
            all += 1;
            rooted += usize::from(written.starts_with('/'));
            bare += usize::from(percent_decoded(split(written).1) != split(end).1);
            below += usize::from(!written.starts_with(['/', '.']) || written.starts_with("./"));
            dotted += usize::from(written.starts_with("./"));
        }
        Self { rooted: rooted * 2 > all, bare: bare * 2 > all, dotted: dotted * 2 > below }
    }

    /// A file's path as a link of another file spells it.
    pub fn target(self, file: &FileView<'_>, to: &str) -> String {
        let path =
            if self.bare { to[..to.len() - (split(to).1.len() - stem(to).len())].to_owned() } else { to.to_owned() };
        let rules = file.workspace().config().links.as_ref();
        let inside = |root: &String| match root.as_str() {
            "" | "." => Some(path.clone()),
            root => path.strip_prefix(root)?.strip_prefix('/').map(str::to_owned),
        };
        let rooted = rules.into_iter().flat_map(|rules| &rules.roots).find_map(inside).filter(|_| self.rooted);
        let written = match rooted {
            Some(inside) => format!("/{inside}"),
            None => {
                let path = relative(&file.entry.path, &path);
                if self.dotted && !path.starts_with("..") { format!("./{path}") } else { path }
            }
        };
        written.replace('%', "%25").replace(' ', "%20").replace('(', "%28").replace(')', "%29")
    }
}

/// Offers the files of collections that are found by their paths, or by what the things are called that they are about.
pub(super) fn offer(offers: &mut Offers<'_>, place: &LinkPlace, typed: &str, words: &str) {
    let (workspace, file) = (offers.workspace(), offers.file);
    let spelling = Spelling::of(file);
    let (query, whole) = (Query::new(words), Query::new(typed.trim_start_matches(['.', '/'])));
    let lead = &typed[..typed.len() - typed.trim_start_matches(['.', '/']).len()];
    let in_folder = typed[lead.len()..].contains('/');
    for (id, entry) in workspace.files().take(MOST_FILES) {
        if !matches!(entry.kind, FileKind::Collection(_)) || id == file.id {
            continue;
        }
        let target = spelling.target(file, &entry.path);
        if target == typed || !target.starts_with(lead) {
            continue;
        }
        let def = entry.facts.root_thing(None).map(|position| DefId { file: id, position });
        let name = def.map(|def| workspace.name_of(def));
        let path = target.trim_start_matches(['.', '/']);
        let by_path = if in_folder { whole.fit(path) } else { query.fit(&stem(path).replace('-', " ")) };
        let by_name = names(entry).filter_map(|name| query.fit(name)).min().filter(|_| !in_folder);
        let Some(fit) = by_path.into_iter().chain(by_name).min() else { continue };
        let text = &file.text;
        let Some(mut made) = part_item(text, &place.token, place.target, CompletionKind::Value, &target, &target)
        else {
            continue;
        };
        if by_path.is_none()
            && let Some(name) = &name
        {
            made.filter = name.to_string();
        }
        made.detail = name.map(|name| name.to_string()).filter(|name| *name != target);
        offers.add(Rank { late: 0, fit, group: 0, place: 0 }, made);
    }
}

/// What the first thing is called that a file is about.
fn names(entry: &FileEntry) -> impl Iterator<Item = &str> {
    let thing = entry.facts.root_thing(None).and_then(|position| entry.facts.definition(position));
    let labels = thing.into_iter().flat_map(|thing| &thing.labels);
    labels.filter(|label| matches!(label.label, Label::Name | Label::Alias)).map(|label| label.at.name.as_ref())
}
