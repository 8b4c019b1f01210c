//! The state of one decoding besides the data: the mode, the path of an error, and the corrections made.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

/// The strictness with which responses are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// A field that is documented as required but is missing or `null` reads as the empty value of its type. A date and time without
    /// an offset reads as UTC. A date and time in place of a date reads as its date.
    ///
    /// All such corrections of a response are reported in one [`tracing`] event. A wrong type is still an error. So is an object that
    /// has none of its required fields: it is a different object.
    #[default]
    Lenient,
    /// A field that is documented as required but is missing or `null` is an error, and so are a date and time without an offset, and one
    /// in place of a date.
    Strict,
}

/// The state of one decoding.
///
/// The path of an error is assembled while the error travels outwards, so decoding without errors has no cost.
#[derive(Debug, Default)]
pub struct Decoding {
    pub(super) mode: Mode,
    pub(super) unions: Unions,
    pub(super) choice: Cell<Choice>,
    pub(super) path: RefCell<Vec<Segment>>,
    pub(super) corrections: RefCell<Vec<Correction>>,
}

/// The state of the unions around a value.
#[derive(Debug, Default)]
#[allow(dead_code, reason = "for APIs with unions")]
pub(super) struct Unions {
    /// The required fit of the value.
    pub(super) fit: Fit,
    /// The number of further arms that may be tried, inside a trial of an arm.
    pub(super) left: Option<Rc<Cell<u32>>>,
    /// The number of unions around the value.
    pub(super) depth: Cell<u32>,
    /// The mismatches between the value and the arm being tried; see [`Decode::mismatches`](super::decode::Decode::mismatches).
    pub(super) mismatches: Cell<usize>,
}

/// The required fit of a value with the arm of a union that is being tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[allow(dead_code, reason = "for APIs with unions")]
pub(super) enum Fit {
    /// As in lenient mode: missing fields read as empty.
    #[default]
    Lenient,
    /// Nothing is missing, but values of enumerations may be undocumented.
    Complete,
    /// Nothing is missing, and all values of enumerations are documented.
    Exact,
}

/// The way in which unions that are read next find their arm.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Choice {
    /// By their tag, or else by trying.
    #[default]
    Free,
    /// Not yet: their JSON is kept as it is.
    Later,
    /// The arm with this index is taken.
    #[allow(dead_code, reason = "for APIs with unions whose arm is named beside them")]
    Arm(usize),
}

/// A step of the path to an error.
#[derive(Debug)]
pub(crate) enum Segment {
    Field(&'static str),
    Key(String),
    Index(usize),
}

/// An undocumented value in a response that was read despite that.
#[derive(Debug)]
pub(super) struct Correction {
    what: &'static str,
    record: &'static str,
    field: &'static str,
    cause: &'static str,
    count: usize,
}

/// An error in a text, and its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) path: String,
    pub(crate) message: String,
}

impl Decoding {
    /// A new decoding.
    #[must_use]
    pub fn new(mode: Mode) -> Self {
        Self { mode, ..Self::default() }
    }

    /// The strictness with which responses are read.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether only documented values fit: not an unknown value of an enumeration, nor another form of a date, for instance.
    #[allow(dead_code, reason = "for APIs with unions, enumerations or formats")]
    pub(crate) fn is_exact(&self) -> bool {
        self.unions.fit == Fit::Exact
    }

    /// Runs a function while unions find their arm in this way.
    pub(crate) fn choosing<R>(&self, choice: Choice, read: impl FnOnce() -> R) -> R {
        let before = self.choice.replace(choice);
        let result = read();
        self.choice.set(before);
        result
    }

    /// Records that a required field was missing or `null`; `false` means that this is an error.
    pub(crate) fn correct(
        &self,
        record: &'static str,
        field: &'static str,
        cause: &'static str,
    ) -> bool {
        let what = "read a required field as empty";
        self.is_corrected(Correction { what, record, field, cause, count: 1 })
    }

    /// Records that a date and time without an offset was read as UTC; `false` means that this is an error.
    #[allow(dead_code, reason = "for APIs with date-times")]
    pub(crate) fn take_for_utc(&self) -> bool {
        let what = "read a date and time as one of UTC";
        let (record, cause) = ("date-time", "without an offset");
        self.is_corrected(Correction { what, record, field: "", cause, count: 1 })
    }

    /// Records that a date and time was read as its date; `false` means that this is an error.
    #[allow(dead_code, reason = "for APIs with dates")]
    pub(crate) fn take_for_date(&self) -> bool {
        let what = "read a date and time as its date";
        let (record, cause) = ("date", "with a time");
        self.is_corrected(Correction { what, record, field: "", cause, count: 1 })
    }

    fn is_corrected(&self, correction: Correction) -> bool {
        let is_lenient = self.mode == Mode::Lenient;
        if is_lenient {
            self.note(correction);
        }
        is_lenient
    }

    pub(super) fn note(&self, new: Correction) {
        let mut corrections = self.corrections.borrow_mut();
        let same = |old: &&mut Correction| {
            (old.record, old.field, old.cause) == (new.record, new.field, new.cause)
        };
        match corrections.iter_mut().find(same) {
            Some(old) => old.count += new.count,
            None => corrections.push(new),
        }
    }

    /// Adds a step to the path of an error on its way out.
    pub(crate) fn step(&self, segment: Segment) {
        self.path.borrow_mut().push(segment);
    }

    /// The path of the error, such as `lines[3].price`; empty for the outermost value.
    pub(crate) fn path(&self) -> String {
        let mut text = String::new();
        for segment in self.path.borrow().iter().rev() {
            match segment {
                Segment::Index(index) => text.push_str(&format!("[{index}]")),
                Segment::Field(name) => push_name(&mut text, name),
                Segment::Key(name) => push_name(&mut text, name),
            }
        }
        text
    }

    /// Emits one event for all corrections, with their number and the most frequent one.
    pub(crate) fn report(&self, call: Option<&dyn fmt::Display>) {
        let corrections = self.corrections.borrow();
        if corrections.is_empty() {
            return;
        }
        let total: usize = corrections.iter().map(|correction| correction.count).sum();
        let (kinds, first) = (corrections.len(), &corrections[0]);
        let most = corrections
            .iter()
            .fold(first, |most, other| if other.count > most.count { other } else { most });
        let Correction { what, record, field, cause, count } = most;
        tracing::event!(
            target: env!("CARGO_CRATE_NAME"),
            tracing::Level::WARN,
            { call = call.map(tracing::field::display), corrections = total, kinds, what, "type" = record, field, cause, count },
            "a response is not as documented"
        );
    }

    /// The path and message of an error of `serde_json`. The position in the text is left out where the path says more.
    pub(crate) fn fault(&self, error: &serde_json::Error) -> Fault {
        let mut message = error.to_string();
        if error.is_data() {
            let position = format!(" at line {} column {}", error.line(), error.column());
            if let Some(rest) = message.strip_suffix(&position) {
                message.truncate(rest.len());
            }
        }
        Fault { path: self.path(), message: shorten(message) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

fn push_name(text: &mut String, name: &str) {
    let plain = !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'));
    if !plain {
        text.push_str(&format!("[{name:?}]"));
        return;
    }
    if !text.is_empty() {
        text.push('.');
    }
    text.push_str(name);
}

/// Limits the length of a message that quotes data.
pub(crate) fn shorten(mut message: String) -> String {
    const LIMIT: usize = 300;
    if message.len() > LIMIT {
        let mut end = LIMIT;
        while !message.is_char_boundary(end) {
            end -= 1;
        }
        message.truncate(end);
        message.push('…');
    }
    message
}
