//! Unions in, which of their variants can be made of what they hold alone out: users write `"text".into()`, and not the name of a variant.

use super::{Runtime, RustType, Source};
use crate::ir::{Form, Type, TypeId, TypeKind, Union, Variant};
use std::collections::HashMap;

impl Source<'_> {
    /// Of each variant of a union whether `From` makes it of what it holds: only what users send, and only what no other variant holds.
    pub(super) fn made(self, id: TypeId, union: &Union) -> Vec<bool> {
        let definition = self.api.definition(id);
        let is_sent = definition.usage.request && definition.form != Form::Multipart;
        let held: Vec<RustType> = union
            .variants
            .iter()
            .map(|variant| self.rust(variant.value.without_null(), Runtime::File))
            .collect();
        let mut count: HashMap<&RustType, usize> = HashMap::new();
        held.iter().for_each(|rust| *count.entry(rust).or_default() += 1);
        let variants = union.variants.iter().zip(&held);
        let is_made = |(variant, rust): (&Variant, &RustType)| {
            is_sent && !variant.value.is_nullable() && is_known(rust) && count[rust] == 1
        };
        variants.map(is_made).collect()
    }

    /// The type of an argument that becomes a value of a type: of what users write shorter, what can become it.
    pub(super) fn argument(self, value: &Type, rust: RustType) -> RustType {
        let is_made = value.named().is_some_and(|id| match &self.api.definition(id).kind {
            TypeKind::Union(union) => self.made(id, union).contains(&true),
            _ => false,
        });
        if is_made { RustType::Into(Box::new(rust)) } else { rust.argument() }
    }
}

/// Whether it is known which type it is: a type of another crate may be another name of one that is here. Any JSON may be anything.
fn is_known(rust: &RustType) -> bool {
    !matches!(rust.innermost(), RustType::Custom(_) | RustType::Runtime(Runtime::Value))
}
