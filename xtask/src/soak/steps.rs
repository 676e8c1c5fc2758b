//! What people and programs do while a workspace is open.

use serde_json::{Value, json};

use super::compare::place;
use super::play::Play;
use crate::corpus::{role_name, skill_name, tool_name};

type Done = Result<(), String>;

const PIECES: [&str; 22] = [
    "x",
    "😀",
    "é",
    "\n",
    "\r\n",
    "  ",
    ": ",
    "- ",
    "\"",
    "'",
    "[",
    "[[",
    "]]",
    "#",
    "\t",
    "*",
    "&a ",
    "|",
    "status: draft\n",
    "status: retired\n",
    " # sidestep: ignore[unknown-role]",
    "",
];

const SETTINGS: [&str; 9] = [
    "{}\n",
    "rules: { unused-term: warning, one-way-alternative: warning, orphan-role: info }\n",
    "rules: { stale: warning, missing-row: error, unknown-term: info }\n",
    "roles: [\"content/roles/[a-m]*.yaml\", \"content/roles/more/**/*.yaml\"]\n",
    "roles: [content/**/*.yaml]\nvocabularies: { skill: [content/skills.yaml], tool: [content/tools.yaml] }\n",
    "vocabularies: { skill: [content/skills.yaml, content/more-skills.yaml], tool: [content/tools.yaml] }\n",
    "schemas: { role: schema/role.json }\n",
    "columns: [{ name: Primary Focus }, { name: Key Skills, kind: skill }, { name: Notes, optional: true, per_page: true }]\n",
    "roles: [content/roles/*.yaml\nrules: [\n",
];

const IGNORES: [&str; 6] = [
    "*-engineer.yaml\n",
    "content/roles/senior-*\n!content/roles/senior-s*\n",
    "/content/tools.yaml\n",
    "more/\n",
    "",
    "# nothing\n",
];

const SCHEMAS: [&str; 3] = [
    r#"{ "$ref": "sidestep:role" }"#,
    r#"{ "$ref": "sidestep:role", "properties": { "note": { "type": "string", "x-sidestep-prose": true } } }"#,
    r#"{ "$ref": "sidestep:role", "required": ["reviewed"] "#,
];

impl Play {
    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.random.below(of.len())]
    }

    /// A file of the workspace on disk.
    fn file(&mut self) -> Option<String> {
        let files = self.world.files();
        (!files.is_empty()).then(|| files[self.random.below(files.len())].clone())
    }

    fn document(&mut self) -> Option<String> {
        let open: Vec<String> = self.world.open.keys().cloned().collect();
        (!open.is_empty()).then(|| open[self.random.below(open.len())].clone())
    }

    /// One step.
    pub fn step(&mut self) -> Done {
        match self.random.below(100) {
            0..45 => self.edit(),
            45..51 => self.open(),
            51..54 => self.close(),
            54..60 => self.save(),
            60..64 => self.undo(),
            64..70 => self.write(),
            70..73 => self.create(),
            73..76 => self.delete(),
            76..79 => self.move_file(),
            79..80 => self.move_folder(),
            80..82 => self.many(),
            82..84 => self.settings(),
            84..86 => self.ignore(),
            86..88 => self.unreadable(),
            88..90 => self.rename(),
            90..91 => self.configuration(),
            _ => self.ask(),
        }
    }

    fn edit(&mut self) -> Done {
        let Some(path) = self.document() else { return self.open() };
        let text = self.world.open[&path].text.clone();
        let boundary = |mut at: usize| {
            // Not between the two characters of a line end either: no editor has a place there.
            while !text.is_char_boundary(at) || text[..at].ends_with('\r') && text[at..].starts_with('\n') {
                at -= 1;
            }
            at
        };
        let from = boundary(self.random.below(text.len() + 1));
        let length = [0, 0, 0, 1, 4, 30][self.random.below(6)];
        let to = boundary((from + length).min(text.len())).max(from);
        let name = role_name(self.random.below(40));
        let new = if self.random.below(5) == 0 { name } else { self.pick(&PIECES).to_owned() };
        let whole = self.random.below(12) == 0;
        self.tell(format!("edit {path} {from}..{to} {new:?}{}", if whole { ", told as a whole" } else { "" }));
        self.world.edit(&path, from, to, &new, whole)
    }

    fn open(&mut self) -> Done {
        let Some(path) = self.file().filter(|_| self.world.open.len() < 12) else { return self.close() };
        self.tell(format!("open {path}"));
        self.world.open(&path)
    }

    /// What was not saved is lost.
    fn close(&mut self) -> Done {
        let Some(path) = self.document() else { return Ok(()) };
        self.tell(format!("close {path}"));
        self.world.close(&path)
    }

    fn save(&mut self) -> Done {
        let Some(path) = self.document() else { return Ok(()) };
        self.tell(format!("save {path}"));
        self.world.save(&path)
    }

    /// A document is again what it was in the beginning.
    fn undo(&mut self) -> Done {
        let Some(path) = self.document() else { return Ok(()) };
        let Some(text) = self.world.original.get(&path).cloned() else { return Ok(()) };
        self.tell(format!("undo {path}"));
        self.world.retype(&path, &text)
    }

    /// A text changed by somebody else.
    fn changed(&mut self, text: &str) -> String {
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        let at = self.random.below(lines.len().max(1)).min(lines.len().saturating_sub(1));
        let (a, b) = (role_name(self.random.below(60)), role_name(self.random.below(60)));
        match self.random.below(7) {
            0 if !lines.is_empty() => drop(lines.remove(at)),
            1 if !lines.is_empty() => lines.insert(at, lines[at].clone()),
            2 => return text.replacen(&a, &b, 1),
            3 => return text.replacen(&skill_name(self.random.below(60)), "Unheard of", 2),
            4 => return text.replace(&tool_name(self.random.below(25)), "PostgreSQL"),
            5 => lines.insert(at, "status: draft\n".to_owned()),
            _ => lines.insert(at, format!("# {}\n", self.random.below(1000))),
        }
        lines.concat()
    }

    /// Writes a file that is there; gives its path.
    fn rewrite(&mut self) -> Result<String, String> {
        let path = self.file().unwrap_or_else(|| "content/roles/first.yaml".to_owned());
        let text = self.world.read(&path).unwrap_or_default();
        let text = match self.world.original.get(&path).cloned().filter(|_| self.random.below(3) == 0) {
            Some(original) => original,
            None => self.changed(&text),
        };
        self.world.write(&path, text)?;
        Ok(path)
    }

    fn write(&mut self) -> Done {
        let path = self.rewrite()?;
        self.tell(format!("on disk: write {path}"));
        self.world.tell()
    }

    fn create(&mut self) -> Done {
        let number = self.random.below(30);
        let name = if self.random.below(3) == 0 { role_name(number) } else { format!("New {}", role_name(number)) };
        let folder = self.pick(&["content/roles", "content/roles/more", "content/roles/more/deep"]);
        let path = format!("{folder}/new-{number}.yaml");
        let text = format!("name: {name}\nsummary: Beside [[{}]].\n", role_name(self.random.below(60)));
        self.tell(format!("on disk: write {path} as {name}"));
        self.world.write(&path, text)?;
        self.world.tell()
    }

    fn delete(&mut self) -> Done {
        let Some(path) = self.file() else { return Ok(()) };
        self.tell(format!("on disk: remove {path}"));
        self.world.remove(&path);
        self.world.tell()
    }

    fn move_file(&mut self) -> Done {
        let Some(path) = self.file() else { return Ok(()) };
        let to = match self.random.below(3) {
            0 => format!("content/roles/moved-{}.yaml", self.random.below(50)),
            1 => format!("content/roles/more/{}", path.rsplit('/').next().unwrap_or_default()),
            _ => match self.file() {
                Some(other) => other,
                None => return Ok(()),
            },
        };
        if to == path {
            return Ok(());
        }
        self.tell(format!("on disk: move {path} to {to}"));
        self.world.rename(&path, &to, false)?;
        self.world.tell()
    }

    fn move_folder(&mut self) -> Done {
        let (more, other) = ("content/roles/more", "content/roles/other");
        let (from, to) = if self.world.full(more).is_dir() { (more, other) } else { (other, more) };
        if !self.world.full(from).is_dir() || self.world.full(to).exists() {
            return Ok(());
        }
        let whole = self.random.below(2) == 0;
        self.tell(format!("on disk: move the folder {from} to {to}, told as {}", if whole { "one" } else { "files" }));
        self.world.rename(from, to, whole)?;
        self.world.tell()
    }

    /// As a checkout changes files: many, settings among them perhaps, and the client tells in parts.
    fn many(&mut self) -> Done {
        let count = [3, 20, 120, 400][self.random.below(4)];
        let with_settings = self.random.below(4) == 0;
        self.tell(format!("on disk: {count} files at once"));
        for at in 0..count {
            match self.random.below(8) {
                0 => {
                    if let Some(path) = self.file() {
                        self.world.remove(&path);
                    }
                }
                1 | 2 => {
                    let paths: Vec<&String> = self.world.original.keys().collect();
                    let path = paths[self.random.below(paths.len())].clone();
                    let text = self.world.original[&path].clone();
                    self.world.write(&path, text)?;
                }
                _ => drop(self.rewrite()?),
            }
            if with_settings && at == count / 2 {
                let text = self.pick(&SETTINGS);
                self.tell(format!("on disk: settings among them: {text:?}"));
                self.world.write("sidestep.yaml", text)?;
            }
            if at % 50 == 49 {
                self.world.tell()?;
            }
        }
        self.world.tell()
    }

    fn settings(&mut self) -> Done {
        let text = self.pick(&SETTINGS);
        if self.random.below(2) == 0 {
            let schema = self.pick(&SCHEMAS);
            self.tell(format!("on disk: the schema {schema:?}"));
            self.world.write("schema/role.json", schema)?;
        }
        if self.world.open.contains_key("sidestep.yaml") {
            self.tell(format!("type settings {text:?}"));
            return self.world.retype("sidestep.yaml", text);
        }
        self.tell(format!("on disk: settings {text:?}"));
        self.world.write("sidestep.yaml", text)?;
        self.world.tell()?;
        if self.random.below(4) == 0 { self.world.open("sidestep.yaml") } else { Ok(()) }
    }

    fn ignore(&mut self) -> Done {
        let path = self.pick(&[".gitignore", "content/roles/.gitignore"]);
        if self.random.below(3) == 0 {
            self.tell(format!("on disk: remove {path}"));
            self.world.remove(path);
        } else {
            let text = self.pick(&IGNORES);
            self.tell(format!("on disk: {path}: {text:?}"));
            self.world.write(path, text)?;
        }
        self.world.tell()
    }

    /// A file that is not UTF-8, moved perhaps.
    fn unreadable(&mut self) -> Done {
        let path = format!("content/roles/latin-{}.yaml", self.random.below(4));
        self.tell(format!("on disk: Latin-1 in {path}"));
        self.world.write(&path, b"name: \xdcnder\nsummary: x\n")?;
        self.world.tell()?;
        match self.random.below(3) {
            0 => {
                let to = format!("content/roles/latin-{}.yaml", 4 + self.random.below(4));
                self.tell(format!("on disk: move {path} to {to}"));
                self.world.rename(&path, &to, false)?;
            }
            1 => {
                self.tell(format!("on disk: remove {path}"));
                self.world.remove(&path);
            }
            _ => {}
        }
        self.world.tell()
    }

    /// A rename by the server, done as an editor does it.
    fn rename(&mut self) -> Done {
        let Some(path) = self.document() else { return Ok(()) };
        let text = self.world.open[&path].text.clone();
        let Some(at) = text.find("name: ") else { return Ok(()) };
        let params = json!({
            "textDocument": { "uri": self.world.uri(&path) },
            "position": place(&text, at + "name: ".len(), self.world.manner.utf16),
            "newName": format!("Renamed {}", self.random.below(500)),
        });
        let answer = self.world.server.request("textDocument/rename", &params)?;
        let Some(changes) = answer["result"]["documentChanges"].as_array() else { return Ok(()) };
        self.tell(format!("rename the first name in {path} to {}", params["newName"]));
        for change in changes {
            let path_of = |key: &str| change[key].as_str().and_then(|uri| self.world.path_of(uri));
            if let (Some(from), Some(to)) = (path_of("oldUri"), path_of("newUri")) {
                self.move_open(&from, &to)?;
            } else if let Some(path) = change["textDocument"]["uri"].as_str().and_then(|uri| self.world.path_of(uri)) {
                let Some(edits) = change["edits"].as_array() else { continue };
                self.apply(&path, edits)?;
            }
        }
        self.world.tell()
    }

    fn move_open(&mut self, from: &str, to: &str) -> Done {
        if self.world.full(to).exists() || !self.world.full(from).exists() {
            return Ok(());
        }
        let text = self.world.open.get(from).map(|document| document.text.clone());
        self.world.rename(from, to, false)?;
        if let Some(text) = text {
            self.world.close(from)?;
            self.world.open(to)?;
            self.world.retype(to, &text)?;
        }
        Ok(())
    }

    fn apply(&mut self, path: &str, edits: &[Value]) -> Done {
        let is_open = self.world.open.contains_key(path);
        let old = match self.world.open.get(path) {
            Some(document) => Some(document.text.clone()),
            None => self.world.read(path),
        };
        let Some(old) = old else { return Ok(()) };
        let utf16 = self.world.manner.utf16;
        let offset = |wanted: &Value| {
            let places = old.char_indices().map(|(at, _)| at).chain([old.len()]);
            let line = wanted["line"].as_u64().unwrap_or(0) as usize;
            // Only the places of that line are worth a look.
            let start: usize = old.split_inclusive('\n').take(line).map(str::len).sum();
            let found = places.skip_while(|at| *at < start).find(|at| place(&old, *at, utf16) == *wanted);
            found.unwrap_or(old.len())
        };
        let mut all: Vec<(usize, usize, &str)> = edits
            .iter()
            .map(|edit| {
                let range = &edit["range"];
                (offset(&range["start"]), offset(&range["end"]), edit["newText"].as_str().unwrap_or_default())
            })
            .collect();
        all.sort_by_key(|(from, to, _)| (*from, *to));
        let mut new = old.clone();
        for (from, to, text) in all.into_iter().rev() {
            new.replace_range(from..to, text);
        }
        if is_open { self.world.retype(path, &new) } else { self.world.write(path, new) }
    }

    fn configuration(&mut self) -> Done {
        self.tell("the editor's settings".to_owned());
        self.world.server.notify("workspace/didChangeConfiguration", &json!({ "settings": null }))
    }

    /// A question, to which any answer will do.
    fn ask(&mut self) -> Done {
        let Some(path) = self.document() else { return self.open() };
        let text = &self.world.open[&path].text;
        let mut at = self.random.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let position = place(text, at, self.world.manner.utf16);
        let file = json!({ "uri": self.world.uri(&path) });
        let range = json!({ "start": position, "end": position });
        let all: [(&str, Value); 8] = [
            ("textDocument/hover", json!({ "textDocument": file, "position": position })),
            ("textDocument/completion", json!({ "textDocument": file, "position": position })),
            ("textDocument/definition", json!({ "textDocument": file, "position": position })),
            ("textDocument/documentHighlight", json!({ "textDocument": file, "position": position })),
            ("textDocument/documentSymbol", json!({ "textDocument": file })),
            (
                "textDocument/codeAction",
                json!({ "textDocument": file, "range": range, "context": { "diagnostics": [] } }),
            ),
            ("textDocument/semanticTokens/full", json!({ "textDocument": file })),
            ("workspace/symbol", json!({ "query": "senior" })),
        ];
        let (method, params) = &all[self.random.below(all.len())];
        self.tell(format!("ask {method} in {path}"));
        self.world.server.request(method, params)?;
        Ok(())
    }
}
