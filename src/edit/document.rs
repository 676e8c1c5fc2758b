//! [`Document`]: a file with its text and tree, which features read and edits are computed for.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use crate::syntax::{Format, Kind, NodeId, NodeRef, SyntaxError, Tree, parse_as};
use crate::text::{Span, TextEdit};
use crate::workspace::Sources;

/// A file that was read and parsed. All places are byte offsets in its text.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file, relative to the workspace.
    pub path: Arc<str>,
    /// All of its text.
    pub text: String,
    /// The text as a tree; what a syntax error hides is missing.
    pub tree: Tree,
    /// Its syntax errors.
    pub errors: Vec<SyntaxError>,
    /// Whether removals leave comments where they stand, instead of refusing.
    keep_comments: bool,
}

/// An LRU cache of parsed files. Findings come file by file and ask for the same few again and again.
pub(crate) struct Documents<'s> {
    sources: &'s dyn Sources,
    recent: RefCell<Vec<Rc<Document>>>,
}

/// Capacity of the cache, in files.
const RECENT: usize = 8;

impl<'s> Documents<'s> {
    pub fn new(sources: &'s dyn Sources) -> Self {
        Self { sources, recent: RefCell::default() }
    }

    pub fn exists(&self, path: &str) -> bool {
        self.sources.exists(path)
    }

    /// Whether a file at a path would be read.
    pub fn is_content(&self, path: &str) -> bool {
        self.sources.refusal(path).is_none()
    }

    /// A file as it is now; `None` if it cannot be read.
    pub fn get(&self, path: &str) -> Option<Rc<Document>> {
        let mut recent = self.recent.borrow_mut();
        if let Some(at) = recent.iter().position(|known| *known.path == *path) {
            recent[at..].rotate_left(1);
        } else {
            let document = Document::parse(path, self.sources.read(path).ok()?);
            if recent.len() == RECENT {
                recent.remove(0);
            }
            recent.push(Rc::new(document));
        }
        recent.last().cloned()
    }
}

impl Document {
    /// Parses a file by its path, which tells the format, and all of its text.
    #[must_use]
    pub fn parse(path: impl Into<Arc<str>>, text: String) -> Self {
        let path = path.into();
        let (tree, errors) = parse_as(Format::of(&path), &text);
        Self { path, text, tree, errors, keep_comments: false }
    }

    /// The same, for removals that leave comments where they stand instead of refusing.
    #[must_use]
    pub fn keeping_comments(self) -> Self {
        Self { keep_comments: true, ..self }
    }

    /// Whether it can be read without a syntax error.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.errors.is_empty()
    }

    /// The file's first line break; `\n` if it has none.
    pub(crate) fn line_end(&self) -> &'static str {
        match self.text.find(['\n', '\r']) {
            Some(at) if self.text[at..].starts_with("\r\n") => "\r\n",
            Some(at) if self.text[at..].starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    /// The scalar that contains the start of a span.
    pub(crate) fn scalar_at(&self, span: Span) -> Option<NodeRef<'_>> {
        let path = self.tree.path_at(span.start);
        let node = self.tree.written(*path.last()?);
        // Where a page has no keys, its body begins where these would.
        let body = self.tree.body().filter(|body| node.span().is_empty() && body.span().contains(span));
        let node = body.unwrap_or(node);
        (!matches!(node.kind(), Kind::Mapping | Kind::Sequence | Kind::Alias)).then_some(node)
    }

    /// The innermost node that contains `at`, with its ancestors; outermost first.
    pub(crate) fn path_at(&self, at: u32) -> Vec<NodeId> {
        self.tree.path_at(at)
    }

    /// Whether `at` lies in a flow collection.
    pub(crate) fn in_brackets(&self, at: u32) -> bool {
        let is_flow = |id: &NodeId| {
            let node = self.tree.written(*id);
            matches!(node.kind(), Kind::Mapping | Kind::Sequence)
                && self.text[node.span().start as usize..].starts_with(['[', '{'])
        };
        self.path_at(at).iter().any(is_flow)
    }

    /// Whether a comment overlaps a span.
    pub(crate) fn has_comment(&self, span: Span) -> bool {
        self.tree.comments.iter().any(|c| c.span.start < span.end && span.start < c.span.end)
    }

    /// The edit that removes a span. `None` where an anchor would go with it, or a comment. Where comments are kept, those in
    /// whole lines stay, each on a line of its own; what they say to the checker about the lines that go, goes.
    pub(crate) fn removal(&self, span: Span) -> Option<TextEdit> {
        if self.tree.properties_within(span) {
            return None;
        }
        if !self.has_comment(span) {
            return Some(TextEdit::new(span, ""));
        }
        let at_start = |at: u32| self.line_start(at) == at;
        let is_end = span.end as usize == self.text.len();
        // At the end of a file the line break before goes along, instead of the one behind.
        let breaks = is_end && !at_start(span.start) && span.slice(&self.text).starts_with(['\n', '\r']);
        if !self.keep_comments || !(at_start(span.start) || breaks) || !(at_start(span.end) || is_end) {
            return None;
        }
        let first = span.slice(&self.text).trim_start_matches(['\n', '\r']);
        let indent = &first[..first.len() - first.trim_start_matches(' ').len()];
        let mut text = String::new();
        for comment in self.tree.comments.iter().filter(|c| span.start <= c.span.start && c.span.start < span.end) {
            let words = comment.span.slice(&self.text).trim_end();
            if words.trim_start_matches('#').trim_start().starts_with("sidestep:") {
                continue;
            }
            let (before, behind) = if breaks { (self.line_end(), "") } else { ("", self.line_end()) };
            text.push_str(&format!("{before}{indent}{words}{behind}"));
        }
        Some(TextEdit::new(span, text))
    }

    /// What separates an entry in brackets from another one behind it: a comma, and a line break where this one has its
    /// lines to itself, so that the other has its own too.
    pub(crate) fn comma(&self, entry: Span) -> String {
        let before = Span::new(self.line_start(entry.start), entry.start).slice(&self.text);
        let behind = self.text[entry.end as usize..].lines().next().unwrap_or_default();
        let alone = before.trim().is_empty() && behind.trim().trim_start_matches(',').is_empty();
        if alone { format!(",{}{before}", self.line_end()) } else { ", ".to_owned() }
    }

    /// Whether any node has an anchor or a tag: moving text may break what refers to it.
    pub(crate) fn has_anchors(&self) -> bool {
        self.tree.has_properties()
    }

    /// Start of the line that contains `at`, behind a byte order mark.
    pub(crate) fn line_start(&self, at: u32) -> u32 {
        let before = &self.text[..at as usize];
        let start = before.rfind(['\n', '\r']).map_or(0, |i| i + 1);
        let bom = if start == 0 && self.text.starts_with('\u{feff}') { 3 } else { 0 };
        Span::of(start + bom, start + bom).start
    }

    /// Start of the line after the one that contains `at`; the end of the text after the last line.
    pub(crate) fn next_line(&self, at: u32) -> u32 {
        let rest = &self.text[at as usize..];
        let end = rest.find(['\n', '\r']).map_or(rest.len(), |i| i + if rest[i..].starts_with("\r\n") { 2 } else { 1 });
        at + Span::of(end, end).start
    }
}
