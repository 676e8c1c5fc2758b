//! Term lists in a workspace.

use crate::fixture::check;

#[test]
fn white_space_around_a_slash_does_not_count() {
    check(
        "
#- content/skills.yaml
- name: CI/CD
  avoid: [CI/CI]
- name: Sea / Land
#- content/tools.yaml
- name: Go
#- content/roles/a.yaml
name: A
summary: s
skills: [CI/CD, Sea / Land]
comparison:
  rows:
    - role: A
      Primary Focus: x
      Key Skills: CI / CD (daily), Sea / Land, CI /CI, CI / XX
#                                              ^^^^^^ discouraged-name
#                                                      ^^^^^^^ unknown-skill
      Common Tools/Technologies: Go
      Typical Deliverables: x
"
        .trim_start(),
    );
}
