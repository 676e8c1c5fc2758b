//! `sidestep init --collections`: what is proposed for files that are there.

use crate::support::Folder;

/// Roles by file, skills in files of groups, and a catalogue of what is foreseen (collections.md, section 6, A).
const STUDIO: [(&str, &str); 5] = [
    (
        "roles/glass-blower.yaml",
        "title: Glass Blower\nsummary: |\n  Blows what the cutter cuts.\nlevels:\n  - name: first\n    skills:\n      - skill: gathering\n",
    ),
    (
        "roles/cutter.yaml",
        "title: Cutter\nsummary: Cuts.\nlevels:\n  - name: first\n    skills:\n      - { skill: wheel-work }\n      - { skill: gathering }\n",
    ),
    ("skills/hot.yaml", "skills:\n  - id: gathering\n    name: Gathering\n  - id: annealing\n    name: Annealing\n"),
    ("skills/cold.yaml", "skills:\n  - id: wheel-work\n    name: Wheel work\n"),
    (
        "catalogue.yaml",
        "families:\n  - name: Studio\n    roles:\n      - { id: cutter, title: Cutter }\n      - { id: engraver, title: Engraver }\n",
    ),
];

fn proposed(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(files);
    folder.run(&["init", "--collections"]).is(0).out_has("Wrote a proposal:\n  ./sidestep.yaml\n");
    folder.run(&["check"]).is(0);
    folder
}

#[track_caller]
fn refers(folder: &Folder, name: &str, expected: &[&str]) {
    let ran = folder.run(&["refs", name]);
    let places: Vec<String> = ran.is(0).out.lines().map(|line| line.to_owned()).collect();
    for place in expected {
        assert!(places.iter().any(|line| line.starts_with(place)), "no {place} in {places:#?}");
    }
}

#[test]
fn roles_by_file_with_skills_and_a_catalogue() {
    let folder = proposed(&STUDIO);
    assert_eq!(folder.found(&[]), [""; 0]);
    refers(
        &folder,
        "gathering",
        &["skills/hot.yaml:2:9: definition, id", "roles/cutter.yaml:7:18", "roles/glass-blower.yaml:7:16"],
    );
    refers(&folder, "Wheel work", &["skills/cold.yaml:3:11: definition, name", "roles/cutter.yaml:6:18"]);
    refers(&folder, "cutter", &["roles/cutter.yaml:1:1: definition, id", "catalogue.yaml:4:15: definition, planned"]);
    refers(&folder, "engraver", &["catalogue.yaml:5:15: definition, planned", "catalogue.yaml:5:32: definition, name"]);
    // What goes wrong from now on is found.
    folder.write(
        "roles/cutter.yaml",
        "title: Cutter\nsummary: Cuts.\nlevels: [{ name: first, skills: [{ skill: wheelwork }] }]\n",
    );
    assert_eq!(folder.found(&[]), ["roles/cutter.yaml:unknown-skill"]);
    folder.write("roles/cutter.yaml", "title: Cutter\nlevels: []\n");
    assert_eq!(folder.found(&[]), ["roles/cutter.yaml:schema"]);
}

#[test]
fn a_map_keyed_by_ids() {
    let teams = "hot:\n  title: Hot shop\n  next: cold; store\ncold:\n  title: Cold shop\n  uses:\n    Blowpipe: 2\n    Jacks: 1\nstore:\n  title: Store\n";
    let folder = proposed(&[("data/teams.yaml", teams), ("data/tools.yaml", "- name: Blowpipe\n- name: Jacks\n")]);
    assert_eq!(folder.found(&[]), [""; 0]);
    refers(&folder, "cold", &["data/teams.yaml:4:1: definition, id", "data/teams.yaml:3:9: field"]);
    refers(&folder, "Jacks", &["data/teams.yaml:8:5", "data/tools.yaml:2:9: definition, name"]);
}

#[test]
fn a_handbook() {
    let folder = proposed(&[
        ("README.md", "# The studio\n\nBegin with [the furnace](hot/furnace.md).\n"),
        ("hot/furnace.md", "---\ntitle: The furnace\n---\nBack to [the start](../README.md).\n"),
    ]);
    assert_eq!(folder.found(&[]), [""; 0]);
    assert!(folder.read("sidestep.yaml").contains("page: { files: [\"**/*.md\"], schema: \"sidestep:page\" }"));
    refers(&folder, "hot/furnace", &["hot/furnace.md:1:1: definition, id", "hot/furnace.md:2:8: definition, name"]);
    folder.write("README.md", "# The studio\n\n[gone](hot/furnaces.md)\n");
    assert_eq!(folder.found(&[]), ["README.md:broken-link"]);
}

#[test]
fn front_matter_with_display_names() {
    let folder = proposed(&[
        ("_projects/vase.md", "---\ntitle: A vase\ntechnologies: [Mould blowing, Cutting]\n---\nTall.\n"),
        ("_projects/bowl.md", "---\ntitle: A bowl\ntechnologies:\n  - Slumped glass\n---\nFlat.\n"),
        (
            "_data/technologies.yml",
            "technologies:\n  - display_name: Mould blowing\n  - display_name: Cutting\n  - display_name: Slumping\n    aliases: [Slumped glass]\n",
        ),
    ]);
    assert_eq!(folder.found(&[]), [""; 0]);
    refers(&folder, "Slumping", &["_data/technologies.yml:5:15: definition, alias", "_projects/bowl.md:4:5"]);
}

/// Where things are called by their names, what looks like an id is none.
#[test]
fn references_by_name() {
    let folder = proposed(&[
        ("crew/a.yaml", "name: Furnace Hand\nknows: [Annealing]\nhelps: Master Blower\n"),
        ("crew/b.yaml", "name: Master Blower\nknows: [Gathering, Annealing]\n"),
        ("skills.json", "[{ \"id\": 1, \"name\": \"Annealing\" }, { \"id\": 2, \"name\": \"Gathering\" }]\n"),
    ]);
    assert_eq!(folder.found(&[]), [""; 0]);
    refers(&folder, "Annealing", &["skills.json:1:22: definition, name", "crew/b.yaml:2:20"]);
    refers(&folder, "Master Blower", &["crew/b.yaml:1:7: definition, name", "crew/a.yaml:3:8"]);
}

#[test]
fn role_pages_in_sidesteps_own_form() {
    let page = |name: &str, other: &str| {
        format!(
            "name: {name}\nsummary: Works.\nwhy: Why not.\nalternatives: [{{ role: {other}, tagline: Else., about: Else. }}]\ncomparison: {{ rows: [{{ role: {name}, Heat: \"1\" }}, {{ role: {other} }}] }}\nhow_to_pick: {{ options: [{{ if: you like it, role: {other}, then: Go. }}] }}\n"
        )
    };
    let (a, b) = (page("Blower", "Cutter"), page("Cutter", "Blower"));
    let folder = proposed(&[("jobs/blower.yaml", &a), ("jobs/cutter.yaml", &b)]);
    assert_eq!(folder.found(&[]), [""; 0]);
    let settings = folder.read("sidestep.yaml");
    assert!(settings.contains("schema: \"sidestep:role\"") && settings.contains("- { name: \"Heat\" }"), "{settings}");
}

#[test]
fn never_over_existing_files_and_the_same_each_time() {
    let folder = Folder::new(&STUDIO);
    folder.write("sidestep.yaml", "{}\n");
    folder.run(&["init", "--collections"]).is(2).err_has("sidestep.yaml exists already; nothing was written");
    assert!(!folder.path("schema").exists());
    // A schema that is there stays, and the proposal goes beside it.
    let folder = Folder::new(&STUDIO);
    folder.write("schema/role.json", "{ \"type\": \"object\", \"properties\": {} }\n");
    folder.run(&["init", "--collections"]).is(0).out_has("  ./sidestep-schema/role.json\n");
    assert_eq!(folder.read("schema/role.json"), "{ \"type\": \"object\", \"properties\": {} }\n");
    folder.run(&["check"]).is(0);
    let other = Folder::new(&STUDIO);
    other.run(&["init", "--collections", "."]).is(0);
    let first = proposed(&STUDIO);
    for file in ["sidestep.yaml", "schema/role.json", "schema/skill.json", "schema/catalogue.json"] {
        assert_eq!(other.read(file), first.read(file));
    }
    for files in [&[][..], &[("a.yaml", "x: 1\n")], &[("broken.yaml", "a: [\n"), ("odd.json", "{\"\": {}}")]] {
        let folder = Folder::new(files);
        folder.run(&["init", "--collections"]).is(2);
        assert!(!folder.path("sidestep.yaml").exists());
    }
}

/// Files of tools, schemas and strange ones are no content, and keys may be anything.
#[test]
fn strange_files() {
    let deep = "[".repeat(3000);
    let wide: String = (0..3000).map(|n| format!("key{n}: {{ a: {n} }}\n")).collect();
    let files = [
        (
            "package.json",
            "{ \"name\": \"x\", \"dependencies\": { \"a\": { \"id\": \"1\" }, \"b\": { \"id\": \"2\" } } }",
        ),
        ("deep.yaml", &deep),
        ("wide.yaml", &wide),
        ("roles/a[b].yaml", "title: A\n"),
        ("roles/a.yaml", "title: A\n\"*/ \\n {{x}} \\\"\": {id: 1}\nnull: ~\n? [a, b]\n: c\n"),
        ("roles/b.yaml", "title: B\nfollows: a.yaml\n"),
        (
            "s/x.json",
            "{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"properties\": { \"id\": {} } }",
        ),
    ];
    let folder = Folder::new(&files);
    folder.run(&["init", "--collections"]).is(0);
    let ran = folder.run(&["check", "--format", "json"]);
    let report = ran.json();
    let settings = report["diagnostics"].as_array().unwrap().iter().filter(|d| d["code"] == "config").count();
    assert_eq!(settings, 0, "{}\n{}", ran.out, folder.read("sidestep.yaml"));
    assert!(!folder.read("sidestep.yaml").contains("package.json"));
}

/// A rule as collections of them hold thousands, in folders of folders.
fn rule(number: usize) -> String {
    format!(
        "title: Glow {number}\nid: 0000-{number}\nstatus: test\ndescription: Glows.\nauthor: Ada\nlevel: low\ntags:\n  - glow\n"
    )
}

#[test]
fn folders_of_one_sort_of_files_are_one_collection() {
    let paths = ["glows/blue/deep/a.yml", "glows/blue/deep/b.yml", "glows/red/c.yml", "glows/red/warm/d.yml"];
    let rules: Vec<(&str, String)> = paths.iter().enumerate().map(|(at, path)| (*path, rule(at))).collect();
    let mut files: Vec<(&str, &str)> = rules.iter().map(|(path, text)| (*path, text.as_str())).collect();
    files.push(("glows/red/odd.yml", "title: [\n"));
    // Of another sort, though they have an id and a name.
    files.push(("data/kilns/one.yaml", "id: one\nname: One\nheat: 3\n"));
    files.push(("data/shops/one.yaml", "id: one\nname: One\nkiln: one\n"));
    let folder = proposed(&files);
    assert_eq!(folder.found(&[]), [""; 0]);
    let settings = folder.read("sidestep.yaml");
    let files =
        |label: &str| settings.lines().find(|line| line.starts_with(&format!("  {label}:"))).unwrap_or_default();
    let glows = "files: [\"glows/blue/**/*.yml\", \"glows/red/c.yml\", \"glows/red/warm/**/*.yml\"]";
    assert!(files("glow").contains(glows), "{settings}");
    assert!(files("kiln").contains("data/kilns/*.yaml"), "{settings}");
    std::fs::remove_file(folder.path("glows/red/odd.yml")).unwrap();
    std::fs::remove_file(folder.path("sidestep.yaml")).unwrap();
    std::fs::remove_dir_all(folder.path("schema")).unwrap();
    folder.run(&["init", "--collections"]).is(0).out_has("glow: 4 files that look alike; each is a glow");
    assert!(folder.read("sidestep.yaml").contains("glow: { files: [\"glows/**/*.yml\"]"));
}

#[test]
fn files_of_one_name_in_many_folders_are_one_collection() {
    let piece = |name: &str| format!("title: {name}\nweight: 3\nmaker: ada\n");
    let (bowl, vase, jug) = (piece("Bowl"), piece("Vase"), piece("Jug"));
    let folder = proposed(&[
        ("shop/bowl/piece.yaml", &bowl),
        ("shop/bowl/log.json", "{ \"heat\": [1, 2] }\n"),
        ("shop/old/vase/piece.yaml", &vase),
        ("shop/jug/piece.yaml", &jug),
        ("shop/jug/log.json", "{ \"cool\": [1, 2] }\n"),
    ]);
    assert_eq!(folder.found(&[]), [""; 0]);
    let settings = folder.read("sidestep.yaml");
    assert!(settings.contains("  piece: { files: [\"shop/**/piece.yaml\"]"), "{settings}");
    refers(&folder, "Jug", &["shop/jug/piece.yaml:1:8: definition, name"]);
}

#[test]
fn maps_of_other_things_in_one_folder_are_other_collections() {
    let roles = "cutter:\n  title: Cutter\n  pay: 3\n  team: hot\nblower:\n  title: Blower\n  pay: 4\n  team: cold\n";
    let teams = "hot:\n  title: Hot shop\n  lead: blower\ncold:\n  title: Cold shop\n  lead: cutter\n";
    let folder = proposed(&[("data/roles.yaml", roles), ("data/teams.yaml", teams)]);
    assert_eq!(folder.found(&[]), [""; 0]);
    let settings = folder.read("sidestep.yaml");
    for part in ["  role: { files: [\"data/roles.yaml\"]", "  team: { files: [\"data/teams.yaml\"]"] {
        assert!(settings.contains(part), "{settings}");
    }
    refers(&folder, "hot", &["data/teams.yaml:1:1: definition, id", "data/roles.yaml:4:9"]);
    refers(&folder, "cutter", &["data/roles.yaml:1:1: definition, id", "data/teams.yaml:6:9"]);
}

/// More are not read by anybody; where many have as many files, the first ones are taken.
#[test]
fn of_many_collections_the_largest_are_proposed() {
    let mut files = Vec::new();
    for sort in 10..55 {
        for n in 0..2 {
            files.push((format!("c{sort}/t{sort}-{n}.yaml"), format!("title: T {sort} {n}\nkey{sort}: v{n}\n")));
        }
    }
    files.extend((0..3).map(|n| (format!("zoo/animal-{n}.yaml"), format!("title: Animal {n}\nlegs: {n}\n"))));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let settings = proposed(&files).read("sidestep.yaml");
    assert_eq!(settings.matches("files: [").count(), 40, "{settings}");
    assert!(settings.contains("zoo/*.yaml") && settings.contains("c48/*.yaml"), "{settings}");
}
