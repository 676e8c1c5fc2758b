//! Bad input: an answer or a clear finding for each, no panic, on a small stack, in bounded time.
//!
//! `BAD_INPUT_BYTES=16000000 cargo test --test engine bad_input -- --nocapture` prints the times for files of that size.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use sidestep::rules::Diagnostic;
use sidestep::syntax::{Kind as Node, NodeRef, Tree, parse};
use sidestep::text::Span;

use crate::broken::{KINDS, broken};
use crate::cases::cases;
use crate::corpus::{Random, role_text};
use crate::fixture::Files;

/// The stack of a thread that checks: far less than a program has.
const STACK: usize = 1 << 20;

const ROLE: &str = "content/roles/x.yaml";
const SKILLS: &str = "content/skills.yaml";

/// All findings of a workspace with a file, and how long they took, on a small stack.
fn check(path: &'static str, text: String) -> (Vec<Diagnostic>, Duration) {
    let run = move || {
        let mut files = Files::default();
        files.0.insert(SKILLS.to_owned(), "- name: SQL\n- name: APIs\n  avoid: [apis]\n- name: a\n".to_owned());
        files.0.insert(path.to_owned(), text);
        let start = Instant::now();
        let found = files.check();
        (found, start.elapsed())
    };
    std::thread::Builder::new().stack_size(STACK).spawn(run).unwrap().join().unwrap()
}

fn repeated(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len() + 1)
}

/// `piece` again and again, with `#` replaced by numbers from 0, until there are so many bytes.
fn numbered(piece: &str, bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + 100);
    let mut n = 0;
    while out.len() < bytes {
        let (before, after) = piece.split_once('#').unwrap();
        let _ = write!(out, "{before}{n}{}", after.replace('#', &n.to_string()));
        n += 1;
    }
    out
}

/// Texts that hurt careless programs, of about so many bytes.
fn hostile(bytes: usize) -> Vec<(&'static str, &'static str, String)> {
    let mut cases = Vec::new();
    let mut role = |name, text: String| cases.push((ROLE, name, text));
    for piece in [
        "[",
        "{",
        "]",
        "}",
        "- ",
        "? ",
        ": ",
        ":",
        "a: ",
        "[{a: ",
        "{a: [",
        "- - ",
        "-\n ",
        "? - ",
        "!a ",
        "&a ",
        "*a ",
        "| ",
        ">",
        "'",
        "\"",
        "\"\\",
        "#",
        "# a\n",
        "@",
        "`",
        "%",
        "%YAML 1.2\n",
        "%TAG ! x\n",
        "---\n",
        "--- a\n",
        "...\n",
        "\0",
        "\u{feff}",
        "a\u{feff}",
        "\r",
        "a\r",
        "\n",
        "\t",
        " ",
        "\\",
        "a: b: c\n",
        "a\n",
        "\"a\n",
        "a: [\n",
        "\t- a\n",
        "-a\n",
        "a: @\n",
        "a: *\n",
        "key: |\n",
        "😀",
        "\u{2028}",
        "- [a, b\n",
        "a: 'b\n",
        "a: \"\\q\"\n",
        "x: &a [*a]\n",
        "- *b\n",
        "<<: *a\n",
        "? a\n",
        "!!binary a\n",
        "name: a\n",
        "k: {a: 1}\n",
        "\u{85}a: b",
    ] {
        role(piece, repeated(piece, bytes));
    }
    let head = "name: N\nsummary: S\n";
    for piece in [
        "[[",
        "]]",
        "[[a]] ",
        "[[a]]\n  ",
        "`a` [[b]] ",
        "](",
        "[a](b c) ",
        "[a](",
        "[a](b)",
        "<",
        "<a ",
        "> ",
        "* ",
        "*a ",
        "_",
        "[",
        "![",
        "`",
        "a\n\n  ",
        "apis ",
        "http://a ",
        "[a]: b\n  ",
        "| a ",
        "&amp;",
        "\\[",
        "www.a.b ",
        "  - ",
    ] {
        role(piece, format!("{head}why: |\n  {}\n", repeated(piece, bytes)));
    }
    for piece in ["(", ")", "(a", "a)", "(a), ", "a/", "/", "a, ", ",", "a (b), ", "SQL/", "((a), ", "、"] {
        let rows = format!("comparison:\n  rows:\n    - role: N\n      Key Skills: \"{}\"\n", repeated(piece, bytes));
        role(piece, format!("{head}{rows}"));
    }
    role("names", format!("{head}skills:\n{}", numbered("  - Skill number #\n", bytes)));
    role("alternatives", format!("{head}alternatives:\n{}", numbered("  - role: Role #\n", bytes)));
    role("one alternative", format!("{head}alternatives:\n{}", repeated("  - role: R\n", bytes)));
    role("rows", format!("{head}comparison:\n  rows:\n{}", numbered("    - role: Role #\n", bytes)));
    role("cells", format!("{head}comparison:\n  rows:\n    - role: N\n{}", numbered("      Column #: x\n", bytes)));
    role(
        "wrong cells",
        format!("{head}comparison:\n  rows:\n    - role: N\n{}", numbered("      Column #: {a: b}\n", bytes)),
    );
    role("columns", format!("{head}comparison:\n  columns:\n{}", repeated("    - Key Skills\n", bytes)));
    role("keys", numbered("key_#: 1\n", bytes));
    role("misspelled keys", numbered("nam#: 1\n", bytes));
    role("aliases", format!("{head}aliases:\n{}", numbered("  - Other #\n", bytes)));
    role("same aliases", format!("{head}aliases:\n{}", repeated("  - Other\n", bytes)));
    role("mentions", format!("{head}why: |\n{}", numbered("  [[Role #]] and [[skill:Skill #]] apis\n", bytes)));
    role("ignores", numbered("# sidestep: ignore[schema]\nkey_#: 1\n", bytes));
    role("useless ignores", format!("{head}why: x\n{}", repeated("# sidestep: ignore[schema, syntax]\n", bytes)));
    role("ignores at line ends", numbered("key_#: 1 # sidestep: ignore[schema]\n", bytes));
    role("cut texts", numbered("key_#: a #b\n", bytes));
    role("unknown aliases", numbered("- *a#\n", bytes));
    role("anchors", numbered("- &a# x\n", bytes));
    role("anchors and aliases", numbered("- &a# x\n- *a#\n", bytes));
    role("merges", format!("a: &a {{b: c}}\nlist:\n{}", repeated("  - <<: *a\n", bytes)));
    role("merge bomb", {
        let mut text = "m0: &m0 {a: b}\n".to_owned();
        for n in 1..2000.min(bytes / 40) {
            let _ = writeln!(text, "m{n}: &m{n}\n  <<: [*m{}, *m{}]\n  k{n}: v", n - 1, n - 1);
        }
        text
    });
    role("billion laughs", {
        let mut text = "a0: &a0 [x, x]\n".to_owned();
        for n in 1..60 {
            let _ = writeln!(text, "a{n}: &a{n} [{}]", vec![format!("*a{}", n - 1); 9].join(", "));
        }
        text
    });
    role("stairs", (0..1500.min(bytes / 10)).map(|n| format!("{}a:\n", " ".repeat(n))).collect());
    role("one line", format!("{head}why: {}\n", repeated("word and word ", bytes)));
    role("quoted line", format!("{head}why: \"{}\"\n", repeated("word \\u00e9 ", bytes)));
    role("folds", format!("{head}why: {}\n", repeated("word\n  ", bytes)));
    role("broken in a large file", {
        let mut text = numbered("x-key_#: some text that is fine\n", bytes);
        text.insert_str(text.len() / 2 / 32 * 32, "\nx: [a\n");
        text
    });
    for piece in [
        "- nam: x\n",
        "- name: x\n",
        "- name:\n",
        "- x\n",
        "- [a]\n",
        "- name: {a: b}\n",
        "a: b\n",
        "- name: \"x\n",
        "- \n",
    ] {
        cases.push((SKILLS, piece, repeated(piece, bytes)));
    }
    cases.push((SKILLS, "terms", numbered("- name: Term #\n  avoid: [term-#]\n", bytes)));
    cases.push((SKILLS, "terms that begin alike", numbered("- name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa#\n", bytes)));
    cases.push((SKILLS, "spellings", format!("- name: A\n  avoid:\n{}", numbered("  - a#\n", bytes))));
    cases
}

#[test]
fn hostile_files_are_answered_quickly() {
    let bytes = std::env::var("BAD_INPUT_BYTES").ok().and_then(|b| b.parse().ok());
    let limit = if bytes.is_some() { Duration::from_secs(2) } else { Duration::from_secs(5) };
    let mut slow = Vec::new();
    for (path, name, text) in hostile(bytes.unwrap_or(25_000)) {
        let len = text.len();
        let (_, time) = check(path, text);
        if time > limit {
            slow.push(format!("{path} {name:?} ({len} bytes): {time:?}"));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

#[test]
fn nesting_is_bounded_and_said() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", ""), ("[{a: ", "}]"), ("? ", "")] {
        let text = format!("{}x{}\n", open.repeat(100_000), close.repeat(100_000));
        let (found, _) = check(ROLE, text);
        let said = found.iter().any(|d| d.code == "syntax" && d.message.contains("nest deeper than 100 levels"));
        assert!(said, "{open:?}: {found:#?}");
    }
}

#[test]
fn aliases_are_bounded_and_said() {
    let mut text = "name: N\nsummary: S\nx-a0: &a0 [x, x]\n".to_owned();
    for n in 1..12 {
        let _ = writeln!(text, "x-a{n}: &a{n} [{}]", vec![format!("*a{}", n - 1); 9].join(", "));
    }
    let (found, _) = check(ROLE, text);
    assert!(found.iter().any(|d| d.code == "syntax" && d.message.contains("multiply")), "{found:#?}");
}

#[test]
fn a_file_over_the_limit_is_one_finding() {
    for text in ["a".repeat(100 << 20), format!("name: N\nwhy: \"{}\"\n", "a ".repeat(9 << 20))] {
        let (found, time) = check(ROLE, text);
        let codes: Vec<&str> = found.iter().filter(|d| d.path.as_ref() == ROLE).map(|d| &*d.code).collect();
        assert_eq!(codes, ["syntax"], "{found:#?}");
        assert!(time < Duration::from_secs(5), "{time:?}");
    }
}

/// Every span lies on character boundaries inside the text, and children lie in their parents.
fn sound(tree: &Tree, text: &str) {
    let fits = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} does not fit {text:?}");
    let mut stack: Vec<NodeRef<'_>> = tree.root().map(|root| tree.written(root.id())).into_iter().collect();
    while let Some(node) = stack.pop() {
        for span in [node.span(), node.inner_span(), node.full_span()] {
            fits(span);
        }
        assert!(node.full_span().start <= node.span().start, "{text:?}");
        if let Some(value) = node.text() {
            let map = node.map();
            for (at, c) in value.char_indices().take(200) {
                fits(map.span(at, at + c.len_utf8()));
            }
            fits(map.span(0, value.len()));
        }
        let mut end = node.span().start;
        let mut child = |child: NodeRef<'_>| {
            let span = child.full_span();
            assert!(
                node.span().start <= span.start && span.end <= node.span().end.max(span.start),
                "{child:?} {span:?} in {:?} of {text:?}",
                node.span()
            );
            assert!(end <= span.start, "{child:?} lies before what precedes it in {text:?}");
            end = span.end;
        };
        match node.kind() {
            Node::Mapping => {
                for (key, value) in node.written_entries() {
                    child(key);
                    child(value);
                    stack.extend([key, value]);
                }
            }
            Node::Sequence => {
                for item in node.written_items() {
                    child(item);
                    stack.push(item);
                }
            }
            _ => {}
        }
    }
    tree.comments.iter().for_each(|c| fits(c.span));
    tree.uncertain.iter().for_each(|u| fits(*u));
}

/// Parses, and looks at all there is.
fn examine(text: &str) {
    let (tree, errors) = parse(text);
    sound(&tree, text);
    for error in &errors {
        assert!(text.get(error.span.range()).is_some(), "{error:?} in {text:?}");
        for edit in error.fixes.iter().flat_map(|fix| &fix.edits) {
            assert!(text.get(edit.span.range()).is_some(), "{error:?} in {text:?}");
        }
    }
}

/// A small file with something of everything.
const VARIED: &str = "# head\nname: &n Ünïcode 😀\naliases: ['a''b', \"c\\u00e9\\\n  d\", *n]\nsummary: >-\n  folded\n  text\n\n  more\nwhy: |\n  See [[A]] and [b](c d).\n\n  `code`\nalternatives:\n- role: *n\n  <<: {about: x}\n  best_for: [x, {y: z}]\n? complex\n: - value\ncomparison:\n  rows:\n    - role: A\n      Key Skills: SQL/APIs (a, b), c # note\n...\n";

#[derive(Clone, Debug)]
pub enum Edit {
    Insert(prop::sample::Index, &'static str),
    Delete(prop::sample::Index, usize),
    Swap(prop::sample::Index, prop::sample::Index),
    Break(usize, u64),
}

pub fn edit() -> impl Strategy<Value = Edit> {
    let pieces = vec![
        "[", "]", "{", "}", "\"", "'", ":", ": ", "- ", "-", "\n", "\r\n", "\r", "\t", " ", "  ", "#", " #", "|", ">",
        "&", "*", "!", "%", "@", "`", ",", "?", "<<: ", "---\n", "...\n", "\\", "\u{feff}", "\0", "é", "😀",
        "\u{2028}", "a", "key: ", "\n\n", "\"\\x\"", "|2-\n",
    ];
    prop_oneof![
        5 => (any::<prop::sample::Index>(), prop::sample::select(pieces)).prop_map(|(at, piece)| Edit::Insert(at, piece)),
        2 => (any::<prop::sample::Index>(), 1usize..30).prop_map(|(at, n)| Edit::Delete(at, n)),
        1 => (any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(|(a, b)| Edit::Swap(a, b)),
        2 => (0..KINDS.len(), any::<u64>()).prop_map(|(kind, seed)| Edit::Break(kind, seed)),
    ]
}

fn boundary(text: &str, at: prop::sample::Index) -> usize {
    let mut at = at.index(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

pub fn apply(mut text: String, edit: &Edit) -> String {
    match edit {
        Edit::Insert(at, piece) => {
            let at = boundary(&text, *at);
            text.insert_str(at, piece);
        }
        Edit::Delete(at, n) => {
            let at = boundary(&text, *at);
            let end = text[at..].char_indices().nth(*n).map_or(text.len(), |(i, _)| at + i);
            text.replace_range(at..end, "");
        }
        Edit::Swap(a, b) => {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            if !lines.is_empty() {
                let (a, b) = (a.index(lines.len()), b.index(lines.len()));
                lines.swap(a, b);
            }
            text = lines.concat();
        }
        Edit::Break(kind, seed) => {
            if let Some(edit) = broken(&text, KINDS[*kind], &mut Random(*seed)) {
                text = edit.text;
            }
        }
    }
    text
}

/// A repair blanks characters of several bytes inside a scalar.
#[test]
fn repaired_scalars_are_sound() {
    for text in [
        "why: |\n    - role: A\n      Key Skills: \u{feff}SQL/APIs (a, b), c # note\n",
        "[# head\r\nwhy: |\r\n  See [[A]].\r\n    - role: A\r\n- role: *n\r\n  <<: \u{feff}{about: x}\r\n? complex\r\n",
    ] {
        examine(text);
    }
}

/// A repair above moves what is known of where a quote opens.
#[test]
fn a_quote_is_shown_where_one_stands() {
    let text = "# head\nname: Ü: x\naliases: ['a''b', \"c\\u00e9\\\n  d, *n]\nwhy: |\n  See [[A]].\n";
    examine(text);
    let (_, errors) = parse(text);
    let unclosed: Vec<&str> = errors
        .iter()
        .filter(|error| error.message == "this quote is never closed")
        .map(|error| &text[error.span.range()])
        .collect();
    assert!(!unclosed.is_empty() && unclosed.iter().all(|quote| ["'", "\""].contains(quote)), "{errors:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(400), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edited_files_are_sound(edits in prop::collection::vec(edit(), 1..8), windows: bool) {
        let text = edits.iter().fold(VARIED.to_owned(), apply);
        let text = if windows { text.replace('\n', "\r\n") } else { text };
        examine(&text);
    }

    #[test]
    fn random_bytes_are_sound(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        examine(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn random_indicators_are_sound(text in "[-a:?\\[\\]{}\"'&*!|>#%@, \n\t\r\\\\é😀]{0,80}") {
        examine(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(40), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edited_files_can_be_checked(edits in prop::collection::vec(edit(), 1..8), n in 0usize..20) {
        for text in [VARIED.to_owned(), role_text(n, 20)] {
            let text = edits.iter().fold(text, apply);
            let (found, _) = check(ROLE, text.clone());
            for d in found.iter().filter(|d| d.path.as_ref() == ROLE) {
                prop_assert!(text.get(d.span.range()).is_some(), "{d:?} in {text:?}");
            }
        }
    }
}
