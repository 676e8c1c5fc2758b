//! An internal error costs one answer, not the session.

use serde_json::{Value, json};

use crate::client::{Client, push_abilities};
use crate::files::two_roles;

#[test]
fn requests_that_fail_are_answered_and_others_go_on() {
    let folder = two_roles();
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let ids: Vec<i64> = (0..300).map(|_| client.send("sidestep/debug/fail", Value::Null)).collect();
    for id in ids {
        assert_eq!(client.wait_for(id)["error"]["code"], -32603);
    }
    assert_eq!(client.request("sidestep/status", Value::Null)["workspaces"][0]["files"], 2);
    let logged = client.take_all("window/logMessage");
    assert_eq!(logged.len(), 300);
    client.finish();
}

#[test]
fn a_change_that_fails_leaves_a_state_that_is_right() {
    let folder = two_roles();
    let web = folder.of("content/roles/web-engineer.yaml");
    let text = folder.read("content/roles/web-engineer.yaml").replace("role: Data Engineer", "role: Dta Engineer");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.open(&web, &text);
    client.settle();
    let before = client.published.clone();
    assert!(!before.is_empty());
    client.notify("sidestep/debug/failToChange", json!({}));
    client.settle();
    assert_eq!(client.published, before);
    client.change(&web, 2, &folder.read("content/roles/web-engineer.yaml"));
    client.settle();
    assert!(client.codes().values().flatten().all(|code| code == "orphan-role"), "{:?}", client.codes());
    client.take_all("window/logMessage");
    client.finish();
}
