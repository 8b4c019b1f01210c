//! The sample of a multipart body in, the expression that makes its value in a contract test out.

use super::contract::value;
use super::{Emitter, ident, record};
use crate::ir::{Field, Type, TypeId, TypeKind};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

/// A form: its type is not read from JSON, as it may hold files.
pub(super) fn form(emitter: Emitter<'_>, body: &Type, sample: &Value) -> TokenStream {
    let krate = ident(&emitter.crate_ident());
    match body {
        Type::Named(id) => structure(emitter, *id, sample),
        _ => quote!(#krate::Form::new()),
    }
}

fn structure(emitter: Emitter<'_>, id: TypeId, sample: &Value) -> TokenStream {
    let (definition, names) = (emitter.api.definition(id), emitter.names.of(id));
    let TypeKind::Record(record) = &definition.kind else {
        unreachable!("a multipart body is a record")
    };
    let (krate, name) = (ident(&emitter.crate_ident()), ident(&names.ident));
    let is_struct = record::has_required_struct(definition);
    let (mut arguments, mut setters) = (Vec::new(), Vec::new());
    for (field, member) in record.fields.iter().zip(&names.members) {
        let Some(sample) = sample.get(&field.name).or(field.required.then_some(&Value::Null))
        else {
            continue;
        };
        let (part, name) = (part(emitter, field, sample), ident(member));
        if !field.required {
            let setter = ident(&format!("with_{}", member.trim_matches('_')));
            setters.push(quote!(.#setter(#part)));
        } else if is_struct {
            let into = matches!(field.value, Type::String | Type::Secret).then(|| quote!(.into()));
            arguments.push(quote!(#name: #part #into));
        } else {
            arguments.push(part);
        }
    }
    if arguments.is_empty() {
        return quote!(#krate::models::#name::default() #(#setters)*);
    }
    let arguments = if is_struct {
        let required = ident(&names.required);
        quote!(#krate::models::#required { #(#arguments),* })
    } else {
        quote!(#(#arguments),*)
    };
    quote!(#krate::models::#name::new(#arguments) #(#setters)*)
}

fn part(emitter: Emitter<'_>, field: &Field, sample: &Value) -> TokenStream {
    let krate = ident(&emitter.crate_ident());
    let file = |sample: &Value| {
        let content = sample.as_str().unwrap_or("content");
        quote!(#krate::File::from_bytes("sample.bin", #content))
    };
    match &field.value {
        Type::Binary => file(sample),
        Type::Array(items) if **items == Type::Binary => {
            let files = sample.as_array().into_iter().flatten().map(file);
            quote!(vec![#(#files),*])
        }
        other => value(other, sample),
    }
}
