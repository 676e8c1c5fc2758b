//! What an author asks for while reading and writing: pure functions over a workspace, in the editor's own vocabulary.
//!
//! An [`Analysis`] is a workspace at one moment, and a [`FileView`] a file of it. Their functions below are the list of all
//! features; each stands in a file of its own, takes offsets in bytes and gives plain data in byte spans. It knows
//! neither protocol nor disk.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use crate::content::Name;
use crate::edit::Edit;
use crate::text::{Span, TextEdit};
use crate::workspace::{DefId, FileId};

use self::calls::{RoleItem, Step as CallStep};
use self::change::moves::Moved;
use self::change::rename::RenameOptions;
use self::change::{ChangePlan, Refactor, Refusal};
use self::completion::{CompletionOptions, Completions, DocsKey};
use self::definition::Definition;
use self::folding::Fold;
use self::highlight::Highlight;
use self::hover::Hover;
use self::impact::Impact;
use self::inlay::InlayHint;
use self::lenses::{Lens, LensKey};
use self::links::DocumentLink;
use self::new_role::NewRole;
use self::page::{Page, PageError, PageSource};
use self::plain_names::PlainName;
use self::statistics::Statistics;
use self::symbols::Symbol;
use self::tokens::Token;
use self::uses::NameUse;
use self::workspace_symbols::WorkspaceSymbol;

mod about;
pub mod calls;
mod card_markdown;
pub mod change;
mod columns;
pub mod completion;
pub mod definition;
pub mod folding;
pub mod fuzzy;
mod groups;
pub mod highlight;
pub mod hover;
pub mod impact;
pub mod inlay;
mod keys;
pub mod lenses;
pub mod linked;
pub mod links;
pub mod listings;
mod name_use;
pub mod new_role;
pub mod page;
pub mod plain_names;
mod prose;
pub mod prose_names;
pub mod prose_terms;
pub mod references;
pub mod selection;
mod shorten;
pub mod skeleton;
pub mod statistics;
pub mod symbols;
mod term_lists;
pub mod tokens;
pub mod uses;
mod view;
pub mod workspace_symbols;

pub use view::{Analysis, FileView, Location};

/// What may be asked of a workspace as a whole.
impl Analysis<'_> {
    /// The roles and terms whose name or alias fits a query, best first, at most `limit`.
    pub fn workspace_symbols(self, query: &str, limit: usize) -> Vec<WorkspaceSymbol> {
        workspace_symbols::workspace_symbols(self, query, limit)
    }
    /// The workspace in numbers; `today` is what reviews count from.
    pub fn statistics(self, today: Date) -> Statistics {
        statistics::statistics(self.workspace, today)
    }
    /// Every place that names a thing: labels, references, term lists, spellings to avoid.
    pub fn uses_of(self, def: DefId) -> Vec<(Location, NameUse)> {
        uses::uses_of(self, def)
    }
    /// Every place whose prose names a role plainly.
    pub fn prose_uses_of(self, def: DefId) -> Vec<(Location, NameUse)> {
        prose_names::prose_uses_of(self, def)
    }
    /// Every place outside its own file that refers to a role.
    pub fn referrers(self, role: DefId) -> Vec<(Location, NameUse)> {
        change::referrers(self, role)
    }
    /// What columns and groups are called: `column`, `category`.
    pub fn plain_words(self) -> Vec<String> {
        plain_names::plain_words(self)
    }
    /// The columns and groups of a name; with `word` only those that are called so.
    pub fn plain_names(self, word: Option<&str>, name: &Name) -> Vec<PlainName> {
        plain_names::plain_names(self, word, name)
    }
    /// The names of all columns, or of all groups that are called `word`.
    pub fn names_of_plain(self, word: &str) -> Vec<Name> {
        plain_names::names_of(self, word)
    }
    /// Every place that names a column or a group, with whether it is defined there.
    pub fn uses_of_plain(self, what: &PlainName) -> Vec<(Location, bool)> {
        plain_names::uses_of_plain(self, what)
    }
    /// The thing that a file defines with a label; the file's role for `""`.
    pub fn thing_in(self, path: &str, label: &str) -> Option<DefId> {
        calls::thing_in(self, path, label)
    }
    /// The pages that list a role.
    pub fn incoming_calls(self, role: DefId) -> Vec<CallStep> {
        calls::incoming(self, role)
    }
    /// The roles that a role's page lists.
    pub fn outgoing_calls(self, role: DefId) -> Vec<CallStep> {
        calls::outgoing(self, role)
    }
    /// What a lens says.
    pub fn lens_title(self, key: &LensKey) -> Option<String> {
        lenses::lens_title(self, key)
    }
    /// The places that a lens counts.
    pub fn lens_locations(self, key: &LensKey) -> Vec<Location> {
        lenses::lens_locations(self, key)
    }
    /// The documentation of something that completion offered, as Markdown.
    pub fn completion_docs(self, key: &DocsKey) -> Option<String> {
        completion::docs(self, key)
    }

    /// Renames a thing, with all that refers to it.
    pub fn rename(self, def: DefId, to: &str, options: RenameOptions) -> Result<ChangePlan, Refusal> {
        change::rename::rename(self, def, to, options)
    }
    /// Renames a column or a group.
    pub fn rename_plain(self, what: &PlainName, to: &str) -> Result<ChangePlan, Refusal> {
        change::rename_plain::rename_plain(self, what, to)
    }
    /// Retires a role in favour of another one.
    pub fn retire(self, role: DefId, by: DefId) -> Result<ChangePlan, Refusal> {
        change::retire(self, role, by)
    }
    /// Merges a term into another of its kind.
    pub fn merge(self, old: DefId, into: DefId) -> Result<ChangePlan, Refusal> {
        change::merge(self, old, into)
    }
    /// Deletes a role with all that refers to it.
    pub fn delete_role(self, role: DefId) -> Result<ChangePlan, Refusal> {
        change::delete_role(self, role)
    }
    /// The file of a role that is a copy of another one.
    pub fn duplicate(self, role: DefId, name: &str) -> Result<NewRole, Refusal> {
        change::duplicate(self, role, name)
    }
    /// The edits that follow from moves of files.
    pub fn moved_files(self, moves: &[Moved]) -> Vec<Edit> {
        change::moves::moved_files(self, moves)
    }
    /// The role that follows the new name of its file, with its new name.
    pub fn renamed_with_file(self, path: &str, to: &str) -> Option<(DefId, String)> {
        change::rename_file::renamed_with_file(self, path, to)
    }
    /// What files that are gone are about and others still refer to, and these others.
    pub fn still_named(self, gone: &FxHashSet<FileId>) -> (Vec<DefId>, FxHashSet<FileId>) {
        change::rename_file::still_named(self, gone)
    }
    /// Where spellings stand in files with a syntax error, that no change can reach.
    pub fn hidden_names(self, spellings: &[&str], edits: &[Edit]) -> Vec<Location> {
        change::hidden::hidden_names(self, spellings, edits)
    }

    /// The file of a new role, beside the file `near` or where roles belong.
    pub fn new_role(self, name: &str, near: Option<&str>) -> Result<NewRole, Refusal> {
        new_role::new_role(self, name, near)
    }
    /// The text of a role that is like another one.
    pub fn skeleton(self, name: &str, like: DefId) -> Result<String, Refusal> {
        skeleton::skeleton(self, name, like)
    }
    /// The edit that makes a new role of a blank file.
    pub fn first_draft(self, path: &str, text: &str) -> Option<TextEdit> {
        new_role::first_draft(self, path, text)
    }

    /// The page of a role, by its name, slug or path.
    pub fn page(self, role: &str) -> Result<Page, PageError> {
        page::page(self.workspace, self.sources, role)
    }
    /// The same, with where its parts come from.
    pub fn page_with_source(self, role: &str) -> Result<(Page, PageSource), PageError> {
        page::page_with_source(self.workspace, self.sources, role)
    }
    /// What differs on the site since `before`; `may_differ` are the files whose pages can read otherwise.
    pub fn impact(self, before: Analysis<'_>, may_differ: &FxHashSet<Arc<str>>) -> Impact {
        impact::impact(before, self, may_differ)
    }
}

/// What may be asked of a file, mostly at a place in it: a byte offset.
impl FileView<'_> {
    /// What can be written at a place.
    pub fn completions(&self, at: u32, options: &CompletionOptions) -> Completions {
        completion::completions(self, at, options)
    }
    /// Whether that depends on what other files define.
    pub fn needs_names(&self, at: u32) -> bool {
        completion::needs_names(self, at)
    }
    /// The places that are edited together with the one at `at`.
    pub fn linked(&self, at: u32) -> Option<Vec<Span>> {
        linked::linked(self, at)
    }
    /// What is shown between the author's words in a range.
    pub fn inlay_hints(&self, range: Span) -> Vec<InlayHint> {
        inlay::inlay_hints(self, range)
    }

    /// The card of what stands at a place.
    pub fn hover(&self, at: u32, links: hover::Links<'_>) -> Option<Hover> {
        hover::hover(self, at, links)
    }
    /// The card, where it is the same whatever other files say.
    pub fn hover_of_file(&self, at: u32) -> Option<Hover> {
        hover::hover_of_file(self, at)
    }
    /// Where what stands at a place is defined.
    pub fn definition(&self, at: u32) -> Option<Definition> {
        definition::definition(self, at)
    }
    /// The thing whose file or entry a place is in.
    pub fn defined_around(&self, at: u32) -> Option<DefId> {
        definition::defined_around(self, at)
    }
    /// Where what is named at a place is used, in all files.
    pub fn references(&self, at: u32, include_declaration: bool) -> Option<Vec<Location>> {
        references::references(self, at, include_declaration)
    }
    /// Where it is used in this file.
    pub fn highlights(&self, at: u32) -> Vec<Highlight> {
        highlight::highlights(self, at)
    }
    /// The role whose calls may be asked for at a place: who lists it, whom it lists.
    pub fn call_item(&self, at: u32) -> Option<RoleItem> {
        calls::prepare(self, at)
    }
    /// What stands above its definitions.
    pub fn lenses(&self) -> Vec<Lens> {
        lenses::lenses(self)
    }
    /// Its links.
    pub fn document_links(&self) -> Vec<DocumentLink> {
        links::document_links(self)
    }

    /// What is renamed at a place, and the text to start from.
    pub fn prepare_rename(&self, at: u32) -> Result<(Span, String), Refusal> {
        change::rename::prepare_rename(self, at)
    }
    /// The thing that is renamed at a place, and its label there.
    pub fn rename_target(&self, at: u32) -> Result<(DefId, Name), Refusal> {
        change::rename::rename_target(self, at)
    }
    /// The column or group that is renamed at a place.
    pub fn plain_to_rename(&self, at: u32) -> Option<Result<(Span, PlainName), Refusal>> {
        change::rename_plain::plain_to_rename(self, at)
    }
    /// The refactorings that apply at a place.
    pub fn refactors(&self, at: Span) -> Vec<Refactor> {
        change::refactors(self, at)
    }

    /// Its outline.
    pub fn document_symbols(&self) -> Vec<Symbol> {
        symbols::document_symbols(self)
    }
    /// What can be folded away.
    pub fn folding_ranges(&self) -> Vec<Fold> {
        folding::folding_ranges(self)
    }
    /// What can be selected around a place, the smallest first.
    pub fn selection_ranges(&self, at: u32) -> Vec<Span> {
        selection::selection_ranges(self, at)
    }
    /// What its words mean, for their colours; in a range or everywhere.
    pub fn semantic_tokens(&self, range: Option<Span>) -> Vec<Token> {
        tokens::semantic_tokens(self, range)
    }
}
