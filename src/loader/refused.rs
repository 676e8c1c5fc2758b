//! The finding for a journal that is not obeyed: the same in a check and in an editor.

use super::NOT_OBEYED;
use super::journal::{Left, NAME};
use crate::rules::{Diagnostic, not_obeyed};

impl Left {
    /// The finding for a journal that is not obeyed: a committed one means files that are half changed.
    #[must_use]
    pub fn finding(&self) -> Option<Diagnostic> {
        match self {
            Self::Refused(why) => Some(not_obeyed(NAME, why, NOT_OBEYED)),
            Self::Nothing | Self::HalfDone(_) => None,
        }
    }
}
