//! The call hierarchy: who lists whom.

use sidestep::ide::calls::{Step, incoming, outgoing, prepare, role_in};

use crate::cursor::Cursor;

const FILES: &str = r"
#- content/roles/a.yaml
name: A
alternatives:
  - role: B
  - role: b
  - role: Nobody
  - role: C
#- content/roles/b.yaml
name: B
aliases: [Bee]
summary: Not [[C]], not C$0.
alternatives: [{role: A}, {role: B}]
#- content/roles/c.yaml
name: C
alternatives:
  - role: X Y
  - role: Bee
#- content/roles/d.yaml
name: D
why: [[Bee]]
replaced_by: B
";

fn names(steps: &[Step]) -> Vec<String> {
    steps.iter().map(|step| format!("{}@{}x{}", step.item.name, step.rank, step.entries.len())).collect()
}

#[test]
fn both_ways() {
    let cursor = Cursor::new(FILES.trim_start());
    let view = cursor.view();
    let start = prepare(&cursor.file(), cursor.at).unwrap();
    assert_eq!((&*start.name, &*start.path), ("B", "content/roles/b.yaml"), "no name at the cursor: the file's own");
    assert_eq!(role_in(view, &start.path), Some(start.def));
    assert_eq!(names(&incoming(view, start.def)), ["A@1x2", "C@2x1"]);
    assert_eq!(names(&outgoing(view, start.def)), ["A@1x1", "B@2x1"]);
    let a = role_in(view, "content/roles/a.yaml").unwrap();
    let out = outgoing(view, a);
    assert_eq!(names(&out), ["B@1x2", "C@4x1"]);
    let text = &cursor.files.0["content/roles/a.yaml"];
    let entries: Vec<&str> = out.iter().flat_map(|s| &s.entries).map(|span| span.slice(text)).collect();
    assert_eq!(entries, ["B", "b", "C"]);
    let c = &out[1].item;
    assert_eq!(c.span.slice(&cursor.files.0[&*c.path]), "C");
}

#[test]
fn starts_at_the_name_at_hand() {
    let at = |fixture: &str| {
        let cursor = Cursor::new(fixture.trim_start());
        prepare(&cursor.file(), cursor.at).map(|item| item.name.to_string())
    };
    assert_eq!(at(&FILES.replace("$0", "").replace("role: Bee", "role: B$0ee")).as_deref(), Some("B"));
    assert_eq!(at(&FILES.replace("$0", "").replace("role: Nobody", "role: No$0body")), None);
    assert_eq!(at("#- content/roles/a.yaml\nname: A\nwhy: \"$0\nskills: [x\n").as_deref(), Some("A"));
    assert_eq!(at("#- content/skills.yaml\n- name: $0A\n"), None);
}
