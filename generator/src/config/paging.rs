//! `paging:` of the configuration: its values in, what is wrong with them out.

use super::Fault;
use crate::document::join;
use crate::source::Place;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A header by which lists are read in pages: either a request header with a range, or a response's header with a token.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a map of keys")]
pub struct Paging {
    /// The name of the header.
    pub header: String,
    /// The value of the request header, with `{start}` and `{results}` in it.
    #[serde(default)]
    pub range: Option<String>,
    /// How many items a range asks for where the user does not say.
    #[serde(default)]
    pub results: Option<u64>,
    /// Whether the response's header names the next page, and is sent back for it.
    #[serde(default)]
    pub token: bool,
    /// The status that says that a token is no longer valid.
    #[serde(default)]
    pub expired: Option<u16>,
    /// Where the entry stands.
    #[serde(skip)]
    pub place: Option<Place>,
}

const EITHER: &str = "write `range: start={start},results={results}` and `results: 25` for a request header that asks for a part of \
                      a list, or `token: true` for a header of a response that names the next page";
const RESULTS: &str = "say how many items are asked for where the user does not: results: 25";
const REMOVE: &str = "remove the key";

/// What is wrong with the entries.
pub(super) fn faults(entries: &[Paging]) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let pointer = join("/paging", &index.to_string());
        let reason = header_fault(&entry.header);
        let twice = !seen.insert(entry.header.to_ascii_lowercase());
        if let Some((reason, help)) =
            reason.or(twice.then_some(("is listed twice", "remove one entry")))
        {
            let message = format!("the header {:?} {reason}", entry.header);
            faults.push(Fault::new(join(&pointer, "header"), message).help(help));
        }
        faults.extend(kind_faults(entry, &pointer));
    }
    faults
}

/// What is wrong with the name of a header, and what to do.
fn header_fault(name: &str) -> Option<(&'static str, &'static str)> {
    const IGNORED: &[&str] = &["accept", "authorization", "content-type"];
    // RFC 9110, 5.6.2.
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(allowed) {
        Some((
            "is no name of a header",
            "write the name alone, without colon and spaces: RANGED-DATA",
        ))
    } else if IGNORED.iter().any(|ignored| name.eq_ignore_ascii_case(ignored)) {
        Some(("is never a parameter in OpenAPI", "remove the entry"))
    } else {
        None
    }
}

/// What is wrong with the keys beside `header`.
fn kind_faults(entry: &Paging, pointer: &str) -> Vec<Fault> {
    let fault = |key: &str, message: &str, help| Fault::new(join(pointer, key), message).help(help);
    let mut faults = Vec::new();
    match &entry.range {
        Some(_) if entry.token => {
            faults.push(fault("token", "an entry has either a range or a token", EITHER))
        }
        Some(range) => {
            faults.extend(range_fault(range).map(|fault| fault.at(join(pointer, "range"))));
            match entry.results {
                None => faults.push(Fault::new(pointer, "a range needs `results`").help(RESULTS)),
                Some(0) => {
                    faults.push(fault("results", "a range needs at least one result", RESULTS))
                }
                Some(_) => {}
            }
            if entry.expired.is_some() {
                faults.push(fault("expired", "a range does not expire; tokens do", REMOVE));
            }
        }
        None if !entry.token => {
            faults.push(Fault::new(pointer, "an entry needs a range or a token").help(EITHER));
        }
        None => {
            if entry.results.is_some() {
                faults.push(fault("results", "a token asks for no number of results", REMOVE));
            }
            if entry.expired.is_some_and(|status| !(400..600).contains(&status)) {
                let help = "name the status by which the server says so: expired: 410";
                faults.push(fault(
                    "expired",
                    "an expired token is a failure: a status from 400 to 599",
                    help,
                ));
            }
        }
    }
    faults
}

/// What is wrong with the value of a range.
fn range_fault(range: &str) -> Option<Fault> {
    // Something stays in their places, so that none is put together from what is around another.
    let rest = range.replacen("{start}", " ", 1).replacen("{results}", " ", 1);
    let sendable = range.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && range.trim() == range;
    let reason = if rest.len() + "{start}{results}".len() != range.len() + 2 {
        "does not hold both {start} and {results}"
    } else if rest.contains(['{', '}']) {
        "holds more than {start} and {results} in braces"
    } else if !sendable {
        "cannot be the value of a header"
    } else {
        return None;
    };
    let help = "write it as it is sent, with {start} for the number of the first item and {results} for how many: \
                start={start},results={results}";
    Some(Fault::new("", format!("the range {range:?} {reason}")).help(help))
}
