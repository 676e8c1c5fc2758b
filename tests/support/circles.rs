//! Circles between files: who can only be read together.

use std::collections::{BTreeMap, BTreeSet};

/// A source file: its path below `src/` with `/`, and its text.
type Source = (String, String);

/// Which module names which others in its `use` items.
type Graph = BTreeMap<String, BTreeSet<String>>;

/// Files that can only be read together, each group with the reason. A new one is a breach, so is one more file in a group.
pub const CIRCLES: [(&str, &str); 3] = [
    (
        "loader: disk find journal places reach snapshot trust walk",
        "every path is opened by way of the disk, which asks where the repository ends, which is found by opening paths",
    ),
    (
        "rules: context page_view registry",
        "a rule is given the file's context, which makes the page's view with the rules' own words",
    ),
    (
        "ide: completion::columns completion::keys completion::settings completion::snippets completion::values",
        "what is offered inside something offered is the same question again",
    ),
];

pub fn unknown(sources: &[Source], known: &[(&str, &str)]) -> Vec<String> {
    let known: Vec<Vec<String>> = known
        .iter()
        .map(|(group, _)| {
            let (layer, files) = group.split_once(": ").unwrap();
            files.split(' ').map(|file| format!("{layer}::{file}")).collect()
        })
        .collect();
    let found = circles(&graph(sources));
    let unknown = found.into_iter().filter(|circle| !known.iter().any(|k| circle.iter().all(|file| k.contains(file))));
    unknown.map(|circle| format!("these files can only be read together: {}", circle.join(", "))).collect()
}

/// `ide/hover/role.rs` is `ide::hover::role`.
fn module(path: &str) -> String {
    let path = path.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    let is_root = ["lib", "main", "mod"].contains(&path);
    if is_root { String::new() } else { path.replace('/', "::") }
}

/// The paths in the `use` items of a text, groups written out. `public` ones only where that is asked for.
fn used(text: &str, public: bool) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("use ") {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = text[line..at].trim();
        let is_item = before.is_empty() && !public || before.starts_with("pub");
        let Some(end) = text[at..].find(';').filter(|_| is_item) else { continue };
        let body: String = text[at + "use ".len()..at + end].split_whitespace().collect();
        write_out("", &body, &mut found);
    }
    found
}

fn write_out(prefix: &str, body: &str, found: &mut Vec<String>) {
    let (mut depth, mut start) = (0_i32, 0);
    let ends: Vec<usize> = body
        .match_indices(['{', '}', ','])
        .filter_map(|(at, c)| match c {
            "{" => {
                depth += 1;
                None
            }
            "}" => {
                depth -= 1;
                None
            }
            _ => (depth == 0).then_some(at),
        })
        .chain([body.len()])
        .collect();
    for end in ends {
        let item = &body[start..end];
        start = end + 1;
        match item.split_once('{') {
            Some((head, rest)) => write_out(&format!("{prefix}{head}"), rest.strip_suffix('}').unwrap_or(rest), found),
            None if item.is_empty() => {}
            None => found.push(format!("{prefix}{item}")),
        }
    }
}

/// The graph of all files, tests left out. What a `mod.rs` only passes on is used from the file that has it.
fn graph(sources: &[Source]) -> Graph {
    let texts: BTreeMap<String, &str> = sources
        .iter()
        .map(|(path, text)| (module(path), text.split("#[cfg(test)]\nmod ").next().unwrap_or_default()))
        .collect();
    let join = |base: &str, name: &str| if base.is_empty() { name.to_owned() } else { format!("{base}::{name}") };
    // Names that a module passes on, with the module that has them.
    let mut passed: BTreeMap<(String, String), String> = BTreeMap::new();
    for (name, text) in &texts {
        for path in used(text, true) {
            let Some((inner, item)) = path.rsplit_once("::") else { continue };
            let inner = join(name, inner.trim_start_matches("self::"));
            if texts.contains_key(&inner) {
                passed.insert((name.clone(), item.to_owned()), inner);
            }
        }
    }
    let resolve = |path: &str| {
        let steps: Vec<&str> = path.split("::").collect();
        let deepest = (0..=steps.len()).rev().find(|n| texts.contains_key(&steps[..*n].join("::")))?;
        let mut at = steps[..deepest].join("::");
        while let Some(next) = steps.get(deepest).and_then(|item| passed.get(&(at.clone(), (*item).to_owned()))) {
            at.clone_from(next);
        }
        (!at.is_empty()).then_some(at)
    };
    let mut graph = Graph::new();
    for (name, text) in &texts {
        let uses = graph.entry(name.clone()).or_default();
        for path in used(text, false) {
            let mut rest = path.as_str();
            let mut base: Vec<&str> = name.split("::").collect();
            if let Some(inside) = rest.strip_prefix("crate::") {
                (base, rest) = (Vec::new(), inside);
            } else if rest.starts_with("super::") {
                while let Some(up) = rest.strip_prefix("super::") {
                    base.pop();
                    rest = up;
                }
            } else if let Some(inside) = rest.strip_prefix("self::") {
                rest = inside;
            } else if !texts.contains_key(&join(name, rest.split("::").next().unwrap_or_default())) {
                continue;
            }
            // A `mod.rs` that lists what its folder offers is read before it, not with it.
            let is_inside = |target: &String| target == name || target.starts_with(&format!("{name}::"));
            uses.extend(resolve(&join(&base.join("::"), rest)).filter(|target| !is_inside(target)));
        }
    }
    graph
}

/// The groups of files of which each can be reached from each other.
fn circles(graph: &Graph) -> Vec<Vec<String>> {
    let reach: BTreeMap<&String, BTreeSet<&String>> = graph
        .keys()
        .map(|start| {
            let mut seen = BTreeSet::new();
            let mut next: Vec<&String> = graph[start].iter().collect();
            while let Some(node) = next.pop() {
                if seen.insert(node) {
                    next.extend(graph.get(node).into_iter().flatten());
                }
            }
            (start, seen)
        })
        .collect();
    let mut found: Vec<Vec<String>> = Vec::new();
    for (node, seen) in &reach {
        if !seen.contains(node) || found.iter().flatten().any(|known| known == *node) {
            continue;
        }
        found.push(seen.iter().filter(|other| reach[**other].contains(node)).map(|other| (*other).clone()).collect());
    }
    found
}
