//! What those who read a format need of it: the fields that its specification demands, no others, and places that are true.

use serde_json::{Value, json};

use super::mistakes;
use crate::support::{Folder, OTHER};

/// A finding behind characters of one, two and four bytes, with a fix.
const ANVIL: &str = "name: Data Engineer\nsummary: é🚀 uses the [[Bakend Engineer]].\n";

fn anvil() -> Folder {
    let folder = Folder::clean();
    folder.write(OTHER.0, ANVIL);
    folder
}

fn report(folder: &Folder, format: &str, more: &[&str]) -> Value {
    folder.run(&[&["check", "--format", format], more].concat()).json()
}

/// Schemas of those fields that reports have, written after the specifications; the words there stand in the formats' own
/// files.
#[track_caller]
fn fits(what: &str, schema: &str, report: &Value) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(report).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

const SARIF: &str = include_str!("sarif.schema.json");
const GITLAB: &str = include_str!("gitlab.schema.json");
const RDJSON: &str = include_str!("rdjson.schema.json");

#[test]
fn reports_have_the_fields_that_are_needed() {
    let empty = Folder::new(&[]);
    let broken = Folder::new(&[("sidestep.yaml", "roles: [\n")]);
    let folders = [
        ("mistakes", &mistakes()),
        ("clean", &Folder::clean()),
        ("anvil", &anvil()),
        ("empty", &empty),
        ("broken", &broken),
    ];
    for (name, folder) in folders {
        for (format, schema) in [("sarif", SARIF), ("gitlab", GITLAB), ("rdjson", RDJSON)] {
            fits(&format!("{format} of {name}"), schema, &report(folder, format, &["--show", "hint"]));
        }
    }
}

/// A schema that refuses nothing would prove nothing.
#[test]
fn a_field_that_is_missing_or_unknown_is_noticed() {
    let folder = anvil();
    for (format, schema, at) in
        [("sarif", SARIF, "/runs/0/results/0"), ("gitlab", GITLAB, "/0"), ("rdjson", RDJSON, "/diagnostics/0")]
    {
        let whole = report(&folder, format, &[]);
        let schema: Value = serde_json::from_str(schema).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        assert!(validator.is_valid(&whole));
        let keys: Vec<String> = whole.pointer(at).unwrap().as_object().unwrap().keys().cloned().collect();
        let needed = ["message", "description", "severity", "level", "location", "locations", "fingerprint"];
        for key in keys.iter().filter(|key| needed.contains(&key.as_str())) {
            let mut less = whole.clone();
            less.pointer_mut(at).unwrap().as_object_mut().unwrap().remove(key);
            assert!(!validator.is_valid(&less), "{format} without {key}");
        }
        let mut more = whole.clone();
        more.pointer_mut(at).unwrap()["colour"] = json!("red");
        assert!(!validator.is_valid(&more), "{format}");
    }
}

#[test]
fn columns_are_those_of_the_format() {
    let folder = anvil();
    let finding = report(&folder, "json", &[]);
    let finding = finding["diagnostics"].as_array().unwrap().iter().find(|d| d["code"] == "unknown-role").unwrap();
    assert_eq!(finding["range"]["start"], json!({ "line": 2, "column": 24 }));
    let rdjson = report(&folder, "rdjson", &[]);
    let range = &rdjson["diagnostics"][0]["location"]["range"];
    assert_eq!(*range, json!({ "start": { "line": 2, "column": 28 }, "end": { "line": 2, "column": 43 } }), "bytes");
    let sarif = report(&folder, "sarif", &[]);
    assert_eq!(sarif["runs"][0]["columnKind"], "utf16CodeUnits");
    let region = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(*region, json!({ "startLine": 2, "startColumn": 25, "endLine": 2, "endColumn": 40 }));
    let gitlab = report(&folder, "gitlab", &[]);
    assert_eq!(gitlab[0]["location"], json!({ "path": OTHER.0, "lines": { "begin": 2, "end": 2 } }));
}

/// Replaces a range of a text; columns in units that `width` gives for a character.
fn replaced(text: &str, [line, from, end_line, to]: [u64; 4], new: &str, width: fn(char) -> usize) -> String {
    let at = |line: u64, column: u64| {
        let start: usize = text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
        let (mut units, mut bytes) = (1, start);
        for c in text[start..].chars() {
            if units == column as usize {
                break;
            }
            units += width(c);
            bytes += c.len_utf8();
        }
        bytes
    };
    format!("{}{new}{}", &text[..at(line, from)], &text[at(end_line, to)..])
}

#[test]
fn a_fix_that_a_reader_applies_is_that_of_the_check() {
    let folder = anvil();
    let rdjson = report(&folder, "rdjson", &[]);
    let suggestion = &rdjson["diagnostics"][0]["suggestions"][0];
    let at = |end: &str, key: &str| suggestion["range"][end][key].as_u64().unwrap();
    let range = [at("start", "line"), at("start", "column"), at("end", "line"), at("end", "column")];
    let suggested = replaced(ANVIL, range, suggestion["text"].as_str().unwrap(), char::len_utf8);
    let sarif = report(&folder, "sarif", &[]);
    let change = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], OTHER.0);
    let replacement = &change["replacements"][0];
    let at = |key: &str| replacement["deletedRegion"][key].as_u64().unwrap();
    let region = [at("startLine"), at("startColumn"), at("endLine"), at("endColumn")];
    let inserted = replacement["insertedContent"]["text"].as_str().unwrap();
    let replaced = replaced(ANVIL, region, inserted, char::len_utf16);
    folder.run(&["check", "--fix", "--unsafe"]).is(0);
    assert_eq!(suggested, folder.read(OTHER.0));
    assert_eq!(replaced, folder.read(OTHER.0));
}

/// A fix that changes a file in several places is one suggestion; one that creates a file is none.
#[test]
fn suggestions_are_one_replacement_each() {
    let rdjson = report(&mistakes(), "rdjson", &[]);
    let of =
        |code: &str| rdjson["diagnostics"].as_array().unwrap().iter().find(|d| d["code"]["value"] == code).unwrap();
    assert_eq!(of("row-order")["suggestions"].as_array().unwrap().len(), 1);
    assert!(of("file-name").get("suggestions").is_none(), "a name of a file is no text");
    let sarif = report(&mistakes(), "sarif", &[]);
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let of = |code: &str| results.iter().find(|d| d["ruleId"] == code).unwrap();
    assert!(of("file-name").get("fixes").is_none());
    assert_eq!(of("row-order")["fixes"][0]["properties"]["applicability"], "safe");
}

#[test]
fn errors_come_first_in_code_scanning_and_refer_to_their_rules() {
    let sarif = report(&mistakes(), "sarif", &["--show", "hint"]);
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().unwrap();
    let rank = |r: &Value| ["error", "warning", "note"].iter().position(|l| r["level"] == *l).unwrap();
    assert!(results.iter().map(rank).is_sorted());
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    assert!(results.iter().any(|r| r["ruleId"] == "unknown-tool"), "a kind's code has a rule too");
}

/// The fingerprints of all findings, by format.
fn fingerprints(folder: &Folder) -> Vec<String> {
    let gitlab = report(folder, "gitlab", &[]);
    let of = |issue: &Value| issue["fingerprint"].as_str().unwrap().to_owned();
    gitlab.as_array().unwrap().iter().map(of).collect()
}

#[test]
fn fingerprints_stay_when_lines_come_and_go() {
    let folder = Folder::clean();
    let role = |before: &str| {
        format!("name: Data Engineer\n{before}summary: Like [[Nobody]] and [[Nobody]], see <http://example.org/>.\n")
    };
    folder.write(OTHER.0, role(""));
    let before = fingerprints(&folder);
    assert_eq!(before.len(), 3);
    let mut distinct = before.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), 3, "two of the same words are two findings");
    folder.write(OTHER.0, role("# A remark,\n# and another.\n"));
    assert_eq!(fingerprints(&folder), before);
    folder.write(OTHER.0, role("").replace("[[Nobody]] and [[Nobody]]", "[[Somebody]] and [[Nobody]]"));
    let after = fingerprints(&folder);
    assert_eq!(after.iter().filter(|print| before.contains(print)).count(), 2);
    let sarif = report(&folder, "sarif", &[]);
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let prints: Vec<&str> = results.iter().map(|r| r["partialFingerprints"]["sidestep/v1"].as_str().unwrap()).collect();
    assert!(prints.iter().all(|print| after.iter().any(|other| other == print)));
}

/// Tags open and close, counts are those of the elements, and nothing stands in a text that XML does not know.
#[test]
fn a_test_report_is_well_formed_and_counts() {
    let folder = mistakes();
    folder.write("content/roles/odd.yaml", "name: Odd\nsummary: \"<b> & \\u0001 ]]> [[No <one> & \\\"all\\\"]]\"\n");
    for (more, failures, skipped) in [(&[][..], 4, 7), (&["--deny", "info"], 11, 0), (&["--only", "cell-drift"], 0, 1)]
    {
        let out = folder.run(&[&["check", "--format", "junit"], more].concat()).out;
        let mut open: Vec<&str> = Vec::new();
        for part in out.split('<').skip(2) {
            let (tag, text) = part.split_once('>').unwrap();
            assert!(!text.contains('>') && text.matches('&').count() == text.matches(';').count(), "{text}");
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "{out}");
            } else if !tag.ends_with('/') {
                open.push(name);
            }
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        }
        assert!(open.is_empty());
        assert!(!out.contains(|c: char| c.is_control() && c != '\n'));
        let total = out.matches("<testcase ").count();
        assert_eq!(
            (out.matches("<failure ").count(), out.matches("<skipped ").count()),
            (failures, skipped),
            "{more:?} {out}"
        );
        let counts = format!(
            "<testsuites name=\"sidestep\" tests=\"{total}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\""
        );
        assert!(out.contains(&counts), "{out}");
    }
    let clean = Folder::clean().run(&["check", "--format", "junit"]).out;
    assert!(clean.contains("<testcase name=\"2 files read\" classname=\"sidestep\" time=\"0\"/>"), "{clean}");
}

/// Whatever a name holds, in a comment it is letters: nobody is called, nothing is loaded, no cell ends.
#[test]
fn a_comment_shows_what_authors_wrote_as_text() {
    let folder = Folder::clean();
    let evil = "@octocat #1 | **b** <img src=x> `c` [d](e) ![f](g) $h$ ~~i~~";
    folder.write(OTHER.0, format!("name: Data Engineer\nsummary: Builds.\nreplaced_by: '{evil}'\nstatus: retired\n"));
    let out = folder.run(&["check", "--format", "markdown", "--only", "unknown-role"]).is(1).out.clone();
    let row = out.lines().find(|line| line.contains("octocat")).unwrap();
    assert_eq!(row.matches('|').count(), 4, "{row}");
    let text = row.replace("<br>", "").replace("<code>", "").replace("</code>", "");
    let text = text.split("[unknown-role](").next().unwrap().replace("**error**", "");
    let text = text.trim_end_matches("[");
    assert!(!text.contains(['<', '>', '`', '*', '[', '~', '$']), "{text}");
    assert!(!text.contains("@o") && !text.contains(" #1"), "{text}");
    let mut shown = Vec::new();
    pulldown_cmark::Parser::new_ext(&out, pulldown_cmark::Options::ENABLE_TABLES).for_each(|event| {
        if let pulldown_cmark::Event::Text(text) = event {
            shown.push(text.to_string());
        }
    });
    assert!(shown.concat().replace('\u{200b}', "").contains("@octocat #1 | **b** <img src=x>"), "{shown:?}");
}
