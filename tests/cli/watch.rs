//! `check --watch`: what is shown after a change is what a check of the same files finds.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::support::{BAD, Folder, OTHER, ROLE, command};

/// How long a report may take on a busy machine; usual are a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// A check that goes on.
struct Watching {
    child: Child,
    lines: Receiver<String>,
    notes: Receiver<String>,
}

impl Watching {
    fn start(folder: &Folder, arguments: &[&str]) -> Self {
        let arguments = [&["check", "--watch", "--format", "concise"], arguments].concat();
        let mut command = command(&folder.root(), &arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = listen(child.stdout.take().unwrap());
        let notes = listen(child.stderr.take().unwrap());
        let watching = Self { child, lines, notes };
        watching.notes_until(|line| line.contains("watching"));
        watching
    }

    #[track_caller]
    fn until(&self, wanted: impl Fn(&str) -> bool) -> String {
        next(&self.lines, wanted)
    }

    #[track_caller]
    fn notes_until(&self, wanted: impl Fn(&str) -> bool) -> String {
        next(&self.notes, wanted)
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(from: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (send, lines) = channel();
    std::thread::spawn(move || {
        let lines = BufReader::new(from).lines().map_while(Result::ok);
        lines.take_while(|line| send.send(line.clone()).is_ok()).for_each(drop);
    });
    lines
}

#[track_caller]
fn next(lines: &Receiver<String>, wanted: impl Fn(&str) -> bool) -> String {
    let until = Instant::now() + PATIENCE;
    let mut seen = Vec::new();
    loop {
        match lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(line) if wanted(&line) => return line,
            Ok(line) => seen.push(line),
            Err(error) => panic!("{error}: {seen:#?}"),
        }
    }
}

#[test]
fn a_change_is_checked_with_what_it_touches() {
    let folder = Folder::clean();
    let watching = Watching::start(&folder, &["--statistics"]);
    folder.write(OTHER.0, BAD);
    watching.until(|line| line.contains("Bakend Engineer"));
    folder.write(OTHER.0, OTHER.1);
    // Another file is touched by a change of the name that it mentions.
    folder.write(ROLE.0, "name: Server Engineer\nsummary: Builds services.\n");
    let line = watching.until(|line| line.contains("\"Backend Engineer\" is named \"Server Engineer\" now"));
    assert!(line.starts_with("content/roles/data-engineer.yaml:2:34: error[unknown-role]"), "{line}");
    // New files, in new folders.
    folder.write("content/roles/crafts/cooper.yaml", "name: Cooper\nsummary: See [[Nobody]].\n");
    watching.until(|line| line.contains("content/roles/crafts/cooper.yaml:2:16: error[unknown-role]"));
    folder.write("content/roles/crafts/cooper.yaml", "name: Cooper\nsummary: See [[Somebody]].\n");
    watching.until(|line| line.contains("no role is named \"Somebody\""));
}

#[test]
fn folders_that_go_and_come_again() {
    let folder = Folder::clean();
    folder.write(OTHER.0, BAD);
    let watching = Watching::start(&folder, &[]);
    watching.until(|line| line.contains("Bakend Engineer"));
    std::fs::remove_dir_all(folder.path("content")).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    folder.write(ROLE.0, ROLE.1);
    folder.write(OTHER.0, "name: Data Engineer\nsummary: See [[Nobody at all]].\n");
    watching.until(|line| line.contains("Nobody at all"));
    folder.write(OTHER.0, "name: Data Engineer\nsummary: See [[Nobody again]].\n");
    watching.until(|line| line.contains("Nobody again"));
    // The workspace itself.
    std::fs::remove_dir_all(folder.root()).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    folder.write(".git/HEAD", "");
    folder.write("sidestep.yaml", "{}\n");
    folder.write(OTHER.0, "name: Data Engineer\nsummary: See [[Nobody anywhere]].\n");
    watching.until(|line| line.contains("Nobody anywhere"));
}

#[test]
fn settings_links_and_files_that_cannot_be_read() {
    let folder = Folder::clean();
    folder.write(OTHER.0, "name: Data Engineer\nsummary: See [a page](page.md).\n");
    let watching = Watching::start(&folder, &["--show", "hint"]);
    watching.until(|line| line.contains("broken-link"));
    folder.write("content/roles/page.md", "x\n");
    folder.write(OTHER.0, b"name: Data Engineer\nsummary: \xff\n");
    watching.until(|line| line.contains("error[syntax]"));
    folder.write(OTHER.0, "name: Data Engineer\nsummary: See [a page](page.md) and [[Nobody]].\n");
    let line = watching.until(|line| line.contains("broken-link") || line.contains("unknown-role"));
    assert!(line.contains("unknown-role"), "the page is there: {line}");
    // Settings that cannot be read are said, and waited for.
    folder.write("sidestep.yaml", "rules: [\n");
    watching.notes_until(|line| line.contains("sidestep.yaml cannot be read"));
    folder.write("sidestep.yaml", "rules: { unknown-role: warning }\n");
    watching.until(|line| line.contains("warning[unknown-role]"));
}

#[test]
fn only_what_is_asked_for() {
    let folder = Folder::clean();
    let watching = Watching::start(&folder, &[ROLE.0, "--only", "unknown-role"]);
    folder.write(OTHER.0, BAD);
    folder.write(ROLE.0, "name: Backend Engineer\nsummary: See [[Nobody]] at <http://example.org/>.\n");
    let line = watching.until(|_| true);
    assert!(line.starts_with(ROLE.0) && line.contains("unknown-role"), "{line}");
    for more in
        [&["--fix"][..], &["--diff"], &["-", "--stdin-filename", ROLE.0], &["--write-baseline"], &["--add-ignores"]]
    {
        folder.run(&[&["check", "--watch"], more].concat()).is(2).err_has("--watch looks at files and changes none");
    }
    folder.run(&["check", "--watch", "--staged"]).is(2).err_has("leave out --changed-since and --staged");
    folder.run(&["check", "--watch", "--only", "unknown-rle"]).is(2).err_has("did you mean \"unknown-role\"?");
}

/// Whoever looks at the screen sees that a check was made, also where it found what was there before.
#[test]
fn each_check_says_when_it_was_made() {
    let folder = Folder::clean();
    let watching = Watching::start(&folder, &[]);
    let is_told = |line: &str| {
        let Some(time) = line.strip_prefix("note: checked at ") else { return false };
        let parts: Vec<&str> = time.split(':').collect();
        parts.len() == 3 && parts.iter().all(|part| part.len() == 2 && part.parse::<u8>().is_ok())
    };
    watching.notes_until(is_told);
    folder.write(OTHER.0, format!("# Nothing else.\n{}", OTHER.1));
    watching.notes_until(is_told);
}

/// Nobody reads any more: it ends by itself. (Where Ctrl-C comes, the system ends it.)
#[test]
fn it_ends_with_its_reader() {
    let folder = Folder::clean();
    let mut command = command(&folder.root(), &["check", "--watch", "--format", "concise"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let notes = listen(child.stderr.take().unwrap());
    next(&notes, |line| line.contains("watching"));
    drop(child.stdout.take());
    let until = Instant::now() + PATIENCE;
    let mut n = 0;
    while child.try_wait().unwrap().is_none() {
        n += 1;
        folder.write(OTHER.0, format!("name: Data Engineer\nsummary: See [[Nobody {n}]].\n"));
        std::thread::sleep(Duration::from_millis(200));
        assert!(Instant::now() < until, "it goes on");
    }
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(notes.try_iter().all(|line| !line.contains("panic")));
}
