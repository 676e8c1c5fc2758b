//! The sixteen kinds of broken edit: what a file looks like while somebody types.

use crate::corpus::Random;

/// A kind of broken edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    CutOff,
    WordBeforeKey,
    WordAfterKey,
    KeyWithoutColon,
    DoubleQuote,
    SingleQuote,
    Bracket,
    Brace,
    TwoColons,
    ExtraIndent,
    TabIndent,
    At,
    Star,
    AfterQuotes,
    Pasted,
    DashWithoutSpace,
}

/// All of them.
pub const KINDS: [Kind; 16] = [
    Kind::CutOff,
    Kind::WordBeforeKey,
    Kind::WordAfterKey,
    Kind::KeyWithoutColon,
    Kind::DoubleQuote,
    Kind::SingleQuote,
    Kind::Bracket,
    Kind::Brace,
    Kind::TwoColons,
    Kind::ExtraIndent,
    Kind::TabIndent,
    Kind::At,
    Kind::Star,
    Kind::AfterQuotes,
    Kind::Pasted,
    Kind::DashWithoutSpace,
];

/// A text after a broken edit.
#[derive(Clone, Debug)]
pub struct Broken {
    pub text: String,
    /// The line (from 0) of the text before that the edit changed; lines inserted stand before it.
    pub line: usize,
    /// How many lines were inserted there.
    pub inserted: usize,
    /// Everything from the line on is gone.
    pub cut: bool,
}

/// What a line is.
struct Line<'t> {
    text: &'t str,
    indent: usize,
    /// Where the value starts, if the line reads `key: value`.
    value: Option<usize>,
    is_key: bool,
    /// A line of a block scalar.
    in_block: bool,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut block: Option<usize> = None;
    text.lines()
        .map(|line| {
            let indent = line.len() - line.trim_start().len();
            let blank = line.trim().is_empty();
            if block.is_some_and(|b| !blank && indent <= b) {
                block = None;
            }
            let in_block = block.is_some();
            let mut body = line.trim_start();
            while let Some(rest) = body.strip_prefix("- ") {
                body = rest.trim_start();
            }
            let start = line.len() - body.len();
            let colon = body.find(':').filter(|c| {
                let key = &body[..*c];
                !key.is_empty()
                    && !key.contains(['"', '\'', '[', '#', '.'])
                    && (body[c + 1..].starts_with(' ') || body.len() == c + 1)
            });
            let is_key = !in_block && colon.is_some() && !line.trim_start().starts_with('#');
            let value = colon.filter(|c| is_key && body.len() > c + 2).map(|c| start + c + 2);
            if is_key && value.is_some_and(|v| matches!(&line[v..], "|" | ">" | "|-" | ">-" | "|+" | ">+")) {
                block = Some(start);
            }
            Line { text: line, indent, value, is_key, in_block }
        })
        .collect()
}

/// The lines (from 0) that have room for a broken edit of a kind.
pub fn places(text: &str, kind: Kind) -> Vec<usize> {
    let lines = lines(text);
    let fits = |l: &Line<'_>| {
        let plain = l.value.is_some_and(|v| !l.text[v..].starts_with(['|', '>', '"', '\'', '[', '{', '&', '*']));
        match kind {
            Kind::CutOff => !l.text.trim().is_empty(),
            Kind::WordBeforeKey | Kind::WordAfterKey | Kind::KeyWithoutColon => l.is_key,
            Kind::ExtraIndent | Kind::TabIndent => l.is_key,
            Kind::Pasted => l.in_block,
            Kind::DashWithoutSpace => !l.in_block && l.text.trim_start().starts_with("- "),
            _ => plain,
        }
    };
    (0..lines.len()).filter(|at| fits(&lines[*at])).collect()
}

/// Applies a broken edit of a kind at a random place that has room for it; `None` where the text has no such place.
pub fn broken(text: &str, kind: Kind, random: &mut Random) -> Option<Broken> {
    let places = places(text, kind);
    let line = *places.get(random.below(places.len()))?;
    Some(broken_at(text, kind, line, random))
}

/// Applies a broken edit at a line that has room for it.
pub fn broken_at(text: &str, kind: Kind, line: usize, random: &mut Random) -> Broken {
    let lines = lines(text);
    let here = &lines[line];
    let own = here.text;
    // Where the entries beside this line start.
    let column = own.len() - own.trim_start_matches([' ', '-']).len();
    let pad = " ".repeat(column);
    let word = ["summ", "notes", "tagline", "about this role"][random.below(4)];
    let with_value = |make: &dyn Fn(&str) -> String| {
        let at = here.value.unwrap_or(own.len());
        format!("{}{}", &own[..at], make(&own[at..]))
    };
    let mut inserted = 0;
    let changed = match kind {
        Kind::CutOff => {
            let mut stop = here.indent + random.below(own.len() - here.indent + 1);
            while !own.is_char_boundary(stop) {
                stop -= 1;
            }
            let before: String = lines[..line].iter().map(|l| format!("{}\n", l.text)).collect();
            return Broken { text: before + &own[..stop], line, inserted: 0, cut: true };
        }
        Kind::WordBeforeKey => {
            inserted = 1;
            // Before the first key of an item there is only the item's dash.
            format!(
                "{}{word}\n{own}",
                " ".repeat(if own.trim_start().starts_with("- ") { here.indent } else { column })
            )
        }
        Kind::WordAfterKey => {
            let text = format!("{own}\n{pad}{word}");
            return Broken { text: join(&lines, line, &text), line, inserted: 1, cut: false }.after();
        }
        Kind::KeyWithoutColon => own.replacen(':', "", 1),
        Kind::DoubleQuote => with_value(&|v| format!("\"{v}")),
        Kind::SingleQuote => with_value(&|v| format!("'{}", v.replace('\'', ""))),
        Kind::Bracket => with_value(&|v| format!("[{v}")),
        Kind::Brace => with_value(&|v| format!("{{{v}")),
        Kind::TwoColons => with_value(&|_| "foo: bar".to_owned()),
        Kind::ExtraIndent => format!("{}{own}", " ".repeat(1 + random.below(2))),
        Kind::TabIndent => format!("\t{}", own.trim_start()),
        Kind::At => with_value(&|v| format!("@{v}")),
        Kind::Star => with_value(&|_| "*".to_owned()),
        Kind::AfterQuotes => with_value(&|v| format!("\"abc\" {v}")),
        Kind::Pasted => {
            inserted = 2;
            format!(
                "This paragraph came from another page, and nobody indented it.\nIt has a second line: with a colon.\n{own}"
            )
        }
        Kind::DashWithoutSpace => own.replacen("- ", "-", 1),
    };
    Broken { text: join(&lines, line, &changed), line, inserted, cut: false }
}

impl Broken {
    /// The insertion comes after the line, not before it.
    fn after(mut self) -> Self {
        self.line += 1;
        self
    }
}

fn join(lines: &[Line<'_>], at: usize, changed: &str) -> String {
    lines.iter().enumerate().map(|(n, l)| format!("{}\n", if n == at { changed } else { l.text })).collect()
}
