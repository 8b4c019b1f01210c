//! A value and how a parameter is written in, its text out: the expansions of RFC 6570, to which OpenAPI's styles refer, and what this
//! project chose where OpenAPI leaves a choice.

use serde_json::{Map, Value};

/// How a style expands a variable (RFC 6570, appendix A), and what is percent-encoded in it.
#[derive(Clone, Copy)]
pub(super) struct Expansion {
    pub(super) first: &'static str,
    pub(super) separator: &'static str,
    pub(super) named: bool,
    pub(super) if_empty: &'static str,
    pub(super) explode: bool,
    /// Characters that stay, apart from letters, digits and `-._~`; `None` where nothing is encoded.
    pub(super) kept: Option<&'static str>,
}

/// What cannot be written.
pub(super) struct Nested;

impl Expansion {
    pub(super) fn of(self, name: &str, value: &Value) -> Result<Option<String>, Nested> {
        let name = percent(name, "");
        let pair = |value: &str| match (self.named, value.is_empty()) {
            (false, _) => value.to_owned(),
            (true, true) => format!("{name}{}", self.if_empty),
            (true, false) => format!("{name}={value}"),
        };
        let texts: Vec<String> = match value {
            Value::Array(items) => {
                let items = items.iter().filter(|item| !item.is_null());
                let items = items.map(|item| self.single(item)).collect::<Result<Vec<_>, _>>()?;
                match (items.is_empty(), self.explode) {
                    (true, _) => return Ok(None),
                    (false, true) => items.iter().map(|item| pair(item)).collect(),
                    (false, false) => vec![pair(&items.join(","))],
                }
            }
            Value::Object(properties) => {
                let properties = self.properties(properties)?;
                match (properties.is_empty(), self.explode) {
                    (true, _) => return Ok(None),
                    (false, true) => {
                        properties.iter().map(|(key, value)| self.property(key, value)).collect()
                    }
                    (false, false) => {
                        let flat: Vec<String> = properties
                            .iter()
                            .map(|(key, value)| format!("{key},{value}"))
                            .collect();
                        vec![pair(&flat.join(","))]
                    }
                }
            }
            Value::Null => return Ok(None),
            single => vec![pair(&self.single(single)?)],
        };
        Ok(Some(format!("{}{}", self.first, texts.join(self.separator))))
    }

    /// A property of an exploded object. Only the operator `;` leaves the equals sign of an empty one out.
    fn property(self, key: &str, value: &str) -> String {
        match value.is_empty() && self.named {
            true => format!("{key}{}", self.if_empty),
            false => format!("{key}={value}"),
        }
    }

    fn properties(self, properties: &Map<String, Value>) -> Result<Vec<(String, String)>, Nested> {
        let properties = properties.iter().filter(|(_, value)| !value.is_null());
        // A name must be told from its value, whatever of that stays as it is.
        let name = |key: &str| self.kept.map_or_else(|| key.to_owned(), |_| percent(key, ""));
        properties.map(|(key, value)| Ok((name(key), self.single(value)?))).collect()
    }

    fn single(self, value: &Value) -> Result<String, Nested> {
        plain(value).map(|text| self.written(&text)).ok_or(Nested)
    }

    fn written(self, text: &str) -> String {
        self.kept.map_or_else(|| text.to_owned(), |kept| reserved(text, kept))
    }
}

/// The text of a single value. A whole number has no fraction, as JSON Schema knows only one number 5.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => {
            let text = number.to_string();
            Some(text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned))
                .map(|text| if text == "-0" { "0".to_owned() } else { text })
        }
        _ => None,
    }
}

/// A query parameter as pairs of a name and a value, encoded. Nothing of RFC 6570 says how objects in objects are written; this is what
/// `Style` in the runtime promises.
pub(super) fn query(
    name: &str,
    value: &Value,
    style: &str,
    explode: bool,
    kept: &str,
) -> Vec<String> {
    let key = percent(name, "");
    let write = |text: &str| reserved(text, kept);
    let text = |value: &Value| write(&plain(value).unwrap_or_else(|| value.to_string()));
    let present = |values: &[Value]| -> Vec<Value> {
        values.iter().filter(|value| !value.is_null()).cloned().collect()
    };
    match value {
        Value::Null => Vec::new(),
        _ if style == "deepObject" => {
            let mut pairs = Vec::new();
            deep(&key, value, kept, &mut pairs);
            pairs
        }
        Value::Array(items) if explode => {
            present(items).iter().map(|item| format!("{key}={}", text(item))).collect()
        }
        Value::Object(properties) if explode => {
            let mut pairs = Vec::new();
            for (property, value) in properties {
                let items = match value {
                    Value::Array(items) => present(items),
                    single => present(std::slice::from_ref(single)),
                };
                pairs.extend(
                    items.iter().map(|item| format!("{}={}", percent(property, ""), text(item))),
                );
            }
            pairs
        }
        Value::Array(_) | Value::Object(_) => {
            let parts: Vec<String> = match value {
                Value::Array(items) => present(items).iter().map(text).collect(),
                _ => value
                    .as_object()
                    .unwrap()
                    .iter()
                    .filter(|(_, value)| !value.is_null())
                    .flat_map(|(key, value)| [percent(key, ""), text(value)])
                    .collect(),
            };
            let separator = match style {
                "spaceDelimited" => "%20",
                "pipeDelimited" => "%7C",
                _ => ",",
            };
            match parts.is_empty() {
                true => Vec::new(),
                false => vec![format!("{key}={}", parts.join(separator))],
            }
        }
        single => vec![format!("{key}={}", text(single))],
    }
}

/// `a[b][c]=1`; a list of single values is `a[]=1` for each, and any other counts its items.
fn deep(key: &str, value: &Value, kept: &str, pairs: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Object(properties) => {
            for (property, value) in properties {
                deep(&format!("{key}%5B{}%5D", percent(property, "")), value, kept, pairs);
            }
        }
        Value::Array(items) if items.iter().all(|item| plain(item).is_some() || item.is_null()) => {
            for item in items {
                deep(&format!("{key}%5B%5D"), item, kept, pairs);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                deep(&format!("{key}%5B{index}%5D"), item, kept, pairs);
            }
        }
        single => {
            pairs.push(format!("{key}={}", reserved(&plain(single).unwrap(), kept)));
        }
    }
}

/// The same, where characters are kept because of `allowReserved`: triplets such as `%41` are kept too (RFC 6570, section 3.2.3).
pub(super) fn reserved(text: &str, kept: &str) -> String {
    let encoded = percent(text, kept);
    let is_triplet = |rest: &str| {
        rest.get(..2).is_some_and(|two| two.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let mut pieces = encoded.split("%25");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out += if !kept.is_empty() && is_triplet(piece) { "%" } else { "%25" };
        out += piece;
    }
    out
}

/// Percent-encodes all but letters, digits, `-._~` and what is kept (RFC 3986, section 2).
pub(super) fn percent(text: &str, kept: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        let char = char::from(byte);
        if char.is_ascii_alphanumeric()
            || "-._~".contains(char)
            || kept.contains(char) && char.is_ascii()
        {
            encoded.push(char);
        } else {
            encoded += &format!("%{byte:02X}");
        }
    }
    encoded
}

/// The same value with the properties of each object by their names.
pub(super) fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(properties) => {
            let mut properties: Vec<_> = properties.iter().collect();
            properties.sort_by_key(|(key, _)| *key);
            properties.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        single => single.clone(),
    }
}
