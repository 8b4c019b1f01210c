//! A document of OpenAPI 3.0 that says only what Swagger 2.0 can say in; the same in Swagger 2.0 out.

use serde_json::{Map, Value, json};

/// The document.
pub(super) fn of(document: &Value) -> Value {
    let mut paths = document["paths"].clone();
    for item in paths.as_object_mut().unwrap().values_mut() {
        item.as_object_mut().unwrap().values_mut().for_each(operation);
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
    let mut produced = None;
    for response in operation["responses"].as_object_mut().unwrap().values_mut() {
        let response = response.as_object_mut().unwrap();
        if let Some(Value::Object(content)) = response.shift_remove("content") {
            let (media_type, own) = content.into_iter().next().unwrap();
            let is_bytes = own["schema"]["format"] == "binary";
            let schema = if is_bytes { json!({"type": "file"}) } else { own["schema"].clone() };
            response.insert("schema".into(), schema);
            produced = Some(media_type);
        }
        for header in
            response.get_mut("headers").and_then(Value::as_object_mut).into_iter().flatten()
        {
            *header.1 = plain(header.1);
        }
    }
    if let Some(media_type) = produced {
        operation["produces"] = json!([media_type]);
    }
}

/// A header as a plain type.
fn plain(header: &Value) -> Value {
    let mut own: Map<String, Value> = header["schema"].as_object().unwrap().clone();
    if own["type"] == "array" {
        own.insert("collectionFormat".into(), json!("csv"));
    }
    Value::Object(own)
}
