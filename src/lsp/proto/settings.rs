//! What an editor may set. Described once: the server reads its settings from here, and the settings that the extensions
//! and their documentation list are written from here (`tests/support/settings.rs`).

use std::time::Duration;

use serde_json::Value;

use crate::schema::Label;

/// A setting, `sidestep.KEY` in an editor.
#[derive(Debug)]
pub struct Setting {
    /// Its name without `sidestep.`; a dot stands between a group and its member.
    pub key: &'static str,
    /// What it may be, and what it is where nobody says.
    pub values: Values,
    /// Who acts on it.
    pub reader: Reader,
    /// What it does, in a line: Markdown without a full stop.
    pub summary: &'static str,
    /// What else there is to know, as sentences: Markdown, may be empty.
    pub details: &'static str,
}

/// The values of a setting.
#[derive(Debug)]
pub enum Values {
    /// Any text; empty where nobody says.
    Text,
    /// A whole number.
    Number {
        /// What it is where nobody says.
        default: u32,
        /// The largest.
        most: u32,
    },
    /// Yes or no.
    Flag {
        /// What it is where nobody says.
        default: bool,
    },
    /// One of a few words, each with its meaning (which may be empty).
    Words {
        /// The words.
        words: &'static [(&'static str, &'static str)],
        /// What it is where nobody says.
        default: &'static str,
    },
}

/// Who acts on a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The server, whatever the editor: see [`EditorSettings`].
    Server,
    /// The extension that starts the server: which one, and with which arguments. Such a setting can run a program, or
    /// concerns one machine.
    Extension,
}

/// How long findings wait for a pause, in milliseconds, where nobody says.
const DELAY: u32 = 300;

/// All settings, as editors list them.
pub static SETTINGS: [Setting; 8] = [
    Setting {
        key: "configuration",
        values: Values::Text,
        reader: Reader::Server,
        summary: "Path of the settings file `sidestep.yaml`, from the folder",
        details: "Empty: the nearest one is found.",
    },
    Setting {
        key: "hints.enabled",
        values: Values::Flag { default: true },
        reader: Reader::Server,
        summary: "Shows ranks, and what a row takes from another role's file, between the words",
        details: "",
    },
    Setting {
        key: "lenses.enabled",
        values: Values::Flag { default: true },
        reader: Reader::Server,
        summary: "Shows above a name who lists the role or uses the term",
        details: "",
    },
    Setting {
        key: "diagnostics.delay",
        values: Values::Number { default: DELAY, most: 10_000 },
        reader: Reader::Server,
        summary: "How many milliseconds after the last key a finding appears in the line that is being typed",
        details: "0: at once. Findings elsewhere appear at once, and what is mended is gone at once.",
    },
    Setting {
        key: "rename.keepOldName",
        values: Values::Words {
            words: &[
                ("no", "It is gone"),
                ("alias", "It becomes an alias: it may still be used"),
                ("avoid", "It becomes a spelling to avoid: it is still understood, and reported"),
            ],
            default: "no",
        },
        reader: Reader::Server,
        summary: "What becomes of a role's or a term's old name when it is renamed",
        details: "",
    },
    Setting {
        key: "server.path",
        values: Values::Text,
        reader: Reader::Extension,
        summary: "Path of the program `sidestep`",
        details: "Empty: the one that comes with the extension, else the one on `PATH`. `~`, `${userHome}` and \
                  `${workspaceFolder}` are understood.",
    },
    Setting {
        key: "server.log",
        values: Values::Words {
            words: &[
                ("error", "What went wrong"),
                ("warn", "And what looks wrong"),
                ("info", "And what happens"),
                ("debug", "And how long it takes"),
            ],
            default: "warn",
        },
        reader: Reader::Extension,
        summary: "How much the server says about itself in the output",
        details: "",
    },
    Setting {
        key: "trace.server",
        values: Values::Words { words: &[("off", ""), ("messages", ""), ("verbose", "")], default: "off" },
        reader: Reader::Extension,
        summary: "Shows the messages between editor and server in the output",
        details: "",
    },
];

/// The values of the settings that the server acts on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditorSettings {
    /// Where the settings file lies, relative to a folder, if the editor says so.
    pub configuration: Option<String>,
    /// As what a renamed thing keeps its old name, if it does.
    pub keep_old_name: Option<Label>,
    /// Inlay hints are shown.
    pub hints: bool,
    /// Code lenses are shown.
    pub lenses: bool,
    /// How long findings in the line that is being typed wait for a pause.
    pub delay: Duration,
}

impl Default for EditorSettings {
    fn default() -> Self {
        Self::read(&Value::Null)
    }
}

impl EditorSettings {
    /// Reads what an editor sends as `initializationOptions` or as the section `sidestep` of its configuration. What is of
    /// the wrong kind counts as not said: settings files hold whatever was typed into them.
    #[must_use]
    pub fn read(values: &Value) -> Self {
        Self::read_over(values, &Value::Null)
    }

    /// The same where what `values` does not say was said before, in `initial`.
    #[must_use]
    pub fn read_over(values: &Value, initial: &Value) -> Self {
        let at = |key: &str| at(values, key).or_else(|| at(initial, key));
        let text = |key| at(key).and_then(Value::as_str).filter(|s| !s.trim().is_empty()).map(str::to_owned);
        let keep_old_name = match text("rename.keepOldName").or_else(|| text("keepOldName")).as_deref() {
            Some("alias") => Some(Label::Alias),
            Some("avoid") => Some(Label::Avoid),
            _ => None,
        };
        let flag = |key: &str| at(key).and_then(Value::as_bool).unwrap_or_else(|| flag_default(key));
        let number = |key| at(key).and_then(Value::as_u64);
        let delay = number("diagnostics.delay").unwrap_or(DELAY.into()).min(10_000);
        Self {
            configuration: text("configuration"),
            keep_old_name,
            hints: flag("hints.enabled"),
            lenses: flag("lenses.enabled"),
            delay: Duration::from_millis(delay),
        }
    }
}

/// What a flag is where nobody says.
fn flag_default(key: &str) -> bool {
    SETTINGS.iter().any(|setting| setting.key == key && matches!(setting.values, Values::Flag { default: true }))
}

/// The value of a setting: in groups, or under its whole name as some editors send it.
fn at<'v>(values: &'v Value, key: &str) -> Option<&'v Value> {
    values.get(key).or_else(|| key.split('.').try_fold(values, |group, member| group.get(member)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::lsp::Level;

    #[test]
    fn what_cannot_be_used_counts_as_not_said() {
        for values in
            [json!(null), json!([]), json!({}), json!({ "configuration": 3 }), json!({ "configuration": " " })]
        {
            assert_eq!(EditorSettings::read(&values), EditorSettings::default(), "{values}");
        }
        let read = EditorSettings::read(&json!({ "configuration": "a/sidestep.yaml", "other": 1 }));
        assert_eq!(read.configuration.as_deref(), Some("a/sidestep.yaml"));
        for (values, expected) in [
            (json!({ "rename": { "keepOldName": "alias" } }), Some(Label::Alias)),
            (json!({ "rename.keepOldName": "avoid" }), Some(Label::Avoid)),
            (json!({ "keepOldName": "avoid" }), Some(Label::Avoid)),
            (json!({ "rename": { "keepOldName": "no" } }), None),
            (json!({ "rename": { "keepOldName": null } }), None),
        ] {
            assert_eq!(EditorSettings::read(&values).keep_old_name, expected, "{values}");
        }
        for (values, lenses, hints) in [
            (json!({ "lenses": { "enabled": false } }), false, true),
            (json!({ "hints.enabled": false, "lenses": true }), true, false),
            (json!({ "hints": { "enabled": "no" } }), true, true),
        ] {
            let read = EditorSettings::read(&values);
            assert_eq!((read.lenses, read.hints), (lenses, hints), "{values}");
        }
    }

    #[test]
    fn a_delay_is_a_number_of_milliseconds() {
        for (values, expected) in [
            (json!({ "diagnostics": { "delay": 0 } }), 0),
            (json!({ "diagnostics.delay": 120 }), 120),
            (json!({ "diagnostics": { "delay": 99_999_999 } }), 10_000),
            (json!({ "diagnostics": { "delay": -1 } }), 300),
            (json!({ "diagnostics": { "delay": "0" } }), 300),
            (json!({}), 300),
        ] {
            assert_eq!(EditorSettings::read(&values).delay.as_millis(), expected, "{values}");
        }
        let initial = json!({ "diagnostics": { "delay": 0 } });
        assert_eq!(EditorSettings::read_over(&json!({}), &initial).delay.as_millis(), 0);
        assert_eq!(EditorSettings::read_over(&json!({ "diagnostics.delay": 5 }), &initial).delay.as_millis(), 5);
    }

    #[test]
    fn groups_may_be_written_with_dots() {
        assert_eq!(at(&json!({ "a": { "b": 1 } }), "a.b"), Some(&json!(1)));
        assert_eq!(at(&json!({ "a.b": 1, "a": 2 }), "a.b"), Some(&json!(1)));
        assert_eq!(at(&json!({ "a": 2 }), "a.b"), None);
    }

    #[test]
    fn the_words_of_the_log_are_its_levels() {
        let setting = SETTINGS.iter().find(|s| s.key == "server.log").unwrap();
        let Values::Words { words, default } = &setting.values else { panic!("{:?}", setting.values) };
        assert!(words.iter().all(|(word, _)| Level::from_word(word).is_some()));
        assert_eq!(Level::from_word(default), Some(Level::default()));
    }
}
