//! Completion: names in every position of a role file.

use sidestep::ide::completion::{self, Completion, CompletionOptions, Completions, completions};
use sidestep::text::{TextEdit, apply as apply_edits};

use crate::cursor::Cursor;

/// A small workspace around the file under test.
pub const AROUND: &str = "\
#- content/skills.yaml
- name: API design
- name: distributed systems
  aliases: [distributed computing]
- name: UI/UX
- name: SQL/NoSQL
- name: SQL
- name: 'yes'
- name: 'a: b'
- name: it's
- name: C#
#- content/tools.yaml
- name: Docker
- name: Kubernetes
  avoid: [K8s]
- name: PostgreSQL
  aliases: [Elephant DB]
  avoid: [Postgres]
- name: Redis
#- content/roles/backend-engineer.yaml
name: Backend Engineer
aliases: [Server Developer]
summary: Builds servers.
skills: [API design, distributed systems]
#- content/roles/data-engineer.yaml
name: Data Engineer
summary: Moves data.
tools: [PostgreSQL, Redis]
#- content/roles/frontend-engineer.yaml
name: Frontend Engineer
summary: Builds screens.
#- content/roles/webmaster.yaml
name: Webmaster
summary: Did it all.
status: retired
";

pub struct Asked {
    pub cursor: Cursor,
    pub answer: Completions,
}

/// Completes at the `$0` of a file of the workspace above.
pub fn ask_in(path: &str, text: &str, snippets: bool) -> Asked {
    asked(Cursor::new(&format!("{AROUND}#- {path}\n{text}")), snippets)
}

pub fn asked(cursor: Cursor, snippets: bool) -> Asked {
    let answer = completions(
        &cursor.file(),
        cursor.at,
        &CompletionOptions {
            snippets,
            asked: completion::Asked::ByHand,
            keeps: false,
            filters: false,
            today: Some(jiff::civil::date(2026, 11, 24)),
        },
    );
    for item in &answer.items {
        sane(&cursor.files.0[&cursor.path], cursor.at, item);
    }
    Asked { cursor, answer }
}

pub fn ask(text: &str) -> Asked {
    ask_in("content/roles/x.yaml", text, false)
}

/// What every item keeps to.
#[track_caller]
pub fn sane(text: &str, at: u32, item: &Completion) {
    let replace = item.replace;
    assert!(replace.start <= at && at <= replace.end, "{item:#?} at {at}");
    assert!(text.get(replace.range()).is_some_and(|t| !t.contains(['\n', '\r'])), "{item:#?}");
    assert!(
        item.extra
            .iter()
            .all(|e| !e.span.touches(replace) || e.span.end == replace.start || e.span.start == replace.end)
    );
    assert_eq!(item.sort.len(), 4);
}

impl Asked {
    pub fn labels(&self) -> Vec<&str> {
        self.answer.items.iter().map(|i| i.label.as_str()).collect()
    }

    #[track_caller]
    pub fn item(&self, label: &str) -> &Completion {
        self.answer.items.iter().find(|i| i.label == label).unwrap_or_else(|| panic!("{label} in {:?}", self.labels()))
    }

    /// The file after an item was taken.
    #[track_caller]
    pub fn take(&self, label: &str) -> String {
        self.taken(self.item(label))
    }

    #[track_caller]
    pub fn taken(&self, item: &Completion) -> String {
        let mut edits = vec![TextEdit::new(item.replace, item.text.clone())];
        edits.extend(item.extra.iter().cloned());
        apply_edits(&self.cursor.files.0[&self.cursor.path], &edits).unwrap()
    }
}

/// Takes an item at `$0` of each first text; the whole file afterwards must be the second text.
#[track_caller]
pub fn takes(label: &str, cases: &[(&str, &str)]) {
    let wrong = cases.iter().filter_map(|(before, after)| {
        let asked = ask(before);
        let item = asked.answer.items.iter().find(|i| i.label == label);
        let got = item.map_or_else(|| format!("offered: {:?}", asked.labels()), |item| asked.taken(item));
        (got != *after).then(|| format!("{before:?}\n  gives {got:?}\n  not   {after:?}\n"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[track_caller]
fn offers(text: &str, expected: &[&str]) {
    assert_eq!(ask(text).labels(), expected, "\n{text}");
}

#[track_caller]
fn offers_nothing(text: &str) {
    offers(text, &[]);
}

#[test]
fn role_names_in_every_way_of_writing() {
    let cases = [
        ("replaced_by: $0\n", "replaced_by: Data Engineer\n"),
        ("replaced_by:$0\n", "replaced_by: Data Engineer\n"),
        ("replaced_by: Da$0\n", "replaced_by: Data Engineer\n"),
        ("replaced_by: Da$0", "replaced_by: Data Engineer"),
        ("replaced_by: Da$0ta Eng\n", "replaced_by: Data Engineer\n"),
        ("replaced_by: de$0 # a comment\n", "replaced_by: Data Engineer # a comment\n"),
        ("replaced_by: $0 # a comment\n", "replaced_by: Data Engineer # a comment\n"),
        ("replaced_by: 'Da$0'\n", "replaced_by: 'Data Engineer'\n"),
        ("replaced_by: '$0'\n", "replaced_by: 'Data Engineer'\n"),
        ("replaced_by: \"Da$0\"\n", "replaced_by: \"Data Engineer\"\n"),
        ("replaced_by: \"Da$0\n", "replaced_by: \"Data Engineer\"\n"),
        ("replaced_by: '$0\n", "replaced_by: 'Data Engineer'\n"),
        ("replaced_by: \"Da$0\nsummary: y\n", "replaced_by: \"Data Engineer\"\nsummary: y\n"),
        ("{ replaced_by: Da$0 }\n", "{ replaced_by: Data Engineer }\n"),
        ("{ replaced_by: $0, name: Y }\n", "{ replaced_by: Data Engineer, name: Y }\n"),
        ("name: Y\r\nreplaced_by: Da$0\r\nsummary: z\r\n", "name: Y\r\nreplaced_by: Data Engineer\r\nsummary: z\r\n"),
        ("\u{feff}replaced_by: Da$0\n", "\u{feff}replaced_by: Data Engineer\n"),
        ("summary: 😀\nreplaced_by: Da$0 # 😀\n", "summary: 😀\nreplaced_by: Data Engineer # 😀\n"),
        ("replaced_by: &a Da$0\n", "replaced_by: &a Data Engineer\n"),
        ("replaced_by:\n  Da$0\n", "replaced_by:\n  Data Engineer\n"),
        ("replaced_by:\n  $0\nname: x\n", "replaced_by:\n  Data Engineer\nname: x\n"),
    ];
    takes("Data Engineer", &cases);
}

/// What must stand in quotes and does not: the value is read as if it did, and what is taken replaces what stands there.
#[test]
fn in_values_that_lack_their_quotes() {
    let cases = [
        ("replaced_by: Data E$0: x\n", "replaced_by: Data Engineer\n"),
        ("replaced_by: Da$0ta: é\n", "replaced_by: Data Engineer\n"),
        ("name: Y\nreplaced_by: Data E$0: x", "name: Y\nreplaced_by: Data Engineer"),
        ("alternatives:\n  - role: Da$0: x\n", "alternatives:\n  - role: Data Engineer\n"),
    ];
    takes("Data Engineer", &cases);
    // A part of it brings the quotes along.
    let quoted = [("summary: Ü: [[Da$0\n", "summary: 'Ü: [[Data Engineer]]'\n")];
    takes("Data Engineer", &quoted);
    offers_nothing("summary: Über$0sicht: alles\n");
    // No key stands on two lines.
    offers_nothing("? na\n  s$0\n: x\n");
    offers_nothing("? |\n  na$0\n: x\n");
    takes("status", &[("? sta$0\n: draft\n", "? status\n: draft\n")]);
}

#[test]
fn what_comes_first() {
    // What the page lacks, then the others by name; what is there already and who is retired last.
    let page = |alternatives: &str, rows: &str, options: &str| {
        format!("name: X\nalternatives:\n{alternatives}comparison:\n  rows:\n{rows}how_to_pick:\n  options:\n{options}")
    };
    let all = ["Backend Engineer", "Data Engineer", "Frontend Engineer", "Webmaster"];
    let text = page("  - role: $0\n", "    - role: X\n    - role: Frontend Engineer\n", "    - role: Data Engineer\n");
    offers(&text, &["Frontend Engineer", "Data Engineer", "Backend Engineer", "Server Developer", "Webmaster"]);
    let text = page("  - role: Frontend Engineer\n  - role: Data Engineer\n", "    - role: $0\n", "");
    offers(&text, &["X", "Frontend Engineer", "Data Engineer", "Backend Engineer", "Server Developer", "Webmaster"]);
    let text = page(
        "  - role: Frontend Engineer\n  - role: Data Engineer\n",
        "",
        "    - role: Data Engineer\n    - role: $0\n",
    );
    offers(&text, &["Frontend Engineer", "Backend Engineer", "Server Developer", "Data Engineer", "Webmaster"]);
    let asked = ask("replaced_by: $0\n");
    assert_eq!(asked.labels()[..3], all[..3]);
    assert!(asked.item("Webmaster").deprecated);
    // The terms of roles that share most with this one.
    offers(
        "name: X\nskills: [API design]\ntools: [Docker, $0]\n",
        &["Kubernetes", "PostgreSQL", "Redis", "Elephant DB", "Docker"],
    );
    offers("name: X\ntools: [PostgreSQL, $0]\n", &["Redis", "Docker", "Kubernetes", "PostgreSQL", "Elephant DB"]);
}

#[test]
fn other_spellings_lead_to_the_name() {
    let asked = ask("tools: [k8$0]\n");
    assert_eq!(asked.labels(), ["K8s"]);
    assert_eq!(asked.item("K8s").description.as_deref(), Some("spelling of Kubernetes"));
    assert_eq!(asked.take("K8s"), "tools: [Kubernetes]\n");
    // Whoever types this finds the name itself.
    offers("tools: [postgr$0]\n", &["PostgreSQL"]);
    let asked = ask("tools: [eleph$0]\n");
    assert_eq!(asked.item("Elephant DB").description.as_deref(), Some("alias of PostgreSQL"));
    // An alias that is typed stays; one that is found by other letters leads to the name.
    assert_eq!(asked.take("Elephant DB"), "tools: [Elephant DB]\n");
    assert_eq!(ask("tools: [db$0]\n").take("Elephant DB"), "tools: [PostgreSQL]\n");
    offers("replaced_by: fe$0\n", &["Frontend Engineer"]);
    offers("replaced_by: dev$0\n", &["Server Developer"]);
}

#[test]
fn names_that_need_quotes() {
    takes(
        "yes",
        &[
            ("skills: [$0]\n", "skills: ['yes']\n"),
            ("skills: [ye$0, C#]\n", "skills: ['yes', C#]\n"),
            ("skills:\n  - ye$0\n", "skills:\n  - 'yes'\n"),
            ("skills: [\"ye$0\"]\n", "skills: [\"yes\"]\n"),
        ],
    );
    takes(
        "a: b",
        &[
            ("skills: [a$0]\n", "skills: ['a: b']\n"),
            ("skills:\n  - $0\n", "skills:\n  - 'a: b'\n"),
            ("skills:\n  - 'a$0'\n", "skills:\n  - 'a: b'\n"),
        ],
    );
    takes(
        "it's",
        &[
            ("skills: [it$0]\n", "skills: [it's]\n"),
            ("skills: ['it$0']\n", "skills: ['it''s']\n"),
            ("skills: ['it''$0']\n", "skills: ['it''s']\n"),
            ("skills: [\"it$0\"]\n", "skills: [\"it's\"]\n"),
        ],
    );
    takes("C#", &[("skills: [c$0]\n", "skills: [C#]\n"), ("skills:\n- c$0\n", "skills:\n- C#\n")]);
}

#[test]
fn nothing_where_nothing_fits() {
    offers_nothing("name: $0\n");
    offers_nothing("summary: Likes $0\n");
    offers_nothing("why: |\n  Some $0\n");
    offers_nothing("why: |\n  Some text\n  $0\n");
    offers_nothing("x-team: $0\n");
    offers_nothing("x-team:\n  $0\n");
    offers_nothing("x-team:\n  - $0\n");
    offers_nothing("x-team: [a, $0]\n");
    offers_nothing("# a comment $0\nname: X\n");
    offers_nothing("name: X # a comment $0\n");
    offers_nothing("slug: $0\n");
    offers_nothing("why: |\n  Like `[[Da$0`\n");
    offers_nothing("why: |\n  Like `[[Da$0]]` and [[Data Engineer]]\n");
    offers_nothing("why: |\n  ```\n  [[Da$0\n  ```\n");
    offers_nothing("summary: Like `[[Da$0`\n");
}

#[test]
fn the_day_where_a_date_belongs() {
    takes(
        "2026-11-24",
        &[
            ("reviewed: $0\n", "reviewed: 2026-11-24\n"),
            ("reviewed:$0\nname: X\n", "reviewed: 2026-11-24\nname: X\n"),
            ("reviewed: 2026-1$0\n", "reviewed: 2026-11-24\n"),
            ("reviewed: '2026$0'\n", "reviewed: '2026-11-24'\n"),
            ("reviewed: 20$0 # last week\n", "reviewed: 2026-11-24 # last week\n"),
        ],
    );
}

#[test]
fn term_names_in_lists() {
    let cases = [
        ("tools: [$0]\n", "tools: [Docker]\n"),
        ("tools: [Redis, $0]\n", "tools: [Redis, Docker]\n"),
        ("tools: [Redis, do$0, x]\n", "tools: [Redis, Docker, x]\n"),
        ("tools: [Redis, 'do$0']\n", "tools: [Redis, 'Docker']\n"),
        ("tools: [Redis, \"do$0, x]\n", "tools: [Redis, \"Docker\", x]\n"),
        ("tools: [Redis, do$0\nsummary: x\n", "tools: [Redis, Docker\nsummary: x\n"),
        ("tools: [\n  Redis,\n  $0\n]\n", "tools: [\n  Redis,\n  Docker\n]\n"),
        ("tools: [\n  Redis,\n  do$0,\n  x\n]\n", "tools: [\n  Redis,\n  Docker,\n  x\n]\n"),
        ("tools:\n  - $0\n", "tools:\n  - Docker\n"),
        ("tools:\n  - Redis\n  - $0\n", "tools:\n  - Redis\n  - Docker\n"),
        ("tools:\n  - Redis\n  - do$0\nsummary: x\n", "tools:\n  - Redis\n  - Docker\nsummary: x\n"),
        ("tools:\n- Redis\n- do$0\n", "tools:\n- Redis\n- Docker\n"),
        ("tools:\n- $0\nsummary: x\n", "tools:\n- Docker\nsummary: x\n"),
        ("tools:\n  -$0\n", "tools:\n  - Docker\n"),
        ("tools:\n  $0\n", "tools:\n  - Docker\n"),
        ("tools:\n  - Redis\n  $0\n", "tools:\n  - Redis\n  - Docker\n"),
        ("tools:\n  - Redis\n  do$0\nsummary: x\n", "tools:\n  - Redis\n  - Docker\nsummary: x\n"),
        ("tools:\n  - 'do$0'\n", "tools:\n  - 'Docker'\n"),
        ("tools:\n  - \"do$0\n  - Redis\n", "tools:\n  - \"Docker\"\n  - Redis\n"),
        ("tools:\r\n  - Redis\r\n  - $0\r\n", "tools:\r\n  - Redis\r\n  - Docker\r\n"),
        ("oops\ntools:\n  - do$0\n", "oops\ntools:\n  - Docker\n"),
        ("tools:\n  - do$0\nsummary: \"never closed\n", "tools:\n  - Docker\nsummary: \"never closed\n"),
        ("summary: \"never closed\ntools:\n  - do$0\n", "summary: \"never closed\ntools:\n  - Docker\n"),
        ("skills: [never, closed\ntools:\n  - do$0\n", "skills: [never, closed\ntools:\n  - Docker\n"),
        ("skills:\n\t- tab\ntools:\n  - do$0\n", "skills:\n\t- tab\ntools:\n  - Docker\n"),
    ];
    takes("Docker", &cases);
}
