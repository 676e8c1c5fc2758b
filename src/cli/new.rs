//! `sidestep new`

use super::arguments::NewOptions;
use super::change::{Place, complete, named, no_kind, only_place};
use super::print::Lines;
use super::{Exit, Failure};
use crate::content::collapse;
use crate::edit::{Edit, in_file};
use crate::fix::Fixer;

pub(super) fn run(options: &NewOptions) -> Result<Exit, Failure> {
    let NewOptions { like, change, .. } = options;
    let (kind, name) = options.parts();
    if kind != "role" {
        return term(kind, name, options);
    }
    let (place, like) = match like {
        Some(like) => {
            let (place, def) = named(Some("role"), like)?;
            (place, Some(def))
        }
        None => (only_place()?, None),
    };
    let near = like.map(|def| place.workspace.file(def.file).path.clone());
    let planned = place.view().new_role(name, near.as_deref()).map_err(Failure::refused)?;
    let text = match like {
        Some(like) => {
            let yaml = place.view().skeleton(&collapse(name), like).map_err(Failure::refused)?;
            in_file(&planned.path, yaml)
        }
        None => planned.text,
    };
    let shown = format!("{}{}", place.shown, planned.path);
    let what = format!("create {}", planned.path);
    let changed = complete(&place, &what, &[Edit::Create { path: planned.path, text }], *change)?;
    let done = if change.dry_run { "Would create" } else { "Created" };
    let mut text = Lines::default();
    text.push(&format!("{done} {shown}; fill in what is left as \"…\""));
    changed.say(&text, *change)?;
    Ok(Exit::Clean)
}

/// A new term, in the vocabulary of its kind.
fn term(kind: &str, name: &str, options: &NewOptions) -> Result<Exit, Failure> {
    let change = options.change;
    if options.like.is_some() {
        return Err(Failure::new("--like is for a role: it takes over a role's skills, tools and alternatives"));
    }
    let place: Place = only_place()?;
    let config = place.workspace.config();
    let id = config.kind(kind).ok_or_else(|| no_kind(kind, config.kinds.iter().map(String::as_str)))?;
    let name = collapse(name);
    if name.is_empty() {
        return Err(Failure::refusal(format!("a {kind} needs a name")));
    }
    if let Some(known) = place.workspace.resolve(id, &name) {
        let path = &place.workspace.file(known.def.file).path;
        let (known, shown) = (place.workspace.name_of(known.def), &place.shown);
        let message = if *known == *name {
            format!("there is a {kind} \"{name}\" already, in {shown}{path}")
        } else {
            format!("\"{name}\" means the {kind} \"{known}\" already, in {shown}{path}")
        };
        return Err(Failure::refusal(message));
    }
    let added = Fixer::new(&place.workspace, &place.snapshot).add_term(id, &name);
    let (path, edit) = added.ok_or_else(|| {
        Failure::refusal(format!("there is no vocabulary of kind \"{kind}\" to which it could be added")).help(format!(
            "say under \"vocabularies:\" in sidestep.yaml which file has the {kind}s, and write its first"
        ))
    })?;
    let shown = format!("{}{path}", place.shown);
    let changed = complete(&place, &format!("add {kind} \"{name}\""), &[Edit::Text { path, edit }], change)?;
    let done = if change.dry_run { "Would add" } else { "Added" };
    let mut text = Lines::default();
    text.push(&format!("{done} \"{name}\" to {shown}"));
    changed.say(&text, change)?;
    Ok(Exit::Clean)
}
