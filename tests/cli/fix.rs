//! `check --fix`

use crate::changes::{BACKEND, TOOLS, files, folder};
use crate::support::Folder;

fn mistakes() -> Folder {
    let folder = folder();
    folder.write("content/roles/backend-engineer.yaml", BACKEND.replace("[PostgreSQL,", "[Postgres, Zgi,"));
    folder
}

#[test]
fn safe_fixes_are_applied_and_the_rest_is_reported() {
    let folder = mistakes();
    let ran = folder.run(&["check", "--fix", "--deny", "warning"]);
    ran.is(1).err_has("fixed 1 finding in 1 file: discouraged-name 1").out_has("no tool is named \"Zgi\"");
    let page = folder.read("content/roles/backend-engineer.yaml");
    assert_eq!(page, BACKEND.replace("[PostgreSQL, 'Kafka']", "[PostgreSQL, Zgi, 'Kafka']"));
    folder.run(&["check", "--fix"]).is(0).err_has("nothing to fix");
    assert_eq!(folder.read("content/roles/backend-engineer.yaml"), page);
    // What is not shown is not mended.
    folder.run(&["check", "--fix", "--show", "hint"]).is(0).err_has("fixed 1 finding in 1 file: unlisted-term 1");
    assert!(folder.read("content/roles/backend-engineer.yaml").contains("[PostgreSQL, Zgi, 'Kafka', Git]"));
}

#[test]
fn suggestions_on_request() {
    let folder = folder();
    folder.write("content/roles/backend-engineer.yaml", BACKEND.replace("[PostgreSQL,", "[Postgres, Zgi, Gti,"));
    folder.run(&["check", "--fix", "--unsafe", "--deny", "warning"]).is(1).out_has("no tool is named \"Zgi\"");
    assert!(folder.read("content/roles/backend-engineer.yaml").contains("[PostgreSQL, Zgi, Git, 'Kafka']"));
    // A name that nothing is like is for the author to add to the vocabulary.
    assert_eq!(folder.read("content/tools.yaml"), TOOLS);
}

#[test]
fn suggestions_alone_change_nothing() {
    let folder = mistakes();
    let before = files(&folder);
    for more in [&["--deny", "warning"][..], &["--format", "json"], &["content"]] {
        folder.run(&[&["check", "--unsafe"], more].concat()).is(2).err_has("--fix");
        assert_eq!(files(&folder), before);
    }
    folder.run(&["check", "--unsafe", "--diff"]).is(0).err_has("would fix 1 finding");
    assert_eq!(files(&folder), before);
}

#[test]
fn a_diff_writes_nothing_and_leaves_standard_output_to_itself() {
    let folder = mistakes();
    let before = files(&folder);
    let ran = folder.run(&["check", "--diff"]);
    ran.is(0).err_has("would fix 1 finding in 1 file");
    assert!(ran.out.starts_with("diff --git a/content/roles/backend-engineer.yaml b/"), "{}", ran.out);
    assert_eq!(files(&folder), before);
    folder.run(&["check", "--diff", "--deny", "warning"]).is(1);
    for format in ["json", "github"] {
        folder.run(&["check", "--fix", "--diff", "--format", format]).is(2).err_has("--diff prints a diff");
    }
    assert_eq!(files(&folder), before);
    let json = folder.run(&["check", "--fix", "--format", "json"]).json();
    assert_eq!(json["summary"]["warning"], 1);
}

#[test]
fn only_the_given_paths_are_fixed() {
    let folder = mistakes();
    folder.write("content/roles/x.yaml", "name: X\nsummary: s\ntools: [Postgres]\n");
    folder.run(&["check", "--fix", "content/roles/x.yaml"]).is(0);
    assert!(folder.read("content/roles/x.yaml").contains("[PostgreSQL]"));
    assert!(folder.read("content/roles/backend-engineer.yaml").contains("[Postgres, Zgi,"));
}

#[test]
fn several_workspaces_are_fixed_one_after_the_other() {
    let one = "vocabularies: { tool: [../shared/tools.yaml] }\n";
    let folder = Folder::new(&[
        ("a/sidestep.yaml", one),
        ("b/sidestep.yaml", one),
        ("shared/tools.yaml", "- name: Git\n"),
        ("a/content/roles/x.yaml", "name: X\nsummary: s\ntools: [Mercurial, GIT]\n"),
        ("b/content/roles/y.yaml", "name: Y\nsummary: s\ntools: [Mercurail, Subversion]\n"),
    ]);
    folder.write("shared/tools.yaml", "- name: Git\n- name: Mercurial\n- name: Subversion\n");
    folder.run(&["check", "--fix", "--unsafe", "--deny", "warning"]).is(0);
    assert!(folder.read("a/content/roles/x.yaml").contains("[Mercurial, Git]"));
    assert!(folder.read("b/content/roles/y.yaml").contains("[Mercurial, Subversion]"));
}

#[test]
fn a_folder_without_roles_is_told_so_and_no_more() {
    let folder = Folder::new(&[]);
    let ran = folder.run(&["check", "--fix"]);
    ran.is(2).err_has("there is no role file");
    assert!(!ran.err.contains("nothing to fix"), "{}", ran.err);
}

/// Two renames that go together: one file takes the path that another one leaves.
#[test]
fn a_file_takes_the_place_of_another_that_moves() {
    let make = || {
        let folder = Folder::clean();
        // Each is named as the next one should be.
        folder.write("content/roles/a.yaml", "name: Under\nsummary: one <http://example.org>\n");
        folder.write("content/roles/b.yaml", "name: A\nsummary: two\n");
        folder.write("content/roles/c.yaml", "name: B\nsummary: three\n");
        folder
    };
    let files = |folder: &Folder| {
        ["a", "b", "c", "under"]
            .map(|name| std::fs::read_to_string(folder.path(&format!("content/roles/{name}.yaml"))).ok())
    };
    let folder = make();
    let before = files(&folder);
    folder.run(&["check", "--fix", "--unsafe"]).is(0);
    let text = |text: &str| Some(text.to_owned());
    let after = [
        text("name: A\nsummary: two\n"),
        text("name: B\nsummary: three\n"),
        None,
        text("name: Under\nsummary: one <https://example.org>\n"),
    ];
    assert_eq!(files(&folder), after);
    // Interrupted at whichever step, it can be finished or undone.
    let mut interrupted = 0;
    for at in 1..100 {
        let folder = make();
        let mut command = crate::support::command(&folder.root(), &["check", "--fix", "--unsafe"]);
        if command.env("SIDESTEP_STOP_AT", at.to_string()).output().unwrap().status.code().is_some() {
            break;
        }
        interrupted += 1;
        let undo = at % 2 == 0;
        let ran = folder.run(if undo { &["recover", "--undo"][..] } else { &["recover"] });
        ran.is(0);
        let now = files(&folder);
        let expected = if undo { &before } else { &after };
        let nothing_was = ran.out.contains("No change was interrupted");
        assert!(now == *expected || nothing_was && (now == before || now == after), "step {at}: {now:?} {ran:?}");
    }
    assert!(interrupted > 8, "{interrupted}");
}

#[test]
fn names_that_no_file_should_have() {
    let long = format!("name: Long\nsummary: x\nslug: {}\n", "x".repeat(300));
    let folder = Folder::clean();
    folder.write("content/roles/long.yaml", long);
    folder.write("content/roles/con.yaml", "name: CON\nsummary: x\n");
    folder.write("content/roles/nul.yaml", "name: Other\nsummary: see <http://example.org>\n");
    let ran = folder.run(&["check", "--format", "concise"]);
    ran.out_has("con.yaml:1:7: warning[file-name] no file should be named con.yaml: Windows reserves that name");
    ran.out_has("long.yaml:1:7: warning[file-name] no file should be named xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx….yaml: it has 300 characters");
    ran.out_has("nul.yaml:1:7: warning[file-name] the file of \"Other\" should be named other.yaml");
    // The others are mended all the same.
    folder.run(&["check", "--fix", "--unsafe"]);
    assert_eq!(folder.read("content/roles/other.yaml"), "name: Other\nsummary: see <https://example.org>\n");
    assert!(folder.path("content/roles/long.yaml").exists() && folder.path("content/roles/con.yaml").exists());
    folder.run(&["new", "role", "Aux"]).is(1).err_has("no file should be named by \"Aux\"");
    folder.run(&["rename", "role", "Other", "LPT1"]).is(1).err_has("no file should be named by \"LPT1\"");
}

/// The report says which findings fixes would mend, and how many of them; it is tried, not guessed.
#[test]
fn what_would_be_mended_is_said() {
    let folder = folder();
    folder.write("content/roles/backend-engineer.yaml", BACKEND.replace("[PostgreSQL,", "[Postgres, Gti, Zgi,"));
    let ran = folder.run(&["check"]);
    ran.out_has("--fix would mend 1 of them, --fix --unsafe 1 more\n").out_has("= fix: sidestep check --fix\n");
    ran.out_has("= fix: sidestep check --fix --unsafe\n");
    assert_eq!(ran.out.matches("= fix: ").count(), 2);
    let ran = folder.run(&["check", "--format", "concise"]);
    ran.out_has("\"Postgres\" is a spelling to avoid (--fix)\n").out_has("\"Gti\" (--fix --unsafe)\n");
    folder.run(&["check", "--fix"]).out_has("\n--fix --unsafe would mend 1 of them\n");
    let ran = folder.run(&["check", "--fix", "--unsafe"]);
    assert!(!ran.out.contains("would mend"), "{}", ran.out);
}

/// A finding is marked with flags that mend it, not with flags that leave it out.
#[test]
fn what_would_be_left_out_is_not_marked() {
    let folder = folder();
    let broken = "name: Baker\nsummary: 'Bakes.\n  aliases: [x]\n";
    folder.write("content/roles/baker.yaml", broken);
    for format in ["human", "concise"] {
        let ran = folder.run(&["check", "content/roles/baker.yaml", "--format", format]);
        assert!(ran.out.contains("this quote is never closed") && !ran.out.contains("--fix"), "{}", ran.out);
    }
    let ran = folder.run(&["check", "content/roles/baker.yaml", "--fix", "--unsafe"]);
    ran.err_has("1 fix left out");
    assert!(ran.out.contains("this quote is never closed") && !ran.out.contains("--fix"), "{}", ran.out);
    assert_eq!(folder.read("content/roles/baker.yaml"), broken);
}

/// Of very many findings the fixes are not tried, and the marks say so.
#[test]
fn what_was_not_tried_is_marked_as_that() {
    let folder = folder();
    for n in 0..301 {
        let role = format!("name: Baker {n}\nsummary: Bakes.\ntools: [Gti]\n");
        folder.write(&format!("content/roles/baker-{n}.yaml"), role);
    }
    let ran = folder.run(&["check", "--format", "concise"]);
    assert_eq!(ran.out.matches(" (--fix --unsafe, untried)\n").count(), 301, "{}", ran.out);
    folder.run(&["check"]).out_has("= fix: sidestep check --fix --unsafe, untried\n").out_has("would mend up to 301");
}

/// A fix that is left out says where its finding is and what it would bring up.
#[test]
fn what_is_left_out_is_said() {
    let role = |name: &str, more: &str| format!("name: {name}\nsummary: s\n{more}");
    let table = |rows: &str| format!("comparison:\n  rows:\n{rows}");
    let page = |rows: &str| {
        format!(
            "why: w\nalternatives:\n  - {{ role: Mason, tagline: t, about: a }}\n{}how_to_pick:\n  options:\n    \
             - {{ if: a, role: Mason, then: b }}\n",
            table(rows)
        )
    };
    let folder = Folder::new(&[
        ("sidestep.yaml", "columns: [{ name: Tools, kind: tool }]\n"),
        ("content/tools.yaml", "- name: chisel\n  avoid: [cold chisel]\n"),
        ("content/roles/mason.yaml", &role("Mason", &table("    - { role: Mason, Tools: cold chisel }\n"))),
        (
            "content/roles/carver.yaml",
            &role(
                "Carver",
                &page("    - { role: Carver, Tools: chisel }\n    - { role: Mason, Tools: cold chisel }\n"),
            ),
        ),
    ]);
    let ran = folder.run(&["check", "--fix", "content/roles/mason.yaml"]);
    ran.err_has("1 fix left out (content/roles/mason.yaml:5 discouraged-name): content/roles/carver.yaml would get cell-drift\n");
    // Both together do no harm.
    let ran = folder.run(&["check", "--fix"]);
    ran.err_has("discouraged-name 2");
}

/// Two files that have each other's names, and a third that waits for none of them.
#[test]
fn files_swap_their_names() {
    let folder = Folder::clean();
    let (baker, miller) = ("name: Baker\nsummary: Bakes bread.\n", "name: Miller\nsummary: Grinds flour.\n");
    folder.write("content/roles/baker.yaml", miller);
    folder.write("content/roles/miller.yaml", baker);
    let ran = folder.run(&["check", "--diff", "--unsafe"]);
    ran.out_has("rename from content/roles/baker.yaml\nrename to content/roles/miller.yaml\n");
    assert_eq!(folder.read("content/roles/baker.yaml"), miller);
    folder.run(&["check", "--fix", "--unsafe"]).is(0);
    assert_eq!([folder.read("content/roles/baker.yaml"), folder.read("content/roles/miller.yaml")], [baker, miller]);
    folder.run(&["check", "--fix", "--unsafe"]).is(0);
    assert_eq!(folder.read("content/roles/baker.yaml"), baker);
}

#[test]
fn what_cannot_be_mended_is_not_marked() {
    let role = |summary: &str, columns: &str| {
        format!(
            "name: Glazier\nsummary: {summary}\nskills: []\ncomparison:\n  columns: {columns}\n  rows:\n    - {{ role: Glazier, Focus: f, Place: p }}\n"
        )
    };
    let settings = ("sidestep.yaml", "columns: [{ name: Focus }, { name: Place }]\n");
    let of = |text: &str| Folder::new(&[settings, ("content/roles/glazier.yaml", text)]);
    let check = ["check", "--format", "concise"];
    // A tag that would lose its place.
    let folder = of(&role("s", "[!!str Place, Focus]"));
    let ran = folder.run(&check);
    assert!(ran.out.contains("[column-order]") && !ran.out.contains("--fix"), "{}", ran.out);
    folder.run(&["check", "--fix"]).err_has("nothing to fix");
    // One elsewhere is none of the list's business.
    let folder = of(&role("!!str s", "[Place, Focus]"));
    folder.run(&check).out_has("comes before \"Place\" (--fix)\n");
    folder.run(&["check", "--fix"]).is(0);
    assert_eq!(folder.read("content/roles/glazier.yaml"), role("!!str s", "[Focus, Place]"));
}
