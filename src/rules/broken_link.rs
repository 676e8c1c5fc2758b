//! `broken-link`: a link that leads nowhere.

use super::context::Report;
use super::near_paths::{nearest_beside, nearest_target};
use super::{Applicability, FileCx, FixPlan, Sink};
use crate::content::{LinkFact, LinkFault, LinkForm, LinkPath, in_other_quotes, normal};
use crate::workspace::Severity;
use crate::workspace::path_index::split;

declare_rule!("broken-link": Error, fixable, reads TARGETS);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for link in &cx.facts.links {
        let target = &link.target;
        let (message, help) = match &link.fault {
            LinkFault::Insecure => continue,
            LinkFault::Path(path) => {
                if cx.workspace.leads_nowhere(path) {
                    nothing_there(cx, sink, link, path);
                }
                continue;
            }
            LinkFault::File(path) => {
                if cx.workspace.target_exists(path) == Some(false) {
                    let report = sink.report(link.span, format!("there is no file {path}"));
                    let report = report.default_severity(Severity::Warning);
                    match nearest_beside(cx.workspace, &cx.entry.path, target, path) {
                        Some(to) => instead(report, link, to.clone(), format!("did you mean \"{to}\"?")),
                        None => report.help("correct the path; it is read from the folder of this file").done(),
                    }
                }
                continue;
            }
            LinkFault::Empty => {
                let place = if link.form == LinkForm::Angled { "angle brackets" } else { "parentheses" };
                ("this link has no target".to_owned(), format!("write the address between the {place}"))
            }
            LinkFault::Mail => (format!("\"{target}\" is read as a file"), "write \"mailto:\" before it".to_owned()),
            LinkFault::Doubled => {
                (format!("\"{target}\" begins twice"), "leave out the first of the two beginnings".to_owned())
            }
            LinkFault::Runs => (
                "a browser would run this address".to_owned(),
                "link to a page: this may be a mistake, or somebody's bad intention".to_owned(),
            ),
            LinkFault::WhiteSpace if straight_title(target).is_some() => (
                format!("the title in \"{target}\" stands between curly quotes"),
                "write straight quotes (\") around it".to_owned(),
            ),
            LinkFault::WhiteSpace => (
                match target.contains('\n') {
                    true => "a line end stands in the address of this link".to_owned(),
                    false => format!("the address \"{target}\" has a space in it"),
                },
                "write the address in one piece, with %20 for a space".to_owned(),
            ),
            LinkFault::Scheme(near) => {
                (format!("\"{target}\" is not a web address"), format!("did you mean \"{near}:\" at its start?"))
            }
            LinkFault::Slashes => (
                format!("\"{target}\" lacks a slash: an address begins with \"https://\""),
                "write two slashes after the colon".to_owned(),
            ),
            LinkFault::NoScheme => {
                (format!("\"{target}\" is read as a path on this site"), "write \"https://\" in front of it".to_owned())
            }
        };
        let report = sink.report(link.span, message).help(help);
        match mended(&link.fault, target) {
            Some(to) => {
                let title = format!("Write \"{to}\"");
                let applicability = Applicability::Unsafe;
                report.fix(FixPlan::Text { title, span: link.span, to, applicability }).done();
            }
            None => report.done(),
        }
    }
}

/// Tells of a link to a file that is not there, with the path that is nearest.
fn nothing_there(cx: &FileCx<'_>, sink: &mut Sink<'_>, link: &LinkFact, path: &LinkPath) {
    let report =
        sink.report(link.span, format!("\"{}\" leads to no file", link.target)).default_severity(Severity::Warning);
    let slashed =
        || with_slashes(cx, &link.target).map(|to| (to.clone(), format!("write \"/\" in place of \"\\\": {to}")));
    let near = || {
        let to = nearest_target(cx.workspace, &cx.entry.path, &link.target, &path.to)?;
        Some((to.clone(), format!("did you mean \"{to}\"?")))
    };
    match slashed().or_else(near) {
        Some((to, help)) => instead(report, link, to, help),
        None => report.help("correct the path, or remove the link").done(),
    }
}

/// Reports a link with another target in place of its own.
fn instead(report: Report<'_>, link: &LinkFact, to: String, help: String) {
    let title = format!("Write \"{to}\"");
    let fix = FixPlan::Text { title, span: link.span, to, applicability: Applicability::Unsafe };
    report.help(help).fix(fix).done();
}

/// A path with backslashes as links are written, where it leads to a file then.
fn with_slashes(cx: &FileCx<'_>, target: &str) -> Option<String> {
    let to = target.contains('\\').then(|| target.replace('\\', "/"))?;
    let path = normal(to.split(['?', '#']).next()?, split(&cx.entry.path).0)?;
    cx.workspace.find(&path).map(|_| to)
}

/// An address with the title behind it between straight quotes, where it stands between those of word processors.
fn straight_title(target: &str) -> Option<String> {
    let (address, title) = target.split_once(' ')?;
    let (inside, _) = in_other_quotes(title.trim())?;
    (!address.is_empty() && !inside.contains('"')).then(|| format!("{address} \"{inside}\""))
}

/// What an address was meant to be, where that is evident.
fn mended(fault: &LinkFault, target: &str) -> Option<String> {
    match fault {
        LinkFault::Mail => Some(format!("mailto:{target}")),
        LinkFault::WhiteSpace => straight_title(target),
        LinkFault::Doubled => Some(target[target.find("//")? + 2..].trim_start_matches('/').to_owned()),
        LinkFault::NoScheme => Some(format!("https://{target}")),
        LinkFault::Scheme(near) => Some(format!("{near}{}", &target[target.find(':')?..])),
        LinkFault::Slashes => {
            let (scheme, rest) = target.split_once(':')?;
            Some(format!("{scheme}://{}", rest.trim_start_matches(['/', '\\'])))
        }
        _ => None,
    }
}
