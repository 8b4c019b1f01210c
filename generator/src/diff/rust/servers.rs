//! The servers of a surface in; the items that code names out.

use super::item::{Item, Place, Role};
use crate::Model;
use crate::diff::change::Subject;
use crate::surface::{RustType, ServerItem, ServerVariableItem};
use std::collections::HashSet;

/// The types of servers. For servers of both states, also the methods that set variables, and the values of variables.
pub(super) fn items(model: &Model, other: &Model) -> Vec<Item> {
    let others: HashSet<&str> =
        other.surface.servers.iter().map(|server| server.ident.as_str()).collect();
    let servers = model.surface.servers.iter();
    servers.flat_map(|server| of_server(server, others.contains(server.ident.as_str()))).collect()
}

fn of_server(server: &ServerItem, is_in_both: bool) -> Vec<Item> {
    let subject = Subject::Api { part: format!("server {}", server.ident) };
    // Items are paired by their names in code: the address behind a name may change.
    let of = |ident: &str, code: String| {
        Item::new(Role::Server, Place::of(&server.pointer), vec![code.clone()], &subject)
            .named(ident, code)
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
