//! [`harmless`]: Markdown that somebody else wrote, fit for a card in an editor: no image, no HTML, and no link but to an
//! address of the web or of mail.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::links::is_url;
use super::page::escape_markdown;
use crate::text::{visible, visible_lines};

/// The Markdown of an author, harmless. Whatever could open an image, HTML or a link is not filtered but written anew, so
/// that it does not matter where an editor reads Markdown in another way. A text without any of it stays as it is.
pub(super) fn harmless(text: &str) -> String {
    let text = visible_lines(text);
    if !text.contains(['[', '<']) {
        return text.into_owned();
    }
    let mut writer = Writer::default();
    Parser::new_ext(&text, Options::ENABLE_STRIKETHROUGH).for_each(|event| writer.event(event));
    writer.out.trim_end().to_owned()
}

/// A plain text as Markdown that shows it as it is, on one line.
pub(super) fn escape(text: &str) -> String {
    escape_markdown(&visible(&text.replace(['\n', '\r'], " ")))
}

/// A text as a code span that shows it as it is, on one line.
pub(super) fn code(text: &str) -> String {
    let text = visible(text);
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// An address as a link, if it is one of the web or of mail; else as plain text.
pub(super) fn address(address: &str) -> String {
    if is_safe(address) { format!("[{}](<{address}>)", escape(address)) } else { escape(address) }
}

fn is_safe(address: &str) -> bool {
    is_url(address) && !address.contains(['<', '>', '\\']) && visible(address) == address
}

#[derive(Default)]
struct Writer {
    out: String,
    /// The prefixes of further lines: one for each block quote and list item around.
    indents: Vec<&'static str>,
    /// The number of the next entry of each list around; `None` without numbers.
    lists: Vec<Option<u64>>,
    /// For each open link or image the text that closes it; empty where its words are shown without a link.
    links: Vec<String>,
    /// The next block begins on this line, behind the marker of a list item.
    goes_on: bool,
    /// The code block that is open: its info string, then its text.
    code: Option<String>,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.code.is_some() => {
                if let Some(block) = &mut self.code {
                    block.push_str(&text);
                }
            }
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.out.push_str(&code(&text)),
            Event::Html(html) | Event::InlineHtml(html) => self.text(&html),
            Event::SoftBreak => self.line(""),
            Event::HardBreak => self.line("  "),
            Event::Rule => {
                self.block();
                self.out.push_str("---");
            }
            // Other events come from extensions that are not enabled.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.block(),
            Tag::Heading { level, .. } => {
                self.block();
                self.out.push_str(&"#".repeat(level as usize));
                self.out.push(' ');
            }
            Tag::BlockQuote(_) => {
                self.block();
                self.mark("> ", "> ");
            }
            Tag::CodeBlock(kind) => {
                self.block();
                self.code = Some(match kind {
                    CodeBlockKind::Fenced(language) if language.chars().all(|c| c.is_ascii_alphanumeric()) => {
                        format!("{language}\n")
                    }
                    _ => "\n".to_owned(),
                });
            }
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.block();
                    self.goes_on = true;
                }
                self.lists.push(first);
            }
            Tag::Item => {
                if !std::mem::take(&mut self.goes_on) {
                    self.line("");
                }
                match self.lists.last_mut().and_then(Option::as_mut) {
                    Some(number) => {
                        let mark = format!("{number}. ");
                        *number += 1;
                        self.mark(&mark, "   ");
                    }
                    None => self.mark("- ", "  "),
                }
            }
            Tag::Emphasis => self.out.push('*'),
            Tag::Strong => self.out.push_str("**"),
            Tag::Strikethrough => self.out.push_str("~~"),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.link(&dest_url),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.indents.pop();
                self.goes_on = false;
            }
            TagEnd::HtmlBlock => self.out.truncate(self.out.trim_end().len()),
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::CodeBlock => {
                let block = self.code.take().unwrap_or_default();
                let mut fence = "```".to_owned();
                while block.contains(&fence) {
                    fence.push('`');
                }
                let text = format!("{fence}{}\n{fence}", block.trim_end_matches('\n'));
                for (at, line) in text.split('\n').enumerate() {
                    if at > 0 {
                        self.line("");
                    }
                    self.out.push_str(line);
                }
            }
            TagEnd::Emphasis => self.out.push('*'),
            TagEnd::Strong => self.out.push_str("**"),
            TagEnd::Strikethrough => self.out.push_str("~~"),
            TagEnd::Link | TagEnd::Image => {
                let end = self.links.pop().unwrap_or_default();
                self.out.push_str(&end);
            }
            _ => {}
        }
    }

    /// Begins a link, or plain words where the address is not safe or a link is open already. An image becomes a link
    /// to it: showing it would request it.
    fn link(&mut self, address: &CowStr<'_>) {
        let opens = is_safe(address) && self.links.iter().all(String::is_empty);
        if opens {
            self.out.push('[');
        }
        self.links.push(if opens { format!("](<{address}>)") } else { String::new() });
    }

    /// Words as they are. `!` is escaped too: in front of a link it would make that an image.
    fn text(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.line("");
            }
            self.out.push_str(&escape(line).replace('!', "\\!"));
        }
    }

    fn line(&mut self, end: &str) {
        self.out.push_str(end);
        self.out.push('\n');
        self.indents.iter().for_each(|indent| self.out.push_str(indent));
    }

    /// Begins a block, with a blank line before it.
    fn block(&mut self) {
        if !std::mem::take(&mut self.goes_on) && !self.out.is_empty() {
            self.line("");
            self.line("");
        }
    }

    fn mark(&mut self, mark: &str, indent: &'static str) {
        self.out.push_str(mark);
        self.indents.push(indent);
        self.goes_on = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_harmless_stays() {
        for text in ["", "Moves *data* & more!\n\n- a\n- b `c`", "https://example.org | C#", "see `x(y)`: ok"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn the_rest_is_written_anew() {
        for (text, shown) in [
            ("[docs](https://example.org/a_b) and [mail](mailto:a@b.org)", {
                "[docs](<https://example.org/a_b>) and [mail](<mailto:a@b.org>)"
            }),
            ("<https://example.org>", "[https://example.org](<https://example.org>)"),
            ("a ![pic](https://t.org/i.png) b", "a [pic](<https://t.org/i.png>) b"),
            ("![pic](x.png) ![](data:image/png;base64,x)", "pic"),
            ("!\\[a](b) !![i](https://t.org)", "\\!\\[a\\](b) \\![i](<https://t.org>)"),
            ("\\![a](https://t.org)", "\\![a](<https://t.org>)"),
            ("[![i](https://t.org/i)](https://a.org)", "[i](<https://a.org>)"),
            ("[x](command:workbench.action.quit) [y](JavaScript:alert(1)) [z](file:///etc/passwd) [w](/a/)", "x y z w"),
            ("[x][r] ![y][r]\n\n[r]: vscode://x", "x y"),
            (
                "<b onclick=x>a</b> <img src=https://t.org/i>",
                "\\<b onclick=x\\>a\\</b\\> \\<img src=https://t.org/i\\>",
            ),
            ("<div>\n![x](https://t.org)\n</div>", "\\<div\\>\n\\!\\[x\\](https://t.org)\n\\</div\\>"),
            ("<!-- -->a", "\\<\\!-- --\\>a"),
            ("# A [b]\n\n1. *c*\n2. `<d>`\n   - **e**\n\n   f\n\n> ~~g~~  \n> h", {
                "# A \\[b\\]\n\n1. *c*\n2. `<d>`\n   - **e**\n   \n   f\n\n> ~~g~~  \n> h"
            }),
            ("```yaml\na: [b]\n\n    c\n```\nd", "```yaml\na: [b]\n\n    c\n```\n\nd"),
            ("~~~a`b\n```\n<x>\n~~~", "````\n```\n<x>\n````"),
            ("`` a`[b] ``", "``a`[b]``"),
            ("\u{1b}[31m <\u{202e}>", "\\\\u{1b}\\[31m \\<\\\\u{202e}\\>"),
            ("[a](<https://t.org/x y>) [b](https://t.org/%3E)", "a [b](<https://t.org/%3E>)"),
        ] {
            let now = harmless(text);
            assert_eq!(now, shown, "{text:?}");
            let requests = Parser::new(&now).find(|event| match event {
                Event::Start(Tag::Image { .. } | Tag::HtmlBlock) | Event::InlineHtml(_) | Event::Html(_) => true,
                Event::Start(Tag::Link { dest_url, .. }) => !is_url(dest_url),
                _ => false,
            });
            assert_eq!(requests, None, "{now:?}");
        }
    }

    #[test]
    fn words_and_addresses() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("`a``\n"), "``` `a``\\n ```");
        assert_eq!(address("https://example.org/a_b"), "[https://example.org/a\\_b](<https://example.org/a_b>)");
        for bad in
            ["javascript:alert(1)", "command:x", "https://a.org/>) ![x](https://t.org", "https://a.org/\u{202e}x", "/x"]
        {
            assert!(!address(bad).contains("](<"), "{bad}");
        }
    }
}
