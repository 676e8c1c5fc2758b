//! Writing scalars: which names can be plain, and how to quote the others.

/// `text` as a YAML scalar on one line: plain if [`plain_is_safe`], else quoted.
#[must_use]
pub fn scalar(text: &str) -> String {
    if plain_is_safe(text) {
        return text.to_owned();
    }
    if text.chars().any(char::is_control) {
        return serde_json::to_string(text).unwrap_or_default();
    }
    format!("'{}'", text.replace('\'', "''"))
}

/// Whether `text` needs neither quotes nor escapes in any scalar, as all of it or as a part: six or more ASCII letters,
/// digits, spaces and a few marks, a letter first. A cheap sufficient test, since thousands of names are written at a
/// time; other texts may be safe, too.
#[must_use]
pub fn is_harmless(text: &str) -> bool {
    let may_start = text.starts_with(|c: char| c.is_ascii_alphabetic()) && !text.ends_with(' ');
    let inside = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'/' | b'+' | b'&' | b'.');
    may_start
        && text.len() > 5
        && text.bytes().all(inside)
        && !text.contains("  ")
        && !text.eq_ignore_ascii_case("infinity")
}

/// Plain scalars that YAML 1.1 reads as booleans (<https://yaml.org/type/bool.html>).
const OLD_BOOLEANS: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "true", "false"];

/// Whether `text` as a plain scalar reads as itself, in block and flow context, by YAML 1.2 and by YAML 1.1 (where
/// `yes` is a boolean).
#[must_use]
pub fn plain_is_safe(text: &str) -> bool {
    if is_harmless(text) {
        return true;
    }
    let flow = [',', '[', ']', '{', '}'];
    if text.contains(flow) || text.contains('\n') || OLD_BOOLEANS.contains(&text.to_ascii_lowercase().as_str()) {
        return false;
    }
    serde_yaml::to_string(text).is_ok_and(|written| written.trim_end_matches('\n') == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_where_needed() {
        for plain in ["C#", "Node.js", "Data Engineer", "CI/CD", "C++", "Größe", "UI/UX"] {
            assert_eq!(scalar(plain), plain);
        }
        for (text, written) in [
            ("yes", "'yes'"),
            ("a: b", "'a: b'"),
            ("a #b", "'a #b'"),
            ("@x", "'@x'"),
            ("1.5", "'1.5'"),
            ("a, b", "'a, b'"),
            ("it's: x", "'it''s: x'"),
            ("", "''"),
            ("a\tb\n", "\"a\\tb\\n\""),
        ] {
            assert_eq!(scalar(text), written);
        }
    }

    #[test]
    fn what_is_harmless_is_safe() {
        let known = |text: &str| serde_yaml::to_string(text).unwrap().trim_end() == text;
        for text in [
            "Data Engineer",
            "CI/CD engineer",
            "R&D Lead",
            "a.b.c.d",
            "Writer -",
            "C++ developer",
            "falsey",
            "nullable",
        ] {
            assert!(is_harmless(text) && known(text), "{text}");
        }
        for text in
            ["false", "Null", "infinity", "12 Data", " Data x", "Data  x", "Data x ", "a: bcdef", "Data #1", "Data's"]
        {
            assert!(!is_harmless(text), "{text}");
        }
        let letters = ["a", "E", "n", "x", "5", " ", "-", "/", "+", "&", ".", "f", "o"];
        for n in 0..200_000u64 {
            let text: String =
                (0..6).map(|at| letters[(n.wrapping_mul(0x9e37_79b9) >> (at * 5)) as usize % letters.len()]).collect();
            assert!(!is_harmless(&text) || known(&text), "{text}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in ["no", "~", "- a", "? b", "x: y", "'", "\"", "\\", " lead", "trail ", "#", "a\u{85}b", "😀", "-"]
        {
            let document = format!("[{}]", scalar(text));
            let (tree, errors) = super::super::parse(&document);
            assert!(errors.is_empty(), "{document}");
            let item = tree.root().and_then(|r| r.items().next()).expect("an item");
            assert_eq!(item.text(), Some(text), "{document}");
        }
    }
}
