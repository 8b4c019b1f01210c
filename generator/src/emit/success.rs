//! Emits the output type of an operation, and the table of its successes, which reads it.

use super::operation_context::OperationContext;
use super::rust_type::Scope;
use super::{Emitter, docs, ident, xml};
use crate::ir::{Content, Encoding, Operation, Response, Status};
use crate::surface::{OperationItem, Output, RustType};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The type that an operation returns.
pub(super) fn output(emitter: Emitter<'_>, item: &OperationItem) -> TokenStream {
    match &item.output {
        Output::Same(rust) => emitter.rust_type(rust, Scope::Operation),
        Output::OrNothing(rust) => {
            let rust = emitter.rust_type(rust, Scope::Operation);
            quote!(Option<#rust>)
        }
        Output::Enum { ident: name, .. } => {
            let name = ident(name);
            quote!(#name)
        }
    }
}

/// The definition of that type, if the operation has its own.
pub(super) fn definition(context: OperationContext<'_>) -> Option<TokenStream> {
    let OperationContext { emitter, operation, item, .. } = context;
    let Output::Enum { ident: name, variants } = &item.output else { return None };
    let variants = operation.successes.iter().zip(variants).map(|(response, variant)| {
        let (docs, member) = (docs::comment(&[describe(response)]), ident(&variant.ident));
        let held = variant.rust.as_ref().map(|rust| {
            let rust = emitter.rust_type(rust, Scope::Operation);
            quote!((#rust))
        });
        quote!(#docs #member #held)
    });
    let docs = docs::comment(&[format!("The output of [`{}`], by status.", item.ident)]);
    let name = ident(name);
    Some(quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* }

        impl rt::Output for #name {}
    })
}

/// The table of successes; none if it is the default of the runtime.
pub(super) fn table(context: OperationContext<'_>) -> Option<TokenStream> {
    let OperationContext { emitter, operation, item, .. } = context;
    let held = |response| operation.content(response).map(|content| content.encoding);
    let is_usual = match (&item.output, operation.successes.as_slice()) {
        (Output::Same(_), [only]) => matches!(
            (only.status, held(only)),
            (
                Status::Code(200),
                Some(
                    Encoding::Json
                        | Encoding::Events
                        | Encoding::JsonLines
                        | Encoding::JsonSequence
                )
            ) | (Status::Code(204), None)
        ),
        _ => false,
    };
    let among = operation.successes.iter().any(|own| other_media_types(operation, own).is_some());
    let entries = entries(emitter, operation, item);
    let is_string = |own| operation.content(own).is_some_and(Content::is_any_string);
    let is_told = among || operation.successes.iter().any(is_string);
    (!is_usual || is_told)
        .then(|| quote!(const SUCCESS: &'static [rt::Success<Self::Output>] = &[#(#entries),*];))
}

fn entries(emitter: Emitter<'_>, operation: &Operation, item: &OperationItem) -> Vec<TokenStream> {
    let successes = operation.successes.iter();
    let mapped = |response: &Response, some: &TokenStream, otherwise: &TokenStream| {
        let read = read_into(emitter, operation, response, some, otherwise);
        entry(operation, response, &quote!(map), Some(read))
    };
    match &item.output {
        Output::Same(RustType::Unit) if operation.successes.is_empty() => {
            vec![quote!(rt::Success::empty(200).whole_class())]
        }
        Output::Same(RustType::Stream(..)) => {
            let stream = quote!(stream);
            let one = |response| entry(operation, response, &stream, None);
            successes.map(one).collect()
        }
        Output::Same(_) => successes
            .map(|response| match xml_reader(emitter, operation, response) {
                Some(read) => entry(operation, response, &quote!(map), Some(quote!(|reply| #read))),
                None => entry(operation, response, &reader(operation, response), None),
            })
            .collect(),
        Output::OrNothing(_) => {
            successes.map(|response| mapped(response, &quote!(Some), &quote!(None))).collect()
        }
        Output::Enum { ident: name, variants } => {
            let name = ident(name);
            let entry = |(response, variant): (&Response, &crate::surface::VariantItem)| {
                let member = ident(&variant.ident);
                let variant = quote!(#name::#member);
                mapped(response, &variant, &variant)
            };
            successes.zip(variants).map(entry).collect()
        }
    }
}

/// The name of the function that reads the content of a response.
fn reader(operation: &Operation, response: &Response) -> TokenStream {
    let content = operation.content(response);
    match content.map(|content| content.encoding) {
        None => quote!(empty),
        Some(_) if content.is_some_and(Content::is_any_string) => quote!(string),
        // XML is read by its shape, in `xml_reader`.
        Some(Encoding::Json | Encoding::Xml) => quote!(json),
        Some(Encoding::Events | Encoding::JsonLines | Encoding::JsonSequence) => quote!(stream),
        Some(Encoding::Text | Encoding::Form) => quote!(text),
        Some(Encoding::Binary | Encoding::Multipart) => quote!(bytes),
    }
}

/// The call that reads an XML response.
fn xml_reader(
    emitter: Emitter<'_>,
    operation: &Operation,
    response: &Response,
) -> Option<TokenStream> {
    let content = operation.content(response)?;
    (content.encoding == Encoding::Xml).then(|| xml::reader(emitter, &content.pointer))
}

/// The function that reads the content of a response into a variant; `otherwise` is the value without content.
fn read_into(
    emitter: Emitter<'_>,
    operation: &Operation,
    response: &Response,
    variant: &TokenStream,
    otherwise: &TokenStream,
) -> TokenStream {
    if let Some(read) = xml_reader(emitter, operation, response) {
        return quote!(|reply| #read.map(#variant));
    }
    let reader = reader(operation, response);
    match operation.content(response).map(|content| content.encoding) {
        None => quote!(|_| Ok(#otherwise)),
        Some(Encoding::Binary | Encoding::Multipart) => {
            quote!(|reply| Ok(#variant(reply.bytes())))
        }
        Some(_) => quote!(|reply| reply.#reader().map(#variant)),
    }
}

fn entry(
    operation: &Operation,
    response: &Response,
    function: &TokenStream,
    read: Option<TokenStream>,
) -> TokenStream {
    let (code, whole_class) = match response.status {
        Status::Code(code) => (code, false),
        Status::Class(class) => (u16::from(class) * 100, true),
        Status::Default => (200, true),
    };
    let code = Literal::u16_unsuffixed(code);
    let read = read.map(|read| quote!(, #read));
    let whole_class = whole_class.then(|| quote!(.whole_class()));
    let is_mapped = read.is_some();
    let among = match operation.content(response).map(|content| content.encoding) {
        // `Success::stream` already includes this.
        Some(Encoding::Events) => is_mapped.then(|| quote!(.among("text/event-stream", &["*/*"]))),
        _ => other_media_types(operation, response)
            .map(|(own, others)| quote!(.among(#own, &[#(#others),*]))),
    };
    quote!(rt::Success::#function(#code #read)#whole_class #among)
}

/// The media type of a response that is read, and the other documented ones; none if there are no others.
pub(super) fn other_media_types<'a>(
    operation: &Operation,
    response: &'a Response,
) -> Option<(&'a str, &'a [String])> {
    let own = operation.content(response)?;
    // A stream of events excludes all other media types anyway.
    let is_said = response.others.is_empty() || own.encoding == Encoding::Events;
    (!is_said).then_some((own.media_type.as_str(), response.others.as_slice()))
}

/// A response in words: `201: Made.`
fn describe(response: &Response) -> String {
    let status = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "Any other status".into(),
    };
    let text = docs::sentence(&[Some(&response.description)], "");
    // A number followed by a point would begin a list.
    if text.is_empty() { format!("`{status}`.") } else { format!("{status}: {text}") }
}
