//! A page as Markdown.

use super::Page;
use super::nesting::{Labels, nested};
use super::words::{escape_markdown, fill, target};
use crate::workspace::PageWords;

/// The page as a Markdown document.
#[must_use]
pub fn markdown(page: &Page, words: &PageWords) -> String {
    let mut out = Writer { out: String::new() };
    let mut labels = Labels::default();
    let mut nest = |text: &str, level: u8| nested(text, level, &mut labels).into_owned();
    let named = |text: &str| escape_words(text).replace("{name}", &escape_markdown(&page.name));
    out.block(&format!("# {}", named(&words.why_heading)));
    out.block(&nest(&page.why, 2));
    out.block(&format!("## {}", named(&words.alternatives_heading)));
    for (rank, alternative) in (1..).zip(&page.alternatives) {
        let title = fill(
            &words.alternative_title,
            &[("role", &escape_markdown(&alternative.role)), ("tagline", &alternative.tagline)],
        );
        out.block(&format!("### {rank}. {}", one_line(&title)));
        out.block(&nest(&alternative.about, 4));
        if !alternative.best_for.is_empty() {
            out.block(&escape_words(&words.best_for));
            let items: Vec<String> = alternative.best_for.iter().map(|item| list_item("-", &nest(item, 4))).collect();
            out.block(&items.join("\n"));
        }
        let toolkit = fill(&words.toolkit, &[("role", &escape_markdown(&alternative.role))]);
        let link = format!("[{toolkit}]({})", target(&alternative.toolkit));
        out.block(&fill(&words.explore, &[("toolkit", &link), ("role", &escape_markdown(&alternative.role))]));
    }
    out.block(&format!("## {}", named(&words.comparison_heading)));
    out.block(&table(page, words));
    out.block(&format!("## {}", named(&words.pick_heading)));
    out.block(&nest(&page.intro, 3));
    let picks: Vec<String> = page
        .picks
        .iter()
        .map(|pick| {
            list_item(
                "-",
                &fill(
                    &words.pick,
                    &[
                        ("if", &nest(&pick.condition, 3)),
                        ("then", &nest(&pick.then, 3)),
                        ("role", &escape_markdown(&pick.role)),
                    ],
                ),
            )
        })
        .collect();
    out.block(&picks.join("\n"));
    out.block(&nest(&page.outro, 3));
    out.out
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
