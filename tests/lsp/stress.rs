//! Ten thousand rapid edits; afterwards text and findings equal those of a fresh start.

use serde_json::{Value, json};

use crate::client::{Client, frame, push_abilities, uri};
use crate::files::Folder;

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// Byte offset of a line and column, in an encoding's units.
fn place(text: &str, offset: usize, utf8: bool) -> Value {
    let before = &text[..offset];
    // Lines end at \n, \r\n and \r.
    let mut line = 0;
    let mut start = 0;
    let bytes = before.as_bytes();
    for (at, b) in bytes.iter().enumerate() {
        let crlf = *b == b'\r' && text.as_bytes().get(at + 1) == Some(&b'\n');
        if *b == b'\n' || *b == b'\r' && !crlf {
            line += 1;
            start = at + 1;
        }
    }
    let column = if utf8 { before.len() - start } else { before[start..].encode_utf16().count() };
    json!({ "line": line, "character": column })
}

fn boundary(text: &str, mut at: usize) -> usize {
    // Not between \r and \n either: no editor has a place there.
    while !text.is_char_boundary(at) || text[..at].ends_with('\r') && text[at..].starts_with('\n') {
        at -= 1;
    }
    at
}

#[test]
fn ten_thousand_random_edits() {
    for (utf8, seed) in [(true, 3), (false, 4)] {
        let folder = Folder::new("");
        for (path, text) in crate::corpus::workspace(12) {
            folder.write(&path, &text);
        }
        let files: Vec<String> = crate::corpus::workspace(12)
            .into_iter()
            .map(|(p, _)| p)
            .filter(|p| p.contains("/roles/"))
            .take(2)
            .collect();
        let mut texts: Vec<String> = files.iter().map(|f| folder.read(f).replace('\n', "\r\n")).collect();
        let mut abilities = push_abilities();
        if !utf8 {
            abilities["general"] = json!({});
        }
        // Once with findings that wait for a pause, as in an editor without settings.
        let start = if utf8 { Client::start } else { Client::start_typing };
        let mut client = start(&[&folder.path()], abilities.clone());
        for (file, text) in files.iter().zip(&texts) {
            client.open(&folder.of(file), text);
        }
        let mut random = Random(seed);
        let pieces = [
            "😀",
            "é",
            "\r\n",
            "\n",
            "x",
            ": ",
            "- role: Role 3",
            "\"",
            "[[Role 1]]",
            "  ",
            "#",
            "\t",
            "a\u{2028}b",
            "",
            "*",
            "&a ",
            "|",
        ];
        let original = texts.clone();
        for step in 0..5_000 {
            let which = random.below(files.len());
            let text = &mut texts[which];
            // Now and then everything is undone: people mend what they break before they break it a hundred times.
            if step % 9 == 8 {
                *text = original[which].clone();
                client.change(&folder.of(&files[which]), step + 2, text);
                continue;
            }
            let start = boundary(text, random.below(text.len() + 1));
            let end = boundary(text, (start + random.below(8)).min(text.len())).max(start);
            let piece = pieces[random.below(pieces.len())];
            let range = json!({ "start": place(text, start, utf8), "end": place(text, end, utf8) });
            text.replace_range(start..end, piece);
            client.write(&frame(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
                "textDocument": { "uri": uri(&folder.of(&files[which])), "version": step + 2 },
                "contentChanges": [{ "range": range, "text": piece }],
            } })));
        }
        client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri(&folder.of(&files[0])) } }));
        client.settle();
        let incremental = client.published.clone();
        client.finish();

        // What a broken file said before belongs to the input; so both files are made whole first.
        let mut fresh = Client::start(&[&folder.path()], abilities);
        for (at, file) in files.iter().enumerate() {
            fresh.open(&folder.of(file), &original[at]);
        }
        for (at, file) in files.iter().enumerate() {
            fresh.change(&folder.of(file), 2, &texts[at]);
        }
        fresh.settle();
        let own = |published: &std::collections::BTreeMap<String, Vec<Value>>| {
            let mut list: Vec<(String, Value)> =
                published.iter().flat_map(|(u, l)| l.iter().map(|d| (u.clone(), d["range"].clone()))).collect();
            list.retain(|(u, _)| files.iter().any(|f| *u == uri(&folder.of(f))));
            list
        };
        let syntax = |p: &std::collections::BTreeMap<String, Vec<Value>>| -> Vec<Value> {
            files
                .iter()
                .flat_map(|f| p.get(&uri(&folder.of(f))).into_iter().flatten())
                .filter(|d| d["code"] == "syntax")
                .cloned()
                .collect()
        };
        assert_eq!(syntax(&incremental), syntax(&fresh.published), "the texts are the same, so their errors are");
        if syntax(&incremental).is_empty() {
            assert_eq!(own(&incremental), own(&fresh.published));
        }
        fresh.finish();
    }
}
