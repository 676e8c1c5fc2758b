//! Folders with files for tests.

use std::path::Path;

/// A folder that goes away with the test.
pub struct Folder {
    dir: tempfile::TempDir,
}

impl Folder {
    /// A folder with files: `#- path` starts one.
    pub fn new(fixture: &str) -> Self {
        let folder = Self { dir: tempfile::tempdir().unwrap() };
        let mut current: Option<(String, String)> = None;
        for line in fixture.trim_start_matches('\n').split_inclusive('\n') {
            if let Some(path) = line.trim_end().strip_prefix("#- ") {
                if let Some((path, text)) = current.replace((path.to_owned(), String::new())) {
                    folder.write(&path, &text);
                }
            } else if let Some((_, text)) = &mut current {
                text.push_str(line);
            }
        }
        if let Some((path, text)) = current {
            folder.write(&path, &text);
        }
        folder
    }

    /// The folder's path.
    pub fn path(&self) -> String {
        self.dir.path().to_str().unwrap().to_owned()
    }

    /// The path of a file in it.
    pub fn of(&self, path: &str) -> String {
        format!("{}/{path}", self.path())
    }

    pub fn write(&self, path: &str, text: &str) {
        let full = self.dir.path().join(path);
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::fs::write(full, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.dir.path().join(path)).unwrap()
    }

    pub fn remove(&self, path: &str) {
        let full = self.dir.path().join(path);
        if full.is_dir() { std::fs::remove_dir_all(full).unwrap() } else { std::fs::remove_file(full).unwrap() }
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }
}

/// Two roles that name each other.
pub fn two_roles() -> Folder {
    Folder::new(TWO_ROLES)
}

pub const TWO_ROLES: &str = "
#- sidestep.yaml
columns: [{ name: Focus }]
#- content/roles/data-engineer.yaml
name: Data Engineer
summary: Moves data, with [[Web Engineer]] beside.
comparison:
  rows:
    - role: Data Engineer
      Focus: pipelines
#- content/roles/web-engineer.yaml
name: Web Engineer
summary: Builds pages.
why: Why look further.
alternatives:
  - role: Data Engineer
    tagline: Moves data.
    about: What it is like.
comparison:
  rows:
    - role: Web Engineer
      Focus: pages
    - role: Data Engineer
how_to_pick:
  options:
    - if: you like pipelines
      role: Data Engineer
      then: Read its page.
";

/// A fixture without the lines that draw findings.
pub fn without_marks(fixture: &str) -> String {
    let is_mark = |line: &str| {
        let rest = line.trim_start().strip_prefix('#').and_then(|rest| rest.trim_end().rsplit_once(' '));
        rest.is_some_and(|(place, _)| {
            let place = place.trim();
            let columns =
                place.split_once('-').is_some_and(|(a, b)| a.parse::<u32>().is_ok() && b.parse::<u32>().is_ok());
            !place.is_empty() && place.chars().all(|c| c == '^') || columns
        })
    };
    fixture.split_inclusive('\n').filter(|line| !is_mark(line)).collect::<String>() + "\n"
}
