//! A workspace of two hundred roles in every YAML style, and about fifty kinds of mistakes planted in it: each is found
//! at its exact range, and nothing else is at warning or above.

use std::collections::BTreeMap;

use sidestep::content::slug;
use sidestep::workspace::Severity;

use self::styles::{Value, Writer, mark, plain, take_marks};
use crate::corpus::{Random, role_name, skill_name, tool_name};
use crate::fixture::{Files, Mark};

#[path = "../support/styles.rs"]
mod styles;

const ROLES: usize = 200;
/// Roles below this number are what pages list; those above are listed by nobody.
const LISTED: usize = 80;
const ODD_TOOLS: [&str; 6] = ["C++", "C#", "Node.js", "CI/CD", "日本語ツール", "Tool 😀"];

fn name(n: usize) -> String {
    match n % 10 {
        3 => format!("Ingénieur {}", role_name(n)),
        5 => format!("{} 🚀", role_name(n)),
        7 => format!("{} (C++ & C#)", role_name(n)),
        8 => format!("{}’s Aide", role_name(n)),
        _ => role_name(n),
    }
}

fn tool(n: usize) -> String {
    ODD_TOOLS.get(n % 30).map_or_else(|| tool_name(n % 60), |odd| (*odd).to_owned())
}

fn skill(n: usize) -> String {
    skill_name(n % 60)
}

fn text(s: impl Into<String>) -> Value {
    Value::Text(s.into())
}

fn map(entries: Vec<(&str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
}

/// A file before it is written.
#[derive(Clone, Debug)]
struct File {
    path: String,
    value: Value,
    /// Text before and after the document.
    head: String,
    tail: String,
}

fn words(random: &mut Random, count: usize) -> String {
    const WORDS: [&str; 12] =
        ["plans", "careful", "work", "keeps", "the", "team", "moving", "naïve", "ideas", "into", "shape", "daily"];
    (0..count).map(|_| WORDS[random.below(12)]).collect::<Vec<_>>().join(" ")
}

fn capital(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The roles that role `n` lists.
fn listed_by(n: usize) -> [usize; 3] {
    let first = n * 7 % LISTED;
    let picked = [first, (first + 11) % LISTED, (first + 29) % LISTED];
    picked.map(|other| if other == n { (other + 5) % LISTED } else { other })
}

fn role(n: usize, random: &mut Random) -> File {
    let own = name(n);
    let tools: Vec<String> = (0..5).map(|i| tool(n * 3 + i * 7)).collect();
    let skills: Vec<String> = (0..4).map(|i| skill(n + i * 13)).collect();
    let others = listed_by(n).map(name);
    let alternative = |other: &String, random: &mut Random| {
        let mut entries = vec![
            ("role", text(other)),
            ("tagline", text(format!("{} it.", words(random, 5)))),
            ("about", text(format!("{}: \"yes\", it's fine.\n\n{} 😀 #1.", words(random, 9), words(random, 9)))),
        ];
        if random.below(2) == 0 {
            entries.push(("best_for", Value::List((0..2).map(|_| text(words(random, 6))).collect())));
        }
        map(entries)
    };
    let cell_tools = match random.below(5) {
        0 => text(format!("{} / {}, {} (for {}, mostly)", tools[0], tools[1], tools[2], words(random, 2))),
        1 => text(format!("{}/{}, {}", tools[0], tools[1], tools[3])),
        2 => text(format!("{} ({}, {}), etc.", tools[0], tools[1], tools[2])),
        3 => Value::List(tools.iter().map(text).collect()),
        _ => text(tools.join("、")),
    };
    let cell_skills = match random.below(3) {
        0 => Value::List(skills.iter().map(|s| text(capital(s))).collect()),
        1 => text(capital(&skills.join(", "))),
        _ => text(format!("{}, …, and more", skills.join("/"))),
    };
    let cell_focus = match random.below(4) {
        0 => Value::Raw(format!("{}", n + 1)),
        1 => Value::List(vec![text(words(random, 2)), text(words(random, 1))]),
        _ => text(words(random, 4)),
    };
    let mut rows = vec![map(vec![
        ("role", text(&own)),
        ("Primary Focus", cell_focus),
        ("Key Skills", cell_skills),
        ("Common Tools/Technologies", cell_tools),
        ("Typical Deliverables", text(words(random, 3))),
    ])];
    rows.extend(others.iter().map(|other| map(vec![("role", text(other))])));
    let option = |other: &String, random: &mut Random| {
        map(vec![
            ("if", text(format!("you like {}", words(random, 3)))),
            ("role", text(other)),
            ("then", text(format!("Read [[{other}]] and `[[not this]]`, {}.", words(random, 4)))),
        ])
    };
    let mut comparison = vec![("rows", Value::List(rows))];
    if random.below(2) == 0 {
        let columns = ["Primary Focus", "Key Skills", "Common Tools/Technologies", "Typical Deliverables"];
        comparison.insert(0, ("columns", Value::List(columns.map(text).to_vec())));
    }
    let mut entries = vec![
        ("name", text(&own)),
        ("summary", text(format!("{} no. {n}.", capital(&words(random, 8))))),
        ("skills", Value::List(skills.iter().map(text).collect())),
        ("tools", Value::List(tools.iter().map(text).collect())),
        (
            "why",
            text(format!(
                "{} [a page](https://example.org/{n}_(x)?q=1#top), [here](/site/path/).\n\n{} [[{}|this one]], [[tool: {}]].\n",
                words(random, 8),
                words(random, 12),
                others[1],
                tools[1],
            )),
        ),
        ("alternatives", Value::List(others.iter().map(|o| alternative(o, random)).collect())),
        ("comparison", map(comparison)),
        (
            "how_to_pick",
            map(vec![
                ("intro", text(format!("{} <https://example.org/>.", words(random, 6)))),
                ("options", Value::List(others.iter().map(|o| option(o, random)).collect())),
                ("outro", text(words(random, 6))),
            ]),
        ),
    ];
    if random.below(3) == 0 {
        entries.insert(1, ("aliases", Value::List(vec![text(format!("Alias {n} é"))])));
        entries.insert(1, ("reviewed", Value::Raw("2026-11-01".to_owned())));
        entries.push(("x-team", map(vec![("any", Value::List(vec![text("thing"), Value::Raw("1".to_owned())]))])));
    }
    let path = format!("content/roles/{}{}.yaml", ["", "deep/er/", "ünï/"][n % 3], slug(&own).unwrap());
    File { path, value: map(entries), head: String::new(), tail: String::new() }
}

fn world(random: &mut Random) -> Vec<File> {
    let entry = |name: String, n: usize| {
        let mut entries = vec![("name", text(&name))];
        if n.is_multiple_of(3) {
            entries.push(("aliases", Value::List(vec![text(format!("{name} Suite"))])));
            entries.push(("avoid", Value::List(vec![text(format!("Old {name}")), text(format!("{name}ish"))])));
        }
        map(entries)
    };
    let tools = (0..60).filter(|n| n % 30 >= ODD_TOOLS.len()).map(|n| entry(tool_name(n), n));
    let odd = ODD_TOOLS.iter().map(|name| entry((*name).to_owned(), 1));
    let list = |path: &str, items: Vec<Value>| File {
        path: path.to_owned(),
        value: Value::List(items),
        head: String::new(),
        tail: String::new(),
    };
    let mut files: Vec<File> = (0..ROLES).map(|n| role(n, random)).collect();
    files.push(list("content/tools.yaml", tools.chain(odd).collect()));
    files.push(list("content/skills.yaml", (0..60).map(|n| entry(skill_name(n), n)).collect()));
    let retired = map(vec![
        ("name", text("Lamplighter")),
        ("summary", text("Lights lamps.")),
        ("status", text("retired")),
        ("replaced_by", text(name(0))),
    ]);
    let own_row = map(vec![("rows", Value::List(vec![full_row("Wheelwright")]))]);
    let plain_role = map(vec![
        ("name", text("Wheelwright")),
        ("avoid", Value::List(vec![text("Wheel Maker")])),
        ("summary", text("Makes wheels.")),
        ("comparison", own_row),
    ]);
    for (path, value) in [("lamplighter", retired), ("wheelwright", plain_role)] {
        let path = format!("content/roles/{path}.yml");
        files.push(File { path, value, head: String::new(), tail: String::new() });
    }
    files
}

fn full_row(role: &str) -> Value {
    map(vec![
        ("role", text(role)),
        ("Primary Focus", text("some things")),
        ("Key Skills", text(skill(1))),
        ("Common Tools/Technologies", text(tool(9))),
        ("Typical Deliverables", text("results")),
    ])
}

/// Writes a file: styles, line ends and a byte order mark as chance has it.
fn write(file: &File, random: &mut Random) -> (String, Vec<Mark>) {
    let mut written = format!("{}{}{}", file.head, Writer::document(&file.value, random), file.tail);
    if random.below(4) == 0 {
        written = written.replace('\n', "\r\n");
    }
    if random.below(6) == 0 {
        written.insert(0, '\u{feff}');
    }
    take_marks(&file.path, &written)
}

impl Value {
    fn at(&mut self, key: &str) -> &mut Value {
        match self {
            Self::Map(entries) => &mut entries.iter_mut().find(|(k, _)| plain(k) == key).unwrap().1,
            _ => panic!("{key} is looked for in no mapping"),
        }
    }

    fn entries(&mut self) -> &mut Vec<(String, Value)> {
        match self {
            Self::Map(entries) => entries,
            _ => panic!("no mapping"),
        }
    }

    fn items(&mut self) -> &mut Vec<Value> {
        match self {
            Self::List(items) => items,
            _ => panic!("no list"),
        }
    }

    /// The key itself, to be marked or changed.
    fn key(&mut self, key: &str) -> &mut String {
        &mut self.entries().iter_mut().find(|(k, _)| plain(k) == key).unwrap().0
    }

    fn mark_key(&mut self, key: &str, code: &str) {
        let key = self.key(key);
        *key = mark(key, code);
    }

    fn first_key(&mut self, code: &str) {
        let key = &mut self.entries()[0].0;
        *key = mark(key, code);
    }

    fn remove(&mut self, key: &str) {
        self.entries().retain(|(k, _)| plain(k) != key);
    }

    fn set(&mut self, key: &str, value: Value) {
        *self.at(key) = value;
    }

    fn mark_text(&mut self, code: &str) {
        match self {
            Self::Text(text) => *text = mark(text, code),
            _ => panic!("no text"),
        }
    }

    fn push_text(&mut self, more: &str) {
        match self {
            Self::Text(text) => *text = format!("{}{more}", text.trim_end()),
            _ => panic!("no text"),
        }
    }

    fn alternatives(&mut self) -> &mut Vec<Value> {
        self.at("alternatives").items()
    }

    fn rows(&mut self) -> &mut Vec<Value> {
        self.at("comparison").at("rows").items()
    }

    fn options(&mut self) -> &mut Vec<Value> {
        self.at("how_to_pick").at("options").items()
    }
}

/// Two letters swapped.
fn typo(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    letters.swap(2, 3);
    if letters[2] == letters[3] {
        letters.remove(2);
    }
    letters.into_iter().collect()
}

fn typed(name: &str, code: &str) -> Value {
    text(mark(&typo(name), code))
}

const COLUMNS: [&str; 4] = ["Primary Focus", "Key Skills", "Common Tools/Technologies", "Typical Deliverables"];

fn columns(file: &mut File, names: Vec<String>) -> &mut Value {
    let comparison = file.value.at("comparison");
    comparison.remove("columns");
    comparison.entries().insert(0, ("columns".to_owned(), Value::List(names.into_iter().map(text).collect())));
    comparison
}

/// A mistake in the page of a role that nobody lists; `n` is its number.
type Mistake = (&'static str, fn(&mut File, usize));

const MISTAKES: &[Mistake] = &[
    ("unknown alternative", |f, n| {
        f.value.alternatives()[1].set("role", typed(&name(listed_by(n)[1]), "unknown-role"))
    }),
    ("unknown row", |f, n| f.value.rows()[2].set("role", typed(&name(listed_by(n)[1]), "unknown-role"))),
    ("unknown option", |f, n| f.value.options()[2].set("role", typed(&name(listed_by(n)[2]), "unknown-role"))),
    ("unknown own row", |f, n| f.value.rows()[0].set("role", typed(&name(n), "unknown-role"))),
    ("nobody in a mention", |f, _| {
        f.value.at("why").push_text(&format!("\n\nSee [[ {} | x]].", mark("Nobody 😀", "unknown-role")))
    }),
    ("unknown tool", |f, n| f.value.at("tools").items()[2] = typed(&tool(n * 3 + 14), "unknown-tool")),
    ("unknown tool in a cell", |f, n| {
        let cell = format!("{}, {}/{}, {}", tool(n), tool(n + 1), mark("Nothing Known", "unknown-tool"), tool(n + 2));
        f.value.rows()[0].set("Common Tools/Technologies", text(cell));
    }),
    ("nearly known tool in parentheses", |f, _| {
        let cell = format!("{} ({}, {})", tool(9), tool(8), mark(&typo(&tool(10)), "unknown-tool"));
        f.value.rows()[0].set("Common Tools/Technologies", text(cell));
    }),
    ("unknown skill in a list cell", |f, n| {
        let items = vec![text(capital(&skill(n))), text(mark("juggling chain saws", "unknown-skill"))];
        f.value.rows()[0].set("Key Skills", Value::List(items));
    }),
    ("avoided role", |f, _| {
        f.value.alternatives()[0].set("role", text(mark("Wheel Maker", "discouraged-name")));
        f.value.rows()[1].set("role", text("Wheelwright"));
        f.value.options()[0].set("role", text("Wheelwright"));
    }),
    ("role in another case", |f, n| {
        let other = name(listed_by(n)[0]);
        f.value.rows()[1].set("role", text(mark(&other.to_uppercase(), "discouraged-name")));
    }),
    ("slug as a reference", |f, n| {
        let other = slug(&name(listed_by(n)[0])).unwrap();
        f.value.options()[0].set("role", text(mark(&other, "discouraged-name")));
    }),
    ("tool in another case", |f, n| {
        let cell = mark(&tool_name(n % 20 + 8).to_uppercase(), "discouraged-name");
        f.value.rows()[0].set("Common Tools/Technologies", text(cell));
    }),
    ("avoided spelling in prose", |f, _| {
        let spelling = format!("Old {}", tool_name(9));
        f.value.at("why").push_text(&format!(
            " The {}, `{spelling}`, [x](/{}/).",
            mark(&spelling, "discouraged-name"),
            spelling.replace(' ', "-")
        ));
    }),
    ("no summary", |f, _| {
        f.value.remove("summary");
        f.value.first_key("schema");
    }),
    ("unknown key", |f, _| f.value.entries().push((mark("salary", "schema"), text("high")))),
    ("misspelled summary", |f, _| *f.value.key("summary") = mark("sumary", "schema")),
    ("misspelled alternatives", |f, _| *f.value.key("alternatives") = mark("alternativs", "schema")),
    ("misspelled comparison", |f, _| *f.value.key("comparison") = mark("comparision", "schema")),
    ("misspelled rows", |f, _| *f.value.at("comparison").key("rows") = mark("row", "schema")),
    ("misspelled role", |f, _| *f.value.rows()[2].key("role") = mark("rolle", "schema")),
    ("no tagline", |f, _| {
        f.value.alternatives()[1].remove("tagline");
        f.value.alternatives()[1].first_key("schema");
    }),
    ("no role", |f, _| {
        f.value.alternatives()[1].remove("role");
        f.value.alternatives()[1].first_key("schema");
    }),
    ("no role in a row", |f, _| {
        f.value.rows()[2] = map(vec![("Primary Focus", text("no drift"))]);
        f.value.rows()[2].first_key("schema");
    }),
    ("no if", |f, _| {
        f.value.options()[0].remove("if");
        f.value.options()[0].first_key("schema");
    }),
    ("no options", |f, _| {
        f.value.at("how_to_pick").remove("options");
        f.value.mark_key("how_to_pick", "schema");
    }),
    ("no why", |f, _| {
        f.value.remove("why");
        f.value.mark_key("alternatives", "schema");
    }),
    ("no comparison", |f, _| {
        f.value.remove("comparison");
        f.value.mark_key("alternatives", "schema");
    }),
    ("wrong status", |f, _| f.value.entries().push(("status".to_owned(), text(mark("publishd", "schema"))))),
    ("wrong day", |f, _| {
        f.value.remove("reviewed");
        f.value.entries().push(("reviewed".to_owned(), text(mark("2026-02-30", "schema"))));
    }),
    ("replaced and not retired", |f, _| f.value.entries().push((mark("replaced_by", "schema"), text("Wheelwright")))),
    ("tools as text", |f, _| f.value.set("tools", text(mark("Docker and more", "schema")))),
    ("a number for a tagline", |f, _| f.value.alternatives()[0].set("tagline", Value::Raw(mark("12", "schema")))),
    ("brackets without quotes", |f, _| f.value.set("why", Value::Raw(mark("[[Wheelwright]]", "schema")))),
    ("a second document", |f, _| f.tail = format!("{}\nname: Other\n", mark("---", "schema"))),
    ("a key twice", |f, _| f.value.entries().push((mark("summary", "duplicate-key"), text("again")))),
    ("a cell twice", |f, _| f.value.rows()[0].entries().push((mark("Key Skills", "duplicate-key"), text("nothing")))),
    ("cut text", |f, _| f.value.set("summary", Value::Raw(format!("the {}", mark("#1 choice 😀", "cut-text"))))),
    ("file name", |f, _| {
        f.path = f.path.replace(".yaml", "-old.yaml");
        f.value.at("name").mark_text("file-name");
    }),
    ("slug and file", |f, _| {
        f.value.entries().push(("slug".to_owned(), text("other-slug")));
        f.value.at("name").mark_text("file-name");
    }),
    ("lists itself", |f, n| f.value.alternatives().push(alternative(mark(&name(n), "self-alternative")))),
    ("alternative twice", |f, n| {
        f.value.alternatives().push(alternative(mark(&name(listed_by(n)[0]), "duplicate-alternative")));
    }),
    ("retired role", |f, _| {
        f.value.alternatives()[2].set("role", text(mark("Lamplighter", "retired-role")));
        f.value.rows()[3] = full_row("Lamplighter");
        f.value.options()[2].set("role", text("Lamplighter"));
    }),
    ("unknown column", |f, _| {
        columns(f, COLUMNS.map(str::to_owned).to_vec())
            .at("columns")
            .items()
            .insert(2, text(mark("Salary Range", "unknown-column")));
    }),
    ("misspelled column", |f, _| {
        columns(f, COLUMNS.map(str::to_owned).to_vec()).at("columns").items()[1] =
            typed("Key Skills", "unknown-column");
    }),
    ("misspelled cell", |f, _| *f.value.rows()[0].key("Primary Focus") = mark("Primary Fcous", "unknown-column")),
    ("unknown cell", |f, _| f.value.rows()[0].entries().push((mark("Salary", "unknown-column"), text("high")))),
    ("column missing", |f, _| {
        columns(f, COLUMNS[..3].iter().map(|c| (*c).to_owned()).collect()).mark_key("columns", "missing-column");
    }),
    ("column order", |f, _| {
        columns(f, [1, 0, 2, 3].map(|c| COLUMNS[c].to_owned()).to_vec()).mark_key("columns", "column-order");
    }),
    ("column twice", |f, _| {
        let names = [COLUMNS[0].to_owned(), COLUMNS[1].to_owned(), COLUMNS[2].to_owned(), COLUMNS[3].to_owned()];
        columns(f, names.to_vec()).at("columns").items().push(text(mark(COLUMNS[0], "schema")));
    }),
    ("row missing", |f, _| {
        f.value.rows().remove(2);
        f.value.at("comparison").mark_key("rows", "missing-row");
    }),
    ("two rows missing", |f, _| {
        f.value.rows().truncate(2);
        let rows = f.value.at("comparison").key("rows");
        *rows = mark(&mark("rows", "missing-row"), "missing-row");
    }),
    ("own row missing", |f, _| {
        f.value.rows().remove(0);
        f.value.at("comparison").mark_key("rows", "missing-row");
    }),
    ("surplus row", |f, _| f.value.rows().push(map(vec![("role", text(mark("Wheelwright", "extra-row")))]))),
    ("row twice", |f, n| {
        f.value.rows().push(map(vec![("role", text(mark(&name(listed_by(n)[1]), "duplicate-row")))]));
    }),
    ("row order", |f, _| {
        f.value.rows().swap(1, 3);
        f.value.rows()[1].at("role").mark_text("row-order");
    }),
    ("own row last", |f, _| {
        let own = f.value.rows().remove(0);
        f.value.rows().push(own);
        f.value.rows()[0].at("role").mark_text("row-order");
    }),
    ("cell missing", |f, _| {
        f.value.rows()[0].remove("Key Skills");
        f.value.rows()[0].at("role").mark_text("missing-cell");
    }),
    ("cell empty", |f, _| {
        f.value.rows()[0].set("Typical Deliverables", Value::Raw("~".to_owned()));
        f.value.rows()[0].set("Primary Focus", text(""));
        f.value.rows()[0].at("role").mark_text("missing-cell");
        f.value.rows()[0].at("role").mark_text("missing-cell");
    }),
    ("cell drift", |f, _| {
        f.value.rows()[1]
            .entries()
            .push(("Typical Deliverables".to_owned(), text(mark("other things, 😀 altogether", "cell-drift"))));
    }),
    ("option missing", |f, _| {
        f.value.options().remove(1);
        f.value.at("how_to_pick").mark_key("options", "missing-pick");
    }),
    ("surplus option", |f, _| f.value.options().push(option(mark("Wheelwright", "extra-pick")))),
    ("option twice", |f, n| f.value.options().push(option(mark(&name(listed_by(n)[2]), "duplicate-pick")))),
    ("empty link", |f, _| f.value.at("why").push_text(&format!(" A [link]{}.", mark("()", "broken-link")))),
    ("bad scheme", |f, _| {
        f.value.at("why").push_text(&format!(" A [link]({}).", mark("htps://é.org/x", "broken-link")))
    }),
    ("one slash", |f, _| {
        f.value.alternatives()[0]
            .at("about")
            .push_text(&format!(" [x]({} 'title')", mark("https:/x.org", "broken-link")))
    }),
    ("no scheme", |f, _| {
        f.value.options()[1].at("then").push_text(&format!(" [x]({})", mark("www.example.org", "broken-link")))
    }),
    ("space in a link", |f, _| {
        f.value.at("why").push_text(&format!(" [x]({})", mark("https://x.org/a b", "broken-link")))
    }),
    ("no such file", |f, _| f.value.at("why").push_text(&format!(" ![x]({})", mark("../no/shot.png", "broken-link")))),
    ("reference link", |f, _| {
        f.value.at("why").push_text(&format!(" [x][1]\n\n[1]: {}", mark("htps://x.org", "broken-link")))
    }),
    ("insecure link", |f, _| {
        f.value.at("why").push_text(&format!(" [x]({})", mark("http://x.org/é", "insecure-link")))
    }),
    ("idle ignore", |f, _| f.head = format!("{}\n", mark("# sidestep: ignore[schema]", "unused-ignore"))),
    ("half idle ignore", |f, _| {
        f.head = format!("# sidestep: ignore-file[unknown-tool, {}]\n", mark("unkown-role", "unused-ignore"));
        f.value.at("tools").items()[0] = text("Nothing Known");
    }),
    ("ignored", |f, _| {
        f.head = "# sidestep: ignore-file[unknown-tool]\n".to_owned();
        f.value.at("tools").items()[0] = text("Nothing Known");
    }),
];

fn alternative(role: String) -> Value {
    map(vec![("role", text(role)), ("tagline", text("a tagline")), ("about", text("about it"))])
}

fn option(role: String) -> Value {
    map(vec![("if", text("you like it")), ("role", text(role)), ("then", text("read on"))])
}

/// Writes all files and checks that exactly the marked findings are at warning or above.
fn check(files: &[File], random: &mut Random, what: &dyn Fn(&str) -> String) {
    let mut written = Files::default();
    let mut expected = Vec::new();
    for file in files {
        let (text, marks) = write(file, random);
        assert!(written.0.insert(file.path.clone(), text).is_none(), "{} twice", file.path);
        expected.extend(marks);
    }
    let found = written.check();
    let least = if expected.is_empty() { Severity::Info } else { Severity::Warning };
    let mut got: BTreeMap<Mark, Vec<&str>> = BTreeMap::new();
    for d in found.iter().filter(|d| d.severity >= least) {
        got.entry(written.mark(d)).or_default().push(&d.message);
    }
    let mut wrong = String::new();
    for mark in expected {
        let messages = got.get_mut(&mark).filter(|list| !list.is_empty());
        if messages.is_some_and(|list| list.pop().is_some()) {
            continue;
        }
        wrong += &format!("\nnot found: {mark:?} ({})", what(&mark.0));
    }
    for (mark, messages) in got {
        for message in messages {
            let line = written.0[&mark.0].lines().nth(mark.1 as usize - 1).unwrap_or_default();
            wrong += &format!("\nnot planted: {mark:?} {message} ({})\n    {line}", what(&mark.0));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A workspace with one mistake of each kind in a page of its own, and which one stands in which file.
pub fn with_mistakes(seed: usize) -> (Files, BTreeMap<String, &'static str>) {
    let random = &mut Random(100 + seed as u64);
    let (files, planted) = plant(random, seed);
    let written = files.iter().map(|file| (file.path.clone(), write(file, random).0)).collect();
    (Files(written), planted)
}

fn plant(random: &mut Random, seed: usize) -> (Vec<File>, BTreeMap<String, &'static str>) {
    let mut files = world(random);
    let mut planted = BTreeMap::new();
    for (at, (what, plant)) in MISTAKES.iter().enumerate() {
        // Each mistake meets another role in each round.
        let n = LISTED + (at + seed * 17) % (ROLES - LISTED);
        plant(&mut files[n], n);
        planted.insert(files[n].path.clone(), *what);
    }
    (files, planted)
}

#[test]
fn a_clean_workspace_has_no_finding() {
    for seed in 1..=3 {
        let random = &mut Random(seed);
        let files = world(random);
        check(&files, random, &|_| format!("seed {seed}"));
    }
}

#[test]
fn every_planted_mistake_is_found_and_nothing_else() {
    for seed in 1..=3_usize {
        let random = &mut Random(100 + seed as u64);
        let (files, planted) = plant(random, seed);
        check(&files, random, &|path| format!("seed {seed}: {}", planted.get(path).unwrap_or(&"nothing planted")));
    }
}

/// The numbers of the roles that list role `n`.
fn listers(n: usize) -> Vec<usize> {
    (0..ROLES).filter(|page| listed_by(*page).contains(&n)).collect()
}

/// Marks the row for role `n` in every page that lists it.
fn mark_rows(files: &mut [File], n: usize, code: &str) {
    for page in listers(n) {
        let at = listed_by(page).iter().position(|other| *other == n).unwrap();
        files[page].value.rows()[at + 1].at("role").mark_text(code);
    }
}

#[test]
fn mistakes_that_show_in_other_files() {
    for seed in 1..=3 {
        let random = &mut Random(1000 + seed);
        let mut files = world(random);
        // A cell that is missing at home is missing in each table.
        files[10].value.rows()[0].remove("Primary Focus");
        files[10].value.rows()[0].at("role").mark_text("missing-cell");
        mark_rows(&mut files, 10, "missing-cell");
        // A role without any table.
        files[21].value.remove("comparison");
        files[21].value.mark_key("alternatives", "schema");
        mark_rows(&mut files, 21, "missing-own-row");
        // One cause at home that shows nowhere else.
        *files[32].value.key("comparison") = mark("comparision", "schema");
        *files[33].value.key("name") = mark("nmae", "schema");
        files[34].value.remove("name");
        files[34].value.first_key("schema");
        *files[35].value.rows()[0].key("role") = mark("Role", "schema");
        files[36].value.rows()[0].set("role", typed(&name(36), "unknown-role"));
        files[37].value.set("comparison", text(mark("to come", "schema")));
        *files[38].value.at("comparison").key("rows") = mark("Rows", "schema");
        files[39].value.rows()[0].set("Key Skills", Value::Raw(mark("{ a: b }", "schema")));
        // A name taken twice: the later one is told, and nobody who uses the first.
        let taken = name(40);
        let (first, second) = if files[40].path < files[150].path { (40, 150) } else { (150, 40) };
        for n in [first, second] {
            let entries = files[n].value.entries();
            entries.retain(|(key, _)| key != "aliases");
            let code = |text: &str| if n == second { mark(text, "duplicate-name") } else { text.to_owned() };
            if n == 150 {
                entries.push(("aliases".to_owned(), Value::List(vec![text(code(&taken))])));
            } else {
                files[n].value.set("name", text(code(&taken)));
            }
        }
        // Vocabularies.
        let tools = files[ROLES].value.items();
        *tools[3].key("name") = mark("nam", "schema");
        tools[4].entries().push((mark("colour", "schema"), text("red")));
        tools.push(map(vec![("name", text(mark("C#", "duplicate-name")))]));
        tools.push(map(vec![("name", text("Brand New")), ("avoid", Value::List(vec![text("New Brand")]))]));
        files[160].value.at("why").push_text(&format!(" A {}.", mark("New Brand", "discouraged-name")));
        check(&files, random, &|_| format!("seed {seed}"));
    }
}

#[test]
fn several_mistakes_in_one_file() {
    for seed in 1..=3_u64 {
        let random = &mut Random(2000 + seed);
        let mut files = world(random);
        let mut planted = BTreeMap::new();
        for page in 0..(ROLES - LISTED) / 4 {
            let n = LISTED + page * 4;
            // One mistake in the alternatives or the table, others in places that it does not touch.
            let chosen =
                ["unknown tool", "unknown skill in a list cell", "nobody in a mention", "key twice", "insecure link"];
            let (what, plant) = MISTAKES[(page * 7 + seed as usize) % MISTAKES.len()];
            plant(&mut files[n], n);
            let mut names = what.to_owned();
            for other in MISTAKES.iter().filter(|(name, _)| chosen.contains(name) && *name != what) {
                let lost = [
                    "tools as text",
                    "brackets without quotes",
                    "no why",
                    "no comparison",
                    "ignored",
                    "half idle ignore",
                ];
                let shared = what.contains("cell")
                    || what.contains("row")
                    || what.contains("misspelled")
                    || what.contains("summary")
                    || lost.contains(&what);
                if !shared {
                    (other.1)(&mut files[n], n);
                    names = format!("{names}, {}", other.0);
                }
            }
            planted.insert(files[n].path.clone(), names);
        }
        check(&files, random, &|path| format!("seed {seed}: {:?}", planted.get(path)));
    }
}
