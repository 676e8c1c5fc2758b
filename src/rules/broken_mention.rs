//! `broken-mention`: a mention or a link in prose that does not read as one.

use std::ops::Range;

use super::{Applicability, FileCx, FixPlan, Sink};
use crate::content::{MentionFault, OpenMention, collapse};

declare_rule!("broken-mention": Warning, fixable, reads KNOWN);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for fault in &cx.facts.mention_faults {
        match fault {
            MentionFault::Empty(span) => {
                sink.report(*span, "this mention names nothing").help("write a name between the brackets").done();
            }
            MentionFault::Link(span, meant) => {
                sink.report(*span, "this does not read as a link")
                    .help(format!("write {meant}"))
                    .fix(FixPlan::Text {
                        title: format!("Write {meant}"),
                        span: *span,
                        to: meant.to_string(),
                        applicability: Applicability::Safe,
                    })
                    .done();
            }
            MentionFault::Open(open) => self::open(cx, sink, open),
        }
    }
}

/// So many words of a text are looked at for the name that it begins with.
const MOST_WORDS: usize = 8;

fn open(cx: &FileCx<'_>, sink: &mut Sink<'_>, open: &OpenMention) {
    let workspace = cx.workspace;
    let text = open.part.text.get(open.name.clone()).unwrap_or_default();
    let start = open.name.start + text.len() - text.trim_start().len();
    let text = text.trim();
    // The text up to the end of each of its first words, the longest first.
    let ends = text.match_indices(char::is_whitespace).map(|(at, _)| at).chain([text.len()]);
    let ends: Vec<usize> = ends.take(MOST_WORDS).collect();
    let bare = |name: &str| name.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']).len();
    let names = ends.iter().rev().flat_map(|end| [*end, bare(&text[..*end])]).map(|end| text[..end].trim_end());
    let names = names.filter(|name| !name.is_empty());
    let known = names.clone().find(|name| workspace.mentioned(open.kind, collapse(name).as_ref()).is_some());
    let near = || {
        let near = names.clone().filter_map(|name| {
            let near = workspace.suggest(open.kind, &workspace.intern(&collapse(name)))?;
            Some((strsim::damerau_levenshtein(&name.to_lowercase(), &near.name.to_lowercase()), name, near.name))
        });
        near.min_by_key(|(distance, ..)| *distance)
    };
    let (name, meant, applicability) = match known {
        Some(name) => (name, collapse(name).into_owned(), Applicability::Safe),
        None => match near() {
            Some((_, name, meant)) => (name, meant.to_string(), Applicability::Unsafe),
            None => return,
        },
    };
    let is_all = open.closed_once && name.len() == text.len();
    let end = if is_all { open.name.end + 1 } else { start + name.len() };
    let word = if open.kind == workspace.config().bare_kind(cx.entry.kind) {
        String::new()
    } else {
        format!("{}:", workspace.config().word(open.kind))
    };
    let message = format!("this mention of \"{meant}\" is not closed");
    let (end, shown) = match shown(&open.part.text, start + name.len()) {
        Some(Shown::Closed(shown)) => (shown.end + 1, &open.part.text[shown]),
        Some(Shown::Open) => {
            let report = sink.report(open.part.place(open.start, end), message);
            return report.help("write \"]]\" behind the words to show").done();
        }
        None => (end, ""),
    };
    let to = format!("[[{word}{meant}{shown}]]");
    let span = open.part.place(open.start, end);
    sink.report(span, message)
        .help(format!("write {to}"))
        .fix(FixPlan::Text { title: format!("Write {to}"), span, to, applicability })
        .done();
}

/// The words to show of a mention that is not closed.
enum Shown {
    /// With their `|` (bytes of the text); one bracket stands behind them.
    Closed(Range<usize>),
    /// Where they end cannot be told.
    Open,
}

/// The words to show that follow a name which ends at a byte offset of a text.
fn shown(text: &str, name: usize) -> Option<Shown> {
    let rest = text.get(name..)?;
    rest.trim_start().strip_prefix('|')?;
    let end = rest.find(['[', ']', '\n']).filter(|end| rest[*end..].starts_with(']'));
    Some(end.map_or(Shown::Open, |end| Shown::Closed(name..name + end)))
}
