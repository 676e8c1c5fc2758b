//! `sidestep impact`: what changes since a commit do to the site.

use std::fmt::Write as _;

use rayon::prelude::*;
use serde::Serialize;

use super::arguments::{ImpactFormat, ImpactOptions};
use super::change::{counted, note_interruption};
use super::output::Checked;
use super::output::marks::Marks;
use super::roots::prefix;
use super::since::{Before, at_commit};
use super::{Exit, Failure, print};
use crate::ide::Analysis;
use crate::ide::impact::Impact;
use crate::loader::{explain, find, load};
use crate::rules::{Diagnostic, check_file, check_settings};
use crate::text::{CharPosition, LineIndex, visible, visible_json};
use crate::workspace::{FileId, Severity, Sources};

pub(super) fn run(options: &ImpactOptions) -> Result<Exit, Failure> {
    let here = std::env::current_dir().map_err(|e| Failure::new(format!("the current folder cannot be read: {e}")))?;
    let found = find(".".as_ref(), &here)
        .map_err(|e| Failure::new(format!("the current folder cannot be read: {}", explain(&e))))?;
    let mut all: Vec<Told> = Vec::new();
    for disk in found.disks() {
        drop(note_interruption(&disk));
        let shown = prefix(disk.root());
        let (loaded, before) = at_commit(&options.revision, load(disk, &|_, _| {}))?;
        let checked = Checked {
            diagnostics: Vec::new(),
            files: 0,
            prefix: shown.clone(),
            shown,
            marks: Marks::default(),
            disk: loaded.disk,
            workspace: loaded.workspace,
        };
        all.push(told(&before, checked));
    }
    if all.is_empty() {
        return Err(Failure::new("there is no workspace here"));
    }
    match options.format {
        ImpactFormat::Human => {
            let mut lines = print::Lines::default();
            all.iter().for_each(|told| human(told, &mut lines));
            print::say(&lines)?;
        }
        ImpactFormat::Markdown => print::out(&all.iter().map(markdown).collect::<Vec<_>>().join("\n"))?,
        ImpactFormat::Json => {
            let root = serde_json::json!({ "version": 1, "since": options.revision, "workspaces": all });
            let text = serde_json::to_string_pretty(&root).unwrap_or_default();
            print::out(&visible_json(format!("{text}\n")))?;
        }
    }
    Ok(Exit::Clean)
}

/// What is told of a workspace.
#[derive(Serialize)]
struct Told {
    /// Its folder, as seen from here.
    folder: String,
    #[serde(flatten)]
    impact: Impact,
    /// Findings that were not there before.
    new: Vec<Finding>,
    /// Findings that are gone.
    mended: Vec<Finding>,
}

#[derive(Serialize)]
struct Finding {
    path: String,
    start: CharPosition,
    severity: Severity,
    code: String,
    message: String,
}

fn told(before: &Before, mut now: Checked) -> Told {
    let today = jiff::ZonedDateTime::now().date();
    let ids = now.workspace.files().filter(|(_, entry)| before.concerns(&entry.path)).map(|(id, _)| id);
    let ids: Vec<FileId> = ids.collect();
    let found = ids.par_iter().with_max_len(16).flat_map_iter(|id| check_file(&now.workspace, *id, today));
    let mut found: Vec<Diagnostic> = found.collect();
    found.extend(check_settings(&now.workspace));
    let mended = before.mended(&now, &found).into_iter().cloned().collect();
    now.diagnostics = found;
    let old = before.has(&now);
    let found = std::mem::take(&mut now.diagnostics).into_iter().zip(old);
    let new = found.filter(|(_, old)| !old).map(|(d, _)| d).collect();
    let is_now = Analysis { workspace: &now.workspace, sources: &now.disk };
    let was = Analysis { workspace: &before.workspace, sources: &before.past };
    let impact = is_now.impact(was, &before.pages);
    Told {
        folder: now.shown.clone(),
        impact,
        new: findings(new, &now.disk, &now.shown),
        mended: findings(mended, &before.past, &now.shown),
    }
}

/// Findings for a report, hints left out, by place.
fn findings(list: Vec<Diagnostic>, sources: &dyn Sources, shown: &str) -> Vec<Finding> {
    let mut list: Vec<Diagnostic> = list.into_iter().filter(|d| d.severity > Severity::Hint).collect();
    list.sort_by(|a, b| (&a.path, a.span, &a.code).cmp(&(&b.path, b.span, &b.code)));
    let one = |d: Diagnostic| {
        let text = sources.read(&d.path).unwrap_or_default();
        let start = LineIndex::new(&text).char_position(d.span.start);
        let path = format!("{shown}{}", d.path);
        Finding { path, start, severity: d.severity, code: d.code.into_owned(), message: d.message }
    };
    list.into_iter().map(one).collect()
}

/// The parts of a report: a title with a count, and a line for each thing.
fn parts(told: &Told) -> Vec<(String, Vec<String>)> {
    let Impact { pages, added, removed, renamed, retired, drafted, addresses, files } = &told.impact;
    let finding = |f: &Finding| {
        format!("{}:{}:{} {}[{}] {}", f.path, f.start.line, f.start.column, f.severity.as_str(), f.code, f.message)
    };
    let named = |names: &[String]| names.to_vec();
    let page =
        pages.iter().map(|page| format!("{} ({}{}): {}", page.role, told.folder, page.path, page.why.join("; ")));
    let retired = retired.iter().map(|one| match &one.replaced_by {
        Some(other) => format!("{}, replaced by {other}", one.role),
        None => format!("{}, replaced by nothing", one.role),
    });
    let addresses = addresses.iter().map(|one| {
        let to = one.to.as_deref().map_or_else(|| "is gone".to_owned(), |to| format!("is {to} now"));
        let redirect = if one.redirected { "a redirect leads on" } else { "NO redirect: links from outside break" };
        format!("{}: {} {to}; {redirect}", one.role, one.from)
    });
    let files = files.iter().map(|one| match (&one.before, &one.now) {
        (None, Some(now)) => format!("{}{now}: is new", told.folder),
        (Some(before), Some(now)) if before == now => format!("{}{now}: was edited", told.folder),
        (Some(before), Some(now)) => format!("{}{now}: was {}{before}", told.folder, told.folder),
        (before, None) => format!("{}{}: is gone", told.folder, before.as_deref().unwrap_or_default()),
    });
    let list =
        |title: &str, word: &str, lines: Vec<String>| (format!("{title}: {}", counted(lines.len(), word)), lines);
    let all = vec![
        list("New findings", "finding", told.new.iter().map(finding).collect()),
        list("Pages that read otherwise", "page", page.collect()),
        list("Pages at other addresses", "page", addresses.collect()),
        list("New roles", "role", named(added)),
        list("Roles that are gone", "role", named(removed)),
        list("Renamed roles", "role", renamed.iter().map(|(old, new)| format!("{old} is {new} now")).collect()),
        list("Retired roles", "role", retired.collect()),
        list("Roles that are drafts now", "role", named(drafted)),
        list("Files of collections", "file", files.collect()),
        list("Mended findings", "finding", told.mended.iter().map(finding).collect()),
    ];
    all.into_iter().filter(|(_, lines)| !lines.is_empty()).collect()
}

const NOTHING: &str = "nothing that readers of the site would see changes";

fn human(told: &Told, lines: &mut print::Lines) {
    let parts = parts(told);
    if parts.is_empty() {
        lines.push(NOTHING);
    }
    for (title, list) in parts {
        lines.push(&title);
        list.iter().for_each(|line| lines.push(&format!("  {}", visible(line))));
    }
}

/// So many lines of a part are shown: a comment may have 65,536 characters.
const MOST_LINES: usize = 50;

fn markdown(told: &Told) -> String {
    let folder = if told.folder.is_empty() { String::new() } else { format!(" in {}", escaped(&told.folder)) };
    let mut text = format!("## What this changes{folder}\n");
    let parts = parts(told);
    if parts.is_empty() {
        let _ = write!(text, "\nNothing that readers of the site would see changes.\n");
    }
    for (title, list) in parts {
        let _ = write!(text, "\n**{}**\n\n", escaped(&title));
        for line in list.iter().take(MOST_LINES) {
            let _ = writeln!(text, "- {}", escaped(line));
        }
        if list.len() > MOST_LINES {
            let _ = writeln!(text, "- and {} more", list.len() - MOST_LINES);
        }
    }
    text
}

/// A text in which nothing is markup: names and messages come from the files.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 8);
    for c in visible(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '|' | '~' | '@' | '!') {
            shown.push('\\');
        }
        shown.push(c);
    }
    shown
}
