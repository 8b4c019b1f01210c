//! Features of the emitted crate: which there are, and what is compiled for which.

use specweave::config::Config;
use specweave::diagnostic::Code;
use specweave::source::Source;
use specweave::{Inputs, Output};
use std::fmt::Write;

/// A get operation at `/{path}` that responds with a schema.
fn operation(path: &str, tag: &str, schema: &str) -> String {
    format!(
        "  /{path}:\n    get:\n      operationId: get_{path}\n{tag}      responses: {{'200': {{description: ok, content: {{application/json: \
         {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}}}}}\n"
    )
}

fn tagged(path: &str, tag: &str, schema: &str) -> String {
    operation(path, &format!("      tags: [{tag}]\n"), schema)
}

/// A schema with an id and a field of each of the others.
fn schema(name: &str, others: &[&str]) -> String {
    let fields: Vec<String> = others
        .iter()
        .map(|other| format!("f{other}: {{$ref: '#/components/schemas/{other}'}}"))
        .collect();
    format!(
        "    {name}: {{type: object, properties: {{id: {{type: integer}}, {}}}}}\n",
        fields.join(", ")
    )
}

fn generate(paths: &str, schemas: &str) -> Output {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n{paths}components:\n  \
         schemas:\n{schemas}"
    );
    let inputs =
        Inputs { sources: vec![Source::new("a.yaml", text.as_str())], overlays: Vec::new() };
    let mut config = Config::default();
    config.client.error_schema = Some("Problem".into());
    specweave::generate(inputs, &config, &|_| {}).unwrap_or_else(|failure| {
        panic!("{}", specweave::render::human(&failure.diagnostics, Default::default()))
    })
}

/// The features that are on unless they are turned off, and the lines of those for tags.
fn features(output: &Output) -> [Vec<&str>; 2] {
    let lines = || output.files["Cargo.toml"].lines();
    let default = lines().skip_while(|line| *line != "default = [").skip(1);
    let default =
        default.take_while(|line| *line != "]").map(|line| line.trim_matches([' ', ',', '"']));
    let tags = lines().skip_while(|line| *line != "# One for each tag of the API.").skip(1);
    [default.collect(), tags.take_while(|line| !line.is_empty()).collect()]
}

/// What stands before the `mod` and the `pub use` of a module in a file; both must be the same.
fn gate<'o>(output: &'o Output, file: &str, module: &str) -> &'o str {
    let text = &output.files[file];
    let before = |item: String| {
        let (before, _) =
            text.split_once(&item).unwrap_or_else(|| panic!("no {item:?} in\n{text}"));
        let start =
            before.rfind(";\n").map_or_else(|| before.rfind("\n\n").unwrap() + 2, |i| i + 2);
        before[start..].trim()
    };
    if file.contains("operations") {
        return before(format!("pub mod {module};"));
    }
    let (of_module, of_use) =
        (before(format!("mod {module};")), before(format!("pub use {module}::")));
    assert_eq!(of_module, of_use);
    of_module
}

const MODELS: &str = "src/models/mod.rs";
const OPERATIONS: &str = "src/operations/mod.rs";

#[test]
fn a_model_is_compiled_for_the_tags_that_reach_it() {
    let paths = [
        tagged("a", "Red Things", "A"),
        tagged("b", "blue", "B"),
        tagged("c", "green", "All"),
        tagged("d", "blue", "All"),
        tagged("e", "Red Things", "All"),
    ]
    .concat();
    let schemas = [
        schema("A", &["Deep"]),
        schema("B", &["Shared"]),
        schema("Deep", &["Shared", "A"]),
        schema("Shared", &[]),
        schema("All", &[]),
        schema("Problem", &["Detail"]),
        schema("Detail", &["Shared2"]),
        schema("Shared2", &[]),
        schema("Unused", &[]),
    ]
    .concat();
    let output = generate(&paths, &schemas);
    assert_eq!(
        features(&output),
        [
            vec!["http2", "rustls", "system-proxy", "blue", "green", "red_things"],
            vec!["blue = []", "green = []", "red_things = []"]
        ]
    );
    for (module, expected) in [
        ("a", "#[cfg(feature = \"red_things\")]"),
        ("deep", "#[cfg(feature = \"red_things\")]"),
        ("b", "#[cfg(feature = \"blue\")]"),
        ("shared", "#[cfg(any(feature = \"blue\", feature = \"red_things\"))]"),
        ("all", "#[cfg(any(feature = \"blue\", feature = \"green\", feature = \"red_things\"))]"),
        ("problem", ""),
        ("detail", ""),
        ("shared2", ""),
        ("unused", "#[cfg(feature = \"default\")]"),
    ] {
        assert_eq!(gate(&output, MODELS, module), expected, "{module}");
    }
    for module in ["blue", "green", "red_things"] {
        assert_eq!(gate(&output, OPERATIONS, module), format!("#[cfg(feature = \"{module}\")]"));
    }
    assert!(
        output.files["README.md"]
            .contains("features = [\"rustls\", \"http2\", \"system-proxy\", \"red_things\"]")
    );
}

#[test]
fn what_cargo_means_by_itself_is_no_feature() {
    let paths =
        [operation("a", "", "A"), tagged("b", "type", "B"), tagged("c", "2fa", "B")].concat();
    let output =
        generate(&paths, &[schema("A", &[]), schema("B", &[]), schema("Problem", &[])].concat());
    let expected = ["_2fa = []", "default_operations = []", "type_ = []"];
    assert_eq!(features(&output)[1], expected);
    assert_eq!(
        gate(&output, OPERATIONS, "default_operations"),
        "#[cfg(feature = \"default_operations\")]"
    );
}

#[test]
fn one_tag_is_one_feature_and_no_tags_are_none() {
    let schemas = [schema("A", &[]), schema("Problem", &[])].concat();
    let one = generate(&tagged("a", "only", "A"), &schemas);
    assert_eq!(
        features(&one),
        [vec!["http2", "rustls", "system-proxy", "only"], vec!["only = []"]]
    );
    assert_eq!(gate(&one, MODELS, "a"), "#[cfg(feature = \"only\")]");
    let none = generate("  {}\n", &schemas);
    assert_eq!(features(&none), [vec!["http2", "rustls", "system-proxy"], vec![]]);
    assert!(!none.files["README.md"].contains("to compile only what you use"));
    // One condition alone needs no `all`.
    let readme = "#![cfg_attr(any(not(doctest), feature = \"reqwest\"), doc = include_str!(\"../README.md\"))]";
    assert!(none.files["src/lib.rs"].contains(readme), "{}", none.files["src/lib.rs"]);
}

#[test]
fn more_tags_than_features_are_a_warning() {
    let codes = |tags: usize| {
        let (mut paths, mut schemas) = (String::new(), schema("Problem", &[]));
        for tag in 0..tags {
            let _ = write!(
                paths,
                "{}",
                tagged(&format!("p{tag}"), &format!("t{tag}"), &format!("S{tag}"))
            );
            let others: &[&str] = if tag < 65 { &["Often"] } else { &[] };
            schemas += &schema(&format!("S{tag}"), others);
        }
        schemas += &schema("Often", &[]);
        let output = generate(&paths, &schemas);
        assert_eq!(features(&output)[1].len(), tags);
        assert_eq!(gate(&output, MODELS, "s7"), "#[cfg(feature = \"t7\")]");
        assert_eq!(gate(&output, MODELS, "often"), "");
        output.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(290), []);
    assert_eq!(codes(291), [Code::ManyFeatures]);
}
