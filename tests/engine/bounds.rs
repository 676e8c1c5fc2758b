//! What a repository may cost: each bound with what is said of it.

use std::fmt::Write as _;
use std::sync::Arc;

use sidestep::content::MentionFault;
use sidestep::fix::{FixAll, Fixer, fix_all};
use sidestep::rules::Diagnostic;

use crate::fixture::Files;
use crate::ide_rename::Counting;

const ROLE: &str = "content/roles/a.yaml";
/// So many findings of a kind a file has, and one that says that there are more.
const MOST: usize = 5_000;

fn files(list: &[(&str, String)]) -> Files {
    let mut files = Files::default();
    for (path, text) in list {
        files.0.insert((*path).to_owned(), text.clone());
    }
    files
}

/// A role with something behind its name and summary.
fn role(rest: &str) -> String {
    format!("name: A\nsummary: One.\n{rest}")
}

/// `piece` for each number, which stands in it as `@`.
fn each(count: usize, piece: &str) -> String {
    (0..count).fold(String::new(), |mut text, at| {
        let _ = write!(text, "{}", piece.replace('@', &at.to_string()));
        text
    })
}

fn of_code<'d>(found: &'d [Diagnostic], code: &str) -> Vec<&'d Diagnostic> {
    found.iter().filter(|d| d.code == code).collect()
}

#[test]
fn a_file_tells_so_many_findings_of_a_kind() {
    for (code, text) in [
        ("unknown-role", role(&format!("why: \"{}\"\n", each(6_000, "[[Nobody @]] ")))),
        ("duplicate-key", role(&each(6_000, "x-a: @\n"))),
        ("schema", role(&each(6_000, "key@: 1\n"))),
        ("cut-text", role(&each(6_000, "x-a@: b #c\n"))),
        ("unknown-skill", role(&format!("skills: [{}]\n", each(6_000, "skill @, ")))),
        ("broken-link", role(&format!("why: \"{}\"\n", each(6_000, "[a]() ")))),
        ("discouraged-name", role(&format!("why: \"{}\"\n", each(6_000, "postgres ")))),
        (
            "missing-row",
            role(&format!("why: x\nalternatives:\n{}comparison: {{ rows: [] }}\n", each(5_500, "  - role: R@\n"))),
        ),
    ] {
        let mut all = files(&[
            (ROLE, text),
            ("content/skills.yaml", "- name: SQL\n".to_owned()),
            ("content/tools.yaml", "- name: PostgreSQL\n  avoid: [postgres]\n".to_owned()),
        ]);
        if code == "missing-row" {
            for at in 0..5_500 {
                all.0.insert(format!("content/roles/r{at}.yaml"), format!("name: R{at}\nsummary: One.\n"));
            }
        }
        let mut found = all.check();
        found.retain(|d| *d.path == *ROLE);
        let told = of_code(&found, code);
        assert_eq!(told.len(), MOST + 1, "{code}");
        let more: Vec<_> = told.iter().filter(|d| d.message.starts_with("this file has more of these")).collect();
        assert_eq!(more.len(), 1, "{code}");
        assert_eq!(more[0].severity, told[0].severity, "{code}");
        // Who silences them, silences that too.
        let text = all.0.get_mut(ROLE).unwrap();
        text.insert_str(0, &format!("# sidestep: ignore-file[{code}]\n"));
        let found = all.check();
        assert_eq!(found.iter().filter(|d| *d.path == *ROLE && d.code == code).count(), 0, "{code}");
    }
}

#[test]
fn what_is_quoted_is_cut() {
    let found = files(&[(ROLE, role(&format!("why: \"[[{}]]\"\n", "a".repeat(100_000))))]).check();
    let found = of_code(&found, "unknown-role");
    assert!(found[0].message.chars().count() <= 160 && found[0].message.ends_with("…\""));
}

#[test]
fn columns_and_kinds_are_bounded() {
    let columns = format!("columns:\n{}", each(150, "  - name: C@\n"));
    let kinds = format!("vocabularies:\n{}", each(150, "  k@: [content/k@.yaml]\n"));
    for (settings, place) in [(columns, "C100"), (kinds, "k97")] {
        let all = files(&[("sidestep.yaml", settings.clone()), (ROLE, role(""))]);
        let found = all.check();
        let mut found = of_code(&found, "config");
        // The files of the kinds are not there either.
        found.retain(|finding| !finding.message.starts_with("there is no file"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].span.slice(&settings), place);
        assert!(found[0].message.contains("already: this one and those below are left out"), "{}", found[0].message);
        let config = all.workspace();
        assert!(
            config.config().columns.len() <= 100 && config.config().kinds.len() == 100.min(config.config().kinds.len())
        );
    }
}

#[test]
fn suppression_comments_are_bounded() {
    let text = role(&each(3_000, "key@: 1 # sidestep: ignore[schema]\n"));
    let found = files(&[(ROLE, text.clone())]).check();
    let idle = of_code(&found, "unused-ignore");
    assert_eq!(idle.len(), 1, "the comment with which they are too many");
    assert_eq!(idle[0].span.slice(&text).lines().count(), 1);
    let line = text[..idle[0].span.start as usize].lines().count();
    assert_eq!(line, 2_000 + 3);
}

#[test]
fn a_text_that_is_no_yaml_is_told_once() {
    let paragraph = "Some people write pages in Markdown, and put them where roles are, with [links](x.md), *words*.\n";
    let page = format!("# A page\n\n{}\n- an item: of a list\n", each(2_000, &format!("{paragraph}\n## Part @\n\n")));
    let found = files(&[(ROLE, page.clone())]).check();
    assert_eq!(found.iter().map(|d| &*d.code).collect::<Vec<_>>(), ["syntax"], "{found:#?}");
    assert!(found[0].message.starts_with("this does not look like YAML: 2000 lines"), "{}", found[0].message);
    assert_eq!(found[0].span.slice(&page), paragraph.trim_end());
    assert!(sidestep::syntax::repair::repair(&page).parsed < 2 << 20);
    // A role with a paragraph at the left edge is one.
    let text = role(&format!("why: |\n{}tools: [Docker]\n", paragraph.repeat(8)));
    let found = files(&[(ROLE, text)]).check();
    assert!(found.iter().all(|d| !d.message.contains("does not look like YAML")), "{found:#?}");
}

#[test]
fn a_spelling_to_avoid_has_so_many_words() {
    for (words, told) in [(32, 0), (33, 1)] {
        let spelling = "word ".repeat(words);
        let spelling = spelling.trim_end();
        let found = files(&[
            (ROLE, role(&format!("why: so {spelling} it is\n"))),
            ("content/skills.yaml", format!("- name: Words\n  avoid: [{spelling}]\n")),
        ])
        .check();
        assert_eq!(of_code(&found, "discouraged-name").len(), 1 - told, "{found:#?}");
        let long = of_code(&found, "schema");
        assert_eq!(long.len(), told);
        assert!(
            long.iter().all(|d| d.message == "this spelling has more than 32 words and is not looked for in prose")
        );
    }
}

/// A name among many that are as near to it: nobody can say which was meant.
#[test]
fn suggestions_are_bounded() {
    let skill = |count: usize| {
        // All have the same letters.
        let skills: String =
            (0..count).map(|at| format!("- name: ab {at:012b}\n").replace('0', "a").replace('1', "b")).collect();
        let found = files(&[(ROLE, role("skills: [ab aaaaaaaaaaa]\n")), ("content/skills.yaml", skills)]).check();
        of_code(&found, "unknown-skill")[0].help.clone().unwrap()
    };
    assert!(skill(400).starts_with("did you mean \"ab aaaaaaaaaa"));
    assert!(!skill(3_000).starts_with("did you mean"));
    // Words that are too long are no slips.
    let long = "a".repeat(500);
    let found =
        files(&[(ROLE, role(&format!("skills: [{long}b]\n"))), ("content/skills.yaml", format!("- name: {long}\n"))])
            .check();
    assert!(!of_code(&found, "unknown-skill")[0].help.as_ref().unwrap().starts_with("did you mean"));
}

/// What hides a spelling is found where the spelling stands, however many names could.
#[test]
fn names_across_spellings() {
    let names = each(3_000, "- name: data Xx@ data\n  avoid: [data W@ data]\n");
    let found = files(&[
        (ROLE, role("why: use data W5 data here, and data W6 data Xx7 data there, and data W1 data Xx1 datas\n")),
        ("content/skills.yaml", names),
    ])
    .check();
    let told: Vec<&str> = of_code(&found, "discouraged-name").iter().map(|d| &*d.message).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("data W5 data") && told[1].contains("data W1 data"), "{told:?}");
}

/// What many open mentions stand in is held once.
#[test]
fn open_mentions_share_their_text() {
    let all = files(&[(ROLE, role(&format!("why: |\n{}", "  [[ x\n".repeat(2_000))))]);
    let workspace = all.workspace();
    let facts = &workspace.file(workspace.find(ROLE).unwrap()).facts;
    let parts = facts.mention_faults.iter().filter_map(|fault| match fault {
        MentionFault::Open(open) => Some(&open.part),
        _ => None,
    });
    let parts: Vec<_> = parts.collect();
    assert_eq!(parts.len(), 2_000);
    assert!(parts.iter().all(|part| Arc::ptr_eq(part, parts[0])));
}

/// A list is read once for all that is mended in it. With a look back from each of its names for each fix this would take hours.
#[test]
fn long_lists_are_read_once() {
    let cell = "Docker (fast), ".repeat(4_000);
    let row = format!("comparison: {{ rows: [{{ role: A, Key Skills: \"{cell}Docker\" }}] }}\n");
    let all = files(&[(ROLE, role(&row)), ("content/skills.yaml", "- name: Docker\n".to_owned())]);
    let (workspace, found) = (all.workspace(), all.check());
    let repeated = of_code(&found, "repeated-term");
    assert_eq!(repeated.len(), 4_000);
    let fixer = Fixer::new(&workspace, &all);
    assert!(repeated.iter().all(|finding| fixer.fixes(finding).len() == 1));
}

#[test]
fn joining_words_and_patterns_are_bounded() {
    let words = format!("page:\n  and: [{}]\n", each(150, "w@, "));
    let patterns = format!("roles: [{}]\nvocabularies: {{ skill: [b] }}\n", each(1_050, "content/r@/*.yaml, "));
    let shapes =
        format!("roles: [{}]\ncollections: {{ x: {{ files: [a, b, c] }} }}\n", each(998, "content/r@/*.yaml, "));
    for (settings, places) in
        [(words, vec!["w100"]), (patterns, vec!["content/r1000/*.yaml", "b"]), (shapes, vec!["c"])]
    {
        let all = files(&[("sidestep.yaml", settings.clone()), (ROLE, role(""))]);
        let found = all.check();
        let told: Vec<&str> = of_code(&found, "config")
            .iter()
            .filter(|d| d.message.contains("already: this one and those below are left out"))
            .map(|d| d.span.slice(&settings))
            .collect();
        assert_eq!(told, places);
        assert!(all.workspace().config().page.and.len() <= 100 && all.workspace().config().roles.len() <= 1_000);
    }
}

/// Of hundreds of values none is suggested, and few are named.
#[test]
fn so_many_values_are_named() {
    let help = |count: usize| {
        let values: Vec<String> = (0..count).map(|at| format!("\"value {at}\"")).collect();
        let schema = format!(
            r#"{{ "$ref": "sidestep:role", "properties": {{ "cert": {{ "enum": [{}] }} }} }}"#,
            values.join(", ")
        );
        let settings = "schemas: { role: s.json }\n".to_owned();
        let found = files(&[("sidestep.yaml", settings), ("s.json", schema), (ROLE, role("cert: valeu 7\n"))]);
        let found = found.check();
        let finding = of_code(&found, "schema")[0];
        (finding.message.clone(), finding.help.clone().unwrap())
    };
    let (message, text) = help(51);
    assert!(
        message.ends_with("did you mean \"value 7\"?") && text.ends_with("value 49 or value 50"),
        "{message} {text}"
    );
    let (message, text) = help(300);
    assert!(!message.contains("did you mean") && text.ends_with("value 49 or one of 250 others"), "{message} {text}");
}

/// Comments of a body are bounded as those of YAML are, and each block below them is looked for once.
#[test]
fn suppression_comments_of_bodies_are_bounded() {
    let body = "<!-- sidestep: ignore[broken-link] -->\n".repeat(20_000);
    let page = format!("---\nname: A\nsummary: One.\n---\n{body}[a](x.md)\n");
    let settings = "roles: [\"content/roles/*.mdx\"]\n".to_owned();
    let found = files(&[("sidestep.yaml", settings), ("content/roles/a.mdx", page)]).check();
    assert_eq!(of_code(&found, "unused-ignore").len(), 1, "the comment with which they are too many");
    assert_eq!(of_code(&found, "broken-link").len(), 0);
}

/// Which of many fixes of syntax errors do harm is looked for as long as that takes little: each trial repairs all others.
#[test]
fn so_many_fixes_are_tried_in_broken_files() {
    let untried = |comments: usize| {
        let text = role(&format!("{}{}", "'a\n".repeat(12), "# a comment in a file of many lines\n".repeat(comments)));
        let all = files(&[(ROLE, text)]);
        let (workspace, found) = (all.workspace(), all.check());
        let today = jiff::civil::date(2026, 1, 31);
        let done = fix_all(&workspace, &all, &found, &FixAll { wanted: &|_| true, suggestions: true, today });
        done.refused.iter().filter(|left| left.harm.is_none()).count()
    };
    assert_eq!(untried(10), 0);
    assert!(untried(12_000) > 0);
}

/// A page with so many alternatives that have a file each, and with so many bytes beside.
fn page_of(known: usize, rows: &str, more: usize) -> Files {
    let alternatives = each(known, "  - role: R@\n    tagline: x\n    about: x\n");
    let page = role(&format!("x-more: {}\nwhy: x\nalternatives:\n{alternatives}{rows}", "a".repeat(more)));
    let mut all = files(&[(ROLE, page)]);
    for at in 0..known {
        all.0.insert(format!("content/roles/r{at}.yaml"), format!("name: R{at}\nsummary: One.\n"));
    }
    all
}

/// What is left out of a page's missing rows when all are mended, how many are not tried, and how often the page was read.
fn mend_rows(all: &Files) -> (usize, usize, usize) {
    let (workspace, found) = (all.workspace(), all.check());
    let counting = Counting { files: all, reads: std::sync::Mutex::default() };
    let today = jiff::civil::date(2026, 1, 31);
    let done = fix_all(&workspace, &counting, &found, &FixAll { wanted: &|_| true, suggestions: true, today });
    let untried = done.refused.iter().filter(|left| left.harm.is_none()).count();
    (done.refused.len(), untried, counting.reads.into_inner().unwrap()[ROLE])
}

/// A page is read once a round for all fixes in it, and not for every few of them; and its new rows come in their order at
/// once, so that none has to be tried alone.
#[test]
fn fixes_of_a_page_read_it_once_a_round() {
    let own = "comparison:\n  rows:\n    - role: A\n      Focus: x\n";
    let mut all = page_of(300, own, 0);
    all.0.insert("sidestep.yaml".to_owned(), "columns: [{ name: Focus, per_page: true, optional: true }]\n".to_owned());
    let (left, _, reads) = mend_rows(&all);
    assert!(left == 0 && reads < 6, "{left} are left out, {reads} times");
}

/// Which fixes do harm is looked for as long as that takes little. Here each does, and where a list in brackets is empty one
/// row is tried a round.
#[test]
fn so_much_is_read_to_find_what_does_harm() {
    let none = "comparison: { rows: [] }\n";
    assert!(matches!(mend_rows(&page_of(5, none, 0)), (5, 0, _)));
    let (left, untried, reads) = mend_rows(&page_of(80, none, 1 << 18));
    assert!(left == 80 && untried > 40 && reads < 200, "{left} are left out, {untried} are not tried, {reads} times");
}

/// What one fix does in all files is computed once for all findings that offer it, and so many are offered.
#[test]
fn a_name_that_all_files_use_is_looked_for_once() {
    let uses = 300;
    let mut all = files(&[("content/roles/new-role.yaml", "name: Old Role\nsummary: One.\n".to_owned())]);
    for at in 0..uses {
        all.0.insert(format!("content/roles/r{at}.yaml"), format!("name: R{at}\nsummary: Like [[New Role]].\n"));
    }
    let (workspace, found) = (all.workspace(), all.check());
    let found = of_code(&found, "unknown-role");
    assert_eq!(found.len(), uses);
    let counting = Counting { files: &all, reads: std::sync::Mutex::default() };
    let fixer = Fixer::new(&workspace, &counting);
    let edits: Vec<usize> = found.iter().map(|d| fixer.fixes(d).iter().map(|fix| fix.edits.len()).sum()).collect();
    assert_eq!(edits[0], 1 + uses);
    // The fix of one place is offered behind that too.
    assert_eq!(edits[uses - 1], 1);
    assert!(edits.iter().sum::<usize>() < 51_000);
    let reads = counting.reads.into_inner().unwrap();
    assert!(reads.values().all(|count| *count <= 3), "{:?}", reads.values().max());
}
