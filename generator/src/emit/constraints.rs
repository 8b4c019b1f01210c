//! Documents the default, the bounds and other restrictions of a value.

use super::docs;
use crate::ir::{Bounds, Constraints, Each, Limit};
use serde_json::Number;

/// The default and the restrictions, one paragraph each. A required value cannot be left out: its default is only a suggestion.
pub(super) fn paragraphs(constraints: &Constraints, is_required: bool) -> Vec<String> {
    let default = constraints.default.as_ref().map(|value| docs::code(&value.to_string()));
    let default = default.map(|value| {
        if is_required {
            format!("The default is {value}.")
        } else {
            format!("If left out, it means {value}.")
        }
    });
    let of_each = constraints.of_each.as_ref().and_then(|(each, own)| {
        let each = match each {
            Each::Item => "each item",
            Each::Value => "each value",
        };
        Some(format!("Allowed for {each}: {}.", bounds(own)?))
    });
    let own = bounds(&constraints.bounds).map(|words| format!("Allowed: {words}."));
    let found = default.into_iter().chain(own).chain(of_each);
    found.chain(constraints.restrictions.iter().cloned()).collect()
}

/// The allowed values, in words.
fn bounds(bounds: &Bounds) -> Option<String> {
    let mut words = Vec::new();
    let limit = |Limit { value, is_exclusive }: &Limit, with: &str, without: &str| {
        format!("{} {}", if *is_exclusive { without } else { with }, number(value))
    };
    match (bounds.minimum.as_ref(), bounds.maximum.as_ref()) {
        (Some(low), Some(high)) if low == high && !low.is_exclusive => {
            words.push(format!("exactly {}", number(&low.value)));
        }
        (minimum, maximum) => {
            words.extend(minimum.map(|bound| limit(bound, "at least", "more than")));
            words.extend(maximum.map(|bound| limit(bound, "at most", "less than")));
        }
    }
    words.extend(
        bounds.multiple_of.as_ref().map(|value| format!("a multiple of {}", number(value))),
    );
    let unit = if bounds.of_items { "item" } else { "character" };
    let count = |limit: &str, length: usize| {
        format!("{limit} {length} {unit}{}", if length == 1 { "" } else { "s" })
    };
    // A length of at least 0 is no bound.
    match (bounds.min_length.filter(|length| *length > 0), bounds.max_length) {
        (Some(low), Some(high)) if low == high => words.push(count("exactly", low)),
        (minimum, maximum) => {
            words.extend(minimum.map(|length| count("at least", length)));
            words.extend(maximum.map(|length| count("at most", length)));
        }
    }
    words.extend(
        bounds.pattern.as_deref().map(|pattern| format!("matches {}", docs::code(pattern))),
    );
    words.extend(bounds.unique.then(|| "no duplicate items".to_owned()));
    (!words.is_empty()).then(|| words.join(", "))
}

/// Numbers from this one on are not written with all digits.
const LONG: f64 = 1e21;

/// A number with all its digits, if it is not too large.
fn number(number: &Number) -> String {
    let text = number.to_string();
    let is_whole = text.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
    match number.as_f64().filter(|_| !is_whole) {
        Some(value) if value.abs() < LONG => value.to_string(),
        _ => text,
    }
}
