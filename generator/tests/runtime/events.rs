//! What is told by way of `tracing`.

use std::cell::RefCell;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::acme::{Credentials, GetInvoice, Invoice, Login, Untagged};
use crate::faulty::{Act, Faulty, whole};
use crate::runtime::{
    Body, Client, ClientCredentials, Credential, Meta, Mode, NoDocumentedError, Operation, Reply,
    RequestBuilder, Retry, Success,
};
use crate::server::{Server, answer};

/// Notes down every event of this crate.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == env!("CARGO_CRATE_NAME")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

#[test]
fn corrections_are_told_once_a_response() {
    let log = Log::default();
    tracing::subscriber::with_default(log.clone(), || {
        let lines = json!([{"price": null}, {"price": 1}, {"price": null}]);
        serde_json::from_value::<Invoice>(json!({"id": 1, "lines": lines})).unwrap();
        serde_json::from_value::<Invoice>(json!({"id": 1, "note": null, "lines": []})).unwrap();
        serde_json::from_value::<Untagged>(json!({"id": 1, "note": null, "lines": []})).unwrap();
        let payer = json!({"id": 2, "payer": {"id": 3, "note": null}});
        serde_json::from_value::<Invoice>(json!({"id": 1, "payer": payer})).unwrap();
    });
    let event = |count, rest| {
        format!(
            "WARN message=a response is not as documented corrections={count} kinds=2 what=\"read a required field as empty\" {rest}"
        )
    };
    assert_eq!(
        *log.0.lock().unwrap(),
        [
            event(3, r#"type="Line" field="price" cause="null" count=2"#),
            event(5, r#"type="Invoice" field="lines" cause="missing" count=3"#),
        ]
    );
}

#[test]
fn a_date_and_time_without_an_offset_is_told() {
    let log = Log::default();
    tracing::subscriber::with_default(log.clone(), || {
        let body = Body::from(json!("2025-01-31T13:00:00").to_string());
        let reply = Reply::new(http::Response::new(body), Mode::Lenient).unwrap();
        reply.json::<jiff::Timestamp>().unwrap();
    });
    let event = r#"WARN message=a response is not as documented corrections=1 kinds=1 what="read a date and time as one of UTC" type="date-time" field="" cause="without an offset" count=1"#;
    assert_eq!(*log.0.lock().unwrap(), [event]);
}

thread_local! {
    /// What was told by way of `log` on this thread.
    static LOGGED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Notes down every event of every crate.
#[derive(Clone, Default)]
struct Everything(Log);

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut line = Line(attributes.metadata().name().to_owned());
        attributes.record(&mut line);
        self.0.0.lock().unwrap().push(line.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line(String::new());
        values.record(&mut line);
        self.0.0.lock().unwrap().push(line.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.0.event(event);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        LOGGED
            .with_borrow_mut(|lines| lines.push(format!("{}: {}", record.target(), record.args())));
    }

    fn flush(&self) {}
}

/// Sends every kind of credential, and secrets in a header, the query and the body.
struct Everywhere;

impl Operation for Everywhere {
    type Output = ();
    type Error = NoDocumentedError;
    const META: Meta =
        Meta::put("everywhere", "/a").security(&[&["ApiKey", "QueryKey", "CookieKey", "Token"]]);
    const SUCCESS: &'static [Success<()>] = &[Success::empty(204)];

    fn build(&self, request: RequestBuilder) -> RequestBuilder {
        let request = request.query("token", "hunter2").header("x-otp", "hunter2");
        request.cookie("theme", "hunter2").json("application/json", Some("hunter2"))
    }
}

/// Hears the events of this thread. While somebody listens everywhere, no other thread can turn an event off by meeting it first.
pub(crate) fn listen(
    log: impl tracing::Subscriber + Send + Sync,
) -> tracing::subscriber::DefaultGuard {
    let _ = tracing::subscriber::set_global_default(Everything::default());
    tracing::subscriber::set_default(log)
}

/// Calls with a token that a program gets in its own name, and once does not get.
async fn tokens() {
    let token = r#"{"access_token":"hunter2","expires_in":60}"#;
    let server = Faulty::start(move |index, _| {
        Act::Keep(match index {
            0 => whole("403 Forbidden", "", r#"{"error":"x","secret":"hunter2"}"#),
            1 => whole("200 OK", "", token),
            2 => whole("401 Unauthorized", "www-authenticate: Bearer hunter2\r\n", "hunter2"),
            3 => whole("200 OK", "", token),
            _ => whole("204 No Content", "", ""),
        })
    });
    let credentials = ClientCredentials::new("me", "hunter2").audience("hunter2");
    let credentials = credentials.token_url(format!("{}/token", server.url));
    let client = Client::builder()
        .base_url(&server.url)
        .api_key("hunter2")
        .credential("QueryKey", Credential::ApiKey("hunter2".into()))
        .credential("CookieKey", Credential::ApiKey("hunter2".into()))
        .client_credentials("Token", credentials)
        .build()
        .unwrap();
    client.call(Everywhere).await.unwrap_err();
    client.call(Everywhere).await.unwrap();
    assert_eq!(server.count(), 5);
}

#[tokio::test]
async fn no_crate_tells_a_secret() {
    log::set_logger(&Logger).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let told = Everything::default();
    let guard = listen(told.clone());
    let cookie = "set-cookie: sid=hunter2; Path=/; HttpOnly\r\n";
    let redirect = format!("location: /b?again=hunter2\r\n{cookie}");
    let server = Server::with(&[
        &answer("307 Temporary Redirect", &redirect, ""),
        &answer("503 Busy", cookie, "hunter2"),
        &answer("204 No Content", "set-cookie: other=hunter2; Max-Age=5\r\n", ""),
    ]);
    let client = Client::builder()
        .base_url(&server.url)
        .api_key("hunter2")
        .credential("QueryKey", Credential::ApiKey("hunter2".into()))
        .credential("CookieKey", Credential::ApiKey("hunter2".into()))
        .credential("Token", Credential::Token("hunter2".into()))
        .default_header("x-default", "hunter2")
        .build()
        .unwrap();
    client.call(Everywhere).header("x-call", "hunter2").await.unwrap_err();
    client.call(Everywhere).await.unwrap();
    tokens().await;
    drop(guard);
    let received = server.received();
    assert_eq!(received.len(), 3);
    let cookies = Some("theme=hunter2; session=hunter2; sid=hunter2");
    assert_eq!(received[1].header("cookie"), cookies);
    assert!(received[0].line.contains("key=hunter2"), "{}", received[0].line);

    let lines = [told.0.0.lock().unwrap().clone(), LOGGED.take()].concat();
    for krate in ["reqwest::", "received a response"] {
        assert!(lines.iter().any(|line| line.contains(krate)), "{krate}: {lines:#?}");
    }
    let leaks: Vec<_> = lines.iter().filter(|line| line.contains("hunter2")).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[tokio::test]
async fn calls_are_told_without_secrets() {
    let log = Log::default();
    let guard = listen(log.clone());
    let server = Server::with(&[&answer("204 No Content", "set-cookie: a=hunter2\r\n", "")]);
    let client = Client::builder().base_url(&server.url).api_key("hunter2").build().unwrap();
    client.call(Login { body: Credentials::new("me", "hunter2") }).await.unwrap();
    drop(guard);
    let lines = log.0.lock().unwrap().join("\n");
    let expected = r#"DEBUG message=received a response operation="login" method=POST path=/v3/login status=204 retries=0"#;
    assert!(lines.starts_with(expected), "{lines}");
    assert!(!lines.contains("hunter2"), "{lines}");
}

#[tokio::test]
async fn what_a_call_lacks_is_told() {
    let log = Log::default();
    let guard = listen(log.clone());
    let server = Server::with(&[&answer("401 Unauthorized", "", "")]);
    let lacking = Client::builder().base_url(&server.url).build().unwrap();
    lacking.call(GetInvoice::new("1")).await.unwrap_err();
    let failing = Client::builder()
        .base_url(&server.url)
        .credential_provider("ApiKey", || async { Err("hunter2: not now".into()) });
    failing.build().unwrap().call(GetInvoice::new("1")).await.unwrap_err();
    drop(guard);
    let lines = log.0.lock().unwrap().clone();
    let expected =
        r#"DEBUG message=the client has no credential for this operation operation="getInvoice""#;
    assert_eq!(lines[0], expected);
    let expected = r#"DEBUG message=received no credential operation="getInvoice" retries=0 is_requested_again=false kind=Failed"#;
    assert_eq!(lines.last().unwrap(), expected);
}

#[tokio::test]
async fn attempts_have_the_spans_of_opentelemetry() {
    let told = Everything::default();
    let guard = listen(told.clone());
    let invoice = r#"{"id":7,"note":null,"lines":[]}"#;
    let server = Server::with(&[
        &answer("503 Busy", "", "hunter2"),
        &answer("200 OK", "", invoice),
        "HTTP/1.1 abc\r\n\r\n",
    ]);
    let client = Client::builder().base_url(&server.url).on_send(|headers| {
        headers.insert("traceparent", "00-1-2-01".parse().unwrap());
    });
    let client = client.retry(Retry::idempotent(1)).build().unwrap();
    client.call(GetInvoice::new("hunter2")).await.unwrap();
    client.call(GetInvoice::new("hunter2")).await.unwrap_err();
    drop(guard);
    let lines = told.0.0.lock().unwrap().clone();
    let about = |line: &&String| line.contains("http.") || line.contains("error.type");
    let lines: Vec<_> = lines.iter().filter(about).map(String::as_str).collect();
    let port = server.url.rsplit_once(':').unwrap().1;
    let span = |resent: &str| {
        format!(
            "http.client.request otel.kind=\"client\" operation=\"getInvoice\" http.request.method=\"GET\" {resent}url.template=\"/v3/invoices/{{id}}\" server.address=\"127.0.0.1\" server.port={port}"
        )
    };
    let (first, again) = (span(""), span("http.request.resend_count=1 "));
    assert_eq!(
        lines,
        [
            first.as_str(),
            " http.response.status_code=503",
            " error.type=\"503\"",
            &again,
            " http.response.status_code=200",
            &first,
            " error.type=\"protocol\"",
        ]
    );
    for received in server.received() {
        assert_eq!(received.header("traceparent"), Some("00-1-2-01"));
    }
}
