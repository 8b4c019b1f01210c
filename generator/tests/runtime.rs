//! Tests of the runtime that is copied into every emitted crate.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "runtime/acme.rs"]
pub mod acme;
#[path = "../runtime/mod.rs"]
pub mod runtime;

/// What the generator emits beside the runtime.
mod api {
    use crate::runtime::{
        ApiDescription, ApiKeyLocation, BodyParameters, ClientBuilder, Credential, CursorPages,
        HttpClient, NewTransport, NumberedPages, PageToken, RangeHeader, Secret, SecurityScheme,
        SecuritySchemeKind, UrlPages,
    };

    pub(crate) const API: ApiDescription = ApiDescription {
        base_url: Some("https://api.example.test"),
        default_security: &[&["ApiKey"]],
        security_schemes: &[
            SecurityScheme {
                name: "ApiKey",
                kind: SecuritySchemeKind::ApiKey {
                    location: ApiKeyLocation::Header,
                    name: "x-acme-key",
                },
                environment: &["ACME_API_KEY"],
                token_url: None,
            },
            SecurityScheme {
                name: "QueryKey",
                kind: SecuritySchemeKind::ApiKey { location: ApiKeyLocation::Query, name: "key" },
                environment: &["ACME_QUERY_KEY"],
                token_url: None,
            },
            SecurityScheme {
                name: "CookieKey",
                kind: SecuritySchemeKind::ApiKey {
                    location: ApiKeyLocation::Cookie,
                    name: "session",
                },
                environment: &["ACME_COOKIE_KEY"],
                token_url: None,
            },
            SecurityScheme {
                name: "Login",
                kind: SecuritySchemeKind::HttpBasic,
                environment: &["ACME_USER", "ACME_PASSWORD"],
                token_url: None,
            },
            SecurityScheme {
                name: "Token",
                kind: SecuritySchemeKind::HttpBearer,
                environment: &["ACME_TOKEN"],
                token_url: None,
            },
        ],
        cookies: true,
        environment: "ACME",
        compressed: false,
    };

    pub(crate) use crate::runtime::attach;

    pub(crate) const TRANSPORT: Option<NewTransport> = Some(HttpClient::connect);

    pub(crate) static RANGED_DATA: RangeHeader =
        RangeHeader::new("RANGED-DATA", "start={start},results={results}", 25);

    pub(crate) static OFFSET: NumberedPages = NumberedPages::offset("offset").size("limit", 3);
    pub(crate) static PAGE: NumberedPages = NumberedPages::page("page", 1).size("size", 0);
    pub(crate) static CURSOR: CursorPages =
        CursorPages::in_body("cursor", "/meta/next").more("/meta/more").expired(410);
    pub(crate) static AFTER: CursorPages = CursorPages::in_header("after", "x-next");
    pub(crate) static BODY_CURSOR: CursorPages =
        CursorPages::in_body("/page/after~1~0", "/meta/next").within(&BodyParameters);
    pub(crate) static BODY_OFFSET: NumberedPages =
        NumberedPages::offset("/from").within(&BodyParameters).size("/size", 3);
    pub(crate) static NEXT: UrlPages = UrlPages::in_body("/meta/next");
    pub(crate) static LINK: UrlPages = UrlPages::link();

    pub(crate) static PAGE_TOKEN: PageToken = PageToken::new("PAGE-TOKEN", Some(410));

    pub(crate) type ErrorBody = crate::acme::Problem;

    impl ClientBuilder {
        /// Sets the API key.
        pub fn api_key(self, api_key: impl Into<Secret>) -> Self {
            self.credential("ApiKey", Credential::ApiKey(api_key.into()))
        }
    }
}

#[path = "runtime/body_pages.rs"]
mod body_pages;
#[path = "runtime/certificates.rs"]
mod certificates;
#[path = "runtime/client.rs"]
mod client;
#[path = "runtime/cookies.rs"]
mod cookies;
#[path = "runtime/decode.rs"]
mod decode;
#[path = "runtime/downloads.rs"]
mod downloads;
#[path = "runtime/errors.rs"]
mod errors;
#[path = "runtime/events.rs"]
mod events;
#[path = "runtime/fakes.rs"]
mod fakes;
#[path = "runtime/faults.rs"]
mod faults;
#[path = "runtime/faulty.rs"]
mod faulty;
#[path = "runtime/foreign.rs"]
mod foreign;
#[path = "runtime/fuzz/mod.rs"]
mod fuzz;
#[path = "fuzzing/mod.rs"]
mod fuzzing;
#[path = "runtime/headers.rs"]
mod headers;
#[path = "runtime/media_types.rs"]
mod media_types;
#[path = "runtime/page_tokens.rs"]
mod page_tokens;
#[path = "runtime/pages.rs"]
mod pages;
#[path = "random/mod.rs"]
mod random;
#[path = "runtime/ranges.rs"]
mod ranges;
#[path = "runtime/redirects.rs"]
mod redirects;
#[path = "runtime/requests.rs"]
mod requests;
#[path = "runtime/retries.rs"]
mod retries;
#[path = "runtime/security.rs"]
mod security;
#[path = "runtime/server.rs"]
mod server;
#[path = "runtime/servers.rs"]
mod servers;
#[path = "runtime/siblings.rs"]
mod siblings;
#[path = "runtime/soak.rs"]
mod soak;
#[path = "runtime/streams.rs"]
mod streams;
#[path = "runtime/styles.rs"]
mod styles;
#[path = "runtime/tokens.rs"]
mod tokens;
#[path = "runtime/transports.rs"]
mod transports;
#[path = "runtime/trials.rs"]
mod trials;
#[path = "runtime/types.rs"]
mod types;
#[path = "runtime/unions.rs"]
mod unions;
#[path = "runtime/uploads.rs"]
mod uploads;
#[path = "runtime/waiters.rs"]
mod waiters;
#[path = "runtime/waiting.rs"]
mod waiting;
#[path = "runtime/xml.rs"]
mod xml;
