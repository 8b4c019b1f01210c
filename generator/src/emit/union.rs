//! Emits unions as enums with a variant for each type.

use super::rust_type::Scope;
use super::{Emitter, constraints, docs, ident, multipart, type_docs};
use crate::ir::{Form, Type, TypeId, TypeKind, Union, Variant};
use crate::surface::{RustType, VariantItem};
use proc_macro2::{Ident, Literal, TokenStream};
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
        let docs = variant_documentation(variant);
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
    let (arms, read) = arms(union, &members);
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
            #arms
            #read
            fn unknown(value: rt::Value) -> Self { Self::Unknown(value) }
            fn write<S: rt::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#written,)*
                    Self::Unknown(value) => rt::Serialize::serialize(value, to),
                }
            }
        }
    };
    let mut all = vec![definition, implementation, quote!(rt::union!(#name);)];
    all.extend(conversions(emitter, &name, items));
    all
}

/// The documentation of a variant: its name, and what the document says of values whose type has no documentation.
fn variant_documentation(variant: &Variant) -> TokenStream {
    let mut paragraphs = vec![format!("{}.", docs::code(&variant.name))];
    paragraphs.extend(variant.description.as_deref().map(docs::text));
    paragraphs.extend(constraints::paragraphs(&variant.constraints, true));
    paragraphs.extend(variant.deprecated.then(|| "**Deprecated.**".to_owned()));
    docs::comment(&paragraphs)
}

/// The conversions from the values of variants into the union.
fn conversions(emitter: Emitter<'_>, name: &Ident, items: &[VariantItem]) -> Vec<TokenStream> {
    let mut conversions = Vec::new();
    for item in items.iter().filter(|item| item.has_from) {
        let (member, Some(rust)) = (ident(&item.ident), &item.rust) else { continue };
        let mut push = |from: TokenStream, value: TokenStream| {
            conversions.push(quote! {
                impl From<#from> for #name {
                    fn from(value: #from) -> Self { Self::#member(#value) }
                }
            });
        };
        match rust {
            RustType::Boxed(bare) => {
                push(emitter.rust_type(bare, Scope::Model), quote!(Box::new(value)));
            }
            RustType::String => {
                push(quote!(String), quote!(value));
                push(quote!(&str), quote!(value.to_owned()));
            }
            rust => push(emitter.rust_type(rust, Scope::Model), quote!(value)),
        }
    }
    conversions
}

/// The tags of a union's arms, and the function that reads each arm. One variant may have several arms.
fn arms(union: &Union, members: &[Ident]) -> (TokenStream, TokenStream) {
    let mut arms = Vec::new();
    let mut cases = Vec::new();
    let mut rest = None;
    for (variant, member) in union.variants.iter().zip(members) {
        let first = arms.len();
        let tags = variant.tags.iter().filter(|_| union.discriminator.is_some());
        arms.extend(tags.map(|tag| quote!(Some(#tag))));
        if variant.is_rest && union.discriminator.is_some() {
            rest = Some(Literal::usize_unsuffixed(arms.len()));
        }
        if union.discriminator.is_none() || variant.is_rest || variant.tags.is_empty() {
            arms.push(quote!(None));
        }
        let read = quote!(rt::arm(from, cx).map(Self::#member));
        if first < arms.len() {
            cases.push((indexes(first, arms.len() - 1), read));
        }
    }
    let Some((_, last)) = cases.pop() else { return Default::default() };
    let (index, body) = if cases.is_empty() {
        (quote!(_), last)
    } else {
        let cases = cases.iter().map(|(indexes, read)| quote!(#indexes => #read));
        (quote!(arm), quote!(match arm { #(#cases,)* _ => #last }))
    };
    let read = quote! {
        fn read<'de, F: rt::ArmSource<'de>>(
            #index: usize,
            from: F,
            cx: &rt::Decoding,
        ) -> Result<Self, F::Error> {
            #body
        }
    };
    let rest = rest.map(|arm| quote!(const REST: Option<usize> = Some(#arm);));
    (quote!(const ARMS: &'static [Option<&'static str>] = &[#(#arms),*]; #rest), read)
}

/// A pattern for all numbers from one to another. Clippy asks for a range from three numbers on.
fn indexes(first: usize, last: usize) -> TokenStream {
    if last - first > 1 {
        let [first, last] = [first, last].map(Literal::usize_unsuffixed);
        return quote!(#first..=#last);
    }
    let indexes = (first..=last).map(Literal::usize_unsuffixed);
    quote!(#(#indexes)|*)
}

/// The discriminator property and its value for a variant, if the variant's type has no such field, or an optional one, although the
/// discriminator needs it.
fn missing_tag<'a>(
    emitter: Emitter<'a>,
    union: &'a Union,
    variant: &'a Variant,
) -> Option<(&'a str, &'a str)> {
    let property = union.discriminator.as_deref()?;
    let Type::Named(id) = variant.value else { return None };
    let TypeKind::Record(record) = &emitter.api.definition(id).kind else { return None };
    let is_missing = match record.fields.iter().find(|field| field.name == property) {
        None => true,
        Some(field) => !field.required && !union.is_implied && variant.tags.len() == 1,
    };
    Some((property, variant.tags.first().filter(|_| is_missing && !variant.is_rest)?.as_str()))
}
