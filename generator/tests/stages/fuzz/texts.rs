//! The readers of YAML and JSON, which know where each value stands.

use super::corpus;
use crate::fuzzing::{Parser, document, text};
use serde_json::Value;
use specweave::document::{Syntax, locate, yaml as reader};
use std::ops::Range;

pub(crate) fn yaml() -> Parser {
    let mut seeds = corpus::everywhere(&["yaml", "yml"], 6_000);
    seeds.extend(SEEDS.iter().map(|&text| text.to_owned()));
    Parser { name: "yaml", seeds, words: WORDS, change: text::changed, check: check_yaml }
}

pub(crate) fn json() -> Parser {
    let mut seeds = corpus::everywhere(&["json"], 6_000);
    let values = SEEDS.iter().filter_map(|text| reader::parse(text).ok());
    seeds.extend(values.map(|value| serde_json::to_string_pretty(&value).unwrap()));
    Parser { name: "json", seeds, words: WORDS, change: text::changed, check: check_json }
}

const SEEDS: &[&str] = &[
    "a: &a {b: 1, c: [x, 'y', \"z\\n\"]}\nd:\n  <<: *a\n  e: |\n    text\n     more\n  f: >-\n    folded\n    text\n",
    "- ? complex\n  : value\n- ! tagged\n- !!str 12\n- !!int '3'\n-\n  - - a\n    - b\n",
    "# remark\n%YAML 1.2\n---\n\"key\": [a, {b: c}, 'it''s' ] # end\n...\n",
    "a: [\n  1,\n  2\n]\nb: {\n  c: \"d\" # e\n}\n",
    "200: ok\ntrue: yes\n~: null\n0x1f: .inf\n? |\n  block\n: 1\n",
    "x: |2-\n    kept\ny: >+\n\n  a\n\n  b\n\n",
];

const WORDS: &[&str] = &[
    "&a",
    "*a",
    "<<: *a",
    "<<: [*a, *a]",
    "!!map",
    "!!seq",
    "!!null ",
    "!!float",
    "!<tag:yaml.org,2002:str> ",
    "? ",
    "? - ",
    ": ",
    "- ",
    "- - ",
    "|",
    "|+1",
    ">-",
    "|9",
    "#",
    " #",
    "%TAG ! x:",
    "--- ",
    "...",
    "[",
    "]",
    "{",
    "}",
    "},",
    "],",
    "'",
    "\"",
    "\\x41",
    "\\U0001F600",
    "0o17",
    "0b1",
    "0x1f",
    "1_000",
    "1e5",
    "12:30:45",
    "2020-01-01",
    "~",
    "Null",
    "=",
    "@",
    "`",
    "\"\\",
    "'' ",
    "{\"a\":",
    "[[[[",
    "]]]]",
    "\"\\u00e9\"",
    "\\/",
    "1E+2",
    "-",
    "\u{feff}",
];

fn check_yaml(text: &str) {
    let value = match reader::parse(text) {
        Ok(value) => value,
        Err(error) => {
            // Each of these may end a line.
            let breaks = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
            let lines = text.split(breaks).count();
            return assert!((1..=lines).contains(&error.line) && error.column > 0, "{error:?}");
        }
    };
    let written = reader::to_string(&value).unwrap();
    assert_eq!(reader::parse(&written).as_ref(), Ok(&value), "written as {written:?}");
    places(text, Syntax::Yaml, &value);
}

fn check_json(text: &str) {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        for pointer in ["", "/a", "/0/a/~1"] {
            assert!(text.get(locate(text, Syntax::Json, pointer)).is_some());
        }
        return;
    };
    for (pointer, range) in places(text, Syntax::Json, &value) {
        let there: Value = serde_json::from_str(&text[range]).unwrap();
        assert_eq!(Some(&there), value.pointer(&pointer), "{pointer}");
    }
}

/// The places of some of the values of a text. Each lies in that of the value around it.
fn places(text: &str, syntax: Syntax, value: &Value) -> Vec<(String, Range<usize>)> {
    let pointers = document::pointers(value);
    let step = 1 + pointers.len() / 8;
    let place = |pointer: String| {
        let range = locate(text, syntax, &pointer);
        assert!(text.get(range.clone()).is_some(), "{pointer} at {range:?}");
        let around = pointer.rsplit_once('/').map(|(around, _)| locate(text, syntax, around));
        if let Some(around) = around {
            let is_inside = around.start <= range.start && range.end <= around.end;
            assert!(is_inside, "{pointer} at {range:?} is not in {around:?}");
        }
        (pointer, range)
    };
    pointers.into_iter().step_by(step).map(place).collect()
}
