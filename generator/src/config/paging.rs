//! `paging:` of the configuration: values in, their faults out.

use super::Fault;
use crate::document::{is_token, join};
use crate::source::Place;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A way to read lists in pages. One of `header`, `offset`, `page`, `cursor`, `next_url` and `link` selects it; the other keys refine it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, expecting = "a map of keys")]
pub struct Paging {
    /// The name of a header: a request header with a range, or a response header with a token.
    pub header: Option<String>,
    /// The value of the request header, with `{start}` and `{results}` in it.
    pub range: Option<String>,
    /// The default number of items.
    pub results: Option<u64>,
    /// Whether the response header holds a token for the next page, which the next request sends back.
    pub token: bool,
    /// The status code that means that a token or cursor has expired.
    pub expired: Option<u16>,
    /// A query parameter, or the JSON pointer of a property of the request body: the index of the first item, counted from 0.
    pub offset: Option<String>,
    /// The parameter for the number of items, next to `offset`.
    pub limit: Option<String>,
    /// A query parameter, or the JSON pointer of a property of the request body: the number of the page.
    pub page: Option<String>,
    /// The number of the first page; default 1.
    pub first: Option<u64>,
    /// The parameter for the number of items, next to `page`.
    pub size: Option<String>,
    /// A query parameter, or the JSON pointer of a property of the request body: the cursor of the page.
    pub cursor: Option<String>,
    /// The JSON pointer of the next cursor in a response.
    pub next: Option<String>,
    /// The response header that holds the next cursor.
    pub next_header: Option<String>,
    /// The JSON pointer of a value in a response that is `false` on the last page.
    pub more: Option<String>,
    /// The JSON pointer of the URL of the next page in a response.
    pub next_url: Option<String>,
    /// Whether the response header `link` holds the URL of the next page (RFC 8288).
    pub link: bool,
    /// The JSON pointer of the items in a response; default: the response itself, or its only property that is a list.
    pub items: Option<String>,
    /// The operations, by operationId or by method and path; default: those with everything that the entry names.
    pub operations: Vec<String>,
    /// The place of the entry.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// The keys that select the way of an entry, each with the keys allowed next to it, apart from `items` and `operations`.
const KINDS: &[(&str, &[&str])] = &[
    ("header", &["range", "results", "token", "expired"]),
    ("offset", &["limit", "results"]),
    ("page", &["first", "size", "results"]),
    ("cursor", &["next", "next_header", "more", "expired"]),
    ("next_url", &[]),
    ("link", &[]),
];

const EITHER: &str = "write `range: start={start},results={results}` and `results: 25` for a request header that asks for a part of \
                      a list, or `token: true` for a header of a response that names the next page";
const KIND: &str = "write one of `header`, `offset`, `page`, `cursor`, `next_url` and `link`";
const RESULTS: &str = "give the number of items to ask for if the caller gives none: results: 25";
const REMOVE: &str = "remove the key";
const NEXT: &str = "name the place in a response that names the next page: `next: /next_cursor`, or `next_header: X-Next`";
const POINTER: &str =
    "write a JSON pointer into the response, which begins with a slash: /next_cursor";

impl Paging {
    /// The keys that are set, apart from `items` and `operations`.
    fn keys(&self) -> Vec<&'static str> {
        let keys = [
            ("header", self.header.is_some()),
            ("range", self.range.is_some()),
            ("results", self.results.is_some()),
            ("token", self.token),
            ("expired", self.expired.is_some()),
            ("offset", self.offset.is_some()),
            ("limit", self.limit.is_some()),
            ("page", self.page.is_some()),
            ("first", self.first.is_some()),
            ("size", self.size.is_some()),
            ("cursor", self.cursor.is_some()),
            ("next", self.next.is_some()),
            ("next_header", self.next_header.is_some()),
            ("more", self.more.is_some()),
            ("next_url", self.next_url.is_some()),
            ("link", self.link),
        ];
        keys.into_iter().filter(|(_, is_set)| *is_set).map(|(key, _)| key).collect()
    }

    /// The JSON pointers, by their keys.
    pub(crate) fn pointers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("next", &self.next),
            ("more", &self.more),
            ("next_url", &self.next_url),
            ("items", &self.items),
        ]
        .into_iter()
        .filter_map(|(key, pointer)| Some((key, pointer.as_deref()?)))
    }
}

/// The faults of the entries.
pub(super) fn faults(entries: &[Paging]) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let pointer = join("/paging", &index.to_string());
        if let Some(header) = &entry.header {
            let reason = header_fault(header);
            let twice = !seen.insert(header.to_ascii_lowercase());
            let twice = twice.then_some(("is listed twice", "remove one entry"));
            if let Some((reason, help)) = reason.or(twice) {
                let message = format!("the header {header:?} {reason}");
                faults.push(Fault::new(join(&pointer, "header"), message).help(help));
            }
        }
        faults.extend(kind_faults(entry, &pointer));
    }
    faults
}

/// The fault of a header's name, with a help text.
fn header_fault(name: &str) -> Option<(&'static str, &'static str)> {
    const IGNORED: &[&str] = &["accept", "authorization", "content-type"];
    if !is_token(name) {
        Some((
            "is not a header name",
            "write the name alone, without colon and spaces: RANGED-DATA",
        ))
    } else if IGNORED.iter().any(|ignored| name.eq_ignore_ascii_case(ignored)) {
        Some(("is never a parameter in OpenAPI", "remove the entry"))
    } else {
        None
    }
}

/// The faults of an entry's keys.
fn kind_faults(entry: &Paging, pointer: &str) -> Vec<Fault> {
    let keys = entry.keys();
    let kinds: Vec<_> = KINDS.iter().filter(|(kind, _)| keys.contains(kind)).collect();
    let (kind, allowed) = match kinds.as_slice() {
        [] => return vec![Fault::new(pointer, "an entry needs a way to ask for pages").help(KIND)],
        [only] => **only,
        [(first, _), (second, _), ..] => {
            let message =
                format!("an entry has one way to ask for pages, not both {first} and {second}");
            return vec![Fault::new(join(pointer, second), message).help(KIND)];
        }
    };
    let strange = keys.iter().filter(|key| **key != kind && !allowed.contains(key));
    let mut faults: Vec<Fault> = strange
        .map(|key| {
            let message = format!("{key} cannot be combined with {kind}");
            Fault::new(join(pointer, key), message).help(REMOVE)
        })
        .collect();
    faults.extend(entry.pointers().filter(|(_, text)| !text.starts_with('/')).map(
        |(key, text)| {
            let help = if text.chars().any(char::is_whitespace) || text.is_empty() {
                POINTER.to_owned()
            } else {
                format!("write /{}", text.trim_start_matches("$.").replace('.', "/"))
            };
            Fault::new(join(pointer, key), format!("{text:?} is not a JSON pointer")).help(help)
        },
    ));
    match kind {
        "header" => faults.extend(header_faults(entry, pointer)),
        "cursor" => faults.extend(cursor_faults(entry, pointer)),
        _ => faults.extend(size_faults(entry, pointer)),
    }
    faults
}

/// The faults of the keys next to `header`.
fn header_faults(entry: &Paging, pointer: &str) -> Vec<Fault> {
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
                faults.push(fault(
                    "results",
                    "a token does not ask for a number of results",
                    REMOVE,
                ));
            }
            faults.extend(expired_fault(entry, pointer));
        }
    }
    faults
}

/// The faults of the keys next to `cursor`.
fn cursor_faults(entry: &Paging, pointer: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    match (&entry.next, &entry.next_header) {
        (None, None) => faults.push(Fault::new(pointer, "a cursor needs `next`").help(NEXT)),
        (Some(_), Some(_)) => {
            let message = "the next page is named either in the body or in a header";
            faults.push(Fault::new(join(pointer, "next_header"), message).help(NEXT));
        }
        (_, Some(header)) => faults.extend(header_fault(header).map(|(reason, help)| {
            let message = format!("the header {header:?} {reason}");
            Fault::new(join(pointer, "next_header"), message).help(help)
        })),
        (Some(_), None) => {}
    }
    faults.extend(expired_fault(entry, pointer));
    faults
}

fn expired_fault(entry: &Paging, pointer: &str) -> Option<Fault> {
    let help = "name the status code of the response to an expired token: expired: 410";
    let message = "an expired token is a failure: a status from 400 to 599";
    let is_none = entry.expired.is_some_and(|status| !(400..600).contains(&status));
    is_none.then(|| Fault::new(join(pointer, "expired"), message).help(help))
}

/// The fault of the page size of an entry.
fn size_faults(entry: &Paging, pointer: &str) -> Option<Fault> {
    let [partner, parameter] =
        if entry.offset.is_some() { ["offset", "limit"] } else { ["page", "size"] };
    let names = [[&entry.offset, &entry.limit], [&entry.page, &entry.size]];
    let are_apart = |[own, size]: &[&Option<String>; 2]| {
        let is_in_body = |name: &Option<String>| name.as_ref().map(|name| name.starts_with('/'));
        is_in_body(own).zip(is_in_body(size)).is_some_and(|(own, size)| own != size)
    };
    if names.iter().any(are_apart) {
        let message = format!("`{parameter}` and `{partner}` must be in the same place");
        let help = "name both in the query, or both by JSON pointers into the request body";
        return Some(Fault::new(join(pointer, parameter), message).help(help));
    }
    let is_named = entry.limit.is_some() || entry.size.is_some();
    let at = join(pointer, "results");
    match entry.results? {
        0 => Some(Fault::new(at, "a page needs at least one result").help(RESULTS)),
        _ if is_named => None,
        _ => {
            let message =
                format!("`results` needs `{parameter}`, the parameter that holds this number");
            Some(Fault::new(at, message).help("name the parameter, or remove the key"))
        }
    }
}

/// The fault of a range's value.
fn range_fault(range: &str) -> Option<Fault> {
    // A space replaces each placeholder, so that no new placeholder arises from the text around it.
    let rest = range.replacen("{start}", " ", 1).replacen("{results}", " ", 1);
    let sendable = range.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && range.trim() == range;
    let reason = if rest.len() + "{start}{results}".len() != range.len() + 2 {
        "does not hold both {start} and {results}"
    } else if rest.contains(['{', '}']) {
        "holds braces other than {start} and {results}"
    } else if !sendable {
        "cannot be the value of a header"
    } else {
        return None;
    };
    let help = "write it as it is sent, with {start} for the number of the first item and {results} for the number of items: start={start},results={results}";
    Some(Fault::new("", format!("the range {range:?} {reason}")).help(help))
}
