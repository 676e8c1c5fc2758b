//! The picture in the README is real output: a copy of the shipped content with three mistakes, checked.

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

/// A terminal in which a command was run, as a picture.
fn svg(command: &str, output: &str) -> String {
    let shown = format!("\u{1b}[90m$\u{1b}[0m \u{1b}[1m{command}\u{1b}[0m\n\n{}", output.trim_end());
    let (light, dark) = (anstyle::RgbColor(0xd7, 0xdd, 0xe4), anstyle::RgbColor(0x16, 0x1b, 0x22));
    let mut picture = anstyle_svg::Term::new().fg_color(light.into()).bg_color(dark.into()).render_svg(&shown);
    picture.push('\n');
    picture
}
