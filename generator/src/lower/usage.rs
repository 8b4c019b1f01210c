//! Finds out which types requests and responses hold.

use crate::ir::{Api, Operation, Type, TypeDefinition, TypeId, TypeKind};

/// Sets [`crate::ir::TypeDefinition::usage`] of every type. A type that no operation uses counts as used by responses.
pub(super) fn mark(api: &mut Api) {
    let sent: Vec<TypeId> = api.operations().flat_map(sent).collect();
    let received: Vec<TypeId> =
        api.operations().flat_map(received).chain(api.error_object).collect();
    let types = &mut api.types;
    spread(types, sent, |definition| std::mem::replace(&mut definition.usage.request, true));
    spread(types, received, |definition| std::mem::replace(&mut definition.usage.response, true));
    let unused = (0..types.len())
        .filter(|&index| types[index].usage == Default::default())
        .map(TypeId)
        .collect();
    spread(types, unused, |definition| std::mem::replace(&mut definition.usage.response, true));
}

fn sent(operation: &Operation) -> Vec<TypeId> {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.value);
    let bodies =
        operation.body.iter().flat_map(|body| &body.contents).map(|content| &content.value);
    parameters.chain(bodies).filter_map(Type::named).collect()
}

fn received(operation: &Operation) -> Vec<TypeId> {
    let responses = operation.successes.iter().chain(&operation.failures);
    responses
        .flat_map(|response| {
            let headers = response.headers.iter().map(|header| &header.value);
            response.contents.iter().map(|content| &content.value).chain(headers)
        })
        .filter_map(Type::named)
        .collect()
}

/// Visits everything that can be reached; `visit` marks a type and says whether it was marked before.
fn spread(
    types: &mut [TypeDefinition],
    mut open: Vec<TypeId>,
    visit: impl Fn(&mut TypeDefinition) -> bool,
) {
    while let Some(id) = open.pop() {
        if visit(&mut types[id.0]) {
            continue;
        }
        match &types[id.0].kind {
            TypeKind::Record(record) => {
                let values =
                    record.fields.iter().map(|field| &field.value).chain(&record.additional);
                open.extend(values.filter_map(Type::named));
            }
            TypeKind::Union(union) => {
                open.extend(union.variants.iter().filter_map(|variant| variant.value.named()))
            }
            TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => {}
        }
    }
}
