//! A seed in; an OpenAPI 3.1 document out, whose component schemas are put together of everything that JSON Schema offers for it. The
//! tests of this package and of the workspace include this folder, beside `random`.

mod dice;

use serde_json::{Map, Value, json};

pub(crate) use dice::Dice;

/// The schema that has each other one as a property, by its name.
pub(crate) const ALL: &str = "All";

/// How many schemas a document has, apart from the arms and children that some bring along.
const COUNT: usize = 50;

/// The names of properties: few, so that they meet.
const NAMES: [&str; 6] = ["kind", "name", "size", "mail", "list", "note"];

/// What tells arms apart.
const TAGS: [&str; 4] = ["cat", "dog", "bird", "fish"];

/// A way to put a schema together, at a depth.
type Way = fn(&mut Schemas, usize) -> Value;

/// What schemas are made of where they hold others.
const WAYS: [Way; 26] = [
    Schemas::object,
    Schemas::object,
    Schemas::list,
    Schemas::tuple,
    Schemas::conditional_tuple,
    Schemas::map,
    Schemas::patterns,
    Schemas::merged,
    Schemas::merged_references,
    Schemas::merged_unions,
    Schemas::merged_lists,
    Schemas::narrowed,
    Schemas::tagged,
    Schemas::alternatives,
    Schemas::alternative_references,
    Schemas::nested_alternatives,
    Schemas::beside,
    Schemas::any_required,
    Schemas::conditional,
    Schemas::conditional_parts,
    Schemas::optional_tags,
    Schemas::dependent,
    Schemas::several_types,
    Schemas::mixed_values,
    Schemas::forbidden,
    Schemas::extended_reference,
];

/// The document.
pub(crate) fn document(seed: u64) -> Value {
    let dice = Dice::new(seed);
    let names: Vec<String> = (0..COUNT).map(|index| format!("S{index}")).collect();
    let mut schemas = Schemas { dice, names: names.clone(), own: 0, further: Map::new() };
    let mut all = Map::new();
    for (index, name) in names.iter().enumerate() {
        schemas.own = index;
        let schema = match index % (WAYS.len() + 2) {
            index if index < WAYS.len() => WAYS[index](&mut schemas, 0),
            index if index == WAYS.len() => schemas.mapped(name),
            _ => schemas.family(name),
        };
        all.insert(name.clone(), schema);
    }
    all.append(&mut schemas.further);
    let reference = |name: &String| json!({"$ref": format!("#/components/schemas/{name}")});
    let properties: Map<String, Value> =
        all.keys().map(|name| (name.clone(), reference(name))).collect();
    all.insert(ALL.into(), json!({"type": "object", "properties": properties}));
    let content = json!({"application/json": {"schema": reference(&ALL.to_owned())}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Composed", "version": "1"},
        "servers": [{"url": "https://example.com"}],
        "paths": {"/all": {"put": {
            "operationId": "putAll",
            "tags": ["all"],
            "requestBody": {"required": true, "content": content},
            "responses": {"200": {"description": "OK", "content": content}},
        }}},
        "components": {"schemas": all},
    })
}

struct Schemas {
    dice: Dice,
    names: Vec<String>,
    /// Which of them is being made.
    own: usize,
    /// What other schemas brought along.
    further: Map<String, Value>,
}

impl Schemas {
    /// Any schema. Deep inside, one that holds no other.
    fn any(&mut self, depth: usize) -> Value {
        let schema = match self.dice.below(10) {
            0 | 1 if depth < 3 => {
                let way = *self.dice.pick(&WAYS);
                way(self, depth)
            }
            2 | 3 => self.reference(),
            _ => self.scalar(),
        };
        if self.dice.one_in(6) { self.nullable(schema) } else { schema }
    }

    fn reference(&mut self) -> Value {
        let name = self.dice.pick(&self.names);
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    /// A reference that stands for the value itself, which must lead to an end.
    fn earlier(&mut self) -> Value {
        match self.own {
            0 => self.scalar(),
            own => {
                json!({"$ref": format!("#/components/schemas/{}", self.names[self.dice.below(own)])})
            }
        }
    }

    fn scalar(&mut self) -> Value {
        match self.dice.below(12) {
            0 => json!({"type": "integer"}),
            1 => json!({"type": "integer", "format": "int32", "minimum": 0}),
            2 => json!({"type": "number"}),
            3 => json!({"type": "boolean"}),
            4 => json!({"type": "string", "enum": ["one", "two", "Two"]}),
            5 => json!({"enum": [1, 2, 10]}),
            6 => json!({"const": "fixed"}),
            7 => json!({"type": "string", "format": "date-time"}),
            8 => json!({"type": "string", "format": "uuid"}),
            9 => json!({"type": "string", "minLength": 2, "maxLength": 5}),
            _ => json!({"type": "string"}),
        }
    }

    /// Null, in each way of saying it.
    fn nullable(&mut self, schema: Value) -> Value {
        if let (Some(of), true) = (schema["type"].as_str(), schema.get("enum").is_none())
            && self.dice.one_in(2)
        {
            let mut schema = schema.clone();
            schema["type"] = json!([of, "null"]);
            return schema;
        }
        match self.dice.below(3) {
            0 => json!({"anyOf": [schema, {"type": "null"}]}),
            1 => json!({"oneOf": [{"type": "null"}, schema]}),
            _ => json!({"anyOf": [schema, {"const": null}]}),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let count = 1 + self.dice.below(3);
        let names = self.dice.some(&NAMES, count);
        let mut object = self.object_of(&names, depth);
        match self.dice.below(10) {
            0 => object["additionalProperties"] = json!(false),
            1 => object["additionalProperties"] = json!(true),
            2 => object["additionalProperties"] = self.any(depth + 1),
            _ => {}
        }
        object
    }

    /// An object with these properties, each of them perhaps required.
    fn object_of(&mut self, names: &[&&str], depth: usize) -> Value {
        let mut properties = Map::new();
        for name in names {
            properties.insert((**name).into(), self.any(depth + 1));
        }
        let required: Vec<_> = names.iter().filter(|_| self.dice.one_in(2)).collect();
        let mut object = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        object
    }

    fn list(&mut self, depth: usize) -> Value {
        json!({"type": "array", "items": self.any(depth + 1)})
    }

    fn tuple(&mut self, depth: usize) -> Value {
        let count = 1 + self.dice.below(3);
        let items: Vec<Value> = (0..count).map(|_| self.any(depth + 1)).collect();
        let mut tuple = json!({"type": "array", "prefixItems": items});
        if self.dice.one_in(2) {
            tuple["minItems"] = json!(self.dice.below(count + 1));
        }
        match self.dice.below(5) {
            0 => tuple["items"] = json!(false),
            1 => tuple["items"] = self.any(depth + 1),
            2 => tuple["maxItems"] = json!(count),
            3 => tuple["unevaluatedItems"] = json!(false),
            _ => {}
        }
        tuple
    }

    /// A list whose first item says what the others are.
    fn conditional_tuple(&mut self, depth: usize) -> Value {
        let (one, other) = (self.any(depth + 1), self.any(depth + 1));
        let mut tuple = json!({
            "type": "array",
            "prefixItems": [{"type": "string", "enum": ["cat", "dog"]}],
            "if": {"prefixItems": [{"const": "cat"}]},
            "then": {"prefixItems": [true, one]},
            "else": {"prefixItems": [true, other, {"type": "boolean"}]},
        });
        if self.dice.one_in(2) {
            tuple["unevaluatedItems"] = json!(false);
        }
        tuple
    }

    fn map(&mut self, depth: usize) -> Value {
        json!({"type": "object", "additionalProperties": self.any(depth + 1)})
    }

    fn patterns(&mut self, depth: usize) -> Value {
        let mut object =
            if self.dice.one_in(2) { self.object(3) } else { json!({"type": "object"}) };
        object["patternProperties"] = json!({"^x-": self.any(depth + 1)});
        if self.dice.one_in(2) {
            object["additionalProperties"] = json!(false);
        }
        object
    }

    /// Several objects at once, perhaps with properties beside them.
    fn merged(&mut self, depth: usize) -> Value {
        let count = 1 + self.dice.below(3);
        let mut arms = Vec::new();
        for index in 0..count {
            // Names of their own: what several say of one property is looked at elsewhere.
            let names = self.dice.some(&NAMES[2 * index..2 * index + 2], 2);
            arms.push(self.object_of(&names, depth + 1));
        }
        if self.dice.one_in(3) {
            arms.push(json!({"description": "Says nothing."}));
        }
        let mut merged = json!({"allOf": arms});
        if self.dice.one_in(2) {
            merged["type"] = json!("object");
            merged["properties"] = json!({"own": self.any(depth + 1)});
        }
        merged
    }

    /// Components at once, which may well contradict each other.
    fn merged_references(&mut self, depth: usize) -> Value {
        let other = if self.dice.one_in(2) { self.earlier() } else { self.object(depth + 1) };
        json!({"allOf": [self.earlier(), other]})
    }

    /// Alternatives and further properties, or two sets of alternatives.
    fn merged_unions(&mut self, depth: usize) -> Value {
        let arms = self.tagged_arms(depth);
        let first = json!({"oneOf": arms});
        let second = if self.dice.one_in(2) {
            self.object_of(&[&"own"], depth + 1)
        } else {
            let mut arms =
                [self.object_of(&[&"left"], depth + 1), self.object_of(&[&"right"], depth + 1)];
            arms[0]["required"] = json!(["left"]);
            arms[1]["required"] = json!(["right"]);
            json!({"oneOf": arms})
        };
        json!({"allOf": [first, second]})
    }

    fn merged_lists(&mut self, depth: usize) -> Value {
        let wide = *self.dice.pick(&["string", "number", "object"]);
        let narrow = match wide {
            "string" => json!({"enum": ["one", "two"]}),
            "number" => json!({"type": "integer"}),
            _ => self.object(depth + 1),
        };
        let list = |items: Value| json!({"type": "array", "items": items});
        json!({"allOf": [list(json!({"type": wide})), list(narrow)]})
    }

    /// A property or a whole value that is narrowed.
    fn narrowed(&mut self, depth: usize) -> Value {
        let (wide, narrow) = match self.dice.below(6) {
            0 => (json!({"type": "string"}), json!({"enum": ["one", "two"]})),
            1 => (json!({"type": ["string", "null"]}), json!({"type": "string"})),
            2 => (json!({"type": "number"}), json!({"type": "integer"})),
            3 => (json!({}), self.any(depth + 2)),
            4 => (json!({"type": "object"}), self.object(depth + 2)),
            _ => (json!({"enum": ["one", "two", "three"]}), json!({"const": "two"})),
        };
        let (wide, narrow) = if self.dice.one_in(2) { (wide, narrow) } else { (narrow, wide) };
        if self.dice.one_in(3) {
            return json!({"allOf": [wide, narrow]});
        }
        let object = |schema: Value| json!({"type": "object", "properties": {"name": schema}});
        json!({"allOf": [object(wide), object(narrow)]})
    }

    /// Objects that a constant tells apart.
    fn tagged(&mut self, depth: usize) -> Value {
        let arms = self.tagged_arms(depth);
        let key = *self.dice.pick(&["oneOf", "anyOf"]);
        let mut union = json!({key: arms});
        if self.dice.one_in(2) {
            union["discriminator"] = json!({"propertyName": "kind"});
        }
        union
    }

    fn tagged_arms(&mut self, depth: usize) -> Vec<Value> {
        let count = 2 + self.dice.below(2);
        let tags = self.dice.some(&TAGS, count);
        tags.into_iter()
            .map(|tag| {
                let names = self.dice.some(&NAMES[1..], 2);
                let mut arm = self.object_of(&names, depth + 1);
                let is_list = self.dice.one_in(3);
                let own = if is_list { json!({"enum": [tag]}) } else { json!({"const": tag}) };
                arm["properties"]["kind"] = own;
                let required = arm.get("required").cloned().unwrap_or(json!([]));
                let required = required.as_array().unwrap().iter().cloned();
                arm["required"] = required.chain([json!("kind")]).collect();
                arm
            })
            .collect()
    }

    /// Components that a discriminator maps.
    fn mapped(&mut self, name: &str) -> Value {
        let count = 2 + self.dice.below(2);
        let tags = self.dice.some(&TAGS, count);
        let is_mapped = self.dice.one_in(2);
        let (mut arms, mut mapping) = (Vec::new(), Map::new());
        for tag in tags {
            let names = self.dice.some(&NAMES[1..], 2);
            let mut arm = self.object_of(&names, 1);
            let arm_name = format!("{name}{tag}");
            let value = if is_mapped { tag } else { &arm_name.as_str() };
            arm["properties"]["kind"] = match self.dice.below(3) {
                0 => json!({"type": "string"}),
                1 => json!({"const": value}),
                _ => json!({"type": "string", "enum": [value]}),
            };
            let required = arm.get("required").cloned().unwrap_or(json!([]));
            let required = required.as_array().unwrap().iter().cloned();
            arm["required"] = required.chain([json!("kind")]).collect();
            let reference = format!("#/components/schemas/{arm_name}");
            arms.push(json!({"$ref": reference}));
            mapping.insert((*value).to_owned(), json!(reference));
            self.further.insert(arm_name, arm);
        }
        let mut discriminator = json!({"propertyName": "kind"});
        if is_mapped {
            discriminator["mapping"] = json!(mapping);
        }
        json!({"oneOf": arms, "discriminator": discriminator})
    }

    /// A parent that children extend.
    fn family(&mut self, name: &str) -> Value {
        let count = 1 + self.dice.below(3);
        for tag in self.dice.some(&TAGS, count) {
            let names = self.dice.some(&NAMES[2..4], 2);
            let own = self.object_of(&names, 1);
            let parent = json!({"$ref": format!("#/components/schemas/{name}")});
            self.further.insert(format!("{name}{tag}"), json!({"allOf": [parent, own]}));
        }
        let names = self.dice.some(&NAMES[4..], 1);
        let mut parent = self.object_of(&names, 1);
        parent["properties"]["kind"] = json!({"type": "string"});
        parent["required"] = json!(["kind"]);
        parent["discriminator"] = json!({"propertyName": "kind"});
        parent
    }

    /// Values of different types, or objects that differ in what they require.
    fn alternatives(&mut self, depth: usize) -> Value {
        let mut arms = match self.dice.below(4) {
            0 => vec![json!({"type": "string"}), json!({"type": "integer"})],
            1 => vec![self.scalar(), self.list(depth + 1)],
            2 => vec![self.earlier(), self.scalar()],
            _ => Vec::new(),
        };
        if arms.is_empty() || self.dice.one_in(3) {
            for name in self.dice.some(&NAMES, 2) {
                let mut arm = self.object_of(&[name], depth + 1);
                arm["required"] = json!([name]);
                arms.push(arm);
            }
        }
        let key = *self.dice.pick(&["oneOf", "anyOf"]);
        json!({key: arms})
    }

    /// Components that nothing but their values tells apart.
    fn alternative_references(&mut self, _: usize) -> Value {
        let key = *self.dice.pick(&["oneOf", "anyOf"]);
        json!({key: [self.earlier(), self.earlier(), self.earlier()]})
    }

    /// Alternatives among alternatives.
    fn nested_alternatives(&mut self, depth: usize) -> Value {
        let inner =
            if self.dice.one_in(2) { self.tagged(depth + 1) } else { self.alternatives(depth + 1) };
        let key = *self.dice.pick(&["oneOf", "anyOf"]);
        json!({key: [inner, {"type": "boolean"}, self.list(depth + 1)]})
    }

    /// Properties and alternatives of further ones.
    fn beside(&mut self, depth: usize) -> Value {
        let names = self.dice.some(&NAMES[1..3], 2);
        let mut object = self.object_of(&names, depth + 1);
        let arms = if self.dice.one_in(2) {
            let mut arms = Vec::new();
            for name in self.dice.some(&NAMES[3..], 2) {
                let mut arm = self.object_of(&[name], depth + 1);
                arm["required"] = json!([name]);
                arms.push(arm);
            }
            arms
        } else {
            self.tagged_arms(depth)
        };
        let key = *self.dice.pick(&["oneOf", "anyOf"]);
        object[key] = json!(arms);
        object
    }

    fn any_required(&mut self, depth: usize) -> Value {
        let names = self.dice.some(&NAMES, 2);
        let mut object = self.object_of(&names, depth);
        object["anyOf"] = names.iter().map(|name| json!({"required": [name]})).collect();
        object
    }

    fn conditional(&mut self, depth: usize) -> Value {
        let mut object = self.object_of(&[&"name"], depth);
        object["properties"]["kind"] = json!({"type": "string", "enum": ["cat", "dog"]});
        object["if"] = json!({"properties": {"kind": {"const": "cat"}}, "required": ["kind"]});
        object["then"] = self.object_of(&[&"size"], depth + 1);
        if self.dice.one_in(2) {
            object["else"] = self.object_of(&[&"note"], depth + 1);
        }
        object
    }

    /// Conditions that say more of what is declared.
    fn conditional_parts(&mut self, depth: usize) -> Value {
        let inner = self.object_of(&[&"name"], depth + 1);
        let (more, other) =
            (self.object_of(&[&"size"], depth + 1), self.object_of(&[&"note"], depth + 1));
        let condition =
            |kind: &str| json!({"properties": {"kind": {"const": kind}}, "required": ["kind"]});
        let then = |list: Value, mail: Value| json!({"properties": {"list": list, "mail": mail}});
        json!({
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"type": "string"}, "list": inner, "mail": {}},
            "allOf": [
                {"if": condition("cat"), "then": then(more, json!({"type": "number"}))},
                {"if": condition("dog"), "then": then(other, json!({"type": "string"}))},
            ],
        })
    }

    /// Alternatives of which each has one value of a property that need not be there.
    fn optional_tags(&mut self, depth: usize) -> Value {
        let count = 2 + self.dice.below(2);
        let arms: Vec<Value> = (0..count)
            .map(|turn| {
                let mut arm = self.object_of(&[&"name", &"size"], depth + 1);
                arm["properties"]["kind"] = json!({"type": "string", "const": TAGS[turn]});
                arm
            })
            .collect();
        let key = if self.dice.one_in(2) { "oneOf" } else { "anyOf" };
        json!({ key: arms })
    }

    fn dependent(&mut self, depth: usize) -> Value {
        let mut object = self.object_of(&[&"name", &"mail"], depth);
        if self.dice.one_in(2) {
            object["dependentSchemas"] = json!({"name": self.object_of(&[&"size"], depth + 1)});
        } else {
            object["dependentRequired"] = json!({"name": ["mail"]});
        }
        object
    }

    fn several_types(&mut self, depth: usize) -> Value {
        match self.dice.below(4) {
            0 => json!({"type": ["string", "integer"]}),
            1 => json!({"type": ["array", "string"], "items": self.any(depth + 1)}),
            2 => {
                let mut object = self.object(depth + 1);
                object["type"] = json!(["object", "string"]);
                object
            }
            _ => json!({"type": ["string", "number", "null"]}),
        }
    }

    /// Values of several types.
    fn mixed_values(&mut self, _: usize) -> Value {
        match self.dice.below(4) {
            0 => json!({"enum": ["one", 2, true]}),
            1 => json!({"enum": ["one", "two", null]}),
            2 => json!({"oneOf": [{"const": "one", "title": "First"}, {"const": "two"}]}),
            _ => {
                json!({"type": "object", "properties": {"a": {"const": 1.5}, "b": {"const": [1]}}})
            }
        }
    }

    /// What may not be there.
    fn forbidden(&mut self, depth: usize) -> Value {
        let mut object = self.object_of(&[&"name", &"size"], depth + 1);
        match self.dice.below(3) {
            0 => object["not"] = json!({"required": ["size"]}),
            1 => object["properties"]["mail"] = json!(false),
            _ => object["properties"]["mail"] = json!({"not": {}}),
        }
        object
    }

    /// A reference with more beside it, which 3.1 allows.
    fn extended_reference(&mut self, depth: usize) -> Value {
        let mut schema = self.earlier();
        match self.dice.below(3) {
            0 => schema["description"] = json!("Another."),
            1 => {
                let name = *self.dice.pick(&NAMES);
                schema["properties"] = json!({name: self.any(depth + 1)});
            }
            _ => schema["required"] = json!([self.dice.pick(&NAMES)]),
        }
        schema
    }
}
