//! What things and collections are called, by the names of files, folders and keys.

/// The singular of the last word of a name, as a label: lower case letters, digits and hyphens. Empty where nothing is left.
pub(super) fn singular(name: &str) -> String {
    let label = label(name);
    let (head, last) = label.rsplit_once('-').map_or(("", label.as_str()), |(head, last)| (head, last));
    let stem = |end: &str| last.strip_suffix(end).filter(|stem| stem.len() > 1);
    let one = match last {
        _ if !last.is_ascii() || last.len() < 4 => last.to_owned(),
        "series" | "species" | "news" => last.to_owned(),
        _ if stem("ies").is_some() => format!("{}y", stem("ies").unwrap_or_default()),
        _ if ["sses", "shes", "ches", "xes", "zzes"].iter().any(|end| last.ends_with(end)) => {
            stem("es").unwrap_or(last).to_owned()
        }
        _ if ["ss", "us", "is"].iter().any(|end| last.ends_with(end)) => last.to_owned(),
        _ => stem("s").unwrap_or(last).to_owned(),
    };
    if head.is_empty() { one } else { format!("{head}-{one}") }
}

/// A name as a label; empty where it has no letter to begin with.
pub(super) fn label(name: &str) -> String {
    let mut label = String::new();
    let mut after_lower = false;
    for c in name.chars().take(60) {
        if c.is_ascii_uppercase() && after_lower {
            label.push('-');
        }
        after_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        if c.is_ascii_alphanumeric() {
            label.push(c.to_ascii_lowercase());
        } else if !label.ends_with('-') {
            label.push('-');
        }
    }
    label
        .trim_matches(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit())
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim_matches('-')
        .to_owned()
}

/// Whether a key speaks of a kind: `lead_role`, `skills`.
pub(super) fn speaks_of(key: &str, kind: &str) -> bool {
    let key = singular(key);
    key == kind || key.ends_with(&format!("-{kind}")) || label(kind).ends_with(&format!("-{key}"))
}

/// The name of a file without its folder and extension.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_the_singular() {
        let cases = [
            ("roles", "role"),
            ("technologies", "technology"),
            ("_projects", "project"),
            ("job-families", "job-family"),
            ("JobFamilies", "job-family"),
            ("classes", "class"),
            ("status", "status"),
            ("data", "data"),
            ("2024", ""),
            ("Été", "t"),
        ];
        for (name, one) in cases {
            assert_eq!(singular(name), one, "{name}");
        }
        assert!(speaks_of("lead_role", "role") && speaks_of("skills", "skill") && !speaks_of("level", "role"));
    }
}
