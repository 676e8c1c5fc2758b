//! `duplicate-alternative`: an alternative that is listed twice.

use super::{Applicability, FileCx, FixPlan, PageView, Sink};

declare_rule!("duplicate-alternative": Error, fixable, reads NAMES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(page) = cx.page() else { return };
    for pasted in &page.pasted {
        let Some(first) = pasted.first else { continue };
        let (name, meant) = (&pasted.at.name, &pasted.meant.name);
        sink.report(pasted.at.span, format!("\"{name}\" stands where \"{meant}\" belongs, and is listed elsewhere"))
            .help(format!("the row and the option here are those of \"{meant}\": write that"))
            .here(first.span, "it is listed here")
            .fix(FixPlan::Name { span: pasted.at.span, to: meant.clone(), applicability: Applicability::Unsafe })
            .done();
    }
    for entry in &page.alternatives {
        let Some(first) = entry.repeats.and_then(|p| PageView::at(&page.alternatives, p)) else { continue };
        sink.report(entry.at.span, format!("\"{}\" is listed twice", entry.at.name))
            .help("remove one of the two alternatives")
            .here(first.at.span, "the first one is here")
            .done();
    }
}
