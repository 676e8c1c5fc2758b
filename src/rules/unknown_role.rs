//! `unknown-role`: a reference to no role.

use super::context::Report;
use super::meant_names::{did_you_mean, of_kind, one_of};
use super::{Applicability, FileCx, FixPlan, Sink};
use crate::content::{KindId, Name, NameAt, Origin, Reference, in_other_quotes, unseen_difference};
use crate::text::nearest;
use crate::workspace::{DefId, Lacks, Suggestion};

declare_rule!("unknown-role": Error, fixable, reads NAMES | NEAR | CLOSED | PLACES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    if cx.workspace.is_unreadable(KindId::ROLE) || !cx.workspace.is_closed(KindId::ROLE) {
        return;
    }
    for (reference, resolved) in cx.references() {
        if sink.is_full() {
            return;
        }
        // Brackets that may be meant as they stand are no mention of anybody.
        let is_one = reference.kind.is_role() && reference.origin != Origin::DoubtfulMention;
        let name = &reference.at.name;
        if is_one && resolved.is_none() && !cx.facts.waits(reference.at.span) && !cx.workspace.is_unread(name) {
            report(cx, sink, reference);
        }
    }
}

fn report(cx: &FileCx<'_>, sink: &mut Sink<'_>, reference: &Reference) {
    let (workspace, NameAt { name, span }) = (cx.workspace, &reference.at);
    let span = *span;
    let unknown = format!("no role is named \"{name}\"");
    if let Some(to) =
        Some(reference).filter(|r| r.origin == Origin::Mention).and_then(|_| of_kind(workspace, KindId::ROLE, name))
    {
        sink.report(span, unknown)
            .help(format!("did you mean \"[[{to}]]\"?"))
            .fix(FixPlan::Text {
                title: format!("Replace with \"{to}\""),
                span,
                to,
                applicability: Applicability::Unsafe,
            })
            .done();
        return;
    }
    let shared = workspace.sharing(KindId::ROLE, name);
    if !shared.is_empty() {
        return one_of(sink.report(span, unknown), "several are called so", span, shared);
    }
    let mut near = workspace.suggest(KindId::ROLE, name);
    if let Some(near) = near.as_mut().filter(|_| reference.origin == Origin::Mention) {
        // In a mention a name is as good as the id: what is nearer to what stands there is written.
        let called = workspace.name_of(near.def);
        if nearest(name, [&*called, &*near.name]) == Some(&*called) {
            near.name = called;
        }
    }
    let in_file = workspace.index().role_in_file_of(name);
    // The name counts, however near an alias of the same role is.
    let is_another =
        |def: &DefId| near.as_ref().is_none_or(|near| near.def != *def || near.name != workspace.name_of(*def));
    if let Some(def) = in_file.filter(is_another) {
        return other_name(cx, sink, &reference.at, def);
    }
    if let Some((file, lacks)) = workspace.role_beside(name) {
        let what = match lacks {
            Lacks::Extension => "give it their extension".to_owned(),
            Lacks::Folder(folder) => format!("move it into {folder}/"),
        };
        let help = format!("{file} is not among the files of roles: {what}, or name it under \"roles:\"");
        sink.report(span, unknown).help(help).done();
        return;
    }
    let is_own = near.as_ref().is_some_and(|near| in_file == Some(near.def));
    nearly(cx, sink.report(span, unknown), &reference.at, near, is_own);
}

/// Reports a name that is that of a role's file, while the role is called something else.
fn other_name(cx: &FileCx<'_>, sink: &mut Sink<'_>, NameAt { name, span }: &NameAt, def: DefId) {
    let (now, file) = (cx.workspace.name_of(def), cx.file_name_of(def.file));
    let replace = FixPlan::Name { span: *span, to: now.clone(), applicability: Applicability::Unsafe };
    let place = cx.name_place(def, "the name is here");
    if name.ends_with(".yaml") || name.ends_with(".yml") {
        sink.report(*span, format!("no role is named \"{name}\""))
            .help(format!("write \"{now}\": roles are referred to by name, not by file"))
            .related(place)
            .fix(replace)
            .done();
    } else {
        sink.report(*span, format!("\"{name}\" is named \"{now}\" now"))
            .help(format!("write \"{now}\", which the role in {file} is called"))
            .related(place)
            .fix(replace)
            .fix(FixPlan::NameEverywhere { name: name.clone(), to: now })
            .done();
    }
}

/// Ends a report with the name that is nearest, if any is; `is_own`: the file of that role has the name that is unknown.
fn nearly(cx: &FileCx<'_>, report: Report<'_>, at: &NameAt, near: Option<Suggestion>, is_own: bool) {
    let NameAt { name, span } = at;
    let replace = |to: Name| FixPlan::Name { span: *span, to, applicability: Applicability::Unsafe };
    let create = FixPlan::CreateRole { name: name.clone() };
    match near {
        // Its own file has its name in quotes that belong there no more than here.
        Some(near) if in_other_quotes(&near.name).is_some_and(|(inside, _)| inside.trim() == &**name) => {
            let help = format!("take the quotes out of its name in {}", cx.file_name_of(near.def.file));
            report.help(help).related(cx.name_place(near.def, "the name is here")).done();
        }
        // Its own file has another name for it, which differs in little.
        Some(near) if is_own && !name.eq_ignore_ascii_case(&near.name) => {
            let help = match unseen_difference(name, &near.name) {
                Some(_) => did_you_mean(name, &near.name),
                None => {
                    format!("write \"{}\", which the role in {} is called", near.name, cx.file_name_of(near.def.file))
                }
            };
            let everywhere = FixPlan::NameEverywhere { name: name.clone(), to: near.name.clone() };
            let place = cx.name_place(near.def, "the name is here");
            report.help(help).related(place).fix(replace(near.name)).fix(everywhere).done();
        }
        Some(near) => report.help(did_you_mean(name, &near.name)).fix(replace(near.name)).fix(create).done(),
        None if cx.workspace.config().has_role_pages() => {
            report.help("write the name of a role as its own file has it, or create the role").fix(create).done();
        }
        None => report.help("write the id or the name of a role as it stands where the role is defined").done(),
    }
}
