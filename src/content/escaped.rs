//! [`as_markdown`]: names as Markdown text.

use std::borrow::Cow;

use super::markup::Markup;

/// Marks that Markdown may see in a name, and those that it sees in a certain place only.
const MARKS: [&str; 2] = ["\\*_`<~", "\\*_`<~[]#!"];

/// A name as Markdown in which it reads as it is: with backslashes where it needs some.
#[must_use]
pub fn as_markdown(name: &str) -> Cow<'_, str> {
    if !name.contains(|c: char| c == '&' || MARKS[1].contains(c)) {
        return Cow::Borrowed(name);
    }
    let reads = |written: &str| {
        let text = format!("# {written}\n");
        Markup::of(&text).heading().is_some_and(|heading| heading.text == name)
    };
    if reads(name) {
        return Cow::Borrowed(name);
    }
    let escaped = MARKS.into_iter().map(|marks| {
        let mut written = String::new();
        for (at, c) in name.char_indices() {
            let begins_entity = c == '&' && name[at + 1..].starts_with(|c: char| c == '#' || c.is_ascii_alphanumeric());
            if begins_entity || marks.contains(c) {
                written.push('\\');
            }
            written.push(c);
        }
        written
    });
    escaped.into_iter().find(|written| reads(written)).map_or(Cow::Borrowed(name), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_where_they_need_it() {
        for (name, written) in [
            ("Plain name", "Plain name"),
            ("C# & Node_js [x]", "C# & Node_js [x]"),
            ("New *t* & [x]", "New \\*t\\* & [x]"),
            ("a &amp; <b>", "a \\&amp; \\<b>"),
            ("Chapter #", "Chapter \\#"),
            ("[x](y)", "\\[x\\](y)"),
            ("`a` \\* ~~b~~", "\\`a\\` \\\\\\* \\~\\~b\\~\\~"),
        ] {
            assert_eq!(as_markdown(name), written, "{name}");
        }
    }
}
