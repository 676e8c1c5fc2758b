//! What is being typed, and which findings wait until it is.
//!
//! A line is wrong most of the time while it is typed. So what is new and touches it, or the key whose value it begins,
//! waits: for a pause, or for an edit elsewhere. What goes goes at once, and what is new on other lines comes at once. Findings of other files that an
//! edit brings up wait with it. A file's name is judged later still: it agrees with the role's name only when that is
//! complete.
//!
//! A line that is not YAML yet can take findings of other lines with it. While it waits, those stay.

use std::hash::{BuildHasher, BuildHasherDefault};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use tower_lsp::gen_lsp_types as lsp;

use super::documents::{Document, Move};
use super::said::key;
use crate::lsp::proto::convert::line_column;
use crate::text::LineColumn;
use crate::workspace::FileId;

/// How long after the last edit a file's name is judged.
pub const NAME_DELAY: Duration = Duration::from_secs(2);

/// How far the pause after the last edit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pause {
    /// There is none yet.
    None,
    /// It is long enough for all findings but `file-name`.
    Short,
    /// It is long enough for every finding.
    Long,
}

/// The line that is being typed in a document.
#[derive(Debug)]
pub struct Typing {
    /// The document: its full path.
    pub file: String,
    /// The line, from 0.
    line: u32,
    /// The line with the key whose value the line begins.
    key_line: Option<u32>,
    /// When the last edit was made.
    pub last: Instant,
    /// How far the pause since then has come.
    pub pause: Pause,
    /// The file's name was found wrong before this line was begun.
    name_is_due: bool,
    /// Other files that the edits can have given findings, by the place of their workspace among the roots.
    touched: FxHashMap<usize, FxHashSet<FileId>>,
    /// The files with findings that wait, by full path, and what waits.
    pub waiting: Mutex<FxHashMap<String, Waits>>,
}

/// The line that edits of one change leave to be typed on; `None` if they are more than an author types in one go.
fn typed_line(moves: &[Move]) -> Option<u32> {
    let last = moves.last()?;
    let one_line =
        moves.iter().all(|m| m.new_end.line == last.new_end.line && (m.start.line == m.new_end.line || !m.has_text));
    one_line.then_some(last.new_end.line)
}

impl Typing {
    /// Notes the edits of a change of a document. Gives what is being typed now, and the files whose findings need not
    /// wait any longer.
    #[must_use]
    pub fn after(before: Option<Self>, file: &str, moves: &[Move]) -> (Option<Self>, Vec<String>) {
        let line = typed_line(moves);
        let mut name_is_due = false;
        let mut free = Vec::new();
        if let Some(mut typing) = before {
            let same = typing.file == file;
            let moved = moves.iter().fold(LineColumn { line: typing.line, column: 0 }, |at, m| m.place(at));
            if same && line == Some(moved.line) && moves.iter().all(|m| m.start.line == m.new_end.line) {
                typing.line = moved.line;
                typing.last = Instant::now();
                typing.pause = Pause::None;
                return (Some(typing), Vec::new());
            }
            let waiting = std::mem::take(typing.waiting.get_mut());
            name_is_due = same && (typing.name_is_due || waiting.get(file).is_some_and(|waits| waits.file_name));
            free = waiting.into_keys().collect();
        }
        let typing = line.map(|line| Self {
            file: file.to_owned(),
            line,
            key_line: None,
            last: Instant::now(),
            pause: Pause::None,
            name_is_due,
            touched: FxHashMap::default(),
            waiting: Mutex::default(),
        });
        (typing, free)
    }

    /// Looks in the document whether the line begins the value of a key above it: that is then being typed too.
    pub fn find_key(&mut self, document: &Document) {
        let above = document.line_above(self.line);
        let opens = |text: &str| {
            let text = text.trim_end().trim_end_matches(|c: char| matches!(c, '+' | '-') || c.is_ascii_digit());
            text.ends_with(':') || text.ends_with(": |") || text.ends_with(": >")
        };
        self.key_line = above.filter(|(_, text)| opens(text)).map(|(line, _)| line);
    }

    /// Notes the files of a workspace that an edit can have given findings.
    pub fn touch(&mut self, root: usize, files: &FxHashSet<FileId>) {
        if files.len() > 1 {
            self.touched.entry(root).or_default().extend(files);
        }
    }

    /// Forgets which other files are touched: they are read anew.
    pub fn forget_touched(&mut self) {
        self.touched.clear();
    }

    /// Whether new findings of another file wait.
    #[must_use]
    pub fn touches(&self, root: usize, file: FileId) -> bool {
        self.pause == Pause::None && self.touched.get(&root).is_some_and(|files| files.contains(&file))
    }

    /// The findings of the document that are shown now, of those that it has and those that were shown until now (at their
    /// present places); and whether some wait.
    #[must_use]
    pub fn shown(&self, found: Vec<lsp::Diagnostic>, before: &[lsp::Diagnostic]) -> (Vec<lsp::Diagnostic>, Waits) {
        let mut waits = Waits::default();
        let mut broken = false;
        let mut shown = Vec::with_capacity(found.len());
        let known = self.known(before);
        for item in found {
            if !self.is_early(&item) || known.holds(&item, self.is_here(&item)) {
                shown.push(item);
                continue;
            }
            broken |= is(&item, "syntax");
            waits.note(is(&item, "file-name"));
        }
        if broken {
            // What a finding says of other places does not move with the text, so that only the finding itself is compared.
            let short = |item: &lsp::Diagnostic| (about(item), item.range.start, item.range.end);
            let stands: FxHashSet<_> = shown.iter().map(short).collect();
            let gone = before.iter().filter(|old| !self.is_here(old) && !stands.contains(&short(old)));
            let gone: Vec<_> = gone.cloned().collect();
            shown.extend(gone);
        }
        (shown, waits)
    }

    /// Whether a finding has to wait if it is new.
    fn is_early(&self, item: &lsp::Diagnostic) -> bool {
        if is(item, "file-name") {
            return self.pause < Pause::Long && !self.name_is_due;
        }
        self.pause == Pause::None && self.is_here(item)
    }

    /// Whether lines (from 0) take in the one that is being typed.
    #[must_use]
    pub fn is_in(&self, lines: &std::ops::RangeInclusive<u32>) -> bool {
        lines.contains(&self.line)
    }

    /// Whether a finding touches the line.
    fn is_here(&self, item: &lsp::Diagnostic) -> bool {
        let lines = item.range.start.line..=item.range.end.line;
        lines.contains(&self.line) || self.key_line.is_some_and(|line| lines.contains(&line))
    }

    /// The findings that were shown before, to look others up in them.
    fn known(&self, before: &[lsp::Diagnostic]) -> Known {
        let here = before.iter().filter(|old| self.is_here(old));
        Known {
            here: here.map(about).collect(),
            starts: before.iter().map(|old| (about(old), old.range.start)).collect(),
        }
    }
}

/// Findings in short.
struct Known {
    /// What those in the line say.
    here: FxHashSet<u64>,
    /// What each says, and where it starts.
    starts: FxHashSet<(u64, lsp::Position)>,
}

impl Known {
    /// Whether a finding is among them: it says the same at the same place, or in the line where both stand.
    fn holds(&self, item: &lsp::Diagnostic, here: bool) -> bool {
        let about = about(item);
        here && self.here.contains(&about) || self.starts.contains(&(about, item.range.start))
    }
}

/// What a finding says, wherever it stands.
fn about(item: &lsp::Diagnostic) -> u64 {
    let code = match &item.code {
        Some(lsp::Code::String(code)) => code.as_str(),
        _ => "",
    };
    let message = match &item.message {
        lsp::Message::String(message) => message.as_str(),
        lsp::Message::MarkupContent(message) => message.value.as_str(),
    };
    BuildHasherDefault::<FxHasher>::default().hash_one((code, message))
}

/// What waits of a file's findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// Anything at all.
    pub any: bool,
    /// `file-name`.
    pub file_name: bool,
}

impl Waits {
    fn note(&mut self, file_name: bool) {
        self.any = true;
        self.file_name |= file_name;
    }
}

fn is(item: &lsp::Diagnostic, code: &str) -> bool {
    matches!(&item.code, Some(lsp::Code::String(own)) if own == code)
}

/// Moves findings with the edits of their document.
pub fn follow(items: &mut [lsp::Diagnostic], moves: &[Move]) {
    for item in items {
        for end in [&mut item.range.start, &mut item.range.end] {
            let place = moves.iter().fold(line_column(*end), |at, m| m.place(at));
            *end = lsp::Position { line: place.line, character: place.column };
        }
    }
}

/// The findings of a file that were said before.
#[must_use]
pub fn said_before(found: Vec<lsp::Diagnostic>, keys: &[u64]) -> (Vec<lsp::Diagnostic>, Waits) {
    let all = found.len();
    let shown: Vec<_> = found.into_iter().filter(|item| keys.contains(&key(item))).collect();
    let any = shown.len() < all;
    (shown, Waits { any, file_name: false })
}
