//! Whether what was written says the same as what was read: no known property is lost or changed, and nothing else is there.
//!
//! What may differ:
//!
//! - properties without a schema are dropped, unless `additionalProperties` or a schema without properties keeps them;
//! - `null` of an optional property: left out by types that requests do not hold; of free JSON and of what is not nullable, always;
//! - numbers are written as their types write them (`5.0` as `5`, a `float` with 32 bits), and instants, dates and UUIDs in their
//!   usual form;
//! - instants after 9999-12-30T22:00:00.999999999Z are written as that one, the last that the type holds;
//! - an untagged union is read as one of its types, which drops what that type does not know.

use serde_json::{Map, Value};

use crate::view::{Further, Kind, Object, Reader, View, list};

/// How values may differ.
#[derive(Clone, Copy)]
pub(crate) struct Agreement<'d> {
    pub(crate) reader: Reader<'d>,
    /// Whether requests hold the type.
    pub(crate) sent: bool,
}

impl<'d> Agreement<'d> {
    /// Compares a value that fits the schema with what was written for it; the error says where they part.
    pub(crate) fn check(
        self,
        schema: &'d Value,
        read: &Value,
        written: &Value,
    ) -> Result<(), String> {
        let view = self.reader.view(schema);
        let fault = || Err(format!(": {read} was written as {written}"));
        if read.is_null() {
            return if written.is_null() { Ok(()) } else { fault() };
        }
        let same = match &view.kind {
            Kind::Any | Kind::Boolean => read == written,
            Kind::Integer => integer(read) == integer(written) && !written.is_f64(),
            Kind::Number => number(&view, read) == number(&view, written),
            Kind::String => text(&view, read) == text(&view, written),
            Kind::Array(items) => return self.array(*items, read, written),
            Kind::Object(object) => match (read.as_object(), written.as_object()) {
                (Some(read), Some(written)) => return self.object(object, read, written),
                _ => false,
            },
            Kind::Union(arms, Some(tag)) => match tag.arm(read) {
                Some(_) if read[tag.property] != written[tag.property] => false,
                Some(arm) => return self.tagged(arms[arm], tag.property, read, written),
                None => read == written,
            },
            Kind::Union(arms, None) => {
                read == written || arms.iter().any(|arm| self.check(arm, read, written).is_ok())
            }
        };
        if same { Ok(()) } else { fault() }
    }

    /// The arm that the tag names, apart from the tag if it does not know that.
    fn tagged(
        self,
        arm: &'d Value,
        tag: &str,
        read: &Value,
        written: &Value,
    ) -> Result<(), String> {
        let knows = match self.reader.view(arm).kind {
            Kind::Object(object) => object.properties.iter().any(|property| property.name == tag),
            _ => true,
        };
        let [read, written] = [read, written].map(|value| {
            let mut value = value.clone();
            if let Some(object) = value.as_object_mut().filter(|_| !knows) {
                object.shift_remove(tag);
            }
            value
        });
        self.check(arm, &read, &written)
    }

    fn array(self, items: Option<&'d Value>, read: &Value, written: &Value) -> Result<(), String> {
        let (Some(before), Some(after)) = (read.as_array(), written.as_array()) else {
            return Err(format!(": {read} was written as {written}"));
        };
        if before.len() != after.len() {
            return Err(format!(": {} items became {}", before.len(), after.len()));
        }
        for (index, (before, after)) in before.iter().zip(after).enumerate() {
            match items {
                Some(items) => {
                    self.check(items, before, after).map_err(|e| format!("[{index}]{e}"))?
                }
                None if before == after => {}
                None => return Err(format!("[{index}]: {before} was written as {after}")),
            }
        }
        Ok(())
    }

    fn object(
        self,
        object: &Object<'d>,
        read: &Map<String, Value>,
        written: &Map<String, Value>,
    ) -> Result<(), String> {
        for (name, before) in read {
            let property = object.properties.iter().find(|property| property.name == name);
            let after = written.get(name);
            let checked = match (property, object.further, after) {
                (Some(property), _, None) if before.is_null() && !property.required => {
                    let view = self.reader.view(property.schema);
                    let free = matches!(view.kind, Kind::Any);
                    if self.sent && view.nullable && !free {
                        Err(": null was lost".into())
                    } else {
                        Ok(())
                    }
                }
                (None, Further::Dropped, None) => Ok(()),
                (None, Further::Dropped, Some(_)) => {
                    Err(": it is not known and was written".into())
                }
                (_, _, None) => Err(": it was lost".into()),
                (Some(property), _, Some(after)) => self.check(property.schema, before, after),
                (None, Further::Of(schema), Some(after)) => self.check(schema, before, after),
                (None, Further::Any, Some(after)) if before == after => Ok(()),
                (None, Further::Any, Some(after)) => {
                    Err(format!(": {before} was written as {after}"))
                }
            };
            checked.map_err(|error: String| format!(".{name}{error}"))?;
        }
        match written.keys().find(|key| !read.contains_key(*key)) {
            Some(key) => Err(format!(".{key}: it was not read and was written")),
            None => Ok(()),
        }
    }
}

fn integer(value: &Value) -> Option<i128> {
    value
        .as_i64()
        .map(i128::from)
        .or_else(|| value.as_u64().map(i128::from))
        .or_else(|| value.as_f64().filter(|value| value.fract() == 0.0).map(|value| value as i128))
}

fn number(view: &View<'_>, value: &Value) -> Option<f64> {
    let value = value.as_f64()?;
    Some(if view.schema["format"] == "float" { f64::from(value as f32) } else { value })
}

/// A text in the usual form of its format.
fn text(view: &View<'_>, value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let listed = !list(view.schema, "enum").is_empty();
    Some(match view.schema["format"].as_str().filter(|_| !listed) {
        // The last day of the year 9999 is beyond the type, and its last instant stands for it.
        Some("date-time") => text.parse().unwrap_or(jiff::Timestamp::MAX).to_string(),
        Some("date") => text.parse::<jiff::civil::Date>().ok()?.to_string(),
        Some("uuid") => text.to_ascii_lowercase(),
        _ => text.to_owned(),
    })
}
