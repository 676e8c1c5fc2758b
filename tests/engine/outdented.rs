//! Lists in brackets and quoted texts whose lines stand too far left: read as meant, with one finding a value.

use sidestep::syntax::parse;
use sidestep::text::{TextEdit, apply};

/// A text that is read without an error. `⟨…⟩` marks what is underlined, one place for each value; the fixes together
/// make `indented` of it, which reads the same and has no such line.
#[track_caller]
fn reads(marked: &str, indented: &str) {
    for (marked, indented) in
        [(marked.to_owned(), indented.to_owned()), (marked.replace('\n', "\r\n"), indented.replace('\n', "\r\n"))]
    {
        let text = marked.replace(['⟨', '⟩'], "");
        let (tree, errors) = parse(&text);
        assert!(errors.is_empty(), "{text}\n{errors:#?}");
        assert!(tree.uncertain.is_empty(), "{text}\n{:?}", tree.uncertain);
        let mut shown = text.clone();
        for value in tree.outdented.iter().rev() {
            shown.insert(value.span.end as usize, '⟩');
            shown.insert(value.span.start as usize, '⟨');
        }
        assert_eq!(shown, marked);
        let edits: Vec<TextEdit> = tree.outdented.iter().flat_map(|value| value.edits.clone()).collect();
        let fixed = apply(&text, &edits).unwrap();
        assert_eq!(fixed, indented);
        let (again, errors) = parse(&fixed);
        assert!(errors.is_empty() && again.outdented.is_empty(), "{fixed}\n{errors:#?}");
        assert_eq!(format!("{:?}", tree.root()), format!("{:?}", again.root()), "{text}");
        // Each scalar stands where it is written.
        for (node, other) in tree.nodes().zip(again.nodes()) {
            let place = node.inner_span().slice(&text).split_whitespace().collect::<Vec<_>>();
            assert_eq!(place, other.inner_span().slice(&fixed).split_whitespace().collect::<Vec<_>>(), "{text}");
        }
    }
}

#[test]
fn brackets_that_close_at_their_key() {
    reads("tools: [\n  Excel,\n  Word\n⟨]⟩\nname: x\n", "tools: [\n  Excel,\n  Word\n  ]\nname: x\n");
    reads("tools: [\n  Excel,\n  Word,\n⟨]⟩", "tools: [\n  Excel,\n  Word,\n  ]");
    reads("a: {\n  b: c\n⟨}⟩ # end\nd: e\n", "a: {\n  b: c\n  } # end\nd: e\n");
    reads("- a: [\n    b\n  ⟨]⟩\n- c\n", "- a: [\n    b\n    ]\n- c\n");
    reads("- [\n  b\n⟨]⟩\n- c\n", "- [\n  b\n  ]\n- c\n");
    reads(
        "rows: [\n  {\n    role: A,\n    Focus: \"x]\"\n  },\n  {role: B\n  }\n⟨]⟩\nname: x\n",
        "rows: [\n  {\n    role: A,\n    Focus: \"x]\"\n  },\n  {role: B\n  }\n  ]\nname: x\n",
    );
    reads(
        "a:\n  rows:\n    - { role: A,\n        b: [c]\n    ⟨}⟩\n    - { role: B }\n",
        "a:\n  rows:\n    - { role: A,\n        b: [c]\n      }\n    - { role: B }\n",
    );
    reads("a:\n  [\n    b\n⟨]⟩\nc: d\n", "a:\n  [\n    b\n  ]\nc: d\n");
}

#[test]
fn what_stands_in_brackets() {
    reads("a: [\n⟨Big⟩ words,\nsmall\n]\nb: c\n", "a: [\n  Big words,\n  small\n  ]\nb: c\n");
    reads("a: [b,\n⟨c⟩, d]\ne: f\n", "a: [b,\n  c, d]\ne: f\n");
    reads("a: [b # it's\n# no\n⟨,⟩ 'c]', it's, d]\ne: f\n", "a: [b # it's\n# no\n  , 'c]', it's, d]\ne: f\n");
    reads("a: [\n\"⟨Big⟩ words\",\n'it''s'\n]\n", "a: [\n  \"Big words\",\n  'it''s'\n  ]\n");
    reads("- {b: c,\n\"⟨d⟩\": e}\n- f\n", "- {b: c,\n  \"d\": e}\n- f\n");
    reads(
        "a:\n  - {b: c,\n  ⟨\"d\"⟩: e}\n  - f\n".replace("⟨\"d\"⟩", "\"⟨d⟩\"").as_str(),
        "a:\n  - {b: c,\n    \"d\": e}\n  - f\n",
    );
    reads("a: [\n  b,\n⟨[⟩c], {d: \"e\\\"f\"}\n]\n", "a: [\n  b,\n  [c], {d: \"e\\\"f\"}\n  ]\n");
    // Lines keep their places relative to each other.
    reads("    a: [\n  ⟨b⟩,\n    c,\n d]\n    e: f\n", "    a: [\n       b,\n         c,\n      d]\n    e: f\n");
}

#[test]
fn quoted_texts() {
    reads("why: \"a\n⟨b⟩ c\nd\"\nname: x\n", "why: \"a\n  b c\n  d\"\nname: x\n");
    reads("why: 'a it''s\n\n⟨b,⟩ c'  # end\nname: x\n", "why: 'a it''s\n\n  b, c'  # end\nname: x\n");
    reads("why: \"a\n  b\n⟨\"⟩\nname: x\n", "why: \"a\n  b\n  \"\nname: x\n");
    reads("- 'c\n⟨d'⟩\n- e\n", "- 'c\n  d'\n- e\n");
    reads("why: \"a \\\n⟨b⟩ \\\" c\"\nname: x\n", "why: \"a \\\n  b \\\" c\"\nname: x\n");
    reads("a: [ \"b\n⟨c\"⟩, d\n]\ne: f\n".replace("c\"⟩", "c⟩\"").as_str(), "a: [ \"b\n  c\", d\n  ]\ne: f\n");
    reads("- a: \"b\n  ⟨c\"⟩\n  d: 'e\n⟨f'⟩\n- g\n", "- a: \"b\n    c\"\n  d: 'e\n    f'\n- g\n");
}

#[test]
fn other_brackets_need_no_indentation() {
    reads(
        "{\n\"a\": [\n1,\n2\n],\n\"b\": {\n\"c\": \"d\n e\"\n}\n}\n",
        "{\n\"a\": [\n1,\n2\n],\n\"b\": {\n\"c\": \"d\n e\"\n}\n}\n",
    );
}

#[test]
fn many_values_of_a_file() {
    let item = |n: usize, indent: &str| {
        format!("- name: T{n}\n  aliases: [\n    a{n},\n  {indent}]\n  note: {{b: [\n  {indent}]}}\n")
    };
    let text: String = (0..3000).map(|n| item(n, "")).collect();
    let (tree, errors) = parse(&text);
    assert!(errors.is_empty() && tree.uncertain.is_empty(), "{errors:?}");
    assert_eq!(tree.outdented.len(), 6000);
    let fixed: String = (0..3000).map(|n| item(n, "  ")).collect();
    let edits: Vec<TextEdit> = tree.outdented.iter().flat_map(|value| value.edits.clone()).collect();
    assert_eq!(apply(&text, &edits).unwrap(), fixed);
}

/// What is wrong otherwise is told as it is: the underlined text and the message of each error.
#[track_caller]
fn says(text: &str, expected: &[(&str, &str)]) {
    let (tree, errors) = parse(text);
    let said: Vec<_> = errors.iter().map(|error| (error.span.slice(text), error.message.as_str())).collect();
    assert_eq!(said, expected, "{text}");
    assert!(tree.outdented.is_empty(), "{text}\n{:?}", tree.outdented);
}

#[test]
fn what_is_left_open() {
    let bracket = ("[", "this \"[\" is never closed");
    let brace = ("{", "this \"{\" is never closed");
    let quote = ("\"", "this quote is never closed");
    says("tools: [\n  Excel,\n  Word\nname: x\nskills: [a]\n", &[bracket]);
    says("tools: [a,\nb\nname: x\nmore: \"]\"\n", &[bracket]);
    says("why: \"a\nname: x\nsummary: b\" \n", &[quote]);
    says("[open\nname: x\nsummary: s\n", &[bracket]);
    says("{open\nname: x\nsummary: s\n", &[brace]);
    says("rows:\n  - {role: A,\n  - {role: B}\n", &[brace]);
    says("a:\n  - b: [c\n  - b: [d]\n", &[bracket]);
    says("- a: \"b\n  c: d\n- a: \"e\"\n", &[quote]);
}

#[test]
fn a_tab_is_a_tab() {
    let text = "tools: [a,\n\tb,\n\tc\n  ]\nname: x\n";
    let (tree, errors) = parse(text);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!((errors[0].span.slice(text), errors[0].message.as_str()), ("\t", "this line is indented with a tab"));
    assert_eq!(apply(text, &errors[0].fixes[0].edits).unwrap(), "tools: [a,\n  b,\n  c\n  ]\nname: x\n");
    assert!(tree.uncertain.is_empty() && tree.outdented.is_empty());
    assert_eq!(format!("{:?}", tree.root().unwrap()), r#"{"tools": ["a", "b", "c"], "name": "x"}"#);
}
