//! Findings of rules in; diagnostics with places out. A rule changes the document while it runs, so it records pointers, and their places
//! are looked up later. Moved values keep the places where they were written.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Places, join};
use crate::source::Place;
use serde_json::{Map, Value};

/// The findings so far.
#[derive(Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
    moves: Vec<Move>,
    ignored: Map<String, Value>,
}

/// A value with a new pointer.
struct Move {
    to: String,
    from: String,
    /// Whether its content has moved with it.
    is_whole: bool,
}

struct Finding {
    code: Code,
    pointer: String,
    message: String,
    help: String,
    /// Whether the pointer is that of the document before the recorded moves.
    is_before: bool,
    /// Whether the key of the value is shown instead of the value.
    is_key: bool,
    place: Written,
}

/// The place where a value was written.
enum Written {
    /// It is not looked up yet.
    Unknown,
    At(Place),
    /// It was added.
    Nowhere,
}

impl Findings {
    /// Adds a finding at a pointer of the merged document.
    pub(super) fn push(
        &mut self,
        code: Code,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let (pointer, message, help) = (pointer.into(), message.into(), help.into());
        let finding = Finding {
            code,
            pointer,
            message,
            help,
            is_before: false,
            is_key: false,
            place: Written::Unknown,
        };
        self.list.push(finding);
    }

    /// Adds a finding at the key of a value.
    pub(super) fn push_key(
        &mut self,
        code: Code,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(code, pointer, message, help);
        self.list.last_mut().into_iter().for_each(|finding| finding.is_key = true);
    }

    /// Adds a finding at a pointer from before the recorded moves.
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

    /// Records that a value moved to a pointer from another, after all moves recorded before.
    pub(super) fn moved(&mut self, to: impl Into<String>, from: impl Into<String>) {
        self.moves.push(Move { to: to.into(), from: from.into(), is_whole: true });
    }

    /// Records that an added value at a pointer stands for the value at another.
    pub(super) fn placed(&mut self, to: impl Into<String>, from: impl Into<String>) {
        self.moves.push(Move { to: to.into(), from: from.into(), is_whole: false });
    }

    /// Removes a value that nothing reads. Comparisons of two states still include it.
    pub(super) fn ignore(&mut self, map: &mut Map<String, Value>, key: &str, pointer: &str) {
        if let Some(value) = map.shift_remove(key) {
            self.ignored(join(pointer, key), value);
        }
    }

    /// Keeps a removed value, since comparisons of two states include it.
    pub(super) fn ignored(&mut self, pointer: String, value: Value) {
        self.ignored.insert(pointer, value);
    }

    /// Maps the new pointers of moved values to the places where they were written.
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

    /// Looks up the places of the findings so far, since their pointers may change meaning later.
    fn look_up(&mut self, places: &Places, only_before: bool) {
        for finding in &mut self.list {
            if matches!(finding.place, Written::Unknown) && (finding.is_before || !only_before) {
                let place = places.place(&finding.pointer);
                let place = if finding.is_key { place.map(Place::at_key) } else { place };
                finding.place = place.map_or(Written::Nowhere, Written::At);
            }
        }
    }

    /// Reports all findings with their places.
    pub(super) fn report(mut self, document: &mut Document, diagnostics: &mut Diagnostics) {
        self.look_up(&document.places, false);
        document.ignored = self.ignored;
        diagnostics.extend(self.list.into_iter().map(|finding| {
            let mut diagnostic = Diagnostic::new(finding.code, finding.message).help(finding.help);
            diagnostic.place = match finding.place {
                Written::At(place) => Some(place),
                Written::Unknown | Written::Nowhere => None,
            };
            diagnostic
        }));
    }
}
