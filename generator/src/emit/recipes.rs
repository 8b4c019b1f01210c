//! Emits the recipes of the README: a section of text and code for each task. The code is compiled as a test.
//!
//! Recipes are templates around the simplest operation of the API. Without such an operation, only recipes that need none are emitted.

use super::Emitter;
use crate::ir::Method;
use crate::surface::{CredentialItem, OperationItem, TagItem};
use indexmap::IndexMap;

const BUILDER: &str = "\
### Build a client

```rust,no_run
use CRATE::{Client, Retry};
use std::time::Duration;

fn client() -> Result<Client, CRATE::ConfigError> {
    Client::builder()SETTINGS
        .timeout(Duration::from_secs(20))
        .retry(Retry::idempotent(2))
        .user_agent(\"my-program/1.0\")
        .default_header(\"x-team\", \"billing\")
        .build()
}
```

The timeout covers the whole call, including retries. Calls are retried only with a `Retry`.

### Choose proxies, certificates and TLS

These are settings of the HTTP client, reqwest:

```rust,no_run
use CRATE::{Client, reqwest};

fn through_a_proxy() -> Result<Client, Box<dyn std::error::Error>> {
    let proxy = reqwest::Proxy::all(\"http://proxy.internal:3128\")?;
    let http = reqwest::Client::builder().proxy(proxy);
    Ok(Client::builder()SETTINGS
        .http_client(http)
        .build()?)
}
```

The default TLS is rustls. For the system's TLS, turn default features off, choose `reqwest` in place of `rustls`, and add a dependency on reqwest
with the features that you need: `reqwest = { version = \"0.13\", default-features = false, features = [\"native-tls\"] }`.";

const CALL: &str = "\
### Set the timeout, retries or a header of one call

```rust,no_run
use CRATE::{Client, Retry};
use std::time::Duration;

async fn patiently(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
    let call = CALL;
    let value = call
        .timeout(Duration::from_secs(60))
        .retry(Retry::idempotent(5).first_wait(Duration::from_secs(1)))
        .header(\"x-reason\", \"nightly report\")
        .await?;
    println!(\"{value:?}\");
    Ok(())
}
```

### Read the status and the headers of a response

```rust,no_run
async fn with_headers(client: &CRATE::Client) -> Result<(), Box<dyn std::error::Error>> {
    let response = CALL.with_response().await?;
    println!(\"{} {:?} {:?}\", response.status, response.headers.get(\"date\"), response.value);
    Ok(())
}
```

### Handle errors

```rust,no_run
use CRATE::Error;
use CRATE::ERRORPATH;

fn explain(error: &Error<ERRORNAME>) -> String {
    match error {
        Error::Api(error) => format!(\"documented: {:?}\", error.kind()),
        Error::UnexpectedStatus(error) => format!(\"status {} is not documented\", error.status()),
        error if error.is_timeout() => \"it took too long\".to_owned(),
        error if error.is_retryable() => format!(\"try again in {:?}\", error.retry_after()),
        error => error.to_string(),
    }
}
```

The kind of `Error::Api` is an enum with a variant for each documented status.

### Share a client between tasks

The clones of a `Client` share connections, cookies and settings.

```rust,no_run
async fn in_parallel(client: &CRATE::Client) -> Result<(), Box<dyn std::error::Error>> {
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { CALL.await })
        })
        .collect();
    for task in tasks {
        println!(\"{:?}\", task.await??);
    }
    Ok(())
}
```

### Test your own code

With the feature `testing`, a `Fake` replaces the server: it returns prepared responses and records the requests. It needs no socket and no runtime.

```rust,no_run
async fn test() -> Result<(), Box<dyn std::error::Error>> {
    use CRATE::operations::MODULE::OPERATION;

    let fake = CRATE::Fake::new();
    fake.on::<OPERATION>().fails(503);
    let client = fake.client()?;
    let error = CALL.await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(fake.requests::<OPERATION>().len(), 1);
    assert!(fake.unexpected().is_empty());
    Ok(())
}
```

Or connect the client to a test server: `Client::builder().base_url(\"http://127.0.0.1:8080\")`.

### Call without a runtime

With the feature `blocking`, a call can block its thread, inside an async runtime or without one. Paginated lists (`items().blocking()`), waits
(`wait_until_…().blocking()`), streams (`blocking_stream()`) and downloads (`blocking_download()`) can block too, if the API has them. Blocking calls
have connections of their own. Settings of reqwest are then passed as a function: `transport(plumbing::HttpClient::from_fn(settings)?)`.

```rust,no_run
fn without_a_runtime() -> Result<(), Box<dyn std::error::Error>> {
    let client = CRATE::Client::from_env()?;
    let value = CALL.blocking()?;
    println!(\"{value:?}\");
    Ok(())
}
```

### Send with a custom transport

A `Transport` sends one request and returns its response; the client does everything else. A transport that wraps another is a middleware. With the
feature `tower`, a tower service is a transport (`plumbing::Service`). Without default features, neither reqwest nor TLS is compiled.

```rust,no_run
use CRATE::plumbing::{Exchange, Pause, Transport};
use CRATE::{Body, Client, http};
use std::time::Duration;

struct Labelled<T>(T);

impl<T: Transport> Transport for Labelled<T> {
    fn send(&self, mut request: http::Request<Body>) -> Exchange<'_> {
        let caller = http::HeaderValue::from_static(\"nightly-report\");
        request.headers_mut().insert(\"x-caller\", caller);
        self.0.send(request)
    }

    fn sleep(&self, time: Duration) -> Pause {
        self.0.sleep(time)
    }

    fn deadline(&self, time: Duration) -> Pause {
        self.0.deadline(time)
    }
}

fn labelled(transport: impl Transport + 'static) -> Result<Client, CRATE::ConfigError> {
    Client::builder().transport(Labelled(transport)).build()
}
```

### Follow calls with tracing

Each attempt of a call has a `tracing` span, according to OpenTelemetry's conventions for HTTP clients, and an event at the level DEBUG; neither
holds a secret. `ClientBuilder::on_send` can add a trace context, and `on_attempt` can count attempts. This example also needs the crate `tracing`.

```rust,no_run
use std::future::IntoFuture;
use tracing::Instrument;

async fn traced(client: &CRATE::Client) -> Result<(), Box<dyn std::error::Error>> {
    let span = tracing::info_span!(\"nightly report\");
    let value = CALL.into_future().instrument(span).await?;
    println!(\"{value:?}\");
    Ok(())
}
```";

const WEBHOOKS: &str = "\
### Receive webhooks

A `WebhookEvent` is the body of any webhook. Check its signature first, over the received bytes. This example also needs the crate `serde_json`.

```rust,no_run
use CRATE::models::WebhookEvent;

fn receive(body: &[u8]) -> Result<(), serde_json::Error> {
    match serde_json::from_slice(body)? {
        WebhookEvent::Unknown(value) => println!(\"not documented: {value}\"),
        event => println!(\"{event:?}\"),
    }
    Ok(())
}
```";

/// The section of the README.
pub(super) fn section(emitter: Emitter<'_>) -> String {
    let setter = |item: &CredentialItem| {
        let arguments = vec!["\"…\""; item.arguments.len()];
        format!("\n        .{}({})", item.ident, arguments.join(", "))
    };
    let base_url = base_url(emitter).map(|setter| format!("\n        {setter}"));
    let credentials = usual_credentials(emitter).into_iter().map(setter);
    let settings: String = base_url.into_iter().chain(credentials).collect();
    let mut recipes = vec![BUILDER.replace("SETTINGS", &settings)];
    recipes.extend(simplest(emitter).map(|(tag, item)| around(tag, item)));
    let webhooks = emitter.surface.client.webhook_event.as_ref();
    recipes.extend(webhooks.map(|ident| WEBHOOKS.replace("WebhookEvent", ident)));
    let recipes = recipes.join("\n\n").replace("CRATE", &emitter.crate_ident());
    format!("## Recipes\n\n{recipes}")
}

/// The setter of the base URL that programs must call, if the document names none.
pub(super) fn base_url(emitter: Emitter<'_>) -> Option<&'static str> {
    emitter.api.base_url().is_none().then_some(".base_url(\"https://…\")")
}

/// The credentials that most operations have as their first alternative, or else the first credential.
fn usual_credentials(emitter: Emitter<'_>) -> Vec<&CredentialItem> {
    let Emitter { api, surface, .. } = emitter;
    let mut needed: IndexMap<Vec<&str>, usize> = IndexMap::new();
    for operation in api.operations() {
        let security = operation.security.as_ref().unwrap_or(&api.security);
        if let Some(first) = security.first().filter(|first| !first.is_empty()) {
            let names = first.iter().map(|requirement| requirement.scheme.as_str()).collect();
            *needed.entry(names).or_default() += 1;
        }
    }
    // `max_by_key` returns the last maximum, so the order is reversed to get the first.
    let usual = needed.into_iter().rev().max_by_key(|(_, count)| *count);
    let credentials = || api.security_schemes.iter().zip(&surface.client.credentials);
    match usual {
        Some((names, _)) => {
            let is_needed = |name: &str| names.contains(&name);
            credentials().filter(|(scheme, _)| is_needed(&scheme.name)).map(|own| own.1).collect()
        }
        None => credentials().take(1).map(|own| own.1).collect(),
    }
}

/// The recipes that call an operation.
fn around(tag: &TagItem, item: &OperationItem) -> String {
    let error = item.error.as_ref().map(|error| &error.ident);
    let (path, name) = match error {
        Some(ident) => (format!("operations::{}::{ident}", tag.module), ident.as_str()),
        None => ("NoDocumentedError".to_owned(), "NoDocumentedError"),
    };
    CALL.replace("ERRORPATH", &path)
        .replace("ERRORNAME", name)
        .replace("CALL", &format!("client.{}().{}()", tag.method, item.method))
        .replace("MODULE", &tag.module)
        .replace("OPERATION", &item.ident)
}

/// The first operation that only reads and needs no arguments.
pub(super) fn simplest(emitter: Emitter<'_>) -> Option<(&TagItem, &OperationItem)> {
    let mut operations = emitter.api.operations().zip(emitter.surface.operations());
    let found = operations.find(|(operation, (_, item))| {
        operation.method == Method::Get
            && operation.successes.iter().any(|response| !response.contents.is_empty())
            && item.is_simple()
    });
    Some(found?.1)
}
