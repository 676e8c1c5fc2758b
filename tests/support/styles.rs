//! Writes values as YAML in every style there is, and remembers where marked texts land.
//!
//! A mark is a pair of private-use characters around a text, put there with [`mark`]; [`take_marks`] takes them out of
//! the finished file and gives their places.

use std::collections::BTreeMap;

use crate::corpus::Random;
use crate::fixture::Mark;

/// A value to write.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text, in whatever style.
    Text(String),
    /// Written as it is.
    Raw(String),
    /// A list.
    List(Vec<Value>),
    /// Keys with values.
    Map(Vec<(String, Value)>),
}

const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';
const FIRST_CODE: u32 = 0xe100;

/// The codes that can be marked.
pub const CODES: &[&str] = &[
    "syntax",
    "duplicate-key",
    "cut-text",
    "indentation",
    "schema",
    "unknown-role",
    "unknown-skill",
    "unknown-tool",
    "discouraged-name",
    "duplicate-name",
    "file-name",
    "self-alternative",
    "duplicate-alternative",
    "retired-role",
    "unknown-column",
    "missing-column",
    "column-order",
    "missing-row",
    "extra-row",
    "duplicate-row",
    "row-order",
    "missing-own-row",
    "missing-cell",
    "cell-drift",
    "missing-pick",
    "extra-pick",
    "duplicate-pick",
    "broken-link",
    "insecure-link",
    "unused-ignore",
];

/// `text` with a mark around it.
pub fn mark(text: &str, code: &str) -> String {
    let at = CODES.iter().position(|c| *c == code).unwrap_or_else(|| panic!("no code {code}"));
    let code = char::from_u32(FIRST_CODE + at as u32).unwrap();
    format!("{OPEN}{code}{text}{CLOSE}")
}

fn is_private(c: char) -> bool {
    ('\u{e000}'..='\u{e1ff}').contains(&c)
}

/// `text` without marks.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !is_private(*c)).collect()
}

/// Takes the marks out of a file.
pub fn take_marks(path: &str, written: &str) -> (String, Vec<Mark>) {
    let text = plain(written);
    let (mut marks, mut open) = (Vec::new(), Vec::new());
    // Line and column, both from 1; a byte order mark is no column.
    let (mut line, mut column) = (1, 1);
    let lines: Vec<&str> = text.split('\n').collect();
    for c in written.chars() {
        match c {
            OPEN => open.push((line, column, String::new())),
            CLOSE => {
                let (from_line, from, code) = open.pop().unwrap();
                let whole = lines[from_line as usize - 1].trim_end_matches('\r').trim_start_matches('\u{feff}');
                let to = if line == from_line { column } else { whole.chars().count() as u32 + 1 };
                marks.push((path.to_owned(), from_line, from, to, code));
            }
            c if is_private(c) => open.last_mut().unwrap().2 = CODES[(c as u32 - FIRST_CODE) as usize].to_owned(),
            '\n' => (line, column) = (line + 1, 1),
            '\u{feff}' => {}
            _ => column += 1,
        }
    }
    (text, marks)
}

/// Writes values, each time in other styles.
pub struct Writer<'r> {
    random: &'r mut Random,
    out: String,
    step: usize,
    /// The texts that have been written with an anchor, with its name.
    anchors: BTreeMap<String, String>,
}

impl<'r> Writer<'r> {
    /// A document.
    pub fn document(value: &Value, random: &'r mut Random) -> String {
        let step = 2 + random.below(3);
        let mut writer = Self { random, out: String::new(), step, anchors: BTreeMap::new() };
        if writer.one_in(8) {
            writer.out.push_str("---\n");
        }
        match value {
            Value::Map(entries) if !has_comment(value) && writer.one_in(12) => {
                writer.flow_map(entries, 0);
                writer.out.push('\n');
            }
            Value::Map(entries) => writer.block_map(entries, 0, false),
            Value::List(items) => writer.block_list(items, 0),
            Value::Text(_) | Value::Raw(_) => panic!("a document is a collection"),
        }
        writer.out
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.random.below(n) == 0
    }

    fn pad(&mut self, indent: usize) {
        self.out.push_str(&" ".repeat(indent));
    }

    fn remark(&mut self, indent: usize) {
        match self.random.below(24) {
            0 => self.out.push('\n'),
            1 => {
                self.pad(indent);
                self.out.push_str("# checked: twice, é 😀\n");
            }
            2 => self.out.push_str("#no space, no matter\n"),
            _ => {}
        }
    }

    fn end_line(&mut self) {
        match self.random.below(14) {
            0 => self.out.push_str(" # a remark: \"quoted\""),
            1 => self.out.push_str("  \t# tab"),
            2 => self.out.push_str("  "),
            _ => {}
        }
        self.out.push('\n');
    }

    fn key(&mut self, key: &str) {
        match self.random.below(16) {
            0 => self.out.push_str(&quoted_key(key, '"')),
            1 => self.out.push_str(&quoted_key(key, '\'')),
            _ => self.out.push_str(key),
        }
    }

    fn block_map(&mut self, entries: &[(String, Value)], indent: usize, first_inline: bool) {
        for (at, (key, value)) in entries.iter().enumerate() {
            if at > 0 || !first_inline {
                self.remark(indent);
                self.pad(indent);
            }
            self.key(key);
            self.out.push(':');
            match value {
                Value::Map(inner) if !self.one_in(6) || is_long(value) => {
                    self.end_line();
                    let step = self.step;
                    self.block_map(inner, indent + step, false);
                }
                Value::List(items) if !items.is_empty() && (!self.one_in(3) || is_long(value)) => {
                    self.end_line();
                    let step = if self.one_in(3) { 0 } else { self.step };
                    self.block_list(items, indent + step);
                }
                value => {
                    self.out.push(' ');
                    self.inline(value, indent);
                }
            }
        }
    }

    fn block_list(&mut self, items: &[Value], indent: usize) {
        for item in items {
            self.remark(indent);
            self.pad(indent);
            let gap = 1 + self.random.below(8).saturating_sub(5);
            self.out.push('-');
            self.pad(gap);
            match item {
                Value::Map(entries) if !self.one_in(5) || is_long(item) => {
                    self.block_map(entries, indent + 1 + gap, true);
                }
                item => self.inline(item, indent),
            }
        }
    }

    /// A value on the line of its key or dash, and the end of the line.
    fn inline(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Text(text) => {
                if self.block_text(text, indent) {
                    return;
                }
                self.text(text, indent + self.step, false);
            }
            Value::Raw(text) => {
                // What is written as it is may end in anything.
                self.out.push_str(text);
                self.out.push('\n');
                return;
            }
            Value::List(items) => self.flow_list(items, indent + self.step),
            Value::Map(entries) => self.flow_map(entries, indent + self.step),
        }
        self.end_line();
    }

    fn comma(&mut self, indent: usize) {
        match self.random.below(12) {
            0 => {
                self.out.push_str(",\n");
                self.pad(indent.max(1));
            }
            1 => {
                self.out.push_str(" , # next\n");
                self.pad(indent.max(1));
            }
            2 => self.out.push(','),
            _ => self.out.push_str(", "),
        }
    }

    fn flow_list(&mut self, items: &[Value], indent: usize) {
        self.out.push('[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.comma(indent);
            }
            self.flow(item, indent);
        }
        let end = if self.one_in(6) && !items.is_empty() { ", ]" } else { "]" };
        self.out.push_str(end);
    }

    fn flow_map(&mut self, entries: &[(String, Value)], indent: usize) {
        self.out.push_str("{ ");
        for (at, (key, value)) in entries.iter().enumerate() {
            if at > 0 {
                self.out.push_str(", ");
                if self.one_in(5) {
                    self.out.push('\n');
                    self.pad(indent.max(1));
                }
            }
            self.key(key);
            self.out.push_str(": ");
            self.flow(value, indent);
        }
        self.out.push_str(" }");
    }

    fn flow(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Text(text) => self.text(text, indent.max(1), true),
            Value::Raw(text) => self.out.push_str(text),
            Value::List(items) => self.flow_list(items, indent),
            Value::Map(entries) => self.flow_map(entries, indent),
        }
    }

    /// Writes a text as a block scalar, by chance: more often if it has several lines. `false` where it does not.
    fn block_text(&mut self, text: &str, indent: usize) -> bool {
        let clean = plain(text);
        let fits = !clean.starts_with([' ', '\n']) && !clean.is_empty();
        let chance = if clean.contains('\n') { 1 } else { 12 };
        if !fits || self.random.below(4) > 2 || !self.one_in(chance) {
            return false;
        }
        let folded = !clean.contains("\n  ") && !clean.contains("\n#") && self.one_in(2);
        let chomp = ["", "-", "+"][self.random.below(3)];
        let chomp = if clean.ends_with('\n') || chomp != "+" { chomp } else { "-" };
        self.out.push(if folded { '>' } else { '|' });
        self.out.push_str(chomp);
        self.end_line();
        let inner = indent + self.step;
        let body = text.trim_end_matches('\n');
        let elements: Vec<&str> = body.split('\n').collect();
        for (at, line) in elements.iter().enumerate() {
            let lines = if folded { self.wrapped(line) } else { vec![(*line).to_owned()] };
            for line in lines.iter().filter(|line| !folded || !line.is_empty()) {
                if !line.is_empty() {
                    self.pad(inner);
                }
                self.out.push_str(line);
                self.out.push('\n');
            }
            // In a folded scalar a blank line stands for a line break.
            if folded && at + 1 < elements.len() {
                self.out.push('\n');
            }
        }
        true
    }

    /// A text broken at some of its single spaces.
    fn wrapped(&mut self, text: &str) -> Vec<String> {
        let mut lines = vec![String::new()];
        for (at, word) in text.split(' ').enumerate() {
            let last = lines.last_mut().unwrap();
            let starts_line = plain(word).starts_with(|c: char| c.is_alphanumeric());
            if at > 0 && starts_line && !last.ends_with(' ') && !plain(last).is_empty() && self.random.below(7) == 0 {
                lines.push(word.to_owned());
            } else {
                if at > 0 {
                    last.push(' ');
                }
                last.push_str(word);
            }
        }
        lines
    }

    fn text(&mut self, text: &str, indent: usize, flow: bool) {
        let clean = plain(text);
        // Of a plain text an anchor that no alias uses would be a word that is lost.
        let mut anchored = false;
        if clean == text && clean.len() > 3 && !clean.contains('\n') {
            if let Some(anchor) = self.anchors.get(text) {
                if self.random.below(3) > 0 {
                    let anchor = format!("*{anchor}");
                    self.out.push_str(&anchor);
                    return;
                }
            } else if self.one_in(9) {
                let name = format!("a{}", self.anchors.len());
                self.out.push_str(&format!("&{name} "));
                self.anchors.insert(text.to_owned(), name);
                anchored = true;
            }
        }
        let multi = !clean.contains("  ") && self.one_in(6);
        let lines = if multi && !clean.contains('\n') { self.wrapped(text) } else { vec![text.to_owned()] };
        let glue = format!("\n{}", " ".repeat(indent));
        match self.random.below(5) {
            0 | 1 if !anchored && is_plain(&clean, flow) => self.out.push_str(&lines.join(&glue)),
            2 if !clean.contains('\n') => {
                let body = lines.iter().map(|l| l.replace('\'', "''")).collect::<Vec<_>>().join(&glue);
                self.out.push_str(&format!("'{body}'"));
            }
            _ => {
                let body = lines.iter().map(|l| self.escaped(l)).collect::<Vec<_>>();
                // An escaped line break stands for nothing: the space between the words is written before it.
                let glue = if self.one_in(3) { format!(" \\{glue}") } else { glue };
                self.out.push_str(&format!("\"{}\"", body.join(&glue)));
            }
        }
    }

    fn escaped(&mut self, line: &str) -> String {
        let mut out = String::new();
        for c in line.chars() {
            let odd = !is_private(c) && c != ' ' && self.random.below(40) == 0;
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                c if odd && c.is_ascii() => out.push_str(&format!("\\x{:02x}", c as u32)),
                c if odd && (c as u32) < 0x1_0000 => out.push_str(&format!("\\u{:04X}", c as u32)),
                c if odd => out.push_str(&format!("\\U{:08x}", c as u32)),
                c => out.push(c),
            }
        }
        out
    }
}

fn quoted_key(key: &str, quote: char) -> String {
    // Marks stay around the key itself.
    let start: String = key.chars().take_while(|c| is_private(*c)).collect();
    let end: String = key.chars().rev().take_while(|c| is_private(*c)).collect();
    format!("{quote}{start}{}{end}{quote}", plain(key))
}

/// Whether a value may hold a comment, which would hide the rest of a line in a flow collection.
fn has_comment(value: &Value) -> bool {
    match value {
        Value::Text(_) => false,
        Value::Raw(text) => text.contains('#'),
        Value::List(items) => items.iter().any(has_comment),
        Value::Map(entries) => entries.iter().any(|(_, value)| has_comment(value)),
    }
}

/// Whether a collection is too large or too odd for one line.
fn is_long(value: &Value) -> bool {
    fn size(value: &Value) -> usize {
        match value {
            Value::Text(text) if text.contains('\n') => 1000,
            Value::Text(text) => text.len(),
            Value::Raw(_) => 1000,
            Value::List(items) => items.iter().map(size).sum(),
            Value::Map(entries) => entries.iter().map(|(k, v)| k.len() + size(v)).sum(),
        }
    }
    size(value) > 250
}

fn is_plain(text: &str, flow: bool) -> bool {
    let word = matches!(text, "" | "~" | "null" | "true" | "false");
    let number = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+'));
    let bad_start = text.starts_with([
        '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', ' ',
    ]);
    let bad = text.contains(": ") || text.contains(" #") || text.ends_with([':', ' ']) || text.contains(['\n', '\t']);
    let bad_flow = flow && text.contains([',', '[', ']', '{', '}', ':']);
    !(word || number || bad_start || bad || bad_flow)
}
