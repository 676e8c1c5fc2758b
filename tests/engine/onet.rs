//! Real data: a thousand occupations as a workspace. What is found in it is true.

use std::collections::{BTreeMap, BTreeSet};

use sidestep::workspace::Severity;

use crate::fixture::Files;
use crate::onet_data::{occupations, path, quoted, workspace};

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

    let others: Vec<_> =
        found.iter().filter(|d| d.code != "duplicate-name" && d.severity >= Severity::Warning).collect();
    assert!(others.is_empty(), "{:#?}", &others[..others.len().min(5)]);
}
