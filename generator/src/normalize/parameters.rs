//! Path variables that no parameter declares are declared, as required strings.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, join, local_pointer};
use crate::method::Method;
use serde_json::{Value, json};

/// Adds a parameter for each variable of a path template that has none.
pub(super) fn declare_path_variables(document: &mut Document, diagnostics: &mut Diagnostics) {
    let mut found = Vec::new();
    let root = document.value.clone();
    let Some(paths) = document.value.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    for (path, item) in paths.iter_mut() {
        let shared = names(&root, item.get("parameters"));
        for key in Method::ALL.map(Method::key) {
            let Some(operation) = item.get_mut(key).and_then(Value::as_object_mut) else {
                continue;
            };
            let own = names(&root, operation.get("parameters"));
            for variable in variables(path) {
                if shared.contains(&variable) || own.contains(&variable) {
                    continue;
                }
                let parameter = json!({"name": variable, "in": "path", "required": true, "schema": {"type": "string"}});
                let list = operation.entry("parameters").or_insert_with(|| json!([]));
                if let Some(list) = list.as_array_mut() {
                    list.push(parameter);
                }
                found.push((join(&join("/paths", path), key), variable));
            }
        }
    }
    for (pointer, variable) in found {
        let message = format!(
            "the path variable {{{variable}}} has no parameter; it was declared as a string"
        );
        let mut diagnostic = Diagnostic::new(Code::UndeclaredPathParameter, message)
            .help("declare it in an overlay if it is of another type");
        diagnostic.place = document.place(&pointer);
        diagnostics.push(diagnostic);
    }
}

/// The variables of a path template, in order, each once.
pub(crate) fn variables(path: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in path.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

/// The names of the path parameters in a list.
fn names(root: &Value, list: Option<&Value>) -> Vec<String> {
    let resolve = |parameter: &Value| match parameter.get("$ref").and_then(Value::as_str) {
        Some(reference) => {
            local_pointer(reference).and_then(|pointer| root.pointer(&pointer)).cloned()
        }
        None => Some(parameter.clone()),
    };
    let list = list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .filter_map(resolve)
        .filter(|parameter| parameter["in"] == "path")
        .filter_map(|parameter| parameter["name"].as_str().map(str::to_owned))
        .collect()
}
