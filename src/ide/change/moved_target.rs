//! [`written_for`]: a link's target after files have moved, in the spelling that it had.

use std::sync::Arc;

use super::moved::Moves;
use crate::content::{LinkFact, LinkFault, LinkForm, inside_repository, is_index, normal, percent_decoded, site_path};
use crate::ide::Analysis;
use crate::workspace::path_index::{relative, split, stem};
use crate::workspace::{FileEntry, LinkEnd, Workspace};

/// Where a link leads now.
pub(super) struct Target<'l> {
    link: &'l LinkFact,
    /// The path that found what is there, as in [`LinkPath`](crate::content::LinkPath).
    key: &'l str,
    /// It is the first of the link's paths: not one from the page's own address.
    is_first: bool,
    /// What is there, by its path relative to the workspace.
    end: String,
    /// The folders that `/` means.
    roots: &'l [String],
    /// Where the workspace lies in its repository.
    above: String,
    /// The file with the link.
    own: Arc<str>,
    /// The addresses that the page with the link says it has.
    addresses: Vec<String>,
    workspace: &'l Workspace,
}

impl<'l> Target<'l> {
    /// Whether the folder of the new path has another page of its own, which a link to the folder would mean.
    fn shares_folder(&self, moves: &Moves<'_>, to: &str) -> bool {
        let paths = self.workspace.paths();
        let mut beside = paths.inside(split(to).0).iter().filter(|path| moves.of(path).is_none());
        is_index(stem(to)) && beside.any(|path| path.as_ref() != self.end && is_index(stem(path)))
    }

    /// Whether a relative target may stay: neither end leaves its folder, or both move with one folder.
    fn is_kept(&self, moves: &Moves<'_>, own: &str, written: &str) -> bool {
        let key = plain(self.key);
        let stays = moves.of(&self.end).is_none() && split(&self.own).0 == split(own).0;
        let together =
            moves.of(&self.own).is_some_and(|moved| moves.of(&self.end) == Some(moved) && moves.of(key) == Some(moved));
        let leads = || normal(written, split(own).0).is_some_and(|now| plain(&now) == moves.after(key));
        stays || together && leads()
    }

    /// Where a link of a file leads; `None` where no move changes its target.
    pub fn of(view: Analysis<'l>, entry: &'l FileEntry, link: &'l LinkFact) -> Option<Self> {
        let workspace = view.workspace;
        let (key, end, is_first) = match &link.fault {
            LinkFault::File(path) => (&**path, path.to_string(), true),
            LinkFault::Path(path) => {
                let there = path.paths().find_map(|key| match workspace.link_end_of(key) {
                    Some(LinkEnd::There(end)) => Some((key, end.to_string())),
                    _ => None,
                });
                match there {
                    Some((key, end)) => (key, end, key == &*path.to),
                    // What is not there, or not told, is kept in mind: it may come, or be made.
                    None if path.judged && !path.to.starts_with('/') => (&*path.to, plain(&path.to).to_owned(), true),
                    None => return None,
                }
            }
            _ => return None,
        };
        // An address stays when the file moves that has it.
        if workspace.is_address(key) {
            return None;
        }
        let rules = workspace.config().links.as_ref();
        let roots = rules.map_or(&[][..], |rules| &rules.roots);
        let above = if key.starts_with("//") { view.sources.above() } else { String::new() };
        let addresses = entry.facts.own_addresses().map(|at| site_path(&at.name)).collect();
        Some(Self { link, key, is_first, end, roots, above, own: entry.path.clone(), addresses, workspace })
    }
}

/// A path without the slash at its end.
fn plain(path: &str) -> &str {
    path.trim_end_matches('/')
}

/// The target that a link has after some moves; `own` is the path of its file then. `None` where it stays as it is.
pub(super) fn written_for(target: &Target<'_>, moves: &Moves<'_>, own: &str) -> Option<String> {
    let Target { link, key, .. } = target;
    let to = moves.after(&target.end);
    let alone = !target.shares_folder(moves, &to);
    let rest = link.target.find(['?', '#']).map_or("", |at| &link.target[at..]);
    let written = &link.target[..link.target.len() - rest.len()];
    if key.starts_with("//") {
        if to == target.end {
            return None;
        }
        let at = inside_repository(&link.target)?;
        let spelling = Spelling::new(target, written.get(at..)?, alone);
        let prefix = if target.above.is_empty() { String::new() } else { format!("{}/", target.above) };
        let path = spelling.encoded(&format!("{prefix}{}", spelling.shortened(&target.end, &to)));
        return Some(format!("{}{path}{}{rest}", &written[..at], spelling.slash()));
    }
    let spelling = Spelling::new(target, written, alone);
    // A root that moves stays the one from which the link reads.
    let (moved, others): (Vec<&String>, Vec<&String>) =
        target.roots.iter().partition(|root| moves.after(root) != **root);
    let roots: Vec<String> = moved.into_iter().chain(others).map(|root| moves.after(root)).collect();
    if link.target.trim_start().starts_with('/') {
        if to == target.end {
            return None;
        }
        let short = spelling.shortened(&target.end, &to);
        return Some(match in_roots(&short, &roots) {
            Some(inside) => format!("/{}{}{rest}", spelling.encoded(&inside), spelling.slash()),
            // From no link root it can be reached.
            None => {
                let is_folder = spelling.is_folder(&target.end, &to);
                format!("{}{rest}", spelling.relative((own, own), (&short, &short), is_folder))
            }
        });
    }
    if target.is_first && target.is_kept(moves, own, written) {
        return None;
    }
    let short = spelling.shortened(&target.end, &to);
    let is_folder = spelling.is_folder(&target.end, &to);
    let new = if target.is_first {
        spelling.relative((&target.own, own), (key, &short), is_folder)
    } else if key.starts_with('/') {
        // From the page's own address, which stays.
        let inside = format!("/{}", in_roots(&short, &roots)?);
        let base = format!("{}/x", target.addresses.first()?.trim_end_matches('/'));
        if to == target.end {
            return None;
        }
        spelling.relative((&base, &base), (key, &inside), is_folder)
    } else {
        let served = |path: &str| format!("{}/x", without_extension(path));
        spelling.relative((&served(&target.own), &served(own)), (key, &short), is_folder)
    };
    Some(format!("{new}{rest}"))
}

fn without_extension(path: &str) -> &str {
    let (_, file) = split(path);
    &path[..path.len() - (file.len() - stem(path).len())]
}

/// A path from the first link root that holds it.
fn in_roots(path: &str, roots: &[String]) -> Option<String> {
    let inside = |root: &String| match root.as_str() {
        "" | "." => Some(path.to_owned()),
        root if path == root => Some(String::new()),
        root => path.strip_prefix(root)?.strip_prefix('/').map(str::to_owned),
    };
    roots.iter().find_map(inside)
}

/// A path from the folder of a file that goes up some folders more than it has to, as far as there are any.
fn going_up(own: &str, to: &str, extra: usize) -> String {
    let shortest = relative(own, to);
    let rest = shortest.trim_start_matches("../");
    let mut ups = (shortest.len() - rest.len()) / 3;
    let mut down = rest.to_owned();
    let folders: Vec<&str> = split(own).0.split('/').filter(|part| !part.is_empty()).collect();
    for folder in folders.iter().rev().skip(ups).take(extra) {
        down = format!("{folder}/{down}");
        ups += 1;
    }
    format!("{}{down}", "../".repeat(ups))
}

/// So many parts of a path are looked at for slashes that stand twice.
const MOST_PARTS: usize = 40;

/// How a path is written in a link.
struct Spelling<'l> {
    written: &'l str,
    /// The last part of the path, percent-encoding undone.
    last: String,
    /// Blanks stand as they are.
    plain_blanks: bool,
    /// Letters beyond ASCII are percent-encoded.
    encodes_letters: bool,
    /// The new path may be written as its folder.
    alone: bool,
    /// It is a field's value, where brackets and quotes mean nothing.
    is_field: bool,
}

impl<'l> Spelling<'l> {
    fn new(target: &Target<'_>, written: &'l str, alone: bool) -> Self {
        let last = percent_decoded(split(plain(written)).1).into_owned();
        let plain_blanks = match target.link.form {
            LinkForm::Plain => false,
            LinkForm::Angled | LinkForm::Field(_) => !written.contains("%20"),
            LinkForm::Html => written.contains(' '),
        };
        let percents = written.match_indices('%').filter_map(|(at, _)| written.get(at + 1..at + 2));
        let encodes_letters = { percents }.any(|first| "89abcdefABCDEF".contains(first));
        let is_field = matches!(target.link.form, LinkForm::Field(_));
        Self { written, last, plain_blanks, encodes_letters, alone, is_field }
    }

    fn slash(&self) -> &'static str {
        if self.written.ends_with('/') && self.written.len() > 1 { "/" } else { "" }
    }

    /// Whether the path means a folder.
    fn is_folder(&self, from: &str, to: &str) -> bool {
        let short = self.shortened(from, to);
        short == split(to).0 || self.written.ends_with('/') || matches!(&*self.last, "" | "." | "..")
    }

    /// The new path with as much of it left away as of the old one: nothing, the extension, the page of a folder.
    fn shortened(&self, from: &str, to: &str) -> String {
        let (folder, file) = split(to);
        let (to_stem, from_stem) = (stem(to), stem(from));
        let bare = || to[..to.len() - (file.len() - to_stem.len())].to_owned();
        if self.last == split(from).1 {
            return to.to_owned();
        }
        if !from_stem.is_empty() && self.last.strip_suffix(".html") == Some(from_stem) {
            return format!("{}.html", bare());
        }
        let by_name = self.last == from_stem;
        let is_page = is_index(to_stem) && (!folder.is_empty() || !by_name && is_index(from_stem));
        if is_page && self.alone && !(by_name && is_index(from_stem)) { folder.to_owned() } else { bare() }
    }

    /// A path from the folder of a file: the file and the path before, and both now. It goes up as often beyond need as it did.
    fn relative(&self, (own_before, own): (&str, &str), (before, to): (&str, &str), is_folder: bool) -> String {
        let (folder, _) = split(own);
        let above = if to.is_empty() { Some(folder) } else { folder.strip_prefix(to) };
        let above = above.filter(|rest| to.is_empty() || rest.is_empty() || rest.starts_with('/'));
        let path = match above.filter(|_| is_folder || to.is_empty()) {
            Some(rest) => match rest.split('/').filter(|part| !part.is_empty()).count() {
                0 => ".".to_owned(),
                ups => "../".repeat(ups).trim_end_matches('/').to_owned(),
            },
            None => {
                let ups = |path: &str| path.split('/').take_while(|part| *part == "..").count();
                let written = self.written.trim_start_matches("./");
                let extra = ups(written).saturating_sub(ups(&relative(own_before, plain(before))));
                self.encoded(&going_up(own, to, extra))
            }
        };
        let dot = if self.written.starts_with("./") && self.written.len() > 2 && path != "." { "./" } else { "" };
        format!("{dot}{path}{}", if self.written.ends_with('/') { "/" } else { "" })
    }

    /// A path as the link writes it: parts that it has already stay as they are.
    fn encoded(&self, path: &str) -> String {
        let known: Vec<&str> = self.written.split('/').collect();
        let part = |part: &str| match known.iter().find(|known| percent_decoded(known) == part) {
            Some(known) => (*known).to_owned(),
            None => self.encoded_part(part),
        };
        self.with_slashes(path.split('/').map(part).collect::<Vec<_>>().join("/"))
    }

    /// A path with two slashes where the link has two: its end, as far as it is that of the link.
    fn with_slashes(&self, path: String) -> String {
        if !self.written.contains("//") {
            return path;
        }
        let starts = std::iter::once(0).chain(self.written.match_indices('/').map(|(at, _)| at + 1));
        let ends = starts.map(|at| self.written[at..].trim_end_matches('/')).take(MOST_PARTS);
        let doubled = ends.filter(|end| end.contains("//") && !end.starts_with('/')).find_map(|end| {
            let once: Vec<&str> = end.split('/').filter(|part| !part.is_empty()).collect();
            let before = path.strip_suffix(&once.join("/"))?;
            (before.is_empty() || before.ends_with('/')).then(|| format!("{before}{end}"))
        });
        doubled.unwrap_or(path)
    }

    fn encoded_part(&self, part: &str) -> String {
        let mut out = String::new();
        for c in part.chars() {
            let special = match c {
                '%' | '?' | '#' => true,
                ' ' => !self.plain_blanks,
                '(' | ')' | '<' | '>' | '[' | ']' | '"' | '\'' | '\\' | ':' | '`' | '|' => !self.is_field,
                c if c.is_whitespace() || c.is_control() => true,
                c => !c.is_ascii() && self.encodes_letters,
            };
            if special {
                let mut bytes = [0; 4];
                c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
            } else {
                out.push(c);
            }
        }
        out
    }
}
