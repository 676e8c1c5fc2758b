//! The real server as a child process, and an editor's half of the protocol.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Manner;

/// How long the server may take for anything.
pub const LONG: Duration = Duration::from_secs(300);

pub struct Server {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    next_id: i64,
    /// Answers that came before somebody waited for them.
    early: BTreeMap<i64, Value>,
    /// What is shown, by address: pushed, or answered.
    pub shown: BTreeMap<String, Vec<Value>>,
    /// What the answers about each file were called.
    results: BTreeMap<String, String>,
    /// The request for findings that is not answered yet.
    standing: Option<i64>,
    pulls: bool,
    delay: usize,
}

fn read(input: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ")?.parse().ok()?,
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

impl Server {
    /// Starts the server for a folder.
    pub fn start(binary: &Path, root: &str, manner: Manner) -> Result<Self, String> {
        let mut child = Command::new(binary)
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .map_err(|e| format!("{} cannot be run: {e}", binary.display()))?;
        let mut output = BufReader::new(child.stdout.take().ok_or("no output")?);
        let (send, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        let mut server = Self {
            input: child.stdin.take(),
            child,
            messages,
            next_id: 1,
            early: BTreeMap::new(),
            shown: BTreeMap::new(),
            results: BTreeMap::new(),
            standing: None,
            pulls: manner.pulls,
            delay: manner.delay,
        };
        let mut abilities = json!({
            "general": { "positionEncodings": [if manner.utf16 { "utf-16" } else { "utf-32" }] },
            "textDocument": {
                "publishDiagnostics": { "relatedInformation": true, "versionSupport": true },
                "completion": { "completionItem": { "snippetSupport": true } },
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } },
            },
            "workspace": {
                "didChangeWatchedFiles": { "dynamicRegistration": !manner.server_watches },
                "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create", "rename", "delete"] },
                "configuration": true,
            },
        });
        if manner.pulls {
            abilities["textDocument"]["diagnostic"] = json!({ "dynamicRegistration": true });
            abilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
        }
        let uri = format!("file://{root}");
        let hello = json!({
            "processId": std::process::id(),
            "rootUri": null,
            "workspaceFolders": [{ "uri": uri, "name": "soak" }],
            "capabilities": abilities,
            "initializationOptions": { "diagnostics": { "delay": manner.delay } },
        });
        server.request("initialize", &hello)?;
        server.notify("initialized", &json!({}))?;
        Ok(server)
    }

    fn write(&mut self, message: &Value) -> Result<(), String> {
        let body = message.to_string();
        let input = self.input.as_mut().ok_or("the session is over")?;
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len())
            .and_then(|()| input.flush())
            .map_err(|e| format!("the server does not listen any more: {e}"))
    }

    pub fn notify(&mut self, method: &str, params: &Value) -> Result<(), String> {
        self.write(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn send(&mut self, method: &str, params: &Value) -> Result<i64, String> {
        let id = self.next_id;
        self.next_id += 1;
        self.write(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
        Ok(id)
    }

    /// Asks, and waits for the answer: a result or an error of the protocol. An internal error is none.
    pub fn request(&mut self, method: &str, params: &Value) -> Result<Value, String> {
        let id = self.send(method, params)?;
        let deadline = Instant::now() + LONG;
        loop {
            if let Some(answer) = self.early.remove(&id) {
                if answer["error"]["code"] == -32603 {
                    return Err(format!("an internal error: {method} {params}"));
                }
                return Ok(answer);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(message) => self.take(message)?,
                Err(RecvTimeoutError::Timeout) => return Err(format!("no answer: {method} {params}")),
                Err(RecvTimeoutError::Disconnected) => return Err(format!("the server ended: {method} {params}")),
            }
        }
    }

    /// Takes what has come for as long.
    pub fn listen(&mut self, time: Duration) -> Result<(), String> {
        let deadline = Instant::now() + time;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(message) => self.take(message)?,
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return Err("the server ended".to_owned()),
            }
        }
        if self.pulls && self.standing.is_none() {
            let known: Vec<Value> =
                self.results.iter().map(|(uri, value)| json!({ "uri": uri, "value": value })).collect();
            self.standing = Some(self.send("workspace/diagnostic", &json!({ "previousResultIds": known }))?);
        }
        Ok(())
    }

    fn take(&mut self, mut message: Value) -> Result<(), String> {
        let id = message["id"].as_i64();
        match (message["method"].as_str(), id) {
            (None, Some(id)) if self.standing == Some(id) => {
                self.standing = None;
                for item in message["result"]["items"].as_array_mut().into_iter().flatten() {
                    let uri = item["uri"].as_str().unwrap_or_default().to_owned();
                    if let Some(result) = item["resultId"].as_str() {
                        self.results.insert(uri.clone(), result.to_owned());
                    }
                    if item["kind"] == "full" {
                        self.show(uri, item["items"].take());
                    }
                }
            }
            (None, Some(id)) => drop(self.early.insert(id, message)),
            (Some(method), Some(_)) => {
                let result = match method {
                    "workspace/configuration" => json!([{ "diagnostics": { "delay": self.delay } }]),
                    _ => Value::Null,
                };
                let answer = json!({ "jsonrpc": "2.0", "id": message["id"], "result": result });
                self.write(&answer)?;
            }
            (Some("textDocument/publishDiagnostics"), None) => {
                let uri = message["params"]["uri"].as_str().unwrap_or_default().to_owned();
                self.show(uri, message["params"]["diagnostics"].take());
            }
            (Some("window/logMessage" | "window/showMessage"), None) if message["params"]["type"] == 1 => {
                return Err(format!("the server says: {}", message["params"]["message"]));
            }
            _ => {}
        }
        Ok(())
    }

    fn show(&mut self, uri: String, findings: Value) {
        match findings {
            Value::Array(list) if !list.is_empty() => drop(self.shown.insert(uri, list)),
            _ => drop(self.shown.remove(&uri)),
        }
    }

    /// A client that asks does so for each open document too.
    pub fn ask_for(&mut self, uri: &str) -> Result<(), String> {
        if self.pulls {
            let answer = self.request("textDocument/diagnostic", &json!({ "textDocument": { "uri": uri } }))?;
            if answer["result"]["kind"] == "full" {
                self.show(uri.to_owned(), answer["result"]["items"].clone());
            }
        }
        Ok(())
    }

    /// Waits until everything has been read and checked.
    pub fn settle(&mut self) -> Result<(), String> {
        let deadline = Instant::now() + LONG;
        loop {
            let status = self.request("sidestep/status", &Value::Null)?["result"].take();
            let done = |root: &Value| root["loaded"] == true && root["reading"] == false && root["waiting"] == 0;
            let roots = status["workspaces"].as_array();
            if status["searching"] == false && roots.is_some_and(|roots| !roots.is_empty() && roots.iter().all(done)) {
                return self.listen(Duration::from_millis(10));
            }
            if Instant::now() > deadline {
                return Err(format!("the workspace is never read: {status}"));
            }
            self.listen(Duration::from_millis(20))?;
        }
    }

    /// The memory that the server uses, in MB; 0 where the system does not tell simply.
    pub fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(0) / 1024
    }

    /// Ends the session as the protocol says.
    pub fn finish(mut self) -> Result<(), String> {
        self.request("shutdown", &Value::Null)?;
        self.notify("exit", &Value::Null)?;
        self.input = None;
        let deadline = Instant::now() + LONG;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) if status.success() => return Ok(()),
                Ok(Some(status)) => return Err(format!("the server ended with {status}")),
                Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(10)),
                Ok(None) => return Err("the server does not end".to_owned()),
                Err(e) => return Err(format!("the server's end cannot be seen: {e}")),
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
