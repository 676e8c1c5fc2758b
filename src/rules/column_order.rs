//! `column-order`: columns in another order than the workspace's.

use super::{FileCx, FixPlan, Sink};

declare_rule!("column-order": Warning, fixable);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    if cx.workspace.config().columns_at_fault {
        return;
    }
    let Some(comparison) = cx.role().and_then(|role| role.comparison.as_ref()) else { return };
    let Some((key, entries)) = &comparison.columns else { return };
    let columns = &cx.workspace.config().columns;
    let mut present: Vec<usize> = Vec::new();
    for rank in entries.iter().filter_map(|e| columns.iter().position(|c| c.name == *e.name)) {
        if !present.contains(&rank) {
            present.push(rank);
        }
    }
    let Some(wrong) = present.windows(2).find(|pair| pair[0] > pair[1]) else { return };
    let (late, early) = (&columns[wrong[1]].name, &columns[wrong[0]].name);
    let report = sink
        .report(
            *key,
            format!("the columns stand in another order than the workspace's: \"{late}\" comes before \"{early}\""),
        )
        .help("put the columns in the order of sidestep.yaml");
    if present.len() == entries.len() {
        let sorted = columns.iter().enumerate().filter(|(rank, _)| present.contains(rank));
        let names: Vec<String> = sorted.map(|(_, c)| c.name.clone()).collect();
        report.fix(FixPlan::Columns { names, title: "Put the columns in order".to_owned() }).done();
    } else {
        report.done();
    }
}
