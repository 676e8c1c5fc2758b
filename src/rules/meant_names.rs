//! What to write in place of a name that nothing has, or that several things have.

use super::context::Report;
use super::{Applicability, FixPlan};
use crate::content::{KindId, Name, unseen_difference};
use crate::text::{Span, nearest};
use crate::workspace::Workspace;

/// What to write in place of an unknown name. A difference that cannot be seen is named.
pub(super) fn did_you_mean(written: &str, name: &str) -> String {
    match unseen_difference(written, name) {
        Some(difference) => format!("write \"{name}\": here {difference}"),
        None => format!("did you mean \"{name}\"?"),
    }
}

/// So many things are proposed in place of a name that may mean several.
const MOST_MEANT: usize = 4;

/// Proposes the ids of several things, of which only the author knows the right one.
pub(super) fn one_of(report: Report<'_>, why: &str, span: Span, ids: Vec<Name>) {
    let more = if ids.len() > MOST_MEANT { ", or another" } else { "" };
    let ids: Vec<Name> = ids.into_iter().take(MOST_MEANT).collect();
    let list: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    let report = report.help(format!("{why}: write {}{more}", list.join(" or ")));
    let fix = |to| FixPlan::Name { span, to, applicability: Applicability::Manual };
    ids.into_iter().fold(report, |report, to| report.fix(fix(to))).done();
}

/// What stands between the brackets of the mention that was meant: the name of a thing of another kind than `bare` lacks its
/// kind, or the kind is misspelled.
pub(super) fn of_kind(workspace: &Workspace, bare: KindId, name: &str) -> Option<String> {
    let config = workspace.config();
    let mut kinds = config.kind_ids().filter(|kind| *kind != bare);
    if let Some(kind) = kinds.find(|kind| workspace.resolve(*kind, name).is_some()) {
        return Some(format!("{}:{name}", config.word(kind)));
    }
    let (word, rest) = name.split_once(':')?;
    let kind = nearest(word.trim(), config.kinds.iter().map(String::as_str))?;
    Some(format!("{kind}:{}", rest.trim()))
}
