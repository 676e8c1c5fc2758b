//! Every feature at every place of any text: see `everything.rs`.

use sidestep::ide::{Analysis, hover};
use sidestep::rules::{check_settings, check_workspace};
use sidestep::text::{Encoding, LineIndex, Span};

use super::{Effort, script};
use crate::everything::{Everything, findings};
use crate::fixture::Files;

/// A text of a role, unless it says otherwise.
pub fn everywhere(data: &[u8], effort: Effort) {
    let Some(script) = script::read(data, "content/roles/n.yaml") else { return };
    ask(&script.end(), &script.about, &script.names, effort);
}

/// A text of the settings, or of a schema.
pub fn settings(data: &[u8], effort: Effort) {
    let Some(script) = script::read(data, "sidestep.yaml") else { return };
    let mut about = script.about.clone();
    let files = script.end();
    // The words of a schema reach the author by way of the files that it describes.
    about.push("content/roles/n.yaml".to_owned());
    let workspace = files.workspace();
    for found in check_settings(&workspace) {
        let text = files.0.get(&*found.path).map_or("", String::as_str);
        assert!(text.get(found.span.range()).is_some(), "{found:?} of {text:?}");
        assert!(!found.message.is_empty() && !found.message.contains('\n'), "{found:?}");
    }
    // What was in force stays so while the settings are broken.
    let before = crate::fixture::parse("").0.workspace().settings();
    let _ = sidestep::workspace::Workspace::open_after(&files, Some(&before));
    ask(&files, &about, &script.names, effort);
}

fn ask(files: &Files, about: &[String], names: &[String], effort: Effort) {
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: files };
    findings(files, view);
    assert_eq!(check_workspace(&workspace, crate::everything::TODAY), files.check(), "asked twice");
    for path in about {
        let Some(text) = files.0.get(path) else { continue };
        let places: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        let step = places.len() / effort.places + 1;
        let chosen: Vec<u32> = places.iter().skip(text.len() % step).step_by(step).copied().collect();
        chosen.iter().for_each(|at| lines(text, *at));
        let Some(asked) = Everything::of(files, view, path) else { continue };
        asked.about_the_file();
        for (turn, at) in chosen.iter().copied().enumerate() {
            asked.at(at);
            if turn % 8 == 0 {
                asked.rename(at, names.first().map_or("zi: ther #x", String::as_str));
                let to = places[(turn * step + turn % 40).min(places.len() - 1)];
                asked.changes(Span::new(at, to.max(at)));
            }
        }
    }
}

/// A place has a line and a column, and these lead back to it. (Within a line break and before a byte order mark there is
/// none.)
fn lines(text: &str, at: u32) {
    let (before, behind) = text.split_at(at as usize);
    if before.ends_with('\r') && behind.starts_with('\n') || behind.starts_with('\u{feff}') {
        return;
    }
    let lines = LineIndex::new(text);
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        let place = lines.line_column(at, encoding);
        let back = lines.offset(place, text, encoding);
        assert_eq!(lines.line_column(back, encoding), place, "{at} {encoding:?} of {text:?}");
        let _ = hover::plain(text);
    }
}
