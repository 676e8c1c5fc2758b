//! [`Salvage`]: a file that is not UTF-8, read as far as can be told what it says.

use super::Span;

/// The text of a file that is not UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salvage {
    /// The text as its author most likely sees it.
    pub text: String,
    /// The first character of it that is not UTF-8 in the file.
    pub first: Span,
    /// How the file seems to be saved: `"UTF-16"`, or `None` for an encoding with one byte a character.
    pub encoding: Option<&'static str>,
}

impl Salvage {
    /// Reads the bytes of a file that is not UTF-8: as UTF-16 if they look like that, else what is UTF-8 as that and the
    /// other bytes as Windows-1252, which most old programs write. `None` where all of it is UTF-8.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if let Some(text) = utf_16(bytes) {
            let first = text.chars().next().map_or(0, char::len_utf8);
            return Some(Self { text, first: Span::of(0, first), encoding: Some("UTF-16") });
        }
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
        let mut first = None;
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            for byte in chunk.invalid() {
                let start = text.len();
                text.push(windows_1252(*byte));
                first.get_or_insert(Span::of(start, text.len()));
            }
        }
        Some(Self { text, first: first?, encoding: None })
    }
}

/// The text of bytes in UTF-16: with its byte order mark, or with every other byte zero in their beginning.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let is_little = match bytes {
        [0xff, 0xfe, ..] => true,
        [0xfe, 0xff, ..] => false,
        [first, 0, second, 0, ..] if *first > 0 && *second > 0 => true,
        [0, first, 0, second, ..] if *first > 0 && *second > 0 => false,
        _ => return None,
    };
    let units = bytes.chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>();
    Some(text.trim_start_matches('\u{feff}').to_owned())
}

/// The characters of Windows-1252 from 0x80 to 0x9f; those that it lacks are as in Latin-1.
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    byte.checked_sub(0x80).and_then(|at| UPPER.get(usize::from(at)).copied()).unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::Salvage;

    #[test]
    fn what_old_programs_write() {
        let salvage = Salvage::of(b"name: K\xf6chin \x96 \xc3\xa9\n").expect("not UTF-8");
        assert_eq!(salvage.text, "name: Köchin – é\n");
        assert_eq!(salvage.first.slice(&salvage.text), "ö");
        assert_eq!(Salvage::of("name: Köchin\n".as_bytes()), None);
        assert_eq!(Salvage::of(b""), None);
    }

    #[test]
    fn utf_16() {
        for (mark, little) in [(true, true), (true, false), (false, true), (false, false)] {
            let text = "name: Köchin 😀\n";
            let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
            let bytes: Vec<u8> =
                units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect();
            let salvage = Salvage::of(&bytes).expect("not UTF-8");
            assert_eq!((salvage.text.as_str(), salvage.encoding), (text, Some("UTF-16")));
        }
    }
}
