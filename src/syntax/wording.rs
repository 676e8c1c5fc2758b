//! [`word`]: a [`Fault`] as a [`SyntaxError`], in the author's words and at the place to be changed.

use super::backend::DEEPEST;
use super::cause::shortened;
use super::culprit::{
    bracket_above, dashless_above, directive_above, first_line, glued_above, is_indented, lacks_space, line_of_key,
    next_key, owner_above, stray_above, trimmed_line, unclosed_bracket, unclosed_quote, without_blanks, word_before,
};
use super::escapes;
use super::fault::{Fault, FaultKind, FixKind};
use super::lines::{following, indent, line_at};
use super::{SyntaxError, SyntaxFix};
use crate::text::{Applicability, LineIndex, Span, capitalised, span::offset};

/// The error for a fault of `text`, in the author's words.
pub(super) fn word(fault: &Fault, text: &str, lines: &LineIndex) -> SyntaxError {
    let opener = fault.others.first().copied().filter(|o| o.start < fault.span.start || fault.span.is_empty());
    let opening = opener.map_or("", |o| Span::new(o.start, o.start + 1).slice(text));
    let case = Case { fault, text, lines, opener, opening, span: without_blanks(fault.span, text) };
    let Said { span, message, help } = case.said();
    let keeps = fault.kind != FaultKind::Escape || escapes::all_refused(fault.span, text);
    let fixes = fault.fixes.iter().filter(|_| keeps);
    let fixes = fixes.map(|(kind, edits)| SyntaxFix {
        title: fix_title(kind, opening),
        applicability: match kind {
            FixKind::Told(_, applicability) => *applicability,
            FixKind::Dash => Applicability::Safe,
            FixKind::KeepVersion { .. } | FixKind::DeleteMarkers => Applicability::Manual,
            _ => Applicability::Unsafe,
        },
        edits: edits.clone(),
    });
    let mut fixes: Vec<SyntaxFix> = fixes.collect();
    if !keeps {
        fixes.extend(escapes::of_path(fault.span, text));
    }
    let explains = opener.filter(|o| fault.kind == FaultKind::Indentation && !o.touches(span));
    let related = explains.map(|o| (o, "it opens here".to_owned()));
    SyntaxError { span, message, help: Some(help), related, fixes }
}

/// Message and help, and the span to underline.
struct Said {
    span: Span,
    message: String,
    help: String,
}

impl Said {
    fn at(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: help.into() }
    }
}

/// A fault with its context.
struct Case<'a> {
    fault: &'a Fault,
    text: &'a str,
    lines: &'a LineIndex,
    /// The quote or bracket before the fault that is not closed.
    opener: Option<Span>,
    /// The first byte of `opener`, or `""`.
    opening: &'a str,
    /// The fault's span, trimmed of blanks.
    span: Span,
}

impl Case<'_> {
    fn said(&self) -> Said {
        match &self.fault.kind {
            FaultKind::OpenQuote => self.open_quote(),
            FaultKind::Indentation | FaultKind::OpenBracket | FaultKind::FlowSyntax
                if matches!(self.opening, "[" | "{") =>
            {
                self.open_list()
            }
            FaultKind::OpenBracket | FaultKind::FlowSyntax => self.flow_syntax(),
            FaultKind::Indentation | FaultKind::BlockNotAllowed => self.indentation(),
            FaultKind::KeyOverLines => misplaced_key(self.fault.span.start, self.text),
            FaultKind::ValueStart => self.value_start(),
            FaultKind::Escape => self.escape(),
            FaultKind::Directive => self.directive(),
            FaultKind::AfterDocument => self.after_document(),
            FaultKind::AnchorName => self.anchor_name(),
            FaultKind::Tag => self.tag(),
            FaultKind::AliasWithProperties => self.here("two marks cannot stand before one value", QUOTE),
            FaultKind::Tab => self.tab(),
            FaultKind::AfterValue => self.here(
                format!("\"{}\" stands after the end of the value", self.underlined()),
                "put quotes around all of it, or move the rest to a line of its own",
            ),
            FaultKind::MissingColon => self.missing_colon(),
            FaultKind::BlockHeader => self.here(
                "this does not read as the start of a text block",
                "after \"|\" or \">\" the text starts on the next line",
            ),
            FaultKind::BlankLineTooDeep => self.here(
                "a blank line above this text has more spaces than the text",
                "take the spaces out of the blank lines",
            ),
            FaultKind::ColonInValue => self.here(
                "a \": \" inside a text without quotes starts a new key, which cannot stand here",
                "put quotes around the whole value",
            ),
            FaultKind::TooDeep => self.here(
                format!("lists and keys nest deeper than {DEEPEST} levels here"),
                "nothing below this level is read",
            ),
            FaultKind::TooManyAliases => self.here(
                "the references to other values (\"*name\") multiply to more than can be read",
                "write the values out, or use fewer references",
            ),
            FaultKind::UnknownAlias { name, near } => self.here(
                format!("\"*{}\" refers to a value marked \"&{0}\", and there is none above", shortened(name)),
                near.as_ref().map_or_else(
                    || "put quotes around it if it is text".to_owned(),
                    |near| format!("did you mean \"*{}\"?", shortened(near)),
                ),
            ),
            FaultKind::AliasInItself(name) => {
                self.here(format!("\"*{name}\" stands inside the value that it refers to"), "write the value out")
            }
            FaultKind::Told { message, help } => Said::at(self.fault.span, message.clone(), help.clone()),
            FaultKind::KeysOnALine => {
                self.here("several keys stand on one line", "put each on a line of its own, below the first")
            }
            FaultKind::ColonAtEnd => {
                self.here("a text without quotes cannot end with a \":\"", "remove it, or put quotes around the text")
            }
            FaultKind::ClosesNothing => self.here(
                format!("this \"{}\" closes nothing", self.underlined()),
                "remove it; what was opened is closed already",
            ),
            FaultKind::NoBar => self.here(
                "a \":\" in a text of several lines makes a key of what stands before it",
                "write \"|\" after the key above the text",
            ),
            FaultKind::NoDash => self.here(NO_DASH, "write \"- \" before it"),
            FaultKind::Conflict => self.here(
                "two versions of the text stand here, from an unresolved merge conflict",
                "keep one of them, and delete the lines <<<<<<<, ======= and >>>>>>>",
            ),
            FaultKind::ConflictRest => self.here(
                "this line was left behind by a merge conflict",
                "delete it, and see that of the text around it only one version is left",
            ),
            FaultKind::Other(message) => self.other(message),
        }
    }

    /// A message at the fault's own span.
    fn here(&self, message: impl Into<String>, help: impl Into<String>) -> Said {
        Said::at(self.span, message, help)
    }

    fn underlined(&self) -> &str {
        self.span.slice(self.text)
    }

    /// The line of a byte offset, from 1.
    fn line(&self, at: u32) -> usize {
        self.lines.line_of(at) as usize + 1
    }

    fn open_quote(&self) -> Said {
        // After a repair above, the recorded opener may be off.
        let opener = self.opener.filter(|_| matches!(self.opening, "\"" | "'"));
        let opener = opener.map(|opener| Span::new(opener.start, opener.start + 1));
        let span = opener.or_else(|| unclosed_quote(self.fault.span, self.text)).unwrap_or(self.span);
        let quote = if opener.is_some() { self.opening } else { "quote" };
        let at = self.line(span.start);
        let help = format!("close the quote that opens on line {at}: add a {quote} where the text ends");
        Said::at(span, "this quote is never closed", help)
    }

    fn open_list(&self) -> Said {
        let (what, closer) = if self.opening == "{" { ("braces that open", "}") } else { ("list that opens", "]") };
        let at = self.opener.map_or(self.fault.span.start, |o| o.start);
        Said::at(
            Span::new(at, at + 1),
            format!("this \"{}\" is never closed", self.opening),
            format!("close the {what} on line {} with \"{closer}\"", self.line(at)),
        )
    }

    fn flow_syntax(&self) -> Said {
        match unclosed_bracket(self.fault.span.start, self.text) {
            Some(bracket) => never_closed(bracket, self.text),
            None => self.here(
                "this list in brackets does not read as a list",
                "separate its items with commas and close every bracket",
            ),
        }
    }

    fn indentation(&self) -> Said {
        let line = trimmed_line(self.fault.span.start, self.text);
        let before = word_before(self.fault.span.start, self.text).slice(self.text).trim_end();
        if self.underlined().starts_with("- ") && before.ends_with(':') {
            let help = "start it on the next line, or put quotes around the value if it is text";
            let comment = self.underlined().find(" #").map_or(self.span.end, |at| self.span.start + offset(at));
            let value = without_blanks(Span::new(self.span.start, comment), self.text);
            Said::at(value, "a list cannot start on the line of its key", help)
        } else if self.fault.kind == FaultKind::BlockNotAllowed && self.underlined() == "-" && before.ends_with(':') {
            let help = "leave the value empty, or put quotes around the \"-\"";
            self.here("a \"-\" alone begins a list, which cannot start on the line of its key", help)
        } else if self.fault.kind == FaultKind::BlockNotAllowed && self.underlined().starts_with('?') {
            let value = Span::new(self.span.start, line.end);
            Said::at(value, "a \"?\" at the start of a value has a meaning of its own", QUOTE)
        } else if lacks_space(line.slice(self.text)) {
            no_space_after_dash(line)
        } else {
            let help = "line it up with the entries it belongs to";
            Said::at(line, "this line is indented differently from the lines around it", help)
        }
    }

    fn value_start(&self) -> Said {
        let underlined = self.underlined();
        let first = underlined.chars().next();
        let mark = |c: char| Span::new(self.span.start, self.span.start + offset(c.len_utf8()));
        match first {
            Some(c @ (']' | '}')) => Said::at(
                mark(c),
                format!("this \"{c}\" closes nothing"),
                "remove it, or put quotes around the text if it is part of it",
            ),
            Some(c) if c.is_control() => Said::at(
                mark(c),
                format!("a character stands here that cannot be seen (U+{:04X})", u32::from(c)),
                "delete it, and write the line anew",
            ),
            _ => match bracket_above(self.fault.span.start, self.text).filter(|_| underlined.starts_with("- ")) {
                Some(bracket) => never_closed(bracket, self.text),
                None => self.here(
                    format!("a value cannot start with \"{}\"", first.unwrap_or('@')),
                    "put quotes around the value",
                ),
            },
        }
    }

    fn escape(&self) -> Said {
        let span = escapes::refused(self.fault.span, self.text);
        Said::at(
            span,
            format!("\"{}\" means nothing between double quotes", span.slice(self.text)),
            "write \"\\\\\" for a backslash, or use single quotes",
        )
    }

    fn directive(&self) -> Said {
        let line = directive_above(self.fault.span.start, self.text).unwrap_or(self.fault.span);
        Said::at(line, "a line cannot start with \"%\"", "put \"# \" before it if it is a comment")
    }

    fn after_document(&self) -> Said {
        let first = first_line(self.text).filter(|first| first.start < self.fault.span.start);
        if let Some(first) = first.filter(|first| is_indented(*first, self.text)) {
            return Said::at(first, FURTHER, "line it up with them");
        }
        let line = trimmed_line(self.fault.span.start, self.text);
        Said::at(
            line,
            format!("\"{}\" does not belong to what stands above it", shortened(line.slice(self.text))),
            "a file holds either keys or one list, all in one column",
        )
    }

    fn anchor_name(&self) -> Said {
        let mut span = self.span;
        if !self.underlined().starts_with(['&', '*']) {
            let before = word_before(span.start, self.text);
            let mark = before.slice(self.text).rfind(['&', '*']).unwrap_or_default();
            span = without_blanks(Span::new(before.start + offset(mark), span.end), self.text);
        }
        let mark = if span.slice(self.text).starts_with('&') { "&" } else { "*" };
        Said::at(
            span,
            format!("a \"{mark}\" at the start of a value needs a name right after it"),
            "put quotes around the value if it is text",
        )
    }

    fn tag(&self) -> Said {
        let mut span = word_before(self.fault.span.end, self.text);
        span.start += offset(span.slice(self.text).find('!').unwrap_or_default());
        Said::at(span, "a \"!\" at the start of a value has a meaning of its own", QUOTE)
    }

    fn tab(&self) -> Said {
        let (start, end) = line_at(self.text, self.fault.span.start as usize);
        let indent = self.text[start..end].len() - self.text[start..end].trim_start().len();
        let tabs = Span::of(start, start + indent);
        let span = if tabs.is_empty() { self.fault.span } else { tabs };
        Said::at(span, "this line is indented with a tab", "use spaces instead of the tab")
    }

    fn missing_colon(&self) -> Said {
        let mut span = self.span;
        // The parser may complain about the blanks behind the word, where the colon should be.
        if self.underlined().trim().is_empty() {
            span = without_blanks(word_before(span.start, self.text), self.text);
        }
        neither_key_nor_value(span, self.text)
    }

    fn other(&self, message: &str) -> Said {
        let span = if self.span.is_empty() { trimmed_line(self.span.start, self.text) } else { self.span };
        Said::at(span, message.replace('`', "\""), QUOTE)
    }
}

const NO_DASH: &str = "a new item begins with a dash";
const QUOTE: &str = "put quotes around the text if it is meant as text";
const FURTHER: &str = "this line is indented further than the entries beside it";

/// The wording for a key inside a multi-line scalar: mostly a line above it lacks a colon, a dash or a space.
fn misplaced_key(at: u32, text: &str) -> Said {
    let unlike_a_key = |line: Span| {
        if lacks_space(line.slice(text)) { no_space_after_dash(line) } else { neither_key_nor_value(line, text) }
    };
    if let Some(line) = stray_above(at, text) {
        return unlike_a_key(line);
    }
    if let Some(key) = glued_above(at, text) {
        return no_space_after_colon(key, text);
    }
    if let Some(line) = dashless_above(at, text) {
        return Said::at(line, NO_DASH, "write \"- \" before it");
    }
    if let Some(line) = owner_above(at, text) {
        return unlike_a_key(line);
    }
    let line = line_of_key(at, text).or_else(|| next_key(at, text)).unwrap_or_else(|| trimmed_line(at, text));
    let help = "line it up with them, or put the text above it in quotes if the \":\" is part of it";
    Said::at(line, FURTHER, help)
}

fn no_space_after_dash(line: Span) -> Said {
    Said::at(line, "a list item needs a space after its dash", "write \"- \" before the text")
}

fn no_space_after_colon(line: Span, text: &str) -> Said {
    let key = line.slice(text).split(':').next().unwrap_or_default();
    Said::at(line, "a key needs a space after its \":\"", format!("write \"{}: \"", shortened(key)))
}

/// The wording for an unclosed bracket.
fn never_closed(bracket: Span, text: &str) -> Said {
    let opening = bracket.slice(text);
    let closer = if opening == "[" { "]" } else { "}" };
    Said::at(
        bracket,
        format!("this \"{opening}\" is never closed"),
        format!("remove it, or close it with \"{closer}\" where what it holds ends"),
    )
}

fn neither_key_nor_value(line: Span, text: &str) -> Said {
    let written = line.slice(text);
    let end = written.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(written.len());
    if written[end..].starts_with(':') && end > 1 && !written[end..].starts_with("://") && !written.contains(": ") {
        return no_space_after_colon(line, text);
    }
    let own = line_at(text, line.start as usize);
    let next = following(text, own.1).map_or("", |(from, to)| &text[from..to]);
    if end == written.len() && indent(next) > indent(&text[own.0..own.1]) {
        let help = format!("write \"{written}:\"");
        return Said::at(line, "this key has no \":\" after it", help);
    }
    Said::at(
        line,
        format!("\"{}\" is neither a key nor part of the value above", shortened(line.slice(text))),
        "a key needs a \":\" after it; a text of several lines must be indented further than its key",
    )
}

/// What a fix does, in the author's words.
fn fix_title(kind: &FixKind, opening: &str) -> String {
    match kind {
        FixKind::CloseCollection => {
            let (what, closer) = if opening == "{" { ("braces", "}") } else { ("list", "]") };
            format!("Close the {what} with \"{closer}\"")
        }
        FixKind::QuoteValue => "Put quotes around the value".to_owned(),
        FixKind::DoubleBackslashes => "Write each backslash twice".to_owned(),
        FixKind::Dash => "Write \"- \" before it".to_owned(),
        FixKind::OwnLines => "Put each key on a line of its own".to_owned(),
        FixKind::RemoveColon => "Remove the \":\"".to_owned(),
        FixKind::RemoveBracket => "Remove what closes nothing".to_owned(),
        FixKind::NextLine => "Start the text on the next line".to_owned(),
        FixKind::Bar => "Write \"|\" after the key".to_owned(),
        FixKind::SpaceAfterDash => "Write a space after the dash".to_owned(),
        FixKind::SpaceAfterColon => "Write a space after the \":\"".to_owned(),
        FixKind::Colon => "Write a \":\" after the key".to_owned(),
        FixKind::Indent => "Line it up with the entries beside it".to_owned(),
        FixKind::KeepVersion { first, name } => {
            let which = if *first { "first" } else { "second" };
            let name = if name.is_empty() { String::new() } else { format!(" ({})", shortened(name)) };
            format!("Keep the {which} version{name}")
        }
        FixKind::DeleteMarkers => "Delete the lines of the conflict".to_owned(),
        FixKind::Spaces => "Indent with spaces".to_owned(),
        FixKind::SingleQuotes => "Use single quotes".to_owned(),
        FixKind::Told(title, _) => (*title).to_owned(),
        FixKind::Other(title) => capitalised(&title.replace('`', "\"")),
    }
}
