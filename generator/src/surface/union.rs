//! Unions in; the variants that can be made from their value alone out. Users write `"text".into()` instead of the name of a variant.

use super::{Runtime, RustType, Source};
use crate::ir::{Form, Type, TypeDefinition, TypeKind, Union, Variant};
use std::collections::HashMap;

/// For each type and variant, whether `From` makes the variant from its value; empty for types that are not unions.
pub(super) fn convertible(source: Source<'_>) -> Vec<Vec<bool>> {
    let of = |definition: &TypeDefinition| match &definition.kind {
        TypeKind::Union(union) => variants(source, definition, union),
        _ => Vec::new(),
    };
    source.api.types.iter().map(of).collect()
}

/// The variants of a sent union whose value no other variant holds.
fn variants(source: Source<'_>, definition: &TypeDefinition, union: &Union) -> Vec<bool> {
    let is_sent = definition.usage.request && definition.form != Form::Multipart;
    let held = |variant: &Variant| source.rust(variant.value.without_null(), Runtime::File);
    let held: Vec<RustType> = union.variants.iter().map(held).collect();
    let mut count: HashMap<&RustType, usize> = HashMap::new();
    held.iter().for_each(|rust| *count.entry(rust).or_default() += 1);
    let variants = union.variants.iter().zip(&held);
    let has_from = |(variant, rust): (&Variant, &RustType)| {
        is_sent && !variant.value.is_nullable() && is_known(rust) && count[rust] == 1
    };
    variants.map(has_from).collect()
}

impl Source<'_> {
    /// The type of an argument that becomes a value of a type. Where `From` makes a variant, the argument is `impl Into`.
    pub(super) fn argument(self, value: &Type, rust: RustType) -> RustType {
        let has_from = value.named().is_some_and(|id| self.made[id.0].contains(&true));
        if has_from { RustType::Into(Box::new(rust)) } else { rust.argument() }
    }
}

/// Whether the identity of a type is certain. A type of another crate may be another name of a type here, and JSON may be anything.
fn is_known(rust: &RustType) -> bool {
    !matches!(rust.innermost(), RustType::Custom(_) | RustType::Runtime(Runtime::Value))
}
