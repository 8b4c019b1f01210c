//! Security schemes and requirements of the document in; those of the IR out.

use super::parameter::Found;
use super::server;
use crate::diagnostic::Code;
use crate::document::{is_token, join, resolve, resolved};
use crate::ir::{
    ApiKeyLocation, OAuthFlow, Operation, Requirement, Rest, Security, SecurityScheme,
    SecuritySchemeKind, Server, Status,
};
use crate::lower::context::{Context, Located};
use crate::lower::text;
use crate::spelling::listing;
use crate::spelling::similar::similar;
use openapiv3::SecurityScheme as Written;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};

/// A list of security requirements; `None` if there is no list.
pub(in crate::lower) fn requirements(value: Option<&Value>) -> Option<Security> {
    let requirement = |(scheme, scopes): (&String, &Value)| {
        let scopes = scopes.as_array().into_iter().flatten().filter_map(Value::as_str);
        Requirement { scheme: scheme.clone(), scopes: scopes.map(str::to_owned).collect() }
    };
    let alternatives = value?.as_array()?.iter().filter_map(Value::as_object);
    Some(alternatives.map(|together| together.iter().map(requirement).collect()).collect())
}

/// The most schemes that a message lists.
const SHOWN: usize = 10;

/// Reports the names in requirements that are not security schemes.
pub(in crate::lower) fn check(context: &mut Context<'_>, pointer: &str, requirements: &Security) {
    let all = requirements.iter().enumerate();
    let all = all.flat_map(|(index, needed)| needed.iter().map(move |one| (index, one)));
    for (index, Requirement { scheme: name, .. }) in all {
        let scheme = join("/components/securitySchemes", name);
        if context.document.value.pointer(&scheme).is_none() {
            let place = join(&join(pointer, &index.to_string()), name);
            if is_elsewhere(name) {
                let message = format!(
                    "the security requirement refers to {name:?}, and schemes in other documents are not supported; it cannot be met"
                );
                let help = "add the scheme to `components/securitySchemes` in an overlay, by a `$ref` to its file, and write its name in the requirement";
                context.report_key(Code::UnsupportedSecurity, &place, message, help);
                continue;
            }
            let message =
                format!("the security requirement names {name:?}, which is not a security scheme");
            let schemes = context.document.value.pointer("/components/securitySchemes");
            let schemes = schemes.and_then(Value::as_object).into_iter().flatten();
            let schemes: Vec<&str> = schemes.map(|(name, _)| name.as_str()).collect();
            let meant = context.similar(name, schemes.iter().copied());
            let help = match (meant, schemes.as_slice()) {
                (Some(known), _) => format!("did you mean {known:?}? Correct it in an overlay"),
                (None, []) => {
                    "add the scheme to `components/securitySchemes` in an overlay".to_owned()
                }
                (None, all) => format!(
                    "the document has the schemes {}; correct the name, or add the scheme, in an overlay",
                    listing::first(all, SHOWN)
                ),
            };
            context.report_key(Code::UnsupportedSecurity, &place, message, &help);
        }
    }
    for (index, together) in requirements.iter().enumerate() {
        check_places(context, &join(pointer, &index.to_string()), together);
    }
}

/// Reports two schemes of one alternative whose credentials have the same place in a request, which holds only one.
fn check_places(context: &mut Context<'_>, pointer: &str, together: &[Requirement]) {
    let mut taken: HashMap<String, &str> = HashMap::new();
    for Requirement { scheme: name, .. } in together {
        let Some(place) = place(context, name) else { continue };
        if let Some(other) = taken.get(&place) {
            let message = format!(
                "the security schemes {other:?} and {name:?} are required together, and both are sent as {place}; only one of them arrives"
            );
            let help = "if either is enough, list them as alternatives in an overlay (`- a: []`, `- b: []`); otherwise require only one";
            context.report(Code::SharedCredentialPlace, &join(pointer, name), message, help);
        }
        taken.insert(place, name);
    }
}

/// The place of a scheme's credential in a request, in words.
fn place(context: &mut Context<'_>, name: &str) -> Option<String> {
    let pointer = join("/components/securitySchemes", name);
    let scheme = context.object(context.document.value.pointer(&pointer)?, pointer).ok()?;
    Some(match one(name, &scheme).ok()?.kind {
        SecuritySchemeKind::ApiKey { location, name } => match location {
            ApiKeyLocation::Header => format!("the header {:?}", name.to_ascii_lowercase()),
            ApiKeyLocation::Query => format!("the query parameter {name:?}"),
            ApiKeyLocation::Cookie => format!("the cookie {name:?}"),
        },
        SecuritySchemeKind::HttpBasic
        | SecuritySchemeKind::HttpBearer
        | SecuritySchemeKind::OAuth2 { .. }
        | SecuritySchemeKind::OpenIdConnect { .. } => "the header \"authorization\"".to_owned(),
    })
}

/// Whether the name in a requirement is the URI of a scheme in another document, as OpenAPI 3.2 allows.
fn is_elsewhere(name: &str) -> bool {
    name.split_once('#')
        .is_some_and(|(document, fragment)| !document.is_empty() && fragment.starts_with('/'))
}

/// All usable schemes, sorted by name, and the unusable ones as written, which are reported.
pub(in crate::lower) fn schemes(context: &mut Context<'_>) -> (Vec<SecurityScheme>, Rest) {
    let document = context.document;
    let schemes = document.value.pointer("/components/securitySchemes").and_then(Value::as_object);
    let (mut lowered, mut unusable) = (Vec::new(), Rest::new());
    for (name, value) in schemes.into_iter().flatten() {
        let pointer = join("/components/securitySchemes", name);
        server::check_scheme(context, value, &pointer);
        if let Some(kind) = unknown_type(value) {
            report_type(context, name, kind, &pointer);
            unusable.insert(name.clone(), value.clone());
            continue;
        }
        match context.object(value, pointer.clone()).and_then(|scheme| one(name, &scheme)) {
            Ok(scheme) => {
                report_flows(context, name, &scheme);
                lowered.push(scheme);
            }
            Err(reason) => {
                let message = format!("the security scheme {name:?} cannot be used: {reason}");
                let help = if value.as_object().is_some_and(is_mutual_tls) {
                    "build the client with an HTTP client that has the certificate"
                } else if reason == "it has no `name`" {
                    "add `name` in an overlay: that of the header, query parameter or cookie"
                } else if reason.starts_with("it has no ") {
                    "add the key in an overlay"
                } else {
                    "pass its header with each call instead"
                };
                context.report(Code::UnsupportedSecurity, &pointer, message, help);
                unusable.insert(name.clone(), value.clone());
            }
        }
    }
    lowered.sort_by(|a: &SecurityScheme, b| a.name.cmp(&b.name));
    (lowered, unusable)
}

/// Reports a scheme of OAuth 2.0 that does not say how to get a token.
fn report_flows(context: &mut Context<'_>, name: &str, scheme: &SecurityScheme) {
    if matches!(&scheme.kind, SecuritySchemeKind::OAuth2 { flows } if flows.is_empty()) {
        let message = format!(
            "the security scheme {name:?} has no `flows`; the program gets its token elsewhere"
        );
        let help = "add the flows in an overlay, so that the client can request tokens";
        context.report(Code::MalformedKeyword, &scheme.pointer, message, help);
    }
}

/// Resolves the relative addresses of tokens against the address of the API. Without one, there is nothing to send a request to.
pub(in crate::lower) fn complete_addresses(
    context: &mut Context<'_>,
    servers: &[Server],
    schemes: &mut [SecurityScheme],
) {
    let base = servers.first().filter(|server| server.is_whole());
    for scheme in schemes {
        let SecuritySchemeKind::OAuth2 { flows } = &mut scheme.kind else { continue };
        for flow in flows {
            let is_relative = |url: &String| matches!(server::is_relative(url), Some(true));
            let Some(relative) = flow.token_url.clone().filter(is_relative) else { continue };
            // A relative address may begin with a host (RFC 3986, section 4.2).
            let whole = base.map(|server| match server.url.split_once(':') {
                Some((scheme, _)) if relative.starts_with("//") => format!("{scheme}:{relative}"),
                _ => resolved(&server.url, &relative),
            });
            let pointer = join(&join(&join(&scheme.pointer, "flows"), &flow.name), "tokenUrl");
            let (code, message, help) = match &whole {
                Some(whole) => (
                    Code::RelativeTokenUrl,
                    format!("`tokenUrl` is relative to the address of the API; it was read as {whole}"),
                    "write the whole address in an overlay if it is another",
                ),
                None => (
                    Code::SchemeAddress,
                    "`tokenUrl` is relative, and the document has no address of the API; it was ignored".to_owned(),
                    "write the whole address in an overlay, or set it in the program (`ClientCredentials::token_url`)",
                ),
            };
            context.report(code, &pointer, message, help);
            flow.token_url = whole;
        }
    }
}

/// The names of the security schemes that are API keys, by the name and the place of the key.
pub(in crate::lower) type ApiKeys = HashMap<(String, &'static str), Vec<String>>;

/// The API keys of a document.
pub(in crate::lower) fn api_keys(root: &Value) -> ApiKeys {
    let mut keys = ApiKeys::new();
    let schemes = root.pointer("/components/securitySchemes").and_then(Value::as_object);
    for (name, scheme) in schemes.into_iter().flatten() {
        let Some(map) = resolve(root, scheme).and_then(Value::as_object) else { continue };
        let own = Located { map, pointer: String::new() };
        let Ok(SecuritySchemeKind::ApiKey { location, name: key }) =
            one(name, &own).map(|own| own.kind)
        else {
            continue;
        };
        let place = match location {
            ApiKeyLocation::Header => (key.to_ascii_lowercase(), "header"),
            ApiKeyLocation::Query => (key, "query"),
            ApiKeyLocation::Cookie => (key, "cookie"),
        };
        keys.entry(place).or_default().push(name.clone());
    }
    keys
}

/// Leaves out the parameters that are the API key of a security scheme of their operation: the client sends it.
pub(super) fn drop_keys(
    context: &mut Context<'_>,
    operation: &Located<'_>,
    found: &mut Found,
    unsent: &mut Vec<Value>,
) {
    let keys = &context.api_keys;
    let held = found.keys().filter_map(|own| Some((own.clone(), keys.get(own)?.clone())));
    let held: Vec<_> = held.collect();
    if held.is_empty() {
        return;
    }
    let root = &context.document.value;
    let own = requirements(operation.map.get("security"));
    let needed = own.or_else(|| requirements(root.get("security"))).unwrap_or_default();
    let needed: HashSet<String> = needed.into_iter().flatten().map(|own| own.scheme).collect();
    for (place, schemes) in held {
        let Some(name) = schemes.iter().find(|name| needed.contains(*name)) else { continue };
        let Some((parameter, pointer)) = found.shift_remove(&place) else { continue };
        let message = format!(
            "the {} parameter {:?} was left out: it is the key of the security scheme {name:?}, which the client sends",
            place.1, parameter.name
        );
        let help = "set the credential on the client; if the server wants both, rename the scheme's key in an overlay";
        context.report(Code::KeyParameter, &pointer, message, help);
        unsent.extend(root.pointer(&pointer).cloned());
    }
}

/// The types of security schemes.
const TYPES: [&str; 5] = ["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"];

/// The type of a scheme, if no scheme has it.
fn unknown_type(scheme: &Value) -> Option<&str> {
    scheme.get("type").and_then(Value::as_str).filter(|kind| !TYPES.contains(kind))
}

/// Reports a scheme of a type that does not exist.
fn report_type(context: &mut Context<'_>, name: &str, kind: &str, pointer: &str) {
    let message = format!(
        "the security scheme {name:?} cannot be used: there is no type {kind:?} of security schemes"
    );
    // The schemes of `http` are often written as the type.
    let help = match kind.to_ascii_lowercase().as_str() {
        scheme @ ("bearer" | "basic") => {
            format!("write `type: http` and `scheme: {scheme}` in an overlay")
        }
        _ => match similar(kind, TYPES) {
            Some(known) => format!("did you mean {known:?}? Correct it in an overlay"),
            None => format!("the types are {}; correct it in an overlay", TYPES.join(", ")),
        },
    };
    context.report(Code::UnsupportedSecurity, &join(pointer, "type"), message, &help);
}

/// Reports operations that seem to need credentials although the document has no security schemes.
pub(in crate::lower) fn report_missing(
    context: &mut Context<'_>,
    operations: &[(String, Operation)],
) {
    let schemes = context.document.value.pointer("/components/securitySchemes");
    if schemes.and_then(Value::as_object).is_some_and(|schemes| !schemes.is_empty()) {
        return;
    }
    let asks = |operation: &&Operation| {
        operation.failures.iter().any(|response| response.status == Status::Code(401))
    };
    let asking: Vec<&Operation> =
        operations.iter().map(|(_, operation)| operation).filter(asks).collect();
    if let Some(first) = asking.first() {
        let count = match asking.len() {
            1 => "an operation responds".to_owned(),
            count => format!("{count} operations respond"),
        };
        let message = format!("{count} with 401, and the document has no security schemes");
        let help = "add a security scheme that describes the credentials in an overlay";
        let pointer = join(&join(&first.pointer, "responses"), "401");
        context.report(Code::NoAuthentication, &pointer, message, help);
    }
}

/// The reason why a key with this name cannot be sent, as text after the name.
fn key_fault(location: &ApiKeyLocation, name: &str) -> Option<&'static str> {
    // These headers control where a request goes and where it ends.
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
            Some("is the name of a header that the client sets itself")
        }
        // RFC 9110, 5.6.2, and RFC 6265, 4.1.1.
        _ if is_token(name) => None,
        _ => Some("holds a character that is not allowed there"),
    }
}

/// Whether a scheme is a client certificate of the connection, which is not part of a request.
fn is_mutual_tls(scheme: &Map<String, Value>) -> bool {
    scheme.get("type").and_then(Value::as_str) == Some("mutualTLS")
}

fn one(name: &str, own: &Located<'_>) -> Result<SecurityScheme, String> {
    if is_mutual_tls(own.map) {
        return Err("mutual TLS belongs to the connection, not to a request".to_owned());
    }
    let (kind, description) = match written(own)? {
        Written::APIKey { location, name, description, .. } => {
            if let Some(fault) = key_fault(&location, &name) {
                return Err(format!("the name {name:?} of its key {fault}"));
            }
            (SecuritySchemeKind::ApiKey { location, name }, description)
        }
        Written::HTTP { scheme, description, .. } => match scheme.to_ascii_lowercase().as_str() {
            "basic" => (SecuritySchemeKind::HttpBasic, description),
            "bearer" => (SecuritySchemeKind::HttpBearer, description),
            other => return Err(format!("HTTP authentication {other:?} is not supported")),
        },
        Written::OAuth2 { description, .. } => {
            let flows = own.entries("flows").filter_map(flow).collect();
            (SecuritySchemeKind::OAuth2 { flows }, description)
        }
        Written::OpenIDConnect { open_id_connect_url: url, description, .. } => {
            (SecuritySchemeKind::OpenIdConnect { url }, description)
        }
    };
    const KNOWN: [&str; 7] =
        ["type", "in", "name", "scheme", "flows", "openIdConnectUrl", "description"];
    Ok(SecurityScheme {
        name: name.to_owned(),
        description: description.filter(|text| !text.trim().is_empty()),
        kind,
        rest: own.rest(&KNOWN),
        pointer: own.pointer.clone(),
    })
}

/// A scheme as `openapiv3` reads it; the error is a sentence. Flows are read separately, so that an invalid one costs only itself.
fn written(own: &Located<'_>) -> Result<Written, String> {
    let mut keywords = own.map.clone();
    keywords.retain(|_, value| !value.is_null());
    // A client only needs the token.
    keywords.insert("flows".into(), json!({}));
    if let Some(fault) = scheme_fault(&keywords) {
        return Err(fault);
    }
    serde_path_to_error::deserialize(Value::Object(keywords)).map_err(|error| error.to_string())
}

/// The key that a scheme of its type needs and lacks, as a sentence.
fn scheme_fault(scheme: &Map<String, Value>) -> Option<String> {
    let needed: &[&str] = match scheme.get("type").and_then(Value::as_str) {
        Some("apiKey") => &["name", "in"],
        Some("http") => &["scheme"],
        Some("oauth2") => &[],
        Some("openIdConnect") => &["openIdConnectUrl"],
        _ => &["type"],
    };
    if let Some(key) = needed.iter().find(|key| !scheme.contains_key(**key)) {
        return Some(format!("it has no `{key}`"));
    }
    if let Some(key) = needed.iter().find(|key| !scheme[**key].is_string()) {
        return Some(format!("its `{key}` is not a string"));
    }
    let place = scheme.get("in").and_then(Value::as_str).filter(|_| needed.contains(&"in"))?;
    (!["query", "header", "cookie"].contains(&place))
        .then(|| format!("its `in` must be `query`, `header` or `cookie`, and is {place:?}"))
}

/// An OAuth 2.0 flow; invalid parts do not matter.
fn flow((name, value): (&String, &Value)) -> Option<OAuthFlow> {
    let own = Located { map: value.as_object()?, pointer: String::new() };
    let scopes = own.map.get("scopes").and_then(Value::as_object).into_iter().flatten();
    let meaning = |(scope, meaning): (&String, &Value)| {
        (scope.clone(), meaning.as_str().unwrap_or_default().to_owned())
    };
    Some(OAuthFlow {
        name: name.clone(),
        authorization_url: text(value, "/authorizationUrl"),
        token_url: text(value, "/tokenUrl"),
        refresh_url: text(value, "/refreshUrl"),
        scopes: scopes.map(meaning).collect(),
        rest: own.rest(&["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"]),
    })
}
