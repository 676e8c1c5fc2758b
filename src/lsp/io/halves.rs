//! Halves of characters: what a client whose texts are UTF-16 sends when an edit cuts a character in two.
//!
//! A half is no character and JSON cannot be read with one in it. [`mend`] writes it as two characters that nobody writes;
//! [`read`] takes the text apart again, so that a document knows where U+FFFD stands for a half, and which.

use std::collections::BTreeMap;

use smallvec::SmallVec;

/// Stands before a half. It is a noncharacter, so that no text holds it.
const MARK: char = '\u{fdd0}';
/// What the first half of all is written as: 2,048 private characters follow each other.
const FIRST: u32 = 0xe000;
const HALVES: std::ops::Range<u32> = 0xd800..0xe000;

/// The half, and how many bytes it takes, that stands in JSON at a byte offset: `\ud83d`, or the bytes that it would have
/// in UTF-8.
fn half_at(body: &[u8], at: usize) -> Option<(u16, usize)> {
    let unit = match body.get(at..)? {
        [b'\\', b'u', digits @ ..] => {
            let digits = std::str::from_utf8(digits.get(..4)?).ok()?;
            (u32::from_str_radix(digits, 16).ok()?, 6)
        }
        [0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf, ..] => {
            (0xd000 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f), 3)
        }
        _ => return None,
    };
    HALVES.contains(&unit.0).then_some(())?;
    Some((u16::try_from(unit.0).ok()?, unit.1))
}

/// JSON with halves as JSON without: `marked` so that [`read`] finds them, else as U+FFFD. `None` where it has none.
pub fn mend(body: &[u8], marked: bool) -> Option<Vec<u8>> {
    let mut mended = Vec::with_capacity(body.len() + 16);
    let (mut at, mut found) = (0, false);
    while at < body.len() {
        let Some((half, length)) = half_at(body, at) else {
            let length = if body[at] == b'\\' { 2 } else { 1 };
            mended.extend_from_slice(&body[at..(at + length).min(body.len())]);
            at += length;
            continue;
        };
        at += length;
        let mut units: SmallVec<[u16; 2]> = SmallVec::from_slice(&[half]);
        if let Some((second, length)) = half_at(body, at).filter(|(second, _)| pairs(half, *second)) {
            units.push(second);
            at += length;
        }
        for decoded in char::decode_utf16(units) {
            found |= decoded.is_err();
            let text = match decoded {
                Ok(c) => c.to_string(),
                Err(_) if !marked => char::REPLACEMENT_CHARACTER.to_string(),
                Err(half) => {
                    let private = char::from_u32(FIRST + u32::from(half.unpaired_surrogate()) - HALVES.start);
                    [MARK, private.unwrap_or(char::REPLACEMENT_CHARACTER)].into_iter().collect()
                }
            };
            mended.extend_from_slice(text.as_bytes());
        }
    }
    found.then_some(mended)
}

fn pairs(first: u16, second: u16) -> bool {
    char::decode_utf16([first, second]).next().is_some_and(|c| c.is_ok())
}

/// Whether a text holds halves that [`mend`] marked.
pub fn are_in(text: &str) -> bool {
    text.contains(MARK)
}

/// The UTF-16 of a text, its marked halves among them.
pub fn units(text: &str) -> Vec<u16> {
    let mut units = Vec::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let half =
            chars.peek().and_then(|next| (*next as u32).checked_sub(FIRST)).filter(|half| *half < HALVES.len() as u32);
        match half.filter(|_| c == MARK).and_then(|half| u16::try_from(half + HALVES.start).ok()) {
            Some(half) => {
                chars.next();
                units.push(half);
            }
            None => units.extend_from_slice(c.encode_utf16(&mut [0; 2])),
        }
    }
    units
}

/// Which characters of a document, U+FFFD each, stand for which halves.
#[derive(Clone, Debug, Default)]
pub struct Halves(BTreeMap<usize, u16>);

impl Halves {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The half that a character stands for.
    pub fn at(&self, character: usize) -> Option<u16> {
        self.0.get(&character).copied()
    }

    /// Characters from `first` to `last` are replaced by `units`: gives these as a text, and remembers its halves.
    pub fn take_in(&mut self, first: usize, last: usize, units: Vec<u16>) -> String {
        let mut text = String::with_capacity(units.len());
        let (mut count, mut new) = (first, Vec::new());
        for decoded in char::decode_utf16(units) {
            if let Err(half) = &decoded {
                new.push((count, half.unpaired_surrogate()));
            }
            text.push(decoded.unwrap_or(char::REPLACEMENT_CHARACTER));
            count += 1;
        }
        let behind = self.0.split_off(&first).into_iter().filter(|(at, _)| *at >= last);
        self.0.extend(behind.map(|(at, half)| (at - last + count, half)));
        self.0.extend(new);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_halves_are_mended() {
        for whole in [r#"{"a":"\ud83d\ude00 \\ud83d \n"}"#, "{\"a\":\"😀\"}", "\\", "\"\\u12\""] {
            assert_eq!(mend(whole.as_bytes(), true), None, "{whole}");
        }
        let mended = |body: &[u8], marked| String::from_utf8(mend(body, marked).unwrap()).unwrap();
        assert_eq!(mended(br#""a\ud83db""#, false), "\"a\u{fffd}b\"");
        assert_eq!(mended(b"\"\xed\xa0\xbd\"", false), "\"\u{fffd}\"");
        assert_eq!(mended(br#""\ud83d\ud83d\ude00\ude00""#, false), "\"\u{fffd}😀\u{fffd}\"");
        let marked = mended("\"\\ud83d é\\udfff\"".as_bytes(), true);
        let units: Vec<u16> = units(&marked);
        assert_eq!(units, [0x22, 0xd83d, 0x20, 0xe9, 0xdfff, 0x22]);
    }
}
