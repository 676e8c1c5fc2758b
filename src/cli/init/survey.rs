//! [`survey`]: which files of a folder look alike, and what stands in them.

use std::collections::{BTreeMap, BTreeSet};

use super::alike::{Alike, Below, Folder, Read, alike};
use super::field::Field;
use super::gathered::{gathered, of_one_name};
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
    /// They lie in folders below theirs, too: all files there, or those of one name.
    pub below: Option<Below>,
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
    let mut passed: BTreeSet<String> = BTreeSet::new();
    for (path, _) in walked.files.into_iter().take(MOST_FILES) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        // What stands in a pattern for something else cannot be written there.
        if OF_TOOLS.contains(&name) || path.contains(['*', '?', '[', ']', '{', '}', '\\']) {
            passed.insert(path);
            continue;
        }
        folders.entry((Format::of(&path) != Format::Yaml, folder.to_owned())).or_default().push(path);
    }
    let mut bytes = MOST_BYTES;
    let mut survey = Survey { count, ..Survey::default() };
    let mut all = Vec::new();
    for ((is_markdown, path), paths) in folders {
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
        let wrong = paths[..looked_at].iter().filter(|path| survey.broken.contains(*path)).count();
        let (is_sound, is_whole) = (read.len() == looked_at, looked_at == paths.len());
        let is_pure = read.len() + wrong == looked_at;
        all.push(Folder { path, is_markdown, read, is_sound, is_pure, is_whole });
    }
    let alike = gathered(all, &passed).into_iter().flat_map(of_folder).collect();
    survey.groups = of_one_name(alike, &survey.broken).into_iter().map(group).collect();
    survey
}

/// The groups of a folder, or the one of a folder with those below it.
fn of_folder((folder, is_deep): (Folder, bool)) -> Vec<Alike> {
    let Folder { path, is_markdown, read, is_sound, is_whole, .. } = folder;
    if is_deep {
        let below = Some(Below::All);
        return vec![Alike { folder: path, read, is_markdown, is_whole, fills_folder: true, below }];
    }
    let alike = alike(read, is_markdown);
    let fills_folder = alike.len() == 1 && is_sound;
    // Files that are named by their paths were all looked at.
    let is_whole = !fills_folder || is_whole;
    let one = |read| Alike { folder: path.clone(), read, is_markdown, is_whole, fills_folder, below: None };
    alike.into_iter().map(one).collect()
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

fn group(alike: Alike) -> Group {
    let Alike { folder, read, is_markdown, is_whole, fills_folder, below } = alike;
    let mut root = Field::default();
    let mut steps = MOST_VALUES;
    let paths = read.iter().map(|file| file.path.clone()).collect();
    for (at, file) in read.into_iter().enumerate() {
        if let Some(node) = Document::parse(file.path, file.text).tree.root() {
            root.add(node, at, 0, &mut steps);
        }
    }
    root.find_maps();
    Group { folder, paths, is_markdown, root, is_whole: is_whole && steps > 0, fills_folder, below }
}
