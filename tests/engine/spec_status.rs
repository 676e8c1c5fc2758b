//! Content model, section 6: orphans, drafts and retired roles clause by clause, and what the author is told of forms.

use crate::fixture::{check, parse};

const PAGE: &str = "why: w\ncomparison:\n  rows:\n    - role: Potter\n      Primary Focus: clay\n      Key Skills: x\n      Common Tools/Technologies: y\n      Typical Deliverables: cups\n";

fn role(path: &str, text: &str) -> String {
    format!("#- content/roles/{path}.yaml\n{text}")
}

/// The findings with a code, as `path:line`.
fn found(files: &str, code: &str) -> Vec<String> {
    let (files, _) = parse(files);
    let found = files.check();
    let of = found.iter().filter(|d| d.code == code).map(|d| files.mark(d));
    of.map(|mark| format!("{}:{}", mark.0.trim_start_matches("content/roles/"), mark.1)).collect()
}

#[test]
fn a_role_that_no_other_role_lists_is_an_orphan() {
    let glazer = role("glazer", "name: Glazer\naliases: [Enameller]\navoid: [Glaze Maker]\nsummary: s\n");
    let listing = |status: &str, name: &str| {
        role(
            "potter",
            &format!(
                "name: Potter\n{status}summary: s\nalternatives:\n  - role: {name}\n    tagline: t\n    about: a\n{PAGE}"
            ),
        )
    };
    let is_orphan = |files: String| found(&files, "orphan-role").contains(&"glazer.yaml:1".to_owned());
    assert!(is_orphan(glazer.clone()));
    for name in ["Glazer", "Enameller", "Glaze Maker", "glazer", "GLAZER", "Glazer "] {
        assert!(!is_orphan(format!("{glazer}{}", listing("", name))), "{name}");
    }
    // A draft lists it as well; a mention is no listing; nor does a role list itself.
    assert!(!is_orphan(format!("{glazer}{}", listing("status: draft\n", "Glazer"))));
    assert!(is_orphan(format!("{glazer}{}", role("potter", "name: Potter\nsummary: See [[Glazer]].\n"))));
    assert!(is_orphan(format!("{glazer}alternatives:\n  - role: Glazer\n    tagline: t\n    about: a\n")));
    // Drafts and retired roles are none.
    for status in ["draft", "retired"] {
        assert!(!is_orphan(format!("{glazer}status: {status}\n")), "{status}");
    }
}

#[test]
fn drafts_are_told_once_at_the_first_reference_of_a_published_role() {
    let draft = role("glazer", "name: Glazer\nstatus: draft\nsummary: s\n");
    check(&format!(
        "{draft}{}",
        role(
            "potter",
            "name: Potter\nsummary: With a [[Glazer]] and a [[Glazer]].\n#19-24 draft-role\nwhy: See [[Glazer]].\n"
        )
    ));
    // A draft and a retired role may refer to drafts, and a draft to itself.
    for status in ["draft", "retired"] {
        let files =
            format!("{draft}{}", role("potter", &format!("name: Potter\nstatus: {status}\nsummary: \"[[Glazer]]\"\n")));
        assert_eq!(found(&files, "draft-role"), Vec::<String>::new(), "{status}");
    }
    let own = role("glazer", "name: Glazer\nstatus: draft\nsummary: A [[Glazer]].\n");
    assert_eq!(found(&own, "draft-role"), Vec::<String>::new());
    // What stands above in the file comes first, whatever it is; an alias is the same role.
    let both = format!(
        "#- content/roles/glazer.yaml\nname: Glazer\naliases: [Enameller]\nstatus: draft\nsummary: s\n{}",
        role("potter", "name: Potter\nsummary: An [[Enameller]] or [[Glazer]].\n#15-23 draft-role\n")
    );
    check(&both);
}

/// The typo is the one finding: nothing is said elsewhere of what it was taken for.
#[test]
fn what_a_misspelled_status_is_taken_for_is_told_in_no_other_file() {
    for (slip, heir) in [("drft", ""), ("Draft", ""), ("retird", "replaced_by: Potter\n"), ("Retired", "")] {
        let carets = "^".repeat(slip.len());
        check(&format!(
            "{}{}",
            role("glazer", &format!("name: Glazer\nsummary: s\n{heir}status: {slip}\n#       {carets} schema\n")),
            role("potter", "name: Potter\nsummary: With a [[Glazer]].\nreplaced_by:\n")
        ));
    }
}

#[test]
fn retired_roles_are_told_once_for_each_file_but_their_own() {
    let retired = role("glazer", "name: Glazer\nstatus: retired\nsummary: A [[Glazer]] once.\n");
    check(&format!(
        "{retired}{}{}",
        role("potter", "name: Potter\nsummary: With a [[Glazer]].\n#19-24 retired-role\nwhy: See [[Glazer]].\n"),
        role("thrower", "name: Thrower\nstatus: draft\nsummary: With a [[Glazer]].\n#19-24 retired-role\n")
    ));
}

#[test]
fn later_definitions_are_duplicates_by_path_then_place() {
    check(
        "#- content/roles/a/potter.yaml\nname: Potter\naliases: [Thrower]\nsummary: s\n#- content/roles/b/potter.yaml\nname: Potter\n#     ^^^^^^ duplicate-name\nsummary: s\n#- content/roles/c/thrower.yaml\nname: Thrower\n#     ^^^^^^^ duplicate-name\nsummary: s\n",
    );
    // Spellings to avoid may be shared; kinds do not share names.
    check(
        "#- content/roles/potter.yaml\nname: Potter\navoid: [Thrower]\nsummary: s\n#- content/roles/glazer.yaml\nname: Glazer\navoid: [Thrower]\nsummary: s\n#- content/tools.yaml\n- name: Potter\n- name: kiln\n- name: kiln\n#       ^^^^ duplicate-name\n",
    );
}

#[test]
fn a_name_that_nobody_can_use_turns_no_other_file_red() {
    for name in ["12", "true", "\"???\"", "…"] {
        let named = role("glazer", &format!("name: {name}\nsummary: s\n"));
        let files = format!("{named}{}", role("potter", "name: Potter\nsummary: With a [[Glazer]].\n"));
        assert_eq!(found(&files, "unknown-role"), Vec::<String>::new(), "{name}");
        assert_eq!(found(&files, "file-name"), Vec::<String>::new(), "{name}");
    }
    let front = role("glazer", "---\nlayout: page\n---\nname: Glazer\nsummary: s\n");
    let files = format!("{front}{}", role("potter", "name: Potter\nsummary: With a [[Glazer]].\n"));
    assert_eq!(found(&files, "unknown-role"), Vec::<String>::new());
    assert_eq!(found(&files, "schema"), ["glazer.yaml:2"]);
}

#[test]
fn composed_letters_are_found_in_prose() {
    let vocabulary = "#- content/tools.yaml\n- name: r\u{e9}chaud\n  avoid: [Br\u{fb}leur]\n";
    let role = "#- content/roles/potter.yaml\nname: Potter\nsummary: A Bru\u{302}leur and [[tool:re\u{301}chaud]].\n#12-19 discouraged-name\n";
    check(&format!("{vocabulary}{role}"));
    let decomposed = "#- content/tools.yaml\n- name: re\u{301}chaud\n  avoid: [Bru\u{302}leur]\n";
    check(&format!(
        "{decomposed}#- content/roles/potter.yaml\nname: Potter\nsummary: A Br\u{fb}leur and [[tool:r\u{e9}chaud]].\n#12-18 discouraged-name\n"
    ));
}

/// The message and the help of the only schema finding of a file with a key `kiln` of a team's own.
fn told(schema: &str, value: &str) -> (String, String) {
    let text = format!(
        "#- sidestep.yaml\nschemas: {{ role: s.json }}\n#- content/roles/potter.yaml\nname: Potter\nsummary: s\nkiln: {value}\n#- s.json\n{{ \"$ref\": \"sidestep:role\", \"properties\": {{ \"kiln\": {schema} }} }}\n"
    );
    let found: Vec<_> = parse(&text).0.check().into_iter().filter(|d| d.code == "schema").collect();
    let [one] = found.as_slice() else { panic!("{text}\n{found:#?}") };
    (one.message.clone(), one.help.clone().unwrap_or_default())
}

#[test]
fn forms_are_told_in_words() {
    let is = |schema: &str, value: &str, message: &str, help: &str| {
        assert_eq!(told(schema, value), (message.to_owned(), help.to_owned()), "{schema} {value}");
    };
    is(
        r#"{"type":"string","format":"email"}"#,
        "nobody",
        "\"kiln\" must be a mail address",
        "for example: name@example.org",
    );
    is(
        r#"{"type":"string","format":"uri"}"#,
        "www.example.org",
        "\"kiln\" must be a web address",
        "write \"https://\" before it",
    );
    is(
        r#"{"type":"string","format":"uri"}"#,
        "a b",
        "\"kiln\" must be a web address",
        "for example: https://www.example.org/",
    );
    let titled = r#"{"oneOf":[{"title":"Gas kiln","required":["gas"]},{"title":"Wood kiln","required":["wood"]}]}"#;
    is(
        titled,
        "{gas: a, wood: b}",
        "\"kiln\" fits two forms that exclude each other: \"Gas kiln\" and \"Wood kiln\"",
        "change it so that only one of them fits",
    );
    let bare = r#"{"oneOf":[{"required":["gas"]},{"required":["wood"]}]}"#;
    is(
        bare,
        "{gas: a, wood: b}",
        "\"kiln\" fits two forms that exclude each other: one with \"gas\" and one with \"wood\"",
        "change it so that only one of them fits",
    );
    let object = r#"{"type":"object","properties":{"fuel":{"type":"string"}},"required":["fuel"]}"#;
    is(
        object,
        "gas",
        "\"kiln\" must be keys with values, not text",
        "write keys with values below it, such as \"fuel: …\"",
    );
}
