//! `file-name`: a role file whose name is not the role's slug.

use super::FixPlan;
use super::{FileCx, Reads, Rule, Sink};
use crate::content::{is_slug, unfit_for_file};
use crate::workspace::Severity;
use crate::workspace::role_slug;

pub static RULE: Rule = Rule {
    code: "file-name",
    severity: Some(Severity::Warning),
    fixable: true,
    reads: Reads::NOTHING,
    docs: include_str!("docs/file-name.md"),
    check,
};

/// So much of a slug is shown that is too long, in characters.
const MOST_SHOWN: usize = 30;

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(name) = cx.name() else { return };
    if cx.role().and_then(|role| role.slug.as_ref()).is_some_and(|slug| !is_slug(&slug.name)) {
        // `schema` reports a slug of the wrong form.
        return;
    }
    let Some(slug) = role_slug(cx.facts, &name.name) else { return };
    let file = cx.file_name_of(cx.id);
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, "yaml"));
    if let Some(why) = unfit_for_file(&slug) {
        let short: String = slug.chars().take(MOST_SHOWN).collect();
        let cut = if short.len() < slug.len() { "…" } else { "" };
        sink.report(name.span, format!("no file should be named {short}{cut}.{extension}: {why}"))
            .help("write another \"slug:\", and name the file by it")
            .done();
        return;
    }
    if stem == slug {
        return;
    }
    let wanted = format!("{slug}.{extension}");
    sink.report(name.span, format!("the file of \"{}\" should be named {wanted}, not {file}", name.name))
        .help("rename the file, or add \"slug:\" to keep its name")
        .fix(FixPlan::RenameFile { to: wanted })
        .done();
}
