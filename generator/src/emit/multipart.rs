//! The record of a multipart body in, how it becomes a form out.

use crate::ir::{Record, Type};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The conversion of a struct into a form.
pub(super) fn form(
    name: &Ident,
    record: &Record,
    members: &[Ident],
    additional: &Ident,
) -> TokenStream {
    let parts = record.fields.iter().zip(members).map(|(field, member)| {
        let (name, member) = (&field.name, quote!(body.#member));
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
    let form = match &record.additional {
        None => form,
        Some(value) => {
            let add = match value {
                Type::Binary => quote!(form.file(name.clone(), value)),
                Type::Array(items) if **items == Type::Binary => {
                    quote!(form.files(name.clone(), value))
                }
                _ => quote!(form.value(name.clone(), value)),
            };
            quote!(body.#additional.iter().fold(#form, |form, (name, value)| #add))
        }
    };
    quote! {
        impl From<&#name> for rt::Form {
            fn from(body: &#name) -> Self { #form }
        }
    }
}
