//! The settings of `src/lsp/proto/settings.rs` as the files of the editors list them.

use std::fmt::Write as _;

use serde_json::{Value, json};
use sidestep::lsp::settings::{Reader, SETTINGS, Setting, Values};

/// The text between two marks replaced, which both have to be there.
#[track_caller]
pub fn between(text: &str, start: &str, end: &str, new: &str) -> String {
    let from = text.find(start).unwrap_or_else(|| panic!("no {start:?}")) + start.len();
    let to = from + text[from..].find(end).unwrap_or_else(|| panic!("no {end:?} after {start:?}"));
    format!("{}{new}{}", &text[..from], &text[to..])
}

fn description(setting: &Setting) -> String {
    format!("{}. {}", setting.summary, setting.details).trim_end().to_owned()
}

/// One member of `contributes.configuration.properties` of Visual Studio Code.
fn property(setting: &Setting) -> Value {
    let mut property = match &setting.values {
        Values::Text => json!({ "type": "string", "default": "" }),
        Values::Number { default, most } => {
            json!({ "type": "integer", "minimum": 0, "maximum": most, "default": default })
        }
        Values::Flag { default } => json!({ "type": "boolean", "default": default }),
        Values::Words { words, default } => {
            let (names, meanings): (Vec<_>, Vec<_>) = words.iter().copied().unzip();
            let mut property = json!({ "type": "string", "enum": names });
            if meanings.iter().any(|m| !m.is_empty()) {
                property["enumDescriptions"] = json!(meanings);
            }
            property["default"] = json!(default);
            property
        }
    };
    // The path of a program is a setting of the machine, which a folder may override.
    property["scope"] = json!(if setting.key == "server.path" { "machine-overridable" } else { "window" });
    property["markdownDescription"] = json!(description(setting));
    property
}

/// `editors/vscode/package.json` with the settings in it.
pub fn manifest(text: &str) -> String {
    let properties: serde_json::Map<String, Value> =
        SETTINGS.iter().map(|setting| (format!("sidestep.{}", setting.key), property(setting))).collect();
    let written = serde_json::to_string_pretty(&Value::Object(properties)).unwrap();
    // Lists on one line, as the rest of the file has them.
    let mut lines: Vec<String> = Vec::new();
    let mut in_list = false;
    for line in written.lines() {
        match lines.last_mut() {
            Some(last) if in_list => {
                let item = line.trim();
                in_list = !item.starts_with(']');
                if in_list && !last.ends_with('[') {
                    last.push(' ');
                }
                last.push_str(item);
            }
            _ => lines.push(format!("      {line}")),
        }
        in_list |= line.ends_with('[');
    }
    // A text may be the path of a file or of a program: until the folder is trusted, its own settings name none.
    let texts = SETTINGS.iter().filter(|setting| matches!(setting.values, Values::Text));
    let restricted: Vec<String> = texts.map(|setting| format!("\"sidestep.{}\"", setting.key)).collect();
    let text = &between(text, "\"restrictedConfigurations\": [", "]\n", &restricted.join(", "));
    let (start, end) = ("\"title\": \"Sidestep\",\n      \"properties\": ", "\n    },\n    \"configurationDefaults\"");
    between(text, start, end, lines.join("\n").trim_start())
}

/// Marks of the generated part of a Markdown file.
const MARKS: (&str, &str) = ("<!-- settings, from src/lsp/proto/settings.rs -->\n", "<!-- end of settings -->");

/// A Markdown file with a table of the settings in it: all of them, or those that one reader acts on.
pub fn table(text: &str, reader: Option<Reader>, prefix: &str) -> String {
    let mut rows = String::from("\n| setting | values | |\n|---|---|---|\n");
    for setting in SETTINGS.iter().filter(|setting| reader.is_none_or(|reader| setting.reader == reader)) {
        let values = match &setting.values {
            Values::Text => "a text".to_owned(),
            Values::Number { default, .. } => format!("a number; **{default}**"),
            Values::Flag { default: true } => "**`true`**, `false`".to_owned(),
            Values::Flag { default: false } => "`true`, **`false`**".to_owned(),
            Values::Words { words, default } => {
                let word = |word: &str| if word == *default { format!("**`{word}`**") } else { format!("`{word}`") };
                words.iter().map(|(name, _)| word(name)).collect::<Vec<_>>().join(", ")
            }
        };
        let _ = writeln!(rows, "| `{prefix}{}` | {values} | {} |", setting.key, description(setting));
    }
    rows.push('\n');
    between(text, MARKS.0, MARKS.1, &rows)
}

/// The help of Neovim's plugin with the server's settings in it.
pub fn help(text: &str) -> String {
    let mut entries = String::from("\n");
    for setting in SETTINGS.iter().filter(|setting| setting.reader == Reader::Server) {
        let tag = format!("*sidestep.{}*", setting.key);
        let _ = writeln!(entries, "{}{tag}", pad(setting.key, 78 - tag.len()));
        let default = match &setting.values {
            Values::Text => String::new(),
            Values::Number { default, .. } => format!(" Default: {default}."),
            Values::Flag { default } => format!(" Default: {default}."),
            Values::Words { default, .. } => format!(" Default: `{default}`."),
        };
        for line in wrapped(&format!("{}{default}", description(setting)), 62) {
            let _ = writeln!(entries, "\t\t{line}");
        }
        entries.push('\n');
    }
    between(text, "  sidestep = { configuration = 'site/sidestep.yaml' },\n\t} })\n<\n", "==========", &entries)
}

/// A text followed by tabs up to the last multiple of 8 before a column.
fn pad(text: &str, column: usize) -> String {
    let tabs = (column / 8).saturating_sub(text.len() / 8);
    format!("{text}{}", "\t".repeat(tabs.max(1)))
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().unwrap();
        if !last.is_empty() && last.len() + 1 + word.len() > width {
            lines.push(word.to_owned());
        } else {
            last.push_str(if last.is_empty() { "" } else { " " });
            last.push_str(word);
        }
    }
    lines
}
