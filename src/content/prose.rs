//! Prose: mentions (`[[Role Name]]`) and paragraphs.

use std::ops::Range;

use memchr::{memchr_iter, memmem};

use super::KindId;
use super::prose_faults::is_escaped;
use super::white_space::trim_range;
use super::words::count_and_hash;

/// `[[…]]` in prose: bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The name, without white space around it.
    pub name: Range<usize>,
    /// The kind before the `:`, if the mention has one.
    pub kind: Option<Range<usize>>,
    /// What is shown instead of the name, if the mention says.
    pub shown: Option<Range<usize>>,
    /// All of it, brackets included.
    pub whole: Range<usize>,
    /// It is text unless the name is known (content model, section 3).
    pub doubtful: bool,
}

/// What brackets in a file may hold (collections.md, section 3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MentionForm {
    /// As in Markdown: `[[X#heading]]` names X, `![[X]]` shows it, and other files may be named by their extension.
    pub wiki: bool,
    /// The kind of what mentions without one name. Pages may have the extension of their files.
    pub bare: KindId,
}

/// The mentions in `text`. `is_kind` says whether a word before a `:` is a kind of this workspace; if not, it is part
/// of the name. Mentions inside `code` (byte ranges, sorted) do not count.
pub fn mentions(text: &str, code: &[Range<usize>], form: MentionForm, is_kind: impl Fn(&str) -> bool) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    let finder = memmem::Finder::new(b"[[");
    while let Some(start) = finder.find(&text.as_bytes()[at..]).map(|i| at + i) {
        let inner = start + 2;
        let Some(stop) = text[inner..].find(['[', ']']).map(|i| inner + i) else { break };
        at = stop;
        if !text[stop..].starts_with("]]") || has_blank_line(&text[inner..stop]) {
            if text[stop..].starts_with('[') && stop == inner {
                at = start + 1;
            }
            continue;
        }
        at = stop + 2;
        if is_escaped(text.as_bytes(), start) || form.wiki && text[..start].ends_with('!') {
            continue;
        }
        let before = code.partition_point(|c| c.start <= start);
        if before.checked_sub(1).is_some_and(|i| start < code[i].end) {
            continue;
        }
        let bar = text[inner..stop].find('|').map(|i| inner + i);
        // In a table the bar is escaped.
        let end = bar.map_or(stop, |bar| if text[inner..bar].ends_with('\\') { bar - 1 } else { bar });
        let target = trim_range(text, inner..end);
        let kind = text[target.clone()].find(':').map(|i| trim_range(text, target.start..target.start + i));
        let kind = kind.filter(|k| is_kind(&text[k.clone()]));
        let name = match &kind {
            Some(kind) => {
                let colon = kind.end + text[kind.end..].find(':').unwrap_or(0) + 1;
                trim_range(text, colon..target.end)
            }
            None => target,
        };
        let name = if form.wiki { named_page(text, name, !form.bare.is_role()) } else { name };
        if name.is_empty() {
            continue;
        }
        let shown = bar.map(|b| trim_range(text, b + 1..stop));
        let doubtful = is_doubtful(text, start, &name, stop + 2) || form.wiki && is_other_file(&text[name.clone()]);
        found.push(Mention { name, kind, shown, whole: start..stop + 2, doubtful });
    }
    found
}

/// A name without the heading behind it, and of a page without the extension of its file.
fn named_page(text: &str, name: Range<usize>, pages: bool) -> Range<usize> {
    let written = &text[name.clone()];
    // `C# and F#` are names.
    let heads = |at: &usize| {
        let behind = written[at + 1..].chars().next();
        behind.is_some_and(|c| !c.is_whitespace() && !matches!(c, '#' | '/' | ',' | '.' | '-' | '+'))
    };
    let heading = written.match_indices('#').map(|(at, _)| at).find(heads);
    let name = trim_range(text, name.start..name.start + heading.unwrap_or(written.len()));
    let page = [".md", ".mdx", ".markdown"].iter().find_map(|extension| text[name.clone()].strip_suffix(extension));
    match page.filter(|page| pages && !page.is_empty()) {
        Some(page) => name.start..name.start + page.len(),
        None => name,
    }
}

/// Whether a name ends in the extension of a file that is no page and no data.
fn is_other_file(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    let fits = (1..=8).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let ours = ["md", "mdx", "markdown", "yaml", "yml", "json"].contains(&extension);
    fits && !stem.is_empty() && !ours && extension.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Whether brackets around `name` may be meant as they stand: before a target, a label or, at the start of a line, a `:`;
/// or with no letter or digit first.
fn is_doubtful(text: &str, start: usize, name: &Range<usize>, end: usize) -> bool {
    let starts_line = || text[..start].rsplit('\n').next().is_none_or(|line| line.trim().is_empty());
    let is_label = match text.as_bytes().get(end) {
        Some(b'(' | b'[') => true,
        Some(b':') => starts_line(),
        _ => false,
    };
    is_label || !text[name.clone()].starts_with(char::is_alphanumeric)
}

fn has_blank_line(text: &str) -> bool {
    text.split('\n').skip(1).any(|line| line.trim().is_empty())
}

/// How many words make a paragraph long enough to be compared with others.
const LONG: usize = 20;

/// Calls `found` with each paragraph of `text` that has [`LONG`] words or more: a hash of the words, and its bytes.
pub(super) fn long_paragraphs(text: &str, mut found: impl FnMut(u64, Range<usize>)) {
    let bytes = text.as_bytes();
    if bytes.len() < LONG * 2 {
        return;
    }
    // Most texts are short: counting spaces is quicker than looking at words.
    let spaces = count(b' ', bytes);
    if spaces + 1 < LONG && spaces + 1 + count(b'\n', bytes) < LONG && text.is_ascii() {
        return;
    }
    let mut take = |range: Range<usize>| {
        let range = trim_range(text, range);
        if range.len() < LONG * 2 {
            return;
        }
        // The hash does not depend on how lines are broken.
        let (count, hash) = count_and_hash(&text[range.clone()]);
        if count >= LONG {
            found(hash, range);
        }
    };
    let mut start = 0;
    for end in memchr_iter(b'\n', bytes) {
        let first = bytes[end + 1..].iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r'));
        if matches!(first, None | Some(b'\n')) {
            take(start..end);
            start = end + 1;
        }
    }
    take(start..text.len());
}

/// Number of occurrences of a byte. (Most texts are so short that `memchr` takes longer.)
fn count(byte: u8, bytes: &[u8]) -> usize {
    // As many as a sum in a `u8` can hold, so that the loop is vectorized with bytes.
    bytes.chunks(192).map(|chunk| usize::from(chunk.iter().map(|b| u8::from(*b == byte)).sum::<u8>())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        names_as(text, MentionForm::default())
    }

    fn names_as(text: &str, form: MentionForm) -> Vec<String> {
        mentions(text, &[], form, |k| k == "tool")
            .iter()
            .filter(|m| !m.doubtful)
            .map(|m| {
                let kind = m.kind.clone().map_or("", |k| &text[k]);
                format!("{kind}:{}", &text[m.name.clone()])
            })
            .collect()
    }

    #[test]
    fn mentions_are_found() {
        assert_eq!(
            names("a [[Data Engineer]] b [[ tool: C++ | sea ]] [[x:y]]"),
            [":Data Engineer", "tool:C++", ":x:y"]
        );
        assert_eq!(names("[[]] [[ ]] [[a] [[b]] [[[c]]] [d] [[e\nf]] [[g\n\nh]]"), [":b", ":c", ":e\nf"]);
    }

    #[test]
    fn mentions_of_pages() {
        let pages = MentionForm { wiki: true, bare: KindId::SKILL };
        assert_eq!(
            names_as("[[a/b#part]] [[b|words]] [[b\\|words]] [[b.md#^x|w]] [[b#`x`]]", pages),
            [":a/b", ":b", ":b", ":b", ":b"]
        );
        assert_eq!(names_as("![[b]] [[b.png]] [[#part]] [[Node.js]] [[v1.2]]", pages), [":v1.2"]);
        assert_eq!(names_as("[[C# notes]] [[tool:C#]] [[tool:C#x]]", pages), [":C# notes", "tool:C#", "tool:C"]);
        let roles = MentionForm { wiki: true, bare: KindId::ROLE };
        assert_eq!(names_as("[[Cook.md]] [[Cook#x]]", roles), [":Cook.md", ":Cook"]);
        assert_eq!(names("![[b]] [[b.png]] [[a#b]]"), [":b", ":b.png", ":a#b"]);
    }

    #[test]
    fn long_paragraphs_only() {
        let words = vec!["word"; 20].join(" ");
        let text = format!("short\n\n{words}\n  \n{words} more\n");
        let mut found = Vec::new();
        long_paragraphs(&text, |hash, range| found.push((hash, range)));
        assert_eq!(found.len(), 2);
        assert_eq!(&text[found[0].1.clone()], words);
        assert_ne!(found[0].0, found[1].0);
    }
}
