//! What holds whatever is written: each law takes bytes that nobody has chosen, makes of them what it is about, and panics
//! where it does not hold. `fuzz/` tries the laws on ever new bytes; `tests/fuzz/` on those that are kept.

mod features;
mod fixes;
mod frames;
mod histories;
mod journals;
mod names;
mod script;

/// How thoroughly a law is tried.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// At how many places of a text, findings of a workspace or names of a file, at most.
    pub places: usize,
}

/// A law by its name, which is that of the folder of its texts and of its target.
pub type Law = (&'static str, fn(&[u8], Effort));

/// All laws.
pub const LAWS: [Law; 7] = [
    ("features", features::everywhere),
    ("settings", features::settings),
    ("histories", histories::end_where_scratch_begins),
    ("fixes", fixes::mend_and_spare),
    ("renames", names::go_there_and_back),
    ("journals", journals::stay_within),
    ("frames", frames::are_answered),
];

/// What more bytes than this would say is said by fewer.
const LARGEST: usize = 16 << 10;
