//! One operation in, its struct, its wire form and the method that makes a call of it out.

use super::paging::{self, Paged};
use super::rust_type::Scope;
use super::success::{Success, success};
use super::{Emitter, docs, error_kind, hidden, ident, request};
use crate::ir::{Method, Operation, Type};
use crate::name::OperationNames;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// A parameter or the body, as the struct of an operation holds it.
pub(super) struct Input<'a> {
    pub(super) member: Ident,
    pub(super) value: &'a Type,
    pub(super) required: bool,
    pub(super) deprecated: bool,
    /// Whether `Debug` must not show its value.
    pub(super) hidden: bool,
    wire: String,
    description: Option<&'a str>,
}

/// All inputs of an operation, the body last.
pub(super) fn inputs<'a>(operation: &'a Operation, names: &'a OperationNames) -> Vec<Input<'a>> {
    let parameters =
        operation.parameters.iter().zip(&names.parameters).map(|(parameter, name)| Input {
            member: ident(name),
            value: &parameter.value,
            required: parameter.required,
            deprecated: parameter.deprecated,
            hidden: hidden::is_hidden(parameter),
            wire: format!("{} in the {}", docs::code(&parameter.name), parameter.location.name()),
            description: parameter.description.as_deref(),
        });
    let body = operation.body.iter().flat_map(|body| {
        body.contents.first().map(|content| Input {
            member: ident(&names.body),
            value: &content.value,
            required: body.required,
            deprecated: false,
            hidden: false,
            wire: "The body".into(),
            description: body.description.as_deref(),
        })
    });
    parameters.chain(body).collect()
}

/// Everything about one operation.
pub(super) struct Emitted {
    /// The method of the tag's handle.
    pub(super) method: TokenStream,
    /// The items beside the handle.
    pub(super) pieces: Vec<TokenStream>,
}

/// Emits an operation of the tag with this handle type, which `accessor` makes.
pub(super) fn emit(
    emitter: Emitter<'_>,
    handle: &str,
    accessor: &str,
    operation: &Operation,
    names: &OperationNames,
) -> Emitted {
    let inputs = inputs(operation, names);
    let success = success(emitter, operation, names);
    let paged = paging::of(emitter, operation);
    let paged = paged.as_ref();
    let method = method(emitter, accessor, operation, names, &inputs, &success, paged);
    let structure = structure(emitter, handle, operation, names, &inputs, paged);
    let setters = setters(emitter, names, &inputs);
    let wire = wire(emitter, operation, names, &success, paged);
    let paging = paged.map(|paged| paged.item(&ident(&names.ident)));
    let items = [Some(structure), setters, Some(wire), paging, success.definition];
    let mut pieces: Vec<TokenStream> = items.into_iter().flatten().collect();
    pieces.extend(error_kind::definition(emitter, handle, operation, names));
    Emitted { method, pieces }
}

/// The method of the handle: what is required are its arguments.
fn method(
    emitter: Emitter<'_>,
    accessor: &str,
    operation: &Operation,
    names: &OperationNames,
    inputs: &[Input<'_>],
    success: &Success,
    paged: Option<&Paged<'_>>,
) -> TokenStream {
    let docs = documentation(emitter, accessor, operation, names, inputs, success, paged);
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let (name, operation) = (ident(&names.method), ident(&names.ident));
    let (mut arguments, mut fields) = (Vec::new(), Vec::new());
    for input in inputs {
        let member = &input.member;
        if input.required {
            let (rust, value) = emitter.argument(member, input.value, Scope::Operation);
            arguments.push(quote!(#member: #rust));
            fields.push(if *member == value.to_string() {
                quote!(#member)
            } else {
                quote!(#member: #value)
            });
        } else {
            fields.push(quote!(#member: None));
        }
    }
    fields.extend(paged.and_then(Paged::unset));
    let value =
        if fields.is_empty() { quote!(#operation) } else { quote!(#operation { #(#fields),* }) };
    quote! {
        #docs
        #deprecated
        pub fn #name(&self #(, #arguments)*) -> rt::Call<'c, #operation> { self.0.call(#value) }
    }
}

/// What a user reads about an operation, with an example that compiles.
fn documentation(
    emitter: Emitter<'_>,
    accessor: &str,
    operation: &Operation,
    names: &OperationNames,
    inputs: &[Input<'_>],
    success: &Success,
    paged: Option<&Paged<'_>>,
) -> TokenStream {
    let route = docs::code(&format!("{} {}", operation.method.name(), operation.path));
    let summary =
        docs::sentence(&[operation.summary.as_deref(), operation.description.as_deref()], "");
    let failing = if operation.failures.is_empty() {
        String::new()
    } else {
        format!(", failing with [`{}`]", names.error)
    };
    let first = if summary.is_empty() {
        format!("{route}{failing}.")
    } else {
        format!("{summary} {route}{failing}.")
    };
    let description = match &operation.summary {
        Some(_) => operation.description.as_deref().map(docs::text).unwrap_or_default(),
        None => operation
            .description
            .as_deref()
            .map(docs::text)
            .filter(|text| text.contains('\n'))
            .unwrap_or_default(),
    };
    let optional: Vec<String> = inputs
        .iter()
        .filter(|input| !input.required)
        .map(|input| format!("[`{0}`](rt::Call::{0})", input.member))
        .collect();
    let optional = if optional.is_empty() {
        String::new()
    } else {
        format!("Optional: {}.", optional.join(", "))
    };
    // Another mark, so that it does not continue a list of the description.
    let mark = if docs::ends_with_list(&description) { "*" } else { "-" };
    let arguments: Vec<String> = inputs
        .iter()
        .filter(|input| input.required)
        .filter_map(|input| {
            let text = docs::sentence(&[input.description], "");
            (!text.is_empty()).then(|| format!("{mark} `{}`: {text}", input.member))
        })
        .collect();
    let pages = paged.map(Paged::documentation).unwrap_or_default();
    let download = if success.is_download {
        "[`download`](rt::Call::download) reads the answer piece by piece.".to_owned()
    } else {
        String::new()
    };
    let example = super::example::call(emitter, accessor, operation, names, inputs, success);
    let retry = match retry_mark(operation) {
        Some("once") => "It is sent once, whatever the retry policy says.",
        Some(_) => "It may be sent again, as the retry policy says.",
        None => "",
    };
    docs::comment(&[
        first,
        description,
        arguments.join("\n"),
        optional,
        pages,
        download,
        retry.to_owned(),
        example,
    ])
}

/// The operation as a plain value.
fn structure(
    emitter: Emitter<'_>,
    handle: &str,
    operation: &Operation,
    names: &OperationNames,
    inputs: &[Input<'_>],
    paged: Option<&Paged<'_>>,
) -> TokenStream {
    let name = ident(&names.ident);
    let route = docs::code(&format!("{} {}", operation.method.name(), operation.path));
    let docs = docs::comment(&[format!(
        "{route} as a value; made and sent by [`{handle}::{}`].",
        names.method
    )]);
    let mut fields: Vec<TokenStream> = inputs
        .iter()
        .map(|input| {
            let docs =
                docs::comment(&[docs::sentence(&[input.description], &format!("{}.", input.wire))]);
            let (member, rust) = (&input.member, emitter.rust_type(input.value, Scope::Operation));
            let rust = if input.required { rust } else { quote!(Option<#rust>) };
            quote!(#docs pub #member: #rust)
        })
        .collect();
    fields.extend(paged.and_then(Paged::field));
    if fields.is_empty() {
        return quote!(#docs #[derive(Debug)] pub struct #name;);
    }
    let debug = hidden::debug(&name, inputs, paged);
    let derives = match (debug.is_some(), inputs.iter().any(|input| input.required)) {
        (false, true) => quote!(#[derive(Debug)]),
        (false, false) => quote!(#[derive(Debug, Default)]),
        (true, true) => quote!(),
        (true, false) => quote!(#[derive(Default)]),
    };
    quote! {
        #docs
        #derives
        pub struct #name { #(#fields,)* }
        #debug
    }
}

/// The setters of what is optional.
fn setters(
    emitter: Emitter<'_>,
    names: &OperationNames,
    inputs: &[Input<'_>],
) -> Option<TokenStream> {
    let name = ident(&names.ident);
    let functions: Vec<TokenStream> = inputs
        .iter()
        .filter(|input| !input.required)
        .map(|input| {
            let member = &input.member;
            let docs =
                docs::comment(&[docs::sentence(&[input.description], &format!("{}.", input.wire))]);
            let deprecated = input.deprecated.then(|| quote!(#[deprecated]));
            let (rust, value) = emitter.argument(member, input.value, Scope::Operation);
            quote! {
                #docs
                #deprecated
                pub fn #member(mut self, #member: #rust) -> Self {
                    self.operation.#member = Some(#value);
                    self
                }
            }
        })
        .collect();
    (!functions.is_empty()).then(|| quote!(impl rt::Call<'_, #name> { #(#functions)* }))
}

/// How it becomes a request and reads the answer.
fn wire(
    emitter: Emitter<'_>,
    operation: &Operation,
    names: &OperationNames,
    success: &Success,
    paged: Option<&Paged<'_>>,
) -> TokenStream {
    let (name, output, table) = (ident(&names.ident), &success.output, &success.table);
    let error = if operation.failures.is_empty() {
        quote!(rt::NoDocumentedError)
    } else {
        let error = ident(&names.error);
        quote!(#error)
    };
    let (id, path) = (operation.id.as_deref().unwrap_or(&names.method), &operation.path);
    let meta = match operation.method {
        Method::Get | Method::Put | Method::Post | Method::Patch | Method::Delete => {
            let constructor = ident(&operation.method.name().to_lowercase());
            quote!(rt::Meta::#constructor(#id, #path))
        }
        Method::Options | Method::Head | Method::Trace => {
            let method = ident(operation.method.name());
            quote!(rt::Meta::new(#id, rt::Method::#method, #path))
        }
    };
    let accept = accept(operation).map(|media_types| quote!(.accept(#media_types)));
    let security = operation.security.as_ref().map(|alternatives| {
        let alternatives = super::api_file::alternatives(alternatives);
        quote!(.security(#alternatives))
    });
    let retry = retry_mark(operation).map(|mark| {
        let mark = ident(mark);
        quote!(.#mark())
    });
    let build = request::build(operation, names, paged);
    let failure = error_kind::choice(emitter, operation, names);
    quote! {
        impl rt::Operation for #name {
            type Output = #output;
            type Error = #error;
            const META: rt::Meta = #meta #accept #security #retry;
            const SUCCESS: &'static [rt::Success<Self::Output>] = #table;
            #build
            #failure
        }
    }
}

/// What says that the operation may, or may not, be sent again; nothing where its method says the same.
fn retry_mark(operation: &Operation) -> Option<&'static str> {
    let mark = if operation.idempotent { "idempotent" } else { "once" };
    (operation.idempotent != operation.method.is_idempotent()).then_some(mark)
}

/// The media types of the answers, those of successes first, if they are more than JSON.
fn accept(operation: &Operation) -> Option<String> {
    let mut media_types: Vec<&str> = Vec::new();
    for response in operation.responses() {
        for content in response.contents.iter().take(1) {
            if !media_types.contains(&content.media_type.as_str()) {
                media_types.push(&content.media_type);
            }
        }
    }
    let only_json = media_types.iter().all(|media_type| *media_type == "application/json");
    (!only_json).then(|| {
        if !media_types.contains(&"application/json") {
            media_types.push("application/json");
        }
        media_types.join(", ")
    })
}
