//! The packages for npm: one with a launcher, which people install, and one for each platform with the program, of which
//! npm installs the one that fits.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::manifest::Manifest;
use super::platforms::{PLATFORMS, Platform};

/// The name `sidestep` without a scope is somebody else's.
pub const SCOPE: &str = "@sidestep-tools";

/// The folder of the launcher's package, and its name in the scope.
pub const LAUNCHER: &str = "sidestep";

const LICENCES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// What a build has left.
pub struct Built<'a> {
    pub binary: &'a Path,
    pub licences: &'a Path,
}

/// Writes the package with the launcher below `into`, and returns its folder.
///
/// # Errors
/// A file cannot be read or written.
pub fn launcher(repository: &Path, manifest: &Manifest, into: &Path) -> Result<PathBuf, String> {
    let folder = into.join(LAUNCHER);
    let write = || -> io::Result<()> {
        fresh(repository, &folder)?;
        fs::write(folder.join("package.json"), text(&launcher_manifest(manifest)))?;
        fs::write(folder.join("sidestep.js"), include_str!("npm/launcher.js"))?;
        fs::write(folder.join("README.md"), include_str!("npm/README.md"))
    };
    write().map_err(|e| format!("{}: {e}", folder.display()))?;
    Ok(folder)
}

/// Writes the package with the program of one platform below `into`, and returns its folder.
///
/// # Errors
/// A file cannot be read or written.
pub fn program(
    repository: &Path,
    manifest: &Manifest,
    platform: &Platform,
    built: &Built,
    into: &Path,
) -> Result<PathBuf, String> {
    let folder = into.join(platform.npm_folder());
    let write = || -> io::Result<()> {
        fresh(repository, &folder)?;
        fs::create_dir_all(folder.join("bin"))?;
        let binary = folder.join("bin").join(platform.program());
        fs::copy(built.binary, &binary)?;
        executable(&binary)?;
        fs::copy(built.licences, folder.join("THIRD-PARTY.txt"))?;
        fs::write(folder.join("package.json"), text(&program_manifest(manifest, platform)))?;
        let readme = format!(
            "# {SCOPE}/{}\n\nThe program Sidestep for {}. Install [{SCOPE}/{LAUNCHER}]({}#readme), which brings this along.\n",
            platform.npm_folder(),
            platform.triple,
            manifest.repository()
        );
        fs::write(folder.join("README.md"), readme)
    };
    write().map_err(|e| format!("{}: {e}", folder.display()))?;
    Ok(folder)
}

/// What people install. The versions are exact: launcher and program are made together.
pub fn launcher_manifest(manifest: &Manifest) -> Value {
    let package = |platform: &Platform| format!("{SCOPE}/{}", platform.npm_folder());
    let versions: Map<String, Value> =
        PLATFORMS.iter().map(|platform| (package(platform), manifest.version().into())).collect();
    let platforms: Vec<Value> = PLATFORMS
        .iter()
        .map(|platform| {
            let (os, cpu, libc) = platform.npm;
            let file = format!("bin/{}", platform.program());
            json!({ "package": package(platform), "file": file, "os": os, "cpu": cpu, "libc": libc })
        })
        .collect();
    let mut value = common(manifest, &format!("{SCOPE}/{LAUNCHER}"), manifest.description());
    value["keywords"] = manifest.keywords().into();
    value["bin"] = json!({ "sidestep": "sidestep.js" });
    value["engines"] = json!({ "node": ">=18" });
    value["optionalDependencies"] = versions.into();
    // What the launcher chooses among.
    value["sidestep"] = json!({ "platforms": platforms });
    value
}

/// The package with one program.
pub fn program_manifest(manifest: &Manifest, platform: &Platform) -> Value {
    let (os, cpu, libc) = platform.npm;
    let about = format!("The program Sidestep for {}", platform.triple);
    let mut value = common(manifest, &format!("{SCOPE}/{}", platform.npm_folder()), &about);
    value["os"] = json!([os]);
    value["cpu"] = json!([cpu]);
    if let Some(libc) = libc {
        value["libc"] = json!([libc]);
    }
    // Yarn would leave it in an archive, from which nothing can be run.
    value["preferUnplugged"] = true.into();
    value
}

fn common(manifest: &Manifest, name: &str, about: &str) -> Value {
    json!({
        "name": name,
        "version": manifest.version(),
        "description": about,
        "license": manifest.license(),
        "homepage": format!("{}#readme", manifest.repository()),
        "bugs": format!("{}/issues", manifest.repository()),
        "repository": { "type": "git", "url": format!("git+{}.git", manifest.repository()) },
        "publishConfig": { "access": "public" },
    })
}

fn text(value: &Value) -> String {
    format!("{value:#}\n")
}

/// An empty folder with the licences.
fn fresh(repository: &Path, folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    LICENCES.iter().try_for_each(|name| fs::copy(repository.join(name), folder.join(name)).map(drop))
}

#[cfg(unix)]
fn executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn executable(_: &Path) -> io::Result<()> {
    Ok(())
}
