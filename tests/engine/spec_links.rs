//! Sections 3 and 6 of the content model: mentions and links in prose, and addresses.

use sidestep::fix::Fixer;
use sidestep::workspace::Severity;

use crate::fixture::{check, parse};
use crate::world::marked;

const CUTTER: &str = "#- content/roles/master-cutter.yaml\nname: Master Cutter\naliases: [.Cut Person]\nsummary: s\n#- content/skills.yaml\n- name: fine hemming\n";

/// A role with a text, marked.
fn with(why: &str) -> String {
    format!("#- content/roles/tailor.yaml\nname: Tailor\nsummary: s\nwhy: |\n  {}\n{CUTTER}", why.replace('\n', "\n  "))
}

#[track_caller]
fn told(why: &str) {
    check(&marked(&with(why)));
}

/// The text after the first fix of each finding.
fn mended(why: &str) -> String {
    let (files, _) = parse(&with(why));
    let workspace = files.workspace();
    let fixer = Fixer::new(&workspace, &files);
    let found = files.check().into_iter().filter(|d| d.severity > Severity::Hint).collect::<Vec<_>>();
    let edits = found.iter().flat_map(|d| fixer.fixes(d).into_iter().next().map_or_else(Vec::new, |fix| fix.edits));
    let after = files.after(&edits.collect::<Vec<_>>()).0["content/roles/tailor.yaml"].clone();
    after.split_once("why: |\n  ").unwrap().1.trim_end().to_owned()
}

#[test]
fn brackets_that_are_no_mention() {
    told("Write \\[[Nobody]] and [[_TOC_]], `[[x]]` or [[ -f x ]].");
    told("See [[Nobody]](/x) and [[Nobody]][r].\n\n[[Nobody]]: text");
    // A known name is one all the same.
    told("See [[.Cut Person]] and [[Master Cutter]](/x); not a [[‹Nobody›unknown-role;]]: text.");
}

#[test]
fn mentions_that_do_not_read_as_ones() {
    told("A ‹[[Master Cutter]›broken-mention; and ‹[[Master Cutter›broken-mention; has.");
    told(
        "A ‹[[Master Cuter›broken-mention; has cut, ‹[[skill:fine hemming]›broken-mention; and ‹[[]]›broken-mention;.",
    );
    told("A [[Nobody] and [[ -f x ].");
    // The words to show go along.
    told("A ‹[[Master Cutter|one]›broken-mention; or ‹[[Master Cutter›broken-mention;|two has.");
    assert_eq!(
        mended("A [[Master Cutter|the one] and a [[Master Cutter|two has."),
        "A [[Master Cutter|the one]] and a [[Master Cutter|two has."
    );
    assert_eq!(
        mended("A [[Master Cutter] and a [[Master Cuter has [[skill:fine hemming]."),
        "A [[Master Cutter]] and a [[Master Cutter]] has [[skill:fine hemming]]."
    );
}

#[test]
fn links_that_do_not_read_as_ones() {
    told("See ‹[the guild] (https://g.org/a)›broken-mention; or ‹(the guild)[https://g.org]›broken-mention;.");
    told("See ‹[the guild](https://g.org/a›broken-mention; has a (long) list.");
    told(
        "See [the guild](‹https://g.org/a\n b›broken-link;), as told."
            .replace("\n b›broken-link;", "›broken-link;\n b")
            .as_str(),
    );
    assert_eq!(
        mended("See [the guild] (https://g.org/a), (it)[https://h.org] and [more](https://g.org/b has."),
        "See [the guild](https://g.org/a), [it](https://h.org) and [more](https://g.org/b) has."
    );
}

#[test]
fn targets_that_lead_nowhere() {
    told(
        "[a](‹htps://g.org›broken-link;) [b](‹https:/g.org›broken-link;) [c](‹https://https://g.org›broken-link;) [d](‹www.g.org›broken-link;)",
    );
    told(
        "[a](‹post@g.org›broken-link;) <post@g.org> [b](‹javascript:alert(1)›broken-link;) ![c](data:image/png,x) ![d](‹gone.png›broken-link;)",
    );
    told(
        "[f](<‹My File.pdf›broken-link;>) [g](‹https://g.org/a b›broken-link;) [h]({{ base }}/a b.pdf) [i]({% link a.md %})",
    );
    told("See [r] and <‹htps://g.org›broken-link;>.\n\n[r]: ‹https:/g.org›broken-link;");
    assert_eq!(
        mended("[a](htps://g.org) [b](post@g.org) [c](https://https://g.org) [d](www.g.org) [e](https:/g.org)"),
        "[a](https://g.org) [b](mailto:post@g.org) [c](https://g.org) [d](https://www.g.org) [e](https://g.org)"
    );
}

#[test]
fn addresses_that_are_not_encrypted() {
    told("See ‹http://g.org/a›insecure-link;, (‹http://g.org›insecure-link;), [‹http›x;](‹http://g.org/b›insecure-link;).".replace("‹http›x;", "http://g.org").as_str());
    told("Run http://localhost:3000/a, http://127.0.0.1 or http://intranet/x; `http://g.org`.");
    check(&marked(
        "#- content/tools.yaml\n- name: needle\n  url: ‹http://needle.org/›insecure-link;\n#- content/roles/tailor.yaml\nname: Tailor\nsummary: s\ntoolkit: ‹http://tailor.org›insecure-link;\n",
    ));
}

#[test]
fn addresses_that_lead_elsewhere_already() {
    let role = |name: &str, more: &str| {
        format!("#- content/roles/{}.yaml\nname: {name}\nsummary: s\n{more}", name.to_lowercase())
    };
    check(&marked(&format!(
        "{}{}{}{}",
        role("Cutter", ""),
        role("Draper", "redirect_from: [‹/cutter?x=1›repeated-address;, /cloth, /draper/]\n"),
        role("Sewer", "toolkit: https://g.org/sewing/\nstatus: draft\nredirect_from: [/cutter]\n"),
        role("Tailor", "redirect_from: [‹/cloth/›repeated-address;, https://g.org/sewing]\n"),
    )));
}
