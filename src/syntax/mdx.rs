//! [`statements`]: the lines of `import` and `export` in MDX.

use std::ops::Range;

/// The statements of `import` and `export` in a body of MDX (byte ranges). Each begins a paragraph, and ends with the one in
/// which its brackets and quotes are closed; where that is nowhere, with its own.
pub(super) fn statements(body: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    // Where the brackets of one are never closed, those of others are not looked for: that would take a time each.
    let (mut may_begin, mut all_closed, mut at) = (true, true, 0);
    while at < body.len() {
        let line = line_at(body, at);
        let mark = fence_mark(line);
        match fence {
            Some(open) => fence = fence.filter(|_| !mark.is_some_and(|mark| ends_fence(line, mark, open))),
            None if mark.is_some() => fence = mark,
            None if may_begin && (line.starts_with("import ") || line.starts_with("export ")) => {
                let closed = if all_closed { closed_at(body, at) } else { None };
                all_closed = closed.is_some();
                let end = closed.unwrap_or_else(|| paragraph_end(body, at));
                found.push(at..end);
                at = end;
                continue;
            }
            None => {}
        }
        may_begin = line.trim().is_empty();
        at += line.len();
    }
    found
}

/// The line at a place, with its end.
fn line_at(body: &str, at: usize) -> &str {
    body[at..].split_inclusive('\n').next().unwrap_or_default()
}

/// The marks that begin a line of a fence.
fn fence_mark(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let first = line.chars().next().filter(|first| matches!(first, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(first).len();
    (length >= 3).then(|| &line[..length])
}

fn ends_fence(line: &str, mark: &str, open: &str) -> bool {
    mark.starts_with(open) && line.trim() == mark
}

fn paragraph_end(body: &str, from: usize) -> usize {
    let lines = body[from..].split_inclusive('\n').take_while(|line| !line.trim().is_empty());
    from + lines.map(str::len).sum::<usize>()
}

/// The end of the paragraph in which all brackets, quotes and comments of a statement are closed.
fn closed_at(body: &str, from: usize) -> Option<usize> {
    let bytes = body.as_bytes();
    let (mut depth, mut quote, mut at) = (0_usize, None, from);
    while let Some(byte) = bytes.get(at) {
        match (quote, byte) {
            (_, b'\n') => {
                // Only a template goes on behind a line's end.
                quote = quote.filter(|quote| *quote == b'`');
                let is_end = line_at(body, at + 1).trim().is_empty();
                if is_end && depth == 0 && quote.is_none() {
                    return Some(at + 1);
                }
            }
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if open == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') => quote = Some(*byte),
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            (None, b'/') if bytes.get(at + 1) == Some(&b'*') => {
                at += 3 + body.get(at + 2..)?.find("*/")?;
            }
            (None, b'/') if bytes.get(at + 1) == Some(&b'/') => {
                at = body[at..].find('\n').map_or(body.len(), |end| at + end - 1);
            }
            (None, _) => {}
        }
        at += 1;
    }
    (depth == 0 && quote.is_none()).then_some(body.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_end_with_their_brackets() {
        for (body, expected) in [
            (
                "import A from 'b'\nimport C from 'd'\n\nexport x",
                vec!["import A from 'b'\nimport C from 'd'\n", "export x"],
            ),
            ("export const a = [\n\n  '[x](y.md)',\n]\n\nText\n", vec!["export const a = [\n\n  '[x](y.md)',\n]\n"]),
            ("export const a = `\n\n` // [\n\nb", vec!["export const a = `\n\n` // [\n"]),
            ("export const a = '[' /* {\n\n*/\n\nb", vec!["export const a = '[' /* {\n\n*/\n"]),
            ("export const a = {\n\nb\n\nexport c\n", vec!["export const a = {\n", "export c\n"]),
            ("We\nexport goods\n", vec![]),
            ("```js\n\nimport a\n```\n\nimport b\n", vec!["import b\n"]),
            ("export const a = 'x\\\\' + \"{\"", vec!["export const a = 'x\\\\' + \"{\""]),
        ] {
            let found: Vec<&str> = statements(body).into_iter().map(|range| &body[range]).collect();
            assert_eq!(found, expected, "{body:?}");
        }
    }
}
