//! The picture in the README is real output: a copy of the shipped content with three mistakes, checked.

use std::fmt::Write;

use crate::support::{Folder, expect_text, repository};

/// What is changed in the role of a Backend Engineer before the check.
const MISTAKES: [(&str, &str); 3] = [
    ("interfaces and databases behind", "interfaces and Postgres databases behind"),
    ("  - role: Fullstack Engineer\n    tagline", "  - role: Fulstack Engineer\n    tagline"),
    (
        "    - role: Data Engineer\n    - role",
        "    - role: Data Engineer\n      Primary Focus: Dashboards and reports\n    - role",
    ),
];

#[test]
fn of_a_check() {
    let folder = Folder::new(&[]);
    for file in ["sidestep.yaml", "content/skills.yaml", "content/tools.yaml"] {
        folder.write(file, std::fs::read(repository().join(file)).unwrap());
    }
    for entry in std::fs::read_dir(repository().join("content/roles")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        folder.write(&format!("content/roles/{name}"), std::fs::read(&path).unwrap());
    }
    let role = "content/roles/backend-engineer.yaml";
    let mut text = folder.read(role).replace("\r\n", "\n");
    for (right, wrong) in MISTAKES {
        assert_eq!(text.matches(right).count(), 1, "{right}");
        text = text.replace(right, wrong);
    }
    folder.write(role, text);
    let ran = folder.run(&["check", "--color", "always"]);
    ran.is(1);
    expect_text("docs/images/check.svg", &svg("sidestep check", &ran.out));
}

const CHARACTER: f32 = 8.4;
const LINE: f32 = 20.0;
const MARGIN: f32 = 20.0;

/// A terminal as a picture. Each run of one style stands at its own column, whatever font the reader has.
fn svg(command: &str, output: &str) -> String {
    let lines: Vec<Vec<(String, String)>> = output.trim_end().lines().map(runs).collect();
    let columns = lines.iter().map(|l| l.iter().map(|(_, text)| text.chars().count()).sum()).max().unwrap_or(0);
    let width = (columns as f32).mul_add(CHARACTER, 2.0 * MARGIN).ceil();
    let height = ((lines.len() + 2) as f32).mul_add(LINE, 2.0 * MARGIN).ceil();
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"Output of {command}\">\n\
         <style>text {{ font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre; fill: #d7dde4 }} .bold {{ font-weight: 700 }} .prompt {{ fill: #8b96a3 }} .yellow {{ fill: #e3b341 }} .red {{ fill: #ff7b72 }} .blue {{ fill: #79b8ff }} .cyan {{ fill: #56d4dd }} .green {{ fill: #7ee787 }}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"10\" fill=\"#161b22\"/>\n"
    );
    let mut put = |row: usize, column: usize, class: &str, text: &str| {
        let length = text.chars().count();
        let x = (column as f32).mul_add(CHARACTER, MARGIN);
        let y = ((row + 1) as f32).mul_add(LINE, MARGIN) - 6.0;
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\" class=\"{class}\">{}</text>",
            length as f32 * CHARACTER,
            text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
        );
    };
    put(0, 0, "prompt", "$");
    put(0, 2, "bold", command);
    for (row, line) in lines.iter().enumerate() {
        let mut column = 0;
        for (class, text) in line {
            let start = text.len() - text.trim_start().len();
            let shown = text.trim();
            if !shown.is_empty() {
                put(row + 2, column + text[..start].chars().count(), class, shown);
            }
            column += text.chars().count();
        }
    }
    out.push_str("</svg>\n");
    out
}

/// A line with escape sequences as texts with classes.
fn runs(line: &str) -> Vec<(String, String)> {
    let mut runs = Vec::new();
    let (mut bold, mut colour) = (false, "");
    for part in line.split("\u{1b}[") {
        let (codes, text) = match part.split_once('m') {
            Some((codes, text)) if codes.chars().all(|c| c.is_ascii_digit() || c == ';') => (codes, text),
            _ => ("", part),
        };
        for code in codes.split(';').filter(|c| !c.is_empty()) {
            match code {
                "0" => (bold, colour) = (false, ""),
                "1" => bold = true,
                "31" | "91" => colour = "red",
                "32" | "92" => colour = "green",
                "33" | "93" => colour = "yellow",
                "34" | "94" => colour = "blue",
                "36" | "96" => colour = "cyan",
                other => panic!("no class for the escape sequence {other}"),
            }
        }
        if !text.is_empty() {
            let class = format!("{}{colour}", if bold { "bold " } else { "" });
            runs.push((class.trim().to_owned(), text.to_owned()));
        }
    }
    runs
}
