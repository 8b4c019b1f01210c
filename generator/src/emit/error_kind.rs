//! The documented failures of an operation in, the enum of its errors and what chooses one of them out.

use super::rust_type::Scope;
use super::{Emitter, docs, ident};
use crate::ir::{Operation, Response, Status};
use crate::name::{OperationNames, reason};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// How long a description may be in the text of an error, in characters.
const MAX_DESCRIPTION: usize = 200;

/// The errors of an operation; nothing for one that documents no failure.
///
/// An error carries what the response holds, unless that is the API's error object, which every error gives access to.
pub(super) fn definition(
    emitter: Emitter<'_>,
    handle: &str,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    if operation.failures.is_empty() {
        return None;
    }
    let docs = docs::comment(&[format!("Why [`{handle}::{}`] failed.", names.method)]);
    let name = ident(&names.error);
    let variants = operation.failures.iter().zip(&names.failures).map(|(response, variant)| {
        let text = docs::sentence(&[Some(&response.description)], "Not described.");
        let docs = docs::comment(&[format!("{}: {text}", in_words(response.status))]);
        let variant = ident(variant);
        let body = emitter.api.failure(response).map(|value| {
            let body = emitter.rust_type(value, Scope::Operation);
            quote!((Option<Box<#body>>))
        });
        quote!(#docs #variant #body)
    });
    Some(quote! {
        #docs
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* }
    })
}

/// The function of the operation that chooses one of its errors by the status of a response.
pub(super) fn choice(
    emitter: Emitter<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    if operation.failures.is_empty() {
        return None;
    }
    let error = ident(&names.error);
    let arms = operation.failures.iter().zip(&names.failures).map(|(response, variant)| {
        let (pattern, variant) = (pattern(response.status), ident(variant));
        let body = emitter.api.failure(response).is_some();
        let body = body.then(|| quote!((reply.json_or_none().map(Box::new))));
        let description = description(response);
        quote!(#pattern => (#error::#variant #body, #description))
    });
    let is_open = operation.failures.iter().all(|response| response.status != Status::Default);
    let other = is_open.then(|| quote!(_ => return None,));
    Some(quote! {
        fn failure(reply: &rt::Reply) -> Option<(#error, &'static str)> {
            let failure = match reply.status() { #(#arms,)* #other };
            Some(failure)
        }
    })
}

/// What the document says of a failure, as the text of an error ends with it; nothing where that is only the name of the status.
fn description(response: &Response) -> String {
    let text = docs::plain(&response.description);
    let text = text.trim_end_matches('.');
    let repeats = match response.status {
        Status::Code(code) => reason(code).is_some_and(|reason| reason.eq_ignore_ascii_case(text)),
        Status::Class(_) | Status::Default => false,
    };
    match text.char_indices().nth(MAX_DESCRIPTION) {
        _ if repeats => String::new(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// The statuses in words.
fn in_words(status: Status) -> String {
    match status {
        Status::Code(code) => format!("`{code}`"),
        Status::Class(class) => format!("`{class}00` to `{class}99`"),
        Status::Default => "any other".into(),
    }
}

fn pattern(status: Status) -> TokenStream {
    let number = |number: u16| Literal::u16_unsuffixed(number);
    match status {
        Status::Code(code) => {
            let code = number(code);
            quote!(#code)
        }
        Status::Class(class) => {
            let (first, last) = (number(u16::from(class) * 100), number(u16::from(class) * 100 + 99));
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}
