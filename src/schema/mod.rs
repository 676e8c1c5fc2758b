//! Schemas: JSON Schema 2020-12 on spanned YAML, and what a schema says about a place.
//!
//! A [`Schema`] is compiled once. [`Schema::check`] runs it on a tree in place and words the errors; [`Schema::shapes`]
//! says what may stand at a path (documentation, keys, values, Sidestep's annotations), by a static walk of the schema
//! without any instance.
//!
//! Must not know roles or other files.

mod annotations;
mod budget;
mod builtin;
mod check;
mod compile;
mod documents;
mod file_notes;
mod finding;
mod forms;
mod meant;
mod missing_keys;
mod near;
mod node;
mod notes;
mod place;
mod plain_names;
mod reached;
mod schema_text;
mod shape;
mod shaped;
mod unknown_keys;
mod wording;

pub use annotations::{Annotation, dead_annotations, hides_kinds};
pub use builtin::{any_schema, builtin_text, config_schema, page_schema, role_schema, vocabulary_schema};
pub use compile::{Schema, compile, references};
pub use file_notes::{FileName, FileNotes, NamedBy};
pub use finding::{SchemaFinding, SchemaFix};
pub use near::{meant_key, synonym};
pub use notes::{Label, Notes};
pub use schema_text::{SchemaError, SchemaText};
pub use shape::{Shape, ShapeId, Shapes};
pub use shaped::{Shaped, ShapedEntry};
