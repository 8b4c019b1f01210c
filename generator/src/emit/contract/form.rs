//! Emits the expression that builds the sample of a multipart body, which cannot be JSON as it may hold files.

use super::super::{Emitter, ident};
use super::value;
use crate::ir::{Field, Type, TypeKind};
use crate::surface::{Constructor, RustType, TypeItemKind};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

/// The expression.
pub(super) fn form(emitter: Emitter<'_>, body: &Type, sample: &Value) -> TokenStream {
    let krate = ident(&emitter.crate_ident());
    let Some(id) = body.named() else { return quote!(#krate::Form::new()) };
    let type_item = emitter.surface.of(id);
    if let (TypeKind::Union(union), TypeItemKind::Union(variants)) =
        (&emitter.api.definition(id).kind, &type_item.kind)
        && let Some((first, item)) = union.variants.first().zip(variants.first())
    {
        let (name, variant) = (ident(&type_item.ident), ident(&item.ident));
        let held = form(emitter, &first.value, sample);
        return quote!(#krate::models::#name::#variant(#held));
    }
    let (TypeKind::Record(record), TypeItemKind::Struct(item)) =
        (&emitter.api.definition(id).kind, &type_item.kind)
    else {
        return value(emitter, &RustType::Unit, body, sample);
    };
    let name = ident(&type_item.ident);
    let part = |index: usize, rust: &RustType| part(emitter, &record.fields[index], rust, sample);
    let optional = item.fields.iter().enumerate().filter_map(|(index, field)| {
        let setter = field.setter.as_ref()?;
        let (setter, part) = (ident(&setter.ident), part(index, &setter.rust));
        Some(quote!(.#setter(#part)))
    });
    let new = match &item.constructor {
        Constructor::None => quote!(default()),
        Constructor::New(arguments) => {
            let parts = arguments.iter().map(|argument| part(argument.field, &argument.rust));
            quote!(new(#(#parts),*))
        }
        Constructor::Required { ident: required, fields } => {
            let parts = fields.iter().map(|&index| {
                let (field, part) = (&item.fields[index], part(index, &item.fields[index].rust));
                let member = ident(&field.ident);
                match field.rust.clone().argument() {
                    RustType::Into(_) => quote!(#member: #part.into()),
                    _ => quote!(#member: #part),
                }
            });
            let required = ident(required);
            quote!(new(#krate::models::#required { #(#parts),* }))
        }
    };
    quote!(#krate::models::#name::#new #(#optional)*)
}

/// The expression of one part as an argument: a small file, a list of files, or a value.
fn part(emitter: Emitter<'_>, field: &Field, argument: &RustType, sample: &Value) -> TokenStream {
    let krate = ident(&emitter.crate_ident());
    let file = quote!(#krate::File::from_bytes("text.txt", "text"));
    match field.value.without_null() {
        Type::Binary => file,
        Type::Array(items) if **items == Type::Binary => quote!(vec![#file]),
        other => value(emitter, argument, other, sample.get(&field.name).unwrap_or(&Value::Null)),
    }
}
