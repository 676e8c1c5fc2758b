//! The mistakes, one of each kind.

use sidestep::content::SlugStyle;

use super::pages::{File, capital, full_row, listed_by, map, name, skill, text, tool};
use super::styles::{Value, mark};
use crate::corpus::tool_name;

/// Two letters swapped.
pub(super) fn typo(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    letters.swap(2, 3);
    if letters[2] == letters[3] {
        letters.remove(2);
    }
    letters.into_iter().collect()
}

pub(super) fn typed(name: &str, code: &str) -> Value {
    text(mark(&typo(name), code))
}

pub(super) const COLUMNS: [&str; 4] =
    ["Primary Focus", "Key Skills", "Common Tools/Technologies", "Typical Deliverables"];

pub(super) fn columns(file: &mut File, names: Vec<String>) -> &mut Value {
    let comparison = file.value.at("comparison");
    comparison.remove("columns");
    comparison.entries().insert(0, ("columns".to_owned(), Value::List(names.into_iter().map(text).collect())));
    comparison
}

/// A mistake in the page of a role that nobody lists; `n` is its number.
pub(super) type Mistake = (&'static str, fn(&mut File, usize));

pub(super) const MISTAKES: &[Mistake] = &[
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
        let other = SlugStyle::default().slug(&name(listed_by(n)[0])).unwrap();
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

pub(super) fn alternative(role: String) -> Value {
    map(vec![("role", text(role)), ("tagline", text("a tagline")), ("about", text("about it"))])
}

pub(super) fn option(role: String) -> Value {
    map(vec![("if", text("you like it")), ("role", text(role)), ("then", text("read on"))])
}
