//! Every example in the documentation of every rule is true.

use sidestep::rules::RULES;
use sidestep::workspace::Severity;

use crate::fixture::{Mark, parse};

#[test]
fn bad_examples_are_found_and_good_ones_are_clean() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let examples = rule.examples();
        let titles: Vec<&str> = examples.iter().map(|e| e.title).collect();
        assert_eq!(titles, ["Bad", "Good"], "{}", rule.code);
        for example in examples {
            let (files, expected) = parse(&format!("{}\n", example.text));
            let found = files.check();
            let own = |code: &str| rule.has_code(code);
            if example.title == "Good" {
                if let Some(d) = found.iter().find(|d| d.severity >= Severity::Info || own(&d.code)) {
                    wrong.push(format!("{}: the good example has {d:#?}", rule.code));
                }
                continue;
            }
            let mut got: Vec<Mark> = found.iter().filter(|d| own(&d.code)).map(|d| files.mark(d)).collect();
            got.sort();
            if expected.is_empty() || got != expected {
                wrong.push(format!("{}: expected {expected:?}\n got {got:?}\n{:#?}", rule.code, found));
            }
            if let Some(d) = found.iter().find(|d| d.severity >= Severity::Warning && !own(&d.code)) {
                wrong.push(format!("{}: the bad example also has {d:#?}", rule.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
