//! Semantic tokens.

use tower_lsp::gen_lsp_types::{SemanticToken, SemanticTokens};

use crate::ide::tokens::{Modifiers, Token, TokenKind};
use crate::lsp::proto::convert::position;
use crate::lsp::session::converter::Open;
use crate::text::Span;

/// The types of tokens, in the order of their numbers. Standard types, so that themes have a colour for them.
pub const TYPES: [&str; 7] = ["class", "property", "method", "enumMember", "parameter", "operator", "string"];
/// The modifiers of tokens, in the order of their bits.
pub const MODIFIERS: [&str; 3] = ["definition", "deprecated", "discouraged"];

const fn number(kind: TokenKind) -> u32 {
    match kind {
        TokenKind::Role => 0,
        TokenKind::Skill => 1,
        TokenKind::Tool => 2,
        TokenKind::Term => 3,
        TokenKind::Column => 4,
        TokenKind::Bracket => 5,
        TokenKind::Shown => 6,
    }
}

const fn bits(modifiers: Modifiers) -> u32 {
    modifiers.definition as u32 | (modifiers.deprecated as u32) << 1 | (modifiers.discouraged as u32) << 2
}

/// The tokens of a file, or of a part of it.
#[must_use]
pub fn tokens(open: &Open<'_>, range: Option<Span>) -> SemanticTokens {
    let (mut line, mut column) = (0, 0);
    let encode = |token: Token| {
        let encoding = open.converter.encoding();
        let start = position(&open.lines, token.span.start, encoding);
        let end = position(&open.lines, token.span.end, encoding);
        let delta_line = start.line - line;
        let delta_start = if delta_line == 0 { start.character - column } else { start.character };
        (line, column) = (start.line, start.character);
        SemanticToken {
            delta_line,
            delta_start,
            length: end.character - start.character,
            token_type: number(token.kind),
            token_modifiers_bitset: bits(token.modifiers),
        }
    };
    SemanticTokens { result_id: None, data: open.file.semantic_tokens(range).into_iter().map(encode).collect() }
}
