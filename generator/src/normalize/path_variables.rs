//! Path variables without a parameter. If the name of an unused parameter is similar, or if it is the only one of each, it is misspelled and gets
//! the variable's name; other variables are declared as required strings.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::document::{join, operations_of, path_items, resolve};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A path parameter with its pointer and name.
#[derive(Clone)]
struct Listed {
    pointer: String,
    name: String,
    parameter: Value,
}

/// Corrects the path parameters of every operation.
pub(super) fn correct(root: &mut Value, findings: &mut Findings) {
    for (pointer, parameter) in misspelled(root, findings) {
        if let Some(listed) = root.pointer_mut(&pointer) {
            *listed = parameter;
        }
    }
    for (pointer, variable) in undeclared(root) {
        // The key of the path shows the variable.
        let path = pointer.rsplit_once('/').map_or(&*pointer, |(path, _)| path);
        if variable.is_empty() {
            findings.push_key(
                Code::UndeclaredPathParameter,
                path,
                "the path variable {} has no name; its braces are sent as they are".to_owned(),
                "give it a name, and a parameter of that name, in an overlay",
            );
            continue;
        }
        findings.push_key(
            Code::UndeclaredPathParameter,
            path,
            format!(
                "the path variable {{{variable}}} has no parameter; it was declared as a string"
            ),
            "declare it in an overlay if it is of another type",
        );
        let list = root
            .pointer_mut(&pointer)
            .and_then(Value::as_object_mut)
            .map(|operation| operation.entry("parameters").or_insert_with(|| json!([])));
        if let Some(list) = list.and_then(Value::as_array_mut) {
            let mut parameter = json!({"name": variable, "in": "path", "required": true, "schema": {"type": "string"}});
            stand_for(&mut parameter, &variable);
            list.push(parameter);
        }
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

/// The parameters with corrected names, by their pointers in the lists.
fn misspelled(root: &Value, findings: &mut Findings) -> BTreeMap<String, Value> {
    let mut corrected = BTreeMap::new();
    each(root, &mut |path, _, listed| {
        let variables = variables(path);
        let free: Vec<&String> = variables
            .iter()
            .filter(|name| !name.is_empty())
            .filter(|name| listed.iter().all(|known| known.name != **name))
            .collect();
        let odd: Vec<&Listed> =
            listed.iter().filter(|listed| !variables.contains(&listed.name)).collect();
        for variable in &free {
            let is_sole = free.len() == 1 && odd.len() == 1;
            let may_be =
                |variable: &str, odd: &Listed| is_sole || are_alike(plain(variable), &odd.name);
            let alike: Vec<_> = odd.iter().filter(|odd| may_be(variable, odd)).collect();
            let [found] = alike.as_slice() else { continue };
            let is_only = free.iter().filter(|other| may_be(other, found)).count() == 1;
            if !is_only || corrected.contains_key(&found.pointer) {
                continue;
            }
            let mut parameter = found.parameter.clone();
            stand_for(&mut parameter, variable);
            let how = if keeps_slashes(variable) { ", whose value may have slashes" } else { "" };
            let only = if are_alike(plain(variable), &found.name) {
                ""
            } else {
                ", the only undeclared variable"
            };
            corrected.insert(found.pointer.clone(), parameter);
            findings.push(
                Code::MisspelledPathParameter,
                &found.pointer,
                format!(
                    "the path {path} has no variable {{{}}}; the parameter was taken for {{{variable}}}{how}{only}",
                    found.name
                ),
                "correct its name in an overlay if it is another",
            );
        }
    });
    corrected
}

/// The pointers of operations, with each of their undeclared variables.
fn undeclared(root: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    each(root, &mut |path, pointer, listed| {
        let missing = variables(path)
            .into_iter()
            .filter(|variable| listed.iter().all(|known| known.name != *variable));
        found.extend(missing.map(|variable| (pointer.to_owned(), variable)));
    });
    found
}

/// Makes a parameter declare a variable.
fn stand_for(parameter: &mut Value, variable: &str) {
    let Some(parameter) = parameter.as_object_mut() else { return };
    parameter.insert("name".into(), json!(variable));
    if keeps_slashes(variable) {
        parameter.insert("allowReserved".into(), json!(true));
    }
    if variable.contains([':', '=']) && !plain(variable).is_empty() {
        parameter.entry("x-rust-name").or_insert_with(|| json!(plain(variable)));
    }
}

/// The name in a variable of another template syntax: `{+path}` (RFC 6570), `{proxy+}`, `{path*}`, `{id:[0-9]+}`, `{name=shelves/*}`.
fn plain(variable: &str) -> &str {
    parted(variable).0.trim_matches(['+', '*', '?'])
}

/// The name in a variable, and the pattern of its values.
fn parted(variable: &str) -> (&str, &str) {
    variable.split_once([':', '=']).unwrap_or((variable, ""))
}

/// Whether a variable of another kind of template stands for several segments.
fn keeps_slashes(variable: &str) -> bool {
    let (name, rest) = parted(variable);
    name.starts_with(['+', '*'])
        || name.ends_with(['+', '*'])
        || [".+", ".*", "path", "**"].contains(&rest)
        || variable.contains('=') && rest.contains('/')
}

/// Whether two names differ in at most one letter of four, or in the separators of words.
pub(crate) fn are_alike(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|name| {
        name.chars().filter(|char| char.is_alphanumeric()).collect::<String>().to_lowercase()
    });
    let length = one.chars().count().min(other.chars().count());
    length > 0 && strsim::osa_distance(&one, &other) <= length / 4
}

/// Calls `visit` with the path and pointer of every operation, and its path parameters.
fn each(root: &Value, visit: &mut dyn FnMut(&str, &str, &[Listed])) {
    for (path, item) in path_items(root) {
        let shared = listed(root, item, &join("/paths", path));
        for (at, operation) in operations_of(path, item) {
            let mut all = listed(root, operation, &at.pointer);
            let inherited =
                shared.iter().filter(|shared| all.iter().all(|own| own.name != shared.name));
            let inherited: Vec<Listed> = inherited.cloned().collect();
            all.extend(inherited);
            visit(path, &at.pointer, &all);
        }
    }
}

/// The path parameters in the list of an operation or a path item.
fn listed(root: &Value, owner: &Map<String, Value>, pointer: &str) -> Vec<Listed> {
    let list = owner.get("parameters").and_then(Value::as_array).into_iter().flatten();
    list.enumerate()
        .filter_map(|(index, parameter)| {
            let parameter = resolve(root, parameter)?;
            let name = parameter["name"].as_str().filter(|_| parameter["in"] == "path")?;
            Some(Listed {
                pointer: format!("{pointer}/parameters/{index}"),
                name: name.to_owned(),
                parameter: parameter.clone(),
            })
        })
        .collect()
}
