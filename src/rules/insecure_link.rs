//! `insecure-link`: a link to an `http://` address.

use super::{Applicability, FixPlan};
use super::{FileCx, Reads, Rule, Sink};
use crate::content::LinkFault;
use crate::text::{Span, TextEdit};
use crate::workspace::Severity;

pub static RULE: Rule = Rule {
    code: "insecure-link",
    severity: Some(Severity::Warning),
    fixable: true,
    reads: Reads::NOTHING,
    docs: include_str!("docs/insecure-link.md"),
    check,
};

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for link in cx.facts.links.iter().filter(|link| link.fault == LinkFault::Insecure) {
        let scheme = Span::new(link.span.start, link.span.start + 4);
        let title = "Replace with \"https://\"".to_owned();
        sink.report(link.span, format!("\"{}\" is not encrypted", link.target))
            .help("write \"https://\", if the site answers there")
            .fix(FixPlan::Replace {
                title,
                applicability: Applicability::Unsafe,
                edits: vec![TextEdit::new(scheme, "https")],
            })
            .done();
    }
}
