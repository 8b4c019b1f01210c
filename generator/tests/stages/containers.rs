//! Arrays and maps: documents of the forms that authors use in, the emitted types out.

use crate::emitted_types::{generate, kinds, types};

kinds! {
    a_list_of_items_with_others_after_them_is_a_tuple: "3.1.0" "
A:
  type: object
  properties:
    one: {type: array, items: [{type: string}], additionalItems: {type: integer}}
    only: {type: array, items: [{type: string}], additionalItems: false}
    all: {type: array, items: [{type: string}]}
"
    items_that_have_a_schema_each_are_fields: "3.1.0" "
A:
  type: object
  properties:
    pair: {type: array, prefixItems: [{type: string}, {type: integer}], items: false, minItems: 2}
    open: {prefixItems: [{type: string}, {$ref: '#/components/schemas/P'}], items: {type: number}, minItems: 1}
    any: {type: array, prefixItems: [{type: string}], items: true}
    many: {type: array, items: {type: array, prefixItems: [{type: number}, {type: number}]}}
    full: {type: array, prefixItems: [{type: number}, {type: number}], minItems: 2, maxItems: 2}
    some: {type: array, prefixItems: [{type: number}, {type: number}], maxItems: 3}
    shut: {type: array, prefixItems: [{type: number}], unevaluatedItems: false}
P: {type: object, properties: {x: {type: string}}}
"
    items_that_have_a_schema_each_in_several_schemas_are_narrowed: "3.1.0" "
A:
  type: object
  properties:
    beside: {type: array, prefixItems: [{type: string}], allOf: [{prefixItems: [true, {type: number}]}], unevaluatedItems: false}
    arms: {allOf: [{prefixItems: [{type: string}]}, {prefixItems: [{enum: [a, b]}], items: {type: integer}}]}
    reference: {$ref: '#/components/schemas/P', prefixItems: [{$ref: '#/components/schemas/Q'}], unevaluatedItems: false}
    bounds: {allOf: [{$ref: '#/components/schemas/P'}, {minItems: 1}]}
    either: {prefixItems: [{const: foo}], anyOf: [{prefixItems: [true, {const: bar}]}, {prefixItems: [true, true, {const: baz}]}]}
P: {prefixItems: [{type: object, properties: {x: {type: string}}}, {type: string}]}
Q: {type: object, properties: {y: {type: string}}}
"
    items_in_a_list_are_those_of_older_drafts: "3.0.3" "
A:
  type: object
  properties:
    pair: {type: array, items: [{type: string}, {type: integer}], additionalItems: false}
    more: {type: array, items: [{type: string}, {type: integer}], additionalItems: {type: boolean}}
    only: {type: array, items: [{type: string}]}
    none: {type: array, items: []}
    object: {type: object, items: {type: string}}
"
    items_without_a_type_may_be_alone: "3.0.3" "
A:
  type: object
  properties:
    names: {items: {type: string}}
    member: {items: {$ref: '#/components/schemas/M'}}
    latest: {items: {anyOf: [{$ref: '#/components/schemas/M'}, {type: string}, {nullable: true}]}}
    sure: {items: {$ref: '#/components/schemas/M'}, minItems: 1}
    plain: {type: array, items: {$ref: '#/components/schemas/M'}}
M: {type: object, properties: {name: {type: string}}}
"
    items_get_their_type_where_the_list_is_named: "3.1.0" "
A:
  type: object
  properties:
    a: {allOf: [{$ref: '#/components/schemas/L'}, {type: array}]}
    b: {type: array, allOf: [{$ref: '#/components/schemas/L'}], minItems: 1}
    c: {$ref: '#/components/schemas/N'}
    d: {$ref: '#/components/schemas/N', type: array}
    e: {allOf: [{$ref: '#/components/schemas/Page'}, {properties: {items: {items: {type: object, properties: {e: {type: string}}}}, rest: {items: {type: object}}}}]}
Page: {type: object, properties: {items: {type: array, items: {}}}}
L: {items: {type: object, properties: {a: {type: string}}}}
N: {items: {type: object, properties: {b: {type: string}}}}
"
    further_properties_follow_their_patterns: "3.1.0" "
A:
  type: object
  properties:
    alone: {type: object, patternProperties: {'^x-': {type: integer}}}
    closed: {type: object, patternProperties: {'^x-': {type: integer}}, additionalProperties: false}
    beside: {type: object, properties: {id: {type: string}}, patternProperties: {'^x-': {type: integer}}, additionalProperties: false}
    several: {type: object, patternProperties: {'^x-': {type: integer}, '^y-': {type: string}}}
    open: {type: object, properties: {id: {type: string}}, patternProperties: {'^x-': {type: integer}}, additionalProperties: true}
"
    further_properties_of_several_schemas_are_narrowed: "3.1.0" "
A:
  type: object
  properties:
    both: {allOf: [{additionalProperties: {type: integer}}, {type: object, additionalProperties: {minimum: 3}}]}
    open: {allOf: [{type: object, additionalProperties: {type: integer}}, {type: object, additionalProperties: true, properties: {x: {type: string}}}]}
    patterns: {allOf: [{$ref: '#/components/schemas/P'}, {patternProperties: {'^y-': {type: integer}}}]}
    inherited: {allOf: [{$ref: '#/components/schemas/P'}, {properties: {z: {type: string}}}]}
    rest: {type: object, properties: {a: {type: string}}, unevaluatedProperties: {type: integer}}
    closed: {type: object, properties: {a: {type: string}}, unevaluatedProperties: false}
    items: {type: array, prefixItems: [{type: string}], minItems: 1, unevaluatedItems: {type: integer}}
P: {type: object, properties: {id: {type: integer}}, patternProperties: {'^x-': {type: string}}}
"
    a_map_that_only_maps_narrow_is_a_map: "3.1.0" "
A:
  type: object
  properties:
    a: {allOf: [{$ref: '#/components/schemas/M'}, {type: object, additionalProperties: {type: string, maxLength: 5}}]}
    b: {type: object, allOf: [{$ref: '#/components/schemas/M'}], additionalProperties: true}
    c: {allOf: [{$ref: '#/components/schemas/M'}, {required: [x], minProperties: 1}]}
    d: {allOf: [{$ref: '#/components/schemas/Narrow'}, {description: The narrow one.}]}
    e: {allOf: [{$ref: '#/components/schemas/M'}, {additionalProperties: {type: string, enum: [x, y]}}], type: [object, 'null']}
    f: {allOf: [{$ref: '#/components/schemas/M'}, {properties: {known: {type: string}}}]}
    g: {allOf: [{$ref: '#/components/schemas/Items'}, {additionalProperties: {type: object, properties: {more: {type: string}}}}]}
M: {type: object, additionalProperties: {type: string}}
Narrow: {allOf: [{$ref: '#/components/schemas/M'}, {additionalProperties: {type: string, format: date}}]}
Items: {additionalProperties: {type: object, properties: {one: {type: string}}}}
"
    lists_and_maps_may_hold_themselves_in_what_they_hold: "3.0.3" "
A:
  type: object
  properties: {list: {$ref: '#/components/schemas/L'}, map: {$ref: '#/components/schemas/M'}, either: {$ref: '#/components/schemas/U'}}
L: {type: array, items: {type: object, properties: {name: {type: string}, children: {$ref: '#/components/schemas/L'}}}}
M: {type: object, additionalProperties: {type: object, properties: {more: {$ref: '#/components/schemas/M'}}}}
U: {type: array, items: {oneOf: [{type: string}, {$ref: '#/components/schemas/U'}]}}
"
}
