//! Parameters and forms in every style.

use http::Method;
use serde_json::Value;

use crate::fuzzing::{Parser, document};
use crate::runtime::{BaseUrl, Meta, RequestBuilder, Style};

pub(crate) fn styles() -> Parser {
    let seeds = SEEDS.iter().map(|&text| text.to_owned()).collect();
    Parser { name: "styles", seeds, words: &[], change: document::changed, check }
}

const SEEDS: &[&str] = &[
    "\"blue\"",
    "[\"blue\", \"black\", null, 1, true]",
    "{\"B\": 150, \"G\": 2.0, \"R\": null}",
    "{\"a\": {\"b\": [1, {\"c\": \"d&e\"}]}, \"f\": [\"g\", \"h\"]}",
    "[[1], {}]",
    "\"\"",
    "\"..\"",
    "\"/?#[]@!$&'()*+,;=%\"",
    "{\"\": \"\", \"a=b\": \"c&d\", \"[x]\": [\"é🦀\"]}",
    "1e300",
    "9007199254740993",
    "-0.0",
];

const META: Meta = Meta::new("paint", Method::GET, "/paint/{color}/{b}");

fn builder() -> RequestBuilder {
    RequestBuilder::new(&META, &BaseUrl::parse("https://acme.test/v1").unwrap())
}

fn check(text: &str) {
    let value: Value = serde_json::from_str(text).unwrap();
    let all = [
        Style::SIMPLE,
        Style::LABEL,
        Style::MATRIX,
        Style::FORM,
        Style::SPACE_DELIMITED,
        Style::PIPE_DELIMITED,
        Style::DEEP_OBJECT,
        Style::JSON,
    ];
    for style in all.into_iter().flat_map(|style| {
        [style, style.explode(true), style.explode(false), style.allow_reserved()]
    }) {
        let path = builder().path_styled("color", &value, style).path("b", "x");
        if let Ok(request) = path.finish() {
            // No value leads out of its segment.
            let segments: Vec<&str> = request.uri().path().split('/').collect();
            assert_eq!(
                (segments.len(), segments[1], segments[2]),
                (5, "v1", "paint"),
                "{style:?}: {}",
                request.uri()
            );
            assert!(!matches!(segments[3], "." | ".."), "{style:?}: {}", request.uri());
        }
        let other =
            |builder: RequestBuilder| builder.path("color", "x").path("b", "y").query("z", "1");
        if let Ok(request) = other(builder()).query_styled("color", &value, style).finish() {
            let query = request.uri().query().unwrap();
            assert!(query.starts_with("z=1") && !query.contains(['#', ' ']), "{style:?}: {query}");
            if let (Value::String(text), Style::FORM) = (&value, style) {
                let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
                assert_eq!(pairs[1], ("color".into(), text.into()), "{query}");
            }
        }
        let _ = other(builder()).header_styled("color", &value, style).finish();
        let _ = other(builder()).cookie_styled("color", &value, style).finish();
        let _ = builder().path("color", "x").path("b", "y").form(Some(&value)).finish();
    }
}
