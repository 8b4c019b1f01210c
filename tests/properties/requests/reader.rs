//! What an operation was given and the request that was made of it in; what is wrong with that out. It knows the specifications alone: of
//! the document it reads what is written.

use serde_json::{Value, json};

use super::expansion::{Expansion, Nested, percent, query, reserved, sorted};
use super::{bodies, resolve};

/// A call: an operation as the document writes it, and what it is given.
pub(super) struct Given<'d> {
    pub(super) document: &'d Value,
    pub(super) path: &'d str,
    pub(super) method: &'d str,
    /// Each parameter and its value, if it has one.
    pub(super) parameters: Vec<(&'d Value, Option<Value>)>,
    /// The media type of the body, what the document says of it, and its value, if it has one.
    pub(super) body: Option<(&'d str, &'d Value, Option<Value>)>,
}

/// What must be sent.
#[derive(Default)]
struct Expected {
    path: String,
    query: Vec<String>,
    headers: Vec<(String, Vec<u8>)>,
    cookies: Vec<String>,
    /// Why no request can be made.
    refused: Vec<String>,
}

impl Given<'_> {
    /// Compares the request with what must be sent. The properties of objects come in the order in which they are declared, or by their
    /// names: their order says nothing.
    pub(super) fn check(&self, sent: &Value) -> Result<(), String> {
        self.check_in_order(sent).or_else(|_| self.sorted().check_in_order(sent))
    }

    /// The same with the properties of all objects by their names.
    fn sorted(&self) -> Self {
        let value = |value: &Option<Value>| value.as_ref().map(sorted);
        let parameters = self.parameters.iter().map(|(own, given)| (*own, value(given))).collect();
        let body = self.body.as_ref().map(|(name, own, given)| (*name, *own, value(given)));
        Given { parameters, body, ..*self }
    }

    fn check_in_order(&self, sent: &Value) -> Result<(), String> {
        let expected = self.expected();
        if let Some(error) = sent.get("error") {
            return match expected.refused.is_empty() {
                true => Err(format!("was refused: {error}")),
                false => Ok(()),
            };
        }
        if !expected.refused.is_empty() {
            return Err(format!("was not refused, although {}", expected.refused.join(", ")));
        }
        same("method", &self.method.to_uppercase(), sent["method"].as_str().unwrap())?;
        let uri = sent["uri"].as_str().unwrap();
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        same("path", &format!("https://example.com/base{}", expected.path), path)?;
        let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
        let mut others: Vec<&str> =
            expected.query.iter().map(String::as_str).flat_map(|text| text.split('&')).collect();
        pairs.sort_unstable();
        others.sort_unstable();
        same("query", &others.join("&"), &pairs.join("&"))?;
        self.check_headers(expected, sent)
    }

    fn check_headers(&self, expected: Expected, sent: &Value) -> Result<(), String> {
        let mut headers = expected.headers;
        headers.push(("accept".into(), b"application/json".to_vec()));
        if !expected.cookies.is_empty() {
            headers.push(("cookie".into(), expected.cookies.join("; ").into_bytes()));
        }
        let mut found: Vec<(String, Vec<u8>)> =
            serde_json::from_value(sent["headers"].clone()).unwrap();
        let content_type = found.iter().position(|(name, _)| name == "content-type");
        let content_type = content_type.map(|index| found.remove(index).1);
        headers.sort();
        found.sort();
        if headers != found {
            let text = |headers: &[(String, Vec<u8>)]| -> Vec<String> {
                let one = |(name, value): &(String, Vec<u8>)| {
                    format!("{name}: {}", String::from_utf8_lossy(value))
                };
                headers.iter().map(one).collect()
            };
            return Err(format!("has the headers {:?} and not {:?}", text(&found), text(&headers)));
        }
        let content_type = content_type.map(|value| String::from_utf8(value).unwrap());
        let bytes: Vec<u8> = serde_json::from_value(sent["body"].clone()).unwrap();
        match (&self.body, content_type) {
            (Some((media_type, written, Some(value))), Some(content_type)) => {
                let body = bodies::Sent { content_type: &content_type, bytes: &bytes };
                bodies::check(self.document, media_type, written, value, body)
            }
            (Some((.., Some(_))), None) => Err("has no content type".into()),
            (_, None) if bytes.is_empty() => Ok(()),
            (_, content_type) => {
                Err(format!("has a body of {content_type:?} that nobody gave: {bytes:?}"))
            }
        }
    }

    fn expected(&self) -> Expected {
        let mut expected = Expected::default();
        self.fill_path(&mut expected);
        for (parameter, value) in &self.parameters {
            let name = parameter["name"].as_str().unwrap();
            // Null is a value of JSON, and of nothing else.
            let is_sent = |value: &&Value| !value.is_null() || is_json(parameter);
            let Some(value) = value.as_ref().filter(is_sent) else { continue };
            let done = match parameter["in"].as_str().unwrap() {
                "querystring" => {
                    expected.query.extend(query(name, value, "form", true, ""));
                    Ok(())
                }
                "query" => {
                    expected.query.extend(query_of(parameter, name, value));
                    Ok(())
                }
                "header" => header_of(parameter, name, value, &mut expected),
                "cookie" => cookie_of(parameter, name, value, &mut expected),
                _ => Ok(()),
            };
            if done.is_err() {
                expected.refused.push(format!("{name} is nested"));
            }
        }
        expected
    }

    fn fill_path(&self, expected: &mut Expected) {
        let (mut rest, fixed) = self.path.split_once('?').unwrap_or((self.path, ""));
        for pair in fixed.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once("={") {
                None => expected.query.push(pair.to_owned()),
                Some((key, name)) => {
                    let name = name.strip_suffix('}').unwrap();
                    if let Some(text) = self.variable(name, expected) {
                        expected.query.push(format!("{key}={text}"));
                    }
                }
            }
        }
        while let Some((literal, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap();
            expected.path += &literal_of(literal);
            let text = self.variable(name, expected);
            expected.path += &text.unwrap_or_default();
            rest = after;
        }
        expected.path += &literal_of(rest);
        if expected.path.split('/').any(|segment| matches!(segment, "." | "..")) {
            expected.refused.push("the path has a segment of dots".into());
        }
    }

    /// The text of a variable of the path; none where it cannot be there.
    fn variable(&self, name: &str, expected: &mut Expected) -> Option<String> {
        let is_it = |parameter: &Value| parameter["in"] == "path" && parameter["name"] == name;
        let (parameter, value) =
            self.parameters.iter().find(|(parameter, _)| is_it(parameter)).unwrap();
        match path_of(parameter, name, value.as_ref().unwrap()) {
            Ok(Some(text)) if !matches!(text.as_str(), "" | "." | "..") => return Some(text),
            Ok(_) => expected.refused.push(format!("{name} is empty or dots")),
            Err(Nested) => expected.refused.push(format!("{name} is nested")),
        }
        None
    }
}

/// The literal text of a path.
fn literal_of(text: &str) -> String {
    percent(text, "/!$&'()*+,;=:@")
}

fn explode(parameter: &Value, otherwise: bool) -> bool {
    parameter["explode"].as_bool().unwrap_or(otherwise)
}

fn path_of(parameter: &Value, name: &str, value: &Value) -> Result<Option<String>, Nested> {
    if is_json(parameter) {
        return Ok(Some(percent(&value.to_string(), "")));
    }
    if value.is_null() {
        return Ok(None);
    }
    let (first, separator, named) = match parameter["style"].as_str() {
        Some("label") => (".", ".", false),
        Some("matrix") => (";", ";", true),
        _ => ("", ",", false),
    };
    let explode = explode(parameter, false);
    let reserved = parameter["allowReserved"] == true;
    // Without what would end the path: see `Style::allow_reserved`.
    let kept = Some(if reserved { ":/@!$&'()*+,;=" } else { "" });
    Expansion { first, separator, named, if_empty: "", explode, kept }.of(name, value)
}

fn query_of(parameter: &Value, name: &str, value: &Value) -> Vec<String> {
    let kept = match parameter["allowReserved"].as_bool() {
        // Without what would end the value: see `Style::allow_reserved`.
        Some(true) => ":/?@!$'()*,;=",
        _ => "",
    };
    if is_json(parameter) {
        return vec![format!("{}={}", percent(name, ""), reserved(&value.to_string(), kept))];
    }
    let style = parameter["style"].as_str().unwrap_or("form");
    query(name, value, style, explode(parameter, style == "form"), kept)
}

fn header_of(
    parameter: &Value,
    name: &str,
    value: &Value,
    expected: &mut Expected,
) -> Result<(), Nested> {
    let text = match is_json(parameter) {
        true => Some(value.to_string()),
        false => {
            let explode = explode(parameter, false);
            let (first, separator, named) = ("", ",", false);
            Expansion { first, separator, named, if_empty: "", explode, kept: None }
                .of(name, value)?
        }
    };
    if let Some(text) = text {
        if text.bytes().any(|byte| byte != b'\t' && byte.is_ascii_control()) {
            expected.refused.push(format!("{name} has what no header can hold"));
        }
        expected.headers.push((name.to_lowercase(), text.into_bytes()));
    }
    Ok(())
}

fn cookie_of(
    parameter: &Value,
    name: &str,
    value: &Value,
    expected: &mut Expected,
) -> Result<(), Nested> {
    if is_json(parameter) {
        let text = percent(&value.to_string(), "");
        expected.cookies.push(format!("{}={text}", percent(name, "")));
        return Ok(());
    }
    if parameter["style"] == "cookie" {
        let explode = explode(parameter, true);
        let separator = if explode { "; " } else { "," };
        let expansion =
            Expansion { first: "", separator, named: true, if_empty: "=", explode, kept: None };
        let text = expansion.of(name, value)?;
        let values = json!(value).to_string();
        if values.contains(';') || values.contains("\\r") {
            expected.refused.push(format!("{name} has what ends a cookie"));
        }
        expected.cookies.extend(text);
        return Ok(());
    }
    let pairs = query(name, value, "form", explode(parameter, true), "");
    expected.cookies.extend((!pairs.is_empty()).then(|| pairs.join("&")));
    Ok(())
}

fn same(what: &str, expected: &str, found: &str) -> Result<(), String> {
    match expected == found {
        true => Ok(()),
        false => Err(format!("has the {what}\n    {found}\n  and not\n    {expected}")),
    }
}

/// The schema of a parameter.
pub(super) fn schema<'d>(document: &'d Value, parameter: &'d Value) -> &'d Value {
    let content = parameter["content"].as_object().and_then(|content| content.values().next());
    resolve(document, &content.unwrap_or(parameter)["schema"])
}

/// Whether a parameter is written as JSON text.
pub(super) fn is_json(parameter: &Value) -> bool {
    parameter["content"].get("application/json").is_some()
}
