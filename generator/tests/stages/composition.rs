//! What several schemas say of one value: documents of the forms that authors use in, the emitted types out.

use crate::emitted_types::{generate, kinds, types};

kinds! {
    a_property_that_is_declared_again_is_narrowed: "3.0.3" "
A:
  allOf:
    - $ref: '#/components/schemas/Base'
    - type: object
      properties:
        state: {enum: [on, off]}
        age: {minimum: 18}
        at: {type: string, description: When it was.}
        count: {type: number, format: int32}
        place: {type: object, required: [zip], properties: {zip: {type: string}}}
        owner: {$ref: '#/components/schemas/Keeper'}
        list: {type: array, items: {type: object, properties: {y: {type: integer}}}}
        note: {nullable: true}
        free: {$ref: '#/components/schemas/Keeper'}
        odd: {type: integer}
        never: {type: string, enum: [c]}
Base:
  type: object
  properties:
    state: {type: string, enum: [on, off, mid]}
    age: {type: integer, minimum: 0, maximum: 150}
    at: {type: string, format: date-time}
    count: {type: integer, format: int64}
    place: {type: object, properties: {street: {type: object, properties: {name: {type: string}}}}}
    owner: {$ref: '#/components/schemas/Person'}
    list: {type: array, items: {type: object, properties: {x: {type: integer}}}}
    note: {type: string}
    free: {type: object}
    odd: {type: string}
    never: {type: string, enum: [a, b]}
Person: {type: object, properties: {name: {type: string}}}
Keeper: {allOf: [{$ref: '#/components/schemas/Person'}, {type: object, properties: {badge: {type: integer}}}]}
"
    schemas_that_hold_themselves_are_merged_to_an_end: "3.0.3" "
A: {allOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}
B: {type: object, properties: {next: {$ref: '#/components/schemas/B'}, b: {type: string}}}
C: {type: object, properties: {next: {$ref: '#/components/schemas/C'}, c: {type: string}}}
"
    an_all_of_around_values_narrows_them: "3.0.3" "
A:
  type: object
  properties:
    a: {allOf: [{$ref: '#/components/schemas/E'}, {enum: [x, y]}]}
    b: {type: string, allOf: [{$ref: '#/components/schemas/E'}]}
    c: {allOf: [{type: string, format: uuid}, {maxLength: 40}]}
    d: {allOf: [{type: array, items: {type: integer}}, {minItems: 1}]}
    e: {type: array, allOf: [{$ref: '#/components/schemas/L'}]}
    f: {allOf: [{enum: [1, 2, 3]}, {enum: [2, 3, 4]}], nullable: true}
    g: {type: string, anyOf: [{format: date}, {format: date-time}]}
    h: {type: string, oneOf: [{$ref: '#/components/schemas/E'}, {pattern: '^q'}]}
    i: {allOf: [{$ref: '#/components/schemas/E'}], description: Own words., deprecated: true}
    j: {type: object, oneOf: [{$ref: '#/components/schemas/O'}]}
    k: {allOf: [{type: number}, {type: integer}]}
E: {type: string, enum: [x, y, z]}
L: {type: array, items: {$ref: '#/components/schemas/E'}}
O: {type: object, properties: {p: {type: string}}}
"
    constants_of_arms_tell_them_apart: "3.1.0" "
A:
  type: object
  properties:
    components: {oneOf: [{$ref: '#/components/schemas/User'}, {$ref: '#/components/schemas/Bot'}, {type: 'null'}], discriminator: {propertyName: role}}
    inline:
      anyOf:
        - {type: object, required: [type], properties: {type: {const: text}, text: {type: string}}}
        - {type: object, required: [type], properties: {type: {enum: [img, gif]}, url: {type: string}}}
      discriminator: {propertyName: type}
    numbers:
      oneOf:
        - {type: object, title: One, properties: {v: {const: 1}, a: {type: string}}}
        - {type: object, title: Two, properties: {v: {enum: [2, 3]}, b: {type: string}}}
      discriminator: {propertyName: v}
    booleans:
      oneOf:
        - {type: object, title: Yes, properties: {ok: {const: true}, a: {type: string}}}
        - {type: object, title: No, properties: {ok: {const: false}, b: {type: string}}}
      discriminator: {propertyName: ok}
    mapped:
      oneOf: [{$ref: '#/components/schemas/User'}, {$ref: '#/components/schemas/Plain'}]
      discriminator: {propertyName: role, mapping: {p: Plain}}
    nested:
      oneOf: [{$ref: '#/components/schemas/Talk'}, {$ref: '#/components/schemas/Plain'}]
      discriminator: {propertyName: role}
User: {type: object, required: [role], properties: {role: {type: string, const: user}, text: {type: string}}}
Bot: {allOf: [{type: object, required: [role], properties: {role: {type: string, enum: [bot, robot]}}}, {properties: {text: {type: string}}}]}
Plain: {type: object, properties: {role: {type: string}, x: {type: string}}}
Talk: {oneOf: [{$ref: '#/components/schemas/User'}, {$ref: '#/components/schemas/Bot'}], discriminator: {propertyName: role}}
"
    a_parent_with_a_discriminator_is_one_of_its_children: "3.0.3" "
A:
  type: object
  description: An animal.
  required: [type, id]
  properties: {type: {type: string, enum: [cat, dog, lion, animal]}, id: {type: integer, readOnly: true}, size: {type: object, properties: {height: {type: number}}}}
  discriminator: {propertyName: type, mapping: {animal: A, cat: Cat, lion: '#/components/schemas/Lion', bird: Bird}}
Cat:
  allOf: [{$ref: '#/components/schemas/A'}]
  properties: {lives: {type: integer}, type: {enum: [cat]}}
Lion: {allOf: [{$ref: '#/components/schemas/Cat'}, {properties: {mane: {type: boolean}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {type: {type: string, enum: [dog]}}}]}
Lizard: {description: A plain one., allOf: [{$ref: '#/components/schemas/A'}]}
Bird: {type: object, properties: {wings: {type: integer}}}
Holder:
  type: object
  properties:
    pet: {allOf: [{$ref: '#/components/schemas/A'}], nullable: true}
    some: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
    more: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {extra: {type: string}}}]}
"
    alternatives_beside_properties_are_a_union_with_all_fields: "3.0.3" "
A:
  type: object
  required: [at]
  properties: {at: {type: string}, outcome: {type: string}, where: {type: object, properties: {x: {type: number}}}}
  oneOf: [{$ref: '#/components/schemas/Good'}, {$ref: '#/components/schemas/Failed'}]
  discriminator: {propertyName: outcome, mapping: {ok: '#/components/schemas/Good', failed: '#/components/schemas/Failed'}}
Good: {type: object, required: [count], properties: {count: {type: integer}}}
Failed: {type: object, required: [reason], properties: {reason: {type: string}}}
Payment: {allOf: [{$ref: '#/components/schemas/Good'}, {oneOf: [{$ref: '#/components/schemas/Card'}, {$ref: '#/components/schemas/Bank'}]}]}
Card: {type: object, required: [pan], properties: {pan: {type: string}}}
Bank: {type: object, required: [iban], properties: {iban: {type: string}}}
Any:
  type: object
  required: [id]
  properties: {id: {type: integer}}
  anyOf: [{properties: {a: {type: string}}, required: [a]}, {properties: {b: {type: string}}, required: [b]}]
Both:
  allOf:
    - {type: object, properties: {p: {type: string}}}
    - oneOf: [{title: Left, properties: {a: {type: integer}}, required: [a]}, {title: Right, properties: {b: {type: integer}}, required: [b]}]
    - oneOf: [{title: Up, properties: {c: {type: integer}}, required: [c]}, {title: Down, properties: {d: {type: integer}}, required: [d]}]
OnlyRequired: {type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}
Extended: {allOf: [{$ref: '#/components/schemas/Talk'}, {type: object, properties: {more: {type: string}}}]}
Talk: {oneOf: [{$ref: '#/components/schemas/User'}, {$ref: '#/components/schemas/Bot'}], discriminator: {propertyName: role}}
User: {type: object, required: [role], properties: {role: {type: string, enum: [user]}}}
Bot: {type: object, required: [role], properties: {role: {type: string, enum: [bot]}}}
"
    a_parent_of_its_own_arms_ends: "3.0.3" "
A:
  type: object
  required: [petType]
  properties: {petType: {type: string}, name: {type: string}}
  discriminator: {propertyName: petType, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
Cat: {type: object, allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {lives: {type: integer}}}]}
Dog: {type: object, allOf: [{$ref: '#/components/schemas/A'}, {type: object, required: [bark], properties: {bark: {type: string}}}]}
Puppy: {allOf: [{$ref: '#/components/schemas/Dog'}, {type: object, properties: {weeks: {type: integer}}}]}
"
    null_in_every_form_is_an_option: "3.0.3" "
A:
  type: object
  required: [a, b, c, d, e, f]
  properties:
    a: {anyOf: [{$ref: '#/components/schemas/B'}, {nullable: true}]}
    b: {oneOf: [{$ref: '#/components/schemas/B'}, {enum: [null]}]}
    c: {oneOf: [{$ref: '#/components/schemas/S'}, {$ref: '#/components/schemas/NullEnum'}]}
    d: {oneOf: [{$ref: '#/components/schemas/S'}, {$ref: '#/components/schemas/BlankEnum'}, {$ref: '#/components/schemas/NullEnum'}]}
    e: {enum: [1, 2, null]}
    f: {enum: [null]}
B: {type: object, properties: {x: {type: string}}}
S: {type: string, enum: [open, closed]}
BlankEnum: {enum: ['']}
NullEnum: {enum: [null]}
"
    constants_and_lists_of_any_type_are_typed: "3.1.0" "
A:
  type: object
  properties:
    titled: {type: string, oneOf: [{const: P, title: Pending, description: Awaits review.}, {const: L, title: Legacy}]}
    numbers: {type: integer, oneOf: [{const: 1, title: Low}, {const: 2, title: High}]}
    untyped: {oneOf: [{const: A, title: First}, {const: B, title: Second}]}
    optional: {anyOf: [{type: string, const: A}, {type: string, const: B}, {type: 'null'}]}
    lists: {oneOf: [{type: string, enum: [a, b]}, {type: string, enum: [c]}]}
    five: {const: 5}
    half: {const: 0.5}
    yes: {const: true}
    word: {const: w}
    mixed: {enum: [1, auto, true, null]}
    numeric: {enum: [1, 2.5]}
    either: {oneOf: [{const: auto}, {type: integer}]}
    named: {type: integer, enum: [0, 1], x-enum-varnames: [Off, On], x-enum-descriptions: [Not on., Not off.]}
    unnamed: {type: integer, enum: [0, 1], x-enum-varnames: [Off]}
    order: {type: string, enum: [name, -name, +name, '1.0', '10', '102']}
"
    whole_numbers_keep_their_digits: "3.0.3" "
A:
  type: object
  properties:
    a: {type: number, format: int64}
    b: {type: number, format: int32}
    c: {type: integer, minimum: 0, maximum: 18446744073709551615}
    d: {type: integer, enum: [1, 18446744073709551615]}
    e: {type: integer, format: int32, maximum: 18446744073709551615}
    f: {type: number}
"
    types_in_a_list_keep_what_stands_beside_them: "3.1.0" "
A:
  type: object
  properties:
    a: {type: [array, string], items: {type: integer}, minItems: 1}
    b: {type: [object, string], required: [m], properties: {m: {type: string}}, format: uuid}
    c: {type: [string, integer], enum: [x, y, 1]}
    d: {type: [string, 'null'], enum: [x, null]}
    e: {type: [integer, string], format: int32}
    f: {type: [string, integer], enum: [x, y]}
    g: {type: [array, 'null'], items: {type: [integer, 'null']}}
    h: {type: [object, array], anyOf: [{type: object, properties: {k: {type: string}}}, {type: array, items: {type: string}}]}
"
    what_holds_under_a_condition_may_be_there: "3.1.0" "
A:
  type: object
  properties: {kind: {type: string}}
  if: {properties: {kind: {const: big}}, required: [kind]}
  then: {required: [size], properties: {size: {type: integer}}}
  else: {properties: {weight: {type: number}}}
  dependentSchemas: {kind: {properties: {reason: {type: string}}}}
  not: {required: [size, weight]}
"
    what_may_be_null_beside_an_object_adds_its_fields: "3.1.0" "
A:
  allOf:
    - {oneOf: [{type: 'null'}, {$ref: '#/components/schemas/B', description: What was set.}]}
    - {anyOf: [{$ref: '#/components/schemas/C'}, {type: 'null'}], allOf: [{type: object, properties: {d: {type: string}}}]}
    - {type: object, properties: {a: {type: string}}}
B: {type: object, required: [b], properties: {b: {type: string}}}
C: {type: object, properties: {c: {type: string}}}
"
    a_discriminator_without_a_property_costs_nothing_else: "3.0.3" "
A:
  type: object
  required: [404]
  properties:
    mapped: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}], discriminator: {mapping: {b: B}}}
    text: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}], discriminator: kind}
    404: {type: string}
B: {type: object, properties: {kind: {type: string, enum: [b]}, x: {type: string}}}
C: {type: object, properties: {kind: {type: string, enum: [c]}, y: {type: string}}}
"
    an_alternative_that_is_alone_adds_its_fields: "3.0.3" "
A:
  type: object
  properties:
    same: {type: object, oneOf: [{$ref: '#/components/schemas/B'}]}
    named: {type: object, allOf: [{$ref: '#/components/schemas/B'}]}
    more: {type: object, properties: {x: {type: integer}}, oneOf: [{$ref: '#/components/schemas/B'}]}
    both: {allOf: [{properties: {y: {type: integer}}}], anyOf: [{$ref: '#/components/schemas/B'}], required: [y]}
    null: {type: object, anyOf: [{$ref: '#/components/schemas/B'}, {enum: [null]}]}
B: {properties: {id: {type: string}}, required: [id]}
"
    an_object_that_says_nothing_yields_to_what_a_value_is: "3.0.3" "
A:
  type: object
  properties:
    one: {type: object, oneOf: [{$ref: '#/components/schemas/E'}]}
    all: {type: object, allOf: [{$ref: '#/components/schemas/E'}]}
    last: {allOf: [{$ref: '#/components/schemas/E'}, {type: object, description: Kind}]}
    own: {type: object, properties: {x: {type: string}}, allOf: [{$ref: '#/components/schemas/E'}]}
E: {type: string, enum: [a, b]}
"
    a_type_beside_null_alone_is_what_a_value_is: "3.1.0" "
A:
  type: object
  properties:
    map: {anyOf: [{type: object, description: Metadata}, {type: 'null'}]}
    titled: {title: M, oneOf: [{type: object}, {type: 'null'}]}
    null: {type: 'null'}
    any: {type: array, prefixItems: [true, {$ref: '#/components/schemas/Any'}, {$ref: '#/components/schemas/None'}]}
Any: true
None: false
"
    who_inherits_from_itself_has_its_own_fields: "3.0.3" "
A: {allOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/A'}, {properties: {a: {type: string}}}]}
B: {properties: {b: {$ref: '#/components/schemas/P'}}}
P: {allOf: [{$ref: '#/components/schemas/Q'}, {properties: {p: {type: string}}}]}
Q: {allOf: [{$ref: '#/components/schemas/P'}, {properties: {q: {type: string}}}]}
"
    unions_inside_of_unions_are_told_apart_by_what_their_arms_share: "3.1.0" "
A:
  discriminator: {propertyName: s}
  oneOf:
    - $ref: '#/components/schemas/Round'
    - {type: object, title: Square, properties: {s: {const: square}, side: {type: number}}, required: [s]}
Round:
  discriminator: {propertyName: form}
  oneOf:
    - {type: object, title: Circle, properties: {s: {const: round}, form: {const: circle}}, required: [s, form]}
    - {type: object, title: Oval, properties: {s: {const: round}, form: {const: oval}}, required: [s, form]}
"
    null_of_an_alternative_is_that_of_the_union: "3.0.3" "
A:
  type: object
  required: [a, b, c]
  properties:
    a: {oneOf: [{type: object, nullable: true, properties: {x: {type: string}}}, {type: string}]}
    b: {anyOf: [{$ref: '#/components/schemas/N'}, {type: integer}]}
    c: {allOf: [{oneOf: [{$ref: '#/components/schemas/N'}, {type: boolean}]}, {description: d}]}
N: {type: string, nullable: true}
"
    formats_and_values_say_types: "3.0.3" "
A:
  type: object
  properties:
    at: {format: date-time}
    count: {format: int32}
    size: {format: double}
    own: {format: postcode}
    narrowed: {allOf: [{type: string}, {format: uuid}]}
    code: {type: string, enum: [ok, true, 404, null]}
    level: {type: integer, enum: ['1', 2.0, high]}
    kinds: {type: array, items: {type: string}, enum: [a, b]}
    pairs: {type: array, enum: [[a, b], [c]]}
    shape: {type: object, enum: [round]}
    list: {type: list, items: {type: string}}
    text: {type: String, enum: [a, b]}
    none: {type: String}
"
    values_whose_type_depends_on_a_condition_are_said_to_be_free: "3.1.0" "
A: {type: object, properties: {a: {if: {type: string}, then: {minLength: 3}, else: {type: integer}}}}
"
    one_arm_may_be_that_of_all_other_values: "3.2.0" "
A:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Other'}]
  discriminator: {propertyName: kind, mapping: {cat: Cat}, defaultMapping: Other}
Cat: {type: object, properties: {kind: {type: string}, lives: {type: integer}}}
Other: {type: object, properties: {kind: {type: string}, name: {type: string}}}
"
    a_value_that_each_arm_requires_tells_them_apart: "3.1.0" "
A:
  type: object
  properties:
    event:
      oneOf:
        - {allOf: [{$ref: '#/components/schemas/Note'}, {type: object, required: [kind], properties: {kind: {type: string, enum: [note]}}}]}
        - {type: object, required: [kind], properties: {kind: {const: count}, n: {type: integer}}}
        - {type: object, required: [kind], properties: {kind: {enum: [none, gone]}}}
    version: {anyOf: [{$ref: '#/components/schemas/V1'}, {$ref: '#/components/schemas/V2'}, {type: 'null'}]}
    shared: {oneOf: [{$ref: '#/components/schemas/V1'}, {type: object, required: [v], properties: {v: {const: 1}, x: {type: string}}}]}
    optional: {oneOf: [{type: object, properties: {k: {const: a}, p: {type: string}}}, {type: object, properties: {k: {const: b}, q: {type: string}}}]}
    mixed: {oneOf: [{$ref: '#/components/schemas/V1'}, {type: string}]}
Note: {type: object, properties: {text: {type: string}}}
V1: {type: object, required: [v], properties: {v: {const: 1}, a: {type: string}}}
V2: {allOf: [{type: object, required: [v], properties: {v: {type: integer, enum: [2]}}}, {properties: {b: {type: string}}}]}
"
    any_text_beside_an_enum_is_one_of_its_values: "3.1.0" "
A:
  type: object
  properties:
    after: {anyOf: [{type: string}, {type: string, enum: [a, b], description: Known ones.}]}
    before: {oneOf: [{enum: [a, b], type: string}, {type: string, description: Another one.}, {type: 'null'}]}
    named: {anyOf: [{type: string}, {$ref: '#/components/schemas/E'}]}
    number: {anyOf: [{type: string}, {$ref: '#/components/schemas/E'}, {type: integer}]}
    bounded: {anyOf: [{type: string, maxLength: 3}, {$ref: '#/components/schemas/E'}]}
    date: {anyOf: [{type: string, format: date}, {type: string, enum: [today]}]}
E: {type: string, enum: [x, y]}
"
    what_conditions_describe_differently_is_any_of_it: "3.1.0" "
A:
  type: object
  required: [t]
  properties: {t: {enum: [a, b, c]}}
  if: {properties: {t: {const: a}}}
  then: {properties: {x: {type: integer}, same: {type: string}, state: {enum: [on]}}}
  else: {properties: {x: {type: string}, same: {type: string, maxLength: 3}, state: {enum: [off]}}}
  dependentSchemas: {t: {oneOf: [{required: [y], properties: {y: {type: string}}}, {required: [z], properties: {z: {$ref: '#/components/schemas/Z'}}}]}}
Z: {type: object, properties: {n: {type: integer}}}
"
    an_integer_keeps_its_digits_beside_a_number: "3.1.0" "
A: {type: object, properties: {a: {anyOf: [{type: number}, {type: integer}]}, b: {type: [string, number, integer]}, c: {oneOf: [{type: integer}, {type: number}]}}}
"
    who_is_between_a_parent_and_its_children_is_one_of_them_too: "3.0.3" "
A: {type: object, properties: {any: {$ref: '#/components/schemas/Animal'}, dog: {$ref: '#/components/schemas/Dog'}, mammal: {$ref: '#/components/schemas/Mammal'}}}
Animal: {type: object, required: [kind], discriminator: {propertyName: kind, mapping: {pup: '#/components/schemas/Puppy'}}, properties: {kind: {type: string}}}
Mammal: {allOf: [{$ref: '#/components/schemas/Animal'}, {type: object, properties: {legs: {type: integer}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Mammal'}, {type: object, properties: {breed: {type: string}}}]}
Puppy: {allOf: [{$ref: '#/components/schemas/Dog'}], properties: {weeks: {type: integer}}}
Bird: {allOf: [{$ref: '#/components/schemas/Animal'}, {$ref: '#/components/schemas/Winged'}]}
Winged: {type: object, properties: {wings: {type: integer}}}
"
    a_mapping_may_lead_into_an_alternative_or_nowhere: "3.0.3" "
A:
  oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/Rest'}]
  discriminator: {propertyName: t, mapping: {b: Alias, c: '#/components/schemas/C', d: D, e: E}}
Alias: {$ref: '#/components/schemas/B'}
Rest: {oneOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/D'}]}
B: {type: object, properties: {t: {type: string}, b: {type: string}}}
C: {type: object, properties: {t: {type: string}, c: {type: string}}}
D: {type: object, properties: {t: {type: string}, d: {type: string}}}
E: {type: object, properties: {t: {type: string}, e: {type: string}}}
"
    alternatives_are_called_after_what_they_are: "3.1.0" "
A:
  type: object
  properties:
    a: {oneOf: [{type: boolean}, {type: object, properties: {until: {type: string, format: date}}}]}
    b: {type: [string, integer], enum: [auto, 1, 2]}
    c: {anyOf: [{type: array, items: {type: string}}, {type: array, items: {type: integer}}, {type: array, items: {type: object, properties: {x: {type: string}}}}]}
    d: {oneOf: [{type: object, properties: {p: {type: string}}, required: [p]}, {type: object, properties: {q: {type: string}}, required: [q]}]}
    e: {oneOf: [{type: string, maxLength: 3}, {type: string, enum: [a, b]}, {type: number}]}
    f: {oneOf: [{type: object, title: Object, properties: {p: {type: string}}, required: [p]}, {type: object, properties: {q: {type: string}}, required: [q]}]}
"
    fractions_without_quotes_are_texts_as_they_are_written: "3.0.3" "
A: {type: object, properties: {version: {type: string, enum: [1.0, 1.10, 2, '3']}}}
"
    what_an_alternative_forbids_tells_it_from_others: "3.1.0" "
A:
  type: object
  properties:
    a: {oneOf: [{title: Plain, type: object, required: [a], properties: {a: {type: string}, b: false}}, {title: Both, type: object, required: [a, b], properties: {a: {type: string}, b: {type: integer}}}]}
    b: {oneOf: [{title: Left, type: object, properties: {x: {type: string}, y: {not: {}}}}, {title: Right, type: object, properties: {y: {type: string}, x: {not: {}}}}]}
    c: {type: array, prefixItems: [{type: string}], items: {not: {type: string}}}
    d: false
"
}

kinds! {
    a_value_of_several_arms_is_kept_as_a_whole: "3.1.0" "
A:
  type: object
  properties:
    plain: {anyOf: [{$ref: '#/components/schemas/Age'}, {$ref: '#/components/schemas/Kind'}]}
    wider: {anyOf: [{$ref: '#/components/schemas/Small'}, {$ref: '#/components/schemas/Large'}]}
    apart: {anyOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}]}
    closed: {anyOf: [{$ref: '#/components/schemas/Shut'}, {$ref: '#/components/schemas/Open'}]}
    exclusive: {oneOf: [{$ref: '#/components/schemas/P'}, {$ref: '#/components/schemas/Q'}]}
    nested: {anyOf: [{$ref: '#/components/schemas/Inner'}, {$ref: '#/components/schemas/R'}, {type: string}]}
Age: {type: object, required: [age], properties: {age: {type: integer}, nick: {type: string}}}
Kind: {type: object, required: [kind], properties: {kind: {type: string}, wild: {type: boolean}}}
Small: {type: object, required: [a], properties: {a: {type: string}}}
Large: {type: object, required: [a], properties: {a: {type: string}, b: {type: string}}}
One: {type: object, required: [k], properties: {k: {type: string}, one: {type: string}}}
Two: {type: object, required: [k], properties: {k: {type: integer}, two: {type: string}}}
Shut: {type: object, properties: {shut: {type: string}}, additionalProperties: false}
Open: {type: object, properties: {open: {type: string}}}
P: {type: object, required: [p], properties: {p: {type: string}}}
Q: {type: object, required: [q], properties: {q: {type: string}}}
Inner: {oneOf: [{$ref: '#/components/schemas/S'}, {type: integer}]}
R: {type: object, properties: {r: {type: string}}}
S: {type: object, properties: {s: {type: string}}}
"
    arms_without_a_name_are_called_by_what_tells_them_apart: "3.1.0" "
A:
  type: object
  properties:
    objects:
      oneOf:
        - {type: object, required: [id, mail], properties: {id: {type: integer}, mail: {type: string}}}
        - {type: object, required: [id, phone], properties: {id: {type: integer}, phone: {type: string}}}
        - {type: object, properties: {id: {type: integer}, mail: {type: string}, fax: {type: string}}}
        - {type: object, required: [id], properties: {id: {type: integer}, mail: {type: string}}}
    values:
      oneOf:
        - {type: object, properties: {is: {const: round}, size: {type: integer}}}
        - {type: object, properties: {is: {const: square}, size: {type: integer}}}
    alone: {oneOf: [{type: string}, {type: object, properties: {a: {type: string}}}]}
    lists: {oneOf: [{type: array, items: {type: string}}, {type: string}]}
    more: {oneOf: [{type: array, items: {type: string}}, {type: string}, {type: array, items: {$ref: '#/components/schemas/P'}}, {type: object, additionalProperties: {type: integer}}]}
P: {type: object, properties: {p: {type: string}}}
"
}

#[test]
fn what_is_too_long_to_be_shown_is_said_all_the_same() {
    let long = |letter: &str| letter.repeat(160);
    let output = generate(
        "3.0.3",
        &format!(
            "A: {{type: object, properties: {{a: {{}}, b: {{type: number, enum: [0.5, {}]}}}}, oneOf: [{{required: [a, {}]}}, {{required: [{}]}}]}}",
            (0..80).map(|n| format!("1.{n:02}5")).collect::<Vec<_>>().join(", "),
            long("x"),
            long("y")
        ),
    );
    let file = &output.files["src/models/a.rs"];
    assert!(
        file.contains(
            "It must have exactly one of 2 groups of properties, which the document lists."
        ),
        "{file}"
    );
    assert!(file.contains("It is one of the 81 values that the document lists."), "{file}");
}

#[test]
fn properties_count_where_values_are_objects() {
    let output = generate(
        "3.0.3",
        "A: {type: object, properties: {list: {$ref: '#/components/schemas/List'}, text: {type: string, properties: {a: {}}}}}\n\
         List: {type: array, items: {type: string}, required: [data], properties: {data: {type: object}}}",
    );
    insta::assert_snapshot!(types(&output));
}

#[test]
fn a_required_name_without_a_property_is_reported() {
    let output = generate(
        "3.0.3",
        "A: {type: object, required: [a, filter], properties: {a: {type: string, readOnly: true}, filters: {type: string}, b: {$ref: '#/components/schemas/B'}, d: {$ref: '#/components/schemas/D'}}}\n\
         B: {allOf: [{required: [c, e]}, {$ref: '#/components/schemas/C'}]}\n\
         C: {type: object, properties: {c: {type: string}}}\n\
         D: {type: object, required: [any], additionalProperties: {type: string}}",
    );
    insta::assert_snapshot!(types(&output));
}

kinds! {
    what_every_schema_of_an_all_of_allows_to_be_null_may_be_null: "3.1.0" "
A:
  type: object
  required: [union, object, both, own, typed, not_all]
  properties:
    union: {allOf: [{$ref: '#/components/schemas/U'}, {type: [integer, 'null']}]}
    object: {allOf: [{$ref: '#/components/schemas/O'}, {type: [object, 'null'], properties: {b: {type: string}}}]}
    both: {allOf: [{$ref: '#/components/schemas/N'}, {$ref: '#/components/schemas/M'}]}
    own: {$ref: '#/components/schemas/O', properties: {c: {type: string}}}
    typed: {$ref: '#/components/schemas/O', type: object, properties: {c: {type: string}}}
    not_all: {allOf: [{$ref: '#/components/schemas/N'}, {type: object, properties: {d: {type: string}}}]}
U: {anyOf: [{type: string}, {type: integer}, {type: 'null'}]}
O: {anyOf: [{type: object, properties: {a: {type: string}}}, {type: 'null'}]}
N: {type: [object, 'null'], properties: {n: {type: string}}}
M: {type: [object, 'null'], properties: {m: {type: string}}}
"
    what_every_schema_of_an_all_of_allows_to_be_null_may_be_null_in_3_0: "3.0.3" "
A: {type: object, required: [x, y], properties: {x: {$ref: '#/components/schemas/N2'}, y: {$ref: '#/components/schemas/N3'}}}
N1: {type: object, nullable: true, properties: {a: {type: string}}}
N2: {allOf: [{$ref: '#/components/schemas/N1'}, {type: object, nullable: true, properties: {b: {type: string}}}]}
N3: {allOf: [{$ref: '#/components/schemas/N1'}, {type: object, properties: {c: {type: string}}}]}
"
    what_no_arm_is_named_for_goes_to_the_default_or_to_an_open_arm: "3.2.0" "
A: {type: object, properties: {p: {$ref: '#/components/schemas/P'}, z: {oneOf: [{$ref: '#/components/schemas/Base'}, {$ref: '#/components/schemas/B1'}]}}}
P: {type: object, required: [id], properties: {kind: {type: string}, id: {type: string}}, discriminator: {propertyName: kind, defaultMapping: PO}}
PA: {allOf: [{$ref: '#/components/schemas/P'}, {type: object, properties: {a: {type: integer}}}]}
PO: {allOf: [{$ref: '#/components/schemas/P'}, {type: object, properties: {o: {type: integer}}}]}
Base: {type: object, required: ['@type'], properties: {'@type': {type: string}}, discriminator: {propertyName: '@type'}}
B1: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {a: {type: string}}}]}
B2: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {b: {type: string}}}]}
"
    the_values_that_arms_inherit_mean_them_in_every_union: "3.0.3" "
A: {oneOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/D'}], discriminator: {propertyName: k}}
Pet: {type: object, required: [k], properties: {k: {type: string}}, discriminator: {propertyName: k, mapping: {c: '#/components/schemas/C', d: '#/components/schemas/D'}}}
C: {allOf: [{$ref: '#/components/schemas/Pet'}], type: object, properties: {cc: {type: integer}}}
D: {allOf: [{$ref: '#/components/schemas/Pet'}], type: object, properties: {dd: {type: integer}}}
"
    what_stands_beside_a_reference_narrows_alternatives: "3.1.0" "
A:
  type: object
  properties:
    d: {$ref: '#/components/schemas/U', type: string}
    e: {allOf: [{$ref: '#/components/schemas/U'}, {type: string}]}
    f: {$ref: '#/components/schemas/U', type: [integer, 'null']}
    g: {type: [string, integer], oneOf: [{pattern: a}, {minimum: 3}]}
    h: {type: [string, array], anyOf: [{minLength: 1}, {items: {type: string}}]}
    i: {type: [string, integer], anyOf: [{pattern: a}, {pattern: b}]}
U: {type: [string, integer]}
"
    what_a_document_says_rightly_is_not_reported: "3.1.0" "
A:
  type: object
  properties:
    whole: {type: integer, enum: [1.0, 2.0]}
    labelled: {type: string, enum: [a, b], x-enumNames: [true, 5]}
    titled: {oneOf: [{title: First, type: object, required: [x], properties: {x: {type: string}}}, {title: First, type: object, required: [y], properties: {y: {type: string}}}]}
    many: {oneOf: [{$ref: '#/components/schemas/X'}, {$ref: '#/components/schemas/Y'}], discriminator: {propertyName: k, mapping: {x: X, xx: X, xxx: X, y: Y}}}
X: {type: object, required: [k], properties: {k: {type: string}}}
Y: {type: object, required: [k], properties: {k: {type: string}, y: {type: string}}}
"
}
