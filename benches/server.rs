//! The language server as an editor feels it, over pipes, in a workspace of 10,000 roles: how long after a keystroke its
//! findings are there, how long requests take, how long a start takes. Run with `cargo bench --bench server`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    dead_code,
    reason = "a benchmark prints, and stops where it cannot run"
)]

#[path = "../tests/lsp/client.rs"]
mod client;
#[path = "../tests/support/corpus.rs"]
mod corpus;

use std::time::{Duration, Instant};

use client::{Client, push_abilities, uri};
use serde_json::{Value, json};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROLES: usize = 10_000;
/// How many pages mention the popular role.
const MENTIONS: usize = 5_000;

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    println!("{what}: p50 {:.3} ms, p99 {:.3} ms", at(0.5), at(0.99));
}

/// Memory of this process, where the system tells.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |key: &str| status.lines().find_map(|l| l.strip_prefix(key)).map_or("unknown", str::trim).to_owned();
    format!("{} now, {} at its peak", of("VmRSS:"), of("VmHWM:"))
}

struct Bench {
    client: Client,
    version: i64,
}

impl Bench {
    /// From `didChange` to the findings of that version.
    fn keystroke(&mut self, path: &str, text: &str) -> Duration {
        self.version += 1;
        let seen = self.client.publications.len();
        let start = Instant::now();
        self.client.change(path, self.version, text);
        let uri = uri(path);
        let version = Some(self.version);
        self.client.read_until(|c| c.publications[seen..].iter().any(|(u, v, _)| *u == uri && *v == version));
        start.elapsed()
    }

    fn request(&mut self, method: &str, params: Value) -> (Duration, Value) {
        let start = Instant::now();
        let answer = self.client.request(method, params);
        // What the client makes of the answer is not the server's time.
        (self.client.arrived - start, answer)
    }

    fn requests(&mut self, what: &str, rounds: usize, params: impl Fn(usize) -> (&'static str, Value)) {
        let times = (0..rounds).map(|n| {
            let (method, params) = params(n);
            self.request(method, params).0
        });
        print(what, times.collect());
    }
}

/// Line and column (UTF-8) of the first place where `needle` stands, moved by some bytes.
fn place(text: &str, needle: &str, by: usize) -> Value {
    let at = text.find(needle).expect("the needle") + by;
    let line = text[..at].matches('\n').count();
    let column = at - text[..at].rfind('\n').map_or(0, |i| i + 1);
    json!({ "line": line, "character": column })
}

fn serve(root: &str, path: &str, popular_path: &str) {
    let full = format!("{root}/{path}");
    let text = std::fs::read_to_string(&full).unwrap();
    let mut client = Client::connect();
    client.initialize(&[root], push_abilities());
    let start = Instant::now();
    client.notify("initialized", json!({}));
    client.open(&full, &text.replacen("summary:", "sumary:", 1));
    client.read_until(|c| !c.publications.is_empty());
    println!("first findings of an open file: {:.1} ms after initialized", start.elapsed().as_secs_f64() * 1e3);
    client.settle();
    println!("the whole workspace: {:.3} s after initialized, {}", start.elapsed().as_secs_f64(), memory());

    let mut bench = Bench { client, version: 1 };
    // Each version has a finding of its own, so that there is something to publish.
    let mistake = |n: usize| text.replacen("\nwhy: |\n  ", &format!("\nwhy: |\n  [[Nobody {n}]] "), 1);
    let times = (0..1000).map(|n| bench.keystroke(&full, &mistake(n))).collect();
    print("a keystroke in prose, to its findings", times);
    let name = text.lines().next().unwrap();
    let times =
        (0..300).map(|n| bench.keystroke(&full, &mistake(n).replacen(name, &format!("{name} {n}"), 1))).collect();
    print("a change of the role's name, to its findings", times);
    bench.keystroke(&full, &text.replacen("summary:", "sumary:", 1));

    let document = json!({ "uri": uri(&full) });
    let role = place(&text, "  - role: ", 12);
    let at = |place: &Value| json!({ "textDocument": document, "position": place });
    let tool = place(&text, "tools:\n  - ", 13);
    let why = place(&text, "why: |", 1);
    bench.requests("completion of a role", 300, |_| ("textDocument/completion", at(&role)));
    bench.requests("completion of a tool", 300, |_| ("textDocument/completion", at(&tool)));
    bench.requests("hover of a role", 300, |_| ("textDocument/hover", at(&role)));
    bench.requests("hover of a tool", 300, |_| ("textDocument/hover", at(&tool)));
    bench.requests("hover of a key", 300, |_| ("textDocument/hover", at(&why)));
    bench.requests("definition of a role", 300, |_| ("textDocument/definition", at(&role)));
    bench.requests("document symbols", 300, |_| ("textDocument/documentSymbol", json!({ "textDocument": document })));
    bench.requests("semantic tokens", 300, |_| {
        ("textDocument/semanticTokens/full", json!({ "textDocument": document }))
    });
    bench.requests("workspace symbols", 50, |_| ("workspace/symbol", json!({ "query": "eng" })));

    let popular = format!("{root}/{popular_path}");
    let text = std::fs::read_to_string(&popular).unwrap();
    bench.client.open(&popular, &text);
    let mut ask = json!({ "textDocument": { "uri": uri(&popular) }, "position": { "line": 0, "character": 7 } });
    ask["context"] = json!({ "includeDeclaration": false });
    let mut times = Vec::new();
    for _ in 0..30 {
        let (time, answer) = bench.request("textDocument/references", ask.clone());
        assert!(answer.as_array().unwrap().len() >= MENTIONS);
        times.push(time);
    }
    print("references of a name that 5,000 pages mention", times);
    ask["newName"] = json!("Quite Another");
    let mut times = Vec::new();
    for _ in 0..5 {
        let (time, _) = bench.request("textDocument/rename", ask.clone());
        times.push(time);
    }
    print("rename of it", times);
    println!("memory: {}", memory());
    bench.client.take_all("window/logMessage");
    bench.client.finish();
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "serve") {
        serve(&arguments[at + 1], &arguments[at + 2], &arguments[at + 3]);
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut files = corpus::workspace(ROLES);
    let popular = corpus::role_name(5);
    for (_, text) in files.iter_mut().skip(100).take(MENTIONS) {
        *text = text.replacen("  See the", &format!("  Like [[{popular}]]. See the"), 1);
    }
    corpus::write(folder.path(), &files);
    let (path, popular_path) = (files[779].0.clone(), files[7].0.clone());
    drop(files);
    // In a process of its own, so that the corpus in memory does not count.
    let program = std::env::current_exe().unwrap();
    let root = folder.path().to_str().unwrap();
    let status = std::process::Command::new(program).args(["serve", root, &path, &popular_path]).status().unwrap();
    assert!(status.success());
}
