//! Fingerprints: a finding is the same one wherever its line has gone.

use proptest::prelude::*;
use sidestep::rules::{Diagnostic, Known, fingerprints_of};
use sidestep::workspace::{Baseline, Workspace};

use crate::fixture::Files;

const PLUMBER: &str = "\
name: Plumber
summary: Lays pipes; see [[Fiter]] and [[Tiler]].
skills: [Soldring, Bending]
alternatives:
  - role: Fitter
    summary: Fits boilers with a [[tool:Wrensh]].
    why: They come next.
  - role: Tilr
    summary: Lays tiles.
    why: They come last.
how_to_pick:
  options:
    - role: Fitter
      if: You like warmth
";

const FITTER: &str = "name: Fitter\nsummary: Fits boilers; see [[Plumer]].\nstatus: publishd\n";

const SKILLS: [&str; 3] = [
    "- name: Bending\n  summary: Bends, see [[Nobody]].\n",
    "- name: Soldering\n  summary: Joins, see [[Nobody]].\n",
    "- name: Bending\n  summary: Twice.\n",
];

/// A workspace's files, whose lines are moved about: `seeds` says how.
fn moved(seeds: &[usize]) -> Files {
    let seed = |at: usize| seeds[at % seeds.len()];
    let mut blocks: Vec<String> = Vec::new();
    for line in PLUMBER.lines() {
        match blocks.last_mut().filter(|_| line.starts_with(' ')) {
            Some(block) => block.push_str(&format!("{line}\n")),
            None => blocks.push(format!("{line}\n")),
        }
    }
    // The name stays first; the other keys change places, and blank lines and comments come between.
    let shift = seed(0) % (blocks.len() - 1);
    blocks[1..].rotate_left(shift);
    let gap = |at: usize| ["", "\n", "# A note.\n", "\n\n# Two\n# notes.\n"][seed(at) % 4];
    let plumber: String = blocks.iter().enumerate().map(|(at, block)| format!("{}{block}", gap(at + 1))).collect();
    let mut skills = SKILLS.to_vec();
    // The first of two that share a name stays the first.
    skills.swap(1, seed(2) % 2);
    let folder = ["", "trades/", "a/b/"][seed(3) % 3];
    let files = [
        (format!("content/roles/{folder}plumber.yaml"), plumber),
        ("content/roles/fitter.yaml".to_owned(), format!("{}{FITTER}", gap(9))),
        ("content/roles/tiler.yaml".to_owned(), "name: Tiler\nsummary: Lays tiles.\n".to_owned()),
        ("content/skills.yaml".to_owned(), skills.concat()),
        (format!("content/roles/new-{}.yaml", seed(4)), format!("name: New {}\nsummary: Nothing to see.\n", seed(4))),
    ];
    Files(files.into())
}

fn found(files: &Files) -> (Workspace, Vec<Diagnostic>) {
    let workspace = files.workspace();
    let mut found = files.check();
    found.retain(|d| d.severity > sidestep::workspace::Severity::Hint);
    (workspace, found)
}

proptest! {
    #[test]
    fn edits_elsewhere_bring_no_old_finding_back(seeds in prop::collection::vec(0_usize..1000, 12)) {
        let before = moved(&[0]);
        let (workspace, old) = found(&before);
        let prints = fingerprints_of(&workspace, &before, &old.iter().collect::<Vec<_>>());
        let baseline = Baseline::of(prints);
        prop_assert!(baseline.len() >= 8, "{:#?}", baseline);
        prop_assert_eq!(&Baseline::read(&baseline.to_text()).unwrap(), &baseline);
        let after = moved(&seeds);
        let (workspace, found) = found(&after);
        let prints = fingerprints_of(&workspace, &after, &found.iter().collect::<Vec<_>>());
        let known = Known::new(&baseline, &workspace);
        let news: Vec<_> = found.iter().zip(known.take(&prints)).filter(|(_, known)| !known).map(|(d, _)| &d.message).collect();
        prop_assert!(news.is_empty(), "{:#?}", news);
        prop_assert!(known.left().is_empty(), "{:#?}", known.left());
    }
}
