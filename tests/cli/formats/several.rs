//! Several reports in one run, the summary of a step, and reports of a check that could not run.

use serde_json::Value;

use super::mistakes;
use crate::support::{BAD, Folder, OTHER, command};

#[test]
fn several_reports_in_one_run() {
    let folder = mistakes();
    let arguments = ["check", "--format", "sarif=out.sarif", "--format", "junit=out.xml", "--format", "human=out.txt"];
    let ran = folder.run(&[&arguments[..], &["--color", "always", "--format", "concise"]].concat());
    ran.is(1);
    assert_eq!(ran.out, folder.run(&["check", "--format", "concise"]).out, "what is printed is what was asked for");
    assert_eq!(folder.read("out.sarif"), folder.run(&["check", "--format", "sarif"]).out);
    assert_eq!(folder.read("out.xml"), folder.run(&["check", "--format", "junit"]).out);
    assert_eq!(folder.read("out.txt"), folder.run(&["check"]).out, "a file has no colours");
    // Without a format of its own, what is printed is for people.
    let ran = folder.run(&["check", "--format", "gitlab=gl.json"]);
    assert_eq!(ran.is(1).out, folder.run(&["check"]).out);
    let ran = folder.run_in("content", &["check", "--format", "gitlab=gl.json"]);
    ran.is(1);
    assert_eq!(
        folder.read("content/gl.json"),
        folder.read("gl.json"),
        "paths begin at the repository, wherever one is"
    );
    // In place of what a run before left.
    folder.run(&["check", "--only", "cell-drift", "--format", "gitlab=gl.json"]).is(0);
    assert_eq!(serde_json::from_str::<Value>(&folder.read("gl.json")).unwrap().as_array().unwrap().len(), 1);
}

#[test]
fn reports_that_cannot_be_written() {
    let folder = mistakes();
    folder.run(&["check", "--format", "json", "--format", "sarif"]).is(2).err_has("two reports would be printed");
    let two = ["check", "--format", "json=a", "--format", "sarif=a"];
    folder.run(&two).is(2).err_has("two reports would be written to a");
    folder.run(&["check", "--format", "sarif="]).is(2).err_has("names no file after \"=\"");
    folder.run(&["check", "--format", "srif=a"]).is(2).err_has("similar value exists: 'sarif'");
    let ran = folder.run(&["check", "--format", "sarif=nowhere/a"]);
    ran.is(2).err_has("nowhere/a cannot be written: there is no folder nowhere");
    assert_eq!(
        ran.out.matches("by --fix").count() + ran.out.matches("errors,").count(),
        1,
        "printed once: {}",
        ran.out
    );
    folder.run(&["check", "--diff", "--format", "sarif=a"]).is(2).err_has("no other format");
    folder.run(&["check", "--statistics", "--format", "sarif"]).is(1).err_has("has no place for --statistics");
    #[cfg(unix)]
    {
        let elsewhere = Folder::clean();
        std::os::unix::fs::symlink(elsewhere.path("x"), folder.path("out")).unwrap();
        folder.run(&["check", "--format", "sarif=out"]).is(2).err_has("a link leads out of the repository");
        assert!(!elsewhere.path("x").exists());
    }
}

/// Whatever stops a check, who asked for a report gets one, with the reason.
#[test]
fn reports_of_a_check_that_could_not_run() {
    let folder = Folder::new(&[]);
    let run = |format: &str, more: &[&str]| {
        let ran = folder.run(&[&["check", "--format", format], more].concat());
        ran.is(2);
        ran.out
    };
    let json = |format: &str, more: &[&str]| serde_json::from_str::<Value>(&run(format, more)).unwrap();
    for (more, why) in [(&[][..], "there is no role file in "), (&["--bogus"], "--bogus")] {
        let sarif = json("sarif", more);
        let invocation = &sarif["runs"][0]["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false);
        assert!(invocation["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap().contains(why));
        let gitlab = json("gitlab", more);
        assert_eq!(gitlab[0]["severity"], "blocker");
        assert!(gitlab[0]["description"].as_str().unwrap().contains(why));
        assert!(json("rdjson", more)["diagnostics"][0]["message"].as_str().unwrap().contains(why));
        let junit = run("junit", more);
        assert!(
            junit.contains("errors=\"1\"")
                && junit.contains("<error type=\"sidestep\" message=\"")
                && junit.contains(why)
        );
        assert!(run("markdown", more).starts_with("### Sidestep could not check\n"));
    }
    folder.run(&["check", "--format", "human=why.txt"]).is(2);
    assert!(folder.read("why.txt").starts_with("error: there is no role file in "));
    // Settings that stop it are findings.
    folder.write("sidestep.yaml", "roles: [\n");
    let sarif = json("sarif", &[]);
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "syntax");
}

/// Runs a check in GitHub Actions; gives what stands in the step's summary.
fn summarised(folder: &Folder, before: &str, arguments: &[&str]) -> String {
    folder.write("summary.md", before);
    let output =
        command(&folder.root(), arguments).env("GITHUB_STEP_SUMMARY", folder.path("summary.md")).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    folder.read("summary.md")
}

#[test]
fn the_summary_of_a_step_has_the_whole_report() {
    let folder = mistakes();
    let summary = summarised(&folder, "# Before\n\n", &["check", "--format", "github"]);
    let markdown = folder.run(&["check", "--format", "markdown"]).out;
    assert_eq!(summary, format!("# Before\n\n{markdown}"));
    assert_eq!(summarised(&folder, "", &["check"]), "", "only for its own format");
    assert_eq!(summarised(&folder, "", &["check", "--format", "github=log.txt"]), markdown);
    let folder = Folder::new(&[]);
    assert!(summarised_failure(&folder).contains("there is no role file in"));
}

fn summarised_failure(folder: &Folder) -> String {
    let path = folder.path("summary.md");
    command(&folder.root(), &["check", "--format", "github"]).env("GITHUB_STEP_SUMMARY", &path).output().unwrap();
    folder.read("summary.md")
}

#[test]
fn a_summary_that_is_too_long_is_cut_errors_first() {
    let folder = Folder::clean();
    let links: String = (0..6000).map(|i| format!("  See <http://example.org/{i}>.\n")).collect();
    folder.write("content/roles/a.yaml", format!("name: A\nsummary: Builds.\nwhy: |\n{links}"));
    folder.write(OTHER.0, BAD);
    let summary = summarised(&folder, "# Before\n", &["check", "--format", "github"]);
    assert!((1_000_000..1 << 20).contains(&summary.len()), "{}", summary.len());
    let rows: Vec<&str> = summary.lines().filter(|line| line.starts_with("| ") && line.contains("<code>")).collect();
    assert!(rows[0].contains("unknown-role") && rows[1].contains("insecure-link"), "{}", rows[0]);
    let told: usize = summary.lines().last().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    assert!(rows.len() > 3000 && summary.ends_with("more findings; `--format json` has them all.\n"), "{told}");
    assert_eq!(
        told + rows.len(),
        folder.run(&["check", "--format", "json"]).json()["summary"]["warning"].as_u64().unwrap() as usize + 1
    );
    // No room at all.
    assert_eq!(summarised(&folder, &"x".repeat(1 << 20), &["check", "--format", "github"]).len(), 1 << 20);
    // A comment is shorter.
    let comment = folder.run(&["check", "--format", "markdown"]).out;
    assert!((60_000..65_536).contains(&comment.len()), "{}", comment.len());
}
