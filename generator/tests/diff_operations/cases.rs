//! The edits: what is changed in the base document, and what that is found to be in both directions.

use super::{Case, Found};
use specweave::diff::Level::{
    Breaking as B, Compatible as C, Documentation as D, PossiblyBreaking as P,
};

/// An edit of the base itself.
const fn case(
    name: &'static str,
    edit: &'static [(&'static str, &'static str)],
    forth: &'static [Found],
    back: &'static [Found],
) -> Case {
    Case { name, setting: &[], edit, forth, back }
}

/// An edit of the base after another.
const fn case_in(
    name: &'static str,
    setting: &'static [(&'static str, &'static str)],
    edit: &'static [(&'static str, &'static str)],
    forth: &'static [Found],
    back: &'static [Found],
) -> Case {
    Case { name, setting, edit, forth, back }
}

pub(crate) fn all() -> Vec<&'static Case> {
    [API, SECURITY, TAGS, OPERATIONS, PAGING, PARAMETERS, BODIES, ANSWERS]
        .into_iter()
        .flatten()
        .collect()
}

const API: &[Case] = &[
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
        "no default server",
        &[("servers: [{url: 'https://a.example', description: Live.}]", "servers: []")],
        &[("server-default-changed", P, B)],
        &[("server-default-changed", P, C)],
    ),
    case(
        "one more server",
        &[("description: Live.}", "description: Live.}, {url: 'https://b.example'}")],
        &[("server-added", C, C)],
        &[("server-removed", P, C)],
    ),
    case(
        "one more server in front",
        &[("servers: [", "servers: [{url: 'https://b.example'}, ")],
        &[("server-default-changed", P, P), ("server-added", C, C)],
        &[("server-default-changed", P, P), ("server-removed", P, C)],
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
];

const SECURITY: &[Case] = &[
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

const TAGS: &[Case] = &[
    case(
        "one tag becomes two",
        &[(
            "tags: [racks]\n      operationId: uploadRacks",
            "tags: [plans]\n      operationId: uploadRacks",
        )],
        &[("tag-added", C, C), ("operation-tag-changed", C, B)],
        &[("tag-removed", C, B), ("operation-tag-changed", C, B)],
    ),
    case(
        "a tag with another name",
        &[
            ("{name: racks, description", "{name: cabinets, description"),
            (
                "tags: [racks]\n      operationId: listRacks",
                "tags: [cabinets]\n      operationId: listRacks",
            ),
            (
                "tags: [racks]\n      operationId: uploadRacks",
                "tags: [cabinets]\n      operationId: uploadRacks",
            ),
            (
                "tags: [racks]\n      operationId: fillSlot",
                "tags: [cabinets]\n      operationId: fillSlot",
            ),
        ],
        &[("tag-renamed", C, B)],
        &[("tag-renamed", C, B)],
    ),
    case(
        "a tag asks for a name",
        &[("{name: racks, description", "{name: racks, x-rust-name: cabinets, description")],
        &[("tag-rust-name-changed", C, B)],
        &[("tag-rust-name-changed", C, B)],
    ),
    case(
        "description of a tag",
        &[("description: Where it runs.", "description: Places.")],
        &[("tag-description-changed", D, D)],
        &[("tag-description-changed", D, D)],
    ),
    case(
        "the order of tags",
        &[(
            "tags: [{name: hosts, description: What runs.}, {name: racks, description: Where it runs.}]",
            "tags: [{name: racks, description: Where it runs.}, {name: hosts, description: What runs.}]",
        )],
        &[],
        &[],
    ),
];

const LIST_HOSTS: (&str, &str) = ("operationId: listHosts\n", "operationId: findHosts\n");

const OPERATIONS: &[Case] = &[
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
        &[("      responses: {'204': {description: Done.}}", "      responses: {'204': none}")],
        &[("operation-no-longer-generated", P, B)],
        &[("operation-generated", C, C)],
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
];

const RANGED: (&str, &str) = (
    "        - {name: page, in: query,",
    "        - {name: RANGED-DATA, in: header, schema: {type: string}}\n        - {name: page, in: query,",
);

const TOKEN: (&str, &str) =
    ("headers: {X-Total:", "headers: {PAGE-TOKEN: {schema: {type: string}}, X-Total:");

const PAGING: &[Case] = &[
    case(
        "ranges",
        &[RANGED],
        &[("operation-paging-added", C, P)],
        &[("operation-paging-removed", P, B)],
    ),
    case(
        "ranges that must be asked for",
        &[(
            RANGED.0,
            "        - {name: RANGED-DATA, in: header, required: true, schema: {type: string}}\n        - {name: page, in: query,",
        )],
        &[("operation-paging-added-required", B, P)],
        &[("operation-paging-removed", P, B)],
    ),
    case_in(
        "ranges must be asked for",
        &[RANGED],
        &[("{name: RANGED-DATA, in: header,", "{name: RANGED-DATA, in: header, required: true,")],
        &[("operation-paging-became-required", B, P)],
        &[("operation-paging-became-optional", C, P)],
    ),
    case(
        "page tokens",
        &[TOKEN],
        &[("operation-paging-added", C, C)],
        &[("operation-paging-removed", P, B)],
    ),
    case_in(
        "page tokens instead of ranges",
        &[RANGED],
        &[(RANGED.1, RANGED.0), TOKEN],
        &[("operation-paging-changed", B, B)],
        &[("operation-paging-changed", B, P)],
    ),
];

const PARAMETERS: &[Case] = &[
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
        &[("request-parameter-removed-after-deprecation", C, B)],
        &[("request-parameter-added-optional", C, P)],
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
        &[("request-type-changed", B, B)],
        &[("request-type-changed", B, B)],
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

const BODIES: &[Case] = &[
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
        &[("request-media-type-removed", B, C)],
    ),
    case(
        "one more media type, preferred",
        &[("          application/json: {schema: {$ref: '#/components/schemas/Host'}}\n", "")],
        &[("request-media-type-removed", B, B)],
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
            "          application/json: {schema: {$ref: '#/components/schemas/Host'}}\n          application/a+json: {schema: {type: integer}}\n          text/plain",
        )],
        &[(
            "          application/json: {schema: {$ref: '#/components/schemas/Host'}}\n          application/a+json: {schema: {type: integer}}\n",
            "          application/a+json: {schema: {type: integer}}\n          application/json: {schema: {$ref: '#/components/schemas/Host'}}\n",
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
    case(
        "the media type of a part",
        &[("contentType: text/csv", "contentType: text/tab-separated-values")],
        &[("request-part-media-type-changed", P, C)],
        &[("request-part-media-type-changed", P, C)],
    ),
];

const ANSWERS: &[Case] = &[
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
        &[("response-status-changed", B, B)],
        &[("response-status-changed", B, B)],
    ),
    case(
        "one more failure",
        &[(
            "        '500': {description: Broken.}",
            "        '500': {description: Broken.}\n        '503': {description: Busy.}",
        )],
        &[("response-error-status-added", C, P)],
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
        "an answer with a body",
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
        "one more media type of an answer",
        &[(
            "text/plain: {schema: {type: string}}}}\n        '202'",
            "text/plain: {schema: {type: string}}, text/csv: {schema: {type: string}}}}\n        '202'",
        )],
        &[("response-media-type-added", C, C)],
        &[("response-media-type-removed", B, C)],
    ),
    case(
        "another preferred media type of an answer",
        &[(
            "content: {application/json: {schema: {$ref: '#/components/schemas/Host'}}, text/plain:",
            "content: {text/plain:",
        )],
        &[("response-media-type-removed", B, B)],
        &[("response-media-type-added", C, B)],
    ),
    case_in(
        "the preferred of two types of an answer",
        &[(
            "'200': {description: The host., content: {application/json:",
            "'200': {description: The host., content: {application/a+json: {schema: {type: integer}}, application/json:",
        )],
        &[(
            "content: {application/a+json: {schema: {type: integer}}, application/json: {schema: {$ref: '#/components/schemas/Host'}}}",
            "content: {application/json: {schema: {$ref: '#/components/schemas/Host'}}, application/a+json: {schema: {type: integer}}}",
        )],
        &[("response-media-type-preferred-changed", C, B)],
        &[("response-media-type-preferred-changed", C, B)],
    ),
    case(
        "one more header",
        &[("headers: {X-Total:", "headers: {X-Left: {schema: {type: integer}}, X-Total:")],
        &[("response-header-added", C, C)],
        &[("response-header-removed", P, P)],
    ),
    case(
        "the type of a header",
        &[(
            "description: How many., schema: {type: integer}",
            "description: How many., schema: {type: string}",
        )],
        &[("response-type-changed", B, D)],
        &[("response-type-changed", B, D)],
    ),
    case(
        "description of a header",
        &[("description: How many.", "description: Count.")],
        &[("response-header-description-changed", D, D)],
        &[("response-header-description-changed", D, D)],
    ),
    case(
        "description of an answer",
        &[("description: The hosts.", "description: Hosts.")],
        &[("response-description-changed", D, D)],
        &[("response-description-changed", D, D)],
    ),
    case(
        "description of a failure",
        &[("description: Is there.", "description: Was there.")],
        &[("response-description-changed", D, D)],
        &[("response-description-changed", D, D)],
    ),
];
