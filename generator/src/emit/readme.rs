//! Emits `README.md`, which is also the documentation of the crate. Its code is compiled as a test.

use super::programs::{self, Chosen};
use super::runtime::has_client_credentials;
use super::{Emitter, docs, recipes};
use crate::config::Repeat;
use crate::ir::Operation;

/// The file.
pub(super) fn readme(emitter: Emitter<'_>, programs: &[Chosen<'_>]) -> String {
    let package = &emitter.config.package;
    let title = docs::line(&emitter.api.title);
    let about = docs::sentence(&[package.description.as_deref()], &format!("Client of {title}."));
    let description = emitter.api.description.as_deref().map(docs::text).unwrap_or_default();
    let sections = [
        format!("<!-- {} -->", emitter.header()),
        format!("# {}", package.name),
        about,
        description,
        dependency(emitter),
        first_call(emitter),
        credentials(emitter),
        super::servers::section(emitter),
        recipes::section(emitter),
        programs::section(programs),
        errors(emitter),
        super::paging::section(emitter),
        super::transfers::section(emitter),
        super::transfers::streams(emitter),
        super::waiting::section(emitter),
        super::crate_file::section(emitter),
        REST.to_owned(),
        tags(emitter),
    ];
    let sections: Vec<String> =
        sections.into_iter().filter(|section| !section.is_empty()).collect();
    sections.join("\n\n") + "\n"
}

const REST: &str = "\
## What to know

- Optional parameters are methods of the `Call` that an operation returns. A call is sent when it is awaited; `into_future` converts it to a
  `'static` future, for `tokio::spawn`.
- The required fields of a request are arguments of `new`, or fields of the struct that `new` takes if there are many. The others have `with_…`
  methods. A field that may be left out, null or a value is a `Nullable`. Types are `#[non_exhaustive]`, as they may get more fields: struct
  literals do not compile. A type without `new`, such as a response that a test creates, has `default`; set its fields afterwards.
- Functions that call several operations can convert their errors to one type with `Error::without_kind`.
- Responses are read leniently. Unknown fields are ignored. A required field that is missing or null is read as empty, and a date and time without
  an offset is read as UTC; both are reported as a `tracing` event, and `Client::builder().strict(true)` makes each an error. An object that has
  none of its required fields is always an error. Enumerations keep unknown values.
- The body of a response is read as documented, whatever its media type. It is an error if the media type is that of another
  documented representation of the response, or if a stream of events has any other media type. Documented headers are read if they are present,
  and none is required.
- Credentials are sent only to the server of the base URL: a request that leads elsewhere is `BuildErrorKind::ForeignUrl`.
- Redirects are followed only on that server, with the same request: for `GET` and `HEAD`, and with 307 and 308 for all calls that may be
  repeated. Any other redirect, and any with a documented status, is the result of the call, with its `location` header. A response may not be larger than
  64 MiB, unless the builder allows it.
- Passwords, keys and tokens are `Secret`s: they never appear in `Debug` output, errors or traces. Neither do cookies.
- For a browser (`wasm32-unknown-unknown`), compile the crate without default features, but with those of tags, and send with a custom
  `Transport`. Unless it has its own `sleep` and `deadline`, it sleeps for no time, and timeouts never occur.
- Every operation is a plain value, an `Operation`, which builds an `http::Request` and decodes an `http::Response`: send it with a custom
  transport, or write one yourself. The module `plumbing` has the types for this. `Client::send` sends requests that are not documented.";

fn dependency(emitter: Emitter<'_>) -> String {
    let package = &emitter.config.package;
    format!(
        "```toml\n[dependencies]\n{} = {{ path = \"…\" }} # or `version = \"…\"`, where it is published\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n```",
        package.name
    )
}

/// A program with the simplest call of the API.
fn first_call(emitter: Emitter<'_>) -> String {
    let krate = emitter.crate_ident();
    let client = if emitter.api.security_schemes.is_empty() {
        format!("Client::builder(){}.build()?;", recipes::base_url(emitter).unwrap_or_default())
    } else {
        let mut variables: Vec<String> =
            all_variables(emitter).into_iter().map(str::to_owned).collect();
        if emitter.api.base_url().is_none() {
            variables.push(format!("{}_BASE_URL", emitter.surface.client.environment));
        }
        format!("Client::from_env()?; // reads {}", variables.join(", "))
    };
    let call = match recipes::simplest(emitter) {
        Some((tag, item)) => format!(
            "\n    let value = client.{}().{}().await?;\n    println!(\"{{value:?}}\");",
            tag.method, item.method
        ),
        None => "\n    println!(\"{client:?}\");".to_owned(),
    };
    format!(
        "```rust,no_run\nuse {krate}::Client;\n\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let client = {client}{call}\n    Ok(())\n}}\n```"
    )
}

fn all_variables(emitter: Emitter<'_>) -> Vec<&str> {
    let credentials = &emitter.surface.client.credentials;
    credentials.iter().flat_map(|item| &item.variables).map(String::as_str).collect()
}

fn credentials(emitter: Emitter<'_>) -> String {
    let client = &emitter.surface.client;
    let rows =
        emitter.api.security_schemes.iter().zip(&client.credentials).map(|(scheme, item)| {
            let variables: Vec<String> =
                item.variables.iter().map(|name| docs::code_in_cell(name)).collect();
            let (scheme, variables) = (docs::code_in_cell(&scheme.name), variables.join(", "));
            format!("| {scheme} | `ClientBuilder::{}` | {variables} |", item.ident)
        });
    let rows: Vec<String> = rows.collect();
    if rows.is_empty() {
        return String::new();
    }
    let environment = &client.environment;
    let tokens = if has_client_credentials(emitter) {
        " With the feature `oauth`, `ClientBuilder::client_credentials` requests OAuth 2 tokens with client credentials."
    } else {
        ""
    };
    format!(
        "## Credentials\n\n| scheme | set by | `Client::from_env` reads |\n|---|---|---|\n{}\n\n\
         `{environment}_BASE_URL`, if it is set, replaces the base URL of the API. `Client::builder` sets timeouts, retries, \
         the user agent and other options. With the feature `providers`, a `CredentialProvider` supplies a credential that expires; it is \
         asked once for all concurrent calls that wait for it.{tokens}",
        rows.join("\n")
    )
}

fn errors(emitter: Emitter<'_>) -> String {
    let body = match &emitter.surface.client.error_object {
        Some(ident) => format!(
            " Whatever the status, `Error::error_body` returns the API's error object (`models::{ident}`) if the response holds one."
        ),
        None => String::new(),
    };
    let is_marked = |operation: &Operation| {
        operation.repeat != Repeat::Once && !operation.method.is_idempotent()
    };
    let exceptions = if emitter.api.operations().any(is_marked) {
        ", unless the documentation says so"
    } else {
        ""
    };
    format!(
        "## Errors\n\nEach operation has its own error type, an enum with a variant for each documented status: match on \
         `Error::Api` and its `kind()`. Any other status, also of a success, is `Error::UnexpectedStatus`, which keeps the response.{body} `status()`, \
         `is_retryable()`, `retry_after()` and `request_id()` work on all errors, and their text names the failed call. Calls are \
         retried only with a `Retry`, and only if they are idempotent or nothing was sent. POST and PATCH are not idempotent{exceptions}, \
         and neither are operations that are marked as sent once."
    )
}

/// The table of tags, and how to compile only some of them. It has no direct links, as the modules need not be compiled.
fn tags(emitter: Emitter<'_>) -> String {
    let rows: Vec<String> = emitter
        .api
        .tags
        .iter()
        .zip(&emitter.surface.tags)
        .map(|(tag, item)| {
            let about = docs::cell(&[tag.description.as_deref(), Some(&tag.name)]);
            let count = tag.operations.iter().filter(|own| own.choice.is_none()).count();
            format!("| [{}] | {count} | {about} |", docs::code(&item.module))
        })
        .collect();
    let Some(first) = emitter.surface.tags.first() else { return String::new() };
    format!(
        "## Operations\n\n\
         Each tag of the API is a module of `operations` and a feature of this crate. All are on by default; to compile only what you \
         use, with its models, choose the features of tags, and keep those of the default transport: `rustls`, `http2` and `system-proxy`. \
         The module `operations` lists all operations.\n\n\
         ```toml\n{} = {{ path = \"…\", default-features = false, features = [\"rustls\", \"http2\", \"system-proxy\", \"{}\"] }}\n```\n\n\
         | module and feature | operations | about |\n|---|---|---|\n{}",
        emitter.config.package.name,
        first.module,
        rows.join("\n")
    )
}
