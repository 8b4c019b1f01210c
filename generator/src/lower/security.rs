//! Security schemes and requirements.

use super::context::{Context, parse};
use super::server;
use crate::diagnostic::Code;
use crate::document::join;
use crate::ir::{ApiKeyLocation, Security, SecurityScheme, SecuritySchemeKind};
use crate::normalize::is_token;
use openapiv3::{APIKeyLocation, ReferenceOr, SecurityScheme as OpenApiScheme};
use serde_json::Value;

/// A list of security requirements; `None` if there is no list.
pub(super) fn requirements(value: Option<&Value>) -> Option<Security> {
    let list = value?.as_array()?;
    Some(
        list.iter()
            .filter_map(Value::as_object)
            .map(|requirement| requirement.keys().cloned().collect())
            .collect(),
    )
}

/// Reports the names in requirements that stand for no scheme that can be used.
pub(super) fn check(context: &mut Context<'_>, pointer: &str, requirements: &Security) {
    for name in requirements.iter().flatten() {
        let scheme = join("/components/securitySchemes", name);
        if context.document.value.pointer(&scheme).is_none() {
            let message =
                format!("the security requirement names {name:?}, which is no security scheme");
            context.report(
                Code::UnsupportedSecurity,
                pointer,
                message,
                "add the scheme, or correct the name, in an overlay",
            );
        }
    }
}

/// All schemes, sorted by name; reports those of a kind that cannot be used.
pub(super) fn schemes(context: &mut Context<'_>) -> Vec<SecurityScheme> {
    let schemes =
        context.document.value.pointer("/components/securitySchemes").and_then(Value::as_object);
    let mut lowered: Vec<SecurityScheme> = Vec::new();
    for (name, value) in schemes.into_iter().flatten() {
        let pointer = join("/components/securitySchemes", name);
        server::check_scheme(context, value, &pointer);
        let scheme = parse::<ReferenceOr<OpenApiScheme>>(value)
            .and_then(|parsed| context.resolve(&parsed, &pointer))
            .and_then(|(scheme, _)| one(name, scheme));
        match scheme {
            Ok(scheme) => lowered.push(scheme),
            Err(reason) => {
                let message = format!("the security scheme {name:?} cannot be used: {reason}");
                context.report(
                    Code::UnsupportedSecurity,
                    &pointer,
                    message,
                    "pass its header with each call instead",
                );
            }
        }
    }
    lowered.sort_by(|a, b| a.name.cmp(&b.name));
    lowered
}

/// Why a key cannot be sent by a name, to be read after it.
fn key_fault(location: ApiKeyLocation, name: &str) -> Option<&'static str> {
    // These say where a request goes and where it ends.
    const FRAMING: &[&str] = &[
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "expect",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    let is_framing = || FRAMING.iter().any(|framing| name.eq_ignore_ascii_case(framing));
    match location {
        ApiKeyLocation::Query if name.is_empty() => Some("is empty"),
        ApiKeyLocation::Query if name.contains(char::is_control) => {
            Some("holds a control character")
        }
        ApiKeyLocation::Query => None,
        ApiKeyLocation::Header if is_framing() => {
            Some("is of a header that the client sets itself")
        }
        // RFC 9110, 5.6.2, and RFC 6265, 4.1.1.
        _ if is_token(name) => None,
        _ => Some("holds a character that it cannot be sent with"),
    }
}

fn one(name: &str, scheme: OpenApiScheme) -> Result<SecurityScheme, String> {
    let (kind, description) = match scheme {
        OpenApiScheme::APIKey { location, name, description, .. } => {
            let location = match location {
                APIKeyLocation::Header => ApiKeyLocation::Header,
                APIKeyLocation::Query => ApiKeyLocation::Query,
                APIKeyLocation::Cookie => ApiKeyLocation::Cookie,
            };
            if let Some(fault) = key_fault(location, &name) {
                return Err(format!("the name {name:?} of its key {fault}"));
            }
            (SecuritySchemeKind::ApiKey { location, name }, description)
        }
        OpenApiScheme::HTTP { scheme, description, .. } => {
            match scheme.to_ascii_lowercase().as_str() {
                "basic" => (SecuritySchemeKind::HttpBasic, description),
                "bearer" => (SecuritySchemeKind::HttpBearer, description),
                other => return Err(format!("HTTP authentication {other:?} is not supported")),
            }
        }
        OpenApiScheme::OAuth2 { description, .. } => (SecuritySchemeKind::OAuth2, description),
        OpenApiScheme::OpenIDConnect { description, .. } => {
            (SecuritySchemeKind::OpenIdConnect, description)
        }
    };
    Ok(SecurityScheme {
        name: name.to_owned(),
        description: description.filter(|text| !text.trim().is_empty()),
        kind,
    })
}
