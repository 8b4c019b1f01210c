//! A document's crate in; a program in that crate that makes its requests, compiled and run.

use serde_json::Value;
use specweave::config::Config;
use specweave::ir::{Encoding, Operation, Type, TypeId, TypeKind};
use specweave::surface::{Constructor, OperationItem, StructItem, Surface, TypeItemKind, surface};
use specweave_tests::package;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::subject::{READING, Subject};

/// An operation of the crate: what the generator takes it for, and what it is called.
pub(super) struct Sent<'s> {
    pub(super) operation: &'s Operation,
    maker: String,
}

/// The program.
pub(super) struct Program<'s> {
    subject: &'s Subject,
    pub(super) sent: Vec<Sent<'s>>,
}

impl<'s> Program<'s> {
    pub(super) fn new(subject: &'s Subject) -> Self {
        let surface = surface(&subject.api, &subject.names, &Config::default());
        let operations = subject.api.tags.iter().flat_map(|tag| &tag.operations);
        let items = surface.operations();
        let sent = operations.zip(items).map(|(operation, (tag, item))| {
            let maker = maker(subject, &surface, operation, &tag.module, item);
            Sent { operation, maker }
        });
        Self { subject, sent: sent.collect() }
    }

    fn text(&self) -> String {
        let krate = &self.subject.krate;
        let mut text = format!(
            "use {krate} as sdk;\nmod reading;\nmod sender;\nuse sender::Given;\nuse sdk::plumbing::Operation;\n\
             fn main() {{\n    let base = sdk::plumbing::BaseUrl::parse(\"https://example.com/base\").unwrap();\n    BASE.set(base).unwrap();\n    sender::serve(&[\n"
        );
        for sent in &self.sent {
            writeln!(text, "        {},", sent.maker).unwrap();
        }
        text.push_str("    ]);\n}\nstatic BASE: std::sync::OnceLock<sdk::plumbing::BaseUrl> = std::sync::OnceLock::new();\n");
        text
    }

    /// Compiles the program and has it make these requests.
    ///
    /// # Errors
    ///
    /// What the compiler says.
    pub(super) fn run(&self, given: &[(usize, Value)]) -> Result<Vec<Value>, String> {
        let name = format!("requests_{}", self.subject.krate);
        let folder = format!("examples/{name}");
        self.subject.write([
            (format!("{folder}/main.rs"), self.text()),
            (format!("{folder}/sender.rs"), include_str!("sender.rs").to_owned()),
            (format!("{folder}/reading.rs"), READING.to_owned()),
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
            given.iter().map(|(index, values)| format!("{index} {values}\n")).collect();
        let writer = std::thread::spawn(move || to.write_all(lines.as_bytes()));
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "the program stopped");
        writer.join().unwrap().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        Ok(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }
}

/// A closure that makes the request of an operation.
fn maker(
    subject: &Subject,
    surface: &Surface,
    operation: &Operation,
    module: &str,
    item: &OperationItem,
) -> String {
    let mut fields = String::new();
    for (index, input) in item.inputs.iter().enumerate() {
        let (key, value) = match operation.parameters.get(index) {
            Some(_) => (index.to_string(), format!("given.value(\"{index}\")")),
            None => ("body".to_owned(), body(subject, surface, operation)),
        };
        let value = match input.required || input.known.is_some() {
            true => value,
            false => format!("given.has(\"{key}\").then(|| {value})"),
        };
        write!(fields, "{}: {value}, ", input.ident).unwrap();
    }
    format!(
        "|given: Given<'_>| {{ let _ = given; sdk::operations::{module}::{} {{ {fields} }}.request(BASE.get().unwrap()) }}",
        item.ident
    )
}

/// The body of an operation.
fn body(subject: &Subject, surface: &Surface, operation: &Operation) -> String {
    let content = &operation.body.as_ref().unwrap().contents[0];
    match (content.encoding, &content.value) {
        (Encoding::Text, _) => "given.text(\"body\")".to_owned(),
        (Encoding::Binary, _) => "given.bytes(\"body\")".to_owned(),
        (Encoding::Multipart, Type::Named(id)) => parts(subject, surface, *id),
        (Encoding::Multipart, _) => {
            "given.parts(\"body\").others(&[]).fold(sdk::Form::new(), |form, (name, value)| form.value(name.clone(), value))".to_owned()
        }
        (_, _) => "given.value(\"body\")".to_owned(),
    }
}

/// A body of parts: what is required by its constructor, the rest by its setters.
fn parts(subject: &Subject, surface: &Surface, id: TypeId) -> String {
    let item = surface.of(id);
    let (TypeItemKind::Struct(own), TypeKind::Record(record)) =
        (&item.kind, &subject.api.definition(id).kind)
    else {
        panic!("{} is no struct", item.ident)
    };
    let method = |value: &Type| match value.without_null() {
        Type::Binary => "file",
        Type::Array(items) if **items == Type::Binary => "files",
        // What is made into another type says nothing of its own.
        Type::String => "value::<String>",
        Type::Secret => "value::<sdk::Secret>",
        _ => "value",
    };
    let value = |index: usize| {
        let field = &record.fields[index];
        format!("parts.{}({:?})", method(&field.value), field.name)
    };
    let (new, given) = constructed(&item.ident, own, &value);
    let mut text = format!("{{ let parts = given.parts(\"body\"); let mut body = {new}; ");
    for (index, field) in own.fields.iter().enumerate().filter(|(index, _)| !given.contains(index))
    {
        let (name, value) = (&record.fields[index].name, value(index));
        // A required field with only one value has that already.
        let value = if field.known.is_some() { value } else { format!("Some({value})") };
        write!(text, "if parts.has({name:?}) {{ body.{} = {value}; }} ", field.ident).unwrap();
    }
    if let (Some(further), Some(value)) = (&own.further, &record.additional) {
        let names: Vec<&str> = record.fields.iter().map(|field| field.name.as_str()).collect();
        let (ident, method) = (&further.ident, method(value));
        write!(text, "for (name, _) in parts.others(&{names:?}) {{ body.{ident}.insert(name.clone(), parts.{method}(name)); }} ")
            .unwrap();
    }
    text.push_str("body }");
    text
}

/// What constructs a struct, and the fields that have a value then.
fn constructed(
    ident: &str,
    own: &StructItem,
    value: &dyn Fn(usize) -> String,
) -> (String, Vec<usize>) {
    match &own.constructor {
        Constructor::None => (format!("sdk::models::{ident}::default()"), Vec::new()),
        Constructor::New(arguments) => {
            let fields: Vec<usize> = arguments.iter().map(|argument| argument.field).collect();
            let values: Vec<String> = fields.iter().map(|field| value(*field)).collect();
            (format!("sdk::models::{ident}::new({})", values.join(", ")), fields)
        }
        Constructor::Required { ident: required, fields } => {
            let values = fields
                .iter()
                .map(|field| format!("{}: {}", own.fields[*field].ident, value(*field)));
            let values: Vec<String> = values.collect();
            let required = format!("sdk::models::{required} {{ {} }}", values.join(", "));
            (format!("sdk::models::{ident}::new({required})"), fields.clone())
        }
    }
}
