//! The quick way to a tree gives the tree that the YAML library gives, or none.

use std::path::Path;

use proptest::prelude::*;
use sidestep::syntax::{NodeRef, Tree, by_library, quick};

use crate::bad_input::{apply, edit};
use crate::cases::cases;
use crate::corpus::{Random, role_text, workspace};
use crate::onet_data;

/// What the quick way reads, all of it.
const USUAL: &str = "\
# head
---  # begins
name: Data Engineer # a note
\"quoted key\":   'it''s'
'aliases' : [ETL Developer, \"a, b\", 'c''d', x:y, -1, a#b , ]
summary:
  A text that starts on its own line
  and goes on

  below. 😀
avoid: []
skills: [
  SQL , 'a''b'

    ,data modeling,
  ]
tools: [Python,
        \"Airflow\"] # of them
empty:
level: 3 #
ratio: -1.50
flag: true
why: |
  See [[A]] and [b](c d).

   `code`: deeper # no comment

alternatives:
- role: Backend Engineer
  about: >-

    folded
    text

      more
    end

  best_for:
  - one: two words
      on two lines
  -
    - nested
    - - twice
      - again
  -   # nothing
    key: value
  - ?x: y # no mark
- plain
-
keep: |+

  kept


last: >
     wide
     text
";

/// The places of a tree, node by node, with all that can be asked of them.
fn places(tree: &Tree) -> Vec<String> {
    let place = |node: NodeRef<'_>| {
        let text = node.scalar_text();
        let map = node.map();
        let letters: Vec<_> = match node.text() {
            Some(text) => text.char_indices().map(|(at, c)| map.span(at, at + c.len_utf8())).collect(),
            None => Vec::new(),
        };
        let entries: Vec<_> = node.entries().map(|(key, value)| (key.id(), value.id())).collect();
        let items: Vec<_> = node.items().map(NodeRef::id).collect();
        let spans = [node.span(), node.inner_span(), node.full_span()];
        format!("{:?} {:?} {spans:?} {text:?} {letters:?} {entries:?} {items:?}", node.kind(), node.style())
    };
    tree.nodes().map(place).collect()
}

/// Whether the quick way reads a text. If it does, the library must give the same.
fn is_read(text: &str) -> bool {
    let Some(tree) = quick::read(text) else { return false };
    let (expected, errors) = by_library(text);
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    for (found, expected) in places(&tree).iter().zip(&places(&expected)) {
        assert_eq!(found, expected, "\n{text}");
    }
    assert_eq!(tree.nodes().count(), expected.nodes().count(), "\n{text}");
    assert_eq!(tree.comments, expected.comments, "\n{text}");
    assert_eq!(tree.duplicate_keys, expected.duplicate_keys, "\n{text}");
    assert_eq!(tree.outdented, expected.outdented, "\n{text}");
    assert_eq!(tree.second_document, expected.second_document, "\n{text}");
    assert_eq!(tree.has_properties(), expected.has_properties(), "\n{text}");
    true
}

#[test]
fn usual_texts_are_read() {
    assert!(is_read(USUAL));
    assert!(is_read(&USUAL.replace('\n', "\r\n")));
    for n in 0..50 {
        assert!(is_read(&role_text(n, 50)));
    }
    for (path, text) in workspace(300) {
        assert!(is_read(&text) == path.ends_with(".yaml"), "{path}");
    }
}

#[test]
fn the_shipped_pages_are_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut pages = 0;
    for folder in [root.clone(), root.join("roles")] {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "yaml") {
                assert!(is_read(&std::fs::read_to_string(&path).unwrap()), "{}", path.display());
                pages += 1;
            }
        }
    }
    assert!(pages >= 9, "{pages}");
}

#[test]
fn occupations_are_read() {
    let Some(occupations) = onet_data::occupations() else { return };
    let files = onet_data::workspace(&occupations);
    let read = files.iter().filter(|(_, text)| is_read(text)).count();
    assert!(read * 100 >= files.len() * 99, "{read} of {}", files.len());
}

/// What the quick way leaves to the library, whatever that makes of it.
#[test]
fn other_texts_are_left() {
    for text in [
        "",
        "a: |+\n  x\n ",
        "a: b\n  : c\n",
        "a: [a b: c]",
        "a: [b\n  ,\n\n  c # d\n  ]",
        "a: [-]\n",
        "a: [?, b]\n",
        "a: [x:]\n",
        "a: [x:, y]\n",
        "a: b\n... : c\n",
        "\n",
        "# only a comment\n",
        "just text\n",
        "[a, b]\n",
        "|\n  text\n",
        "---\n",
        "--- a\n",
        "a: b\n---\nc: d\n",
        "a: b\n...\n",
        "a:\tb\n",
        "a: b\rc: d\n",
        "a: b\r",
        "\u{feff}a: b\n",
        "a: &x b\n",
        "a: *x\n",
        "a: !!str b\n",
        "<<: b\n",
        "? a\n",
        "a: \"\\n\"\n",
        "a: \"x\n  y\"\n",
        "a: [x\n  y]\n",
        "a: [x,\n# y\n]\n",
        "a: [x,\n- y]\n",
        "a: [x,\n--- ]\n",
        "a: [x,\n<<<<<<< y\n]\n",
        "a: [x, # y\n  z]\n",
        "a: [x: y]\n",
        "a: [[x]]\n",
        "a: {x: y}\n",
        "a: |2\n  x\n",
        "a: @x\n",
        "a: b: c\n",
        "a: - b\n",
        "a: 'x' y\n",
        "a: 'x'#y\n",
        "a: b\n c: d\n",
        "a: b\n  c: d\n",
        "  a: b\nc: d\n",
        "a:\n    b: c\n  d: e\n",
        "a\n",
        "a: b\nc\n",
        "a: b\n- c\n",
        "- a\nb: c\n",
        "a: |\n    \n  x\n",
        "a: |",
        "a: [",
        "a: [x",
        "a: [,]\n",
        "a: '",
        "a: \"",
        "a: \u{7f}\n",
        "a: \u{9f}\n",
        "a: \u{fffe}\n",
        "a: [- , b]\n",
        "a: b # c\n  d\n",
        "%YAML 1.2\n---\na: b\n",
        "a: `b\n",
        "a: 'b\n  c'\n",
    ] {
        assert!(quick::read(text).is_none(), "{text:?}");
    }
    for depth in [33, 101] {
        assert!(quick::read(&"- ".repeat(depth)).is_none(), "{depth}");
    }
    assert!(quick::read(&format!("{}: b\n", "a".repeat(1025))).is_none());
}

#[test]
fn small_texts() {
    for text in [
        "a:",
        "a: ",
        "a: b",
        "a : b",
        "- a",
        "-",
        "- ",
        "-\n-\n",
        "a:\n- b\n- c\nd: e",
        "a:\n  - b\nc: d",
        "a:\n  b:\n    c:\n  d:\ne:",
        "a: |\n  x",
        "a: |\n  x\n   ",
        "a: |+\n  x\n\n",
        "a: |-\n\n\n  x\n\n",
        "a: |\nb: c",
        "a: >\n\n\n\nb: c",
        "a: |+\n\n\nb: c",
        "a: |  # note\n  x\n# out\nb: c",
        "a: >\n  x\n   y\n  z\n\n\n  w\n    \n  v\n",
        "- |\n x\n- >\n  y\n",
        "a:\n  |\n  x\n",
        "- - a\n  - b\n- - c",
        "- a: b\n  c: d\n- e:\n  - f\n",
        "- a:\n    b\n  c:\n    'd'\n",
        "a:\n  \"b\": c\n",
        "a:\n  [b, c] # d\n",
        "a: \"\"\nb: ''\nc: ''''\n",
        "a: 'x\\'\n",
        "a: x:y\nb: x#y\nc: x :y\nd: -x\ne: ?x\nf: :x\n",
        "a: b\na: c\n",
        "a: b\n\n  c\n\n\n  - d\n   # e\nf: g\n",
        "a: ~\nb: null\nc: 0x1F\n",
        "a: b   \n   \nc: d  # e  \n",
        "é: ü\n日本: 😀 #x\n",
        "a: \u{2028}b\u{a0}\n",
        "  a: b\n  c: d\n",
        " - a\n - b\n",
        "a: [b ,c , 'd' ]\n",
        "a: [b#c]\n",
        "a: [\n  b,\n  c]",
        "a:\n  [\n    b\n  ]\n",
        "- [\n ]",
        "--- # b\na: c",
        "a: #b\n  c\n",
        "a:\n# b\n  c # d\n  # e\nf:\n",
        "- # a\n  b: c\n",
        "a: b\n# c",
        "a:\n\n\n- b\n\n- c\n\n\n",
        "a: b\n  # c\nd: e",
        "a: x # y\n# z\n\n",
        "a: [x,\ny]\n",
        "a: [x,\n  y\n]\n",
        "a: [\nx,\n\n'y z'\n,\n \"\",\n]\n",
        "a:\n  - [ä\n  ,é,\n\n  ] # end\nb: [\n]\n",
    ] {
        assert!(is_read(text), "{text:?}");
        is_read(&text.replace('\n', "\r\n"));
        is_read(&format!("{text}\n"));
        is_read(&format!("---\n{text}\n"));
        is_read(&format!("x:\n{}\ny: z\n", text.lines().map(|line| format!("  {line}\n")).collect::<String>()));
        is_read(&format!("- {}", text.replace('\n', "\n  ")));
    }
}

/// A line of a page, as it may be written or mistyped.
fn line() -> impl Strategy<Value = String> {
    let pieces = vec![
        "key:",
        "key: ",
        "other: ",
        "- ",
        "-",
        "- - ",
        "text",
        " more text",
        "'quoted'",
        "\"double\"",
        "''",
        "'it''s'",
        "|",
        "|-",
        ">+",
        ">",
        "[a, b]",
        "[",
        "]",
        "[]",
        ", ",
        "# note",
        " # note",
        "#",
        ":",
        ": ",
        " ",
        "  ",
        "1.5",
        "true",
        "~",
        "é😀",
        "\u{a0}",
        "?",
        "? ",
        "&a ",
        "*a",
        "{}",
        "...",
        "---",
        "%",
        "!",
        "\\",
        "'",
        "\"",
        "x: y",
        "",
    ];
    (
        prop::sample::select(vec![0usize, 0, 0, 1, 2, 2, 2, 3, 4, 4, 6]),
        prop::collection::vec(prop::sample::select(pieces), 0..4),
    )
        .prop_map(|(indent, pieces)| format!("{}{}", " ".repeat(indent), pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(3000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_are_read_as_the_library_does(lines in prop::collection::vec(line(), 1..9), end: bool, windows: bool) {
        let ending = if windows { "\r\n" } else { "\n" };
        is_read(&format!("{}{}", lines.join(ending), if end { ending } else { "" }));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(400), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edited_pages_are_read_as_the_library_does(
        edits in prop::collection::vec(edit(), 0..4), n in 0usize..40, windows: bool
    ) {
        for page in [USUAL.to_owned(), role_text(n, 40)] {
            let page = edits.iter().fold(page, apply);
            is_read(&if windows { page.replace('\n', "\r\n") } else { page });
        }
    }
}

/// Lines of keys and items, well formed, in all the ways that the quick reader knows.
fn lines(random: &mut Random, indent: usize, depth: usize, text: &mut String) {
    let margin = " ".repeat(indent);
    let list = random.below(3) == 0;
    for n in 0..1 + random.below(3) {
        match random.below(8) {
            0 => text.push('\n'),
            1 => *text += &format!("{}# a note\n", " ".repeat(random.below(6))),
            _ => {}
        }
        let key = ["key", "two words", "'quoted'", "\"double\"", "é😀"][random.below(5)];
        let head =
            if list { "-".to_owned() } else { format!("{key}{n}:").replace("'0", "0'").replace(['\'', '"'], "") };
        *text += &format!("{margin}{head}");
        if depth > 0 && random.below(3) == 0 {
            // An item may hold keys from its own line on.
            if list && random.below(2) == 0 {
                let mut inner = String::new();
                lines(random, indent + 2, 0, &mut inner);
                let inner = inner.trim_start_matches(['\n', ' ']);
                if !inner.starts_with('#') && !inner.is_empty() {
                    *text += &format!(" {inner}");
                    continue;
                }
            }
            *text += ["\n", " # a note\n", "  \n"][random.below(3)];
            let deeper = indent + 1 + random.below(3);
            lines(random, deeper, depth - 1, text);
            continue;
        }
        let inner = " ".repeat(indent + 1 + random.below(3));
        *text += &match random.below(10) {
            0 => "\n".to_owned(),
            1 => format!(" |\n{inner}some  text\n\n{inner}  more: # text\n{inner}end\n"),
            2 => format!(" >-  # folded\n\n{inner}some\n{inner}text\n{inner} more\n\n\n{inner}end\n\n"),
            3 => format!(" |+\n{inner}kept\n\n\n"),
            4 => " [a, 'b, c' , \"d\", -1 ,e:f,]\n".to_owned(),
            5 => format!(" [\n{inner}a,\n\n{inner}b]\n"),
            6 => format!(" a text that\n{inner}goes on\n\n\n{inner}- and on # a note\n"),
            7 => format!("\n{inner}below # a note\n"),
            8 => " 'it''s' #1\n".to_owned(),
            _ => [" plain\n", " -1.5  # number\n", " true\n", " \"\"\n", " a:b#c\n", "   ~ \n"][random.below(6)]
                .to_owned(),
        };
    }
}

#[test]
fn pages_of_every_form_are_read_and_mistyped_ones_as_the_library_does() {
    let marks =
        [" ", "  ", "\n", "- ", ":", ": ", "#", " #", "'", "\"", "[", "]", ",", "|", ">", "{", "&", "x", "\t", "é"];
    let (mut well_formed, mut mistyped) = (0, 0);
    for seed in 0..3000 {
        let mut random = Random(seed);
        let mut text = String::new();
        lines(&mut random, 0, 3, &mut text);
        well_formed += usize::from(is_read(&text));
        for _ in 0..3 {
            let mut at = random.below(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            match random.below(3) {
                0 => drop(text.remove(at)),
                _ => text.insert_str(at, marks[random.below(marks.len())]),
            }
            if text.is_empty() {
                break;
            }
            mistyped += usize::from(is_read(&text));
        }
    }
    assert!(well_formed > 2900, "{well_formed}");
    assert!(mistyped > 2000, "{mistyped}");
}
