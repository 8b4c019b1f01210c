//! Schemas that refer to others by names (`$anchor`, `$dynamicRef`, `$recursiveRef`, `$id`): documents of these forms in, the emitted types out.

use crate::emitted_types::{generate, kinds, types};

kinds! {
    a_recursive_reference_leads_to_the_schema_around_it: "3.1.0" "
A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, kids: {type: array, items: {$recursiveRef: '#'}}}}
B: {$id: tree, $recursiveAnchor: true, type: object, properties: {in: {type: object, properties: {up: {$recursiveRef: '#'}}}}}
"
    references_count_where_a_schema_has_an_address: "3.1.0" "
A:
  type: object
  properties:
    b: {$ref: '#/components/schemas/B'}
    c: {$ref: '#/components/schemas/C'}
    named: {$ref: '#own'}
B: {$id: 'https://x.example/b', type: object, properties: {n: {$ref: '#/$defs/N'}, s: {$ref: '#own'}, a: {$ref: '#/components/schemas/A'}}, $defs: {N: {type: integer}, S: {$anchor: own, type: boolean}}}
C: {$id: 'https://x.example/c', type: object, properties: {n: {$ref: '#/$defs/N'}, s: {$ref: '#own'}}, $defs: {N: {type: string}, S: {$anchor: own, type: number}}}
"
    a_name_that_a_schema_leaves_open_is_filled_in_for_each_that_says_it: "3.1.0" "
A: {type: object, properties: {pets: {$ref: '#/components/schemas/Pets'}, page: {$ref: '#/components/schemas/Page'}, tree: {$ref: '#/components/schemas/Closed'}, more: {$ref: '#/components/schemas/More'}, box: {$ref: '#/components/schemas/Box'}}}
Page: {$id: page, type: object, required: [items], properties: {items: {type: array, items: {$dynamicRef: '#item'}}, next: {$ref: '#/$defs/link'}}, $defs: {item: {$dynamicAnchor: item, type: integer}, link: {type: object, properties: {url: {type: string}}}}}
Pets: {$id: pets, $ref: page, title: Pets, $defs: {item: {$dynamicAnchor: item, $ref: '#/components/schemas/Pet'}}}
More: {$id: more, allOf: [{$ref: page}, {type: object, properties: {total: {type: integer}}}], $defs: {item: {$dynamicAnchor: item, type: object, properties: {x: {type: string}}}}}
Pet: {type: object, properties: {name: {type: string}}}
Tree: {$id: tree, $dynamicAnchor: node, type: object, properties: {data: true, children: {type: array, items: {$dynamicRef: '#node'}}}}
Closed: {$id: closed, $dynamicAnchor: node, $ref: tree, properties: {colour: {type: string}}}
Box: {$id: box, type: object, properties: {page: {$ref: page}, wide: {$ref: wide}}, $defs: {item: {$dynamicAnchor: item, type: boolean}}}
Wide: {$id: wide, type: object, properties: {inner: {$ref: page}, again: {$ref: wide}}}
"
    a_dynamic_reference_to_several_schemas_is_reported: "3.1.0" "
A: {type: object, properties: {pets: {$ref: '#/components/schemas/Pets'}, cars: {$ref: '#/components/schemas/Cars'}, page: {$ref: '#/components/schemas/Page'}}}
Page: {$id: page, type: object, properties: {items: {type: array, items: {$dynamicRef: '#item'}}}}
Pets: {$id: pets, $ref: page, $defs: {item: {$dynamicAnchor: item, type: string}}}
Cars: {$id: cars, $ref: page, $defs: {item: {$dynamicAnchor: item, type: integer}}}
"
}
