//! While an author types: what waits, what does not, and that nothing stays behind.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Client, pull_abilities, push_abilities, uri};
use crate::files::Folder;

/// An author at a document, who types one key after the other without a pause.
struct Author<'f> {
    client: Client,
    path: String,
    text: String,
    version: i64,
    /// What was shown after each key: code and line of every error.
    states: Vec<BTreeSet<(String, u64)>>,
    _folder: &'f Folder,
}

impl<'f> Author<'f> {
    fn open(folder: &'f Folder, path: &str) -> Self {
        let mut client = Client::start_typing(&[&folder.path()], push_abilities());
        let (text, path) = (folder.read(path), folder.of(path));
        client.open(&path, &text);
        client.settle();
        Self { client, path, text, version: 1, states: Vec::new(), _folder: folder }
    }

    /// Replaces a text that stands once in the document.
    #[track_caller]
    fn replace(&mut self, old: &str, new: &str) {
        assert_eq!(self.text.matches(old).count(), 1, "{old:?}");
        let at = self.text.find(old).unwrap();
        self.edit(at, old.len(), new);
    }

    /// Types keys behind a text that stands once in the document.
    #[track_caller]
    fn type_behind(&mut self, mark: &str, keys: &str) {
        assert_eq!(self.text.matches(mark).count(), 1, "{mark:?}");
        let mut at = self.text.find(mark).unwrap() + mark.len();
        // An editor indents a new line with the line break.
        let mut keys = keys.chars().peekable();
        while let Some(key) = keys.next() {
            let mut typed = key.to_string();
            while key == '\n' && keys.next_if_eq(&' ').is_some() {
                typed.push(' ');
            }
            self.edit(at, 0, &typed);
            at += typed.len();
        }
    }

    /// What a save does where the editor is set up to apply safe fixes.
    fn fix_all(&mut self) -> Value {
        let start = json!({ "line": 0, "character": 0 });
        let ask = json!({ "textDocument": { "uri": uri(&self.path) }, "range": { "start": start, "end": start },
            "context": { "diagnostics": [], "only": ["source.fixAll"] } });
        self.client.request("textDocument/codeAction", ask)
    }

    fn edit(&mut self, at: usize, length: usize, new: &str) {
        let place = |at: usize, text: &str| {
            let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
            json!({ "line": text[..at].matches('\n').count(), "character": at - start })
        };
        let range = json!({ "start": place(at, &self.text), "end": place(at + length, &self.text) });
        self.text.replace_range(at..at + length, new);
        self.version += 1;
        let params = json!({
            "textDocument": { "uri": uri(&self.path), "version": self.version },
            "contentChanges": [{ "range": range, "text": new }],
        });
        self.client.notify("textDocument/didChange", params);
        self.client.request("sidestep/status", Value::Null);
        self.states.push(self.errors());
    }

    fn errors(&self) -> BTreeSet<(String, u64)> {
        let shown = self.client.published.get(&uri(&self.path));
        let errors = shown.into_iter().flatten().filter(|d| d["severity"] == 1);
        let brief = |d: &Value| {
            (
                format!("{}: {}", d["code"].as_str().unwrap(), d["message"].as_str().unwrap()),
                d["range"]["start"]["line"].as_u64().unwrap(),
            )
        };
        errors.map(brief).collect()
    }

    /// The codes that are shown in a file of the folder.
    fn shown(&self, path: &str) -> Vec<String> {
        self.client.codes().remove(path).unwrap_or_default()
    }

    /// How often the errors that are shown changed to others, and there were some.
    fn error_states(&self) -> usize {
        let mut before = &BTreeSet::new();
        let mut count = 0;
        for state in &self.states {
            let messages = |s: &BTreeSet<(String, u64)>| s.iter().map(|(m, _)| m.clone()).collect::<Vec<_>>();
            count += usize::from(messages(before) != messages(state) && !state.is_empty());
            before = state;
        }
        count
    }

    fn finish(self) {
        self.client.finish();
    }
}

const THREE_ROLES: &str = "
#- sidestep.yaml
columns: [{ name: Focus }]
#- content/tools.yaml
- name: PostgreSQL
- name: Kafka
#- content/roles/data-engineer.yaml
name: Data Engineer
summary: Moves data.
comparison:
  rows:
    - role: Data Engineer
      Focus: pipelines
#- content/roles/cloud-architect.yaml
name: Cloud Architect
summary: Plans clouds.
comparison:
  rows:
    - role: Cloud Architect
      Focus: plans
#- content/roles/web-engineer.yaml
name: Web Engineer
summary: Builds pages.
why: Why look further.
alternatives:
  - role: Data Engineer
    tagline: Moves data.
    about: What it is like.
comparison:
  rows:
    - role: Web Engineer
      Focus: pages
    - role: Data Engineer
how_to_pick:
  options:
    - if: you like pipelines
      role: Data Engineer
      then: Read its page.
  outro: Take your time.
";

const WEB: &str = "content/roles/web-engineer.yaml";

#[test]
fn an_alternative_is_typed_without_a_flicker() {
    let folder = Folder::new(THREE_ROLES);
    let mut author = Author::open(&folder, WEB);
    author.type_behind(
        "about: What it is like.",
        "\n  - role: Cloud Architect\n    tagline: Plans what others build\n    about: |\n      The work is on paper, [[tool:Kafka]] is seldom\n      \
         touched; see [the plan](https://example.org/plan).\n\n      Nobody pages you.\n    best_for:\n      - People who draw\n      \
         - \"People who: talk\"\n      - 'Patient people'",
    );
    author.type_behind("    - role: Data Engineer", "\n    - role: Cloud Architect");
    author.type_behind(
        "then: Read its page.",
        "\n    - if: you like plans\n      role: Cloud Architect\n      then: Read [[Cloud Architect]].",
    );
    assert!(author.error_states() <= 8, "{} states: {:#?}", author.error_states(), author.states);
    assert_eq!(author.errors(), BTreeSet::new());
    author.finish();
}

const SHORT: &str = "roles/web-engineer.yaml";

#[test]
fn what_is_new_in_the_line_waits_for_a_pause_and_what_goes_goes_at_once() {
    let folder = Folder::new(THREE_ROLES);
    let mut author = Author::open(&folder, WEB);
    let before = author.shown(SHORT);
    author.replace("summary: Builds pages.", "summary: Builds [[Pages]].");
    assert_eq!(author.shown(SHORT), before);
    let started = Instant::now();
    author.client.until("the finding after a pause", |c| c.codes()[SHORT].contains(&"unknown-role".to_owned()));
    assert!(started.elapsed() > Duration::from_millis(200), "{:?}", started.elapsed());
    author.replace("[[Pages]]", "Pages");
    assert_eq!(author.shown(SHORT), before);
    author.finish();
}

#[test]
fn an_edit_elsewhere_and_a_save_end_the_wait() {
    let folder = Folder::new(THREE_ROLES);
    let mut author = Author::open(&folder, WEB);
    author.replace("summary: Builds pages.", "summary: Builds [[Pages]].");
    author.replace("why: Why look", "why: Why not look");
    assert!(author.shown(SHORT).contains(&"unknown-role".to_owned()), "another line");
    author.replace("[[Pages]]", "Pages");
    author.replace("Pages", "[[Pages]]");
    assert!(!author.shown(SHORT).contains(&"unknown-role".to_owned()));
    author.type_behind("Builds [[Pages]].", "\n");
    assert!(author.shown(SHORT).contains(&"unknown-role".to_owned()), "the next line");
    author.replace("[[Pages]]", "Pages");
    author.replace("Pages", "[[Pages]]");
    author.client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri(&author.path) } }));
    author.client.request("sidestep/status", Value::Null);
    assert!(author.shown(SHORT).contains(&"unknown-role".to_owned()), "a save");
    author.finish();
}

#[test]
fn findings_on_other_lines_come_at_once() {
    let folder = Folder::new(THREE_ROLES);
    let mut author = Author::open(&folder, WEB);
    author.replace("    - role: Data Engineer\nhow", "how");
    assert!(author.shown(SHORT).contains(&"missing-row".to_owned()), "{:?}", author.client.codes());
    author.finish();
}

#[test]
fn what_others_say_of_a_name_waits_until_it_is_typed() {
    let folder = Folder::new(THREE_ROLES);
    let mut author = Author::open(&folder, "content/roles/data-engineer.yaml");
    author.replace("name: Data Engineer", "name: Data Gardener");
    assert_eq!(author.shown(SHORT), [] as [&str; 0]);
    author.client.until("the findings of the other file", |c| c.codes().contains_key(SHORT));
    author.replace("name: Data Gardener", "name: Data Engineer");
    assert_eq!(author.shown(SHORT), [] as [&str; 0], "what goes goes at once");
    author.replace("name: Data Engineer", "name: Data Gardener");
    assert_eq!(author.shown(SHORT), [] as [&str; 0]);
    author.replace("summary: Moves data.", "summary: Moves more data.");
    assert_eq!(author.shown(SHORT), ["unknown-role", "unknown-role", "unknown-role"], "an edit elsewhere");
    author.finish();
}

#[test]
fn what_many_others_say_of_a_name_comes_too() {
    let other = |n: usize| {
        format!(
            "#- content/roles/old-{n}.yaml\nname: Old {n}\nsummary: Is gone.\nstatus: retired\nreplaced_by: Data Engineer\n"
        )
    };
    let folder = Folder::new(&(THREE_ROLES.to_owned() + &(0..150).map(other).collect::<String>()));
    let mut author = Author::open(&folder, "content/roles/data-engineer.yaml");
    let count = |client: &Client| {
        let codes = client.codes().into_iter().filter(|(path, _)| path.starts_with("roles/old-"));
        codes.filter(|(_, codes)| codes.contains(&"unknown-role".to_owned())).count()
    };
    assert_eq!(count(&author.client), 0);
    author.replace("name: Data Engineer", "name: Data Gardener");
    author.client.settle();
    assert_eq!(count(&author.client), 0);
    author.client.until("the findings of all other files", |c| count(c) == 150);
    author.replace("name: Data Gardener", "name: Data Engineer");
    author.client.until("that there are none", |c| count(c) == 0);
    author.finish();
}

#[test]
fn the_name_of_the_file_is_judged_last() {
    let is_shown = |author: &Author| author.shown("roles/data-engineer.yaml").contains(&"file-name".to_owned());
    let folder = Folder::new(THREE_ROLES);
    let mut author = Author::open(&folder, "content/roles/data-engineer.yaml");
    author.replace("name: Data Engineer", "name: Data Gardener");
    author.client.until("what else waits", |c| c.codes().contains_key(SHORT));
    assert!(!is_shown(&author));
    author.client.until("the file's name", |c| {
        c.codes().get("roles/data-engineer.yaml").is_some_and(|codes| codes.contains(&"file-name".to_owned()))
    });
    author.replace("name: Data Gardener", "name: Data Engineer");
    assert!(!is_shown(&author));
    author.replace("name: Data Engineer", "name: Data Gardener");
    author.replace("Moves data.", "Moves more data.");
    assert!(is_shown(&author), "an edit on another line");
    author.finish();
}

/// The codes in the file whose name is judged.
fn in_data_engineer(client: &Client) -> Vec<String> {
    client.codes().remove("roles/data-engineer.yaml").unwrap_or_default()
}

#[test]
fn a_name_that_is_typed_on_after_a_pause_waits_for_the_next_pause_only() {
    let folder = Folder::new(THREE_ROLES);
    let mut author = Author::open(&folder, "content/roles/data-engineer.yaml");
    author.replace("name: Data Engineer", "name: Data Gardener");
    author.client.until("what else waits", |c| c.codes().contains_key(SHORT));
    author.replace("name: Data Gardener", "name: \"Data Gardener");
    let started = Instant::now();
    author.client.until("the open quote", |c| in_data_engineer(c).contains(&"syntax".to_owned()));
    assert!(started.elapsed() < Duration::from_millis(1200), "{:?}", started.elapsed());
    author.finish();
}

#[test]
fn the_name_of_a_file_is_judged_too_when_the_settings_change_within_the_pause() {
    let off = THREE_ROLES.replace("columns: [", "rules: { file-name: off }\ncolumns: [");
    let folder = Folder::new(&off);
    let mut author = Author::open(&folder, "content/roles/data-engineer.yaml");
    author.replace("name: Data Engineer", "name: Data Gardener");
    author.client.until("what else waits", |c| c.codes().contains_key(SHORT));
    folder.write("sidestep.yaml", "columns: [{ name: Focus }]\n");
    let changes = json!({ "changes": [{ "uri": uri(&folder.of("sidestep.yaml")), "type": 2 }] });
    author.client.notify("workspace/didChangeWatchedFiles", changes);
    author.client.until("the file's name", |c| in_data_engineer(c).contains(&"file-name".to_owned()));
    author.finish();
}

#[test]
fn what_waits_comes_when_the_delay_is_changed() {
    let folder = Folder::new(THREE_ROLES);
    let mut author = Author::open(&folder, WEB);
    let delay = |author: &mut Author<'_>, ms: u32| {
        author.client.settings = json!({ "diagnostics": { "delay": ms } });
        author.client.notify("workspace/didChangeConfiguration", json!({ "settings": {} }));
    };
    delay(&mut author, 10_000);
    author.client.settle();
    author.replace("summary: Builds pages.", "summary: Builds [[Pages]].");
    assert!(!author.shown(SHORT).contains(&"unknown-role".to_owned()));
    let started = Instant::now();
    delay(&mut author, 0);
    author.client.until("the finding", |c| c.codes()[SHORT].contains(&"unknown-role".to_owned()));
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    author.finish();
}

#[test]
fn a_client_that_asks_is_answered_without_what_waits_and_told_to_ask_again() {
    let folder = Folder::new(THREE_ROLES);
    let web = folder.of(WEB);
    let text = folder.read(WEB);
    let mut client = Client::start_typing(&[&folder.path()], pull_abilities());
    client.open(&web, &text);
    client.settle();
    let ask = |client: &mut Client| {
        let answer = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri(&web) } }));
        answer["items"].as_array().unwrap().iter().any(|d| d["code"] == "unknown-role")
    };
    client.asked.clear();
    client.change(&web, 2, &text.replace("Builds pages", "Builds [[Pages]]"));
    assert!(!ask(&mut client));
    client.until("a refresh", |c| c.asked.iter().any(|r| r["method"] == "workspace/diagnostic/refresh"));
    assert!(ask(&mut client));
    let refreshes = client.asked.iter().filter(|r| r["method"] == "workspace/diagnostic/refresh").count();
    assert_eq!(refreshes, 1);
    client.finish();
}

#[test]
fn the_findings_of_each_version_are_published() {
    let folder = Folder::new(THREE_ROLES);
    let mut author = Author::open(&folder, WEB);
    author.replace("summary: Builds pages.", "summary: Builds [[Pages]].");
    author.client.until("the finding", |c| c.codes()[SHORT].contains(&"unknown-role".to_owned()));
    let found = author.client.published[&uri(&author.path)].clone();
    // The same text pasted over itself: an editor may have moved the mark.
    author.replace("summary: Builds [[Pages]].\nwhy", "summary: Builds [[Pages]].\nwhy");
    let (_, version, _) = author.client.publications.last().unwrap();
    assert_eq!(*version, Some(author.version));
    assert_eq!(author.client.published[&uri(&author.path)], found);
    author.finish();
}

#[test]
fn a_line_that_is_no_yaml_yet_takes_nothing_else_along() {
    let folder = Folder::new(THREE_ROLES);
    let mut author = Author::open(&folder, WEB);
    author.replace("      then: Read its page.\n", "");
    let before = author.errors();
    assert_eq!(before.len(), 1, "{before:?}");
    author.type_behind("      role: Data Engineer", "\n      then:");
    // The states after the first edit, up to the key that completes the missing one.
    let states = &author.states[1..author.states.len() - 1];
    assert!(states.iter().all(|state| *state == before), "{states:#?}");
    assert_eq!(author.errors(), BTreeSet::new());
    author.finish();
}

/// A save in the middle of a name: that the name stands in the list already says nothing yet, for it may become a longer one.
#[test]
fn a_save_takes_nothing_out_of_the_line_that_is_typed() {
    for (list, mark) in [
        ("  - Oven\n  - \n", "tools:\n  - Oven\n  - "),
        ("  - \n  - Oven\n", "tools:\n  - "),
        ("  [Oven, ]\n", "[Oven, "),
    ] {
        let role = format!("name: Cook\nsummary: Cooks.\ntools:\n{list}");
        let folder = Folder::new(&format!(
            "#- content/tools.yaml\n- name: Oven\n- name: Oven Mitt\n#- content/roles/cook.yaml\n{role}"
        ));
        let mut author = Author::open(&folder, "content/roles/cook.yaml");
        author.type_behind(mark, "Oven");
        author.client.settle();
        assert_eq!(author.fix_all(), json!([]), "{list:?}");
        author.type_behind("Cooks", " well");
        let fixed = author.fix_all();
        assert_eq!(fixed[0]["edit"].to_string().matches("newText").count(), 1, "{fixed}");
        author.client.finish();
    }
}
