//! JSON that becomes types, leniently and strictly: what is read is written and read as the same.

use serde::Serialize;

use crate::acme::{Invoice, Line, Span, Tagged, Untagged};
use crate::fuzzing::{Parser, text};
use crate::runtime::{Base64, Body, Decode, Mode, Nullable, Reply};

pub(crate) fn json() -> Parser {
    let seeds = SEEDS.iter().map(|&text| text.to_owned()).collect();
    Parser { name: "types", seeds, words: WORDS, change: text::changed, check }
}

const SEEDS: &[&str] = &[
    "{\"id\": 1, \"note\": \"x\", \"lines\": [{\"price\": 2, \"tax\": 1.5}], \"paidAt\": null, \"payer\": {\"id\": 2, \"lines\": []}}",
    "{\"kind\": \"invoice\", \"id\": 1, \"lines\": null}",
    "{\"errorCode\": 1, \"errorMessage\": \"x\", \"kind\": \"problem\"}",
    "[1, \"a\", true, false]",
    "\"active\"",
    "\"QUJD\"",
    "\"2020-01-31T12:00:00+01:00\"",
    "\"2020-01-31\"",
    "9223372036854775807",
    "1.0",
    "null",
    "{\"price\": 1e2, \"price\": 3}",
    "{\"id\": \"1\", \"payer\": {\"payer\": {\"payer\": {}}}}",
];

const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"id\":",
    "\"lines\":",
    "\"payer\":",
    "\"kind\":",
    "\"invoice\"",
    "\"price\":",
    "null",
    "true",
    "1",
    "-1",
    "1.0",
    "1e2",
    "1e400",
    "\"\"",
    "\"a\"",
    "\"\\u0000\"",
    "\"9999-12-31T23:59:59Z\"",
    "18446744073709551615",
    "{\"payer\":",
    "[[",
    "]]",
];

fn check(text: &str) {
    for mode in [Mode::Lenient, Mode::Strict] {
        same::<Invoice>(text, mode);
        same::<Vec<Line>>(text, mode);
        same::<Span>(text, mode);
        same::<Tagged>(text, mode);
        same::<Untagged>(text, mode);
        same::<Nullable<Vec<i64>>>(text, mode);
        same::<Base64>(text, mode);
        same::<jiff::Timestamp>(text, mode);
        same::<jiff::civil::Date>(text, mode);
        same::<f64>(text, mode);
        same::<String>(text, mode);
    }
}

fn same<T: Decode + Serialize>(text: &str, mode: Mode) {
    let read = |text: String| {
        let reply = Reply::new(http::Response::new(Body::from(text)), mode).unwrap();
        reply.json::<T>().map(|value| serde_json::to_value(value).unwrap())
    };
    if let Ok(value) = read(text.to_owned()) {
        let again = read(value.to_string());
        assert_eq!(again.ok().as_ref(), Some(&value), "{}", std::any::type_name::<T>());
    }
}
