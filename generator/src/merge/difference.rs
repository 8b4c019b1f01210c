//! Two JSON values in; the places where they differ, as deep as possible, out.

use super::sets::{is_set, items};
use crate::document::join;
use serde_json::Value;

/// The longest value that a message shows whole, in characters.
const SHOWN: usize = 60;

/// One place where two values differ.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Difference<'a> {
    /// The place, relative to the values that were compared.
    pub(super) pointer: String,
    /// The first value at this place.
    pub(super) first: Option<&'a Value>,
    /// The second value at this place.
    pub(super) second: Option<&'a Value>,
}

impl Difference<'_> {
    /// Both values as a message shows them: first, second.
    pub(super) fn shown(&self) -> (String, String) {
        (shown(self.first), shown(self.second))
    }

    fn size(&self) -> usize {
        let size = |value: Option<&Value>| value.map_or(0, |value| value.to_string().len());
        size(self.first) + size(self.second)
    }
}

/// The smallest difference of two values and the number of differences.
pub(super) fn smallest<'a>(first: &'a Value, second: &'a Value) -> Option<(Difference<'a>, usize)> {
    let mut all = Vec::new();
    collect(first, second, String::new(), &mut all);
    let count = all.len();
    let smallest =
        all.into_iter().min_by_key(|difference| (difference.size(), difference.pointer.clone()));
    smallest.map(|smallest| (smallest, count))
}

fn collect<'a>(
    first: &'a Value,
    second: &'a Value,
    pointer: String,
    all: &mut Vec<Difference<'a>>,
) {
    match (first, second) {
        _ if first == second => {}
        (Value::Object(a), Value::Object(b)) => {
            let added = b.keys().filter(|key| !a.contains_key(*key));
            for key in a.keys().chain(added) {
                let pointer = join(&pointer, key);
                match (a.get(key), b.get(key)) {
                    (Some(a), Some(b)) if is_set(key, a) && is_set(key, b) => {
                        if items(a) != items(b) {
                            all.push(Difference { pointer, first: Some(a), second: Some(b) });
                        }
                    }
                    (Some(a), Some(b)) => collect(a, b, pointer, all),
                    (first, second) => all.push(Difference { pointer, first, second }),
                }
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                collect(a, b, join(&pointer, &index.to_string()), all);
            }
        }
        _ => all.push(Difference { pointer, first: Some(first), second: Some(second) }),
    }
}

fn shown(value: Option<&Value>) -> String {
    let Some(value) = value else { return "missing".to_owned() };
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_smallest_of_several_differences_is_shown() {
        let a = json!({"x": {"deep": [1, 2]}, "long": "aaaaaaaaaaaaaaaaaaaa"});
        let b = json!({"long": "bbbbbbbbbbbbbbbbbbbb", "x": {"deep": [1, 3]}});
        let (difference, count) = smallest(&a, &b).unwrap();
        assert_eq!((difference.pointer.as_str(), count), ("/x/deep/1", 2));
        assert_eq!(difference.shown(), ("`2`".into(), "`3`".into()));
    }

    #[test]
    fn key_order_is_no_difference() {
        let a: Value = serde_json::from_str(r#"{"a": {"b": 1, "c": 2}, "d": 3}"#).unwrap();
        let b: Value = serde_json::from_str(r#"{"d": 3, "a": {"c": 2, "b": 1}}"#).unwrap();
        assert_eq!(smallest(&a, &b), None);
    }

    #[test]
    fn a_missing_key_and_a_long_value_are_shortened() {
        let long = "é".repeat(200);
        let (a, b) = (json!({}), json!({"a/b": long}));
        let (difference, _) = smallest(&a, &b).unwrap();
        assert_eq!(difference.pointer, "/a~1b");
        let (first, second) = difference.shown();
        assert_eq!((first.as_str(), second.chars().count()), ("missing", SHOWN + 3));
    }
}
