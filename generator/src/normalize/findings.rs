//! What rules find in, diagnostics with places out. A rule changes the document while it looks, so it notes pointers and asks for
//! their places in the end.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Document;

/// What the rules found so far.
#[derive(Default)]
pub(super) struct Findings(Vec<Finding>);

struct Finding {
    code: Code,
    pointer: String,
    message: String,
    help: String,
}

impl Findings {
    /// Notes something at a pointer of the merged document.
    pub(super) fn push(
        &mut self,
        code: Code,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let (pointer, message, help) = (pointer.into(), message.into(), help.into());
        self.0.push(Finding { code, pointer, message, help });
    }

    /// Reports everything, with the places where it was written.
    pub(super) fn report(self, document: &Document, diagnostics: &mut Diagnostics) {
        diagnostics.extend(self.0.into_iter().map(|finding| {
            let mut diagnostic = Diagnostic::new(finding.code, finding.message).help(finding.help);
            diagnostic.place = document.place(&finding.pointer);
            diagnostic
        }));
    }
}
