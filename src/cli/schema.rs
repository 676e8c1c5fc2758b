//! `sidestep schema`: the JSON Schemas that editors and other tools check the files with.

use super::arguments::{BuiltinSchema, SchemaOptions};
use super::{Exit, Failure, print};
use crate::schema::builtin_text;

pub(super) fn run(options: &SchemaOptions) -> Result<Exit, Failure> {
    let name = match options.schema {
        BuiltinSchema::Role => "role",
        BuiltinSchema::Vocabulary => "vocabulary",
        BuiltinSchema::Config => "config",
        BuiltinSchema::Page => "page",
    };
    print::out(builtin_text(name).unwrap_or_default())?;
    Ok(Exit::Clean)
}
