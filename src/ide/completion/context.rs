//! [`find`]: what is being written at a place.
//!
//! The line at the cursor is mostly unfinished, so that the file's own tree may not hold it. A marker word is inserted at the
//! cursor in each way in which the line can be meant (as a key, as a value, as a list item; open quotes and brackets closed),
//! and each text is parsed; the one with the fewest errors tells where the cursor stands. Where the file is too broken for
//! that, only the ancestors of the cursor's line by indentation are kept.

use super::body;
use super::comment_place;
use super::place::{Place, WORD, is_at_cursor};
use super::prose_place::{link, mention};
use super::token::{Before, Line, Quoting, Token};
use super::what::What;
use crate::content::markdown_code;
use crate::ide::FileView;
use crate::syntax::{Kind, NodeId, NodeRef, Style, Tree, parse};
use crate::text::Span;

/// The value that follows the marker where it is tried as a key.
const VALUE: &str = "x";
/// Largest file, in bytes, that is parsed whole for a completion; of a larger one the ancestor lines are.
const LARGE: usize = 256 << 10;

/// What is being written, and the file around it.
pub(super) struct Context {
    pub what: What,
    /// The tree with the marker in it.
    tree: Tree,
    /// The tree holds only the ancestors of the cursor's line.
    skeleton: bool,
    /// The cursor.
    at: u32,
}

impl Context {
    /// Whether a span of the file touches the cursor.
    pub fn is_near(&self, span: Span) -> bool {
        span.start <= self.at && self.at <= span.end
    }

    /// Whether nothing is typed yet and Enter may come next: true everywhere but behind a space that follows text.
    pub fn may_end_here(&self, text: &str) -> bool {
        let (What::Key(Place { token, .. }) | What::Value(Place { token, .. })) = &self.what else { return false };
        let line = Line::new(text, self.at);
        let before = line.before();
        // Behind a comma of a term list nothing is typed yet; behind a closing parenthesis no name can follow.
        let nothing = token.typed(text).trim().is_empty() || before.ends_with([',', '(', ')']);
        nothing && (before.trim_start().is_empty() || !before.ends_with([' ', '\t']))
    }

    /// The root of the file, as far as it can be read.
    pub fn root<'t>(&'t self, file: &'t FileView<'_>) -> Option<NodeRef<'t>> {
        if self.skeleton { file.tree.root() } else { self.tree.root() }
    }
}

/// Whether the cursor stands in code, in a scalar that holds Markdown.
fn is_in_code(node: NodeRef<'_>) -> bool {
    let text = node.scalar_text();
    text.find(WORD).is_some_and(|at| markdown_code(text).iter().any(|code| code.contains(&at)))
}

/// Finds out what is being written at a byte offset. `None` where nothing can be told.
pub(super) fn find(file: &FileView<'_>, at: u32) -> Option<Context> {
    let line = Line::new(&file.text, at);
    if let Some(what) = body::find(file, at) {
        return Some(Context { what: what?, tree: Tree::default(), skeleton: true, at });
    }
    if let Some(place) = comment_place::place(file, &line) {
        return Some(Context { what: What::Comment(place), tree: Tree::default(), skeleton: false, at });
    }
    // Within the indentation of a line nothing is being written.
    let indent = line.before().trim_matches([' ', '\t']).is_empty() && line.after().starts_with([' ', '\t']);
    if indent && !line.after().trim().is_empty() {
        return None;
    }
    let sound = file.facts().syntax.is_empty();
    let before = line.read();
    let large = file.text.len() > LARGE;
    let best = if large { None } else { best(line, &before) };
    if let Some(probe) = best.as_ref().filter(|p| p.is_clean()) {
        return context(file, line, probe, 0, false);
    }
    // A file that parses keeps parsing with what is offered.
    if sound && !large && best.as_ref().is_none_or(|p| p.errors > 0) {
        return None;
    }
    // As many errors as without the marker: the errors lie elsewhere.
    let known = file.facts().syntax.len();
    let good = |probe: &&Probe| probe.certain || probe.errors <= known;
    if let Some(probe) = best.as_ref().filter(good) {
        return context(file, line, probe, 0, false);
    }
    let (text, moved) = skeleton(line);
    let small = Line::new(&text, u32::try_from(line.at - moved).ok()?);
    match self::best(small, &before.moved(moved)).filter(Probe::is_clean) {
        Some(probe) => context(file, small, &probe, moved, true),
        None => context(file, line, best.as_ref()?, 0, false),
    }
}

impl Before {
    /// Moves the word `by` bytes towards the start: from the file to the shortened text.
    fn moved(&self, by: usize) -> Self {
        Self { word: self.word - by, ..self.clone() }
    }
}

/// A text with the marker, parsed.
struct Probe {
    tree: Tree,
    /// The insertions: byte offset in the original text, and length.
    added: Vec<(usize, usize)>,
    /// The path of nodes from the root to the marker.
    path: Vec<NodeId>,
    errors: usize,
    /// No repair of a syntax error touched the marker.
    certain: bool,
    /// A separator that is missing before the word: a space, or a dash.
    lead: &'static str,
    /// Where an open quote was closed, and with what.
    closed: Option<(usize, &'static str)>,
}

impl Probe {
    /// Everything parses.
    const fn is_clean(&self) -> bool {
        self.errors == 0
    }

    /// Maps a byte offset of the parsed text to the original one.
    fn back(&self, at: u32) -> usize {
        let mut at = at as usize;
        for (place, length) in &self.added {
            if at > *place {
                at -= (at - place).min(*length);
            }
        }
        at
    }
}

/// A way in which the line can be meant: the insertions, and the separator that is missing before the word.
struct Way {
    added: Vec<(usize, String)>,
    lead: &'static str,
    closed: Option<(usize, &'static str)>,
}

impl Way {
    /// The line is taken for a key.
    fn is_key(&self) -> bool {
        self.added.last().is_some_and(|(_, text)| text.ends_with(VALUE) && text.starts_with(':'))
    }
}

/// The ways in which the line can be meant, the likeliest first.
fn ways(line: Line<'_>, before: &Before) -> Vec<Way> {
    let at = line.at;
    let lead = if before.lacks_space { " " } else { "" };
    let here = (at, format!("{lead}{WORD}"));
    let plain = Way { added: vec![here.clone()], lead, closed: None };
    if before.bare {
        let end = line.word_end();
        let tail = &line.text[at..end];
        let has_colon = tail.contains(": ") || tail.ends_with(':');
        let key = Way { added: vec![here.clone(), (end, format!(": {VALUE}"))], lead, closed: None };
        let item = Way { added: vec![(before.word, "- ".to_owned()), here], lead: "- ", closed: None };
        return if has_colon { vec![plain, item] } else { vec![key, plain, item] };
    }
    let (place, text) = closers(line, before);
    if text.is_empty() {
        return vec![plain];
    }
    let closed = before.quote.map(|q| (place, if q == '"' { "\"" } else { "'" }));
    vec![plain, Way { added: vec![here, (place, text)], lead, closed }]
}

/// Tries the ways in which the line can be meant; the first of those that parse best.
fn best(line: Line<'_>, before: &Before) -> Option<Probe> {
    let mut best: Option<Probe> = None;
    for way in ways(line, before) {
        let Some(probe) = probe(line.text, line.at, &way) else { continue };
        if probe.is_clean() {
            return Some(probe);
        }
        if best.as_ref().is_none_or(|b| (!probe.certain, probe.errors) < (!b.certain, b.errors)) {
            best = Some(probe);
        }
    }
    best
}

/// The text that closes the quote and brackets open at the cursor, and the byte offset to insert it at.
fn closers(line: Line<'_>, before: &Before) -> (usize, String) {
    let after = line.after();
    let mut text = String::new();
    let flow = !before.brackets.is_empty();
    let mut place = line.word_end();
    if let Some(quote) = before.quote {
        if flow {
            place = line.at + after.find([',', ']', '}']).unwrap_or(place - line.at);
        }
        text.push(quote);
    }
    if !after.contains([']', '}']) {
        text.extend(before.brackets.iter().rev().map(|open| if *open == '[' { ']' } else { '}' }));
    }
    (place, text)
}

/// Parses a text with the marker. `None` where the tree does not hold it.
fn probe(text: &str, at: usize, way: &Way) -> Option<Probe> {
    let mut parsed = String::with_capacity(text.len() + 40);
    let (mut last, mut word) = (0, 0);
    for (place, added) in &way.added {
        parsed.push_str(&text[last..*place]);
        if *place == at && added.ends_with(WORD) {
            word = parsed.len() + added.len() - WORD.len();
        }
        parsed.push_str(added);
        last = *place;
    }
    parsed.push_str(&text[last..]);
    let (tree, errors) = parse(&parsed);
    let path = tree.path_at(u32::try_from(word + 1).ok()?);
    let node = tree.written(*path.last()?);
    if !is_at_cursor(node) {
        return None;
    }
    // Tried as a key, the marker must not swallow the lines below as its value.
    let parent = path.len().checked_sub(2).map(|at| tree.written(path[at]));
    let own = parent.and_then(|p| p.written_entries().find(|(key, _)| key.id() == node.id()));
    let swallows = own.is_some_and(|(_, value)| value.scalar_text() != VALUE && way.is_key());
    let errors = errors.len() + usize::from(swallows);
    let certain = !tree.is_uncertain(Span::of(word, word + WORD.len()));
    let added = way.added.iter().map(|(place, added)| (*place, added.len())).collect();
    Some(Probe { path, added, errors, certain, lead: way.lead, closed: way.closed, tree })
}

/// The cursor's line under its ancestors by indentation, and the number of bytes dropped before it.
fn skeleton(line: Line<'_>) -> (String, usize) {
    let width = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    let own = line.before();
    let mut limit = width(own);
    let mut in_list = own[limit..].starts_with("- ") || &own[limit..] == "-";
    let mut kept: Vec<String> = Vec::new();
    for above in line.text[..line.start].trim_start_matches('\u{feff}').lines().rev() {
        let indent = width(above);
        let body = &above[indent..];
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        let dashed = body.starts_with("- ");
        if indent > limit || indent == limit && (dashed || !in_list) {
            continue;
        }
        let mut content = indent;
        while let Some(inside) = above[content..].strip_prefix("- ") {
            content = above.len() - inside.trim_start_matches(' ').len();
        }
        let mut kept_line = above[..content].to_owned();
        let below = if in_list { content <= limit } else { content < limit };
        let key = above[content..].split_once(": ").or_else(|| above[content..].split_once(':'));
        if let Some((key, value)) = key.filter(|_| below) {
            let header = value.trim();
            kept_line = format!("{kept_line}{key}:");
            if header.starts_with(['|', '>']) && header.len() <= 3 {
                kept_line = format!("{kept_line} {header}");
            }
        }
        kept.push(kept_line);
        limit = indent;
        in_list = dashed;
        if limit == 0 && !in_list {
            break;
        }
    }
    kept.reverse();
    let mut text = String::new();
    for line in &kept {
        text.push_str(line);
        text.push('\n');
    }
    // Never negative: lines are only dropped.
    let moved = line.start - text.len().min(line.start);
    text.push_str(&line.text[line.start..line.end]);
    (text, moved)
}

/// Turns the marker's path into a context.
fn context(file: &FileView<'_>, line: Line<'_>, probe: &Probe, moved: usize, skeleton: bool) -> Option<Context> {
    let tree = &probe.tree;
    let mut steps: Vec<Option<String>> = Vec::new();
    let mut key_of = None;
    let mut flow = false;
    for pair in probe.path.windows(2) {
        let (parent, child) = (tree.written(pair[0]), pair[1]);
        flow |= parent.style() == Style::Flow;
        match parent.kind() {
            Kind::Mapping => {
                let (key, value) = parent.written_entries().find(|(k, v)| k.id() == child || v.id() == child)?;
                if value.id() == child {
                    steps.push(Some(key.scalar_text().to_owned()));
                } else {
                    key_of = Some(parent);
                }
            }
            Kind::Sequence => {
                steps.push(None);
            }
            _ => return None,
        }
    }
    let node = tree.written(*probe.path.last()?);
    let token = token(line, probe, node, flow)?.moved(moved);
    let mut place = Place { steps, token, has_colon: false, present: Vec::new(), alone: false, in_body: false };
    let what = if let Some(mapping) = key_of {
        let keys = mapping.written_entries().filter(|(k, _)| !is_at_cursor(*k));
        place.present = keys.map(|(k, _)| k.scalar_text().to_owned()).collect();
        place.alone = place.present.is_empty();
        // Behind "?" a key may end on another line than the cursor's, and the colon stand on the next.
        let after = &line.text[probe.back(node.span().end).min(line.text.len())..];
        place.has_colon = after.trim_start().starts_with(':');
        let alone = place.alone && !place.has_colon;
        match mention(file, &place).filter(|_| alone && !is_in_code(node)) {
            Some(mention) => What::Mention(mention),
            None => What::Key(place),
        }
    } else {
        let parent = probe.path.len().checked_sub(2).map(|at| tree.written(probe.path[at]));
        let list = parent.filter(|p| p.kind() == Kind::Sequence);
        let items = list.into_iter().flat_map(NodeRef::items).filter(|item| !is_at_cursor(*item));
        place.present = items.map(|item| item.scalar_text().to_owned()).collect();
        place.alone = node.scalar_text().trim() == WORD;
        let text = !is_in_code(node);
        match (mention(file, &place).filter(|_| text), link(file, &place).filter(|_| text)) {
            (Some(mention), _) => What::Mention(mention),
            (None, Some(link)) => What::Link(link),
            (None, None) => What::Value(place),
        }
    };
    Some(Context { what, tree: probe.tree.clone(), skeleton, at: u32::try_from(line.at + moved).ok()? })
}

/// The word at the cursor in the original text, without the marker.
fn token(line: Line<'_>, probe: &Probe, node: NodeRef<'_>, flow: bool) -> Option<Token> {
    let span = node.span();
    let (start, end) = (probe.back(span.start), probe.back(span.end));
    let several_lines = start < line.start || end > line.end;
    let inner = node.inner_span();
    let inside = (probe.back(inner.start), probe.back(inner.end));
    let (quoting, (mut start, mut end)) = match node.style() {
        Style::Single => (Quoting::Single, inside),
        Style::Double => (Quoting::Double, inside),
        Style::Literal | Style::Folded => (Quoting::Block, (start, end)),
        _ => (Quoting::Plain, (start, end)),
    };
    let mut close = "";
    if let Some((place, quote)) = probe.closed.filter(|_| matches!(quoting, Quoting::Single | Quoting::Double)) {
        (end, close) = (place, quote);
    } else if end > line.end {
        end = line.end;
    }
    if start < line.start {
        let indent = line.before().len() - line.before().trim_start_matches([' ', '\t']).len();
        start = line.start + indent;
    }
    if quoting == Quoting::Plain && line.at < start {
        start = line.at;
    }
    let (start, end) = (start.min(line.at), end.max(line.at));
    Some(Token {
        span: Span::of(start, end),
        at: u32::try_from(line.at).ok()?,
        quoting,
        flow,
        several_lines,
        lead: probe.lead,
        close,
    })
}

impl Token {
    /// Moves the spans `by` bytes towards the end: from the shortened text to the file.
    fn moved(mut self, by: usize) -> Self {
        let by = Span::of(by, by).start;
        self.span = Span::new(self.span.start + by, self.span.end + by);
        self.at += by;
        self
    }

    /// Whether the cursor stands behind all of the word.
    pub fn is_behind(&self, text: &str) -> bool {
        Span::new(self.at, self.span.end).slice(text).trim().is_empty()
    }

    /// What is typed of the word.
    pub fn typed<'t>(&self, text: &'t str) -> &'t str {
        Span::new(self.span.start, self.at).slice(text)
    }
}
