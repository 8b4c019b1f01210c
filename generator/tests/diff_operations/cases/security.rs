//! Ways to authenticate.

use super::{case, case_in};
use crate::Case;
use specweave::diff::Level::{
    Breaking as B, Compatible as C, Documentation as D, PossiblyBreaking as P,
};

const OAUTH: &str = "{type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a.example/token', scopes: {read: Read., write: Write.}}}}";

pub(super) const SECURITY: &[Case] = &[
    case(
        "one more scheme",
        &[("    token:", "    basic: {type: http, scheme: basic}\n    token:")],
        &[("security-scheme-added", C, C)],
        &[("unused-security-scheme-removed", D, B)],
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
        &[("unused-security-scheme-removed", D, B), ("security-scheme-rust-name-changed", C, B)],
    ),
    case_in(
        "one of several sets of scopes",
        &[("{type: http, scheme: bearer}", OAUTH)],
        &[("[{key: []}, {token: []}]", "[{token: [read]}, {token: [write]}]")],
        &[("operation-security-alternative-removed", B, P), ("security-scope-added", P, D)],
        &[("operation-security-alternative-added", C, C), ("security-scope-removed", C, D)],
    ),
    case_in(
        "a set of scopes is no longer enough",
        &[
            ("{type: http, scheme: bearer}", OAUTH),
            ("[{key: []}, {token: []}]", "[{token: [read]}, {token: [write]}]"),
        ],
        &[("[{token: [read]}, {token: [write]}]", "[{token: [read]}]")],
        &[("security-scope-added", P, D)],
        &[("security-scope-removed", C, D)],
    ),
    case_in(
        "credentials beside none are no longer known",
        &[("[{key: []}, {token: []}]", "[{key: []}, {}]")],
        &[("[{key: []}, {}]", "[{}]")],
        &[("operation-security-removed", C, C)],
        &[("operation-security-alternative-added", C, C)],
    ),
    case_in(
        "other credentials that can be left out",
        &[("[{key: []}, {token: []}]", "[{key: [] }]")],
        &[("[{key: [] }]", "[{token: []}, {}]")],
        &[("operation-security-removed", C, C)],
        &[("operation-security-added", B, P), ("operation-security-alternative-removed", B, P)],
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
    case_in(
        "another address of tokens",
        &[("{type: http, scheme: bearer}", OAUTH)],
        &[("https://a.example/token", "https://b.example/token")],
        &[("security-scheme-token-source-changed", P, C)],
        &[("security-scheme-token-source-changed", P, C)],
    ),
    case_in(
        "another flow",
        &[("{type: http, scheme: bearer}", OAUTH)],
        &[("clientCredentials: {", "password: {")],
        &[("security-scheme-token-source-changed", P, C)],
        &[("security-scheme-token-source-changed", P, C)],
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
    case(
        "together what was each enough",
        &[("security: [{key: []}, {token: []}]", "security: [{key: [], token: []}]")],
        &[
            ("operation-security-alternative-removed", B, P),
            ("operation-security-alternative-removed", B, P),
        ],
        &[
            ("operation-security-alternative-added", C, C),
            ("operation-security-alternative-added", C, C),
        ],
    ),
    case_in(
        "a default that no operation leaves to the API",
        &[
            (
                "      operationId: listHosts\n",
                "      operationId: listHosts\n      security: [{key: []}]\n",
            ),
            (
                "      operationId: createHost\n",
                "      operationId: createHost\n      security: [{key: []}]\n",
            ),
            (
                "      operationId: getHost\n",
                "      operationId: getHost\n      security: [{key: []}]\n",
            ),
            (
                "      operationId: deleteHost\n",
                "      operationId: deleteHost\n      security: [{key: []}]\n",
            ),
            (
                "      operationId: uploadRacks\n",
                "      operationId: uploadRacks\n      security: [{key: []}]\n",
            ),
            (
                "      operationId: fillSlot\n",
                "      operationId: fillSlot\n      security: [{key: []}]\n",
            ),
        ],
        &[("security: [{key: []}]\ntags", "tags")],
        &[],
        &[],
    ),
    case_in(
        "the scopes of an operation",
        &[
            ("{type: http, scheme: bearer}", OAUTH),
            ("security: [{key: []}, {token: []}]", "security: [{key: []}, {token: [read, old]}]"),
        ],
        &[("{token: [read, old]}", "{token: [write, read]}")],
        &[("security-scope-added", P, D), ("security-scope-removed", C, D)],
        &[("security-scope-added", P, D), ("security-scope-removed", C, D)],
    ),
    case_in(
        "the scopes of the API, of a scheme with another name",
        &[
            ("{type: http, scheme: bearer}", OAUTH),
            ("security: [{key: []}]\ntags", "security: [{token: [read]}]\ntags"),
        ],
        &[
            ("security: [{token: [read]}]", "security: [{oauth: [read, write]}]"),
            ("security: [{key: []}, {token: []}]", "security: [{key: []}, {oauth: []}]"),
            ("    token:", "    oauth:"),
        ],
        &[("security-scheme-renamed", C, P), ("security-scope-added", P, D)],
        &[("security-scheme-renamed", C, P), ("security-scope-removed", C, D)],
    ),
    case_in(
        "a scheme that nothing asks for",
        &[("    token:", "    basic: {type: http, scheme: basic}\n    token:")],
        &[("    basic: {type: http, scheme: basic}\n", "")],
        &[("unused-security-scheme-removed", D, B)],
        &[("security-scheme-added", C, C)],
    ),
    case_in(
        "a header as an API key or as a bearer token",
        &[("{type: http, scheme: bearer}", "{type: apiKey, in: header, name: Authorization}")],
        &[("{type: apiKey, in: header, name: Authorization}", "{type: http, scheme: bearer}")],
        &[("security-scheme-header-changed", P, B), ("security-scheme-rust-name-changed", C, B)],
        &[("security-scheme-header-changed", P, B), ("security-scheme-rust-name-changed", C, B)],
    ),
    case(
        "a scheme that an operation accepted",
        &[
            ("security: [{key: []}, {token: []}]", "security: [{key: []}]"),
            ("    token: {type: http, scheme: bearer}\n", ""),
        ],
        &[("security-scheme-removed", B, B), ("operation-security-alternative-removed", B, P)],
        &[("security-scheme-added", C, C), ("operation-security-alternative-added", C, C)],
    ),
];
