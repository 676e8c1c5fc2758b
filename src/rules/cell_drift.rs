//! `cell-drift`: a row that says something else about a role than its own page.

use super::{FileCx, FixPlan, Key, Related, Sink};
use crate::content::{Cell, NameAt, is_placeholder};
use crate::workspace::FileId;

declare_rule!("cell-drift": Warning, fixable, reads NAMES | CELLS | PLACES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for restated in restated_cells(cx) {
        let Restated { cell, own, file, row } = restated;
        if cell.says_same(own) {
            continue;
        }
        let name = &row.name;
        let path = cx.workspace.file(file).path.clone();
        let message = format!("its own page says this, in {}", cx.file_name_of(file));
        sink.report(cell.span, format!("this says something else about \"{name}\" than its own page does"))
            .help("remove the cell to show the page's own text")
            .related(Related { path, span: own.span, message })
            .fix(FixPlan::SetCell { key: cell.column.span, text: own.text().to_owned() })
            .done();
    }
}

/// A filled cell of another role's row whose column is filled in that role's own row too.
pub(super) struct Restated<'a> {
    /// The cell here.
    pub cell: &'a Cell,
    /// The cell in the role's own row.
    pub own: &'a Cell,
    /// The role's file.
    pub file: FileId,
    /// The row's role.
    pub row: &'a NameAt,
}

/// The restated cells of the page's table, whether their texts differ or not; `per_page` columns are left out.
pub(super) fn restated_cells<'a>(cx: &'a FileCx<'_>) -> Vec<Restated<'a>> {
    let mut found = Vec::new();
    let (Some(page), Some(role)) = (cx.page(), cx.role()) else { return found };
    let Some(comparison) = &role.comparison else { return found };
    for entry in page.rows.iter().filter(|e| e.key != page.own) {
        let Key::Role(file) = entry.key else { continue };
        let says = |cell: &&Cell| !cell.text().is_empty() && !is_placeholder(cell.text());
        let cells = comparison.rows[entry.position].cells.iter().filter(says);
        for cell in cells {
            let column = cx.workspace.config().column(&cell.column.name);
            if column.is_none_or(|c| c.per_page) {
                continue;
            }
            let Some(source) = cx.workspace.own_row(file) else { continue };
            let own = source.cells.iter().find(|c| c.column.name == cell.column.name && says(c));
            if let Some(own) = own {
                found.push(Restated { cell, own, file, row: entry.at });
            }
        }
    }
    found
}
