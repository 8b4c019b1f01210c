//! A document of OpenAPI 3.0 that says only what Swagger 2.0 can say in; the same in Swagger 2.0 out.

use serde_json::{Map, Value, json};

/// The document.
pub(super) fn of(document: &Value) -> Value {
    let mut paths = document["paths"].clone();
    for item in paths.as_object_mut().unwrap().values_mut() {
        for (key, value) in item.as_object_mut().unwrap() {
            match key.as_str() {
                "parameters" => parameters(value),
                _ => operation(value),
            }
        }
    }
    let whole = json!({
        "swagger": "2.0",
        "info": document["info"],
        "host": "example.com",
        "basePath": "/base",
        "schemes": ["https"],
        "paths": paths,
        "definitions": document["components"]["schemas"],
    });
    let text = whole.to_string().replace("#/components/schemas/", "#/definitions/");
    serde_json::from_str(&text).unwrap()
}

fn operation(operation: &mut Value) {
    parameters(&mut operation["parameters"]);
    let operation = operation.as_object_mut().unwrap();
    if let Some(mut body) = operation.shift_remove("requestBody") {
        let content = body["content"].as_object_mut().unwrap();
        let (media_type, written) = content.iter_mut().next().unwrap();
        operation.insert("consumes".into(), json!([media_type]));
        let further = match media_type.ends_with("json") {
            true => vec![
                json!({"name": "payload", "in": "body", "schema": written["schema"], "required": body["required"]}),
            ],
            false => fields(written),
        };
        operation["parameters"].as_array_mut().unwrap().extend(further);
    }
    let response = operation["responses"]["200"].as_object_mut().unwrap();
    if let Some(content) = response.shift_remove("content") {
        response.insert("schema".into(), content["application/json"]["schema"].clone());
        operation.insert("produces".into(), json!(["application/json"]));
    }
}

fn parameters(list: &mut Value) {
    for parameter in list.as_array_mut().into_iter().flatten() {
        let own = parameter.as_object_mut().unwrap();
        let schema = own.shift_remove("schema").unwrap();
        let style = own.shift_remove("style");
        let explode = own.shift_remove("explode");
        let format = match (style.as_ref().and_then(Value::as_str), own["in"].as_str()) {
            (Some("spaceDelimited"), _) => "ssv",
            (Some("pipeDelimited"), _) => "pipes",
            (_, Some("query")) if explode != Some(json!(false)) => "multi",
            _ => "csv",
        };
        typed(own, &schema, format);
    }
}

/// The fields of a form as parameters.
fn fields(written: &Value) -> Vec<Value> {
    let schema = &written["schema"];
    let required: Vec<&Value> = schema["required"].as_array().into_iter().flatten().collect();
    let field = |(name, property): (&String, &Value)| {
        let mut own = Map::new();
        own.insert("name".into(), json!(name));
        own.insert("in".into(), json!("formData"));
        own.insert("required".into(), json!(required.contains(&&json!(name))));
        let encoding = &written["encoding"][name];
        let format = match encoding["style"].as_str() {
            _ if encoding["explode"] != json!(false) => "multi",
            Some("spaceDelimited") => "ssv",
            Some("pipeDelimited") => "pipes",
            _ => "csv",
        };
        typed(&mut own, property, format);
        Value::Object(own)
    };
    schema["properties"].as_object().unwrap().iter().map(field).collect()
}

fn typed(own: &mut Map<String, Value>, schema: &Value, format: &str) {
    own.extend(schema.as_object().unwrap().clone());
    if schema["format"] == "binary" {
        own.insert("type".into(), json!("file"));
        own.shift_remove("format");
    }
    if schema["type"] == "array" {
        own.insert("collectionFormat".into(), json!(format));
    }
}
