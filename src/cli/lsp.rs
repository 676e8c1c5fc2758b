//! `sidestep lsp`

use std::io::IsTerminal;
use std::process::ExitCode;

use super::arguments::LspOptions;
use super::{Serve, print};

pub(super) fn run(options: &LspOptions, serve: Serve) -> ExitCode {
    if std::io::stdin().is_terminal() {
        print::note_line(
            "sidestep lsp is started by an editor, which speaks the Language Server Protocol with it over standard input and",
        );
        print::note_line("output. To check files by hand: sidestep check. (Ctrl-D or Ctrl-C ends this.)");
    }
    serve(options).into()
}
