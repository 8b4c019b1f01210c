//! Emits `src/api.rs`: the properties of the API that the runtime needs, and the builder's methods for credentials.

use super::rust_type::Scope;
use super::{Emitter, docs, ident, layout};
use crate::ir::{ApiKeyLocation, Security, SecurityScheme, SecuritySchemeKind, Type};
use crate::surface::{CredentialItem, RustType};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// The file.
pub(super) fn file(emitter: Emitter<'_>) -> String {
    let docs =
        docs::inner(&["The properties of this API: its address, its security, its error object."]);
    let items = [
        Some(description(emitter)),
        Some(transport()),
        Some(error_body(emitter)),
        super::paging::constants(emitter),
        setters(emitter),
        custom(emitter),
    ];
    let uses = quote!(
        use crate::runtime as rt;
    );
    layout::file(&emitter.header(), &docs, std::iter::once(uses).chain(items.into_iter().flatten()))
}

/// The implementations that read types of other crates by their own `Deserialize`.
fn custom(emitter: Emitter<'_>) -> Option<TokenStream> {
    let types = emitter.api.types.iter().flat_map(|definition| definition.kind.values());
    let operations = emitter.api.operations();
    let own = operations.flat_map(|operation| operation.sent().chain(operation.received()));
    let paths: BTreeSet<&str> = types
        .chain(own)
        .filter_map(|value| match value.innermost() {
            Type::Custom(path) => Some(path.as_str()),
            _ => None,
        })
        .collect();
    let implementations = paths.iter().map(|path| {
        let rust = emitter.rust_type(&RustType::Custom((*path).to_owned()), Scope::Model);
        quote! {
            impl rt::Decode for #rust {
                fn blank() -> Self { Self::default() }
                fn decode<'de, D: serde::Deserializer<'de>>(from: D, _: &rt::Decoding) -> Result<Self, D::Error> {
                    serde::Deserialize::deserialize(from)
                }
            }
        }
    });
    (!paths.is_empty()).then(|| quote!(#(#implementations)*))
}

/// Alternative sets of security schemes, as a constant expression.
pub(super) fn alternatives(security: &Security) -> TokenStream {
    let alternatives = security.iter().map(|schemes| {
        let schemes = schemes.iter().map(|own| &own.scheme);
        quote!(&[#(#schemes),*])
    });
    quote!(&[#(#alternatives),*])
}

fn description(emitter: Emitter<'_>) -> TokenStream {
    let base_url = match emitter.api.base_url() {
        Some(url) => quote!(Some(#url)),
        None => quote!(None),
    };
    let security = alternatives(&emitter.api.security);
    let schemes = emitter.api.security_schemes.iter().zip(&emitter.surface.client.credentials);
    let schemes = schemes.map(|(scheme, item)| self::scheme(scheme, item));
    let cookies = emitter.config.client.cookies;
    let environment = &emitter.surface.client.environment;
    quote! {
        #[doc = " The description of this API."]
        pub(crate) const API: rt::ApiDescription = rt::ApiDescription {
            base_url: #base_url,
            default_security: #security,
            security_schemes: &[#(#schemes),*],
            cookies: #cookies,
            environment: #environment,
            compressed: cfg!(feature = "gzip"),
        };
    }
}

/// The default transport of a client, which depends on a feature, and the function `attach` for fakes.
fn transport() -> TokenStream {
    quote! {
        #[doc = " The default transport."]
        #[cfg(feature = "reqwest")]
        pub(crate) const TRANSPORT: Option<rt::NewTransport> = Some(rt::HttpClient::connect);
        #[cfg(not(feature = "reqwest"))]
        pub(crate) const TRANSPORT: Option<rt::NewTransport> = None;
        #[cfg(feature = "testing")]
        pub(crate) use rt::attach;
        #[doc = " Does nothing, as only a fake needs the operation of a request."]
        #[cfg(not(feature = "testing"))]
        pub(crate) fn attach<Op>(_: &mut http::Request<rt::Body>, _: impl Into<std::sync::Arc<Op>>) {}
    }
}

fn scheme(scheme: &SecurityScheme, item: &CredentialItem) -> TokenStream {
    let (name, environment) = (&scheme.name, &item.variables);
    let kind = match &scheme.kind {
        SecuritySchemeKind::ApiKey { location, name } => {
            let location = match location {
                ApiKeyLocation::Header => quote!(Header),
                ApiKeyLocation::Query => quote!(Query),
                ApiKeyLocation::Cookie => quote!(Cookie),
            };
            quote!(ApiKey { location: rt::ApiKeyLocation::#location, name: #name })
        }
        SecuritySchemeKind::HttpBasic => quote!(HttpBasic),
        SecuritySchemeKind::HttpBearer
        | SecuritySchemeKind::OAuth2 { .. }
        | SecuritySchemeKind::OpenIdConnect { .. } => {
            quote!(HttpBearer)
        }
    };
    let token_url = scheme.client_credentials().and_then(|flow| flow.token_url.as_ref());
    let token_url = token_url.map_or(quote!(None), |url| quote!(Some(#url)));
    quote! {
        rt::SecurityScheme {
            name: #name,
            kind: rt::SecuritySchemeKind::#kind,
            environment: &[#(#environment),*],
            token_url: #token_url,
        }
    }
}

fn error_body(emitter: Emitter<'_>) -> TokenStream {
    match &emitter.surface.client.error_object {
        Some(name) => {
            let name = ident(name);
            quote! {
                #[doc = " The error object of this API, which any failing response may hold."]
                pub type ErrorBody = crate::models::#name;
            }
        }
        None => quote! {
            #[doc = " The JSON of a failing response, as this API documents no common error object."]
            pub type ErrorBody = rt::Value;
        },
    }
}

/// A method of the client builder for each security scheme.
fn setters(emitter: Emitter<'_>) -> Option<TokenStream> {
    let schemes = &emitter.api.security_schemes;
    let methods = schemes.iter().zip(&emitter.surface.client.credentials).map(|(scheme, item)| {
        let (scheme_name, method) = (&scheme.name, ident(&item.ident));
        let about = scheme.description.as_deref().map(docs::text).unwrap_or_default();
        let tokens = match scheme.client_credentials() {
            Some(_) => format!(
                "With the feature `oauth`, `client_credentials({scheme_name:?}, …)` requests tokens with client credentials."
            ),
            None => String::new(),
        };
        let variables: Vec<String> = item.variables.iter().map(|name| docs::code(name)).collect();
        let variables = format!("`from_env` reads it from {}.", variables.join(" and "));
        let (what, credential) = credential(&scheme.kind);
        let docs = docs::comment(&[what, about, variables, tokens]);
        let arguments = item.arguments.iter().map(|argument| {
            let rust = emitter.rust_type(&argument.rust, Scope::Operation);
            let name = ident(&argument.ident);
            quote!(#name: #rust)
        });
        quote! {
            #docs
            pub fn #method(self, #(#arguments),*) -> Self {
                self.credential(#scheme_name, rt::Credential::#credential)
            }
        }
    });
    (!schemes.is_empty()).then(|| quote!(impl rt::ClientBuilder { #(#methods)* }))
}

/// The documentation of a credential's setter, and the expression that creates the credential from its arguments.
fn credential(kind: &SecuritySchemeKind) -> (String, TokenStream) {
    match kind {
        SecuritySchemeKind::ApiKey { location, name } => {
            let place = match location {
                ApiKeyLocation::Header => "header",
                ApiKeyLocation::Query => "query parameter",
                ApiKeyLocation::Cookie => "cookie",
            };
            // Many APIs describe a token in this header as a key.
            let is_bare =
                *location == ApiKeyLocation::Header && name.eq_ignore_ascii_case("authorization");
            let whole = if is_bare {
                " unchanged: include the scheme (such as `Bearer …`) if the API requires one"
            } else {
                ""
            };
            let what = format!(
                "Sets the API key, which is sent in the {place} {}{whole}.",
                docs::code(name)
            );
            (what, quote!(ApiKey(key.into())))
        }
        SecuritySchemeKind::HttpBasic => (
            "Sets the user name and the password.".to_owned(),
            quote!(Basic { user_name: user_name.into(), password: password.into() }),
        ),
        SecuritySchemeKind::HttpBearer
        | SecuritySchemeKind::OAuth2 { .. }
        | SecuritySchemeKind::OpenIdConnect { .. } => (
            "Sets the token, which is sent as a bearer token.".to_owned(),
            quote!(Token(token.into())),
        ),
    }
}
