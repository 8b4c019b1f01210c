//! A seed in; an OpenAPI document out, whose operations take parameters and bodies of every kind.

use serde_json::{Map, Value, json};

use super::{Dice, xml};

/// How many operations a document has.
const COUNT: usize = 30;

/// The names of properties: some that must be written in another way wherever they stand.
const PROPERTIES: [&str; 8] = ["name", "size", "kind", "a b", "x.y", "ü", "at&t", "e=mc"];

/// Whether a document says only what Swagger 2.0 can say.
pub(super) fn is_swagger(seed: u64) -> bool {
    seed % 4 == 3
}

/// The document.
pub(super) fn document(seed: u64) -> Value {
    let mut api = Requests {
        dice: Dice::new(seed),
        version: ["3.0.3", "3.1.0", "3.2.0", "3.0.3"][seed as usize % 4],
        is_swagger: is_swagger(seed),
        components: Map::new(),
        named: 0,
        parameters: Map::new(),
    };
    let mut paths = Map::new();
    for index in 0..COUNT {
        let (path, item) = api.operation(index);
        paths.insert(path, item);
    }
    let mut document = json!({
        "openapi": api.version,
        "info": {"title": "Requests", "version": "1"},
        "servers": [{"url": "https://example.com/base"}],
        "paths": paths,
        "components": {"schemas": api.components, "parameters": api.parameters},
    });
    if api.is_swagger {
        document["x-swagger"] = json!(true);
    }
    document
}

pub(super) struct Requests {
    pub(super) dice: Dice,
    pub(super) version: &'static str,
    /// Whether it says only what Swagger 2.0 can say.
    is_swagger: bool,
    components: Map<String, Value>,
    /// How many components there have been.
    named: usize,
    parameters: Map<String, Value>,
}

impl Requests {
    /// The path and the path item of an operation.
    fn operation(&mut self, index: usize) -> (String, Value) {
        let (path, mut parameters) = self.path(index);
        parameters.extend(self.others());
        let method = *self.dice.pick(&["post", "put", "patch", "get", "delete"]);
        let mut operation = json!({
            "operationId": format!("send{index}"),
            "tags": ["calls"],
            "responses": {"200": {"description": "OK"}},
        });
        if self.dice.one_in(2) {
            operation["responses"]["200"]["content"] =
                json!({"application/json": {"schema": {"type": "integer"}}});
        }
        if matches!(method, "post" | "put" | "patch")
            || self.version != "3.0.3" && self.dice.one_in(6)
        {
            operation["requestBody"] = self.body();
        }
        let mut item = json!({});
        if self.dice.one_in(4) && !parameters.is_empty() {
            item["parameters"] = json!([parameters[0]]);
            if self.dice.one_in(2) {
                // What the operation says of it goes before.
                item["parameters"][0]["required"] = json!(true);
            } else {
                parameters.remove(0);
            }
        }
        for parameter in &mut parameters {
            if self.dice.one_in(6) && !self.is_swagger {
                let name = format!("P{}", self.parameters.len());
                let reference = json!({"$ref": format!("#/components/parameters/{name}")});
                self.parameters.insert(name, std::mem::replace(parameter, reference));
            }
        }
        operation["parameters"] = json!(parameters);
        item[method] = operation;
        (path, item)
    }

    /// A path with its parameters: several in a segment, some with text around them.
    fn path(&mut self, index: usize) -> (String, Vec<Value>) {
        let names = ["id", "userId", "a-b", "x.y", "ü"];
        let count = self.dice.below(4);
        let names = self.dice.some(&names, count);
        let mut path = format!("/p{index}");
        for name in &names {
            path += *self.dice.pick(&["/", "/", "/", ".", "-", "", "/v", "/a b/"]);
            path += &format!("{{{name}}}");
        }
        path += *self.dice.pick(&["", "", "", "/end", "!"]);
        let mut names = names;
        match self.dice.below(10) {
            0 => path += "?fixed=1",
            1 => {
                path += "?fixed={kind}&b=2";
                names.push(&"kind");
            }
            _ => {}
        }
        let parameters = names.iter().map(|name| self.parameter(name, "path")).collect();
        (path, parameters)
    }

    fn others(&mut self) -> Vec<Value> {
        let queries =
            ["q", "filter[a b]", "$top", "ü", "a&b", "x.y", "sort", "ids[]", "self", "body"];
        let mut parameters = Vec::new();
        let cookies: &[&str] = if self.is_swagger { &[] } else { &["sid", "theme", "c.d"] };
        for (place, names) in [
            ("query", queries.as_slice()),
            ("header", &["X-One", "x-two", "If-Thing"]),
            ("cookie", cookies),
        ] {
            let most = if place == "query" { 4 } else { 2 };
            let count = self.dice.below(most);
            for name in self.dice.some(names, count) {
                let parameter = self.parameter(name, place);
                parameters.push(parameter);
            }
        }
        if self.dice.one_in(20) {
            let schema = self.scalar();
            parameters.push(json!({"name": "Authorization", "in": "header", "schema": schema}));
        }
        if self.version == "3.2.0" && self.dice.one_in(5) {
            parameters.retain(|parameter| parameter["in"] != "query");
            let schema = self.object_of(|own| own.nested(1));
            let content = json!({"application/x-www-form-urlencoded": {"schema": schema}});
            parameters.push(json!({"name": "all", "in": "querystring", "content": content}));
        }
        parameters
    }

    fn parameter(&mut self, name: &str, place: &str) -> Value {
        let mut parameter = json!({"name": name, "in": place});
        if place == "path" || self.dice.one_in(2) {
            parameter["required"] = json!(true);
        }
        if self.is_swagger {
            return self.plain_parameter(parameter);
        }
        if self.dice.one_in(10) {
            let schema = self.nested(0);
            parameter["content"] = json!({"application/json": {"schema": schema}});
            return parameter;
        }
        if self.dice.one_in(20) {
            parameter["content"] = json!({"text/plain": {"schema": {"type": "string"}}});
            return parameter;
        }
        let styles: &[&str] = match place {
            "path" => &["simple", "label", "matrix"],
            "query" => &["form", "form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "header" => &["simple"],
            _ if self.version == "3.2.0" => &["form", "cookie"],
            _ => &["form"],
        };
        let style = *self.dice.pick(styles);
        parameter["schema"] = match style {
            // OpenAPI says nothing of lists; what is single has no other form.
            "deepObject" if self.dice.one_in(8) => self.flat(),
            "deepObject" => self.nested_object(0),
            "spaceDelimited" | "pipeDelimited" if self.dice.one_in(2) => self.object(),
            "spaceDelimited" | "pipeDelimited" if self.dice.one_in(4) => self.scalar(),
            "spaceDelimited" | "pipeDelimited" => self.list(),
            "simple" | "label" | "matrix" | "cookie" if self.dice.one_in(12) => self.nested(0),
            "form" if place == "query" && self.dice.one_in(6) => self.nested(0),
            _ => self.flat(),
        };
        if !matches!(style, "simple" | "form") || self.dice.one_in(2) {
            parameter["style"] = json!(style);
        }
        if style != "deepObject" && self.dice.one_in(2) {
            parameter["explode"] = json!(self.dice.one_in(2));
        }
        if (place == "query" || place == "path" && self.version == "3.2.0") && self.dice.one_in(4) {
            parameter["allowReserved"] = json!(true);
        }
        parameter
    }

    /// A parameter of a single value or a list.
    fn plain_parameter(&mut self, mut parameter: Value) -> Value {
        parameter["schema"] = self.plain();
        if parameter["in"] == "query" && parameter["schema"]["type"] == "array" {
            parameter["style"] =
                json!(self.dice.pick(&["form", "spaceDelimited", "pipeDelimited"]));
            parameter["explode"] = json!(parameter["style"] == "form" && self.dice.one_in(2));
        }
        parameter
    }

    fn plain(&mut self) -> Value {
        let scalar = std::iter::repeat_with(|| self.scalar())
            .find(|own| own.get("type").is_some())
            .unwrap_or_default();
        match self.dice.below(3) {
            0 => json!({"type": "array", "items": scalar}),
            _ => scalar,
        }
    }

    /// A body of Swagger 2.0: JSON, or the fields of a form.
    fn plain_content(&mut self) -> (&'static str, Value) {
        let media_types =
            ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"];
        let media_type = *self.dice.pick(&media_types);
        if media_type == "application/json" {
            return (media_type, json!({"schema": self.created()}));
        }
        let count = 1 + self.dice.below(4);
        let (mut properties, mut encoding) = (Map::new(), Map::new());
        for name in self.dice.some(&PROPERTIES, count) {
            let property = match media_type == "multipart/form-data" && self.dice.one_in(2) {
                true => json!({"type": "string", "format": "binary"}),
                false => self.plain(),
            };
            if property["type"] == "array" && self.dice.one_in(2) {
                let style = *self.dice.pick(&["form", "spaceDelimited", "pipeDelimited"]);
                encoding.insert((*name).to_owned(), json!({"style": style, "explode": false}));
            }
            properties.insert((*name).to_owned(), property);
        }
        let required: Vec<&String> = properties.keys().filter(|_| self.dice.one_in(2)).collect();
        let schema = json!({"type": "object", "properties": properties, "required": required});
        (media_type, json!({"schema": schema, "encoding": encoding}))
    }

    /// A single value, or a list or object of them.
    fn flat(&mut self) -> Value {
        match self.dice.below(4) {
            0 => self.list(),
            1 => self.object(),
            2 if self.dice.one_in(4) && !self.is_swagger => {
                json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
            }
            _ => self.scalar(),
        }
    }

    /// A single value that may be null.
    fn single(&mut self) -> Value {
        let scalar = self.scalar();
        if self.dice.one_in(5) { self.nullable(scalar) } else { scalar }
    }

    fn list(&mut self) -> Value {
        json!({"type": "array", "items": self.single()})
    }

    pub(super) fn object(&mut self) -> Value {
        self.object_of(Self::single)
    }

    fn object_of(&mut self, property: fn(&mut Self) -> Value) -> Value {
        let count = 1 + self.dice.below(3);
        let names = self.dice.some(&PROPERTIES, count);
        let mut properties = Map::new();
        for name in &names {
            properties.insert((**name).to_owned(), property(self));
        }
        let required: Vec<_> = names.iter().filter(|_| self.dice.one_in(2)).collect();
        let mut object = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        match self.dice.below(6) {
            0 => object["additionalProperties"] = json!(false),
            1 => object["additionalProperties"] = property(self),
            2 => {
                object = json!({"type": "object", "additionalProperties": property(self)});
            }
            _ => {}
        }
        self.perhaps_component(object)
    }

    fn nested_object(&mut self, depth: usize) -> Value {
        match depth {
            0 => self.object_of(|own| own.nested(1)),
            _ => self.object_of(Self::flat),
        }
    }

    /// Anything, also what is nested.
    pub(super) fn nested(&mut self, depth: usize) -> Value {
        match self.dice.below(4) {
            0 => self.nested_object(depth),
            1 => json!({"type": "array", "items": self.flat()}),
            2 => self.flat(),
            _ if self.dice.one_in(5) => json!({}),
            _ => self.single(),
        }
    }

    pub(super) fn scalar(&mut self) -> Value {
        let mut scalar = match self.dice.below(20) {
            0 => json!({"type": "integer"}),
            1 => json!({"type": "integer", "format": self.dice.pick(&["int32", "uint64", "int8"])}),
            2 => json!({"type": "number"}),
            3 => json!({"type": "boolean"}),
            4 => json!({"type": "string", "enum": ["one", "two words", "a,b", "ü"]}),
            5 => json!({"type": "integer", "enum": [1, 2, 10]}),
            6 => json!({"type": "string", "format": "date-time"}),
            7 => json!({"type": "string", "format": "date"}),
            8 => json!({"type": "string", "format": self.dice.pick(&["uuid", "byte", "password"])}),
            9 if !self.is_swagger => {
                let schema = json!({"type": "string", "enum": ["asc", "de sc"]});
                return self.perhaps_component(schema);
            }
            10 => json!({"type": "number", "format": "float"}),
            11 if !self.is_swagger => json!({"oneOf": [{"type": "integer"}, {"type": "string"}]}),
            12 if self.version != "3.0.3" => json!({"const": "fixed"}),
            _ => json!({"type": "string"}),
        };
        if scalar["type"] == "string" && scalar.get("format").is_none() && self.dice.one_in(8) {
            scalar["default"] = json!("one");
        }
        scalar
    }

    fn nullable(&mut self, mut schema: Value) -> Value {
        let is_plain = schema.get("type").is_some() && schema.get("enum").is_none();
        match (self.version, is_plain) {
            _ if self.is_swagger => {}
            ("3.0.3", true) => schema["nullable"] = json!(true),
            ("3.0.3", false) => {}
            (_, true) => schema["type"] = json!([schema["type"], "null"]),
            (_, false) => return json!({"anyOf": [schema, {"type": "null"}]}),
        }
        schema
    }

    pub(super) fn perhaps_component(&mut self, schema: Value) -> Value {
        if !self.dice.one_in(4) {
            return schema;
        }
        // Those that were taken back leave their names to nobody.
        self.named += 1;
        let name = format!("C{}", self.named);
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        self.components.insert(name, schema);
        reference
    }

    fn body(&mut self) -> Value {
        let mut content = Map::new();
        if !self.is_swagger && self.dice.one_in(8) {
            return self.one_of_several();
        }
        let count = if self.dice.one_in(5) && !self.is_swagger { 2 } else { 1 };
        for _ in 0..count {
            let (media_type, body) =
                if self.is_swagger { self.plain_content() } else { self.content() };
            content.insert(media_type.to_owned(), body);
        }
        json!({"required": self.dice.one_in(2), "content": content})
    }

    /// One value in several media types.
    fn one_of_several(&mut self) -> Value {
        let all = [
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "application/xml",
            "text/plain",
            "application/vnd.acme+json",
        ];
        let schema = xml::object(&mut self.dice, 0);
        let name = format!("S{}", self.named);
        self.named += 1;
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        self.components.insert(name, schema);
        let count = 2 + self.dice.below(3);
        let chosen = self.dice.some(&all, count).into_iter().copied();
        let content: Map<String, Value> =
            chosen.map(|name: &str| (name.to_owned(), json!({"schema": reference}))).collect();
        json!({"required": self.dice.one_in(2), "content": content})
    }

    fn content(&mut self) -> (&'static str, Value) {
        match self.dice.below(12) {
            10 => {
                let name =
                    *self.dice.pick(&["application/xml", "text/xml", "application/vnd.acme+xml"]);
                let schema = xml::object(&mut self.dice, 0);
                (name, json!({"schema": self.perhaps_component(schema)}))
            }
            11 => {
                // Whatever its schema says, it is the text that a program gives.
                let schema = json!({"type": self.dice.pick(&["integer", "number", "boolean"])});
                ("text/plain", json!({"schema": schema}))
            }
            8 => ("*/*", json!({"schema": self.object()})),
            9 => {
                let name = *self.dice.pick(&["image/*", "application/jsonl", "application/pdf"]);
                let schema = match self.version {
                    "3.0.3" => json!({"type": "string", "format": "binary"}),
                    _ => json!({}),
                };
                (name, json!({"schema": schema}))
            }
            0 | 1 => {
                let name = *self.dice.pick(&["application/json", "application/vnd.acme+json"]);
                let schema = match self.dice.below(5) {
                    0 => {
                        let one = json!({"type": "object", "properties": {"one": self.flat()}, "required": ["one"], "additionalProperties": false});
                        let other = json!({"type": "object", "properties": {"other": self.nested(1)}, "required": ["other"], "additionalProperties": false});
                        json!({"oneOf": [one, self.perhaps_component(other)]})
                    }
                    1 | 2 => self.created(),
                    _ => self.nested(0),
                };
                (name, json!({"schema": schema}))
            }
            2 | 3 => ("application/x-www-form-urlencoded", self.form()),
            4 | 5 => ("multipart/form-data", self.parts()),
            6 => (*self.dice.pick(&["multipart/mixed", "multipart/related"]), self.parts()),
            _ => {
                let name = *self.dice.pick(&["text/plain", "text/csv; charset=utf-8", "image/png"]);
                let schema = match (name, self.version) {
                    ("image/png", "3.0.3") => json!({"type": "string", "format": "binary"}),
                    ("image/png", _) => json!({}),
                    _ => json!({"type": "string"}),
                };
                (name, json!({"schema": schema}))
            }
        }
    }

    /// An object with what only the server sets.
    fn created(&mut self) -> Value {
        let mut object = self.object_of(|own| own.nested(1));
        if object.get("properties").is_some() {
            object["properties"]["id"] = json!({"type": "integer", "readOnly": true});
        }
        let object = self.merged(object);
        self.perhaps_component(object)
    }

    /// Perhaps the object and another one at once.
    pub(super) fn merged(&mut self, object: Value) -> Value {
        let is_open = object.get("additionalProperties").is_some() || object.get("$ref").is_some();
        if is_open || !self.dice.one_in(3) {
            return object;
        }
        let other = json!({"type": "object", "properties": {"further": self.flat()}});
        let other = self.perhaps_component(other);
        json!({"allOf": [object, other]})
    }

    fn form(&mut self) -> Value {
        let mut schema = self.object_of(|own| own.nested(1));
        schema = self.without_reference(schema);
        let mut encoding = Map::new();
        for name in names(&schema) {
            let own = match self.dice.below(8) {
                0 => json!({"contentType": "application/json"}),
                4 => {
                    json!({"contentType": self.dice.pick(&["text/plain", "application/xml", "*/*"])})
                }
                1 => {
                    let mut own = json!({"style": self.dice.pick(&["form", "deepObject"])});
                    if own["style"] == "form" && self.dice.one_in(2) {
                        own["explode"] = json!(self.dice.one_in(2));
                    }
                    if own["style"] == "deepObject"
                        && !super::is_object(
                            &json!({"components": {"schemas": self.components}}),
                            &schema["properties"][&name],
                        )
                    {
                        own["style"] = json!("pipeDelimited");
                    }
                    own
                }
                2 => json!({"explode": self.dice.one_in(2)}),
                3 => json!({"allowReserved": true}),
                _ => continue,
            };
            encoding.insert(name, own);
        }
        json!({"schema": self.merged(schema), "encoding": encoding})
    }

    /// The schema itself, where it was made a component.
    fn without_reference(&mut self, schema: Value) -> Value {
        match schema["$ref"].as_str().and_then(|target| target.rsplit('/').next()) {
            Some(name) => self.components.shift_remove(name).unwrap(),
            None => schema,
        }
    }
}

/// The names of the properties of an object.
fn names(schema: &Value) -> Vec<String> {
    schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
}
