//! The codes that a check is about: `--only` and `--skip`.

use super::Failure;
use super::arguments::CheckOptions;
use super::explain::no_code;
use crate::content::codes_of_kinds;
use crate::loader::Disk;
use crate::rules::RULES;
use crate::workspace::Workspace;

/// The codes that a check is about.
pub(super) struct Selected<'o> {
    only: &'o [String],
    skip: &'o [String],
}

impl<'o> Selected<'o> {
    /// An error where a code is none of these workspaces: what is misspelled would change more than was asked for.
    pub fn new<'d>(options: &'o CheckOptions, disks: impl Iterator<Item = &'d Disk>) -> Result<Self, Failure> {
        let named = || options.only.iter().chain(&options.skip);
        let own = |code: &String| RULES.iter().any(|rule| rule.code == code);
        if !named().all(own) {
            // Schemas define kinds too.
            let settings = disks.map(|disk| Workspace::open(disk).config().clone());
            let kinds: Vec<String> = settings.flat_map(|config| config.kinds.clone()).collect();
            let terms: Vec<String> = codes_of_kinds(&kinds).collect();
            if let Some(code) = named().find(|code| !own(code) && !terms.contains(code)) {
                return Err(no_code(code, terms.iter().map(String::as_str)));
            }
        }
        Ok(Self { only: &options.only, skip: &options.skip })
    }

    pub fn has(&self, code: &str) -> bool {
        let names = |list: &[String]| list.iter().any(|named| named == code);
        (self.only.is_empty() || names(self.only)) && !names(self.skip)
    }
}
