//! Responses.

use super::{case, case_in};
use crate::Case;
use specweave::diff::Level::{
    Breaking as B, Compatible as C, Documentation as D, PossiblyBreaking as P,
};

pub(super) const RESPONSES: &[Case] = &[
    case(
        "one more success, of the same type",
        &[(
            "        '200': {description: The host.,",
            "        '203': {description: A host., content: {application/json: {schema: {$ref: '#/components/schemas/Host'}}}}\n        '200': {description: The host.,",
        )],
        &[("response-status-added", P, C)],
        &[("response-status-removed", P, C)],
    ),
    case(
        "one more success, without a body",
        &[(
            "        '200': {description: The host.,",
            "        '204': {description: No host.}\n        '200': {description: The host.,",
        )],
        &[("response-status-added", P, B)],
        &[("response-status-removed", P, B)],
    ),
    case(
        "a body of a response that has none",
        &[(
            "'204': {description: Gone.}",
            "'204': {description: Gone., content: {application/json: {schema: {type: string}}}}",
        )],
        &[("unread-part-changed", P, C)],
        &[("unread-part-changed", P, C)],
    ),
    case(
        "a response that comes before the one that counts",
        &[(
            "'204': {description: Gone.}",
            "'204': {description: Gone.}, '103': {description: Hints.}",
        )],
        &[("documentation-changed", D, D)],
        &[("documentation-changed", D, D)],
    ),
    case(
        "one more success, of several",
        &[(
            "        '202': {description: Will be.,",
            "        '203': {description: Was., content: {application/json: {schema: {type: integer}}}}\n        '202': {description: Will be.,",
        )],
        &[("response-status-added", P, C)],
        &[("response-status-removed", P, B)],
    ),
    case(
        "another success",
        &[("'201': {description: Made.,", "'200': {description: Made.,")],
        &[("response-status-changed", B, C)],
        &[("response-status-changed", B, C)],
    ),
    case(
        "another success, of several",
        &[("'202': {description: Will be.,", "'203': {description: Will be.,")],
        &[("operation-retry-changed", C, C), ("response-status-changed", B, B)],
        &[("operation-retry-changed", C, C), ("response-status-changed", B, B)],
    ),
    case(
        "one more failure",
        &[(
            "        '500': {description: Broken.}",
            "        '500': {description: Broken.}\n        '503': {description: Busy.}",
        )],
        &[("response-error-status-added", C, C)],
        &[("response-error-status-removed", C, B)],
    ),
    case_in(
        "one more failure of an operation with error kinds of its own",
        &[(
            "'409': {description: Is there., content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}",
            "'409': {description: Is there., content: {application/json: {schema: {type: string}}}}",
        )],
        &[(
            "        '409': {description: Is there.,",
            "        '503': {description: Busy.}\n        '409': {description: Is there.,",
        )],
        &[("response-error-status-added", C, C)],
        &[("response-error-status-removed", C, B)],
    ),
    case(
        "the first failure",
        &[(
            "'204': {description: Gone.}",
            "'204': {description: Gone.}, '404': {description: None.}",
        )],
        &[("response-error-status-added", C, P)],
        &[("response-error-status-removed", C, B)],
    ),
    case(
        "a response with a body",
        &[(
            "{'204': {description: Done.}}",
            "{'201': {description: Done., content: {application/json: {schema: {type: string}}}}}",
        )],
        &[("response-status-changed", B, B), ("response-body-added", C, B)],
        &[("response-status-changed", B, B), ("response-body-removed", B, B)],
    ),
    case(
        "a failure with the error object",
        &[(
            "'500': {description: Broken.}",
            "'500': {description: Broken., content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}",
        )],
        &[("response-error-body-added", C, C)],
        &[("response-error-body-removed", P, C)],
    ),
    case(
        "one more media type of a response",
        &[(
            "text/plain: {schema: {type: string}}}}\n        '202'",
            "text/plain: {schema: {type: string}}, text/csv: {schema: {type: string}}}}\n        '202'",
        )],
        &[("response-media-type-added", C, C)],
        &[("response-media-type-removed", B, C)],
    ),
    case(
        "another preferred media type of a response",
        &[(
            "content: {application/json: {schema: {$ref: '#/components/schemas/Host'}}, text/plain:",
            "content: {text/plain:",
        )],
        &[("operation-rust-name-changed", C, B), ("response-media-type-removed", B, B)],
        &[("response-media-type-added", C, B)],
    ),
    case_in(
        "the preferred of two types of a response",
        &[(
            "'200': {description: The host., content: {application/json:",
            "'200': {description: The host., content: {application/a+json: {schema: {type: integer}}, application/b+json:",
        )],
        &[(
            "content: {application/a+json: {schema: {type: integer}}, application/b+json: {schema: {$ref: '#/components/schemas/Host'}}}",
            "content: {application/b+json: {schema: {$ref: '#/components/schemas/Host'}}, application/a+json: {schema: {type: integer}}}",
        )],
        &[("response-media-type-preferred-changed", C, B)],
        &[("response-media-type-preferred-changed", C, B)],
    ),
    case(
        "one more header",
        &[("headers: {X-Total:", "headers: {X-Left: {schema: {type: integer}}, X-Total:")],
        &[("response-header-added", C, C)],
        &[("response-header-removed", P, B)],
    ),
    case(
        "the type of a header",
        &[(
            "description: How many., schema: {type: integer}",
            "description: How many., schema: {type: string}",
        )],
        &[("response-type-generalized", P, B)],
        &[("response-type-specialized", C, B)],
    ),
    case_in(
        "a header that is always there",
        &[(
            "headers: {X-Total:",
            "headers: {X-Left: {required: true, schema: {type: integer}}, X-Total:",
        )],
        &[("X-Left: {required: true, schema: {type: integer}}, ", "")],
        &[("response-required-header-removed", B, B)],
        &[("response-header-added", C, C)],
    ),
    case(
        "description of a header",
        &[("description: How many.", "description: Count.")],
        &[("response-header-description-changed", D, D)],
        &[("response-header-description-changed", D, D)],
    ),
    case(
        "description of a response",
        &[("description: The hosts.", "description: Hosts.")],
        &[("response-description-changed", D, D)],
        &[("response-description-changed", D, D)],
    ),
    case(
        "description of a failure",
        &[("description: Is there.", "description: Was there.")],
        &[("response-error-description-changed", D, C)],
        &[("response-error-description-changed", D, C)],
    ),
    case(
        "any success for one",
        &[("'201': {description: Made.,", "2XX: {description: Made.,")],
        &[("response-status-added", P, C)],
        &[("response-status-stated", C, C)],
    ),
    case_in(
        "one success for any status",
        &[("'201': {description: Made.,", "default: {description: Made.,")],
        &[("default: {description: Made.,", "'201': {description: Made.,")],
        &[("response-status-stated", C, C)],
        &[("response-status-added", P, C)],
    ),
    case_in(
        "a header twice in other letters",
        &[("headers: {X-Total:", "headers: {x-total: {schema: {type: string}}, X-Total:")],
        &[],
        &[],
        &[],
    ),
    case_in(
        "the type of what comes as XML",
        &[(
            "'204': {description: Gone.}",
            "'200': {description: Gone., content: {application/xml: {schema: {type: object, properties: {when: {type: string}}}}}}",
        )],
        &[("{when: {type: string}}", "{when: {type: integer}}")],
        &[("response-type-changed", B, B)],
        &[("response-type-changed", B, B)],
    ),
    case(
        "the encoding of JSON, said",
        &[(
            "{description: The host., content: {application/json:",
            "{description: The host., content: {application/json; charset=\"UTF-8\":",
        )],
        &[],
        &[],
    ),
    case(
        "another media type of a response",
        &[(
            "{description: The host., content: {application/json:",
            "{description: The host., content: {application/host+json:",
        )],
        &[("response-media-type-added", C, C), ("response-media-type-removed", B, C)],
        &[("response-media-type-added", C, C), ("response-media-type-removed", B, C)],
    ),
    case(
        "a required header",
        &[("X-Total: {description", "X-Total: {required: true, description")],
        &[("response-header-became-required", C, C)],
        &[("response-header-became-optional", P, P)],
    ),
    case_in(
        "the value of a header as JSON",
        &[(
            "X-Total: {description: How many., schema: {type: integer}}",
            "X-Total: {description: How many., content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}",
        )],
        &[(
            "properties: {a: {type: string}}",
            "properties: {a: {type: string}, b: {type: string}}",
        )],
        &[("response-property-added", C, C)],
        &[("response-property-removed", B, B)],
    ),
    case(
        "links",
        &[(
            "description: The hosts.\n",
            "description: The hosts.\n          links: {next: {operationId: getHost}}\n",
        )],
        &[("documentation-changed", D, D)],
        &[("documentation-changed", D, D)],
    ),
];
