//! [`survey`]: which files of a folder look alike, and what stands in them.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::field::Field;
use crate::edit::Document;
use crate::loader::{Disk, walk};
use crate::syntax::{Format, Kind, NodeRef};
use crate::workspace::{Config, Sources as _};

/// So many files are looked at, and so many bytes of them read, so that a folder of any size is answered soon.
const MOST_FILES: usize = 20_000;
const MOST_BYTES: usize = 64 << 20;
/// So many of one folder are read.
const MOST_ALIKE: usize = 1_000;
/// So many values are read of files that look alike.
const MOST_VALUES: usize = 1_000_000;
/// The patterns that content is looked for by.
const PATTERNS: &str = "roles: ['**/*.yaml', '**/*.yml', '**/*.json', '**/*.md', '**/*.mdx', '**/*.markdown']\nvocabularies: { skill: [], tool: [] }\n";
/// Files of tools, by their names.
const OF_TOOLS: [&str; 18] = [
    "sidestep.yaml",
    "package.json",
    "package-lock.json",
    "composer.json",
    "tsconfig.json",
    "jsconfig.json",
    "deno.json",
    "vercel.json",
    "netlify.yml",
    "mkdocs.yml",
    "mkdocs.yaml",
    "_config.yml",
    "_config.yaml",
    "docker-compose.yml",
    "docker-compose.yaml",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "book.json",
];

/// Files that look alike.
#[derive(Debug)]
pub(super) struct Group {
    /// The folder that they lie in, `""` at the top.
    pub folder: String,
    /// Their paths, sorted.
    pub paths: Vec<String>,
    /// Markdown with front matter, or none.
    pub is_markdown: bool,
    /// What stands in them; of Markdown in the front matter.
    pub root: Field,
    /// All of them were read.
    pub is_whole: bool,
    /// Their folder holds no other files of their form.
    pub fills_folder: bool,
}

/// A file that was read.
struct Read {
    path: String,
    text: String,
    /// Its keys at the top, as far as files can be told apart by them.
    signature: BTreeSet<String>,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The groups of files, by path, those of Markdown last.
    pub groups: Vec<Group>,
    /// How many files there are.
    pub count: usize,
    /// Those that do not parse, or cannot be read.
    pub broken: BTreeSet<String>,
}

/// What the files below a folder look like.
pub(super) fn survey(disk: &Disk) -> Survey {
    let config = Config::read("sidestep.yaml", PATTERNS).0;
    let mut folders: BTreeMap<(bool, String), Vec<String>> = BTreeMap::new();
    let walked = walk(disk, &config);
    let count = walked.files.len();
    for (path, _) in walked.files.into_iter().take(MOST_FILES) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        // What stands in a pattern for something else cannot be written there.
        if OF_TOOLS.contains(&name) || path.contains(['*', '?', '[', ']', '{', '}', '\\']) {
            continue;
        }
        folders.entry((Format::of(&path) != Format::Yaml, folder.to_owned())).or_default().push(path);
    }
    let mut bytes = MOST_BYTES;
    let mut survey = Survey { count, ..Survey::default() };
    for ((is_markdown, folder), paths) in folders {
        let looked_at = paths.len().min(MOST_ALIKE);
        let mut read = Vec::new();
        for path in &paths[..looked_at] {
            let document = match disk.read(path) {
                Ok(text) => {
                    let Some(left) = bytes.checked_sub(text.len()) else { break };
                    bytes = left;
                    Document::parse(&**path, text)
                }
                Err(_) => {
                    survey.broken.insert(path.clone());
                    continue;
                }
            };
            if document.is_sound() {
                read.extend(read_one(path, document, is_markdown));
            } else {
                survey.broken.insert(path.clone());
            }
        }
        let is_read = read.len() == looked_at;
        let alike = alike(read, is_markdown);
        let fills_folder = alike.len() == 1 && is_read;
        // Files that are named by their paths were all looked at.
        let is_whole = !fills_folder || looked_at == paths.len();
        let form = Form { folder: &folder, is_markdown, is_whole, fills_folder };
        survey.groups.extend(alike.into_iter().map(|files| group(&form, files)));
    }
    survey
}

/// Takes a file that was read, unless it is a schema or holds no keys at all.
fn read_one(path: &str, document: Document, is_markdown: bool) -> Option<Read> {
    let root = document.tree.root()?;
    let signature = match root.kind() {
        Kind::Mapping if is_schema(root) => return None,
        Kind::Mapping => keys(root),
        Kind::Sequence => {
            let items = root.items().take(50).filter(|item| item.kind() == Kind::Mapping);
            items.flat_map(|item| item.entries().map(|(key, _)| format!("[{}]", key.scalar_text()))).collect()
        }
        _ => BTreeSet::new(),
    };
    (is_markdown || !signature.is_empty()).then(|| Read { path: path.to_owned(), text: document.text, signature })
}

/// The keys of a mapping; of one whose values are all mappings, the keys of these.
fn keys(root: NodeRef<'_>) -> BTreeSet<String> {
    let values: Vec<_> = root.entries().take(50).map(|(_, value)| value).collect();
    if values.len() > 1 && values.iter().all(|value| value.kind() == Kind::Mapping) {
        let below = values.iter().flat_map(|value| value.entries());
        return below.map(|(key, _)| format!("*{}", key.scalar_text())).collect();
    }
    root.entries().take(200).map(|(key, _)| key.scalar_text().to_owned()).collect()
}

/// Whether a file is a JSON Schema.
fn is_schema(root: NodeRef<'_>) -> bool {
    root.entries().any(|(key, value)| match key.scalar_text() {
        "$schema" => value.scalar_text().contains("json-schema.org"),
        "properties" | "propertyNames" | "$defs" | "patternProperties" => value.kind() == Kind::Mapping,
        key => key.starts_with("x-sidestep-"),
    })
}

/// Puts the files of a folder together that have most of their keys in common. All Markdown of a folder belongs together.
fn alike(read: Vec<Read>, is_markdown: bool) -> Vec<Vec<Read>> {
    if read.is_empty() {
        return Vec::new();
    }
    if is_markdown {
        return vec![read];
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for key in read.iter().flat_map(|one| &one.signature) {
        *counts.entry(key).or_default() += 1;
    }
    let usual = |count: usize| count > 1 && count * 5 >= read.len() * 3;
    let usual: FxHashSet<String> =
        counts.iter().filter(|(_, count)| usual(**count)).map(|(key, _)| (*key).to_owned()).collect();
    let fits = |one: &Read| {
        let shared = one.signature.iter().filter(|key| usual.contains(*key)).count();
        shared > 0 && shared * 2 >= usual.len()
    };
    let (together, alone): (Vec<Read>, Vec<Read>) = read.into_iter().partition(fits);
    let together = (!together.is_empty()).then_some(together);
    alone.into_iter().map(|one| vec![one]).chain(together).collect()
}

/// What all groups of a folder have in common.
struct Form<'f> {
    folder: &'f str,
    is_markdown: bool,
    is_whole: bool,
    fills_folder: bool,
}

fn group(form: &Form<'_>, files: Vec<Read>) -> Group {
    let mut root = Field::default();
    let mut steps = MOST_VALUES;
    let paths = files.iter().map(|file| file.path.clone()).collect();
    for (at, file) in files.into_iter().enumerate() {
        if let Some(node) = Document::parse(file.path, file.text).tree.root() {
            root.add(node, at, 0, &mut steps);
        }
    }
    root.find_maps();
    Group {
        folder: form.folder.to_owned(),
        paths,
        is_markdown: form.is_markdown,
        root,
        is_whole: form.is_whole && steps > 0,
        fills_folder: form.fills_folder,
    }
}
