//! Faults whose cause is evident: one finding for one cause, at its place, and the rest is read as it was meant.

use sidestep::syntax::parse;
use sidestep::text::apply;

/// A text with one error, at `⟨…⟩`, which says `message`. It is read like `meant`, all of it for certain, and its first
/// fix makes `fixed` of it, or nothing is to be compared where that is empty.
#[track_caller]
fn means(marked: &str, message: &str, meant: &str, fixed: &str) {
    for crlf in [false, true] {
        let lines = |text: &str| if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        let (marked, meant, fixed) = (lines(marked), lines(meant), lines(fixed));
        let text = marked.replace(['⟨', '⟩'], "");
        let (tree, errors) = parse(&text);
        let [error] = errors.as_slice() else { panic!("{text}\n{errors:#?}") };
        let mut shown = text.clone();
        shown.insert(error.span.end as usize, '⟩');
        shown.insert(error.span.start as usize, '⟨');
        assert_eq!(shown, marked);
        assert_eq!(error.message, message);
        let (expected, none) = parse(&meant);
        assert!(none.is_empty(), "{meant}\n{none:?}");
        assert_eq!(format!("{:?}", tree.root()), format!("{:?}", expected.root()), "{text}");
        assert!(tree.uncertain.is_empty(), "{text}\n{:?}", tree.uncertain);
        assert!(tree.duplicate_keys.is_empty(), "{text}");
        if !fixed.is_empty() {
            let after = apply(&text, &error.fixes[0].edits).unwrap();
            assert_eq!(after.replace('\r', ""), fixed.replace('\r', ""));
            assert!(parse(&after).1.is_empty(), "{after}");
        }
    }
}

const DASH: &str = "a new item begins with a dash";

#[track_caller]
fn dash(marked: &str, meant: &str) {
    means(marked, DASH, meant, meant);
}

#[test]
fn items_that_repeat_the_first_key() {
    dash(
        "list:\n  - role: A\n    why: |\n      x\n    ⟨role⟩: B\n    why: y\nz: z\n",
        "list:\n  - role: A\n    why: |\n      x\n  - role: B\n    why: y\nz: z\n",
    );
    dash("- name: A\n  ⟨name⟩: B\n- name: C\n", "- name: A\n- name: B\n- name: C\n");
    dash("list:\n-   role: A\n    ⟨role⟩: B\n", "list:\n-   role: A\n-   role: B\n");
    dash(
        "list:\n  - role: A\n    x: y\n  ⟨role⟩: B\n    x: z\n  - role: C\n",
        "list:\n  - role: A\n    x: y\n  - role: B\n    x: z\n  - role: C\n",
    );
    dash("list:\n  - role: A\n  ⟨role⟩: B\n  - role: C\n", "list:\n  - role: A\n  - role: B\n  - role: C\n");
    dash(
        "list:\n  - role: A\n    x: y\n   ⟨role⟩: B\n    x: z\n",
        "list:\n  - role: A\n    x: y\n  - role: B\n    x: z\n",
    );
    dash("- name: A\n  x: y\n⟨name⟩: B\n- name: C\n", "- name: A\n  x: y\n- name: B\n- name: C\n");
}

#[test]
fn texts_among_items() {
    dash("list:\n  - A\n  ⟨B b⟩\n  - C\nz: z\n", "list:\n  - A\n  - B b\n  - C\nz: z\n");
    dash("list:\n  - A\n  - 'B'\n  ⟨\"C c\"⟩\nz: z\n", "list:\n  - A\n  - 'B'\n  - \"C c\"\nz: z\n");
    dash("list:\n- A\n⟨B b⟩\n- C\nz: z\n", "list:\n- A\n- B b\n- C\nz: z\n");
    dash("- A\n⟨B b⟩\n  goes on\n- C\n", "- A\n- B b\n  goes on\n- C\n");
}

#[test]
fn several_items_without_a_dash_are_found_each() {
    let text = "list:\n  - role: A\n    x: y\n    role: B\n    x: y\n    role: C\n    x: y\n";
    let (tree, errors) = parse(text);
    let said: Vec<_> = errors.iter().map(|error| (error.span.slice(text), error.message.as_str())).collect();
    assert_eq!(said, [("role", DASH), ("role", DASH)]);
    assert_eq!(tree.root().unwrap().get("list").unwrap().len(), 3);
}

#[test]
fn what_repeats_another_key_is_repeated() {
    for text in ["a: b\na: c\n", "- a: b\n  c: d\n  c: e\n", "- {a: b, a: c}\n", "x:\n  a: b\n  a: c\n"] {
        let (tree, errors) = parse(text);
        assert!(errors.is_empty(), "{text}\n{errors:?}");
        assert_eq!(tree.duplicate_keys.len(), 1, "{text}");
    }
}

#[test]
fn a_key_that_is_being_typed_is_no_item() {
    for text in ["tools:\n- A\n- B\nsta\nwhy: x\n", "tools:\n- A\nsta", "list:\n  - role: A\n    x: y\n  tagline: z\n"]
    {
        assert!(parse(text).1.iter().all(|error| error.message != DASH), "{text}");
    }
}

const BOTH: &str = "two versions of the text stand here, from an unresolved merge conflict";
const REST: &str = "this line was left behind by a merge conflict";

#[test]
fn merge_conflicts() {
    means(
        "name: N\n⟨<<<<<<< HEAD⟩\nskills: [a]\n=======\nskills: [b]\n>>>>>>> topic/b\ntools: [c]\n",
        BOTH,
        "name: N\nskills: [a]\ntools: [c]\n",
        "name: N\nskills: [a]\ntools: [c]\n",
    );
    means(
        "why: |\n  One.\n⟨<<<<<<< HEAD⟩\n  Two.\n||||||| 1a2b3c4\n  Too.\n=======\n  Three.\n>>>>>>> topic\n  Four.\nz: z\n",
        BOTH,
        "why: |\n  One.\n  Two.\n  Four.\nz: z\n",
        "why: |\n  One.\n  Two.\n  Four.\nz: z\n",
    );
    means(
        "list:\n  - role: A\n⟨<<<<<<< ours⟩\n  - role: B\n    x: y\n=======\n>>>>>>> theirs\n  - role: C\n",
        BOTH,
        "list:\n  - role: A\n  - role: B\n    x: y\n  - role: C\n",
        "",
    );
    means("⟨<<<<<<< HEAD⟩\n=======\n>>>>>>> b\npage: {a: b}\n", BOTH, "page: {a: b}\n", "page: {a: b}\n");
    means("a: |\n  x\n  ⟨<<<<<<< HEAD⟩\n  y\n  =======\n  z\n  >>>>>>> b\n", BOTH, "a: |\n  x\n  y\n", "");
    means("a: [\n⟨<<<<<<<⟩\n  b,\n=======\n  c,\n>>>>>>>\n  d]\n", BOTH, "a: [\n  b,\n  d]\n", "");
}

#[test]
fn either_version_can_be_kept() {
    let text = "a: b\n<<<<<<< HEAD\nc: d\n||||||| base\nc: x\n=======\nc: e\n>>>>>>> topic\nf: g\n";
    let (_, errors) = parse(text);
    let fixes: Vec<_> =
        errors[0].fixes.iter().map(|fix| (fix.title.as_str(), apply(text, &fix.edits).unwrap())).collect();
    assert_eq!(
        fixes,
        [
            ("Keep the first version (HEAD)", "a: b\nc: d\nf: g\n".to_owned()),
            ("Keep the second version (topic)", "a: b\nc: e\nf: g\n".to_owned()),
        ]
    );
    assert!(errors[0].fixes.iter().all(|fix| fix.applicability == sidestep::text::Applicability::Manual));
}

#[test]
fn what_is_left_of_a_conflict() {
    means("a: b\n⟨>>>>>>> topic⟩\nc: d\n", REST, "a: b\nc: d\n", "a: b\nc: d\n");
    means("a: b\n⟨=======⟩\nc: d\n", REST, "a: b\nc: d\n", "a: b\nc: d\n");
    means("a: |\n  b\n⟨<<<<<<< HEAD⟩\n  c\nd: e\n", BOTH, "a: |\n  b\n  c\nd: e\n", "a: |\n  b\n  c\nd: e\n");
    // Two conflicts are two findings; without its end the second version may not be read.
    let text = "<<<<<<< a\nb: c\n=======\nb: d\n>>>>>>> e\nf: g\n<<<<<<< a\nh: i\n=======\nh: j\nk: l\n";
    let (tree, errors) = parse(text);
    assert_eq!(errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>(), [BOTH, BOTH]);
    assert_eq!(format!("{:?}", tree.root().unwrap()), r#"{"b": "c", "f": "g", "h": "i", "k": "l"}"#);
    assert!(tree.is_uncertain(sidestep::text::Span::of(text.rfind("h: j").unwrap(), text.rfind("h: j").unwrap() + 1)));
}

#[test]
fn headings_and_code_are_no_conflicts() {
    for text in [
        "why: |\n  Heading\n  =======\n\n  Text.\n",
        "why: |\n  ```\n  <<<<<<< HEAD\n  a\n  =======\n  b\n  >>>>>>> c\n  ```\n",
        "why: |\n  Type <<<<<<< or\n  <<<<<<<<<< more.\n",
        "why: |\n  >>>>>>> quoted\n",
    ] {
        assert!(parse(text).1.is_empty(), "{text}");
    }
}

#[test]
fn keys_on_one_line() {
    let message = "several keys stand on one line";
    means(
        "list:\n  - if: x, ⟨role: Y, then: Z⟩\n  - if: a\n    role: B\n    then: c\n",
        message,
        "list:\n  - if: x\n    role: Y\n    then: Z\n  - if: a\n    role: B\n    then: c\n",
        "list:\n  - if: x\n    role: Y\n    then: Z\n  - if: a\n    role: B\n    then: c\n",
    );
}

#[test]
fn ends_of_values() {
    let colon = "a text without quotes cannot end with a \":\"";
    means(
        "name: Night Porter⟨:⟩\nsummary: s\n",
        colon,
        "name: Night Porter\nsummary: s\n",
        "name: Night Porter\nsummary: s\n",
    );
    means("a: [b]⟨]⟩\nc: d\n", "this \"]\" closes nothing", "a: [b]\nc: d\n", "a: [b]\nc: d\n");
    means(
        "a: {b: c}⟨}}⟩ # end\nc: d\n",
        "this \"}}\" closes nothing",
        "a: {b: c} # end\nc: d\n",
        "a: {b: c} # end\nc: d\n",
    );
}

#[test]
fn block_texts() {
    let header = "this does not read as the start of a text block";
    means(
        "- a: > ⟨On x⟩\n     and y\n- c\n",
        header,
        "- a: >\n     On x\n     and y\n- c\n",
        "- a: >\n     On x\n     and y\n- c\n",
    );
    let bar = "a \":\" in a text of several lines makes a key of what stands before it";
    means(
        "why:\n  ⟨Note: the shift is long and loud,⟩\n  and nobody sleeps much of it.\n\n  Second.\nz: z\n",
        bar,
        "why: |\n  Note: the shift is long and loud,\n  and nobody sleeps much of it.\n\n  Second.\nz: z\n",
        "why: |\n  Note: the shift is long and loud,\n  and nobody sleeps much of it.\n\n  Second.\nz: z\n",
    );
}

#[test]
fn tabs() {
    let message = "this line is indented with a tab";
    means(
        "list:\n  - role: A\n⟨\t⟩why: x\n\ttext: |\n\t  B\n  - role: C\n\twhy: y\n",
        message,
        "list:\n  - role: A\n    why: x\n    text: |\n      B\n  - role: C\n    why: y\n",
        "list:\n  - role: A\n    why: x\n    text: |\n      B\n  - role: C\n    why: y\n",
    );
    means(
        "table:\n⟨\t⟩rows:\n\t\t- role: A\n\t\t  x: y\n",
        message,
        "table:\n  rows:\n    - role: A\n      x: y\n",
        "table:\n  rows:\n    - role: A\n      x: y\n",
    );
}

/// The underlined text and the message of each error, and the text with the first fix of the first.
#[track_caller]
fn says(text: &str, expected: &[(&str, &str)], fixed: Option<&str>) {
    let (_, errors) = parse(text);
    let said: Vec<_> = errors.iter().map(|error| (error.span.slice(text), error.message.as_str())).collect();
    assert_eq!(said, expected, "{text}");
    let after = errors[0].fixes.first().map(|fix| apply(text, &fix.edits).unwrap());
    assert_eq!(after.as_deref(), fixed, "{text}");
}

#[test]
fn a_line_further_up_that_stands_wrong() {
    says(
        "list:\n  - role: A\n    why: x\ngood_for: [b, c]\n  - role: B\n    why: y\nend:\n",
        &[("good_for: [b, c]", "this line is indented differently from the lines around it")],
        Some("list:\n  - role: A\n    why: x\n    good_for: [b, c]\n  - role: B\n    why: y\nend:\n"),
    );
}

#[test]
fn marks_at_the_start_of_a_value() {
    let list = "a list cannot start on the line of its key";
    says("a: - On x\nc: d\n", &[("- On x", list)], Some("a: '- On x'\nc: d\n"));
    says("a: - b\n  - c\nd: e\n", &[("- b", list)], None);
    says("a: -\nc: d\n", &[("-", "a \"-\" alone begins a list, which cannot start on the line of its key")], None);
    says(
        "a: ? x\nc: d\n",
        &[("? x", "a \"?\" at the start of a value has a meaning of its own")],
        Some("a: '? x'\nc: d\n"),
    );
}
