//! A role's file gets another name, or goes away: what its role is called then, and who still names it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::content::{FileKind, SlugStyle, is_slug};
use crate::ide::Analysis;
use crate::ide::uses::files_using;
use crate::schema::Label;
use crate::text::capitalised;
use crate::workspace::path_index::stem;
use crate::workspace::{DefId, FileId, Letters, Workspace, role_slug};

/// Words in lower case inside a name.
const SMALL: [&str; 10] = ["and", "at", "for", "in", "of", "on", "or", "the", "to", "with"];

/// The role to rename because its file has been renamed, and a name for it whose slug is that of the new file. `None`
/// where the file did not follow the role's name before or follows it now, and where no sensible name is found.
#[must_use]
pub fn renamed_with_file(view: Analysis<'_>, path: &str, to: &str) -> Option<(DefId, String)> {
    let workspace = view.workspace;
    let file = workspace.find(path)?;
    let entry = workspace.file(file);
    let role = entry.facts.role.as_ref()?;
    if role.slug.is_some() || entry.kind != FileKind::Role || workspace.config().file_kind(to) != Some(FileKind::Role) {
        return None;
    }
    let def = DefId::role(file);
    let old = entry.facts.role_definition()?.name().name.clone();
    let before = role_slug(&entry.facts, &old, workspace.config().slugs)?;
    let (from, stem) = (stem(path), stem(to));
    if from != before || stem == before || !is_slug(stem) {
        return None;
    }
    let name = name_for(workspace, &old, stem)?;
    (workspace.config().slug(&name).as_deref() == Some(stem)).then_some((def, name))
}

/// The things that the files `gone` are about and that other files refer to, and those other files.
#[must_use]
pub fn still_named(view: Analysis<'_>, gone: &FxHashSet<FileId>) -> (Vec<DefId>, FxHashSet<FileId>) {
    let (mut things, mut pages) = (Vec::new(), FxHashSet::default());
    let mut files: Vec<FileId> = gone.iter().copied().collect();
    files.sort();
    for file in files {
        let Some(position) = view.workspace.file(file).facts.root_thing(None) else { continue };
        let def = DefId { file, position };
        let others = files_using(view, def).into_iter().filter(|other| !gone.contains(other));
        let others: Vec<FileId> = others.collect();
        pages.extend(&others);
        if !others.is_empty() {
            things.push(def);
        }
    }
    (things, pages)
}

/// The words of a name, each with its parts of the slug. A word that has none is joined to the word before it.
fn words(name: &str, slugs: SlugStyle) -> Option<Vec<(String, Vec<String>)>> {
    let mut words: Vec<(String, Vec<String>)> = Vec::new();
    for word in name.split(' ') {
        match (slugs.slug(word), words.last_mut()) {
            (Some(slug), _) => words.push((word.to_owned(), slug.split('-').map(str::to_owned).collect())),
            (None, Some((before, _))) => *before = format!("{before} {word}"),
            (None, None) => return None,
        }
    }
    Some(words)
}

/// The old name with the words replaced whose parts differ in the new slug.
fn name_for(workspace: &Workspace, old: &str, stem: &str) -> Option<String> {
    let words = words(old, workspace.config().slugs)?;
    let mut left: Vec<&str> = stem.split('-').collect();
    let fits = |word: &[String], parts: &[&str]| word.iter().map(String::as_str).eq(parts.iter().copied());
    let mut first = 0;
    while let Some((_, parts)) = words.get(first)
        && left.get(..parts.len()).is_some_and(|start| fits(parts, start))
    {
        left.drain(..parts.len());
        first += 1;
    }
    let mut last = words.len();
    while let Some((_, parts)) = words[first..last].last()
        && left.len().checked_sub(parts.len()).is_some_and(|at| fits(parts, &left[at..]))
    {
        left.truncate(left.len() - parts.len());
        last -= 1;
    }
    let replaced: Vec<&str> = words[first..last].iter().map(|(word, _)| word.as_str()).collect();
    let unusual = unusual_spellings(workspace, &left);
    let middle = left.iter().enumerate().map(|(at, part)| match unusual.get(part) {
        Some(known) => known.clone(),
        None => styled(part, old, &replaced, first + at == 0),
    });
    let kept = |range: std::ops::Range<usize>| words[range].iter().map(|(word, _)| word.clone());
    let name: Vec<String> = kept(0..first).chain(middle).chain(kept(last..words.len())).collect();
    (!name.is_empty()).then(|| name.join(" "))
}

/// The name that a role file's own name stands for: its words, as other names write them or with capitals.
pub(in crate::ide) fn name_of_file(workspace: &Workspace, path: &str) -> Option<String> {
    let stem = stem(path);
    if !is_slug(stem) {
        return (!stem.is_empty()).then(|| stem.to_owned());
    }
    let parts: Vec<&str> = stem.split('-').collect();
    let unusual = unusual_spellings(workspace, &parts);
    let words: Vec<String> =
        parts.iter().map(|part| unusual.get(part).cloned().unwrap_or_else(|| capitalised(part))).collect();
    Some(words.join(" "))
}

/// A new word of a name, in the letter case of the name's other words.
fn styled(part: &str, name: &str, replaced: &[&str], first: bool) -> String {
    let short = |word: &str| word.chars().count() <= 4;
    let capitals = |word: &&str| short(word) && word.len() > 1 && !word.contains(char::is_lowercase);
    if !replaced.is_empty() && replaced.iter().all(capitals) && short(part) {
        return part.to_uppercase();
    }
    let large = |word: &str| word.starts_with(char::is_uppercase);
    let mut rest =
        name.split(' ').skip(1).filter(|word| !SMALL.contains(word) && word.starts_with(char::is_alphabetic));
    let small =
        if first { !large(name) } else { SMALL.contains(&part) || rest.any(|word| !large(word)) || !large(name) };
    if small { part.to_owned() } else { capitalised(part) }
}

/// By part of a slug its most frequent spelling in the workspace's names, where that is neither in lower case nor
/// capitalised: DevOps, QA, C++.
fn unusual_spellings<'p>(workspace: &Workspace, parts: &[&'p str]) -> FxHashMap<&'p str, String> {
    let mut counts: FxHashMap<(&'p str, &str), usize> = FxHashMap::default();
    let kinds = workspace.config().kind_ids();
    for label in kinds.flat_map(|kind| workspace.index().kind(kind).with(Letters::default())) {
        for word in label.text.split(' ').filter(|_| label.label != Label::Avoid) {
            let may = |part: &&&str| {
                word.chars().next().is_some_and(|c| !c.is_ascii() || part.starts_with(c.to_ascii_lowercase()))
            };
            if let Some(part) =
                parts.iter().filter(may).find(|part| workspace.config().slug(word).as_deref() == Some(**part))
            {
                let usual = word == *part || word == capitalised(part);
                *counts.entry((part, if usual { "" } else { word })).or_default() += 1;
            }
        }
    }
    let mut best: FxHashMap<&str, (usize, &str)> = FxHashMap::default();
    for ((part, word), count) in counts {
        let (most, spelling) = best.entry(part).or_insert((count, word));
        if (count, std::cmp::Reverse(word)) > (*most, std::cmp::Reverse(*spelling)) {
            (*most, *spelling) = (count, word);
        }
    }
    best.into_iter()
        .filter(|(_, (_, word))| !word.is_empty())
        .map(|(part, (_, word))| (part, word.to_owned()))
        .collect()
}
