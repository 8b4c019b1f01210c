//! A seed in; an OpenAPI document out, whose operations respond in every way.

use serde_json::{Map, Value, json};

use super::Dice;
use super::schemas::Schemas;

/// How many operations a document has.
const COUNT: usize = 30;

const SUCCESSES: [&str; 6] = ["200", "201", "202", "204", "205", "206"];
const REDIRECTS: [&str; 7] = ["301", "302", "303", "304", "307", "308", "3XX"];
const FAILURES: [&str; 9] = ["400", "404", "409", "422", "429", "500", "503", "4XX", "5XX"];
const HEADERS: [&str; 9] =
    ["X-Total", "X-Flag", "x-when", "X-Tags", "ETag", "Location", "Retry-After", "X-a_b", "X-Kind"];

/// Whether a document says only what Swagger 2.0 can say.
pub(super) fn is_swagger(seed: u64) -> bool {
    seed % 4 == 3
}

/// The document.
pub(super) fn document(seed: u64) -> Value {
    let mut api = Responses {
        schemas: Schemas {
            dice: Dice::new(seed),
            version: ["3.0.3", "3.1.0", "3.2.0", "3.0.3"][seed as usize % 4],
            is_swagger: is_swagger(seed),
            components: Map::new(),
        },
        responses: Map::new(),
        headers: Map::new(),
        produced: None,
    };
    let mut paths = Map::new();
    for index in 0..COUNT {
        let method = *api.dice().pick(&["get", "get", "get", "post", "put", "delete", "head"]);
        let operation = api.operation(index);
        paths.insert(format!("/p{index}"), json!({method: operation}));
    }
    json!({
        "openapi": api.schemas.version,
        "info": {"title": "Responses", "version": "1"},
        "servers": [{"url": "https://example.com/base"}],
        "paths": paths,
        "components": {
            "schemas": api.schemas.components,
            "responses": api.responses,
            "headers": api.headers,
        },
    })
}

struct Responses {
    schemas: Schemas,
    responses: Map<String, Value>,
    headers: Map<String, Value>,
    /// The media type of all responses of an operation of Swagger 2.0.
    produced: Option<&'static str>,
}

impl Responses {
    fn dice(&mut self) -> &mut Dice {
        &mut self.schemas.dice
    }

    fn operation(&mut self, index: usize) -> Value {
        if self.schemas.is_swagger {
            let all = ["application/json", "application/json", "text/plain", "application/pdf"];
            self.produced = Some(*self.dice().pick(&all));
        }
        let mut responses = Map::new();
        self.successes(&mut responses);
        self.failures(&mut responses);
        if responses.is_empty() {
            responses.insert("200".into(), json!({"description": "OK"}));
        }
        for response in responses.values_mut() {
            if self.dice().one_in(6) && response.get("$ref").is_none() && !self.schemas.is_swagger {
                let name = format!("R{}", self.responses.len());
                let reference = json!({"$ref": format!("#/components/responses/{name}")});
                self.responses.insert(name, std::mem::replace(response, reference));
            }
        }
        json!({"operationId": format!("call{index}"), "tags": ["calls"], "responses": responses})
    }

    fn successes(&mut self, responses: &mut Map<String, Value>) {
        let count = match self.dice().below(8) {
            0 => 0,
            1 | 2 => 2,
            3 => 3,
            _ => 1,
        };
        let mut keys: Vec<&str> =
            self.dice().some(&SUCCESSES, count).into_iter().copied().collect();
        if !self.schemas.is_swagger && self.dice().one_in(8) {
            keys.push("2XX");
        }
        if self.dice().one_in(6) {
            keys.push(self.some_redirect());
        }
        let shared = self.response(false);
        let are_same = self.dice().one_in(3);
        for key in keys {
            let response = match are_same {
                true => shared.clone(),
                false => self.response(key.starts_with('3')),
            };
            responses.insert(key.to_owned(), response);
        }
    }

    fn some_redirect(&mut self) -> &'static str {
        let end = if self.schemas.is_swagger { REDIRECTS.len() - 1 } else { REDIRECTS.len() };
        self.dice().pick::<&str>(&REDIRECTS[..end])
    }

    fn failures(&mut self, responses: &mut Map<String, Value>) {
        let count = self.dice().below(4);
        let mut keys: Vec<&str> = self.dice().some(&FAILURES, count).into_iter().copied().collect();
        keys.retain(|key| !self.schemas.is_swagger || !key.ends_with('X'));
        if self.dice().one_in(3) {
            keys.push("default");
        }
        let shared = self.response(false);
        let are_same = self.dice().one_in(2);
        for key in keys {
            let response = if are_same { shared.clone() } else { self.response(false) };
            responses.insert(key.to_owned(), response);
        }
    }

    fn response(&mut self, is_redirect: bool) -> Value {
        let mut response = json!({"description": "What came."});
        let is_empty = if is_redirect { !self.dice().one_in(4) } else { self.dice().one_in(5) };
        if !is_empty {
            let content = self.content();
            response["content"] = content;
        }
        let count = self.dice().below(4);
        if count > 0 && self.dice().one_in(2) {
            let mut headers = Map::new();
            for name in self.dice().some(&HEADERS, count).into_iter().copied().collect::<Vec<_>>() {
                let header = self.header();
                headers.insert(name.to_owned(), header);
            }
            response["headers"] = Value::Object(headers);
        }
        response
    }

    fn header(&mut self) -> Value {
        let schema = self.schemas.of_header();
        let mut header = json!({"schema": schema});
        if self.schemas.is_swagger {
            return header;
        }
        if self.dice().one_in(3) {
            header["required"] = json!(true);
        }
        match self.dice().below(8) {
            0 => header["style"] = json!("simple"),
            1 => header["explode"] = json!(self.dice().one_in(2)),
            2 => {
                let content = json!({"application/json": {"schema": schema}});
                header = json!({"content": content});
            }
            _ => {}
        }
        if !self.dice().one_in(6) {
            return header;
        }
        let name = format!("H{}", self.headers.len());
        let reference = json!({"$ref": format!("#/components/headers/{name}")});
        self.headers.insert(name, header);
        reference
    }

    fn content(&mut self) -> Value {
        if let Some(media_type) = self.produced {
            return json!({media_type: self.media_type(media_type)});
        }
        let names: &[&'static str] = match self.dice().below(16) {
            0 => &["application/problem+json"],
            1 => &["application/vnd.x+json; charset=utf-8"],
            2 => &["*/*"],
            3 => &["application/*"],
            4 => &["text/plain"],
            5 => &["text/csv"],
            6 => &["application/octet-stream"],
            7 => &["image/png", "image/jpeg"],
            8 => &["application/xml"],
            9 => {
                let several: [&[&'static str]; 12] = [
                    &["application/json", "text/csv"],
                    &["application/octet-stream", "application/json"],
                    &["application/json", "application/vnd.x+json"],
                    &["text/plain", "text/csv"],
                    &["application/json", "text/event-stream"],
                    &["application/json", "application/*"],
                    &["application/json; v=1", "application/json; v=2"],
                    &["application/json", "application/xml"],
                    &["application/json", "application/problem+json", "text/plain"],
                    &["application/jsonl", "text/event-stream"],
                    &["application/json", "text/*"],
                    &["application/pdf", "text/html"],
                ];
                self.dice().pick::<&[&str]>(&several)
            }
            10 => &["text/event-stream"],
            11 if self.dice().one_in(2) => &["application/jsonl"],
            11 => &["application/json-seq"],
            12 if self.dice().one_in(3) => {
                let forms: [&[&'static str]; 2] =
                    [&["application/x-www-form-urlencoded"], &["multipart/form-data"]];
                self.dice().pick::<&[&str]>(&forms)
            }
            _ => &["application/json"],
        };
        let mut content = Map::new();
        for name in names {
            let own = self.media_type(name);
            content.insert((*name).to_owned(), own);
        }
        Value::Object(content)
    }

    /// What a media type holds.
    fn media_type(&mut self, name: &str) -> Value {
        let is_old = self.schemas.version == "3.0.3";
        match name {
            "text/plain" | "text/csv" | "text/html" | "text/*" => {
                json!({"schema": {"type": "string"}})
            }
            "application/octet-stream" | "image/png" | "image/jpeg" | "application/pdf" => {
                match is_old {
                    true => json!({"schema": {"type": "string", "format": "binary"}}),
                    false => json!({}),
                }
            }
            "application/xml" => json!({"schema": self.schemas.xml()}),
            "text/event-stream" | "application/jsonl" | "application/json-seq" => self.stream(name),
            "application/x-www-form-urlencoded" | "multipart/form-data" => {
                json!({"schema": self.schemas.object()})
            }
            "*/*" | "application/*" if self.dice().one_in(4) => {
                json!({"schema": {"type": "string"}})
            }
            "*/*" | "application/*" if is_old && self.dice().one_in(4) => {
                json!({"schema": {"type": "string", "format": "binary"}})
            }
            _ if self.dice().one_in(20) && !self.schemas.is_swagger => json!({}),
            _ => json!({"schema": self.schemas.any()}),
        }
    }

    /// A stream: what an item of it is, or all of them.
    fn stream(&mut self, name: &str) -> Value {
        let item = match self.dice().below(4) {
            // Of a text in an event nobody says whether it is in quotes.
            0 if name == "text/event-stream" => json!({"type": "integer"}),
            0 => self.schemas.scalar(),
            _ => self.schemas.object(),
        };
        let is_text = name == "text/event-stream" && self.dice().one_in(2);
        if self.schemas.version != "3.2.0" {
            return match is_text {
                true => json!({"schema": {"type": "string"}}),
                false if self.dice().one_in(2) => {
                    json!({"schema": {"type": "array", "items": item}})
                }
                false => json!({"schema": item}),
            };
        }
        if name != "text/event-stream" {
            return json!({"itemSchema": item});
        }
        let mut data = json!({"type": "string"});
        if !is_text {
            data["contentMediaType"] = json!("application/json");
            data["contentSchema"] = item;
        }
        let properties = json!({"event": {"type": "string"}, "data": data});
        json!({"itemSchema": {"type": "object", "properties": properties, "required": ["data"]}})
    }
}
