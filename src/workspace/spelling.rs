//! Slugs as spellings of roles.

use std::borrow::Cow;

use crate::content::{FileFacts, SlugStyle, is_slug};

/// The slug in the name of the file that a role with a name would have; of a file's name its stem.
pub(super) fn slug_of_file(name: &str, slugs: SlugStyle) -> Option<String> {
    match name.rsplit_once('.') {
        Some((path, "yaml" | "yml")) => {
            Some(path.rsplit('/').next().unwrap_or(path)).filter(|stem| is_slug(stem)).map(str::to_owned)
        }
        _ => slugs.slug(name),
    }
}

/// The slug of the role that a file defines as `name`, which may be a name that it had when it last parsed.
pub(crate) fn role_slug<'f>(facts: &'f FileFacts, name: &str, slugs: SlugStyle) -> Option<Cow<'f, str>> {
    if let Some(role) = &facts.role {
        let is_own = facts.definitions.first().is_some_and(|own| *own.name().name == *name);
        // A slug of the wrong form is refused by the schema and counts as none.
        if is_own || role.slug.as_ref().is_some_and(|slug| is_slug(&slug.name)) {
            return role.own_slug.as_deref().map(Cow::Borrowed);
        }
    }
    slugs.slug(name).map(Cow::Owned)
}
