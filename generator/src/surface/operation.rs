//! The tags of the IR in; the items of their operations out.

use super::{
    ErrorItem, ErrorVariant, HeaderItem, InputItem, OperationItem, Output, PagingItem, Runtime,
    RustType, Source, StreamKind, TagItem, VariantItem, hidden_parameter, types,
};
use crate::ir::{Encoding, HeaderForm, Operation, PagingKind, Response, Type};
use crate::name::OperationNames;

/// The items of all tags.
pub(super) fn tags(source: Source<'_>) -> Vec<TagItem> {
    let tags = source.api.tags.iter().zip(&source.names.tags);
    tags.map(|(tag, names)| {
        let operations = tag.operations.iter().zip(&names.operations);
        TagItem {
            ident: names.ident.clone(),
            method: names.method.clone(),
            module: names.module.clone(),
            operations: operations
                .map(|(operation, names)| item(source, operation, names))
                .collect(),
        }
    })
    .collect()
}

fn item(source: Source<'_>, operation: &Operation, names: &OperationNames) -> OperationItem {
    let output = output(source, operation, names);
    let paging = operation.paging.as_ref().map(|paging| PagingItem {
        range: matches!(source.api.paging[paging.scheme].kind, PagingKind::Range { .. }),
        required: paging.required,
    });
    let bytes = RustType::Runtime(Runtime::Bytes);
    OperationItem {
        ident: names.ident.clone(),
        method: names.method.clone(),
        deprecated: operation.deprecated,
        inputs: inputs(source, operation, names),
        download: matches!(&output, Output::Same(held) | Output::OrNothing(held) if *held == bytes),
        stream: matches!(&output, Output::Same(RustType::Stream(..))),
        output,
        paging,
        headers: headers(source, operation, names),
        waiters: names.waiters.clone(),
        error: error(source, operation, names),
        pointer: operation.pointer.clone(),
    }
}

fn inputs(source: Source<'_>, operation: &Operation, names: &OperationNames) -> Vec<InputItem> {
    let input = |ident: &str, value: &Type, required: bool, pointer: &str| {
        let bare = source.rust(value, Runtime::Body);
        InputItem {
            ident: ident.to_owned(),
            argument: source.argument(value, bare.clone()),
            rust: if required { bare } else { bare.option() },
            required,
            known: None,
            deprecated: false,
            hidden: false,
            pointer: pointer.to_owned(),
        }
    };
    let parameters =
        operation.parameters.iter().zip(&names.parameters).map(|(parameter, ident)| {
            let known = types::known(source, &parameter.value, None);
            let known = known.filter(|_| parameter.required);
            InputItem {
                required: parameter.required && known.is_none(),
                known,
                deprecated: parameter.deprecated,
                hidden: hidden_parameter::is_hidden(parameter),
                ..input(ident, &parameter.value, parameter.required, &parameter.pointer)
            }
        });
    let body = operation.body.iter().flat_map(|body| {
        let content = body.contents.first()?;
        Some(input(&names.body, &content.value, body.required, &body.pointer))
    });
    parameters.chain(body).collect()
}

/// The value of one response.
#[derive(PartialEq)]
struct Held {
    rust: RustType,
    /// Text and a JSON string have the same type but are read in two ways.
    is_text: bool,
}

impl Held {
    fn of(source: Source<'_>, operation: &Operation, response: &Response) -> Self {
        let content = operation.content(response);
        let is_text = content
            .is_some_and(|content| matches!(content.encoding, Encoding::Text | Encoding::Form));
        let rust = match content {
            None => RustType::Unit,
            Some(content) => match content.encoding {
                Encoding::Json | Encoding::Xml => source.rust(&content.value, Runtime::Body),
                Encoding::Events => stream(source, StreamKind::Events, &content.value),
                Encoding::JsonLines => stream(source, StreamKind::JsonLines, &content.value),
                Encoding::JsonSequence => stream(source, StreamKind::JsonSequence, &content.value),
                Encoding::Text | Encoding::Form => RustType::String,
                Encoding::Binary | Encoding::Multipart => RustType::Runtime(Runtime::Bytes),
            },
        };
        Self { rust, is_text }
    }
}

/// The documented headers of its responses.
fn headers(source: Source<'_>, operation: &Operation, names: &OperationNames) -> Vec<HeaderItem> {
    let all = operation.headers();
    let items = all.into_iter().zip(&names.headers).map(|(header, ident)| {
        let form = operation.header_form(header, &source.api.types);
        let rust = match form {
            HeaderForm::Text => RustType::String,
            HeaderForm::Json => source.rust(&header.value, Runtime::Bytes),
            HeaderForm::One | HeaderForm::List => {
                source.rust(header.value.without_null(), Runtime::Bytes)
            }
        };
        HeaderItem { ident: ident.clone(), rust, form, pointer: header.pointer.clone() }
    });
    items.collect()
}

/// A stream. An event without a schema holds text.
fn stream(source: Source<'_>, kind: StreamKind, value: &Type) -> RustType {
    let item = match (kind, value) {
        (StreamKind::Events, Type::String) => RustType::Runtime(Runtime::Text),
        (_, value) => source.rust(value, Runtime::Body),
    };
    RustType::Stream(kind, Box::new(item))
}

/// The successes of an operation in Rust: one type if they agree, `Option` if some are empty and the others agree, else an enum. A stream
/// may be empty, like a response without a body.
fn output(source: Source<'_>, operation: &Operation, names: &OperationNames) -> Output {
    let successes = &operation.successes;
    let held: Vec<Held> =
        successes.iter().map(|response| Held::of(source, operation, response)).collect();
    let mut distinct: Vec<&Held> = Vec::new();
    for one in &held {
        if !distinct.contains(&one) {
            distinct.push(one);
        }
    }
    match distinct.as_slice() {
        [] => Output::Same(RustType::Unit),
        [only] => Output::Same(only.rust.clone()),
        [Held { rust: RustType::Unit, .. }, Held { rust: some @ RustType::Stream(..), .. }]
        | [Held { rust: some @ RustType::Stream(..), .. }, Held { rust: RustType::Unit, .. }] => {
            Output::Same(some.clone())
        }
        [Held { rust: RustType::Unit, .. }, some] | [some, Held { rust: RustType::Unit, .. }] => {
            Output::OrNothing(some.rust.clone())
        }
        _ => {
            let variants = successes.iter().zip(held).zip(&names.successes);
            let variants = variants.map(|((response, held), ident)| VariantItem {
                has_from: false,
                ident: ident.clone(),
                rust: (held.rust != RustType::Unit).then_some(held.rust),
                pointer: response.pointer.clone(),
            });
            Output::Enum { ident: names.output.clone(), variants: variants.collect() }
        }
    }
}

/// The error kinds. Each carries the value of its response, unless that is the API's error object, which every error gives access to.
fn error(source: Source<'_>, operation: &Operation, names: &OperationNames) -> Option<ErrorItem> {
    let failures = operation.failures.iter().zip(&names.failures);
    let variants = failures.map(|(response, ident)| ErrorVariant {
        ident: ident.clone(),
        status: response.status,
        payload: source.api.failure(response).map(|value| source.rust(value, Runtime::Body)),
        pointer: response.pointer.clone(),
    });
    let variants: Vec<ErrorVariant> = variants.collect();
    (!variants.is_empty()).then(|| ErrorItem { ident: names.error.clone(), variants })
}
