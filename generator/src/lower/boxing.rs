//! Finds the fields and variants that must be boxed, since their type would otherwise contain itself, and the required fields that no
//! value could ever fill.

use crate::ir::{Type, TypeDefinition, TypeId, TypeKind};

/// Marks every field and variant whose type leads back to the containing type without an array or a map in between.
pub(super) fn mark(types: &mut [TypeDefinition]) {
    let edges: Vec<Vec<usize>> = types.iter().map(direct).collect();
    let cycles = cycles(&edges);
    for (index, definition) in types.iter_mut().enumerate() {
        let on_cycle =
            |value: &Type| inline(value).is_some_and(|target| cycles[target.0] == cycles[index]);
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

/// Makes each required field optional through which a record would always contain itself, since no value of such a type could be finite.
/// Returns the index of its type and its name.
pub(super) fn make_optional(types: &mut [TypeDefinition]) -> Vec<(usize, String)> {
    let cycles =
        cycles(&types.iter().map(|definition| required(definition, types)).collect::<Vec<_>>());
    let is_record: Vec<bool> = types.iter().map(is_record).collect();
    let mut changed = Vec::new();
    for (index, definition) in types.iter_mut().enumerate() {
        let TypeKind::Record(record) = &mut definition.kind else { continue };
        for field in record.fields.iter_mut().filter(|field| field.required) {
            if let Type::Named(target) = field.value
                && is_record[target.0]
                && cycles[target.0] == cycles[index]
            {
                field.required = false;
                changed.push((index, field.name.clone()));
            }
        }
    }
    changed
}

fn is_record(definition: &TypeDefinition) -> bool {
    matches!(definition.kind, TypeKind::Record(_))
}

/// The records that every value of a record contains.
fn required(definition: &TypeDefinition, types: &[TypeDefinition]) -> Vec<usize> {
    let TypeKind::Record(record) = &definition.kind else { return Vec::new() };
    let fields = record.fields.iter().filter(|field| field.required);
    let held = fields.filter_map(|field| match field.value {
        Type::Named(id) if is_record(&types[id.0]) => Some(id.0),
        _ => None,
    });
    held.collect()
}

/// The named type that a value contains directly.
fn inline(value: &Type) -> Option<TypeId> {
    match value.without_null() {
        Type::Named(id) => Some(*id),
        _ => None,
    }
}

/// The types that a type contains directly.
fn direct(definition: &TypeDefinition) -> Vec<usize> {
    let values: Vec<&Type> = match &definition.kind {
        TypeKind::Record(record) => record.fields.iter().map(|field| &field.value).collect(),
        TypeKind::Union(union) => union.variants.iter().map(|variant| &variant.value).collect(),
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => Vec::new(),
    };
    values.into_iter().filter_map(inline).map(|id| id.0).collect()
}

/// A number for each node, the same for those that can reach each other: its strongly connected component (Kosaraju's two
/// passes, without recursion).
fn cycles(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut backward = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        targets.iter().for_each(|&to| backward[to].push(from));
    }
    let mut component = vec![usize::MAX; edges.len()];
    for root in finishing_order(edges).into_iter().rev() {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            if component[node] == usize::MAX {
                component[node] = root;
                open.extend(&backward[node]);
            }
        }
    }
    component
}

/// The nodes in the order in which a depth-first search leaves them.
fn finishing_order(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; edges.len()];
    let mut order = Vec::with_capacity(edges.len());
    for root in 0..edges.len() {
        let mut path =
            if std::mem::replace(&mut seen[root], true) { Vec::new() } else { vec![(root, 0)] };
        while let Some((node, next)) = path.last_mut() {
            match edges[*node].get(*next) {
                Some(&target) => {
                    *next += 1;
                    if !std::mem::replace(&mut seen[target], true) {
                        path.push((target, 0));
                    }
                }
                None => {
                    order.push(*node);
                    path.pop();
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_that_reach_each_other_share_a_number() {
        // 0 → 1 → 2 → 0, 2 → 3, 3 → 4, 4 → 3, 5 → 5, 6
        let cycles = cycles(&[vec![1], vec![2], vec![0, 3], vec![4], vec![3], vec![5], vec![]]);
        assert!(cycles[0] == cycles[1] && cycles[1] == cycles[2] && cycles[3] == cycles[4]);
        let distinct: std::collections::HashSet<usize> =
            [0, 3, 5, 6].map(|node| cycles[node]).into();
        assert_eq!(distinct.len(), 4);
    }
}
