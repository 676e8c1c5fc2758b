//! [`Patterns`]: the lines of a `.gitignore` or of a file like it, as git reads and matches them.
//!
//! What they take is what they are long: lines without wildcards are looked up, those with are tried one after the other,
//! each in a few steps for each letter of a path.

use std::borrow::Cow;
use std::path::{MAIN_SEPARATOR, Path};

use rustc_hash::FxHashMap;

/// The patterns of a file, which count from the folder that it is about.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    /// The folder: bytes of its path, without a separator at its end.
    folder: Vec<u8>,
    /// Names without wildcards, which match at any depth.
    names: FxHashMap<Box<[u8]>, Plain>,
    /// Paths from the folder without wildcards.
    paths: FxHashMap<Box<[u8]>, Plain>,
    wild: Vec<Wild>,
}

/// Where a line stands in its file, and what it says of what it matches: whether that is ignored.
type Says = (u32, bool);

/// The last line with a name or a path for files, and for folders.
#[derive(Clone, Copy, Debug, Default)]
struct Plain {
    file: Option<Says>,
    folder: Option<Says>,
}

/// A line with wildcards.
#[derive(Debug)]
struct Wild {
    says: Says,
    only_folders: bool,
    /// It matches names, at any depth; else paths from the folder.
    of_names: bool,
    parts: Box<[Part]>,
}

/// A part of a pattern.
#[derive(Debug)]
enum Part {
    /// This byte.
    Byte(u8),
    /// A byte but `/`.
    Any,
    /// One of some bytes (bits), but `/`.
    Set(Box<[u64; 4]>),
    /// Bytes but `/`, or none.
    Star,
    /// `**/`: folders, each with its `/`, or none.
    Folders,
    /// `**` at the end: anything.
    Rest,
}

impl Patterns {
    /// Those in `bytes`, without those behind the first `most` with wildcards; tells whether there are any. A line that is
    /// no pattern is passed over.
    pub fn read(folder: &Path, bytes: &[u8], most: usize) -> (Self, bool) {
        let folder = slashed(folder.as_os_str().as_encoded_bytes()).into_owned();
        let mut read = Self { folder, ..Self::default() };
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        for (number, line) in (0..).zip(text.split(|byte| *byte == b'\n')) {
            if !read.line(number, line, most) {
                return (read, true);
            }
        }
        (read, false)
    }

    /// How many lines have wildcards.
    pub fn wild(&self) -> usize {
        self.wild.len()
    }

    /// Adds a line; `false` if there are `most` with wildcards already.
    fn line(&mut self, number: u32, line: &[u8], most: usize) -> bool {
        let line = trimmed(line.strip_suffix(b"\r").unwrap_or(line));
        if line.starts_with(b"#") {
            return true;
        }
        let (line, ignores) = line.strip_prefix(b"!").map_or((line, true), |line| (line, false));
        let (line, only_folders) = line.strip_suffix(b"/").map_or((line, false), |line| (line, true));
        let of_names = !line.contains(&b'/');
        let line = line.strip_prefix(b"/").unwrap_or(line);
        if line.is_empty() {
            return true;
        }
        let says = (number, ignores);
        if !line.iter().any(|byte| matches!(byte, b'*' | b'?' | b'[' | b'\\')) {
            let known = if of_names { &mut self.names } else { &mut self.paths };
            let plain = known.entry(line.into()).or_default();
            plain.folder = Some(says);
            if !only_folders {
                plain.file = Some(says);
            }
        } else if let Some(parts) = parts(line) {
            if self.wild.len() == most {
                return false;
            }
            self.wild.push(Wild { says, only_folders, of_names, parts });
        }
        true
    }

    /// Whether a file or folder is ignored, as the last line that matches says; `None` if none does.
    pub fn matched(&self, path: &Path, is_folder: bool) -> Option<bool> {
        let full = slashed(path.as_os_str().as_encoded_bytes());
        let inside = full.strip_prefix(&*self.folder).and_then(|rest| rest.strip_prefix(b"/"));
        let path = inside.unwrap_or(&full);
        let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or(path);
        let plain = |known: &FxHashMap<Box<[u8]>, Plain>, key: &[u8]| {
            let plain = known.get(key)?;
            if is_folder { plain.folder } else { plain.file }
        };
        let known = plain(&self.names, name).max(plain(&self.paths, path));
        let later = self.wild.iter().rev().take_while(|wild| known.is_none_or(|(number, _)| wild.says.0 > number));
        let found = later
            .filter(|wild| is_folder || !wild.only_folders)
            .find(|wild| matches(&wild.parts, if wild.of_names { name } else { path }));
        found.map(|wild| wild.says).or(known).map(|(_, ignores)| ignores)
    }
}

/// A path with `/`.
fn slashed(path: &[u8]) -> Cow<'_, [u8]> {
    if MAIN_SEPARATOR == '/' {
        return path.into();
    }
    path.iter().map(|byte| if *byte == MAIN_SEPARATOR as u8 { b'/' } else { *byte }).collect::<Vec<u8>>().into()
}

/// A line without the spaces at its end, unless a backslash says that they belong to it.
fn trimmed(line: &[u8]) -> &[u8] {
    let (mut end, mut at) = (0, 0);
    while let Some(byte) = line.get(at) {
        at += if *byte == b'\\' { 2 } else { 1 };
        if *byte != b' ' {
            end = at;
        }
    }
    &line[..end.min(line.len())]
}

/// The parts of a pattern; `None` if it matches nothing.
fn parts(pattern: &[u8]) -> Option<Box<[Part]>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(byte) = pattern.get(at) {
        let rest = &pattern[at + 1..];
        at += 1;
        match byte {
            b'\\' => {
                parts.push(Part::Byte(*rest.first()?));
                at += 1;
            }
            b'?' => parts.push(Part::Any),
            b'*' => {
                let more = rest.iter().take_while(|byte| **byte == b'*').count();
                let (before, behind) = (pattern[..at - 1].last(), &rest[more..]);
                at += more;
                // Two stars say more where nothing else stands between the slashes.
                let whole = more == 1 && before.is_none_or(|byte| *byte == b'/');
                match behind.first() {
                    None if whole => parts.push(Part::Rest),
                    Some(b'/') if whole => {
                        parts.push(Part::Folders);
                        at += 1;
                    }
                    _ => parts.push(Part::Star),
                }
            }
            b'[' => {
                let (set, length) = set(rest)?;
                parts.push(Part::Set(set));
                at += length;
            }
            byte => parts.push(Part::Byte(*byte)),
        }
    }
    Some(parts.into())
}

/// The set behind a `[`, and its length with the `]`; `None` where it does not end, or is none.
fn set(text: &[u8]) -> Option<(Box<[u64; 4]>, usize)> {
    let mut set = Box::new([0_u64; 4]);
    let mut add = |from: u8, to: u8| (from..=to).for_each(|byte| set[usize::from(byte >> 6)] |= 1 << (byte & 63));
    let is_negated = matches!(text.first()?, b'!' | b'^');
    let start = usize::from(is_negated);
    let (mut at, mut before) = (start, None);
    loop {
        let byte = *text.get(at)?;
        if byte == b']' && at > start {
            break;
        }
        let next = text.get(at + 1).copied();
        at += 1;
        let last = match (byte, before) {
            (b'-', Some(from)) if next.is_some_and(|next| next != b']') => {
                let is_escaped = next == Some(b'\\');
                let to = if is_escaped { *text.get(at + 1)? } else { next? };
                at += if is_escaped { 2 } else { 1 };
                add(from, to);
                None
            }
            (b'\\', _) => {
                add(next?, next?);
                at += 1;
                next
            }
            (b'[', _) if next == Some(b':') => {
                let length = text[at + 1..].iter().position(|byte| *byte == b']')?;
                match text[at + 1..at + 1 + length].strip_suffix(b":") {
                    Some(class) => {
                        let is_in = class_of(class)?;
                        (0..=u8::MAX).filter(is_in).for_each(|byte| add(byte, byte));
                        at += length + 2;
                        None
                    }
                    None => {
                        add(byte, byte);
                        Some(byte)
                    }
                }
            }
            (byte, _) => {
                add(byte, byte);
                Some(byte)
            }
        };
        before = last;
    }
    if is_negated {
        set.iter_mut().for_each(|bits| *bits = !*bits);
    }
    set[usize::from(b'/' >> 6)] &= !(1 << (b'/' & 63));
    Some((set, at + 1))
}

/// The bytes of a class such as `[:alpha:]`.
fn class_of(name: &[u8]) -> Option<fn(&u8) -> bool> {
    Some(match name {
        b"alnum" => u8::is_ascii_alphanumeric,
        b"alpha" => u8::is_ascii_alphabetic,
        b"blank" => |byte| matches!(byte, b' ' | b'\t'),
        b"cntrl" => u8::is_ascii_control,
        b"digit" => u8::is_ascii_digit,
        b"graph" => u8::is_ascii_graphic,
        b"lower" => u8::is_ascii_lowercase,
        b"print" => |byte| byte.is_ascii_graphic() || *byte == b' ',
        b"punct" => u8::is_ascii_punctuation,
        b"space" => |byte| byte.is_ascii_whitespace() || *byte == b'\x0b',
        b"upper" => u8::is_ascii_uppercase,
        b"xdigit" => u8::is_ascii_hexdigit,
        _ => return None,
    })
}

impl Part {
    /// Whether it can stand for a byte.
    fn takes(&self, byte: u8) -> bool {
        match self {
            Self::Byte(own) => *own == byte,
            Self::Any => byte != b'/',
            Self::Set(set) => set[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1,
            Self::Star | Self::Folders | Self::Rest => false,
        }
    }
}

/// Whether a pattern matches all of a text. A star begins with as little as it can; of several the last takes more, which is
/// enough: what is before it cannot do better. Past a `/` it takes nothing, and then `**/` takes one more folder.
fn matches(parts: &[Part], text: &[u8]) -> bool {
    let (mut part, mut at) = (0, 0);
    let (mut star, mut folders) = (None::<(usize, usize)>, None::<(usize, usize)>);
    loop {
        match (parts.get(part), text.get(at)) {
            (Some(Part::Rest), _) | (None, None) => return true,
            (Some(Part::Star), _) => {
                part += 1;
                star = Some((part, at));
                continue;
            }
            (Some(Part::Folders), _) => {
                part += 1;
                (star, folders) = (None, Some((part, at)));
                continue;
            }
            (Some(one), Some(byte)) if one.takes(*byte) => {
                (part, at) = (part + 1, at + 1);
                continue;
            }
            _ => {}
        }
        if let Some((behind, from)) = star.filter(|(_, from)| text.get(*from).is_some_and(|byte| *byte != b'/')) {
            (part, at) = (behind, from + 1);
            star = Some((part, at));
        } else if let Some((behind, from)) = folders
            && let Some(slash) = text[from..].iter().position(|byte| *byte == b'/')
        {
            (part, at) = (behind, from + slash + 1);
            (star, folders) = (None, Some((part, at)));
        } else {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(lines: &str, path: &str) -> Option<bool> {
        let (patterns, more) = Patterns::read(Path::new("/top"), lines.as_bytes(), 1_000);
        assert!(!more);
        let (path, is_folder) = path.strip_suffix('/').map_or((path, false), |path| (path, true));
        patterns.matched(&Path::new("/top").join(path), is_folder)
    }

    /// Lines, paths that they ignore (folders end with `/`), and paths that they do not.
    const LINES: [(&str, &[&str], &[&str]); 30] = [
        ("a", &["a", "x/a", "a/"], &["b", "ab"]),
        ("a/", &["a/", "x/a/"], &["a"]),
        ("/a", &["a"], &["x/a"]),
        ("x/a", &["x/a"], &["y/x/a", "a"]),
        ("*.log", &["a.log", "x/.log"], &["a.logs"]),
        ("a*b*c", &["abc", "x/aXbXbc"], &["ab", "abcd"]),
        ("x/*.y", &["x/a.y"], &["x/a/b.y", "a.y"]),
        ("*/a", &["x/a"], &["a", "x/y/a"]),
        ("**/a", &["a", "x/a", "x/y/a"], &["ba"]),
        ("x/**/a", &["x/a", "x/y/a", "x/y/z/a"], &["x", "xa"]),
        ("x/**", &["x/a", "x/a/b"], &["x/", "y"]),
        ("**/x/*b/**/c*d", &["q/x/ab/cd", "x/b/y/z/c1d"], &["x/y/b/cd", "x/ab/c"]),
        ("x**y", &["xy", "xay", "q/xay"], &["x/y"]),
        ("q/x**y", &["q/xay"], &["q/x/y"]),
        ("a?c", &["abc"], &["ac", "a/c"]),
        ("[a-c]1", &["a1", "c1"], &["d1"]),
        ("[!a-c]1", &["d1"], &["a1"]),
        ("[]x]1", &["]1", "x1"], &["y1"]),
        ("[a\\]]1", &["]1"], &["b1"]),
        ("[[:digit:]_]x", &["1x", "_x"], &["ax"]),
        ("[[:nope:]]x", &[], &["1x", "[[:nope:]]x"]),
        ("[ab", &[], &["[ab", "a"]),
        ("x[/]y", &[], &["x/y"]),
        ("\\!a\n\\#b", &["!a", "#b"], &["a", "b"]),
        ("# a", &[], &["# a", "a"]),
        ("a  \r\nb\\ ", &["a", "b "], &["b", "a "]),
        ("a\\", &[], &["a", "a\\"]),
        ("*\n!a\n!x/", &["b", "x"], &["a", "x/"]),
        ("!a\na\n!*.b\na.b/", &["a", "a.b/"], &["a.b"]),
        ("\n/\n!\n/a/b/\n", &["a/b/"], &["a/b", "a"]),
    ];

    #[test]
    fn lines_are_those_of_git() {
        for (lines, ignored, others) in LINES {
            for path in ignored {
                assert_eq!(says(lines, path), Some(true), "{lines:?} {path}");
            }
            for path in others {
                assert_ne!(says(lines, path), Some(true), "{lines:?} {path}");
            }
        }
    }

    /// What git itself says of the same lines.
    #[cfg(unix)]
    #[test]
    fn git_agrees() {
        let top = tempfile::tempdir().unwrap();
        let git = |folder: &Path, arguments: &[&str]| {
            let mut git = std::process::Command::new("git");
            git.args(arguments)
                .current_dir(folder)
                .env("GIT_CONFIG_GLOBAL", "")
                .env("GIT_CONFIG_NOSYSTEM", "1")
                .output()
        };
        if !git(top.path(), &["init", "-q"]).is_ok_and(|output| output.status.success()) {
            println!("skipped: no git here");
            return;
        }
        for (number, (lines, ignored, others)) in LINES.iter().enumerate() {
            for (at, path) in ignored.iter().chain(*others).enumerate() {
                let folder = top.path().join(format!("{number}-{at}"));
                std::fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
                if path.ends_with('/') {
                    std::fs::create_dir_all(folder.join(path)).unwrap();
                } else {
                    std::fs::write(folder.join(path), "").unwrap();
                }
                std::fs::write(folder.join(".gitignore"), lines).unwrap();
                let asked = path.trim_end_matches('/');
                let said = git(&folder, &["check-ignore", "-v", "--no-index", "--", asked]).unwrap();
                let said = String::from_utf8(said.stdout).unwrap();
                // FILE:LINE:PATTERN and the path.
                let line = said.rsplit_once('\t').and_then(|(line, _)| line.splitn(3, ':').nth(2));
                let is_ignored = line.map(|line| !line.starts_with('!'));
                assert_eq!(says(lines, path), is_ignored, "{lines:?} {path} {said:?}");
            }
        }
    }

    #[test]
    fn lines_with_wildcards_are_counted() {
        let lines = "a\n*1\nb\n*2\nc\n*3\nd\n";
        let (patterns, more) = Patterns::read(Path::new("/top"), lines.as_bytes(), 2);
        assert!(more && patterns.wild() == 2);
        let is_ignored = |path: &str| patterns.matched(Path::new(path), false) == Some(true);
        assert!(["/top/a", "/top/x2", "/top/c"].into_iter().all(is_ignored));
        assert!(!is_ignored("/top/x3") && !is_ignored("/top/d"));
        assert!(!Patterns::read(Path::new("/top"), lines.as_bytes(), 3).1);
    }

    /// With each star tried at each place for each of those before it, none of these would end.
    #[test]
    fn stars_do_not_multiply() {
        let stars = format!("{}b", "*a".repeat(200));
        assert_eq!(says(&stars, &"a".repeat(250)), None);
        assert_eq!(says(&format!("{}x", "**/*a*/".repeat(60)), &"aa/".repeat(100)), None);
        assert_eq!(says(&format!("**/{stars}"), &format!("{}c", "aaaa/".repeat(60))), None);
    }
}
