//! Tests of the engine in process: fixtures, properties, and data sets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "../support/cases.rs"]
mod cases;
#[path = "../support/corpus.rs"]
#[allow(dead_code)]
mod corpus;
#[path = "../support/cursor.rs"]
#[allow(dead_code)]
mod cursor;
#[path = "../support/everything.rs"]
mod everything;
#[path = "../support/fixture.rs"]
#[allow(dead_code)]
mod fixture;
#[path = "../support/typist.rs"]
mod typist;

#[path = "../support/data.rs"]
mod data_sets;
#[path = "../support/onet.rs"]
mod onet_data;

mod bad_input;
mod bounds;

mod affected;
mod broken;
mod causes;
mod collections;
mod evident;
mod fingerprints;
mod fix_all;
mod fix_lists;
mod fix_properties;
mod fix_syntax;
mod headings;
mod ide_calls;
mod ide_completion;
mod ide_completion_blocks;
mod ide_completion_half_typed;
mod ide_completion_markdown;
mod ide_completion_parts;
mod ide_completion_typing;
mod ide_definition;
mod ide_everywhere;
mod ide_folding;
mod ide_highlight;
mod ide_hover;
mod ide_inlay;
mod ide_lenses;
mod ide_linked;
mod ide_links;
mod ide_new_role;
mod ide_page;
mod ide_plain_names;
mod ide_references;
mod ide_rename;
mod ide_rename_address;
mod ide_rename_file;
mod ide_selection;
mod ide_structure;
mod ide_symbols;
mod ide_tokens;
mod ide_uses;
mod ignore_here;
mod incremental;
mod link_targets;
mod links;
mod markdown;
mod markdown_roles;
mod moves;
mod onet;
mod outdented;
mod own_shapes;
mod page_mentions;
mod passed_over;
mod planted;
mod quick;
mod reads;
mod recovery;
mod refactor_files;
mod refactor_page;
mod refactor_properties;
mod rename_properties;
mod rule_examples;
mod scalar_maps;
mod slips;
mod spec_entries;
mod spec_links;
mod spec_lists;
mod spec_names;
mod spec_page;
mod spec_placeholder;
mod spec_prose;
mod spec_schema;
mod spec_settings;
mod spec_status;
mod spec_suppression;
mod spec_terms;
mod spec_workspace;
mod syntax_characters;
mod syntax_errors;
mod term_lists;
mod user_pages;
mod world;
mod yaml_suite;
