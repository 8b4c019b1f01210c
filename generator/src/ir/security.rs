//! Ways to authenticate.

/// What an operation needs: one of several alternatives, each a list of scheme names that go together. Empty: nothing.
pub type Security = Vec<Vec<String>>;

/// A named way to authenticate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// How it works.
    pub kind: SecuritySchemeKind,
}

/// How a way to authenticate works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecuritySchemeKind {
    /// A key in a header, a query parameter or a cookie.
    ApiKey {
        /// Where it goes.
        location: ApiKeyLocation,
        /// The name of the header, parameter or cookie.
        name: String,
    },
    /// `Authorization: Basic`.
    HttpBasic,
    /// `Authorization: Bearer`.
    HttpBearer,
    /// OAuth 2.0: a token got elsewhere goes as a bearer token.
    OAuth2,
    /// OpenID Connect: a token got elsewhere goes as a bearer token.
    OpenIdConnect,
}

/// Where an API key goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "OpenAPI's own names")]
pub enum ApiKeyLocation {
    Header,
    Query,
    Cookie,
}
