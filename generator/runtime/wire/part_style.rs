//! Parts of a form that are written in a style, like query parameters (OpenAPI 3.1, "Encoding Object").
//!
//! Each pair of a name and a value is a part, and nothing is percent-encoded (OpenAPI 3.2, appendix C).

use std::borrow::Cow;

use serde_json::Value;

use super::form::{Form, Part};
use super::style::{Shape, Style, items, text};

impl Form {
    /// Writes the values of this name in a given style.
    #[must_use]
    pub fn styled(mut self, name: &'static str, style: Style) -> Self {
        let mut parts = Vec::new();
        for (own, part) in std::mem::take(&mut self.parts) {
            match part {
                Part::Value(value) if own == name => split(name, &value, style, &mut parts),
                part => parts.push((own, part)),
            }
        }
        self.parts = parts;
        self
    }
}

/// Adds the parts of a value. As in queries, values nested deeper than the specification allows are JSON text.
fn split(
    name: &'static str,
    value: &Value,
    style: Style,
    parts: &mut Vec<(Cow<'static, str>, Part)>,
) {
    let mut add = |name: Cow<'static, str>, text: String| parts.push((name, Part::Text(text)));
    let plain = |value: &Value| text(value, str::to_owned);
    let separator = match style.shape {
        Shape::DeepObject => return deep(name, value, &mut add),
        Shape::Delimited("%20") => " ",
        Shape::Delimited(_) => "|",
        _ => ",",
    };
    let joined = match (value, style.explode) {
        (Value::Object(entries), true) => {
            for (key, value) in entries {
                items(value).for_each(|item| add(key.clone().into(), plain(item)));
            }
            return;
        }
        (Value::Object(entries), false) => {
            let entries = entries.iter().filter(|(_, value)| !value.is_null());
            entries.flat_map(|(key, value)| [key.clone(), plain(value)]).collect()
        }
        (Value::Array(_), false) => items(value).map(plain).collect::<Vec<_>>(),
        _ => return items(value).for_each(|item| add(name.into(), plain(item))),
    };
    if !joined.is_empty() {
        add(name.into(), joined.join(separator));
    }
}

/// Adds a part for each value in an object: `a[b][c]`, `a[]` for each item of a list, and `a[0][b]` where items are not plain values.
fn deep(name: &str, value: &Value, add: &mut impl FnMut(Cow<'static, str>, String)) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                deep(&format!("{name}[{key}]"), value, add);
            }
        }
        Value::Array(list) => {
            let is_plain = list.iter().all(|item| !item.is_array() && !item.is_object());
            for (index, item) in list.iter().enumerate() {
                let index = if is_plain { String::new() } else { index.to_string() };
                deep(&format!("{name}[{index}]"), item, add);
            }
        }
        Value::Null => {}
        plain => add(name.to_owned().into(), text(plain, str::to_owned)),
    }
}
