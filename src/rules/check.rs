//! Running the rules.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Diagnostic, FileCx, RULES, Reads, Rule, Sink, reads_of, severity_of, unused_ignore};
use crate::text::{Span, into_visible};
use crate::workspace::{FileId, Severity, Touched, Workspace};

/// All findings in a file, hints included, sorted by span. `today` is what `stale` counts from.
#[must_use]
pub fn check_file(workspace: &Workspace, id: FileId, today: jiff::civil::Date) -> Vec<Diagnostic> {
    check(workspace, id, today, RULES)
}

/// The files whose findings can be other ones after a change, by the rules that are on.
#[must_use]
pub fn concerned(workspace: &Workspace, touched: &Touched) -> FxHashSet<FileId> {
    touched.concerning(workspace, reads_of(workspace.config()))
}

/// The findings of the rules that need only the file itself ([`Reads::NOTHING`]), for while the rest of its workspace is
/// still being read: none of them can turn out to be untrue. As long as the team's own schemas are not compiled: syntax
/// errors only.
#[must_use]
pub fn check_file_alone(workspace: &Workspace, id: FileId, today: jiff::civil::Date) -> Vec<Diagnostic> {
    let is_alone = |rule: &&'static Rule| {
        rule.reads == Reads::NOTHING && (!workspace.lacks_schemas() || rule.code == super::syntax::RULE.code)
    };
    let alone: Vec<&'static Rule> = RULES.iter().copied().filter(is_alone).collect();
    let mut found = check(workspace, id, today, &alone);
    // A comment that silences nothing yet may silence what only the whole workspace shows.
    found.retain(|d| d.code != unused_ignore::RULE.code);
    found
}

fn check(workspace: &Workspace, id: FileId, today: jiff::civil::Date, rules: &[&'static Rule]) -> Vec<Diagnostic> {
    let cx = FileCx::new(workspace, id, today);
    let (mut found, mut more) = (Vec::new(), Vec::new());
    for rule in rules {
        // Skips rules that are off by default and not switched on. All others run: a sink drops findings whose code is
        // off, and the rule for terms has one code for each kind.
        if rule.severity.is_none() && severity_of(rule, rule.code, workspace.config()).is_none() {
            continue;
        }
        let mut sink = Sink::new(cx.entry.path.clone(), rule, workspace, &mut found);
        (rule.check)(&cx, &mut sink);
        more.extend(sink.into_more());
    }
    found.retain(|d| d.code == "syntax" || !is_muted(&cx, d.span));
    found.extend(more);
    suppress(&cx, &mut found);
    sort(&mut found, workspace);
    found.dedup_by(|a, b| a.span == b.span && a.code == b.code && a.message == b.message);
    found
}

/// The finding for a file that cannot be read, at its start; `why` completes "cannot be read: …".
#[must_use]
pub fn unreadable(path: &str, why: &str) -> Diagnostic {
    Diagnostic {
        path: path.into(),
        span: Span::default(),
        severity: Severity::Error,
        code: super::syntax::RULE.code.into(),
        message: into_visible(format!("this cannot be read: {why}")),
        help: Some("make it readable, or take it out of the workspace".to_owned()),
        related: Vec::new(),
        fixes: Vec::new(),
    }
}

/// The `config` finding for a journal of an interrupted change that is not obeyed, so that files may have been left
/// half changed; `why` completes "is not obeyed: …".
#[must_use]
pub fn not_obeyed(path: &str, why: &str, help: &str) -> Diagnostic {
    Diagnostic {
        code: super::config::RULE.code.into(),
        message: into_visible(format!("{path} is not obeyed: {why}")),
        help: Some(into_visible(help)),
        ..unreadable(path, why)
    }
}

/// The `config` findings at paths that are no file of the workspace: schema files, and a `sidestep.yaml` that cannot be
/// read. Those of a readable `sidestep.yaml` come from [`check_file`].
#[must_use]
pub fn check_settings(workspace: &Workspace) -> Vec<Diagnostic> {
    let rule = &super::config::RULE;
    let mut found = Vec::new();
    for finding in workspace.config_findings().iter().filter(|finding| workspace.find(&finding.path).is_none()) {
        let mut sink = Sink::new(finding.path.as_str().into(), rule, workspace, &mut found);
        super::config::report(&mut sink, finding);
    }
    sort(&mut found, workspace);
    found
}

/// All findings of a workspace, its settings included, sorted by path, then span.
#[must_use]
pub fn check_workspace(workspace: &Workspace, today: jiff::civil::Date) -> Vec<Diagnostic> {
    let mut found = check_settings(workspace);
    for id in workspace.sorted() {
        found.extend(check_file(workspace, id, today));
    }
    sort(&mut found, workspace);
    found
}

/// Sorts findings: those of settings and schemas first, then by path, place, code and message.
fn sort(found: &mut [Diagnostic], workspace: &Workspace) {
    let place = |d: &Diagnostic| (!workspace.is_setting_file(&d.path), d.path.clone(), d.span.start, d.span.end);
    found.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| (&a.code, &a.message).cmp(&(&b.code, &b.message))));
}

/// Whether `span` touches a region that a repair guessed at: findings there would be about the guess.
fn is_muted(cx: &FileCx<'_>, span: Span) -> bool {
    let regions = &cx.facts.uncertain;
    let near = regions.partition_point(|region| region.end < span.start);
    let near = regions[near..].iter().take_while(|region| region.start <= span.end);
    near.into_iter().any(|u| u.start < span.end && span.start < u.end || span.is_empty() && u.touches(span))
}

/// Applies suppression comments and reports those that silence nothing.
fn suppress(cx: &FileCx<'_>, found: &mut Vec<Diagnostic>) {
    let ignores = &cx.facts.ignores;
    if ignores.is_empty() {
        return;
    }
    let mut used: FxHashSet<(usize, usize)> = FxHashSet::default();
    let mut comments: FxHashMap<&str, Vec<(usize, usize)>> = FxHashMap::default();
    for (at, ignore) in ignores.iter().enumerate() {
        for (code, (name, _)) in ignore.codes.iter().enumerate() {
            comments.entry(name).or_default().push((at, code));
        }
    }
    found.retain(|d| {
        let mut silenced = false;
        let of_code = comments.get(&*d.code).into_iter().flatten();
        for (at, code) in of_code.filter(|(at, _)| ignores[*at].covers(d.span)) {
            used.insert((*at, *code));
            silenced = true;
        }
        !silenced
    });
    let meant = meant(cx, found);
    let rule = &unused_ignore::RULE;
    if cx.facts.syntax.is_empty() && severity_of(rule, rule.code, cx.workspace.config()).is_some() {
        let mut sink = Sink::new(cx.entry.path.clone(), rule, cx.workspace, found);
        let used = |ignore, code| used.contains(&(ignore, code));
        unused_ignore::report(cx, &mut sink, &used, &meant);
        let more = sink.into_more();
        found.extend(more);
    }
}

/// So many codes are proposed for a comment that has none.
const FEW: usize = 3;

/// For misspelled codes in suppression comments (comment, code) the codes that are meant: nearest to them, and of a finding
/// that the comment would silence; and for comments (with 0) without a code those of the findings that they cover. Such a finding gets no fix, nor does one that a comment without a code covers: its author
/// wants it to stay as it is.
fn meant(cx: &FileCx<'_>, found: &mut [Diagnostic]) -> FxHashMap<(usize, usize), String> {
    let mut meant = FxHashMap::default();
    for (at, ignore) in cx.facts.ignores.iter().enumerate() {
        if ignore.codes.is_empty() {
            let mut codes: Vec<&str> = Vec::new();
            for finding in found.iter_mut().filter(|d| ignore.covers(d.span)) {
                finding.fixes.clear();
                if !codes.contains(&&*finding.code) && codes.len() < FEW {
                    codes.push(&finding.code);
                }
            }
            if !codes.is_empty() {
                meant.insert((at, 0), codes.join(", "));
            }
        }
        for (code, (name, _)) in ignore.codes.iter().enumerate() {
            let Some(near) = unused_ignore::near_code(cx, name) else { continue };
            for finding in found.iter_mut().filter(|d| d.code == near && ignore.covers(d.span)) {
                finding.fixes.clear();
                meant.insert((at, code), near.clone());
            }
        }
    }
    meant
}
