//! The places in a value where something can be wrong with it, as far as the schema alone decides what is there.
//!
//! The search ends at free JSON, which may be anything, and at untagged unions, which keep what fits none of their types.

use serde_json::{Value, json};

use crate::openapi::integer_range;
use crate::view::{Further, Kind, Object, Property, Reader, View, list};

/// A place in a value.
pub(crate) struct Site {
    pub(crate) path: Vec<Segment>,
    pub(crate) what: What,
}

#[derive(Clone, PartialEq)]
pub(crate) enum Segment {
    Key(String),
    Index(usize),
}

pub(crate) enum What {
    /// An object that drops keys it does not know.
    Record,
    /// A property that must be there and not null, what is read in its place, and whether the object requires no other.
    Required(Blank, bool),
    /// A value of one type, and values of other types.
    Typed(Vec<Value>),
}

/// What a missing value is read as.
pub(crate) enum Blank {
    Is(Value),
    AnyObject,
}

impl Site {
    /// The path as the crate's errors write it: `lines[3].price`.
    pub(crate) fn path_text(&self) -> String {
        let mut text = String::new();
        for segment in &self.path {
            match segment {
                Segment::Index(index) => text += &format!("[{index}]"),
                Segment::Key(key) if is_plain(key) && text.is_empty() => text += key,
                Segment::Key(key) if is_plain(key) => text += &format!(".{key}"),
                Segment::Key(key) => text += &format!("[{key:?}]"),
            }
        }
        text
    }

    /// The path of what it is in, as the crate's errors write it.
    pub(crate) fn outer_path_text(&self) -> String {
        let outer = self.path.split_last().map(|(_, outer)| outer.to_vec()).unwrap_or_default();
        Site { path: outer, what: What::Record }.path_text()
    }

    /// The value here.
    pub(crate) fn of<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        self.path.iter().try_fold(value, |value, segment| match segment {
            Segment::Key(key) => value.get(key),
            Segment::Index(index) => value.get(index),
        })
    }

    /// The whole value, changed here.
    pub(crate) fn change(&self, value: &Value, change: impl FnOnce(&mut Value)) -> Value {
        let mut changed = value.clone();
        let place = self.path.iter().fold(&mut changed, |value, segment| match segment {
            Segment::Key(key) => &mut value[key.as_str()],
            Segment::Index(index) => &mut value[*index],
        });
        change(place);
        changed
    }

    /// The whole value without this property.
    pub(crate) fn remove(&self, value: &Value) -> Value {
        let Some((Segment::Key(key), outer)) = self.path.split_last() else {
            panic!("only properties can be removed")
        };
        let outer = Site { path: outer.to_vec(), what: What::Record };
        outer.change(value, |object| drop(object.as_object_mut().unwrap().remove(key)))
    }
}

fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-$@".contains(c))
}

/// Every site of a value that fits the schema.
pub(crate) fn sites<'d>(reader: Reader<'d>, schema: &'d Value, value: &Value) -> Vec<Site> {
    let mut search = Search { reader, path: Vec::new(), found: Vec::new() };
    let view = reader.view(schema);
    search.value(&view, value, !view.nullable, &[]);
    search.found
}

struct Search<'d> {
    reader: Reader<'d>,
    path: Vec<Segment>,
    found: Vec<Site>,
}

impl<'d> Search<'d> {
    /// Looks at a value; `null` is wrong here or not; the tags of unions around it are left alone.
    fn value(&mut self, view: &View<'d>, value: &Value, null_is_wrong: bool, tags: &[&str]) {
        if value.is_null() {
            return;
        }
        // What is no object at all names no arm, and is kept.
        let mut wrong = if tags.is_empty() { wrong(view) } else { Vec::new() };
        if null_is_wrong && !wrong.is_empty() {
            wrong.push(Value::Null);
        }
        if !wrong.is_empty() {
            self.note(What::Typed(wrong));
        }
        match &view.kind {
            Kind::Array(Some(items)) => {
                let view = self.reader.view(items);
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    self.inside(Segment::Index(index), |search| {
                        search.value(&view, item, !view.nullable, &[]);
                    });
                }
            }
            Kind::Object(object) => self.object(object, value, tags),
            Kind::Union(arms, Some(discriminator)) => {
                if let Some(arm) = discriminator.arm(value) {
                    let tags = [tags, &[discriminator.property]].concat();
                    let view = self.reader.view(arms[arm]);
                    self.value(&view, value, false, &tags);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, object: &Object<'d>, value: &Value, tags: &[&str]) {
        if matches!(object.further, Further::Dropped) {
            self.note(What::Record);
        }
        // One that only responses hold is in no request, though it is required.
        let is_required =
            |property: &&Property<'_>| property.required && value.get(property.name).is_some();
        let required = object.properties.iter().filter(is_required).count();
        for (key, value) in value.as_object().into_iter().flatten() {
            let property = object.properties.iter().find(|property| property.name == key);
            self.inside(Segment::Key(key.clone()), |search| match (property, object.further) {
                (Some(_), _) if tags.contains(&key.as_str()) => {}
                (Some(property), _) => {
                    let view = search.reader.view(property.schema);
                    let decides = |other: &Property<'_>| {
                        other.schema["x-discriminator"]["property"] == property.name
                    };
                    if property.required && !view.nullable && !object.properties.iter().any(decides)
                    {
                        search.found.extend(blank(&view).map(|blank| Site {
                            path: search.path.clone(),
                            what: What::Required(blank, required == 1),
                        }));
                    }
                    search.value(&view, value, false, &[]);
                }
                (None, Further::Of(schema)) => {
                    let view = search.reader.view(schema);
                    search.value(&view, value, !view.nullable, &[]);
                }
                (None, _) => {}
            });
        }
    }

    fn inside(&mut self, segment: Segment, look: impl FnOnce(&mut Self)) {
        self.path.push(segment);
        look(self);
        self.path.pop();
    }

    fn note(&mut self, what: What) {
        self.found.push(Site { path: self.path.clone(), what });
    }
}

/// Values of other types.
fn wrong(view: &View<'_>) -> Vec<Value> {
    let listed = !list(view.schema, "enum").is_empty();
    let format = view.schema["format"].as_str().unwrap_or_default();
    match &view.kind {
        Kind::Any | Kind::Union(..) => Vec::new(),
        Kind::Boolean => vec![json!("true"), json!(1), json!([]), json!({})],
        Kind::Integer => {
            let mut wrong =
                vec![json!("1"), json!(1.5), json!(true), json!([]), json!({}), json!(1e300)];
            let (low, high) = integer_range(format);
            let outside = [i64::try_from(low - 1), i64::try_from(high + 1)];
            wrong.extend(outside.into_iter().flatten().filter(|_| !listed).map(Value::from));
            wrong
        }
        Kind::Number => {
            let mut wrong = vec![json!("1"), json!(true), json!([]), json!({})];
            wrong.extend((format == "float").then(|| json!(1e300)));
            wrong
        }
        Kind::String => {
            let mut wrong = vec![json!(1), json!(1.5), json!(true), json!([]), json!({})];
            let has_form = matches!(format, "date-time" | "date" | "uuid" | "byte") && !listed;
            wrong.extend(has_form.then(|| json!("?")));
            wrong
        }
        Kind::Array(_) => vec![json!("[]"), json!(1), json!(true), json!({})],
        Kind::Object(_) => {
            vec![json!("{}"), json!(1), json!(-1), json!(1.5), json!(true), json!([])]
        }
    }
}

/// What a missing value of the schema is read as; `None` for one that may be anything.
fn blank(view: &View<'_>) -> Option<Blank> {
    let listed = !list(view.schema, "enum").is_empty();
    Some(Blank::Is(match &view.kind {
        Kind::Any => return None,
        Kind::Boolean => json!(false),
        Kind::Integer => json!(0),
        Kind::Number => json!(0.0),
        Kind::String => match view.schema["format"].as_str().filter(|_| !listed) {
            Some("date-time") => json!("1970-01-01T00:00:00Z"),
            Some("date") => json!("1970-01-01"),
            Some("uuid") => json!("00000000-0000-0000-0000-000000000000"),
            _ => json!(""),
        },
        Kind::Array(_) => json!([]),
        Kind::Object(object) if object.properties.is_empty() => json!({}),
        Kind::Object(_) => return Some(Blank::AnyObject),
        Kind::Union(..) => Value::Null,
    }))
}
