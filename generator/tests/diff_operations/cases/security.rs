//! Ways to authenticate.

use super::case;
use crate::Case;
use specweave::diff::Level::{
    Breaking as B, Compatible as C, Documentation as D, PossiblyBreaking as P,
};

pub(super) const SECURITY: &[Case] = &[
    case(
        "one more scheme",
        &[("    token:", "    basic: {type: http, scheme: basic}\n    token:")],
        &[("security-scheme-added", C, C)],
        &[("security-scheme-removed", B, B)],
    ),
    case(
        "a scheme with another name",
        &[("{key: []}, {token: []}", "{key: []}, {bearer: []}"), ("    token:", "    bearer:")],
        &[("security-scheme-renamed", C, P)],
        &[("security-scheme-renamed", C, P)],
    ),
    case(
        "one more scheme of a kind",
        &[("    token:", "    other: {type: apiKey, in: header, name: X-Other}\n    token:")],
        &[("security-scheme-added", C, C), ("security-scheme-rust-name-changed", C, B)],
        &[("security-scheme-removed", B, B), ("security-scheme-rust-name-changed", C, B)],
    ),
    case(
        "another kind of scheme",
        &[("{type: http, scheme: bearer}", "{type: http, scheme: basic}")],
        &[("security-scheme-kind-changed", B, B)],
        &[("security-scheme-kind-changed", B, B)],
    ),
    case(
        "a key elsewhere",
        &[("name: X-Key", "name: X-Api-Key")],
        &[("security-scheme-place-changed", B, C)],
        &[("security-scheme-place-changed", B, C)],
    ),
    case(
        "a token from elsewhere",
        &[(
            "{type: http, scheme: bearer}",
            "{type: openIdConnect, openIdConnectUrl: 'https://a.example/openid'}",
        )],
        &[("security-scheme-token-source-changed", P, B)],
        &[("security-scheme-token-source-changed", P, B)],
    ),
    case(
        "description of a scheme",
        &[("description: Get one.", "description: Ask for one.")],
        &[("security-scheme-description-changed", D, D)],
        &[("security-scheme-description-changed", D, D)],
    ),
    case(
        "no security by default",
        &[("security: [{key: []}]\ntags", "tags")],
        &[("api-security-removed", C, C)],
        &[("api-security-added", B, P)],
    ),
    case(
        "optional security by default",
        &[("security: [{key: []}]\ntags", "security: [{key: []}, {}]\ntags")],
        &[("api-security-removed", C, C)],
        &[("api-security-added", B, P)],
    ),
    case(
        "one more alternative by default",
        &[("security: [{key: []}]\ntags", "security: [{token: []}, {key: []}]\ntags")],
        &[("api-security-alternative-added", C, C)],
        &[("api-security-alternative-removed", B, P)],
    ),
    case(
        "security of an operation",
        &[(
            "      operationId: createHost\n",
            "      operationId: createHost\n      security: []\n",
        )],
        &[("operation-security-removed", C, C)],
        &[("operation-security-added", B, P)],
    ),
    case(
        "an alternative of an operation",
        &[("security: [{key: []}, {token: []}]", "security: [{token: []}]")],
        &[("operation-security-alternative-removed", B, P)],
        &[("operation-security-alternative-added", C, C)],
    ),
    case(
        "the default, said again",
        &[(
            "      operationId: createHost\n",
            "      operationId: createHost\n      security: [{key: []}]\n",
        )],
        &[],
        &[],
    ),
];
