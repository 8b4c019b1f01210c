//! The documented failures of an operation in, the enum of its errors and what chooses one of them out.

use super::rust_type::Scope;
use super::{Emitter, docs, ident};
use crate::ir::{Operation, Response, Status};
use crate::spelling::case::reason;
use crate::surface::{ErrorItem, OperationItem, TagItem};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// How long a description may be in the text of an error, in characters.
const MAX_DESCRIPTION: usize = 200;

/// The errors of an operation; nothing for one that documents no failure.
pub(super) fn definition(
    emitter: Emitter<'_>,
    tag: &TagItem,
    operation: &Operation,
    item: &OperationItem,
) -> Option<TokenStream> {
    let error = item.error.as_ref()?;
    let docs = docs::comment(&[format!("Why [`{}::{}`] failed.", tag.ident, item.method)]);
    let name = ident(&error.ident);
    let variants = operation.failures.iter().zip(&error.variants).map(|(response, variant)| {
        let text = docs::sentence(&[Some(&response.description)], "Not described.");
        let docs = docs::comment(&[format!("{}: {text}", in_words(response.status))]);
        let payload = variant.payload.as_ref().map(|rust| {
            let rust = emitter.rust_type(rust, Scope::Operation);
            quote!((Option<Box<#rust>>))
        });
        let variant = ident(&variant.ident);
        quote!(#docs #variant #payload)
    });
    Some(quote! {
        #docs
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* }
    })
}

/// The function of the operation that chooses one of its errors by the status of a response.
pub(super) fn choice(operation: &Operation, error: &ErrorItem) -> TokenStream {
    let name = ident(&error.ident);
    let arms = operation.failures.iter().zip(&error.variants).map(|(response, variant)| {
        let payload = variant.payload.is_some();
        let payload = payload.then(|| quote!((reply.json_or_none().map(Box::new))));
        let (pattern, variant) = (pattern(response.status), ident(&variant.ident));
        let description = description(response);
        quote!(#pattern => (#name::#variant #payload, #description))
    });
    let is_open = operation.failures.iter().all(|response| response.status != Status::Default);
    let other = is_open.then(|| quote!(_ => return None,));
    quote! {
        fn failure(reply: &rt::Reply) -> Option<(#name, &'static str)> {
            let failure = match reply.status() { #(#arms,)* #other };
            Some(failure)
        }
    }
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
            let (first, last) =
                (number(u16::from(class) * 100), number(u16::from(class) * 100 + 99));
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}
