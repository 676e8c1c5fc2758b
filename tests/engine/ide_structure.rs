//! What every outline, fold, selection and token must be, in any file however broken.

use std::path::Path;

use sidestep::ide::folding::folding_ranges;
use sidestep::ide::inlay::inlay_hints;
use sidestep::ide::lenses::{lens_locations, lens_title, lenses};
use sidestep::ide::links::document_links;
use sidestep::ide::selection::selection_ranges;
use sidestep::ide::symbols::{Symbol, document_symbols};
use sidestep::ide::tokens::semantic_tokens;
use sidestep::ide::workspace_symbols::workspace_symbols;
use sidestep::ide::{Analysis, FileView};
use sidestep::text::{LineIndex, Span};
use sidestep::workspace::Change;

use crate::corpus::Random;
use crate::fixture::Files;

/// The content that ships.
pub fn shipped() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Files::default();
    let mut add = |path: &str| {
        files.0.insert(path.to_owned(), std::fs::read_to_string(root.join(path)).unwrap());
    };
    for path in ["sidestep.yaml", "content/skills.yaml", "content/tools.yaml"] {
        add(path);
    }
    for entry in std::fs::read_dir(root.join("content/roles")).unwrap() {
        add(&format!("content/roles/{}", entry.unwrap().file_name().into_string().unwrap()));
    }
    files
}

#[track_caller]
fn on_characters(text: &str, span: Span) {
    assert!(span.start <= span.end && text.get(span.range()).is_some(), "{span:?} of {}", text.len());
}

fn nested(text: &str, outer: Span, symbols: &[Symbol]) {
    for symbol in symbols {
        on_characters(text, symbol.full);
        on_characters(text, symbol.name_span);
        assert!(!symbol.name.trim().is_empty(), "{symbol:?}");
        assert!(outer.contains(symbol.full), "{symbol:?} is not in {outer:?}");
        assert!(symbol.full.contains(symbol.name_span), "{symbol:?}");
        nested(text, symbol.full, &symbol.children);
    }
}

fn whole(file: &FileView<'_>) -> Span {
    Span::of(0, file.text.len())
}

/// Everything that must hold of a file; `places` are where to select from.
fn holds(file: &FileView<'_>, places: impl Iterator<Item = usize>) {
    let text = &file.text;
    nested(text, whole(file), &document_symbols(file));

    let lines = LineIndex::new(text);
    let mut end = 0;
    for token in semantic_tokens(file, None) {
        on_characters(text, token.span);
        assert!(end <= token.span.start && !token.span.is_empty(), "{token:?} starts before {end}");
        assert!(!token.span.slice(text).contains(['\n', '\r']), "{token:?}");
        end = token.span.end;
    }

    let mut open: Vec<(u32, u32)> = Vec::new();
    let mut last = None;
    for fold in folding_ranges(file) {
        assert!(fold.start_line < fold.end_line && (fold.end_line as usize) < lines.lines(), "{fold:?}");
        assert!(last < Some(fold.start_line), "{fold:?} after {last:?}");
        last = Some(fold.start_line);
        open.retain(|o| o.1 >= fold.start_line);
        assert!(open.iter().all(|o| fold.end_line <= o.1), "{fold:?} in {open:?}");
        open.push((fold.start_line, fold.end_line));
    }

    let mut end = 0;
    for link in document_links(file) {
        on_characters(text, link.span);
        assert!(end <= link.span.start && !link.span.is_empty(), "{link:?}");
        end = link.span.end;
    }
    for hint in inlay_hints(file, whole(file)) {
        on_characters(text, Span::empty(hint.at));
        assert!(!hint.label.is_empty() && hint.label.chars().count() <= 60, "{hint:?}");
    }
    for at in places {
        let steps = selection_ranges(file, at as u32);
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap() as u32;
        for (step, next) in steps.iter().zip(&steps[1..]) {
            assert!(next.contains(*step) && next != step, "{steps:?}");
        }
        for step in &steps {
            on_characters(text, *step);
        }
        let bom = u32::from(text.starts_with('\u{feff}')) * 3;
        assert!(at < bom || steps[0].start <= at && at <= steps[0].end, "{steps:?} at {at}");
    }
}

fn lenses_hold(view: Analysis<'_>, file: &FileView<'_>) {
    for lens in lenses(file) {
        on_characters(&file.text, lens.span);
        let title = lens_title(view, &lens.key).unwrap();
        assert!(!title.is_empty());
        for place in lens_locations(view, &lens.key) {
            let other = view.file(&place.path).unwrap();
            on_characters(&other.text, place.span);
        }
    }
}

#[test]
fn shipped_content() {
    let files = shipped();
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: &files };
    for path in files.0.keys() {
        let file = view.file(path).unwrap();
        holds(&file, (0..file.text.len()).step_by(7));
        lenses_hold(view, &file);
    }
}

#[test]
fn deep_files() {
    for text in [
        format!("x-a: {}{}\n", "[".repeat(5000), "]".repeat(5000)),
        format!("x-a: {}", "{a: ".repeat(5000)),
        (0..500).map(|n| format!("{}x-a:\n", " ".repeat(n))).collect(),
        format!("x-a:\n  {}", "- ".repeat(5000)),
    ] {
        let mut files = Files::default();
        files.0.insert("content/roles/a.yaml".to_owned(), text.clone());
        files.0.insert("sidestep.yaml".to_owned(), text);
        let workspace = files.workspace();
        let view = Analysis { workspace: &workspace, sources: &files };
        for path in files.0.keys() {
            let file = view.file(path).unwrap();
            holds(&file, (0..file.text.len()).step_by(997));
        }
    }
}

const PIECES: [&str; 32] = [
    "\n",
    "\r\n",
    "\r",
    "  ",
    "- ",
    ": ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "#",
    "# note\n",
    "|\n",
    ">\n",
    "&a ",
    "*a",
    "<<: *a\n",
    "[[",
    "]]",
    "[x](",
    "😀",
    "é",
    "\t",
    "---\n",
    "? ",
    "\u{feff}",
    "name: ",
    "- role: ",
    "https://x.y",
    ", ",
];

/// A text with a few places changed.
pub fn broken(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    let place = |text: &str, at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap();
    for _ in 0..1 + random.below(6) {
        let at = place(&text, random.below(text.len() + 1));
        match random.below(4) {
            0 => text.truncate(at.max(place(&text, text.len() / 2))),
            1 => {
                let end = place(&text, (at + random.below(60)).min(text.len()));
                text.replace_range(at..end.max(at), "");
            }
            _ => text.insert_str(at, PIECES[random.below(PIECES.len())]),
        }
    }
    if random.below(8) == 0 {
        text = text.replace('\n', "\r\n");
    }
    text
}

/// A page in every style that YAML has.
const STYLES: &str = r#"name: &me "A\u00e9 \"x\""
x-cells: &cells { Primary Focus: 😀 focus, Key Skills: [API design, 'Go'] }
aliases:
- 'It''s A'
- ? B
summary: >-
  folded text of [[Backend
  Engineer|a 😀]] and

    more [link](https://x.example/é)
skills: [API design, "API
  development", *me]
# a note
# and another
alternatives:
- &alt
  role: Backend Engineer
  tagline: 'single
    quoted'
  about: |2+
      indented [[tool:Docker]] `[[code]]`

- *alt
- {role: "Data Engineer", tagline: [a, {b: c}], best_for: [x
  , y]}
comparison:
  columns: [Primary Focus]
  rows:
  - role: *me
    <<: *cells
  - role: Data Engineer
  - {role: Backend Engineer}
how_to_pick: {options: [{if: x, role: *me, then: "y\
  z"}]}
"#;

#[test]
fn broken_content() {
    let mut good = shipped();
    good.0.insert("content/roles/styles.yaml".to_owned(), STYLES.to_owned());
    good.0.insert("content/roles/styles-2.yaml".to_owned(), format!("\u{feff}{}", STYLES.replace('\n', "\r\n")));
    let paths: Vec<&String> = good.0.keys().collect();
    let mut random = Random(20_261_124);
    for round in 0..400 {
        let mut files = good.clone();
        for _ in 0..1 + random.below(2) {
            let path = paths[random.below(paths.len())];
            if path != "sidestep.yaml" || random.below(4) == 0 {
                let text = broken(&files.0[path], &mut random);
                files.0.insert(path.clone(), text);
            }
        }
        // Every other time as an edit, so that what was there is remembered.
        let workspace = if round % 2 == 0 {
            files.workspace().live()
        } else {
            let mut workspace = good.workspace().live();
            let changed = files.0.iter().filter(|(path, text)| good.0[*path] != **text);
            let changes = changed.map(|(path, text)| Change::Set { path: path.clone(), text: text.clone() });
            workspace.apply(changes.collect(), &files);
            workspace
        };
        let view = Analysis { workspace: &workspace, sources: &files };
        for path in files.0.keys().filter(|path| good.0[*path] != files.0[*path]) {
            let Some(file) = view.file(path) else { continue };
            let places: Vec<usize> = (0..20).map(|_| random.below(file.text.len() + 9)).collect();
            holds(&file, places.into_iter());
            if round % 10 == 0 {
                lenses_hold(view, &file);
            }
        }
        for symbol in workspace_symbols(view, "eng", 20) {
            on_characters(&files.0[&*symbol.location.path], symbol.location.span);
        }
    }
}
