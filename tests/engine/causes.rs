//! One cause is one finding, also in files of a team's own shape.

use crate::fixture::{check, parse};

const SHOP: &str = r#"
#- sidestep.yaml
collections:
  role: { files: ["crew/*.yaml"], schema: s/role.json }
  skills: { files: ["skills/*.yaml"], schema: s/skills.json }
  page: { files: ["docs/*.md"], schema: "sidestep:page" }
#- s/role.json
{ "x-sidestep-file": { "defines": "role", "label": "id", "from": "stem" }, "properties": {
    "title": { "x-sidestep-defines": "role" },
    "about": { "x-sidestep-prose": true },
    "size": { "type": "integer" },
    "guide": { "x-sidestep-refers": "page", "x-sidestep-written": "path" },
    "skills": { "items": { "x-sidestep-refers": "skill" } } } }
#- s/skills.json
{ "properties": { "skills": { "items": { "required": ["id"], "properties": {
    "id": { "type": "string", "x-sidestep-defines": "skill", "x-sidestep-label": "id" },
    "name": { "x-sidestep-defines": "skill" } } } } } }
#- docs/growing.md
# Growing
"#;

fn shop(files: &str) {
    check(&format!("{SHOP}{files}"));
}

/// Where any key may stand, one that is like a known one is another.
#[test]
fn a_key_that_is_only_like_a_known_one_defines_nothing() {
    shop(
        "#- skills/a.yaml\nskill:\n  - id: sql\n#- skills/b.yaml\nskills:\n  - id: oven\n#- crew/cook.yaml\ntitle: Cook\nskills: [sql, oven]\n#        ^^^ unknown-skill\n",
    );
}

/// What lost its id is not told at each place that names it so.
#[test]
fn a_missing_id_is_told_where_it_is_missing() {
    shop(
        "#- skills/a.yaml\nskills:\n  - name: SQL\n#   ^^^^ schema\n  - id: oven\n    name: Oven\n#- crew/cook.yaml\ntitle: Cook\nskills: [sql, oven]\n",
    );
}

/// A kind is not unknown while the schema that defines it cannot be used.
#[test]
fn what_follows_from_a_schema_that_is_not_there_is_not_told() {
    for (from, to, code) in [
        ("schema: s/skills.json", "schema: s/skill.json", "cannot be read"),
        (
            "\"x-sidestep-label\": \"id\" },\n    \"name\"",
            "\"x-sidestep-label\": \"ident\" },\n    \"name\"",
            "is no label",
        ),
    ] {
        let shop = format!("{SHOP}#- skills/a.yaml\nskills:\n  - id: sql\n#- crew/cook.yaml\nskills: [sql]\n");
        assert!(shop.contains(from));
        let found = parse(&shop.replace(from, to)).0.check();
        let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        assert!(messages.iter().any(|message| message.contains(code)), "{messages:?}");
        assert!(!messages.iter().any(|message| message.contains("there is no kind")), "{messages:?}");
    }
}

#[test]
fn helps_name_what_is_wrong() {
    let shop = format!(
        "{SHOP}#- crew/staff-engineer.yaml\ntitle: Staff Engineer\nguide: ..\\docs\\growing.md\nsize: \"6\"\nabout: See [[Staff Enginer]] and [[staff-enginer]].\n"
    );
    let found = parse(&shop).0.check();
    let help: Vec<&str> = found.iter().filter_map(|one| one.help.as_deref()).collect();
    for expected in [
        "write \"/\" in place of \"\\\": ../docs/growing.md",
        "remove the quotes",
        "did you mean \"Staff Engineer\"?",
        "did you mean \"staff-engineer\"?",
    ] {
        assert!(help.contains(&expected), "{help:?}");
    }
}
