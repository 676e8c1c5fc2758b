//! A client in the same process. It plays an editor: answers the server's requests, keeps what is published, and fails
//! when it is dropped with a notification that no test looked at.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, PipeWriter, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long the server may take for anything.
pub const LONG: Duration = Duration::from_secs(120);

/// A client with a server of its own.
pub struct Client {
    input: PipeWriter,
    messages: Receiver<(Instant, Value)>,
    /// When the last byte of the last message came.
    pub arrived: Instant,
    server: Option<JoinHandle<i32>>,
    /// The id of the next request.
    pub next_id: i64,
    /// Responses that came before somebody waited for them.
    early: Vec<Value>,
    /// Notifications that nobody has looked at, findings aside.
    unread: VecDeque<Value>,
    /// What is published, by address: as an editor shows it.
    pub published: BTreeMap<String, Vec<Value>>,
    /// Every publication in order: address, version, number of findings.
    pub publications: Vec<(String, Option<i64>, usize)>,
    /// The server's requests, answered already.
    pub asked: Vec<Value>,
    /// What `workspace/configuration` is answered with.
    pub settings: Value,
    /// What other requests are answered with, by method.
    pub answers: BTreeMap<&'static str, Value>,
    /// The answer to `initialize`.
    pub capabilities: Value,
    /// What `initialize` is given as options: tests look at findings right after an edit.
    pub options: Value,
}

/// Writes a message as a frame.
pub fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Reads a frame; `None` at the end.
pub fn read_frame(input: &mut impl BufRead) -> Option<Value> {
    let body = read_body(input)?;
    Some(serde_json::from_slice(&body).expect("the server writes JSON"))
}

fn read_body(input: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    Some(body)
}

/// What a client can do that pushes suit.
pub fn push_abilities() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-8", "utf-16"] },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true, "versionSupport": true, "codeDescriptionSupport": true },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "completion": { "completionItem": { "snippetSupport": true, "resolveSupport": { "properties": ["documentation"] } } },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } },
            "definition": { "linkSupport": true },
        },
        "workspace": {
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create", "rename", "delete"] },
            "configuration": true,
        },
    })
}

/// The same for a client that asks for findings.
pub fn pull_abilities() -> Value {
    let mut abilities = push_abilities();
    abilities["textDocument"]["diagnostic"] = json!({ "dynamicRegistration": true });
    abilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    abilities
}

impl Client {
    /// Starts a server for folders (absolute paths) and waits until it has read them.
    pub fn start(folders: &[&str], abilities: Value) -> Self {
        let mut client = Self::connect();
        client.initialize(folders, abilities);
        client.notify("initialized", json!({}));
        client.settle();
        client
    }

    /// The same for an author who types: findings wait for a pause, as they do in an editor without settings.
    pub fn start_typing(folders: &[&str], abilities: Value) -> Self {
        let mut client = Self::connect();
        client.options = Value::Null;
        client.initialize(folders, abilities);
        client.notify("initialized", json!({}));
        client.settle();
        client
    }

    /// Starts a server and says nothing.
    pub fn connect() -> Self {
        Self::connect_with(sidestep::lsp::Options::default())
    }

    /// Starts a server with options and says nothing.
    pub fn connect_with(options: sidestep::lsp::Options) -> Self {
        let (server_input, input) = std::io::pipe().unwrap();
        let (output, server_output) = std::io::pipe().unwrap();
        let server = std::thread::spawn(move || sidestep::lsp::serve(server_input, server_output, &options));
        let (send, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(body) = read_body(&mut output) {
                let arrived = Instant::now();
                let message = serde_json::from_slice(&body).expect("the server writes JSON");
                if send.send((arrived, message)).is_err() {
                    return;
                }
            }
        });
        Self {
            input,
            messages,
            arrived: Instant::now(),
            server: Some(server),
            next_id: 1,
            early: Vec::new(),
            unread: VecDeque::new(),
            published: BTreeMap::new(),
            publications: Vec::new(),
            asked: Vec::new(),
            settings: Value::Null,
            answers: BTreeMap::new(),
            capabilities: Value::Null,
            options: json!({ "diagnostics": { "delay": 0 } }),
        }
    }

    pub fn initialize(&mut self, folders: &[&str], abilities: Value) {
        let folders: Vec<Value> =
            folders.iter().map(|f| json!({ "uri": uri(f), "name": f.rsplit('/').next() })).collect();
        let params = json!({ "processId": std::process::id(), "rootUri": null, "workspaceFolders": folders, "capabilities": abilities, "initializationOptions": self.options });
        let result = self.request("initialize", params);
        self.capabilities = result["capabilities"].clone();
    }

    /// Writes bytes as they are.
    pub fn write(&mut self, bytes: &[u8]) {
        self.input.write_all(bytes).unwrap();
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.write(&frame(&json!({ "jsonrpc": "2.0", "method": method, "params": params })));
    }

    /// Sends a request; gives its id.
    pub fn send(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        self.write(&frame(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })));
        id
    }

    /// Sends a request and waits for its result.
    #[track_caller]
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let mut response = self.response(method, params);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].take()
    }

    /// Sends a request and waits for its response, an error perhaps.
    pub fn response(&mut self, method: &str, params: Value) -> Value {
        let id = self.send(method, params);
        self.wait_for(id)
    }

    /// Waits for the response to a request.
    pub fn wait_for(&mut self, id: i64) -> Value {
        let deadline = Instant::now() + LONG;
        if let Some(at) = self.early.iter().position(|response| response["id"] == id) {
            return self.early.remove(at);
        }
        loop {
            match self.next(deadline) {
                Some(response) if response["id"] == id => return response,
                Some(response) => self.early.push(response),
                None => {}
            }
        }
    }

    /// Waits for any response.
    pub fn wait_for_any(&mut self) -> Value {
        let deadline = Instant::now() + LONG;
        loop {
            if let Some(response) = self.early.pop().or_else(|| self.next(deadline)) {
                return response;
            }
        }
    }

    /// Takes messages until something holds.
    pub fn read_until(&mut self, holds: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + LONG;
        while !holds(self) {
            self.next(deadline);
        }
    }

    /// Takes one message; gives it if it is a response.
    fn next(&mut self, deadline: Instant) -> Option<Value> {
        let left = deadline.saturating_duration_since(Instant::now());
        let (arrived, message) =
            self.messages.recv_timeout(left).unwrap_or_else(|e| panic!("no message: {e}; unread: {:?}", self.unread));
        self.arrived = arrived;
        let method = message["method"].as_str().map(str::to_owned);
        match (method.as_deref(), message.get("id")) {
            (None, _) => return Some(message),
            (Some(method), Some(id)) => {
                let result = match method {
                    "workspace/configuration" => json!([self.settings]),
                    method => self.answers.get(method).cloned().unwrap_or_default(),
                };
                let response = json!({ "jsonrpc": "2.0", "id": id, "result": result });
                self.asked.push(message.clone());
                self.write(&frame(&response));
            }
            (Some("textDocument/publishDiagnostics"), None) => {
                let params = &message["params"];
                let uri = params["uri"].as_str().unwrap().to_owned();
                let list = params["diagnostics"].as_array().unwrap().clone();
                self.publications.push((uri.clone(), params["version"].as_i64(), list.len()));
                if list.is_empty() {
                    self.published.remove(&uri)
                } else {
                    self.published.insert(uri, list)
                };
            }
            (Some(_), None) => self.unread.push_back(message),
        }
        None
    }

    /// Waits until every workspace has been read and checked.
    pub fn settle(&mut self) {
        let deadline = Instant::now() + LONG;
        loop {
            let status = self.request("sidestep/status", Value::Null);
            let workspaces = status["workspaces"].as_array().unwrap();
            let done = |w: &Value| w["loaded"] == true && w["reading"] == false && w["waiting"] == 0;
            if status["searching"] == false && workspaces.iter().all(done) {
                // What was said while the last file was checked stands in the queue before this answer.
                self.request("sidestep/status", Value::Null);
                return;
            }
            assert!(Instant::now() < deadline, "{status}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until something holds.
    #[track_caller]
    pub fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + LONG;
        while !holds(self) {
            assert!(Instant::now() < deadline, "never: {what}; published: {:#?}", self.codes());
            self.request("sidestep/status", Value::Null);
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether there are notifications with a method that nobody has taken.
    pub fn has_unread(&self, method: &str) -> bool {
        self.unread.iter().any(|m| m["method"] == method)
    }

    /// Takes all notifications with a method.
    pub fn take_all(&mut self, method: &str) -> Vec<Value> {
        let (taken, left): (VecDeque<Value>, VecDeque<Value>) =
            std::mem::take(&mut self.unread).into_iter().partition(|m| m["method"] == method);
        self.unread = left;
        taken.into_iter().map(|m| m["params"].clone()).collect()
    }

    pub fn open(&mut self, path: &str, text: &str) {
        let document = json!({ "uri": uri(path), "languageId": "yaml", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn close(&mut self, path: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri(path) } }));
    }

    /// Replaces the whole text of a document.
    pub fn change(&mut self, path: &str, version: i64, text: &str) {
        let params =
            json!({ "textDocument": { "uri": uri(path), "version": version }, "contentChanges": [{ "text": text }] });
        self.notify("textDocument/didChange", params);
    }

    /// The codes that are published, by the last two parts of the path.
    pub fn codes(&self) -> BTreeMap<String, Vec<String>> {
        let short =
            |uri: &str| uri.rsplit('/').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("/");
        let code = |d: &Value| d["code"].as_str().unwrap().to_owned();
        self.published.iter().map(|(uri, list)| (short(uri), list.iter().map(code).collect())).collect()
    }

    /// Ends the session as the protocol says; fails on notifications that nobody looked at.
    #[track_caller]
    pub fn finish(mut self) {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        assert_eq!(self.join(), 0);
        let unread: Vec<_> = self.unread.drain(..).collect();
        assert!(unread.is_empty(), "{unread:#?}");
    }

    /// Waits for the server's end; gives its exit code.
    pub fn join(&mut self) -> i32 {
        self.server.take().unwrap().join().expect("the server does not panic")
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if self.server.is_some() && !std::thread::panicking() {
            panic!("a client is ended by finish() or join()");
        }
    }
}

/// The address of a path.
pub fn uri(path: &str) -> String {
    format!("file://{path}")
}
