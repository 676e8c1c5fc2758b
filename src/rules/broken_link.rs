//! `broken-link`: a link that leads nowhere.

use super::{FileCx, Reads, Rule, Sink};
use crate::content::LinkFault;
use crate::workspace::Severity;

pub static RULE: Rule = Rule {
    code: "broken-link",
    severity: Some(Severity::Error),
    fixable: false,
    reads: Reads::TARGETS,
    docs: include_str!("docs/broken-link.md"),
    check,
};

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for link in &cx.facts.links {
        let target = &link.target;
        let (message, help) = match &link.fault {
            LinkFault::Insecure => continue,
            LinkFault::File(path) => {
                if cx.workspace.target_exists(path) == Some(false) {
                    sink.report(link.span, format!("there is no file {path}"))
                        .help("correct the path; it is read from the folder of this file")
                        .default_severity(Severity::Warning)
                        .done();
                }
                continue;
            }
            LinkFault::Empty => {
                ("this link has no target".to_owned(), "write the address between the parentheses".to_owned())
            }
            LinkFault::WhiteSpace => (
                format!("the address \"{target}\" has a space in it"),
                "write %20 for the space, or remove it".to_owned(),
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
        sink.report(link.span, message).help(help).done();
    }
}
