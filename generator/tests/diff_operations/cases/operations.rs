//! What an operation is called, where it is, what is said of it.

use super::{case, case_in};
use crate::Case;
use specweave::diff::Level::{
    Breaking as B, Compatible as C, Documentation as D, PossiblyBreaking as P,
};

const LIST_HOSTS: (&str, &str) = ("operationId: listHosts\n", "operationId: findHosts\n");

pub(super) const OPERATIONS: &[Case] = &[
    case(
        "two operations exchange their operationIds",
        &[
            ("operationId: listHosts", "operationId: was"),
            ("operationId: getHost", "operationId: listHosts"),
            ("operationId: was", "operationId: getHost"),
        ],
        &[("operation-id-changed", C, B), ("operation-id-changed", C, B)],
        &[("operation-id-changed", C, B), ("operation-id-changed", C, B)],
    ),
    case(
        "an operation is gone",
        &[(
            "    get:\n      tags: [hosts]\n      operationId: getHost\n      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]\n      responses:\n        '200': {description: The host., content: {application/json: {schema: {$ref: '#/components/schemas/Host'}}}}\n",
            "",
        )],
        &[("operation-removed", B, B)],
        &[("operation-added", C, C)],
    ),
    case(
        "a deprecated operation is gone",
        &[(
            "    delete:\n      tags: [hosts]\n      operationId: deleteHost\n      deprecated: true\n      parameters:\n        - {name: id, in: path, required: true, schema: {type: integer}}\n        - {name: force, in: query, deprecated: true, schema: {type: boolean}}\n      responses: {'204': {description: Gone.}}\n",
            "",
        )],
        &[("operation-removed-after-deprecation", P, B)],
        &[("operation-added", C, C)],
    ),
    case(
        "one operation instead of another",
        &[(
            "  /racks:\n    get:\n      tags: [racks]\n      operationId: listRacks\n      security: [{key: []}, {token: []}]\n      responses:\n        '200': {description: Names., content: {application/json: {schema: {type: array, items: {type: string}}}}}\n",
            "  /rooms:\n    get:\n      tags: [racks]\n      operationId: listRooms\n      responses:\n        '200': {description: Numbers., content: {application/json: {schema: {type: array, items: {type: integer}}}}}\n  /racks:\n",
        )],
        &[("operation-removed", B, B), ("operation-added", C, C)],
        &[("operation-removed", B, B), ("operation-added", C, C)],
    ),
    case(
        "two operations like one that is gone",
        &[(
            "  /racks:\n    get:\n      tags: [racks]\n      operationId: listRacks\n      security: [{key: []}, {token: []}]\n      responses:\n        '200': {description: Names., content: {application/json: {schema: {type: array, items: {type: string}}}}}\n",
            "  /rooms:\n    get:\n      tags: [racks]\n      operationId: listRooms\n      responses:\n        '200': {description: Names., content: {application/json: {schema: {type: array, items: {type: string}}}}}\n  /cages:\n    get:\n      tags: [racks]\n      operationId: listCages\n      responses:\n        '200': {description: Names., content: {application/json: {schema: {type: array, items: {type: string}}}}}\n  /racks:\n",
        )],
        &[("operation-removed", B, B), ("operation-added", C, C), ("operation-added", C, C)],
        &[("operation-removed", B, B), ("operation-removed", B, B), ("operation-added", C, C)],
    ),
    case(
        "an operation that cannot be read",
        &[(
            "      responses: {'204': {description: Done.}}",
            "      responses: {'204': {$ref: '#/none'}}",
        )],
        &[("operation-no-longer-generated", P, B)],
        &[("operation-generated", C, C)],
    ),
    case_in(
        "an operation that cannot be read in either state",
        &[(
            "      responses: {'204': {description: Done.}}",
            "      responses: {'204': {$ref: '#/none'}}",
        )],
        &[(
            "encoding: {plan: {contentType: text/csv}}",
            "encoding: {plan: {contentType: text/plain}}",
        )],
        &[("unread-operation-changed", P, C)],
        &[("unread-operation-changed", P, C)],
    ),
    case(
        "another path",
        &[("  /hosts/{id}:", "  /machines/{id}:")],
        &[("operation-path-changed", B, C), ("operation-path-changed", B, C)],
        &[("operation-path-changed", B, C), ("operation-path-changed", B, C)],
    ),
    case(
        "another method",
        &[("    delete:\n", "    post:\n")],
        &[("operation-method-changed", B, C)],
        &[("operation-method-changed", B, C)],
    ),
    case(
        "another operationId",
        &[LIST_HOSTS],
        &[("operation-id-changed", C, B)],
        &[("operation-id-changed", C, B)],
    ),
    case(
        "another operationId of the same name in Rust",
        &[("operationId: listHosts\n", "operationId: list_hosts\n")],
        &[("operation-id-changed", C, C)],
        &[("operation-id-changed", C, C)],
    ),
    case(
        "another operationId and path",
        &[
            ("  /racks:\n", "  /cabinets:\n"),
            ("operationId: listRacks\n", "operationId: listCabinets\n"),
        ],
        &[
            ("operation-path-changed", B, C),
            ("operation-path-changed", B, C),
            ("operation-id-changed", C, B),
        ],
        &[
            ("operation-path-changed", B, C),
            ("operation-path-changed", B, C),
            ("operation-id-changed", C, B),
        ],
    ),
    case(
        "an operation asks for a name",
        &[("operationId: listHosts\n", "operationId: listHosts\n      x-rust-name: all\n")],
        &[("operation-rust-name-changed", C, B)],
        &[("operation-rust-name-changed", C, B)],
    ),
    case(
        "another tag",
        &[(
            "tags: [racks]\n      operationId: listRacks",
            "tags: [hosts]\n      operationId: listRacks",
        )],
        &[("operation-tag-changed", C, B)],
        &[("operation-tag-changed", C, B)],
    ),
    case(
        "a deprecated operation",
        &[("operationId: listHosts\n", "operationId: listHosts\n      deprecated: true\n")],
        &[("operation-deprecated", C, C)],
        &[("operation-no-longer-deprecated", C, C)],
    ),
    case(
        "summary",
        &[("summary: All hosts.", "summary: Some hosts.")],
        &[("operation-summary-changed", D, D)],
        &[("operation-summary-changed", D, D)],
    ),
    case(
        "description of an operation",
        &[("description: Lists them.", "description: Lists all.")],
        &[("operation-description-changed", D, D)],
        &[("operation-description-changed", D, D)],
    ),
    case(
        "layout of a description",
        &[("description: Lists them.", "description: '  Lists   them. '")],
        &[],
        &[],
    ),
    case(
        "two operationIds that are exchanged",
        &[
            ("operationId: createHost\n", "operationId: none\n"),
            ("operationId: listRacks\n", "operationId: createHost\n"),
            ("operationId: none\n", "operationId: listRacks\n"),
            ("operationId: getHost\n", "operationId: none\n"),
            ("operationId: deleteHost\n", "operationId: getHost\n"),
            ("operationId: none\n", "operationId: deleteHost\n"),
        ],
        &[("operation-id-changed", C, B); 4],
        &[("operation-id-changed", C, B); 4],
    ),
    case(
        "an operation that is sent once",
        &[("    delete:\n", "    delete:\n      x-retry: {idempotent: false}\n")],
        &[("operation-retry-changed", C, C)],
        &[("operation-retry-changed", C, C)],
    ),
    case_in(
        "a body that asks for a stream",
        &[
            (
                "'201': {description: Made., content: {",
                "'201': {description: Made., content: {text/event-stream: {schema: {type: string}}, ",
            ),
            (
                "        content: {application/json: {schema: {$ref: '#/components/schemas/Host'}}}\n      responses:\n        '201'",
                "        content: {application/json: {schema: {allOf: [{$ref: '#/components/schemas/Host'}, {type: object, properties: {old: {type: boolean}}}]}}}\n      responses:\n        '201'",
            ),
        ],
        &[("{old: {type: boolean}}", "{old: {type: boolean}, live: {type: boolean}}")],
        &[("operation-stream-asked", C, C), ("request-property-added", C, C)],
        &[("operation-stream-asked-otherwise", P, P), ("request-property-removed", P, B)],
    ),
    case(
        "an operation that may be sent again",
        &[(
            "operationId: createHost\n",
            "operationId: createHost\n      x-retry: {idempotent: true}\n",
        )],
        &[("operation-retry-changed", C, C)],
        &[("operation-retry-changed", C, C)],
    ),
    case(
        "a mark that says what the method says",
        &[
            ("    delete:\n", "    delete:\n      x-retry: {idempotent: true}\n"),
            (
                "operationId: createHost\n",
                "operationId: createHost\n      x-retry: {idempotent: false}\n",
            ),
        ],
        &[],
        &[],
    ),
    case(
        "an operation with a server of its own",
        &[(
            "      operationId: createHost\n",
            "      operationId: createHost\n      servers: [{url: 'https://{zone}.example', variables: {zone: {default: b}}}]\n",
        )],
        &[("operation-server-changed", P, D)],
        &[("operation-server-changed", P, D), ("server-rust-changed", D, B)],
    ),
    case_in(
        "the beginning of a path that moves into a server",
        &[("  /racks:\n", "  /in/racks:\n")],
        &[("  /in/racks:\n", "  /racks:\n    servers: [{url: 'https://a.example/in/'}]\n")],
        &[
            ("stated-otherwise", D, D),
            ("stated-otherwise", D, D),
            ("stated-otherwise", D, P),
            ("stated-otherwise", D, P),
        ],
        &[
            ("stated-otherwise", D, D),
            ("stated-otherwise", D, D),
            ("stated-otherwise", D, P),
            ("stated-otherwise", D, P),
        ],
    ),
    case(
        "an operation with the server of the API, said again",
        &[(
            "  /racks:\n",
            "  /racks:\n    servers: [{url: 'https://a.example', description: Here.}]\n",
        )],
        &[],
        &[],
    ),
];
