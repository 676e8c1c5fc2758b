//! A session: steps, and after some of them a pause.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::world::World;
use super::{Manner, Tally, compare};
use crate::corpus::Random;

/// How many pauses a session has.
const PAUSES: usize = 40;
/// How many of the last steps are told when something differs.
const TOLD: usize = 80;
/// Memory may grow by this many MB from the first pause to the last, whatever is open then.
const GROWTH: usize = 300;

pub struct Play {
    pub world: World,
    pub random: Random,
    pub tally: Tally,
    /// The last steps.
    steps: VecDeque<String>,
    binary: PathBuf,
}

impl Play {
    /// Begins a session.
    pub fn start(binary: &Path, seed: u64, manner: Manner) -> Result<Self, String> {
        let root = std::env::temp_dir().join(format!("sidestep-soak-{}-{seed}", std::process::id()));
        let world = World::start(binary, root, manner)?;
        let (tally, steps) = (Tally::default(), VecDeque::new());
        Ok(Self { world, random: Random(seed), tally, steps, binary: binary.to_owned() })
    }

    /// Writes down a step.
    pub fn tell(&mut self, step: String) {
        if self.steps.len() == TOLD {
            self.steps.pop_front();
        }
        self.steps.push_back(step);
    }

    /// Goes on until the session or the time is over.
    pub fn go_on(mut self, end: Instant) -> Result<Tally, String> {
        match self.all(end) {
            Ok(()) => {
                let root = self.world.root.clone();
                self.world.server.finish()?;
                let _ = std::fs::remove_dir_all(root);
                Ok(self.tally)
            }
            Err(why) => {
                let steps: Vec<String> = self.steps.into();
                let root = self.world.root.display();
                Err(format!("after these steps (the folder is left at {root}):\n{}\n{why}", steps.join("\n")))
            }
        }
    }

    fn all(&mut self, end: Instant) -> Result<(), String> {
        self.pause()?;
        while self.tally.pauses < PAUSES && Instant::now() < end {
            for _ in 0..5 + self.random.below(40) {
                self.step()?;
                self.tally.steps += 1;
                // People and programs are not equally quick.
                let wait = [0, 0, 0, 0, 1, 5, 30, 400][self.random.below(8)];
                self.world.server.listen(Duration::from_millis(wait))?;
            }
            self.pause()?;
        }
        let (first, last, _) = self.tally.memory;
        if last > 2 * first + GROWTH {
            return Err(format!("the memory grew from {first} to {last} MB"));
        }
        Ok(())
    }

    /// Everything is saved, what is broken is mended, and what the server shows is compared with a check.
    fn pause(&mut self) -> Result<(), String> {
        self.tell("-- a pause".to_owned());
        let open: Vec<String> = self.world.open.keys().cloned().collect();
        for path in &open {
            self.world.save(path)?;
        }
        let mut found = self.check()?;
        // What a broken file said when it last could be read still counts in the editor, and a check does not know it.
        for _ in 0..8 {
            let broken = broken(&found);
            if broken.is_empty() {
                break;
            }
            for path in broken {
                self.tell(format!("mend {path}"));
                self.mend(&path)?;
            }
            self.world.tell()?;
            found = self.check()?;
        }
        self.tally.findings += compare::compare(&mut self.world, &found)?;
        let now = self.world.server.memory();
        let (first, _, most) = self.tally.memory;
        self.tally.memory = (if self.tally.pauses == 0 { now } else { first }, now, most.max(now));
        self.tally.pauses += 1;
        Ok(())
    }

    /// What a check finds. Where the settings cannot be read, or leave no file over, it says so and finds nothing; then
    /// they are mended.
    fn check(&mut self) -> Result<Vec<serde_json::Value>, String> {
        let found = compare::check(&self.binary, &self.world.root);
        if found.is_ok() {
            return found;
        }
        for path in ["sidestep.yaml", ".gitignore", "content/roles/.gitignore"] {
            if self.world.open.contains_key(path) || self.world.full(path).exists() {
                self.tell(format!("mend {path}"));
                self.mend(path)?;
            }
        }
        self.world.tell()?;
        compare::check(&self.binary, &self.world.root)
    }

    /// A file gets a text that can be read.
    fn mend(&mut self, path: &str) -> Result<(), String> {
        match self.world.original.get(path).cloned() {
            Some(text) if self.world.open.contains_key(path) => {
                self.world.retype(path, &text)?;
                self.world.save(path)
            }
            Some(text) => self.world.write(path, text),
            None => {
                self.world.close(path)?;
                self.world.remove(path);
                Ok(())
            }
        }
    }
}

/// The files that cannot be read as they stand, the settings and schemas among them.
fn broken(found: &[serde_json::Value]) -> BTreeSet<String> {
    let is_broken = |d: &&serde_json::Value| d["code"] == "syntax" || d["code"] == "config";
    found.iter().filter(is_broken).filter_map(|d| d["path"].as_str().map(str::to_owned)).collect()
}
