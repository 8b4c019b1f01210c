//! The servers of the IR in; the types of the module `servers` out.

use super::{Source, item::*};
use crate::ir::{KnownServer, ServerVariable};
use crate::name::VariableNames;
use std::collections::HashSet;

/// The types of the servers that programs can choose.
pub(super) fn servers(Source { api, names, .. }: Source<'_>) -> Vec<ServerItem> {
    let known = api.known_servers();
    let chosen = known.into_iter().filter(|known| known.is_choice);
    let items = chosen.zip(&names.servers).map(|(KnownServer { server, replaces, .. }, names)| {
        let template = server.template();
        let pieces = template.split('{').skip(1).filter_map(|piece| piece.split_once('}'));
        let used: HashSet<&str> = pieces.map(|(name, _)| name).collect();
        // A variable that no address uses has no effect.
        let variables = server.variables.iter().zip(&names.variables);
        let variables = variables.filter(|((name, _), _)| used.contains(name.as_str()));
        ServerItem {
            ident: names.ident.clone(),
            template: template.to_owned(),
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
    // A default that is not one of the values cannot be a variant.
    let is_listed = own.enumeration.contains(&own.default);
    ServerVariableItem {
        name: name.to_owned(),
        ident: names.ident.clone(),
        values: is_listed.then(|| (names.kind.clone(), values.collect())),
        default: own.default.clone(),
        description: own.description.clone(),
    }
}
