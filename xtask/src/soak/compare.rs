//! What the server shows beside what a check finds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::world::World;

/// How long what is shown may be behind.
const BEHIND: Duration = Duration::from_secs(60);

/// A finding as both have it: path, line and columns from 0, severity, code, message.
pub type Finding = (String, [u64; 4], u64, String, String);

/// The lines of a text as the protocol counts them.
fn lines(text: &str) -> Vec<&str> {
    let (mut found, mut start, bytes) = (Vec::new(), 0, text.as_bytes());
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
            found.push(&text[start..at]);
            start = at + 1;
        }
    }
    found.push(&text[start..]);
    found
}

/// The place of a byte offset as the protocol has it.
pub fn place(text: &str, at: usize, utf16: bool) -> Value {
    let before = lines(&text[..at]);
    // A place between the two characters of a line end is one before both.
    let column = before.last().map_or(0, |line| if utf16 { line.encode_utf16().count() } else { line.chars().count() });
    json!({ "line": before.len() - 1, "character": column })
}

/// What `sidestep check --format json` finds in a folder.
pub fn check(binary: &Path, root: &Path) -> Result<Vec<Value>, String> {
    let output = Command::new(binary).args(["check", "--format", "json"]).current_dir(root).output();
    let output = output.map_err(|e| format!("{} cannot be run: {e}", binary.display()))?;
    let mut report: Value = serde_json::from_slice(&output.stdout)
        .map_err(|e| format!("no report: {e}: {}", String::from_utf8_lossy(&output.stderr)))?;
    match report["diagnostics"].take() {
        // No file is left over, and nothing says why.
        Value::Array(list) if list.is_empty() && !report["error"].is_null() => Err(report["error"].to_string()),
        Value::Array(list) => Ok(list),
        other => Err(format!("no findings in the report: {other}")),
    }
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or(u64::MAX)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The findings of a check as the server is to show them: hints of open files only, each once.
pub fn expected(world: &World, found: &[Value]) -> BTreeSet<Finding> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut all = BTreeSet::new();
    for d in found {
        let path = text(&d["path"]);
        let severity = match d["severity"].as_str() {
            Some("error") => 1,
            Some("warning") => 2,
            Some("info") => 3,
            _ => 4,
        };
        if severity == 4 && !world.open.contains_key(&path) {
            continue;
        }
        let of_file = texts.entry(path.clone()).or_insert_with(|| world.read(&path).unwrap_or_default());
        let known = lines(of_file);
        let place = |place: &Value| {
            let line = number(&place["line"]).saturating_sub(1);
            let column = usize::try_from(number(&place["column"]).saturating_sub(1)).unwrap_or(usize::MAX);
            let before: String = known.get(line as usize).into_iter().flat_map(|l| l.chars().take(column)).collect();
            let column = if world.manner.utf16 { before.encode_utf16().count() } else { before.chars().count() };
            [line, column as u64]
        };
        let ([a, b], [c, e]) = (place(&d["range"]["start"]), place(&d["range"]["end"]));
        let message = match d["help"].as_str() {
            Some(help) => format!("{}; {help}", text(&d["message"])),
            None => text(&d["message"]),
        };
        all.insert((path, [a, b, c, e], severity, text(&d["code"]), message));
    }
    all
}

/// What the server shows.
pub fn shown(world: &World) -> BTreeSet<Finding> {
    let mut all = BTreeSet::new();
    for (uri, list) in &world.server.shown {
        let path = world.path_of(uri).unwrap_or_else(|| uri.clone());
        for d in list {
            let place = |place: &Value| [number(&place["line"]), number(&place["character"])];
            let ([a, b], [c, e]) = (place(&d["range"]["start"]), place(&d["range"]["end"]));
            all.insert((path.clone(), [a, b, c, e], number(&d["severity"]), text(&d["code"]), text(&d["message"])));
        }
    }
    all
}

/// Waits until what is shown is what is expected; gives how many findings that are, or what differs.
pub fn compare(world: &mut World, found: &[Value]) -> Result<usize, String> {
    let expected = expected(world, found);
    let deadline = Instant::now() + BEHIND;
    loop {
        world.server.settle()?;
        let open: Vec<String> = world.open.keys().map(|path| world.uri(path)).collect();
        for uri in open {
            world.server.ask_for(&uri)?;
        }
        let shown = shown(world);
        if shown == expected {
            return Ok(shown.len());
        }
        if Instant::now() > deadline {
            let list = |title: &str, all: Vec<&Finding>| {
                let some: String = all.iter().take(20).map(|finding| format!("  {finding:?}\n")).collect();
                format!("{title}, {} of them:\n{some}", all.len())
            };
            return Err(format!(
                "{}{}",
                list("shown and not found by a check", shown.difference(&expected).collect()),
                list("found by a check and not shown", expected.difference(&shown).collect())
            ));
        }
        world.server.listen(Duration::from_millis(300))?;
    }
}
