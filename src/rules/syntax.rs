//! `syntax`: a place that cannot be read as YAML.

use super::{FileCx, FixPlan, Sink};

declare_rule!("syntax": Error, fixable);

/// Files with more errors get no [`FixPlan::MendSyntax`]: each one parses the file anew.
const MOST_MENDED: usize = 20;

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for error in &cx.facts.syntax {
        let mut report = sink.report(error.span, error.message.clone());
        if let Some(help) = &error.help {
            report = report.help(help.clone());
        }
        if let Some((span, message)) = &error.related {
            report = report.here(*span, message.clone());
        }
        if error.fixes.is_empty() && cx.facts.syntax.len() <= MOST_MENDED {
            report = report.fix(FixPlan::MendSyntax { at: error.span });
        }
        for fix in &error.fixes {
            let (title, edits) = (fix.title.clone(), fix.edits.clone());
            report = report.fix(FixPlan::Replace { title, applicability: fix.applicability, edits });
        }
        report.done();
    }
}
