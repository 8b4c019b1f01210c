//! Security schemes and requirements.

use super::Rest;

pub use openapiv3::APIKeyLocation as ApiKeyLocation;

/// Alternative security requirements, each a list of schemes that are needed together. Empty: no authentication.
pub type Security = Vec<Vec<Requirement>>;

/// A required security scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The name of the scheme.
    pub scheme: String,
    /// The scopes that a token must have.
    pub scopes: Vec<String>,
}

/// A security scheme.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// Its kind.
    pub kind: SecuritySchemeKind,
    /// Its other keywords: `bearerFormat`.
    pub rest: Rest,
    /// The JSON pointer in the merged document.
    pub pointer: String,
}

impl SecurityScheme {
    /// The client credentials flow, with which a program gets a token for itself, if there is one.
    #[must_use]
    pub fn client_credentials(&self) -> Option<&OAuthFlow> {
        let SecuritySchemeKind::OAuth2 { flows } = &self.kind else { return None };
        flows.iter().find(|flow| flow.name == "clientCredentials")
    }
}

/// The kind of a security scheme.
#[derive(Debug, Clone, PartialEq)]
pub enum SecuritySchemeKind {
    /// A key in a header, a query parameter or a cookie.
    ApiKey {
        /// The location of the key.
        location: ApiKeyLocation,
        /// The name of the header, parameter or cookie.
        name: String,
    },
    /// `Authorization: Basic`.
    HttpBasic,
    /// `Authorization: Bearer`.
    HttpBearer,
    /// OAuth 2.0: the access token is sent as a bearer token.
    OAuth2 {
        /// The flows for getting a token.
        flows: Vec<OAuthFlow>,
    },
    /// OpenID Connect: the access token is sent as a bearer token.
    OpenIdConnect {
        /// The URL of the provider's configuration.
        url: String,
    },
}

/// An OAuth 2.0 flow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OAuthFlow {
    /// `implicit`, `password`, `clientCredentials` or `authorizationCode`.
    pub name: String,
    /// The URL where the user gives consent.
    pub authorization_url: Option<String>,
    /// The URL that issues tokens.
    pub token_url: Option<String>,
    /// The URL that renews tokens.
    pub refresh_url: Option<String>,
    /// The scopes with their descriptions.
    pub scopes: Vec<(String, String)>,
    /// Its other keywords.
    pub rest: Rest,
}
