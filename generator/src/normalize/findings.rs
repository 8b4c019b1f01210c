//! What rules find in, diagnostics with places out. A rule changes the document while it looks, so it notes pointers and asks for
//! their places in the end. What it moved keeps the place where it was written.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Places};
use crate::source::Place;
use serde_json::{Map, Value};

/// What the rules found so far.
#[derive(Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
    moves: Vec<Move>,
    ignored: Map<String, Value>,
}

/// What is at another pointer now.
struct Move {
    to: String,
    from: String,
    /// Whether what is in it is there too.
    is_whole: bool,
}

struct Finding {
    code: Code,
    pointer: String,
    message: String,
    help: String,
    /// Whether the pointer is one of the document before anything was moved that is to be moved now.
    is_before: bool,
    /// Where it was written; the outer `None` as long as that was not looked up.
    place: Option<Option<Place>>,
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
        let finding = Finding { code, pointer, message, help, is_before: false, place: None };
        self.list.push(finding);
    }

    /// Notes something at a pointer that the document had before what is noted as moved was moved.
    pub(super) fn push_before(
        &mut self,
        code: Code,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(code, pointer, message, help);
        self.list.last_mut().into_iter().for_each(|finding| finding.is_before = true);
    }

    /// Notes that what is at a pointer of the document from now on was at another, after what was noted before it was moved.
    pub(super) fn moved(&mut self, to: impl Into<String>, from: impl Into<String>) {
        self.moves.push(Move { to: to.into(), from: from.into(), is_whole: true });
    }

    /// Notes that what was added at a pointer of the document stands for what is at another.
    pub(super) fn placed(&mut self, to: impl Into<String>, from: impl Into<String>) {
        self.moves.push(Move { to: to.into(), from: from.into(), is_whole: false });
    }

    /// Keeps what was taken out of the document, as two states of it are compared in that too.
    pub(super) fn ignored(&mut self, pointer: String, value: Value) {
        self.ignored.insert(pointer, value);
    }

    /// Lets the pointers of what was moved lead to the places where it was written.
    pub(super) fn move_places(&mut self, places: &mut Places) {
        self.look_up(places, true);
        for Move { to, from, is_whole } in std::mem::take(&mut self.moves) {
            if is_whole {
                places.moved(&to, &from);
            } else if let Some((origin, from)) = places.origin(&from) {
                let origin = origin.clone();
                places.origins.insert(to, (origin, from));
            }
        }
        self.look_up(places, false);
    }

    /// Looks up where what was found until now was written, as pointers may mean something else later.
    fn look_up(&mut self, places: &Places, only_before: bool) {
        for finding in &mut self.list {
            if finding.place.is_none() && (finding.is_before || !only_before) {
                finding.place = Some(places.place(&finding.pointer));
            }
        }
    }

    /// Reports everything, with the places where it was written.
    pub(super) fn report(mut self, document: &mut Document, diagnostics: &mut Diagnostics) {
        self.look_up(&document.places, false);
        document.ignored = self.ignored;
        diagnostics.extend(self.list.into_iter().map(|finding| {
            let mut diagnostic = Diagnostic::new(finding.code, finding.message).help(finding.help);
            diagnostic.place = finding.place.flatten();
            diagnostic
        }));
    }
}
