//! What a schema says of a value, read straight from the document: references followed, the arms of an `allOf` folded.
//!
//! This is on purpose not the generator's own reading (`specweave::lower`); where the two differ, a law fails.

use serde_json::Value;
use specweave::ir::Form;

/// The document, and which way values travel.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'d> {
    pub(crate) document: &'d Value,
    pub(crate) form: Form,
}

/// What a value may be, `null` apart.
pub(crate) struct View<'d> {
    pub(crate) nullable: bool,
    pub(crate) kind: Kind<'d>,
    /// The schema itself, for its bounds.
    pub(crate) schema: &'d Value,
}

pub(crate) enum Kind<'d> {
    /// Any JSON.
    Any,
    Boolean,
    Integer,
    Number,
    String,
    Array(Option<&'d Value>),
    Object(Object<'d>),
    /// One of several schemas; the property that tells them apart, and its values for each.
    Union(Vec<&'d Value>, Option<Discriminator<'d>>),
}

pub(crate) struct Discriminator<'d> {
    pub(crate) property: &'d str,
    pub(crate) tags: Vec<Vec<String>>,
}

impl Discriminator<'_> {
    /// Which schema a value names.
    pub(crate) fn arm(&self, value: &Value) -> Option<usize> {
        let tag = value.get(self.property)?.as_str()?;
        self.tags.iter().position(|tags| tags.iter().any(|known| known == tag))
    }
}

#[derive(Default)]
pub(crate) struct Object<'d> {
    pub(crate) properties: Vec<Property<'d>>,
    pub(crate) further: Further<'d>,
    /// Schemas of several arms that values fit too.
    pub(crate) alternatives: Vec<&'d Value>,
}

pub(crate) struct Property<'d> {
    pub(crate) name: &'d str,
    pub(crate) schema: &'d Value,
    pub(crate) required: bool,
    /// Whether values that travel this way do not have it.
    pub(crate) hidden: bool,
}

/// What becomes of properties without a schema.
#[derive(Default, Clone, Copy)]
pub(crate) enum Further<'d> {
    /// They are not known, and dropped.
    #[default]
    Dropped,
    /// They are kept, whatever they are.
    Any,
    /// They are kept and have this schema.
    Of(&'d Value),
}

impl<'d> Reader<'d> {
    /// Reads a schema.
    pub(crate) fn view(self, schema: &'d Value) -> View<'d> {
        let mut seen = Vec::new();
        self.follow(schema, &mut seen)
    }

    fn follow(self, schema: &'d Value, seen: &mut Vec<&'d Value>) -> View<'d> {
        if seen.iter().any(|before| std::ptr::eq(*before, schema)) {
            return View { nullable: true, kind: Kind::Any, schema };
        }
        seen.push(schema);
        if let Some(target) = self.target(schema) {
            return self.follow(target, seen);
        }
        let own_null = schema["nullable"] == true || list(schema, "enum").contains(&&Value::Null);
        if let Some(only) = self.only_arm(schema) {
            let view = self.follow(only, seen);
            return View { nullable: view.nullable || own_null, ..view };
        }
        let kind = self.kind(schema);
        let free = matches!(kind, Kind::Any);
        View { nullable: own_null || free, kind, schema }
    }

    /// What a reference names.
    pub(crate) fn target(self, schema: &Value) -> Option<&'d Value> {
        let pointer = schema.get("$ref")?.as_str()?.strip_prefix('#').unwrap();
        Some(self.document.pointer(pointer).unwrap())
    }

    /// The schema that another only wraps: the one arm that says what a value is.
    fn only_arm(self, schema: &'d Value) -> Option<&'d Value> {
        if schema.get("properties").is_some() {
            return None;
        }
        let all: Vec<_> =
            list(schema, "allOf").into_iter().filter(|arm| !constrains(arm)).collect();
        for arms in [all, list(schema, "oneOf"), list(schema, "anyOf")] {
            match arms.as_slice() {
                [] => {}
                [only] => return Some(only),
                _ => return None,
            }
        }
        None
    }

    fn kind(self, schema: &'d Value) -> Kind<'d> {
        let arms =
            ["oneOf", "anyOf"].map(|key| list(schema, key)).into_iter().find(|l| !l.is_empty());
        let has_properties =
            schema["properties"].as_object().is_some_and(|properties| !properties.is_empty());
        let all = list(schema, "allOf");
        if has_properties || !all.is_empty() {
            return self.object(schema).map_or(Kind::Any, Kind::Object);
        }
        if let Some(arms) = arms {
            let discriminator = discriminator(schema, &arms);
            return Kind::Union(arms, discriminator);
        }
        match schema["type"].as_str() {
            Some("boolean") => Kind::Boolean,
            Some("integer") => Kind::Integer,
            Some("number") => Kind::Number,
            Some("string") => Kind::String,
            Some("array") if self.is_endless(schema) => Kind::Array(None),
            Some("array") => Kind::Array(schema.get("items")),
            Some("object") => self.object(schema).map_or(Kind::Any, Kind::Object),
            Some(other) => panic!("a type {other}"),
            None if schema.get("additionalProperties").is_some() => {
                self.object(schema).map_or(Kind::Any, Kind::Object)
            }
            None => {
                let values = list(schema, "enum");
                let texts = !values.is_empty() && values.iter().all(|value| value.is_string());
                if texts { Kind::String } else { Kind::Any }
            }
        }
    }

    /// The properties of a schema and the arms of its `allOf`, if it has any.
    pub(crate) fn properties(self, schema: &'d Value) -> Option<Vec<Property<'d>>> {
        let has = ["properties", "allOf"].iter().any(|key| schema.get(key).is_some());
        has.then(|| self.object(schema)).flatten().map(|object| object.properties)
    }

    /// The object of a schema and the arms of its `allOf`; `None` if an arm says that values are no objects.
    fn object(self, schema: &'d Value) -> Option<Object<'d>> {
        let mut object = Object::default();
        let mut required = Vec::new();
        self.fold(schema, &mut object, &mut required, &mut Vec::new())?;
        for property in &mut object.properties {
            property.required = required.contains(&property.name);
            property.hidden = self.hides(property.schema);
        }
        if object.properties.is_empty()
            && schema.get("allOf").is_none()
            && schema.get("additionalProperties").is_none()
        {
            object.further = Further::Any;
        }
        Some(object)
    }

    fn fold(
        self,
        schema: &'d Value,
        into: &mut Object<'d>,
        required: &mut Vec<&'d str>,
        seen: &mut Vec<&'d Value>,
    ) -> Option<()> {
        if seen.iter().any(|before| std::ptr::eq(*before, schema)) {
            return Some(());
        }
        seen.push(schema);
        if let Some(target) = self.target(schema) {
            return self.fold(target, into, required, seen);
        }
        if !matches!(schema["type"].as_str(), None | Some("object")) {
            return None;
        }
        for arm in list(schema, "allOf") {
            self.fold(arm, into, required, seen)?;
        }
        let alternatives = ["oneOf", "anyOf"].into_iter().flat_map(|key| list(schema, key));
        if alternatives.into_iter().any(|arm| !constrains(arm)) {
            into.further = Further::Any;
            into.alternatives.push(schema);
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let known = into.properties.iter_mut().find(|known| known.name == name);
            match known {
                Some(known) if !constrains(property) => known.schema = property,
                Some(_) => {}
                None => into.properties.push(Property {
                    name,
                    schema: property,
                    required: false,
                    hidden: false,
                }),
            }
        }
        required.extend(list(schema, "required").into_iter().filter_map(Value::as_str));
        match schema.get("additionalProperties") {
            None | Some(Value::Bool(false)) => {}
            Some(Value::Bool(true)) => into.further = Further::Any,
            Some(_) if self.is_endless(schema) => into.further = Further::Any,
            Some(of) => into.further = Further::Of(of),
        }
        Some(())
    }

    /// Whether a schema is a list of lists, or a map of maps, and so on for ever, which is no type.
    fn is_endless(self, schema: &'d Value) -> bool {
        let (mut inner, mut seen) = (schema, Vec::new());
        while !seen.iter().any(|before| std::ptr::eq(*before, inner)) {
            seen.push(inner);
            let below = ["items", "additionalProperties"].iter().find_map(|key| inner.get(key));
            match self.target(inner).or(below.filter(|_| inner.get("properties").is_none())) {
                Some(next) => inner = next,
                None => return false,
            }
        }
        true
    }

    /// Whether values that travel this way lack a property: requests what is read-only, responses what is write-only.
    pub(crate) fn hides(self, property: &Value) -> bool {
        let flag = match self.form {
            Form::Shared => return false,
            Form::Request | Form::Multipart => "readOnly",
            Form::Response => "writeOnly",
        };
        self.is_marked(property, flag, &mut Vec::new())
    }

    /// Whether a schema is marked, itself or where it leads to.
    fn is_marked<'s>(self, schema: &'s Value, flag: &str, seen: &mut Vec<&'s Value>) -> bool
    where
        'd: 's,
    {
        if seen.iter().any(|before| std::ptr::eq(*before, schema)) {
            return false;
        }
        seen.push(schema);
        match self.target(schema) {
            Some(target) => self.is_marked(target, flag, seen),
            None => {
                let mut arms = list(schema, "allOf").into_iter();
                schema[flag] == true || arms.any(|arm| self.is_marked(arm, flag, seen))
            }
        }
    }
}

/// The property that tells alternatives apart, with its values for each: those mapped to it, or else its name.
pub(crate) fn discriminator<'d>(
    schema: &'d Value,
    arms: &[&'d Value],
) -> Option<Discriminator<'d>> {
    let rule = schema.get("discriminator")?;
    let property = rule["propertyName"].as_str().unwrap();
    let name = |reference: &str| reference.rsplit('/').next().unwrap().to_owned();
    let tags = arms.iter().map(|arm| {
        let own = name(arm["$ref"].as_str().unwrap_or_default());
        let mapped = rule["mapping"].as_object().into_iter().flatten();
        let mapped: Vec<String> = mapped
            .filter(|(_, target)| name(target.as_str().unwrap()) == own)
            .map(|(tag, _)| tag.clone())
            .collect();
        if mapped.is_empty() { vec![own] } else { mapped }
    });
    Some(Discriminator { property, tags: tags.collect() })
}

/// Whether a schema says nothing of the type of a value.
fn constrains(schema: &Value) -> bool {
    const SAYS: [&str; 9] = [
        "$ref",
        "type",
        "properties",
        "allOf",
        "oneOf",
        "anyOf",
        "items",
        "additionalProperties",
        "enum",
    ];
    !SAYS.iter().any(|key| schema.get(key).is_some())
}

/// A list of the schema, or an empty one.
pub(crate) fn list<'d>(schema: &'d Value, key: &str) -> Vec<&'d Value> {
    schema[key].as_array().into_iter().flatten().collect()
}
