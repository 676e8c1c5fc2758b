//! A workspace without mistakes, as values that can be changed before they are written.

use sidestep::content::SlugStyle;

use super::styles::{Value, Writer, mark, plain, take_marks};
use crate::corpus::{Random, role_name, skill_name, tool_name};
use crate::fixture::Mark;

pub(super) const ROLES: usize = 200;
/// Roles below this number are what pages list; those above are listed by nobody.
pub(super) const LISTED: usize = 80;
pub(super) const ODD_TOOLS: [&str; 6] = ["C++", "C#", "Node.js", "CI/CD", "日本語ツール", "Tool 😀"];

pub(super) fn name(n: usize) -> String {
    match n % 10 {
        3 => format!("Ingénieur {}", role_name(n)),
        5 => format!("{} 🚀", role_name(n)),
        7 => format!("{} (C++ & C#)", role_name(n)),
        8 => format!("{}’s Aide", role_name(n)),
        _ => role_name(n),
    }
}

pub(super) fn tool(n: usize) -> String {
    ODD_TOOLS.get(n % 30).map_or_else(|| tool_name(n % 60), |odd| (*odd).to_owned())
}

pub(super) fn skill(n: usize) -> String {
    skill_name(n % 60)
}

pub(super) fn text(s: impl Into<String>) -> Value {
    Value::Text(s.into())
}

pub(super) fn map(entries: Vec<(&str, Value)>) -> Value {
    Value::Map(entries.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
}

/// A file before it is written.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) value: Value,
    /// Text before and after the document.
    pub(super) head: String,
    pub(super) tail: String,
}

pub(super) fn words(random: &mut Random, count: usize) -> String {
    const WORDS: [&str; 12] =
        ["plans", "careful", "work", "keeps", "the", "team", "moving", "naïve", "ideas", "into", "shape", "daily"];
    (0..count).map(|_| WORDS[random.below(12)]).collect::<Vec<_>>().join(" ")
}

pub(super) fn capital(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The roles that role `n` lists.
pub(super) fn listed_by(n: usize) -> [usize; 3] {
    let first = n * 7 % LISTED;
    let picked = [first, (first + 11) % LISTED, (first + 29) % LISTED];
    picked.map(|other| if other == n { (other + 5) % LISTED } else { other })
}

pub(super) fn role(n: usize, random: &mut Random) -> File {
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
    let path =
        format!("content/roles/{}{}.yaml", ["", "deep/er/", "ünï/"][n % 3], SlugStyle::default().slug(&own).unwrap());
    File { path, value: map(entries), head: String::new(), tail: String::new() }
}

pub(super) fn world(random: &mut Random) -> Vec<File> {
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

pub(super) fn full_row(role: &str) -> Value {
    map(vec![
        ("role", text(role)),
        ("Primary Focus", text("some things")),
        ("Key Skills", text(skill(1))),
        ("Common Tools/Technologies", text(tool(9))),
        ("Typical Deliverables", text("results")),
    ])
}

/// Writes a file: styles, line ends and a byte order mark as chance has it.
pub(super) fn write(file: &File, random: &mut Random) -> (String, Vec<Mark>) {
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
    pub(super) fn at(&mut self, key: &str) -> &mut Value {
        match self {
            Self::Map(entries) => &mut entries.iter_mut().find(|(k, _)| plain(k) == key).unwrap().1,
            _ => panic!("{key} is looked for in no mapping"),
        }
    }

    pub(super) fn entries(&mut self) -> &mut Vec<(String, Value)> {
        match self {
            Self::Map(entries) => entries,
            _ => panic!("no mapping"),
        }
    }

    pub(super) fn items(&mut self) -> &mut Vec<Value> {
        match self {
            Self::List(items) => items,
            _ => panic!("no list"),
        }
    }

    /// The key itself, to be marked or changed.
    pub(super) fn key(&mut self, key: &str) -> &mut String {
        &mut self.entries().iter_mut().find(|(k, _)| plain(k) == key).unwrap().0
    }

    pub(super) fn mark_key(&mut self, key: &str, code: &str) {
        let key = self.key(key);
        *key = mark(key, code);
    }

    pub(super) fn first_key(&mut self, code: &str) {
        let key = &mut self.entries()[0].0;
        *key = mark(key, code);
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.entries().retain(|(k, _)| plain(k) != key);
    }

    pub(super) fn set(&mut self, key: &str, value: Value) {
        *self.at(key) = value;
    }

    pub(super) fn mark_text(&mut self, code: &str) {
        match self {
            Self::Text(text) => *text = mark(text, code),
            _ => panic!("no text"),
        }
    }

    pub(super) fn push_text(&mut self, more: &str) {
        match self {
            Self::Text(text) => *text = format!("{}{more}", text.trim_end()),
            _ => panic!("no text"),
        }
    }

    pub(super) fn alternatives(&mut self) -> &mut Vec<Value> {
        self.at("alternatives").items()
    }

    pub(super) fn rows(&mut self) -> &mut Vec<Value> {
        self.at("comparison").at("rows").items()
    }

    pub(super) fn options(&mut self) -> &mut Vec<Value> {
        self.at("how_to_pick").at("options").items()
    }
}
