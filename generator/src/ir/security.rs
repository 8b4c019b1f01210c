//! Ways to authenticate.

use super::Rest;

pub use openapiv3::APIKeyLocation as ApiKeyLocation;

/// What an operation needs: one of several alternatives, each a list of schemes that go together. Empty: nothing.
pub type Security = Vec<Vec<Requirement>>;

/// A security scheme that is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its name.
    pub scheme: String,
    /// The scopes that a token must have.
    pub scopes: Vec<String>,
}

/// A named way to authenticate.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// How it works.
    pub kind: SecuritySchemeKind,
    /// What else the document says of it: `bearerFormat`.
    pub rest: Rest,
    /// The JSON pointer in the merged document.
    pub pointer: String,
}

impl SecurityScheme {
    /// The way in which a program gets a token in its own name, if there is one.
    #[must_use]
    pub fn client_credentials(&self) -> Option<&OAuthFlow> {
        let SecuritySchemeKind::OAuth2 { flows } = &self.kind else { return None };
        flows.iter().find(|flow| flow.name == "clientCredentials")
    }
}

/// How a way to authenticate works.
#[derive(Debug, Clone, PartialEq)]
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
    OAuth2 {
        /// The ways to get a token.
        flows: Vec<OAuthFlow>,
    },
    /// OpenID Connect: a token got elsewhere goes as a bearer token.
    OpenIdConnect {
        /// Where the provider describes itself.
        url: String,
    },
}

/// A way to get a token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OAuthFlow {
    /// `implicit`, `password`, `clientCredentials` or `authorizationCode`.
    pub name: String,
    /// Where the user gives consent.
    pub authorization_url: Option<String>,
    /// Where tokens are got.
    pub token_url: Option<String>,
    /// Where tokens are renewed.
    pub refresh_url: Option<String>,
    /// The scopes with what they mean.
    pub scopes: Vec<(String, String)>,
    /// What else the document says of it.
    pub rest: Rest,
}
