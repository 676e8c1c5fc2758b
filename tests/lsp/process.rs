//! The real binary as a child process.

use std::io::{BufReader, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{frame, read_frame};

/// `sidestep lsp`.
pub struct Process {
    pub child: Child,
    pub input: Option<ChildStdin>,
    pub messages: Receiver<Value>,
}

impl Process {
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    pub fn start_with(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sidestep"))
            .arg("lsp")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = child.stdout.take().unwrap();
        let (send, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read_frame(&mut output) {
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        Self { input: child.stdin.take(), child, messages }
    }

    pub fn write(&mut self, bytes: &[u8]) {
        let _ = self.input.as_mut().unwrap().write_all(bytes);
    }

    pub fn send(&mut self, message: &Value) {
        self.write(&frame(message));
    }

    /// Says hello; `process` is the client's process id.
    pub fn initialize(&mut self, process: Option<u32>) -> Value {
        let params = json!({ "processId": process, "rootUri": null, "capabilities": {} });
        self.send(&json!({ "jsonrpc": "2.0", "id": "hello", "method": "initialize", "params": params }));
        let answer = self.answer("hello");
        self.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        answer
    }

    /// Waits for the response with an id.
    #[track_caller]
    pub fn answer(&self, id: &str) -> Value {
        loop {
            let message = self.messages.recv_timeout(Duration::from_secs(20)).expect("an answer");
            if message["id"] == id {
                return message;
            }
        }
    }

    /// Whether the server still answers.
    #[track_caller]
    pub fn answers(&mut self, id: &str) {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": "sidestep/status" }));
        let answer = self.answer(id);
        assert!(answer.get("result").is_some(), "{answer}");
    }

    /// Waits for the end.
    #[track_caller]
    pub fn ends_within(&mut self, time: Duration) -> ExitStatus {
        let deadline = Instant::now() + time;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "the server still runs");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
