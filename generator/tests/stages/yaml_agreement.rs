//! Our reader of YAML and `serde_yaml` agree: on every document here, on scalars of every kind, and on random ones.

use crate::fuzzing::corpus::texts;
use crate::random::Random;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;
use std::path::Path;

/// A value as `serde_yaml` reads it, with keys as they are written.
struct Judged(Value);

impl<'de> Deserialize<'de> for Judged {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Judge).map(Self)
    }
}

struct Judge;

impl<'de> Visitor<'de> for Judge {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that can be said in JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("no such number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Judged(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let Judged(value) = entries.next_value()?;
            object.insert(key, value);
        }
        let Some(merged) = object.shift_remove("<<") else { return Ok(Value::Object(object)) };
        let parents = match merged {
            Value::Array(parents) => parents,
            parent => vec![parent],
        };
        for parent in parents {
            let Value::Object(parent) = parent else { return Err(A::Error::custom("no mapping")) };
            for (key, value) in parent {
                object.entry(key).or_insert(value);
            }
        }
        Ok(Value::Object(object))
    }
}

/// What both say of a text; `None` for a reader that refuses it.
fn both(text: &str) -> (Option<Value>, Option<Value>) {
    let judged = serde_yaml::from_str(text).ok().map(|Judged(value)| value);
    (specweave::document::yaml::parse(text).ok(), judged)
}

fn agree(text: &str) {
    let (ours, judged) = both(text);
    assert_eq!(ours, judged, "{text:?}");
    // Numbers that are equal may be of another kind.
    assert_eq!(format!("{ours:?}"), format!("{judged:?}"), "{text:?}");
}

#[test]
fn on_every_document_of_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let yaml = |folder: &Path| texts(folder, &["yaml", "yml"], usize::MAX);
    let own = yaml(root);
    assert!(own.len() > 20, "{}", own.len());
    let texts = [own, yaml(&root.with_file_name("shared"))].concat();
    for text in &texts {
        let (ours, judged) = both(text);
        // Fixtures hold faults too, of which one reader may know more than the other.
        assert!(ours.is_none() || judged.is_none() || ours == judged, "{text}");
        assert!(ours.is_some() == judged.is_some() || text.len() < 1_000, "{text}");
    }
}

const SCALARS: &[&str] = &[
    "",
    "~",
    "null",
    "Null",
    "NULL",
    "nULL",
    "true",
    "True",
    "TRUE",
    "tRUE",
    "false",
    "False",
    "FALSE",
    "yes",
    "no",
    "on",
    "off",
    "y",
    "0",
    "1",
    "-1",
    "+1",
    "--1",
    "+-1",
    "-0",
    "00",
    "-00",
    "0123",
    "+0123",
    "1_000",
    "1,000",
    "0x1F",
    "0X1F",
    "-0x1F",
    "+0x1f",
    "0x",
    "0x+1",
    "0xFFFFFFFFFFFFFFFF",
    "0xFFFFFFFFFFFFFFFFF",
    "0o17",
    "0o18",
    "-0o17",
    "0b101",
    "-0b101",
    "0b2",
    "0o",
    "017",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "340282366920938463463374607431768211455",
    "340282366920938463463374607431768211456",
    "-170141183460469231731687303715884105728",
    "-170141183460469231731687303715884105729",
    "1e400",
    "-1e400",
    "1.0",
    "1.",
    ".5",
    "-.5",
    "+.5",
    ".",
    "1e3",
    "1E3",
    "1e+3",
    "1e-3",
    "+1e3",
    "e3",
    "1e",
    "08.5",
    "01.5",
    "1.5.2",
    "0.1",
    "1_0.5",
    "0.30000000000000004",
    "1.7976931348623157e308",
    "5e-324",
    "inf",
    "nan",
    "Infinity",
    "NaN",
    "2024-01-01",
    "2024-01-01T00:00:00Z",
    "12:30",
    "1:2",
    "a b",
    "a#b",
    "a: b",
    "=",
    "<<",
    "'1'",
    "\"1\"",
    "''",
    "\"\"",
    "'it''s'",
    "\"a\\nb\\u00e9\\x41\\t\"",
    "'a\n  b'",
    "\"a\\\n  b\"",
    "!!str 1",
    "!!str",
    "!!str true",
    "!!int 1",
    "!!int '1'",
    "!!int x",
    "!!float 1",
    "!!float '1.5'",
    "!!float x",
    "!!bool true",
    "!!bool 'false'",
    "!!bool yes",
    "!!null ~",
    "!!null x",
    "!!binary aGk=",
    "!!timestamp 2024-01-01",
    "!foo 1",
    "!foo",
    "! 1",
    "!<tag:yaml.org,2002:str> 1",
    "!<tag:example.com,2024:x> 1",
    "!!map {a: 1}",
    "!!seq [1]",
    "!foo [1]",
    "!foo {a: 1}",
    "!!set {a, b}",
    "[]",
    "{}",
    "[1, [2], {a: b}]",
    "{a: 1, b: {c: [d]}}",
    "[a, b,]",
    "{a, b: }",
    "{a: , b: 1}",
    "[a: 1]",
    "[? a : 1]",
    "[]: x",
    "&x 1",
    "&x [1]",
    "*x",
    "- 1",
    "? a",
    "|\n  x\n   y\n",
    "|-\n  x\n",
    "|+\n  x\n\n",
    ">\n  x\n  y\n\n  z\n",
    "|2\n   x\n",
    ">-\n  a\n   b\n  c\n",
    "@a",
    "`a",
    "%a",
    "a\tb",
    "\ta",
    "é",
    "\u{1f600}",
    "a\u{85}b",
    "a\u{2028}b",
    "'a\u{85}b'",
    "\u{feff}a",
    "-",
    "?",
    ":",
    "- -",
    "#a",
    "a #b",
];

#[test]
fn on_scalars_of_every_kind() {
    // libyaml breaks lines at signs that are no line breaks since YAML 1.2, and each reader takes some texts that the other does not.
    let mut different = Vec::new();
    for scalar in SCALARS {
        for text in [
            format!("a: {scalar}\n"),
            format!("- {scalar}\n- 1\n"),
            format!("[{scalar}, 1]"),
            format!("{{a: {scalar}}}"),
            format!("{scalar}: 1\n"),
            format!("? {scalar}\n: 1\n"),
            format!("{scalar}\n"),
            format!("a: &b {scalar}\nc: *b\n"),
            format!("&b {scalar}: 1\nc: *b\n*b : 3\n"),
        ] {
            let (ours, judged) = both(&text);
            match (&ours, &judged) {
                _ if format!("{ours:?}") == format!("{judged:?}") => {}
                (Some(ours), Some(judged)) => {
                    different.push(format!("{text:?}: ours {ours}, serde_yaml {judged}"))
                }
                _ => different.push(format!(
                    "{text:?}: {}",
                    if ours.is_some() { "ours" } else { "serde_yaml" }
                )),
            }
        }
    }
    insta::assert_snapshot!("scalars_that_are_read_differently", different.join("\n"));
}

impl Random {
    fn scalar(&mut self) -> &'static str {
        const PLAIN: &[&str] = &[
            "a",
            "word",
            "two words",
            "1",
            "-2",
            "0x1f",
            "1.5",
            "1e3",
            "true",
            "null",
            "~",
            "yes",
            "0123",
            "1_000",
            "2024-01-01",
            "'q: 1'",
            "\"d\\n\"",
            "é",
            "''",
            "!!str 5",
            "!!int '7'",
            "a-b",
            "a.b",
            "x#y",
            "\"\\u00e9\"",
        ];
        PLAIN[self.below(PLAIN.len())]
    }

    /// A value in the flow style.
    fn flow(&mut self, depth: usize) -> String {
        match self.below(if depth == 0 { 1 } else { 3 }) {
            0 => self.scalar().to_owned(),
            1 => {
                let items: Vec<String> = (0..self.below(4)).map(|_| self.flow(depth - 1)).collect();
                format!("[{}]", items.join(", "))
            }
            _ => {
                let members: Vec<String> =
                    (0..self.below(4)).map(|i| format!("k{i}: {}", self.flow(depth - 1))).collect();
                format!("{{{}}}", members.join(", "))
            }
        }
    }

    /// What follows a key or a dash: a value in the block style.
    fn block(&mut self, depth: usize, indent: usize, anchors: &mut usize, to: &mut String) {
        let margin = " ".repeat(indent);
        match self.below(if depth == 0 { 4 } else { 8 }) {
            0 => *to += &format!(" {}\n", self.scalar()),
            1 => *to += &format!(" {}\n", self.flow(2)),
            2 if *anchors > 0 => *to += &format!(" *a{}\n", self.below(*anchors)),
            2 | 3 => {
                let mark = ["|", "|-", "|+", ">", ">-"][self.below(5)];
                let text = ["x", "y z", "  deep", "", "- no", "# no"];
                *to += &format!(" {mark}\n{margin}  first\n");
                for _ in 0..self.below(4) {
                    *to += &format!("{margin}  {}\n", text[self.below(text.len())]);
                }
            }
            4 => {
                *to += &format!(" &a{anchors} {}\n", self.flow(1));
                *anchors += 1;
            }
            5 => {
                *to += " # comment\n";
                for _ in 0..=self.below(3) {
                    *to += &format!("{margin}-");
                    self.block(depth - 1, indent + 2, anchors, to);
                }
            }
            _ => {
                *to += "\n";
                for key in 0..=self.below(4) {
                    let key = ["key", "'q'", "200", "a b", "true"][key];
                    *to += &format!("{margin}{key}:");
                    self.block(depth - 1, indent + 2, anchors, to);
                }
            }
        }
    }

    fn document(&mut self) -> String {
        // serde_yaml lets every alias mean the last anchor of its name, so each has a name of its own.
        let (mut text, mut anchors) = (String::from("root:"), 0);
        self.block(4, 2, &mut anchors, &mut text);
        for key in 0..self.below(4) {
            text += &format!("more{key}:");
            self.block(3, 2, &mut anchors, &mut text);
        }
        text
    }
}

#[test]
fn on_random_documents() {
    let mut random = Random(1);
    for _ in 0..3_000 {
        agree(&random.document());
    }
}

#[test]
fn on_random_documents_with_faults() {
    let mut random = Random(2);
    let mut taken = 0;
    for _ in 0..6_000 {
        let mut text: Vec<char> = random.document().chars().collect();
        for _ in 0..=random.below(3) {
            let at = random.below(text.len());
            match random.below(3) {
                0 => drop(text.remove(at)),
                // libyaml takes a question mark in a flow mapping for that of a complex key, whatever follows.
                1 => text.insert(
                    at,
                    [' ', '\n', ':', '-', '[', '}', '"', '\'', '&', '*', '!', '#', '\t', '|', ',']
                        [random.below(15)],
                ),
                _ => text.swap(at, 0),
            }
        }
        let text: String = text.into_iter().collect();
        let (ours, judged) = both(&text);
        let anchors: Vec<&str> =
            text.split('&').skip(1).filter_map(|rest| rest.split_whitespace().next()).collect();
        // A colon is a part of an anchor's name since YAML 1.2.
        let is_odd = |at: usize| anchors[at].contains(':') || anchors[..at].contains(&anchors[at]);
        let has_odd = (0..anchors.len()).any(is_odd);
        // Of the break in a blank line without an end, at the end of a block scalar, they think differently.
        let last = text.rsplit('\n').next().unwrap_or_default();
        let is_blank = !last.is_empty() && last.trim().is_empty();
        if ours.is_some() && judged.is_some() && !has_odd && !is_blank {
            taken += 1;
            agree(&text);
        }
    }
    assert!(taken > 1_000, "{taken}");
}

#[test]
fn what_is_nested_too_deep_or_leads_to_itself_has_a_place() {
    for (text, line) in [
        (format!("a:\n  {}\n", "[".repeat(200)), 2),
        (format!("a: 1\nb:\n  {}x\n", "- ".repeat(100_000)), 3),
        ("a: 1\nb: &b [*b]\n".to_owned(), 2),
        (format!("a: &a [{}]\nb:\n{}", "x, ".repeat(10_000), "- *a\n".repeat(10_000)), 1),
        ("a: 1\n---\nb: 2\n".to_owned(), 2),
        ("a: 1\nb: !foo x\n".to_owned(), 2),
        ("a: 1\n? [b]\n: 2\n".to_owned(), 2),
        ("a: 1\nb: {<<: 1}\n".to_owned(), 2),
    ] {
        let error = specweave::document::yaml::parse(&text).unwrap_err();
        assert_eq!(error.line, line, "{error}");
    }
}
