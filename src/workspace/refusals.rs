//! [`Refusals`]: what the disk says of the paths of the settings.

use rustc_hash::FxHashMap;

use super::Config;

/// Why files are not read by paths of the settings, by path: what only the disk tells.
#[derive(Clone, Debug, Default)]
pub(super) struct Refusals(pub FxHashMap<String, Refusal>);

/// Why no file is read by a path.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// It leads where nothing is read.
    Never(String),
    /// There is something that is no file, or cannot be read.
    Unreadable(String),
}

impl Refusals {
    /// Asks about all paths: `never` says why nothing is read where one leads, `fault` why what is there cannot be.
    pub fn of(config: &Config, never: impl Fn(&str) -> Option<String>, fault: impl Fn(&str) -> Option<String>) -> Self {
        let mut refusals = FxHashMap::default();
        for path in config.paths.iter().filter(|path| path.span.is_some()) {
            let refusal = never(&path.path).map(Refusal::Never);
            let unreadable = || fault(&path.path).filter(|_| path.is_plain()).map(Refusal::Unreadable);
            let refusal = refusal.or_else(unreadable);
            if let Some(refusal) = refusal {
                refusals.insert(path.path.clone(), refusal);
            }
        }
        Self(refusals)
    }
}
