//! `README.md`, which is the documentation of the crate too; its code is compiled as a test.

use super::{Emitter, docs, operation};
use crate::ir::{Method, Operation};
use crate::name::{OperationNames, TagNames};

/// The file.
pub(super) fn readme(emitter: Emitter<'_>) -> String {
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
        errors(emitter),
        super::paging::section(emitter),
        super::transfers::section(emitter),
        REST.replace("CRATE", &emitter.crate_ident()),
        tags(emitter),
    ];
    let sections: Vec<String> =
        sections.into_iter().filter(|section| !section.is_empty()).collect();
    sections.join("\n\n") + "\n"
}

const REST: &str = "\
## What to know

- Optional parameters are methods of the [`Call`] that an operation returns, and so are `timeout`, `retry`, `header` and
  `with_response`, which also gives status and headers.
- What a request must have is an argument of `new`, or a field of the struct that `new` takes where there is much of it; the
  rest has `with_…` methods. A field that may be left out, null or a value is a [`Nullable`].
- Functions that call several operations turn their errors into one type with [`Error::without_kind`].
- Answers are read leniently: unknown fields are ignored, and a required field that is missing or null is read as empty and
  reported as a `tracing` event; an object that has none of its required fields is another one, and an error.
  `Client::builder().strict(true)` makes each of them an error. Enumerations keep values that they do not know.
- Credentials go to the server of the base URL and to no other: a request that leads elsewhere is [`BuildError::ForeignUrl`].
- Redirects are followed on that server only, with the same request: those of `GET` and `HEAD`, and with 307 and 308 what may be
  sent again. Any other is the answer, with its `location` header.
- Passwords, keys and tokens are [`Secret`]s: they are in no `Debug` output, error or trace, and neither are cookies.
- Every operation is a plain value, an [`Operation`], that becomes an `http::Request` and reads an `http::Response`: send it
  with a transport of your own, or send a request that is not documented with [`Client::send`].";

fn dependency(emitter: Emitter<'_>) -> String {
    let package = &emitter.config.package;
    format!(
        "```toml\n[dependencies]\n{} = {{ path = \"…\" }} # or its version, where it is published\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n```",
        package.name
    )
}

/// A program that makes the simplest call there is.
fn first_call(emitter: Emitter<'_>) -> String {
    let krate = emitter.crate_ident();
    let client = if emitter.api.security_schemes.is_empty() {
        "Client::builder().build()?;".to_owned()
    } else {
        format!("Client::from_env()?; // reads {}", all_variables(emitter).join(", "))
    };
    let call = match simplest(emitter) {
        Some((tag, names)) => format!(
            "\n    let answer = client.{}().{}().await?;\n    println!(\"{{answer:?}}\");",
            tag.method, names.method
        ),
        None => "\n    println!(\"{client:?}\");".to_owned(),
    };
    format!(
        "```rust,no_run\nuse {krate}::Client;\n\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let client = {client}{call}\n    Ok(())\n}}\n```"
    )
}

/// The first operation that only reads and needs nothing.
pub(super) fn simplest<'a>(emitter: Emitter<'a>) -> Option<(&'a TagNames, &'a OperationNames)> {
    let needs_nothing = |operation: &Operation, names: &OperationNames| {
        operation.method == Method::Get
            && !operation.deprecated
            && operation.successes.iter().any(|response| !response.contents.is_empty())
            && operation::inputs(operation, names).iter().all(|input| !input.required)
    };
    emitter.api.tags.iter().zip(&emitter.names.tags).find_map(|(tag, names)| {
        let mut operations = tag.operations.iter().zip(&names.operations);
        let found = operations.find(|(operation, names)| needs_nothing(operation, names))?;
        Some((names, found.1))
    })
}

fn all_variables(emitter: Emitter<'_>) -> Vec<String> {
    emitter.api.security_schemes.iter().flat_map(|scheme| emitter.variables(scheme)).collect()
}

fn credentials(emitter: Emitter<'_>) -> String {
    let schemes = emitter.api.security_schemes.iter().zip(&emitter.names.security_schemes);
    let rows: Vec<String> = schemes
        .map(|(scheme, method)| {
            let variables: Vec<String> =
                emitter.variables(scheme).iter().map(|name| docs::code_in_cell(name)).collect();
            format!(
                "| {} | [`ClientBuilder::{method}`] | {} |",
                docs::code_in_cell(&scheme.name),
                variables.join(", ")
            )
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let environment = emitter.environment();
    format!(
        "## Credentials\n\n| scheme | set by | `Client::from_env` reads |\n|---|---|---|\n{}\n\n\
         `{environment}_BASE_URL`, if it is set, replaces the address of the API. [`Client::builder`] sets time-outs, retries, \
         the user agent and the rest.",
        rows.join("\n")
    )
}

fn errors(emitter: Emitter<'_>) -> String {
    let body = match emitter.api.error_object {
        Some(id) => format!(
            " Whatever the status, [`Error::error_body`] gives the API's error object ([`models::{}`]) if the answer held one.",
            emitter.names.of(id).ident
        ),
        None => String::new(),
    };
    let is_marked =
        |operation: &Operation| operation.idempotent && !operation.method.is_idempotent();
    let exceptions = if emitter.api.operations().any(is_marked) {
        ", unless it is documented that it may be sent again"
    } else {
        ""
    };
    format!(
        "## Errors\n\nEach operation has its own error kinds, one for each documented status: match on [`Error::Api`] and its \
         `kind()`. Any other status is [`Error::UnexpectedStatus`] and keeps the answer.{body} `status()`, `is_retryable()`, \
         `retry_after()` and `request_id()` work on all errors. Nothing is sent twice unless a [`Retry`] says so, and then only \
         what does the same twice as once: not POST and PATCH, nor what is documented to be sent once{exceptions}."
    )
}

/// What there is, and how to take only a part of it. Without links, as what they would lead to need not be compiled.
fn tags(emitter: Emitter<'_>) -> String {
    let rows: Vec<String> = emitter
        .api
        .tags
        .iter()
        .zip(&emitter.names.tags)
        .map(|(tag, names)| {
            let about = docs::cell(&[tag.description.as_deref(), Some(&tag.name)]);
            let count = tag.operations.len();
            format!("| {} | {count} | {about} |", docs::code(&names.module))
        })
        .collect();
    let Some(first) = emitter.names.tags.first() else { return String::new() };
    let package = &emitter.config.package;
    format!(
        "## Operations\n\n\
         Each tag of the API is a module of [`operations`] and a feature of this crate. All are on by default; to compile only what \
         you use, with the models that it needs, choose:\n\n\
         ```toml\n{} = {{ version = \"{}\", default-features = false, features = [\"{}\"] }}\n```\n\n\
         | module and feature | operations | about |\n|---|---|---|\n{}",
        package.name,
        package.version,
        first.module,
        rows.join("\n")
    )
}
