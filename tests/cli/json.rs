//! The report of `--format json`, field by field (content model, section 7).

use serde_json::{Value, json};

use crate::support::{Folder, OTHER, ROLE, golden, run};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn report() -> Value {
    run(&golden("mistakes"), &["check", "--format", "json"]).json()
}

fn find<'r>(report: &'r Value, code: &str) -> &'r Value {
    report["diagnostics"].as_array().unwrap().iter().find(|d| d["code"] == code).unwrap()
}

#[test]
fn fields() {
    let report = report();
    assert_eq!(keys(&report), ["version", "files", "summary", "diagnostics"]);
    assert_eq!(report["version"], 1);
    assert_eq!(report["files"], 3);
    let diagnostics = report["diagnostics"].as_array().unwrap();
    let count = |severity: &str| diagnostics.iter().filter(|d| d["severity"] == severity).count();
    assert_eq!(
        report["summary"],
        json!({ "error": count("error"), "warning": count("warning"), "info": count("info"), "hint": count("hint") })
    );
    assert!(count("hint") > 0, "hints are in the report without --show");
    let range = |r: &Value| {
        assert_eq!(keys(r), ["start", "end"]);
        for place in [&r["start"], &r["end"]] {
            assert_eq!(keys(place), ["line", "column"]);
            assert!(place["line"].as_u64().unwrap() >= 1 && place["column"].as_u64().unwrap() >= 1);
        }
    };
    let allowed = ["path", "range", "severity", "code", "url", "message", "help", "related", "fixes"];
    for d in diagnostics {
        let present = keys(d);
        assert_eq!(present, allowed.into_iter().filter(|k| *k != "help" || d["help"].is_string()).collect::<Vec<_>>());
        range(&d["range"]);
        for r in d["related"].as_array().unwrap() {
            assert_eq!(keys(r), ["path", "range", "message"]);
            range(&r["range"]);
        }
        for fix in d["fixes"].as_array().unwrap() {
            assert_eq!(keys(fix), ["title", "applicability", "safe", "edits"]);
            assert!(matches!(fix["applicability"].as_str(), Some("safe" | "unsafe" | "manual")));
            assert_eq!(fix["safe"], fix["applicability"] == "safe");
            assert!(!fix["edits"].as_array().unwrap().is_empty());
            for edit in fix["edits"].as_array().unwrap() {
                let forms: [&[&str]; 3] = [&["path", "range", "text"], &["create", "text"], &["rename", "to"]];
                assert!(forms.contains(&&*keys(edit)), "{edit}");
            }
        }
    }
}

#[test]
fn sorted_by_path_place_code_and_message() {
    let report = report();
    let order: Vec<_> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| {
            let start = &d["range"]["start"];
            let text = |key: &str| d[key].as_str().unwrap().to_owned();
            (text("path"), start["line"].as_u64(), start["column"].as_u64(), text("code"), text("message"))
        })
        .collect();
    assert!(order.is_sorted(), "{order:#?}");
    assert!(order.len() > 8);
}

#[test]
fn fixes_in_every_form() {
    let report = report();
    let file = &find(&report, "file-name")["fixes"][0];
    assert_eq!(
        file["edits"][0],
        json!({ "rename": "content/roles/backend.yaml", "to": "content/roles/backend-engineer.yaml" })
    );
    assert_eq!(file["safe"], false);
    let term = &find(&report, "unknown-tool")["fixes"][0]["edits"][0];
    assert_eq!(term["path"], "content/roles/backend.yaml");
    assert_eq!(term["text"], "Docker");
    assert_eq!(term["range"], json!({ "start": { "line": 4, "column": 6 }, "end": { "line": 4, "column": 12 } }));
    let role = find(&report, "unknown-role")["fixes"].as_array().unwrap();
    let create = role.iter().find_map(|f| f["edits"][0].get("create")).expect("a fix that creates the file");
    assert_eq!(create, "content/roles/data-enginer.yaml");
}

/// Columns are Unicode scalar values from 1 and `end` is exclusive, whatever the line holds.
#[test]
fn columns() {
    let folder = Folder::clean();
    let place = |text: &str| {
        folder.write(OTHER.0, text);
        let report = folder.run(&["check", "--format", "json", OTHER.0]).json();
        let range = find(&report, "unknown-role")["range"].clone();
        let at = |end: &str, key: &str| range[end][key].as_u64().unwrap();
        (at("start", "line"), at("start", "column"), at("end", "line"), at("end", "column"))
    };
    let role = "name: Data Engineer\nsummary: Builds.\nwhy: x\nreplaced_by: ";
    assert_eq!(place(&format!("{role}Nobody\n")), (4, 14, 4, 20));
    assert_eq!(place(&format!("{role}\"Nobody\"\n")), (4, 15, 4, 21));
    assert_eq!(place(&format!("{role}Nöbödy\n")), (4, 14, 4, 20));
    let crlf = format!("{role}Nobody\n").replace('\n', "\r\n");
    assert_eq!(place(&crlf), (4, 14, 4, 20));
    // A byte order mark is not a column.
    assert_eq!(place("\u{feff}replaced_by: Nobody\nname: Data Engineer\nsummary: Builds.\n"), (1, 14, 1, 20));
    // Each emoji is one scalar value, a family is several.
    assert_eq!(place("name: Data Engineer\nsummary: 🚀 [[Nobody]]\n"), (2, 14, 2, 20));
    assert_eq!(place("name: Data Engineer\nsummary: 👩‍👩‍👧 [[Nobody]]\n"), (2, 18, 2, 24));
    assert_eq!(place("name: Data Engineer\nsummary: e\u{301} [[Nobody]]\n"), (2, 15, 2, 21));
    assert_eq!(place("name: Data Engineer\nsummary: a\t[[Nobody]]\n"), (2, 14, 2, 20));
    // Across a line fold.
    assert_eq!(place("name: Data Engineer\nsummary: Builds.\nreplaced_by: No\n  body\n"), (3, 14, 4, 7));
}

#[test]
fn one_object_and_nothing_else() {
    let ran = run(&golden("mistakes"), &["check", "--format", "json", "--color", "always"]);
    assert!(ran.out.starts_with('{') && ran.out.ends_with("}\n") && !ran.out.contains('\u{1b}'));
    let clean = Folder::clean().run(&["check", "--format", "json", ROLE.0]).json();
    assert_eq!(clean["files"], 1);
}

/// A file is parsed once for all its fixes, not once for each.
#[test]
fn many_findings_in_one_file_take_no_longer_than_they_must() {
    let folder = Folder::clean();
    let entry = |i: usize| format!("- name: Tool {i}\n  summary: See [[Nobody {i}]], which is no role at all here.\n");
    folder.write("content/tools.yaml", (0..4000).map(entry).collect::<String>());
    let tools: String = (0..2000).map(|i| format!("  - Nothing {i}\n")).collect();
    folder.write(OTHER.0, format!("name: Data Engineer\nsummary: Builds.\ntools:\n{tools}"));
    let started = std::time::Instant::now();
    let report = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(report["summary"]["error"], 4000);
    assert_eq!(report["summary"]["warning"], 2000);
    // Less than a second; more than a minute if each fix reads its file anew.
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
