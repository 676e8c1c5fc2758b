//! What the commands that change files take and tell: kinds that may be left out, terms, JSON, what is left to read.

use crate::changes::{BACKEND, DATA, SETTINGS, TOOLS, files, folder};
use crate::support::Folder;

#[test]
fn the_kind_is_left_out_where_the_name_says_it() {
    let folder = folder();
    folder.run(&["rename", "Kafka", "Apache Kafka"]).is(0).out_has("Renamed \"Kafka\" to \"Apache Kafka\"");
    folder.run(&["rename", "Focus", "Aim"]).is(0).out_has("Renamed \"Focus\" to \"Aim\"");
    folder.run(&["merge", "Apache Kafka", "Git", "--dry-run"]).is(0);
    folder.run(&["retire", "role", "ML Engineer", "--for", "Data Engineer", "--dry-run"]).is(0);
    folder.run(&["new", "Cloud Person"]).is(0).out_has("Created content/roles/cloud-person.yaml");
    folder.run(&["delete", "Cloud Person"]).is(0);
    folder
        .run(&["delete", "Apache Kafak"])
        .is(2)
        .err_has("nothing is named \"Apache Kafak\"")
        .err_has("did you mean the tool \"Apache Kafka\"?");
    folder.run(&["delete", "tol", "Git"]).is(2).err_has("did you mean \"tool\"?");
    folder.run(&["rename", "colum", "Aim", "Goal"]).is(2).err_has("did you mean \"column\"?");
    folder.run(&["rename", "column", "Aime", "Goal"]).is(2).err_has("did you mean \"Aim\"?");
    folder.write("content/tools.yaml", TOOLS.replace("- name: Git\n", "- name: Git\n  category: versions\n"));
    folder.run(&["rename", "category", "version", "history"]).is(2).err_has("did you mean \"versions\"?");
    folder.run(&["rename", "categry", "versions", "history"]).is(2).err_has("did you mean \"category\"?");
    folder.run(&["delete", "column", "Aim"]).is(2).err_has("this is for roles and terms, not for a column");
    folder.run(&["delete", "colum", "Aim"]).is(2).err_has("the kinds are role, skill, tool; a name of");
    folder
        .run(&["rename", "Git", "Git SCM", "--prose", "--dry-run"])
        .is(2)
        .err_has("--prose is for a role, not for a tool");
    folder.run(&["retire", "tool", "Git", "--for", "Data Engineer"]).is(2).err_has("merge");
    // A name of two kinds.
    folder.write("content/skills.yaml", "- name: Git\n");
    folder
        .run(&["rename", "Git", "Git SCM"])
        .is(2)
        .err_has("\"Git\" is a skill and a tool")
        .err_has("say which: skill or tool");
    folder.run(&["rename", "tool", "Git", "Git SCM"]).is(0);
}

/// Who leaves out or misses a name hears where the names are.
#[test]
fn the_names_that_there_are_can_be_found() {
    let folder = folder();
    folder.run(&["schema"]).is(2).err_has("<role|vocabulary|config|page>");
    let ran = folder.run(&["retire", "role", "ML Engineer", "--for", "Zookeeper"]);
    ran.is(2)
        .err_has("no role is named \"Zookeeper\"")
        .err_has("\"sidestep list role\" tells the names that there are");
    folder.run(&["delete", "Zookeeper"]).is(2).err_has("\"sidestep list roles\"");
    assert!(folder.run(&["list", "role"]).is(0).out == folder.run(&["list", "roles"]).is(0).out);
    let rename = |flag| folder.run(&["rename", "Kafka", "Apache Kafka", flag]).is(0).out.clone();
    assert!(rename("--diff").contains("+- name: Apache Kafka") && rename("--diff") == rename("--dry-run"));
}

#[test]
fn terms_are_new_and_deleted() {
    let folder = folder();
    folder.run(&["new", "tool", "Flink"]).is(0).out_has("Added \"Flink\" to content/tools.yaml");
    assert_eq!(folder.read("content/tools.yaml"), format!("{TOOLS}- name: Flink\n"));
    folder.run(&["new", "tool", "Postgres"]).is(1).err_has("\"Postgres\" means the tool \"PostgreSQL\" already");
    folder.run(&["new", "tool", "Flink"]).is(1).err_has("there is a tool \"Flink\" already, in content/tools.yaml");
    folder.run(&["new", "skill", "testing"]).is(1).err_has("there is no vocabulary of kind \"skill\"");
    folder.run(&["new", "toool", "X"]).is(2).err_has("did you mean \"tool\"?");
    folder.run(&["new", "tool", "X", "--like", "Data Engineer"]).is(2).err_has("--like is for a role");
    let before = files(&folder);
    folder.run(&["delete", "tool", "Flink", "--dry-run"]).is(0).out_has("-- name: Flink");
    assert_eq!(files(&folder), before);
    folder.run(&["delete", "tool", "Flink"]).is(0).out_has("Deleted \"Flink\"");
    assert_eq!(folder.read("content/tools.yaml"), TOOLS);
    let ran = folder.run(&["delete", "Kafka"]);
    ran.is(1).err_has("\"Kafka\" is still named 2 times:").err_has("content/roles/backend-engineer.yaml:5:22: list");
    ran.err_has("sidestep merge tool OLD INTO");
    folder.run(&["delete", "Kafka", "--force"]).is(0).out_has("It is still named here, and unknown now:");
}

#[test]
fn comments_beside_what_is_deleted_stay() {
    let folder = folder();
    folder.write("content/tools.yaml", "# All of them.\n- name: Git\n- name: Docker # in use\n  # once: boxes\n  avoid: [docker] # sidestep: ignore[similar-name]\n- name: Kafka\n");
    let refused = folder.run(&["delete", "Docker"]);
    refused
        .is(1)
        .err_has("content/tools.yaml:3:9: a comment or an anchor would go")
        .err_has("--force leaves a comment where it is");
    folder.run(&["delete", "Docker", "--force"]).is(0);
    assert_eq!(
        folder.read("content/tools.yaml"),
        "# All of them.\n- name: Git\n# in use\n# once: boxes\n- name: Kafka\n"
    );
    // The last line of a file, and an anchor.
    folder.write("content/tools.yaml", "- name: Git\n- name: &k Kafka # streams");
    folder.run(&["delete", "Kafka", "--force"]).is(1).err_has("content/tools.yaml:2:12").err_has("move it first");
    folder.write("content/tools.yaml", "- name: Git\n- name: Kafka # streams");
    folder.run(&["delete", "Kafka", "--force"]).is(0);
    assert_eq!(folder.read("content/tools.yaml"), "- name: Git\n# streams");
    // A role's entry, row and option.
    let commented = BACKEND
        .replace(
            "  - { role: Data Engineer, tagline: t, about: a }\n",
            "  # by hand\n  - role: Data Engineer # near\n    tagline: t\n    about: |\n      a # b\n",
        )
        .replace("    - role: Data Engineer\n", "    - role: Data Engineer # its own\n");
    folder.write("content/roles/backend-engineer.yaml", &commented);
    folder.run(&["delete", "Data Engineer", "--force"]).is(0);
    let page = folder.read("content/roles/backend-engineer.yaml");
    assert!(page.contains("alternatives:\n  # by hand\n  # near\n  - { role: ML"), "{page}");
    assert!(page.contains("(mostly)\n    # its own\n    - role: ML Engineer"), "{page}");
    assert!(!page.contains("Data Engineer,") && !page.contains("a # b"), "{page}");
}

#[test]
fn what_still_speaks_of_a_deleted_role() {
    let folder = folder();
    let ran = folder.run(&["delete", "Data Engineer", "--force"]);
    ran.is(0)
        .out_has("\n2 plain uses in prose still name \"Data Engineer\":\n  content/roles/backend-engineer.yaml:4:30\n");
    // What goes is not told.
    folder.run(&["delete", "ML Engineer", "--force"]).is(1).err_has("it is the only alternative of that page");
}

#[test]
fn articles_after_a_merge_and_a_retirement() {
    let folder = folder();
    folder.write("content/roles/ml-engineer.yaml", "name: Operator\nsummary: Runs it.\n");
    let page = "name: Backend Engineer\nsummary: A Data Engineer or a Kafka, an ML Engineer.\ntools: [Kafka]\n";
    folder.write("content/roles/backend-engineer.yaml", page);
    folder.write("content/tools.yaml", "- name: Kafka\n- name: Ink\n");
    let ran = folder.run(&["retire", "Data Engineer", "--for", "Operator", "--prose", "--dry-run"]);
    ran.is(0).err_has("1 article (\"a\" or \"an\") before the name to look at, where these stood before:\n  content/roles/backend-engineer.yaml:2:12\n");
    let ran = folder.run(&["merge", "Kafka", "Ink", "--prose", "--dry-run"]);
    ran.is(0).err_has("1 article").err_has("  content/roles/backend-engineer.yaml:2:31\n");
}

#[test]
fn what_still_speaks_of_a_merged_term() {
    let page = "\
name: Backend Engineer
summary: Kafka, in Kafka; `Kafka`, [[tool:Kafka]], Kafka Streams, kafka and xKafka.
tools: [PostgreSQL, Git]
comparison:
  rows:
    - { role: Backend Engineer, Focus: x, Tools: \"Git, Kafka and PostgreSQL\" }
";
    let folder = Folder::new(&[
        ("sidestep.yaml", SETTINGS),
        (
            "content/tools.yaml",
            "- name: PostgreSQL\n- name: Git\n- name: Kafka\n- name: Kafka Streams\n- name: queues\n",
        ),
        ("content/roles/backend-engineer.yaml", page),
    ]);
    let ran = folder.run(&["merge", "Kafka", "Git", "--dry-run"]);
    ran.is(0).err_has("2 plain uses in prose still name \"Kafka\"; --prose changes them too:\n  content/roles/backend-engineer.yaml:2:10\n  content/roles/backend-engineer.yaml:2:20\n");
    folder.run(&["merge", "Kafka", "Git", "--prose"]).is(0);
    let after = folder.run(&["merge", "Kafka Streams", "queues", "--force"]);
    after.is(0).out_has("1 plain use in prose still names \"Kafka Streams\"; --prose would have changed them too:\n");
    let now = folder.read("content/roles/backend-engineer.yaml");
    assert!(now.contains("summary: Git, in Git; `Kafka`, [[tool:Git]], Kafka Streams, kafka and xKafka.\n"), "{now}");
    assert!(now.contains("Tools: \"Git and PostgreSQL\""), "{now}");
    folder.write("content/tools.yaml", "- name: PostgreSQL\n- name: Git\n- name: queues\n");
    // One word in small letters is too often just a word.
    folder.write("content/roles/backend-engineer.yaml", page.replace("kafka", "queues"));
    let ran = folder.run(&["merge", "queues", "Git", "--dry-run"]);
    assert!(!ran.is(0).err.contains("plain use"), "{}", ran.err);
}

#[test]
fn a_page_that_moves_redirects() {
    let folder = folder();
    let role = |name: &str| folder.read(&format!("content/roles/{name}.yaml"));
    let before = role("data-engineer");
    let there = ["rename", "Data Engineer", "Data Person"];
    folder.run(&there).is(0).out_has("\nIts page was at /data-engineer/, and redirects from there now\n");
    assert!(role("data-person").contains("\nredirect_from: [/data-engineer/]\n"), "{}", role("data-person"));
    folder.run(&["check", "--deny", "info"]).is(0);
    let back = folder.run(&["rename", "Data Person", "Data Engineer"]);
    back.is(0).out_has("\nIts page is back at /data-engineer/, and redirects from there no more\n");
    assert_eq!(role("data-engineer"), before);
    folder.run(&[&there[..], &["--no-redirect"]].concat()).is(0);
    assert_eq!(role("data-person"), before.replace("Data Engineer", "Data Person"));
    folder.run(&["rename", "Focus", "Aim", "--no-redirect"]).is(2).err_has("--no-redirect");
    folder
        .run(&["rename", "Git", "Git SCM", "--no-redirect"])
        .is(2)
        .err_has("--no-redirect is for a role, not for a tool");
}

#[test]
fn json_files_stay_json() {
    let role = |name: &str, tools: &str| {
        format!("{{\n  \"name\": \"{name}\",\n  \"summary\": \"See [[Data Engineer]].\",\n  \"tools\": [{tools}]\n}}\n")
    };
    let folder = Folder::new(&[
        ("sidestep.yaml", "roles: [content/roles/*.json]\nvocabularies: { tool: [content/tools.json] }\n"),
        (
            "content/tools.json",
            "[\n  { \"name\": \"PostgreSQL\", \"avoid\": [\"Postgres\"] },\n  { \"name\": \"Git\" }\n]\n",
        ),
        ("content/roles/data-engineer.json", &role("Data Engineer", "\"Postgres\", \"Gti\"")),
        ("content/roles/ml-engineer.json", &role("ML Engineer", "")),
    ]);
    let sound = || {
        for (path, text) in files(&folder).into_iter().filter(|(path, _)| path.ends_with(".json")) {
            let value: Result<serde_json::Value, _> = serde_json::from_str(&text);
            assert!(value.is_ok(), "{path}: {text}");
        }
    };
    folder.run(&["check", "--fix", "--unsafe"]).is(0);
    sound();
    assert!(folder.read("content/roles/data-engineer.json").contains("[\"PostgreSQL\", \"Git\"]"));
    folder.run(&["new", "tool", "Kafka"]).is(0);
    sound();
    folder.run(&["rename", "tool", "Git", "Git SCM", "--keep-old", "alias"]).is(0);
    sound();
    folder.run(&["rename", "Data Engineer", "Data Person", "--keep-old", "avoid"]).is(0);
    sound();
    assert!(folder.read("content/roles/data-person.json").contains("\"redirect_from\": [\"/data-engineer/\"]"));
    folder.run(&["rename", "Data Person", "Data Engineer"]).is(0);
    sound();
    assert!(!folder.read("content/roles/data-engineer.json").contains("redirect"));
    folder.run(&["rename", "Data Engineer", "Data Person"]).is(0);
    folder.run(&["retire", "ML Engineer", "--for", "Data Person"]).is(0);
    sound();
    assert!(folder.read("content/roles/ml-engineer.json").contains("\"status\": \"retired\""));
    folder.run(&["merge", "Kafka", "PostgreSQL"]).is(0).out_has("Merged");
    sound();
    assert!(folder.read("content/tools.json").contains("\"Kafka\""));
}

#[test]
fn what_comes_into_json_has_a_line_where_the_others_have() {
    let role = |name: &str, names: &str, head: &str| {
        format!("{{\n  \"name\": \"{name}\",{names}\n  \"summary\": \"Bends tubes.\"{head}\n}}\n")
    };
    let tools = "[\n  {\n    \"name\": \"Lathe\",\n    \"aliases\": [\n      \"Wood lathe\"\n    ]\n  }\n]\n";
    let folder = Folder::new(&[
        ("sidestep.yaml", "roles: [roles/*.json]\nvocabularies: { tool: [tools.json] }\n"),
        ("tools.json", tools),
        ("roles/glass-maker.json", &role("Glass Maker", "", "")),
        ("roles/blower.json", &role("Blower", "", "")),
    ]);
    folder.run(&["rename", "Glass Maker", "Glazier", "--keep-old", "alias"]).is(0);
    let (names, head) = ("\n  \"aliases\": [\"Glass Maker\"],", ",\n  \"redirect_from\": [\"/glass-maker/\"]");
    assert_eq!(folder.read("roles/glazier.json"), role("Glazier", names, head));
    folder.run(&["retire", "Blower", "--for", "Glazier"]).is(0);
    let head = ",\n  \"status\": \"retired\",\n  \"replaced_by\": \"Glazier\"";
    assert_eq!(folder.read("roles/blower.json"), role("Blower", "", head));
    folder.run(&["new", "tool", "Kiln"]).is(0);
    folder.run(&["rename", "Lathe", "Turning lathe", "--keep-old", "alias"]).is(0);
    let tools = tools.replace("\"name\": \"Lathe", "\"name\": \"Turning lathe");
    let tools = tools.replace("\"Wood lathe\"\n", "\"Wood lathe\",\n      \"Lathe\"\n");
    assert_eq!(folder.read("tools.json"), tools.replace("  }\n]", "  },\n  { \"name\": \"Kiln\" }\n]"));
    folder.write("tools.json", "");
    folder.run(&["new", "tool", "Kiln"]).is(0);
    assert_eq!(folder.read("tools.json"), "[\n  { \"name\": \"Kiln\" }\n]\n");
}

#[test]
fn a_new_role_among_json_files_is_json() {
    let folder = Folder::new(&[
        ("sidestep.yaml", "roles: [roles/*.json]\ncolumns: [{ name: Focus }]\n"),
        ("roles/glazier.json", "{ \"name\": \"Glazier\", \"summary\": \"s\", \"skills\": [\"a\", \"b\"] }\n"),
    ]);
    folder.run(&["new", "Maker of \"Lenses\"", "--like", "Glazier"]).is(0).out_has("roles/maker-of-lenses.json");
    let expected = r#"{
  "name": "Maker of \"Lenses\"",
  "status": "draft",
  "summary": "…",
  "skills": ["a", "b"],
  "comparison": {
    "rows": [
      {
        "role": "Maker of \"Lenses\"",
        "Focus": "…"
      }
    ]
  }
}
"#;
    assert_eq!(folder.read("roles/maker-of-lenses.json"), expected);
    folder.run(&["new", "Cutter"]).is(0).out_has("roles/cutter.json");
    folder.run(&["check", "--format", "concise"]).is(0).out_has("roles/cutter.json:4:15: info[placeholder]");
}

#[test]
fn a_name_of_several_words_needs_quotes() {
    let folder = folder();
    let quotes = "a name of several words needs quotes around it";
    folder.run(&["new", "Glass", "Maker"]).is(2).err_has("there is no kind \"Glass\"").err_has(quotes);
    folder.run(&["merge", "tool", "Git", "Data Engineer"]).is(2).err_has("\"Data Engineer\" is of the kind role");
}

#[test]
fn all_pages_that_cannot_do_without_a_role_are_told() {
    let page = |name: &str| {
        format!("name: {name}\nsummary: s\nwhy: w\nalternatives: [{{ role: Glazier, tagline: t, about: a }}]\n")
    };
    let folder = Folder::new(&[
        ("content/roles/glazier.yaml", "name: Glazier\nsummary: s\n"),
        ("content/roles/a.yaml", &page("A")),
        ("content/roles/b.yaml", &page("B")),
    ]);
    let ran = folder.run(&["delete", "Glazier", "--force"]);
    ran.is(1).err_has("error: 2 places cannot do without \"Glazier\"\n");
    ran.err_has("\n         content/roles/b.yaml:4: it is the only alternative of that page\n");
}

#[test]
fn what_still_speaks_of_a_retired_role() {
    let folder = folder();
    folder.write(
        "content/roles/cloud-architect.yaml",
        DATA.replace("Data Engineer", "Cloud Architect").replace("Builds pipelines.", "Draws.\nstatus: draft"),
    );
    let ran = folder.run(&["retire", "Data Engineer", "--for", "Cloud Architect", "--dry-run"]);
    ran.is(0).err_has("\"Cloud Architect\" is still a draft");
    ran.err_has("2 plain uses in prose still name \"Data Engineer\"; --prose changes them too:\n  content/roles/backend-engineer.yaml:4:30\n");
    ran.err_has(
        "What these entries say was written for \"Data Engineer\":\n  content/roles/backend-engineer.yaml:9:13\n",
    );
    folder.run(&["retire", "Data Engineer", "--for", "Cloud Architect", "--prose"]).is(0);
    let page = folder.read("content/roles/backend-engineer.yaml");
    assert!(page.contains("a Cloud Architect uses them") && page.contains("a Cloud Architect knows"), "{page}");
    assert!(!page.contains("Data Engineer"), "{page}");
}

#[test]
fn articles_and_what_is_taken_over_are_told() {
    let folder = folder();
    let ran = folder.run(&["rename", "Data Engineer", "Intensive Person", "--prose"]);
    ran.is(0).out_has("2 articles (\"a\" or \"an\") before the name to look at");
    ran.out_has("\n  content/roles/backend-engineer.yaml:4:30\n");
    folder.write(
        "content/tools.yaml",
        "- name: Git\n- name: Mercurial\n  summary: Keeps versions.\n- name: PostgreSQL\n- name: Kafka\n",
    );
    folder.run(&["merge", "Mercurial", "Git"]).is(0).out_has("\"Git\" takes over from it: summary\n");
}

#[test]
fn a_path_that_is_nearly_a_file() {
    let folder = folder();
    let ran = folder.run(&["check", "content/tool.yaml", "content/nothing/at/all.yaml"]);
    ran.is(0).err_has("there is no such file; did you mean content/tools.yaml?\n");
    ran.err_has("all.yaml cannot be read: there is no such file\n");
}

#[test]
fn a_file_of_no_workspace_is_a_note() {
    let folder =
        Folder::new(&[("docs/a.md", "a"), ("site/sidestep.yaml", ""), ("site/content/roles/a.yaml", "name: [")]);
    let ran = folder.run(&["check", "docs/a.md", "docs/gone.md"]);
    ran.is(0).err_has("note: docs/a.md belongs to no workspace\n").err_has("docs/gone.md cannot be read");
    assert!(!ran.err.contains("error"), "{}", ran.err);
    folder.run_in("site", &["check", "../docs/a.md"]).is(0).err_has("/docs/a.md belongs to no workspace\n");
    folder.run(&["check", "--strict-paths", "docs/a.md"]).is(2);
    folder.run(&["check", "docs"]).is(2).err_has("there is no role file in ");
}

#[test]
fn a_hint_says_how_it_is_mended() {
    let folder = folder();
    folder.write("content/roles/backend-engineer.yaml", BACKEND.replace("PostgreSQL, 'Kafka'", "PostgreSQL"));
    let ran = folder.run(&["check", "--show", "hint", "--only", "unlisted-term"]);
    ran.is(0).out_has("fix: sidestep check --fix --show hint\n");
    folder.run(&["check", "--fix", "--show", "hint", "--only", "unlisted-term"]).is(0).out_has("no findings");
}

#[test]
fn uses_are_counted_and_a_place_without_a_workspace_is_told() {
    let folder = folder();
    folder.run(&["refs", "PostgreSQL"]).is(0).out_has("tool \"PostgreSQL\": 2 uses in 1 file\n");
    folder.write("sidestep.yaml", SETTINGS);
    let empty = Folder::new(&[]);
    for command in [&["refs", "Git"][..], &["rename", "Git", "X"], &["delete", "Git"]] {
        empty.run(command).is(2).err_has("there is no workspace here").err_has("-C");
    }
}

#[test]
fn a_page_is_a_file() {
    let folder = folder();
    std::fs::create_dir(folder.path("out")).unwrap();
    for out in ["out", "out/", "new/"] {
        let ran = folder.run(&["render", "Backend Engineer", "--out", out]);
        ran.is(2)
            .err_has(&format!("{out} cannot be written: it is a folder, not a file"))
            .err_has(&format!("--out {}/backend-engineer.md", out.trim_end_matches('/')));
    }
    folder.run(&["render", "Backend Engineer", "--out", "out/page.html", "--format", "html"]).is(0);
    let again = folder.run(&["render", "Backend Engineer", "--out", "out/page.html", "--format", "html"]);
    assert_eq!(again.is(0).err, "");
    let other = folder.run(&["render", "Backend Engineer", "--out", "out/page.html", "--format", "markdown"]);
    other.is(0).err_has("replaced out/page.html");
}
