//! Emits enumerations as open enums, which keep values that are not listed.

use super::rust_type::Scope;
use super::{Emitter, docs, ident, type_docs};
use crate::ir::TypeId;
use crate::surface::EnumItem;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

/// The items of an enumeration of strings.
pub(super) fn strings(
    emitter: Emitter<'_>,
    id: TypeId,
    values: &[String],
    item: &EnumItem,
) -> Vec<TokenStream> {
    let wire: Vec<TokenStream> = values.iter().map(|value| quote!(#value)).collect();
    let texts: Vec<String> = values.iter().map(|value| docs::code(&format!("{value:?}"))).collect();
    let (name, members, definition) = definition(emitter, id, &texts, item);
    let text = name.to_string();
    let implementation = quote! {
        impl rt::OpenEnum for #name {
            const NAME: &'static str = #text;
            fn from_wire(value: &str) -> Option<Self> {
                Some(match value { #(#wire => Self::#members,)* _ => return None })
            }
            fn unknown(value: String) -> Self { Self::Unknown(value) }
            fn as_wire(&self) -> &str {
                match self { #(Self::#members => #wire,)* Self::Unknown(value) => value }
            }
        }
    };
    vec![definition, implementation, quote!(rt::open_enum!(#name);)]
}

/// The items of an enumeration of integers.
pub(super) fn integers(
    emitter: Emitter<'_>,
    id: TypeId,
    values: &[i64],
    item: &EnumItem,
) -> Vec<TokenStream> {
    let wire: Vec<Literal> = values.iter().map(|value| Literal::i64_unsuffixed(*value)).collect();
    let texts: Vec<String> = values.iter().map(|value| docs::code(&value.to_string())).collect();
    let (name, members, definition) = definition(emitter, id, &texts, item);
    let text = name.to_string();
    let implementation = quote! {
        impl rt::OpenIntegerEnum for #name {
            const NAME: &'static str = #text;
            fn from_wire(value: i64) -> Option<Self> {
                Some(match value { #(#wire => Self::#members,)* _ => return None })
            }
            fn unknown(value: i64) -> Self { Self::Unknown(value) }
            fn as_wire(&self) -> i64 {
                match self { #(Self::#members => #wire,)* Self::Unknown(value) => *value }
            }
        }
    };
    vec![definition, implementation, quote!(rt::open_integer_enum!(#name);)]
}

fn definition(
    emitter: Emitter<'_>,
    id: TypeId,
    texts: &[String],
    item: &EnumItem,
) -> (Ident, Vec<Ident>, TokenStream) {
    let name = ident(&emitter.surface.of(id).ident);
    let docs = type_docs::documentation(emitter.api.definition(id));
    let members: Vec<Ident> = item.variants.iter().map(|member| ident(member)).collect();
    let raw = emitter.rust_type(&item.unknown, Scope::Model);
    let labels = &emitter.api.definition(id).labels;
    let comments = texts.iter().enumerate().map(|(index, text)| {
        let described = labels.get(index).and_then(|label| label.description.as_deref());
        let described = described.map(docs::text).filter(|text| !text.is_empty());
        docs::comment(&[format!("{text}."), described.unwrap_or_default()])
    });
    let beside = emitter.beside(&name);
    let definition = quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #beside
        #[non_exhaustive]
        pub enum #name {
            #(#comments #members,)*
            #[doc = " A value that the documentation does not list."]
            Unknown(#raw),
        }
    };
    (name, members, definition)
}
