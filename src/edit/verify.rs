//! [`keeps_values`] and [`says_names`]: the proof that edits change what they mean to and nothing else.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::document::Document;
use crate::content::collapse;
use crate::syntax::{Kind, NodeRef, Tree};
use crate::text::{Span, TextEdit};

/// A scalar or an alias of a file.
struct Leaf<'t> {
    node: NodeRef<'t>,
    /// A hash of the way from the root: of each key where it stands in the text after the edits, and of each list. (What a
    /// key says is compared for itself.)
    path: u64,
}

fn step(path: u64, key: Option<i64>) -> u64 {
    let mut hasher = FxHasher::default();
    (path, key).hash(&mut hasher);
    hasher.finish()
}

/// All scalars and aliases that are not empty, keys included, sorted by span. `moved` gives the offset of a place in the
/// text after the edits.
fn leaves<'t>(tree: &'t Tree, moved: &dyn Fn(u32) -> i64) -> Vec<Leaf<'t>> {
    let mut found = Vec::new();
    let mut open: Vec<Leaf<'_>> =
        tree.root().map(|root| tree.written(root.id())).map(|node| Leaf { node, path: 0 }).into_iter().collect();
    while let Some(Leaf { node, path }) = open.pop() {
        match node.kind() {
            Kind::Mapping => open.extend(node.written_entries().flat_map(|(key, value)| {
                let inside = step(path, Some(moved(key.span().start)));
                [Leaf { node: key, path: step(path, None) }, Leaf { node: value, path: inside }]
            })),
            Kind::Sequence => open.extend(node.written_items().map(|node| Leaf { node, path: step(path, None) })),
            _ if node.span().is_empty() => {}
            _ => found.push(Leaf { node, path }),
        }
    }
    found.sort_by_key(|leaf| leaf.node.span());
    found
}

/// Where each place stands after edits, which are sorted by span; places within one stay where it begins.
struct Shift<'e> {
    edits: &'e [TextEdit],
    /// By edit, how many bytes it and those before it add.
    added: Vec<i64>,
}

impl<'e> Shift<'e> {
    fn of(edits: &'e [TextEdit]) -> Self {
        let mut sum = 0;
        let added = edits.iter().map(|edit| {
            sum += edit.text.len() as i64 - i64::from(edit.span.len());
            sum
        });
        Self { edits, added: added.collect() }
    }

    /// How many edits end at a place or before it.
    fn passed(&self, at: u32) -> usize {
        self.edits.partition_point(|edit| edit.span.end <= at)
    }

    fn place(&self, at: u32) -> i64 {
        let before = self.passed(at).checked_sub(1).and_then(|last| self.added.get(last));
        i64::from(at) + before.copied().unwrap_or_default()
    }
}

/// Whether edits leave alone what they do not touch: each scalar that they neither change nor remove stands at its
/// shifted offset, under the same keys, with the same kind and value; and each that they change still stands there.
/// `edits` must be sorted by span; `after` is the text with them.
#[must_use]
pub fn keeps_values(before: &Document, edits: &[TextEdit], after: &Document) -> bool {
    let shift = Shift::of(edits);
    let new = leaves(&after.tree, &|at| i64::from(at));
    let says = |leaf: &Leaf<'_>, text: &str| match leaf.node.kind() {
        Kind::Alias => leaf.node.span().slice(text).to_owned(),
        _ => leaf.node.scalar_text().to_owned(),
    };
    let end = |file: &Document| Span::of(0, file.text.trim_end().len()).end;
    let (old_end, new_end) = (end(before), end(after));
    for leaf in leaves(&before.tree, &|at| shift.place(at)) {
        let span = leaf.node.span();
        let touching = edits[shift.passed(span.start)..].iter().take_while(|edit| edit.span.start < span.end);
        let mut is_changed = false;
        let mut is_gone = false;
        for edit in touching.filter(|edit| !edit.span.is_empty()) {
            is_changed |= span.contains(edit.span);
            is_gone |= edit.span.contains(span) && (edit.span != span || edit.text.is_empty());
        }
        if is_gone {
            continue;
        }
        let start = shift.place(span.start);
        let at = new.partition_point(|other| i64::from(other.node.span().start) < start);
        let stands = |other: &&Leaf<'_>| i64::from(other.node.span().start) == start && other.path == leaf.path;
        let Some(other) = new.get(at).filter(stands) else { return false };
        if is_changed {
            continue;
        }
        let (old, now) = (says(&leaf, &before.text), says(other, &after.text));
        // A file without a final line break takes one from the text at its end.
        let last = span.end >= old_end || other.node.span().end >= new_end;
        let same = old == now || last && old.trim_end_matches('\n') == now.trim_end_matches('\n');
        if !same || leaf.node.kind() != other.node.kind() {
            return false;
        }
    }
    true
}

/// Whether each scalar that is a name as a whole is the text of its new name afterwards. `names` has what is written in the
/// place of names, as plain text; `edits` are all edits, sorted by span, and `after` is the text with them.
#[must_use]
pub fn says_names(before: &Document, edits: &[TextEdit], names: &[TextEdit], after: &Document) -> bool {
    let shift = Shift::of(edits);
    names.iter().all(|name| {
        let path = before.tree.path_at(name.span.start);
        let whole = path.last().map(|id| before.tree.written(*id)).filter(|node| node.inner_span() == name.span);
        let Some(node) = whole.filter(|node| !matches!(node.kind(), Kind::Mapping | Kind::Sequence | Kind::Alias))
        else {
            return true;
        };
        let Ok(start) = u32::try_from(shift.place(node.span().start)) else { return false };
        let path = after.tree.path_at(start);
        let now = path.last().map(|id| after.tree.written(*id));
        now.is_some_and(|now| now.kind() == Kind::String && collapse(now.scalar_text()) == collapse(&name.text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::apply;

    #[track_caller]
    fn check(text: &str, edits: &[(usize, usize, &str)], expected: bool) {
        let edits: Vec<TextEdit> =
            edits.iter().map(|(from, to, text)| TextEdit::new(Span::of(*from, *to), *text)).collect();
        let after = apply(text, &edits).expect("edits fit");
        let after = Document::parse("a.yaml", after);
        assert_eq!(
            keeps_values(&Document::parse("a.yaml", text.to_owned()), &edits, &after),
            expected,
            "{}",
            after.text
        );
    }

    #[test]
    fn what_edits_leave_alone() {
        // A name changes, an item goes, a key joins.
        check("a: x\nb: [c, d]\n", &[(3, 4, "'y: z'"), (10, 13, ""), (14, 14, "\ne: f")], true);
        check("- a: >\n    x\n- b: 1\n", &[(12, 12, "\n  c: d")], true);
        // A text that becomes the last one loses its line break to the end of the file.
        check("a: |\n  x\nb: y", &[(8, 13, "")], true);
        // Swallowed by a text that is plain or folded.
        check("a: x\nb: y\n", &[(4, 4, "\n  - z")], false);
        check("- a: >\n    x\n  b: y\n", &[(13, 13, "    z\n")], false);
        // A key gets another name: what stands under it stays.
        check("a:\n  b: x\n", &[(0, 1, "c d")], true);
        check("{a: {b: x}}\n", &[(1, 2, "'c: d'")], true);
        // Under another key, as another kind, gone.
        check("a:\n  b: x\n", &[(0, 2, "a:\n  c: 1\nd:")], false);
        check("a: x\nb: y\n", &[(3, 3, "&a ")], true);
        check("a: x\nb: y\n", &[(4, 4, " # ")], true);
        check("a: x\nb: y\n", &[(5, 5, "# ")], false);
        check("a: 12\n", &[(5, 5, "e")], false);
        check("a: &b x\nc: *b\n", &[(7, 7, "y")], false);
    }

    #[test]
    fn what_names_say_afterwards() {
        let check = |text: &str, written: &str, name: &str, expected: bool| {
            let span = Span::of(3, 4);
            let (edits, names) = ([TextEdit::new(span, written)], [TextEdit::new(span, name)]);
            let after = Document::parse("a.yaml", apply(text, &edits).expect("the edit fits"));
            let before = Document::parse("a.yaml", text.to_owned());
            assert_eq!(says_names(&before, &edits, &names, &after), expected, "{text:?} with {written:?}");
        };
        check("a: x\n", "'y: z'", "y: z", true);
        check("a: x\n", "y z", "y  z", true);
        check("a: x\n", "12", "12", false);
        check("a: x\n", "y #z", "y #z", false);
        // A part of a text.
        check("a: x w\n", "12", "12", true);
    }
}
