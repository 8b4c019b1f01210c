//! The record or union of a multipart body in, how it becomes a form out.

use super::ident;
use crate::ir::{Record, Type};
use crate::surface::StructItem;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The conversion of a struct into a form.
pub(super) fn form(name: &Ident, record: &Record, item: &StructItem) -> TokenStream {
    let parts = record.fields.iter().zip(&item.fields).map(|(field, item)| {
        let (name, member) = (&field.name, ident(&item.ident));
        let member = quote!(body.#member);
        match (&field.value, field.required) {
            (Type::Binary, true) => quote!(.file(#name, &#member)),
            (Type::Binary, false) => quote!(.files(#name, &#member)),
            (Type::Array(items), required) if **items == Type::Binary => {
                let files =
                    if required { quote!(&#member) } else { quote!(#member.iter().flatten()) };
                quote!(.files(#name, #files))
            }
            _ => quote!(.value(#name, &#member)),
        }
    });
    let form = quote!(rt::Form::new() #(#parts)*);
    let form = match record.additional.as_ref().zip(item.further.as_ref()) {
        None => form,
        Some((value, further)) => {
            let further = ident(&further.ident);
            let add = match value {
                Type::Binary => quote!(form.file(name.clone(), value)),
                Type::Array(items) if **items == Type::Binary => {
                    quote!(form.files(name.clone(), value))
                }
                _ => quote!(form.value(name.clone(), value)),
            };
            quote!(body.#further.iter().fold(#form, |form, (name, value)| #add))
        }
    };
    quote! {
        impl From<&#name> for rt::Form {
            fn from(body: &#name) -> Self { #form }
        }
    }
}

/// The conversion of one of several structs into a form.
pub(super) fn union(name: &Ident, members: &[Ident]) -> TokenStream {
    quote! {
        impl From<&#name> for rt::Form {
            fn from(body: &#name) -> Self {
                match body { #(#name::#members(body) => body.into(),)* }
            }
        }
    }
}
