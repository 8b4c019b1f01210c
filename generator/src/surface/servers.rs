//! The servers of the IR in, the types of the module `servers` out.

use super::{Source, item::*};
use crate::ir::{KnownServer, ServerVariable};
use crate::name::VariableNames;

/// The types of the servers that programs can choose.
pub(super) fn servers(Source { api, names }: Source<'_>) -> Vec<ServerItem> {
    let known = api.known_servers();
    let chosen = known.into_iter().filter(|known| known.is_choice);
    let items = chosen.zip(&names.servers).map(|(KnownServer { server, replaces, .. }, names)| {
        let variables = server.variables.iter().zip(&names.variables);
        ServerItem {
            ident: names.ident.clone(),
            template: server.template().to_owned(),
            replaces,
            description: server.description.clone(),
            variables: variables.map(|((name, own), names)| variable(name, own, names)).collect(),
            pointer: server.pointer.clone(),
        }
    });
    items.collect()
}

fn variable(name: &str, own: &ServerVariable, names: &VariableNames) -> ServerVariableItem {
    let values = own.enumeration.iter().cloned().zip(names.values.iter().cloned());
    // A default that is none of the values cannot be a variant.
    let is_listed = own.enumeration.contains(&own.default);
    ServerVariableItem {
        name: name.to_owned(),
        ident: names.ident.clone(),
        values: is_listed.then(|| (names.kind.clone(), values.collect())),
        default: own.default.clone(),
        description: own.description.clone(),
    }
}
