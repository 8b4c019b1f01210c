//! An operation in; responses out that a server gives to it: those that fit what is documented, in every way of writing them, and
//! others.

use serde_json::{Value, json};

use super::judge::Documented;
use super::media_types::{self, Kind};
use super::values::{Pair, fitting, misfit};
use super::{Dice, headers_of, resolve, streams};

/// A response.
#[derive(Debug)]
pub(super) struct Served {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// Whether the client is strict.
    pub(super) strict: bool,
    /// Whether it is read while it comes.
    pub(super) piecewise: bool,
    /// What its body holds, if it fits: a value in JSON or XML.
    pub(super) value: Option<Value>,
    /// The item that does not fit, of a stream.
    pub(super) misfit: Option<usize>,
}

/// What is wrong with a response, or how it is read.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Fitting,
    Strict,
    Piecewise,
    /// The server does not say what it is.
    Unnamed,
    /// The server calls it something that is not documented.
    Misnamed,
    OtherType,
    Garbled,
    Empty,
}

const WAYS: [Way; 10] = [
    Way::Fitting,
    Way::Fitting,
    Way::Strict,
    Way::Piecewise,
    Way::Piecewise,
    Way::Unnamed,
    Way::Misnamed,
    Way::OtherType,
    Way::Garbled,
    Way::Empty,
];

impl Served {
    /// The media type that the server names.
    pub(super) fn content_type(&self) -> Option<&str> {
        let mut all = self.headers.iter();
        let found = all.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        found.map(|(_, value)| value.as_str())
    }

    /// How the program is told of it.
    pub(super) fn line(&self) -> Value {
        json!({
            "status": self.status,
            "headers": self.headers,
            "body": self.body,
            "strict": self.strict,
            "piecewise": self.piecewise,
        })
    }
}

/// The responses that an operation is given.
pub(super) fn all(call: &Documented<'_>, dice: &mut Dice) -> Vec<Served> {
    let mut all = Vec::new();
    for (key, response) in call.responses() {
        let content = call.content(key, response);
        let names: Vec<&String> =
            content.as_object().into_iter().flatten().map(|(name, _)| name).collect();
        for way in WAYS {
            let Some(status) = status(call, key, dice) else { continue };
            let name = names.iter().copied().find(|name| call.read.get(key) == Some(*name));
            all.extend(served(
                call,
                status,
                response,
                name.map(|name| (name, &content[name])),
                way,
                dice,
            ));
        }
        for name in names {
            let Some(status) = status(call, key, dice) else { continue };
            all.extend(served(
                call,
                status,
                response,
                Some((name, &content[name])),
                Way::Fitting,
                dice,
            ));
        }
    }
    for _ in 0..2 {
        let status = *dice.pick(&[203, 207, 300, 304, 307, 401, 418, 502, 599]);
        all.extend(undocumented(call, status, dice));
    }
    all
}

/// A response that no response is documented for, or only the default one, of which it is none.
fn undocumented(call: &Documented<'_>, status: u16, dice: &mut Dice) -> Option<Served> {
    let is_none =
        |(key, _): (&str, &Value)| key == "default" && call.has_only_default() && status / 100 != 2;
    if !call.response(status).is_none_or(is_none) {
        return None;
    }
    let mut served = plain(status);
    if status != 304 && call.method != "head" {
        served.headers.push(("Content-Type".into(), "application/json".into()));
        served.body = dice.pick(&[r#"{"message": "No."}"#, "<html>", ""]).as_bytes().to_vec();
    }
    Some(served)
}

fn plain(status: u16) -> Served {
    Served {
        status,
        headers: Vec::new(),
        body: Vec::new(),
        strict: false,
        piecewise: false,
        value: None,
        misfit: None,
    }
}

/// A status that a key stands for.
fn status(call: &Documented<'_>, key: &str, dice: &mut Dice) -> Option<u16> {
    let all: Vec<u16> = match key {
        "default" if call.has_only_default() => vec![200, 201, 202],
        "default" => vec![201, 418, 500, 503],
        "2XX" => vec![200, 201, 203, 206, 299],
        "3XX" => vec![300, 301, 302, 303, 307, 308],
        "4XX" => vec![400, 404, 418, 422, 499],
        "5XX" => vec![500, 502, 503, 599],
        exact => return exact.parse().ok(),
    };
    let is_its = |status: &u16| call.response(*status).is_some_and(|(own, _)| own == key);
    let all: Vec<u16> = all.into_iter().filter(is_its).collect();
    (!all.is_empty()).then(|| *dice.pick(&all))
}

fn served(
    call: &Documented<'_>,
    status: u16,
    response: &Value,
    content: Option<(&String, &Value)>,
    way: Way,
    dice: &mut Dice,
) -> Option<Served> {
    let mut served = plain(status);
    served.strict = way == Way::Strict;
    served.piecewise = way == Way::Piecewise && call.has_pieces;
    served.headers = headers_of::written(call.document, response, way == Way::Garbled, dice);
    if status / 100 == 3 && dice.one_in(2) && !served.has("location") {
        served.headers.push(("Location".into(), "/elsewhere".into()));
    }
    let Some((name, own)) = content else {
        return match way {
            Way::Fitting | Way::Strict => Some(served),
            _ => None,
        };
    };
    let kind = media_types::kind(call.document, name, own);
    served.fill(call.document, kind, own, way, dice)?;
    served.piecewise &= call.has_pieces;
    let named = match (way, kind) {
        (Way::Unnamed, _) => None,
        (Way::Misnamed, _) if name.contains('*') => return None,
        (Way::Misnamed, Kind::Events) => Some("application/json"),
        (Way::Misnamed, _) => Some(*dice.pick(&["text/html", "application/x-unknown"])),
        _ => Some(spelled(name, kind, dice)),
    };
    if let Some(named) = named {
        let header = *dice.pick(&["content-type", "Content-Type", "CONTENT-TYPE"]);
        let named = if dice.one_in(4) { named.to_ascii_uppercase() } else { named.to_owned() };
        let more = *dice.pick(&["", "", "; charset=utf-8", ";charset=UTF-8", " ; x=\"y;z\""]);
        served.headers.push((header.to_owned(), format!("{}{more}", named)));
    }
    Some(served)
}

/// A media type as a server names it that a listed one stands for.
fn spelled<'n>(name: &'n str, kind: Kind, dice: &mut Dice) -> &'n str {
    match (name, kind) {
        ("*/*" | "application/*", Kind::Bytes) => "application/zip",
        ("*/*", Kind::AnyString) => {
            dice.pick::<&str>(&["text/plain", "application/json", "text/html"])
        }
        (_, Kind::AnyString) => dice.pick::<&str>(&["application/yaml", "application/json"]),
        ("*/*" | "application/*", _) => {
            dice.pick::<&str>(&["application/hal+json", "application/ld+json"])
        }
        _ if name.contains("v=") => name,
        _ => name.split(';').next().unwrap_or_default(),
    }
}

impl Served {
    fn has(&self, header: &str) -> bool {
        self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(header))
    }

    /// Writes the body; nothing where there is none of that kind.
    fn fill(
        &mut self,
        document: &Value,
        kind: Kind,
        own: &Value,
        way: Way,
        dice: &mut Dice,
    ) -> Option<()> {
        let is_stream = matches!(kind, Kind::Events | Kind::Lines | Kind::Sequence);
        if is_stream {
            return self.fill_stream(document, kind, own, way, dice);
        }
        match (kind, way) {
            (Kind::Bytes, Way::Piecewise) => {}
            (_, Way::Piecewise) => return None,
            _ => {}
        }
        match (kind, way) {
            (Kind::Json | Kind::Xml | Kind::AnyString, Way::Garbled) => {
                self.body =
                    dice.pick(&["<html>No.", "{\"a\": ", "nothing", "{} {}"]).as_bytes().to_vec();
            }
            (Kind::Text, Way::Garbled) => self.body = vec![b'a', 0xff, 0xfe],
            (_, Way::Empty) => {}
            (Kind::Json, Way::OtherType) => {
                self.body = misfit(document, &own["schema"], dice)?.to_string().into_bytes();
            }
            (Kind::Xml | Kind::Text | Kind::Bytes, Way::OtherType) => return None,
            (Kind::Json, _) => {
                let is_lenient = way != Way::Strict;
                let Pair { sent, read } = fitting(document, &own["schema"], dice, is_lenient);
                self.value = Some(read);
                self.body = match dice.below(3) {
                    0 => format!(" {sent}\r\n").into_bytes(),
                    1 => serde_json::to_vec_pretty(&sent).unwrap(),
                    _ => sent.to_string().into_bytes(),
                };
            }
            (Kind::Xml, _) => {
                let Pair { mut read, .. } = fitting(document, &own["schema"], dice, false);
                // No element says that a list is empty.
                read.as_object_mut().unwrap().retain(|_, value| *value != json!([]));
                self.body = xml(&read).into_bytes();
                self.value = Some(read);
            }
            (Kind::AnyString, Way::OtherType) => self.body = b"[1]".to_vec(),
            (Kind::AnyString, _) if dice.one_in(2) => self.body = b"\"in quotes\"".to_vec(),
            (Kind::Text | Kind::AnyString, _) => {
                self.body =
                    dice.pick(&["a,b\r\n1,2\r\n", "ä€ text", "{\"a\": 1}", ""]).as_bytes().to_vec();
            }
            (_, _) => self.body = dice.pick(&[&[0, 255, 10][..], b"%PDF", b""]).to_vec(),
        }
        Some(())
    }

    fn fill_stream(
        &mut self,
        document: &Value,
        kind: Kind,
        own: &Value,
        way: Way,
        dice: &mut Dice,
    ) -> Option<()> {
        let count = dice.below(4);
        let schema = item(document, own);
        let is_text = kind == Kind::Events && schema["type"] == "string";
        let mut items: Vec<String> = (0..count)
            .map(|_| match is_text {
                true => (*dice.pick(&["", "text", "two\nlines", " blank", "ä"])).to_owned(),
                false => fitting(document, schema, dice, false).sent.to_string(),
            })
            .collect();
        match way {
            Way::Garbled | Way::OtherType if is_text || items.is_empty() => return None,
            Way::Garbled | Way::OtherType => {
                let index = dice.below(items.len());
                items[index] = match way {
                    Way::OtherType => misfit(document, schema, dice)?.to_string(),
                    _ => "{\"a\": ".to_owned(),
                };
                self.misfit = Some(index);
                self.piecewise = dice.one_in(2);
            }
            Way::Empty => items.clear(),
            _ => {}
        }
        self.body = match kind {
            Kind::Events => streams::write_events(&items, dice),
            Kind::Lines => streams::write_lines(&items, dice),
            _ => streams::write_sequence(&items, dice),
        }
        .into_bytes();
        Some(())
    }
}

/// What an item of a stream is.
fn item<'d>(document: &'d Value, own: &'d Value) -> &'d Value {
    let schema = match own.get("itemSchema") {
        Some(item) => match item["properties"].get("data") {
            Some(data) => data.get("contentSchema").unwrap_or(data),
            None => item,
        },
        None => match own["schema"].get("items") {
            Some(item) => item,
            None => &own["schema"],
        },
    };
    resolve(document, schema)
}

/// An object of plain values as XML.
fn xml(value: &Value) -> String {
    let mut text = "<?xml version=\"1.0\"?>\n<root>".to_owned();
    for (name, value) in value.as_object().unwrap() {
        let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for item in items {
            let plain = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
            let plain = plain.replace('&', "&amp;").replace('<', "&lt;");
            text += &format!("<{name}>{plain}</{name}>");
        }
    }
    text + "</root>\n"
}
