//! A response and what a document says of the operation in; what must come of it out. It knows the specifications alone: of the document
//! it reads what is written, and of the crate which media type each response is read as.

use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::media_types::{self, Kind};
use super::served::Served;
use super::{headers, resolve, same, streams, values};

/// An operation as the document writes it.
pub(super) struct Documented<'d> {
    pub(super) document: &'d Value,
    pub(super) path: &'d str,
    pub(super) method: &'d str,
    pub(super) written: &'d Value,
    /// Whether the crate reads its response while it comes, if it is asked to.
    pub(super) has_pieces: bool,
    /// The media type that the crate reads of each response, by its key.
    pub(super) read: BTreeMap<String, String>,
}

/// What a call must end with.
#[derive(Debug)]
enum Outcome {
    /// The response under this key, and what it holds.
    Success(String, Held),
    /// The documented error under this key, and what it holds, where that is known.
    Failure(String, Option<Value>),
    /// A status that is not documented.
    Unexpected,
    /// A success that cannot be read.
    Unreadable,
}

/// What a success holds.
#[derive(Debug)]
enum Held {
    Nothing,
    Json(Value),
    Text(String),
    Bytes,
    /// Items, of which some cannot be read.
    Items(Vec<Option<Value>>),
}

impl<'d> Documented<'d> {
    /// The documented responses, by their keys.
    pub(super) fn responses(&self) -> impl Iterator<Item = (&'d str, &'d Value)> + use<'d> {
        let document = self.document;
        let all = self.written["responses"].as_object().unwrap().iter();
        all.map(|(key, response)| (key.as_str(), resolve(document, response)))
    }

    /// The response that a status has: its own, or that of its range, or the default one (OpenAPI, "Responses Object").
    pub(super) fn response(&self, status: u16) -> Option<(&'d str, &'d Value)> {
        let range = format!("{}XX", status / 100);
        let keys = [status.to_string(), range, "default".to_owned()];
        keys.iter().find_map(|wanted| self.responses().find(|(key, _)| key == wanted))
    }

    /// Whether a response is a success. Where none is documented the default one is, if its status says so.
    fn is_success(&self, key: &str, status: u16) -> bool {
        let is_named = |key: &str| key.starts_with('2') || key.starts_with('3');
        is_named(key)
            || status / 100 == 2
                && key == "default"
                && !self.responses().any(|(key, _)| is_named(key))
    }

    /// Whether a default response means success.
    pub(super) fn has_only_default(&self) -> bool {
        self.is_success("default", 200)
    }

    /// What a response may hold. Some have no body, whatever is said of them (RFC 9110, 6.4.1).
    pub(super) fn content(&self, key: &str, response: &'d Value) -> &'d Value {
        match self.method == "head" || matches!(key, "204" | "205" | "304") {
            true => &Value::Null,
            false => &response["content"],
        }
    }

    /// Compares what the crate says with what must come.
    pub(super) fn check(&self, served: &Served, found: &Value) -> Result<(), String> {
        let expected = self.outcome(served);
        let wrong = || Err(format!("gives {found}\n  and not {expected:?}"));
        let is_kept = found["status"] == served.status
            && headers::are_kept(&served.headers, &found["headers"]);
        let is_right = is_kept
            && match &expected {
                Outcome::Success(key, held) => {
                    let is_it = found["key"].is_null() || found["key"] == key.as_str();
                    found["ok"] == true && is_it && holds(held, found, served)
                }
                Outcome::Failure(key, payload) => {
                    found["error"] == "api"
                        && found["key"] == key.as_str()
                        && carries(payload, found)
                }
                Outcome::Unexpected => found["error"] == "unexpected",
                Outcome::Unreadable => found["error"] == "decode",
            };
        let has_body = found["ok"] == true || found["body"] == json!(served.body);
        if !is_right || !has_body {
            return wrong();
        }
        let all = self.responses().filter_map(|(_, response)| response["headers"].as_object());
        headers::check(self.document, all.flatten(), served, &found["typed"])
    }

    fn outcome(&self, served: &Served) -> Outcome {
        let Some((key, response)) = self.response(served.status) else {
            // Where no success is documented each is one, of which nothing is known.
            let has_success = self.responses().any(|(key, _)| key.starts_with(['2', '3']));
            return match served.status / 100 == 2 && !has_success {
                true => Outcome::Success(String::new(), Held::Nothing),
                false => Outcome::Unexpected,
            };
        };
        let content = self.content(key, response);
        if self.is_success(key, served.status) {
            let held = self.held(key, content, served);
            return held.map_or(Outcome::Unreadable, |held| Outcome::Success(key.to_owned(), held));
        }
        if key == "default" && self.has_only_default() {
            return Outcome::Unexpected;
        }
        let payload = match self.held(key, content, served) {
            Some(Held::Json(value)) if !self.is_free(key, content) => Some(value),
            _ => None,
        };
        Outcome::Failure(key.to_owned(), payload.filter(|value| !value.is_null()))
    }

    /// Whether nothing is said of what a response holds.
    fn is_free(&self, key: &str, content: &Value) -> bool {
        let own = &content[&self.read[key]];
        values::of(values::plain(self.document, &own["schema"])).is_empty()
    }

    /// What is read of a body; none where it cannot be.
    fn held(&self, key: &str, content: &'d Value, served: &Served) -> Option<Held> {
        let Some(read) = self.read.get(key).filter(|_| content.is_object()) else {
            return Some(Held::Nothing);
        };
        let own = &content[read];
        let kind = media_types::kind(self.document, read, own);
        let named = served.content_type();
        if let Some((other, content)) =
            named.and_then(|named| media_types::meant(content, read, named))
        {
            let is_same = media_types::kind(self.document, other, content) == kind
                && content.get("schema") == own.get("schema")
                && content.get("itemSchema") == own.get("itemSchema");
            if !is_same {
                return None;
            }
        } else if kind == Kind::Events && named.is_some() {
            return None;
        }
        let text = || std::str::from_utf8(&served.body).ok();
        Some(match kind {
            Kind::Json | Kind::Xml => Held::Json(served.value.clone()?),
            Kind::AnyString => Held::Json(json!(string(named, text()?)?)),
            Kind::Text => Held::Text(text()?.to_owned()),
            Kind::Bytes => Held::Bytes,
            Kind::Events | Kind::Lines | Kind::Sequence => {
                self.items(kind, own, text()?, served)?
            }
        })
    }

    fn items(&self, kind: Kind, own: &Value, text: &str, served: &Served) -> Option<Held> {
        let read = |text: &str| serde_json::from_str::<Value>(text).ok();
        let items: Vec<Option<Value>> = match kind {
            Kind::Events => {
                let is_text = is_text(own);
                let data = |mut event: Value| {
                    if !is_text {
                        event["data"] = read(event["data"].as_str().unwrap())?;
                    }
                    Some(event)
                };
                streams::events(text).into_iter().map(data).collect()
            }
            Kind::Lines => streams::lines(text).into_iter().map(read).collect(),
            _ => streams::sequence(text).into_iter().map(|text| read(text?)).collect(),
        };
        let is_unread = |index: usize| Some(index) == served.misfit;
        let items = items.into_iter().enumerate();
        let items: Vec<_> = items.map(|(index, item)| item.filter(|_| !is_unread(index))).collect();
        // Read whole, one that cannot be read is enough.
        (served.piecewise || items.iter().all(Option::is_some)).then_some(Held::Items(items))
    }
}

/// A string in JSON, if it is called so, or the text itself. What is called nothing may be either.
fn string(named: Option<&str>, text: &str) -> Option<String> {
    let json = || serde_json::from_str::<String>(text).ok();
    match named {
        Some(named) if media_types::is_json(named) => json(),
        Some(_) => Some(text.to_owned()),
        None => Some(json().unwrap_or_else(|| text.to_owned())),
    }
}

/// Whether events hold text.
fn is_text(own: &Value) -> bool {
    match own.get("itemSchema") {
        Some(item) => item["properties"]["data"].get("contentSchema").is_none(),
        None => own["schema"]["type"] == "string",
    }
}

fn holds(held: &Held, found: &Value, served: &Served) -> bool {
    match held {
        // A stream may be empty.
        Held::Nothing => {
            found["as"] == "nothing" || found["as"] == "items" && found["value"] == json!([])
        }
        Held::Json(value) => found["as"] == "json" && same(value, &found["value"]),
        Held::Text(text) => found["as"] == "text" && found["value"] == text.as_str(),
        Held::Bytes => found["as"] == "bytes" && found["value"] == json!(served.body),
        Held::Items(items) => {
            let found = found["value"].as_array().filter(|_| found["as"] == "items");
            let is_it = |(item, found): (&Option<Value>, &Value)| match item {
                Some(item) => same(item, found),
                None => found.get("error").is_some(),
            };
            found.is_some_and(|found| {
                found.len() == items.len() && items.iter().zip(found).all(is_it)
            })
        }
    }
}

/// Whether an error carries what its response held: in its own variant, or as the error object of the API.
fn carries(payload: &Option<Value>, found: &Value) -> bool {
    match (payload, found["payload"].get("some")) {
        (Some(value), Some(found)) => same(value, found),
        (Some(value), None) => found["payload"].is_null() && same(value, &found["object"]),
        (None, found) => found.is_none(),
    }
}
