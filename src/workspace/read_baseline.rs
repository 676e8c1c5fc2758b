//! Reading the baseline that `sidestep.yaml` names.

use std::sync::Arc;

use super::{Baseline, ConfigFinding, Sources};
use crate::text::Span;

/// The baseline at a path of the settings, whose place in them is `span`. One that cannot be used is a finding, and nothing is known then.
pub(super) fn read_baseline(
    (path, span): (String, Span),
    sources: &dyn Sources,
    findings: &mut Vec<ConfigFinding>,
) -> Option<Arc<Baseline>> {
    let mut refuse = |message: String, help: &str| {
        findings.push(ConfigFinding { path: "sidestep.yaml".to_owned(), span, message, help: Some(help.to_owned()) });
    };
    match sources.read(&path) {
        Err(why) => {
            let help = "sidestep check --write-baseline writes it anew, with all findings of today";
            refuse(format!("the baseline \"{path}\" cannot be read: {why}"), help);
            None
        }
        Ok(text) => match Baseline::read(&text) {
            Ok(baseline) => Some(Arc::new(baseline)),
            Err(why) => {
                let help = "restore the file, or write it anew with sidestep check --write-baseline";
                refuse(format!("the baseline \"{path}\" cannot be used: {why}"), help);
                None
            }
        },
    }
}
