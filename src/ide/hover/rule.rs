//! The card of a rule's code, in `sidestep.yaml` and in suppression comments.

use super::Hover;
use super::text::{Card, escape, title};
use crate::content::FileKind;
use crate::ide::FileView;
use crate::ide::keys::key_at;
use crate::rules;
use crate::text::Span;
use crate::workspace::Config;

pub(super) fn hover(file: &FileView<'_>, at: u32) -> Option<Hover> {
    let ignored = file.facts().ignores.iter().flat_map(|ignore| &ignore.codes);
    let mut comment = ignored.filter(|(_, span)| span.start <= at && at <= span.end);
    let comment = comment.next().map(|(code, span)| (&**code, *span));
    let (code, span) = comment.or_else(|| in_settings(file, at))?;
    Some(Hover { span, markdown: card(code, file.workspace().config())? })
}

/// The code under `rules:` at a place, or that of the severity there.
fn in_settings<'t>(file: &'t FileView<'_>, at: u32) -> Option<(&'t str, Span)> {
    if file.entry.kind != FileKind::Config {
        return None;
    }
    let key = key_at(&file.tree, file.workspace().schema(FileKind::Config), at)?;
    let code = key.above.is_some_and(|above| above.scalar_text() == "rules") && key.depth == 1;
    let span = if key.in_value { key.value.inner_span() } else { key.key.inner_span() };
    code.then(|| (key.key.scalar_text(), span))
}

fn card(code: &str, config: &Config) -> Option<String> {
    let rule = rules::find(code)?;
    let word = |severity: Option<crate::workspace::Severity>| severity.map_or("off", |s| s.as_str());
    let (default, now) = (word(rule.severity), word(rules::severity_of(rule, code, config)));
    let mut card = Card::default();
    let here = if default == now { String::new() } else { format!(", here {now}") };
    card.block(&title(&escape(code), &format!("rule, {default} by default{here}")));
    card.block(&format!("{}.", rule.summary().trim_end_matches('.')));
    let explanation = rule.docs.split("\n\n").nth(1).filter(|text| !text.starts_with('#'));
    card.block(&explanation.unwrap_or_default().replace('\n', " "));
    if rule.fixable {
        card.block("It comes with a fix.");
    }
    Some(card.finish())
}
