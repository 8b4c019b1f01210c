//! Emits the conversion of a multipart body, a record or union, into a form.

use super::ident;
use crate::ir::{Api, Record, SchemaId, Type};
use crate::surface::StructItem;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The conversion of a struct into a form. The operation sets the media types of files; for files that the document does not name, their
/// schema does.
pub(super) fn form(
    name: &Ident,
    record: &Record,
    item: &StructItem,
    media_type: Option<&str>,
) -> TokenStream {
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
            let typed = |file: TokenStream| {
                media_type.map(|media_type| {
                    quote! {
                        match #file.content_type() {
                            Some(_) => #file.clone(),
                            None => #file.clone().with_content_type(#media_type),
                        }
                    }
                })
            };
            let add = match value {
                Type::Binary => match typed(quote!(value)) {
                    None => quote!(form.file(name.clone(), value)),
                    Some(file) => quote!(form.file(name.clone(), &#file)),
                },
                Type::Array(items) if **items == Type::Binary => match typed(quote!(file)) {
                    None => quote!(form.files(name.clone(), value)),
                    Some(file) => quote! {
                        value.iter().fold(form, |form, file| form.file(name.clone(), &#file))
                    },
                },
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

/// The media type that the schema of a body sets for parts that it does not name.
pub(super) fn further_type(api: &Api, body: SchemaId) -> Option<&str> {
    let schemas = &api.schemas;
    let own = |id| schemas.part_of(id, "additionalProperties");
    let further = own(body).or_else(|| schemas[body].list("allOf").find_map(own))?;
    let said = |id: SchemaId| schemas[schemas.resolve(id)?].content_media_type();
    said(further).or_else(|| said(schemas.part_of(further, "items")?))
}

/// The conversion of a union of structs into a form.
pub(super) fn union(name: &Ident, members: &[Ident]) -> TokenStream {
    quote! {
        impl From<&#name> for rt::Form {
            fn from(body: &#name) -> Self {
                match body { #(#name::#members(body) => body.into(),)* }
            }
        }
    }
}
