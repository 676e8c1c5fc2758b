//! Slugs: the names of files and pages of roles (content model, section 2).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::scripts::is_latin;

/// How a workspace writes slugs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SlugStyle {
    /// `ä`, `ö`, `ü` become `ae`, `oe`, `ue`.
    german: bool,
}

impl SlugStyle {
    /// The style of a language, a tag such as `de-AT`.
    #[must_use]
    pub fn of_language(tag: &str) -> Self {
        let german = tag.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("de"));
        Self { german: german && matches!(tag.as_bytes().get(2), None | Some(b'-')) }
    }

    /// The slug of a role's name; `None` if no letter or digit of the name has an ASCII form, or a letter of another script
    /// would be left out.
    #[must_use]
    pub fn slug(self, name: &str) -> Option<String> {
        let mut slug = String::with_capacity(name.len());
        if name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ') {
            // Most names: nothing to decompose.
            slug.extend(
                name.split_ascii_whitespace().enumerate().flat_map(|(at, word)| [if at > 0 { "-" } else { "" }, word]),
            );
            slug.make_ascii_lowercase();
            return (!slug.is_empty()).then_some(slug);
        }
        let composed: String = name.nfc().flat_map(char::to_lowercase).collect();
        let plain = composed.chars().flat_map(|c| spelled(c, self.german)).collect::<String>();
        let mut after_letter = false;
        for c in plain.nfkd().flat_map(char::to_lowercase) {
            if is_combining_mark(c) {
                continue;
            }
            match c {
                'a'..='z' | '0'..='9' => slug.push(c),
                '+' => slug.push_str("plus"),
                '#' if after_letter => slug.push_str("sharp"),
                '&' => {
                    separate(&mut slug);
                    slug.push_str("and-");
                }
                c if c.is_alphabetic() && !is_latin(c) => return None,
                _ => separate(&mut slug),
            }
            after_letter = c.is_alphabetic();
        }
        slug.truncate(slug.trim_end_matches('-').len());
        (!slug.is_empty()).then_some(slug)
    }
}

fn separate(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

/// A letter in lower case as slugs spell it; most stay.
fn spelled(c: char, german: bool) -> impl Iterator<Item = char> {
    let spelling = match c {
        'ä' if german => "ae",
        'ö' if german => "oe",
        'ü' if german => "ue",
        'ß' => "ss",
        'ø' | 'ǿ' => "o",
        'ł' => "l",
        'æ' | 'ǽ' | 'ǣ' => "ae",
        'œ' => "oe",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        _ => "",
    };
    let same = spelling.is_empty().then_some(c);
    spelling.chars().chain(same)
}

/// Whether a text has the form of a slug.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    text.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// The longest slug, in bytes: with an ending it has to be the name of a file on every system.
const LONGEST_SLUG: usize = 200;

/// Why no file should be named by a slug: one clause, which begins after its name.
#[must_use]
pub fn unfit_for_file(slug: &str) -> Option<String> {
    if slug.len() > LONGEST_SLUG {
        return Some(format!("it has {} characters, and a file name has room for {LONGEST_SLUG}", slug.len()));
    }
    let numbered = |word: &str| {
        let number =
            slug.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)).map(|_| &slug[word.len()..]);
        number.is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()))
    };
    let reserved = ["con", "prn", "aux", "nul"].iter().any(|word| slug.eq_ignore_ascii_case(word));
    (reserved || numbered("com") || numbered("lpt"))
        .then(|| "Windows reserves that name, so nobody could check the file out there".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_no_file_should_have() {
        for slug in ["con", "CON", "nul", "aux", "prn", "com1", "lpt9", "com0", &"x".repeat(201)] {
            assert!(unfit_for_file(slug).is_some(), "{slug}");
        }
        for slug in ["console", "con-artist", "com", "com10", "com-1", "lpt", "comx", "é", "null", &"x".repeat(200)] {
            assert_eq!(unfit_for_file(slug), None, "{slug}");
        }
    }

    #[test]
    fn slugs() {
        let style = SlugStyle::default();
        for (name, expected) in [
            ("Backend Engineer", "backend-engineer"),
            ("C++ Engineer", "cplusplus-engineer"),
            ("C# / .NET Developer", "csharp-net-developer"),
            ("#1 Flight Nurse", "1-flight-nurse"),
            ("Nurse #1", "nurse-1"),
            ("R&D Lead", "r-and-d-lead"),
            ("Ingénieur Système", "ingenieur-systeme"),
            ("Inge\u{301}nieur", "ingenieur"),
            ("Straßenbauer", "strassenbauer"),
            ("  UI/UX -- Designer! ", "ui-ux-designer"),
            ("Łukasz Ørsted Æon Œuvre", "lukasz-orsted-aeon-oeuvre"),
            ("Đorđe Þór Ħal ıŞık Ðuro", "dorde-thor-hal-isik-duro"),
            ("İzmir Ärztin", "izmir-arztin"),
            ("ＦＵＬＬ ﬁt ²", "full-fit-2"),
        ] {
            assert_eq!(style.slug(name).as_deref(), Some(expected), "{name}");
        }
        for name in ["数据工程师", "AWS エンジニア", "DevOps-инженер", "!?", ""] {
            assert_eq!(style.slug(name), None, "{name}");
        }
    }

    #[test]
    fn german_slugs() {
        for tag in ["de", "de-AT", "DE"] {
            let style = SlugStyle::of_language(tag);
            assert_eq!(style.slug("Ärztliche Bürokräfte Größe").as_deref(), Some("aerztliche-buerokraefte-groesse"));
            assert_eq!(style.slug("A\u{308}rztin é").as_deref(), Some("aerztin-e"));
        }
        for tag in ["en", "den", "d", "", "dé"] {
            assert_eq!(SlugStyle::of_language(tag), SlugStyle::default(), "{tag}");
        }
    }
}
