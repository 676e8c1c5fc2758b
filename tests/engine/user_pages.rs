//! The examples in the pages for authors are true: exactly what the carets mark is reported.

use sidestep::workspace::Severity;

use crate::fixture::{Mark, parse};

#[test]
fn examples_for_authors() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for page in ["writing.md", "own-schemas.md", "own-content.md"] {
        let text = std::fs::read_to_string(docs.join(page)).unwrap().replace("\r\n", "\n");
        let examples: Vec<&str> =
            text.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
        assert!(!examples.is_empty(), "{page}");
        for example in examples {
            let (files, expected) = parse(example);
            let found = files.check();
            let shown = found.iter().filter(|d| d.severity > Severity::Hint);
            let mut got: Vec<Mark> = shown.map(|d| files.mark(d)).collect();
            got.sort();
            assert_eq!(got, expected, "{page}:\n{example}\n{found:#?}");
        }
    }
}
