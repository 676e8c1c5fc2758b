//! `sidestep stats`: a workspace in numbers.

use serde_json::json;

use super::arguments::{RefsFormat, StatsOptions};
use super::change::{Place, counted, no_workspace, places};
use super::output::answer::answer;
use super::print::Lines;
use super::{Exit, Failure, print};
use crate::ide::statistics::{Coverage, Statistics};

/// So many names of a list are shown to people; JSON has all.
const MOST_NAMES: usize = 10;

pub(super) fn run(options: &StatsOptions) -> Result<Exit, Failure> {
    let places = places()?;
    if let Some(failure) = no_workspace(&places) {
        return Err(failure);
    }
    let today = jiff::ZonedDateTime::now().date();
    let of = |place: &Place| (place.shown.clone(), place.view().statistics(today));
    let all: Vec<(String, Statistics)> = places.iter().map(of).collect();
    if options.format == RefsFormat::Json {
        let one = |(shown, statistics): &(String, Statistics)| json!({ "path": shown, "statistics": statistics });
        answer(json!({ "workspaces": all.iter().map(one).collect::<Vec<_>>() }))?;
        return Ok(Exit::Clean);
    }
    let mut lines = Lines::default();
    for (shown, statistics) in &all {
        if all.len() > 1 {
            lines.push(&format!("{shown}:"));
        }
        tell(statistics, &mut lines);
    }
    print::say(&lines)?;
    Ok(Exit::Clean)
}

fn tell(statistics: &Statistics, lines: &mut Lines) {
    let roles = statistics.roles;
    let total = roles.published + roles.draft + roles.retired;
    lines.push(&counted(total, "role"));
    let by_status = [("published", roles.published), ("draft", roles.draft), ("retired", roles.retired)];
    let status = |(name, have): (&str, usize)| Coverage { name: name.to_owned(), have, of: total };
    if total > 0 {
        bars(&by_status.map(status), lines);
    }
    section("with a summary", &statistics.summaries, lines);
    section("columns filled in the role's own row", &statistics.columns, lines);
    for of_kind in &statistics.terms {
        let unused: Vec<&str> =
            of_kind.terms.iter().filter(|term| term.uses == 0).map(|term| term.name.as_str()).collect();
        lines.push(&format!(
            "{}, {} of them unused",
            of_kind_counted(of_kind.terms.len(), &of_kind.kind),
            unused.len()
        ));
        let most = of_kind.terms.iter().map(|term| term.uses).max().unwrap_or(0);
        let used = of_kind.terms.iter().filter(|term| term.uses > 0).take(MOST_NAMES);
        let used: Vec<Coverage> =
            used.map(|term| Coverage { name: term.name.clone(), have: term.uses, of: most }).collect();
        lengths(&used, lines);
        names("unused", &unused, "  ", lines);
    }
    if !statistics.orphans.is_empty() {
        let orphans: Vec<&str> = statistics.orphans.iter().map(String::as_str).collect();
        names("no other role lists", &orphans, "", lines);
    }
    for island in statistics.islands.iter().take(MOST_NAMES) {
        let island: Vec<&str> = island.iter().map(String::as_str).collect();
        names("no link joins to the others", &island, "", lines);
    }
    if let Some(more) = statistics.islands.len().checked_sub(MOST_NAMES).filter(|more| *more > 0) {
        lines.push(&format!("and {} that no link joins to the others", counted(more, "more group")));
    }
    let reviews = &statistics.reviews;
    let published = reviews.fresh + reviews.stale.len() + reviews.never;
    if published == 0 {
        return;
    }
    lines.push(&format!("reviewed in the last {} days", reviews.limit));
    let of = |(name, have): (&str, usize)| Coverage { name: name.to_owned(), have, of: published };
    bars(&[("fresh", reviews.fresh), ("stale", reviews.stale.len()), ("never", reviews.never)].map(of), lines);
    let stale: Vec<String> = reviews.stale.iter().map(|page| format!("{} ({} days)", page.name, page.days)).collect();
    names("longest ago", &stale.iter().map(String::as_str).collect::<Vec<_>>(), "  ", lines);
}

/// `3 skills`; kinds are a team's words.
fn of_kind_counted(n: usize, kind: &str) -> String {
    format!("{n} of kind {kind}")
}

fn section(title: &str, list: &[Coverage], lines: &mut Lines) {
    if list.iter().any(|coverage| coverage.of > 0) {
        lines.push(title);
        bars(list, lines);
    }
}

/// `  name  ###----  3 of 7`
fn bars(list: &[Coverage], lines: &mut Lines) {
    each_bar(list, lines, |coverage| format!("{} of {}", coverage.have, coverage.of));
}

/// `  name  ###----  3`
fn lengths(list: &[Coverage], lines: &mut Lines) {
    each_bar(list, lines, |coverage| coverage.have.to_string());
}

fn each_bar(list: &[Coverage], lines: &mut Lines, said: impl Fn(&Coverage) -> String) {
    let shown = |name: &str| -> String { name.chars().take(WIDEST_NAME).collect() };
    let width = list.iter().map(|coverage| shown(&coverage.name).chars().count()).max().unwrap_or(0);
    for coverage in list {
        let filled = (coverage.have * WIDTH).checked_div(coverage.of).unwrap_or(0).min(WIDTH);
        // Something is not nothing.
        let filled = if coverage.have > 0 { filled.max(1) } else { 0 };
        let bar = format!("{}{}", "#".repeat(filled), ".".repeat(WIDTH - filled));
        lines.push(&format!("  {:width$}  {bar}  {}", shown(&coverage.name), said(coverage)));
    }
}

/// How long a bar is.
const WIDTH: usize = 20;

/// So much of a name stands before a bar.
const WIDEST_NAME: usize = 30;

/// `unused: A, B, and 3 more`
fn names(title: &str, names: &[&str], indent: &str, lines: &mut Lines) {
    if names.is_empty() {
        return;
    }
    let some = names.iter().take(MOST_NAMES).copied().collect::<Vec<_>>().join(", ");
    let more = names.len().checked_sub(MOST_NAMES).filter(|more| *more > 0);
    let more = more.map(|more| format!(", and {more} more")).unwrap_or_default();
    lines.push(&format!("{indent}{title}: {some}{more}"));
}
