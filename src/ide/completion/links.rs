//! Targets of Markdown links in prose: `[text](…`, of pages of the toolkit and of files of the workspace.

use super::CompletionKind;
use super::names::{self, Wish};
use super::offer::{Offers, Rank, part_item, unescaped};
use super::pages::{self, Spelling};
use super::prose_place::LinkPlace;
use super::rank::Query;
use crate::content::{FileKind, KindId};
use crate::text::Span;
use crate::workspace::path_index::relative;
use crate::workspace::{DefId, role_slug};

/// How many files are looked at for vocabularies.
const MOST_FILES: usize = 2_000;

/// Offers the page of each role whose name fits, behind those its file, and last vocabularies.
pub(super) fn offer(offers: &mut Offers<'_>, place: &LinkPlace) {
    let text = &offers.file.text;
    let typed = unescaped(Span::new(place.target.start, place.token.at).slice(text), place.token.quoting);
    let Some(last) = typed.trim_matches('/').rsplit('/').next().filter(|_| !typed.contains(':')) else { return };
    let own = DefId::role(offers.file.id);
    let wish = Wish { never: offers.file.role().is_some().then_some(own), ..Wish::default() };
    let words = last.trim_start_matches('.').replace('-', " ");
    let words = words.split('.').next().unwrap_or_default();
    for found in names::find(offers, KindId::ROLE, words, &wish) {
        let Some(def) = found.def().filter(|_| !found.hidden) else { continue };
        let entry = offers.workspace().file(def.file);
        if entry.kind != FileKind::Role {
            continue;
        }
        let own = entry.facts.role.as_ref().and_then(|role| role.toolkit.as_deref());
        let by_slug = || {
            Some(offers.workspace().config().toolkit(&role_slug(
                &entry.facts,
                &found.name,
                offers.workspace().config().slugs,
            )?))
        };
        let page = own.map(str::to_owned).or_else(by_slug);
        let file = match offers.workspace().config().links {
            Some(_) => Spelling::of(offers.file).target(offers.file, &entry.path),
            None => relative(&offers.file.entry.path, &entry.path),
        };
        for (target, later) in page.map(|page| (page, 0)).into_iter().chain([(file, 1)]) {
            if target.contains(['(', ')', ' ']) || target == typed {
                continue;
            }
            let made = part_item(text, &place.token, place.target, CompletionKind::Value, &target, &target);
            if let Some(mut made) = made {
                made.detail = Some(found.name.to_string());
                let mut rank = found.rank.clone();
                rank.late += later * 4;
                offers.add(rank, made);
            }
        }
    }
    vocabularies(offers, place, &typed, words);
    pages::offer(offers, place, &typed, words);
}

/// Offers the vocabularies that are found by their files' names or by their kinds.
fn vocabularies(offers: &mut Offers<'_>, place: &LinkPlace, typed: &str, words: &str) {
    let (workspace, query) = (offers.workspace(), Query::new(words));
    for (_, entry) in workspace.files().take(MOST_FILES) {
        let FileKind::Vocabulary(kind) = entry.kind else { continue };
        let kind = workspace.config().kinds.get(kind.index()).map_or("", String::as_str);
        let name = entry.path.rsplit('/').next().unwrap_or_default().replace('-', " ");
        let stem = name.split('.').next().unwrap_or_default();
        let Some(fit) = query.fit(stem).into_iter().chain(query.fit(kind)).min() else { continue };
        let target = relative(&offers.file.entry.path, &entry.path);
        if target.contains(['(', ')', ' ']) || target == typed {
            continue;
        }
        let made = part_item(&offers.file.text, &place.token, place.target, CompletionKind::Value, &target, &target);
        if let Some(mut made) = made {
            made.detail = Some(format!("{kind} names"));
            offers.add(Rank { late: 5, fit, group: 0, place: 0 }, made);
        }
    }
}
