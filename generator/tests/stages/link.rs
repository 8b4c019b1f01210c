//! Documents of several files in, on disk and in memory; what they are together out.

use specweave::config::Config;
use specweave::diagnostic::Code;
use std::fs;
use std::path::Path;

/// Writes files below a folder.
fn lay_out(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

const SPLIT: [(&str, &str); 6] = [
    (
        "api/openapi.yaml",
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths:\n  /pets: {$ref: 'paths/pets.yaml'}\n  \
         /own: {get: {$ref: 'paths/own.json#/get'}}\n  /out: {get: {operationId: out, responses: {'200': {description: OK, content: {application/json: {schema: {$ref: \
         ../out/secret.yaml}}}}}}}\ncomponents:\n  schemas:\n    Pet: {$ref: schemas/pet.yaml}\n    Named: {$anchor: named, type: object, properties: {a: {type: \
         string}}}\n    Uses:\n      type: object\n      required: [x, y, z]\n      properties: {x: {$ref: '#named'}, y: {$ref: 'schemas/pet.yaml#owner'}, z: {$ref: \
         'https://x.example/ids/thing'}}\n    Thing: {$id: 'https://x.example/ids/thing', type: object, properties: {t: {type: integer}}}\n",
    ),
    (
        "api/schemas/pet.yaml",
        "type: object\nrequired: [name]\nproperties:\n  name: {type: string}\n  friend: {$ref: '#'}\n  owner: {$ref: '#/$defs/Owner'}\n  toy: {$ref: \
         'toy.json#/Toy'}\n  back: {$ref: '../openapi.yaml#/components/schemas/Named'}\n  bad: {type: string, minLength: x}\n$defs:\n  Owner: {$anchor: owner, type: \
         object, properties: {pet: {$ref: pet.yaml}}}\n",
    ),
    (
        "api/schemas/toy.json",
        "{\"Toy\": {\"type\": \"object\", \"properties\": {\"maker\": {\"$ref\": \"pet.yaml#\\/$defs\\/Owner\"}}}}",
    ),
    (
        "api/paths/pets.yaml",
        "get:\n  operationId: listPets\n  parameters: [{$ref: '../shared.yaml#/Limit'}]\n  responses:\n    '200': {description: OK, content: {application/json: \
         {schema: {type: array, items: {$ref: ../schemas/pet.yaml}}}}}\n    default: {$ref: '../shared.yaml#/Err'}\n",
    ),
    (
        "api/shared.yaml",
        "Limit: {name: limit, in: query, schema: {type: integer}}\nErr: {description: Error, content: {application/json: {schema: {type: object, properties: {m: \
         {type: string}}}}}}\n",
    ),
    (
        "api/paths/own.json",
        "{\"get\": {\"operationId\": \"own\", \"responses\": {\"204\": {\"description\": \"OK\"}}}}",
    ),
];

#[test]
fn references_are_followed_in_the_folder_of_the_document_and_no_further() {
    let folder = tempfile::tempdir().unwrap();
    lay_out(folder.path(), &SPLIT);
    lay_out(
        folder.path(),
        &[("out/secret.yaml", "type: object\nproperties: {secret: {type: string}}\n")],
    );
    let read = |paths: &[&str]| {
        let paths: Vec<_> = paths.iter().map(|path| folder.path().join(path)).collect();
        specweave::files::read_inputs(&paths, &[], None).unwrap()
    };
    let generate = |inputs| specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    let output = generate(read(&["api/openapi.yaml"]));
    assert_eq!(output.summary.operations, 3);
    let fields = |name: &str| {
        let lines = output.files[&format!("src/models/{name}.rs")].lines();
        let lines = lines.filter_map(|line| line.strip_prefix("    pub "));
        let lines = lines.filter(|line| !line.starts_with("fn "));
        lines.map(|line| line.trim_end_matches(',').to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        fields("pet"),
        [
            "name: String",
            "friend: Option<Box<Pet>>",
            "owner: Option<Box<Owner>>",
            "toy: Option<Box<Toy>>",
            "back: Option<Named>",
            "bad: Option<String>"
        ]
    );
    assert_eq!(fields("toy"), ["maker: Option<Box<Owner>>"]);
    assert_eq!(fields("uses"), ["x: Named", "y: Owner", "z: Thing"]);
    let found: Vec<_> = output
        .diagnostics
        .iter()
        .map(|found| {
            let place = found.place.as_ref().unwrap();
            let name = place.source.name.rsplit('/').next().unwrap();
            (found.code, name, place.position().unwrap().line, place.pointer.as_str())
        })
        .collect();
    assert_eq!(
        found,
        [
            (
                Code::DanglingReference,
                "openapi.yaml",
                7,
                "/paths/~1out/get/responses/200/content/application~1json/schema/$ref"
            ),
            (Code::MalformedKeyword, "pet.yaml", 9, "/properties/bad/minLength"),
        ]
    );
    // What is named may be read, wherever it is; a folder stands for documents and what these refer to.
    let named = generate(read(&["api/openapi.yaml", "out/secret.yaml"]));
    assert!(named.files.contains_key("src/models/secret.rs"));
    let whole = generate(read(&["api"]));
    assert_eq!(whole.files, output.files);
    // Links out of the folder are none.
    #[cfg(unix)]
    std::os::unix::fs::symlink("../out", folder.path().join("api/link")).unwrap();
    let linked = SPLIT[0].1.replace("../out/secret.yaml", "link/secret.yaml");
    fs::write(folder.path().join("api/openapi.yaml"), linked).unwrap();
    let linked = generate(read(&["api/openapi.yaml"]));
    assert!(linked.diagnostics.iter().any(|found| found.code == Code::DanglingReference));
}

#[test]
fn only_json_and_yaml_are_followed() {
    let folder = tempfile::tempdir().unwrap();
    let document = "openapi: 3.0.3\na: {$ref: notes.txt}\nb: {$ref: .env}\nc: {$ref: page.md}\nd: {$ref: '.hidden.yaml'}\ne: {$ref: one.yml}\n";
    let others = ["notes.txt", ".env", "page.md", ".hidden.yaml", "one.yml"];
    lay_out(folder.path(), &[("api.yaml", document)]);
    lay_out(folder.path(), &others.map(|name| (name, "secret: hunter2\n")));
    let inputs =
        specweave::files::read_inputs(&[folder.path().join("api.yaml")], &[], None).unwrap();
    let names: Vec<_> =
        inputs.sources.iter().map(|own| own.name.rsplit('/').next().unwrap()).collect();
    assert_eq!(names, ["api.yaml", "one.yml"]);
}

/// Generates from a document and another file.
fn generate(document: &str, name: &str, file: &str) -> specweave::Output {
    let source = |name: &str, text: &str| specweave::source::Source::new(name, text);
    let sources = vec![source("api.yaml", document), source(name, file)];
    let inputs = specweave::Inputs { sources, overlays: Vec::new() };
    specweave::generate(inputs, &Config::default(), &|_| {}).unwrap()
}

#[test]
fn a_reference_may_stand_for_all_that_is_under_a_key() {
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths: {$ref: 'parts.yaml#/paths'}\ncomponents:\n  \
         schemas:\n    $ref: 'parts.yaml#/schemas'\n    Own: {type: object, properties: {$ref: 'parts.yaml#/fields', own: {type: string}}}\n";
    let parts = "paths:\n  /a: {get: {operationId: getA, responses: {'200': {$ref: '#/ok'}}}}\nok: {description: OK, content: {application/json: {schema: {$ref: \
         'api.yaml#/components/schemas/A'}}}}\nschemas:\n  A: {type: object, properties: {b: {$ref: '#/schemas/B'}}}\n  B: {type: object, properties: {n: {type: \
         integer}}}\nfields: {first: {type: string}, own: {type: integer}}\n";
    let output = generate(document, "parts.yaml", parts);
    assert_eq!(output.summary.operations, 1);
    let codes: Vec<_> = output.diagnostics.iter().map(|found| found.code).collect();
    assert!(codes.iter().all(|code| *code == Code::UnusedComponent), "{:#?}", output.diagnostics);
    assert!(output.files["src/models/a.rs"].contains("pub b: Option<B>"));
    let own = &output.files["src/models/own.rs"];
    assert!(own.contains("pub first: Option<String>") && own.contains("pub own: Option<String>"));
}

#[test]
fn components_that_are_empty_take_what_files_bring() {
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths:\n  /a: {get: {operationId: getA, responses: \
         {'200': {description: OK, content: {application/json: {schema: {$ref: 'part.yaml#/A'}}}}}}}\ncomponents:\n";
    let output =
        generate(document, "part.yaml", "A: {type: object, properties: {b: {type: string}}}\n");
    assert!(output.files["src/models/a.rs"].contains("pub b: Option<String>"));
}

#[test]
fn files_that_lead_back_to_each_other_end() {
    let source = |name: &str, text: &str| specweave::source::Source::new(name, text);
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths: {/a: {$ref: a.yaml}}\ncomponents: {schemas: {S: {$ref: 's.yaml'}}}\n";
    let inputs = specweave::Inputs {
        sources: vec![
            source("api.yaml", document),
            source("a.yaml", "$ref: b.yaml\n").referred(),
            source("b.yaml", "$ref: a.yaml\n").referred(),
            source("s.yaml", "$ref: t.yaml\n").referred(),
            source("t.yaml", "$ref: s.yaml\n").referred(),
        ],
        overlays: Vec::new(),
    };
    let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    assert_eq!(output.summary.operations, 0);
    // Each part of a file holds all below it, and would be brought in once for each.
    let wide: Vec<String> =
        (0..500).map(|number| format!("\"w{number}\": {{\"type\": \"string\"}}")).collect();
    let deep = (0..50).fold(format!("{{\"properties\": {{{}}}}}", wide.join(",")), |inner, _| {
        format!("{{\"properties\": {{\"p\": {inner}}}}}")
    });
    let mut pointer = String::new();
    let properties: Vec<String> = (0..50)
        .map(|number| {
            let reference = format!("\"p{number}\": {{\"$ref\": \"deep.json#{pointer}\"}}");
            pointer.push_str("/properties/p");
            reference
        })
        .collect();
    let document = format!(
        "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \"paths\": {{}}, \"components\": {{\"schemas\": {{\"A\": {{\"properties\": {{{}}}}}}}}}}}",
        properties.join(",")
    );
    let inputs = specweave::Inputs {
        sources: vec![source("api.json", &document), source("deep.json", &deep).referred()],
        overlays: Vec::new(),
    };
    let found = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap_err().diagnostics;
    assert!(found.iter().any(|found| found.code == Code::Expansion), "{found:?}");
}

#[test]
fn a_document_of_webhooks_alone_has_types() {
    let document = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nwebhooks:\n  created:\n    post:\n      operationId: hook\n      requestBody: {content: \
                    {application/json: {schema: {type: object, required: [event], properties: {event: {$ref: '#/components/schemas/Event'}}}}}}\n      responses: \
                    {'200': {description: OK}}\ncomponents:\n  schemas:\n    Event: {type: object, properties: {id: {type: string}}}\n";
    let inputs = specweave::Inputs {
        sources: vec![specweave::source::Source::new("api.yaml", document)],
        overlays: Vec::new(),
    };
    let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    assert_eq!((output.summary.operations, output.summary.types), (0, 2));
    let text = &output.files["src/models/hook_payload.rs"];
    assert!(text.contains("pub event: Event,"), "{text}");
    let codes: Vec<_> = output.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::NoAddress, Code::UnsupportedKeyword]);
}

#[test]
fn the_methods_of_3_2_are_sent() {
    let document = "openapi: 3.2.0\n$self: https://x.example/api.yaml\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths:\n  /a:\n    \
                    query:\n      operationId: find\n      requestBody: {required: true, content: {application/json: {$ref: '#/components/mediaTypes/Q'}}}\n      \
                    responses: {'200': {description: OK, content: {application/json: {schema: {$ref: 'https://x.example/api.yaml#/components/schemas/R'}}}}}\n    \
                    additionalOperations: {COPY: {operationId: copy, responses: {'204': {description: OK}}}}\ncomponents:\n  mediaTypes: {Q: {schema: {type: \
                    object, required: [q], properties: {q: {type: string}}}}}\n  schemas: {R: {type: object, properties: {r: {type: string}}}}\n";
    let inputs = specweave::Inputs {
        sources: vec![specweave::source::Source::new("api.yaml", document)],
        overlays: Vec::new(),
    };
    let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    let text = &output.files["src/operations/default_operations.rs"];
    assert!(text.contains("rt::Meta::new(\"find\", rt::Method::QUERY, \"/a\")"), "{text}");
    assert!(text.contains("type Output = models::R;"), "{text}");
    assert!(text.contains("rt::Meta::other(\"copy\", \"COPY\", \"/a\")"), "{text}");
    assert!(output.diagnostics.is_empty(), "{:#?}", output.diagnostics);
    // In an older version such operations mean nothing, and a method that has a key of its own is none of them.
    for (from, to) in [("3.2.0", "3.1.0"), ("COPY", "POST"), ("COPY", "A B")] {
        let inputs = specweave::Inputs {
            sources: vec![specweave::source::Source::new("api.yaml", document.replace(from, to))],
            overlays: Vec::new(),
        };
        let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
        assert!(!output.files["src/operations/default_operations.rs"].contains("copy"), "{to}");
        let codes: Vec<_> = output.diagnostics.iter().map(|found| found.code).collect();
        assert!(
            codes.contains(&Code::OtherVersion) || codes.contains(&Code::OperationLeftOut),
            "{codes:?}"
        );
    }
}

#[test]
fn a_file_may_hold_what_its_path_item_or_schema_refers_to() {
    let document = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths:\n  /a: {$ref: a.yaml}\n  /b: {get: {operationId: b, \
                    parameters: {$ref: 'lists.yaml#/paged'}, responses: {'200': {description: OK, content: {application/json: {schema: {$ref: b.yaml}}}}}}}\n\
                    components: {schemas: {}, parameters: {}}\n";
    let item = "get: {operationId: a, parameters: [{name: first, in: query, schema: {type: string}}, {$ref: 'lists.yaml#/paged'}], responses: {'200': {$ref: '#/Fine'}}}\n\
                Fine: {description: OK, content: {application/json: {schema: {$ref: '#/Shown'}}}}\nShown: {type: object, properties: {s: {type: string}}}\n\
                Lost: {type: object}\n";
    let schema = "type: object\nproperties: {part: {$ref: '#/Part'}}\nPart: {type: object, properties: {p: {type: string}}}\n";
    let lists = "paged: [{$ref: '#/Page'}, {name: size, in: query, schema: {type: integer}}]\nPage: {name: page, in: query, schema: {type: integer}}\n";
    let source = specweave::source::Source::new;
    let files = [("a.yaml", item), ("b.yaml", schema), ("lists.yaml", lists)];
    let files = files.into_iter().map(|(name, text)| source(name, text).referred());
    let inputs = specweave::Inputs {
        sources: std::iter::once(source("api.yaml", document)).chain(files).collect(),
        overlays: Vec::new(),
    };
    let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
    let said: Vec<_> = output.diagnostics.iter().map(|own| own.message.as_str()).collect();
    assert_eq!(said, ["a path item has no key \"Lost\"; it was ignored"]);
    let text = &output.files["src/operations/default_operations.rs"];
    let sent: Vec<_> =
        text.lines().map(str::trim).filter(|line| line.contains(".query(")).collect();
    assert_eq!(
        sent,
        [
            ".query(\"first\", &self.first)",
            ".query(\"page\", &self.page)",
            ".query(\"size\", &self.size)",
            "request.query(\"page\", &self.page).query(\"size\", &self.size)",
        ]
    );
    let names: Vec<_> =
        output.files.keys().filter_map(|own| own.strip_prefix("src/models/")).collect();
    assert_eq!(names, ["b.rs", "mod.rs", "part.rs", "shown.rs"]);
}

#[test]
fn a_reference_into_another_file_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let told = |reference: &str| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths:\n  /a: {{get: {{responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '{reference}'}}}}}}}}}}}}}}\n  /b: {{get: {{responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: 'sub/x.yaml#/properties/b'}}}}}}}}}}}}}}\n"
        );
        let files = [
            ("main.yaml", text.as_str()),
            ("sub/x.yaml", "properties: {a: {type: string}, b: {type: string}}\n"),
            ("sub/notes.txt", "a: {}\n"),
        ];
        lay_out(folder.path(), &files);
        let inputs =
            specweave::files::read_inputs(&[folder.path().join("main.yaml")], &[], None).unwrap();
        let output = specweave::generate(inputs, &Config::default(), &|_| {}).unwrap();
        let found = output.diagnostics.into_iter().find(|own| own.code == Code::DanglingReference);
        let found = found.unwrap();
        format!("{}; {}", found.message, found.help.unwrap())
    };
    for (reference, what, cure) in [
        ("sub/x.yml", "that was not read", "did you mean the file x.yaml?"),
        (
            "sub/x.yaml#/properties/A",
            "points to nothing in",
            "did you mean sub/x.yaml#/properties/a?",
        ),
        (
            "sub/x.yaml#properties/a",
            "points to nothing in",
            "did you mean sub/x.yaml#/properties/a?",
        ),
        ("sub/notes.txt#/a", "that was not read", "end in .json, .yaml or .yml"),
    ] {
        let told = told(reference);
        assert!(told.contains(what) && told.contains(cure), "{reference}: {told}");
    }
}
