//! Strings and numbers: schemas that together describe a value in; a value of its type within its bounds out.

use super::joined::Joined;
use super::pattern::{self, Patterns};
use crate::document::Format;
use serde_json::{Number, Value, json};

/// A string without any rules.
pub(super) const TEXT: &str = "text";

/// A string: of its format, or with the length and pattern that it needs.
pub(super) fn string(schema: &Joined<'_>, patterns: &mut Patterns) -> Value {
    let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
    Value::from(match typed(format) {
        Some(text) => text.to_owned(),
        None => text(text_of(format), schema, patterns),
    })
}

/// A text of a format with a type of its own. Such values are checked when they are read, so an example may not be trusted.
fn typed(format: &str) -> Option<&'static str> {
    Some(match Format::named(format)? {
        Format::DateTime => "2024-01-02T03:04:05Z",
        Format::Date => "2024-01-02",
        Format::Uuid => "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        Format::Byte => "dGV4dA==",
        _ => return None,
    })
}

/// A text of a format that a server may check. Its type is plain text.
fn text_of(format: &str) -> &'static str {
    match format {
        "email" | "idn-email" => "name@a.example",
        "uri" | "url" | "iri" => "https://a.example",
        "hostname" | "idn-hostname" => "a.example",
        "ipv4" | "ip" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "time" => "03:04:05Z",
        "duration" => "PT1S",
        "json-pointer" => "/text",
        _ => TEXT,
    }
}

/// A text that fits: from the document, from the format, or made from the pattern.
fn text(of_format: &str, schema: &Joined<'_>, patterns: &mut Patterns) -> String {
    let (least, most) = lengths(schema);
    // No server checks beyond this length, and the test would only be unreadable.
    let least = least.min(10_000);
    // An empty string would make another path or look absent.
    let given = given(schema).filter_map(Value::as_str).filter(|text| !text.is_empty());
    let length = of_format.len().clamp(least, most.max(least));
    let sized: String = of_format.chars().cycle().take(length).collect();
    let pattern = schema.get("pattern").and_then(Value::as_str);
    let made = pattern.into_iter().flat_map(|pattern| pattern::texts(pattern, least));
    let mut all = given.map(str::to_owned).chain([sized.clone()]).chain(made);
    all.find(|text| is_text_of(schema, text, patterns)).unwrap_or(sized)
}

/// Whether a text has a length and a form that a schema allows.
pub(super) fn is_text_of(schema: &Joined<'_>, text: &str, patterns: &mut Patterns) -> bool {
    let (least, most) = lengths(schema);
    let format = schema.get("format").and_then(Value::as_str);
    (least..=most).contains(&text.chars().count())
        && format.and_then(typed).is_none_or(|typed| typed == text)
        && schema
            .get("pattern")
            .and_then(Value::as_str)
            .is_none_or(|pattern| patterns.matches(pattern, text).unwrap_or(true))
}

/// The least and the greatest number of characters of a text.
fn lengths(schema: &Joined<'_>) -> (usize, usize) {
    let bound = |key: &str| {
        schema.get(key).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok())
    };
    (bound("minLength").unwrap_or(0), bound("maxLength").unwrap_or(usize::MAX))
}

/// Its example, its examples, and its default.
fn given<'s>(schema: &Joined<'s>) -> impl Iterator<Item = &'s Value> + use<'s> {
    let examples = schema.get("examples").and_then(Value::as_array);
    let last = schema.get("default");
    schema.get("example").into_iter().chain(examples.into_iter().flatten()).chain(last)
}

/// The least and the greatest number of an integer format, as far as 64 bits with a sign hold them.
fn width(schema: &Joined<'_>) -> Option<(i64, i64)> {
    let (least, most) = Format::named(schema.get("format")?.as_str()?)?.range()?;
    let clamped = |bound| i64::try_from(bound).unwrap_or(i64::MAX);
    Some((clamped(least), clamped(most)))
}

/// An integer within the bounds and the width of its format.
pub(super) fn integer(schema: &Joined<'_>) -> Value {
    let (narrowest, widest) = width(schema).unwrap_or((i64::MIN, i64::MAX));
    let bounds = Bounds::of(schema);
    let least = narrowest.max(bounds.least.map_or(i64::MIN, |(least, open)| {
        let whole = least.ceil() as i64;
        if open && whole as f64 == least { whole.saturating_add(1) } else { whole }
    }));
    let most = widest.min(bounds.most.map_or(i64::MAX, |(most, open)| {
        let whole = most.floor() as i64;
        if open && whole as f64 == most { whole.saturating_sub(1) } else { whole }
    }));
    let step = bounds.step.map_or(1, |step| (step as i64).max(1));
    let fits = |value: &i64| (least..=most).contains(value) && value % step == 0;
    if let Some(given) = given(schema).filter_map(Value::as_i64).find(fits) {
        return Value::from(given);
    }
    let value = 1.clamp(least.min(most), most.max(least));
    let raised = value.checked_add((step - value.rem_euclid(step)) % step).unwrap_or(value);
    let lowered = value.checked_sub(value.rem_euclid(step)).unwrap_or(value);
    Value::from(if raised <= most { raised } else { lowered })
}

/// A number with a fraction, within the bounds; an integer, if the format is an integer format.
pub(super) fn number(schema: &Joined<'_>) -> Value {
    if width(schema).is_some() {
        return integer(schema);
    }
    let bounds = Bounds::of(schema);
    let between = match (bounds.least, bounds.most) {
        (Some((least, _)), Some((most, _))) => least + (most - least) / 2.0,
        (Some((least, _)), None) => least + 1.0,
        (None, Some((most, _))) => most - 1.0,
        (None, None) => 1.5,
    };
    let stepped = bounds.step.map(|step| (between / step).ceil() * step);
    let mut all = given(schema).filter_map(Value::as_f64).chain([1.5]).chain(stepped);
    let value = all.find(|value| bounds.hold(*value)).unwrap_or(between);
    let is_single = schema.get("format").is_some_and(|format| format == "float");
    let value = if is_single { single(value) } else { value };
    Number::from_f64(value).map_or(json!(1.5), Value::Number)
}

/// Whether a schema allows a number.
pub(super) fn is_number_of(schema: &Joined<'_>, number: &Number) -> bool {
    let is_of_format = width(schema).is_none_or(|(least, most)| {
        number.as_i64().is_some_and(|number| (least..=most).contains(&number))
    });
    is_of_format && number.as_f64().is_none_or(|number| Bounds::of(schema).hold(number))
}

/// A number with no more digits than 32 bits keep.
fn single(value: f64) -> f64 {
    let widest = value.clamp(f32::MIN.into(), f32::MAX.into());
    (widest as f32).to_string().parse().unwrap_or(widest)
}

/// The bounds of a number; with `true`, the bound itself is not allowed.
struct Bounds {
    least: Option<(f64, bool)>,
    most: Option<(f64, bool)>,
    step: Option<f64>,
}

impl Bounds {
    fn of(schema: &Joined<'_>) -> Self {
        let number = |key: &str| schema.get(key).and_then(Value::as_f64);
        let open = |key: &str| schema.get(key) == Some(&Value::Bool(true));
        Self {
            least: number("minimum").map(|bound| (bound, open("exclusiveMinimum"))),
            most: number("maximum").map(|bound| (bound, open("exclusiveMaximum"))),
            step: number("multipleOf").filter(|step| *step > 0.0),
        }
    }
    /// Whether a number is within them.
    fn hold(&self, value: f64) -> bool {
        self.least.is_none_or(|(least, open)| if open { value > least } else { value >= least })
            && self.most.is_none_or(|(most, open)| if open { value < most } else { value <= most })
            && self.step.is_none_or(|step| (value / step).fract() == 0.0)
    }
}
