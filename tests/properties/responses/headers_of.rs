//! A documented response in; headers out as a server sends them.

use serde_json::Value;

use super::values::{fitting, of};
use super::{Dice, resolve};

/// The headers. Some do not hold a value of their type, if they shall not.
pub(super) fn written(
    document: &Value,
    response: &Value,
    is_garbled: bool,
    dice: &mut Dice,
) -> Vec<(String, String)> {
    let mut headers = vec![("X-Other".to_owned(), "passed on".to_owned())];
    for (name, header) in response["headers"].as_object().into_iter().flatten() {
        if dice.one_in(4) {
            continue;
        }
        let header = resolve(document, header);
        let schema =
            header.get("schema").unwrap_or(&header["content"]["application/json"]["schema"]);
        let name = match dice.below(3) {
            0 => name.to_ascii_lowercase(),
            1 => name.to_ascii_uppercase(),
            _ => name.clone(),
        };
        if header.get("content").is_some() {
            let value = fitting(document, schema, dice, false).sent.to_string();
            headers.push((name, if is_garbled { "{\"a\": ".to_owned() } else { value }));
            continue;
        }
        let is_garbled = is_garbled && dice.one_in(2);
        for value in values(schema, header["explode"] == true, is_garbled, dice) {
            headers.push((name.clone(), value));
        }
    }
    headers
}

/// A value, or a list of them in one or several lines.
fn values(schema: &Value, is_exploded: bool, is_garbled: bool, dice: &mut Dice) -> Vec<String> {
    match of(schema) {
        "array" => {
            let count = 1 + dice.below(3);
            let items: Vec<String> =
                (0..count).map(|_| single(&schema["items"], is_garbled, dice)).collect();
            match dice.below(3) {
                0 => items,
                1 => vec![items.join(", ")],
                _ => vec![items.join(",")],
            }
        }
        "object" if is_exploded => vec!["a=1,b=two".to_owned()],
        "object" => vec!["a,1,b,two".to_owned()],
        _ => vec![single(schema, is_garbled, dice)],
    }
}

fn single(schema: &Value, is_garbled: bool, dice: &mut Dice) -> String {
    if let Some(values) = schema["enum"].as_array() {
        return dice.pick(values).as_str().unwrap().to_owned();
    }
    let garbled = ["text", "7 8", "yes"];
    let all: &[&str] = match of(schema) {
        "integer" | "number" | "boolean" if is_garbled => &garbled,
        "integer" => &["0", "-7", "9007199254740993"],
        "number" => &["0.5", "-3", "1e3"],
        "boolean" => &["true", "false"],
        _ if schema["format"] == "date-time" && is_garbled => &garbled,
        _ if schema["format"] == "date-time" => &["2024-05-06T07:08:09Z"],
        _ => &["text", "7", "true", "null", "two words", "\"tag\"", "W/\"1\"", "/p?a=b"],
    };
    (*dice.pick(all)).to_owned()
}
