//! What a rule sees of a file ([`FileCx`]) and where it reports ([`Sink`]).

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::Arc;

use smallvec::SmallVec;

use super::{Diagnostic, FixPlan, PageView, Related, Rule, severity_of};
use crate::content::{FileFacts, KindId, LinkFact, Name, NameAt, Reference, RoleFacts, Status, collapse};
use crate::text::{Span, into_visible};
use crate::workspace::{DefId, FileEntry, FileId, Resolved, Severity, TermPart, Workspace, term_parts};

/// A file in its workspace: what a rule is given. Resolved references, terms and page are computed once for all rules.
pub struct FileCx<'w> {
    /// The workspace.
    pub workspace: &'w Workspace,
    /// The file.
    pub id: FileId,
    /// Its entry.
    pub entry: &'w FileEntry,
    /// What the file says.
    pub facts: &'w FileFacts,
    /// The day of the check, which `stale` counts from.
    pub today: jiff::civil::Date,
    references: Vec<(&'w Reference, Option<Resolved>)>,
    links: OnceCell<Vec<(&'w LinkFact, DefId)>>,
    terms: OnceCell<Vec<TermUse<'w>>>,
    page: OnceCell<Option<PageView<'w>>>,
}

/// A name in a term list.
#[derive(Clone, Debug)]
pub struct TermUse<'f> {
    /// Kind of the term.
    pub kind: KindId,
    /// The name, white space collapsed.
    pub name: Cow<'f, str>,
    /// The name alone, without white space, quotes or note around it (byte offsets).
    pub span: Span,
    /// The definition that it resolves to; `None` for an unknown or free name.
    pub resolved: Option<Resolved>,
    /// It stands in the role's own row.
    pub in_own_row: bool,
    /// The list that it stands in; names in parentheses are a list of their own. Alike within a file for names of one list.
    pub list: u64,
    /// A note or a list in parentheses follows it.
    pub has_note: bool,
}

impl<'w> FileCx<'w> {
    pub(super) fn new(workspace: &'w Workspace, id: FileId, today: jiff::civil::Date) -> Self {
        let entry = workspace.file(id);
        let references = resolved_references(workspace, &entry.facts);
        Self {
            workspace,
            id,
            entry,
            facts: &entry.facts,
            today,
            references,
            links: OnceCell::new(),
            terms: OnceCell::new(),
            page: OnceCell::new(),
        }
    }

    /// What only role files say; `None` for other files.
    #[must_use]
    pub fn role(&self) -> Option<&'w RoleFacts> {
        self.facts.role.as_deref()
    }

    /// The file's references, each with the definition that it resolves to; sorted by span, then kind.
    #[must_use]
    pub fn references(&self) -> &[(&'w Reference, Option<Resolved>)] {
        &self.references
    }

    /// The file's links that are references, in no order, each with the thing that it means.
    #[must_use]
    pub fn links(&self) -> &[(&'w LinkFact, DefId)] {
        self.links.get_or_init(|| self.workspace.linked_things(self.facts).collect())
    }

    /// The role that an entry of a page's list refers to: from the resolved references (binary search by span), else
    /// from the index.
    pub(super) fn role_at(&self, at: &NameAt) -> Option<Resolved> {
        let read = self.references.binary_search_by_key(&(at.span, KindId::ROLE), |(r, _)| (r.at.span, r.kind));
        read.map_or_else(|_| self.workspace.resolve(KindId::ROLE, &at.name), |found| self.references[found].1)
    }

    /// The names in the file's term lists, those of comparison cells first.
    #[must_use]
    pub fn terms(&self) -> &[TermUse<'w>] {
        self.terms.get_or_init(|| term_uses(self.workspace, self.facts))
    }

    /// The file's alternatives, rows and options beside each other; `None` for other files than roles.
    #[must_use]
    pub fn page(&self) -> Option<&PageView<'w>> {
        self.page.get_or_init(|| self.role().map(|role| PageView::new(self, role))).as_ref()
    }

    /// The name of the file's role.
    #[must_use]
    pub fn name(&self) -> Option<&'w NameAt> {
        self.facts.role_definition().map(|d| d.name())
    }

    /// Whether the file is the page of a draft.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.role().is_some_and(|r| r.status == Status::Draft)
    }

    /// The name of a definition in its own file, as a related place.
    #[must_use]
    pub fn name_place(&self, def: DefId, message: impl Into<String>) -> Related {
        let entry = self.workspace.file(def.file);
        let span = entry.facts.definitions.get(def.position as usize).map_or(Span::default(), |d| d.name().span);
        Related { path: entry.path.clone(), span, message: message.into() }
    }

    /// Whether the name of a definition is cut short where it is written (`cut-text`). What is left of it is to be written
    /// nowhere else.
    #[must_use]
    pub fn is_cut(&self, def: DefId) -> bool {
        let facts = &self.workspace.file(def.file).facts;
        let name = facts.definitions.get(def.position as usize).map(|definition| definition.name().span);
        name.is_some_and(|name| facts.cut_texts.iter().any(|cut| cut.whole.touches(name)))
    }

    /// A label of a definition in its own file, as a related place.
    #[must_use]
    pub fn label_place(&self, def: DefId, label: &str, message: impl Into<String>) -> Related {
        let entry = self.workspace.file(def.file);
        let labels = entry.facts.definitions.get(def.position as usize).map_or(&[][..], |d| &d.labels);
        let at = labels.iter().find(|one| *one.at.name == *label).map(|one| one.at.span);
        match at {
            Some(span) => Related { path: entry.path.clone(), span, message: message.into() },
            None => self.name_place(def, message),
        }
    }

    /// The last part of a file's path.
    #[must_use]
    pub fn file_name_of(&self, file: FileId) -> &'w str {
        let path = &self.workspace.file(file).path;
        path.rsplit('/').next().unwrap_or(path)
    }
}

/// Resolves the references of a file.
fn resolved_references<'w>(workspace: &Workspace, facts: &'w FileFacts) -> Vec<(&'w Reference, Option<Resolved>)> {
    // A cache by pointer: a page names the same few roles in each of its lists, and its equal names mostly share one
    // `Arc`.
    let mut roles: SmallVec<[(&Name, Option<Resolved>); 12]> = SmallVec::new();
    let mut resolve = |reference: &'w Reference| {
        let name = &reference.at.name;
        if !reference.kind.is_role() {
            return workspace.meaning(reference);
        }
        if let Some((_, known)) = roles.iter().find(|(other, _)| Arc::ptr_eq(other, name)) {
            return *known;
        }
        let resolved = workspace.resolve(KindId::ROLE, name);
        if roles.len() < roles.inline_size() {
            roles.push((name, resolved));
        }
        resolved
    };
    facts.references.iter().map(|reference| (reference, resolve(reference))).collect()
}

/// The names in a file's term lists, those of comparison cells first, each resolved.
#[must_use]
pub fn term_uses<'f>(workspace: &Workspace, facts: &'f FileFacts) -> Vec<TermUse<'f>> {
    let mut found = Vec::new();
    for TermPart { kind, part, list, in_own_row, .. } in term_parts(workspace.config(), facts) {
        for term in workspace.terms_in(kind, part) {
            let written = &part.text[term.start..term.end];
            // In `CI / CD` for the known name `CI/CD`: the name as it is known, not as it is written.
            let (name, resolved) = if written.contains('/') {
                let (name, resolved) = workspace.term(kind, written);
                (Cow::Owned(name.to_string()), resolved)
            } else {
                (collapse(written), term.meaning)
            };
            let list = match term.inner {
                0 => u64::from(list),
                inner => (u64::from(part.span.start) + 1) << 32 | inner as u64,
            };
            let has_note = part.text[term.end..].trim_start().starts_with('(');
            let span = part.place(term.start, term.end);
            found.push(TermUse { kind, name, span, resolved, in_own_row, list, has_note });
        }
    }
    found
}

/// Takes the findings of one rule in one file.
pub struct Sink<'s> {
    pub(super) path: Arc<str>,
    pub(super) rule: &'static Rule,
    pub(super) workspace: &'s Workspace,
    pub(super) found: &'s mut Vec<Diagnostic>,
    /// How many more it takes.
    left: usize,
    /// Says that there are more than it takes, at the first of those.
    more: Option<Diagnostic>,
}

/// So many findings a rule has in a file; then one says that there are more. No file is mended by reading thousands of one
/// kind, and nobody can wait for millions.
pub const MOST_FINDINGS: usize = 5_000;

/// A message has so many characters at most.
const LONGEST_MESSAGE: usize = 160;
/// So many characters of what a long message quotes are shown.
const LONGEST_QUOTE: usize = 40;
/// Help and what is said of related places is cut behind so many bytes: what they quote may be as long as a file.
const LONGEST_TEXT: usize = 1_500;

/// A message of one line that can be read: what it quotes is shortened where it would be too long.
fn short(message: &str) -> String {
    if message.len() <= LONGEST_MESSAGE || message.chars().count() <= LONGEST_MESSAGE {
        return message.to_owned();
    }
    let cut = |text: &str, most: usize| match text.char_indices().nth(most) {
        Some(_) => {
            let end = text.char_indices().nth(most - 1).map_or(0, |(at, _)| at);
            format!("{}…", text[..end].trim_end())
        }
        None => text.to_owned(),
    };
    // Every second part stands in quotes.
    let parts = message.split('"').enumerate();
    let parts = parts.map(|(at, part)| if at % 2 == 1 { cut(part, LONGEST_QUOTE) } else { part.to_owned() });
    cut(&parts.collect::<Vec<_>>().join("\""), LONGEST_MESSAGE)
}

fn shown(message: impl Into<String>) -> String {
    let mut message = message.into();
    if message.len() > LONGEST_TEXT {
        let cut = (0..=LONGEST_TEXT).rev().find(|at| message.is_char_boundary(*at)).unwrap_or_default();
        message.truncate(cut);
        message.push('…');
    }
    into_visible(message)
}

impl<'s> Sink<'s> {
    pub(super) fn new(
        path: Arc<str>,
        rule: &'static Rule,
        workspace: &'s Workspace,
        found: &'s mut Vec<Diagnostic>,
    ) -> Self {
        Self { path, rule, workspace, found, left: MOST_FINDINGS, more: None }
    }

    /// Whether nothing more is taken: rules that look far for each finding can stop.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.more.is_some()
    }

    /// The finding that says that there are more.
    pub(super) fn into_more(self) -> Option<Diagnostic> {
        self.more
    }

    /// Reports under the rule's own code. What a finding says is shown by terminals, logs and editors: whatever it quotes is
    /// made visible.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> Report<'_> {
        self.report_as(Cow::Borrowed(self.rule.code), span, message)
    }

    /// The same under another code of the rule (`unknown-skill`), with the severity of that code.
    pub fn report_as(&mut self, code: Cow<'static, str>, span: Span, message: impl Into<String>) -> Report<'_> {
        let severity = severity_of(self.rule, &code, self.workspace.config());
        let configured = self.workspace.config().rules.contains_key(code.as_ref());
        let mut diagnostic = Diagnostic {
            path: self.path.clone(),
            span,
            severity: severity.unwrap_or(Severity::Hint),
            code,
            message: String::new(),
            help: None,
            related: Vec::new(),
            fixes: Vec::new(),
        };
        let taken = severity.is_some() && self.left > 0;
        if taken {
            self.left -= 1;
            diagnostic.message = short(&into_visible(message));
        } else if severity.is_some() && self.more.is_none() {
            let message = format!("this file has more of these: the first {MOST_FINDINGS} are told");
            let help = Some("mend some, and those that are left are told".to_owned());
            self.more = Some(Diagnostic { message, help, ..diagnostic.clone() });
        }
        Report { found: taken.then_some(&mut *self.found), diagnostic, configured }
    }
}

/// A finding in the making; [`Report::done`] reports it.
#[must_use = "a finding is reported by `done`"]
pub struct Report<'f> {
    found: Option<&'f mut Vec<Diagnostic>>,
    diagnostic: Diagnostic,
    /// Whether `rules:` in `sidestep.yaml` sets a severity for the code.
    configured: bool,
}

impl Report<'_> {
    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic.help = Some(shown(help));
        self
    }

    /// Points at another place.
    pub fn related(mut self, related: Related) -> Self {
        self.diagnostic.related.push(Related { message: shown(related.message), ..related });
        self
    }

    /// Points at another place in the same file.
    pub fn here(self, span: Span, message: impl Into<String>) -> Self {
        let path = self.diagnostic.path.clone();
        self.related(Related { path, span, message: message.into() })
    }

    /// Offers a way to mend it.
    pub fn fix(mut self, fix: FixPlan) -> Self {
        self.diagnostic.fixes.push(fix);
        self
    }

    /// Another default severity than the rule's; the settings still decide.
    pub fn default_severity(mut self, severity: Severity) -> Self {
        if !self.configured {
            self.diagnostic.severity = severity;
        }
        self
    }

    /// At most this severity, whatever the settings say.
    pub fn at_most(mut self, severity: Severity) -> Self {
        self.diagnostic.severity = self.diagnostic.severity.min(severity);
        self
    }

    /// Adds the finding to the sink, unless its code is off.
    pub fn done(self) {
        let Self { found, diagnostic, .. } = self;
        if let Some(found) = found {
            found.push(diagnostic);
        }
    }
}
