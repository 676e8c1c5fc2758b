//! Real data: a thousand occupations as a workspace. What is found in it is true.

use std::collections::{BTreeMap, BTreeSet};

use sidestep::workspace::Severity;

use crate::fixture::Files;
use crate::onet_data::{CELL_NAMES, occupations, path, quoted, workspace};

/// The names that a later file or entry repeats, with the file: role names as they are written, terms whatever the case
/// of their first letter, both by path.
fn repeated<'n>(names: impl Iterator<Item = (String, &'n str)>, key: fn(&str) -> String) -> BTreeSet<(String, String)> {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut sorted: Vec<(String, &str)> = names.collect();
    sorted.sort();
    let mut repeated = BTreeSet::new();
    for (path, name) in sorted {
        let owner = first.entry(key(name)).or_insert_with(|| path.clone());
        if *owner != path {
            repeated.insert((path, name.to_owned()));
        }
    }
    repeated
}

#[test]
fn occupations_have_the_findings_that_they_deserve() {
    let Some(occupations) = occupations() else { return };
    assert!(occupations.len() > 1000);
    let files = Files(workspace(&occupations).into_iter().collect());
    assert_eq!(files.0.len(), occupations.len() + 3, "each occupation has a file of its own");
    let found = files.check();

    let names = occupations.iter().flat_map(|o| {
        let path = path(&o.name);
        std::iter::once(&o.name).chain(&o.aliases).map(move |name| (path.clone(), name.as_str()))
    });
    let expected = repeated(names, str::to_owned);
    assert!(expected.len() > 500, "{}", expected.len());
    let duplicates: BTreeSet<(String, String)> = found
        .iter()
        .filter(|d| d.code == "duplicate-name")
        .map(|d| (d.path.to_string(), d.span.slice(&files.0[&*d.path]).to_owned()))
        .collect();
    let escaped = |(path, name): &(String, String)| (path.clone(), quoted(name).trim_matches('"').to_owned());
    let expected: BTreeSet<(String, String)> = expected.iter().map(escaped).collect();
    let difference: Vec<_> = duplicates.symmetric_difference(&expected).collect();
    assert!(difference.is_empty(), "{difference:#?}");

    // "Mathematics" is a skill and a field of knowledge in the data: a few occupations list it twice.
    let lists = occupations.iter().flat_map(|o| {
        let cells = [&o.skills, &o.tools].map(|list| &list[..list.len().min(CELL_NAMES)]);
        [&o.skills[..], &o.tools[..], cells[0], cells[1]].map(|list| (path(&o.name), list))
    });
    let mut expected: Vec<(String, String)> = lists
        .flat_map(|(path, list)| {
            let again = list.iter().enumerate().filter(|&(at, name)| list[..at].contains(name));
            again.map(move |(_, name)| (path.clone(), quoted(name))).collect::<Vec<_>>()
        })
        .collect();
    assert!(!expected.is_empty());
    let mut told: Vec<(String, String)> = found
        .iter()
        .filter(|d| d.code == "repeated-term")
        .map(|d| (d.path.to_string(), quoted(d.span.slice(&files.0[&*d.path]).trim_matches('"'))))
        .collect();
    expected.sort();
    told.sort();
    assert_eq!(told, expected);

    let known = ["duplicate-name", "repeated-term"];
    let others: Vec<_> =
        found.iter().filter(|d| !known.contains(&&*d.code) && d.severity >= Severity::Warning).collect();
    assert!(others.is_empty(), "{:#?}", &others[..others.len().min(5)]);
}
