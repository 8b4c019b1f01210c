//! The ledger of keywords: complete for each version of the specification, true for what the generator does, and nothing of a document
//! outside it.

use crate::random::Random;
use serde_json::{Value, json};
use specweave::config::Config;
use specweave::diagnostic::{Code, Diagnostic};
use specweave::document::Object;
use specweave::keywords::{self, Effect, Keyword, Versions};
use specweave::source::Source;
use specweave::{Inputs, Model, generate};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, iter, thread};

mod compared;
mod rename;

/// The keys of each version, as its published schema lists them: one object a line.
const VERSIONS: [(&str, Versions, &str); 4] = [
    ("2.0", Versions::V2, include_str!("keywords/2.0.txt")),
    ("3.0", Versions::V3_0, include_str!("keywords/3.0.txt")),
    ("3.1", Versions::V3_1, include_str!("keywords/3.1.txt")),
    ("3.2", Versions::SINCE_3_2, include_str!("keywords/3.2.txt")),
];

#[test]
fn the_ledger_lists_every_key_of_every_version_and_no_other() {
    for (name, version, text) in VERSIONS {
        let listed: BTreeSet<String> = text
            .lines()
            .filter_map(|line| line.split_once(": "))
            .flat_map(|(object, keys)| keys.split(' ').map(move |key| format!("{object}.{key}")))
            .collect();
        let known: BTreeSet<String> = keywords::all()
            .filter(|keyword| keyword.versions != Versions::OWN && keyword.versions.holds(version))
            .map(|keyword| format!("{:?}.{}", keyword.object, keyword.name))
            .collect();
        let missing: Vec<_> = listed.difference(&known).collect();
        let extra: Vec<_> = known.difference(&listed).collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "{name}: missing {missing:?}, extra {extra:?}"
        );
    }
}

#[test]
fn no_key_is_listed_twice() {
    let mut seen = BTreeSet::new();
    for keyword in keywords::all() {
        assert!(seen.insert((keyword.object, keyword.name)), "{keyword:?}");
        assert_eq!(keywords::find(keyword.object, keyword.name), Some(keyword));
    }
}

#[test]
fn the_page_for_people_is_the_ledger() {
    let page = keywords::page();
    if std::env::var_os("UPDATE_PAGES").is_some() {
        fs::write("KEYWORDS.md", &page).unwrap();
    }
    assert!(
        fs::read_to_string("KEYWORDS.md").unwrap() == page,
        "run this test with UPDATE_PAGES=1"
    );
}

fn document(version: &str, parts: Value) -> Vec<Diagnostic> {
    let mut document =
        json!({"openapi": version, "info": {"title": "T", "version": "1"}, "paths": {}});
    document.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
    let sources = vec![Source::new("t.json", document.to_string())];
    let inputs = Inputs { sources, overlays: Vec::new() };
    generate(inputs, &Config::default(), &|_| {}).unwrap().diagnostics
}

fn schema(version: &str, schema: Value) -> Vec<Diagnostic> {
    document(version, json!({"components": {"schemas": {"A": schema}}}))
}

/// The message, help and pointer of the only finding of a code.
fn only(diagnostics: &[Diagnostic], code: Code) -> (String, String, String) {
    let found: Vec<_> = diagnostics.iter().filter(|diagnostic| diagnostic.code == code).collect();
    let [one] = found.as_slice() else { panic!("{code}: {diagnostics:#?}") };
    let place = one.place.as_ref().unwrap();
    (one.message.clone(), one.help.clone().unwrap(), place.pointer.clone())
}

#[test]
fn a_misspelled_key_is_reported_with_the_one_that_was_meant() {
    let found = schema(
        "3.0.3",
        json!({"type": "object", "requred": ["a"], "properties": {"a": {"type": "string"}}}),
    );
    let (message, help, pointer) = only(&found, Code::UnknownKeyword);
    assert_eq!(message, "a schema has no key \"requred\"; it was ignored");
    assert_eq!(help, "did you mean \"required\"? Correct it in an overlay");
    assert_eq!(pointer, "/components/schemas/A/requred");
}

#[test]
fn several_places_are_one_message() {
    let part = json!({"type": "string", "$vocabulary": {"https://x.example/v": true}});
    let found = schema("3.1.0", json!({"type": "object", "properties": {"a": part, "b": part}}));
    let (message, help, pointer) = only(&found, Code::UnsupportedKeyword);
    assert_eq!(
        message,
        "\"$vocabulary\" in a schema is not supported; it was ignored (2 places, this is the first)"
    );
    assert_eq!(help, "the crate lacks: a dialect of JSON Schema");
    assert_eq!(pointer, "/components/schemas/A/properties/a/$vocabulary");
}

#[test]
fn a_type_that_does_not_exist_is_reported() {
    let (message, help, _) = only(&schema("3.0.3", json!({"type": "int"})), Code::UnknownType);
    assert_eq!(message, "there is no type \"int\"; it was read as integer");
    assert_eq!(help, "write `type: integer`, or what else is meant, in an overlay");
    let (message, help, _) = only(&schema("3.0.3", json!({"type": "strinq"})), Code::UnknownType);
    assert_eq!(message, "there is no type \"strinq\"; the schema became free JSON");
    assert_eq!(help, "did you mean \"string\"? Correct it in an overlay");
    let (_, help, _) =
        only(&schema("3.1.0", json!({"type": ["string", "weather"]})), Code::UnknownType);
    assert_eq!(help, "the types are string, integer, number, boolean, array, object, null");
}

#[test]
fn components_that_nothing_uses_are_reported() {
    let response = |target: &str| json!({"description": "", "headers": {"H": {"$ref": target}}});
    let header = "#/components/headers/";
    let parts = json!({
        "paths": {"/a": {"get": {"responses": {"200": {"$ref": "#/components/responses/Used"}}}}},
        "components": {
            "schemas": {
                "Bare": {"type": "object"}, "Empty": {"type": "object", "properties": {}}, "One": {"allOf": [{"$ref": "#/components/schemas/Typed"}]},
                "Text": {"type": "string"}, "Texts": {"type": "object", "additionalProperties": {"type": "string"}},
                "Typed": {"type": "object", "properties": {"a": {}}}, "Yes": {"type": "boolean", "enum": [true]},
            },
            "headers": {"A": {"schema": {}}, "B": {"schema": {}}},
            "responses": {"Used": response(&format!("{header}A")), "Unused": response(&format!("{header}B"))},
            "requestBodies": {"x/y": {"content": {}}, "z": {"content": {}}},
        },
    });
    let found = document("3.0.3", parts);
    let mut found: Vec<_> = found
        .iter()
        .filter(|own| own.code == Code::UnusedComponent)
        .map(|own| &own.message)
        .collect();
    let of = |kind: &str, names: &str| {
        format!(
            "these {kind} of the components are not used, and no code is generated from them: {names}"
        )
    };
    let expected = [
        of("headers", "\"B\""),
        of("request bodies", "\"x/y\", \"z\""),
        of("responses", "\"Unused\""),
        of("schemas", "\"Bare\", \"Empty\", \"One\", \"Text\", \"Texts\", \"Yes\""),
    ];
    found.sort();
    assert_eq!(found, expected.iter().collect::<Vec<_>>());
}

#[test]
fn a_keyword_of_another_version_is_reported() {
    let (message, help, _) = only(&schema("3.0.3", json!({"const": 1})), Code::OtherVersion);
    assert_eq!(message, "\"const\" in a schema has no meaning in OpenAPI 3.0.3; it was ignored");
    assert_eq!(
        help,
        "it is a key of OpenAPI 3.1; write `openapi: 3.1.0` in an overlay if that is meant"
    );
}

#[test]
fn names_data_and_foreign_extensions_are_no_keywords() {
    let found = document(
        "3.0.3",
        json!({
            "x-anything": {"requred": 1},
            "components": {
                "schemas": {
                    "requred": {"type": "object", "properties": {"pattern_": {"type": "string"}},
                        "example": {"requred": 1}, "default": {"titel": 1}, "x-foo": 1},
                },
                "examples": {"E": {"value": {"requred": 1}}},
            },
        }),
    );
    let strange: Vec<_> =
        found.iter().filter(|diagnostic| diagnostic.code.number().starts_with("SW56")).collect();
    assert!(strange.is_empty(), "{strange:#?}");
}

#[test]
fn an_extension_of_ours_that_is_misspelled_is_reported() {
    let (_, help, _) =
        only(&schema("3.0.3", json!({"type": "string", "x-rust-nmae": "B"})), Code::UnknownKeyword);
    assert_eq!(help, "did you mean \"x-rust-name\"? Correct it in an overlay");
}

/// Documents in which every keyword of Swagger 2.0, OpenAPI 3.0 and 3.1 stands at least once, every one that counts in them beyond those, and
/// those of OpenAPI 3.2 that have an effect.
const DOCUMENTS: [&str; 6] = [
    include_str!("keywords/operations.yaml"),
    include_str!("keywords/schemas.yaml"),
    include_str!("keywords/json_schema.yaml"),
    include_str!("keywords/swagger_2.yaml"),
    include_str!("keywords/whole_swagger_2.yaml"),
    include_str!("keywords/version_3_2.yaml"),
];

/// What a document becomes: the files without the runtime, the messages with their places, and the pointers of the ignored values.
struct Outcome {
    files: BTreeMap<String, String>,
    messages: BTreeSet<String>,
    ignored: BTreeSet<String>,
}

impl PartialEq for Outcome {
    /// Compares what users see.
    fn eq(&self, other: &Self) -> bool {
        self.files == other.files && self.messages == other.messages
    }
}

impl Outcome {
    fn of(document: &Value) -> Self {
        Self::with_model(document).0
    }

    /// The same, and what a crate was made of.
    fn with_model(document: &Value) -> (Self, Option<Model>) {
        let sources = vec![Source::new("t.json", document.to_string())];
        let inputs = Inputs { sources, overlays: Vec::new() };
        let (mut files, diagnostics, model) = match generate(inputs, &Config::default(), &|_| {}) {
            Ok(output) => (output.files, output.diagnostics, Some(output.model)),
            Err(failure) => (BTreeMap::new(), failure.diagnostics, None),
        };
        files.retain(|path, _| !path.starts_with("src/runtime/"));
        let line = |diagnostic: &Diagnostic| {
            let pointer = diagnostic.place.as_ref().map(|place| &place.pointer);
            format!("{} {} {pointer:?}", diagnostic.code, diagnostic.message)
        };
        let messages = diagnostics.iter().map(line).collect();
        let ignored = model.iter().flat_map(|model| model.api.ignored.keys().cloned()).collect();
        (Self { files, messages, ignored }, model)
    }

    /// Whether a place is inside of an ignored value or of a server that was left out: each is reported as a whole.
    fn is_left_out(&self, pointer: &str) -> bool {
        let above = pointer.match_indices('/').map(|(end, _)| &pointer[..end]);
        let server = Code::UnusableServer.number();
        let servers = self.messages.iter().filter(|message| message.starts_with(server));
        above.chain([pointer]).any(|place| {
            let end = format!("Some({place:?})");
            self.ignored.contains(place) || servers.clone().any(|message| message.ends_with(&end))
        })
    }
}

/// Whether the ledger says that the emitted crate depends on a keyword.
fn counts(keyword: &Keyword) -> bool {
    use Effect::{Compared, None, Unshown, Unsupported};
    !matches!(keyword.effect, None(_) | Compared | Unshown(_) | Unsupported(_))
}

#[test]
fn what_the_ledger_says_of_a_keyword_is_true() {
    let mut shown: BTreeMap<(Object, &str), bool> = BTreeMap::new();
    let mut faults = Vec::new();
    for text in DOCUMENTS {
        let document = specweave::document::yaml::parse(text).unwrap();
        let before = Outcome::of(&document);
        assert!(!before.files.is_empty(), "{:#?}", before.messages);
        specweave::document::keys(&document, &mut |key| {
            let Some(keyword) = keywords::find(key.object, key.name) else { return false };
            let shows = shown.entry((keyword.object, keyword.name)).or_default();
            if *shows {
                return true;
            }
            let mut edited = document.clone();
            let object = edited.pointer_mut(key.parent).and_then(Value::as_object_mut).unwrap();
            object.shift_remove(keyword.name);
            let after = Outcome::of(&edited);
            // What is needed where it stands is missed with a message, whatever it would do.
            let is_missed = after.messages.difference(&before.messages).next().is_some();
            let has_effect = after.files != before.files && !is_missed;
            if has_effect && !counts(keyword) {
                faults.push(format!("{}/{} has an effect", key.parent, key.name));
            }
            *shows = has_effect || is_missed || !counts(keyword);
            true
        });
    }
    for keyword in keywords::all() {
        let is_read = [Versions::V2, Versions::V3_0, Versions::V3_1]
            .iter()
            .any(|own| keyword.versions.holds(*own));
        match shown.get(&(keyword.object, keyword.name)) {
            Some(false) => {
                faults.push(format!("{:?} {} has no effect", keyword.object, keyword.name))
            }
            None if is_read || keyword.lenient => {
                faults.push(format!("{:?} {} is in no document", keyword.object, keyword.name));
            }
            _ => {}
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_renamed_key_is_never_passed_over_in_silence() {
    let mut silent = Vec::new();
    for text in DOCUMENTS {
        let document = specweave::document::yaml::parse(text).unwrap();
        let before = Outcome::of(&document);
        for (pointer, key) in rename::keys(&document) {
            if Outcome::of(&rename::renamed(&document, &pointer, &key)) == before {
                silent.push(format!("{pointer}/{key}"));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

/// What is found where all of some work is looked at, on every core at once.
fn on_every_core<T: Sync>(
    work: &[T],
    find: impl Fn(&T) -> Option<String> + Sync,
) -> BTreeSet<String> {
    let next = AtomicUsize::new(0);
    let take = || work.get(next.fetch_add(1, Ordering::Relaxed));
    let find_rest = || iter::from_fn(take).filter_map(&find).collect::<Vec<_>>();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(find_rest)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

/// Every page and document below the folders that `SPECWEAVE_DOCUMENTS` names (separated by colons), each merged alone, without those that
/// are larger than 300,000 bytes or make no crate.
fn real_documents() -> Vec<(String, Value)> {
    let folders = std::env::var("SPECWEAVE_DOCUMENTS").expect("SPECWEAVE_DOCUMENTS is not set");
    let folders: Vec<_> = folders.split(':').map(Into::into).collect();
    let sources = specweave::files::read_inputs(&folders, &[], None).unwrap().sources;
    let merged = |source: Source| {
        let name = source.name.clone();
        let inputs = Inputs { sources: vec![source], overlays: Vec::new() };
        Some((name, specweave::bundle_raw(inputs, &|_| {}).ok()?.0))
    };
    sources.into_iter().filter(|source| source.text.len() <= 300_000).filter_map(merged).collect()
}

/// The seed that `SPECWEAVE_SEED` names, or one that is always the same.
fn seed() -> u64 {
    std::env::var("SPECWEAVE_SEED").map_or(11, |seed| seed.parse().unwrap())
}

#[test]
#[ignore = "needs the folders that SPECWEAVE_DOCUMENTS names"]
fn a_renamed_key_of_a_real_document_is_never_passed_over_in_silence() {
    const KEYS: usize = 20_000;
    let seed = seed();
    let documents: Vec<_> = real_documents()
        .into_iter()
        .map(|(name, document)| (name, Outcome::of(&document), rename::keys(&document), document))
        .filter(|(_, before, keys, _)| !before.files.is_empty() && !keys.is_empty())
        .collect();
    let mut random = Random(seed);
    let drawn = (0..KEYS).map(|_| {
        let own = &documents[random.below(documents.len())];
        (own, random.below(own.2.len()))
    });
    let silent = on_every_core(&drawn.collect::<Vec<_>>(), |(own, key)| {
        let (name, before, keys, document) = own;
        let (pointer, key) = &keys[*key];
        let is_silent = !before.is_left_out(pointer)
            && Outcome::of(&rename::renamed(document, pointer, key)) == *before;
        is_silent.then(|| format!("{name} {pointer}/{key}"))
    });
    println!("seed {seed}: {KEYS} keys of {} documents, {} silent", documents.len(), silent.len());
    assert!(silent.is_empty(), "{silent:#?}");
}
