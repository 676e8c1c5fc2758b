//! Syntax errors that come from single characters: pasted ones, ones of other notations, quotes and starts of texts.

use sidestep::syntax::parse;
use sidestep::text::{Applicability, apply};

/// A text with one error: what is underlined, what is said of it, and the text after its first fix, which is applied in
/// bulk only if it is `safe`.
#[track_caller]
fn says(text: &str, underlined: &str, message: &str, safe: bool, mended: &str) {
    for ending in ["\n", "\r\n"] {
        let (text, mended) = (text.replace('\n', ending), mended.replace('\n', ending));
        let (tree, errors) = parse(&text);
        let [error] = errors.as_slice() else { panic!("{text:?}\n{errors:#?}") };
        assert_eq!((error.span.slice(&text), error.message.as_str()), (underlined, message), "\n{text}");
        assert!(error.help.is_some(), "{text}");
        let fix = error.fixes.first().unwrap_or_else(|| panic!("no fix for {text:?}"));
        assert_eq!(apply(&text, &fix.edits).unwrap(), mended, "{}", fix.title);
        assert_eq!(fix.applicability == Applicability::Safe, safe, "{text:?}");
        let (after, errors) = parse(&mended);
        assert!(errors.is_empty(), "\"{}\" does not mend\n{text}\n{mended}\n{errors:#?}", fix.title);
        // What is read in spite of the error is what the fix makes of it.
        assert_eq!(format!("{:?}", tree.root()), format!("{:?}", after.root()), "{text}");
    }
}

#[test]
fn special_spaces() {
    let after = "a no-break space stands after \"summary:\"";
    says("name: Baker\nsummary:\u{a0}Bakes.\n", "\u{a0}", after, true, "name: Baker\nsummary: Bakes.\n");
    says(
        "name: Baker\nsummary:\u{a0} \u{a0}Bakes.\nwhy: x\n",
        "\u{a0}",
        after,
        true,
        "name: Baker\nsummary: Bakes.\nwhy: x\n",
    );
    says(
        "name:\u{a0}Baker\nsummary: s\n",
        "\u{a0}",
        "a no-break space stands after \"name:\"",
        true,
        "name: Baker\nsummary: s\n",
    );
    says(
        "name:\u{3000}Baker\nsummary: s\n",
        "\u{3000}",
        "a full-width space stands after \"name:\"",
        true,
        "name: Baker\nsummary: s\n",
    );
    says(
        "name:\u{200b} Baker\nsummary: s\n",
        "\u{200b}",
        "a zero-width space stands after \"name:\"",
        true,
        "name: Baker\nsummary: s\n",
    );
    says(
        "tools:\n  - Oven\n  -\u{a0}Mixer\n",
        "\u{a0}",
        "a no-break space stands after the dash",
        true,
        "tools:\n  - Oven\n  - Mixer\n",
    );
    let indented = "this line is indented with a no-break space";
    says("tools:\n  - Oven\n\u{a0}\u{a0}- Mixer\n", "\u{a0}\u{a0}", indented, true, "tools:\n  - Oven\n  - Mixer\n");
    says(
        "list:\n  - role: A\n \u{a0}  about: x\n  \u{a0} tagline: y\n    why: z\n",
        "\u{a0}",
        indented,
        true,
        "list:\n  - role: A\n    about: x\n    tagline: y\n    why: z\n",
    );
    let start = "a zero-width space stands at the start of this line";
    says("list:\n  - role: A\n \u{200b}   x: y\n", "\u{200b}", start, true, "list:\n  - role: A\n    x: y\n");
    says(
        "name: a\nsum\u{0}mary: b\n",
        "\u{0}",
        "a character that cannot be seen stands here (U+0000)",
        true,
        "name: a\nsummary: b\n",
    );
    says(
        "name: 'a\u{1b}b\u{8}'\n",
        "\u{1b}",
        "a character that cannot be seen stands here (U+001B)",
        true,
        "name: 'ab'\n",
    );
}

#[test]
fn spaces_in_texts_are_none_of_structure() {
    for text in [
        "why: a\u{a0}b:\u{a0}c\n",
        "why: |\n  \u{a0}indented\n  -\u{a0}x\n",
        "tools:\n  - \u{a0}Oven\n",
        "why: 你好：世界\n",
        "why: >\n  // see\n  • one\n",
        "why: '\n  • one\n  1. two\n\n  '\n",
    ] {
        assert!(parse(text).1.is_empty(), "{text}");
    }
}

#[test]
fn other_notations() {
    let colon = |c: &str| format!("\"{c}\" is not the \":\" of a key");
    says("name: a\nsummary：Bakes.\n", "：", &colon("："), true, "name: a\nsummary: Bakes.\n");
    says("name： a\nsummary: b\n", "：", &colon("："), true, "name: a\nsummary: b\n");
    says("list:\n  - role：Baker\n    about: x\n", "：", &colon("："), true, "list:\n  - role: Baker\n    about: x\n");
    let has = |mark: &str| format!("a key has a \":\" after it, not \"{mark}\"");
    says("name: a\nsummary = Bakes bread.\n", "=", &has("="), true, "name: a\nsummary: Bakes bread.\n");
    says("name: a\nsummary -> Bakes bread.\n", "->", &has("->"), true, "name: a\nsummary: Bakes bread.\n");
    says(
        "name: a\nsummary; Bakes; sells.\nwhy: x\n",
        ";",
        &has(";"),
        true,
        "name: a\nsummary: Bakes; sells.\nwhy: x\n",
    );
    let comment = |mark: &str| format!("a comment begins with \"# \", not with \"{mark}\"");
    says("// the oven\nname: a\n", "// the oven", &comment("//"), true, "# the oven\nname: a\n");
    says("name: a\n//oven\nwhy: x\n", "//oven", &comment("//"), true, "name: a\n# oven\nwhy: x\n");
    says("<!-- the oven -->\nname: a\n", "<!-- the oven -->", &comment("<!--"), true, "# the oven\nname: a\n");
    says(
        "name: a\n<!-- the\n  oven\n-->\nwhy: x\n",
        "<!-- the",
        &comment("<!--"),
        true,
        "name: a\n# the\n  # oven\n\nwhy: x\n",
    );
    let space = "a comment needs a space before its \"#\"";
    says("tools: [Oven, Mixer]# both\nwhy: x\n", "# both", space, true, "tools: [Oven, Mixer] # both\nwhy: x\n");
    says("why: \"x\"#1\n", "#1", space, false, "why: \"x\" #1\n");
}

#[test]
fn bullets() {
    let dash = |mark: &str| format!("a list item begins with a dash (\"- \"), not with \"{mark}\"");
    says("tools:\n  - Oven\n  • Mixer\n  • Scale\n", "•", &dash("•"), true, "tools:\n  - Oven\n  - Mixer\n  - Scale\n");
    says("tools:\n- Oven\n– Mixer\nwhy: x\n", "–", &dash("–"), true, "tools:\n- Oven\n- Mixer\nwhy: x\n");
    says("tools:\n  - Oven\n  * Mixer\n", "*", &dash("*"), true, "tools:\n  - Oven\n  - Mixer\n");
    says("tools:\n  * Oven\n  * Mixer\nwhy: x\n", "*", &dash("*"), true, "tools:\n  - Oven\n  - Mixer\nwhy: x\n");
    says(
        "list:\n  1. role: A\n     about: x\n  2. role: B\n     about: y\n",
        "1.",
        &dash("1."),
        true,
        "list:\n  -  role: A\n     about: x\n  -  role: B\n     about: y\n",
    );
}

#[test]
fn starts_of_texts() {
    let list = "without quotes the brackets at the start of this text make a list of it";
    let keys = "without quotes the brackets at the start of this text make keys with values of it";
    says("why: [[Baker]]s bake.\n", "s bake.", list, true, "why: '[[Baker]]s bake.'\n");
    says("why: [[Baker|who]] bakes # or so\nx: y\n", "bakes", list, true, "why: '[[Baker|who]] bakes' # or so\nx: y\n");
    says(
        "list:\n  - [Baker's](https://example.org/) day\n    is long.\n  - b\n",
        "(https://example.org/) day",
        list,
        true,
        "list:\n  - '[Baker''s](https://example.org/) day\n    is long.'\n  - b\n",
    );
    says("why: [bread][1] is\n", "[1] is", list, true, "why: '[bread][1] is'\n");
    says("why: {{ site.name }} bakes\n", "bakes", keys, true, "why: '{{ site.name }} bakes'\n");
    says("why: {% include a.html %}\n", "{% include a.html %}", keys, true, "why: '{% include a.html %}'\n");
    says("why: {Bread} is it\n", "is it", keys, false, "why: '{Bread} is it'\n");
    let mark = "a value cannot start with \"*\"";
    says("why: *Bread* is it\n", "*Bread* is it", mark, false, "why: '*Bread* is it'\n");
    says(
        "why: **Good bread** is it\n  and more\n",
        "**Good bread** is it",
        mark,
        false,
        "why: '**Good bread** is it\n  and more'\n",
    );
    let block = "this does not read as the start of a text block";
    says("why: > Bread\n", "Bread", block, false, "why: >\n  Bread\n");
    says(
        "why: - Bread\nx: y\n",
        "- Bread",
        "a list cannot start on the line of its key",
        false,
        "why: '- Bread'\nx: y\n",
    );
}

#[test]
fn quotes() {
    let ends = |what: &str, rest: &str| format!("the text ends at the {what} before \"{rest}\"");
    says(
        "why: 'The baker's day isn't long.'\n",
        "s day isn't long.'",
        &ends("apostrophe", "s day isn't long.'"),
        true,
        "why: 'The baker''s day isn''t long.'\n",
    );
    says(
        "why: \"Say \"bread\" now\"\n",
        "bread\" now\"",
        &ends("quote", "bread\" now\""),
        false,
        "why: \"Say \\\"bread\\\" now\"\n",
    );
    says("why: 'Bread' is 'it'\n", "is 'it'", &ends("quote", "is 'it'"), false, "why: '''Bread'' is ''it'''\n");
    says("why: \"Bread\" is it\n", "is it", &ends("quote", "is it"), false, "why: '\"Bread\" is it'\n");
    let closes = "\"”\" does not close a text that opens with \"";
    says("why: \"Bread”\nx: y\n", "”", closes, true, "why: \"Bread\"\nx: y\n");
}

/// A text with a refused escape sequence: what is underlined, and what each fix makes of it.
#[track_caller]
fn escapes(text: &str, underlined: &str, mended: &[&str]) {
    let (_, errors) = parse(text);
    let [error] = errors.as_slice() else { panic!("{text}\n{errors:#?}") };
    assert_eq!(error.span.slice(text), underlined, "{text}");
    let made: Vec<String> = error.fixes.iter().map(|fix| apply(text, &fix.edits).unwrap()).collect();
    assert_eq!(made, mended, "{text}");
}

#[test]
fn escape_sequences() {
    escapes(r#"x: "a \Udine""#, r"\U", &[r#"x: "a \\Udine""#, r"x: 'a \Udine'"]);
    escapes(r#"x: "a \xZZ b""#, r"\x", &[r#"x: "a \\xZZ b""#, r"x: 'a \xZZ b'"]);
    escapes(r#"x: "a \u12 b""#, r"\u", &[r#"x: "a \\u12 b""#, r"x: 'a \u12 b'"]);
    escapes(r#"x: "a \ud83d b""#, r"\ud83d", &[]);
    escapes(r#"x: "a \q b""#, r"\q", &[r#"x: "a \\q b""#, r"x: 'a \q b'"]);
    // The \n of a path is none, the one of a text may be.
    escapes(r#"x: "C:\new\Users""#, r"\U", &[r#"x: "C:\\new\\Users""#]);
    escapes(r#"x: "\\server\share""#, r"\s", &[r#"x: "\\\\server\\share""#]);
    escapes(r#"x: "one\ntwo \d""#, r"\d", &[]);
    escapes(r#"x: "C:\\new\Users""#, r"\U", &[]);
}

#[test]
fn surrogate_pairs_keep_places() {
    for (text, name) in [
        (r#"why: "\ud83d\ude00 \u00e9 [[Nobody]]""#, "Nobody"),
        (r#"why: "\ud83d\ude00\ud83d\ude00 \u00e9 \" [[Nobody]]""#, "Nobody"),
    ] {
        let (tree, errors) = parse(text);
        assert!(errors.is_empty());
        let node = tree.root().and_then(|root| root.get("why")).unwrap();
        let at = node.scalar_text().find(name).unwrap();
        assert_eq!(node.map().span(at, at + name.len()).slice(text), name);
        assert_eq!(node.scalar_map().value_offset(u32::try_from(text.find(name).unwrap()).unwrap()), Some(at));
    }
}
