//! The API as a whole.

use super::{case, case_in};
use crate::Case;
use specweave::diff::Level::{
    Breaking as B, Compatible as C, Documentation as D, PossiblyBreaking as P,
};

/// A webhook in the document.
const WEBHOOK: &[(&str, &str)] = &[(
    "openapi: 3.0.3\n",
    "openapi: 3.1.0\nwebhooks: {made: {post: {summary: A host was made., parameters: [{name: X-Of, in: header, description: Whose.}], requestBody: {content: {application/json: {schema: \
     {properties: {number: {type: integer, example: 5}}}}}}}}}\n",
)];

/// A webhook whose payload is a component.
const REFERRED: &[(&str, &str)] = &[
    (
        "openapi: 3.0.3\n",
        "openapi: 3.1.0\nwebhooks: {made: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Made'}}}}}}}\n",
    ),
    (
        "    Host: {",
        "    Made: {properties: {number: {type: integer}, at: {type: string}}}\n    Host: {",
    ),
];

pub(super) const API: &[Case] = &[
    case(
        "title",
        &[("title: Hosting", "title: Hosts")],
        &[("api-title-changed", D, D)],
        &[("api-title-changed", D, D)],
    ),
    case(
        "version",
        &[("version: '1'", "version: '2'")],
        &[("api-version-changed", D, D)],
        &[("api-version-changed", D, D)],
    ),
    case(
        "description",
        &[(", description: All about hosts.", "")],
        &[("api-description-changed", D, D)],
        &[("api-description-changed", D, D)],
    ),
    case(
        "another default server",
        &[("https://a.example", "https://b.example")],
        &[("server-default-changed", P, P)],
        &[("server-default-changed", P, P)],
    ),
    case(
        "a default server that is written otherwise",
        &[("https://a.example", "HTTPS://A.example:443/")],
        &[("stated-otherwise", D, D)],
        &[("stated-otherwise", D, D)],
    ),
    case(
        "no default server",
        &[("servers: [{url: 'https://a.example', description: Live.}]", "servers: []")],
        &[("server-default-changed", P, B)],
        &[("server-added", C, C)],
    ),
    case(
        "one more server",
        &[("description: Live.}", "description: Live.}, {url: 'https://b.example'}")],
        &[("server-added", C, C)],
        &[("server-removed", P, B), ("server-rust-changed", D, B)],
    ),
    case(
        "one more server in front",
        &[("servers: [", "servers: [{url: 'https://b.example'}, ")],
        &[("server-default-changed", P, P), ("server-added", C, C)],
        &[
            ("server-default-changed", P, P),
            ("server-removed", P, B),
            ("server-rust-changed", D, B),
        ],
    ),
    case(
        "values of a variable of a server",
        &[(
            "https://a.example', description: Live.",
            "https://{z}.example', variables: {z: {default: a, enum: [a, b]}}, description: Live.",
        )],
        &[("documentation-changed", D, D), ("stated-otherwise", D, D)],
        &[
            ("documentation-changed", D, D),
            ("server-rust-changed", D, B),
            ("stated-otherwise", D, D),
        ],
    ),
    case(
        "a slash at the end of a server",
        &[("https://a.example", "https://a.example/")],
        &[("stated-otherwise", D, D)],
        &[("stated-otherwise", D, D)],
    ),
    case(
        "a server that cannot be used",
        &[("description: Live.}]", "description: Live.}, {url: 'https://{region}.example'}]")],
        &[("unread-part-changed", P, C)],
        &[("unread-part-changed", P, C)],
    ),
    case_in(
        "a server listed twice",
        &[("servers: [", "servers: [{url: 'https://a.example', description: Also.}, ")],
        &[],
        &[],
        &[],
    ),
    case_in(
        "an example in a webhook, which the crate does not read",
        WEBHOOK,
        &[("example: 5", "example: 6")],
        &[("documentation-changed", D, D)],
        &[("documentation-changed", D, D)],
    ),
    case_in(
        "several texts in a webhook",
        WEBHOOK,
        &[("example: 5", "description: Its number."), ("A host was made.", "It was made.")],
        &[("documentation-changed", D, D); 3],
        &[("documentation-changed", D, D); 3],
    ),
    case_in(
        "a type in a webhook beside a text",
        WEBHOOK,
        &[("type: integer, example: 5", "type: string"), ("A host was made.", "It was made.")],
        &[
            ("documentation-changed", D, D),
            ("documentation-changed", D, D),
            ("unread-part-changed", P, C),
        ],
        &[
            ("documentation-changed", D, D),
            ("documentation-changed", D, D),
            ("unread-part-changed", P, C),
        ],
    ),
    case_in(
        "a parameter of a webhook",
        WEBHOOK,
        &[("description: Whose.", "required: true")],
        &[("documentation-changed", D, D), ("unread-part-changed", P, C)],
        &[("documentation-changed", D, D), ("unread-part-changed", P, C)],
    ),
    case_in(
        "an extension of others in a webhook",
        WEBHOOK,
        &[("summary: A host was made.", "x-icon: host, summary: A host was made.")],
        &[],
        &[],
    ),
    case(
        "a key that nobody knows",
        &[("openapi: 3.0.3\n", "openapi: 3.0.3\nfuture: true\n")],
        &[("unread-part-changed", P, C)],
        &[("unread-part-changed", P, C)],
    ),
    case(
        "whom to ask",
        &[("title: Hosting,", "title: Hosting, contact: {name: Ann},")],
        &[("documentation-changed", D, D)],
        &[("documentation-changed", D, D)],
    ),
    case(
        "description of a server",
        &[("description: Live.", "description: Real.")],
        &[("server-description-changed", D, D)],
        &[("server-description-changed", D, D)],
    ),
    case(
        "no error object any more",
        &[(
            "'204': {description: Gone.}",
            "'204': {description: Gone.}, '404': {description: None., content: {application/json: {schema: {type: string}}}}",
        )],
        &[("api-error-object-changed", C, B), ("response-error-status-added", C, P)],
        &[("api-error-object-changed", C, B), ("response-error-status-removed", C, B)],
    ),
    case(
        "a parameter as a component",
        &[
            (
                "- {name: page, in: query, description: Which page., schema: {type: integer}}",
                "- {$ref: '#/components/parameters/Page'}",
            ),
            (
                "  securitySchemes:",
                "  parameters: {Page: {name: page, in: query, description: Which page., schema: {type: integer}}}\n  securitySchemes:",
            ),
        ],
        &[],
        &[],
    ),
    case_in(
        "a component that nothing uses",
        &[(
            "  securitySchemes:",
            "  headers: {X-Old: {schema: {type: integer}}}\n  securitySchemes:",
        )],
        &[("X-Old: {schema: {type: integer}}", "X-Old: {schema: {type: string}}")],
        &[("documentation-changed", D, D)],
        &[("documentation-changed", D, D)],
    ),
    case_in(
        "the payload of a webhook behind a reference",
        REFERRED,
        &[("{number: {type: integer}, at: {type: string}}", "{number: {type: integer}}")],
        &[("response-property-removed", B, B)],
        &[("response-property-added", C, C)],
    ),
    case_in(
        "the payload of a webhook in its place",
        REFERRED,
        &[
            (
                "schema: {$ref: '#/components/schemas/Made'}",
                "schema: {properties: {number: {type: integer}, at: {type: string}}}",
            ),
            ("    Made: {properties: {number: {type: integer}, at: {type: string}}}\n", ""),
        ],
        &[("schema-removed", D, B)],
        &[("schema-added", D, C)],
    ),
    case_in(
        "no servers, or the address of the document",
        &[("servers: [{url: 'https://a.example', description: Live.}]", "servers: []")],
        &[("servers: []", "servers: [{url: /}]")],
        &[],
        &[],
    ),
];
