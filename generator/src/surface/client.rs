//! The security schemes of the IR in; the items of the client and its builder out.

use super::{ArgumentItem, ClientItem, CredentialItem, Runtime, RustType, Source};
use crate::config::Config;
use crate::ir::{SecurityScheme, SecuritySchemeKind};

/// The items of the client.
pub(super) fn client(Source { api, names, .. }: Source<'_>, config: &Config) -> ClientItem {
    let environment = config.environment();
    let schemes = api.security_schemes.iter().zip(&names.security_schemes);
    ClientItem {
        credentials: schemes
            .map(|(scheme, ident)| credential(scheme, ident, &environment))
            .collect(),
        paging: names.paging.clone(),
        error_object: api.error_object.map(|id| names.of(id).ident.clone()),
        webhook_event: api.webhook_event.map(|id| names.of(id).ident.clone()),
        environment,
    }
}

fn credential(scheme: &SecurityScheme, ident: &str, environment: &str) -> CredentialItem {
    let argument = |ident: &str, rust| ArgumentItem {
        ident: ident.to_owned(),
        rust: RustType::Into(Box::new(rust)),
    };
    let secret = RustType::Runtime(Runtime::Secret);
    let variable = format!("{environment}_{}", ident.to_uppercase());
    let (arguments, variables) = match scheme.kind {
        SecuritySchemeKind::ApiKey { .. } => (vec![argument("key", secret)], vec![variable]),
        SecuritySchemeKind::HttpBasic => {
            let prefix = if ident == "basic_auth" { environment } else { &variable };
            (
                vec![argument("user_name", RustType::String), argument("password", secret)],
                vec![format!("{prefix}_USER_NAME"), format!("{prefix}_PASSWORD")],
            )
        }
        SecuritySchemeKind::HttpBearer
        | SecuritySchemeKind::OAuth2 { .. }
        | SecuritySchemeKind::OpenIdConnect { .. } => {
            (vec![argument("token", secret)], vec![variable])
        }
    };
    CredentialItem { ident: ident.to_owned(), arguments, variables }
}
