//! A workspace of two hundred roles in every YAML style, and about fifty kinds of mistakes planted in it: each is found
//! at its exact range, and nothing else is at warning or above.

use std::collections::BTreeMap;

use sidestep::workspace::Severity;

use self::mistakes::{MISTAKES, typed};
use self::pages::{File, LISTED, ROLES, listed_by, map, name, text, world, write};
use self::styles::{Value, mark};
use crate::corpus::Random;
use crate::fixture::{Files, Mark};

mod mistakes;
mod pages;
#[path = "../support/styles.rs"]
mod styles;

/// Writes all files and checks that exactly the marked findings are at warning or above.
fn check(files: &[File], random: &mut Random, what: &dyn Fn(&str) -> String) {
    let mut written = Files::default();
    let mut expected = Vec::new();
    for file in files {
        let (text, marks) = write(file, random);
        assert!(written.0.insert(file.path.clone(), text).is_none(), "{} twice", file.path);
        expected.extend(marks);
    }
    let found = written.check();
    let least = if expected.is_empty() { Severity::Info } else { Severity::Warning };
    let mut got: BTreeMap<Mark, Vec<&str>> = BTreeMap::new();
    for d in found.iter().filter(|d| d.severity >= least) {
        got.entry(written.mark(d)).or_default().push(&d.message);
    }
    let mut wrong = String::new();
    for mark in expected {
        let messages = got.get_mut(&mark).filter(|list| !list.is_empty());
        if messages.is_some_and(|list| list.pop().is_some()) {
            continue;
        }
        wrong += &format!("\nnot found: {mark:?} ({})", what(&mark.0));
    }
    for (mark, messages) in got {
        for message in messages {
            let line = written.0[&mark.0].lines().nth(mark.1 as usize - 1).unwrap_or_default();
            wrong += &format!("\nnot planted: {mark:?} {message} ({})\n    {line}", what(&mark.0));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A workspace with one mistake of each kind in a page of its own, and which one stands in which file.
pub fn with_mistakes(seed: usize) -> (Files, BTreeMap<String, &'static str>) {
    let random = &mut Random(100 + seed as u64);
    let (files, planted) = plant(random, seed);
    let written = files.iter().map(|file| (file.path.clone(), write(file, random).0)).collect();
    (Files(written), planted)
}

fn plant(random: &mut Random, seed: usize) -> (Vec<File>, BTreeMap<String, &'static str>) {
    let mut files = world(random);
    let mut planted = BTreeMap::new();
    for (at, (what, plant)) in MISTAKES.iter().enumerate() {
        // Each mistake meets another role in each round.
        let n = LISTED + (at + seed * 17) % (ROLES - LISTED);
        plant(&mut files[n], n);
        planted.insert(files[n].path.clone(), *what);
    }
    (files, planted)
}

#[test]
fn a_clean_workspace_has_no_finding() {
    for seed in 1..=3 {
        let random = &mut Random(seed);
        let files = world(random);
        check(&files, random, &|_| format!("seed {seed}"));
    }
}

#[test]
fn every_planted_mistake_is_found_and_nothing_else() {
    for seed in 1..=3_usize {
        let random = &mut Random(100 + seed as u64);
        let (files, planted) = plant(random, seed);
        check(&files, random, &|path| format!("seed {seed}: {}", planted.get(path).unwrap_or(&"nothing planted")));
    }
}

/// The numbers of the roles that list role `n`.
fn listers(n: usize) -> Vec<usize> {
    (0..ROLES).filter(|page| listed_by(*page).contains(&n)).collect()
}

/// Marks the row for role `n` in every page that lists it.
fn mark_rows(files: &mut [File], n: usize, code: &str) {
    for page in listers(n) {
        let at = listed_by(page).iter().position(|other| *other == n).unwrap();
        files[page].value.rows()[at + 1].at("role").mark_text(code);
    }
}

#[test]
fn mistakes_that_show_in_other_files() {
    for seed in 1..=3 {
        let random = &mut Random(1000 + seed);
        let mut files = world(random);
        // A cell that is missing at home is missing in each table.
        files[10].value.rows()[0].remove("Primary Focus");
        files[10].value.rows()[0].at("role").mark_text("missing-cell");
        mark_rows(&mut files, 10, "missing-cell");
        // A role without any table.
        files[21].value.remove("comparison");
        files[21].value.mark_key("alternatives", "schema");
        mark_rows(&mut files, 21, "missing-own-row");
        // One cause at home that shows nowhere else.
        *files[32].value.key("comparison") = mark("comparision", "schema");
        *files[33].value.key("name") = mark("nmae", "schema");
        files[34].value.remove("name");
        files[34].value.first_key("schema");
        *files[35].value.rows()[0].key("role") = mark("Role", "schema");
        files[36].value.rows()[0].set("role", typed(&name(36), "unknown-role"));
        files[37].value.set("comparison", text(mark("to come", "schema")));
        *files[38].value.at("comparison").key("rows") = mark("Rows", "schema");
        files[39].value.rows()[0].set("Key Skills", Value::Raw(mark("{ a: b }", "schema")));
        // A name taken twice: the later one is told, and nobody who uses the first.
        let taken = name(40);
        let (first, second) = if files[40].path < files[150].path { (40, 150) } else { (150, 40) };
        for n in [first, second] {
            let entries = files[n].value.entries();
            entries.retain(|(key, _)| key != "aliases");
            let code = |text: &str| if n == second { mark(text, "duplicate-name") } else { text.to_owned() };
            if n == 150 {
                entries.push(("aliases".to_owned(), Value::List(vec![text(code(&taken))])));
            } else {
                files[n].value.set("name", text(code(&taken)));
            }
        }
        // Vocabularies.
        let tools = files[ROLES].value.items();
        *tools[3].key("name") = mark("nam", "schema");
        tools[4].entries().push((mark("colour", "schema"), text("red")));
        tools.push(map(vec![("name", text(mark("C#", "duplicate-name")))]));
        tools.push(map(vec![("name", text("Brand New")), ("avoid", Value::List(vec![text("New Brand")]))]));
        files[160].value.at("why").push_text(&format!(" A {}.", mark("New Brand", "discouraged-name")));
        check(&files, random, &|_| format!("seed {seed}"));
    }
}

#[test]
fn several_mistakes_in_one_file() {
    for seed in 1..=3_u64 {
        let random = &mut Random(2000 + seed);
        let mut files = world(random);
        let mut planted = BTreeMap::new();
        for page in 0..(ROLES - LISTED) / 4 {
            let n = LISTED + page * 4;
            // One mistake in the alternatives or the table, others in places that it does not touch.
            let chosen =
                ["unknown tool", "unknown skill in a list cell", "nobody in a mention", "key twice", "insecure link"];
            let (what, plant) = MISTAKES[(page * 7 + seed as usize) % MISTAKES.len()];
            plant(&mut files[n], n);
            let mut names = what.to_owned();
            for other in MISTAKES.iter().filter(|(name, _)| chosen.contains(name) && *name != what) {
                let lost = [
                    "tools as text",
                    "brackets without quotes",
                    "no why",
                    "no comparison",
                    "ignored",
                    "half idle ignore",
                ];
                let shared = what.contains("cell")
                    || what.contains("row")
                    || what.contains("misspelled")
                    || what.contains("summary")
                    || lost.contains(&what);
                if !shared {
                    (other.1)(&mut files[n], n);
                    names = format!("{names}, {}", other.0);
                }
            }
            planted.insert(files[n].path.clone(), names);
        }
        check(&files, random, &|path| format!("seed {seed}: {:?}", planted.get(path)));
    }
}
