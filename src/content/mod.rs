//! Content: what one file means.
//!
//! [`lower`] reads a parsed file into [`FileFacts`]: what it defines, what it refers to, its alternatives, rows and
//! options, its prose, each with its span and every field optional. Facts are small and hold neither text nor tree.
//!
//! Must not know other files.

mod body;
mod escaped;
mod facts;
mod file_names;
mod foreign;
mod heading;
mod html;
mod ignores;
mod invisible;
mod joints;
mod layout;
mod link_facts;
mod link_paths;
mod links;
mod lost_text;
mod lower;
mod lowering;
mod markdown_parts;
mod markup;
mod name_rules;
mod named;
mod names;
mod page;
mod paths;
mod phrases;
mod placeholder;
mod plain_links;
mod prose;
mod prose_facts;
mod prose_faults;
mod rule_codes;
mod scripts;
mod slug;
mod terms;
mod things;
mod walk;
mod white_space;
mod words;

pub(crate) use body::body_ignores;
pub use escaped::as_markdown;
pub use facts::{
    Cell, CellPart, Comparison, CutText, DuplicateKey, FileFacts, InvisibleFact, Kept, MentionFault, NoList,
    OpenMention, Paragraph, Pick, ProseWords, RoleFacts, Row, Status, TermText,
};
pub use file_names::{index_rank, is_index, name_of_file, path_in_root};
pub(crate) use ignores::ignores;
pub use ignores::{Ignore, IgnoreScope};
pub use invisible::{Invisible, hidden, in_other_quotes, look_alikes, name_of_hidden, script_of, unseen_difference};
pub(crate) use joints::{joining_word, joints, separated, slashed, with_separator};
pub use layout::{PageList, columns_of_page, is_column_entry, keys, role_of_entry};
pub use link_facts::{LinkFact, LinkFault, LinkForm, LinkPath, LinkRules};
pub(crate) use link_paths::{inside_repository, site_path};
pub use links::{Link, bare_address};
pub use lower::{FileKind, lower};
pub use lowering::LowerContext;
pub use markdown_parts::options as markdown_options;
pub use markup::{links, markdown_code, markdown_gaps, markdown_heading};
pub(crate) use name_rules::{
    COMMAS, first_like, fits_known_list, fits_mention, fits_term_list, has_separator, may_be_several, swap_first_case,
};
pub use named::{Definition, LabelFact, NameAt, Origin, Reference};
pub use names::{AnyCase, Folded, Interner, KindId, Name, collapse, composed, fold, same_folded, spaced};
pub(crate) use paths::{normal, percent_decoded};
pub use phrases::Phrases;
pub use placeholder::{BLANK, is_placeholder};
pub use prose::{Mention, MentionForm, mentions};
pub use rule_codes::{codes_of_kinds, kind_in_code};
pub use slug::{SlugStyle, is_slug, unfit_for_file};
pub use terms::{Lexicon, TermSpan, split_item, split_terms};
pub(crate) use walk::{Visitor, each_prose, walk};
pub use words::WordFilter;
pub(crate) use words::words;
