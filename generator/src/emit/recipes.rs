//! Emits the recipes of the README: a section of text and code for each task. The code is compiled as a test.
//!
//! Recipes are templates around the simplest operation of the API. Without such an operation, only recipes that need none are emitted.

use super::Emitter;
use crate::ir::{Method, SecuritySchemeKind, Status};
use crate::surface::{CredentialItem, ErrorItem, OperationItem, TagItem};
use indexmap::IndexMap;

const BUILDER: &str = "\
### Build a client

```rust,no_run
use CRATE::{Client, Retry};
use std::time::Duration;

fn client() -> Result<Client, CRATE::ConfigError> {
    // `ClientBuilder::from_env()?` begins with the settings of the environment.
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
        .extra_query(\"verbose\", \"true\") // a parameter that is not documented
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
        error if error.is_timeout() => \"it took too long\".to_owned(),
        // Documented or not: 429 and 503, for instance, or no connection.
        error if error.is_retryable() => \"try again later\".to_owned(),
        Error::Api(error) => KIND,
        Error::UnexpectedStatus(error) => format!(\"status {} is not documented\", error.status()),
        error => error.to_string(),
    }
}
```

The kind of `Error::Api` is an enum with a variant for each documented status. Every error has `status()`, `retry_after()`, `request_id()`,
`body()` and `error_body()`, as far as there was a response. A response that lacks some of its required fields is an error only for a client that is `strict`. `Error::without_kind` makes the errors of all operations one type.

### Share a client between tasks

The clones of a `Client` share connections, cookies and settings. A call is sent when it is awaited; `into_future` makes a future of it, for
`join_all` and the like.

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
use tracing::Instrument;

async fn traced(client: &CRATE::Client) -> Result<(), Box<dyn std::error::Error>> {
    let span = tracing::info_span!(\"nightly report\");
    let value = CALL.into_future().instrument(span).await?;
    println!(\"{value:?}\");
    Ok(())
}
```";

const PROVIDER: &str = "\
### Renew a credential that expires

With the feature `providers`, a function supplies a credential when it is needed, before it expires, and after a 401.

```rust,no_run
use CRATE::{Client, Credential, Provided};
use std::time::Duration;

fn with_token_file() -> Result<Client, CRATE::ConfigError> {
    Client::builder()BASEURL
        .credential_provider(\"SCHEME\", || async {
            let token = std::fs::read_to_string(\"/run/secrets/token\")?;
            let credential = Credential::KIND(token.trim().to_owned().into());
            Ok(Provided::new(credential).expires_in(Duration::from_secs(300)))
        })
        .build()
}
```";

const TOKENS: &str = "\
### Use OAuth 2 client credentials

With the feature `oauth`, the client requests its tokens itself.

```rust,no_run
use CRATE::{Client, ClientCredentials};

fn with_tokens(id: String, secret: String) -> Result<Client, CRATE::ConfigError> {
    let credentials = ClientCredentials::new(id, secret);
    Client::builder()BASEURL
        .client_credentials(\"SCHEME\", credentials)
        .build()
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
    let settings: String = base_url.iter().cloned().chain(credentials).collect();
    let mut recipes = vec![BUILDER.replace("SETTINGS", &settings)];
    recipes.extend(simplest(emitter).map(|(tag, item)| around(tag, item)));
    let base_url = base_url.unwrap_or_default();
    recipes.extend(renewal(emitter).map(|recipe| recipe.replace("BASEURL", &base_url)));
    recipes.extend(tokens(emitter).map(|recipe| recipe.replace("BASEURL", &base_url)));
    let webhooks = emitter.surface.client.webhook_event.as_ref();
    recipes.extend(webhooks.map(|ident| WEBHOOKS.replace("WebhookEvent", ident)));
    let recipes = recipes.join("\n\n").replace("CRATE", &emitter.crate_ident());
    let name = &emitter.config.package.name;
    format!(
        "## Recipes\n\nSome need a feature of the crate, which the dependency names: `{name} = {{ path = \"…\", features = [\"testing\"] }}`.\n\n{recipes}"
    )
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

/// The recipe for a credential that expires: a token, or else a key.
pub(super) fn renewal(emitter: Emitter<'_>) -> Option<String> {
    let kinds = emitter.api.security_schemes.iter().filter_map(|scheme| match scheme.kind {
        SecuritySchemeKind::HttpBasic => None,
        SecuritySchemeKind::ApiKey { .. } => Some((scheme, "ApiKey")),
        _ => Some((scheme, "Token")),
    });
    let kinds: Vec<_> = kinds.filter(|(scheme, _)| is_plain(&scheme.name)).collect();
    let (scheme, kind) = kinds.iter().find(|(_, kind)| *kind == "Token").or(kinds.first())?;
    Some(PROVIDER.replace("KIND", kind).replace("SCHEME", &scheme.name))
}

/// The recipe for tokens by client credentials.
pub(super) fn tokens(emitter: Emitter<'_>) -> Option<String> {
    let mut schemes = emitter.api.security_schemes.iter();
    let scheme = schemes.find(|own| own.client_credentials().is_some() && is_plain(&own.name))?;
    Some(TOKENS.replace("SCHEME", &scheme.name))
}

/// Whether a name can stand in a string of Rust as it is.
fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

/// The recipes that call an operation.
fn around(tag: &TagItem, item: &OperationItem) -> String {
    let operations = std::iter::once(item).chain(&tag.operations);
    let error = operations.filter(|own| !own.deprecated).find_map(|own| own.error.as_ref());
    let (path, name) = match error {
        Some(ErrorItem { ident, .. }) => {
            (format!("operations::{}::{ident}", tag.module), ident.as_str())
        }
        None => ("NoDocumentedError".to_owned(), "NoDocumentedError"),
    };
    CALL.replace("KIND", &kind(error))
        .replace("ERRORPATH", &path)
        .replace("ERRORNAME", name)
        .replace("CALL", &format!("client.{}().{}()", tag.method, item.method))
        .replace("MODULE", &tag.module)
        .replace("OPERATION", &item.ident)
}

/// The text for a documented error: what the program makes of its kind, with a variant as an example.
fn kind(error: Option<&ErrorItem>) -> String {
    let variants = error.iter().flat_map(|error| &error.variants);
    let named = variants.filter_map(|variant| match variant.status {
        Status::Code(status) => Some((variant, status)),
        _ => None,
    });
    let Some((variant, status)) = named.into_iter().next() else {
        return "format!(\"documented: {:?}\", error.kind())".to_owned();
    };
    let path = format!("ERRORNAME::{}", variant.ident);
    let arm = match variant.payload {
        Some(_) => format!("{path}(body) => format!(\"responded with {status}: {{body:?}}\"),"),
        None => format!("{path} => \"responded with {status}\".to_owned(),"),
    };
    format!(
        "match error.kind() {{\n            {arm}\n            kind => format!(\"documented: {{kind:?}}\"),\n        }}"
    )
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
