//! Security schemes.

use super::row;
use crate::keywords::Effect::{Documented, Sent, Unshown};
use crate::keywords::Object::{OAuthFlow, OAuthFlows, SecurityScheme};
use crate::keywords::Under::{Data, One, Plain};
use crate::keywords::{Effect, Keyword, Versions};

const ALL: Versions = Versions::ALL;
const V2: Versions = Versions::V2;
const SINCE_3_0: Versions = Versions::SINCE_3_0;
const SINCE_3_2: Versions = Versions::SINCE_3_2;

const ELSEWHERE: Effect = Unshown("where a token is got; the client is given one");

pub(super) const ROWS: &[Keyword] = &[
    row(SecurityScheme, "type", ALL, Plain, Sent),
    row(SecurityScheme, "description", ALL, Plain, Documented),
    row(SecurityScheme, "name", ALL, Plain, Sent),
    row(SecurityScheme, "in", ALL, Plain, Sent),
    row(SecurityScheme, "scheme", SINCE_3_0, Plain, Sent),
    row(SecurityScheme, "bearerFormat", SINCE_3_0, Plain, Unshown("what a token looks like")),
    row(SecurityScheme, "flows", SINCE_3_0, One(OAuthFlows), ELSEWHERE),
    row(SecurityScheme, "openIdConnectUrl", SINCE_3_0, Plain, ELSEWHERE),
    row(SecurityScheme, "oauth2MetadataUrl", SINCE_3_2, Plain, ELSEWHERE),
    row(
        SecurityScheme,
        "deprecated",
        SINCE_3_2,
        Plain,
        Unshown("that a security scheme is deprecated"),
    ),
    row(SecurityScheme, "flow", V2, Plain, ELSEWHERE),
    row(SecurityScheme, "authorizationUrl", V2, Plain, ELSEWHERE),
    row(SecurityScheme, "tokenUrl", V2, Plain, ELSEWHERE),
    row(SecurityScheme, "scopes", V2, Data, ELSEWHERE),
    row(OAuthFlows, "implicit", SINCE_3_0, One(OAuthFlow), ELSEWHERE),
    row(OAuthFlows, "password", SINCE_3_0, One(OAuthFlow), ELSEWHERE),
    row(OAuthFlows, "clientCredentials", SINCE_3_0, One(OAuthFlow), ELSEWHERE),
    row(OAuthFlows, "authorizationCode", SINCE_3_0, One(OAuthFlow), ELSEWHERE),
    row(OAuthFlows, "deviceAuthorization", SINCE_3_2, One(OAuthFlow), ELSEWHERE),
    row(OAuthFlow, "authorizationUrl", SINCE_3_0, Plain, ELSEWHERE),
    row(OAuthFlow, "deviceAuthorizationUrl", SINCE_3_2, Plain, ELSEWHERE),
    row(OAuthFlow, "tokenUrl", SINCE_3_0, Plain, ELSEWHERE),
    row(OAuthFlow, "refreshUrl", SINCE_3_0, Plain, ELSEWHERE),
    row(OAuthFlow, "scopes", SINCE_3_0, Data, ELSEWHERE),
];
