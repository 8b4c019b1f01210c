//! Strings and numbers: schemas that together describe a value in, a value of its type within its bounds out.

use super::joined::Joined;
use serde_json::{Number, Value, json};

/// A string of which nothing is known.
pub(super) const TEXT: &str = "text";

/// A string: of its format, or as long as it must be.
pub(super) fn string(schema: &Joined<'_>) -> Value {
    let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
    Value::from(match format {
        // What these hold is checked when it is read, so that an example may not be trusted.
        "date-time" => "2024-01-02T03:04:05Z".to_owned(),
        "date" => "2024-01-02".to_owned(),
        "uuid" => "3fa85f64-5717-4562-b3fc-2c963f66afa6".to_owned(),
        "byte" => "dGV4dA==".to_owned(),
        _ => sized(text_of(format), schema),
    })
}

/// A text of a format, which a server may check; its type is text like any other.
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

/// A text with as many characters as the schema allows.
fn sized(text: &str, schema: &Joined<'_>) -> String {
    let given = given(schema).and_then(Value::as_str);
    let bound = |key: &str| {
        schema.get(key).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok())
    };
    let (least, most) = (bound("minLength").unwrap_or(0), bound("maxLength").unwrap_or(usize::MAX));
    // An empty string would make another path or be taken for nothing.
    let fits = |text: &&str| !text.is_empty() && (least..=most).contains(&text.chars().count());
    if let Some(given) = given.filter(fits) {
        return given.to_owned();
    }
    // Beyond this no server looks at it, and the test would only be unreadable.
    let least = least.min(10_000);
    text.chars().cycle().take(text.len().clamp(least, most.max(least))).collect()
}

/// An example or default.
fn given<'s>(schema: &Joined<'s>) -> Option<&'s Value> {
    ["example", "default"].iter().find_map(|key| schema.get(key)).filter(|value| !value.is_null())
}

/// A whole number within the bounds and the width of its format.
pub(super) fn integer(schema: &Joined<'_>) -> Value {
    let (narrowest, widest) = match schema.get("format").and_then(Value::as_str) {
        Some("int8") => (i64::from(i8::MIN), i64::from(i8::MAX)),
        Some("int16") => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("uint8") => (0, i64::from(u8::MAX)),
        Some("uint16") => (0, i64::from(u16::MAX)),
        Some("uint32") => (0, i64::from(u32::MAX)),
        Some("uint64") => (0, i64::MAX),
        _ => (i64::MIN, i64::MAX),
    };
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
    if let Some(given) = given(schema).and_then(Value::as_i64).filter(fits) {
        return Value::from(given);
    }
    let value = 1.clamp(least.min(most), most.max(least));
    let raised = value.checked_add((step - value.rem_euclid(step)) % step).unwrap_or(value);
    let lowered = value.checked_sub(value.rem_euclid(step)).unwrap_or(value);
    Value::from(if raised <= most { raised } else { lowered })
}

/// A number with a point, within the bounds.
pub(super) fn number(schema: &Joined<'_>) -> Value {
    let bounds = Bounds::of(schema);
    let fits = |value: &f64| {
        bounds.least.is_none_or(|(least, open)| if open { *value > least } else { *value >= least })
            && bounds
                .most
                .is_none_or(|(most, open)| if open { *value < most } else { *value <= most })
            && bounds.step.is_none_or(|step| (value / step).fract() == 0.0)
    };
    let between = match (bounds.least, bounds.most) {
        (Some((least, _)), Some((most, _))) => least + (most - least) / 2.0,
        (Some((least, _)), None) => least + 1.0,
        (None, Some((most, _))) => most - 1.0,
        (None, None) => 1.5,
    };
    let stepped = bounds.step.map(|step| (between / step).ceil() * step);
    let given = given(schema).and_then(Value::as_f64);
    let value = given.into_iter().chain([1.5]).chain(stepped).find(fits).unwrap_or(between);
    let is_single = schema.get("format").is_some_and(|format| format == "float");
    let value = if is_single { single(value) } else { value };
    Number::from_f64(value).map_or(json!(1.5), Value::Number)
}

/// A number with no more digits than 32 bits keep.
fn single(value: f64) -> f64 {
    let widest = value.clamp(f32::MIN.into(), f32::MAX.into());
    (widest as f32).to_string().parse().unwrap_or(widest)
}

/// The bounds of a number; with `true` the bound itself is not allowed.
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
}
