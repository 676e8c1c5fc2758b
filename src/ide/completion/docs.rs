//! [`docs`]: the documentation of an item, rendered only when the editor resolves it.

use serde::{Deserialize, Serialize};

use crate::content::{FileKind, KindId};
use crate::ide::Analysis;
use crate::ide::about::first_prose;
use crate::ide::card_markdown::{address, code, escape, harmless};
use crate::ide::hover::prose;
use crate::rules;
use crate::syntax::NodeRef;
use crate::workspace::DefId;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocsFile {
    /// A role.
    Role,
    /// A vocabulary.
    Vocabulary,
    /// `sidestep.yaml`.
    Config,
    /// A file of a team's own shape: the position of its collection.
    Collection(u8),
}

impl From<FileKind> for DocsFile {
    fn from(kind: FileKind) -> Self {
        match kind {
            FileKind::Role => Self::Role,
            FileKind::Vocabulary(_) => Self::Vocabulary,
            FileKind::Config => Self::Config,
            FileKind::Collection(at) => Self::Collection(at),
        }
    }
}

/// What an item's documentation is about: plain data that an editor can keep and send back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocsKey {
    /// A thing, by its kind's and its own name.
    Name {
        /// The kind: `role`, `skill`, …
        kind: String,
        /// The name.
        name: String,
    },
    /// A place in a kind of file.
    Key {
        /// The kind of file.
        file: DocsFile,
        /// The keys down to it; `None` for a list item.
        path: Vec<Option<String>>,
    },
    /// A rule, by its code.
    Rule(String),
}

/// The documentation that a key refers to, as Markdown; `None` where what it refers to is gone.
#[must_use]
pub fn docs(view: Analysis<'_>, key: &DocsKey) -> Option<String> {
    match key {
        DocsKey::Name { kind, name } => {
            let kind = view.workspace.config().kind(kind)?;
            name_docs(view, view.workspace.resolve(kind, name)?.def)
        }
        DocsKey::Key { file, path } => {
            let kind = match file {
                DocsFile::Role => FileKind::Role,
                DocsFile::Vocabulary => FileKind::Vocabulary(KindId::SKILL),
                DocsFile::Config => FileKind::Config,
                DocsFile::Collection(at) => FileKind::Collection(*at),
            };
            let shape = view.workspace.schema(kind).shapes.at(path.iter().map(Option::as_deref))?;
            shape.description.as_deref().map(harmless)
        }
        DocsKey::Rule(code) => {
            let rule = rules::find(code)?;
            let body = rule.docs.split("\n## ").next().unwrap_or_default();
            Some(body.trim().to_owned())
        }
    }
}

/// Name, summary and, for a term, its address; of a thing of a team's own shape its id and the first prose about it.
fn name_docs(view: Analysis<'_>, def: DefId) -> Option<String> {
    let workspace = view.workspace;
    let name = workspace.name_of(def);
    let mut text = format!("**{}**", escape(&name));
    let file = view.open(def.file)?;
    if matches!(file.entry.kind, FileKind::Collection(_)) {
        let id = workspace.definition(def).and_then(|definition| definition.id()).filter(|id| id.name != name);
        let id = id.map(|id| code(&id.name));
        for line in id.into_iter().chain(first_prose(&file, def).map(|text| prose(workspace, &text))) {
            text.push_str(&format!("\n\n{line}"));
        }
        return Some(text);
    }
    let holds = |node: &NodeRef<'_>| node.get("name").is_some_and(|n| n.scalar_text().trim() == &*name);
    let node = file.tree.root().and_then(|root| root.items().find(holds).or(Some(root).filter(holds)));
    let value = |key: &str| node.and_then(|n| n.get(key)).map(|v| v.scalar_text().trim()).filter(|v| !v.is_empty());
    let summary = value("summary").map(|summary| prose(workspace, summary));
    for line in summary.into_iter().chain(value("url").map(address)) {
        text.push_str(&format!("\n\n{line}"));
    }
    Some(text)
}
