//! The sample of a multipart body in, the expression that builds it out: what holds files is no JSON.

use super::super::{Emitter, ident, record};
use super::value;
use crate::ir::{Field, Type, TypeKind};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

/// The expression.
pub(super) fn form(emitter: Emitter<'_>, body: &Type, sample: &Value) -> TokenStream {
    let krate = ident(&emitter.crate_ident());
    let definition = body.named().map(|id| (id, emitter.api.definition(id)));
    let Some((id, definition)) = definition else { return quote!(#krate::Form::new()) };
    let TypeKind::Record(fields) = &definition.kind else { return value(body, sample) };
    let names = emitter.names.of(id);
    let name = ident(&names.ident);
    let required: Vec<_> = record::required(fields)
        .map(|(index, field)| {
            (ident(&names.members[index]), part(emitter, field, sample), &field.value)
        })
        .collect();
    let optional = fields.fields.iter().zip(&names.setters).filter(|(field, _)| !field.required);
    let optional = optional.map(|(field, setter)| {
        let (setter, part) = (ident(setter), part(emitter, field, sample));
        quote!(.#setter(#part))
    });
    let new = if required.is_empty() {
        quote!(default())
    } else if record::has_required_struct(definition) {
        let parts = required.iter().map(|(member, part, value)| match value {
            Type::String | Type::Secret => quote!(#member: #part.into()),
            _ => quote!(#member: #part),
        });
        let required = ident(&names.required);
        quote!(new(#krate::models::#required { #(#parts),* }))
    } else {
        let parts = required.iter().map(|(_, part, _)| part);
        quote!(new(#(#parts),*))
    };
    quote!(#krate::models::#name::#new #(#optional)*)
}

/// One part: a small file, several, or a value.
fn part(emitter: Emitter<'_>, field: &Field, sample: &Value) -> TokenStream {
    let krate = ident(&emitter.crate_ident());
    let file = quote!(#krate::File::from_bytes("text.txt", "text"));
    match field.value.without_null() {
        Type::Binary => file,
        Type::Array(items) if **items == Type::Binary => quote!(vec![#file]),
        other => value(other, sample.get(&field.name).unwrap_or(&Value::Null)),
    }
}
