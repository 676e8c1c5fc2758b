//! What is handed out is named from one declaration, `xtask/src/dist/platforms.rs`: the release workflow, the addresses
//! for `cargo binstall` and the packages of npm are compared with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

#[allow(dead_code, reason = "its commands are those of `cargo xtask`")]
#[path = "../xtask/src/dist/mod.rs"]
mod dist;

use dist::manifest::Manifest;
use dist::platforms::{PLATFORMS, Platform};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap().replace("\r\n", "\n")
}

fn manifest() -> Manifest {
    Manifest::read(repository()).unwrap()
}

#[test]
fn the_release_workflow_has_a_job_for_each_platform() {
    let path = ".github/workflows/release.yml";
    let (text, expected) = (read(path), dist::workflow::with_platforms(&read(path)));
    if std::env::var_os("UPDATE").is_some_and(|v| v == "1") {
        fs::write(repository().join(path), &expected).unwrap();
        return;
    }
    assert!(text == expected, "{path} is out of date: UPDATE=1 cargo test --test packages");
    for platform in &PLATFORMS {
        let job = format!("{{ name: {}, os: {}, target: {}", platform.name, platform.runner, platform.triple);
        assert_eq!(text.matches(&job).count(), 1, "{job}");
    }
}

/// Words of a text that only the declaration should say.
fn repeated(text: &str) -> Vec<&'static str> {
    let of = |p: &'static Platform| [Some(p.triple), Some(p.vsix), Some(p.wheel), p.compatibility, p.debian];
    let all: BTreeSet<&str> = PLATFORMS.iter().flat_map(of).flatten().collect();
    let words: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric() && !"-_.".contains(c)).collect();
    all.into_iter().filter(|word| words.contains(word)).collect()
}

/// The script asks for every name, and knows none.
#[test]
fn packages_are_named_by_the_declaration() {
    let script = read("scripts/package");
    let code: String = script.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    assert_eq!(repeated(&code), [""; 0]);
    assert_eq!(
        repeated("case $triple in\n  x86_64-apple-darwin) platform=darwin-x64 ;;"),
        ["darwin-x64", "x86_64-apple-darwin"]
    );
    for line in dist::names("1.2.3", PLATFORMS[0].triple).lines() {
        let (name, value) = line.split_once('=').unwrap();
        assert!(value.len() > 2, "{line}");
        assert!(
            code.contains(&format!("${name}")) || code.contains(&format!("${{{name}")),
            "scripts/package does not use ${name}"
        );
    }
}

#[test]
fn a_target_that_is_not_handed_out_has_an_archive() {
    let names = dist::names("1.2.3", "riscv64gc-unknown-linux-gnu");
    assert!(names.contains("archive='sidestep-1.2.3-riscv64gc-unknown-linux-gnu.tar.gz'\n"), "{names}");
    for absent in ["wheel", "extension", "npm", "debian"] {
        assert!(names.contains(&format!("{absent}=''")), "{absent}: {names}");
    }
    assert!(dist::names("1.2.3", "aarch64-pc-windows-msvc").contains("aarch64-pc-windows-msvc.zip'"));
}

#[test]
fn no_two_platforms_have_the_same_name_for_a_package() {
    let names: [fn(&Platform) -> String; 5] = [
        |p| p.name.to_owned(),
        |p| p.archive("1.2.3"),
        |p| p.wheel_file("1.2.3"),
        |p| p.vsix_file("1.2.3"),
        Platform::npm_folder,
    ];
    for name in names {
        let all: BTreeSet<String> = PLATFORMS.iter().map(name).collect();
        assert_eq!(all.len(), PLATFORMS.len(), "{all:?}");
    }
}

/// The value of a key in a table of `Cargo.toml`.
fn binstall(cargo: &str, table: &str, key: &str) -> Option<String> {
    let (_, table) = cargo.split_once(&format!("\n[package.metadata.binstall{table}]\n"))?;
    let line = table.lines().take_while(|line| !line.starts_with('[')).find_map(|line| line.strip_prefix(key))?;
    Some(line.strip_prefix(" = \"")?.strip_suffix('"')?.to_owned())
}

/// A template of `cargo binstall`, filled in as it does that.
fn filled_in(template: &str, platform: &Platform) -> String {
    let manifest = manifest();
    let ending = if platform.triple.contains("windows") { ".exe" } else { "" };
    let words = [
        ("repo", manifest.repository()),
        ("name", "sidestep"),
        ("version", manifest.version()),
        ("target", platform.triple),
        ("bin", "sidestep"),
        ("binary-ext", ending),
    ];
    let text =
        words.iter().fold(template.to_owned(), |text, (word, value)| text.replace(&format!("{{ {word} }}"), value));
    assert!(!text.contains('{'), "{text}");
    text
}

#[test]
fn cargo_binstall_finds_the_archives() {
    let (cargo, manifest) = (read("Cargo.toml"), manifest());
    for platform in &PLATFORMS {
        let own = format!(".overrides.{}", platform.triple);
        let value = |key| binstall(&cargo, &own, key).or_else(|| binstall(&cargo, "", key)).unwrap();
        let archive = platform.archive(manifest.version());
        let address = format!("{}/releases/download/v{}/{archive}", manifest.repository(), manifest.version());
        assert_eq!(filled_in(&value("pkg-url"), platform), address);
        let format = if archive.ends_with(".zip") { "zip" } else { "tgz" };
        assert_eq!(value("pkg-fmt"), format, "{archive}");
        // Where scripts/package puts the program.
        let folder = dist::platforms::folder(manifest.version(), platform.triple);
        assert_eq!(filled_in(&value("bin-dir"), platform), format!("{folder}/bin/{}", platform.program()));
    }
}

#[test]
fn npm_installs_the_program_of_the_same_version() {
    let manifest = manifest();
    let launcher = dist::npm::launcher_manifest(&manifest);
    assert_eq!(launcher["name"], "@sidestep-tools/sidestep");
    assert_eq!(launcher["bin"], json!({ "sidestep": "sidestep.js" }));
    let wanted = launcher["optionalDependencies"].as_object().unwrap();
    assert_eq!(wanted.len(), PLATFORMS.len());
    let choices = launcher["sidestep"]["platforms"].as_array().unwrap();
    for platform in &PLATFORMS {
        let package = dist::npm::program_manifest(&manifest, platform);
        let name = package["name"].as_str().unwrap();
        assert_eq!(wanted[name], package["version"], "{name}");
        assert_eq!(package["version"], manifest.version());
        let choice = choices.iter().find(|choice| choice["package"] == name).unwrap();
        for key in ["os", "cpu", "libc"] {
            assert_eq!(package.get(key).map_or(&Value::Null, |list| &list[0]), &choice[key], "{name} {key}");
        }
        assert_eq!(choice["file"], format!("bin/{}", platform.program()));
    }
}

#[test]
fn packages_of_npm_are_written_with_their_files() {
    let into = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    fs::create_dir_all(&into).unwrap();
    let (binary, licences) = (into.join("built"), into.join("licences"));
    fs::write(&binary, "the program").unwrap();
    fs::write(&licences, "the licences").unwrap();
    let arguments = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let folder = dist::run(repository(), &arguments(&["npm", &path(&into)])).unwrap();
    let files = ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "package.json", "sidestep.js"];
    assert_eq!(below(Path::new(&folder)), files);
    let triple = PLATFORMS[0].triple;
    let (root, built, terms) = (path(&into), path(&binary), path(&licences));
    let words = ["npm", &root, "--target", triple, "--binary", &built, "--licences", &terms];
    let folder = dist::run(repository(), &arguments(&words)).unwrap();
    let files = ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "THIRD-PARTY.txt", "bin", "package.json"];
    assert_eq!(below(Path::new(&folder)), files);
    assert_eq!(fs::read_to_string(Path::new(&folder).join("bin/sidestep")).unwrap(), "the program");
    let unknown = ["npm", &root, "--target", "pdp11", "--binary", &built, "--licences", &terms];
    assert!(dist::run(repository(), &arguments(&unknown)).unwrap_err().contains("pdp11 is no platform"));
}

fn below(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// Texts that people read or copy, below a folder.
fn texts(folder: &Path) -> Vec<PathBuf> {
    let skipped = ["node_modules", "target", ".git", "dist", "content", "corpus", "regressions"];
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap_or_default();
        if path.is_dir() && !skipped.contains(&name) {
            found.extend(texts(&path));
        } else if [".md", ".yml", ".yaml", ".json", ".js", ".mjs", ".lua", ".txt"].iter().any(|e| name.ends_with(e)) {
            found.push(path);
        }
    }
    found
}

/// Calls of somebody else's package.
fn strangers(text: &str) -> Vec<&str> {
    let calls = [
        "npx ",
        "npx --yes ",
        "npx -y ",
        "npm exec ",
        "npm exec -- ",
        "npm install ",
        "npm i ",
        "npm install -g ",
        "npm i -g ",
        "npm i -D ",
        "npm install --save-dev ",
        "pnpm dlx ",
        "yarn dlx ",
        "bunx ",
    ];
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || "-_/".contains(c));
    let is_call = |call: &&&str| text.split(&format!("{call}sidestep")).skip(1).any(ends);
    calls.iter().filter(is_call).copied().collect()
}

/// `sidestep` without a scope is another package at npm: who calls it runs a stranger's code.
#[test]
fn nobody_is_sent_to_a_stranger() {
    assert_eq!(strangers("run `npx sidestep check`"), ["npx "]);
    assert_eq!(strangers("npx @sidestep-tools/sidestep check; npx sidestep-like"), [""; 0]);
    let all = texts(repository());
    assert!(all.len() > 50);
    for path in all {
        let text = fs::read(&path).unwrap();
        assert_eq!(strangers(&String::from_utf8_lossy(&text)), [""; 0], "{}", path.display());
    }
}
