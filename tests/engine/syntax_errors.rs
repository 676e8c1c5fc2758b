//! Syntax errors as an author reads them: what is underlined, what is said, and that every fix mends it.

use sidestep::syntax::parse;
use sidestep::text::apply;

/// A text with one error: what is underlined, the message, and how many fixes there are.
#[track_caller]
fn says(text: &str, underlined: &str, message: &str, fixes: usize) {
    let (_, errors) = parse(text);
    let [error] = errors.as_slice() else { panic!("{text}\n{errors:#?}") };
    assert_eq!((error.span.slice(text), error.message.as_str()), (underlined, message), "\n{text}");
    assert!(error.help.is_some(), "{text}");
    assert_eq!(error.fixes.len(), fixes, "{text}\n{error:#?}");
    for fix in &error.fixes {
        let mended = apply(text, &fix.edits).unwrap();
        assert!(parse(&mended).1.is_empty(), "\"{}\" does not mend\n{text}\n{mended}", fix.title);
        assert!(fix.title.starts_with(char::is_uppercase), "{}", fix.title);
    }
}

#[test]
fn half_typed_keys() {
    let neither = |written: &str| format!("\"{written}\" is neither a key nor part of the value above");
    says("name: N\nsummary: S\nal", "al", &neither("al"), 0);
    says("name: N\nsumm\nsummary: S\n", "summ", &neither("summ"), 0);
    says("name: N\nalternatives:\n  - role: A\n    tagl\n    about: x\n", "tagl", &neither("tagl"), 0);
    says("name: N\nsummary S\nwhy: x\n", "summary S", &neither("summary S"), 0);
    says("name N\nsummary: S\n", "name N", &neither("name N"), 0);
    says("why |\n  See: this\nname: N\n", "why |", &neither("why |"), 0);
    says("comparison:\n  rows\n    - role: A\n      Focus: x\n", "rows", "this key has no \":\" after it", 1);
    says("list:\n  - role F\n    tagline: x\n  - role: G\n", "role F", &neither("role F"), 1);
    says(
        "why: |\n  one\nPasted text here\n  two\nname: x\n",
        "Pasted text here",
        "this line of a text stands too far left",
        1,
    );
}

#[test]
fn blanks_behind_a_word_are_not_underlined() {
    let neither = |written: &str| format!("\"{written}\" is neither a key nor part of the value above");
    let behind = |written: &str| format!("\"{written}\" stands after the end of the value");
    let colon = "a \": \" inside a text without quotes starts a new key, which cannot stand here";
    let mark = "at the start of a value needs a name right after it";
    for blanks in [" ", "   ", "\t", " \t "] {
        says(&format!("name: N\nsummary: S\nstat{blanks}"), "stat", &neither("stat"), 0);
        says(&format!("name: N\nstat{blanks}\nsummary: S\n"), "stat", &neither("stat"), 0);
        says(&format!("name: 'N'\r\nstat{blanks}\r\nsummary: S\r\n"), "stat", &neither("stat"), 0);
        says(&format!("skills:\n  - a\nstat{blanks}\nwhy: x\n"), "stat", &neither("stat"), 0);
        says(&format!("skills: [a]\nstat of it{blanks}\nwhy: x\n"), "stat of it", &neither("stat of it"), 0);
        says(&format!("list:\n  - role: 'A'\n    tagl{blanks}\n    about: x\n"), "tagl", &neither("tagl"), 0);
        says(&format!("list:\n  - why: |\n      text\n    tagl{blanks}\n"), "tagl", &neither("tagl"), 0);
        says(&format!("skills: [a] xyz{blanks}\nwhy: x\n"), "xyz", &behind("xyz"), 0);
        let ends = "the text ends at the quote before \"xyz\"";
        says(&format!("summary: 'a' xyz{blanks}\nwhy: x\n"), "xyz", ends, 1);
        says(&format!("summary: a: b{blanks}\nwhy: x\n"), "b", colon, 1);
        says(&format!("summary: *{blanks}\nwhy: x\n"), "*", &format!("a \"*\" {mark}"), 0);
        says(&format!("summary: &{blanks}\nwhy: x\n"), "&", &format!("a \"&\" {mark}"), 0);
        says(&format!("summary: @a{blanks}\nwhy: x\n"), "@a", "a value cannot start with \"@\"", 1);
    }
}

#[test]
fn what_is_never_closed() {
    says("name: N\nsummary: \"S\nwhy: x\n", "\"", "this quote is never closed", 1);
    says("name: N\nsummary: 'S\nwhy: x\n", "'", "this quote is never closed", 1);
    says("name: N\nskills: [a, b\nwhy: x\n", "[", "this \"[\" is never closed", 1);
    says("name: N\nskills: {a: b\nwhy: x\n", "{", "this \"{\" is never closed", 1);
    says("name: N\nwhy: ]\n", "]", "this \"]\" closes nothing", 0);
    let item = "list:\n  - {role: Full Stack\n    tagline: x\n    about: y\n  - role: B\n    tagline: x\n";
    says(item, "{", "this \"{\" is never closed", 0);
    let commas = "two commas stand here with nothing between them";
    says("name: N\nskills: [\"a [b\", c,, d]\n", ",", commas, 1);
    says("rows: [\n  - a\n", "[", "this \"[\" is never closed", 0);
}

#[test]
fn indentation_and_lists() {
    let further = "this line is indented further than the entries beside it";
    says("name: N\n summary: S\n", "summary: S", further, 1);
    says("alternatives:\n  - role: A\n     about: x\n", "about: x", further, 1);
    says("name: N\nsummary: S\n  aliases: [a]\ntools: []\n", "aliases: [a]", further, 0);
    says("name: N\nsummary: S\n  - a: b\ntools: []\n", "- a: b", further, 0);
    let item = "list:\n  - role:Full Stack\n    tagline: x\n    about: y\n  - role: B\n    tagline: x\n";
    says(item, "role:Full Stack", "a key needs a space after its \":\"", 1);
    says(&item.replace("- role:F", "role: F"), "role", "a new item begins with a dash", 1);
    says("  name: N\nsummary: S\n", "name: N", further, 1);
    says("- a\nb: c\n", "b: c", "\"b: c\" does not belong to what stands above it", 0);
    says("why: |\n      \n  text\n", "text", "a blank line above this text has more spaces than the text", 0);
    let dash = "a list item needs a space after its dash";
    says("list:\n  -role: F\n    tagline: x\n  - role: G\n    tagline: x\n", "-role: F", dash, 1);
    let otherwise = "this line is indented differently from the lines around it";
    says("alternatives:\n  - role: A\n   about: x\n", "about: x", otherwise, 1);
    says("name: N\nskills:\n\t- a\n", "\t", "this line is indented with a tab", 0);
    says("skills:\n  - a\n  -b\n  - c\n", "-b", "a list item needs a space after its dash", 1);
    says("skills:\n  -a\n  - b: c\n", "-a", "a list item needs a space after its dash", 1);
    says("name: N\nskills: [a,, b]\n", ",", "two commas stand here with nothing between them", 1);
}

#[test]
fn values() {
    let colon = "a \": \" inside a text without quotes starts a new key, which cannot stand here";
    says("name: N\nsummary: foo: bar\n", "bar", colon, 1);
    says("name: @x\n", "@x", "a value cannot start with \"@\"", 1);
    says("name: %x\n", "%x", "a value cannot start with \"%\"", 0);
    says("name: *\n", "*", "a \"*\" at the start of a value needs a name right after it", 0);
    says("name: &\n", "&", "a \"&\" at the start of a value needs a name right after it", 0);
    says("name: & x\n", "& x", "a \"&\" at the start of a value needs a name right after it", 0);
    let mark = "a \"!\" at the start of a value has a meaning of its own";
    says("name: !<a b\n", "!<a b", mark, 0);
    says("name: !a!b c\n", "!a!b c", mark, 0);
    says("a: &a b\nname: &b *a\n", "&b *a", "two marks cannot stand before one value", 0);
    says("%TODO\nname: N\n", "%TODO", "a line cannot start with \"%\"", 0);
    says("name: *x\n", "*x", "\"*x\" refers to a value marked \"&x\", and there is none above", 0);
    says(
        "a: &common x\nb: *comon\n",
        "*comon",
        "\"*comon\" refers to a value marked \"&comon\", and there is none above",
        1,
    );
    says(
        "b: *comon\na: &common x\n",
        "*comon",
        "\"*comon\" refers to a value marked \"&comon\", and there is none above",
        0,
    );
    says("name: \"abc\" def\n", "def", "the text ends at the quote before \"def\"", 1);
    says("name: \"a\\qb\"\n", "\\q", "\"\\q\" means nothing between double quotes", 2);
    says("name: | x\n", "x", "this does not read as the start of a text block", 1);
    says("name: |x\n", "x", "this does not read as the start of a text block", 0);
    says("name: \0x\n", "\0", "a character that cannot be seen stands here (U+0000)", 1);
}

/// What stands in another column than the lines that it belongs to.
#[test]
fn blocks() {
    let left = "this line stands left of the entries that it belongs to";
    says("a:\n  title: A\n  lead: x\nb:\ntitle: B\n  lead: y\n", "title: B", left, 1);
    let item = "this item stands left of the list that it belongs to";
    says("list:\n  - a: 1\n    b: 2\n- a: 3\n  b: 4\n- a: 5\n", "- a: 3", item, 1);
    let item = "this item stands further right than the list that it belongs to";
    says("list:\n  - a: 1\n    b: 2\n     - a: 3\n       b: 4\n  - a: 5\n", "- a: 3", item, 1);
    let adrift = "this item stands left of \"b:\", which has none";
    says("list:\n  - a: 1\n    b:\n  - one\n  - two\n  - a: 2\n", "one", adrift, 1);
    says("- a: 1\n  b:\n- 'one: two'\n", "one: two", adrift, 1);
    // Of a key alone nobody can say that the items below are meant for it.
    for sound in ["- a:\n- one\n", "- a: 1\n  b: ~\n- one\n", "- a: 1\n  b:\n- c: 1\n", "- a: 1\n  b:\n-\n"] {
        assert!(parse(sound).1.is_empty(), "{sound}");
    }
}

#[test]
fn brackets_over_several_lines() {
    says("{\n  \"a\": { \"b\": 1,\n  \"c\": 2\n}\n", "{", "this \"{\" is never closed", 1);
    let (_, errors) = parse("{\n  \"a\": {\n    \"b\": [1, 2],\n  \"c\": 2\n}\n");
    assert_eq!(errors[0].span.start, 9, "{errors:#?}");
    assert_eq!(errors[0].fixes[0].edits[0].text, "\n  },");
}
