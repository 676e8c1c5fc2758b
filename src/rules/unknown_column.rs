//! `unknown-column`: a column that the workspace does not have.

use super::{Applicability, FileCx, FixPlan, Sink};
use crate::content::NameAt;
use crate::text::nearest;

declare_rule!("unknown-column": Error, fixable);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    if cx.workspace.config().columns_at_fault {
        return;
    }
    let Some(comparison) = cx.role().and_then(|role| role.comparison.as_ref()) else { return };
    let entries = comparison.columns.iter().flat_map(|(_, entries)| entries);
    let cells = comparison.rows.iter().flat_map(|row| &row.cells).map(|cell| &cell.column);
    let columns = &cx.workspace.config().columns;
    let is_unknown = |at: &&NameAt| cx.workspace.config().column(&at.name).is_none();
    for at in entries.chain(cells).filter(is_unknown) {
        if sink.is_full() {
            return;
        }
        let report = sink.report(at.span, format!("no column is named \"{}\"", at.name));
        match nearest(&at.name, columns.iter().map(|c| c.name.as_str())) {
            Some(near) => {
                let fix = FixPlan::Name { span: at.span, to: near.into(), applicability: Applicability::Unsafe };
                report.help(format!("did you mean \"{near}\"?")).fix(fix).done();
            }
            None => {
                let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
                report.help(format!("the columns are {}", names.join(", "))).done();
            }
        }
    }
}
