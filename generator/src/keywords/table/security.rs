//! Security schemes.

use super::row;
use crate::document::Object::{OAuthFlow, OAuthFlows, SecurityScheme};
use crate::keywords::Effect::{Documented, Sent, Unshown};
use crate::keywords::{Effect, Keyword, Versions};

const ALL: Versions = Versions::ALL;
const V2: Versions = Versions::V2;
const SINCE_3_0: Versions = Versions::SINCE_3_0;
const SINCE_3_2: Versions = Versions::SINCE_3_2;

const ELSEWHERE: Effect = Unshown("the addresses that issue tokens; the client is given a token");

pub(super) const ROWS: &[Keyword] = &[
    row(SecurityScheme, "type", ALL, Sent),
    row(SecurityScheme, "description", ALL, Documented),
    row(SecurityScheme, "name", ALL, Sent),
    row(SecurityScheme, "in", ALL, Sent),
    row(SecurityScheme, "scheme", SINCE_3_0, Sent),
    row(SecurityScheme, "bearerFormat", SINCE_3_0, Unshown("the format of a token")),
    row(SecurityScheme, "flows", SINCE_3_0, Sent),
    row(SecurityScheme, "openIdConnectUrl", SINCE_3_0, ELSEWHERE),
    row(SecurityScheme, "oauth2MetadataUrl", SINCE_3_2, ELSEWHERE),
    row(SecurityScheme, "deprecated", SINCE_3_2, Unshown("the deprecation of a security scheme")),
    row(SecurityScheme, "flow", V2, Sent),
    row(SecurityScheme, "authorizationUrl", V2, ELSEWHERE),
    row(SecurityScheme, "tokenUrl", V2, Sent),
    row(SecurityScheme, "scopes", V2, ELSEWHERE),
    row(OAuthFlows, "implicit", SINCE_3_0, ELSEWHERE),
    row(OAuthFlows, "password", SINCE_3_0, ELSEWHERE),
    row(OAuthFlows, "clientCredentials", SINCE_3_0, Sent),
    row(OAuthFlows, "authorizationCode", SINCE_3_0, ELSEWHERE),
    row(OAuthFlows, "deviceAuthorization", SINCE_3_2, ELSEWHERE),
    row(OAuthFlow, "authorizationUrl", SINCE_3_0, ELSEWHERE),
    row(OAuthFlow, "deviceAuthorizationUrl", SINCE_3_2, ELSEWHERE),
    row(OAuthFlow, "tokenUrl", SINCE_3_0, Sent),
    row(OAuthFlow, "refreshUrl", SINCE_3_0, ELSEWHERE),
    row(OAuthFlow, "scopes", SINCE_3_0, ELSEWHERE),
];
