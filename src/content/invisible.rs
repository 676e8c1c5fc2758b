//! What readers cannot see in a text: characters that show nothing, and letters that look like Latin ones (content model,
//! section 2, and `invisible-character` in section 6).

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::scripts::{is_emoji, is_greek, is_latin, is_right_to_left, latin_twin, may_join, runs_words_together};

/// A run of characters that show nothing, or of letters that look like others. Bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invisible {
    /// The run.
    pub range: Range<usize>,
    /// The characters.
    pub text: Box<str>,
    /// What they would be as Latin letters; `None` for characters that show nothing.
    pub latin: Option<Box<str>>,
}

/// What a character that shows nothing is called; `None` for others.
#[must_use]
pub const fn name_of_hidden(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{ad}' => "soft hyphen",
        '\u{61c}' => "Arabic letter mark",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "end of an embedding",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2060}' => "word joiner",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "end of an isolate",
        '\u{feff}' => "byte order mark",
        _ => return None,
    })
}

/// What the script of a letter that looks like a Latin one is called.
#[must_use]
pub const fn script_of(c: char) -> &'static str {
    if is_greek(c) { "Greek" } else { "Cyrillic" }
}

const fn is_hidden(c: char) -> bool {
    // Nearly all characters are below the second.
    c >= '\u{ad}' && name_of_hidden(c).is_some()
}

/// Whether the hidden character `c` between two others is part of how its text is written. `right_to_left`: the text has
/// letters that are written from right to left.
fn is_needed(before: Option<char>, c: char, after: Option<char>, right_to_left: bool) -> bool {
    match c {
        '\u{200c}' | '\u{200d}' if before.is_some_and(may_join) => true,
        '\u{200d}' => before.is_some_and(is_emoji) && after.is_some_and(is_emoji),
        '\u{200b}' => before.is_some_and(runs_words_together) || after.is_some_and(runs_words_together),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => right_to_left,
        _ => false,
    }
}

/// The runs of characters that show nothing and are not needed. In prose a soft hyphen is.
#[must_use]
pub fn hidden(text: &str, in_prose: bool) -> Vec<Invisible> {
    let mut found: Vec<Invisible> = Vec::new();
    if text.is_ascii() {
        return found;
    }
    let mut right_to_left = None;
    let mut before = None;
    for (at, c) in text.char_indices() {
        if is_hidden(c) && !(in_prose && c == '\u{ad}') {
            let right_to_left = *right_to_left.get_or_insert_with(|| text.chars().any(is_right_to_left));
            let end = at + c.len_utf8();
            if !is_needed(before, c, text[end..].chars().next(), right_to_left) {
                match found.last_mut() {
                    Some(last) if last.range.end == at => {
                        last.range.end = end;
                        last.text = text[last.range.clone()].into();
                    }
                    _ => found.push(Invisible { range: at..end, text: text[at..end].into(), latin: None }),
                }
            }
        }
        before = Some(c);
    }
    found
}

/// The words of a name in which letters only look Latin: runs of letters and digits with Latin letters, twins of Latin
/// letters, and no other letters.
fn mixed_words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let start = rest + text[rest..].find(char::is_alphanumeric)?;
            let end = text[start..].find(|c: char| !c.is_alphanumeric() && !is_hidden(c));
            let end = end.map_or(text.len(), |length| start + length);
            rest = end;
            let word = &text[start..end];
            let letters = || word.chars().filter(|c| c.is_alphabetic());
            let has_twin = !word.is_ascii() && letters().any(|c| latin_twin(c).is_some());
            if has_twin && letters().any(is_latin) && letters().all(|c| is_latin(c) || latin_twin(c).is_some()) {
                return Some(start..end);
            }
        }
    })
}

/// The runs of letters in a name that only look like Latin ones.
#[must_use]
pub fn look_alikes(text: &str) -> Vec<Invisible> {
    let mut found: Vec<Invisible> = Vec::new();
    if text.is_ascii() {
        return found;
    }
    for word in mixed_words(text) {
        let mut run: Option<Range<usize>> = None;
        let mut close = |run: Option<Range<usize>>| {
            if let Some(range) = run {
                let text: Box<str> = text[range.clone()].into();
                let latin = text.chars().filter_map(latin_twin).collect::<String>();
                found.push(Invisible { range, latin: Some(latin.into()), text });
            }
        };
        for (at, c) in text[word.clone()].char_indices() {
            let at = word.start + at;
            match (latin_twin(c), &mut run) {
                (Some(_), Some(run)) => run.end = at + c.len_utf8(),
                (Some(_), None) => run = Some(at..at + c.len_utf8()),
                (None, _) => close(run.take()),
            }
        }
        close(run);
    }
    found
}

/// Whether a text without white space around it is a name as it is compared, apart from being all ASCII.
pub(super) fn is_normal(text: &str) -> bool {
    let (mut before, mut far) = ('x', false);
    for c in text.chars() {
        if c.is_whitespace() && (c != ' ' || before == ' ') || is_hidden(c) {
            return false;
        }
        // Below, nothing combines, and no letter looks like another.
        far |= c >= '\u{300}';
        before = c;
    }
    !far || is_nfc(text) && mixed_words(text).next().is_none()
}

/// A name as it is compared: in Unicode normalisation form C, each run of white space as one space, without characters that
/// show nothing, and with Latin letters for those that only look so.
pub(super) fn normal(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for run in hidden(text, false) {
        shown.push_str(&text[at..run.range.start]);
        at = run.range.end;
    }
    shown.push_str(&text[at..]);
    let spaced = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let composed: String = spaced.nfc().collect();
    latin(&composed).into_owned()
}

/// `text` with Latin letters for those that only look so.
fn latin(text: &str) -> Cow<'_, str> {
    let runs = look_alikes(text);
    if runs.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len());
    let mut at = 0;
    for run in runs {
        written.push_str(&text[at..run.range.start]);
        written.push_str(run.latin.as_deref().unwrap_or_default());
        at = run.range.end;
    }
    written.push_str(&text[at..]);
    Cow::Owned(written)
}

/// What stands between quotes of word processors, where a name is nothing else, and what they are called: YAML knows
/// straight ones alone, so that the others are part of the name.
#[must_use]
pub fn in_other_quotes(name: &str) -> Option<(&str, &'static str)> {
    let (first, last) = (name.chars().next()?, name.chars().next_back()?);
    let called = match (first, last) {
        ('“' | '„' | '”' | '‟', '“' | '”') | ('‘' | '‚' | '’' | '‛', '‘' | '’') => {
            "curly quotes"
        }
        ('«', '»') | ('»', '«') | ('‹', '›') | ('›', '‹') => "angle quotes",
        _ => return None,
    };
    let inside = name.strip_prefix(first)?.strip_suffix(last)?;
    (!inside.trim().is_empty() && !inside.contains(['“', '”', '„', '«', '»'])).then_some((inside, called))
}

/// What tells two names apart that look the same: the character of the first at the first difference, and what it looks
/// like. `None` where they look different.
#[must_use]
pub fn unseen_difference(name: &str, other: &str) -> Option<String> {
    if let Some((_, quotes)) = in_other_quotes(name).filter(|(inside, _)| inside.trim() == other) {
        return Some(format!("{quotes} stand around it"));
    }
    if name.is_ascii() && other.is_ascii() || !looks(name).eq(looks(other)) {
        return None;
    }
    let (mut here, mut there) = (name.chars(), other.chars());
    loop {
        match (here.next(), there.next()) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), b) => return Some(told(a, b)),
            (None, Some(b)) => return Some(format!("{} is missing", called(b))),
            (None, None) => return None,
        }
    }
}

fn told(a: char, b: Option<char>) -> String {
    match b {
        Some(b) if look(a).is_some() && look(a) == look(b) => {
            format!("{} stands for {}", called(a), called(b))
        }
        // What is not seen is not here.
        Some(b) if look(a).is_some() && look(b).is_none() => format!("{} is missing", called(b)),
        _ => format!("{} stands in it", called(a)),
    }
}

fn called(c: char) -> String {
    match c {
        '\u{2010}' => "a hyphen of another kind".to_owned(),
        '\u{2011}' => "a non-breaking hyphen".to_owned(),
        '\u{2012}' => "a figure dash".to_owned(),
        '\u{2013}' => "an en dash".to_owned(),
        '\u{2014}' | '\u{2015}' => "a long dash".to_owned(),
        '\u{2212}' => "a minus sign".to_owned(),
        '\u{fe58}' | '\u{fe63}' => "a small hyphen".to_owned(),
        '\u{ff0d}' => "a wide hyphen".to_owned(),
        '\u{2019}' => "a curly apostrophe".to_owned(),
        _ if latin_twin(c).is_some() => format!("the {} letter \"{c}\"", script_of(c)),
        _ if is_latin(c) => format!("the Latin letter \"{c}\""),
        _ if look(c).is_none() => {
            name_of_hidden(c).map_or_else(|| format!("the character U+{:04X}", c as u32), |name| format!("the {name}"))
        }
        _ => format!("\"{c}\""),
    }
}

/// The characters of a name as they look.
fn looks(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().filter_map(look)
}

/// What a character looks like; `None` for one that shows nothing.
fn look(c: char) -> Option<char> {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => Some('-'),
        '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180e}'
        | '\u{2061}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}' => None,
        c if is_hidden(c) => None,
        c => Some(latin_twin(c).unwrap_or(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        hidden(text, false)
            .iter()
            .chain(&look_alikes(text))
            .map(|run| text[run.range.clone()].escape_unicode().to_string())
            .collect()
    }

    #[test]
    fn what_shows_nothing() {
        assert_eq!(found("Ward\u{200b}\u{feff} Nurse\u{ad}"), ["\\u{200b}\\u{feff}", "\\u{ad}"]);
        assert_eq!(hidden("a soft\u{ad}hyphen", true), []);
        assert_eq!(found("\u{200e}Ward"), ["\\u{200e}"]);
        // In their places these are part of the writing.
        for text in [
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "👩\u{200d}⚕\u{fe0f}",
            "❤\u{fe0f}\u{200d}🔥",
            "ภาษา\u{200b}ไทย",
            "\u{200f}שלום",
            "שלום C\u{200e}",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text:?}");
            assert_eq!(normal(text), text);
        }
        assert_eq!(found("Ж\u{200d}a e\u{301}\u{200c}"), ["\\u{200d}", "\\u{200c}"]);
        assert_eq!(found("한\u{200c}글"), ["\\u{200c}"]);
    }

    #[test]
    fn letters_that_only_look_latin() {
        assert_eq!(found("Dоcker Ноme"), ["\\u{43e}", "\\u{41d}\\u{43e}"]);
        assert_eq!(found("DevOps-инженер, СОА, Xкод, μm, Plan Α"), Vec::<String>::new());
        assert_eq!(normal("Dоc\u{200b}ker  Ноme"), "Docker Home");
    }

    #[test]
    fn what_cannot_be_seen_is_told() {
        let told = |a, b| unseen_difference(a, b).unwrap_or_default();
        assert_eq!(told("Plan А", "Plan A"), "the Cyrillic letter \"А\" stands for the Latin letter \"A\"");
        assert_eq!(told("Медсeстра", "Медсестра"), "the Latin letter \"e\" stands for the Cyrillic letter \"е\"");
        assert_eq!(told("de‑escalation", "de-escalation"), "a non-breaking hyphen stands for \"-\"");
        assert_eq!(told("Wa\u{34f}rd", "Ward"), "the character U+034F stands in it");
        assert_eq!(told("เตาอบ", "เตา\u{200b}อบ"), "the zero-width space is missing");
        assert_eq!(told("\u{200f}فرن", "فرن"), "the right-to-left mark stands in it");
        assert_eq!(told("“Ward”", "Ward"), "curly quotes stand around it");
        assert_eq!(told("„Ward“", "Ward"), "curly quotes stand around it");
        assert_eq!(unseen_difference("“Ward” and “Ware”", "Ward"), None);
        assert_eq!(told("de–escalation", "de-escalation"), "an en dash stands for \"-\"");
        assert_eq!(told("de−escalation", "de-escalation"), "a minus sign stands for \"-\"");
        assert_eq!(told("de-escalation", "de—escalation"), "\"-\" stands for a long dash");
        assert_eq!(told("«Ward»", "Ward"), "angle quotes stand around it");
        assert_eq!(unseen_difference("Ward", "Ware"), None);
    }
}
