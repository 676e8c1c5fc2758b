//! Blocks: an alternative with its row and option, a row, an option, a vocabulary entry, the parts of a whole page.

use super::names::{self, Lists, Wish};
use super::offer::{Offers, Rank, item, unescaped};
use super::place::Place;
use super::rank::Query;
use super::token::{Line, Quoting, Token};
use super::{Completion, CompletionKind, keys, values};
use crate::content::{BLANK, FileKind, KindId, Name, PageList, collapse, keys as page_keys};
use crate::edit::{companions, written};
use crate::syntax::{Kind, NodeRef, Style};
use crate::text::{Span, TextEdit, capitalised};
use crate::workspace::DefId;

/// How many alternatives are offered as blocks.
const MOST_BLOCKS: usize = 30;

/// A block while it is written: lines below each other.
struct Block {
    snippet: bool,
    stops: u32,
    lines: Vec<String>,
}

impl Block {
    const fn new(snippet: bool) -> Self {
        Self { snippet, stops: 0, lines: Vec::new() }
    }

    /// A line as it is.
    fn line(&mut self, text: &str) {
        let text = if self.snippet { escape(text) } else { text.to_owned() };
        self.lines.push(text);
    }

    /// `before`, then a tab stop.
    fn open(&mut self, before: &str, proposal: &str) {
        self.stops += 1;
        let text = if self.snippet {
            let stop = self.stops;
            let hole =
                if proposal.is_empty() { format!("${stop}") } else { format!("${{{stop}:{}}}", escape(proposal)) };
            format!("{}{hole}", escape(before))
        } else {
            format!("{before}{}", if proposal.is_empty() { BLANK } else { proposal })
        };
        self.lines.push(text);
    }

    /// `before`, then a mirror of the tab stop with a number; in plain text a placeholder of its own.
    fn same(&mut self, before: &str, stop: u32, proposal: &str) {
        if self.snippet {
            self.lines.push(format!("{}${stop}", escape(before)));
        } else {
            self.open(before, proposal);
        }
    }

    /// A key with a name.
    fn name(&mut self, key: &str, name: &str) {
        self.line(&format!("{key}: {}", written(name, false)));
    }

    /// The item that writes the block.
    fn item(self, offers: &Offers<'_>, place: &Place, label: &str, detail: &str) -> Completion {
        let gap = gap(offers, place);
        let mut made = item(&place.token, CompletionKind::Snippet, label, String::new());
        made.text = format!("{}{}", place.token.lead, self.lines.join(&gap));
        made.detail = Some(detail.to_owned());
        made.snippet = self.snippet;
        made
    }
}

/// A text as it stands in a snippet.
pub(super) fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

/// Offers the blocks that fit a place where keys can stand.
pub(super) fn offer(offers: &mut Offers<'_>, place: &Place) {
    let token = &place.token;
    if token.flow || token.quoting != Quoting::Plain || place.has_colon || goes_on(offers, token) {
        return;
    }
    // A block does not take the place of text behind the cursor.
    if !token.is_behind(&offers.file.text) {
        return;
    }
    let steps: Vec<Option<&str>> = place.steps.iter().map(Option::as_deref).collect();
    match (offers.file.entry.kind, steps.as_slice()) {
        (FileKind::Role, []) => page(offers, place),
        (FileKind::Role, steps) if place.alone => match PageList::of_entry(steps) {
            Some(PageList::Alternatives) => alternatives(offers, place),
            Some(PageList::Rows) => rows(offers, place),
            Some(PageList::Options) => options(offers, place),
            None => {}
        },
        (FileKind::Vocabulary(_), [None]) if place.alone => entry(offers, place),
        _ => {}
    }
}

fn typed(offers: &Offers<'_>, place: &Place) -> String {
    unescaped(place.token.typed(&offers.file.text), place.token.quoting)
}

/// Offers items with a role: those that the page lacks first.
fn alternatives(offers: &mut Offers<'_>, place: &Place) {
    let role_place = with_role(place);
    let wish = names::wish(offers, &role_place, KindId::ROLE);
    let typed = typed(offers, place);
    let mut found = names::find(offers, KindId::ROLE, &typed, &wish);
    found.retain(|f| f.rank.late == 0 && !f.hidden);
    found.truncate(MOST_BLOCKS);
    let (rows, options) = (present(offers, |l| &l.rows), present(offers, |l| &l.options));
    let needs: Vec<(Name, bool, bool)> = found
        .iter()
        .map(|f| {
            let def = f.def();
            (f.name.clone(), !rows.contains(&def), !options.contains(&def))
        })
        .collect();
    let own = offers.file.role().map(|role| role.name().name.clone());
    let before: Vec<Name> =
        own.into_iter().chain(Lists::above(offers).iter().map(|name| Name::from(name.as_str()))).collect();
    let file = offers.file;
    let edits = companions(offers.workspace(), file.view.sources, &file.entry.path, &needs, &before);
    for (found, extra) in found.into_iter().zip(edits) {
        let mut block = Block::new(offers.options.snippets);
        block.name(page_keys::ROLE, &found.name);
        block.open("tagline: ", "");
        block.line("about: |");
        block.open("  ", "");
        let detail = match extra.len() {
            0 => "alternative",
            1 => "alternative with its row or option",
            _ => "alternative with its row and option",
        };
        let mut made = block.item(offers, place, &found.label, detail);
        made.extra = extra;
        let group = found.rank.group.min(2);
        offers.add(Rank { group: if group == 0 { 0 } else { 2 }, ..found.rank }, made);
    }
}

/// Offers a row for each role that has none.
fn rows(offers: &mut Offers<'_>, place: &Place) {
    let own = offers.file.role().map(|_| DefId::role(offers.file.id));
    for (name, def, rank) in lacking(offers, place) {
        let mut block = Block::new(offers.options.snippets);
        block.name(page_keys::ROLE, &name);
        // Another role's cells are inherited; the own ones are for the author to write.
        for column in offers.workspace().config().columns.iter().filter(|c| !c.optional) {
            if Some(def) == own || column.per_page {
                block.open(&format!("{}: ", written(&column.name, false)), "");
            }
        }
        let made = block.item(offers, place, &name, if Some(def) == own { "own row" } else { "row" });
        offers.add(rank, made);
    }
}

/// Offers an option for each alternative that has none.
fn options(offers: &mut Offers<'_>, place: &Place) {
    for (name, _, rank) in lacking(offers, place) {
        let mut block = Block::new(offers.options.snippets);
        block.open("if: ", "");
        block.name(page_keys::ROLE, &name);
        block.open("then: ", "");
        let made = block.item(offers, place, &name, "option");
        offers.add(rank, made);
    }
}

/// The roles that a list of the page lacks and that fit what is typed.
fn lacking(offers: &Offers<'_>, place: &Place) -> Vec<(Name, DefId, Rank)> {
    let Wish { wanted, .. } = names::wish(offers, &with_role(place), KindId::ROLE);
    let query = Query::new(&typed(offers, place));
    let workspace = offers.workspace();
    let named = wanted.into_iter().zip(0..).map(|(def, at)| (workspace.name_of(def), def, at));
    named
        .filter_map(|(name, def, at)| {
            let fit = query.fit(&name)?;
            Some((name, def, Rank { late: 0, fit, group: 0, place: at }))
        })
        .collect()
}

fn with_role(place: &Place) -> Place {
    let mut place = place.clone();
    place.steps.push(Some(page_keys::ROLE.to_owned()));
    place
}

fn present(offers: &Offers<'_>, list: impl Fn(&Lists) -> &Vec<String>) -> Vec<Option<DefId>> {
    let lists = Lists::of(offers);
    let workspace = offers.workspace();
    list(&lists)
        .iter()
        .filter_map(|name| workspace.resolve(KindId::ROLE, &collapse(name)))
        .map(|r| Some(r.def))
        .collect()
}

/// Offers a vocabulary entry.
fn entry(offers: &mut Offers<'_>, place: &Place) {
    let Some(fit) = Query::new(&typed(offers, place)).fit("entry") else { return };
    let mut block = Block::new(offers.options.snippets);
    block.open("name: ", "");
    block.open("summary: ", "");
    let made = block.item(offers, place, "entry", "a name with its summary");
    offers.add(Rank { late: 0, fit, group: 0, place: 0 }, made);
}

/// Offers what is missing of a role with its alternatives page.
fn page(offers: &mut Offers<'_>, place: &Place) {
    let has = |key: &str| place.present.iter().any(|k| k == key);
    if has(page_keys::ALTERNATIVES) {
        return;
    }
    let Some(fit) = Query::new(&typed(offers, place)).fit("page") else { return };
    let own = offers.file.role().map(|role| role.name().name.to_string());
    let name = own.unwrap_or_else(|| title(&offers.file.entry.path));
    let mut block = Block::new(offers.options.snippets);
    if !has(page_keys::NAME) {
        block.open("name: ", &name);
    }
    let own = block.stops;
    if !has(page_keys::SUMMARY) {
        block.open("summary: ", "");
    }
    if !has(page_keys::WHY) {
        block.line("why: |");
        block.open("  ", "");
    }
    block.line("alternatives:");
    block.open("  - role: ", "");
    let role = block.stops;
    block.open("    tagline: ", "");
    block.line("    about: |");
    block.open("      ", "");
    if !has(page_keys::COMPARISON) {
        block.line("comparison:");
        block.line("  rows:");
        if own > 0 {
            block.same("    - role: ", own, &written(&name, false));
        } else {
            block.line(&format!("    - role: {}", written(&name, false)));
        }
        for column in offers.workspace().config().columns.iter().filter(|c| !c.optional) {
            block.open(&format!("      {}: ", written(&column.name, false)), "");
        }
        block.same("    - role: ", role, "");
    }
    if !has(page_keys::GUIDE) {
        block.line("how_to_pick:");
        block.line("  intro: |");
        block.open("    ", "");
        block.line("  options:");
        block.open("    - if: ", "");
        block.same("      role: ", role, "");
        block.open("      then: ", "");
    }
    let group = if place.present.len() <= 2 { 0 } else { 3 };
    let made = block.item(offers, place, "page", "what is missing of an alternatives page");
    offers.add(Rank { late: 0, fit, group, place: 0 }, made);
}

/// A role's name as its file's name suggests it.
fn title(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    stem.split('-').map(capitalised).collect::<Vec<_>>().join(" ")
}

/// Offers what a list at this place can begin with.
pub(super) fn offer_first_item(offers: &mut Offers<'_>, place: &Place) {
    let mut steps = place.steps.clone();
    steps.push(None);
    let Some(shape) = offers.shape(&steps) else { return };
    let line = Line::new(&offers.file.text, place.token.at);
    let before = &offers.file.text[line.start..(place.token.span.start as usize).max(line.start)];
    let own_line = before.trim().is_empty();
    let mut token = place.token.clone();
    if token.quoting != Quoting::Plain || token.several_lines {
        return;
    }
    let first =
        |token: Token| Place { steps, token, has_colon: false, present: Vec::new(), alone: true, in_body: false };
    if own_line && !token.flow {
        token.lead = "- ";
        let first = first(token);
        if shape.properties.is_empty() {
            values::offer(offers, &first);
        } else {
            keys::offer(offers, &first);
        }
    } else if shape.properties.is_empty() && !goes_on(offers, &token) {
        first_behind_key(offers, first(token), before);
    }
}

/// Offers the first item of a list behind its key: in the form in which the file writes its lists, then, where nothing is
/// typed, in the other one. `before` is what stands before the word on its line.
fn first_behind_key(offers: &mut Offers<'_>, place: Place, before: &str) {
    let token = &place.token;
    let brackets = token.flow || uses_brackets(offers);
    let only = token.flow || !token.typed(&offers.file.text).trim().is_empty();
    let mut in_brackets = place.clone();
    in_brackets.token.lead = if token.lead == " " { " [" } else { "[" };
    in_brackets.token.close = "]";
    in_brackets.token.flow = true;
    let mut below = place;
    below.token.lead = "";
    let spaces = before.len() - before.trim_end_matches([' ', '\t']).len();
    let spaces = Span::new(below.token.span.start - u32::try_from(spaces).unwrap_or_default(), below.token.span.start);
    // The column of the key, and two more.
    let column = before.len() - before.trim_start_matches([' ', '\t', '-']).len() + 2;
    let own = before.len() - before.trim_start_matches([' ', '\t']).len();
    let gap = if offers.options.snippets {
        format!("\n{}", " ".repeat(column - own))
    } else {
        format!("{}{}", line_end(offers), " ".repeat(column))
    };
    for (in_brackets_now, late) in [(brackets, 0), (!brackets, 1)] {
        if late > 0 && only {
            return;
        }
        let count = offers.count();
        values::offer(offers, if in_brackets_now { &in_brackets } else { &below });
        let snippets = offers.options.snippets;
        for (rank, made) in offers.since(count) {
            rank.late += late * 4;
            // Behind the key of a list a name alone is not what is meant.
            made.whole = false;
            if late > 0 {
                made.label = if in_brackets_now { format!("[{}]", made.label) } else { format!("- {}", made.label) };
            }
            if !in_brackets_now {
                let text = if snippets { escape(&made.text) } else { std::mem::take(&mut made.text) };
                made.text = format!("{gap}- {text}");
                made.snippet = snippets;
                made.extra.extend((!spaces.is_empty()).then(|| TextEdit::new(spaces, "")));
            }
        }
    }
}

/// Whether the file writes its lists in brackets: the first one in it tells.
fn uses_brackets(offers: &Offers<'_>) -> bool {
    let root = offers.context.root(offers.file);
    let mut values = root.into_iter().flat_map(|root| root.entries().map(|(_, value)| value));
    let is_list = |value: &NodeRef<'_>| {
        value.items().next().is_some_and(|item| !matches!(item.kind(), Kind::Mapping | Kind::Sequence))
    };
    values.find(is_list).is_some_and(|list| list.style() == Style::Flow)
}

/// What stands between the lines of an item that begins at the word at the cursor.
pub(super) fn gap(offers: &Offers<'_>, place: &Place) -> String {
    let text = &offers.file.text;
    let line = Line::new(text, place.token.at);
    let before = &text[line.start..(place.token.span.start as usize).max(line.start)];
    let width = before.chars().count() + place.token.lead.chars().count();
    if !offers.options.snippets {
        return format!("{}{}", line_end(offers), " ".repeat(width));
    }
    // Editors add the line's own indentation and write their own line break.
    let own = before.len() - before.trim_start_matches([' ', '\t']).len();
    format!("\n{}", " ".repeat(width - own.min(width)))
}

/// The file's line ending.
fn line_end(offers: &Offers<'_>) -> &'static str {
    let text = &offers.file.text;
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        Some(at) if text[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// Whether text follows on the line behind the word at the cursor.
pub(super) fn goes_on(offers: &Offers<'_>, token: &Token) -> bool {
    let line = Line::new(&offers.file.text, token.at);
    !offers.file.text[(token.span.end as usize).min(line.end)..line.end].trim().is_empty()
}
