//! What a configuration asks for: operations that are selected, names, types. Hostile values are reported and never emitted.

use specweave::config::Config;
use specweave::diagnostic::Code;
use specweave::source::Source;
use specweave::{Inputs, Output};
use std::sync::Arc;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://a.example'}]
paths:
  /v1/pets: {get: {operationId: listPets, tags: [Pets], responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
  /v1/cars/{id}:
    get: {operationId: getCar, parameters: [{$ref: '#/components/parameters/Id'}], responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Car'}}}}}}
    delete: {operationId: deleteCar, parameters: [{$ref: '#/components/parameters/Id'}], responses: {'204': {description: OK}}}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string}}
  schemas:
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {c: Cat, d: '#/components/schemas/Dog'}}}
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, a: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}, b: {type: string}}}
    Car: {type: object, properties: {owner: {$ref: '#/components/schemas/Owner'}}}
    Owner: {type: object, properties: {name: {type: string}}}
    Problem: {type: object, properties: {code: {type: integer}}}
";

/// A parent that says what its arms are told apart by, and a path that refers to its item.
const REFERRED: &str = "\
openapi: 3.1.0
info: {title: T, version: '1'}
servers: [{url: 'https://a.example'}]
paths:
  /pets: {get: {operationId: getPet, tags: [Pets], responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
  /cars: {$ref: '#/components/pathItems/Cars'}
components:
  pathItems:
    Cars: {get: {operationId: listCars, responses: {'204': {description: OK}}}, post: {operationId: addCar, responses: {'204': {description: OK}}}}
  schemas:
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {a: {$ref: '#/components/schemas/Paw'}}}]}
    Lion: {allOf: [{$ref: '#/components/schemas/Cat'}, {type: object, properties: {b: {type: string}}}]}
    Paw: {type: object, properties: {c: {type: string}}}
    Glove: {allOf: [{$ref: '#/components/schemas/Paw'}, {type: object, properties: {d: {type: string}}}]}
";

fn generate(config: &str) -> Output {
    generate_of(DOCUMENT, config)
}

fn generate_of(document: &str, config: &str) -> Output {
    let config = Config::parse(&Arc::new(Source::new("specweave.yaml", config))).unwrap();
    let inputs = Inputs { sources: vec![Source::new("a.yaml", document)], overlays: Vec::new() };
    specweave::generate(inputs, &config, &|_| {}).unwrap()
}

/// The methods and types of a crate.
fn made(config: &str) -> (Vec<String>, Vec<String>) {
    made_of(DOCUMENT, config)
}

fn made_of(document: &str, config: &str) -> (Vec<String>, Vec<String>) {
    let output = generate_of(document, config);
    let surface = &output.model.surface;
    let methods = surface.operations().map(|(tag, own)| format!("{}.{}", tag.method, own.method));
    let types = surface.types.iter().map(|item| item.ident.clone());
    (methods.collect(), types.collect())
}

#[test]
fn that_nothing_has_a_tag_is_told_where_paths_could_give_them() {
    let path = |name: char, tags: &str| {
        format!("  /v1/{name}s: {{get: {{{tags}responses: {{'204': {{description: OK}}}}}}}}\n")
    };
    let found = |paths: &str, config: &str| {
        let head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://a.example'}]\npaths:\n";
        let sources = vec![Source::new("a.yaml", head.to_owned() + paths)];
        let config = Config::parse(&Arc::new(Source::new("specweave.yaml", config))).unwrap();
        let inputs = Inputs { sources, overlays: Vec::new() };
        let output = specweave::generate(inputs, &config, &|_| {}).unwrap();
        output.diagnostics.into_iter().find(|found| found.code == Code::Untagged)
    };
    let paths: String = ('a'..='m').map(|name| path(name, "")).collect();
    let told = found(&paths, "").unwrap();
    assert!(told.message.contains("all 13 are methods"), "{}", told.message);
    assert!(told.help.unwrap().contains("each of the 13 first path segments"));
    assert_eq!(found(&paths, "names: {tags: path}"), None);
    assert_eq!(found(&(paths + &path('n', "tags: [N], ")), ""), None);
    assert_eq!(found(&path('a', ""), ""), None);
}

#[test]
fn what_a_parent_and_a_path_lead_to_is_selected_too() {
    let (all, mut types) = made_of(REFERRED, "names: {tags: path}");
    assert_eq!(all, ["pets.get_pet", "cars.list_cars", "cars.add_car"]);
    types.sort();
    assert_eq!(types, ["Cat", "CatBase", "Glove", "Lion", "Paw", "Pet", "PetBase"]);
    let (methods, mut types) = made_of(REFERRED, "select: {tags: [Pets]}");
    types.sort();
    assert_eq!(
        (methods, types),
        (
            vec!["pets.get_pet".into()],
            ["Cat", "CatBase", "Lion", "Paw", "Pet", "PetBase"].map(str::to_owned).into()
        )
    );
    assert_eq!(made_of(REFERRED, "select: {operations: [add*]}").0, ["default.add_car"]);
}

#[test]
fn a_path_item_that_many_paths_refer_to_is_not_repeated_without_end() {
    let text = "x".repeat(100_000);
    let path = |number| format!("  /p{number}: {{$ref: '#/components/pathItems/P'}}\n");
    let paths: String = (0..3_000).map(path).collect();
    let item = format!(
        "    P: {{get: {{description: {text}, responses: {{'204': {{description: OK}}}}}}}}\n"
    );
    let document = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}components:\n  pathItems:\n{item}"
    );
    let config = Config::parse(&Arc::new(Source::new("c.yaml", "select: {paths: [/p1]}"))).unwrap();
    let inputs = Inputs { sources: vec![Source::new("a.yaml", document)], overlays: Vec::new() };
    let failure = specweave::generate(inputs, &config, &|_| {}).unwrap_err();
    assert!(failure.diagnostics.iter().any(|found| found.code == Code::Expansion));
}

#[test]
fn operations_are_selected_with_the_schemas_that_they_need() {
    let all = ["Car", "Cat", "Dog", "Owner", "Pet", "Problem"];
    let mut types = made("").1;
    types.sort();
    assert_eq!(types, all);
    for (select, methods, types) in [
        ("tags: [P*]", &["pets.list_pets"][..], &["Cat", "Dog", "Pet"][..]),
        ("paths: [/v1/c*]", &["default.get_car", "default.delete_car"], &["Car", "Owner"]),
        ("operations: [getCar]", &["default.get_car"], &["Car", "Owner"]),
        (
            "operations: [getCar], tags: [Pets]",
            &["pets.list_pets", "default.get_car"],
            &["Car", "Cat", "Dog", "Owner", "Pet"],
        ),
        ("without: {operations: ['*Car']}", &["pets.list_pets"], &["Cat", "Dog", "Pet"]),
        (
            "paths: ['*'], without: {tags: [Pets], operations: [deleteCar]}",
            &["default.get_car"],
            &["Car", "Owner"],
        ),
        ("types_only: true", &[], &all),
    ] {
        let (mut found, mut names) = made(&format!("select: {{{select}}}\n"));
        names.sort();
        found.sort();
        let mut methods = methods.to_vec();
        methods.sort_unstable();
        assert_eq!(
            (found, names),
            (
                methods.iter().map(|own| (*own).to_owned()).collect(),
                types.iter().map(|own| (*own).to_owned()).collect()
            ),
            "{select}"
        );
    }
    // The error object stays, whoever uses it.
    let (_, types) = made("select: {operations: [deleteCar]}\nclient: {error_schema: Problem}\n");
    assert_eq!(types, ["Problem"]);
}

#[test]
fn a_pattern_that_fits_nothing_is_reported() {
    let found = generate("select: {tags: [Pets, Pest], without: {paths: [/v2*]}}\n").diagnostics;
    let unused: Vec<&str> = found
        .iter()
        .filter(|finding| finding.code == Code::UnusedPattern)
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(
        unused,
        [
            "no operation matches \"Pest\" in `select.tags`",
            "no operation matches \"/v2*\" in `select.without.paths`"
        ]
    );
}

#[test]
fn names_are_shortened_where_nobody_else_has_them() {
    let path = "names: {tags: path}\n";
    assert!(made(path).0.contains(&"cars.get_car".to_owned()));
    let (methods, _) = made("names: {tags: path, stutter: strip}\n");
    assert!(methods.contains(&"pets.list".to_owned()), "{methods:?}");
    // Both would be called so.
    let strip = "names: {operations: [{strip_prefix: get}, {strip_prefix: delete}]}\n";
    let (methods, _) = made(strip);
    assert!(methods.contains(&"default.get_car".to_owned()), "{methods:?}");
    let (methods, types) = made(
        "names: {operations: [{strip_suffix: Car}], schemas: [{strip_prefix: O}, {strip_suffix: t}]}\n",
    );
    assert!(methods.contains(&"default.get".to_owned()), "{methods:?}");
    assert!(types.contains(&"Wner".to_owned()) && types.contains(&"Ca".to_owned()), "{types:?}");
}

#[test]
fn what_is_no_path_and_no_attribute_is_never_emitted() {
    for config in [
        "types: [{match: '*', derive: ['Debug)] struct X; #[derive(Clone']}]",
        "types: [{match: '*', derive: ['a::b /* x */']}]",
        "types: [{match: '*', derive: [a<b>]}]",
        "types: [{match: '*', derive: [schemars::JsonSchema]}]",
        "types: [{match: '*', attributes: ['#[a] struct X;']}]",
        "types: [{match: '*', attributes: ['#![a]']}]",
        "types: [{match: '*', attributes: ['#[doc = \"x\"]']}]",
        "types: [{match: '*'}]",
        "formats: {date: chrono::NaiveDate}",
        "formats: {date: 'std::vec::Vec<[u8; 3]>'}",
        "formats: {int64: 'crate::AsText<str>'}",
        "formats: {int64: i64}",
        "formats: {password: std::string::String}",
        "crate: {dependencies: {'a\"b': '1'}}",
        "crate: {dependencies: {a: 'one'}}",
        "names: {operations: [{}]}",
    ] {
        let found = Config::parse(&Arc::new(Source::new("specweave.yaml", config))).unwrap_err();
        assert!(found.iter().all(|finding| finding.code == Code::InvalidConfig), "{config}");
    }
    for asked in [
        "rust_decimal::Decimal",
        "String",
        "::std::path::PathBuf",
        "std::path::PathBuf; fn main() {}",
        "std::path::PathBuf /* */",
        "<std::path::PathBuf as std::ops::Deref>::Target",
        "std::collections::BTreeMap<std::string::String, evil::Type>",
        "[7]",
    ] {
        let document = DOCUMENT.replace(
            "name: {type: string}",
            &format!("name: {{type: string, x-rust-type: {}}}", serde_json::Value::from(asked)),
        );
        let inputs =
            Inputs { sources: vec![Source::new("a.yaml", document)], overlays: Vec::new() };
        let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
        let told = output.diagnostics.iter().any(|own| own.code == Code::InvalidRustType);
        let text = &output.files["src/models/owner.rs"];
        assert!(told && text.contains("pub name: Option<String>"), "{asked}: {text}");
    }
}

/// Ids as FastAPI makes them.
const WITH_PATHS: &str = "\
openapi: 3.1.0
info: {title: T, version: '1'}
servers: [{url: 'https://a.example'}]
paths:
  /items/{item_id}:
    get:
      operationId: read_item_items__item_id__get
      tags: [items]
      parameters: [{name: item_id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: OK, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}
  /items/: {get: {operationId: list_items_items__get, tags: [items], responses: {'204': {description: OK}}}}
  /ping: {get: {operationId: ping_ping_get, tags: [a], responses: {'204': {description: OK}}}}
  /v2/ping: {get: {operationId: ping_v2_ping_get, tags: [b], responses: {'204': {description: OK}}}}
  /own: {get: {operationId: own_get, tags: [a], responses: {'204': {description: OK}}}}
";

#[test]
fn path_and_method_are_taken_from_ids_that_end_with_them() {
    let (methods, types) = made_of(WITH_PATHS, "");
    assert!(methods.contains(&"items.read_item_items_item_id_get".to_owned()), "{methods:?}");
    assert_eq!(types, ["ReadItemItemsItemIdGetResponse"]);
    let (mut methods, types) = made_of(WITH_PATHS, "names: {path_in_ids: strip}");
    methods.sort();
    // Two would be called `ping`, and nothing would be left of `own_get`.
    let all = ["a.own_get", "a.ping_ping_get", "b.ping_v2_ping_get", "items.list_items"];
    assert_eq!(methods, [&all[..], &["items.read_item"]].concat());
    assert_eq!(types, ["ReadItemResponse"]);
    let (mut methods, _) = made_of(WITH_PATHS, "names: {path_in_ids: strip, stutter: strip}");
    methods.sort();
    assert_eq!(methods[3..], ["items.list", "items.read"]);
}

/// Operations as NestJS, gRPC and ASP.NET Core describe them: classes in ids, no ids, namespaces.
const OF_FRAMEWORKS: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://a.example'}]
paths:
  /cats: {get: {operationId: CatsController_findAll, tags: [cats], responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Acme.Models.Cat'}}}}}}}
  /cats/{id}: {get: {operationId: CatsController_findOne, tags: [Felines], parameters: [{$ref: '#/components/parameters/Id'}], responses: {'204': {description: OK}}}}
  /dogs: {get: {operationId: DogsController_list, tags: [pets], responses: {'204': {description: OK}}}}
  /pets: {get: {operationId: PetsController_list, tags: [pets], responses: {'204': {description: OK}}}}
  /api/v1/birds: {get: {tags: [birds], responses: {'200': {description: OK, content: {application/json: {schema: {type: object, properties: {a: {$ref: '#/components/schemas/Acme.Models.Bird'}, b: {$ref: '#/components/schemas/Other.Bird'}}}}}}}}}
  /api/v1/fish: {get: {tags: [fish], responses: {'204': {description: OK}}}}
  /api/v2/fish: {get: {tags: [fish], responses: {'204': {description: OK}}}}
components:
  parameters: {Id: {name: id, in: path, required: true, schema: {type: string}}}
  schemas:
    Acme.Models.Cat: {type: object, properties: {name: {type: string}, kind: {oneOf: [{$ref: '#/components/schemas/Other.Bird'}, {type: string}]}, home: {type: object, properties: {a: {type: string, format: uri}}}}}
    Acme.Models.Bird: {type: object, properties: {a: {type: string}}}
    Other.Bird: {type: object, properties: {b: {type: string}}}
";

#[test]
fn classes_prefixes_of_paths_and_namespaces_are_taken_where_nobody_else_has_the_rest() {
    let (methods, types) = made_of(OF_FRAMEWORKS, "");
    assert!(methods.contains(&"cats.cats_controller_find_all".to_owned()), "{methods:?}");
    assert!(methods.contains(&"birds.get_api_v1_birds".to_owned()), "{methods:?}");
    assert!(types.contains(&"AcmeModelsCatHome".to_owned()), "{types:?}");
    let config = "names: {stutter: strip, path_prefix: strip, namespaces: strip}";
    let (mut methods, mut types) = made_of(OF_FRAMEWORKS, config);
    methods.sort();
    types.sort();
    let all = [
        "birds.get",
        "cats.find_all",
        "felines.find_one",
        "fish.get_api_v1_fish",
        "fish.get_api_v2_fish",
        "pets.dogs_controller_list",
        "pets.pets_controller_list",
    ];
    assert_eq!(methods, all);
    let all = ["AcmeModelsBird", "Cat", "CatHome", "CatKind", "GetBirdsResponse", "OtherBird"];
    assert_eq!(types, all);
}

#[test]
fn texts_of_any_format_can_have_a_type_of_ones_own() {
    let of = |format: &str| {
        format!("{{formats: {{{format}: url::Url}}, crate: {{dependencies: {{url: '2'}}}}}}")
    };
    let output = generate_of(OF_FRAMEWORKS, "");
    let has = |output: &Output, code| output.diagnostics.iter().any(|found| found.code == code);
    assert!(has(&output, Code::UnknownFormat));
    let output = generate_of(OF_FRAMEWORKS, &of("uri"));
    let text = &output.files["src/models/acme_models_cat_home.rs"];
    assert!(text.contains("pub a: Option<url::Url>"), "{text}");
    assert!(!has(&output, Code::UnknownFormat) && !has(&output, Code::UnusedPattern));
    assert!(has(&generate_of(OF_FRAMEWORKS, &of("email")), Code::UnusedPattern));
}

#[test]
fn numbers_that_are_sent_as_text_can_be_numbers_in_rust() {
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths: {/a: {get: {operationId: a, parameters: \
                    [{name: since, in: query, schema: {type: string, format: int64}}], responses: {'200': {description: OK, content: {application/json: \
                    {schema: {type: object, properties: {size: {type: string, format: uint64}, count: {type: integer, format: int64}}}}}}}}}}\n";
    let output = generate_of(document, "");
    let help = output.diagnostics.iter().find(|found| found.code == Code::UnknownFormat);
    let help = help.and_then(|found| found.help.clone()).unwrap();
    assert!(help.contains("`formats: { int64: \"crate::AsText<i64>\" }`"), "{help}");
    assert!(!output.files.contains_key("src/runtime/values/as_text.rs"));
    let config = "{formats: {int64: 'crate::AsText<i64>', uint64: 'crate::AsText<u64>'}}";
    let output = generate_of(document, config);
    let all: String = output.files.values().map(String::as_str).collect();
    for part in [
        "pub size: Option<crate::AsText<u64>>",
        "pub count: Option<i64>",
        "since: Option<crate::AsText<i64>>",
    ] {
        assert!(all.contains(part), "{part}");
    }
    assert!(output.files.contains_key("src/runtime/values/as_text.rs"));
    assert!(output.files["src/lib.rs"].contains("AsText"));
    assert!(output.diagnostics.iter().all(|found| found.code != Code::UnknownFormat));
}

/// What is said of the values of parameters.
const PARAMETERS: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://a.example'}]
paths:
  /a/{day}:
    get:
      operationId: listA
      parameters:
        - {name: day, in: path, required: true, schema: {type: string, pattern: '^\\d+$', default: '1'}}
        - {name: limit, in: query, description: \"How many.\\n\\n- few\\n- many\", schema: {type: integer, minimum: 1, maximum: 100, default: 20}}
        - {name: tags, in: query, deprecated: true, schema: {type: array, minItems: 1, uniqueItems: true, items: {type: string}, description: Its tags}}
        - {name: old, in: header, required: true, deprecated: true, description: '', schema: {type: string, minLength: 1, maxLength: 9}}
      responses: {'204': {description: OK}}
";

#[test]
fn what_is_said_of_the_values_of_parameters_is_documented() {
    let text = &generate_of(PARAMETERS, "").files["src/operations/default_operations.rs"];
    for said in [
        "/// `day` in the path.\n    ///\n    /// Allowed: matches `^\\d+$`.\n    pub day: String",
        "/// How many.\n    ///\n    /// - few\n    /// - many.\n    ///\n    /// If left out, it means `20`.\n    ///\n    /// Allowed: at least 1, at most 100.\n    pub limit",
        "/// Its tags.\n    ///\n    /// Allowed: at least 1 item, no duplicate items.\n    ///\n    /// **Deprecated.**\n    pub tags",
        "/// Allowed: at least 1 character, at most 9 characters.\n    ///\n    /// **Deprecated.**\n    pub old",
        "/// - `day`: Allowed: matches `^\\d+$`.\n",
        "/// - `old`: Allowed: at least 1 character, at most 9 characters. **Deprecated.**\n",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn a_title_that_says_the_name_again_is_not_shown() {
    let document = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://a.example'}]\npaths:\n  /a: {get: {operationId: a, \
                    responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Item_Out'}}}}}}}\n\
                    components: {schemas: {Item_Out: {type: object, title: Item Out, properties: {home: {type: object, title: The home, properties: {a: {type: string}}}}}}}\n";
    let output = generate_of(document, "");
    assert!(output.files["src/models/item_out.rs"].contains(";\n\n/// The schema `Item_Out`.\n#["));
    assert!(
        output.files["src/models/item_out_home.rs"]
            .contains("/// The home.\n///\n/// The value of")
    );
}

#[test]
fn the_default_of_a_required_property_is_not_said_to_replace_it() {
    let schema = "{type: object, required: [a], properties: {a: {type: integer, default: 1}, b: {type: integer, default: 2}}}";
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{A: {schema}}}}}\n"
    );
    let text = &generate_of(&document, "").files["src/models/a.rs"];
    for said in
        ["/// The default is `1`.\n    pub a:", "/// If left out, it means `2`.\n    pub b:"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn bounds_are_said_in_few_words() {
    let properties = [
        ("a: {type: string, minLength: 30, maxLength: 30}", "Allowed: exactly 30 characters."),
        ("a: {type: string, minLength: 0, maxLength: 1}", "Allowed: at most 1 character."),
        (
            "a: {type: string, minLength: 2, maxLength: 3}",
            "at least 2 characters, at most 3 characters.",
        ),
        ("a: {type: string, minLength: 0}", "/// `a`.\n    pub a:"),
        ("a: {type: array, items: {}, minItems: 2, maxItems: 2}", "Allowed: exactly 2 items."),
        ("a: {type: integer, minimum: 5, maximum: 5}", "Allowed: exactly 5."),
        ("a: {type: integer, minimum: 0, maximum: 5}", "Allowed: at least 0, at most 5."),
    ];
    for (property, said) in properties {
        let document = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{A: {{type: object, properties: {{{property}}}}}}}}}\n"
        );
        let text = &generate_of(&document, "").files["src/models/a.rs"];
        assert!(text.contains(said), "{property}: {text}");
    }
}
