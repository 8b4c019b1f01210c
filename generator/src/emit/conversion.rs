//! Emits the `From` implementation of a type that is created from another.

use super::{Emitter, ident};
use crate::ir::{TypeId, TypeKind};
use crate::surface::{FieldItem, RustType, StructItem, TypeItemKind, VariantItem, numbers};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::HashMap;

/// The conversion; none for a type that is not created from another.
pub(super) fn conversion(emitter: Emitter<'_>, id: TypeId) -> Option<TokenStream> {
    let item = emitter.surface.of(id);
    let source = *emitter.types.get(item.from.as_deref()?)?;
    let from = emitter.surface.of(source);
    let (name, from_name) = (ident(&item.ident), ident(&from.ident));
    let (value, made) = match (&from.kind, &item.kind) {
        (TypeItemKind::Struct(from), TypeItemKind::Struct(item)) => {
            let pairs = fields(emitter, (source, from), (id, item))?;
            let is_used = pairs.iter().any(|(_, own)| own.is_some());
            let fields = pairs.into_iter().map(|(item, own)| field(item, own));
            (if is_used { quote!(value) } else { quote!(_) }, quote!(Self { #(#fields),* }))
        }
        (TypeItemKind::Union(from), TypeItemKind::Union(variants)) => {
            let arms = arms(&from_name, from, variants);
            (quote!(value), quote!(match value { #(#arms),* }))
        }
        _ => return None,
    };
    Some(quote! {
        impl From<#from_name> for #name {
            fn from(#value: #from_name) -> Self { #made }
        }
    })
}

/// The fields of a struct, each with its source field in the other struct, if there is one.
fn fields<'a>(
    emitter: Emitter<'_>,
    (source, from): (TypeId, &'a StructItem),
    (id, item): (TypeId, &'a StructItem),
) -> Option<Vec<(&'a FieldItem, Option<&'a FieldItem>)>> {
    let record = |id| match &emitter.api.definition(id).kind {
        TypeKind::Record(record) => Some(record),
        _ => None,
    };
    let (held, needed) = (numbers(record(source)?), &record(id)?.fields);
    let own = |name: &str| held.get(name).map(|&index| &from.fields[index]);
    let fields = needed.iter().zip(&item.fields).map(|(field, item)| (item, own(&field.name)));
    let further = item.further.as_deref().map(|further| (further, from.further.as_deref()));
    Some(fields.chain(further).collect())
}

/// The field of the struct expression.
fn field(item: &FieldItem, own: Option<&FieldItem>) -> TokenStream {
    let member = ident(&item.ident);
    match own {
        None => quote!(#member: Default::default()),
        Some(own) => {
            let from = ident(&own.ident);
            let value = converted(quote!(value.#from), &own.rust, &item.rust);
            quote!(#member: #value)
        }
    }
}

/// The match arms that convert the variants of one union to those of another.
fn arms(from_name: &Ident, from: &[VariantItem], variants: &[VariantItem]) -> Vec<TokenStream> {
    let types: HashMap<&str, &RustType> = variants
        .iter()
        .filter_map(|variant| Some((variant.ident.as_str(), variant.rust.as_ref()?)))
        .collect();
    let arms = from.iter().filter_map(|own| {
        let member = ident(&own.ident);
        let value = converted(quote!(value), own.rust.as_ref()?, types.get(own.ident.as_str())?);
        Some(quote!(#from_name::#member(value) => Self::#member(#value)))
    });
    arms.chain([quote!(#from_name::Unknown(value) => Self::Unknown(value))]).collect()
}

/// The expression that converts a value to another type.
fn converted(value: TokenStream, from: &RustType, to: &RustType) -> TokenStream {
    let each = |from: &RustType, to: &RustType| match (from, to) {
        (RustType::Model(_), RustType::Model(_)) => quote!(Into::into),
        _ => {
            let value = converted(quote!(value), from, to);
            quote!(|value| #value)
        }
    };
    match (from, to) {
        (from, to) if from == to => value,
        (RustType::Vec(from), RustType::Vec(to)) => {
            let each = each(from, to);
            quote!(#value.into_iter().map(#each).collect())
        }
        (RustType::Map(from), RustType::Map(to)) => {
            let inner = converted(quote!(value), from, to);
            quote!(#value.into_iter().map(|(name, value)| (name, #inner)).collect())
        }
        (RustType::Option(from), RustType::Option(to))
        | (RustType::Nullable(from), RustType::Nullable(to)) => {
            let each = each(from, to);
            quote!(#value.map(#each))
        }
        (RustType::Boxed(from), to) => match to {
            RustType::Boxed(to) => {
                let inner = converted(quote!((*#value)), from, to);
                quote!(Box::new(#inner))
            }
            to => converted(quote!((*#value)), from, to),
        },
        (from, RustType::Boxed(to)) => {
            let inner = converted(value, from, to);
            quote!(Box::new(#inner))
        }
        _ => quote!(#value.into()),
    }
}
