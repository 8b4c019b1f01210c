//! The servers of a surface in, what code names of them out.

use super::item::{Item, Role};
use crate::Model;
use crate::diff::change::Subject;
use crate::surface::{RustType, ServerItem, ServerVariableItem};
use std::collections::HashSet;

/// The types of servers, and for those that are in the other state too the methods that set their variables, and the values of these.
pub(super) fn items(model: &Model, other: &Model) -> Vec<Item> {
    let others: HashSet<&str> =
        other.surface.servers.iter().map(|server| server.ident.as_str()).collect();
    let servers = model.surface.servers.iter();
    servers.flat_map(|server| of_server(server, others.contains(server.ident.as_str()))).collect()
}

fn of_server(server: &ServerItem, is_in_both: bool) -> Vec<Item> {
    let subject = Subject::Api { part: format!("server {}", server.ident) };
    // What code names is what belongs together: the address behind it may be another.
    let of = |ident: &str, code: String| {
        Item::new(Role::Server, &server.pointer, vec![code.clone()], &subject).named(ident, code)
    };
    let of_variable = |own: &ServerVariableItem| {
        let (rust, values) = match &own.values {
            None => (RustType::String, [].as_slice()),
            Some((kind, values)) => (RustType::Custom(kind.clone()), values.as_slice()),
        };
        let method = of(&own.ident, format!("servers::{}::{}()", server.ident, own.ident));
        let variants =
            values.iter().map(|(_, variant)| of(variant, format!("servers::{rust}::{variant}")));
        let variants: Vec<Item> = variants.collect();
        std::iter::once(method.typed(&rust)).chain(variants).collect::<Vec<_>>()
    };
    let whole = of(&server.ident, format!("servers::{}", server.ident));
    let variables = server.variables.iter().filter(|_| is_in_both).flat_map(of_variable);
    std::iter::once(whole).chain(variables).collect()
}
