//! A file of exceptions in; the excepted changes and the exceptions that match no change out.
//!
//! ```yaml
//! - fingerprint: 3f0a1b2c4d5e6f70        # of one change, as every report shows it
//!   reason: the vendor confirmed that the field was never sent
//!   code: response-property-removed     # these two are for readers and may be left out
//!   subject: 'SessionUser: phone'
//! ```
//!
//! An excepted change is reported with its reason and fails no run. Errors, each with its line and column, are unknown keys, empty
//! reasons, invalid fingerprints, and fingerprints that are named twice.

use super::Change;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Syntax, join, yaml};
use crate::source::{Place, Source};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The number of hexadecimal digits of a fingerprint.
const DIGITS: usize = 16;

/// Excepts the change of one fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// The fingerprint, as [`Change::fingerprint`] makes it.
    pub fingerprint: String,
    /// The reason why the change fails no run.
    pub reason: String,
    /// The code and subject that the file names; empty without either.
    pub note: String,
    /// The place of the entry in the file.
    pub place: Place,
}

impl Exception {
    /// The diagnostic of an exception that matches no change.
    pub fn stale(&self) -> Diagnostic {
        let what = if self.note.is_empty() { String::new() } else { format!(" ({})", self.note) };
        let message = format!("no change has the fingerprint {}{what}", self.fingerprint);
        Diagnostic::new(Code::StaleException, message)
            .at(self.place.clone())
            .help("the change is gone or differs now: remove the exception, or copy the new fingerprint from the report")
    }
}

/// An entry of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map of keys")]
struct Entry {
    fingerprint: String,
    reason: String,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    subject: Option<String>,
}

/// Reads a file of exceptions; an empty one has none.
///
/// # Errors
///
/// Everything that is wrong with the file. Of syntax and keys, only the first fault is known.
pub fn read(source: &Arc<Source>) -> Result<Vec<Exception>, Vec<Diagnostic>> {
    let text = source.text.trim_start_matches('\u{feff}');
    let entries: Option<Vec<Entry>> = yaml::from_str(text).map_err(|error| {
        let skipped = source.text.len() - text.len();
        let span = crate::config::span_of(text, error.line, error.column);
        let span = Some(span.start + skipped..span.end + skipped);
        let place = Place { span, ..Place::whole(source).at(error.pointer) };
        vec![invalid(crate::config::message_of(&error.message)).at(place)]
    })?;
    let mut reader = Reader { source, seen: BTreeMap::new(), faults: Vec::new() };
    let entries = entries.unwrap_or_default().into_iter().enumerate();
    let exceptions = entries.map(|(index, entry)| reader.entry(index, entry)).collect();
    if reader.faults.is_empty() { Ok(exceptions) } else { Err(reader.faults) }
}

fn invalid(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::InvalidExceptions, message)
}

struct Reader<'s> {
    source: &'s Arc<Source>,
    /// The first place of each fingerprint.
    seen: BTreeMap<String, Place>,
    faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn entry(&mut self, index: usize, entry: Entry) -> Exception {
        let pointer = format!("/{index}");
        let at = |key: &str| self.place(join(&pointer, key));
        let (place, reason) = (at("fingerprint"), at("reason"));
        if entry.reason.trim().is_empty() {
            self.faults.push(invalid("an exception needs a reason").at(reason));
        }
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let fingerprint = entry.fingerprint;
        if fingerprint.len() != DIGITS || !fingerprint.bytes().all(is_digit) {
            let message =
                format!("{fingerprint:?} is not a fingerprint: {DIGITS} digits from 0 to f");
            let help = "copy it from the report; quote it if it reads like a number";
            self.faults.push(invalid(message).at(place.clone()).help(help));
        } else if let Some(first) = self.seen.get(&fingerprint) {
            let message = format!("the fingerprint {fingerprint} is named twice");
            let first = first.clone();
            self.faults.push(invalid(message).at(place.clone()).related(first, "named here first"));
        } else {
            self.seen.insert(fingerprint.clone(), place.clone());
        }
        let note = [entry.code, entry.subject].into_iter().flatten();
        let note = note.collect::<Vec<_>>().join(", ");
        Exception { fingerprint, reason: entry.reason.trim().to_owned(), note, place }
    }

    fn place(&self, pointer: String) -> Place {
        let span = crate::document::locate(&self.source.text, Syntax::Yaml, &pointer);
        Place::span(self.source, span).at(pointer)
    }
}

/// A change that an exception names.
#[derive(Debug, Clone)]
pub struct Excepted {
    /// The change.
    pub change: Change,
    /// The reason why it fails no run.
    pub reason: String,
}

/// Separates the changes that count, the excepted ones, and the exceptions that match no change; each in order.
pub fn apply(
    changes: Vec<Change>,
    exceptions: Vec<Exception>,
) -> (Vec<Change>, Vec<Excepted>, Vec<Exception>) {
    let mut used = BTreeSet::new();
    let (mut counted, mut excepted) = (Vec::new(), Vec::new());
    for change in changes {
        let fingerprint = change.fingerprint();
        match exceptions.iter().find(|exception| exception.fingerprint == fingerprint) {
            Some(exception) => {
                used.insert(fingerprint);
                excepted.push(Excepted { change, reason: exception.reason.clone() });
            }
            None => counted.push(change),
        }
    }
    let is_unused = |exception: &Exception| !used.contains(&exception.fingerprint);
    (counted, excepted, exceptions.into_iter().filter(is_unused).collect())
}
