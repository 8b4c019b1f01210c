//! Why a run ended early: what could not be read, made or written in, an [`Exit`] and diagnostics out.

use super::Exit;
use crate::diagnostic::{Diagnostic, Failure};
use crate::files::{self, Fault, Unread};

/// Why a run ended early.
pub(super) struct Stop {
    pub(super) exit: Exit,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Stop {
    pub(super) fn call(diagnostic: Diagnostic) -> Self {
        Self::calls(vec![diagnostic])
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
