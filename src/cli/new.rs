//! `sidestep new`

use super::arguments::NewOptions;
use super::change::{complete, named, places};
use super::print::Lines;
use super::rename::say;
use super::{Exit, Failure};
use crate::content::collapse;
use crate::fix::Edit;
use crate::ide::new_role::new_role;
use crate::ide::skeleton::skeleton;

pub(super) fn run(options: &NewOptions) -> Result<Exit, Failure> {
    let NewOptions { name, like, change, .. } = options;
    let (place, like) = match like {
        Some(like) => {
            let (place, def) = named("role", like)?;
            (place, Some(def))
        }
        None => {
            let mut places = places()?;
            if places.len() > 1 {
                let folders: Vec<&str> = places.iter().map(|place| place.shown.trim_end_matches('/')).collect();
                return Err(Failure::new("there are several workspaces below this folder")
                    .help(format!("run the command in one of them: {}", folders.join(", "))));
            }
            let place = places.pop().ok_or_else(|| Failure::new("there is no workspace here"))?;
            (place, None)
        }
    };
    let near = like.map(|def| place.workspace.file(def.file).path.clone());
    let planned = new_role(place.view(), name, near.as_deref()).map_err(|refusal| Failure::refusal(refusal.why))?;
    let text = match like {
        Some(like) => skeleton(place.view(), &collapse(name), like).map_err(Failure::refusal)?,
        None => planned.text,
    };
    let shown = format!("{}{}", place.shown, planned.path);
    let what = format!("create {}", planned.path);
    complete(&place, &what, &[Edit::Create { path: planned.path, text }], *change)?;
    let done = if change.dry_run { "Would create" } else { "Created" };
    let mut text = Lines::default();
    text.push(&format!("{done} {shown}; fill in what is left as \"…\""));
    say(&text, change.dry_run)?;
    Ok(Exit::Clean)
}
