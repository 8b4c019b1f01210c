//! Parameters.

use super::{case, case_in};
use crate::Case;
use specweave::diff::Level::{
    Breaking as B, Compatible as C, Documentation as D, PossiblyBreaking as P,
};

pub(super) const PARAMETERS: &[Case] = &[
    case_in(
        "a property of an object in a query becomes a text",
        &[(
            "{name: page, in: query, description: Which page., schema: {type: integer}}",
            "{name: page, in: query, style: deepObject, schema: {type: object, properties: {at: {type: integer}}}}",
        )],
        &[("at: {type: integer}", "at: {type: string}")],
        &[("request-type-generalized", C, B)],
        &[("request-type-specialized", P, B)],
    ),
    case_in(
        "an example that a parameter shares",
        &[
            (
                "description: Which page., schema: {type: integer}",
                "description: Which page., schema: {type: integer}, examples: {first: {$ref: '#/components/examples/First'}}",
            ),
            ("  schemas:\n", "  examples: {First: {value: 1}}\n  schemas:\n"),
        ],
        &[("First: {value: 1}", "First: {value: 2}")],
        &[("documentation-changed", D, D)],
        &[("documentation-changed", D, D)],
    ),
    case(
        "a misspelled key of ours",
        &[("{name: page, in: query,", "{name: page, x-secrets: true, in: query,")],
        &[("unread-part-changed", P, C)],
        &[("unread-part-changed", P, C)],
    ),
    case(
        "a header that OpenAPI leaves to media types",
        &[(
            "parameters: [{name: id, in: path, required: true, schema: {type: integer}}]",
            "parameters: [{name: id, in: path, required: true, schema: {type: integer}}, {name: Accept, in: header, required: true, schema: {type: string}}]",
        )],
        &[("documentation-changed", D, D)],
        &[("documentation-changed", D, D)],
    ),
    case_in(
        "a key of another tool",
        &[("{name: page, in: query,", "{name: page, x-other: true, in: query,")],
        &[],
        &[],
        &[],
    ),
    case_in(
        "items that are texts of any kind",
        &[(
            "schema: {type: array, items: {type: string}}}\n        - {name: zone",
            "schema: {type: array, items: {type: integer}}}\n        - {name: zone",
        )],
        &[(
            "schema: {type: array, items: {type: integer}}}\n        - {name: zone",
            "schema: {type: array, items: {type: string}}}\n        - {name: zone",
        )],
        &[("request-type-generalized", C, B)],
        &[("request-type-specialized", P, B)],
    ),
    case(
        "a parameter in JSON",
        &[(
            "{name: labels, in: query, schema: {type: array, items: {type: string}}}",
            "{name: labels, in: query, content: {application/json: {schema: {type: array, items: {type: string}}}}}",
        )],
        &[("request-parameter-style-changed", B, C)],
        &[("request-parameter-style-changed", B, C)],
    ),
    case(
        "a required parameter",
        &[(
            "        - {name: page,",
            "        - {name: size, in: query, required: true, schema: {type: boolean}}\n        - {name: page,",
        )],
        &[("request-parameter-added-required", B, B)],
        &[("request-parameter-removed", P, B)],
    ),
    case(
        "an optional parameter",
        &[(
            "        - {name: page,",
            "        - {name: size, in: query, schema: {type: boolean}}\n        - {name: page,",
        )],
        &[("request-parameter-added-optional", C, P)],
        &[("request-parameter-removed", P, B)],
    ),
    case(
        "an optional parameter of an operation that takes none",
        &[(
            "      operationId: listRacks\n",
            "      operationId: listRacks\n      parameters: [{name: size, in: query, schema: {type: boolean}}]\n",
        )],
        &[("request-parameter-added-optional", C, P)],
        &[("request-parameter-removed", P, B)],
    ),
    case(
        "a deprecated parameter is gone",
        &[("        - {name: force, in: query, deprecated: true, schema: {type: boolean}}\n", "")],
        &[("request-parameter-removed-after-deprecation", P, B)],
        &[("request-parameter-added-optional", C, P)],
    ),
    case_in(
        "the format of a parameter",
        &[(
            "{name: zone, in: query, required: true, schema: {type: string}}",
            "{name: zone, in: query, required: true, schema: {type: string, format: email}}",
        )],
        &[("format: email", "format: uri")],
        &[("request-parameter-format-changed", B, C)],
        &[("request-parameter-format-changed", B, C)],
    ),
    case(
        "a parameter with another name",
        &[("{name: page,", "{name: pageNumber,")],
        &[("request-parameter-renamed", B, B)],
        &[("request-parameter-renamed", B, B)],
    ),
    case(
        "a required parameter with another name",
        &[("{name: zone,", "{name: zones,")],
        &[("request-parameter-renamed", B, P)],
        &[("request-parameter-renamed", B, P)],
    ),
    case(
        "the type of a parameter",
        &[(
            "description: Which page., schema: {type: integer}",
            "description: Which page., schema: {type: string}",
        )],
        &[("request-type-generalized", C, B)],
        &[("request-type-specialized", P, B)],
    ),
    case(
        "a bound of a parameter",
        &[(
            "description: Which page., schema: {type: integer}",
            "description: Which page., schema: {type: integer, maximum: 9}",
        )],
        &[("request-bound-tightened", B, D)],
        &[("request-bound-loosened", C, D)],
    ),
    case(
        "the default of a parameter",
        &[(
            "description: Which page., schema: {type: integer}",
            "description: Which page., schema: {type: integer, default: 1}",
        )],
        &[("request-default-added", C, D)],
        &[("request-default-removed", P, D)],
    ),
    case(
        "the values of a parameter",
        &[(
            "{name: zone, in: query, required: true, schema: {type: string}}",
            "{name: zone, in: query, required: true, schema: {type: string, enum: [a, b]}}",
        )],
        &[("request-value-became-enum", B, B)],
        &[("request-value-no-longer-enum", C, B)],
    ),
    case("a header in other letters", &[("{name: X-Trace,", "{name: x-trace,")], &[], &[]),
    case(
        "a path variable with another name",
        &[
            ("  /racks/{id}/{slot}:", "  /racks/{rack}/{slot}:"),
            (
                "operationId: fillSlot\n      parameters:\n        - {name: id,",
                "operationId: fillSlot\n      parameters:\n        - {name: rack,",
            ),
        ],
        &[("path-parameter-renamed", C, P)],
        &[("path-parameter-renamed", C, P)],
    ),
    case(
        "path variables that change places",
        &[("  /racks/{id}/{slot}:", "  /racks/{slot}/{id}:")],
        &[("operation-arguments-reordered", C, B), ("path-parameters-swapped", P, C)],
        &[("operation-arguments-reordered", C, B), ("path-parameters-swapped", P, C)],
    ),
    case(
        "a wider value, which travels as text",
        &[(
            "description: Which page., schema: {type: integer}",
            "description: Which page., schema: {type: array, items: {type: integer}}",
        )],
        &[("request-type-generalized", C, B)],
        &[("request-type-changed", B, B)],
    ),
    case(
        "a parameter asks for a name",
        &[("{name: page, in: query,", "{name: page, x-rust-name: page_number, in: query,")],
        &[("request-parameter-rust-name-changed", C, B)],
        &[("request-parameter-rust-name-changed", C, B)],
    ),
    case(
        "a parameter becomes required",
        &[("{name: page, in: query,", "{name: page, in: query, required: true,")],
        &[("request-parameter-became-required", B, B)],
        &[("request-parameter-became-optional", C, B)],
    ),
    case(
        "a parameter elsewhere",
        &[("{name: page, in: query,", "{name: page, in: header,")],
        &[("request-parameter-location-changed", B, C)],
        &[("request-parameter-location-changed", B, C)],
    ),
    case(
        "a list written differently",
        &[("{name: labels, in: query,", "{name: labels, in: query, explode: false,")],
        &[("request-parameter-style-changed", B, C)],
        &[("request-parameter-style-changed", B, C)],
    ),
    case(
        "a single value that is not exploded",
        &[("{name: page, in: query,", "{name: page, in: query, explode: false,")],
        &[],
        &[],
    ),
    case(
        "reserved characters",
        &[("{name: zone, in: query,", "{name: zone, in: query, allowReserved: true,")],
        &[("request-parameter-escaping-changed", P, C)],
        &[("request-parameter-escaping-changed", P, C)],
    ),
    case(
        "a deprecated parameter",
        &[("{name: page, in: query,", "{name: page, in: query, deprecated: true,")],
        &[("request-parameter-deprecated", C, C)],
        &[("request-parameter-no-longer-deprecated", C, C)],
    ),
    case(
        "description of a parameter",
        &[("description: Which page.", "description: Its number.")],
        &[("request-parameter-description-changed", D, D)],
        &[("request-parameter-description-changed", D, D)],
    ),
    case(
        "required parameters in another order",
        &[
            ("        - {name: first, in: query, required: true, schema: {type: string}}\n", ""),
            (
                "        - {name: second, in: query, required: true, schema: {type: string}}\n",
                "        - {name: second, in: query, required: true, schema: {type: string}}\n        - {name: first, in: query, required: true, schema: {type: string}}\n",
            ),
        ],
        &[("operation-arguments-reordered", C, B)],
        &[("operation-arguments-reordered", C, B)],
    ),
    case(
        "optional parameters in another order",
        &[
            (
                "        - {name: page, in: query, description: Which page., schema: {type: integer}}\n",
                "",
            ),
            (
                "        - {name: zone,",
                "        - {name: page, in: query, description: Which page., schema: {type: integer}}\n        - {name: zone,",
            ),
        ],
        &[],
        &[],
    ),
];
