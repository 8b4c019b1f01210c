//! Unions whose arm a field beside them names.

use std::collections::BTreeMap;

use serde_json::json;

use crate::acme::{Nothing, Problem};
use crate::runtime as rt;
use crate::runtime::{Body, Mode, Reply};
use crate::unions::union_of;

/// A record that may hold itself, as the generator writes one.
#[derive(Clone, PartialEq)]
struct Rule {
    rule: Setting,
    kind: String,
    parent: Option<Box<Rule>>,
}

impl rt::Record for Rule {
    const FIELDS: &'static [rt::Field] = &["!rule", "!kind", "?parent"];

    fn blank() -> Self {
        Self { rule: rt::blank(), kind: rt::blank(), parent: rt::blank() }
    }

    fn read(&mut self, field: usize, from: &mut impl rt::Entry) {
        match field {
            0 => from.read_undecided(&mut self.rule),
            1 => from.read(&mut self.kind),
            _ => from.read(&mut self.parent),
        }
    }

    fn decide(&mut self, cx: &rt::Decoding, given: &rt::Given) -> Result<(), rt::DataError> {
        let kind = given.value(1, &self.kind);
        rt::decide(cx, "rule", &mut self.rule, kind, &[("problem", 0), ("", 1)])
    }

    fn write(&self, to: &mut impl rt::FieldWriter) {
        to.field(&self.rule);
        to.field(&self.kind);
        to.optional(&self.parent);
    }
}
rt::record!(Rule { rule, kind, parent });

union_of!(Setting { Problem(Problem), Nothing(Nothing) });

/// An arm without the tag, and with room for it.
#[derive(Clone, PartialEq, Default)]
struct Labels {
    name: Option<String>,
    further: BTreeMap<String, String>,
}

impl rt::Record for Labels {
    const FIELDS: &'static [rt::Field] = &["?name"];

    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, _: usize, from: &mut impl rt::Entry) {
        from.read(&mut self.name);
    }

    fn extra(&mut self, key: String, from: &mut impl rt::Entry) {
        from.read_into_map(&mut self.further, key);
    }

    fn write(&self, to: &mut impl rt::FieldWriter) {
        to.optional(&self.name);
        to.entries(&self.further);
    }
}
rt::record!(Labels { name, further });

/// An arm without the tag that is a list, in which there is no room for it.
#[derive(Clone, PartialEq, Default)]
struct Pair {
    first: i64,
}

impl rt::Record for Pair {
    const FIELDS: &'static [rt::Field] = &["!0"];
    const SEQUENCE: Option<rt::Sequence> = Some(rt::Sequence::Exact);

    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, _: usize, from: &mut impl rt::Entry) {
        from.read(&mut self.first);
    }

    fn write(&self, to: &mut impl rt::FieldWriter) {
        to.field(&self.first);
    }
}
rt::record!(Pair { first });

#[derive(Debug, Clone, PartialEq)]
enum Labelled {
    Labels(Labels),
    Pair(Pair),
    Unknown(rt::Value),
}

impl rt::Union for Labelled {
    const NAME: &'static str = "Labelled";
    const TAG: Option<&'static str> = Some("kind");
    const ARMS: &'static [Option<&'static str>] = &[Some("one"), Some("two")];

    fn read<'de, F: rt::ArmSource<'de>>(
        arm: usize,
        from: F,
        cx: &rt::Decoding,
    ) -> Result<Self, F::Error> {
        match arm {
            0 => rt::arm(from, cx).map(Self::Labels),
            _ => rt::arm(from, cx).map(Self::Labels),
        }
    }

    fn unknown(value: rt::Value) -> Self {
        Self::Unknown(value)
    }

    fn write<S: rt::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Labels(value) => rt::write_tagged("kind", "one", value, to),
            Self::Pair(value) => rt::write_tagged("kind", "pair", value, to),
            Self::Unknown(value) => rt::Serialize::serialize(value, to),
        }
    }
}
rt::union!(Labelled);

fn read<T: rt::Decode>(value: &serde_json::Value) -> T {
    let reply = Reply::new(http::Response::new(Body::from(value.to_string())), Mode::Lenient);
    reply.unwrap().json().unwrap()
}

#[test]
fn a_record_in_a_box_is_decided_too() {
    let problem = json!({"errorCode": 3, "errorMessage": "m"});
    let parent = json!({"rule": problem, "kind": "problem"});
    let outer: Rule = read(&json!({"rule": problem, "kind": "problem", "parent": parent}));
    let expected = Problem { error_code: 3, error_message: "m".into() };
    assert_eq!(outer.rule, Setting::Problem(expected.clone()));
    assert_eq!(outer.parent.unwrap().rule, Setting::Problem(expected));
}

#[test]
fn the_empty_value_of_a_missing_field_names_no_arm() {
    let problem = json!({"errorCode": 3, "errorMessage": "m"});
    let expected = Problem { error_code: 3, error_message: "m".into() };
    for rule in [json!({"rule": problem}), json!({"rule": problem, "kind": null})] {
        assert_eq!(read::<Rule>(&rule).rule, Setting::Problem(expected.clone()), "{rule}");
    }
    let named = json!({"kind": "", "rule": problem});
    assert_eq!(read::<Rule>(&named).rule, Setting::Nothing(Nothing::default()));
    let other = json!({"kind": "other", "rule": problem});
    assert_eq!(read::<Rule>(&other).rule, Setting::Unknown(problem));
}

#[test]
fn a_tag_that_was_read_is_written_and_a_missing_one_is_added() {
    for (value, written) in [
        (json!({"kind": "two", "a": "b"}), json!({"kind": "two", "a": "b"})),
        (json!({"name": "n", "a": "b"}), json!({"kind": "one", "name": "n", "a": "b"})),
    ] {
        let union: Labelled = read(&value);
        assert!(matches!(union, Labelled::Labels(_)), "{union:?}");
        assert_eq!(serde_json::to_value(union).unwrap(), written);
    }
}

#[test]
fn a_tag_that_is_added_comes_first_and_once() {
    let text = |name: &str, further: &[(&str, &str)]| {
        let further = further.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
        let labels = Labels { name: Some(name.into()), further };
        serde_json::to_string(&Labelled::Labels(labels)).unwrap()
    };
    assert_eq!(text("n", &[]), r#"{"kind":"one","name":"n"}"#);
    assert_eq!(text("n", &[("a", "b")]), r#"{"kind":"one","name":"n","a":"b"}"#);
    assert_eq!(text("n", &[("kind", "two")]), r#"{"name":"n","kind":"two"}"#);
}

#[test]
fn no_tag_is_added_to_a_list() {
    let union = Labelled::Pair(Pair { first: 1 });
    assert_eq!(serde_json::to_string(&union).unwrap(), "[1]");
}

#[test]
fn a_tag_that_may_be_left_out_is_added_where_it_is() {
    let text = |name: Option<&str>| {
        let further = [("name".to_owned(), "further".to_owned())].into();
        let labels = Labels { name: name.map(Into::into), further };
        let mut text = Vec::new();
        rt::write_tagged("name", "one", &labels, &mut serde_json::Serializer::new(&mut text))
            .unwrap();
        String::from_utf8(text).unwrap()
    };
    assert_eq!(text(None), r#"{"name":"one"}"#);
    assert_eq!(text(Some("two")), r#"{"name":"two"}"#);
}
