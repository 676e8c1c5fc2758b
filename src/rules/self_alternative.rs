//! `self-alternative`: a role that lists itself.

use super::{Applicability, FileCx, FixPlan, Sink};

declare_rule!("self-alternative": Error, fixable, reads NAMES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(page) = cx.page() else { return };
    for pasted in page.pasted.iter().filter(|pasted| pasted.first.is_none()) {
        let (name, meant) = (&pasted.at.name, &pasted.meant.name);
        sink.report(
            pasted.at.span,
            format!("\"{name}\" is the role of this page, and stands where \"{meant}\" belongs"),
        )
        .help(format!("the row and the option here are those of \"{meant}\": write that"))
        .fix(FixPlan::Name { span: pasted.at.span, to: meant.clone(), applicability: Applicability::Unsafe })
        .done();
    }
    for entry in page.alternatives.iter().filter(|e| e.key == page.own && e.repeats.is_none()) {
        sink.report(
            entry.at.span,
            format!("\"{}\" is the role of this page, so it is no alternative to it", entry.at.name),
        )
        .help("remove this alternative, or name another role")
        .done();
    }
}
