//! [`Reached`]: which subschemas describe something that files can hold.

use rustc_hash::FxHashMap;

/// The subschemas that the shapes are made of, each by the address of its value.
pub(super) type Reached = FxHashMap<usize, Reach>;

/// What a subschema describes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reach {
    /// Texts can stand there.
    pub takes_text: bool,
    /// It is the whole of a file.
    pub is_root: bool,
}
