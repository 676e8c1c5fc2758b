//! What holds of every refactoring, whatever the workspace: the files can still be read, nothing of warning level comes
//! up, no comment is lost, and the way back leads to the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sidestep::content::KindId;
use sidestep::edit::Edit;
use sidestep::fix::ignore_here;
use sidestep::ide::Analysis;
use sidestep::ide::change::{Change, Refactor, delete_role, merge, refactors, retire};
use sidestep::syntax::parse;
use sidestep::text::{Span, apply};
use sidestep::workspace::{DefId, Severity, Workspace};

use crate::cases::cases;
use crate::corpus::Random;
use crate::fixture::Files;

const ROLES: [&str; 6] =
    ["Data Engineer", "Web Engineer", "C# Developer", "Head: R&D", "Ünder Writer", "Lead 😀 Smith"];
const TOOLS: [&str; 6] = ["Docker", "docker compose", "C++", "Postgres", "PostgreSQL", "CI/CD"];

struct Writer(Random);

impl Writer {
    fn one_in(&mut self, n: usize) -> bool {
        self.0.below(n) == 0
    }

    fn scalar(&mut self, text: &str) -> String {
        match self.0.below(3) {
            0 => sidestep::syntax::scalar(text),
            1 => format!("'{}'", text.replace('\'', "''")),
            _ => serde_json::to_string(text).unwrap(),
        }
    }

    /// One or more of these, at most `most`, in random order.
    fn some<'a>(&mut self, of: &[&'a str], most: usize) -> Vec<&'a str> {
        let mut left = of.to_vec();
        let count = 1 + self.0.below(most);
        (0..count.min(left.len())).map(|_| left.remove(self.0.below(left.len()))).collect()
    }

    fn comment(&mut self, indent: &str, out: &mut String) {
        if self.one_in(6) {
            let n = self.0.below(1000);
            let _ = writeln!(out, "{indent}#\tnote {n}");
        }
    }

    /// A list of entries: pairs of a key with a value written as YAML.
    fn list(&mut self, indent: &str, entries: &[Vec<(String, String)>], out: &mut String) {
        if entries.is_empty() || self.one_in(6) {
            let flow = |entry: &Vec<(String, String)>| {
                let pairs: Vec<String> = entry.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                format!("{{ {} }}", pairs.join(", "))
            };
            let gap = if self.one_in(3) { format!(",\n{indent}  ") } else { ", ".to_owned() };
            let items: Vec<String> = entries.iter().map(flow).collect();
            let _ = writeln!(out, " [{}]", items.join(&gap));
            return;
        }
        out.push_str(if self.one_in(6) { " # the list\n" } else { "\n" });
        let spaced = self.one_in(3);
        for (at, entry) in entries.iter().enumerate() {
            if spaced && at > 0 {
                out.push('\n');
            }
            self.comment(indent, out);
            for (at, (key, value)) in entry.iter().enumerate() {
                let lead = if at == 0 { "- " } else { "  " };
                let plain = value.trim_matches('"');
                let block = plain.starts_with("Long") && !value.contains('\\') && !self.one_in(3);
                let is_list = matches!(&**key, "aliases" | "avoid") && !self.one_in(3);
                if is_list {
                    let _ = writeln!(out, "{indent}{lead}{key}:");
                    let deep = if self.one_in(2) { "    " } else { "  " };
                    for item in value.trim_matches(['[', ']']).split(", ") {
                        let _ = writeln!(out, "{indent}{deep}- {item}");
                    }
                } else if block {
                    let style = ["|", ">-", "|-", ">"][self.0.below(4)];
                    let gap = if self.one_in(3) { "\n" } else { "" };
                    let _ = writeln!(out, "{indent}{lead}{key}: {style}\n{indent}    {plain}\n{gap}{indent}    more");
                } else {
                    let note = if self.one_in(8) { "\t# beside" } else { "" };
                    let _ = writeln!(out, "{indent}{lead}{key}: {value}{note}");
                }
            }
            self.comment(&format!("{indent}  "), out);
        }
    }

    fn role(&mut self, name: &str, others: &[&str], own: &BTreeMap<&str, String>) -> String {
        let mut out = String::new();
        self.comment("", &mut out);
        let written = self.scalar(name);
        let (one, tools) = (others[self.0.below(others.len())], self.some(&TOOLS, 3));
        let _ = writeln!(out, "name: {written}\nsummary: \"Next to [[{one}]]\"");
        let tools: Vec<String> = tools.iter().map(|tool| self.scalar(tool)).collect();
        let _ = writeln!(out, "tools: [{}]", tools.join(", "));
        let row =
            |cells: &[(&str, String)]| cells.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect::<Vec<_>>();
        let own_row = row(&[("role", self.scalar(name)), ("Focus", own[name].clone()), ("Tools", self.cell())]);
        if self.one_in(4) {
            out.push_str("comparison:\n  rows:");
            self.list("    ", &[own_row], &mut out);
            return out;
        }
        let _ = writeln!(out, "why: |\n  Why [[{one}|not]]?\n");
        let listed = self.some(others, 4);
        let entry = |writer: &mut Self, other: &str| {
            let role = writer.scalar(other);
            row(&[
                ("role", role),
                ("tagline", "'It is: so'".to_owned()),
                ("about", format!("\"Long [[{other}]] text\"")),
            ])
        };
        let alternatives: Vec<_> = listed.iter().map(|other| entry(self, other)).collect();
        out.push_str("alternatives:");
        self.list("  ", &alternatives, &mut out);
        self.comment("", &mut out);
        let mut rows = vec![own_row];
        for other in &listed {
            let mut cells = vec![("role", self.scalar(other))];
            match self.0.below(5) {
                0 => cells.push(("Focus", own[other].clone())),
                1 => cells.push(("Focus", "something else".to_owned())),
                2 => cells.push(("Here", "\"Long and here\"".to_owned())),
                _ => {}
            }
            rows.push(row(&cells));
        }
        let option = |writer: &mut Self, other: &str| {
            let role = writer.scalar(other);
            row(&[("if", "you like it".to_owned()), ("role", role), ("then", "\"Long advice\"".to_owned())])
        };
        let mut options: Vec<_> = listed.iter().map(|other| option(self, other)).collect();
        // Slips of an author.
        if self.one_in(5) {
            let (a, b) = (self.0.below(rows.len()), self.0.below(rows.len()));
            rows.swap(a, b);
        }
        if self.one_in(6) {
            options.remove(self.0.below(options.len()));
        }
        if self.one_in(8) {
            rows.push(row(&[("role", self.scalar(one))]));
        }
        out.push_str("comparison:\n  rows:");
        self.list("    ", &rows, &mut out);
        out.push_str("how_to_pick:\n  options:");
        self.list("    ", &options, &mut out);
        out
    }

    fn cell(&mut self) -> String {
        let names = self.some(&TOOLS, 3);
        let gap = if self.one_in(2) { ", " } else { "/" };
        self.scalar(&names.join(gap))
    }

    fn files(&mut self) -> Files {
        let mut files = Files::default();
        let columns =
            "columns: [{ name: Focus }, { name: Tools, kind: tool }, { name: Here, per_page: true, optional: true }]\n";
        files.0.insert("sidestep.yaml".to_owned(), columns.to_owned());
        let own: BTreeMap<&str, String> =
            ROLES.iter().map(|name| (*name, format!("focus of {}", name.len()))).collect();
        for name in ROLES {
            let others: Vec<&str> = ROLES.into_iter().filter(|other| *other != name).collect();
            let mut text = self.role(name, &others, &own);
            if self.one_in(3) {
                text = text.replace('\n', "\r\n");
            }
            if self.one_in(3) {
                text.truncate(text.trim_end().len());
            }
            if self.one_in(5) {
                text.insert(0, '\u{feff}');
            }
            files.0.insert(
                format!("content/roles/{}.yaml", sidestep::content::SlugStyle::default().slug(name).unwrap()),
                text,
            );
        }
        let terms: Vec<_> = TOOLS
            .iter()
            .map(|name| {
                let mut pairs = vec![("name".to_owned(), self.scalar(name))];
                let names = |writer: &mut Self, mark: &str| {
                    let count = 1 + writer.0.below(2);
                    let names: Vec<String> = (0..count).map(|n| writer.scalar(&format!("{name} {mark}{n}"))).collect();
                    format!("[{}]", names.join(", "))
                };
                if self.one_in(2) {
                    pairs.push(("aliases".to_owned(), names(self, "alias")));
                }
                if self.one_in(2) {
                    pairs.push(("avoid".to_owned(), names(self, "x")));
                }
                if self.one_in(2) {
                    pairs.push(("summary".to_owned(), format!("\"Long words on {name}\"")));
                }
                if self.one_in(3) {
                    pairs.push(("category".to_owned(), "'c'".to_owned()));
                }
                let turn = self.0.below(pairs.len());
                pairs[1..].rotate_left(turn);
                pairs
            })
            .collect();
        let mut text = String::from("# Tools.");
        self.list("", &terms, &mut text);
        let text = if text.contains('[') && text.starts_with("# Tools. [") {
            text.replacen("# Tools. ", "# Tools.\n", 1)
        } else {
            text
        };
        files.0.insert("content/tools.yaml".to_owned(), text);
        files
    }
}

/// How often each finding of warning level stands in each file.
fn warnings(files: &Files) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for finding in files.check().iter().filter(|d| d.severity >= Severity::Warning) {
        *counts.entry((finding.path.to_string(), finding.code.to_string())).or_default() += 1;
    }
    counts
}

fn comments(files: &Files, but: Option<&str>) -> Vec<String> {
    let mut all = Vec::new();
    for (_, text) in files.0.iter().filter(|(path, _)| Some(path.as_str()) != but) {
        all.extend(parse(text).0.comments.iter().map(|c| c.span.slice(text).to_owned()));
    }
    all.sort();
    all
}

/// Checks what must hold after edits of sound files.
#[track_caller]
fn holds(before: &Files, known: &BTreeMap<(String, String), usize>, edits: &[Edit], what: &str, may: &[&str]) -> Files {
    let after = before.after(edits);
    let gone = edits.iter().find_map(|edit| match edit {
        Edit::Delete { path } => Some(path.as_str()),
        _ => None,
    });
    let show = || {
        let changed = after.0.iter().filter(|(path, text)| before.0.get(*path) != Some(text));
        changed.map(|(path, text)| format!("--- {path}\n{}\n+++\n{text}\n", before.0[path])).collect::<String>()
    };
    for (path, text) in &after.0 {
        assert!(parse(text).1.is_empty(), "{what}: {path}\n{}", show());
    }
    for (finding, count) in warnings(&after) {
        let fits = known.get(&finding).copied().unwrap_or(0) >= count || may.contains(&finding.1.as_str());
        assert!(fits, "{what}: {finding:?} {count}\n{}", show());
    }
    assert_eq!(comments(&after, None), comments(before, gone), "{what}\n{}", show());
    after
}

fn edits_of(path: &str, refactor: &Refactor) -> Option<Vec<Edit>> {
    let (Change::Edits(edits) | Change::Insert(edits)) = &refactor.change else { return None };
    Some(edits.iter().map(|edit| Edit::Text { path: path.to_owned(), edit: edit.clone() }).collect())
}

/// The refactorings offered anywhere in a file, each once.
fn offered(files: &Files, path: &str) -> Vec<Refactor> {
    let workspace = files.workspace();
    let file = Analysis { workspace: &workspace, sources: files }.file(path).unwrap();
    let mut all: Vec<Refactor> = Vec::new();
    for (at, _) in file.text.char_indices().filter(|(_, c)| *c == ':') {
        for refactor in refactors(&file, Span::of(at, at)) {
            if !all.contains(&refactor) {
                all.push(refactor);
            }
        }
    }
    all
}

fn named(files: &Files, path: &str, title: &str) -> Option<Vec<Edit>> {
    offered(files, path).into_iter().find(|r| r.title == title).and_then(|r| edits_of(path, &r))
}

#[test]
fn refactorings_of_pages() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..u64::from(cases(8)) {
        let files = Writer(Random(seed)).files();
        let known = warnings(&files);
        let found = files.check();
        for path in files.0.keys().filter(|path| path.contains("/roles/")) {
            // Rows that do not follow the ranks stay behind, and come along on the way back.
            let unordered = found.iter().any(|d| *d.path == **path && ["row-order", "pick-order"].contains(&&*d.code));
            for refactor in offered(&files, path) {
                let Some(edits) = edits_of(path, &refactor) else { continue };
                let title = &refactor.title;
                let word = title.split(' ').next().unwrap();
                // What it inserts is for the author to write.
                let blank = matches!(refactor.change, Change::Insert(_));
                let may: &[&str] = if blank { &["placeholder"] } else { &[] };
                let after = holds(&files, &known, &edits, title, may);
                *seen.entry(word.to_owned()).or_default() += 1;
                let back = match word {
                    "Move" if unordered => None,
                    "Move" if title.ends_with("up") => Some(title.replace("up", "down")),
                    "Move" => Some(title.replace("down", "up")),
                    "Insert" => {
                        Some(format!("Remove {} with its row and option", title[7..].split(" below").next().unwrap()))
                    }
                    _ => None,
                };
                if let Some(back) = back {
                    let Some(edits) = named(&after, path, &back) else {
                        panic!("{seed} {back:?} is not offered\n{}", after.0[path])
                    };
                    let restored = after.after(&edits);
                    assert_eq!(restored.0[path], files.0[path], "{seed}: {title}\n{}", after.0[path]);
                }
            }
        }
    }
    for word in ["Move", "Insert", "Remove", "Sort", "Inherit", "Write"] {
        assert!(seen.get(word).is_some_and(|count| *count > 3), "{word}: {seen:?}");
    }
}

fn defs(workspace: &Workspace, kind: KindId) -> Vec<DefId> {
    let files = workspace.sorted().into_iter().flat_map(|file| {
        let count = workspace.file(file).facts.definitions.len() as u32;
        (0..count).map(move |position| DefId { file, position })
    });
    files.filter(|def| workspace.definition(*def).is_some_and(|d| d.kind == kind)).collect()
}

#[test]
fn changes_across_files() {
    let (mut retired, mut merged, mut deleted) = (0, 0, 0);
    for seed in 0..u64::from(cases(25)) {
        let mut writer = Writer(Random(seed + 1000));
        let files = writer.files();
        let known = warnings(&files);
        let workspace = files.workspace();
        let view = Analysis { workspace: &workspace, sources: &files };
        let roles = defs(&workspace, KindId::ROLE);
        for _ in 0..6 {
            let (role, by) = (roles[writer.0.below(roles.len())], roles[writer.0.below(roles.len())]);
            if let Ok(plan) = retire(view, role, by) {
                let all: Vec<Edit> = [&plan.edits[..], &plan.removals].concat();
                let may: &[&str] = if plan.left.is_empty() { &[] } else { &["retired-role"] };
                holds(&files, &known, &all, &format!("{seed}: retire {} for {}", plan.old, plan.new), may);
                retired += usize::from(plan.left.is_empty());
                let _ = files.after(&plan.edits);
            }
            if let Ok(plan) = delete_role(view, role) {
                holds(&files, &known, &plan.edits, &format!("{seed}: delete {}", plan.old), &[]);
                deleted += 1;
            }
        }
        let terms = defs(&workspace, KindId::TOOL);
        for _ in 0..6 {
            let (term, into) = (terms[writer.0.below(terms.len())], terms[writer.0.below(terms.len())]);
            if let Ok(plan) = merge(view, term, into) {
                let after =
                    holds(&files, &known, &plan.edits, &format!("{seed}: merge {} into {}", plan.old, plan.new), &[]);
                let now = after.workspace();
                let (old, into) =
                    (now.resolve(KindId::TOOL, &plan.old).unwrap(), now.resolve(KindId::TOOL, &plan.new).unwrap());
                assert_eq!(old.def, into.def);
                for label in &workspace.definition(term).unwrap().labels {
                    let found = now.resolve(KindId::TOOL, &label.at.name).map(|resolved| resolved.def);
                    assert_eq!(found, Some(into.def), "{seed}: {}\n{}", label.at.name, after.0["content/tools.yaml"]);
                }
                merged += 1;
            }
        }
    }
    assert!(retired > 10 && merged > 10 && deleted > 5, "{retired} {merged} {deleted}");
}

#[test]
fn findings_are_ignored_where_they_stand() {
    let mut ignored = 0;
    for seed in 0..u64::from(cases(6)) {
        let files = Writer(Random(seed + 50)).files();
        let found = files.check();
        for finding in &found {
            let path = &*finding.path;
            let Some(edit) = ignore_here(&files.0[path], finding) else { continue };
            let mut after = files.clone();
            *after.0.get_mut(path).unwrap() = apply(&files.0[path], &[edit]).unwrap();
            let count = |list: &[sidestep::rules::Diagnostic], code: &str| {
                list.iter().filter(|d| &*d.path == path && d.code == code).count()
            };
            let now = after.check();
            assert!(count(&now, &finding.code) < count(&found, &finding.code), "{finding:?}\n{}", after.0[path]);
            assert_eq!(count(&now, "unused-ignore"), 0, "{finding:?}\n{}", after.0[path]);
            ignored += 1;
        }
    }
    assert!(ignored > 50, "{ignored}");
}

#[test]
fn broken_files_are_refactored_or_left_alone() {
    let pieces = ["\"", "'", "[", "}", "😀", "\r\n", ": ", "- ", "&a ", "*a ", "|\n", "[[", "]]", "\t", "#", "é", "  "];
    for seed in 0..u64::from(cases(25)) {
        let mut writer = Writer(Random(seed + 300));
        let mut files = writer.files();
        for text in files.0.values_mut() {
            for _ in 0..writer.0.below(4) {
                let mut at = writer.0.below(text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                text.insert_str(at, pieces[writer.0.below(pieces.len())]);
            }
        }
        let workspace = files.workspace();
        let view = Analysis { workspace: &workspace, sources: &files };
        for path in files.0.keys().filter(|path| path.starts_with("content/") && workspace.find(path).is_some()) {
            for refactor in offered(&files, path) {
                if let Some(edits) = edits_of(path, &refactor) {
                    let after = files.after(&edits);
                    assert!(parse(&after.0[path]).1.is_empty(), "{}\n{}", refactor.title, after.0[path]);
                }
            }
        }
        for finding in files.check() {
            if let Some(edit) = ignore_here(&files.0[&*finding.path], &finding) {
                assert!(apply(&files.0[&*finding.path], &[edit]).is_ok());
            }
        }
        let all: Vec<DefId> =
            [KindId::ROLE, KindId::TOOL].into_iter().flat_map(|kind| defs(&workspace, kind)).collect();
        for _ in 0..8 {
            let (a, b) = (all[writer.0.below(all.len())], all[writer.0.below(all.len())]);
            if let Ok(plan) = retire(view, a, b) {
                let _ = files.after(&[&plan.edits[..], &plan.removals].concat());
            }
            if let Ok(plan) = merge(view, a, b) {
                let _ = files.after(&plan.edits);
            }
            if let Ok(plan) = delete_role(view, a) {
                let _ = files.after(&plan.edits);
            }
        }
    }
}
