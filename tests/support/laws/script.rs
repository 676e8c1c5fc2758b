//! Bytes as a small workspace and what happens in it.
//!
//! A line that begins with `#` and a mark says what follows: `#- PATH` a file with the lines after it, in place of the
//! one in [`WORLD`] or of what was said of it before; `#x PATH` that it goes; `#~ PATH FROM COUNT` that the lines after it,
//! without the last line break, take the place of characters; `#! NAME` is a name to use. What comes first is a file too.

use crate::fixture::{Files, parse};

/// The workspace that is there already.
const WORLD: &str = include_str!("world.txt");

/// What happens to a file.
#[derive(Clone, Debug)]
pub struct Step {
    pub path: String,
    /// `None`: it goes.
    pub text: Option<String>,
}

/// What bytes say.
#[derive(Debug)]
pub struct Script {
    /// The workspace in the beginning.
    pub files: Files,
    /// The paths of the files that were said something about, each once.
    pub about: Vec<String>,
    /// What is said of a file for the second time.
    pub steps: Vec<Step>,
    pub names: Vec<String>,
}

/// Reads bytes; what comes first is the file `first`. `None` where there are too many of them.
pub fn read(data: &[u8], first: &str) -> Option<Script> {
    if data.len() > super::LARGEST {
        return None;
    }
    let mut script = Script { files: parse(WORLD).0, about: Vec::new(), steps: Vec::new(), names: Vec::new() };
    let text = String::from_utf8_lossy(data);
    let (mut head, mut body) = (format!("#- {first}"), String::new());
    for line in text.split_inclusive('\n') {
        if matches!(line.as_bytes(), [b'#', b'-' | b'x' | b'~' | b'!', b' ', ..]) {
            script.say(&head, std::mem::take(&mut body));
            head = line.trim_end().to_owned();
        } else {
            body.push_str(line);
        }
    }
    script.say(&head, body);
    Some(script)
}

impl Script {
    fn say(&mut self, head: &str, body: String) {
        let (mark, rest) = head.split_at(2);
        let rest = rest.trim_start();
        if mark == "#!" {
            self.names.push(rest.to_owned());
            return;
        }
        let mut words = rest.split(' ');
        let path = words.next().unwrap_or_default().to_owned();
        let is_first = !self.about.contains(&path);
        // Where nothing stands before the first heading there is no empty file.
        if path.is_empty() || is_first && mark == "#-" && body.is_empty() {
            return;
        }
        let now = self.steps.iter().rev().find(|step| step.path == path).map(|step| step.text.as_ref());
        let text = match mark {
            "#x" => None,
            "#~" => {
                let old = now.unwrap_or_else(|| self.files.0.get(&path)).map_or("", String::as_str);
                let mut number = || words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
                let (from, count): (usize, usize) = (number(), number());
                let new = body.strip_suffix('\n').unwrap_or(&body);
                let (before, after) = (old.chars().take(from), old.chars().skip(from.saturating_add(count)));
                Some(before.chain(new.chars()).chain(after).collect())
            }
            _ => Some(body),
        };
        match text {
            Some(text) if is_first && self.steps.is_empty() && mark == "#-" => {
                self.files.0.insert(path.clone(), text);
            }
            text => self.steps.push(Step { path: path.clone(), text }),
        }
        if is_first {
            self.about.push(path);
        }
    }

    /// The files as they are in the end.
    pub fn end(&self) -> Files {
        let mut files = self.files.clone();
        for Step { path, text } in self.steps.clone() {
            match text {
                Some(text) => files.0.insert(path, text),
                None => files.0.remove(&path),
            };
        }
        files
    }
}
