//! A typist: types a text key by key into an editor with the stock settings of Visual Studio Code, as far as they
//! concern lists of completions: when one is asked for, how it is filtered, which item is selected, what Enter takes,
//! which brackets close themselves. The editor's own indentation is switched off.

use sidestep::ide::Analysis;
use sidestep::ide::completion::{Asked, Completion, CompletionOptions, completions, triggers};
use sidestep::workspace::{Change, LiveWorkspace};

use crate::fixture::Files;

/// How an editor is set up, and how quick the answers come.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// Enter takes an item only if that changes the text.
    pub smart: bool,
    /// The editor says that it keeps lists ([`CompletionOptions::keeps`]).
    pub keeps: bool,
    /// It goes on filtering a list while it waits for the next answer.
    pub filters: bool,
    /// How many keys are typed before an answer is there.
    pub late: usize,
}

/// An answer, and where it was asked for.
struct List {
    items: Vec<Completion>,
    incomplete: bool,
    asked_at: usize,
}

/// Somebody who types into a file of a workspace.
pub struct Typist {
    files: Files,
    workspace: LiveWorkspace,
    path: String,
    setup: Setup,
    /// The text so far.
    pub text: String,
    /// The cursor (byte offset in the text).
    pub cursor: usize,
    /// Brackets and quotes that the editor closed and that stand behind the cursor.
    closed: Vec<char>,
    shown: Option<List>,
    focus: Option<Completion>,
    /// An answer on its way, and the number of keys until it is there.
    pending: Option<(usize, List)>,
    /// What Enter or Tab took instead of what was typed.
    pub taken: Vec<String>,
}

impl Typist {
    pub fn new(mut files: Files, path: &str, text: &str, setup: Setup) -> Self {
        files.0.insert(path.to_owned(), text.to_owned());
        let workspace = files.workspace().live();
        Self {
            workspace,
            files,
            path: path.to_owned(),
            setup,
            text: text.to_owned(),
            cursor: text.len(),
            closed: Vec::new(),
            shown: None,
            focus: None,
            pending: None,
            taken: Vec::new(),
        }
    }

    /// The labels of the list that is shown.
    pub fn list(&self) -> Vec<&str> {
        self.shown.iter().flat_map(|list| &list.items).filter(|i| self.fits(i)).map(|i| i.label.as_str()).collect()
    }

    /// Types a text.
    pub fn types(&mut self, text: &str) {
        text.replace("\r\n", "\r").chars().for_each(|key| self.key(key));
    }

    /// Puts a text in at once: nothing is asked for.
    pub fn pastes(&mut self, text: &str) {
        self.close();
        self.insert(text);
    }

    fn insert(&mut self, text: &str) {
        self.text.insert_str(self.cursor, text);
        self.cursor += text.len();
    }

    fn close(&mut self) {
        self.shown = None;
        self.focus = None;
        self.pending = None;
    }

    fn key(&mut self, key: char) {
        if matches!(key, '\n' | '\r') {
            if let Some(item) = self.focus.clone().filter(|item| !self.setup.smart || self.makes_a_change(item)) {
                self.take(&item);
            } else {
                self.insert(if key == '\r' { "\r\n" } else { "\n" });
            }
            self.close();
            return;
        }
        self.character(key);
        if let Some((left, list)) = self.pending.take() {
            if left <= 1 { self.arrives(list) } else { self.pending = Some((left - 1, list)) }
        }
        let on_word = self.word() > 0;
        if self.setup.keeps && self.begins_number(key) {
            self.close();
            return;
        }
        // What the extension for Visual Studio Code asks by itself.
        let before = self.text[..self.cursor - key.len_utf8()].chars().next_back();
        let begins = self.setup.keeps && key == ' ' && before.is_some_and(|c| ":-,[{".contains(c));
        let is_open_end = self.shown.as_ref().is_some_and(|list| list.incomplete);
        let asks = begins && self.shown.is_none();
        if asks || triggers(self.setup.keeps).contains(&key) || is_open_end && on_word {
            self.ask(Asked::Character);
            if self.setup.filters && self.setup.late > 0 {
                self.filter();
            }
        } else if self.shown.is_some() {
            self.filter();
        } else if on_word && self.pending.is_none() && self.word_may_ask() {
            self.ask(Asked::Letter);
        }
    }

    /// Types a character; brackets and quotes close themselves.
    fn character(&mut self, key: char) {
        let next = self.text[self.cursor..].chars().next();
        if self.closed.last() == Some(&key) && next == Some(key) {
            self.closed.pop();
            self.cursor += key.len_utf8();
            return;
        }
        let before = self.text[..self.cursor].chars().next_back();
        self.insert(key.encode_utf8(&mut [0; 4]));
        let closes = match key {
            '[' => ']',
            '{' => '}',
            '(' => ')',
            '"' | '\'' if !before.is_some_and(|c| c.is_alphanumeric() || c == key) => key,
            _ => return,
        };
        if next.is_none_or(|c| c.is_whitespace() || ";:.,=}])>".contains(c)) {
            self.text.insert(self.cursor, closes);
            self.closed.push(closes);
        }
    }

    /// How many characters of a word stand before the cursor.
    fn word(&self) -> usize {
        let before = self.text[..self.cursor].chars().rev();
        before.take_while(|c| !c.is_whitespace() && !"`~!@#%^&*()-=+[{]}\\|;:'\",.<>/?".contains(*c)).count()
    }

    /// Whether a number begins behind a word of a value: the editor goes on showing the list then without filtering it, and
    /// the extension closes it.
    fn begins_number(&self, key: char) -> bool {
        let before = self.text[..self.cursor].strip_suffix(key).unwrap_or_default();
        let value = before.trim_end_matches(' ').ends_with([':', '-', ',', '[', '{']) && before.ends_with(' ');
        key.is_ascii_digit() && before.ends_with(|c: char| !c.is_alphanumeric() && c != '_') && !value
    }

    /// Whether typing in a word asks by itself: at its end, or behind its first letter; not in a number.
    fn word_may_ask(&self) -> bool {
        let word: String = {
            let mut letters: Vec<char> = self.text[..self.cursor].chars().rev().take(self.word()).collect();
            letters.reverse();
            letters.into_iter().collect()
        };
        let at_end = !self.text[self.cursor..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        word.parse::<f64>().is_err() && (at_end || self.word() == 1)
    }

    /// Asks the server, which sees the text as it is now.
    fn ask(&mut self, asked: Asked) {
        self.files.0.insert(self.path.clone(), self.text.clone());
        let change = Change::Set { path: self.path.clone(), text: self.text.clone() };
        let _ = self.workspace.apply(vec![change], &self.files);
        let view = Analysis { workspace: &self.workspace, sources: &self.files };
        let options = CompletionOptions {
            snippets: true,
            asked,
            keeps: self.setup.keeps,
            filters: self.setup.filters,
            today: Some(jiff::civil::date(2026, 11, 24)),
        };
        let answer = completions(&view.file(&self.path).unwrap(), self.cursor as u32, &options);
        let list = List { items: answer.items, incomplete: answer.incomplete, asked_at: self.cursor };
        if self.setup.late == 0 { self.arrives(list) } else { self.pending = Some((self.setup.late, list)) }
    }

    /// An answer comes: one for a shorter word leads to another question.
    fn arrives(&mut self, list: List) {
        let moved = self.cursor > list.asked_at;
        let asks = moved && list.incomplete && self.word() > 0;
        self.shown = (!list.items.is_empty()).then_some(list);
        self.filter();
        if asks && self.shown.is_some() {
            self.ask(Asked::Character);
        }
    }

    /// What is typed where an item goes.
    fn typed(&self, item: &Completion) -> &str {
        self.text.get(item.replace.start as usize..self.cursor).unwrap_or_default()
    }

    fn fits(&self, item: &Completion) -> bool {
        let lower = |text: &str| text.to_lowercase().chars().collect::<Vec<char>>();
        let (typed, filter) = (lower(self.typed(item).trim_start_matches([' ', '\t'])), lower(&item.filter));
        // The first letter begins a word, the others follow.
        let written: Vec<char> = item.filter.chars().collect();
        let begins = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| written.get(before));
            let humps = |before: &char| before.is_lowercase() && written.get(at).is_some_and(|c| c.is_uppercase());
            before.is_none_or(|before| !before.is_alphanumeric() || humps(before))
        };
        let holds = |typed: &[char]| {
            let Some((first, others)) = typed.split_first() else { return true };
            let starts =
                (0..filter.len()).filter(|at| filter[*at] == *first && (begins(*at) || !first.is_alphanumeric()));
            starts.into_iter().any(|start| {
                let mut letters = filter[start + 1..].iter();
                others.iter().all(|c| letters.any(|f| f == c))
            })
        };
        // Two neighbours may have changed places.
        let swapped = (1..typed.len().saturating_sub(1)).any(|at| {
            let mut other = typed.clone();
            other.swap(at, at + 1);
            typed.len() > 2 && holds(&other)
        });
        holds(&typed) || swapped
    }

    /// Filters the list; the best item is selected.
    fn filter(&mut self) {
        let Some(list) = &self.shown else {
            self.focus = None;
            return;
        };
        let rank = |item: &Completion| {
            let (typed, filter) = (self.typed(item).trim_start().to_lowercase(), item.filter.to_lowercase());
            (typed != filter, !filter.starts_with(&typed), item.sort.clone())
        };
        self.focus = list.items.iter().filter(|item| self.fits(item)).min_by_key(|item| rank(item)).cloned();
        if self.focus.is_none() {
            self.shown = None;
        }
    }

    fn makes_a_change(&self, item: &Completion) -> bool {
        item.snippet || !item.extra.is_empty() || self.typed(item) != item.text
    }

    fn take(&mut self, item: &Completion) {
        let asked_at = self.shown.as_ref().map_or(self.cursor, |list| list.asked_at);
        let end = item.replace.end as usize + self.cursor - asked_at;
        self.text.replace_range(item.replace.start as usize..end, &item.text);
        self.cursor = item.replace.start as usize + item.text.len();
        self.taken.push(item.label.clone());
    }
}
