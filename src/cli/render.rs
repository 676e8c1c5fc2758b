//! `sidestep render`

use std::path::Path;

use serde_json::json;

use super::arguments::{PageFormat, RenderOptions};
use super::output::answer::rendered;
use super::roots::{no_role, prefix, unusable_settings};
use super::{Exit, Failure, destination, print};
use crate::content::SlugStyle;
use crate::ide::Analysis;
use crate::ide::page::{PageError, html, markdown};
use crate::loader::{explain, find, load, slashed};
use crate::text::visible_lines;

pub(super) fn run(options: &RenderOptions) -> Result<Exit, Failure> {
    let here = std::env::current_dir().map_err(|e| Failure::new(format!("the current folder cannot be read: {e}")))?;
    // A path to the role's file also says where the workspace is.
    let as_path = Path::new(&options.role);
    let is_file = as_path.is_file();
    let start = if is_file { as_path } else { Path::new(".") };
    let found = find(start, &here).map_err(|e| Failure::new(format!("{}: {}", start.display(), explain(&e))))?;
    let mut failure = None;
    for disk in found.disks() {
        let root = disk.root().to_owned();
        let loaded = load(disk, &|_, _| {});
        if let Some(failure) = unusable_settings(&loaded.workspace, &loaded.disk, &prefix(&root)) {
            return Err(failure);
        }
        let full = as_path.canonicalize().ok().filter(|_| is_file);
        let inside = full.as_ref().and_then(|p| p.strip_prefix(&root).ok()).map(slashed);
        let role = inside.as_deref().unwrap_or(&options.role);
        let analysis = Analysis { workspace: &loaded.workspace, sources: &loaded.disk };
        match analysis.page(role) {
            Ok(page) => {
                let words = &loaded.workspace.config().page;
                let text = match options.format() {
                    PageFormat::Markdown => markdown(&page, words),
                    PageFormat::Html => html(&page, words),
                    PageFormat::Json => rendered(json!({
                        "role": page.name,
                        "markdown": markdown(&page, words),
                        "html": html(&page, words),
                    })),
                };
                return write(options, &text);
            }
            Err(error) => {
                failure = no_role(&loaded.workspace, &root).or_else(|| Some(explain_page(&error, role)));
            }
        }
    }
    Err(failure.unwrap_or_else(|| Failure::new("there is no workspace here")))
}

fn write(options: &RenderOptions, text: &str) -> Result<Exit, Failure> {
    match &options.out {
        // Who looks at a page is shown it; a program gets it byte for byte.
        None if print::is_shown() => print::out(&visible_lines(text))?,
        None => print::out(text)?,
        Some(path) if destination::leads_out(path) => {
            let message = format!("{} cannot be written: a link leads out of the repository there", path.display());
            return Err(Failure::new(message).help("name the file that it leads to"));
        }
        Some(path) if path.is_dir() || path.to_string_lossy().ends_with(['/', '\\']) => {
            let ending = match options.format() {
                PageFormat::Html => "html",
                PageFormat::Markdown => "md",
                PageFormat::Json => "json",
            };
            let stem = Path::new(&options.role).file_stem().map(|stem| stem.to_string_lossy().into_owned());
            let file = stem.and_then(|stem| SlugStyle::default().slug(&stem)).unwrap_or_else(|| "page".to_owned());
            return Err(Failure::new(format!("{} cannot be written: it is a folder, not a file", path.display()))
                .help(format!("name the file: --out {}", path.join(format!("{file}.{ending}")).display())));
        }
        Some(path) => {
            // What is no file, such as a pipe, would wait for somebody to write.
            let before = path.is_file().then(|| std::fs::read(path).ok()).flatten();
            destination::write(path, text)?;
            if before.is_some_and(|before| before != text.as_bytes()) {
                print::note_line(&format!("replaced {}", path.display()));
            }
        }
    }
    Ok(Exit::Clean)
}

fn explain_page(error: &PageError, role: &str) -> Failure {
    match error {
        PageError::NoRole(near) => {
            let failure = Failure::new(format!("no role is named \"{role}\""));
            match near {
                Some(near) => failure.help(format!("did you mean \"{near}\"?")),
                None => failure.help("give its name, its slug, or the path of its file"),
            }
        }
        PageError::NoAlternatives(name) => Failure::new(format!("\"{name}\" has no alternatives, so it has no page"))
            .help("add \"alternatives:\" to its file"),
        PageError::Unreadable(why) => Failure::new(format!("the file of \"{role}\" cannot be read: {why}")),
    }
}
