//! Schemas drive features: no key is asked for by its name, but where the form of vocabularies and settings is read. The keys
//! of pages stand in `content/layout.rs` and nowhere else.

/// The files that know the form of something, and of what.
const KNOW_A_FORM: [(&str, &str); 17] = [
    ("content/foreign.rs", "vocabularies: where the list of one in another form seems to stand"),
    ("content/lower.rs", "roles and vocabularies: slug, toolkit, url, summary"),
    ("content/rule_codes.rs", "settings: rules"),
    ("edit/labels.rs", "roles: redirect_from"),
    ("edit/vocabulary.rs", "vocabularies: entries"),
    ("fix/create.rs", "vocabularies: where a new entry belongs"),
    ("ide/change/duplicate.rs", "roles: what a copy leaves blank"),
    ("ide/columns.rs", "settings: columns"),
    ("ide/completion/docs.rs", "roles and vocabularies: summary, url"),
    ("ide/definition.rs", "settings: paths and columns"),
    ("ide/hover/role.rs", "roles: summary"),
    ("ide/hover/rule.rs", "settings: rules"),
    ("ide/hover/term.rs", "vocabularies: summary, url"),
    ("ide/links.rs", "settings: paths"),
    ("ide/page/model.rs", "pages: what is rendered"),
    ("ide/tokens.rs", "settings: columns"),
    ("workspace/read_config.rs", "settings"),
];

/// The keys that make a page what it is, as they stand in quotes.
const OF_PAGES: [&str; 5] = ["alternatives", "comparison", "how_to_pick", "rows", "options"];
/// The file that has them, and those that have such words for other things.
const HAVE_THE_WORDS: [&str; 2] = ["content/layout.rs", "workspace/reads.rs"];

/// Questions for a key by its name outside these files, and files that ask none and are named all the same.
pub fn breaches(sources: &[(String, String)]) -> Vec<String> {
    let mut broken = Vec::new();
    let mut asking = Vec::new();
    for (path, text) in sources {
        let layer = path.split('/').next().unwrap_or_default();
        if !["content", "workspace", "edit", "rules", "fix", "ide"].contains(&layer)
            || path == "workspace/collections.rs"
        {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in (1..).zip(code.lines()) {
            if line.trim_start().starts_with("//") {
                continue;
            }
            let is_of_page = OF_PAGES.iter().any(|key| line.contains(&format!("\"{key}\"")));
            if is_of_page && !HAVE_THE_WORDS.contains(&path.as_str()) {
                broken.push(format!("src/{path}:{number}: a key of pages in quotes: {}", line.trim()));
            }
            if !asks(line) {
                continue;
            }
            if KNOW_A_FORM.iter().any(|(file, _)| file == path) {
                asking.push(path.as_str());
            } else {
                broken.push(format!("src/{path}:{number}: a key by its name: {}", line.trim()));
            }
        }
    }
    if sources.len() > 1 {
        let idle = KNOW_A_FORM.iter().filter(|(file, _)| !asking.contains(file));
        broken.extend(idle.map(|(file, _)| format!("src/{file} asks for no key: take it from the list")));
    }
    broken
}

/// Whether a line asks for a key that it names.
fn asks(line: &str) -> bool {
    let named = |start: &str| {
        line.match_indices(start).any(|(at, _)| {
            let word = line[at + start.len()..].split('"').next().unwrap_or_default();
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        })
    };
    [".get(\"", ".entry(\"", "scalar_text() == \""].into_iter().any(named)
}
