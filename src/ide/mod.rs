//! What an author asks for while reading and writing: pure functions over a workspace, in the editor's own vocabulary.

pub mod page;
