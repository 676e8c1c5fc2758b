//! What is handed out, from one declaration of the platforms: `cargo xtask dist`.

pub mod manifest;
pub mod npm;
pub mod platforms;
pub mod workflow;

use std::path::{Path, PathBuf};

use manifest::Manifest;
use platforms::{PLATFORMS, Platform, folder};

pub const USAGE: &str = "\
cargo xtask dist platforms
    Prints the platforms that Sidestep is handed out for, and the package of each kind for them.
cargo xtask dist names TRIPLE
    Prints the same of one target, as variables of a shell; what there is no package for is empty.
cargo xtask dist npm FOLDER [--target TRIPLE --binary PATH --licences PATH]
    Writes the npm package that people install; with a target the one with the program inside, below FOLDER.";

/// What is to be printed.
///
/// # Errors
/// The arguments are not understood, or a file cannot be read or written.
pub fn run(repository: &Path, arguments: &[String]) -> Result<String, String> {
    let manifest = Manifest::read(repository)?;
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["platforms"] => Ok(table(manifest.version())),
        ["names", triple] => Ok(names(manifest.version(), triple)),
        ["npm", into] => npm::launcher(repository, &manifest, Path::new(into)).map(printed),
        ["npm", into, "--target", triple, "--binary", binary, "--licences", licences] => {
            let platform =
                Platform::of(triple).ok_or_else(|| format!("{triple} is no platform: cargo xtask dist platforms"))?;
            let built = npm::Built { binary: Path::new(binary), licences: Path::new(licences) };
            npm::program(repository, &manifest, platform, &built, Path::new(into)).map(printed)
        }
        _ => Err(USAGE.to_owned()),
    }
}

fn printed(path: PathBuf) -> String {
    path.display().to_string()
}

fn table(version: &str) -> String {
    let mut lines = Vec::new();
    for platform in &PLATFORMS {
        lines.push(format!("{} ({})", platform.name, platform.triple));
        let files = [platform.archive(version), platform.wheel_file(version), platform.vsix_file(version)];
        let npm = format!("{}/{}", npm::SCOPE, platform.npm_folder());
        lines.extend(
            files.into_iter().chain([npm]).chain(platform.debian_file(version)).map(|name| format!("    {name}")),
        );
    }
    lines.join("\n")
}

/// Assignments for `eval`. Of a target that is not handed out there is an archive alone.
pub fn names(version: &str, triple: &str) -> String {
    let platform = Platform::of(triple);
    let ending = if triple.contains("windows") { ".zip" } else { ".tar.gz" };
    let archive = platform.map_or_else(|| folder(version, triple) + ending, |platform| platform.archive(version));
    let of = |name: fn(&Platform, &str) -> String| platform.map(|platform| name(platform, version)).unwrap_or_default();
    let pairs = [
        ("version", version.to_owned()),
        ("folder", folder(version, triple)),
        ("archive", archive),
        ("debian", of(|platform, version| platform.debian_file(version).unwrap_or_default())),
        ("architecture", of(|platform, _| platform.debian.unwrap_or_default().to_owned())),
        ("wheel", of(Platform::wheel_file)),
        ("compatibility", of(|platform, _| platform.compatibility.unwrap_or_default().to_owned())),
        ("extension", of(Platform::vsix_file)),
        ("extension_target", of(|platform, _| platform.vsix.to_owned())),
        ("npm", of(|platform, _| platform.npm_folder())),
    ];
    pairs.map(|(name, value)| format!("{name}='{value}'")).join("\n")
}
