//! Schemas drive features: no key is asked for by its name, but where the form of pages, vocabularies and settings is read.

/// The files that know the form of something, and of what.
const KNOW_A_FORM: [(&str, &str); 29] = [
    ("content/foreign.rs", "vocabularies: where the list of one in another form seems to stand"),
    ("content/layout.rs", "pages: where their lists stand"),
    ("content/lower.rs", "roles and vocabularies: slug, toolkit, url, summary"),
    ("content/page.rs", "pages: alternatives, rows, options"),
    ("content/rule_codes.rs", "settings: rules"),
    ("content/things.rs", "roles: whose page it is where the name is missing"),
    ("edit/labels.rs", "roles: redirect_from"),
    ("edit/page.rs", "pages: entries, rows, options"),
    ("edit/vocabulary.rs", "vocabularies: entries"),
    ("fix/create.rs", "vocabularies: where a new entry belongs"),
    ("ide/change/duplicate.rs", "roles: what a copy leaves blank"),
    ("ide/change/page.rs", "pages: entries, rows, options"),
    ("ide/columns.rs", "settings: columns"),
    ("ide/completion/columns.rs", "pages: columns and cells"),
    ("ide/completion/docs.rs", "roles and vocabularies: summary, url"),
    ("ide/completion/names.rs", "pages: which roles are listed already"),
    ("ide/definition.rs", "settings: paths and columns"),
    ("ide/hover/key.rs", "pages: what a row takes from elsewhere"),
    ("ide/hover/role.rs", "roles: summary"),
    ("ide/hover/rule.rs", "settings: rules"),
    ("ide/hover/term.rs", "vocabularies: summary, url"),
    ("ide/inlay.rs", "pages: ranks and inherited cells"),
    ("ide/links.rs", "settings: paths"),
    ("ide/page/model.rs", "pages: what is rendered"),
    ("ide/page/preview.rs", "pages: what is rendered"),
    ("ide/skeleton.rs", "pages: what a new one begins with"),
    ("ide/symbols.rs", "pages: outline"),
    ("ide/tokens.rs", "settings: columns"),
    ("workspace/read_config.rs", "settings"),
];

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
            if line.trim_start().starts_with("//") || !asks(line) {
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
