//! A page as Markdown.

use super::Page;
use super::html::safe_address;
use super::model::escape_markdown;
use crate::workspace::PageWords;

/// The page as a Markdown document.
#[must_use]
pub fn markdown(page: &Page, words: &PageWords) -> String {
    let mut out = Writer { out: String::new() };
    let named = |text: &str| escape_words(text).replace("{name}", &escape_markdown(&page.name));
    out.block(&format!("# {}", named(&words.why_heading)));
    out.block(&page.why);
    out.block(&format!("## {}", named(&words.alternatives_heading)));
    for (rank, alternative) in (1..).zip(&page.alternatives) {
        let title = fill(
            &words.alternative_title,
            &[("role", &escape_markdown(&alternative.role)), ("tagline", &alternative.tagline)],
        );
        out.block(&format!("### {rank}. {}", one_line(&title)));
        out.block(&alternative.about);
        if !alternative.best_for.is_empty() {
            out.block(&escape_words(&words.best_for));
            let items: Vec<String> = alternative.best_for.iter().map(|item| list_item("-", item)).collect();
            out.block(&items.join("\n"));
        }
        let toolkit = fill(&words.toolkit, &[("role", &escape_markdown(&alternative.role))]);
        let link = format!("[{toolkit}](<{}>)", target(&alternative.toolkit));
        out.block(&fill(&words.explore, &[("toolkit", &link), ("role", &escape_markdown(&alternative.role))]));
    }
    out.block(&format!("## {}", named(&words.comparison_heading)));
    out.block(&table(page, words));
    out.block(&format!("## {}", named(&words.pick_heading)));
    out.block(&page.intro);
    let picks: Vec<String> = page
        .picks
        .iter()
        .map(|pick| {
            list_item(
                "-",
                &fill(
                    &words.pick,
                    &[("if", &pick.condition), ("then", &pick.then), ("role", &escape_markdown(&pick.role))],
                ),
            )
        })
        .collect();
    out.block(&picks.join("\n"));
    out.block(&page.outro);
    out.out
}

/// An address, escaped to stand between `<` and `>` as the target of a link; `#` where a browser might run it.
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
    out
}

struct Writer {
    out: String,
}

impl Writer {
    /// A block of its own; nothing if it is empty.
    fn block(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(text.trim_end());
        self.out.push('\n');
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

/// Fixed words, which are plain text, as Markdown.
fn escape_words(words: &str) -> String {
    escape_markdown(words)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn list_item(marker: &str, text: &str) -> String {
    let mut lines = text.trim().lines();
    let mut item = format!("{marker} {}", lines.next().unwrap_or_default());
    for line in lines {
        item.push('\n');
        if !line.trim().is_empty() {
            item.push_str("  ");
            item.push_str(line);
        }
    }
    item
}

fn table(page: &Page, words: &PageWords) -> String {
    let line = |first: &str, cells: &[String]| {
        let cells: Vec<String> =
            std::iter::once(first).chain(cells.iter().map(String::as_str)).map(escape_markdown).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut out = line(&words.role_column, &page.columns);
    out.push_str(&format!("|{}\n", " --- |".repeat(page.columns.len() + 1)));
    for row in &page.rows {
        out.push_str(&line(&row.role, &row.cells));
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
            ("https://x.org/\r> ![p](https://t.org", "https://x.org/ ![p](https://t.org"),
            ("javascript&colon;alert(1)", "javascript\\&colon;alert(1)"),
            ("https://x.org/\\", "https://x.org/%5C"),
        ] {
            assert_eq!(target(address), shown);
            let text = format!("[a](<{}>)", target(address));
            let mut targets = Parser::new(&text).filter_map(|event| match event {
                Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
                Event::Start(Tag::Image { .. }) | Event::InlineHtml(_) => Some("bad".to_owned()),
                _ => None,
            });
            let found: Vec<String> = targets.by_ref().collect();
            assert_eq!(found, [shown.replace('\\', "")], "{text}");
        }
    }
}
