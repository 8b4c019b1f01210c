//! A program inside the crate under test: gives responses to its operations, and says what came of them.
//!
//! A line in is the index of an operation and a response, as JSON; a line out is what the call ended with. It uses only what every user
//! has: a client with a transport of one's own.

use std::fmt::Debug;
use std::future::Future;
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use crate::sdk::http::{HeaderMap, StatusCode};
use crate::sdk::plumbing::{Exchange, Pause, Transport};
use crate::sdk::{self, Body, Client, Error, Response};
use serde::Serialize;
use serde_json::{Value, json};

/// Calls one operation.
pub type Caller = fn(&Served) -> Value;

/// Makes a body of bytes that come in pieces.
pub type NewBody = fn(Vec<u8>) -> Body;

/// A success: the key of its response, if the crate tells it, how it was read, and what it holds.
pub type Shown = (Option<&'static str>, &'static str, Value);

/// A client whose next call gets a response, and how that is to be read.
pub struct Served {
    pub client: Client,
    pub status: StatusCode,
    pub piecewise: bool,
}

/// Gives one response, and after that one that nobody expects.
struct Canned(Mutex<Option<sdk::http::Response<Body>>>);

impl Transport for Canned {
    fn send(&self, _: sdk::http::Request<Body>) -> Exchange<'_> {
        let mut again = sdk::http::Response::new(Body::from("sent again"));
        *again.status_mut() = StatusCode::IM_A_TEAPOT;
        let response = self.0.lock().unwrap().take().unwrap_or(again);
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep(&self, _: std::time::Duration) -> Pause {
        Box::pin(std::future::ready(()))
    }

    fn deadline(&self, _: std::time::Duration) -> Pause {
        Box::pin(std::future::pending())
    }
}

/// What comes of what never waits for anything.
pub fn now<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..1000 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
    panic!("it waits")
}

/// What a call ended with.
pub fn ended<T, E: Debug>(
    result: Result<Response<T>, Error<E>>,
    shown: impl Fn(T) -> Shown,
    kind: impl Fn(&E) -> (&'static str, Value),
    typed: impl Fn(&HeaderMap) -> Value,
) -> Value {
    match result {
        Ok(response) => {
            succeeded(response.status, &response.headers, shown(response.value), typed)
        }
        Err(error) => failed(error, kind, typed),
    }
}

pub fn succeeded(
    status: StatusCode,
    headers: &HeaderMap,
    (key, read_as, value): Shown,
    typed: impl Fn(&HeaderMap) -> Value,
) -> Value {
    json!({
        "ok": true,
        "key": key,
        "as": read_as,
        "value": value,
        "status": status.as_u16(),
        "headers": listed(headers),
        "typed": typed(headers),
    })
}

pub fn failed<E: Debug>(
    error: Error<E>,
    kind: impl Fn(&E) -> (&'static str, Value),
    typed: impl Fn(&HeaderMap) -> Value,
) -> Value {
    let mut said = json!({
        "text": error.to_string(),
        "status": error.status().map(|status| status.as_u16()),
        "headers": error.headers().map(listed),
        "body": error.body(),
        "object": error.error_body().map(|body| serde_json::to_value(body).unwrap()),
        "typed": error.headers().map(typed),
    });
    said["error"] = json!(match &error {
        Error::Api(error) => {
            let (key, payload) = kind(error.kind());
            (said["key"], said["payload"]) = (json!(key), payload);
            "api"
        }
        Error::UnexpectedStatus(_) => "unexpected",
        Error::Decode(_) => "decode",
        _ => "other",
    });
    said
}

fn listed(headers: &HeaderMap) -> Value {
    let text = |value: &sdk::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| json!([name.as_str(), text(value)])).collect()
}

pub fn json<T: Serialize>(value: T) -> Value {
    serde_json::to_value(value).unwrap()
}

/// What an error carries.
pub fn payload<T: Serialize>(payload: &Option<T>) -> Value {
    match payload {
        Some(value) => json!({"some": value}),
        None => json!({"none": true}),
    }
}

/// A header that is documented.
pub fn header<T: Serialize, E: ToString>(read: Result<Option<T>, E>) -> Value {
    match read {
        Ok(value) => json!({"value": value}),
        Err(fault) => json!({"fault": fault.to_string()}),
    }
}

fn served(line: &Value, body: NewBody) -> Served {
    let bytes: Vec<u8> = serde_json::from_value(line["body"].clone()).unwrap();
    let status = StatusCode::from_u16(line["status"].as_u64().unwrap() as u16).unwrap();
    let piecewise = line["piecewise"] == true;
    let body = if piecewise { body(bytes) } else { Body::from(bytes) };
    let mut response = sdk::http::Response::new(body);
    *response.status_mut() = status;
    let headers: Vec<(String, String)> = serde_json::from_value(line["headers"].clone()).unwrap();
    for (name, value) in headers {
        let name = sdk::http::HeaderName::from_bytes(name.as_bytes()).unwrap();
        let value = sdk::http::HeaderValue::from_bytes(value.as_bytes()).unwrap();
        response.headers_mut().append(name, value);
    }
    let builder = Client::builder().base_url("https://example.com/base");
    let builder = builder.strict(line["strict"] == true);
    let client = builder.transport(Canned(Mutex::new(Some(response)))).build().unwrap();
    Served { client, status, piecewise }
}

/// Responds until there is nothing more to read.
pub fn serve(callers: &[Caller], body: NewBody) {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let (index, line) = line.split_once(' ').unwrap();
        let line: Value = serde_json::from_str(line).unwrap();
        let call = callers[index.parse::<usize>().unwrap()];
        let said = catch_unwind(AssertUnwindSafe(|| call(&served(&line, body))));
        let said = said.unwrap_or_else(|_| json!({"error": "panic"}));
        writeln!(out, "{said}").unwrap();
    }
}
