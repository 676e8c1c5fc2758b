//! The fuzz targets one after the other, with the texts that are kept to begin with.

use std::path::Path;
use std::process::Command;

use crate::repository;

/// Runs targets for some minutes each. What breaks a law is left in `fuzz/artifacts/`.
pub fn run(minutes: f64, targets: &[String]) -> Result<(), String> {
    let fuzz = repository().join("fuzz");
    let all: Vec<String> = names(&fuzz.join("targets"))?;
    let mut broken = Vec::new();
    for target in all.iter().filter(|target| targets.is_empty() || targets.contains(target)) {
        // New texts are kept apart from those in the repository.
        let found = fuzz.join("target/found").join(target);
        std::fs::create_dir_all(&found).map_err(|e| format!("{} cannot be made: {e}", found.display()))?;
        let mut command = Command::new("cargo");
        command.current_dir(&fuzz).args(["fuzz", "run", "--sanitizer", "none", target]).arg(&found);
        for kept in ["corpus", "regressions"] {
            let kept = fuzz.join(kept).join(target);
            command.args(kept.is_dir().then_some(kept));
        }
        let seconds = (minutes * 60.0).round().max(1.0);
        command.args(["--", "-dict=dictionary", "-timeout=20", "-rss_limit_mb=3000", "-max_len=4096"]);
        command.arg(format!("-max_total_time={seconds}"));
        let status = command.status().map_err(|e| format!("cargo cannot be run: {e}"))?;
        if !status.success() {
            broken.push(target.as_str());
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(format!("a law is broken: {}", broken.join(", "))) }
}

/// The targets: the names of their files.
fn names(folder: &Path) -> Result<Vec<String>, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{} cannot be read: {e}", folder.display()))?;
    let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let mut names: Vec<String> = entries.filter_map(|entry| stem(&entry.ok()?.path())).collect();
    names.sort();
    Ok(names)
}
