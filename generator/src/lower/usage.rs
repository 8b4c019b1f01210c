//! Types in; marks out for those that requests or responses contain.

use crate::ir::{Api, Operation, Type, TypeDefinition, TypeId};

/// Sets [`crate::ir::TypeDefinition::usage`] of every type.
pub(super) fn mark(api: &mut Api) {
    let sent = api.operations().flat_map(Operation::sent).filter_map(Type::named).collect();
    let received = api.operations().flat_map(Operation::received);
    let received = received.filter_map(Type::named).chain(api.error_object).collect();
    let types = &mut api.types;
    spread(types, sent, |definition| std::mem::replace(&mut definition.usage.request, true));
    spread(types, received, |definition| std::mem::replace(&mut definition.usage.response, true));
}

/// Visits all reachable types; `visit` marks a type and returns whether it was already marked.
fn spread(
    types: &mut [TypeDefinition],
    mut open: Vec<TypeId>,
    visit: impl Fn(&mut TypeDefinition) -> bool,
) {
    while let Some(id) = open.pop() {
        if visit(&mut types[id.0]) {
            continue;
        }
        open.extend(types[id.0].kind.values().filter_map(Type::named));
    }
}
