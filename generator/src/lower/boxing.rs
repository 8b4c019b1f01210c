//! Finds the fields and variants that must be boxed since their type would otherwise hold itself.

use crate::ir::{Type, TypeDefinition, TypeId, TypeKind};

/// Marks every field and variant from which its own type can be reached without an array or a map between.
pub(super) fn mark(types: &mut [TypeDefinition]) {
    let edges: Vec<Vec<usize>> = types.iter().map(direct).collect();
    for (index, definition) in types.iter_mut().enumerate() {
        let on_cycle =
            |value: &Type| inline(value).is_some_and(|target| reaches(&edges, target.0, index));
        match &mut definition.kind {
            TypeKind::Record(record) => {
                record.fields.iter_mut().for_each(|field| field.boxed = on_cycle(&field.value));
            }
            TypeKind::Union(union) => {
                union
                    .variants
                    .iter_mut()
                    .for_each(|variant| variant.boxed = on_cycle(&variant.value));
            }
            TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => {}
        }
    }
}

/// The named type that a value holds in place.
fn inline(value: &Type) -> Option<TypeId> {
    match value.without_null() {
        Type::Named(id) => Some(*id),
        _ => None,
    }
}

/// The types that a type holds in place.
fn direct(definition: &TypeDefinition) -> Vec<usize> {
    let values: Vec<&Type> = match &definition.kind {
        TypeKind::Record(record) => record.fields.iter().map(|field| &field.value).collect(),
        TypeKind::Union(union) => union.variants.iter().map(|variant| &variant.value).collect(),
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => Vec::new(),
    };
    values.into_iter().filter_map(inline).map(|id| id.0).collect()
}

fn reaches(edges: &[Vec<usize>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; edges.len()];
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        if node == to {
            return true;
        }
        if !std::mem::replace(&mut seen[node], true) {
            open.extend(&edges[node]);
        }
    }
    false
}
