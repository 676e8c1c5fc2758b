//! How many files an edit touches: the hard gate on what a keystroke costs.

use std::collections::BTreeSet;

use sidestep::rules::concerned;
use sidestep::workspace::{Change, FileId, LiveWorkspace};

use crate::corpus;
use crate::fixture::Files;

const ROLES: usize = 600;

struct World {
    files: Files,
    workspace: LiveWorkspace,
}

impl World {
    /// Roles of the corpus; fifty of them mention role 5 in their prose.
    fn new() -> Self {
        let mut files = Files(corpus::workspace(ROLES).into_iter().collect());
        for n in 100..150 {
            let text = files.0.get_mut(&path(n)).unwrap();
            *text = text.replacen("  See the", &format!("  Like [[{}]]. See the", corpus::role_name(5)), 1);
        }
        let workspace = files.workspace().live();
        Self { files, workspace }
    }

    /// Edits a file; gives the paths of the files affected.
    fn edit(&mut self, path: &str, edit: impl Fn(&str) -> String) -> BTreeSet<String> {
        let text = self.files.0.get_mut(path).unwrap();
        let edited = edit(text);
        assert_ne!(*text, edited, "the edit changes something");
        text.clone_from(&edited);
        let changes = vec![Change::Set { path: path.to_owned(), text: edited }];
        let touched = self.workspace.apply(changes, &self.files);
        concerned(&self.workspace, &touched)
            .into_iter()
            .map(|id: FileId| self.workspace.file(id).path.to_string())
            .collect()
    }

    /// The files that hold a text.
    fn holding(&self, text: &str) -> BTreeSet<String> {
        self.files.0.iter().filter(|(_, t)| t.contains(text)).map(|(path, _)| path.clone()).collect()
    }
}

fn path(role: usize) -> String {
    let name = corpus::role_name(role).to_lowercase().replace(' ', "-");
    format!("content/roles/{}/{name}.yaml", role % 100)
}

#[test]
fn an_edit_affects_what_it_touches() {
    let mut world = World::new();
    let alone = |affected: BTreeSet<String>, path: &str| {
        assert_eq!(affected.into_iter().collect::<Vec<_>>(), [path]);
    };

    let role = path(7);
    alone(world.edit(&role, |text| text.replacen(".\n", ", more.\n", 2)), &role);
    alone(world.edit(&role, |text| text.replacen("why: |\n", "why: |\n  More.\n\n", 1)), &role);
    alone(world.edit(&role, |text| format!("# a comment\n{text}")), &role);
    alone(world.edit(&role, |text| text.replacen("      role: ", "      role: Quite Unknown ", 1)), &role);
    alone(world.edit(&role, |text| text.replacen("Technologies: ", "Technologies: Unknown, ", 1)), &role);

    let skills = "content/skills.yaml";
    alone(world.edit(skills, |text| format!("{text}- name: quite new\n")), skills);
    alone(world.edit(skills, |text| format!("- name: newer still\n{text}")), skills);

    // A name: those who use it. Others are touched only where an unknown name is near.
    let name = corpus::role_name(5);
    let users = world.holding(&name);
    assert!((50..100).contains(&users.len()), "{}", users.len());
    let affected = world.edit(&path(5), |text| text.replacen(&format!("name: {name}\n"), "name: Another One\n", 1));
    assert_eq!(affected, users);
    let affected = world.edit(&path(5), |text| text.replacen("name: Another One\n", &format!("name: {name}\n"), 1));
    assert_eq!(affected, users);

    // What others show of it: whether its own row has a cell.
    let affected = world.edit(&path(5), |text| text.replacen("Primary Focus: ", "Primary Focu: ", 1));
    assert_eq!(affected, users);
}

#[test]
fn a_file_that_points_nowhere_is_left_alone_when_places_move() {
    let mut world = World::new();
    let name = corpus::role_name(5);
    // One file writes the name in another letter case: its finding points at the name.
    let pointing = path(9);
    world
        .edit(&pointing, |text| text.replacen("  See the", &format!("  Like [[{}]]. See the", name.to_lowercase()), 1));
    let affected = world.edit(&path(5), |text| format!("# a comment\n{text}"));
    assert_eq!(affected, BTreeSet::from([path(5), pointing]));
}
