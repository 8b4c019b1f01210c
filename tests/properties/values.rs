//! Random values that fit a schema, as strategies of `proptest`, which also makes failing ones small.
//!
//! The strategies know what a schema says of each value alone; what it says of several together (`oneOf` with arms that overlap, an
//! `allOf` that contradicts itself) is left to the validator, which the laws ask before they believe a value.

use proptest::prelude::*;
use proptest::strategy::{BoxedStrategy, Union as OneOf};
use serde_json::{Map, Number, Value, json};
use std::collections::HashMap;

use crate::openapi::integer_range;
use crate::view::{Discriminator, Further, Kind, Object, Reader, View, discriminator, list};

/// References inside each other that are followed; deeper, what may be left out is left out.
const DEPTH: usize = 3;

/// Makes strategies, each only once.
pub(crate) struct Values<'d> {
    reader: Reader<'d>,
    /// Whether bounds, lengths and patterns are kept.
    bounded: bool,
    known: HashMap<(*const Value, usize), BoxedStrategy<Value>>,
}

impl<'d> Values<'d> {
    pub(crate) fn new(reader: Reader<'d>, bounded: bool) -> Self {
        Self { reader, bounded, known: HashMap::new() }
    }

    /// The values of a schema.
    pub(crate) fn of(&mut self, schema: &'d Value) -> BoxedStrategy<Value> {
        self.at(schema, 0)
    }

    fn at(&mut self, schema: &'d Value, depth: usize) -> BoxedStrategy<Value> {
        let key = (std::ptr::from_ref(schema), depth);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let view = self.reader.view(schema);
        let strategy = self.value(&view, depth);
        let strategy = if view.nullable {
            prop_oneof![1 => Just(Value::Null), 4 => strategy].boxed()
        } else {
            strategy
        };
        self.known.insert(key, strategy.clone());
        strategy
    }

    fn value(&mut self, view: &View<'d>, depth: usize) -> BoxedStrategy<Value> {
        let listed: Vec<Value> = list(view.schema, "enum").into_iter().cloned().collect();
        if !listed.is_empty() {
            return proptest::sample::select(listed).boxed();
        }
        match &view.kind {
            Kind::Any => any_json(),
            Kind::Boolean => any::<bool>().prop_map(Value::from).boxed(),
            Kind::Integer => self.integer(view.schema),
            Kind::Number => self.number(view.schema),
            Kind::String => self.string(view.schema),
            Kind::Array(items) => self.array(view.schema, *items, depth),
            Kind::Object(object) => self.object(object, depth),
            Kind::Union(arms, discriminator) => self.union(arms, discriminator.as_ref(), depth),
        }
    }

    fn bound(&self, schema: &Value, key: &str) -> Option<f64> {
        schema[key].as_f64().filter(|_| self.bounded)
    }

    fn length(&self, schema: &Value, unit: &str, usual: usize) -> std::ops::RangeInclusive<usize> {
        let bound = |key: String| self.bound(schema, &key).map(|length| length as usize);
        let least = bound(format!("min{unit}")).unwrap_or(0);
        let most = bound(format!("max{unit}")).unwrap_or(usize::MAX);
        least..=most.min(least.saturating_add(usual))
    }

    fn integer(&self, schema: &Value) -> BoxedStrategy<Value> {
        let (mut low, mut high) = integer_range(schema["format"].as_str().unwrap_or_default());
        if let Some(bound) = self.bound(schema, "minimum") {
            low = low.max(bound as i128 + i128::from(schema["exclusiveMinimum"] == true));
        }
        if let Some(bound) = self.bound(schema, "maximum") {
            high = high.min(bound as i128 - i128::from(schema["exclusiveMaximum"] == true));
        }
        let step = self.bound(schema, "multipleOf").map_or(1, |step| step as i128);
        let near = (low.max(-100), high.min(100));
        let near = if near.0 <= near.1 { near } else { (low, high) };
        prop_oneof![6 => near.0..=near.1, 2 => low..=high, 1 => Just(low), 1 => Just(high)]
            .prop_map(move |value| {
                let value = value / step * step;
                u64::try_from(value).map_or_else(|_| json!(value as i64), |value| json!(value))
            })
            // JSON has one type of number: `5.0` is an integer.
            .prop_flat_map(|value| {
                let small = value.as_i64().filter(|value| value.unsigned_abs() < 1 << 49);
                match small {
                    Some(whole) => {
                        prop_oneof![9 => Just(value), 1 => Just(json!(whole as f64))].boxed()
                    }
                    None => Just(value).boxed(),
                }
            })
            .boxed()
    }

    fn number(&self, schema: &Value) -> BoxedStrategy<Value> {
        let single = schema["format"] == "float";
        let most = if single { f64::from(f32::MAX) } else { f64::MAX };
        let low = self.bound(schema, "minimum").unwrap_or(-most);
        let high = self.bound(schema, "maximum").unwrap_or(most);
        let small = (low.max(-1000.0), high.min(1000.0));
        let small = if small.0 <= small.1 { small } else { (low, high) };
        prop_oneof![
            4 => (small.0..=small.1).prop_map(|value| json!(value)),
            2 => (small.0..=small.1).prop_map(|value| json!(value.trunc() as i64)),
            2 => any::<f64>().prop_filter("finite", move |value| value.is_finite() && value.abs() <= most)
                .prop_map(|value| json!(value)),
            1 => Just(json!(low)),
            1 => Just(json!(high)),
        ]
        .boxed()
    }

    fn string(&self, schema: &Value) -> BoxedStrategy<Value> {
        let text = match schema["format"].as_str() {
            Some("date-time") => date_time(),
            Some("date") => date(),
            Some("uuid") => uuid(),
            Some("byte") => proptest::collection::vec(any::<u8>(), 0..12).prop_map(base64).boxed(),
            _ => self.text(schema),
        };
        text.prop_map(Value::from).boxed()
    }

    fn text(&self, schema: &Value) -> BoxedStrategy<String> {
        let pattern = schema["pattern"].as_str().filter(|_| self.bounded);
        if let Some(pattern) = pattern {
            let inner = pattern.trim_start_matches('^').trim_end_matches('$');
            return proptest::string::string_regex(inner).unwrap().boxed();
        }
        let range = self.length(schema, "Length", 12);
        let character = prop_oneof![3 => proptest::char::range(' ', '~'), 1 => any::<char>()];
        proptest::collection::vec(character, range)
            .prop_map(|text| text.into_iter().collect())
            .boxed()
    }

    fn array(
        &mut self,
        schema: &Value,
        items: Option<&'d Value>,
        depth: usize,
    ) -> BoxedStrategy<Value> {
        let length = self.length(schema, "Items", 4);
        let length = if depth > DEPTH { *length.start()..=*length.start() } else { length };
        let unique = schema["uniqueItems"] == true;
        let items = match items {
            Some(items) if *length.end() > 0 => self.at(items, depth + 1),
            Some(_) => Just(Value::Null).boxed(),
            None => any_json(),
        };
        proptest::collection::vec(items, length)
            .prop_map(move |items| {
                let mut kept: Vec<Value> = Vec::new();
                for item in items {
                    if !unique || !kept.contains(&item) {
                        kept.push(item);
                    }
                }
                Value::Array(kept)
            })
            .boxed()
    }

    fn object(&mut self, object: &Object<'d>, depth: usize) -> BoxedStrategy<Value> {
        let mut parts: Vec<BoxedStrategy<Option<(String, Value)>>> = Vec::new();
        for property in object.properties.iter().filter(|property| !property.hidden) {
            if depth > DEPTH && !property.required {
                continue;
            }
            // What requires itself has no value that ends; the validator finds that out.
            if depth > 4 * DEPTH {
                return Just(Value::Null).boxed();
            }
            let name = property.name.to_owned();
            let value = self
                .at(property.schema, depth + 1)
                .prop_map(move |value| Some((name.clone(), value)));
            parts.push(if property.required {
                value.boxed()
            } else {
                prop_oneof![1 => Just(None), 2 => value].boxed()
            });
        }
        let alternatives: Vec<_> = object
            .alternatives
            .iter()
            .map(|schema| {
                let arms = list(schema, "oneOf")
                    .into_iter()
                    .chain(list(schema, "anyOf"))
                    .collect::<Vec<_>>();
                self.union(&arms, discriminator(schema, &arms).as_ref(), depth)
            })
            .collect();
        let further = self.further(object, depth);
        (parts, alternatives, further)
            .prop_map(|(parts, alternatives, further)| {
                let mut map: Map<String, Value> = parts.into_iter().flatten().collect();
                let alternatives = alternatives.into_iter().filter_map(|value| match value {
                    Value::Object(object) => Some(object),
                    _ => None,
                });
                for (key, value) in alternatives.flatten().chain(further) {
                    map.entry(key).or_insert(value);
                }
                Value::Object(map)
            })
            .boxed()
    }

    fn further(
        &mut self,
        object: &Object<'d>,
        depth: usize,
    ) -> BoxedStrategy<Vec<(String, Value)>> {
        let values = match object.further {
            _ if depth > DEPTH => return Just(Vec::new()).boxed(),
            Further::Dropped => return Just(Vec::new()).boxed(),
            Further::Any => any_json(),
            Further::Of(schema) => self.at(schema, depth + 1),
        };
        let known: Vec<String> =
            object.properties.iter().map(|property| property.name.to_owned()).collect();
        let entries = proptest::collection::vec((any_text(), values), 0..4);
        entries
            .prop_map(move |entries| {
                entries.into_iter().filter(|(key, _)| !known.contains(key)).collect()
            })
            .boxed()
    }

    fn union(
        &mut self,
        arms: &[&'d Value],
        discriminator: Option<&Discriminator<'d>>,
        depth: usize,
    ) -> BoxedStrategy<Value> {
        if depth > 4 * DEPTH {
            return Just(Value::Null).boxed();
        }
        let arms = arms.iter().enumerate().map(|(index, arm)| {
            let value = self.at(arm, depth + 1);
            let Some(Discriminator { property, tags }) = discriminator else { return value };
            let (property, tags) = ((*property).to_owned(), tags[index].clone());
            (value, proptest::sample::select(tags))
                .prop_map(move |(mut value, tag)| {
                    if let Some(object) = value.as_object_mut() {
                        object.insert(property.clone(), json!(tag));
                    }
                    value
                })
                .boxed()
        });
        OneOf::new(arms.collect::<Vec<_>>()).boxed()
    }
}

/// Any text, mostly short and plain.
pub(crate) fn any_text() -> BoxedStrategy<String> {
    prop_oneof![4 => "[a-zA-Z_.-]{0,6}", 1 => any::<String>()].boxed()
}

/// Any JSON, not deep.
pub(crate) fn any_json() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(|value| Number::from_f64(value).map_or(Value::Null, Value::Number)),
        any_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::vec((any_text(), inner), 0..3)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
    .boxed()
}

/// Dates that every calendar has, and those that stand for never.
fn date() -> BoxedStrategy<String> {
    let usual = (1900..2100, 1..=12, 1..=28)
        .prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"));
    let odd = proptest::sample::select(&["0001-01-01", "2024-02-29", "9999-12-31"][..]);
    prop_oneof![6 => usual, 1 => odd.prop_map(str::to_owned)].boxed()
}

fn date_time() -> BoxedStrategy<String> {
    let time = (0..24, 0..60, 0..60)
        .prop_map(|(hour, minute, second)| format!("{hour:02}:{minute:02}:{second:02}"));
    let fraction = prop_oneof![Just(String::new()), "\\.[0-9]{1,9}"];
    let zone = prop_oneof![
        3 => Just("Z".to_owned()),
        1 => ("[+-]", 0..15, 0..60).prop_map(|(sign, hour, minute)| format!("{sign}{hour:02}:{minute:02}")),
    ];
    let usual = (date(), prop_oneof![9 => Just('T'), 1 => Just('t')], time, fraction, zone)
        .prop_map(|(date, t, time, fraction, zone)| format!("{date}{t}{time}{fraction}{zone}"));
    let odd = proptest::sample::select(
        &["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2016-12-31T23:59:60Z"][..],
    );
    prop_oneof![4 => usual, 1 => odd.prop_map(str::to_owned)].boxed()
}

fn uuid() -> BoxedStrategy<String> {
    prop_oneof![
        3 => "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        1 => "[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}",
    ]
    .boxed()
}

fn base64(bytes: Vec<u8>) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
