//! Texts that need quotes, or other ones: those that start with a mark of YAML's, and quoted ones that end too early.

use super::cause::{Told, Words, cause, shortened};
use super::culprit::without_blanks;
use super::fault::{Fault, FaultKind};
use super::lines::{Line, below, indent, line_at};
use crate::text::{Applicability, Span, TextEdit, span::offset};

/// How many lines a text may have that gets quotes.
const MOST_LINES: usize = 200;

/// Causes that have to do with quotes, for a fault in a value.
pub(super) fn quotes_and_starts(text: &str, fault: &Fault, causes: &mut Vec<Told>) {
    // A quoted text that never ends is met far below its first line.
    let opener = fault.others.first().filter(|_| fault.kind == FaultKind::OpenQuote);
    let line = line_at(text, opener.map_or(fault.span.start, |opener| opener.start) as usize);
    let Some(value) = Value::on(text, line) else { return };
    if fault.kind == FaultKind::AfterValue {
        causes.extend(comment_without_space(text, fault));
    }
    causes.extend(markdown(&value, fault).or_else(|| started(&value, fault)));
    match fault.kind {
        FaultKind::AfterValue => causes.extend(ended(&value, fault)),
        FaultKind::OpenQuote => causes.extend(curly_end(&value)),
        _ => {}
    }
}

/// The value that begins on a line, as an author sees it.
struct Value<'t> {
    text: &'t str,
    /// From its first character to the end of its line, without a comment.
    span: Span,
    /// The column of its key or dash: what is indented further continues it.
    depth: usize,
    end: usize,
}

impl<'t> Value<'t> {
    fn on(text: &'t str, (from, to): Line) -> Option<Self> {
        let line = &text[from..to];
        let mut at = indent(line);
        let mut depth = at;
        while let Some(rest) = line[at..].strip_prefix("- ") {
            depth = at;
            at = line.len() - rest.trim_start().len();
        }
        // A key has neither quotes nor brackets in it.
        if let Some(colon) = line[at..].find(": ")
            && colon > 0
            && !line[at..at + colon].contains(['"', '\'', '[', '{', '#', '*', '&', '!', '@', '`', '%', '|', '>'])
        {
            depth = at;
            at = line.len() - line[at + colon + 2..].trim_start().len();
        }
        let value = without_comment(&line[at..]);
        (!value.is_empty()).then(|| Self { text, span: Span::of(from + at, from + at + value.len()), depth, end: to })
    }

    fn written(&self) -> &'t str {
        self.span.slice(self.text)
    }

    /// Quotes around all of it, with the lines that continue it.
    fn quoted(&self) -> Vec<TextEdit> {
        let mut last = self.span.end;
        let whole_line = self.text[last as usize..self.end].trim().is_empty();
        for (from, to) in below(self.text, self.end).take(MOST_LINES).take_while(|_| whole_line) {
            let line = &self.text[from..to];
            if line.trim().is_empty() {
                continue;
            }
            if indent(line) <= self.depth || line.trim_start().starts_with("- ") || line.contains(" #") {
                break;
            }
            last = offset(from + line.trim_end().len());
        }
        let all = Span::new(self.span.start, last);
        let inner = all.slice(self.text).match_indices('\'').map(|(at, _)| all.start + offset(at));
        let at = |at: u32, what: &str| TextEdit::new(Span::empty(at), what);
        let mut edits = vec![at(all.start, "'")];
        edits.extend(inner.map(|place| at(place, "'")));
        edits.push(at(all.end, "'"));
        edits
    }
}

/// A value without the comment behind it. What follows a `#` without a space is text that lacks its quotes.
fn without_comment(value: &str) -> &str {
    let is_comment = |at: &usize| {
        let after = value[at + 1..].trim_start_matches('#');
        after.is_empty() || after.starts_with([' ', '\t'])
    };
    let end = value.match_indices(" #").map(|(at, _)| at).find(is_comment);
    value[..end.unwrap_or(value.len())].trim_end()
}

const QUOTE: &str = "Put quotes around the value";

/// A comment without a space before its `#`.
fn comment_without_space(text: &str, fault: &Fault) -> Option<Told> {
    let span = without_blanks(fault.span, text);
    let rest = span.slice(text).strip_prefix('#')?;
    if text[..span.start as usize].ends_with([' ', '\t']) {
        return None;
    }
    let is_comment = rest.trim_start_matches('#').starts_with([' ', '\t']);
    let words = Words {
        message: "a comment needs a space before its \"#\"".to_owned(),
        help: "write a space before the \"#\"".to_owned(),
        title: "Write a space before the \"#\"",
        applicability: if is_comment { Applicability::Safe } else { Applicability::Unsafe },
    };
    Some(cause(span, words, vec![TextEdit::new(Span::empty(span.start), " ")]))
}

/// The length of the brackets that a text of Markdown, or of a template, begins with.
pub(super) fn brackets(value: &str) -> Option<usize> {
    let until = |end: &str| value.find(end).map(|at| at + end.len());
    if value.starts_with("[[") {
        return until("]]");
    }
    if value.starts_with("{{") {
        return until("}}");
    }
    if value.starts_with("{%") {
        return until("%}");
    }
    let mut depth = 0usize;
    for (at, c) in value.char_indices().take_while(|(at, _)| *at > 0 || value.starts_with('[')) {
        match c {
            '[' => depth += 1,
            ']' if depth == 1 => return value[at + 1..].starts_with(['(', '[']).then_some(at + 1),
            ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A text that begins with a mention, a link or a template: a list or keys to YAML.
fn markdown(value: &Value<'_>, fault: &Fault) -> Option<Told> {
    let end = brackets(value.written())?;
    if fault.span.start < value.span.start || !value.span.touches(Span::empty(fault.span.start)) {
        return None;
    }
    let follows = without_blanks(Span::new(value.span.start + offset(end), value.span.end), value.text);
    let span = if follows.is_empty() { value.span } else { follows };
    let opening = if value.written().starts_with('{') { "keys with values" } else { "a list" };
    let words = Words {
        message: format!("without quotes the brackets at the start of this text make {opening} of it"),
        help: "put quotes around it".to_owned(),
        title: QUOTE,
        applicability: Applicability::Safe,
    };
    Some(cause(span, words, value.quoted()))
}

/// A text that begins with a mark of YAML's: that mark, and the whole text in quotes.
fn started(value: &Value<'_>, fault: &Fault) -> Option<Told> {
    let first = value.written().chars().next()?;
    let after_mark = value.written()[first.len_utf8()..].chars().next();
    let here = without_blanks(fault.span, value.text);
    let (span, message, help) = match (&fault.kind, first) {
        (FaultKind::AfterValue, '*') => {
            (value.span, "a value cannot start with \"*\"".to_owned(), "put quotes around the value".to_owned())
        }
        (FaultKind::AfterValue, '{') => {
            let message = "without quotes the brackets at the start of this text make keys with values of it";
            (here, message.to_owned(), "put quotes around it".to_owned())
        }
        (FaultKind::BlockHeader, '|' | '>') if after_mark == Some(' ') => {
            let help = format!("put quotes around all of it, or start the text on the line after the \"{first}\"");
            (here, "this does not read as the start of a text block".to_owned(), help)
        }
        (FaultKind::BlockNotAllowed | FaultKind::Indentation, '-')
            if after_mark == Some(' ') && fault.span.start == value.span.start =>
        {
            let help = "put quotes around it if it is text, or start the list on the next line";
            (fault.span, "a list cannot start on the line of its key".to_owned(), help.to_owned())
        }
        _ => return None,
    };
    // What stands below may belong to a list or to a text that was meant.
    let goes_on = below(value.text, value.end)
        .map(|(from, to)| &value.text[from..to])
        .find(|line| !line.trim().is_empty())
        .is_some_and(|line| indent(line) > value.depth);
    if goes_on && matches!(first, '-' | '|' | '>') {
        return None;
    }
    let words = Words { message, help, title: QUOTE, applicability: Applicability::Unsafe };
    Some(cause(span, words, value.quoted()))
}

/// A quoted text that ends before its author meant it to.
fn ended(value: &Value<'_>, fault: &Fault) -> Option<Told> {
    let written = value.written();
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let span = without_blanks(fault.span, value.text);
    let before = value.text.get(value.span.start as usize + 1..span.start as usize)?.trim_end();
    let end = value.span.start as usize + 1 + before.strip_suffix(quote)?.len();
    let behind = &value.text[end + 1..];
    let in_word = |at: usize| {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        is_letter(value.text[..at].chars().next_back()) && is_letter(value.text[at + 1..].chars().next())
    };
    let rest = shortened(span.slice(value.text));
    let inside = Span::new(value.span.start + 1, value.span.end.saturating_sub(1));
    let encloses = written.len() > 2 && written.ends_with(quote) && encloses(written, quote);
    if !encloses {
        let message = format!("the text ends at the quote before \"{rest}\"");
        let help = "put quotes around all of it, or move the rest to a line of its own".to_owned();
        let words = Words { message, help, title: QUOTE, applicability: Applicability::Unsafe };
        return Some(cause(span, words, value.quoted()));
    }
    let places: Vec<usize> =
        inner_quotes(inside.slice(value.text), quote).map(|at| inside.start as usize + at).collect();
    let all_in_words = quote == '\'' && places.iter().all(|at| in_word(*at));
    let is_apostrophe = quote == '\'' && behind.starts_with(char::is_alphanumeric);
    let (message, help, title, added) = if quote == '\'' {
        let what = if is_apostrophe { "apostrophe" } else { "quote" };
        let help = "write two of them (\"''\") where the text goes on, or put it between double quotes";
        (format!("the text ends at the {what} before \"{rest}\""), help, "Double the inner \"'\"", "'")
    } else {
        let help = "write \"\\\" before a quote inside the text, or put it between single quotes";
        (format!("the text ends at the quote before \"{rest}\""), help, "Write \"\\\" before the inner quotes", "\\")
    };
    let applicability = if all_in_words { Applicability::Safe } else { Applicability::Unsafe };
    let words = Words { message, help: help.to_owned(), title, applicability };
    Some(cause(span, words, places.iter().map(|at| TextEdit::new(Span::empty(offset(*at)), added)).collect()))
}

/// The quotes inside a quoted text that end it: neither doubled nor escaped.
fn inner_quotes(inside: &str, quote: char) -> impl Iterator<Item = usize> {
    let bytes = inside.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let byte = *bytes.get(at)?;
            at += 1;
            let skips =
                byte == b'\\' && quote == '"' || byte == b'\'' && quote == '\'' && bytes.get(at) == Some(&b'\'');
            if skips {
                at += 1;
            } else if char::from(byte) == quote {
                return Some(at - 1);
            }
        }
    })
}

/// Whether the first and the last quote of a text belong together: no pair of them ends before the last.
fn encloses(written: &str, quote: char) -> bool {
    let inside = &written[1..written.len() - 1];
    let mut open = 0usize;
    for at in inner_quotes(inside, quote) {
        let (before, after) = (inside[..at].chars().next_back(), inside[at + 1..].chars().next());
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        // The end of a quotation that begins with a quote of another form.
        let opened_low = quote == '"' && inside[..at].contains('„');
        if is_letter(before) && is_letter(after) || opened_low {
            continue;
        }
        let opens = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '-' | '/'))
            && after.is_some_and(|c| !c.is_whitespace());
        match (opens, open) {
            (true, _) => open += 1,
            // An apostrophe at the end of a word, or the end of a quotation that the first quote begins.
            (false, 0) => return false,
            (false, _) => open -= 1,
        }
    }
    true
}

/// A text between a straight quote and a curly one.
fn curly_end(value: &Value<'_>) -> Option<Told> {
    let written = value.written();
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let last = written.chars().next_back()?;
    let is_its = if quote == '"' {
        matches!(last, '”' | '“' | '″' | '‟')
    } else {
        matches!(last, '’' | '‘' | '′')
    };
    if !is_its || written[1..].contains(quote) {
        return None;
    }
    let span = Span::new(value.span.end - offset(last.len_utf8()), value.span.end);
    let words = Words {
        message: format!("\"{last}\" does not close a text that opens with {quote}"),
        help: format!("write {quote} in its place"),
        title: "Close the text with a straight quote",
        applicability: Applicability::Safe,
    };
    Some(cause(span, words, vec![TextEdit::new(span, quote.to_string())]))
}
