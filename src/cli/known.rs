//! The baseline of a check: what is found and was there before is left out, and counted.

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::arguments::KnownOptions;
use super::change::counted;
use super::destination::leads_out;
use super::output::Checked;
use super::{Failure, print};
use crate::loader::{explain, normal, relative, write_atomically};
use crate::rules::{Diagnostic, Known, fingerprints_of};
use crate::syntax::LARGEST_FILE;
use crate::workspace::{Baseline, Fingerprint, Severity, Sources as _};

/// The baselines of the workspaces that are checked.
pub(super) struct Baselines<'o> {
    options: &'o KnownOptions,
    /// The one that the command names: of all workspaces together. What was found is taken out of it.
    given: Option<Baseline>,
    /// What was found of it.
    old: Vec<Fingerprint>,
    /// Whether all findings of a workspace are looked at.
    is_whole: bool,
    /// How many findings were left out.
    left_out: usize,
    /// How many are expected by settings and were not found.
    gone: usize,
}

impl<'o> Baselines<'o> {
    /// `is_whole`: the check is about all files and all codes.
    pub fn new(options: &'o KnownOptions, is_whole: bool) -> Result<Self, Failure> {
        if options.changes_baseline() && !is_whole {
            return Err(Failure::new("a baseline is of all files and all codes; nothing was written")
                .help("leave out the paths, --only and --skip"));
        }
        let given = options.baseline.as_deref().map(|path| match read(path) {
            Ok(None) if options.write_baseline => Ok(Baseline::default()),
            Ok(None) => Err(Failure::new(format!("{} cannot be read: there is no such file", path.display()))
                .help("with --write-baseline too it is written, with all findings of today")),
            Ok(Some(baseline)) => Ok(baseline),
            Err(why) => Err(Failure::new(format!("{} cannot be used: {why}", path.display()))
                .help("name another file, or remove this one and write it anew with --write-baseline")),
        });
        let given = given.transpose()?;
        Ok(Self { options, given, old: Vec::new(), is_whole, left_out: 0, gone: 0 })
    }

    /// Takes out of a check what was there before: what the baseline has, and what is `old`, in the order of the findings, for
    /// another reason. Each is asked of all findings, so that what two of them have once leaves out one finding, not two. What
    /// is to be written is taken as it is now.
    pub fn leave_out(&mut self, one: &mut Checked, old: &[bool]) -> Result<(), Failure> {
        let is_old = |at: usize| old.get(at) == Some(&true);
        let setting = one.workspace.config().baseline.clone().filter(|_| self.options.baseline.is_none());
        let Some(expected) = self.expected(one) else {
            let mut at = 0..;
            one.diagnostics.retain(|_| !at.next().is_some_and(is_old));
            return if self.options.changes_baseline() { Err(nowhere()) } else { Ok(()) };
        };
        let found = std::mem::take(&mut one.diagnostics).into_iter().enumerate();
        let mut found: Vec<(bool, Diagnostic)> = found.map(|(at, finding)| (is_old(at), finding)).collect();
        if let Some((_, span)) = setting.as_ref().filter(|_| self.options.write_baseline) {
            // What is wrong with the file will be so no more.
            found.retain(|(_, d)| !(d.code == "config" && &*d.path == "sidestep.yaml" && d.span == *span));
        }
        let (found, hints): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, d)| is_counted(d));
        let all: Vec<&Diagnostic> = found.iter().map(|(_, d)| d).collect();
        let prints = fingerprints_of(&one.workspace, &one.disk, &all);
        let expected = if self.options.write_baseline { Baseline::of(prints.iter().cloned()) } else { expected };
        let known = Known::new(&expected, &one.workspace);
        let mut old = Vec::new();
        one.diagnostics = hints.into_iter().filter(|(is_old, _)| !is_old).map(|(_, hint)| hint).collect();
        for (((is_old, finding), print), is_known) in found.into_iter().zip(&prints).zip(known.take(&prints)) {
            match (is_old, is_known) {
                (true, _) => {}
                (false, true) => old.push(print.clone()),
                (false, false) => one.diagnostics.push(finding),
            }
        }
        self.left_out += old.len();
        match setting {
            None => {
                self.old.extend(old);
                self.given = Some(known.left());
            }
            Some((path, _)) if self.options.changes_baseline() => {
                if let Some(why) = one.disk.refusal(&path) {
                    return Err(Failure::new(format!("the baseline {path} is not written: {why}")));
                }
                let full = normal(&one.disk.path(&path));
                let here = std::env::current_dir().and_then(|dir| dir.canonicalize()).unwrap_or_default();
                self.write(&full, &relative(&here, &full), &Baseline::of(old))?;
            }
            Some(_) => self.gone = self.gone.saturating_add(known.left().len()),
        }
        Ok(())
    }

    /// Whether anything is known of a workspace's old findings.
    pub fn is_used(&self, one: &Checked) -> bool {
        self.given.is_some() || one.workspace.config().baseline.is_some()
    }

    /// What is expected of a workspace; none where nobody names a baseline.
    fn expected(&self, one: &Checked) -> Option<Baseline> {
        let by_settings = || one.workspace.baseline().map(|baseline| (**baseline).clone()).unwrap_or_default();
        let is_set = one.workspace.config().baseline.is_some();
        self.given.clone().or_else(|| is_set.then(by_settings))
    }

    /// The findings of a check that are new, if anything is known of old ones: by the baseline, or by what is `old` in the order
    /// of the findings.
    pub fn new_ones(&self, one: &Checked, old: Option<Vec<bool>>) -> Option<NewOnes> {
        let expected = self.expected(one);
        if expected.is_none() && old.is_none() {
            return None;
        }
        let (expected, old) = (expected.unwrap_or_default(), old.unwrap_or_default());
        let found: Vec<&Diagnostic> = one.diagnostics.iter().collect();
        let is_known = Known::new(&expected, &one.workspace).take(&fingerprints_of(&one.workspace, &one.disk, &found));
        let known = is_known.into_iter().enumerate().map(|(at, known)| known || old.get(at) == Some(&true));
        Some(NewOnes::of(found.into_iter().zip(known).filter(|(_, known)| !known).map(|(d, _)| d)))
    }

    /// Writes the baseline that the command names, and says what is found no more; gives how many findings were left out.
    pub fn finish(mut self) -> Result<usize, Failure> {
        if let Some(path) = &self.options.baseline {
            let old = Baseline::of(std::mem::take(&mut self.old));
            if self.options.changes_baseline() {
                self.write(path, &path.display().to_string(), &old)?;
            } else {
                self.gone = self.gone.saturating_add(self.given.as_ref().map_or(0, Baseline::len));
            }
        }
        if self.is_whole && self.gone > 0 {
            let (what, verb) = (counted(self.gone, "finding"), if self.gone == 1 { "is" } else { "are" });
            print::note_line(&format!("{what} of the baseline {verb} gone: --prune-baseline takes them out"));
        }
        Ok(self.left_out)
    }

    fn write(&self, path: &Path, shown: &str, baseline: &Baseline) -> Result<(), Failure> {
        let refused =
            |why: String, help: &str| Err(Failure::new(format!("{shown} is not written over: {why}")).help(help));
        if leads_out(path) {
            return refused(
                "it is a link that leads out of the repository".to_owned(),
                "name the file that it leads to",
            );
        }
        if path.metadata().is_ok_and(|found| !found.is_file()) {
            return refused("it is no file".to_owned(), "name another file");
        }
        let before = match read(path) {
            Ok(before) => before,
            Err(why) => return refused(why, "name another file, or remove this one first"),
        };
        if self.options.prune_baseline && before.as_ref() == Some(baseline) {
            print::note_line(&format!("nothing in {shown} is gone"));
            return Ok(());
        }
        let text = baseline.to_text();
        let failed = |why: String| Failure::new(format!("{shown} cannot be written: {why}"));
        if text.len() > LARGEST_FILE {
            return Err(failed(too_large()));
        }
        write_atomically(path, &text).map_err(|e| match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() && !folder.exists() => {
                failed(format!("there is no folder {}", folder.display()))
            }
            _ => failed(explain(&e)),
        })?;
        let fewer = before.map_or(0, |before| before.len().saturating_sub(baseline.len()));
        let said = match self.options.prune_baseline {
            true => format!("took {} out of {shown}; {} left", counted(fewer, "finding"), baseline.len()),
            false => format!("wrote {} to {shown}", counted(baseline.len(), "finding")),
        };
        print::note_line(&said);
        Ok(())
    }
}

/// Findings, whatever their place: another round of fixes moves them.
pub(super) struct NewOnes(FxHashSet<(Arc<str>, String, String)>);

impl NewOnes {
    pub fn of<'d>(found: impl IntoIterator<Item = &'d Diagnostic>) -> Self {
        Self(found.into_iter().map(|d| (d.path.clone(), d.code.to_string(), d.message.clone())).collect())
    }

    /// Whether a finding is one of them.
    pub fn has(&self, d: &Diagnostic) -> bool {
        self.0.contains(&(d.path.clone(), d.code.to_string(), d.message.clone()))
    }
}

fn nowhere() -> Failure {
    Failure::new("there is no baseline to write to; nothing was written")
        .help("name it with --baseline FILE, or for good in sidestep.yaml: baseline: .sidestep-baseline.json")
}

/// Hints are no part of a baseline: nobody has to mend them.
fn is_counted(d: &Diagnostic) -> bool {
    d.severity > Severity::Hint
}

/// Why a baseline is neither read nor written.
fn too_large() -> String {
    format!("it has more than the {} MB that are read", LARGEST_FILE >> 20)
}

/// A baseline from disk; none where there is no file.
fn read(path: &Path) -> Result<Option<Baseline>, String> {
    let file = match std::fs::File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(|error| explain(&error))?,
    };
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes).map_err(|error| explain(&error))?;
    if bytes.len() > LARGEST_FILE {
        return Err(too_large());
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    Baseline::read(&text).map(Some)
}
