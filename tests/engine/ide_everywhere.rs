//! At every place of every file, whole or broken: no feature panics, and every span lies on character boundaries.

use sidestep::fix::Edit;
use sidestep::ide::{FileView, View};
use sidestep::ide::{calls, definition, highlight, hover, linked, prose_names, references, rename};
use sidestep::text::{Span, TextEdit, apply};

use crate::corpus::Random;
use crate::fixture::Files;

/// Asks everything at a place.
fn ask(file: &FileView<'_>, at: u32, files: &Files) {
    let fits = |path: &str, span: Span| {
        let text = files.0.get(path).map_or("", String::as_str);
        assert!(text.get(span.range()).is_some(), "{path} {span:?}");
    };
    let path = &*file.entry.path;
    if let Some(card) = hover::hover(file, at, &|_| None) {
        fits(path, card.span);
        assert!(!card.markdown.is_empty());
        let _ = hover::plain(&card.markdown);
    }
    if let Some(found) = definition::definition(file, at) {
        fits(path, found.origin);
        assert!(!found.targets.is_empty());
        for target in found.targets {
            fits(&target.path, target.name);
            fits(&target.path, target.full);
        }
    }
    for place in references::references(file, at, true).into_iter().flatten() {
        fits(&place.path, place.span);
    }
    highlight::highlights(file, at).into_iter().for_each(|h| fits(path, h.span));
    linked::linked(file, at).into_iter().flatten().for_each(|span| fits(path, span));
    if let Some(item) = calls::prepare(file, at) {
        fits(&item.path, item.span);
        for step in calls::incoming(file.view, item.def) {
            step.entries.iter().for_each(|span| fits(&step.item.path, *span));
        }
        for step in calls::outgoing(file.view, item.def) {
            step.entries.iter().for_each(|span| fits(&item.path, *span));
        }
    }
}

/// The edits of a rename fit the files, those to confirm among them.
fn rename_at(file: &FileView<'_>, at: u32, files: &Files) {
    let Ok(def) = rename::renamed(file, at) else { return };
    let Ok(plan) = rename::rename(file.view, def, "zither", rename::RenameOptions::default()) else { return };
    for (path, text) in &files.0 {
        let edits: Vec<TextEdit> = plan
            .edits
            .iter()
            .chain(&plan.confirm)
            .filter_map(|edit| match edit {
                Edit::Text { path: other, edit } if other == path => Some(edit.clone()),
                _ => None,
            })
            .collect();
        assert!(apply(text, &edits).is_ok(), "{path} {edits:?}");
    }
}

fn ask_everywhere(files: &Files, step: usize) {
    let workspace = files.workspace();
    let view = View { workspace: &workspace, sources: files };
    for (path, text) in &files.0 {
        let Some(file) = view.file(path) else { continue };
        for name in prose_names::prose_names(&file) {
            assert!(text.get(name.span.range()).is_some(), "{path} {:?}", name.span);
        }
        let places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        for (turn, at) in places.step_by(step).enumerate() {
            ask(&file, at as u32, files);
            if turn % 8 == 0 {
                rename_at(&file, at as u32, files);
            }
        }
    }
}

/// The workspace that ships with the project.
pub fn shipped() -> Files {
    let mut files = Files::default();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec!["sidestep.yaml".to_owned(), "content/skills.yaml".to_owned(), "content/tools.yaml".to_owned()];
    for entry in std::fs::read_dir(root.join("content/roles")).unwrap() {
        paths.push(format!("content/roles/{}", entry.unwrap().file_name().to_str().unwrap()));
    }
    for path in paths {
        let text = std::fs::read_to_string(root.join(&path)).unwrap();
        files.0.insert(path, text);
    }
    files
}

#[test]
fn in_the_shipped_content() {
    ask_everywhere(&shipped(), 37);
}

#[test]
fn in_broken_content() {
    let mut random = Random(20);
    let pieces =
        ["\"", "'", "[", "}", "😀", "\r\n", ": ", "- ", "&a ", "*a ", "|\n", "[[", "]]", "\t", "#", "é", "\u{feff}"];
    for round in 0..12 {
        let mut files = shipped();
        for text in files.0.values_mut() {
            if round % 3 == 0 {
                *text = text.replace('\n', "\r\n");
            }
            for _ in 0..1 + random.below(6) {
                let mut at = random.below(text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                if random.below(3) == 0 {
                    let mut end = (at + random.below(40)).min(text.len());
                    while !text.is_char_boundary(end) {
                        end += 1;
                    }
                    text.replace_range(at..end, "");
                } else {
                    text.insert_str(at, pieces[random.below(pieces.len())]);
                }
            }
        }
        ask_everywhere(&files, 257);
    }
}
