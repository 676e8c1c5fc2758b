//! Makes valid workspaces of any size for benchmarks and tests: N roles of 5 to 7 KB, with vocabularies.

use std::fmt::Write as _;
use std::path::Path;

/// A seeded pseudo-random number generator (splitmix64).
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

const FIELDS: [&str; 25] = [
    "Payments",
    "Search",
    "Identity",
    "Logistics",
    "Video",
    "Storage",
    "Network",
    "Compiler",
    "Graphics",
    "Mapping",
    "Pricing",
    "Robotics",
    "Billing",
    "Messaging",
    "Imaging",
    "Firmware",
    "Testing",
    "Release",
    "Privacy",
    "Speech",
    "Catalog",
    "Fraud",
    "Energy",
    "Weather",
    "Travel",
];
const LEVELS: [&str; 20] = [
    "Junior",
    "Senior",
    "Staff",
    "Principal",
    "Lead",
    "Associate",
    "Field",
    "Remote",
    "Night",
    "Regional",
    "Global",
    "Acting",
    "Deputy",
    "Chief",
    "Visiting",
    "Contract",
    "Mobile",
    "Embedded",
    "Applied",
    "Core",
];
const JOBS: [&str; 20] = [
    "Engineer",
    "Architect",
    "Analyst",
    "Designer",
    "Developer",
    "Operator",
    "Scientist",
    "Manager",
    "Writer",
    "Tester",
    "Planner",
    "Auditor",
    "Trainer",
    "Advisor",
    "Modeler",
    "Builder",
    "Curator",
    "Editor",
    "Surveyor",
    "Mechanic",
];
const WORDS: [&str; 60] = [
    "system",
    "reader",
    "delivers",
    "careful",
    "work",
    "team",
    "builds",
    "quickly",
    "reviews",
    "shared",
    "plans",
    "result",
    "between",
    "weekly",
    "customers",
    "improves",
    "because",
    "service",
    "data",
    "checks",
    "clear",
    "owns",
    "process",
    "writes",
    "explains",
    "together",
    "measures",
    "changes",
    "without",
    "risk",
    "simple",
    "often",
    "keeps",
    "design",
    "reports",
    "answers",
    "problem",
    "small",
    "long",
    "decides",
    "people",
    "needs",
    "daily",
    "learns",
    "every",
    "detail",
    "tests",
    "finds",
    "moves",
    "market",
    "region",
    "season",
    "budget",
    "field",
    "supports",
    "teaches",
    "drafts",
    "closes",
    "opens",
    "gathers",
];

/// Name of role `n`; no two are alike.
#[must_use]
pub fn role_name(n: usize) -> String {
    let (level, rest) = (n % 20, n / 20);
    let (field, rest) = (rest % 25, rest / 25);
    let job = rest % 20;
    let more = rest / 20;
    let tail = if more == 0 { String::new() } else { format!(" {}", more + 1) };
    format!("{} {} {}{tail}", LEVELS[level], FIELDS[field], JOBS[job])
}

/// Name of skill `n`; distinct below 300.
#[must_use]
pub fn skill_name(n: usize) -> String {
    format!("{} {}", WORDS[n % 60], ["planning", "analysis", "control", "design", "care"][n / 60 % 5])
}

/// Name of tool `n`; distinct below 200.
#[must_use]
pub fn tool_name(n: usize) -> String {
    format!("{}{}", FIELDS[n % 25], ["Kit", "Base", "Flow", "Hub", "Desk", "Works", "Lab", "Gate"][n / 25 % 8])
}

fn sentence(random: &mut Random, out: &mut String) {
    for at in 0..12 {
        let word = WORDS[random.below(WORDS.len())];
        if at == 0 {
            out.push_str(&word[..1].to_uppercase());
            out.push_str(&word[1..]);
        } else {
            let _ = write!(out, " {word}");
        }
    }
    out.push('.');
}

fn paragraph(random: &mut Random, indent: &str, sentences: usize, out: &mut String) {
    for _ in 0..sentences {
        out.push_str(indent);
        sentence(random, out);
        out.push('\n');
    }
}

fn some(random: &mut Random, count: usize, of: usize, name: fn(usize) -> String) -> Vec<String> {
    let mut picked: Vec<usize> = Vec::new();
    while picked.len() < count {
        let n = random.below(of);
        if !picked.contains(&n) {
            picked.push(n);
        }
    }
    picked.into_iter().map(name).collect()
}

/// The file of role `n` among `roles`.
#[must_use]
pub fn role_text(n: usize, roles: usize) -> String {
    let mut random = Random(n as u64 * 7919 + 1);
    let random = &mut random;
    let name = role_name(n);
    let skills = some(random, 6, 300, skill_name);
    let tools = some(random, 7, 200, tool_name);
    let mut others: Vec<usize> = Vec::new();
    while others.len() < 6.min(roles - 1) {
        let other = random.below(roles);
        if other != n && !others.contains(&other) {
            others.push(other);
        }
    }
    let mut out = format!("name: {name}\nsummary: ");
    sentence(random, &mut out);
    let _ = write!(out, "\nskills: [{}]\ntools:\n", skills.join(", "));
    for tool in &tools {
        let _ = writeln!(out, "  - {tool}");
    }
    out.push_str("\nwhy: |\n");
    paragraph(random, "  ", 4, &mut out);
    let _ =
        writeln!(out, "  See the [handbook](https://example.org/{n}) and [[{}]].\nalternatives:", role_name(others[0]));
    for other in &others {
        let _ = write!(out, "  - role: {}\n    tagline: ", role_name(*other));
        sentence(random, &mut out);
        out.push_str("\n    about: |\n");
        paragraph(random, "      ", 2, &mut out);
        out.push_str("    best_for:\n");
        for _ in 0..2 {
            out.push_str("      - ");
            sentence(random, &mut out);
            out.push('\n');
        }
    }
    let _ = write!(
        out,
        "comparison:\n  rows:\n    - role: {name}\n      Primary Focus: {}\n      Key Skills: {}\n      Common Tools/Technologies: {}\n      Typical Deliverables: {}\n",
        WORDS[random.below(60)],
        skills[..4].join(", "),
        tools[..4].join("/"),
        WORDS[random.below(60)],
    );
    for other in &others {
        let _ = writeln!(out, "    - role: {}", role_name(*other));
    }
    out.push_str("how_to_pick:\n  intro: |\n");
    paragraph(random, "    ", 2, &mut out);
    out.push_str("  options:\n");
    for other in &others {
        out.push_str("    - if: ");
        sentence(random, &mut out);
        let _ = write!(out, "\n      role: {}\n      then: ", role_name(*other));
        sentence(random, &mut out);
        out.push('\n');
    }
    out.push_str("  outro: |\n");
    paragraph(random, "    ", 2, &mut out);
    out
}

/// The files of a workspace: paths with texts.
#[must_use]
pub fn workspace(roles: usize) -> Vec<(String, String)> {
    let mut files = vec![
        (
            "content/skills.yaml".to_owned(),
            (0..300).map(|n| format!("- name: {}\n  avoid: [{}-{n}]\n", skill_name(n), skill_name(n))).collect(),
        ),
        ("content/tools.yaml".to_owned(), (0..200).map(|n| format!("- name: {}\n", tool_name(n))).collect()),
    ];
    for n in 0..roles {
        let name = role_name(n).to_lowercase().replace(' ', "-");
        files.push((format!("content/roles/{}/{name}.yaml", n % 100), role_text(n, roles)));
    }
    files
}

/// Writes files below a folder.
///
/// # Panics
/// When the disk does not take them.
pub fn write(root: &Path, files: &[(String, String)]) {
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
}
