//! `config`: settings or a schema that cannot be used.

use super::{FileCx, Sink};
use crate::content::FileKind;
use crate::workspace::ConfigFinding;

declare_rule!("config": Error, reads FILES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for finding in cx.workspace.config_findings().iter().filter(|finding| *finding.path == *cx.entry.path) {
        report(sink, finding);
    }
    if cx.entry.kind == FileKind::Config {
        cx.workspace.path_findings().iter().for_each(|finding| report(sink, finding));
    }
}

/// Reports one finding of the settings.
pub(super) fn report(sink: &mut Sink<'_>, finding: &ConfigFinding) {
    let report = sink.report(finding.span, finding.message.clone());
    match &finding.help {
        Some(help) => report.help(help.clone()).done(),
        None => report.done(),
    }
}
