//! Unions in, enums with a variant for each type out.

use super::rust_type::Scope;
use super::{Emitter, docs, ident, multipart, type_docs};
use crate::ir::{Form, Type, TypeId, TypeKind, Union, Variant};
use crate::surface::VariantItem;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The items of a union.
pub(super) fn items(
    emitter: Emitter<'_>,
    id: TypeId,
    union: &Union,
    items: &[VariantItem],
) -> Vec<TokenStream> {
    let text = &emitter.surface.of(id).ident;
    let name = ident(text);
    let members: Vec<Ident> = items.iter().map(|item| ident(&item.ident)).collect();
    let docs = type_docs::documentation(emitter.api.definition(id));
    let variants = union.variants.iter().zip(items).map(|(variant, item)| {
        let docs = docs::comment(&[format!("{}.", docs::code(&variant.name))]);
        let held = item.rust.as_ref().map(|rust| emitter.rust_type(rust, Scope::Model));
        let member = ident(&item.ident);
        quote!(#docs #member(#held))
    });
    let is_form = emitter.api.definition(id).form == Form::Multipart;
    let unknown = (!is_form).then(|| {
        quote! {
            #[doc = " A value that fits none of them."]
            Unknown(rt::Value),
        }
    });
    let beside = emitter.beside(&name);
    let definition = quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #beside
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #unknown
        }
    };
    if is_form {
        return vec![definition, multipart::union(&name, &members)];
    }
    let tag = union
        .discriminator
        .as_ref()
        .map(|property| quote!(const TAG: Option<&'static str> = Some(#property);));
    let arms = union.variants.iter().zip(&members).flat_map(|(variant, member)| {
        let read = quote!(|value, cx| cx.arm(value).map(Self::#member));
        let tags = variant.tags.iter().filter(|_| union.discriminator.is_some());
        let mut arms: Vec<TokenStream> =
            tags.map(|tag| quote!(rt::Arm::tagged(#tag, #read))).collect();
        if union.discriminator.is_none() || variant.is_rest {
            arms.push(quote!(rt::Arm::untagged(#read)));
        }
        arms
    });
    let written = union.variants.iter().zip(&members).map(|(variant, member)| {
        match missing_tag(emitter, union, variant) {
            Some((property, tag)) => {
                quote!(Self::#member(value) => rt::write_tagged(#property, #tag, value, to))
            }
            None => quote!(Self::#member(value) => rt::Serialize::serialize(value, to)),
        }
    });
    let implementation = quote! {
        impl rt::Union for #name {
            const NAME: &'static str = #text;
            #tag
            const ARMS: &'static [rt::Arm<Self>] = &[#(#arms),*];
            fn unknown(value: rt::Value) -> Self { Self::Unknown(value) }
            fn write<S: rt::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#written,)*
                    Self::Unknown(value) => rt::Serialize::serialize(value, to),
                }
            }
        }
    };
    vec![definition, implementation, quote!(rt::union!(#name);)]
}

/// The property that tells the variants apart and its value for one of them, if the type of that has no such field.
fn missing_tag<'a>(
    emitter: Emitter<'a>,
    union: &'a Union,
    variant: &'a Variant,
) -> Option<(&'a str, &'a str)> {
    let property = union.discriminator.as_deref()?;
    let Type::Named(id) = variant.value else { return None };
    let TypeKind::Record(record) = &emitter.api.definition(id).kind else { return None };
    let is_missing = record.fields.iter().all(|field| field.name != property);
    Some((property, variant.tags.first().filter(|_| is_missing && !variant.is_rest)?.as_str()))
}
