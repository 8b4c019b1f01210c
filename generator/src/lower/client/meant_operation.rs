//! A name of the configuration that is not an operation in; how to name an operation, out.

use crate::ir::Operation;
use crate::spelling::similar::similar;

/// The help text: the operation that was probably meant, or else the forms of a name with one of the document as the example.
pub(super) fn of_operation(operations: &[(String, Operation)], name: &str) -> String {
    let all = || operations.iter().map(|(_, operation)| operation);
    let ids: Vec<&str> = all().filter_map(|operation| operation.id.as_deref()).collect();
    let routes: Vec<String> = all().map(route).collect();
    let known = if name.contains(' ') {
        similar(name, routes.iter().map(String::as_str))
    } else {
        similar(name, ids.iter().copied())
    };
    if let Some(known) = known {
        return format!("did you mean {known:?}? Remove the entry if the operation is gone");
    }
    let example = routes.first().map_or("GET /servers/{id}", String::as_str);
    format!(
        "name its operationId, or its method and path, such as {example}; remove the entry if the operation is gone"
    )
}

fn route(operation: &Operation) -> String {
    format!("{} {}", operation.method.name(), operation.path)
}
