//! Scripts of characters, by their blocks, as far as names ask for them.

use unicode_normalization::char::is_combining_mark;

/// Whether a character is a letter of the Latin script.
pub(crate) fn is_latin(c: char) -> bool {
    match c {
        'A'..='Z' | 'a'..='z' => true,
        '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{2b8}' | '\u{2e0}'..='\u{2e4}' => !matches!(c, '\u{d7}' | '\u{f7}'),
        '\u{1d00}'..='\u{1d25}' | '\u{1d2c}'..='\u{1d5c}' | '\u{1d62}'..='\u{1d65}' | '\u{1d6b}'..='\u{1dbe}' => true,
        '\u{1e00}'..='\u{1eff}' | '\u{2071}'..='\u{209c}' | '\u{212a}'..='\u{212b}' | '\u{2c60}'..='\u{2c7f}' => true,
        '\u{a722}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab64}' | '\u{fb00}'..='\u{fb06}' => true,
        '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => true,
        _ => false,
    }
}

/// Whether a character is a letter or mark of Latin, Greek, Cyrillic, Han, kana or Hangul, or a mark of no script: none of
/// these needs a joiner or a non-joiner (content model, section 2).
fn joins_nothing(c: char) -> bool {
    is_latin(c)
        || matches!(c,
            '\u{2b9}'..='\u{52f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1c80}'..='\u{1c8f}' | '\u{1d26}'..='\u{1d2b}'
            | '\u{1dbf}'..='\u{1dff}' | '\u{1f00}'..='\u{1fff}' | '\u{20d0}'..='\u{20ff}' | '\u{2de0}'..='\u{2dff}'
            | '\u{a640}'..='\u{a69f}' | '\u{fe20}'..='\u{fe2f}'
            | '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ffdc}' | '\u{1aff0}'..='\u{1b16f}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a joiner or non-joiner may follow a character: a letter or mark of a script that joins letters.
pub(crate) fn may_join(c: char) -> bool {
    (c.is_alphabetic() || is_combining_mark(c)) && !joins_nothing(c)
}

/// Whether a character is written in a script that puts no spaces between words: Thai, Lao, Khmer, Myanmar, Tibetan.
pub(crate) const fn runs_words_together(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{f00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{19e0}'..='\u{19ff}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}')
}

/// Whether a character is a letter of a script that is written from right to left.
pub(crate) fn is_right_to_left(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c,
            '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}')
}

/// Whether a character is a pictograph, or changes the one before it.
pub(crate) const fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{20e3}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{21ff}'
        | '\u{2300}'..='\u{23ff}' | '\u{24c2}' | '\u{25a0}'..='\u{27bf}' | '\u{2900}'..='\u{297f}'
        | '\u{2b00}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

/// The Latin letter that a letter of Cyrillic or Greek looks like.
pub(crate) const fn latin_twin(c: char) -> Option<char> {
    Some(match c {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' | 'Ϲ' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ԛ' => 'Q',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Ԝ' => 'W',
        'Х' | 'Χ' => 'X',
        'У' | 'Ү' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        'Ё' => 'Ë',
        'Ї' => 'Ï',
        'а' => 'a',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'һ' => 'h',
        'і' => 'i',
        'ј' | 'ϳ' => 'j',
        'ӏ' => 'l',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'ν' => 'v',
        'ԝ' => 'w',
        'х' => 'x',
        'у' => 'y',
        'ё' => 'ë',
        'ї' => 'ï',
        _ => return None,
    })
}

/// Whether a letter is Greek; the other twins of Latin letters are Cyrillic.
pub(crate) const fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')
}
