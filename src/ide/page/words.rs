//! Words and addresses as they stand in Markdown and in HTML.

/// The attribute that says on which line an element stands.
pub(super) fn mark(line: Option<u32>) -> String {
    line.map_or_else(String::new, |line| format!(" data-line=\"{line}\""))
}

/// A text in HTML.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The address, or `#` where its scheme is not known to be harmless.
pub(super) fn safe_address(address: &str) -> String {
    let scheme: String = address
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .take_while(|c| !matches!(c, ':' | '/' | '?' | '#'))
        .collect::<String>()
        .to_ascii_lowercase();
    let has_scheme = address.contains(':')
        && !address.starts_with(['/', '#', '?', '.'])
        && address.find(':') < address.find('/').or(Some(usize::MAX));
    let known = matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel" | "ftp");
    if has_scheme && !known { "#".to_owned() } else { address.to_owned() }
}

/// An address, escaped to stand as the target of a link, between `<` and `>` where it needs them; `#` where a browser might
/// run it.
pub(super) fn target(address: &str) -> String {
    let mut out = String::new();
    for c in safe_address(address).chars().filter(|c| !c.is_control()) {
        match c {
            '<' | '>' => {}
            '\\' => out.push_str("%5C"),
            // What looks like an entity would be read as one.
            '&' if address.contains(';') => out.push_str("\\&"),
            c => out.push(c),
        }
    }
    if out.is_empty() || out.contains(['(', ')']) || out.contains(char::is_whitespace) {
        format!("<{out}>")
    } else {
        out
    }
}

/// Replaces each `{key}` in one pass from left to right: braces in the values, which authors write, are left alone.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let value = rest[open + 1..].find('}').and_then(|close| {
            let key = &rest[open + 1..open + 1 + close];
            values.iter().find(|(k, _)| *k == key).map(|(_, v)| (*v, open + close + 2))
        });
        match value {
            Some((value, end)) => {
                out.push_str(&rest[..open]);
                out.push_str(value);
                rest = &rest[end..];
            }
            None => {
                out.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// A plain text, escaped so that Markdown shows it as it is.
pub(in crate::ide) fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '~') {
            out.push('\\');
        }
        out.push(if matches!(c, '\n' | '\r') { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser, Tag};

    use super::*;

    #[test]
    fn targets_are_whole_and_run_nothing() {
        for (address, shown) in [
            ("https://example.org/?a=1&b=2#c", "https://example.org/?a=1&b=2#c"),
            ("javascript:alert(1)", "#"),
            (" Java\tScript:alert(1)", "#"),
            ("https://x.org/\r> ![p](https://t.org", "<https://x.org/ ![p](https://t.org>"),
            ("javascript&colon;alert(1)", "<javascript\\&colon;alert(1)>"),
            ("https://x.org/\\", "https://x.org/%5C"),
            ("/a_(b)/", "</a_(b)/>"),
            ("", "<>"),
        ] {
            assert_eq!(target(address), shown);
            let text = format!("[a]({})", target(address));
            let mut targets = Parser::new(&text).filter_map(|event| match event {
                Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
                Event::Start(Tag::Image { .. }) | Event::InlineHtml(_) => Some("bad".to_owned()),
                _ => None,
            });
            let found: Vec<String> = targets.by_ref().collect();
            assert_eq!(found, [shown.trim_matches(['<', '>']).replace('\\', "")], "{text}");
        }
    }

    #[test]
    fn addresses() {
        for bad in ["javascript:alert(1)", " JaVaScript:x", "data:text/html,x", "java\nscript:x", "vbscript:x"] {
            assert_eq!(safe_address(bad), "#", "{bad}");
        }
        for good in ["/a:b/", "https://x.org/a:b", "x/y", "#a:b", "./a:b", "mailto:a@b.org"] {
            assert_eq!(safe_address(good), good);
        }
    }
}
