//! [`Format`]: how a file is written.

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// YAML, or JSON, which is read as YAML.
    Yaml,
    /// Markdown with YAML front matter.
    Markdown,
    /// The same with JavaScript in it.
    Mdx,
}

impl Format {
    /// The format of a file, by its extension.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        if extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown") {
            Self::Markdown
        } else if extension.eq_ignore_ascii_case("mdx") {
            Self::Mdx
        } else {
            Self::Yaml
        }
    }
}
