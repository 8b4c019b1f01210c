//! What is told by way of `tracing`.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::acme::{Credentials, Invoice, Login, Untagged};
use crate::runtime::Client;
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
fn corrections_are_told_once_a_kind() {
    let log = Log::default();
    tracing::subscriber::with_default(log.clone(), || {
        let lines = json!([{"price": null}, {"price": 1}, {"price": null}]);
        serde_json::from_value::<Invoice>(json!({"id": 1, "lines": lines})).unwrap();
        serde_json::from_value::<Invoice>(json!({"id": 1, "note": null, "lines": []})).unwrap();
        serde_json::from_value::<Untagged>(json!({"id": 1, "note": null, "lines": []})).unwrap();
    });
    let event = |rest| format!("DEBUG message=read a required field as empty {rest}");
    assert_eq!(
        *log.0.lock().unwrap(),
        [
            event(r#"type="Line" field="price" cause="null" count=2"#),
            event(r#"type="Invoice" field="note" cause="missing" count=1"#),
        ]
    );
}

#[tokio::test]
async fn calls_are_told_without_secrets() {
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let server = Server::with(&[&answer("204 No Content", "set-cookie: a=hunter2\r\n", "")]);
    let client = Client::builder().base_url(&server.url).api_key("hunter2").build().unwrap();
    client.call(Login { body: Credentials::new("me", "hunter2") }).await.unwrap();
    drop(guard);
    let lines = log.0.lock().unwrap().join("\n");
    let expected = r#"DEBUG message=received an answer operation="login" method=POST path=/v3/login status=204 retries=0"#;
    assert!(lines.starts_with(expected), "{lines}");
    assert!(!lines.contains("hunter2"), "{lines}");
}
