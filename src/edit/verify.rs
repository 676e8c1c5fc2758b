//! [`keeps_values`]: the proof that edits change nothing but what they touch.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::labels::TextFile;
use crate::syntax::{Kind, NodeRef, Tree};
use crate::text::{Span, TextEdit};

/// A scalar or an alias of a file.
struct Leaf<'t> {
    node: NodeRef<'t>,
    /// A hash of the keys and sequences on the way from the root.
    path: u64,
}

fn step(path: u64, key: Option<&str>) -> u64 {
    let mut hasher = FxHasher::default();
    (path, key).hash(&mut hasher);
    hasher.finish()
}

/// All scalars and aliases that are not empty, keys included, sorted by span.
fn leaves(tree: &Tree) -> Vec<Leaf<'_>> {
    let mut found = Vec::new();
    let mut open: Vec<Leaf<'_>> =
        tree.root().map(|root| tree.written(root.id())).map(|node| Leaf { node, path: 0 }).into_iter().collect();
    while let Some(Leaf { node, path }) = open.pop() {
        match node.kind() {
            Kind::Mapping => open.extend(node.written_entries().flat_map(|(key, value)| {
                let inside = step(path, Some(key.scalar_text()));
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

/// Whether edits leave alone what they do not touch: each scalar that they neither change nor remove stands at its
/// shifted offset, under the same keys, with the same kind and value; and each that they change still stands there.
/// `edits` must be sorted by span; `after` is the text with them.
#[must_use]
pub fn keeps_values(before: &TextFile<'_>, edits: &[TextEdit], after: &TextFile<'_>) -> bool {
    let new = leaves(after.tree());
    let says = |leaf: &Leaf<'_>, text: &str| match leaf.node.kind() {
        Kind::Alias => leaf.node.span().slice(text).to_owned(),
        _ => leaf.node.scalar_text().to_owned(),
    };
    let end = |file: &TextFile<'_>| Span::of(0, file.text().trim_end().len()).end;
    let (old_end, new_end) = (end(before), end(after));
    // The number of edits before a scalar, and by how many bytes they shift it.
    let (mut passed, mut moved) = (0, 0i64);
    for leaf in leaves(before.tree()) {
        let span = leaf.node.span();
        while let Some(edit) = edits.get(passed).filter(|edit| edit.span.end <= span.start) {
            moved += edit.text.len() as i64 - i64::from(edit.span.len());
            passed += 1;
        }
        let touching = edits[passed..].iter().take_while(|edit| edit.span.start < span.end);
        let mut is_changed = false;
        let mut is_gone = false;
        for edit in touching.filter(|edit| !edit.span.is_empty()) {
            is_changed |= span.contains(edit.span);
            is_gone |= edit.span.contains(span) && (edit.span != span || edit.text.is_empty());
        }
        if is_gone {
            continue;
        }
        let start = i64::from(span.start) + moved;
        let at = new.partition_point(|other| i64::from(other.node.span().start) < start);
        let stands = |other: &&Leaf<'_>| i64::from(other.node.span().start) == start && other.path == leaf.path;
        let Some(other) = new.get(at).filter(stands) else { return false };
        if is_changed {
            continue;
        }
        let (old, now) = (says(&leaf, before.text()), says(other, after.text()));
        // A file without a final line break takes one from the text at its end.
        let last = span.end >= old_end || other.node.span().end >= new_end;
        let same = old == now || last && old.trim_end_matches('\n') == now.trim_end_matches('\n');
        if !same || leaf.node.kind() != other.node.kind() {
            return false;
        }
    }
    true
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
        let after = TextFile::new("a.yaml", after);
        assert_eq!(
            keeps_values(&TextFile::new("a.yaml", text.to_owned()), &edits, &after),
            expected,
            "{}",
            after.text()
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
        // Under another key, as another kind, gone.
        check("a:\n  b: x\n", &[(0, 2, "a:\n  c: 1\nd:")], false);
        check("a: x\nb: y\n", &[(3, 3, "&a ")], true);
        check("a: x\nb: y\n", &[(4, 4, " # ")], true);
        check("a: x\nb: y\n", &[(5, 5, "# ")], false);
        check("a: 12\n", &[(5, 5, "e")], false);
        check("a: &b x\nc: *b\n", &[(7, 7, "y")], false);
    }
}
