//! A document's crate in; a program in that crate that reads the responses to its calls, compiled and run.

use serde_json::Value;
use specweave::config::Config;
use specweave::ir::{Encoding, Operation, Response, Status};
use specweave::surface::{OperationItem, Output, RustType, StreamKind, surface};
use specweave_tests::package;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::subject::Subject;

/// An operation of the crate: what the generator takes it for, and the code that calls it.
pub(super) struct Called<'s> {
    pub(super) operation: &'s Operation,
    /// Whether its response can be read while it comes.
    pub(super) has_pieces: bool,
    caller: String,
}

/// The program.
pub(super) struct Program<'s> {
    subject: &'s Subject,
    pub(super) called: Vec<Called<'s>>,
    has_pieces: bool,
}

impl<'s> Program<'s> {
    pub(super) fn new(subject: &'s Subject) -> Self {
        let surface = surface(&subject.api, &subject.names, &Config::default());
        let operations = subject.api.tags.iter().flat_map(|tag| &tag.operations);
        let items = surface.operations();
        let called = operations.zip(items).map(|(operation, (tag, item))| {
            let path = format!("sdk::operations::{}", tag.module);
            let has_pieces = !pieces(operation, item, &path).is_empty();
            Called { operation, has_pieces, caller: caller(operation, item, &path) }
        });
        let has_pieces = surface.operations().any(|(_, item)| item.download || item.stream);
        Self { subject, called: called.collect(), has_pieces }
    }

    fn text(&self) -> String {
        let (pieces, body) = match self.has_pieces {
            true => ("mod pieces;\n", "pieces::body"),
            false => ("", "sdk::Body::from"),
        };
        let mut text = format!(
            "#![allow(unused_variables, unreachable_patterns)]\nuse {} as sdk;\n{pieces}mod receiver;\nuse receiver::{{now, json}};\nfn main() {{\n    receiver::serve(&[\n",
            self.subject.krate
        );
        for called in &self.called {
            writeln!(text, "        {},", called.caller).unwrap();
        }
        writeln!(text, "    ], {body});\n}}").unwrap();
        text
    }

    /// Compiles the program and gives it these responses.
    ///
    /// # Errors
    ///
    /// What the compiler says.
    pub(super) fn run(&self, served: &[(usize, Value)]) -> Result<Vec<Value>, String> {
        let name = format!("responses_{}", self.subject.krate);
        let folder = format!("examples/{name}");
        self.subject.write([
            (format!("{folder}/main.rs"), self.text()),
            (format!("{folder}/receiver.rs"), include_str!("receiver.rs").to_owned()),
            (format!("{folder}/pieces.rs"), include_str!("pieces.rs").to_owned()),
        ]);
        let arguments = ["build", "--offline", "--no-default-features", "--features", "calls"];
        let arguments = [&arguments[..], &["--example", &name]].concat();
        let output = package::cargo(&self.subject.folder, &arguments);
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let program = package::target(&self.subject.folder).join("debug/examples").join(&name);
        let mut child =
            Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut to = child.stdin.take().unwrap();
        let lines: String =
            served.iter().map(|(index, served)| format!("{index} {served}\n")).collect();
        let writer = std::thread::spawn(move || to.write_all(lines.as_bytes()));
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "the program stopped");
        writer.join().unwrap().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        Ok(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }
}

/// The key of a response in the document.
pub(super) fn key(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// A closure that calls an operation.
fn caller(operation: &Operation, item: &OperationItem, path: &str) -> String {
    let own = format!("{path}::{}", item.ident);
    let (kind, typed) = (kind(operation, item, path), typed(operation, item, &own));
    let whole = format!(
        "receiver::ended(now(served.client.call({own}).with_response()), {}, kind, typed)",
        shown(operation, item, path)
    );
    let pieces = pieces(operation, item, &own);
    format!("|served| {{ {kind} {typed} {pieces} {whole} }}")
}

/// What reads a response while it comes.
fn pieces(operation: &Operation, item: &OperationItem, own: &str) -> String {
    if item.stream {
        let Output::Same(rust) = &item.output else { panic!("{own} is no stream") };
        return format!(
            "if served.piecewise {{ return match now(served.client.call({own}).stream()) {{ \
             Ok(stream) => {{ let headers = stream.headers().cloned().unwrap_or_default(); \
             let items = pieces::all(stream).into_iter().map(|item| match item {{ Ok(item) => {}, Err(error) => receiver::failed(error, kind, typed) }}); \
             receiver::succeeded(served.status, &headers, (None, \"items\", items.collect()), typed) }}, \
             Err(error) => receiver::failed(error, kind, typed) }} }}",
            of_item(rust)
        );
    }
    if item.download && operation.successes.iter().all(|own| operation.content(own).is_some()) {
        return format!(
            "if served.piecewise {{ return match now(served.client.call({own}).download()) {{ \
             Ok(download) => {{ let (status, headers) = (download.status(), download.headers().clone()); \
             let all: Vec<u8> = pieces::all(download).into_iter().flat_map(|piece| piece.unwrap()).collect(); \
             receiver::succeeded(status, &headers, (None, \"bytes\", json(all)), typed) }}, \
             Err(error) => receiver::failed(error, kind, typed) }} }}"
        );
    }
    String::new()
}

/// A closure that says which documented error it was, and what that carries.
fn kind(operation: &Operation, item: &OperationItem, path: &str) -> String {
    let Some(error) = &item.error else {
        return "let kind = |kind: &sdk::NoDocumentedError| match *kind {};".to_owned();
    };
    let mut arms = String::new();
    for (response, variant) in operation.failures.iter().zip(&error.variants) {
        let (held, payload) = match variant.payload {
            Some(_) => ("(payload)", "receiver::payload(payload)"),
            None => ("", "json(())"),
        };
        let (name, key) = (&variant.ident, key(response.status));
        write!(arms, "{path}::{}::{name}{held} => ({key:?}, {payload}), ", error.ident).unwrap();
    }
    let ident = &error.ident;
    format!(
        "let kind = |kind: &{path}::{ident}| match kind {{ {arms} _ => (\"unknown\", json(())) }};"
    )
}

/// A closure that reads the documented headers.
fn typed(operation: &Operation, item: &OperationItem, own: &str) -> String {
    let headers = operation.headers().into_iter().zip(&item.headers).map(|(header, item)| {
        format!("({:?}, receiver::header({own}::{}.read(headers)))", header.name, item.ident)
    });
    let headers = headers.collect::<Vec<_>>().join(", ");
    format!(
        "let typed = |headers: &sdk::http::HeaderMap| {{ let all: [(&str, serde_json::Value); {}] = [{headers}]; \
         all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect() }};",
        item.headers.len()
    )
}

/// A closure that says which success it was, and what that holds.
fn shown(operation: &Operation, item: &OperationItem, path: &str) -> String {
    let of = |response: &Response, rust: Option<&RustType>| {
        let encoding = operation.content(response).map(|content| content.encoding);
        match (encoding, rust) {
            (None, None) => "(KEY, \"nothing\", json(()))".to_owned(),
            (None | Some(Encoding::Json | Encoding::Xml), _) => {
                "(KEY, \"json\", json(out))".to_owned()
            }
            (Some(Encoding::Text | Encoding::Form), _) => "(KEY, \"text\", json(out))".to_owned(),
            (Some(Encoding::Binary | Encoding::Multipart), _) => {
                "(KEY, \"bytes\", json(out.to_vec()))".to_owned()
            }
            (_, Some(rust)) => format!(
                "(KEY, \"items\", out.0.into_iter().map(|item| {}).collect())",
                of_item(rust)
            ),
            (_, None) => panic!("a stream of no type"),
        }
    };
    let held = operation.successes.iter().find(|own| operation.content(own).is_some());
    let same = |rust: &RustType| match held {
        Some(held) => of(held, Some(rust)).replace("KEY", "None"),
        None => "(None, \"nothing\", json(out))".to_owned(),
    };
    match &item.output {
        Output::Same(rust) => format!("|out| {}", same(rust)),
        Output::OrNothing(rust) => format!(
            "|out| match out {{ Some(out) => {}, None => (None, \"nothing\", json(())) }}",
            same(rust)
        ),
        Output::Enum { ident, variants } => {
            let mut arms = String::new();
            for (response, variant) in operation.successes.iter().zip(variants) {
                let held = if variant.rust.is_some() { "(out)" } else { "" };
                let key = format!("Some({:?})", key(response.status));
                let shown = of(response, variant.rust.as_ref()).replace("KEY", &key);
                write!(arms, "{path}::{ident}::{}{held} => {shown}, ", variant.ident).unwrap();
            }
            format!("|out| match out {{ {arms} _ => (Some(\"unknown\"), \"nothing\", json(())) }}")
        }
    }
}

/// The value of an item of a stream.
fn of_item(rust: &RustType) -> String {
    let is_text = format!("{rust}").contains("Text");
    match rust {
        RustType::Stream(StreamKind::Events, _) => {
            let data = if is_text { "json(item.data.0)" } else { "json(item.data)" };
            format!(
                "serde_json::json!({{\"event\": item.event, \"id\": item.id, \"data\": {data}}})"
            )
        }
        _ => "json(item)".to_owned(),
    }
}
