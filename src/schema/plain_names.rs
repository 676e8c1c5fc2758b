//! Lists of plain names where keys are expected.

use jsonschema::error::ValidationErrorKind as Refusal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::compile::Schema;
use super::finding::{SchemaFinding, SchemaFix};
use super::place::Found;
use crate::syntax::{Kind, NodeId};
use crate::text::{Span, TextEdit, span::offset};

impl Schema {
    /// Reports lists of plain names where keys are expected: one finding for each list, at its first. Returns the names.
    pub(super) fn plain_names(&self, all: &[Found<'_>], findings: &mut Vec<SchemaFinding>) -> FxHashSet<NodeId> {
        let mut names = FxHashSet::default();
        // The position of each list's finding.
        let mut lists: FxHashMap<NodeId, usize> = FxHashMap::default();
        for one in all {
            let place = &one.place;
            let is_plain = matches!(one.error.kind(), Refusal::Type { .. }) && place.node.kind() == Kind::String;
            let Some(list) = place.list.filter(|_| is_plain && !place.node.is_blank()) else { continue };
            let Some((key, _)) = self.shape(place).and_then(|shape| self.shapes.plain_key(shape)) else { continue };
            if !names.insert(place.node.id()) {
                continue;
            }
            let text = place.node.scalar_text();
            // `role:Name`, which only lacks its space.
            let glued = text.trim().strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
            let at = *lists.entry(list.id()).or_insert_with(|| {
                let owner = place.path.iter().rev().find_map(|step| *step);
                let entry = owner.map_or_else(|| "an entry".to_owned(), |list| format!("an entry of \"{list}\""));
                let (message, help, title) = if glued {
                    let message = "a key needs a space after its \":\"".to_owned();
                    (message, format!("write \"{key}: \""), "Write a space after the \":\"".to_owned())
                } else {
                    let message = format!("{entry} must be keys with values, not a name alone");
                    let help = format!("write \"{key}: \" before each name, as in \"- {key}: {}\"", text.trim());
                    (message, help, format!("Write \"{key}:\" before each name"))
                };
                let fix = SchemaFix::new(title, Vec::new());
                let plain = SchemaFinding::new(place.node.inner_span(), message, Some(help));
                findings.push(SchemaFinding { fix: Some(fix), ..plain });
                findings.len() - 1
            });
            // A text of several lines would have to be indented.
            let is_one_line = place.node.inner_span().len() as usize == text.len();
            if let Some(fix) = &mut findings[at].fix
                && is_one_line
            {
                let (start, colon) = (place.node.span().start, offset(key.len() + 1));
                fix.edits.push(match glued {
                    true => TextEdit::new(Span::empty(start + colon), " "),
                    false => TextEdit::new(Span::empty(start), format!("{key}: ")),
                });
            }
        }
        names
    }
}
