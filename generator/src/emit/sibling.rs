//! Emits the call that chooses the arm of a union by a sibling property, and a sentence about it.

use super::{Emitter, docs, ident};
use crate::ir::{Field, Record, Sibling, TypeId, TypeKind, Union};
use crate::surface::{StructItem, TypeItemKind};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The choice by a property: the property's number in its record, and for each of its values the number of the arm. Lowering ensures
/// that all of them exist.
struct Decision<'a> {
    sibling: usize,
    id: TypeId,
    arms: Vec<(&'a str, usize)>,
}

impl<'a> Decision<'a> {
    fn of(emitter: Emitter<'a>, record: &Record, field: &'a Field) -> Option<Self> {
        let Sibling { property, arms } = field.decided_by.as_ref()?;
        let sibling = record.fields.iter().position(|other| other.name == *property)?;
        let id = field.value.named()?;
        let TypeKind::Union(Union { variants, .. }) = &emitter.api.definition(id).kind else {
            return None;
        };
        let number = |target: &String| variants.iter().position(|arm| arm.name == *target);
        let arms =
            arms.iter().filter_map(|(value, target)| Some((value.as_str(), number(target)?)));
        Some(Self { sibling, id, arms: arms.collect() })
    }
}

/// The function of a record that chooses the arms of its fields; none if there are no such fields.
pub(super) fn function(
    emitter: Emitter<'_>,
    record: &Record,
    item: &StructItem,
) -> Option<TokenStream> {
    let calls = record.fields.iter().zip(&item.fields).filter_map(|(field, own)| {
        let decision = Decision::of(emitter, record, field)?;
        let (name, member) = (&field.name, ident(&own.ident));
        let sibling = ident(&item.fields[decision.sibling].ident);
        let arms = decision.arms.iter().map(|(value, arm)| {
            let arm = Literal::usize_unsuffixed(*arm);
            quote!((#value, #arm))
        });
        let index = Literal::usize_unsuffixed(decision.sibling);
        let sibling = quote!(given.value(#index, &self.#sibling));
        Some(quote!(rt::decide(cx, #name, &mut self.#member, #sibling, &[#(#arms),*])))
    });
    let calls: Vec<TokenStream> = calls.collect();
    let (last, others) = calls.split_last()?;
    Some(quote! {
        fn decide(&mut self, cx: &rt::Decoding, given: &rt::Given) -> Result<(), rt::DataError> {
            #(#others?;)*
            #last
        }
    })
}

/// The sentence in the documentation of a field.
pub(super) fn documentation(
    emitter: Emitter<'_>,
    record: &Record,
    field: &Field,
) -> Option<String> {
    let decision = Decision::of(emitter, record, field)?;
    let union = emitter.surface.of(decision.id);
    let TypeItemKind::Union(variants) = &union.kind else { return None };
    let sibling = docs::code(&record.fields[decision.sibling].name);
    let arms = decision.arms.iter().map(|(value, arm)| {
        let (union, variant) = (&union.ident, &variants[*arm].ident);
        format!("{} for [`{variant}`]({union}::{variant})", docs::code(value))
    });
    let arms: Vec<String> = arms.collect();
    Some(format!("{sibling} selects the variant: {}. Set both.", arms.join(", ")))
}
