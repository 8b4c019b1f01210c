//! Bodies of requests.

use super::{case, case_in};
use crate::Case;
use specweave::diff::Level::{
    Breaking as B, Compatible as C, Documentation as D, PossiblyBreaking as P,
};

/// Without the media types of parts.
const ENCODED: (&str, &str) = (", encoding: {plan: {contentType: text/csv}}", "");

pub(super) const BODIES: &[Case] = &[
    case(
        "a required body",
        &[(
            "operationId: getHost\n",
            "operationId: getHost\n      requestBody: {required: true, content: {application/json: {schema: {type: string}}}}\n",
        )],
        &[("request-body-added-required", B, B)],
        &[("request-body-removed", P, B)],
    ),
    case(
        "an optional body",
        &[(
            "operationId: getHost\n",
            "operationId: getHost\n      requestBody: {content: {application/json: {schema: {type: string}}}}\n",
        )],
        &[("request-body-added-optional", C, P)],
        &[("request-body-removed", P, B)],
    ),
    case_in(
        "a number in a multipart body becomes a text",
        &[("properties: {plan:", "properties: {count: {type: integer}, plan:"), ENCODED],
        &[("count: {type: integer}", "count: {type: string}")],
        &[("request-type-generalized", C, B)],
        &[("request-type-specialized", P, B)],
    ),
    case_in(
        "a number in a form becomes a list",
        &[
            (
                "multipart/form-data: {schema: {type: object, properties: {plan: {type: string, format: binary}}}",
                "application/x-www-form-urlencoded: {schema: {type: object, properties: {count: {type: integer}}}",
            ),
            ENCODED,
        ],
        &[("count: {type: integer}", "count: {type: array, items: {type: integer}}")],
        &[("request-type-generalized", C, B)],
        &[("request-type-changed", B, B)],
    ),
    case_in(
        "a number in a part of JSON becomes a text",
        &[
            ("properties: {plan:", "properties: {count: {type: integer}, plan:"),
            ("plan: {contentType: text/csv}", "count: {contentType: application/json}"),
        ],
        &[("count: {type: integer}", "count: {type: string}")],
        &[("request-type-changed", B, B)],
        &[("request-type-changed", B, B)],
    ),
    case(
        "a file becomes a text",
        &[("plan: {type: string, format: binary}", "plan: {type: string}")],
        &[("format-changed", D, B), ("request-type-changed", B, C)],
        &[("format-changed", D, B), ("request-type-changed", B, C)],
    ),
    case(
        "a file as OpenAPI 3.1 writes it",
        &[(
            "plan: {type: string, format: binary}",
            "plan: {type: string, contentMediaType: application/octet-stream}",
        )],
        &[("format-changed", D, D), ("stated-otherwise", D, D)],
        &[("format-changed", D, D), ("stated-otherwise", D, D)],
    ),
    case_in(
        "bytes that a schema calls otherwise",
        &[(
            "text/plain: {schema: {type: string}}\n      responses",
            "application/octet-stream: {schema: {type: string, format: binary}}\n      responses",
        )],
        &[(
            "application/octet-stream: {schema: {type: string, format: binary}}",
            "application/octet-stream: {schema: {}}",
        )],
        &[],
        &[],
    ),
    case(
        "a body becomes optional",
        &[(
            "        description: The new one.\n        required: true\n",
            "        description: The new one.\n",
        )],
        &[("request-body-became-optional", C, B)],
        &[("request-body-became-required", B, B)],
    ),
    case(
        "description of a body",
        &[("description: The new one.", "description: It.")],
        &[("request-body-description-changed", D, D)],
        &[("request-body-description-changed", D, D)],
    ),
    case(
        "one more media type",
        &[(
            "          text/plain: {schema: {type: string}}\n",
            "          text/plain: {schema: {type: string}}\n          text/csv: {schema: {type: string}}\n",
        )],
        &[("request-media-type-added", C, C)],
        &[("request-media-type-removed", B, B)],
    ),
    case(
        "one more media type, preferred",
        &[("          application/json: {schema: {$ref: '#/components/schemas/Host'}}\n", "")],
        &[("operation-rust-name-changed", C, B), ("request-media-type-removed", B, B)],
        &[("request-media-type-added", C, B)],
    ),
    case_in(
        "two media types in another order",
        &[(
            "          application/json: {schema: {$ref: '#/components/schemas/Host'}}\n",
            "          text/csv: {schema: {type: string}}\n          application/json: {schema: {$ref: '#/components/schemas/Host'}}\n",
        )],
        &[
            ("          text/csv: {schema: {type: string}}\n", ""),
            (
                "          text/plain: {schema: {type: string}}\n",
                "          text/plain: {schema: {type: string}}\n          text/csv: {schema: {type: string}}\n",
            ),
        ],
        &[],
        &[],
    ),
    case_in(
        "the preferred of two types",
        &[(
            "          application/json: {schema: {$ref: '#/components/schemas/Host'}}\n          text/plain",
            "          application/b+json: {schema: {$ref: '#/components/schemas/Host'}}\n          application/a+json: {schema: {type: integer}}\n          text/plain",
        )],
        &[(
            "          application/b+json: {schema: {$ref: '#/components/schemas/Host'}}\n          application/a+json: {schema: {type: integer}}\n",
            "          application/a+json: {schema: {type: integer}}\n          application/b+json: {schema: {$ref: '#/components/schemas/Host'}}\n",
        )],
        &[("request-media-type-preferred-changed", C, B)],
        &[("request-media-type-preferred-changed", C, B)],
    ),
    case(
        "a parameter that is called as the body was",
        &[(
            "{name: first, in: query, required: true,",
            "{name: body, x-rust-name: body, in: query, required: true,",
        )],
        &[
            ("request-parameter-removed", P, B),
            ("request-parameter-added-required", B, B),
            ("request-body-rust-name-changed", C, P),
        ],
        &[
            ("request-parameter-removed", P, B),
            ("request-parameter-added-required", B, B),
            ("request-body-rust-name-changed", C, P),
        ],
    ),
    case_in(
        "the type of what is not sent",
        &[(
            "          text/plain: {schema: {type: string}}\n",
            "          text/plain: {schema: {type: string}}\n          multipart/form-data: {schema: {type: object, properties: {label: {type: string}}}}\n",
        )],
        &[("{label: {type: string}}", "{label: {type: integer}}")],
        &[("request-type-specialized", P, B)],
        &[("request-type-generalized", C, B)],
    ),
    case_in(
        "the media type of a part, as it is without being said",
        &[(
            "plan: {type: string, format: binary}}}",
            "plan: {type: string, format: binary}, note: {type: object, properties: {by: {type: string}}}}}",
        )],
        &[("encoding: {plan:", "encoding: {note: {contentType: application/json}, plan:")],
        &[("stated-otherwise", D, D)],
        &[("stated-otherwise", D, D)],
    ),
    case_in(
        "the media type of a part that is a list of lists, as it is without being said",
        &[(
            "plan: {type: string, format: binary}}}",
            "plan: {type: string, format: binary}, grid: {type: array, items: {type: array, items: {type: string}}}}}",
        )],
        &[("encoding: {plan:", "encoding: {grid: {contentType: application/json}, plan:")],
        &[("stated-otherwise", D, D)],
        &[("stated-otherwise", D, D)],
    ),
    case_in(
        "the media type of a part of any kind",
        &[(
            "plan: {type: string, format: binary}}}",
            "plan: {type: string, format: binary}, any: {}}}",
        )],
        &[("encoding: {plan:", "encoding: {any: {contentType: application/json}, plan:")],
        &[("request-part-media-type-changed", P, C)],
        &[("request-part-media-type-changed", P, C)],
    ),
    case(
        "the media type of a part",
        &[("contentType: text/csv", "contentType: text/tab-separated-values")],
        &[("request-part-media-type-changed", P, C)],
        &[("request-part-media-type-changed", P, C)],
    ),
    case(
        "a header of a part that is always the same",
        &[(
            "contentType: text/csv}",
            "contentType: text/csv, headers: {X-Kind: {schema: {type: string, enum: [plan]}}}}",
        )],
        &[("request-part-header-changed", P, C)],
        &[("request-part-header-changed", P, C)],
    ),
];
