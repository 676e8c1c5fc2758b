//! The command as a user meets it: the real binary on real folders.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "what is skipped is said")]

mod answers;
mod at_hand;
mod baseline;
mod changes;
mod checkouts;
mod commands;
mod completions;
mod configuration;
mod content;
mod discovery;
mod examples;
mod exit_codes;
mod explain;
mod fix;
mod foreign_git;
mod formats;
mod handbooks;
mod ignores;
mod immense;
mod impact;
mod init;
mod init_clean;
mod init_collections;
mod integrations;
mod interruptions;
mod journals;
mod json;
mod kept;
mod look;
mod manual;
mod output;
mod pages;
mod picture;
#[path = "../support/quoted.rs"]
mod quoted;
mod reach;
mod render;
mod since;
mod stability;
mod strange_git;
mod support;
mod unread;
mod unreadable;
mod watch;
