//! Read, generation or write errors in; an [`Exit`] and diagnostics for the early end of a run out.

use super::Exit;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::files::{self, Fault, Unread};

/// The early end of a run.
pub(super) struct Stop {
    pub(super) exit: Exit,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Stop {
    pub(super) fn call(diagnostic: Diagnostic) -> Self {
        Self::calls(vec![diagnostic])
    }

    /// The end of a run in which warnings are errors.
    pub(super) fn strict(mut diagnostics: Vec<Diagnostic>, warnings: usize) -> Self {
        let s = if warnings == 1 { "" } else { "s" };
        let message = format!(
            "{warnings} warning{s}, which `--strict` treats as errors: nothing was written"
        );
        let help = "correct their causes in an overlay, or leave out `--strict`";
        diagnostics.push(Diagnostic::new(Code::StrictWarnings, message).help(help));
        Self { exit: Exit::Input, diagnostics }
    }

    pub(super) fn calls(diagnostics: Vec<Diagnostic>) -> Self {
        Self { exit: Exit::Call, diagnostics }
    }
}

impl From<Unread> for Stop {
    fn from(unread: Unread) -> Self {
        let exit = match unread.fault {
            Fault::Input => Exit::Input,
            Fault::Call => Exit::Call,
        };
        Self { exit, diagnostics: unread.diagnostics }
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self { exit: Exit::Input, diagnostics: failure.diagnostics }
    }
}

impl From<files::FilesError> for Stop {
    fn from(error: files::FilesError) -> Self {
        Self::call(error.diagnostic())
    }
}
