//! Texts of which readers do not see all: cut short by a `#`, without their first word, without a paragraph break.

use rustc_hash::FxHashSet;

use super::CutText;
use crate::syntax::{Kind, NodeRef, Style, Tree};
use crate::text::Span;

/// The plain scalars of a file that lose a part, by what is lost.
pub(super) fn cut_texts(tree: &Tree, text: &str) -> Vec<CutText> {
    let mut found = Vec::new();
    for comment in &tree.comments {
        let after = comment.span.slice(text).trim_start_matches('#');
        // `#sidestep:` is a suppression even without a space.
        let cuts = after.starts_with(char::is_alphanumeric) && !after.starts_with("sidestep:");
        if let Some(kept) = comment.after_plain.filter(|_| cuts) {
            let start = if kept.is_empty() { comment.span.start } else { kept.start };
            found.push(CutText { mark: '#', span: comment.span, kept, whole: Span::new(start, comment.span.end) });
        }
    }
    if tree.has_properties() {
        lost_words(tree, text, &mut found);
        found.sort_by_key(|cut| cut.span);
    }
    found
}

/// Anchors that no alias uses, and tags that are not YAML's own, in front of plain scalars.
fn lost_words(tree: &Tree, text: &str, found: &mut Vec<CutText>) {
    let is_scalar = |node: &NodeRef<'_>| !matches!(node.kind(), Kind::Mapping | Kind::Sequence);
    let used: FxHashSet<&str> = tree
        .nodes()
        .filter(|node| matches!(node.kind(), Kind::Alias | Kind::Null))
        .filter_map(|node| node.span().slice(text).strip_prefix('*'))
        .collect();
    for node in tree.nodes().filter(|node| node.style() == Style::Plain && node.kind() != Kind::Alias) {
        let Some(start) = node.properties_start().filter(|_| is_scalar(&node)) else { continue };
        let kept = node.span();
        let before = Span::new(start, kept.start.max(start));
        let lost: Vec<Span> = words(before.slice(text))
            .filter(|(_, word)| is_lost(word, &used))
            .map(|(at, word)| Span::of(before.start as usize + at, before.start as usize + at + word.len()))
            .collect();
        let Some(first) = lost.first() else { continue };
        let whole = Span::new(first.start, kept.end.max(first.end));
        found.extend(lost.iter().map(|span| {
            let mark = if span.slice(text).starts_with('&') { '&' } else { '!' };
            CutText { mark, span: *span, kept, whole }
        }));
    }
}

/// The words of a text with their byte offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split([' ', '\t', '\n', '\r'])
        .filter(|word| !word.is_empty())
        .map(move |word| ((word.as_ptr() as usize).saturating_sub(text.as_ptr() as usize), word))
}

/// The tags of YAML's own types (<https://yaml.org/type/>), behind `!!`.
const TYPES: [&str; 14] = [
    "binary",
    "bool",
    "float",
    "int",
    "map",
    "merge",
    "null",
    "omap",
    "pairs",
    "seq",
    "set",
    "str",
    "timestamp",
    "value",
];

/// Whether a word before a scalar does nothing there.
fn is_lost(word: &str, used: &FxHashSet<&str>) -> bool {
    if let Some(name) = word.strip_prefix('&') {
        return !name.is_empty() && !used.contains(name);
    }
    // A tag with a handle of its own (`!e!word`) is declared in the file.
    match word.strip_prefix('!') {
        None | Some("") => false,
        Some(tag) => match tag.strip_prefix('!') {
            Some(own) => !TYPES.contains(&own),
            None => !tag.starts_with('<') && !tag.contains('!'),
        },
    }
}

/// Whether a folded scalar has exactly one empty line between two lines that are not indented further, which reads as a
/// line break, and a new paragraph does not begin there in Markdown. `source` is the scalar without its header, `indent`
/// the indentation of its lines in spaces.
pub(super) fn loses_paragraph(source: &str, indent: usize) -> bool {
    // The line before the empty ones, and how many they are.
    let (mut before, mut empty) = (None, 0);
    for line in source.lines() {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        if spaces == line.len() && spaces <= indent {
            empty += 1;
            continue;
        }
        let content = line.get(indent.min(spaces)..).unwrap_or_default();
        if empty == 1 && before.is_some_and(|before| is_paragraph(before) && is_paragraph(content)) {
            return true;
        }
        (before, empty) = (Some(content), 0);
    }
    false
}

/// Whether a line of Markdown goes on with the paragraph above it, or is gone on with: it is neither indented nor a
/// heading, an item, a quotation, a fence or a row of a table.
fn is_paragraph(line: &str) -> bool {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_numbered = digits > 0 && (line[digits..].starts_with(". ") || line[digits..].starts_with(") "));
    !is_numbered
        && !["- ", "* ", "+ ", "#", ">", "```", "~~~", "|"].iter().any(|mark| line.starts_with(mark))
        && !line.starts_with([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::loses_paragraph;

    #[test]
    fn where_a_paragraph_is_lost() {
        for (lost, source) in [
            (true, "  one\n\n  two\n"),
            (true, "  one\r\n\r\n  two\r\n"),
            (true, "  one\n \n  two"),
            (true, "  one\n\n\n  two\n\n  three\n"),
            (false, "  one\n  two\n"),
            (false, "  one\n\n\n  two\n"),
            (false, "  one\n\n    two\n"),
            (false, "    one\n\n  two\n"),
            (false, "  one\n   \n  two\n"),
            (false, "  one\n\n"),
            (false, "\n  one\n"),
            (false, "  - one\n\n  - two\n"),
            (false, "  one\n\n  1. two\n"),
            (false, "  # one\n\n  two\n"),
        ] {
            assert_eq!(loses_paragraph(source, 2), lost, "{source:?}");
        }
    }
}
