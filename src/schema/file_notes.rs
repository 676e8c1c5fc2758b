//! [`FileNotes`]: annotations at the root of a schema, which are about a file as a whole.

use serde_json::Value;

use super::notes::Label;

/// Which part of its path a file is named by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedBy {
    /// Its name without the extension; an index file by its folder.
    Stem,
    /// The name of its folder.
    Folder,
    /// Its path without the extension; an index file by its folder's path.
    Path,
}

/// `x-sidestep-file`: the file's own name is a label of what it holds, or a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName {
    /// The kind of thing.
    pub kind: String,
    /// Which label of it; `None` for a reference.
    pub label: Option<Label>,
    /// Which part of the path.
    pub from: NamedBy,
}

/// What a schema says about files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileNotes {
    /// `x-sidestep-file`
    pub name: Option<FileName>,
    /// `x-sidestep-heading`: the kind of thing whose label is the first level-1 heading of a Markdown file.
    pub heading: Option<(String, Label)>,
    /// `x-sidestep-body`: the key that the body of a Markdown file stands for.
    pub body: Option<String>,
}

impl FileNotes {
    /// Takes the annotations of a subschema that describes whole files; the first of each kind stays.
    pub(super) fn read(&mut self, schema: &Value) {
        let word = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let label = |value: &Value| word(value, "label").and_then(|word| Label::of_word(&word)).unwrap_or(Label::Name);
        if self.name.is_none()
            && let Some(note) = schema.get("x-sidestep-file")
        {
            let from = match word(note, "from").as_deref() {
                Some("folder") => NamedBy::Folder,
                Some("path") => NamedBy::Path,
                _ => NamedBy::Stem,
            };
            let defines = word(note, "defines").map(|kind| (kind, Some(label(note))));
            let named = defines.or_else(|| Some((word(note, "refers")?, None)));
            self.name = named.map(|(kind, label)| FileName { kind, label, from });
        }
        if self.heading.is_none()
            && let Some(note) = schema.get("x-sidestep-heading")
        {
            self.heading = word(note, "defines").map(|kind| (kind, label(note)));
        }
        self.body = self.body.take().or_else(|| word(schema, "x-sidestep-body"));
    }

    /// The kinds of things that they say are defined.
    pub fn defines(&self) -> impl Iterator<Item = &str> {
        let name = self.name.iter().filter(|name| name.label.is_some()).map(|name| name.kind.as_str());
        name.chain(self.heading.iter().map(|(kind, _)| kind.as_str()))
    }
}
