//! Semantic tokens: which words of a file are names, and of what.

use super::FileView;
use super::prose::{fits, prose_in};
use super::uses::{NameUse, Place, uses_in};
use crate::content::{FileKind, KindId, Origin, Status, mentions};
use crate::schema::Label;
use crate::text::Span;
use crate::workspace::How;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenKind {
    /// The name of a role.
    Role,
    /// The name of a skill.
    Skill,
    /// The name of a tool.
    Tool,
    /// The name of a term of another kind.
    Term,
    /// A column of the comparison.
    Column,
    /// What makes a mention one: `[[`, `tool:`, `|`, `]]`.
    Bracket,
    /// What a mention shows instead of the name.
    Shown,
}

/// More about a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Modifiers {
    /// The thing is defined here.
    pub definition: bool,
    /// The role is retired.
    pub deprecated: bool,
    /// A spelling to avoid, or another letter case.
    pub discouraged: bool,
}

/// A word or part of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its characters (bytes of the file); within one line, never empty.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// More about it.
    pub modifiers: Modifiers,
}

/// The tokens of a file, or of a range of it: sorted, without overlaps. Unknown names have none.
#[must_use]
pub fn semantic_tokens(file: &FileView<'_>, range: Option<Span>) -> Vec<Token> {
    let mut tokens = Vec::new();
    for name in uses_in(file.workspace(), file.id).into_iter().filter(|name| !name.is_link()) {
        tokens.extend(of_name(file, &name));
    }
    columns(file, &mut tokens);
    brackets(file, &mut tokens);
    tokens.retain(|token| fits(&file.text, token.span));
    tokens.sort_by_key(|token| (token.span.start, token.span.end, token.kind));
    // Of names that overlap, as in a field that refers to two kinds, the first counts.
    let mut end = 0;
    tokens.retain(|token| {
        let free = token.span.start >= end;
        end = if free { token.span.end } else { end };
        free
    });
    let within = |token: &Token| range.is_none_or(|r| r.touches(token.span));
    tokens.into_iter().flat_map(|token| by_line(&file.text, token)).filter(within).collect()
}

fn of_name(file: &FileView<'_>, name: &NameUse) -> Option<Token> {
    let workspace = file.workspace();
    let kind = kind(name.kind);
    let Some(resolved) = name.resolved else {
        // Without a vocabulary any name is a name.
        let free = !workspace.is_closed(name.kind);
        return free.then_some(Token { span: name.span, kind, modifiers: Modifiers::default() });
    };
    let facts = &workspace.file(resolved.def.file).facts;
    let modifiers = Modifiers {
        definition: matches!(name.place, Place::Definition(label) if label != Label::Avoid),
        deprecated: name.kind.is_role() && facts.role.as_ref().is_some_and(|role| role.status == Status::Retired),
        // Under `avoid` such a spelling is in its right place.
        discouraged: !matches!(resolved.how, How::Exact | How::PathEnd) && !matches!(name.place, Place::Definition(_)),
    };
    Some(Token { span: name.span, kind, modifiers })
}

fn kind(kind: KindId) -> TokenKind {
    match kind {
        KindId::ROLE => TokenKind::Role,
        KindId::SKILL => TokenKind::Skill,
        KindId::TOOL => TokenKind::Tool,
        _ => TokenKind::Term,
    }
}

fn columns(file: &FileView<'_>, tokens: &mut Vec<Token>) {
    let config = file.workspace().config();
    let comparison = file.facts().role.as_ref().and_then(|r| r.comparison.as_ref());
    let listed = comparison.and_then(|c| c.columns.as_ref()).into_iter().flat_map(|(_, names)| names);
    let keys = comparison.into_iter().flat_map(|c| &c.rows).flat_map(|row| &row.cells).map(|cell| &cell.column);
    for at in listed.chain(keys).filter(|at| config.column(&at.name).is_some()) {
        tokens.push(Token { span: at.span, kind: TokenKind::Column, modifiers: Modifiers::default() });
    }
    if file.entry.kind == FileKind::Config
        && let Some(list) = file.tree.root().and_then(|root| root.get("columns"))
    {
        let modifiers = Modifiers { definition: true, ..Modifiers::default() };
        for name in list.items().filter_map(|item| item.get("name")).filter(|n| !n.is_blank()) {
            if config.column(name.scalar_text().trim()).is_some() {
                tokens.push(Token { span: name.inner_span(), kind: TokenKind::Column, modifiers });
            }
        }
    }
}

/// The parts of mentions around their names.
fn brackets(file: &FileView<'_>, tokens: &mut Vec<Token>) {
    let references = &file.facts().references;
    let mut named: Vec<Span> = references.iter().filter(|r| r.origin == Origin::Mention).map(|r| r.at.span).collect();
    named.sort();
    let kinds = file.workspace().config();
    let form = kinds.mention_form(&file.entry.path);
    let mut push = |span: Span, kind| {
        if !span.is_empty() {
            tokens.push(Token { span, kind, modifiers: Modifiers::default() });
        }
    };
    for node in prose_in(file).into_iter().filter(|n| n.scalar_text().contains("[[")) {
        let map = node.map();
        for mention in mentions(node.scalar_text(), &[], form, |kind| kinds.kind(kind).is_some()) {
            let place = |range: &std::ops::Range<usize>| map.span(range.start, range.end);
            let (whole, name) = (place(&mention.whole), place(&mention.name));
            // What stands in code is no mention.
            if named.binary_search(&name).is_err() {
                continue;
            }
            push(Span::new(whole.start, name.start), TokenKind::Bracket);
            match mention.shown.as_ref().map(place) {
                Some(shown) => {
                    push(Span::new(name.end, shown.start), TokenKind::Bracket);
                    push(shown, TokenKind::Shown);
                    push(Span::new(shown.end, whole.end), TokenKind::Bracket);
                }
                None => push(Span::new(name.end, whole.end), TokenKind::Bracket),
            }
        }
    }
}

/// A token line by line, without the white space around.
fn by_line(text: &str, token: Token) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = token.span.start as usize;
    for line in token.span.slice(text).split_inclusive(['\n', '\r']) {
        let start = at + line.len() - line.trim_start().len();
        let span = Span::of(start, start + line.trim().len());
        if !span.is_empty() {
            tokens.push(Token { span, ..token });
        }
        at += line.len();
    }
    tokens
}
