//! The answer of a command in JSON: one object, whose form `schema/output/` describes.

use serde_json::{Map, Value, json};

use crate::cli::{Failure, print};
use crate::text::visible_json;

/// The version of the form.
const VERSION: u32 = 1;

/// Prints an answer.
pub fn answer(fields: Value) -> Result<(), Failure> {
    print::out(&rendered(fields))
}

/// Prints why there is none.
pub fn failed(failure: &Failure) -> Result<(), Failure> {
    let mut error = json!({ "message": failure.message });
    if let Some(help) = &failure.help {
        error["help"] = help.as_str().into();
    }
    if !failure.places.is_empty() {
        error["places"] = failure.places.clone().into();
    }
    answer(json!({ "error": error }))
}

/// An answer as text.
pub fn rendered(fields: Value) -> String {
    let mut all = Map::from_iter([("version".to_owned(), VERSION.into())]);
    if let Value::Object(fields) = fields {
        all.extend(fields);
    }
    visible_json(format!("{}\n", serde_json::to_string_pretty(&Value::Object(all)).unwrap_or_default()))
}
