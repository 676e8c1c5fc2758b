//! In which direction a text is read.

/// Whether a text is read from right to left, by its first letter with a direction; `None` if it has none.
pub(super) fn is_rtl(text: &str) -> Option<bool> {
    text.chars().find_map(|c| match c {
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' if c.is_alphabetic() => Some(true),
        '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}' if c.is_alphabetic() => Some(true),
        c if c.is_alphabetic() => Some(false),
        _ => None,
    })
}

/// Whether a language tag is that of a language that is written from right to left.
pub(super) fn is_rtl_language(tag: &str) -> bool {
    const LANGUAGES: [&str; 14] =
        ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];
    const SCRIPTS: [&str; 5] = ["arab", "hebr", "nkoo", "syrc", "thaa"];
    let mut parts = tag.trim().split(['-', '_']).map(str::to_ascii_lowercase);
    let language = parts.next().unwrap_or_default();
    // A script of four letters has the last word.
    match parts.find(|part| part.len() == 4 && part.chars().all(char::is_alphabetic)) {
        Some(script) => SCRIPTS.contains(&&*script),
        None => LANGUAGES.contains(&&*language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions() {
        for (text, rtl) in [
            ("1. Baker", Some(false)),
            ("מפתח תוכנה", Some(true)),
            ("(مهندس) C#", Some(true)),
            ("AWS مهندس", Some(false)),
            ("面包师", Some(false)),
            ("1, 2…", None),
        ] {
            assert_eq!(is_rtl(text), rtl, "{text}");
        }
        for (tag, rtl) in
            [("ar", true), ("he-IL", true), ("en", false), ("pa-Arab", true), ("ug-Latn", false), ("", false)]
        {
            assert_eq!(is_rtl_language(tag), rtl, "{tag}");
        }
    }
}
