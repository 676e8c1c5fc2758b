//! `file-name`: a role file whose name is not the role's slug; an id that differs from the name of the file, which is one.

use super::{FileCx, FixPlan, Sink};
use crate::content::{is_slug, unfit_for_file};
use crate::workspace::role_slug;

declare_rule!("file-name": Warning, fixable);

/// So much of a slug is shown that is too long, in characters.
const MOST_SHOWN: usize = 30;

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for (id, own) in &cx.facts.other_ids {
        sink.report(id.span, format!("the id by the file's name is \"{own}\", not \"{}\"", id.name))
            .help(format!("write \"{own}\", or give the file another name"))
            .done();
    }
    let Some(name) = cx.name().filter(|_| !cx.facts.is_nameless) else { return };
    if cx.role().and_then(|role| role.slug.as_ref()).is_some_and(|slug| !is_slug(&slug.name)) {
        // `schema` reports a slug of the wrong form.
        return;
    }
    let config = cx.workspace.config();
    let file = cx.file_name_of(cx.id);
    let (stem, extension) = config.stem(&cx.entry.path);
    let knows_slug = cx.workspace.role_schema().shapes.root().known("slug").is_some();
    let slug = role_slug(cx.facts, &name.name, config.slugs);
    let Some(slug) = slug else {
        if let Some(why) = unfit_for_file(stem) {
            sink.report(name.span, format!("no file should be named {file}: {why}")).help("rename the file").done();
        }
        return;
    };
    if let Some(why) = unfit_for_file(&slug) {
        let short: String = slug.chars().take(MOST_SHOWN).collect();
        let cut = if short.len() < slug.len() { "…" } else { "" };
        let help =
            if knows_slug { "write another \"slug:\", and name the file by it" } else { "give the role another name" };
        sink.report(name.span, format!("no file should be named {short}{cut}{extension}: {why}")).help(help).done();
        return;
    }
    let folder = cx.entry.path.rsplit_once('/').map(|(folder, _)| folder.rsplit('/').next().unwrap_or(folder));
    if stem == slug || INDEXES.contains(&stem) && folder == Some(&slug) {
        return;
    }
    let wanted = format!("{slug}{extension}");
    let help = if knows_slug { "rename the file, or add \"slug:\" to keep its name" } else { "rename the file" };
    sink.report(name.span, format!("the file of \"{}\" should be named {wanted}, not {file}", name.name))
        .help(help)
        .fix(FixPlan::RenameFile { to: wanted })
        .done();
}

/// Names of a file that stands for the folder it lies in.
const INDEXES: [&str; 3] = ["index", "_index", "README"];
