//! The suppression comment at the cursor.

use super::token::{Line, Quoting, Token};
use crate::ide::FileView;
use crate::text::Span;

/// A comment that is being written.
#[derive(Clone, Debug)]
pub(super) struct CommentPlace {
    pub token: Token,
    /// The codes that stand in the brackets at the cursor; `None` before the brackets.
    pub codes: Option<Vec<String>>,
    /// The bracket is not closed.
    pub open: bool,
    /// Nothing but white space stands before the comment.
    pub own_line: bool,
    /// All of the comment.
    pub span: Span,
}

/// The comment at the cursor, if it is ours.
pub(super) fn place(file: &FileView<'_>, line: &Line<'_>) -> Option<CommentPlace> {
    let at = u32::try_from(line.at).ok()?;
    let comment = file.tree.comments.iter().find(|c| c.span.start < at && at <= c.span.end)?;
    let text = &file.text;
    let before = &text[comment.span.start as usize..line.at];
    let rest = before.trim_start_matches('#').trim_start();
    let inside = rest.strip_prefix("sidestep:");
    let after = Span::new(at, comment.span.end).slice(text);
    let token = |typed: &str, rest: usize| Token {
        span: Span::of(line.at - typed.len(), line.at + rest),
        at,
        quoting: Quoting::Block,
        flow: false,
        several_lines: false,
        lead: "",
        close: "",
    };
    let word = after.find([',', ']', '[', ' ']).unwrap_or(after.len());
    let place =
        |token, codes, open| Some(CommentPlace { token, codes, open, own_line: comment.own_line, span: comment.span });
    let Some(inside) = inside else {
        // From `# side` on: a shorter beginning may become any other word.
        let begun = rest.len() > 2 && "sidestep:".starts_with(rest);
        return if begun && after.trim().is_empty() { place(token(rest, 0), None, false) } else { None };
    };
    let Some((keyword, list)) = inside.split_once('[') else {
        let typed = inside.trim_start();
        return if typed.contains(char::is_whitespace) { None } else { place(token(typed, word), None, false) };
    };
    if list.contains(']') || !matches!(keyword.trim(), "ignore" | "ignore-file") {
        return None;
    }
    let typed = list.rsplit(',').next().unwrap_or_default().trim_start();
    let behind = after.split(']').next().unwrap_or_default();
    let others = list[..list.len() - typed.len()].split(',').chain(behind.split(',').skip(1));
    let codes = others.map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()).collect();
    place(token(typed, word), Some(codes), !after.contains(']'))
}
