//! The documented failures of an operation in, an enum with a variant for each status out.

use super::rust_type::Scope;
use super::{Emitter, docs, ident, success};
use crate::ir::{Encoding, Operation, Response, Status, Type};
use crate::name::OperationNames;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// The enum and how it is told which status means what; nothing for an operation that documents no failure.
///
/// A variant carries what the answer holds, unless that is the API's error object, which every error gives access to.
pub(super) fn items(
    emitter: Emitter<'_>,
    tag: &Ident,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<TokenStream> {
    if operation.failures.is_empty() {
        return Vec::new();
    }
    let name = ident(&names.error);
    let (mut variants, mut arms) = (Vec::new(), Vec::new());
    for (response, member) in operation.failures.iter().zip(&names.failures) {
        let (docs, member) = (docs::comment(&[success::describe(response)]), ident(member));
        let pattern = pattern(response.status);
        match payload(emitter, response) {
            Some(value) => {
                let rust = emitter.rust_type(value, Scope::Operation);
                variants.push(quote!(#docs #member(Option<Box<#rust>>)));
                arms.push(quote!(#pattern => Self::#member(reply.json_or_none().map(Box::new))));
            }
            None => {
                variants.push(quote!(#docs #member));
                arms.push(quote!(#pattern => Self::#member));
            }
        }
    }
    let is_total = operation.failures.iter().any(|response| response.status == Status::Default);
    let otherwise = (!is_total).then(|| quote!(_ => return None,));
    let docs = docs::comment(&[format!("Why [`{tag}::{}`] failed.", names.method)]);
    let definition = quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* }
    };
    let implementation = quote! {
        impl rt::ErrorKind for #name {
            fn of(reply: &rt::Reply) -> Option<Self> {
                Some(match reply.status() { #(#arms,)* #otherwise })
            }
        }
    };
    vec![definition, implementation]
}

/// What a failing answer holds, if it is not the API's error object.
pub(super) fn payload<'a>(emitter: Emitter<'_>, response: &'a Response) -> Option<&'a Type> {
    let content = response.contents.first().filter(|content| content.encoding == Encoding::Json)?;
    match content.value.without_null() {
        Type::Named(id) if Some(*id) == emitter.api.error_object => None,
        Type::Json => None,
        value => Some(value),
    }
}

fn pattern(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Class(class) => {
            let first = Literal::u16_unsuffixed(u16::from(class) * 100);
            let last = Literal::u16_unsuffixed(u16::from(class) * 100 + 99);
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}
