//! Completion: whole blocks, and completion anywhere.

use sidestep::ide::completion::{CompletionOptions, completions};
use sidestep::ide::{Analysis, FileView};
use sidestep::syntax::parse;
use sidestep::text::{TextEdit, apply};

use crate::corpus::{self, Random};
use crate::cursor::Cursor;
use crate::fixture::Files;
use crate::ide_completion::{AROUND, ask, ask_in, asked, sane};

const PAGE: &str = "\
name: X
summary: y
why: z
alternatives:
  - role: Data Engineer
    tagline: t
    about: a
  - $0
comparison:
  rows:
    - role: X
    - role: Data Engineer
how_to_pick:
  options:
    - if: i
      role: Data Engineer
      then: t
";

#[test]
fn an_alternative_with_its_row_and_option() {
    let asked = ask(PAGE);
    let item = asked.item("Backend Engineer");
    let expected = PAGE
        .replace("  - $0\n", "  - role: Backend Engineer\n    tagline: …\n    about: |\n      …\n")
        .replace("    - role: Data Engineer\nhow", "    - role: Data Engineer\n    - role: Backend Engineer\nhow")
        + "    - if: …\n      role: Backend Engineer\n      then: …\n";
    assert_eq!(asked.taken(item), expected);
    assert!(!asked.labels().contains(&"X"));
    let asked = ask_in("content/roles/x.yaml", PAGE, true);
    let item = asked.item("Backend Engineer");
    assert_eq!(item.text, "role: Backend Engineer\n  tagline: $1\n  about: |\n    $2");
    assert!(item.snippet);
    // At the list's own indentation, with the dash still to come.
    let asked = ask(&PAGE.replace("  - $0\n", "  $0\n"));
    assert_eq!(asked.taken(asked.item("Backend Engineer")), expected);
    let asked = ask(&PAGE.replace("  - $0\n", "  - bac$0\n").replace('\n', "\r\n"));
    assert_eq!(asked.taken(asked.item("Backend Engineer")), expected.replace('\n', "\r\n"));
}

#[test]
fn missing_rows_and_options() {
    let row = PAGE.replace("  - $0\n", "").replace("    - role: Data Engineer\nhow", "    - $0\nhow");
    assert_eq!(ask(&row).labels()[..2], ["Data Engineer", "role"]);
    let asked = ask(&row);
    assert_eq!(asked.take("Data Engineer"), row.replace("- $0", "- role: Data Engineer"));
    let own = PAGE.replace("  - $0\n", "").replace("    - role: X\n", "    $0\n");
    assert_eq!(
        ask(&own).take("X"),
        own.replace(
            "    $0\n",
            "    - role: X\n      Primary Focus: …\n      Key Skills: …\n      Common Tools/Technologies: …\n      Typical Deliverables: …\n"
        )
    );
    let option =
        PAGE.replace("  - $0\n", "").replace("    - if: i\n      role: Data Engineer\n      then: t\n", "    - $0\n");
    assert_eq!(
        ask(&option).take("Data Engineer"),
        option.replace("    - $0\n", "    - if: …\n      role: Data Engineer\n      then: …\n")
    );
}

#[test]
fn a_whole_page() {
    let asked = ask_in("content/roles/site-planner.yaml", "$0", false);
    assert_eq!(asked.labels()[..3], ["page", "name", "summary"]);
    let text = asked.take("page");
    let (tree, errors) = parse(&text);
    assert_eq!(errors, []);
    assert!(text.starts_with("name: Site Planner\nsummary: …\nwhy: |\n  …\nalternatives:\n  - role: …\n"), "{text}");
    let keys: Vec<&str> = tree.root().unwrap().entries().map(|(k, _)| k.scalar_text()).collect();
    assert_eq!(keys, ["name", "summary", "why", "alternatives", "comparison", "how_to_pick"]);
    let asked = ask_in("content/roles/site-planner.yaml", "name: R&D $Lead\npa$0\n", true);
    let text = &asked.item("page").text;
    assert!(text.starts_with("summary: $1\nwhy: |\n  $2\n"), "{text}");
    assert!(text.contains("- role: R&D \\$Lead\n"), "{text}");
}

/// Every offset: no panic, items keep to the rules; in a sound file, taking one keeps the file sound.
fn everywhere(path: &str, text: &str, step: usize, options: CompletionOptions) {
    let mut cursor = Cursor::new(&format!("{AROUND}#- {path}\nname: Q\n"));
    cursor.files.0.insert(path.to_owned(), text.to_owned());
    cursor.workspace = cursor.files.workspace();
    path.clone_into(&mut cursor.path);
    let sound = parse(text).1.is_empty();
    let file = cursor.file();
    for at in (0..=text.len()).step_by(step) {
        let answer = completions(&file, at as u32, &options);
        if !text.is_char_boundary(at) || text[..at].ends_with('\r') || at < 3 && text.starts_with('\u{feff}') {
            continue;
        }
        for (n, item) in answer.items.iter().enumerate() {
            sane(text, at as u32, item);
            if !sound || item.snippet || n > 3 && n % 7 != at % 7 {
                continue;
            }
            let mut edits = vec![TextEdit::new(item.replace, item.text.clone())];
            edits.extend(item.extra.iter().cloned());
            let after = apply(text, &edits).unwrap();
            let errors = parse(&after).1;
            assert!(errors.is_empty(), "{:?} at {at} of {path}:\n{after}\n{errors:?}", item.label);
        }
    }
}

const STYLES: &str = "\u{feff}# sidestep: ignore-file[stale]
name: 😀 X
summary: \"Likes [[Data Engineer]] and [[skill:UI/UX]]\"
status: draft # sidestep: ignore[schema]
skills: [API design, 'it''s',
  UI/UX]
tools:
- Docker
- \"Redis\"
why: >-
  Some [[Backend Engineer|text]]
  and more.

  Last.
alternatives:
  - role: Data Engineer
    tagline: one
    about: |
      Text

    best_for: [a, b]
  - { role: Backend Engineer, tagline: x, about: y }

comparison:
  columns: [Primary Focus, Key Skills]
  rows:
    - role: X
      Primary Focus: a
      Key Skills: API design/UI/UX (SQL, C#)
      Common Tools/Technologies: [Docker, Redis]

    - role: Data Engineer
how_to_pick:
  options:
    - if: &i x
      role: Data Engineer
      then: *i
x-team: { a: [b] }
";

#[test]
fn anywhere_in_a_sound_file() {
    for snippets in [false, true] {
        everywhere("content/roles/q.yaml", STYLES, 1, CompletionOptions { snippets, ..Default::default() });
    }
    everywhere(
        "content/roles/q.yaml",
        &STYLES.replace('\n', "\r\n"),
        1,
        CompletionOptions { snippets: false, ..Default::default() },
    );
    let settings = "rules: { stale: off }\ncolumns:\n  - name: A\n    kind: skill\npage:\n  pick: x\n";
    everywhere("sidestep.yaml", settings, 1, CompletionOptions { snippets: false, ..Default::default() });
    everywhere(
        "content/skills.yaml",
        "- name: A\n- name: B\n\n",
        1,
        CompletionOptions { snippets: false, ..Default::default() },
    );
}

#[test]
fn in_a_large_file() {
    let mut text: String = (0..20_000).map(|n| format!("- name: term {n}\n  summary: x\n")).collect();
    text.push_str("- name: Q\n  $0\n");
    let asked = asked(Cursor::new(&format!("#- content/skills.yaml\n{text}")), false);
    assert!(asked.labels().contains(&"aliases"), "{:?}", asked.labels());
}

#[test]
fn anywhere_in_the_shipped_content() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Files::default();
    for path in ["content/skills.yaml", "content/tools.yaml"] {
        files.0.insert(path.to_owned(), std::fs::read_to_string(root.join(path)).unwrap());
    }
    for entry in std::fs::read_dir(root.join("content/roles")).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("content/roles/{}", path.file_name().unwrap().to_str().unwrap());
        files.0.insert(name, std::fs::read_to_string(path).unwrap());
    }
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: &files };
    for (path, text) in &files.0 {
        let file: FileView<'_> = view.file(path).unwrap();
        for at in (0..=text.len()).step_by(61) {
            let answer = completions(&file, at as u32, &CompletionOptions { snippets: false, ..Default::default() });
            for item in answer.items.iter().step_by(17) {
                let mut edits = vec![TextEdit::new(item.replace, item.text.clone())];
                edits.extend(item.extra.iter().cloned());
                let after = apply(text, &edits).unwrap();
                assert!(parse(&after).1.is_empty(), "{:?} at {at} of {path}", item.label);
            }
        }
    }
}

#[test]
fn anywhere_in_broken_files() {
    let mut random = Random(7);
    let pieces =
        ["[", "]", "{", "\"", "'", "\n", "  ", "\t", ": ", "- ", "x", "&a", "*a", "|", "#", "[[", "\r\n", "😀"];
    for round in 0..60 {
        let mut text = STYLES.to_owned();
        for _ in 0..=round % 4 {
            let mut at = random.below(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let mut end = (at + random.below(6)).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            text.replace_range(at..end, pieces[random.below(pieces.len())]);
        }
        everywhere(
            "content/roles/q.yaml",
            &text,
            11,
            CompletionOptions { snippets: round % 2 == 0, ..Default::default() },
        );
    }
}

/// The work is bounded: with ten thousand roles an answer takes a few milliseconds in a release build.
#[test]
fn in_a_large_workspace() {
    let files = Files(corpus::workspace(if cfg!(debug_assertions) { 1_000 } else { 10_000 }).into_iter().collect());
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: &files };
    let path = files.0.keys().find(|p| p.contains("roles/5/")).unwrap();
    let file = view.file(path).unwrap();
    let mut times = Vec::new();
    for at in (0..file.text.len()).step_by(7) {
        let start = std::time::Instant::now();
        let answer = completions(&file, at as u32, &CompletionOptions { snippets: true, ..Default::default() });
        times.push(start.elapsed());
        assert!(answer.items.len() <= 100);
    }
    times.sort();
    println!("p50 {:?}, p99 {:?}, most {:?}", times[times.len() / 2], times[times.len() * 99 / 100], times.last());
    let role = file.text.find("- role: ").unwrap() as u32 + 8;
    let answer = completions(&file, role, &CompletionOptions { snippets: true, ..Default::default() });
    assert!(answer.incomplete && answer.items.len() == 100);
}
