//! Whatever a client writes, each of its requests is answered once, with JSON, and the server goes on.
//!
//! A line of the bytes is the body of a message; one that begins with `!` is written as it stands, without a header, and
//! what comes after it may be lost. `$ROOT` stands for the folder that is open.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, PipeWriter, Write};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};
use sidestep::lsp::{Options, serve};

use super::Effort;

/// A folder with a small workspace, for all rounds: the server writes nothing.
fn root() -> &'static str {
    static ROOT: OnceLock<(tempfile::TempDir, String)> = OnceLock::new();
    let (_, root) = ROOT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let root: PathBuf = folder.path().canonicalize().unwrap();
        std::fs::create_dir(root.join(".git")).unwrap();
        for (path, text) in crate::fixture::parse(include_str!("world.txt")).0.0 {
            std::fs::create_dir_all(root.join(&path).parent().unwrap()).unwrap();
            std::fs::write(root.join(path), text).unwrap();
        }
        let root = root.to_str().unwrap().to_owned();
        (folder, root)
    });
    root
}

fn frame(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

/// Reads what the server writes. `None` at the end.
fn next(output: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).unwrap() == 0 {
            assert_eq!(length, None, "the output ends in a header");
            return None;
        }
        match line.strip_suffix("\r\n").expect("a line of a header ends") {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ").map(|n| n.parse().unwrap()).or(length),
        }
    }
    let mut body = vec![0; length.expect("a header says how long")];
    output.read_exact(&mut body).expect("a message is whole");
    Some(serde_json::from_slice(&body).expect("the server writes JSON"))
}

/// How long the server may take for an answer.
const LONG: Duration = Duration::from_secs(60);

/// A server in this process, and what it says.
struct Session {
    client: PipeWriter,
    messages: Receiver<Value>,
    running: JoinHandle<i32>,
    /// What it was not asked for by name yet.
    answers: Vec<Value>,
}

impl Session {
    fn start() -> Self {
        let (input, client) = std::io::pipe().unwrap();
        let (server, output) = std::io::pipe().unwrap();
        let running = std::thread::spawn(move || serve(input, output, &Options::default()));
        let (send, messages) = channel();
        std::thread::spawn(move || {
            let mut server = BufReader::new(server);
            while let Some(message) = next(&mut server) {
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        Self { client, messages, running, answers: Vec::new() }
    }

    fn say(&mut self, bytes: &[u8]) {
        // One that has said `exit` does not listen any more.
        let _ = self.client.write_all(bytes);
    }

    fn ask(&mut self, id: &str, method: &str, params: &Value) {
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.say(&frame(message.to_string().as_bytes()));
    }

    /// Waits for the answer to a request; `None` where the session has ended.
    fn answer(&mut self, id: &str) -> Option<Value> {
        loop {
            if let Some(at) = self.answers.iter().position(|answer| answer["id"] == id) {
                return Some(self.answers.remove(at));
            }
            match self.messages.recv_timeout(LONG) {
                Ok(message) if message.get("method").is_none() => self.answers.push(message),
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => panic!("no answer to {id}"),
            }
        }
    }
}

/// Requests and what is none.
pub fn are_answered(data: &[u8], _: Effort) {
    if data.len() > super::LARGEST {
        return;
    }
    let mut session = Session::start();
    let watches = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let hello = json!({
        "processId": null,
        "rootUri": format!("file://{}", root()),
        "capabilities": watches,
        "initializationOptions": { "diagnostics": { "delay": 0 } },
    });
    session.ask("hello", "initialize", &hello);
    session.say(&frame(br#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#));
    loop {
        session.ask("ready?", "sidestep/status", &Value::Null);
        let status = session.answer("ready?").expect("an answer")["result"].take();
        let loaded = |root: &Value| root["loaded"] == true;
        if status["searching"] == false && status["workspaces"].as_array().is_some_and(|all| all.iter().all(loaded)) {
            break;
        }
    }
    // How many requests there are by their id, and how many of them are none by their form.
    let mut asked: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut is_whole, mut ends) = (true, false);
    for line in data.split(|byte| *byte == b'\n').take(64) {
        if let Some(raw) = line.strip_prefix(b"!") {
            is_whole = false;
            session.say(raw);
            continue;
        }
        let body = replaced(line);
        let message = serde_json::from_slice::<Value>(&body);
        // Halves of characters are no JSON, and are understood all the same.
        is_whole &= message.is_ok() || !body.windows(2).any(|two| two == br"\u" || two[0] == 0xed);
        if let Ok(message) = message {
            let method = message["method"].as_str();
            ends |= matches!(method, Some("exit" | "shutdown"));
            // One that waits for news has its answer when there is some.
            let waits = method == Some("workspace/diagnostic");
            if let (Some(id), Some(_)) = (message["id"].as_str(), message.get("method")) {
                let (all, unsure) = asked.entry(id.to_owned()).or_default();
                *all += 1;
                *unsure += usize::from(method.is_none() || waits || message["jsonrpc"] != "2.0");
            }
        }
        session.say(&frame(&body));
    }
    if is_whole && !ends {
        session.ask("\u{1}last", "sidestep/status", &Value::Null);
        let last = session.answer("\u{1}last").expect("the session goes on");
        assert!(last["result"].is_object(), "{last}");
        for (id, (all, unsure)) in &asked {
            for _ in *unsure..*all {
                let answer = session.answer(id).expect("the session goes on");
                assert_ne!(answer.get("result").is_some(), answer.get("error").is_some(), "{answer}");
                assert_ne!(answer["error"]["code"], -32603, "{answer}");
            }
        }
        for (id, (_, unsure)) in &asked {
            let left = session.answers.iter().filter(|answer| answer["id"] == **id).count();
            assert!(left <= *unsure, "{id} is answered more often than asked: {:#?}", session.answers);
        }
    }
    session.ask("\u{1}end", "shutdown", &Value::Null);
    session.say(&frame(br#"{"jsonrpc":"2.0","method":"exit"}"#));
    drop(session.client);
    session.running.join().expect("the server does not panic");
}

/// A body with the folder's address in it.
fn replaced(line: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(line) {
        Ok(text) => text.replace("$ROOT", root()).into_bytes(),
        Err(_) => line.to_vec(),
    }
}
