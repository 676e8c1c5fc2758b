//! Hostile texts as YAML scalars.

use std::fmt::Write as _;

/// A scalar between double quotes that means `text`: control characters and all that is not ASCII are written as escapes.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            c if c.is_control() || !c.is_ascii() => write!(quoted, "\\u{:04x}", u32::from(c)).unwrap(),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
