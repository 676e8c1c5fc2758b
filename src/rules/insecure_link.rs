//! `insecure-link`: a link to an `http://` address.

use super::{Applicability, FileCx, FixPlan, Sink};
use crate::content::LinkFault;
use crate::text::{Span, TextEdit};

declare_rule!("insecure-link": Warning, fixable);

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
