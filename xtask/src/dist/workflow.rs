//! The jobs of the release workflow.

use super::platforms::PLATFORMS;

const BEGIN: &str =
    "        include:\n          # From xtask/src/dist/platforms.rs: UPDATE=1 cargo test --test packages\n";

/// The text of `release.yml` with a job for each platform; unchanged where it has no place for them.
pub fn with_platforms(text: &str) -> String {
    let Some((before, rest)) = text.split_once(BEGIN) else { return text.to_owned() };
    let after: String = rest.split_inclusive('\n').skip_while(|line| line.starts_with("          ")).collect();
    format!("{before}{BEGIN}{}{after}", matrix())
}

fn matrix() -> String {
    let lines = PLATFORMS.iter().map(|platform| {
        let zig = if platform.has_zig { ", zig: --zig" } else { "" };
        let (name, runner, triple) = (platform.name, platform.runner, platform.triple);
        format!("          - {{ name: {name}, os: {runner}, target: {triple}{zig} }}\n")
    });
    lines.collect()
}
