//! However a workspace came about, its state and findings are those of a workspace loaded from scratch, and the files
//! whose findings changed are among those that `apply` names.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use sidestep::content::FileFacts;
use sidestep::rules::{Diagnostic, RULES, check_file, check_settings, concerned, find};
use sidestep::text::Salvage;
use sidestep::workspace::{Change, FileId, Reading, Reads, Touched, Workspace};

use crate::corpus::Random;
use crate::fixture::Files;

const ROLES: [&str; 12] = [
    "Data Engineer",
    "Data Enginer",
    "data engineer",
    "Data Engineering",
    "Backend Engineer",
    "Back End Engineer",
    "ML Engineer",
    "Cloud Architect",
    "Cloud  Architect",
    "data-engineer",
    "Ärztin",
    "数据工程师",
];
const TERMS: [&str; 19] = [
    "PostgreSQL",
    "Postgres",
    "Postgre SQL",
    "SQL",
    "NoSQL",
    "SQL/NoSQL",
    "CI/CD",
    "CI",
    "Kafka",
    "kafka",
    "Kafka Streams",
    "Big Kafka",
    "Node",
    "Node.js",
    "Straße",
    "distributed systems",
    "Distributed systems",
    "Big Data",
    "BigQuery",
];
const LINKS: [&str; 5] = ["../../img/a.png", "b.yaml", "../skills.yaml", "../../img/gone.png", "data-engineer.yaml"];
const ROLE_PATHS: [&str; 7] = [
    "content/roles/a.yaml",
    "content/roles/b.yaml",
    "content/roles/data-engineer.yaml",
    "content/roles/backend-engineer.yaml",
    "content/roles/deep/ml-engineer.yml",
    "content/roles/z.yaml",
    "other/c.yaml",
];
const TERM_PATHS: [&str; 4] =
    ["content/skills.yaml", "content/tools.yaml", "content/more-skills.yaml", "content/certifications.yaml"];
const OTHER_PATHS: [&str; 2] = ["img/a.png", "img/gone.png"];
const SETTINGS: [&str; 7] = [
    "",
    "rules: { unused-term: warning, one-way-alternative: warning, orphan-role: warning }\n",
    "roles: [other/*.yaml, content/roles/**/*.yaml]\nrules: { discouraged-name: error }\n",
    "vocabularies:\n  skill: [content/skills.yaml, content/more-skills.yaml]\n  certification: [content/certifications.yaml]\nschemas: { role: schema/role.json }\nrules: { unused-term: hint }\n",
    "vocabularies: { certification: [content/tools.yaml], tool: [content/certifications.yaml] }\nschemas: { role: schema/role.json }\n",
    "columns:\n  - { name: Key Skills, kind: skill }\n  - { name: Extra, kind: tool, optional: true }\n  - { name: Notes, per_page: true }\nrules: { one-way-alternative: info }\n",
    "columns: [{ name: Key Skills, kind: tool }\nrules: [\n",
];
const SCHEMAS: [&str; 3] = [
    r##"{"$ref": "sidestep:role", "properties": {"certifications": {"type": "array", "items": {"type": "string", "x-sidestep-refers": "certification"}}}, "unevaluatedProperties": false}"##,
    r##"{"$ref": "sidestep:role", "properties": {"certifications": {"type": "string", "x-sidestep-terms": "certification"}, "note": {"type": "string", "x-sidestep-prose": true}}, "unevaluatedProperties": false}"##,
    r##"{"$ref": "sidestep:role", "##,
];

/// Schemas that say nothing of pages, or little.
const RICH_SCHEMAS: [&str; 3] = [
    r#"{"type": "object"}"#,
    r#"{"type": "object", "properties": {"summary": {"x-sidestep-prose": true}, "replaced_by": {"x-sidestep-refers": "role"}}}"#,
    r#"{"type": "object", "properties": {"name": {"type": "string"}, "skills": {"items": {"x-sidestep-refers": "skill"}}}}"#,
];

struct World {
    random: Random,
    /// More kinds of files and edits than the first histories knew, which are kept as they were.
    rich: bool,
    files: Files,
    /// What files said when they last parsed.
    good: BTreeMap<String, Arc<FileFacts>>,
    /// Former texts of files, to go back to.
    past: Vec<(String, String)>,
}

impl World {
    fn new(seed: u64, rich: bool) -> Self {
        let (files, good, past) = (Files::default(), BTreeMap::new(), Vec::new());
        let mut world = Self { random: Random(seed), rich, files, good, past };
        for path in &ROLE_PATHS[..6] {
            let text = world.role();
            world.files.0.insert((*path).to_owned(), text);
        }
        for path in &TERM_PATHS[..2] {
            let text = world.vocabulary();
            world.files.0.insert((*path).to_owned(), text);
        }
        world
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.random.below(100) < percent
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.random.below(of.len())]
    }

    fn names(&mut self, of: &[&str], most: usize) -> String {
        let count = self.random.below(most + 1);
        (0..count).map(|_| self.pick(of)).collect::<Vec<_>>().join(", ")
    }

    fn prose(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.random.below(4) {
            let (role, term, link) = (self.pick(&ROLES), self.pick(&TERMS), self.pick(&LINKS));
            match self.random.below(7) {
                0 => write!(text, "Uses {term} and “{term}”, like a {role}. "),
                1 => write!(text, "See [[{role}]] or [[{role}|that]] and [[skill:{term}]]. "),
                2 => write!(text, "Look [here]({link}) or <http://example.org>. "),
                3 => write!(text, "In `{term}` code. "),
                4 => write!(text, "A {role} writes {term}. "),
                5 => write!(text, "In Big Kafka Streams. "),
                _ => write!(
                    text,
                    "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty. "
                ),
            }
            .unwrap();
        }
        if text.is_empty() { "Plain words.".to_owned() } else { text.trim_end().to_owned() }
    }

    fn cell(&mut self) -> String {
        let terms: Vec<&str> = (0..4).map(|_| self.pick(&TERMS)).collect();
        match self.random.below(5) {
            0 => format!("{} ({}, {})", terms[0], terms[1], terms[2]),
            1 => format!("{}/{}, {}", terms[0], terms[1], terms[2]),
            2 => format!("{} (for notes), {}", terms[0], terms[3]),
            3 => format!("{} ({}, Kafke)", terms[0], terms[1]),
            _ => terms[0].to_owned(),
        }
    }

    fn role(&mut self) -> String {
        let name = self.pick(&ROLES);
        let mut text = format!("name: {name}\nsummary: {}\n", self.prose().replace(": ", " "));
        for (key, of) in [("aliases", &ROLES[..]), ("avoid", &ROLES), ("skills", &TERMS), ("tools", &TERMS)] {
            if self.chance(35) {
                let _ = writeln!(text, "{key}: [{}]", self.names(of, 2));
            }
        }
        match self.random.below(8) {
            0 => text.push_str("status: draft\n"),
            1 => {
                let _ = writeln!(text, "status: retired\nreplaced_by: {}", self.pick(&ROLES));
            }
            2 => text.push_str("slug: data-engineer\n"),
            3 => {
                let _ = writeln!(text, "certifications: [{}]", self.names(&TERMS, 2));
            }
            _ => {}
        }
        if self.chance(75) {
            let others: Vec<&str> = (0..1 + self.random.below(3)).map(|_| self.pick(&ROLES)).collect();
            let _ = write!(text, "why: |\n  {}\n\n  {}\nalternatives:\n", self.prose(), self.prose());
            for other in &others {
                let _ = writeln!(
                    text,
                    "  - role: {other}\n    tagline: '{}'\n    about: \"{}\"",
                    self.prose(),
                    self.prose()
                );
            }
            text.push_str("comparison:\n  rows:\n");
            for role in std::iter::once(&name).chain(&others) {
                let _ = writeln!(text, "    - role: {role}");
                if *role == name || self.chance(20) {
                    for column in ["Primary Focus", "Key Skills", "Common Tools/Technologies", "Typical Deliverables"] {
                        if self.chance(90) {
                            let _ = writeln!(text, "      {column}: {}", self.cell());
                        }
                    }
                }
            }
            text.push_str("how_to_pick:\n  options:\n");
            for other in &others {
                let _ = writeln!(text, "    - if: you like it\n      role: {other}\n      then: {}", self.prose());
            }
        }
        text
    }

    fn vocabulary(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.random.below(6) {
            let _ = writeln!(text, "- name: {}", self.pick(&TERMS));
            for key in ["aliases", "avoid"] {
                if self.chance(40) {
                    let _ = writeln!(text, "  {key}: [{}]", self.names(&TERMS, 2));
                }
            }
        }
        text
    }

    fn fresh(&mut self, path: &str) -> String {
        match path {
            "sidestep.yaml" if self.rich && self.chance(50) => self.settings(),
            "sidestep.yaml" => self.pick(&SETTINGS).to_owned(),
            "schema/role.json" if self.rich && self.chance(50) => self.pick(&RICH_SCHEMAS).to_owned(),
            "schema/role.json" => self.pick(&SCHEMAS).to_owned(),
            path if TERM_PATHS.contains(&path) => self.vocabulary(),
            path if OTHER_PATHS.contains(&path) => "picture".to_owned(),
            _ => self.role(),
        }
    }

    /// Settings with a few rules on, others off.
    fn settings(&mut self) -> String {
        let mut text =
            self.pick(&SETTINGS[..6]).lines().filter(|l| !l.starts_with("rules")).collect::<Vec<_>>().join("\n");
        if !text.contains("schemas") && self.chance(70) {
            text.push_str("\nschemas: { role: schema/role.json }");
        }
        text.push_str("\nrules:\n");
        for rule in RULES.iter().filter(|rule| !rule.code.contains('<')) {
            if self.chance(50) {
                let _ = writeln!(text, "  {}: {}", rule.code, self.pick(&["off", "warning"]));
            }
        }
        text
    }

    /// An edit of a kind that the first histories did not know.
    fn rich_edit(&mut self, text: &str) -> String {
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        let at = self.random.below(lines.len());
        let other = self.random.below(lines.len());
        match self.random.below(6) {
            0 => lines.swap(at, other),
            1 => lines.swap(at, (at + 1).min(other.max(at))),
            2 => {
                let letters: Vec<usize> =
                    text.char_indices().filter(|(_, c)| c.is_ascii_alphabetic()).map(|(n, _)| n).collect();
                if let Some(at) = letters.get(self.random.below(letters.len().max(1))) {
                    let letter = text.as_bytes()[*at] as char;
                    let swapped = if letter.is_ascii_lowercase() {
                        letter.to_ascii_uppercase()
                    } else {
                        letter.to_ascii_lowercase()
                    };
                    return format!("{}{swapped}{}", &text[..*at], &text[at + 1..]);
                }
            }
            3 => lines.insert(at, "# sidestep: ignore[unknown-role, discouraged-name, missing-cell]\n".to_owned()),
            4 => {
                let line = lines[at].trim_end().to_owned();
                lines[at] = format!("{line} # sidestep: ignore[discouraged-name]\n");
            }
            _ => {
                let end = (at + 1 + other % 6).min(lines.len());
                drop(lines.drain(at..end));
            }
        }
        lines.concat()
    }

    /// A small edit of a text.
    fn edit(&mut self, text: &str) -> String {
        if self.rich && !text.is_empty() && self.chance(30) {
            return self.rich_edit(text);
        }
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        let at = self.random.below(lines.len() + 1);
        match self.random.below(9) {
            0 | 1 => {
                let pool: &[&str] = if self.chance(50) { &ROLES } else { &TERMS };
                let (from, to) = (self.pick(pool), self.pick(pool));
                let places: Vec<usize> = text.match_indices(from).map(|(at, _)| at).collect();
                if places.is_empty() {
                    return text.to_owned();
                }
                let at = places[self.random.below(places.len())];
                return format!("{}{to}{}", &text[..at], &text[at + from.len()..]);
            }
            2 => lines.insert(at, "# a comment\n".to_owned()),
            3 if at < lines.len() => drop(lines.remove(at)),
            4 if at < lines.len() => {
                let line = lines[at].clone();
                lines.insert(at, line);
            }
            5 if at > 0 => {
                let line = lines[at - 1].trim_end().to_owned();
                lines[at - 1] = format!("{line}{}\n", self.pick(&["x", " \"", " [", ": :", " more", "'", ", Kafka"]));
            }
            6 if at < lines.len() => lines[at].make_ascii_lowercase(),
            7 => lines
                .insert(at, self.pick(&["status: draft\n", "status: retired\n", "  \"open\n", "x: [\n"]).to_owned()),
            _ => lines.insert(at, "\n".to_owned()),
        }
        lines.concat()
    }

    /// Some changes, made in the model and told to the workspace.
    fn step(&mut self) -> Vec<Change> {
        let mut changed: BTreeSet<String> = BTreeSet::new();
        let count = if self.chance(75) { 1 } else { 2 + self.random.below(4) };
        for _ in 0..count {
            let path = match self.random.below(20) {
                0 => "sidestep.yaml",
                1 => "schema/role.json",
                2 => self.pick(&OTHER_PATHS),
                3..=6 => self.pick(&TERM_PATHS),
                _ => self.pick(&ROLE_PATHS),
            };
            let old = self.files.0.get(path).cloned();
            self.past.extend(old.clone().map(|text| (path.to_owned(), text)));
            match (self.random.below(12), old) {
                (0, Some(_)) => drop(self.files.0.remove(path)),
                (1, Some(text)) if ROLE_PATHS.contains(&path) => {
                    // Renamed, perhaps over another file.
                    let to = self.pick(&ROLE_PATHS);
                    self.files.0.remove(path);
                    self.files.0.insert(to.to_owned(), text);
                    changed.insert(to.to_owned());
                }
                (2 | 3, Some(_)) => {
                    let before: Vec<String> =
                        self.past.iter().filter(|(p, _)| p == path).map(|(_, text)| text.clone()).collect();
                    let text = before[self.random.below(before.len())].clone();
                    self.files.0.insert(path.to_owned(), text);
                }
                (4.., Some(text)) => {
                    let text = self.edit(&text);
                    self.files.0.insert(path.to_owned(), text);
                }
                _ => {
                    let text = self.fresh(path);
                    self.files.0.insert(path.to_owned(), text);
                }
            }
            changed.insert(path.to_owned());
        }
        if changed.iter().any(|path| path.starts_with("schema") || path == "sidestep.yaml") {
            // New settings may bring in files, which the caller looks for.
            changed.extend(self.files.0.keys().cloned());
        }
        let change = |path: String| match self.files.0.get(&path) {
            Some(text) => Change::Set { text: text.clone(), path },
            None => Change::Remove { path },
        };
        changed.into_iter().map(change).collect()
    }

    /// Reads all files into a workspace that holds none yet.
    fn read(&self, workspace: Workspace) -> Workspace {
        let paths: Vec<String> = self.files.0.keys().cloned().collect();
        let last_good = |path: &str| self.good.get(path).cloned();
        workspace.load_into(&paths, &Reading { last_good: &last_good, ..Reading::of(&self.files) })
    }

    /// The workspace from scratch. Keeps what its files say, for when they break.
    fn scratch(&mut self) -> Workspace {
        let scratch = self.read(Workspace::open(&self.files));
        let good = scratch.files().filter_map(|(_, entry)| Some((entry.path.to_string(), entry.good()?)));
        self.good = good.collect();
        scratch
    }
}

type Findings = BTreeMap<String, Vec<Diagnostic>>;

fn findings(workspace: &Workspace) -> Findings {
    let today = jiff::civil::date(2026, 11, 24);
    workspace.files().map(|(id, entry)| (entry.path.to_string(), check_file(workspace, id, today))).collect()
}

/// What can be seen of a workspace beside its findings.
fn state(workspace: &Workspace) -> BTreeMap<String, String> {
    let path = |id: FileId| workspace.file(id).path.clone();
    let mut state = BTreeMap::new();
    for (_, entry) in workspace.files() {
        let hits: Vec<_> = entry
            .prose_hits
            .iter()
            .map(|h| (h.span, &h.spelling, h.kind, path(h.def.file), h.def.position, h.ambiguous))
            .collect();
        state.insert(format!("prose of {}", entry.path), format!("{hits:?}"));
    }
    for kind in workspace.config().kind_ids() {
        for name in ROLES.iter().chain(&TERMS).chain(&["Kafke", "Dat Engineer", "postgresql"]) {
            let resolved = workspace.resolve(kind, name).map(|r| (path(r.def.file), r.def.position, r.how));
            let near = workspace.suggest(kind, &workspace.intern(name));
            let near = near.map(|s| (s.name, path(s.def.file), s.def.position));
            state.insert(format!("{kind:?} {name}"), format!("{resolved:?} {near:?}"));
        }
    }
    state
}

/// Whatever findings have changed, the change touched something that their rules say they read.
fn check_reads(workspace: &Workspace, touched: &Touched, before: &Findings, after: &Findings, told: &str) {
    let concerned = concerned(workspace, touched);
    for (path, found) in after.iter().filter(|(path, found)| before.get(*path) != Some(*found)) {
        let id = workspace.find(path).unwrap();
        let facts = touched.facts(workspace, id);
        let was = before.get(path).map_or(&[][..], |was| was);
        assert!(concerned.contains(&id), "{path} is not checked again; {told}\nbefore: {was:#?}\nafter: {found:#?}");
        let differing = was.iter().filter(|d| !found.contains(d)).chain(found.iter().filter(|d| !was.contains(d)));
        // Whether a comment silences something hangs on what the other rules find, and they say what they read.
        for d in differing.filter(|d| facts != Reads::ALL && d.code != "unused-ignore") {
            let reads = find(&d.code).unwrap().reads;
            assert!(reads.meets(facts), "{path}: not by {facts:?}: {d:#?}; {told}");
        }
    }
}

fn check_history(seed: u64, rich: bool, steps: usize) {
    let mut world = World::new(seed, rich);
    let mut workspace = Workspace::open(&world.files);
    if seed.is_multiple_of(2) {
        workspace = workspace.with_lines();
    }
    let mut workspace = world.read(workspace).live();
    world.scratch();
    let mut before = findings(&workspace);
    for step in 0..steps {
        let changes = world.step();
        let told = format!("history {seed}, step {step}: {changes:#?}");
        let touched = workspace.apply(changes, &world.files);
        let scratch = world.scratch();
        let (after, expected) = (findings(&workspace), findings(&scratch));
        let files = |findings: &Findings| findings.keys().cloned().collect::<Vec<_>>();
        assert_eq!(files(&after), files(&expected), "{told}");
        for (path, expected) in &expected {
            let found = &after[path];
            let only = |a: &[Diagnostic], b: &[Diagnostic]| -> Vec<Diagnostic> {
                a.iter().filter(|d| !b.contains(d)).cloned().collect()
            };
            assert_eq!(only(found, expected), only(expected, found), "{path} after {told}\n{}", world.files.0[path]);
            assert_eq!(found, expected, "{path} after {told}");
        }
        assert_eq!(check_settings(&workspace), check_settings(&scratch), "{told}");
        assert_eq!(state(&workspace), state(&scratch), "{told}");
        check_reads(&workspace, &touched, &before, &after, &told);
        before = after;
    }
}

/// Which histories are tried: `SIDESTEP_HISTORIES` says how many, or `from..to`.
fn histories(usually: u64) -> std::ops::Range<u64> {
    let wanted = std::env::var("SIDESTEP_HISTORIES").unwrap_or_default();
    let (from, to) = wanted.split_once("..").unwrap_or(("0", &wanted));
    from.parse().unwrap_or(0)..to.parse().unwrap_or(usually)
}

#[test]
fn any_history_ends_where_scratch_begins() {
    histories(15).for_each(|seed| check_history(seed, false, 30));
}

#[test]
fn any_rich_history_ends_where_scratch_begins() {
    histories(15).for_each(|seed| check_history(seed, true, 30));
}

/// They did not: an own row behind which a line cannot be read any more; a vocabulary that cannot be read, where a name
/// comes to stand in another letter case than it was kept in.
#[test]
fn histories_that_once_differed() {
    [458, 640, 836, 1774, 2801, 4026, 4029, 7475].into_iter().for_each(|seed| check_history(seed, false, 30));
}

/// A name that comes or goes hides a spelling that it stands across, or shows it.
#[test]
fn names_across_a_spelling_come_and_go() {
    let (tools, page) = ("content/tools.yaml", "content/roles/data-engineer.yaml");
    let always = "- name: Kafka\n  avoid: [Big Kafka]\n- name: PostgreSQL\n  avoid: [Postgre SQL]\n";
    let mut files = Files(BTreeMap::from([
        (tools.to_owned(), always.to_owned()),
        (page.to_owned(), "name: Data Engineer\nsummary: In Big Kafka Streams and New Cloud Postgre SQL.\n".to_owned()),
    ]));
    let mut workspace = files.workspace().live();
    for (more, expected) in [
        ("- name: Kafka Streams\n", vec!["Postgre SQL"]),
        ("- name: Kafka Stream\n", vec!["Big Kafka", "Postgre SQL"]),
        ("- name: New Cloud Postgre\n", vec!["Big Kafka"]),
        ("- name: Docker\n  aliases: [Kafka Streams and, Cloud Postgre]\n", vec![]),
        ("- name: Kafka Streams\n  avoid: [Streams and New]\n", vec!["Streams and New", "Postgre SQL"]),
        ("- name: New Cloud Postgre SQL\n  avoid: [Streams and New]\n", vec!["Big Kafka"]),
        ("", vec!["Big Kafka", "Postgre SQL"]),
    ] {
        let text = format!("{always}{more}");
        files.0.insert(tools.to_owned(), text.clone());
        workspace.apply(vec![Change::Set { path: tools.to_owned(), text }], &files);
        let found = |workspace: &Workspace| -> Vec<String> {
            let (_, entry) = workspace.files().find(|(_, entry)| &*entry.path == page).unwrap();
            entry.prose_hits.iter().map(|hit| hit.spelling.to_string()).collect()
        };
        assert_eq!(found(&workspace), expected, "after {more}");
        assert_eq!(found(&files.workspace()), expected, "with {more}");
    }
}

/// A role file that says nothing stands for the role of its name, for as long as it is there.
#[test]
fn files_that_say_nothing_come_and_go() {
    let (baker, page) = ("content/roles/master-baker.yaml", "content/roles/miller.yaml");
    let mut files =
        Files(BTreeMap::from([(page.to_owned(), "name: Miller\nsummary: s\nwhy: See [[Master Baker]].\n".to_owned())]));
    let mut workspace = files.workspace().live();
    let salvage = Salvage::of(b"name: Master Baker\nsummary: \xe4\n").unwrap();
    let mut before = 1;
    let set = |text: &str| Change::Set { path: baker.to_owned(), text: text.to_owned() };
    for (change, unknown) in [
        (set(""), 0),
        (set("name: Baker\nsummary: s\n"), 1),
        (set("# soon\n"), 0),
        (Change::Remove { path: baker.to_owned() }, 1),
        (Change::Unread { path: baker.to_owned() }, 0),
        (set("name: Master Baker\nsummary: s\n"), 0),
        (Change::Salvage { path: baker.to_owned(), salvage }, 0),
        (Change::Remove { path: baker.to_owned() }, 1),
    ] {
        match &change {
            Change::Set { text, .. } => drop(files.0.insert(baker.to_owned(), text.clone())),
            _ => drop(files.0.remove(baker)),
        }
        let told = format!("{change:?}");
        let touched = workspace.apply(vec![change], &files);
        let id = workspace.find(page).unwrap();
        let found = check_file(&workspace, id, jiff::civil::date(2026, 11, 24));
        assert_eq!(found.iter().filter(|d| d.code == "unknown-role").count(), unknown, "{told}");
        let concerned = touched.concerning(&workspace, Reads::NAMES).contains(&id);
        assert!(concerned || before == unknown, "{told}");
        before = unknown;
    }
}

/// Among very many names nobody can say which was meant: one more, or one less, decides whether somebody can, also where it
/// is not near.
#[test]
fn names_that_decide_whether_there_is_a_suggestion_come_and_go() {
    let (tools, page) = ("content/tools.yaml", "content/roles/data-engineer.yaml");
    // All have the same letters, so that each of them is looked at.
    let name = |at: usize| format!("- name: ab {at:012b}\n").replace('0', "a").replace('1', "b");
    let all = |count: usize| -> String { (0..count).map(name).collect() };
    let mut files = Files(BTreeMap::from([
        (tools.to_owned(), all(400)),
        (page.to_owned(), "name: Data Engineer\nsummary: One.\ntools: [ab aaaaaaaaaaa]\n".to_owned()),
    ]));
    let mut workspace = files.workspace().live();
    let help = |workspace: &Workspace| -> Vec<Option<String>> {
        let found = findings(workspace).into_values().flatten();
        found.filter(|d| d.code == "unknown-tool").map(|d| d.help).collect()
    };
    let (mut with, mut without) = (0, 0);
    for count in [400, 999, 1000, 1001, 1020, 1000, 998, 1001, 1100, 400] {
        files.0.insert(tools.to_owned(), all(count));
        workspace.apply(vec![Change::Set { path: tools.to_owned(), text: all(count) }], &files);
        let (now, scratch) = (help(&workspace), help(&files.workspace()));
        assert_eq!(now, scratch, "{count} names");
        if scratch[0].as_ref().unwrap().starts_with("did you mean") { with += 1 } else { without += 1 }
    }
    assert!(with > 0 && without > 0, "{with} with a suggestion, {without} without");
}

/// A name that was written for several of them is told as several as soon as all of them are known, whatever joins them.
#[test]
fn names_that_are_joined_by_something_come_and_go() {
    let (tools, page) = ("content/tools.yaml", "content/roles/data-engineer.yaml");
    for joint in [" ", "; ", "、", "，", "،", "/", " & "] {
        let listed = format!("name: Data Engineer\nsummary: s\ntools: [Oven{joint}Sieve]\n");
        let mut files =
            Files(BTreeMap::from([(tools.to_owned(), "- name: Oven\n".to_owned()), (page.to_owned(), listed)]));
        let mut workspace = files.workspace().live();
        let before = findings(&workspace);
        let text = "- name: Oven\n- name: Sieve\n".to_owned();
        files.0.insert(tools.to_owned(), text.clone());
        let touched = workspace.apply(vec![Change::Set { path: tools.to_owned(), text }], &files);
        let after = findings(&workspace);
        assert_eq!(after, findings(&files.workspace()), "{joint:?}");
        assert_ne!(before[page], after[page], "{joint:?}");
        assert!(touched.concerning(&workspace, Reads::NAMES).contains(&workspace.find(page).unwrap()), "{joint:?}");
    }
}

/// A row may have the page's own name in another letter case, and yet be that of the role that is called so exactly: what it
/// says is compared with that role's own row, wherever that moves.
#[test]
fn a_row_whose_name_is_another_roles_points_at_that_one() {
    let (baker, cook) = ("content/roles/baker.yaml", "content/roles/cook.yaml");
    let table = |name: &str, cell: &str| {
        format!("comparison:\n  columns: [Primary Focus]\n  rows:\n    - role: {name}\n      Primary Focus: {cell}\n")
    };
    let cooks = format!("name: Cook\nsummary: s\naliases: [baker]\n{}", table("Cook", "stews"));
    let mut files = Files(BTreeMap::from([
        ("sidestep.yaml".to_owned(), "columns: [{ name: Primary Focus }]\n".to_owned()),
        (baker.to_owned(), format!("name: Baker\nsummary: s\n{}", table("baker", "bread"))),
        (cook.to_owned(), cooks.clone()),
    ]));
    let mut workspace = files.workspace().live();
    let before = findings(&workspace);
    assert!(before[baker].iter().any(|d| d.code == "cell-drift"), "{:#?}", before[baker]);
    let text = format!("# Moved.\n{cooks}");
    files.0.insert(cook.to_owned(), text.clone());
    let touched = workspace.apply(vec![Change::Set { path: cook.to_owned(), text }], &files);
    assert_ne!(before[baker], findings(&workspace)[baker]);
    assert!(touched.concerning(&workspace, Reads::PLACES).contains(&workspace.find(baker).unwrap()));
}

/// Whether a name is told to be written by an id hangs on who else has that id, and on whether anything has one.
#[test]
fn ids_that_are_shared_or_gone_concern_other_spellings() {
    let (uses, one, other) = ("uses.yaml", "langs/one.yaml", "langs/other.yaml");
    let schema = r#"{"properties": {"id": {"x-sidestep-defines": "lang", "x-sidestep-label": "id"},
        "name": {"x-sidestep-defines": "lang"}, "see": {"items": {"x-sidestep-refers": "lang"}}}}"#;
    let settings = "collections:\n  lang: { files: [langs/*.yaml], schema: s.json }\n  use: { files: [uses.yaml], schema: s.json }\n";
    let files = [
        ("sidestep.yaml", settings),
        ("s.json", schema),
        (one, "id: sql\nname: Structured Query Language\n"),
        (other, "name: Swift\n"),
        (uses, "see: [Structured Query Language, swift]\n"),
    ];
    let mut files = Files(files.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
    let mut workspace = files.workspace().live();
    for (path, text) in [
        (other, "id: sql\nname: Swift\n"),
        (other, "name: Swift\n"),
        (one, "name: Structured Query Language\n"),
        (one, "id: sql\nname: Structured Query Language\n"),
    ] {
        let before = findings(&workspace);
        files.0.insert(path.to_owned(), text.to_owned());
        let touched = workspace.apply(vec![Change::Set { path: path.to_owned(), text: text.to_owned() }], &files);
        let after = findings(&workspace);
        assert_eq!(after, findings(&files.workspace()), "{text}");
        assert_ne!(before[uses], after[uses], "{text}");
        assert!(touched.concerning(&workspace, Reads::NAMES).contains(&workspace.find(uses).unwrap()), "{text}");
    }
}
