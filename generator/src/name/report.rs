//! Names that are not those of the document in; messages out.

use super::scope::Claimed;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Places;
use crate::ir::Operation;
use crate::spelling::ident;

/// The most features that crates.io accepts in a crate, unless its team raises the limit.
const MAX_FEATURES: usize = 300;

/// The most features that are not for tags: `default` and those that every crate has.
const OWN_FEATURES: usize = 10;

/// The number of renamed values of an enumeration that a message lists.
const SHOWN_VALUES: usize = 3;

/// Reports clashes.
pub(super) struct Reporter<'a> {
    pub(super) places: &'a Places,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Reporter<'_> {
    /// Reports the Rust name of a part of the document if it was cut, if the one that the document gives it is invalid, or if it had to
    /// differ from the wanted one.
    pub(super) fn check(
        &mut self,
        (what, raw, rust_name): (&str, &str, Option<&String>),
        claimed: &Claimed,
        pointer: &str,
    ) {
        self.cut(what, raw, &claimed.ident, pointer);
        match rust_name {
            Some(rust_name) if *rust_name != claimed.ident => self.invalid(rust_name, pointer),
            _ if claimed.changed => self.renamed(what, raw, &claimed.ident, pointer),
            _ => {}
        }
    }

    pub(super) fn renamed(&mut self, what: &str, raw: &str, ident: &str, pointer: &str) {
        let message = format!(
            "the {what} {raw:?} shares its Rust name with another item; it is named {ident}"
        );
        let help = match what {
            "schema"
            | "request form of the schema"
            | "property"
            | "operation"
            | "parameter"
            | "tag" => "set another name by x-rust-name in an overlay",
            _ => help(what),
        };
        self.report(Code::Renamed, message, pointer, help);
    }

    /// Reports an operation with the operationId of another.
    pub(super) fn same_id(&mut self, own: &Operation, other: &Operation, ident: &str) {
        let route = |own: &Operation| format!("{} {}", own.method.name(), own.path);
        let message = format!(
            "{} has the operationId {:?} of {}; its method is called {ident}",
            route(own),
            own.id.as_deref().unwrap_or_default(),
            route(other)
        );
        let help =
            "give it an operationId of its own, or another name by x-rust-name, in an overlay";
        self.report(Code::Renamed, message, &own.pointer, help);
    }

    /// Reports all renamed values of an enumeration, or alternatives of a union, at once.
    pub(super) fn renamed_values(&mut self, what: &str, renamed: &[(&str, &str)], pointer: &str) {
        let message = match renamed {
            [] => return,
            [(raw, ident)] => return self.renamed(what, raw, ident, pointer),
            _ => {
                let first = renamed.iter().take(SHOWN_VALUES);
                let mut shown: Vec<_> =
                    first.map(|(raw, ident)| format!("{raw:?} is called {ident}")).collect();
                if renamed.len() > SHOWN_VALUES {
                    shown.push(format!("and {} more", renamed.len() - SHOWN_VALUES));
                }
                let shown = shown.join(", ");
                format!("{} {what}s share their Rust names with others: {shown}", renamed.len())
            }
        };
        self.report(Code::Renamed, message, pointer, help(what));
    }

    /// Reports a name that was cut. A name that is joined from several names is not the document's and is not reported.
    pub(super) fn cut(&mut self, what: &str, raw: &str, ident: &str, pointer: &str) {
        if !ident::is_cut(raw) {
            return;
        }
        let start: String = raw.chars().take(40).collect();
        let message = format!(
            "the name of the {what} {:?} has more than {} letters in Rust; it is called {ident}",
            format!("{start}…"),
            ident::MAX_LENGTH
        );
        self.report(
            Code::LongName,
            message,
            pointer,
            "set another name by x-rust-name in an overlay where that is possible",
        );
    }

    pub(super) fn invalid(&mut self, rust_name: &str, pointer: &str) {
        let message = format!(
            "{rust_name:?} cannot be used as a Rust name here: it is not an identifier, is a keyword, is too long, is not in the usual case, or is taken"
        );
        self.report(Code::InvalidName, message, pointer, "set another name by x-rust-name");
    }

    /// Reports more tags than a published crate can have features.
    pub(super) fn features(&mut self, tags: usize) {
        if tags <= MAX_FEATURES - OWN_FEATURES {
            return;
        }
        let message = format!(
            "each tag is a feature of the crate, and there are {tags}; crates.io accepts {MAX_FEATURES}, including the {OWN_FEATURES} features that belong to no tag"
        );
        let help = "no change is needed unless the crate is published there: ask its team for a higher limit, or merge tags in an overlay";
        self.report(Code::ManyFeatures, message, "/tags", help);
    }

    fn report(&mut self, code: Code, message: String, pointer: &str, help: &str) {
        let mut diagnostic = Diagnostic::new(code, message).help(help);
        diagnostic.place = self.places.place(pointer);
        self.diagnostics.push(diagnostic);
    }
}

/// How to give values or alternatives other names.
fn help(what: &str) -> &'static str {
    match what {
        "value" => "names follow the document; `x-enum-varnames` in an overlay sets others",
        "alternative" => "names follow the document; a `title` in an overlay sets another",
        _ => "names follow the document; no change is needed",
    }
}
