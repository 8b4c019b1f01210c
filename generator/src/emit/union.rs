//! Unions in, enums with a variant for each type out.

use super::rust_type::Scope;
use super::{Emitter, docs, ident, models};
use crate::ir::{TypeId, Union};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The items of a union.
pub(super) fn items(emitter: Emitter<'_>, id: TypeId, union: &Union) -> Vec<TokenStream> {
    let names = emitter.names.of(id);
    let (name, text) = (ident(&names.ident), &names.ident);
    let members: Vec<Ident> = names.members.iter().map(|member| ident(member)).collect();
    let docs = models::documentation(emitter.api.definition(id));
    let variants = union.variants.iter().zip(&members).map(|(variant, member)| {
        let docs = docs::comment(&[format!("{}.", docs::code(&variant.name))]);
        let value = emitter.rust_type(&variant.value, Scope::Model);
        let value = if variant.boxed { quote!(Box<#value>) } else { value };
        quote!(#docs #member(#value))
    });
    let definition = quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that fits none of them."]
            Unknown(rt::Value),
        }
    };
    let tag = union
        .discriminator
        .as_ref()
        .map(|property| quote!(const TAG: Option<&'static str> = Some(#property);));
    let arms = union.variants.iter().zip(&members).flat_map(|(variant, member)| {
        let read = quote!(|value, cx| cx.arm(value).map(Self::#member));
        if union.discriminator.is_none() {
            vec![quote!(rt::Arm::untagged(#read))]
        } else {
            variant.tags.iter().map(|tag| quote!(rt::Arm::tagged(#tag, #read))).collect()
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
                    #(Self::#members(value) => rt::Serialize::serialize(value, to),)*
                    Self::Unknown(value) => rt::Serialize::serialize(value, to),
                }
            }
        }
    };
    vec![definition, implementation, quote!(rt::union!(#name);)]
}
