//! The answers of commands in JSON, each against its schema in `schema/output/`.

use serde_json::{Value, json};

use crate::changes::has_git;
use crate::since::Repository;
use crate::support::{BAD, Folder, OTHER, ROLE, Ran, repository};

/// The schema of an answer.
fn schema(name: &str) -> Value {
    let path = repository().join(format!("schema/output/{name}.schema.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The answer of a run, which fits its schema.
#[track_caller]
fn answer(name: &str, ran: &Ran) -> Value {
    let answer = ran.json();
    let validator = jsonschema::validator_for(&schema(name)).unwrap();
    let errors: Vec<String> = validator.iter_errors(&answer).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}\n{}", ran.out);
    assert_eq!(answer["version"], 1);
    answer
}

/// Two roles and tools that they share.
fn smithy() -> Folder {
    Folder::new(&[
        ("sidestep.yaml", "{}\n"),
        ("content/tools.yaml", "- name: Anvil\n  aliases: [Big Anvil]\n- name: Tongs\n- name: Pliers\n"),
        (
            "content/roles/blacksmith.yaml",
            "name: Blacksmith\nsummary: Forges iron.\ntools: [Anvil, Tongs]\nalternatives:\n\
             \x20 - { role: Farrier, tagline: t, about: a }\n",
        ),
        (
            "content/roles/farrier.yaml",
            "name: Farrier\nsummary: Shoes horses, as a Blacksmith does; see [[Blacksmith]].\n",
        ),
    ])
}

fn run(folder: &Folder, arguments: &[&str]) -> Ran {
    folder.run(&[arguments, &["--format", "json"]].concat())
}

#[test]
fn checks() {
    let folder = smithy();
    folder.write("content/roles/cooper.yaml", "name: Cooper\nsummary: See [[Nobody]].\ntools: [Anvl]\n");
    let report = answer("check", &run(&folder, &["check", "--statistics"]));
    assert!(report["diagnostics"].as_array().unwrap().iter().any(|d| d["fixes"][0].is_object()));
    assert!(report["statistics"]["codes"][0].is_object());
    answer("check", &run(&Folder::new(&[]), &["check"]));
    run(&folder, &["check", "--write-baseline", "--baseline", "b.json"]).is(0);
    let report = answer("check", &run(&folder, &["check", "--baseline", "b.json"]));
    assert!(report["baselined"].as_u64().unwrap() >= 2, "{report}");
}

#[test]
fn changes() {
    let folder = smithy();
    let dry = run(&folder, &["rename", "Blacksmith", "Smith", "--dry-run"]);
    let planned = answer("change", &dry);
    assert_eq!(planned["dry_run"], true);
    assert_eq!(planned["what"], "rename role \"Blacksmith\" to \"Smith\"");
    assert!(folder.path("content/roles/blacksmith.yaml").exists());
    let done = answer("change", &run(&folder, &["rename", "Blacksmith", "Smith"]));
    assert_eq!(done["files"], planned["files"]);
    assert_eq!(done["edits"], planned["edits"], "places are those before the change");
    let renamed = json!({ "before": "content/roles/blacksmith.yaml", "after": "content/roles/smith.yaml" });
    assert!(done["files"].as_array().unwrap().contains(&renamed), "{done}");
    let mention = done["edits"].as_array().unwrap().iter().find(|e| e["path"] == "content/roles/farrier.yaml").unwrap();
    assert_eq!(mention["range"]["start"], json!({ "line": 2, "column": 52 }));
    assert_eq!(done["said"][0], "Renamed \"Blacksmith\" to \"Smith\" in 2 files");
    assert!(folder.read("content/roles/farrier.yaml").contains("[[Smith]]"));

    let done = answer("change", &run(&folder, &["new", "role", "Cutler"]));
    assert_eq!(done["files"], json!([{ "before": null, "after": "content/roles/cutler.yaml" }]));
    assert!(done["edits"][0]["create"].is_string());
    answer("change", &run(&folder, &["new", "tool", "Hammer"]));
    answer("change", &run(&folder, &["merge", "tool", "Pliers", "Tongs"]));
    answer("change", &run(&folder, &["delete", "tool", "Hammer"]));
    answer("change", &run(&folder, &["retire", "Farrier", "--for", "Smith"]));
    let done = answer("change", &run(&folder, &["delete", "role", "Cutler"]));
    assert_eq!(done["files"], json!([{ "before": "content/roles/cutler.yaml", "after": null }]));
    // From elsewhere paths are those that are seen from there.
    let ran = folder.run_in("content", &["rename", "tool", "Anvil", "Great Anvil", "--format", "json"]);
    assert!(answer("change", &ran)["files"].to_string().contains("../content/tools.yaml"));
}

/// Where there is no answer, a program is told why, and people too.
#[test]
fn refusals() {
    let folder = smithy();
    let refused = |name: &str, arguments: &[&str], code: i32| {
        let ran = run(&folder, arguments);
        ran.is(code);
        assert!(ran.err.contains("error: "), "{ran:?}");
        answer(name, &ran)["error"].clone()
    };
    let error = refused("change", &["delete", "role", "Blacksmith"], 1);
    assert_eq!(error["places"].as_array().unwrap().len(), 1);
    assert!(error["help"].as_str().unwrap().contains("retire"));
    refused("change", &["rename", "Nobody", "Somebody"], 2);
    refused("change", &["new", "tool", "Anvil"], 1);
    refused("change", &["retire", "Farrier", "--for", "Nobody"], 2);
    refused("change", &["merge", "tool", "Anvil", "Nothing"], 2);
    refused("refs", &["refs", "Nobody"], 2);
    refused("explain", &["explain", "unknown-rle"], 2);
    refused("list", &["list", "tol"], 2);
    refused("render", &["render", "Nobody"], 2);
    refused("init", &["init"], 2);
    answer("stats", &run(&Folder::new(&[]), &["stats"]));
    let ran = run(&folder, &["rename", "--bogus"]);
    ran.is(2);
    assert!(answer("change", &ran)["error"]["message"].as_str().unwrap().contains("--bogus"));
}

#[test]
fn what_there_is() {
    let folder = smithy();
    let refs = answer("refs", &run(&folder, &["refs", "Blacksmith"]));
    assert!(refs["names"][0]["uses"].as_array().unwrap().len() >= 2);
    assert_eq!(answer("list", &run(&folder, &["list", "tools"]))["things"][0]["aliases"], json!(["Big Anvil"]));
    answer("list", &run(&folder, &["list", "roles"]));
    answer("list", &run(&folder, &["list"]));
    answer("stats", &run(&folder, &["stats"]));
    let one = answer("explain", &run(&folder, &["explain", "unknown-role"]));
    assert_eq!(one["examples"][0]["title"], "Bad");
    let all = answer("explain", &run(&folder, &["explain"]));
    assert!(all["rules"].as_array().unwrap().len() > 40);
    let page = answer("render", &run(&folder, &["render", "Blacksmith"]));
    assert!(page["markdown"].as_str().unwrap().contains("Farrier"));
    assert!(page["html"].as_str().unwrap().starts_with("<!"));
    assert_eq!(page["role"], "Blacksmith");
}

#[test]
fn beginning_and_going_on() {
    let folder = Folder::new(&[]);
    let written = answer("init", &run(&folder, &["init", "--vscode"]));
    assert_eq!(written["written"].as_array().unwrap().len(), 6);
    let written = answer("init", &run(&folder, &["init", "other"]));
    assert_eq!(written["written"][0], "other/sidestep.yaml");
    assert_eq!(written["kept"], json!([]));
    assert_eq!(answer("recover", &run(&folder, &["recover"]))["changes"], json!([]));
    let proposal = Folder::new(&[
        ("data/guilds.yaml", "- id: smiths\n  name: Smiths\n- id: weavers\n  name: Weavers\n"),
        (
            "data/halls.yaml",
            "- id: north\n  name: North Hall\n  guild: smiths\n- id: south\n  name: South Hall\n  guild: weavers\n",
        ),
    ]);
    let written = answer("init", &run(&proposal, &["init", "--collections"]));
    assert!(
        written["written"].as_array().unwrap().contains(&json!("./sidestep.yaml")) || written["written"][0].is_string()
    );
}

/// Needs git.
#[test]
fn what_changes_do_to_the_site() {
    if !has_git() {
        println!("skipped: there is no git here");
        return;
    }
    let farrier = "name: Farrier\nsummary: Shoes horses.\n";
    let repository = Repository::of(&[("sidestep.yaml", "{}\n"), ("content/roles/farrier.yaml", farrier), ROLE]);
    let folder = &repository.folder;
    folder.write("content/roles/farrier.yaml", "name: Horseshoer\nsummary: Shoes [[Nobody]].\nslug: shoes\n");
    folder.write("content/roles/cooper.yaml", "name: Cooper\nsummary: Makes barrels.\n");
    let told = answer("impact", &run(folder, &["impact", "HEAD"]));
    assert!(told["workspaces"][0]["new"].as_array().unwrap().iter().any(|f| f["code"] == "unknown-role"), "{told}");
    assert_eq!(answer("impact", &run(folder, &["impact", "nowhere"])).get("workspaces"), None);
}

/// Every field says what it is, and no object takes fields that are not said.
#[test]
fn schemas_are_documented() {
    fn walk(at: &str, schema: &Value) {
        if let Some(object) = schema["properties"].as_object() {
            assert_eq!(schema["additionalProperties"], false, "{at}");
            for (key, of) in object {
                assert!(of["description"].is_string() || of["$ref"].is_string(), "{at}.{key} says nothing");
                walk(&format!("{at}.{key}"), of);
            }
        }
        for part in ["items"].iter().map(|key| &schema[*key]).filter(|part| part.is_object()) {
            walk(&format!("{at}[]"), part);
        }
        schema["$defs"].as_object().into_iter().flatten().for_each(|(key, of)| walk(&format!("{at}#{key}"), of));
        schema["oneOf"].as_array().into_iter().flatten().for_each(|part| walk(at, part));
    }
    let mut count = 0;
    for entry in std::fs::read_dir(repository().join("schema/output")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        walk(&name, &schema(name.strip_suffix(".schema.json").unwrap()));
        count += 1;
    }
    assert!(count >= 9);
}

#[test]
fn a_field_that_no_schema_names_is_noticed() {
    let folder = smithy();
    folder.write(OTHER.0, BAD);
    let mut report = run(&folder, &["list", "roles"]).json();
    report["things"][0]["colour"] = json!("red");
    assert!(!jsonschema::validator_for(&schema("list")).unwrap().is_valid(&report));
    assert!(folder.path(OTHER.0).exists() && !folder.path(ROLE.0).exists());
}

#[test]
fn a_folder_that_is_not_there_is_told_in_json_too() {
    let folder = smithy();
    for (name, arguments) in [
        ("check", &["check"][..]),
        ("explain", &["explain", "stale"]),
        ("stats", &["stats"]),
        ("list", &["list", "roles"]),
        ("refs", &["refs", "Farrier"]),
        ("impact", &["impact", "HEAD"]),
        ("render", &["render", "Farrier"]),
        ("change", &["rename", "role", "Farrier", "Smith"]),
        ("change", &["new", "role", "Smith"]),
        ("change", &["delete", "role", "Farrier"]),
        ("init", &["init"]),
        ("recover", &["recover"]),
    ] {
        let ran = run(&folder, &[&["-C", "nowhere"], arguments].concat());
        let said = ran.is(2).json()["error"]["message"].as_str().unwrap_or_default().to_owned();
        assert!(said.contains("nowhere cannot be entered"), "{name}: {ran:?}");
    }
}
