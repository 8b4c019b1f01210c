//! The servers of an API in; names for those that programs can choose out.

use super::{Claim, Reporter, Scope, camel, snake, taken};
use crate::ir::{Api, Server, ServerVariable};

/// The most words of a description that serves as a name.
const MAX_WORDS: usize = 4;

/// The names of a server that programs can choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerNames {
    /// The type: `Production`.
    pub ident: String,
    /// The names of its variables.
    pub variables: Vec<VariableNames>,
}

/// The names of a variable of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableNames {
    /// The field and the method that sets it: `region`.
    pub ident: String,
    /// The enum of its values: `ProductionRegion`.
    pub kind: String,
    /// The variants of the enum.
    pub values: Vec<String>,
}

/// Names the servers in [`Api::known_servers`] that programs can choose.
pub(super) fn servers(api: &Api, reporter: &mut Reporter<'_>) -> Vec<ServerNames> {
    let known = api.known_servers();
    let chosen = known.iter().filter(|known| known.is_choice).map(|known| known.server);
    let chosen: Vec<&Server> = chosen.collect();
    let mut scope = Scope::new(taken::SERVER_TYPES);
    let claim = |server: &&Server| {
        let raw = raw_name(server);
        Claim::new(&raw, camel(&raw)).or_suffix("Server")
    };
    let idents = scope.claim_all(chosen.iter().map(claim).collect());
    let named = chosen.iter().zip(idents).map(|(server, claimed)| {
        let mut fields = Scope::new(taken::SERVER_METHODS);
        let claims = server.variables.keys().map(|name| Claim::new(name, snake(name)));
        let fields = fields.claim_all(claims.collect());
        let variables = server.variables.iter().zip(fields).map(|((name, variable), field)| {
            let kind = format!("{}{}", claimed.ident, camel(name));
            VariableNames {
                ident: field.ident,
                kind: scope.claim(&Claim::new("", kind).or_suffix("Value")).ident,
                values: values(variable, &server.pointer, name, reporter),
            }
        });
        ServerNames { variables: variables.collect(), ident: claimed.ident }
    });
    named.collect()
}

fn values(
    variable: &ServerVariable,
    pointer: &str,
    name: &str,
    reporter: &mut Reporter<'_>,
) -> Vec<String> {
    let claim = |value: &String| Claim::new(value, camel(value));
    let claims = variable.enumeration.iter().map(claim).collect();
    let pointer = crate::document::join(&format!("{pointer}/variables"), name);
    super::variants("value", claims, &pointer, reporter).members
}

/// The name of a server: its own name, a short description, or its host and path.
fn raw_name(server: &Server) -> String {
    let description = server.description.as_deref().map(str::trim);
    let is_short = |text: &&str| {
        let words = text.split_whitespace().count();
        (1..=MAX_WORDS).contains(&words) && !text.contains("://")
    };
    if let Some(name) = server.name().or(description).filter(is_short) {
        return name.trim_end_matches('.').to_owned();
    }
    let mut literal = String::new();
    for piece in server.template().split('{') {
        let (_, rest) = piece.split_once('}').unwrap_or(("", piece));
        literal.extend([rest, " "]);
    }
    let literal = literal.trim().trim_start_matches("https://").trim_start_matches("http://");
    if literal.chars().any(char::is_alphanumeric) {
        literal.to_owned()
    } else {
        "server".to_owned()
    }
}
