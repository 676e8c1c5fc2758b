//! What derives from the declarations of rules: their list, and their codes in the schema of the settings.

use sidestep::rules::RULES;

/// How the list of rules begins.
pub const LIST: &str = "pub static RULES: &[&Rule] = &[\n";

/// The file with the list of rules: in the order that it has, new ones at the end, none that is gone.
pub fn registry(text: &str, names: &[&str]) -> String {
    let (before, rest) = text.split_once(LIST).unwrap();
    let (list, after) = rest.split_once("];").unwrap();
    let line = |name: &str| format!("    &super::{name}::RULE,\n");
    let known = list.split_inclusive('\n').filter(|known| names.iter().any(|name| line(name) == **known));
    let new = names.iter().map(|name| line(name)).filter(|line| !list.contains(line.as_str()));
    let list: String = known.map(str::to_owned).chain(new).collect();
    format!("{before}{LIST}{list}];{after}")
}

/// The schema of the settings with a severity for each code.
pub fn settings(text: &str) -> String {
    let head = "\n    \"rules\": {\n";
    let start = text.find(head).unwrap();
    let open = "      \"properties\": {\n";
    let start = start + text[start..].find(open).unwrap() + open.len();
    let end = start + text[start..].find("\n      }").unwrap();
    let codes = RULES.iter().flat_map(|rule| match rule.code {
        "unknown-<kind>" => ["skill", "tool"]
            .map(|kind| (format!("unknown-{kind}"), format!("a {kind} that no vocabulary knows")))
            .to_vec(),
        code => {
            let mut letters = rule.summary().chars();
            let first = letters.next().unwrap().to_lowercase();
            vec![(code.to_owned(), first.chain(letters).collect())]
        }
    });
    let entry = |(code, what): (String, String)| {
        let says = serde_json::to_string(&format!("Reports {what}.")).unwrap();
        let words = ["off", "hint", "info", "warning", "error"].map(|word| format!("            \"{word}\""));
        format!(
            "        \"{code}\": {{\n          \"title\": \"{code}\",\n          \"description\": {says},\n          \"type\": \"string\",\n          \"enum\": [\n{}\n          ]\n        }}",
            words.join(",\n")
        )
    };
    format!("{}{}{}", &text[..start], codes.map(entry).collect::<Vec<_>>().join(",\n"), &text[end..])
}
