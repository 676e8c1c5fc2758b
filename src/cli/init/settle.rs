//! [`settle`]: a proposal of which `sidestep check` tells no error.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::field::Note;
use super::guess::{Guess, Schema};
use super::proposal::{Proposal, files};
use crate::content::FileKind;
use crate::loader::{Disk, Known, load_known};
use crate::rules::{check_file, check_settings};
use crate::workspace::{Change, Config, Overlay, Severity};

/// So often it is tried to mend a collection; then those with errors are left out.
const ROUNDS: usize = 4;

/// The files of a proposal, with their paths; collections with errors are mended or left out. `None` where none is left.
pub(super) fn settle(disk: &Disk, proposal: &mut Proposal, folder: &str) -> Option<Vec<(String, String)>> {
    let mut round = 0;
    loop {
        proposal.prune();
        if proposal.guesses.is_empty() {
            return None;
        }
        let files = files(proposal, folder);
        let errors = errors(disk, &files);
        if errors.is_empty() {
            return Some(files);
        }
        let config = Config::read("sidestep.yaml", &files[0].1).0;
        let (mut drop, mut mended) = (BTreeSet::new(), BTreeSet::new());
        for error in &errors {
            let place = proposal.place(error, &config, (folder, &files[0].1));
            // What is mended once is mended for all errors of its sort.
            let cause = (place, error.code.as_str(), if error.code == "syntax" { error.path.as_str() } else { "" });
            if mended.contains(&cause) {
                continue;
            }
            if round < ROUNDS && proposal.mend(error, place) {
                mended.insert(cause);
            } else {
                // What nobody can be blamed for is everybody's.
                drop.extend(place.or(Some(proposal.guesses.len() - 1)));
            }
        }
        for at in drop.into_iter().rev() {
            let mut guess = proposal.guesses.remove(at);
            proposal.left.append(&mut guess.group.paths);
        }
        proposal.left.sort();
        round += 1;
    }
}

/// An error of the proposal.
struct Wrong {
    path: String,
    code: String,
    /// Where it stands (bytes).
    at: u32,
}

/// The errors that `sidestep check` would tell, with some files written.
fn errors(disk: &Disk, files: &[(String, String)]) -> Vec<Wrong> {
    let written = files.iter().map(|(path, text)| Change::Set { path: path.clone(), text: text.clone() });
    let overlay = Overlay::new(written.collect(), disk);
    let loaded = load_known(disk.clone(), &Known::texts(&overlay), &|_, _| ());
    let today = jiff::ZonedDateTime::now().date();
    let workspace = &loaded.workspace;
    let ids = workspace.sorted();
    let found = ids.par_iter().with_max_len(16).flat_map_iter(|id| check_file(workspace, *id, today));
    let found = check_settings(workspace).into_iter().chain(found.collect::<Vec<_>>());
    let found = found.filter(|finding| finding.severity == Severity::Error);
    let wrong = found.map(|finding| Wrong {
        path: finding.path.to_string(),
        code: finding.code.to_string(),
        at: finding.span.start,
    });
    let unread =
        loaded.problems.into_iter().map(|problem| Wrong { path: problem.path, code: "syntax".to_owned(), at: 0 });
    wrong.chain(unread).collect()
}

impl Proposal {
    /// The collection that an error is about.
    fn place(&self, error: &Wrong, config: &Config, (folder, settings): (&str, &str)) -> Option<usize> {
        let labelled = |label: &str| self.guesses.iter().position(|guess| guess.label == label);
        if error.path == "sidestep.yaml" {
            let line = settings[..error.at as usize].rfind('\n').map_or(0, |end| end + 1);
            return labelled(settings[line..].split(':').next()?.trim());
        }
        if let Some(name) =
            error.path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')?.strip_suffix(".json"))
        {
            return labelled(name);
        }
        match config.file_kind(&error.path)? {
            FileKind::Role => {
                let is_role = |guess: &&Guess| guess.schema == Schema::Builtin("sidestep:role");
                let has_it = |guess: &Guess| guess.group.paths.contains(&error.path);
                let roles: Vec<&Guess> = self.guesses.iter().filter(is_role).collect();
                let role = roles.iter().find(|guess| has_it(guess)).or(roles.first())?;
                labelled(&role.label)
            }
            FileKind::Vocabulary(kind) => labelled(config.word(kind)),
            kind => labelled(&config.collection(kind)?.label),
        }
    }

    /// Changes what an error comes from; `false` where nothing is left to change.
    fn mend(&mut self, error: &Wrong, place: Option<usize>) -> bool {
        let guess = place.and_then(|at| self.guesses.get_mut(at));
        match (&*error.code, guess) {
            ("syntax", _) => {
                for guess in &mut self.guesses {
                    let known = guess.group.paths.len();
                    guess.group.paths.retain(|path| *path != error.path);
                    guess.group.fills_folder &= guess.group.paths.len() == known;
                }
                self.broken.insert(error.path.clone())
            }
            ("schema", Some(guess)) if guess.schema == Schema::Own => !std::mem::replace(&mut guess.loose, true),
            ("duplicate-name", Some(guess)) if guess.schema == Schema::Own => {
                guess.define_nothing();
                true
            }
            ("schema" | "config" | "duplicate-name", _) => false,
            // The content has the error, whatever its collection.
            (code, _) => {
                self.quiet.insert(code.to_owned());
                true
            }
        }
    }

    /// Leaves out references to kinds that nothing defines, then collections that say nothing.
    pub(super) fn prune(&mut self) {
        loop {
            let defined: BTreeSet<String> = self.guesses.iter_mut().flat_map(Guess::defined).collect();
            let is_known = |note: &Note| match note {
                Note::Refers(kind, _) | Note::Path(kind) => defined.contains(kind),
                _ => true,
            };
            for guess in &mut self.guesses {
                guess.group.root.each_mut("", &mut |_, field| {
                    field.note = field.note.take().filter(is_known);
                    field.key_note = field.key_note.take().filter(is_known);
                });
            }
            let known = self.guesses.len();
            for mut guess in std::mem::take(&mut self.guesses) {
                if guess.says_something() && !guess.group.paths.is_empty() {
                    self.guesses.push(guess);
                } else {
                    self.left.append(&mut guess.group.paths);
                }
            }
            if self.guesses.len() == known {
                return;
            }
        }
    }
}

impl Guess {
    /// The kinds that it defines things of.
    fn defined(&mut self) -> Vec<String> {
        let mut defined: Vec<String> = match self.schema {
            Schema::Builtin("sidestep:vocabulary") => vec![self.label.clone()],
            Schema::Builtin(_) => self.kind.clone().into_iter().collect(),
            Schema::Own => self.kind.clone().into_iter().filter(|_| self.by_file || self.by_heading).collect(),
        };
        self.group.root.each_mut("", &mut |_, field| {
            for note in [&field.note, &field.key_note] {
                if let Some(Note::Defines(kind, label)) = note
                    && *label != "alias"
                {
                    defined.push(kind.clone());
                }
            }
        });
        defined
    }

    /// Takes no value for a label: some stand twice.
    fn define_nothing(&mut self) {
        (self.kind, self.by_file, self.by_heading) = (None, false, false);
        self.group.root.each_mut("", &mut |_, field| {
            let other = |note: &Note| !matches!(note, Note::Defines(..));
            field.note = field.note.take().filter(other);
            field.key_note = field.key_note.take().filter(other);
        });
    }
}
