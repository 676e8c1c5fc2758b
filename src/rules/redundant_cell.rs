//! `redundant-cell`: a cell that repeats the role's own row word for word.

use super::cell_drift::restated_cells;
use super::{FileCx, FixPlan, Sink};

declare_rule!("redundant-cell": Hint, fixable, reads NAMES | CELLS);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for restated in restated_cells(cx) {
        let cell = restated.cell;
        if cell.says_same(restated.own) {
            sink.report(cell.column.span, format!("this repeats what the page of \"{}\" says", restated.row.name))
                .help("remove the cell: the table shows the page's own text")
                .fix(FixPlan::RemoveCell { key: cell.column.span })
                .done();
        }
    }
}
