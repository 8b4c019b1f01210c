//! Parameters whose values may be secrets in, a `Debug` of their operation that does not show them out.
//!
//! Only a type with the format `password` says of itself that it is a secret. Of a parameter its place and name may say so.

use super::operation::Input;
use super::paging::Paged;
use crate::ir::{JsonLocation, Location, Parameter, Type};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What is in the names of headers and parameters that hold secrets, in lower case and without anything between words.
const WORDS: &[&str] = &[
    "apikey",
    "cookie",
    "credential",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "session",
    "signature",
    "token",
];

/// Whether the value of a parameter must not be shown: that of any cookie, and that of a header or a part of the query whose name
/// says that it proves who is calling.
pub(super) fn is_hidden(parameter: &Parameter) -> bool {
    let is_secret_already = *parameter.value.innermost() == Type::Secret;
    let hides = match parameter.location {
        Location::Cookie(..) | Location::Json(JsonLocation::Cookie) => true,
        Location::Path(..) | Location::Json(JsonLocation::Path) => false,
        Location::Header(..)
        | Location::Query(..)
        | Location::Json(JsonLocation::Header | JsonLocation::Query) => is_secret(&parameter.name),
    };
    hides && !is_secret_already
}

fn is_secret(name: &str) -> bool {
    let name: String =
        name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    // An author proves nothing, but what authorizes does.
    let auth = name.replace("authori", "auth").replace("author", "");
    auth.contains("auth") || WORDS.iter().any(|word| name.contains(word))
}

/// The `Debug` of an operation; nothing if it can be derived.
pub(super) fn debug(
    name: &Ident,
    inputs: &[Input<'_>],
    paged: Option<&Paged<'_>>,
) -> Option<TokenStream> {
    if inputs.iter().all(|input| !input.hidden) {
        return None;
    }
    let mut fields: Vec<TokenStream> = inputs
        .iter()
        .map(|input| {
            let member = &input.member;
            let value = match (input.hidden, input.required) {
                (false, _) => quote!(self.#member),
                (true, true) => quote!(rt::hide(&self.#member)),
                (true, false) => quote!(self.#member.as_ref().map(rt::hide)),
            };
            let shown = member.to_string();
            let shown = shown.trim_start_matches("r#");
            quote!(.field(#shown, &#value))
        })
        .collect();
    fields.extend(paged.and_then(Paged::shown));
    let shown = name.to_string();
    Some(quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#shown) #(#fields)* .finish()
            }
        }
    })
}
